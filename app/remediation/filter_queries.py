"""What a filter asks for, as conditions on findings alone: no join is needed for any of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, false, or_, select

from app.actions.queries import waiting
from app.audits.models import AuditProgramme
from app.findings.cause_queries import causes_told
from app.findings.models import Finding
from app.findings.queries import days_now, late, lying_at, unclosed
from app.findings.rules import Shown
from app.people.rules import Actor
from app.programmes.models import PackVersion
from app.remediation.forms import Asked
from app.remediation.models import ProblemFinding
from app.remediation.rules import AGES
from app.suppliers.queries import at_seen


@dataclass(frozen=True, slots=True)
class Scope:
    """A filter with what its words stand for: the site, and how items of its category begin."""

    asked: Asked
    site_id: UUID | None = None
    prefixes: tuple[str, ...] = ()


def conditions(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> list[ColumnElement[bool]]:
    return [*filtered(session, actor, scope, at), *_shown(session, actor, scope.asked.shown, at)]


def filtered(
    session: Session, actor: Actor, scope: Scope, at: datetime
) -> Iterator[ColumnElement[bool]]:
    """All of the filter but which state is shown."""
    asked = scope.asked
    if not actor.everywhere:
        yield at_seen(actor, Finding.site_id)
    wanted = {"site_id": scope.site_id, "class_": asked.class_, "step": asked.step}
    for name, value in (wanted | {"item": asked.item or None}).items():
        if value is not None:
            yield getattr(Finding, name) == value
    yield from _owned(actor, asked)
    if asked.category:
        starts = [col(Finding.item).startswith(one, autoescape=True) for one in scope.prefixes]
        yield or_(col(Finding.category) == asked.category, *starts)
    if asked.programme:
        yield col(Finding.audit_id).in_(_under(asked.programme))
    yield from _bundled(asked)
    if asked.age is not None:
        yield aged(days_now(session, actor, at), asked.age)
    if asked.q:
        yield or_(
            col(Finding.statement).icontains(asked.q, autoescape=True),
            col(Finding.ref).icontains(asked.q, autoescape=True),
            col(Finding.item).icontains(asked.q, autoescape=True),
        )


def _bundled(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.tag:
        told = causes_told()
        yield col(Finding.id).in_(select(told.c.finding_id).where(told.c.tag == asked.tag))
    if asked.problem:
        bundle = select(ProblemFinding.finding_id).where(ProblemFinding.problem_id == asked.problem)
        yield col(Finding.id).in_(bundle)


def _owned(actor: Actor, asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.mine:
        yield col(Finding.owner_id) == actor.id
    if asked.owner == "nobody":
        yield col(Finding.owner_id).is_(None)
    elif asked.owner:
        yield col(Finding.owner_id) == asked.owner


def _under(pack: str) -> Any:  # noqa: ANN401 - a select of ids
    """The audits that are scored under any version of a programme."""
    versions = select(PackVersion.id).where(PackVersion.pack == pack)
    return select(AuditProgramme.audit_id).where(col(AuditProgramme.pack_version_id).in_(versions))


def _shown(
    session: Session, actor: Actor, shown: Shown, at: datetime
) -> Iterator[ColumnElement[bool]]:
    if shown in {Shown.OPEN, Shown.OVERDUE, Shown.WAITING}:
        yield from unclosed()
    if shown is Shown.CLOSED:
        yield col(Finding.closed_on).is_not(None)
    if shown is Shown.OVERDUE:
        yield late(session, actor, at)
    if shown is Shown.WAITING:
        yield col(Finding.id).in_(waiting())


def aged(days: Mapping[str, date], age: int) -> ColumnElement[bool]:
    """Raised within the days of that age, by the day at each site."""
    found = sorted(set(days.values()))
    return or_(false(), *(and_(lying_at(days, day), *_between(age, day)) for day in found))


def _between(age: int, today: date) -> Iterator[ColumnElement[bool]]:
    if age > 0:
        yield col(Finding.raised_on) < today - timedelta(days=AGES[age - 1])
    if age < len(AGES):
        yield col(Finding.raised_on) >= today - timedelta(days=AGES[age])
