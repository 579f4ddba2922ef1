"""Where a finding stands on its way, who took each step, and what the next one waits for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.actions.models import EffectCheck, PlanAgreed
from app.actions.queries import Tracked, actions_of, agreed_in, effect_check, plan_of
from app.actions.rules import PLANNED_FOR, PROVES, ActionKind, ActionState
from app.findings.cause_queries import Why, cause_found, causes_of, whys
from app.findings.models import Cause, CauseFound, Closure, Finding, Reopening
from app.findings.queries import closure_of, reopenings
from app.findings.rules import STEPS, Branch, FindingClass, Step, reached
from app.kit.errors import Conflict, Refusal
from app.kit.words import mark as _
from app.suppliers.queries import day_at


class NotYet(Conflict): ...


@dataclass(frozen=True, slots=True)
class Taken:
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Way:
    """`actions` and all else are of this turn; what was before a reopening counts no more."""

    ref: str
    class_: FindingClass
    turn: int
    taken: Mapping[Step, Taken]
    actions: Sequence[Tracked]
    whys: Mapping[Branch, Sequence[Why]]
    cause: CauseFound | None
    plan: PlanAgreed | None
    agreed: frozenset[UUID]
    check_on: date | None
    closure: Closure | None

    @property
    def steps(self) -> tuple[Step, ...]:
        return STEPS[self.class_]

    @property
    def reached(self) -> tuple[Step, ...]:
        return reached(self.class_, self.taken)

    @property
    def next(self) -> Step | None:
        if self.closure:
            return None
        return next((step for step in self.steps if step not in self.taken), None)

    @property
    def proving(self) -> bool:
        return any(one.action.kind in PROVES for one in self.actions)

    @property
    def corrective(self) -> list[Tracked]:
        """What answers the cause, and is agreed upon before it is verified."""
        return [one for one in self.actions if one.action.kind in PLANNED_FOR]

    @property
    def hands(self) -> frozenset[UUID]:
        """Who had a hand in any of it: they do not judge whether it has held."""
        return frozenset().union(*(one.hands for one in self.actions))

    def open_for(self, step: Step) -> bool:
        """It was not taken, and every step before it was; one beside the way can always be."""
        ahead = self.steps[: self.steps.index(step)] if step in self.steps else ()
        return step not in self.taken and set(ahead) <= set(self.reached)

    def unagreed(self, one: Tracked) -> bool:
        return asks_to_agree(self.class_, one.action.kind) and one.action.id not in self.agreed


def asks_to_agree(class_: FindingClass, kind: ActionKind) -> bool:
    return kind in PLANNED_FOR and Step.PLAN_AGREED in STEPS[class_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a finding in the turn in which it is, now or at some instant.

    `again`: what opened it again, None in its first turn. `day`: which it was at the site.
    """

    turn: int
    again: Reopening | None
    actions: Sequence[Tracked]
    causes: Sequence[Cause]
    cause: CauseFound | None
    plan: PlanAgreed | None
    agreed: frozenset[UUID]
    check: EffectCheck | None
    closure: Closure | None
    day: Callable[[datetime], date]


def way_of(session: Session, row: Finding) -> Way:
    opened_again = reopenings(session, row.id)
    turn = len(opened_again) + 1
    listed = actions_of(session, [row.id])[row.id]
    known = Known(
        turn=turn,
        again=opened_again[-1] if opened_again else None,
        actions=[one for one in listed if one.action.turn == turn],
        causes=causes_of(session, row.id, turn),
        cause=cause_found(session, row.id, turn),
        plan=plan_of(session, row.id, turn),
        agreed=agreed_in(session, row.id, turn),
        check=effect_check(session, row.id, turn),
        closure=closure_of(session, row.id),
        day=lambda at: day_at(session, row.site_id, at),
    )
    return way_from(row, known)


def way_from(row: Finding, known: Known) -> Way:
    listed, tree, again = known.actions, whys(known.causes), known.again
    cause, plan, agreed, check = known.cause, known.plan, known.agreed, known.check
    closure = known.closure
    taken = {
        Step.RAISED: Taken(again.by_name, again.at, again.reason)
        if again
        else Taken(row.raised_by, row.raised_at, ""),
        Step.CONTAINED: _contained(listed),
        Step.CAUSE_FOUND: Taken(cause.by_name, cause.at, cause.note)
        if cause and all(tree.values())
        else None,
        Step.PLAN_AGREED: Taken(plan.by_name, plan.at, plan.note)
        if plan and _covers(agreed, listed)
        else None,
        Step.IMPLEMENTED: _implemented(listed),
        Step.VERIFIED: _verified(listed),
        Step.EFFECTIVE: Taken(check.by_name, check.at, check.note)
        if check and check.held
        else None,
        Step.CLOSED: Taken(closure.by_name, closure.at, closure.reason)
        if closure and not closure.rejected
        else None,
    }
    stands = {step: one for step, one in taken.items() if one}
    return Way(
        ref=row.ref,
        class_=row.class_,
        turn=known.turn,
        taken=stands,
        actions=listed,
        whys=tree,
        cause=cause,
        plan=plan,
        agreed=agreed,
        check_on=_check_on(row, known, stands),
        closure=closure,
    )


def missing(way: Way) -> Refusal:
    """What the next step waits for, in one sentence."""
    sentences: Mapping[Step | None, Refusal] = {
        Step.CONTAINED: NotYet(
            _("Plan a containment and report it as done: what keeps the harm away meanwhile?")
        ),
        Step.CAUSE_FOUND: NotYet(
            _(
                "Ask why it happened and why nobody noticed, down to the root; "
                "then say that the cause is found."
            )
        ),
        Step.PLAN_AGREED: NotYet(
            _("Plan what answers the cause; then the quality lead agrees to the plan.")
        ),
        Step.IMPLEMENTED: NotYet(_("An action is still to be reported as done."))
        if way.proving
        else NotYet(
            _(
                "Finding {ref} has no correction or corrective action yet. "
                "Plan one, do it, and have it verified."
            ),
            ref=way.ref,
        ),
        Step.VERIFIED: NotYet(
            _("Another person than the one who acted verifies each action on the spot.")
        ),
        Step.EFFECTIVE: NotYet(
            _("Effectiveness check due from {day}, by a person not involved."),
            day=way.check_on,
        ),
        Step.CLOSED: NotYet(_("Every step is taken: it can be closed, with a reason.")),
    }
    return sentences[way.next]


def refuse_unless_before(way: Way, step: Step) -> None:
    """Every step before this one on the way was taken."""
    if step not in way.taken and not way.open_for(step):
        no = missing(way)
        raise NotYet(no.text, **no.parts)


def _contained(listed: Sequence[Tracked]) -> Taken | None:
    held = [one for one in listed if one.action.kind is ActionKind.CONTAINMENT]
    return _done(held) if held and _all_done(held) else None


def _implemented(listed: Sequence[Tracked]) -> Taken | None:
    proving = any(one.action.kind in PROVES for one in listed)
    return _done(listed) if proving and _all_done(listed) else None


def _verified(listed: Sequence[Tracked]) -> Taken | None:
    if not _implemented(listed) or any(one.state is not ActionState.VERIFIED for one in listed):
        return None
    verdicts = [one.last.verification for one in listed if one.last and one.last.verification]
    last = max(verdicts, key=lambda verdict: verdict.at)
    return Taken(last.by_name, last.at, last.note)


def _all_done(listed: Sequence[Tracked]) -> bool:
    return all(one.state is not ActionState.OPEN for one in listed)


def _done(listed: Sequence[Tracked]) -> Taken:
    told = [one.last.implementation for one in listed if one.last]
    last = max(told, key=lambda one: one.at)
    return Taken(last.by_name, last.at, last.note)


def _covers(agreed: frozenset[UUID], listed: Sequence[Tracked]) -> bool:
    """Whatever answers the cause was agreed upon, and there is such a thing."""
    planned = {one.action.id for one in listed if one.action.kind in PLANNED_FOR}
    return bool(planned) and planned <= agreed


def _check_on(row: Finding, known: Known, taken: Mapping[Step, Taken]) -> date | None:
    """None before all is verified, and on a way that asks for no look at the effect."""
    way = reached(row.class_, taken)
    if Step.VERIFIED not in way or Step.EFFECTIVE not in STEPS[row.class_] or known.plan is None:
        return None
    return known.day(taken[Step.VERIFIED].at) + timedelta(days=known.plan.after_days)
