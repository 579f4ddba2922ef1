"""Kinds of report, and how an order stands."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.kit.words import mark as _


class ReportKind(StrEnum):
    EXECUTIVE = "executive"
    GAP = "gap"
    PLAN = "plan"
    MEETING = "meeting"
    DELTA = "delta"
    DOSSIER = "dossier"


REPORT_NAMES: Mapping[ReportKind, str] = {
    ReportKind.EXECUTIVE: _("Executive readiness report"),
    ReportKind.GAP: _("Gap report"),
    ReportKind.PLAN: _("Corrective action plan"),
    ReportKind.MEETING: _("Closing-meeting sheet"),
    ReportKind.DELTA: _("Report of changes"),
    ReportKind.DOSSIER: _("Dossier of a finding"),
}
OF_SITE = (ReportKind.EXECUTIVE, ReportKind.GAP, ReportKind.PLAN)
"""They need nothing but a site and a programme."""

OF_AUDIT = (ReportKind.MEETING, *OF_SITE)


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


LETTER_IS_USUAL = frozenset(
    {"US", "CA", "MX", "PH", "CL", "CO", "CR", "DO", "GT", "HN", "NI", "PA", "PR", "SV", "VE"}
)


def usual_paper(country: str) -> Paper:
    return Paper.LETTER if country.upper() in LETTER_IS_USUAL else Paper.A4


PAPER_NAMES: Mapping[Paper, str] = {Paper.A4: _("A4"), Paper.LETTER: _("Letter")}


class Tongue(StrEnum):
    EN = "en"
    ZH = "zh"
    BOTH = "both"


LANGUAGE_NAMES: Mapping[str, str] = {
    "en": "English",
    "zh": "中文",
    "both": _("English and Chinese side by side"),
}


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


EVERY_NAMES: Mapping[Every, str] = {Every.MONTH: _("Every month"), Every.WEEK: _("Every week")}
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
SCHEDULED = (ReportKind.EXECUTIVE, ReportKind.GAP, ReportKind.PLAN)
"""Kinds that tell of a site and need nothing else to be said."""


def next_day(every: Every, day: int, since: date) -> date:
    """The first such day, `since` itself counting; a month too short for it ends with it."""
    if every is Every.WEEK:
        return since + timedelta(days=(day - since.isoweekday()) % 7)
    here = _in_month(since.year, since.month, day)
    if here >= since:
        return here
    return _in_month(since.year + since.month // 12, since.month % 12 + 1, day)


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def period_of(every: Every, on: date) -> str:
    """The name of the turn to which a day belongs: each is drawn once."""
    if every is Every.WEEK:
        year, week, _day = on.isocalendar()
        return f"{year}-W{week:02}"
    return f"{on:%Y-%m}"
