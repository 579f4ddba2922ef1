"""The answers, findings and actions that differ between two looks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from app.actions.queries import Try, actions_of
from app.actions.rules import KIND_NAMES
from app.answers.models import Answer
from app.answers.queries import Mark, answers_by_ids
from app.answers.rules import Level, Spot
from app.checklists.rules import said
from app.findings.models import Closure, Finding, Reopening
from app.findings.rules import FindingClass
from app.kit.clock import local_day
from app.kit.words import mark as _
from app.people.queries import names
from app.readiness.queries import marks_at
from app.reports.cases import Cases
from app.reports.lateness import Shut, became_late, closing_dates
from app.reports.looks import Look
from app.reports.queries import rows_of
from app.reports.shapes import delta as d
from app.reports.shapes.base import Term
from app.reports.told import Told, class_term, level_term
from app.suppliers.queries import all_zones

HOW_NAMES: Mapping[str, str] = {
    "worse": _("worse"),
    "better": _("better"),
    "na": _("not applicable now"),
    "applies": _("applies again"),
    "opened": _("opened"),
    "reopened": _("opened again"),
    "late": _("went past the closing date"),
    "graver": _("graver"),
    "milder": _("milder"),
    "closed": _("closed"),
    "rejected": _("rejected"),
    "sent_back": _("sent back"),
    "verified": _("verified"),
    "done": _("done"),
}
ORDER = [*HOW_NAMES]


def _how(told: Told, code: str) -> Term:
    return Term(code=code, words=told.say(HOW_NAMES[code]))


def _marks(look: Look) -> Mapping[Spot, Mark]:
    return marks_at(look.told.frame, as_of=look.as_of, known=look.known)


def first_seen(then: Look, now: Look) -> int:
    """Spots that had no level at the earlier look."""
    old = _marks(then)
    return sum(
        one.level is not None and (spot not in old or old[spot].level is None)
        for spot, one in _marks(now).items()
    )


def answer_changes(session: Session, then: Look, now: Look) -> tuple[d.AnswerChange, ...]:
    """What became worse first, the lowest of it before; then in the order of the checklist."""
    old, new = _marks(then), _marks(now)
    moved = {
        spot: how
        for spot, one in new.items()
        if spot in old and (how := _direction(old[spot].level, one.level))
    }
    ids = [marks[spot].id for spot in moved for marks in (old, new)]
    rows = answers_by_ids(session, ids)
    told = now.told
    zones = all_zones(session, told.site.id)
    order = {item.id: n for n, item in enumerate(told.edition.items)}
    ranked = sorted(
        moved.items(),
        key=lambda pair: (
            ORDER.index(pair[1]),
            new[pair[0]].level or "",
            order.get(pair[0][0], len(order)),
            str(pair[0][1]),
        ),
    )
    return tuple(
        _answer(
            told,
            how,
            zones[spot[1]].called(told.report.lang) if spot[1] else "",
            rows[old[spot].id],
            rows[new[spot].id],
        )
        for spot, how in ranked
    )


def _direction(before: Level | None, now: Level | None) -> str:
    if before is None or now is None or before is now:
        return ""
    if now is Level.NOT_APPLICABLE:
        return "na"
    if before is Level.NOT_APPLICABLE:
        return "applies"
    return "better" if now > before else "worse"


def _answer(told: Told, how: str, zone: str, before: Answer, now: Answer) -> d.AnswerChange:
    item = told.edition.find(now.item)
    category = told.edition.category(item.category) if item else None
    return d.AnswerChange(
        item=now.item,
        title=item.said(told.report.lang).title if item else "",
        number=category.number if category else 0,
        category=said(category.title, told.report.lang) if category else "",
        zone=zone,
        how=_how(told, how),
        before=level_term(told, before.level),
        now=level_term(told, now.level),
        note_before=before.note or before.na_reason,
        note_now=now.note or now.na_reason,
        on_before=local_day(before.observed_at, told.site.time_zone),
        on_now=local_day(now.observed_at, told.site.time_zone),
        by_now=now.by_name,
    )


def finding_changes(session: Session, then: Look, now: Look) -> tuple[d.FindingChange, ...]:
    """One row for each thing that befell a finding."""
    told, old = now.told, {row.id: (row, closure) for row, closure in then.findings}
    again = rows_of(session, Reopening, [row.id for row, _c in now.findings], by=now.by_then)
    zones = all_zones(session, told.site.id)
    cases = Cases(session, told, [row for row, _c in now.findings])
    found = [
        d.FindingChange(
            ref=row.ref,
            cls=class_term(told, row.class_),
            item=row.item,
            zone=zones[row.zone_id].called(told.report.lang) if row.zone_id else "",
            statement=row.statement,
            owner=told.people.get(row.owner_id, "") if row.owner_id else "",
            how=_how(told, how),
            on=day,
            why=why,
            state=cases.status(row, closure),
            repeats=cases.earlier(row),
        )
        for row, closure in now.findings
        for how, day, why in _befell(then, now, row, closure, old.get(row.id), again[row.id])
    ]
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.how.code), one.ref)))


Befallen = tuple[str, date, str]


def _befell(
    then: Look,
    now: Look,
    row: Finding,
    closure: Closure | None,
    before: tuple[Finding, Closure | None] | None,
    again: Sequence[Reopening],
) -> Iterable[Befallen]:
    if before is None:
        yield "opened", now.day_of(row.raised_at), ""
    for one in again:
        if then.between(one.at, now):
            yield "reopened", now.day_of(one.at), one.reason
    if closure and not (before and before[1]):
        how = "rejected" if closure.rejected else "closed"
        yield how, now.day_of(closure.at), closure.reason
    if before and before[0].class_ is not row.class_:
        listed = [*FindingClass]
        graver = listed.index(row.class_) < listed.index(before[0].class_)
        yield "graver" if graver else "milder", _since_when(then, now, row), ""
    for day in _late_days(now, row, closure):
        if then.day < day:
            yield "late", day, ""


def _late_days(now: Look, row: Finding, closure: Closure | None) -> list[date]:
    """On which its closing date had just passed, whatever it was then."""
    frame = now.told.frame
    shut = [
        Shut(now.day_of(one.at), now.day_of(one.lapsed_at)) for one in frame.lapsed.get(row.id, ())
    ]
    if closure:
        shut.append(Shut(now.day_of(closure.at)))
    dues = closing_dates(
        row,
        [one for one in frame.revisions.get(row.id, ()) if one.at <= now.by_then],
        held=[at for at in frame.held.get(row.id, ()) if row.raised_at <= at <= now.by_then],
        reopened=frame.reopened.get(row.id, ()),
        day=now.day_of,
    )
    return list(became_late(dues, shut, now.day))


def _since_when(then: Look, now: Look, row: Finding) -> date:
    """The day on which it got its present class."""
    revisions = now.told.frame.revisions.get(row.id, ())
    at = [one.at for one in revisions if one.class_ is row.class_ and then.between(one.at, now)]
    return now.day_of(at[0]) if at else now.day


def action_changes(session: Session, then: Look, now: Look) -> tuple[d.ActionChange, ...]:
    """What was verified first, then sent back, then reported as done."""
    told, rows = now.told, {row.id: row for row, _closure in now.findings}
    listed = [one for some in actions_of(session, list(rows)).values() for one in some]
    owners = names(session, {one.action.owner_id for one in listed})
    found = [
        d.ActionChange(
            finding=rows[one.action.finding_id].ref,
            kind=Term(code=one.action.kind, words=told.say(KIND_NAMES[one.action.kind])),
            what=one.action.what,
            owner=owners.get(one.action.owner_id, ""),
            how=_how(told, how),
            on=day,
            by=by,
        )
        for one in listed
        for each in one.tries
        for how, day, by in _tried(then, now, each)
    ]
    return tuple(sorted(found, key=lambda one: (ORDER.index(one.how.code), one.on, one.finding)))


def _tried(then: Look, now: Look, one: Try) -> Iterable[Befallen]:
    """Done and verified within the time in between is told once, as verified."""
    verdict = one.verification
    if verdict and then.between(verdict.at, now):
        yield "verified" if verdict.passed else "sent_back", now.day_of(verdict.at), verdict.by_name
    elif then.between(one.implementation.at, now):
        yield "done", now.day_of(one.implementation.at), one.implementation.by_name
