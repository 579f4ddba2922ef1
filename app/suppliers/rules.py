"""What a site can be like (traits), and what kinds of zone it has. The checklist names both."""

from enum import StrEnum


class ZoneKind(StrEnum):
    WASHROOM = "washroom"
    DORMITORY_BLOCK = "dormitory_block"
    CANTEEN = "canteen"
    FLOOR = "floor"
    PROCESS_STEP = "process_step"
    WAREHOUSE = "warehouse"
