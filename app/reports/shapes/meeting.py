"""What is handed round at the closing meeting of an audit: one to three pages."""

from dataclasses import dataclass
from datetime import date

from app.reports.shapes.base import Found, Head, Progress, SignatureLine, Standing, Term
from app.reports.shapes.case import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """In spots: an item that is asked in three washrooms counts three times."""

    number: int
    title: str
    progress: Progress

    @property
    def left(self) -> int:
        return self.progress.expected - self.progress.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    cls: Term
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFinding(Found):
    title: str
    repeated: bool = False
    clocks: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    title: str
    what: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDocument:
    """`zones`: the places in scope. `standings`: as it stands under each of its programmes.

    `met_on` None: the day of the meeting is not written down yet.
    """

    head: Head
    met_on: date | None = None
    zones: tuple[str, ...] = ()
    progress: Progress
    seen: tuple[Seen, ...]
    standings: tuple[Standing, ...] = ()
    classes: tuple[ClassCount, ...] = ()
    findings: tuple[MeetingFinding, ...] = ()
    strengths: tuple[Strength, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
