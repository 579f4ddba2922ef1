"""The executive report: the verdict first, then why, whither, and what is asked of the reader."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from sqlmodel import Session

from app.answers.rules import FAILED, Level
from app.audits.rules import TYPE_NAMES
from app.checklists.rules import said
from app.findings.models import Finding
from app.findings.rules import FindingClass
from app.kit.words import mark as _
from app.programmes.buyers import STEP_NAMES
from app.programmes.models import PackVersion
from app.programmes.queries import opened
from app.readiness.days import end_of_day
from app.readiness.queries import Frame, standing_at, trend
from app.remediation.rules import AGES, ages, burn_down
from app.reports import document as d
from app.reports.barring import barring
from app.reports.fields import field
from app.reports.lateness import past_closing
from app.reports.method import method
from app.reports.models import Report
from app.reports.overdue import overdue
from app.reports.past import Demand, Reached
from app.reports.shapes.case import Overdue
from app.reports.telling import (
    bands_of,
    categories_of,
    moves_of,
    rounded,
    standing_of,
    taken_by_item,
    verdict_of,
)
from app.reports.told import Told, class_term, level_term, progress, signatures
from app.reports.unraised import unraised
from app.web.words import said as translated


def executive(session: Session, told: Told, head: d.Head) -> d.ExecutiveDocument:
    lang, evaluation = told.report.lang, told.now.evaluation
    before_on, before = told.before or (None, None)
    standing = standing_of(
        told.buyer, told.pack, evaluation, lang, before=before, before_on=before_on
    )
    moves, left = _moves(told), unraised(told, told.answers)
    needed, late = _needed(standing, moves), overdue(session, told)
    return d.ExecutiveDocument(
        head=head,
        standing=standing,
        others=tuple(_others(told)),
        progress=progress(told),
        categories=categories_of(told.pack, told.edition, evaluation, lang, before),
        trend=tuple(_trends(told)),
        ageing=ageing(told),
        overdue=late,
        burn_down=tuple(open_over_time(told)),
        field=field(session, told),
        barring=barring(told),
        moves=moves[:MOST_MOVES],
        as_costly=sum(one.points == moves[MOST_MOVES - 1].points for one in moves[MOST_MOVES:]),
        moves_needed=needed,
        unraised=len(left),
        unraised_critical=sum(item.severity == "critical" for item in left),
        decisions=(*_decisions(told, late), *_points(told, standing, moves, needed)),
        signatures=signatures(told),
        method=method(told),
    )


MOST_NAMED, MOST_MOVES = 8, 10


def _others(told: Told) -> list[d.Standing]:
    found = []
    for one in _other_demands(told):
        says = standing_at(told.frame, one.row, as_of=told.report.as_of, known=told.report.known_at)
        if says:
            lang = told.report.lang
            called = one.buyer.called(lang)
            found.append(standing_of(called, opened(one.row), says.evaluation, lang))
    return found


def _trends(told: Told) -> list[d.TrendLine]:
    own = trend_line(told.frame, told.buyer, told.row, told.report)
    others = [
        trend_line(told.frame, one.buyer.called(told.report.lang), one.row, told.report)
        for one in _other_demands(told)
    ]
    return [replace(own, marks=tuple(_marks(told, told.way))), *others]


def _other_demands(told: Told) -> list[Demand]:
    """In the versions of then: what was loaded later changes no past report."""
    return [one for one in told.demands if one.row.pack != told.row.pack]


def _marks(told: Told, way: Sequence[Reached]) -> Iterator[d.TrendMark]:
    """A day after the report's own was not reached yet."""
    for one in way:
        reached = one.reached_on if one.reached_on and one.reached_on <= told.today else None
        if on := reached or one.planned_on:
            words = told.say(STEP_NAMES[one.step])
            yield d.TrendMark(
                words=words, on=on, reached=reached is not None, planned_on=one.planned_on
            )


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
    counts = ages(((f.class_, told.day(f.raised_at)) for f in open_ones), told.today)
    mended = told.frame.mended(told.by_then)
    late = Counter(f.class_ for f in open_ones if past_closing(f, mended, told.today))
    held = Counter(f.class_ for f in open_ones if f.id in mended)
    return d.Ageing(
        limits=AGES,
        rows=tuple(
            d.AgeRow(
                cls=class_term(told, class_),
                counts=counts[class_],
                overdue=late[class_],
                held=held[class_],
            )
            for class_ in FindingClass
            if class_ in counts
        ),
    )


def open_over_time(told: Told) -> Iterator[d.OpenThen]:
    raised = [told.day(finding.raised_at) for finding, _closure in told.findings]
    closed = [told.day(closure.at) for _finding, closure in told.findings if closure]
    for level in burn_down(raised, closed, told.today):
        yield d.OpenThen(
            on=level.on,
            open=level.open,
            overdue=_late_on(told, level.on),
            raised=level.raised,
            closed=level.closed,
        )


def _late_on(told: Told, day: date) -> int:
    """By the due dates of that day, not by those that were given later."""
    end = end_of_day(day, told.site.time_zone, told.report.as_of)
    verified = told.frame.mended(min(end, told.report.known_at))
    return sum(
        closure is None and past_closing(finding, verified, day)
        for finding, closure in told.frame.findings_at(end, told.report.known_at)
    )


def _moves(told: Told) -> tuple[d.Move, ...]:
    """The gaps of the gap report: what failed, or lost points in a spot check."""
    worst: dict[str, Level] = {}
    taken = taken_by_item(told.now.evaluation)
    for (item, _zone), answer in told.answers.items():
        if answer.level and answer.level is not Level.NOT_APPLICABLE:
            worst[item] = min(worst.get(item, answer.level), answer.level)
    levels = {id: term for id, level in worst.items() if (term := level_term(told, level))}
    open_by_item = defaultdict(list)
    for finding, closure in told.findings:
        if closure is None:
            open_by_item[finding.item].append(finding)
    gaps = {id for id, level in worst.items() if level in FAILED} | taken.keys()
    moves = moves_of(told.edition, told.now.evaluation, told.report.lang, levels, most=None)
    return tuple(
        _owned(told, _checked(one, taken.get(one.id, ())), open_by_item[one.id])
        for one in moves
        if one.id in gaps
    )


def _checked(move: d.Move, taken: Sequence[Decimal]) -> d.Move:
    if not taken:
        return move
    return replace(move, deducted=rounded(sum(taken, Decimal(0))), checks=len(taken))


def _owned(told: Told, move: d.Move, findings: Sequence[Finding]) -> d.Move:
    """The owner and day of the first that is due."""
    if not findings:
        return move
    first, *others = sorted(findings, key=lambda f: (f.due_on or date.max, f.ref))
    return replace(
        move,
        finding=first.ref,
        also=tuple(one.ref for one in others),
        owner=told.people.get(first.owner_id, "") if first.owner_id else "",
        due_on=first.due_on,
    )


def _needed(standing: d.Standing, moves: Sequence[d.Move]) -> int:
    band, total = standing.next_band, standing.total
    if band is None or band.floor is None or total is None:
        return 0
    sums = accumulate(move.points for move in moves)
    return next((n for n, points in enumerate(sums, 1) if points >= band.floor - total), 0)


def _decisions(told: Told, overdue: Overdue) -> list[d.Decision]:
    """What only the reader can settle, worked out from what is late, grave, or without an owner."""
    open_ones = [f for f, closure in told.findings if closure is None]
    mended = told.frame.mended(told.by_then)
    grave = [f.ref for f in open_ones if f.class_ is FindingClass.CRITICAL and f.id not in mended]
    orphans = [f.ref for f in open_ones if f.owner_id is None]
    soon = told.today + timedelta(days=7)
    return [
        *_asked(told, GRAVE, grave, WHY_GRAVE, soon),
        *_late(told, overdue, soon),
        *_asked(told, ORPHANS, orphans, WHY_ORPHAN, soon),
        *_knocks(told, soon),
        *_unraised(told, soon),
        *_missed(told, soon),
    ]


def _asked(
    told: Told, ask: str, listed: Sequence[str], why: str, soon: date
) -> Iterator[d.Decision]:
    if listed:
        said = told.say(ask, refs=_named(told, listed))
        yield d.Decision(ask=said, why=told.say(why), due_on=soon)


def _late(told: Told, overdue: Overdue, soon: date) -> Iterator[d.Decision]:
    """One decision: what is past its closing date, then what may still be closed in time."""
    listed = ((overdue.closing, LATE), (overdue.step, LATE_AT_A_STEP))
    asks = [told.say(ask, refs=_named(told, refs)) for refs, ask in listed if refs]
    if asks:
        ask = (
            asks[0] if len(asks) == 1 else told.say(_("{one} {other}"), one=asks[0], other=asks[1])
        )
        yield d.Decision(ask=ask, why=told.say(WHY_LATE), due_on=soon)


def _knocks(told: Told, soon: date) -> Iterator[d.Decision]:
    """What keeps the list shut as firmly as a critical finding, and is no finding yet."""
    left = [one.ref for one in barring(told) if one.knock_out and not one.finding]
    if left:
        ask = told.say(
            _("Mend the failed knock-out items that have no finding: {items}."),
            items=told.say(_(", ")).join(left),
        )
        yield d.Decision(ask=ask, why=told.say(WHY_KNOCKS), due_on=soon)


def _unraised(told: Told, soon: date) -> Iterator[d.Decision]:
    """Failed items that nobody has made a finding of: nobody mends these."""
    left = unraised(told, told.answers)
    if left:
        grave = sum(item.severity == "critical" for item in left)
        ask = told.say(RAISE_GRAVE if grave else RAISE, n=len(left), grave=grave)
        yield d.Decision(ask=ask, why=told.say(WHY_UNRAISED), due_on=soon)


def _points(
    told: Told, standing: d.Standing, moves: Sequence[d.Move], needed: int
) -> Iterator[d.Decision]:
    """What the next band asks for beyond what is shut by caps."""
    band, total = standing.next_band, standing.total
    if band is None or band.floor is None or total is None or not needed:
        return
    told_here = sum((move.points for move in moves[:MOST_MOVES]), Decimal(0))
    ask = told.say(
        _(
            "Name who closes the missing {missing} points to “{band}”. Costliest items that"
            " together give them: {n}."
        ),
        missing=band.floor - total,
        band=band.verdict.words,
        n=needed,
    )
    if needed > MOST_MOVES:
        more = told.say(
            _("The {few} listed in this report give {points}."), few=MOST_MOVES, points=told_here
        )
        ask = told.say(_("{one} {other}"), one=ask, other=more)
    yield d.Decision(ask=ask, why=told.say(WHY_POINTS), due_on=told.today + timedelta(days=7))


def _named(told: Told, listed: Sequence[str]) -> str:
    refs = told.say(_(", ")).join(listed[:MOST_NAMED])
    more = len(listed) - MOST_NAMED
    return told.say(_("{refs} and {n} more"), refs=refs, n=more) if more > 0 else refs


def _missed(told: Told, soon: date) -> list[d.Decision]:
    """Milestones of the buyer whose planned day has passed."""
    marks = _marks(told, told.way)
    missed = [one.words for one in marks if not one.reached and one.on < told.today]
    if not missed:
        return []
    named = told.say(_(", ")).join(missed)
    ask = told.say(_("Agree a new day with {buyer} for: {steps}."), buyer=told.buyer, steps=named)
    return [d.Decision(ask=ask, why=told.say(WHY_WAY), due_on=soon)]


WHY_GRAVE = _("It is what a buyer's auditor looks at first, whatever the points say.")
WHY_WAY = _("The day that was planned has passed; whoever plans by it should know the new one.")
GRAVE = _("Free people and money to close the critical findings first: {refs}.")
ORPHANS = _("Name an owner for the findings that have none: {refs}.")
LATE = _("Set a new date, or another owner, for the findings past their closing date: {refs}.")
LATE_AT_A_STEP = _("See to those past a step, which can still be closed in time: {refs}.")
WHY_LATE = _("The buyer's clock has run out; each further week shows in the next audit.")
RAISE = _("Raise findings for the failed items that have none: {n}, none of them critical.")
RAISE_GRAVE = _(
    "Raise findings for the failed items that have none: {n}, {grave} of them critical."
)
WHY_UNRAISED = _("Without a finding nobody is asked to mend them, and no day is set.")
WHY_POINTS = _("Without them the list stays shut, even when nothing else bars it any more.")
WHY_KNOCKS = _("Each of them by itself holds the verdict down, whatever else is mended.")
WHY_ORPHAN = _("What nobody owns does not move.")
