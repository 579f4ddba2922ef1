"""By when each step of a finding is due, whether it was met, and what the reader may do of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from app.actions.way import Taken, Way
from app.findings.clock_rules import CONFIRMED, REVIEW, may_be_extended, met_by
from app.findings.deadline_queries import (
    MoreTime,
    buyer_dates,
    deadlines_of,
    extensions_of,
    review_of,
)
from app.findings.models import BuyerDate, Deadline, Extension, Finding, Review
from app.findings.queries import Tracked, packs_of
from app.findings.rules import DueSource, Outcome, Step
from app.kit.clock import local_day
from app.kit.words import mark as _
from app.people.queries import actors_at, names
from app.people.rules import Ability, Actor
from app.programmes.models import Buyer
from app.programmes.queries import buyers
from app.programmes.rules import Clock, Pack, clock_of


class DueState(StrEnum):
    IN_TIME = "in_time"
    DONE_LATE = "done_late"
    AHEAD = "ahead"
    OVERDUE = "overdue"
    VOID = "void"


STATE_TONES: Mapping[DueState, str] = {
    DueState.IN_TIME: "good",
    DueState.DONE_LATE: "care",
    DueState.AHEAD: "note",
    DueState.OVERDUE: "alarm",
    DueState.VOID: "mute",
}
OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.GRANTED: _("granted"),
    Outcome.REFUSED: _("refused"),
    Outcome.WITHDRAWN: _("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline, who met it, and by how many days it was or is late (`days` over 0) or ahead."""

    deadline: Deadline
    done: Taken | None
    state: DueState
    days: int
    programme: Pack | None
    clock: Clock | None
    letter: BuyerDate | None
    asked: Sequence[MoreTime]
    may_ask: bool

    @property
    def waiting(self) -> Extension | None:
        return next((one for one, reply in self.asked if reply is None), None)

    @property
    def answered(self) -> Sequence[MoreTime]:
        return [one for one in self.asked if one[1]]

    @property
    def overridden(self) -> bool:
        """The clock says another day than the one that counts."""
        one = self.deadline
        return one.computed_on is not None and one.computed_on != one.due_on


@dataclass(frozen=True, slots=True)
class Clocks:
    """`review_wanted`: no clock runs, and nobody has said yet who looks at it and when."""

    dues: Sequence[Dated]
    buyers: Sequence[Buyer]
    partners: Sequence[Actor]
    review: Review | None
    partner: str
    review_wanted: bool
    confirmable: bool
    may_set: bool
    may_act: bool
    may_confirm: bool
    me: UUID

    @property
    def provisional(self) -> bool:
        return any(one.deadline.provisional for one in self.dues)

    @property
    def buyer_pairs(self) -> list[tuple[str, str]]:
        return [(str(one.id), one.name) for one in self.buyers]

    def called(self, buyer_id: UUID, lang: str) -> str:
        one = next((one for one in self.buyers if one.id == buyer_id), None)
        return ((one.name_zh if lang == "zh" else "") or one.name) if one else ""

    @property
    def partner_pairs(self) -> list[tuple[str, str]]:
        return [(str(one.id), one.name) for one in self.partners]


def clocks_of(session: Session, found: Tracked, way: Way, *, by: Actor, at: datetime) -> Clocks:
    """A number of queries that no finding can make grow."""
    row, site = found.finding, found.site
    packs = packs_of(session, row)
    letters = {one.step: one for one in buyer_dates(session, row.id)}
    asked = [one for one in extensions_of(session, row.id) if one[0].turn == way.turn]
    listed = [one for one in deadlines_of(session, [row.id])[row.id] if one.turn == way.turn]
    review = review_of(session, row.id, way.turn)
    running = found.closure is None

    def may(ability: Ability) -> bool:
        return running and by.may(ability, site)

    def dated(one: Deadline) -> Dated:
        done = met(one, way)
        state, days = standing(one, done, way, at=at, zone=site.time_zone)
        pack = next((pack for pack in packs if pack.id == one.programme), None)
        mine = [each for each in asked if each[0].step == one.step]
        return Dated(
            deadline=one,
            done=done,
            state=state,
            days=days,
            programme=pack,
            clock=clock_of(pack, row.class_, one.step) if pack else None,
            letter=letters.get(one.step) if one.source is DueSource.BUYER else None,
            asked=mine,
            may_ask=state is DueState.AHEAD and may(Ability.ACT) and _offers(row, one, mine, by),
        )

    unclocked = all(one.step == REVIEW for one in listed)
    return Clocks(
        dues=[dated(one) for one in listed],
        buyers=buyers(session),
        partners=[one for one in actors_at(session, site, Ability.READ) if one.id != row.owner_id]
        if unclocked
        else [],
        review=review,
        partner=names(session, [review.partner_id]).get(review.partner_id, "") if review else "",
        review_wanted=running and unclocked and review is None,
        confirmable=running and any(one.anchor == CONFIRMED for one in listed),
        may_set=may(Ability.MANAGE_FINDINGS),
        may_act=may(Ability.ACT),
        may_confirm=may(Ability.VERIFY),
        me=by.id,
    )


def met(one: Deadline, way: Way) -> Taken | None:
    """Who took, first of all, a step that meets it; on a short way the plan is what was planned."""
    taken = [way.taken[step] for step in met_by(one.step, way.class_) if step in way.taken]
    if one.step in {"plan", "answer"} and Step.PLAN_AGREED not in way.steps and way.proving:
        first = min((each.action for each in way.actions), key=lambda action: action.made_at)
        taken.append(Taken(first.made_by, first.made_at, ""))
    return min(taken, key=lambda each: each.at, default=None)


def standing(
    one: Deadline, done: Taken | None, way: Way, *, at: datetime, zone: str
) -> tuple[DueState, int]:
    """With the days by which it is late; below nought: the days that are left."""
    then = done.at if done else at
    late = then > one.due_at if one.due_at else local_day(then, zone) > one.due_on
    days = (local_day(then, zone) - one.due_on) // timedelta(days=1)
    if done is None and way.closure:
        return DueState.VOID, days
    if done:
        return (DueState.DONE_LATE if late else DueState.IN_TIME), days
    return (DueState.OVERDUE if late else DueState.AHEAD), days


def _offers(row: Finding, one: Deadline, mine: Sequence[MoreTime], by: Actor) -> bool:
    """Whether the page offers to ask for more time; the verb decides."""
    waits = any(reply is None for _one, reply in mine)
    granted = sum(1 for _one, reply in mine if reply and reply.outcome is Outcome.GRANTED)
    fixed = one.source is DueSource.BUYER or (one.limit_on and one.due_on >= one.limit_on)
    return row.owner_id == by.id and not waits and not fixed and may_be_extended(one.step, granted)
