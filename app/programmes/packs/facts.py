"""Facts from plain data: a file for trying a scheme, or a vector of a pack."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.programmes.packs.shape_metrics import Shape
from app.programmes.scheme.facts import AnswerFact, Facts, FindingFact, ItemFact, SpotFact
from app.programmes.scheme.pack import Pack

EPOCH = date(2000, 1, 1)
"""Stands for `as_of` where no date matters."""

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

    `rest` answers what nothing else answers. `dates` are those from which clocks run.

    A pack that looks at a checklist may be tried without `items`: on one item for each category,
    section, tag or item that it looks at, named like it; or on none where nothing is answered.
    `items: {working_hours: 5}` gives it five items there, and none elsewhere.
    """

    as_of: date = EPOCH
    rest: str | None = None
    items: tuple[ItemGiven, ...] | HowMany = ()
    answers: tuple[AnswerGiven, ...] = ()
    levels: dict[str, Levels] = Field(default_factory=dict)
    findings: tuple[FindingGiven, ...] = ()
    spots: tuple[SpotGiven, ...] = ()
    expected: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    named: dict[str, Decimal] = Field(default_factory=dict)
    dates: dict[str, date] = Field(default_factory=dict)


class FactsRefused(ValueError):
    """The facts do not fit the pack."""


def facts_from(given: Mapping[str, object], pack: Pack) -> Facts:
    """Facts for `pack`; pydantic's ValidationError or `FactsRefused` if they cannot be read."""
    read = FactsGiven.model_validate(given)
    items = _items(read, pack)
    answers = [AnswerFact(**answer.model_dump()) for answer in read.answers]
    answers += [
        answer for node, levels in read.levels.items() for answer in _in_order(items, node, levels)
    ]
    if read.rest is not None:
        answered = {answer.item for answer in answers}
        rest = (item.id for item in items if item.id not in answered)
        answers += [AnswerFact(item, read.rest) for item in rest]
    facts = Facts(
        items=items,
        answers=tuple(answers),
        findings=tuple(_finding(finding) for finding in read.findings),
        as_of=read.as_of,
        expected=read.expected,
        named=read.named,
        spots=tuple(SpotFact(**spot.model_dump()) for spot in read.spots),
        anchors=read.dates,
    )
    _refuse_strangers(facts, pack)
    return facts


def _items(read: FactsGiven, pack: Pack) -> tuple[ItemFact, ...]:
    if read.items and isinstance(read.items, tuple):
        return tuple(ItemFact(**item.model_dump()) for item in read.items)
    if pack.items:
        return pack.items
    places = looked_at(pack) if read.answers or read.levels or read.rest else []
    many = read.items if isinstance(read.items, dict) else dict.fromkeys(places, 1)
    return tuple(item for place, n in many.items() for item in _made_up(place, n, pack))


def _made_up(place: str, n: int, pack: Pack) -> Iterator[ItemFact]:
    if place not in looked_at(pack):
        raise FactsRefused(f"The programme looks at no {place}.")
    ids = [place] if n == 1 else [f"{place}-{at}" for at in range(1, n + 1)]
    return (ItemFact(id, place, place, tags=frozenset({place})) for id in ids)


def looked_at(pack: Pack) -> list[str]:
    """The categories, sections, tags and items of a checklist that the nodes name, each once."""
    picks = [node.picks for node in pack.nodes]
    return sorted({id for x in picks for id in (*x.categories, *x.sections, *x.tags, *x.items)})


def _finding(given: FindingGiven) -> FindingFact:
    return FindingFact(**given.model_dump(exclude={"dates"}), anchors=given.dates)


def _in_order(items: tuple[ItemFact, ...], category: str, given: Levels) -> list[AnswerFact]:
    levels = (
        [code for code, n in given.items() for _ in range(n)] if isinstance(given, dict) else given
    )
    inside = [item for item in items if item.category == category]
    if len(inside) != len(levels):
        reason = f"{category} has {len(inside)} items; {len(levels)} levels are given."
        raise FactsRefused(reason)
    return [AnswerFact(item.id, level) for item, level in zip(inside, levels, strict=True)]


def _refuse_strangers(facts: Facts, pack: Pack) -> None:
    items = {item.id for item in facts.items}
    for answer in facts.answers:
        if answer.item not in items:
            raise FactsRefused(f"There is no item {answer.item}.")
        if answer.level not in pack.scale_for(answer.item).levels:
            raise FactsRefused(f"{answer.item}: there is no level {answer.level}.")
    for finding in facts.findings:
        if pack.finding_class(finding.cls) is None:
            raise FactsRefused(f"{finding.ref}: there is no class {finding.cls}.")
    for name in facts.named:
        if name not in pack.named:
            raise FactsRefused(f"The programme asks for no fact {name}.")
    _refuse_strange_days(facts, pack)


def _refuse_strange_days(facts: Facts, pack: Pack) -> None:
    known = {clock.anchor for cls in pack.classes for clock in cls.clocks}
    for anchor in {*facts.anchors, *(a for finding in facts.findings for a in finding.anchors)}:
        if anchor not in known:
            raise FactsRefused(f"No clock of the programme runs from {anchor}.")
