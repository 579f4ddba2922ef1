"""Types and stages of an audit."""

from collections.abc import Mapping
from enum import StrEnum

from app.kit.words import mark as _


class AuditType(StrEnum):
    SELF = "self"
    MOCK = "mock"
    BUYER = "buyer"
    OFFICIAL = "official"
    SURVEILLANCE = "surveillance"
    CLOSURE = "closure"
    SPOT = "spot"


TYPE_NAMES: Mapping[AuditType, str] = {
    AuditType.SELF: _("Self-assessment"),
    AuditType.MOCK: _("Mock audit"),
    AuditType.BUYER: _("Buyer's pre-audit"),
    AuditType.OFFICIAL: _("Official audit"),
    AuditType.SURVEILLANCE: _("Surveillance audit"),
    AuditType.CLOSURE: _("Closure audit"),
    AuditType.SPOT: _("Spot audit"),
}


class Stage(StrEnum):
    PLANNED = "planned"
    FIELDWORK = "fieldwork"
    REVIEW = "review"
    CLOSED = "closed"


STAGE_NAMES: Mapping[Stage, str] = {
    Stage.PLANNED: _("Planned"),
    Stage.FIELDWORK: _("Fieldwork"),
    Stage.REVIEW: _("In review"),
    Stage.CLOSED: _("Closed"),
}

MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.PLANNED: frozenset({Stage.FIELDWORK}),
    Stage.FIELDWORK: frozenset({Stage.REVIEW}),
    Stage.REVIEW: frozenset({Stage.FIELDWORK, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}

TAKES_ANSWERS = frozenset({Stage.FIELDWORK, Stage.REVIEW})


class Duty(StrEnum):
    LEAD = "lead"
    AUDITOR = "auditor"
