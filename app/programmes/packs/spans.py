"""Between which bounds a figure lies, so that a test that can never fail or never hold is found.

It is how a share (0 to 1) that is compared with percents is caught.
"""

from collections.abc import Mapping
from fractions import Fraction

from app.programmes.figures.terms import COMPARISON, Comparison, Literal, Name
from app.programmes.scheme import metrics as m
from app.programmes.scoring.givens import SHARES

Span = tuple[Fraction, Fraction | None]
"""The least and the greatest; None where there is no greatest."""

COUNT: Span = (Fraction(0), None)
SHARE: Span = (Fraction(0), Fraction(1))
PERCENT: Span = (Fraction(0), Fraction(100))
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def span_of_given(name: str) -> Span:
    return SHARE if name in SHARES else COUNT


def span_of(how: m.How, known: Mapping[str, Span]) -> Span | None:
    span: Span | None = None
    match how:
        case m.Pooled() | m.PerNode() | m.PerInstance() | m.WeightedMean():
            span = PERCENT
        case m.Extremum():
            span = known.get(how.of)
        case m.CountLevels() | m.CountFindings() | m.CountCodes():
            span = COUNT
        case m.ItemFigure():
            span = span_of_given(how.figure)
        case m.Ladder():
            span = Fraction(0), Fraction(len(how.rungs))
        case m.Table() if cells := [x for x in how.cells if isinstance(x, Fraction)]:
            span = min(cells), max(cells)
    return span


def told_if_fixed(found: Comparison, spans: Mapping[str, Span]) -> str | None:
    """Why a comparison of one figure with a number comes out the same whatever the facts."""
    match found:
        case Comparison(op, Name(name), Literal(Fraction() as bound)):
            pass
        case Comparison(op, Literal(Fraction() as bound), Name(name)):
            op = FLIPPED[op]
        case _:
            return None
    if name not in spans or (always := fixed(op, bound, spans[name])) is None:
        return None
    return f'"{found.text}" {"always" if always else "never"} holds: {name} {told(spans[name])}.'


def told(span: Span) -> str:
    low, high = span
    return f"is at least {low}" if high is None else f"lies between {low} and {high}"


def fixed(op: str, bound: Fraction, span: Span) -> bool | None:
    """What `figure op bound` comes to for each figure of the span; None if it depends."""
    low, high = span
    top = max(low, bound) + 1 if high is None else high
    outcomes = {COMPARISON[op](at, bound) for at in (low, min(max(low, bound), top), top)}
    return outcomes.pop() if len(outcomes) == 1 else None
