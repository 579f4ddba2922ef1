"""All that is known of one finding: what a buyer's auditor takes away."""

from dataclasses import dataclass
from datetime import date, datetime

from app.reports.shapes.base import Head, Photo, SignatureLine, Term
from app.reports.shapes.case import Case, File


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerated:
    """The level that a verification, or a look at the effect, left the item at."""

    level: Term
    how: str
    on: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """The item as the edition of the audit words it, and what was recorded when it failed."""

    requirement: str = ""
    criterion: str = ""
    refs: tuple[str, ...] = ()
    level: Term | None = None
    note: str = ""
    measured: str = ""
    observed_on: date | None = None
    observed_by: str = ""
    rerated: tuple[Rerated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChange:
    on: date
    by: str
    before: str = ""
    after: str = ""
    how: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An action that was planned and taken back before it was done."""

    what: str
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another finding: `how` says whether it is the earlier or a later one of the same fault.

    `statement` "": word for word the same. `why`: for what reason it was closed.
    """

    how: str
    ref: str
    raised_on: date
    statement: str = ""
    status: Term | None = None
    closed_on: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where else the item is asked, and what somebody said who looked there."""

    place: str
    said: str = ""
    note: str = ""
    raised: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The buyer was asked whether it may stay closed; `outcome` "": nothing said yet."""

    buyer: str
    guest: str
    by: str
    on: date
    done: str
    files: tuple[File, ...] = ()
    outcome: str = ""
    reason: str = ""
    said_by: str = ""
    said_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody said on it; `text` "" where they took it back."""

    by: str
    at: datetime
    on: date | None = None
    hour: str = ""
    text: str = ""
    action: str = ""
    files: tuple[File, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the trail; `leaf` is its hash in the tree of which the report names the root.

    `of`: the action or the question that it is about. `said`: the first line of each text that was
    written. `hour`: on the wall of the site.
    """

    seq: int
    at: datetime
    on: date | None = None
    hour: str = ""
    by: str
    role: str
    deed: str
    of: str = ""
    said: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    why: str = ""
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDocument:
    """`next`: what its next step waits for, in one sentence; "" once it is closed.

    `class_why`: by which rule its class was proposed. `hours`: of the site's clocks.
    """

    head: Head
    case: Case
    next: str = ""
    class_why: str = ""
    hours: str = ""
    required: Required
    files: tuple[File, ...] = ()
    owners: tuple[OwnerChange, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    related: tuple[Related, ...] = ()
    elsewhere: tuple[Place, ...] = ()
    confirmations: tuple[Confirmed, ...] = ()
    remarks: tuple[Remark, ...] = ()
    trail: tuple[Entry, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()

    @property
    def filed(self) -> bool:
        """Whether a file is attached anywhere: to what was found, done, said or asked."""
        tries = (done for turn in self.case.turns for one in turn.actions for done in one.tries)
        return bool(self.files) or any(
            one.files for listed in (tries, self.confirmations, self.remarks) for one in listed
        )

    @property
    def photos(self) -> tuple[Photo, ...]:
        files = [
            *self.files,
            *(f for r in self.remarks for f in r.files),
            *(f for one in self.confirmations for f in one.files),
            *(
                file
                for turn in self.case.turns
                for action in turn.actions
                for done in action.tries
                for file in done.files
            ),
        ]
        return tuple(file.photo for file in files if file.photo)
