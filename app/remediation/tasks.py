"""What waits for one person, by how soon: what a phone shows in the morning."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from app.actions.queries import MOST, Job, count_to_verify, hands_in, to_do, to_verify
from app.comments.queries import Mentioned, mentions_of
from app.confirmations.queries import Confirmation, sent_back_to
from app.findings.brief_queries import Brief, Where
from app.findings.deadline_queries import extensions_waiting
from app.findings.models import Extension, Finding, HandOver
from app.findings.owner_queries import handed_to
from app.findings.rules import waits_for_a_look
from app.kit.clock import local_day
from app.people.rules import Ability, Actor
from app.practices.queries import Planned, planned_by
from app.remediation.board import next_step
from app.remediation.mark_queries import Mark, marks, to_review
from app.remediation.remembered import remembered
from app.remediation.task_queries import ToTend, asleep, effects_due, owned, to_look_elsewhere
from app.suppliers.models import Site

WEEK = timedelta(days=7)


class Waiting(NamedTuple):
    """The first of what waits for a verification, and how much there is in all."""

    tasks: list[Job]
    n: int


NOTHING = Waiting([], 0)


@dataclass(frozen=True, slots=True)
class Due:
    """An action to do, or a finding that goes no further without its owner."""

    finding: Brief
    site: Where
    due_on: date | None
    days: int | None
    action: Job | None = None
    mark: Mark | None = None

    @property
    def day(self) -> date | None:
        """Where no clock runs, that of its review."""
        return self.due_on or (self.mark.review_on if self.mark else None)

    @property
    def waits_for_a_look(self) -> bool:
        """Its remedy was seen to hold: the day is that of the look at its effect."""
        return self.action is None and waits_for_a_look(self.finding.class_, self.finding.step)

    @property
    def words(self) -> str:
        return self.action.what if self.action else self.finding.statement

    @property
    def address(self) -> str:
        if self.action is None:
            return f"/findings/{self.finding.ref}/gate"
        return f"/findings/{self.finding.ref}/actions/{self.action.id}"

    @property
    def next(self) -> str | None:
        return next_step(self.finding.class_, self.finding.step)


@dataclass(frozen=True, slots=True)
class ToTakeOver:
    """A good practice that the person has promised to bring to a site."""

    planned: Planned
    days: int

    @property
    def due_on(self) -> date:
        return self.planned.takeover.due_on


@dataclass(frozen=True, slots=True)
class ToReview:
    """No clock runs: the person looks at it again, with its owner."""

    due_on: date
    finding: Brief
    site: Where
    days: int


@dataclass(frozen=True, slots=True)
class Tasks:
    overdue: list[Due] = field(default_factory=list)
    week: list[Due] = field(default_factory=list)
    later: list[Due] = field(default_factory=list)
    asleep: list[Due] = field(default_factory=list)
    verify: Waiting = NOTHING
    effects: Sequence[ToTend] = ()
    handed: Sequence[tuple[HandOver, Finding, Site]] = ()
    extensions: Sequence[tuple[Extension, Finding, Site]] = ()
    elsewhere: Sequence[ToTend] = ()
    sent_back: Sequence[Confirmation] = ()
    mentions: Sequence[Mentioned] = ()
    practices: Sequence[ToTakeOver] = ()
    reviews: Sequence[ToReview] = ()

    @property
    def n(self) -> int:
        """All that waits; neither what is for later nor of what one is reminded later."""
        groups = (
            self.overdue,
            self.week,
            self.effects,
            self.handed,
            self.extensions,
            self.elsewhere,
            self.sent_back,
            self.mentions,
            [one for one in self.practices if one.days <= WEEK.days],
            [one for one in self.reviews if one.days <= WEEK.days],
        )
        return self.verify.n + sum(map(len, groups))


def tasks_of(session: Session, actor: Actor, at: datetime, *, verify: int = MOST) -> Tasks:
    """A fixed number of queries. `verify`: at most so many of what waits for a verification."""
    told = Tasks(
        verify=_waiting(session, actor, at, verify),
        effects=_effects(session, actor, at),
        handed=handed_to(session, actor),
        extensions=extensions_waiting(session, actor),
        elsewhere=to_look_elsewhere(session, actor),
        sent_back=sent_back_to(session, actor),
        mentions=[one for one in mentions_of(session, actor) if one.new],
        practices=[_promised(one, at) for one in planned_by(session, actor)],
        reviews=[
            ToReview(day, row, site, _days(day, site.time_zone, at))
            for day, row, site in to_review(session, actor)
        ],
    )
    put_off = asleep(session, actor)
    for one in _dues(session, actor, at):
        _group(told, one, put_off.get(one.finding.id), at).append(one)
    return told


def _waiting(session: Session, actor: Actor, at: datetime, limit: int) -> Waiting:
    """All are counted only where more wait than are shown."""
    first = to_verify(session, actor, limit=limit)
    if len(first) < limit:
        return Waiting(first, len(first))
    what = ("to verify", actor.id)
    n = remembered(session, actor, at, what, lambda: count_to_verify(session, actor))
    return Waiting(first, n)


def _dues(session: Session, actor: Actor, at: datetime) -> list[Due]:
    """My open actions; and of my findings those that no action of mine stands for."""
    jobs = to_do(session, actor)
    mine = {job.finding.id for job in jobs}
    other = [one for one in owned(session, actor) if one.finding.id not in mine]
    told = marks(session, [row.ref for row, _site in other])
    found = [_to_do(job, at) for job in jobs]
    found += [_to_further(row, site, told.get(row.ref), at) for row, site in other]
    return sorted(found, key=lambda one: (one.day is None, one.day or date.max))


def _to_do(job: Job, at: datetime) -> Due:
    return Due(job.finding, job.site, job.due_on, _days(job.due_on, job.site.time_zone, at), job)


def _to_further(row: Brief, site: Where, mark: Mark | None, at: datetime) -> Due:
    day = row.due_on or (mark.review_on if mark else None)
    days = _days(day, site.time_zone, at) if day else None
    return Due(row, site, row.due_on, days, mark=mark)


def _days(day: date, zone: str, at: datetime) -> int:
    """Until then, by the day there."""
    return (day - local_day(at, zone)).days


def _promised(one: Planned, at: datetime) -> ToTakeOver:
    return ToTakeOver(one, _days(one.takeover.due_on, one.site.time_zone, at))


def _group(told: Tasks, one: Due, until: date | None, at: datetime) -> list[Due]:
    if until and until > local_day(at, one.site.time_zone):
        return told.asleep
    if one.days is None or one.days > WEEK.days:
        return told.later
    return told.overdue if one.days < 0 and not one.waits_for_a_look else told.week


def _effects(session: Session, actor: Actor, at: datetime) -> list[ToTend]:
    """By people with no hand in it."""
    found = [one for one in effects_due(session, actor, at) if actor.may(Ability.VERIFY, one.site)]
    hands = hands_in(session, [one.finding.id for one in found])
    return [one for one in found if actor.id not in hands[one.finding.id]]
