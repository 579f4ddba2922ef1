"""Many findings changed at once, each by the verb that changes one; filters that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.actions.step_changes import change
from app.findings.changes import move_on, owner_or_none, refuse_unexplained
from app.findings.forms import ChangeFinding
from app.findings.models import Finding, FindingRevision
from app.findings.queries import Tracked, packs_of
from app.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from app.kit.words import mark as _
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.remediation.forms import Asked, BulkChange, SaveFilter
from app.remediation.models import SavedFilter
from app.remediation.queries import filter_named, stood_before
from app.trail.changes import record

SHOWN = ("class_", "owner_id", "due_on")


class NothingToChange(Invalid): ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of them: the fields that differ, or why it was refused.

    `version`: the one that was seen; `now`: the one that it has since.
    """

    ref: str
    version: int
    before: Mapping[str, object]
    after: Mapping[str, object]
    no: Refusal | None = None
    now: int = 0

    @property
    def changed(self) -> bool:
        return self.no is None and self.before != self.after

    @property
    def owners(self) -> set[UUID]:
        both = (self.before.get("owner_id"), self.after.get("owner_id"))
        return {id for id in both if isinstance(id, UUID)}

    @property
    def fields(self) -> list[tuple[str, object, object]]:
        pairs = [(name, self.before[name], self.after[name]) for name in SHOWN]
        return [one for one in pairs if one[1] != one[2]]


def change_many(
    session: Session, found: Sequence[Tracked], form: BulkChange, *, by: Actor, at: datetime
) -> list[Outcome]:
    """One entry on the trail for each; one that is refused holds no other up."""
    if form.owner is None and form.class_ is None and form.due_on is None:
        raise NothingToChange(_("Choose an owner, a class or a due date to set."))
    if not found:
        raise NothingToChange(_("Choose at least one finding of the list."))
    seen = dict(zip(form.refs, form.versions, strict=False))
    return [_one(session, each, _wanted(each.finding, form, seen), by=by, at=at) for each in found]


def take_back(
    session: Session, found: Sequence[Tracked], seen: Mapping[str, int], *, by: Actor, at: datetime
) -> list[Outcome]:
    """The reverse change: each as it stood before its last one, if that is still its last."""
    earlier = stood_before(session, [one.finding.id for one in found])
    return [
        _one(
            session,
            one,
            _back(one.finding, earlier.get(one.finding.id), seen),
            orphan=True,
            by=by,
            at=at,
        )
        for one in found
    ]


def save_filter(
    session: Session, form: SaveFilter, *, supplier: UUID | None, by: Actor, at: datetime
) -> SavedFilter:
    """Under a name of one's own; the same name again means the newer filter."""
    row = filter_named(session, by, form.name) or SavedFilter(
        person_id=by.id, by_name=by.name, name=form.name, asked="", at=at
    )
    row.asked, row.supplier_id, row.at = Asked.parsed(form.asked).kept, supplier, at
    session.add(row)
    record(session, "filter.saved", on=form.name, by=by, at=at, asked=row.asked, shared=supplier)
    return row


def drop_filter(session: Session, row: SavedFilter | None, *, by: Actor, at: datetime) -> None:
    """By whoever saved it."""
    if row is None or row.person_id != by.id:
        raise NotFound(_("There is no such filter of yours."))
    session.delete(row)
    record(session, "filter.dropped", on=row.name, by=by, at=at, asked=row.asked)


def _wanted(row: Finding, form: BulkChange, seen: Mapping[str, int]) -> ChangeFinding:
    return ChangeFinding(
        version=seen.get(row.ref, row.version),
        owner=form.owner,
        due_on=form.due_on,
        reason=form.reason,
        **{"class": form.class_},
    )


def _back(
    row: Finding, before: FindingRevision | None, seen: Mapping[str, int]
) -> ChangeFinding | None:
    if before is None or row.version != seen.get(row.ref):
        return None
    return ChangeFinding(
        version=row.version,
        owner=before.owner_id,
        due_on=before.due_on if before.due_on != row.due_on else None,
        **{"class": before.class_},
    )


def _one(
    session: Session,
    one: Tracked,
    form: ChangeFinding | None,
    *,
    orphan: bool = False,
    by: Actor,
    at: datetime,
) -> Outcome:
    row, before = one.finding, _said(one.finding)
    seen = row.version
    try:
        with session.begin_nested():
            _change(session, one, form, orphan=orphan, by=by, at=at)
            session.flush()
    except Refusal as no:
        return Outcome(row.ref, seen, before, before, no)
    return Outcome(row.ref, seen, before, _said(row), now=row.version)


def _change(
    session: Session,
    one: Tracked,
    form: ChangeFinding | None,
    *,
    orphan: bool,
    by: Actor,
    at: datetime,
) -> None:
    """`orphan`: it is taken back: without an owner in the form nobody owns it."""
    row, site = one.finding, one.site
    if not by.may(Ability.MANAGE_FINDINGS, site):
        raise NotAllowed(_("Your role at {site} does not allow this."), site=site.code)
    if form is None:
        raise Conflict(_("Somebody changed finding {ref} since. Look at it first."), ref=row.ref)
    if not orphan:
        refuse_unexplained(row, form)
    owner = owner_or_none(actors_at(session, site, Ability.ACT), form.owner)
    packs = packs_of(session, row)
    change(session, row, form, place=site, owner=owner, packs=packs, by=by, at=at)
    if form.owner is None and orphan and row.owner_id:
        move_on(session, row, {"owner_id": None}, "finding.changed", by=by, at=at)


def _said(row: Finding) -> dict[str, object]:
    return {name: getattr(row, name) for name in SHOWN}
