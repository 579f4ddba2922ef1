from dataclasses import dataclass
from datetime import datetime
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
from app.programmes.buyers import STATUS_NAMES
from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import demanded, demands, newest, opened
from app.readiness.days import end_of_day
from app.readiness.doors import Asked, AsOf, Reading
from app.readiness.gather import (
    explained,
    findings_on,
    ground,
    refs,
    spots,
    words_of,
    worth,
)
from app.readiness.matrix import Cell, cell, matrix
from app.readiness.queries import Frame, frame, frames, standing_at, trend
from app.readiness.rules import scores_our_checklist
from app.reports.charts import Palette, chart_words, radar_option, trend_option
from app.reports.document import TrendLine, TrendPoint
from app.reports.telling import (
    FACTS,
    actual,
    bands_of,
    categories_of,
    lost_by_item,
    moves_of,
    rounded,
    standing_of,
    verdict_of,
)
from app.suppliers.doors import VisibleSite
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
class Square:
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
    wanted = demands(session)
    whole = frames(session, [site.id for site in listed])
    late = findings(session, by, shown=Shown.OVERDUE, at=now, limit=8)
    counts = tally(session, by, now)
    return page(
        request,
        "readiness/home.html",
        sites=listed,
        demands=wanted,
        tones=TONES,
        class_names=CLASS_NAMES,
        tries=_tries(session) if request.app.state.settings.demo else [],
        cells={site.code: _cells(whole[site.id], wanted, now, lang) for site in listed},
        progress_by={site.code: _progress(whole[site.id], wanted, now) for site in listed},
        running=[(a, s) for a, s in audits(session, by, limit=50) if a.stage in RUNNING],
        type_names=TYPE_NAMES,
        counts=counts,
        late=late,
        may_read=by.may_somewhere(Ability.READ),
    )


RUNNING = {"fieldwork", "review"}


@router.get("/readiness/{code}")
def site(request: Request, asked: Asked, by: SignedIn, session: Db, now: Now) -> Response:
    """What a programme says of the site on a day, why, and how that moved."""
    if asked.told is None:
        return _nothing(request, asked)
    found, wanted = asked.site, demands(session)
    return page(
        request,
        "readiness/site.html",
        site=found,
        demands=wanted,
        chosen=(asked.buyer, asked.row),
        as_of=asked.as_of,
        today=local_day(now, found.time_zone),
        pack=asked.pack,
        **_told(asked, wanted, now=now, lang=language(request)),
        may_order=by.may(Ability.ORDER_REPORTS, found),
        may_read=by.may(Ability.READ, found),
    )


@router.get("/readiness")
def buyers_by_sites(request: Request, by: SignedIn, session: Db, now: Now) -> Response:
    """Every buyer's programme at every site: the verdict, and what is missing to its list."""
    listed, wanted = sites(session, by), demands(session)
    whole = frames(session, [site.id for site in listed])
    return page(
        request,
        "readiness/matrix.html",
        sites=listed,
        demands=wanted,
        cells=matrix(whole, wanted, now),
        status_names=STATUS_NAMES,
        may_read=by.may_somewhere(Ability.READ),
        **WORDS,
    )


@router.get("/readiness/{code}/programmes")
def side_by_side(
    request: Request,
    found: VisibleSite,
    by: SignedIn,
    session: Db,
    now: Now,
    as_of: AsOf = None,
) -> Response:
    """The site's same answers under every programme that is loaded, and each that is demanded."""
    at, whole = end_of_day(as_of, found.time_zone, now), frame(session, found)
    rows = _loaded_and_demanded(session, whole, at, language(request))
    told = [one.told.progress for one, _buyers in rows if one.told]
    return page(
        request,
        "readiness/programmes.html",
        site=found,
        as_of=as_of,
        today=local_day(now, found.time_zone),
        rows=rows,
        standing=told[0] if told else None,
        may_read=by.may(Ability.READ, found),
        **WORDS,
    )


@router.get("/readiness/{code}/explanation")
def explanation(
    request: Request,
    asked: Asked,
    by: SignedIn,
    now: Now,
    node: Annotated[str, Query(max_length=60)] = "",
    item: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The whole calculation: verdict, base, caps, gates, nodes, items, single answers."""
    if asked.told is None:
        return _nothing(request, asked)
    return page(
        request,
        "readiness/explanation.html",
        asked=asked,
        pack=asked.pack,
        told_of=explained(asked),
        node=node,
        item=item,
        today=local_day(now, asked.site.time_zone),
        may_read=by.may(Ability.READ, asked.site),
        **words_of(asked, language(request)),
        **WORDS,
    )


@router.get("/readiness/{code}/items/{item_id}")
def item_at_site(
    request: Request, found: VisibleSite, item_id: str, session: Db, now: Now, as_of: AsOf = None
) -> Response:
    """The answers that count for one item, and what they are worth under each programme."""
    at, whole = end_of_day(as_of, found.time_zone, now), frame(session, found)
    stands = ground(whole, as_of=at, known=at)
    item = stands.edition.find(item_id) if stands else None
    if stands is None or item is None:
        raise NotFound(_("There is no such item."))
    packs = {row.id: row for row in [*newest(session), *demanded(session)]}
    return page(
        request,
        "readiness/item.html",
        site=found,
        item=item,
        as_of=as_of,
        today=local_day(now, found.time_zone),
        spots=spots(session, whole, item, stands, at),
        audits=refs(whole),
        raised=findings_on(whole, item.id, at),
        rows=list(worth(whole, list(packs.values()), item.id, at)),
        class_names=CLASS_NAMES,
        **WORDS,
    )


WORDS: dict[str, Any] = {
    "verdict_of": verdict_of,
    "actual": actual,
    "facts": FACTS,
    "tones": TONES,
    "said": said,
}
"""What a page needs to put a programme's codes and figures in words (_words.html)."""


def _loaded_and_demanded(
    session: Db, whole: Frame, at: datetime, lang: str
) -> list[tuple[Cell, list[str]]]:
    """Those that somebody demands first, those that cannot score our answers last."""
    wanted = demands(session)
    rows = {row.id: row for row in [*(row for _buyer, row in wanted), *newest(session)]}
    cells = [cell(whole, row, at) for row in rows.values()]
    told = [(one, [b.called(lang) for b, row in wanted if row.id == one.row.id]) for one in cells]
    return sorted(told, key=lambda pair: (not pair[0].fits, not pair[1]))


def _nothing(request: Request, asked: Reading) -> Response:
    fits = scores_our_checklist(asked.pack)
    return page(
        request,
        "readiness/nothing.html",
        site=asked.site,
        as_of=asked.as_of,
        pack=None if fits else asked.pack,
        said=said,
    )


def _tries(session: Db) -> list[tuple[Person, str, str]]:
    """What a newcomer to the demo may try, each as the person who does it."""
    first = {role: people_with(session, role) for role, _what, _where in TRIES}
    return [(first[role][0], what, where) for role, what, where in TRIES if first[role]]


def _cells(
    whole: Frame, demands: list[tuple[Buyer, PackVersion]], now: datetime, lang: str
) -> dict[str, Square | None]:
    return {buyer.name: _cell(whole, buyer, row, now, lang) for buyer, row in demands}


def _cell(whole: Frame, buyer: Buyer, row: PackVersion, now: datetime, lang: str) -> Square | None:
    told = standing_at(whole, row, as_of=now, known=now)
    if told is None:
        return None
    one = standing_of(buyer.called(lang), opened(row), told.evaluation, lang)
    return Square(row.pack, one.total, one.verdict, one.base, len(one.unmet), one.gate_open)


def _progress(
    whole: Frame, demands: list[tuple[Buyer, PackVersion]], now: datetime
) -> object | None:
    told = standing_at(whole, demands[0][1], as_of=now, known=now) if demands else None
    return told.progress if told else None


def _told(
    asked: Reading, demands: list[tuple[Buyer, PackVersion]], *, now: datetime, lang: str
) -> dict[str, Any]:
    whole, site, row, pack, at = asked.whole, asked.site, asked.row, asked.pack, asked.at
    told, chosen = asked.found, (asked.buyer, asked.row)
    called = asked.buyer.called(lang) if asked.buyer else said(pack.title, lang)
    audit = whole.context(at, asked.known)
    edition = whole.editions[audit.edition_id] if audit else None
    ends = [a.closed_at for a in whole.rounds if a.closed_at and audit and a.id != audit.id]
    earlier = [end for end in ends if audit and audit.opened_at and end < audit.opened_at]
    before = standing_at(whole, row, as_of=max(earlier), known=asked.known) if earlier else None
    evaluation = told.evaluation
    standing = standing_of(
        called,
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
        _line(whole, one, at, now, lang)
        for one in [chosen, *(other for other in demands if other[1].id != row.id)]
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
                "href": f"/readiness/{site.code}?programme={other.pack}&version={other.version}",
                "label": one.called(lang),
                "current": other.id == row.id,
            }
            for one, other in demands
        ],
        "radar_rows": [(c.title, c.score, c.before) for c in categories],
        **_trend_table(lines),
        "audit": audit,
    }


def _line(
    whole: Frame, one: tuple[Buyer | None, PackVersion], until: datetime, now: datetime, lang: str
) -> TrendLine:
    buyer, row = one
    pack = opened(row)
    closed = {a.closed_at: a for a in whole.rounds if a.closed_at}
    return TrendLine(
        buyer=buyer.called(lang) if buyer else said(pack.title, lang),
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
