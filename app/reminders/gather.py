"""What is due by now, and who is to be told of it: read only, nothing is told yet."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlmodel import Session

from app.actions.way import Way, way_of
from app.findings.clock_rules import EFFECT, REVIEW, met_by
from app.findings.models import Finding
from app.findings.owner_queries import hand_overs_asked
from app.findings.rules import STEPS, FindingClass, Step
from app.kit.clock import local_day
from app.mail.queries import snoozed_until
from app.people.rules import Ability, Actor, Role
from app.reminders.queries import (
    ActionDue,
    Among,
    Known,
    StepDue,
    actions_due,
    all_sites,
    everybody,
    extensions_asked,
    partners,
    steps_due,
    told,
)
from app.reminders.rules import (
    ASKED,
    EARLIEST,
    Due,
    Reader,
    Rung,
    What,
    ladder_for,
    to_tell,
)
from app.suppliers.models import Site


@dataclass(frozen=True, slots=True)
class Case:
    """Something due, with what it is about and where a link leads that lets them do it.

    `name` is the same whatever the due day.
    """

    due: Due
    finding: Known
    site: Site
    path: str
    said: str
    name: str

    def days_late(self, at: datetime) -> int:
        """Negative: so many days are left."""
        return (local_day(at, self.site.time_zone) - self.due.on).days


@dataclass(frozen=True, slots=True)
class Telling:
    """`escalation`: it is not for them to do, but for the `owners`, and late."""

    case: Case
    rung: Rung
    to: Actor
    escalation: bool
    owners: tuple[str, ...]


class Audience:
    """Who is who at a site; asked for thousands of cases, so worked out once."""

    def __init__(self, session: Session) -> None:
        self.people = everybody(session)
        self.sites = {site.id: site for site in all_sites(session)}
        self._found: dict[tuple[str, UUID], frozenset[UUID]] = {}

    def leads(self, site: Site) -> frozenset[UUID]:
        return self._with(Role.QUALITY_LEAD, site)

    def executives(self, site: Site) -> frozenset[UUID]:
        return self._with(Role.EXECUTIVE, site)

    def who_may(self, ability: Ability, site: Site) -> frozenset[UUID]:
        return self._all(ability, site, lambda one: one.may(ability, site))

    def present(self, ids: Collection[UUID | None], site: Site) -> frozenset[UUID]:
        """Those of them who are still here and may know of the site."""
        known = {id for id in ids if id in self.people and self.people[id].knows(site)}
        return frozenset(id for id in known if id)

    def _with(self, role: Role, site: Site) -> frozenset[UUID]:
        def has(one: Actor) -> bool:
            return any(grant.role is role and grant.covers(site) for grant in one.grants)

        return self._all(role, site, has)

    def _all(self, what: str, site: Site, fits: Callable[[Actor], bool]) -> frozenset[UUID]:
        key = (what, site.id)
        if key not in self._found:
            self._found[key] = frozenset(id for id, one in self.people.items() if fits(one))
        return self._found[key]


def tellings(session: Session, at: datetime, *, among: Among = None) -> list[Telling]:
    """All that is to be told now, in the order of what is due first."""
    audience = Audience(session)
    until = (at + timedelta(days=EARLIEST + 1)).date()
    due = cases(session, audience, until=until, among=among)
    listed = [one for one in due if one.finding.raised_at <= at]
    known = told(session, [case.due.subject for case in listed])
    asleep = snoozed_until(session, {case.finding.id for case in listed})
    ways: dict[UUID, Way] = {}
    found = []
    for case in listed:
        fresh = list(_of_case(case, audience, known, asleep, at))
        if fresh and not is_met(session, case, ways):
            found += fresh
    return found


def cases(session: Session, audience: Audience, *, until: date, among: Among = None) -> list[Case]:
    """Whatever is due by then, done or not in what stands beside the way (see is_met)."""
    steps = [one for one in steps_due(session, until, among) if not _reached(one)]
    looking = partners(session, {one.finding.id for one in steps if one.step == REVIEW})
    actions = actions_due(session, until, among)
    return [
        *(_of_step(one, audience, looking) for one in steps),
        *(_of_action(one, audience) for one in actions),
        *_asked(session, audience),
    ]


def _of_case(
    case: Case,
    audience: Audience,
    known: Mapping[tuple[str, UUID], int],
    asleep: Mapping[tuple[UUID, UUID], date],
    at: datetime,
) -> Iterator[Telling]:
    today = local_day(at, case.site.time_zone)
    readers = {
        Reader.OWNER: case.due.owners,
        Reader.LEAD: audience.leads(case.site),
        Reader.EXECUTIVE: audience.executives(case.site),
    }
    names = tuple(sorted(audience.people[id].name for id in case.due.owners))
    best: dict[UUID, Telling] = {}
    for reader, ids in readers.items():
        for id in sorted(ids):
            mine = reader is Reader.OWNER
            if not mine and id in case.due.owners:
                continue
            if mine and today < asleep.get((id, case.finding.id), today):
                continue
            rung = to_tell(case.due, reader, known.get((case.due.subject, id)), at)
            if rung and (id not in best or best[id].rung.hours < rung.hours):
                best[id] = Telling(case, rung, audience.people[id], not mine, names)
    yield from best.values()


def _reached(one: StepDue) -> bool:
    """By the step that the finding keeps; what is beside its way is looked at in is_met."""
    return _meets(one.finding.step, one.step, one.finding.class_)


@cache
def _meets(reached: Step, due: str, class_: FindingClass) -> bool:
    way = STEPS[class_]
    taken = way[: way.index(reached) + 1] if reached in way else ()
    return bool(set(taken) & set(met_by(due, class_)))


def is_met(session: Session, case: Case, ways: dict[UUID, Way]) -> bool:
    if case.due.what not in {What.STEP, What.EFFECT}:
        return False
    row = case.finding
    if row.id not in ways:
        ways[row.id] = way_of(session, session.get_one(Finding, row.id))
    way = ways[row.id]
    return bool(set(way.taken) & set(met_by(case.due.step, row.class_)))


def _of_step(one: StepDue, audience: Audience, looking: Mapping[UUID, UUID]) -> Case:
    row, site = one.finding, audience.sites[one.finding.site_id]
    leads = audience.leads(site)
    again = one.step in {EFFECT, REVIEW}
    if one.step == EFFECT:
        mine = leads or audience.who_may(Ability.VERIFY, site)
    elif row.step in {Step.IMPLEMENTED, Step.VERIFIED, Step.EFFECTIVE}:
        mine = leads  # the owner has done their part
    else:
        mine = audience.present([row.owner_id, looking.get(row.id)], site) or leads
    name = f"{row.ref}/{one.turn}/{one.step}"
    due = Due(
        subject=f"{name}/{one.due_at or one.due_on}",
        what=What.EFFECT if one.step == EFFECT else What.STEP,
        step=one.step,
        on=one.due_on,
        at=one.due_at,
        zone=site.time_zone,
        ladder=ASKED if again else ladder_for(row.class_, by_the_hour=one.due_at is not None),
        owners=mine,
    )
    return Case(due, row, site, f"/findings/{row.ref}", row.statement, name)


def _of_action(one: ActionDue, audience: Audience) -> Case:
    row, site = one.finding, audience.sites[one.finding.site_id]
    name = f"{row.ref}/{one.turn}/action/{one.id}"
    due = Due(
        subject=f"{name}/{one.due_on}",
        what=What.ACTION,
        step=one.kind,
        on=one.due_on,
        at=None,
        zone=site.time_zone,
        ladder=ladder_for(row.class_, by_the_hour=False),
        owners=audience.present([one.owner_id], site) or audience.leads(site),
    )
    return Case(due, row, site, f"/findings/{row.ref}/actions/{one.id}", one.what, name)


def _asked(session: Session, audience: Audience) -> Iterator[Case]:
    for one, row, site in hand_overs_asked(session):
        mine = audience.present([one.to_id], site) or audience.leads(site)
        yield _waiting(What.HAND_OVER, one.id, one.at, row, site, mine, one.reason)
    for ask, row, site in extensions_asked(session):
        may = audience.who_may(Ability.MANAGE_FINDINGS, site) - {ask.by_id}
        mine = (may & audience.leads(site)) or may
        yield _waiting(What.EXTENSION, ask.id, ask.at, row, site, mine, ask.reason)


def _waiting(
    what: What,
    id: UUID,
    since: datetime,
    row: Finding,
    site: Site,
    mine: frozenset[UUID],
    said: str,
) -> Case:
    day = local_day(since, site.time_zone)
    name = f"{row.ref}/{what}/{id}"
    due = Due(name, what, what, day, since, site.time_zone, ASKED, mine)
    return Case(due, Known.of(row), site, f"/findings/{row.ref}", said, name)


def by_person(listed: Sequence[Telling]) -> dict[tuple[UUID, bool], list[Telling]]:
    """One letter each for what is theirs to do, and for what others are late with."""
    found: dict[tuple[UUID, bool], list[Telling]] = {}
    for one in listed:
        found.setdefault((one.to.id, one.escalation), []).append(one)
    return found
