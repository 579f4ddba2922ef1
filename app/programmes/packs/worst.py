"""The worst that can be said of a site under a pack: where the search for a flaw begins."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.programmes.figures.numbers import decimal_of
from app.programmes.figures.terms import Comparison, Literal, Name, walk
from app.programmes.packs.facts import looked_at
from app.programmes.packs.facts_shape import EPOCH
from app.programmes.scheme.facts import (
    AnswerFact,
    Clause,
    Facts,
    FindingFact,
    ItemFact,
    SpotFact,
)
from app.programmes.scheme.metrics import PerInstance
from app.programmes.scheme.pack import Asked, Pack, expressions_of

LATE = date(2010, 1, 1)
"""A day on which every finding is overdue."""
SELDOM = 7
"""One in so many answers is not applicable."""
STEPS = ("S1", "S2")


def levels_above(pack: Pack, answer: AnswerFact) -> Sequence[str]:
    """The levels that are better than that of `answer`, the next one first."""
    levels = pack.scale_for(answer.item).levels
    rank = levels[answer.level].rank
    better = [level for level in levels.values() if level.value is not None and level.rank < rank]
    return [level.code for level in reversed(better)]


def worst_facts(pack: Pack, number: int) -> Facts:
    """Each answer at its worst, two findings of each class, and each deduction twice.

    Every `number` has other facts not applicable, other named figures and another day.
    """
    items = pack.items or tuple(_made_up(pack))
    ends = [items[0].id, items[-1].id] if items else ["", ""]
    return Facts(
        items=items,
        answers=tuple(_answers(pack, items, number)),
        findings=tuple(
            FindingFact(
                f"{cls.code}-{item}-{n}",
                cls.code,
                EPOCH,
                item,
                clauses=frozenset({Clause("", cls.code)}),
            )
            for cls in pack.classes
            for n, item in enumerate(ends)
        ),
        as_of=LATE if number % 2 else EPOCH,
        named=_named(pack, number),
        spots=tuple(_spots(pack, items)),
    )


def _made_up(pack: Pack) -> Iterator[ItemFact]:
    """For a pack that looks at a checklist: items of each severity wherever it looks."""
    severities = list(pack.item_weights) or [""]
    for place in looked_at(pack):
        for severity in severities:
            id = place if severity == severities[0] else f"{place}-{severity}"
            last = severity == severities[-1]
            tags = frozenset({place})
            yield ItemFact(id, place, place, severity, tags=tags, knock_out=last)


def _answers(pack: Pack, items: Sequence[ItemFact], number: int) -> Iterator[AnswerFact]:
    by_step = any(isinstance(metric.how, PerInstance) for metric in pack.metrics)
    for at, item in enumerate(items):
        levels = pack.scale_for(item.id).levels.values()
        worst = [level.code for level in levels if level.value is not None][-1]
        apart = [level.code for level in levels if level.value is None]
        level = apart[0] if apart and (at + number) % SELDOM == 0 else worst
        for step in STEPS if by_step or at % 3 == 0 else ("",):
            yield AnswerFact(item.id, level, step)


def _named(pack: Pack, number: int) -> Mapping[str, Decimal]:
    """What conditions compare is varied; what only formulas use stays what the pack says."""
    compared = [found for one in expressions_of(pack) for found in one.comparisons]
    return {
        name: tried[(number + at * (number // 3)) % len(tried)]
        for at, (name, asked) in enumerate(pack.named.items())
        for tried in [_tried(name, asked, compared)]
    }


def _tried(name: str, asked: Asked, compared: Sequence[Comparison]) -> list[Decimal]:
    terms = [term for found in compared for term in walk(found) if name in _named_in(found)]
    bounds = {Fraction(n) for n in range(3)} if terms else set[Fraction]()
    bounds |= {x.value for x in terms if isinstance(x, Literal) and isinstance(x.value, Fraction)}
    usual = Fraction(1) if asked.default is None else asked.default
    return [decimal_of(bound) for bound in sorted(bounds | {usual})]


def _named_in(found: Comparison) -> set[str]:
    return {term.id for term in walk(found) if isinstance(term, Name)}


def _spots(pack: Pack, items: Sequence[ItemFact]) -> Iterator[SpotFact]:
    for rule in pack.deductions:
        picks = pack.node(rule.node).picks
        inside = (
            item.id for item in items if item.category in picks.categories or item.id in picks.items
        )
        if item := next(inside, None):
            yield from (SpotFact(f"{rule.node}-{n}", item, "", EPOCH) for n in (1, 2))
