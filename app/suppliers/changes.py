from datetime import datetime

from sqlmodel import Session

from app.kit.errors import Conflict
from app.kit.words import mark as _
from app.suppliers.forms import NewSupplier, SiteForm, ZoneForm
from app.suppliers.models import Site, Supplier, Zone
from app.suppliers.queries import site_with_code, supplier_named, zone_named
from app.trail.changes import record
from app.trail.rules import Author


class ChangedMeanwhile(Conflict): ...


class CodeTaken(Conflict): ...


class NameTaken(Conflict): ...


def add_supplier(session: Session, form: NewSupplier, *, by: Author, at: datetime) -> Supplier:
    if supplier_named(session, form.name):
        raise NameTaken(_("There is a supplier called {name} already."), name=form.name)
    supplier = Supplier(**form.model_dump())
    session.add(supplier)
    record(session, "supplier.added", on=supplier.name, by=by, at=at)
    return supplier


def add_site(
    session: Session, supplier: Supplier, form: SiteForm, *, by: Author, at: datetime
) -> Site:
    _refuse_taken(session, form.code)
    site = Site(supplier_id=supplier.id, code=form.code, name=form.name)
    _write(site, form)
    session.add(site)
    record(session, "site.added", on=site.code, by=by, at=at, site_id=site.id, after=_columns(form))
    return site


def edit_site(session: Session, site: Site, form: SiteForm, *, by: Author, at: datetime) -> None:
    if form.version != site.version:
        raise ChangedMeanwhile(
            _("Site {code} was changed meanwhile. Load it again and repeat your change."),
            code=site.code,
        )
    if form.code != site.code:
        _refuse_taken(session, form.code)
    before = {name: getattr(site, name) for name in _columns(form)}
    _write(site, form)
    site.version += 1
    session.add(site)
    record(
        session,
        "site.changed",
        on=site.code,
        by=by,
        at=at,
        site_id=site.id,
        before=before,
        after=_columns(form),
    )


def add_zone(session: Session, site: Site, form: ZoneForm, *, by: Author, at: datetime) -> Zone:
    known = zone_named(session, site.id, form.name)
    if known and known.retired_at:
        raise NameTaken(
            _("{name} was retired; old answers name it. Take another name."), name=form.name
        )
    if known:
        raise NameTaken(_("There is a zone called {name} already."), name=form.name)
    zone = Zone(site_id=site.id, **form.model_dump())
    session.add(zone)
    record(session, "zone.added", on=f"{site.code} {zone.name}", by=by, at=at, site_id=site.id)
    return zone


def retire_zone(session: Session, site: Site, zone: Zone, *, by: Author, at: datetime) -> None:
    """Audits that have it in scope keep it; those planned from now on leave it out."""
    if zone.retired_at:
        return
    zone.retired_at = at
    session.add(zone)
    record(session, "zone.retired", on=f"{site.code} {zone.name}", by=by, at=at, site_id=site.id)


def _refuse_taken(session: Session, code: str) -> None:
    if site_with_code(session, code):
        raise CodeTaken(_("The code {code} is taken. Choose another one."), code=code)


def _write(site: Site, form: SiteForm) -> None:
    for name, value in _columns(form).items():
        setattr(site, name, value)


def _columns(form: SiteForm) -> dict[str, str]:
    return {
        **form.model_dump(exclude={"version", "traits", "supplier"}),
        "traits": " ".join(sorted(set(form.traits))),
    }
