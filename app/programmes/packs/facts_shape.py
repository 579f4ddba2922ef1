"""How facts are written: for trying a scheme without a database, and in the vectors of a pack."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.programmes.packs.shape_metrics import Shape

EPOCH = date(2000, 1, 1)
"""Stands where no date matters."""

Id = Annotated[str, Field(min_length=1, max_length=200)]


class ItemGiven(Shape):
    id: Id
    category: str
    section: str = ""
    severity: str = ""
    method: str = ""
    tags: frozenset[str] = frozenset()
    knock_out: bool = False
    weight: Decimal = Decimal(1)


class AnswerGiven(Shape):
    item: Id
    level: str
    zone: str = ""
    observed_on: date | None = None
    timed_failed: bool = False
    na_approved: bool = True


class FindingGiven(Shape):
    ref: Id
    cls: Annotated[str, Field(alias="class")]
    raised_on: date = EPOCH
    item: str = ""
    zone: str = ""
    closed_on: date | None = None
    due_on: date | None = None
    clause: str = ""
    affected: Annotated[int, Field(ge=0)] | None = None
    sampled: Annotated[int, Field(ge=1)] | None = None
    repeated: bool = False
    dates: dict[str, date] = Field(default_factory=dict)


class SpotGiven(Shape):
    ref: Id
    item: Id
    zone: str = ""
    observed_on: date | None = None


HowMany = dict[str, Annotated[int, Field(ge=0, le=10_000)]]
Levels = tuple[str, ...] | HowMany


class FactsGiven(Shape):
    """`levels` answers the items of a node or category in their order: a list, or how many of each.

    `rest` answers what nothing else answers. `dates` are those from which clocks run. Without
    `as_of` they stand as of the last day on which anything is said to have happened.

    A pack that looks at a checklist may be tried without `items`: on one item for each category,
    section, tag or item that it looks at, named like it; or on none where nothing is answered.
    `items: {working_hours: 5}` gives it five items there, and none elsewhere.
    """

    as_of: date | None = None
    rest: str | None = None
    items: tuple[ItemGiven, ...] | HowMany = ()
    answers: tuple[AnswerGiven, ...] = ()
    levels: dict[str, Levels] = Field(default_factory=dict)
    findings: tuple[FindingGiven, ...] = ()
    spots: tuple[SpotGiven, ...] = ()
    expected: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    named: dict[str, Decimal] = Field(default_factory=dict)
    dates: dict[str, date] = Field(default_factory=dict)

    @property
    def day(self) -> date:
        days = [day for one in self.findings for day in (one.raised_on, one.closed_on) if day]
        days += [one.observed_on for one in self.answers if one.observed_on]
        days += [one.observed_on for one in self.spots if one.observed_on]
        return self.as_of or max(days, default=EPOCH)


class FactsRefused(ValueError):
    """The facts do not fit the pack; `path` leads to the value that does not."""

    def __init__(self, path: Sequence[str | int], reason: str, mend: str) -> None:
        super().__init__(reason)
        self.path, self.reason, self.mend = path, reason, mend
