"""Each item as the pack sees it: its answers valued, several zones made one, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.programmes.figures.numbers import Exact, half_up, lean
from app.programmes.scheme.facts import AnswerFact, Facts, ItemFact
from app.programmes.scheme.pack import Level, Pack, Reduce, Scale, Stand


class Progress(StrEnum):
    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer that counts. `value` is None where it leaves the sums."""

    zone: str
    level: Level
    value: Exact | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What the answers of an item come to: `value` of `top`, with its weight `got` of `most`.

    `value` and `got` are None where the item leaves the sums. Items answered alike share one.
    """

    weight: Exact
    marks: tuple[Mark, ...]
    value: Exact | None
    top: Exact
    got: Exact | None
    most: Exact
    progress: Progress
    failed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One item under the pack."""

    item: ItemFact
    worth: Worth


def lines_of(pack: Pack, facts: Facts) -> tuple[Line, ...]:
    """A line for each item that is asked at least once at the site; a pack of clocks asks none."""
    if not pack.nodes:
        return ()
    answers = _by_item(facts.answers)
    known: dict[tuple[object, ...], Worth] = {}
    lines = []
    for item in pack.items or facts.items:
        expected = facts.expected.get(item.id, 1)
        if expected <= 0:
            continue
        given = answers.get(item.id, ())
        if len(given) > 1:
            given = _latest(pack, given)
        key = _likeness(pack, item, given, expected)
        if key not in known:
            known[key] = _worth(pack, item, given, expected)
        lines.append(Line(item, known[key]))
    return tuple(lines)


def _likeness(
    pack: Pack, item: ItemFact, answers: Sequence[AnswerFact], expected: int
) -> tuple[object, ...]:
    """Items of one likeness are worth the same, so most need not be computed."""
    scale = pack.scale_of.get(item.id)
    if len(answers) == 1:
        one = answers[0]
        levels: object = (one.level, one.zone, one.na_approved)
    else:
        levels = tuple((one.level, one.zone, one.na_approved) for one in answers)
    return (scale, item.severity, item.weight, expected, levels)


def _by_item(answers: Iterable[AnswerFact]) -> Mapping[str, Sequence[AnswerFact]]:
    found: dict[str, list[AnswerFact]] = {}
    for answer in answers:
        found.setdefault(answer.item, []).append(answer)
    return found


def _latest(pack: Pack, answers: Iterable[AnswerFact]) -> Sequence[AnswerFact]:
    """Of several in one zone the latest stands, of one day the strictest."""
    kept: dict[str, AnswerFact] = {}
    for answer in answers:
        rival = kept.get(answer.zone)
        if rival is None or _standing(pack, answer) > _standing(pack, rival):
            kept[answer.zone] = answer
    return list(kept.values())


def _standing(pack: Pack, answer: AnswerFact) -> tuple[date, int, bool]:
    rank = pack.scale_for(answer.item).levels[answer.level].rank
    return (answer.observed_on or date.min, rank, not answer.na_approved)


def _worth(pack: Pack, item: ItemFact, answers: Sequence[AnswerFact], expected: int) -> Worth:
    scale = pack.scale_for(item.id)
    weight = lean(item.weight) * pack.item_weights.get(item.severity, 1)
    marks = tuple(
        Mark(answer.zone, level, _value(pack, scale, level))
        for answer in answers
        if (level := scale.levels[answer.level]).value is not None
        or answer.na_approved
        or not pack.missing.needs_approval
    )
    missing = max(expected, len(answers)) - len(marks)
    value, top = _reduced(pack, scale, marks, missing)
    return Worth(
        weight=weight,
        marks=marks,
        value=value,
        top=top,
        got=None if value is None else weight * value,
        most=weight * top,
        progress=_progress(marks, missing),
        failed=any(mark.level.failed for mark in marks),
    )


def _progress(marks: Sequence[Mark], missing: int) -> Progress:
    if missing:
        return Progress.UNANSWERED
    applies = any(mark.level.value is not None for mark in marks)
    return Progress.ANSWERED if applies else Progress.NOT_APPLICABLE


def _value(pack: Pack, scale: Scale, level: Level) -> Exact | None:
    if level.value is not None:
        return level.value
    match pack.missing.na:
        case Stand.AS_FULL:
            return scale.top
        case Stand.AS_ZERO:
            return 0
        case Stand.AS_TARGET:
            return lean(scale.top * pack.missing.target / 100)
        case Stand.EXCLUDE:
            return None


def _reduced(
    pack: Pack, scale: Scale, marks: Sequence[Mark], missing: int
) -> tuple[Exact | None, Exact]:
    """The value of the item and the most it could be."""
    counted = [mark for mark in marks if mark.value is not None]
    values = [mark.value for mark in counted if mark.value is not None]
    if pack.missing.unanswered is Stand.AS_ZERO:
        values += [0] * missing
    if not values:
        return None, scale.top
    value, top = _one(pack.instances.reduce, values, counted, scale.top)
    places = pack.instances.places
    return (value if places is None else lean(half_up(value, places))), top


def _one(
    reduce: Reduce, values: Sequence[Exact], marks: Sequence[Mark], top: Exact
) -> tuple[Exact, Exact]:
    match reduce:
        case Reduce.MEAN:
            return lean(Fraction(sum(values), len(values))), top
        case Reduce.SUM:
            return sum(values), top * len(values)
        case Reduce.MIN:
            return min(values), top
        case Reduce.WORST:
            worst = max(marks, key=lambda mark: mark.level.rank, default=None)
            known = worst.value if worst and len(marks) == len(values) else None
            return (0 if known is None else known), top
