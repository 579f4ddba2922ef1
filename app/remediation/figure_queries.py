"""The counts that the figures are worked out from: what can be counted is never carried here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, func

from app.actions.models import Action, Implementation, Verification
from app.findings.clock_rules import CLOSE, EFFECT, VERIFY
from app.findings.models import (
    Cause,
    CauseCorrection,
    CauseFound,
    Closure,
    Deadline,
    Finding,
    LapsedClosure,
)
from app.findings.queries import days_now, held_by, past_closing, unclosed
from app.findings.rules import Branch, CauseTag, FindingClass
from app.kit.clock import local_day
from app.kit.columns import days_between
from app.people.rules import Actor
from app.remediation.filter_queries import Scope, filtered
from app.remediation.rules import AGES
from app.suppliers.models import Site


@dataclass(frozen=True, slots=True)
class Question:
    """What all the counts of one page have in common; `days`: today, by time zone."""

    about: tuple[ColumnElement[bool], ...]
    days: Mapping[str, date]

    @property
    def overdue(self) -> tuple[ColumnElement[bool], ...]:
        return (*self.about, *unclosed(), self.late)

    @property
    def late(self) -> ColumnElement[bool]:
        return held_by(self.days, past_closing)

    def older_than(self, days: int) -> ColumnElement[bool]:
        """By the day at the site."""
        return held_by(self.days, lambda day: col(Finding.raised_on) < day - timedelta(days=days))


class Mended(NamedTuple):
    """How many of a class were closed after so many days; `on_time` None: none had a due date."""

    class_: FindingClass
    days: int
    on_time: bool | None
    n: int


def question(session: Session, actor: Actor, scope: Scope, at: datetime) -> Question:
    about = tuple(filtered(session, actor, scope, at))
    return Question(about, days_now(session, actor, at))


class Open(NamedTuple):
    """How many of a class are open, by age, and how many of them late."""

    class_: FindingClass
    ages: tuple[int, ...]
    late: int


def open_by_age(session: Session, asked: Question) -> list[Open]:
    """Counted as they stand in the index: to group them by age would be to sort them."""
    older = [func.count().filter(asked.older_than(days)) for days in AGES]
    late = func.count().filter(asked.late)
    query = sa.select(col(Finding.class_), func.count(), *older, late).group_by(col(Finding.class_))
    rows = session.execute(query.where(*asked.about, *unclosed()))
    found = {class_: Open(class_, _parts(above), late) for class_, *above, late in rows}
    return [found[each] for each in FindingClass if each in found]


def _parts(above: Sequence[int]) -> tuple[int, ...]:
    """Of how many are older than each limit, all of them first: how many are of each age."""
    return tuple(n - less for n, less in pairwise([*above, 0]))


def late_owners(session: Session, asked: Question) -> dict[UUID | None, int]:
    query = sa.select(col(Finding.owner_id), func.count()).group_by(col(Finding.owner_id))
    rows = session.execute(query.where(*asked.overdue))
    return {owner: n for owner, n in sorted(rows, key=lambda row: str(row[0]))}  # noqa: C416 - rows are no pairs to mypy


def late_items(session: Session, asked: Question) -> list[tuple[str, str, int]]:
    """Category of its own and item, with how many are late."""
    what = (col(Finding.category), col(Finding.item))
    query = sa.select(*what, func.count()).where(*asked.overdue)
    rows = session.execute(query.group_by(*what))
    return sorted((category, item, n) for category, item, n in rows)


def mended(session: Session, asked: Question, *, after: date) -> list[Mended]:
    """What was closed after that day; not what was found to be none."""
    return [*_closed(session, asked, after), *_looked_at(session, asked, after)]


def _closed(session: Session, asked: Question, after: date) -> list[Mended]:
    """What is due to be closed, and nothing else."""
    kinds = (
        col(Finding.class_),
        _taken().label("days"),
        (col(Finding.closed_on) <= col(Finding.due_on)).label("on_time"),
    )
    which = _closed_after(asked, after)
    rows = sa.select(*kinds).where(*which, col(Finding.id).not_in(_LOOKED_AT)).subquery()
    query = sa.select(*rows.c, func.count()).group_by(*rows.c)
    return [Mended(*row) for row in session.execute(query)]


def _looked_at(session: Session, asked: Question, after: date) -> list[Mended]:
    """Whose effect was looked at: on time if it was verified by its closing date (decision 13)."""
    query = (
        sa.select(
            col(Finding.class_),
            _taken(),
            _closing_day().scalar_subquery(),
            _verified_at().scalar_subquery(),
            col(Site.time_zone),
        )
        .join(Site, col(Site.id) == Finding.site_id)
        .where(*_closed_after(asked, after), col(Finding.id).in_(_LOOKED_AT))
    )
    found = Counter[tuple[FindingClass, int, bool | None]]()
    for class_, days, due, verified, zone in session.execute(query):
        known = due is not None and verified is not None
        found[class_, days, local_day(verified, zone) <= due if known else None] += 1
    return [Mended(*kind, n) for kind, n in found.items()]


_LOOKED_AT = sa.select(col(Deadline.finding_id)).where(col(Deadline.step) == EFFECT)


def _taken() -> ColumnElement[int]:
    return days_between(col(Finding.closed_on), col(Finding.raised_on))


def _closed_after(asked: Question, day: date) -> tuple[ColumnElement[bool], ...]:
    none = sa.select(col(Closure.finding_id)).where(col(Closure.rejected))
    return (*asked.about, col(Finding.closed_on) > day, col(Finding.id).not_in(none))


def _closing_day() -> sa.Select[date]:
    """Of its last turn; where no clock closes it, the day by which it is to be verified."""
    return (
        sa.select(col(Deadline.due_on))
        .where(col(Deadline.finding_id) == Finding.id, col(Deadline.step).in_((CLOSE, VERIFY)))
        .order_by(col(Deadline.turn).desc(), col(Deadline.step))
        .limit(1)
    )


def _verified_at() -> sa.Select[datetime]:
    return (
        sa.select(func.max(col(Verification.at)))
        .join(Implementation, col(Implementation.id) == Verification.implementation_id)
        .join(Action, col(Action.id) == Implementation.action_id)
        .where(col(Action.finding_id) == Finding.id, col(Verification.passed))
    )


def raised_by_day(session: Session, asked: Question) -> Counter[date]:
    return _by_day(session, asked, col(Finding.raised_on))


def closed_by_day(session: Session, asked: Question) -> Counter[date]:
    return _by_day(session, asked, col(Finding.closed_on))


def lapsed(session: Session, asked: Question) -> list[tuple[date, date]]:
    """Closures that did not last: the days on which each was made, and undone."""
    query = (
        sa.select(col(LapsedClosure.at), col(LapsedClosure.lapsed_at), col(Site.time_zone))
        .join(Finding, col(Finding.id) == LapsedClosure.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .where(*asked.about)
    )
    return [
        (local_day(closed, zone), local_day(back, zone))
        for closed, back, zone in session.execute(query)
    ]


def tags(session: Session, asked: Question) -> dict[CauseTag, int]:
    """How often a cause lay in each, as it was corrected last."""
    query = sa.select(col(CauseFound.tag), func.count()).group_by(col(CauseFound.tag))
    found = Counter[CauseTag]()
    for tag, n in session.execute(_about(query, asked, CauseFound.finding_id)):
        found[tag] += n
    for first, last in _corrected(session, asked):
        found[first] -= 1
        found[last] += 1
    return {tag: found[tag] for tag in CauseTag}


def roots(session: Session, asked: Question) -> list[tuple[str, int]]:
    """Where the whys of found causes end: why it happened, not why nobody noticed; how often."""
    deeper = sa.select(col(Cause.parent_id)).where(
        col(Cause.parent_id).is_not(None), col(Cause.struck_at).is_(None)
    )
    found = and_(col(CauseFound.finding_id) == Cause.finding_id, col(CauseFound.turn) == Cause.turn)
    query = (
        sa.select(col(Cause.text), func.count())
        .join(CauseFound, found)
        .where(
            col(Cause.branch) == Branch.OCCURRENCE,
            col(Cause.struck_at).is_(None),
            col(Cause.id).not_in(deeper),
        )
        .group_by(col(Cause.text))
    )
    rows = session.execute(_about(query, asked, Cause.finding_id))
    return sorted((text, n) for text, n in rows)


def causes_stand(session: Session) -> tuple[object, ...]:
    """Differs once a cause was said, struck, found or corrected: all of them are only added to."""
    counts = (
        sa.select(func.count(told))
        for told in (col(Cause.id), col(Cause.struck_at), col(CauseFound.finding_id))
    )
    last = (
        sa.select(id).order_by(id.desc()).limit(1)
        for id in (col(Cause.id), col(CauseFound.finding_id), col(CauseCorrection.id))
    )
    query = sa.select(*(one.scalar_subquery() for one in (*counts, *last)))
    return tuple(session.execute(query).one())


def _corrected(session: Session, asked: Question) -> Sequence[tuple[CauseTag, CauseTag]]:
    """Of each cause that was corrected, what it was said to lie in first and last."""
    same = and_(
        col(CauseFound.finding_id) == CauseCorrection.finding_id,
        col(CauseFound.turn) == CauseCorrection.turn,
    )
    query = (
        sa.select(
            col(CauseFound.finding_id),
            col(CauseFound.turn),
            col(CauseFound.tag),
            col(CauseCorrection.tag),
        )
        .join(CauseCorrection, same)
        .order_by(col(CauseCorrection.at), col(CauseCorrection.id))
    )
    rows = session.execute(_about(query, asked, CauseFound.finding_id))
    return list({(id, turn): (first, last) for id, turn, first, last in rows}.values())


def _by_day(session: Session, asked: Question, day: Any) -> Counter[date]:  # noqa: ANN401 - a column
    query = sa.select(day, func.count()).where(*asked.about, day.is_not(None))
    rows = session.execute(query.group_by(day).order_by(day))
    return Counter({day: n for day, n in rows})  # noqa: C416 - rows are no pairs to mypy


def _about(query: Any, asked: Question, finding_id: Any) -> Any:  # noqa: ANN401 - a select of columns
    """Of the findings that were asked for; of all of them nothing need be looked up."""
    if not asked.about:
        return query
    return query.join(Finding, col(Finding.id) == finding_id).where(*asked.about)
