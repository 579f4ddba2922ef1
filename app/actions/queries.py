from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.actions.models import Action, Implementation, ImplementationEvidence, Verification
from app.actions.rules import ActionState, state
from app.evidence.models import Evidence
from app.findings.models import Closure, Finding
from app.people.rules import Actor
from app.suppliers.models import Site
from app.suppliers.queries import seen_sites


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

    def late(self, today: date) -> bool:
        return self.state is ActionState.OPEN and self.action.due_on < today


def actions_of(session: Session, finding_ids: Collection[UUID]) -> dict[UUID, list[Tracked]]:
    """By finding, in the order in which they were planned: three queries for any number."""
    query = (
        select(Action)
        .where(col(Action.finding_id).in_(set(finding_ids)))
        .order_by(col(Action.made_at), col(Action.id))
    )
    actions = session.exec(query).all()
    tries = _tries(session, [action.id for action in actions])
    found: dict[UUID, list[Tracked]] = {id: [] for id in finding_ids}
    for action in actions:
        found[action.finding_id].append(Tracked(action, tuple(tries[action.id])))
    return found


def action(session: Session, finding_id: UUID, id: UUID) -> Tracked | None:
    listed = actions_of(session, [finding_id])[finding_id]
    return next((one for one in listed if one.action.id == id), None)


def my_actions(session: Session, actor: Actor) -> list[tuple[Tracked, Finding, Site]]:
    """The actions that the person owns on open findings, by due date."""
    query = (
        select(Action, Finding, Site)
        .join(Finding, col(Finding.id) == Action.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            Action.owner_id == actor.id,
            col(Closure.finding_id).is_(None),
            col(Finding.site_id).in_(seen_sites(actor)),
        )
        .order_by(col(Action.due_on))
        .limit(200)
    )
    rows = session.exec(query).all()
    tries = _tries(session, [action.id for action, _finding, _site in rows])
    return [(Tracked(a, tuple(tries[a.id])), f, s) for a, f, s in rows]


def _tries(session: Session, action_ids: Collection[UUID]) -> dict[UUID, list[Try]]:
    query = (
        select(Implementation, Verification)
        .outerjoin(Verification, col(Verification.implementation_id) == Implementation.id)
        .where(col(Implementation.action_id).in_(set(action_ids)))
        .order_by(col(Implementation.at), col(Implementation.id))
    )
    rows = session.exec(query).all()
    proof = _proof(session, [one.id for one, _verdict in rows])
    found: dict[UUID, list[Try]] = defaultdict(list)
    for one, verdict in rows:
        found[one.action_id].append(Try(one, verdict, tuple(proof[one.id])))
    return found


def _proof(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Evidence]]:
    query = (
        select(ImplementationEvidence.implementation_id, Evidence)
        .join(Evidence, col(Evidence.id) == ImplementationEvidence.evidence_id)
        .where(col(ImplementationEvidence.implementation_id).in_(set(ids)))
        .order_by(col(Evidence.at), col(Evidence.id))
    )
    found: dict[UUID, list[Evidence]] = defaultdict(list)
    for id, file in session.exec(query):
        found[id].append(file)
    return found
