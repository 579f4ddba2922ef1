from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.audits.queries import audits
from app.audits.rules import TYPE_NAMES
from app.checklists.rules import Edition, said
from app.findings.queries import findings, tally
from app.findings.rules import CLASS_NAMES, Shown
from app.kit.clock import local_day
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.models import Person
from app.people.queries import people_with
from app.people.rules import Ability, Role
from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import buyers, newest, opened
from app.readiness.days import end_of_day
from app.readiness.queries import Frame, frame, frames, standing_at, trend
from app.readiness.rules import Standing
from app.reports.charts import Palette, chart_words, radar_option, trend_option
from app.reports.document import TrendLine, TrendPoint
from app.reports.telling import (
    bands_of,
    categories_of,
    lost_by_item,
    moves_of,
    rounded,
    standing_of,
    verdict_of,
)
from app.suppliers.doors import VisibleSite
from app.suppliers.models import Site
from app.suppliers.queries import sites
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.words import said as translated
from app.web.words import translations

router = APIRouter(include_in_schema=False)
TONES = {"good": "good", "fair": "care", "poor": "alarm", "none": "mute"}
PAGE = Palette(
    "var(--ink)",
    "var(--ink-soft)",
    "var(--line)",
    "var(--sheet)",
    ("var(--chart-1)", "var(--chart-2)", "var(--chart-3)"),
)
TRIES = (
    (
        Role.AUDITOR,
        _("Fill an audit: open the sheet of the audit under way and answer by keyboard or touch."),
        "/audits",
    ),
    (
        Role.QUALITY_LEAD,
        _("Track what was found wrong: plan an action, verify one, and see readiness move."),
        "/findings",
    ),
    (
        Role.EXECUTIVE,
        _("See how ready Shenzhen is, how that moved in three years, and order the PDF."),
        "/readiness/SZ-01",
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A site under a buyer's programme."""

    pack: str
    total: Any
    verdict: Any
    base: Any
    unmet: int
    gate_open: bool


@router.get("/")
def home(request: Request, by: SignedIn, session: Db, now: Now) -> Response:
    """Every site under every buyer's programme, and what is late."""
    lang = language(request)
    listed = sites(session, by)
    demands = _demands(session)
    whole = frames(session, [site.id for site in listed])
    late = findings(session, by, shown=Shown.OVERDUE, at=now, limit=8)
    counts = tally(session, by, now)
    return page(
        request,
        "readiness/home.html",
        sites=listed,
        demands=demands,
        tones=TONES,
        class_names=CLASS_NAMES,
        tries=_tries(session) if request.app.state.settings.demo else [],
        cells={site.code: _cells(whole[site.id], demands, now, lang) for site in listed},
        progress_by={site.code: _progress(whole[site.id], demands, now) for site in listed},
        running=[(a, s) for a, s in audits(session, by, limit=50) if a.stage in RUNNING],
        type_names=TYPE_NAMES,
        counts=counts,
        late=late,
        may_read=by.may_somewhere(Ability.READ),
    )


RUNNING = {"fieldwork", "review"}


@router.get("/readiness/{code}")
def site(
    request: Request,
    found: VisibleSite,
    by: SignedIn,
    session: Db,
    now: Now,
    programme: Annotated[str, Query(max_length=60)] = "",
    as_of: Annotated[date | None, Query()] = None,
) -> Response:
    """What a programme says of the site on a day, why, and how that moved."""
    lang = language(request)
    demands = _demands(session)
    chosen = next(
        (one for one in demands if one[1].pack == programme), demands[0] if demands else None
    )
    if chosen is None:
        raise NotFound(_("No buyer demands a programme yet. Add a buyer first."))
    at = end_of_day(as_of, found.time_zone, now)
    whole = frame(session, found)
    told = standing_at(whole, chosen[1], as_of=at, known=now)
    if told is None:
        return page(
            request,
            "readiness/nothing.html",
            site=found,
            as_of=as_of,
            demands=demands,
            chosen=chosen,
        )
    return page(
        request,
        "readiness/site.html",
        site=found,
        demands=demands,
        chosen=chosen,
        as_of=as_of,
        today=local_day(now, found.time_zone),
        pack=opened(chosen[1]),
        **_told(whole, found, chosen, told, demands, at=at, now=now, lang=lang),
        may_order=by.may(Ability.ORDER_REPORTS, found),
    )


def _tries(session: Db) -> list[tuple[Person, str, str]]:
    """What a newcomer to the demo may try, each as the person who does it."""
    first = {role: people_with(session, role) for role, _what, _where in TRIES}
    return [(first[role][0], what, where) for role, what, where in TRIES if first[role]]


def _demands(session: Db) -> list[tuple[Buyer, PackVersion]]:
    listed = buyers(session)
    packs = {row.pack: row for row in newest(session, {one.pack for one in listed})}
    return [(one, packs[one.pack]) for one in listed if one.pack in packs]


def _cells(
    whole: Frame, demands: list[tuple[Buyer, PackVersion]], now: datetime, lang: str
) -> dict[str, Cell | None]:
    return {buyer.name: _cell(whole, buyer, row, now, lang) for buyer, row in demands}


def _cell(whole: Frame, buyer: Buyer, row: PackVersion, now: datetime, lang: str) -> Cell | None:
    told = standing_at(whole, row, as_of=now, known=now)
    if told is None:
        return None
    one = standing_of(buyer.called(lang), opened(row), told.evaluation, lang)
    return Cell(row.pack, one.total, one.verdict, one.base, len(one.unmet), one.gate_open)


def _progress(
    whole: Frame, demands: list[tuple[Buyer, PackVersion]], now: datetime
) -> object | None:
    told = standing_at(whole, demands[0][1], as_of=now, known=now) if demands else None
    return told.progress if told else None


def _told(  # noqa: PLR0913 - one page, one reading of the frame
    whole: Frame,
    site: Site,
    chosen: tuple[Buyer, PackVersion],
    told: Standing,
    demands: list[tuple[Buyer, PackVersion]],
    *,
    at: datetime,
    now: datetime,
    lang: str,
) -> dict[str, Any]:
    buyer, row = chosen
    pack = opened(row)
    audit = whole.context(at, now)
    edition = whole.editions[audit.edition_id] if audit else None
    ends = [a.closed_at for a in whole.rounds if a.closed_at and audit and a.id != audit.id]
    earlier = [end for end in ends if audit and audit.opened_at and end < audit.opened_at]
    before = standing_at(whole, row, as_of=max(earlier), known=now) if earlier else None
    evaluation = told.evaluation
    standing = standing_of(
        buyer.called(lang),
        pack,
        evaluation,
        lang,
        before=before.evaluation if before else None,
        before_on=before.as_of if before else None,
    )
    categories = categories_of(
        pack, edition, evaluation, lang, before.evaluation if before else None
    ) if edition else ()  # fmt: skip
    lines = [
        _line(whole, one, at, now, lang) for one in [chosen, *(d for d in demands if d != chosen)]
    ]
    return {
        "standing": standing,
        "progress": told.progress,
        "categories": categories,
        "costs": _costs(edition, evaluation, lang) if edition else {},
        "moves": moves_of(edition, evaluation, lang, {}) if edition else (),
        "trend": trend_option(lines, PAGE),
        "lines": lines,
        "radar": radar_option(categories, chart_words(translations(lang).gettext), PAGE),
        "deductions": evaluation.deductions,
        "zones": {str(z.id): z.called(lang) for z in (whole.zones[audit.id] if audit else ())},
        "edition": edition.sha256[:12] if edition else "",
        "tones": TONES,
        "marks": [(b.floor, b.verdict.words) for b in standing.bands if b.floor is not None],
        "demand_tabs": [
            {
                "href": f"/readiness/{site.code}?programme={pack_row.pack}",
                "label": one.called(lang),
                "current": pack_row.pack == row.pack,
            }
            for one, pack_row in demands
        ],
        "radar_rows": [(c.title, c.score, c.before) for c in categories],
        **_trend_table(lines),
        "audit": audit,
    }


def _line(
    whole: Frame, one: tuple[Buyer, PackVersion], until: datetime, now: datetime, lang: str
) -> TrendLine:
    buyer, row = one
    pack = opened(row)
    closed = {a.closed_at: a for a in whole.rounds if a.closed_at}
    return TrendLine(
        buyer=buyer.called(lang),
        programme=said(pack.title, lang),
        points=tuple(
            TrendPoint(
                on=told.as_of,
                total=told.evaluation.total,
                verdict=verdict_of(pack, told.evaluation.verdict, lang),
                audit=closed[at].ref if at in closed else "",
                words=translated(lang, TYPE_NAMES[closed[at].type]) if at in closed else "",
            )
            for at, told in trend(whole, row, until=until, known=now)
        ),
        bands=bands_of(pack, lang),
    )


def _costs(edition: Edition, evaluation: Any, lang: str) -> dict[str, list[tuple[str, str, Any]]]:  # noqa: ANN401
    """By node: the items that cost it points, most first, in points of the total."""
    lost = lost_by_item(evaluation)
    found: dict[str, list[tuple[str, str, Any]]] = {}
    for node in evaluation.trace.walk():
        if node.kind == "node":
            items = [
                (lost[t.ref], t.ref) for t in node.children if t.kind == "item" and t.ref in lost
            ]
            found[node.ref] = [
                (ref, edition.item(ref).said(lang).title, rounded(points))
                for points, ref in sorted(items, reverse=True)
            ]
    return found


def _trend_table(lines: list[TrendLine]) -> dict[str, Any]:
    """The values of the chart: a row a day, a column a buyer."""
    totals = [{point.on: point.total for point in line.points} for line in lines]
    days = sorted({day for one in totals for day in one}, reverse=True)
    return {
        "trend_heads": [(line.buyer, "number") for line in lines],
        "trend_rows": [(day, *(one.get(day) for one in totals)) for day in days],
    }
