from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session

from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.programmes.buyer_forms import ContactForm, EditBuyer, SetMilestone
from app.programmes.buyers import BuyerClass, BuyerStatus, Step
from app.programmes.forms import load_pack
from app.programmes.models import Buyer, Contact, Milestone, PackVersion
from app.programmes.queries import (
    buyer_named,
    by_hash,
    milestone,
    newest,
    pack_version,
    version_of,
)
from app.programmes.searched import were_searched
from app.trail.changes import record
from app.trail.rules import Author


class VersionTaken(Conflict): ...


class ChangedMeanwhile(Conflict): ...


class NameTaken(Conflict): ...


class NotLoaded(Invalid): ...


class NotYet(Invalid): ...


def load(
    session: Session,
    content: str,
    name: str,
    *,
    searched: bool = False,
    by: Author,
    at: datetime,
) -> PackVersion:
    """Keeps one version of a programme for good; the same content loads to the same row.

    A pack that does not hold its own vectors is refused (forms.load_pack), and so is an overlay
    whose base is not loaded.
    """
    bases: dict[str, str] = {}

    def loaded(programme: str, version: str) -> str | None:
        row = version_of(session, programme, version)
        if row is None:
            return None
        bases[f"{programme} {version}"] = row.content
        return row.content

    pack = load_pack(content, name, loaded, searched=searched)
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
        pack=pack.id,
        version=pack.version,
        sha256=digest,
        content=content,
        loaded_at=at,
        bases=bases,
    )
    session.add(row)
    on = f"{pack.id} {pack.version}"
    record(session, "programme.loaded", on=on, by=by, at=at, **row.frozen)
    return row


def load_folder(session: Session, folder: Path, *, by: Author, at: datetime) -> list[PackVersion]:
    """Every programme of a folder, overlays after what they lie on."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.yaml")}
    in_order = sorted(texts, key=lambda name: ("\nextends:" in texts[name], name))
    searched = were_searched(folder)
    return [load(session, texts[name], name, searched=searched, by=by, at=at) for name in in_order]


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
    before = row.status
    _turn(session, row, version)
    row.status = status
    record(session, "buyer.moved", on=row.name, by=by, at=at, before=before, after=status)


def edit_buyer(session: Session, row: Buyer, form: EditBuyer, *, by: Author, at: datetime) -> None:
    """What is said of a buyer. Audits that are planned already keep what was frozen then."""
    named = buyer_named(session, form.name)
    if named and named.id != row.id:
        raise NameTaken(_("There is a buyer called {name} already."), name=form.name)
    pinned = pack_version(session, form.pack_version) if form.pack_version else None
    if form.pack_version and (pinned is None or pinned.pack != form.pack):
        raise NotLoaded(_("This is no version of the programme {pack}."), pack=form.pack)
    if not newest(session, [form.pack]):
        raise NotLoaded(_("No programme called {pack} is loaded."), pack=form.pack)
    _turn(session, row, form.version)
    wanted = form.model_dump(exclude={"version", "pack_version"})
    wanted["pack_version_id"] = form.pack_version
    changed = {name: new for name, new in wanted.items() if getattr(row, name) != new}
    before = {name: getattr(row, name) for name in changed}
    called = row.name
    for name, value in changed.items():
        setattr(row, name, value)
    record(session, "buyer.changed", on=called, by=by, at=at, before=before, after=changed)


def set_milestone(
    session: Session, row: Buyer, step: Step, form: SetMilestone, *, by: Author, at: datetime
) -> None:
    """When `step` should be reached, and when it was; two empty days take it away."""
    if form.reached_on and form.reached_on > at.date() + timedelta(days=1):
        raise NotYet(_("A milestone is reached today or earlier; a later day is planned."))
    _turn(session, row, form.version)
    stands = milestone(session, row.id, step) or Milestone(buyer_id=row.id, step=step)
    before = {"planned_on": stands.planned_on, "reached_on": stands.reached_on}
    after = {"planned_on": form.planned_on, "reached_on": form.reached_on}
    stands.planned_on, stands.reached_on = form.planned_on, form.reached_on
    session.add(stands)
    record(
        session, "buyer.milestone", on=row.name, by=by, at=at, step=step, before=before, after=after
    )


def add_contact(
    session: Session, row: Buyer, form: ContactForm, *, by: Author, at: datetime
) -> Contact:
    _turn(session, row, form.version)
    said = form.model_dump(exclude={"version"})
    contact = Contact(buyer_id=row.id, **said)
    session.add(contact)
    record(session, "buyer.contact_added", on=row.name, by=by, at=at, after=said)
    return contact


def edit_contact(
    session: Session, row: Buyer, contact: Contact, form: ContactForm, *, by: Author, at: datetime
) -> None:
    _turn(session, row, form.version)
    after = form.model_dump(exclude={"version"})
    before = {name: getattr(contact, name) for name in after}
    for name, value in after.items():
        setattr(contact, name, value)
    session.add(contact)
    record(session, "buyer.contact_changed", on=row.name, by=by, at=at, before=before, after=after)


def remove_contact(
    session: Session, row: Buyer, contact: Contact, *, version: int, by: Author, at: datetime
) -> None:
    """The person leaves the list; the trail keeps what stood there."""
    _turn(session, row, version)
    before = contact.model_dump(include={"name", "role", "email", "phone"})
    session.delete(contact)
    record(session, "buyer.contact_removed", on=row.name, by=by, at=at, before=before)


def _turn(session: Session, row: Buyer, version: int) -> None:
    """The next version of a buyer, if `version` is the one that stands."""
    if version != row.version:
        raise ChangedMeanwhile(
            _("{name} was changed meanwhile. Load the page again."), name=row.name
        )
    row.version += 1
    session.add(row)
