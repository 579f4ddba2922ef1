from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from app.evidence.models import Evidence
from app.people.rules import Actor
from app.suppliers.queries import seen_sites


def evidence(session: Session, actor: Actor, id: UUID) -> Evidence | None:
    query = select(Evidence).where(Evidence.id == id, col(Evidence.site_id).in_(seen_sites(actor)))
    return session.exec(query).one_or_none()


def evidence_at(session: Session, site_id: UUID, ids: Collection[UUID]) -> list[Evidence]:
    """Those of `ids` that were brought at this site."""
    query = select(Evidence).where(col(Evidence.id).in_(set(ids)), Evidence.site_id == site_id)
    return list(session.exec(query))


def with_id(session: Session, id: UUID) -> Evidence | None:
    return session.get(Evidence, id)


def every_hash(session: Session) -> frozenset[str]:
    """Of all files that were ever brought."""
    return frozenset(session.exec(select(Evidence.sha256).distinct()))
