"""From what was recorded to what the engine asks: pure, one definition for page, API and PDF."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.answers.rules import FAILED, Level, Progress, Spot, progress
from app.checklists.rules import Edition, Item, applicable
from app.findings.rules import FindingClass
from app.programmes.rules import AnswerFact, Evaluation, Facts, FindingFact, ItemFact, Pack

DayOf = Callable[[datetime], date]
"""The day that it was at the site."""


class AnswerLike(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def level(self) -> Level | None: ...
    @property
    def elapsed_seconds(self) -> int | None: ...
    @property
    def observed_at(self) -> datetime: ...


class ZoneLike(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """What a programme says on a day, and how much of the checklist that rests on."""

    as_of: date
    evaluation: Evaluation
    progress: Progress


def expected_spots(
    edition: Edition, traits: frozenset[str], zones: Collection[ZoneLike]
) -> list[Spot]:
    """Where an answer is asked: once per item, or in each zone of the item's kind."""
    return [spot for item in applicable(edition, traits) for spot in spots_of(item, zones)]


def spots_of(item: Item, zones: Collection[ZoneLike]) -> list[Spot]:
    if item.zones is None:
        return [(item.id, None)]
    return [(item.id, zone.id) for zone in zones if zone.kind == item.zones]


def facts_of(  # noqa: PLR0913 - all that is scored
    edition: Edition,
    traits: frozenset[str],
    zones: Collection[ZoneLike],
    answers: Mapping[Spot, AnswerLike],
    approved: Collection[UUID],
    findings: Sequence[FindingFact],
    *,
    as_of: datetime,
    day: DayOf,
) -> Facts:
    items = [item for item in applicable(edition, traits) if spots_of(item, zones)]
    return Facts(
        items=tuple(item_fact(item) for item in items),
        answers=tuple(_answer_facts(items, zones, answers, approved, day)),
        findings=tuple(findings),
        as_of=day(as_of),
        expected={item.id: len(spots_of(item, zones)) for item in items},
    )


def scores_our_checklist(pack: Pack) -> bool:
    """Whether `pack` looks at our items: it has none of its own, and knows our levels and classes.

    Another one is answered by itself (`shortlist programme score`); our answers say nothing to it.
    """
    scale = pack.scales.get(pack.scale)
    classes = [pack.finding_class(one) for one in FindingClass]
    knows = scale is not None and scale.levels.keys() >= set(Level) and None not in classes
    return knows and not pack.items


def progress_of(
    expected: Collection[Spot], answers: Mapping[Spot, AnswerLike], approved: Collection[UUID]
) -> Progress:
    counted = [spot for spot, one in answers.items() if _counts(one, approved)]
    return progress(expected, counted)


def _counts(one: AnswerLike, approved: Collection[UUID]) -> bool:
    return one.id in approved if one.level is Level.NOT_APPLICABLE else one.level is not None


def item_fact(item: Item) -> ItemFact:
    return ItemFact(
        id=item.id,
        category=item.category,
        section=item.section,
        severity=item.severity,
        method=item.method,
        knock_out=item.knock_out,
    )


def _answer_facts(
    items: Iterable[Item],
    zones: Collection[ZoneLike],
    answers: Mapping[Spot, AnswerLike],
    approved: Collection[UUID],
    day: DayOf,
) -> Iterable[AnswerFact]:
    for item in items:
        for spot in spots_of(item, zones):
            one = answers.get(spot)
            if one is not None and one.level is not None:
                yield AnswerFact(
                    item=item.id,
                    level=one.level,
                    zone=str(spot[1] or ""),
                    observed_on=day(one.observed_at),
                    timed_failed=_timed_failed(item, one),
                    na_approved=one.id in approved or one.level is not Level.NOT_APPLICABLE,
                )


def _timed_failed(item: Item, one: AnswerLike) -> bool:
    if item.timer is None or one.level is Level.NOT_APPLICABLE:
        return False
    if one.elapsed_seconds is None:
        return one.level in FAILED
    return one.elapsed_seconds > item.timer.seconds
