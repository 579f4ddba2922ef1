"""Everything a report says, already computed and already in the reader's language.

Drawing adds nothing but form: the same document gives the same bytes. Points and scores are exact
decimals as the programme rounded them; `None` means "no score", never 0. A `Term` is a code for
style and tests beside the words for people.
"""

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

import rfc8785
from pydantic import TypeAdapter

from app.reports.shapes.base import (
    AuditFacts,
    Band,
    Bar,
    Barring,
    CategoryScore,
    Found,
    Head,
    Kind,
    Method,
    Photo,
    Progress,
    Rule,
    SignatureLine,
    Source,
    Standing,
    Term,
    Tone,
    Verdict,
)
from app.reports.shapes.delta import DeltaDocument
from app.reports.shapes.dossier import DossierDocument
from app.reports.shapes.executive import (
    Ageing,
    AgeRow,
    Decision,
    ExecutiveDocument,
    Field,
    FieldCell,
    FieldRow,
    Move,
    OpenThen,
    RoundRow,
    TrendLine,
    TrendMark,
    TrendPoint,
)
from app.reports.shapes.gap import (
    Cost,
    Deducted,
    GapAction,
    GapAnswer,
    GapCategory,
    GapDocument,
    GapFinding,
    GapItem,
    GapSection,
    Moved,
    NotApplicable,
    OutOfScope,
    Reckoned,
    Unseen,
    Unvisited,
)
from app.reports.shapes.meeting import MeetingDocument
from app.reports.shapes.plan import PlanDocument

__all__ = [
    "AgeRow",
    "Ageing",
    "AuditFacts",
    "Band",
    "Bar",
    "Barring",
    "CategoryScore",
    "Cost",
    "Decision",
    "Deducted",
    "DeltaDocument",
    "DossierDocument",
    "ExecutiveDocument",
    "Field",
    "FieldCell",
    "FieldRow",
    "Found",
    "GapAction",
    "GapAnswer",
    "GapCategory",
    "GapDocument",
    "GapFinding",
    "GapItem",
    "GapSection",
    "Head",
    "Kind",
    "MeetingDocument",
    "Method",
    "Move",
    "Moved",
    "NotApplicable",
    "OpenThen",
    "OutOfScope",
    "Photo",
    "PlanDocument",
    "Progress",
    "Reckoned",
    "RoundRow",
    "Rule",
    "SignatureLine",
    "Source",
    "Standing",
    "Term",
    "Tone",
    "TrendLine",
    "TrendMark",
    "TrendPoint",
    "Unseen",
    "Unvisited",
    "Verdict",
]

Document = (
    ExecutiveDocument
    | GapDocument
    | PlanDocument
    | MeetingDocument
    | DeltaDocument
    | DossierDocument
)

CLASSES: dict[Kind, type[Document]] = {
    Kind.EXECUTIVE: ExecutiveDocument,
    Kind.GAP: GapDocument,
    Kind.PLAN: PlanDocument,
    Kind.MEETING: MeetingDocument,
    Kind.DELTA: DeltaDocument,
    Kind.DOSSIER: DossierDocument,
}


def to_json(document: Document) -> str:
    """Canonical (RFC 8785), so that equal documents have equal texts. Decimals are strings."""
    plain = _shape(document.head.kind).dump_python(document, mode="json")
    return rfc8785.dumps(plain).decode()


def from_json(text: str) -> Document:
    plain = json.loads(text)
    shape: TypeAdapter[Document] = _shape(Kind(plain["head"]["kind"]))
    return shape.validate_python(plain)


def head_of(text: str) -> Head:
    """Without the rest, which is large."""
    return TypeAdapter(Head).validate_python(json.loads(text)["head"])


@cache
def _shape(kind: Kind) -> TypeAdapter[Any]:
    return TypeAdapter(CLASSES[kind])


Sealed = TypeVar("Sealed", bound=Document)


def sealed(document: Sealed) -> Sealed:
    """The document with `data_hash` filled in: SHA-256 of all it says, whatever report says it."""
    bare = replace(
        document.head,
        report_id="",
        made_at=document.head.known_at,
        made_by="",
        data_hash="",
        trail_head="",
        address="",
    )
    digest = hashlib.sha256(to_json(replace(document, head=bare)).encode()).hexdigest()
    return replace(document, head=replace(document.head, data_hash=digest))
