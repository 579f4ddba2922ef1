"""The parts of a condition or formula, and what they come to. No eval anywhere.

Arithmetic on an unknown (None) is unknown, a comparison with an unknown is unknown, and so is a
division by zero; `and`, `or`, `not` follow Kleene. A rule holds only where its condition is true.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.programmes.figures.numbers import Value


class Kind(StrEnum):
    NUMBER = "number"
    CODE = "code"
    FLAG = "condition"


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value
    kind: Kind

    def on(self, _values: Mapping[str, Value]) -> Value:
        return self.value


@dataclass(frozen=True, slots=True)
class Name:
    id: str
    kind: Kind

    def on(self, values: Mapping[str, Value]) -> Value:
        return values.get(self.id)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    op: str
    left: "Term"
    right: "Term"
    kind: Kind = Kind.NUMBER

    def on(self, values: Mapping[str, Value]) -> Value:
        left, right = self.left.on(values), self.right.on(values)
        if not isinstance(left, Fraction) or not isinstance(right, Fraction):
            return None
        return None if self.op == "/" and right == 0 else ARITHMETIC[self.op](left, right)


@dataclass(frozen=True, slots=True)
class Extreme:
    """min or max: unknown as soon as one of its parts is."""

    op: str
    parts: tuple["Term", ...]
    kind: Kind = Kind.NUMBER

    def on(self, values: Mapping[str, Value]) -> Value:
        found = [part.on(values) for part in self.parts]
        known = [value for value in found if isinstance(value, Fraction)]
        if len(known) < len(found):
            return None
        return min(known) if self.op == "min" else max(known)


@dataclass(frozen=True, slots=True)
class Comparison:
    op: str
    left: "Term"
    right: "Term"
    text: str
    kind: Kind = Kind.FLAG

    def on(self, values: Mapping[str, Value]) -> Value:
        left, right = self.left.on(values), self.right.on(values)
        if left is None or right is None:
            return None
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return COMPARISON[self.op](left, right)
        return (left == right) == (self.op == "==")


@dataclass(frozen=True, slots=True)
class Both:
    """`and`, `or` of Kleene's logic: an unknown matters only if the rest does not decide."""

    op: str
    left: "Term"
    right: "Term"
    kind: Kind = Kind.FLAG

    def on(self, values: Mapping[str, Value]) -> Value:
        found = (self.left.on(values), self.right.on(values))
        decisive = self.op == "or"
        if decisive in found:
            return decisive
        return None if None in found else not decisive


@dataclass(frozen=True, slots=True)
class Not:
    of: "Term"
    kind: Kind = Kind.FLAG

    def on(self, values: Mapping[str, Value]) -> Value:
        found = self.of.on(values)
        return None if found is None else not found


Term = Literal | Name | Arithmetic | Extreme | Comparison | Both | Not

ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
COMPARISON: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


@dataclass(frozen=True, slots=True)
class Expression:
    text: str
    term: Term

    def on(self, values: Mapping[str, Value]) -> Value:
        return self.term.on(values)

    def divides_by_zero(self, values: Mapping[str, Value]) -> bool:
        terms = (x for x in walk(self.term) if isinstance(x, Arithmetic) and x.op == "/")
        return any(term.right.on(values) == 0 for term in terms)

    @property
    def names(self) -> tuple[str, ...]:
        found = (term.id for term in walk(self.term) if isinstance(term, Name))
        return tuple(dict.fromkeys(found))

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(term for term in walk(self.term) if isinstance(term, Comparison))


def walk(term: Term) -> Iterator[Term]:
    yield term
    match term:
        case Arithmetic() | Comparison() | Both():
            inner: tuple[Term, ...] = (term.left, term.right)
        case Extreme():
            inner = term.parts
        case Not():
            inner = (term.of,)
        case _:
            inner = ()
    for part in inner:
        yield from walk(part)
