"""Facts from plain data: a file for trying a scheme, or a vector of a pack."""

from collections.abc import Mapping
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


class SpotGiven(Shape):
    ref: Id
    item: Id
    zone: str = ""
    observed_on: date | None = None


HowMany = dict[str, Annotated[int, Field(ge=0, le=10_000)]]
Levels = tuple[str, ...] | HowMany


class FactsGiven(Shape):
    """`levels` answers the items of a node or category in their order: a list, or how many of each.

    `rest` answers what nothing else answers. A pack that looks at a checklist is tried without
    `items` on one item for each of its categories, named like it.
    """

    as_of: date = EPOCH
    rest: str | None = None
    items: tuple[ItemGiven, ...] = ()
    answers: tuple[AnswerGiven, ...] = ()
    levels: dict[str, Levels] = Field(default_factory=dict)
    findings: tuple[FindingGiven, ...] = ()
    spots: tuple[SpotGiven, ...] = ()
    expected: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    named: dict[str, Decimal] = Field(default_factory=dict)


class FactsRefused(ValueError):
    """The facts do not fit the pack."""


def facts_from(given: Mapping[str, object], pack: Pack) -> Facts:
    """Facts for `pack`; pydantic's ValidationError or `FactsRefused` if they cannot be read."""
    read = FactsGiven.model_validate(given)
    items = tuple(ItemFact(**item.model_dump()) for item in read.items)
    items = items or pack.items or _one_a_category(pack)
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
        findings=tuple(FindingFact(**finding.model_dump()) for finding in read.findings),
        as_of=read.as_of,
        expected=read.expected,
        named=read.named,
        spots=tuple(SpotFact(**spot.model_dump()) for spot in read.spots),
    )
    _refuse_strangers(facts, pack)
    return facts


def _one_a_category(pack: Pack) -> tuple[ItemFact, ...]:
    categories = sorted({category for node in pack.nodes for category in node.picks.categories})
    return tuple(ItemFact(category, category) for category in categories)


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
