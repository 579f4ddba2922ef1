from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.forms import load_pack
from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import buyer_named, by_hash, newest, version_of
from app.trail.changes import record
from app.trail.rules import Author


class VersionTaken(Conflict): ...


class ChangedMeanwhile(Conflict): ...


class NameTaken(Conflict): ...


class NotLoaded(Invalid): ...


def load(session: Session, content: str, name: str, *, by: Author, at: datetime) -> PackVersion:
    """Keeps one version of a programme for good; the same content loads to the same row.

    A pack that does not hold its own vectors is refused (forms.load_pack).
    """
    pack = load_pack(content, name)
    digest = sha256(content.encode()).hexdigest()
    known = by_hash(session, digest)
    if known:
        return known
    if version_of(session, pack.id, pack.version):
        raise VersionTaken(
            _("{pack} {version} is loaded with other content. Give the file a new version."),
            pack=pack.id,
            version=pack.version,
        )
    row = PackVersion(
        pack=pack.id, version=pack.version, sha256=digest, content=content, loaded_at=at
    )
    session.add(row)
    record(session, "programme.loaded", on=f"{pack.id} {pack.version}", by=by, at=at, sha256=digest)
    return row


def add_buyer(  # noqa: PLR0913 - what there is to say of a buyer
    session: Session,
    name: str,
    *,
    name_zh: str = "",
    class_: BuyerClass,
    status: BuyerStatus,
    pack: str,
    by: Author,
    at: datetime,
) -> Buyer:
    if buyer_named(session, name):
        raise NameTaken(_("There is a buyer called {name} already."), name=name)
    if not newest(session, [pack]):
        raise NotLoaded(_("No programme called {pack} is loaded."), pack=pack)
    row = Buyer(name=name, name_zh=name_zh, class_=class_, status=status, pack=pack)
    session.add(row)
    record(session, "buyer.added", on=name, by=by, at=at, class_=class_, status=status, pack=pack)
    return row


def move_buyer(
    session: Session, row: Buyer, status: BuyerStatus, *, version: int, by: Author, at: datetime
) -> None:
    if version != row.version:
        raise ChangedMeanwhile(
            _("{name} was changed meanwhile. Load the page again."), name=row.name
        )
    before, row.status = row.status, status
    row.version += 1
    session.add(row)
    record(session, "buyer.moved", on=row.name, by=by, at=at, before=before, after=status)
