"""Exact numbers: fractions inside, so that nothing depends on order; decimals at the border."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

Exact = int | Fraction
"""What items are summed in: whole numbers stay ints, which add ten times as fast."""

Value = Fraction | str | bool | None
"""What a metric or an expression can be; None is 'nothing to say', never 0."""

SHOWN_DIGITS = 28

_BORDER = Context(prec=SHOWN_DIGITS, rounding=ROUND_HALF_UP)


def lean(value: Decimal | Fraction) -> Exact:
    """The same number, as an int if it is whole."""
    whole = Fraction(value)
    return whole.numerator if whole.denominator == 1 else whole


def half_up(value: Exact, places: int) -> Fraction:
    """Rounded to `places` decimals; a half goes away from zero."""
    scale = 10**places
    whole = (2 * abs(value.numerator) * scale + value.denominator) // (2 * value.denominator)
    return Fraction(whole if value >= 0 else -whole, scale)


def decimal_of(value: Exact, places: int | None = None) -> Decimal:
    """The decimal of a fraction, to 28 digits, or with exactly `places` decimals."""
    if places is not None:
        rounded = half_up(value, places)
        return Decimal(int(rounded * 10**places)).scaleb(-places)
    if isinstance(value, int):
        return Decimal(value)
    return _BORDER.divide(Decimal(value.numerator), Decimal(value.denominator))


def shown(value: Value, places: int | None = None) -> Decimal | str | None:
    """A value as it leaves the engine."""
    if isinstance(value, Fraction):
        return decimal_of(value, places)
    return str(value).lower() if isinstance(value, bool) else value
