"""What stands before the first round: checklist, programmes, buyers, supplier, sites, persons."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from app.checklists.changes import publish
from app.checklists.check import load_edition
from app.checklists.queries import edition as edition_of
from app.demo.deadlines import hang_calendars
from app.demo.demands import BUYERS, Demand
from app.demo.scene import Ground, Scene
from app.demo.story import PEOPLE, SITES, SUPPLIER, Figure, Place
from app.evidence.files import Files
from app.people.changes import add_person, give_role
from app.people.forms import NewGrant, NewPerson
from app.people.queries import actor
from app.people.rules import Actor
from app.programmes.buyer_forms import ContactForm, EditBuyer
from app.programmes.buyers import BuyerStatus
from app.programmes.changes import add_buyer, add_contact, edit_buyer, load_folder
from app.programmes.queries import demanded, opened
from app.suppliers.changes import add_site, add_supplier, add_zone
from app.suppliers.forms import NewSupplier, SiteForm, ZoneForm
from app.suppliers.models import Supplier
from app.trail.rules import System

MONTHS = 37


def found(session: Session, files: Files, checklists: Path, *, now: datetime) -> Scene:
    house, start = System(), now - timedelta(days=30.4375 * MONTHS)
    kept = publish(session, load_edition(checklists), by=house, at=start)
    load_folder(session, checklists / "programmes", by=house, at=start)
    for one in BUYERS:
        _meet(session, one, now.year, start)
    scene = Scene(session, files, now, kept.id, edition_of(session, kept.id))
    scene.rows = demanded(session)
    scene.packs = [opened(row) for row in scene.rows]
    named = NewSupplier(name=SUPPLIER[0], name_zh=SUPPLIER[1])
    supplier = add_supplier(session, named, by=house, at=start)
    session.flush()
    for place in SITES:
        scene.grounds[place.code] = _settle(scene, supplier, place, start)
    for n, figure in enumerate(PEOPLE):
        scene.cast[figure.key] = _hire(scene, figure, start + timedelta(minutes=n))
    return scene


def _meet(session: Session, one: Demand, year: int, start: datetime) -> None:
    house = System()
    buyer = add_buyer(
        session,
        one.name,
        name_zh=one.name_zh,
        class_=one.class_,
        status=BuyerStatus.TARGET,
        pack=one.pack,
        by=house,
        at=start,
    )
    session.flush()
    said = EditBuyer.model_validate(
        {
            "name": one.name,
            "name_zh": one.name_zh,
            "class": one.class_,
            "status": one.status,
            "pack": one.pack,
            "target_year": year + one.years,
            "version": buyer.version,
        }
    )
    edit_buyer(session, buyer, said, by=house, at=start)
    for name, role, email, phone in one.people:
        who = ContactForm(name=name, role=role, email=email, phone=phone, version=buyer.version)
        add_contact(session, buyer, who, by=house, at=start)
    session.flush()


def _settle(scene: Scene, supplier: Supplier, place: Place, start: datetime) -> Ground:
    house, session = System(), scene.session
    known = frozenset(scene.edition.vocabulary.traits)
    form = SiteForm(
        code=place.code,
        name=place.name,
        name_zh=place.name_zh,
        country=place.country,
        time_zone=place.time_zone,
        traits=tuple(sorted(place.traits(known))),
    )
    site = add_site(session, supplier, form, by=house, at=start)
    session.flush()
    zones = [
        add_zone(session, site, ZoneForm(kind=k, name=n, name_zh=z), by=house, at=start)
        for k, n, z in place.zones
    ]
    hang_calendars(session, site, start=start, now=scene.now)
    return Ground(place, site, zones)


def _hire(scene: Scene, figure: Figure, at: datetime) -> Actor:
    """Without a password: the demo has one-click entry."""
    session = scene.session
    person = NewPerson(email=f"{figure.key}@demo.example", name=figure.name, lang=figure.lang)
    who = add_person(session, person, by=System(), at=at)
    session.flush()
    site = scene.grounds[figure.site].site if figure.site else None
    grant = NewGrant(role=figure.role, site_id=site.id if site else None)
    give_role(session, who, grant, place=site, by=System(), at=at)
    session.flush()
    return actor(session, who)
