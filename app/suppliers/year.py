"""A year of a site as a calendar that hangs on a wall."""

from calendar import MONDAY
from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from app.suppliers.rules import Calendar, Said


@dataclass(frozen=True, slots=True)
class Cell:
    """`said` None: as the week has it."""

    day: date
    works: bool
    said: Said | None
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` begin on Monday; None pads the first and the last."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Year:
    number: int
    months: tuple[Month, ...]

    @property
    def said(self) -> list[Cell]:
        """The days of which the site has said something, in their order."""
        cells = (cell for month in self.months for week in month.weeks for cell in week)
        return [cell for cell in cells if cell and cell.said]

    @property
    def working_days(self) -> int:
        cells = (cell for month in self.months for week in month.weeks for cell in week)
        return sum(1 for cell in cells if cell and cell.works)


def year_of(calendar: Calendar, number: int, today: date) -> Year:
    def cell(day: date) -> Cell:
        return Cell(day, calendar.works(day), calendar.said.get(day), day == today)

    weeks = Weeks(MONDAY)
    return Year(
        number,
        tuple(
            Month(
                date(number, month, 1),
                tuple(
                    tuple(cell(day) if day.month == month else None for day in week)
                    for week in weeks.monthdatescalendar(number, month)
                ),
            )
            for month in range(1, 13)
        ),
    )
