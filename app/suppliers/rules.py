"""What a site can be like (traits), its kinds of zone, both named by the checklist; its days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ZoneKind(StrEnum):
    WASHROOM = "washroom"
    DORMITORY_BLOCK = "dormitory_block"
    CANTEEN = "canteen"
    FLOOR = "floor"
    PROCESS_STEP = "process_step"
    WAREHOUSE = "warehouse"


FIRST_DAY_OF_WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What a site says of a day."""

    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Saturday and Sunday are days of rest, and all others worked, unless the site says not."""

    said: Mapping[date, Said]

    def works(self, day: date) -> bool:
        said = self.said.get(day)
        return day.weekday() < FIRST_DAY_OF_WEEKEND if said is None else said.working
