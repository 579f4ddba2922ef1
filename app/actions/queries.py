from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.actions.models import (
    Action,
    AgreedAction,
    EffectCheck,
    Implementation,
    ImplementationEvidence,
    PlanAgreed,
    Verification,
)
from app.actions.rules import PROVES, ActionKind, ActionState, state
from app.evidence.models import Evidence
from app.findings.brief_queries import BRIEFLY, Brief, Where, briefly
from app.findings.models import Finding
from app.findings.queries import unclosed
from app.kit.clock import local_day
from app.people.rules import Ability, Actor
from app.suppliers.models import Site
from app.suppliers.queries import at_seen, reach, within_reach

MOST = 200
BY_DUE = (col(Action.due_on), col(Action.id))

# Every verb that can move a finding asks these: they are put together once, not each time.
ACTIONS = (
    select(Action)
    .where(
        col(Action.finding_id).in_(bindparam("findings", expanding=True)),
        col(Action.withdrawn_at).is_(None),
    )
    .order_by(col(Action.made_at), col(Action.id))
)
TRIES = (
    select(Implementation, Verification)
    .outerjoin(Verification, col(Verification.implementation_id) == Implementation.id)
    .where(col(Implementation.action_id).in_(bindparam("actions", expanding=True)))
    .order_by(col(Implementation.at), col(Implementation.id))
)
PROOF = (
    select(ImplementationEvidence.implementation_id, Evidence)
    .join(Evidence, col(Evidence.id) == ImplementationEvidence.evidence_id)
    .where(col(ImplementationEvidence.implementation_id).in_(bindparam("tries", expanding=True)))
    .order_by(col(Evidence.at), col(Evidence.id))
)
OF_TURN = (
    col(PlanAgreed.finding_id) == bindparam("finding"),
    col(PlanAgreed.turn) == bindparam("turn"),
)
PLAN = (
    select(PlanAgreed)
    .where(*OF_TURN)
    .order_by(col(PlanAgreed.at).desc(), col(PlanAgreed.id).desc())
    .limit(1)
)
AGREED = (
    select(AgreedAction.action_id)
    .join(PlanAgreed, col(PlanAgreed.id) == AgreedAction.plan_id)
    .where(*OF_TURN)
)


@dataclass(frozen=True, slots=True)
class Try:
    """One time that somebody said it was done, with the proof and the verdict on it."""

    implementation: Implementation
    verification: Verification | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracked:
    """An action with its tries, oldest first."""

    action: Action
    tries: tuple[Try, ...] = field(default=())

    @property
    def last(self) -> Try | None:
        return self.tries[-1] if self.tries else None

    @property
    def state(self) -> ActionState:
        verdict = self.last.verification if self.last else None
        return state(implemented=bool(self.last), passed=verdict.passed if verdict else None)

    @property
    def hands(self) -> frozenset[UUID]:
        """Who had a hand in it: they cannot verify it."""
        mine = {self.last.implementation.by_id} if self.last else set()
        return frozenset(mine | {self.action.owner_id})

    def late(self, today: date) -> bool:
        """`today` is the day at the site."""
        return self.state is ActionState.OPEN and self.action.due_on < today


class Task(NamedTuple):
    """An action with the finding that it mends, and where."""

    action: Tracked
    finding: Finding
    site: Site

    def late(self, at: datetime) -> bool:
        return self.action.late(local_day(at, self.site.time_zone))


class Job(NamedTuple):
    """An action as a list shows it, with the finding that it mends, and where."""

    id: UUID
    kind: ActionKind
    what: str
    due_on: date
    finding: Brief
    site: Where


def actions_of(session: Session, finding_ids: Collection[UUID]) -> dict[UUID, list[Tracked]]:
    """By finding, in the order in which they were planned: three queries for any number.

    What was withdrawn counts nowhere and is left out.
    """
    actions = session.exec(ACTIONS, params={"findings": set(finding_ids)}).all()
    tries = _tries(session, [action.id for action in actions])
    found: dict[UUID, list[Tracked]] = {id: [] for id in finding_ids}
    for action in actions:
        found[action.finding_id].append(Tracked(action, tuple(tries[action.id])))
    return found


def withdrawn_of(session: Session, finding_id: UUID) -> list[Action]:
    """What was planned and taken back before it was done, in the order of the planning."""
    query = select(Action).where(
        Action.finding_id == finding_id, col(Action.withdrawn_at).is_not(None)
    )
    return list(session.exec(query.order_by(col(Action.made_at), col(Action.id))))


def seen_to_hold(session: Session, sites: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """By finding of these sites, oldest first: when a verification rated its item anew."""
    query = (
        select(Action.finding_id, Verification.at)
        .join(Implementation, col(Implementation.action_id) == Action.id)
        .join(Verification, col(Verification.implementation_id) == Implementation.id)
        .join(Finding, col(Finding.id) == Action.finding_id)
        .where(
            col(Finding.site_id).in_(sites),
            Verification.passed,
            or_(
                col(Verification.answer_id).is_not(None),
                and_(Finding.item == "", col(Action.kind).in_(PROVES)),
            ),
        )
        .order_by(col(Verification.at))
    )
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for finding_id, at in session.exec(query):
        found[finding_id].append(at)
    return found


def action(session: Session, finding_id: UUID, id: UUID) -> Tracked | None:
    listed = actions_of(session, [finding_id])[finding_id]
    return next((one for one in listed if one.action.id == id), None)


def plan_of(session: Session, finding_id: UUID, turn: int) -> PlanAgreed | None:
    """The last that was agreed in that turn."""
    return session.exec(PLAN, params={"finding": finding_id, "turn": turn}).first()


def agreed_in(session: Session, finding_id: UUID, turn: int) -> frozenset[UUID]:
    """The ids of the actions to which somebody agreed in that turn."""
    return frozenset(session.exec(AGREED, params={"finding": finding_id, "turn": turn}))


def effect_check(session: Session, finding_id: UUID, turn: int) -> EffectCheck | None:
    return session.get(EffectCheck, (finding_id, turn))


def my_actions(session: Session, actor: Actor) -> list[Task]:
    """What the person has still to do on open findings, by due date."""
    query = (
        select(Action, Finding, Site)
        .join(Finding, col(Finding.id) == Action.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .where(col(Action.id).in_(_mine(everywhere=actor.everywhere)))
        .order_by(*BY_DUE)
    )
    rows = session.exec(query, params=reach(actor)).all()
    tries = _tries(session, [action.id for action, _finding, _site in rows])
    return [Task(Tracked(a, tuple(tries[a.id])), f, s) for a, f, s in rows]


def to_do(session: Session, actor: Actor) -> list[Job]:
    """The same, as a list shows it."""
    return _told(session, _to_do(everywhere=actor.everywhere), reach(actor))


@cache
def _to_do(*, everywhere: bool) -> Any:  # noqa: ANN401 - a select of columns
    return _jobs(_mine(everywhere=everywhere))


def _mine(*, everywhere: bool) -> SelectOfScalar[UUID]:
    ids = (
        select(Action.id)
        .join(Finding, col(Finding.id) == Action.finding_id)
        .where(
            col(Action.owner_id) == bindparam("reader"),
            col(Action.state) == ActionState.OPEN,
            col(Action.withdrawn_at).is_(None),
            *unclosed(),
            within_reach(Finding.site_id, everywhere=everywhere),
        )
    )
    return ids.order_by(*BY_DUE).limit(MOST)


def to_verify(session: Session, actor: Actor, *, limit: int = MOST) -> list[Job]:
    """What others have done, where the person may verify it; what waits longest comes first."""
    there = actor.where(Ability.VERIFY)
    asked = reach(there) | {"limit": limit}
    ids = list(session.exec(_to_verify(everywhere=there.everywhere), params=asked))
    jobs = {job.id: job for job in _told(session, JOBS, {"ids": ids})} if ids else {}
    return [jobs[id] for id in ids]


def count_to_verify(session: Session, actor: Actor) -> int:
    there = actor.where(Ability.VERIFY)
    query = select(func.count()).select_from(Action)
    query = query.where(*_by_others(everywhere=there.everywhere))
    return session.exec(query, params=reach(there)).one()


@cache
def _to_verify(*, everywhere: bool) -> SelectOfScalar[UUID]:
    ids = select(Action.id).where(*_by_others(everywhere=everywhere))
    return ids.order_by(col(Action.done_at), col(Action.id)).limit(bindparam("limit"))


def _by_others(*, everywhere: bool) -> tuple[ColumnElement[bool], ...]:
    return (
        *_done(),
        col(Action.done_by_id) != bindparam("reader"),
        col(Action.owner_id) != bindparam("reader"),
        _of_open(within_reach(Finding.site_id, everywhere=everywhere)),
    )


def waiting() -> SelectOfScalar[UUID]:
    """The ids of the findings with an action that was done and not verified since."""
    return select(Action.finding_id).where(*_done())


def count_waiting(session: Session, actor: Actor) -> int:
    """Open findings that the person may see and that wait for a verification."""
    query = (
        select(func.count())
        .select_from(Finding)
        .where(col(Finding.id).in_(waiting()), *unclosed(), at_seen(actor, Finding.site_id))
    )
    return session.exec(query).one()


def _done() -> tuple[ColumnElement[bool], ...]:
    return col(Action.state) == ActionState.IMPLEMENTED, col(Action.withdrawn_at).is_(None)


def _of_open(seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """From the few that wait to their findings, not by all that are open."""
    return select(Finding.id).where(Finding.id == Action.finding_id, *unclosed(), seen).exists()


def _jobs(ids: Any) -> Any:  # noqa: ANN401 - ids, or a select of them; a select of columns
    """By due date."""
    shown = (col(Action.id), col(Action.kind), col(Action.what), col(Action.due_on))
    return (
        sa.select(*shown, *BRIEFLY)
        .select_from(Action)
        .join(Finding, col(Finding.id) == Action.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .where(col(Action.id).in_(ids))
        .order_by(*BY_DUE)
    )


JOBS = _jobs(bindparam("ids", expanding=True))


def _told(session: Session, query: Any, asked: Mapping[str, Any]) -> list[Job]:  # noqa: ANN401 - as above
    return [
        Job(id, kind, what, due_on, *briefly(rest))
        for id, kind, what, due_on, *rest in session.execute(query, asked)
    ]


def hands_in(session: Session, finding_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """By finding: who owns an action on it, or reported one as done that is not open again."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    if finding_ids:
        query = select(Action.finding_id, Action.owner_id, Action.done_by_id).where(
            col(Action.finding_id).in_(finding_ids), col(Action.withdrawn_at).is_(None)
        )
        for id, *hands in session.exec(query):
            found[id].update(hand for hand in hands if hand)
    return found


def _tries(session: Session, action_ids: Collection[UUID]) -> dict[UUID, list[Try]]:
    if not action_ids:
        return defaultdict(list)
    rows = session.exec(TRIES, params={"actions": set(action_ids)}).all()
    proof = _proof(session, [one.id for one, _verdict in rows])
    found: dict[UUID, list[Try]] = defaultdict(list)
    for one, verdict in rows:
        found[one.action_id].append(Try(one, verdict, tuple(proof[one.id])))
    return found


def _proof(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Evidence]]:
    found: dict[UUID, list[Evidence]] = defaultdict(list)
    for id, file in session.exec(PROOF, params={"tries": set(ids)}) if ids else ():
        found[id].append(file)
    return found
