"""When a step is due, from the clocks of a finding's class."""

from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta

from app.programmes.scheme.classes import Clock, Unit
from app.programmes.scheme.pack import Pack

HOURS_OF_A_DAY = 24
FIRST_DAY_OF_WEEKEND = 5


def weekday(day: date) -> bool:
    """Neither Saturday nor Sunday: what is worked where nobody keeps a calendar."""
    return day.weekday() < FIRST_DAY_OF_WEEKEND


def due_on(pack: Pack, cls: str, step: str, anchors: Mapping[str, date]) -> date | None:
    """The last day on which `step` is not late; None without such a clock or without its anchor."""
    window = window_on(pack, cls, step, anchors)
    return window[1] if window else None


def window_on(
    pack: Pack, cls: str, step: str, anchors: Mapping[str, date]
) -> tuple[date, date] | None:
    """The first and the last day on which `step` may be done."""
    clock = clock_of(pack, cls, step)
    if clock is None or clock.anchor not in anchors:
        return None
    anchor = anchors[clock.anchor]
    first = anchor if clock.earliest is None else run(pack, clock, anchor, clock.earliest)
    return first, run(pack, clock, anchor, clock.n)


def clock_of(pack: Pack, cls: str, step: str) -> Clock | None:
    found = pack.finding_class(cls)
    clocks = found.clocks if found else ()
    return next((clock for clock in clocks if clock.step == step), None)


def run(
    pack: Pack, clock: Clock, anchor: date, n: int, works: Callable[[date], bool] = weekday
) -> date:
    """`n` units of the clock after the day `anchor`; `works`: the days that its site works."""
    match clock.unit:
        case Unit.HOURS:
            return anchor + timedelta(days=-(-n // HOURS_OF_A_DAY))
        case Unit.DAYS:
            return anchor + timedelta(days=n)
        case Unit.WORKING_DAYS:
            return working_days_after(anchor, n, pack.holidays, works)
        case Unit.MONTHS:
            return months_after(anchor, n)


def months_after(anchor: date, n: int) -> date:
    """The same day n months on, or the last of that month if it is shorter."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + n, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, last))


def working_days_after(
    anchor: date,
    n: int,
    holidays: Collection[date] = (),
    works: Callable[[date], bool] = weekday,
) -> date:
    """The nth day on from `anchor` that is worked and is no holiday of the programme."""
    day = anchor
    while n:
        day += timedelta(days=1)
        if works(day) and day not in holidays:
            n -= 1
    return day
