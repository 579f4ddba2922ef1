from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from app.programmes.buyers import Step
from app.programmes.forms import open_pack
from app.programmes.models import Buyer, Contact, Milestone, PackVersion
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


def demands(
    session: Session,
    *,
    loaded_by: datetime | None = None,
    listed: Sequence[Buyer] | None = None,
) -> list[tuple[Buyer, PackVersion]]:
    """Each buyer with the version that it demands, the most important first; two queries.

    A buyer whose programme is not loaded is left out. `loaded_by` leaves out what came later;
    `listed`: the buyers as they stood then, in their order.
    """
    listed = buyers(session) if listed is None else listed
    pinned = [one.pack_version_id for one in listed if one.pack_version_id]
    packs = {one.pack for one in listed}
    query = select(PackVersion).where(
        or_(col(PackVersion.pack).in_(packs), col(PackVersion.id).in_(pinned))
    )
    if loaded_by:
        query = query.where(PackVersion.loaded_at <= loaded_by)
    rows = list(session.exec(query.order_by(col(PackVersion.loaded_at), col(PackVersion.id))))
    latest = {row.pack: row for row in rows}
    by_id = {row.id: row for row in rows}
    found = [
        (one, (one.pack_version_id and by_id.get(one.pack_version_id)) or latest.get(one.pack))
        for one in listed
    ]
    return [(one, row) for one, row in found if row]


def demanded(session: Session) -> list[PackVersion]:
    """The versions that some buyer demands, each once."""
    rows = {row.id: row for _buyer, row in demands(session)}
    return sorted(rows.values(), key=lambda row: (row.pack, row.loaded_at))


def versions(session: Session) -> list[PackVersion]:
    """Every loaded version, by programme, the newest first."""
    order = (col(PackVersion.pack), col(PackVersion.loaded_at).desc(), col(PackVersion.id).desc())
    return list(session.exec(select(PackVersion).order_by(*order)))


def milestones(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[Step, Milestone]]:
    """Of each buyer those that have a day, in the order of the way."""
    order = list(Step)
    found: dict[UUID, dict[Step, Milestone]] = {id: {} for id in ids}
    rows = session.exec(select(Milestone).where(col(Milestone.buyer_id).in_(ids)))
    for row in sorted(rows, key=lambda row: order.index(row.step)):
        if row.planned_on or row.reached_on:
            found[row.buyer_id][row.step] = row
    return found


def milestone(session: Session, buyer_id: UUID, step: Step) -> Milestone | None:
    return session.get(Milestone, (buyer_id, step))


def contacts(session: Session, buyer_id: UUID) -> list[Contact]:
    query = select(Contact).where(Contact.buyer_id == buyer_id)
    return list(session.exec(query.order_by(col(Contact.name), col(Contact.id))))


def contact(session: Session, id: UUID) -> Contact | None:
    return session.get(Contact, id)


def represented_by(session: Session, email: str) -> frozenset[str]:
    """The names of the buyers that list the person among their contacts."""
    query = (
        select(Buyer.name)
        .join(Contact, col(Contact.buyer_id) == Buyer.id)
        .where(func.lower(Contact.email) == email.lower(), Contact.email != "")
    )
    return frozenset(session.exec(query))


def opened(row: PackVersion) -> Pack:
    """The programme itself; parsed once a process, as its content never changes."""
    return _opened(row.content, row.pack, tuple(sorted(row.bases.items())))


@lru_cache(maxsize=64)
def _opened(content: str, name: str, bases: tuple[tuple[str, str], ...]) -> Pack:
    return open_pack(content, f"{name}.yaml", lambda *base: dict(bases).get(" ".join(base)))
