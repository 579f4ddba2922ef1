from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from sqlmodel import Session, col, select

from app.programmes.forms import load_pack
from app.programmes.models import Buyer, PackVersion
from app.programmes.rules import Pack


def buyers(session: Session) -> list[Buyer]:
    """The most important first."""
    order = (col(Buyer.class_) != "S", col(Buyer.class_), col(Buyer.name))
    return list(session.exec(select(Buyer).order_by(*order)))


def buyer(session: Session, id: UUID) -> Buyer | None:
    return session.get(Buyer, id)


def buyer_named(session: Session, name: str) -> Buyer | None:
    return session.exec(select(Buyer).where(Buyer.name == name)).one_or_none()


def pack_version(session: Session, id: UUID) -> PackVersion | None:
    return session.get(PackVersion, id)


def by_hash(session: Session, sha256: str) -> PackVersion | None:
    return session.exec(select(PackVersion).where(PackVersion.sha256 == sha256)).one_or_none()


def version_of(session: Session, pack: str, version: str) -> PackVersion | None:
    query = select(PackVersion).where(PackVersion.pack == pack, PackVersion.version == version)
    return session.exec(query).one_or_none()


def newest(session: Session, packs: Collection[str] | None = None) -> list[PackVersion]:
    """The version of each programme that was loaded last; of all programmes without `packs`."""
    query = select(PackVersion).order_by(col(PackVersion.loaded_at), col(PackVersion.id))
    if packs is not None:
        query = query.where(col(PackVersion.pack).in_(packs))
    latest = {row.pack: row for row in session.exec(query)}
    return sorted(latest.values(), key=lambda row: row.pack)


def demanded(session: Session) -> list[PackVersion]:
    """The newest version of each programme that some buyer demands."""
    return newest(session, {one.pack for one in buyers(session)})


def opened(row: PackVersion) -> Pack:
    """The programme itself; parsed once a process, as its content never changes."""
    return _opened(row.sha256, row.content, row.pack)


@lru_cache(maxsize=64)
def _opened(sha256: str, content: str, name: str) -> Pack:
    del sha256
    return load_pack(content, f"{name}.yaml")
