"""Kinds of report, and how an order stands."""

from collections.abc import Mapping
from enum import StrEnum

from app.kit.words import mark as _


class ReportKind(StrEnum):
    EXECUTIVE = "executive"
    GAP = "gap"


REPORT_NAMES: Mapping[ReportKind, str] = {
    ReportKind.EXECUTIVE: _("Executive readiness report"),
    ReportKind.GAP: _("Gap report"),
}


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class Every(StrEnum):
    MONTH = "month"
    WEEK = "week"


class OrderStatus(StrEnum):
    QUEUED = "queued"
    DRAWING = "drawing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATUS_NAMES: Mapping[OrderStatus, str] = {
    OrderStatus.QUEUED: _("Waiting"),
    OrderStatus.DRAWING: _("Being drawn"),
    OrderStatus.DONE: _("Ready"),
    OrderStatus.FAILED: _("Could not be drawn"),
    OrderStatus.CANCELLED: _("Cancelled"),
}
ENDED = frozenset({OrderStatus.DONE, OrderStatus.FAILED, OrderStatus.CANCELLED})
MOST_TRIES = 3
