"""One order in one language, or in two that are told beside one another."""

from dataclasses import replace
from hashlib import sha256

from sqlmodel import Session

from app.reports.beside import BOTH
from app.reports.document import Document
from app.reports.gather import gather
from app.reports.models import Report


def gathered(
    session: Session, order: Report, address: str = ""
) -> tuple[Document, Document | None]:
    """The document and, where both are wanted, the same in Chinese; one hash stands for the two."""
    if order.lang != BOTH:
        return gather(session, order, address), None
    en, zh = (gather(session, _in(order, lang), address) for lang in ("en", "zh"))
    both = sha256(f"{en.head.data_hash} {zh.head.data_hash}".encode()).hexdigest()
    return _hashed(en, both), _hashed(zh, both)


def _in(order: Report, lang: str) -> Report:
    """A copy that no session knows of."""
    return Report(**(order.model_dump() | {"lang": lang}))


def _hashed(document: Document, digest: str) -> Document:
    return replace(document, head=replace(document.head, data_hash=digest))
