"""The executive report: the verdict first, then why, whither, and what is asked of the reader."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from app.answers.rules import Level
from app.audits.rules import TYPE_NAMES
from app.checklists.rules import said
from app.findings.models import Finding
from app.findings.rules import FindingClass
from app.kit.words import mark as _
from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import demands, opened
from app.readiness.queries import Frame, standing_at, trend
from app.reports import document as d
from app.reports.models import Report
from app.reports.telling import bands_of, categories_of, moves_of, standing_of, verdict_of
from app.reports.told import Told, class_term, level_term, method, progress
from app.web.words import said as translated

AGES = (30, 60, 90)


def executive(session: Session, told: Told, head: d.Head) -> d.ExecutiveDocument:
    lang, evaluation = told.report.lang, told.now.evaluation
    before_on, before = told.before or (None, None)
    return d.ExecutiveDocument(
        head=head,
        standing=standing_of(
            told.buyer, told.pack, evaluation, lang, before=before, before_on=before_on
        ),
        others=tuple(_others(session, told)),
        progress=progress(told),
        categories=categories_of(told.pack, told.edition, evaluation, lang, before),
        trend=tuple(_trends(session, told)),
        ageing=ageing(told),
        moves=_moves(told),
        decisions=tuple(_decisions(told)),
        signatures=tuple(
            d.SignatureLine(role=told.say(role), meaning=told.say(meaning))
            for role, meaning in SIGNATURES
        ),
        method=method(told),
    )


MOST_NAMED = 8
SIGNATURES = (
    (_("Quality lead"), _("prepared")),
    (_("Lead auditor"), _("reviewed")),
    (_("Executive"), _("approved")),
)


def _others(session: Session, told: Told) -> list[d.Standing]:
    found = []
    for buyer, row in _other_demands(session, told):
        one = standing_at(told.frame, row, as_of=told.report.as_of, known=told.report.known_at)
        if one:
            lang = told.report.lang
            found.append(standing_of(buyer.called(lang), opened(row), one.evaluation, lang))
    return found


def _trends(session: Session, told: Told) -> list[d.TrendLine]:
    own = [(told.buyer, told.row)]
    listed = own + [
        (buyer.called(told.report.lang), row) for buyer, row in _other_demands(session, told)
    ]
    return [trend_line(told.frame, name, row, told.report) for name, row in listed]


def _other_demands(session: Session, told: Told) -> list[tuple[Buyer, PackVersion]]:
    """In the versions of then: what was loaded later changes no past report."""
    known = demands(session, loaded_by=told.report.known_at)
    return [(buyer, row) for buyer, row in known if row.pack != told.row.pack]


def trend_line(whole: Frame, buyer: str, row: PackVersion, report: Report) -> d.TrendLine:
    pack, lang = opened(row), report.lang
    closed = {a.closed_at: a for a in whole.rounds if a.closed_at}
    points = trend(whole, row, until=report.as_of, known=report.known_at)
    return d.TrendLine(
        buyer=buyer,
        programme=said(pack.title, lang),
        points=tuple(
            d.TrendPoint(
                on=one.as_of,
                total=one.evaluation.total,
                verdict=verdict_of(pack, one.evaluation.verdict, lang),
                audit=closed[at].ref if at in closed else "",
                words=translated(lang, TYPE_NAMES[closed[at].type]) if at in closed else "",
            )
            for at, one in points
        ),
        bands=bands_of(pack, lang),
    )


def ageing(told: Told) -> d.Ageing:
    open_ones = [f for f, closure in told.findings if closure is None]
    rows = []
    for class_ in FindingClass:
        mine = [f for f in open_ones if f.class_ is class_]
        if mine:
            days = [(told.today - f.raised_at.date()).days for f in mine]
            late = sum(1 for f in mine if f.due_on and f.due_on < told.today)
            rows.append(d.AgeRow(cls=class_term(told, class_), counts=_by_age(days), overdue=late))
    return d.Ageing(limits=AGES, rows=tuple(rows))


def _by_age(days: Sequence[int]) -> tuple[int, ...]:
    edges = [-1, *AGES]
    counts = [
        sum(1 for n in days if low < n <= high) for low, high in zip(edges, AGES, strict=False)
    ]
    return (*counts, sum(1 for n in days if n > AGES[-1]))


def _moves(told: Told) -> tuple[d.Move, ...]:
    worst: dict[str, Level] = {}
    for (item, _zone), answer in told.answers.items():
        if answer.level and answer.level is not Level.NOT_APPLICABLE:
            worst[item] = min(worst.get(item, answer.level), answer.level)
    levels = {id: term for id, level in worst.items() if (term := level_term(told, level))}
    open_by_item = {f.item: f for f, closure in told.findings if closure is None}
    moves = moves_of(told.edition, told.now.evaluation, told.report.lang, levels)
    return tuple(_owned(told, move, open_by_item.get(move.id)) for move in moves)


def _owned(told: Told, move: d.Move, finding: Finding | None) -> d.Move:
    if finding is None:
        return move
    owner = told.people.get(finding.owner_id, "") if finding.owner_id else ""
    return replace(move, finding=finding.ref, owner=owner, due_on=finding.due_on)


def _decisions(told: Told) -> list[d.Decision]:
    """What only the reader can settle, worked out from what is late, grave, or without an owner."""
    open_ones = [f for f, closure in told.findings if closure is None]
    late = [f for f in open_ones if f.due_on and f.due_on < told.today]
    grave = [f for f in open_ones if f.class_ is FindingClass.CRITICAL]
    orphans = [f for f in open_ones if f.owner_id is None]
    soon = told.today + timedelta(days=7)
    found = []
    for listed, ask, why in (
        (
            grave,
            _("Free people and money to close the critical findings first: {refs}."),
            WHY_GRAVE,
        ),
        (late, _("Set a new date, or another owner, for the overdue findings: {refs}."), WHY_LATE),
        (orphans, _("Name an owner for the findings that have none: {refs}."), WHY_ORPHAN),
    ):
        if listed:
            refs = told.say(_(", ")).join(f.ref for f in listed[:MOST_NAMED])
            refs += " …" if len(listed) > MOST_NAMED else ""
            found.append(d.Decision(ask=told.say(ask, refs=refs), why=told.say(why), due_on=soon))
    return found


WHY_GRAVE = _("While one is open, no programme here calls the site ready.")
WHY_LATE = _("The buyer's clock has run out; each further week shows in the next audit.")
WHY_ORPHAN = _("What nobody owns does not move.")
