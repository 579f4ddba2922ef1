"""Each item as the pack sees it: its answers valued, several zones made one, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.programmes.scoring.facts import AnswerFact, Facts, ItemFact
from app.programmes.scoring.numbers import half_up
from app.programmes.scoring.pack import Level, Pack, Reduce, Scale, Stand

ZERO = Fraction(0)


class Progress(StrEnum):
    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer that counts. `value` is None where it leaves the sums."""

    zone: str
    level: Level
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Line:
    """One item under the pack. `value` is None where it leaves the sums, else 0 to `top`."""

    item: ItemFact
    weight: Fraction
    marks: tuple[Mark, ...]
    value: Fraction | None
    top: Fraction
    progress: Progress

    @property
    def failed(self) -> bool:
        return any(mark.level.failed for mark in self.marks)


def lines_of(pack: Pack, facts: Facts) -> tuple[Line, ...]:
    """A line for each item that is asked at least once at the site."""
    answers = _latest(pack, facts.answers)
    weights: dict[tuple[str, object], Fraction] = {}
    lines = []
    for item in pack.items or facts.items:
        if (expected := facts.expected.get(item.id, 1)) > 0:
            key = (item.severity, item.weight)
            if key not in weights:
                weights[key] = _weight(pack, item)
            given = answers.get(item.id, ())
            lines.append(_line(pack, item, weights[key], given, expected))
    return tuple(lines)


def _weight(pack: Pack, item: ItemFact) -> Fraction:
    return Fraction(item.weight) * pack.item_weights.get(item.severity, Fraction(1))


def _latest(pack: Pack, answers: Iterable[AnswerFact]) -> Mapping[str, Sequence[AnswerFact]]:
    """The answers by item. Of several in one zone the latest stands, of one day the strictest."""
    kept: dict[tuple[str, str], AnswerFact] = {}
    for answer in answers:
        key = (answer.item, answer.zone)
        rival = kept.get(key)
        if rival is None or _standing(pack, answer) > _standing(pack, rival):
            kept[key] = answer
    found: dict[str, list[AnswerFact]] = {}
    for answer in kept.values():
        found.setdefault(answer.item, []).append(answer)
    return found


def _standing(pack: Pack, answer: AnswerFact) -> tuple[date, int, bool]:
    rank = pack.scale_for(answer.item).levels[answer.level].rank
    return (answer.observed_on or date.min, rank, not answer.na_approved)


def _line(
    pack: Pack, item: ItemFact, weight: Fraction, answers: Sequence[AnswerFact], expected: int
) -> Line:
    scale = pack.scale_for(item.id)
    marks = tuple(
        Mark(answer.zone, level, _worth(pack, scale, level))
        for answer in answers
        if (level := scale.levels[answer.level]).value is not None
        or answer.na_approved
        or not pack.missing.needs_approval
    )
    missing = max(expected, len(answers)) - len(marks)
    value, top = _reduced(pack, scale, marks, missing)
    return Line(item, weight, marks, value, top, _progress(marks, missing))


def _progress(marks: Sequence[Mark], missing: int) -> Progress:
    if missing:
        return Progress.UNANSWERED
    applies = any(mark.level.value is not None for mark in marks)
    return Progress.ANSWERED if applies else Progress.NOT_APPLICABLE


def _worth(pack: Pack, scale: Scale, level: Level) -> Fraction | None:
    if level.value is not None:
        return level.value
    match pack.missing.na:
        case Stand.AS_FULL:
            return scale.top
        case Stand.AS_ZERO:
            return ZERO
        case Stand.AS_TARGET:
            return scale.top * pack.missing.target / 100
        case Stand.EXCLUDE:
            return None


def _reduced(
    pack: Pack, scale: Scale, marks: Sequence[Mark], missing: int
) -> tuple[Fraction | None, Fraction]:
    """The value of the item and the most it could be."""
    if len(marks) == 1 and not missing and pack.instances.places is None:
        return marks[0].value, scale.top
    counted = [mark for mark in marks if mark.value is not None]
    values = [mark.value for mark in counted if mark.value is not None]
    if pack.missing.unanswered is Stand.AS_ZERO:
        values += [ZERO] * missing
    if not values:
        return None, scale.top
    value, top = _one(pack.instances.reduce, values, counted, scale.top)
    places = pack.instances.places
    return (value if places is None else half_up(value, places)), top


def _one(
    reduce: Reduce, values: Sequence[Fraction], marks: Sequence[Mark], top: Fraction
) -> tuple[Fraction, Fraction]:
    match reduce:
        case Reduce.MEAN:
            return sum(values, ZERO) / len(values), top
        case Reduce.SUM:
            return sum(values, ZERO), top * len(values)
        case Reduce.MIN:
            return min(values), top
        case Reduce.WORST:
            worst = max(marks, key=lambda mark: mark.level.rank, default=None)
            known = worst.value if worst and len(marks) == len(values) else None
            return (ZERO if known is None else known), top
