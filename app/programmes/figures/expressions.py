"""Reads a condition or formula of a pack into terms: bounded in length and depth, by descent."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from app.programmes.figures.terms import (
    COMPARISON,
    Arithmetic,
    Both,
    Comparison,
    Expression,
    Extreme,
    Kind,
    Literal,
    Name,
    Not,
    Term,
    walk,
)

LONGEST = 400
"""Characters of one expression."""
DEEPEST = 20
"""Brackets, signs and nots within one another."""


class ExpressionFault(ValueError):
    """`at` counts characters from 0."""

    def __init__(self, reason: str, *, mend: str, at: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.mend, self.at = reason, mend, at


def read_expression(text: str, kind: Kind, names: Mapping[str, Kind | None]) -> Expression:
    """The expression of `text`, which must come out as `kind`.

    `names` gives each known name its kind; None marks a code such as a band, which stands for
    itself.
    """
    if len(text) > LONGEST:
        raise ExpressionFault(
            f"The expression has {len(text)} characters; at most {LONGEST} are read.",
            mend="Give a part of it a name as a metric of its own.",
        )
    reader = _Reader(text, names)
    term = reader.whole()
    if term.kind is not kind:
        raise ExpressionFault(
            f'"{text}" is a {term.kind}, where a {kind} is needed.',
            mend=f"Write a {kind}.",
        )
    return Expression(text=text, term=term)


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign><=|>=|==|!=|[-+*/()<>,])|$)",
    re.ASCII,
)


class _Reader:
    """Reads by descent: or, and, not, comparison, sum, product, sign, atom."""

    def __init__(self, text: str, names: Mapping[str, Kind | None]) -> None:
        self.text, self.names = text, names
        self.at = self.end = self.depth = 0
        self.word = ""
        self._next()

    def whole(self) -> Term:
        term = self._either()
        if self.word:
            raise self._fault(f'"{self.word}" cannot stand here.', "Mend the expression.")
        return term

    def _either(self) -> Term:
        left = self._all()
        while self.word == "or":
            left = self._joined("or", left, self._all)
        return left

    def _all(self) -> Term:
        left = self._negation()
        while self.word == "and":
            left = self._joined("and", left, self._negation)
        return left

    def _joined(self, op: str, left: Term, right: Callable[[], Term]) -> Term:
        self._next()
        return Both(op, self._must(left, Kind.FLAG, op), self._must(right(), Kind.FLAG, op))

    def _negation(self) -> Term:
        if self.word != "not":
            return self._comparison()
        self._next()
        return Not(self._must(self._deeper(self._negation), Kind.FLAG, "not"))

    def _comparison(self) -> Term:
        start = self.at
        left = self._sum()
        if self.word not in COMPARISON:
            return left
        op = self._take()
        right = self._sum()
        if self.word in COMPARISON:
            raise self._fault("Two comparisons in a row.", 'Join them with "and".')
        self._refuse_unlike(op, left, right)
        return Comparison(op, left, right, self.text[start : self.at].strip())

    def _refuse_unlike(self, op: str, left: Term, right: Term) -> None:
        if left.kind is not right.kind or left.kind is Kind.FLAG:
            raise self._fault(
                f'"{op}" compares a {left.kind} with a {right.kind}.',
                "Compare numbers with numbers and codes with codes.",
            )
        if left.kind is Kind.CODE and op not in {"==", "!="}:
            raise self._fault(f'"{op}" cannot order codes.', 'Use "==" or "!=".')

    def _sum(self) -> Term:
        left = self._product()
        while self.word in {"+", "-"}:
            left = self._computed(left, self._product)
        return left

    def _product(self) -> Term:
        left = self._signed()
        while self.word in {"*", "/"}:
            left = self._computed(left, self._signed)
        return left

    def _computed(self, left: Term, right: Callable[[], Term]) -> Term:
        op = self._take()
        first = self._must(left, Kind.NUMBER, op)
        second = self._must(right(), Kind.NUMBER, op)
        if op == "/" and not any(isinstance(t, Name) for t in walk(second)) and not second.on({}):
            raise self._fault("This divides by zero.", "Divide by something else.")
        return Arithmetic(op, first, second)

    def _signed(self) -> Term:
        if self.word != "-":
            return self._atom()
        self._next()
        of = self._must(self._deeper(self._signed), Kind.NUMBER, "-")
        return Arithmetic("-", Literal(Fraction(0), Kind.NUMBER), of)

    def _atom(self) -> Term:
        if self.word == "(":
            return self._bracketed()
        if self.word[:1].isdigit():
            return Literal(Fraction(self._take()), Kind.NUMBER)
        if self.word in {"min", "max"}:
            return self._extreme()
        if self.word.isidentifier() and self.word not in {"and", "or", "not"}:
            return self._name()
        reason = f'"{self.word}" cannot stand here.' if self.word else "The expression breaks off."
        raise self._fault(reason, "Write a name, a number or a bracket.")

    def _bracketed(self) -> Term:
        self._next()
        term = self._deeper(self._either)
        self._expect(")")
        return term

    def _extreme(self) -> Term:
        op = self._take()
        self._expect("(")
        parts = [self._must(self._deeper(self._sum), Kind.NUMBER, op)]
        while self.word == ",":
            self._next()
            parts.append(self._must(self._deeper(self._sum), Kind.NUMBER, op))
        self._expect(")")
        return Extreme(op, tuple(parts))

    def _name(self) -> Term:
        if self.word not in self.names:
            raise self._fault(
                f'"{self.word}" names nothing that is known here.',
                "Define it above as a metric or a fact, or mend its spelling.",
            )
        kind = self.names[self.word]
        word = self._take()
        return Literal(word, Kind.CODE) if kind is None else Name(word, kind)

    def _must(self, term: Term, kind: Kind, op: str) -> Term:
        if term.kind is not kind:
            raise self._fault(f'"{op}" needs a {kind}, not a {term.kind}.', "Mend the expression.")
        return term

    def _deeper(self, read: Callable[[], Term]) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._fault(
                f"More than {DEEPEST} levels stand within one another.",
                "Give a part of it a name as a metric of its own.",
            )
        term = read()
        self.depth -= 1
        return term

    def _expect(self, word: str) -> None:
        if self.word != word:
            raise self._fault(f'"{word}" is missing.', f'Add "{word}".')
        self._next()

    def _take(self) -> str:
        word = self.word
        self._next()
        return word

    def _next(self) -> None:
        found = _TOKEN.match(self.text, self.end)
        if not found:
            self.at = self.end
            raise self._fault(
                f'"{self.text[self.end :].strip()[:1]}" has no meaning in an expression.',
                "Use names, numbers, + - * / min max, comparisons, and, or, not.",
            )
        self.word = found.group().strip()
        self.at, self.end = found.end() - len(self.word), found.end()

    def _fault(self, reason: str, mend: str) -> ExpressionFault:
        return ExpressionFault(reason, mend=mend, at=self.at)
