from datetime import datetime

from sqlmodel import Session

from app.kit.errors import Conflict
from app.kit.words import mark as _
from app.suppliers.forms import NewSupplier, SiteForm, ZoneForm
from app.suppliers.models import Site, Supplier, Zone
from app.trail.changes import record
from app.trail.rules import Author


class ChangedMeanwhile(Conflict): ...


def add_supplier(session: Session, form: NewSupplier, *, by: Author, at: datetime) -> Supplier:
    supplier = Supplier(**form.model_dump())
    session.add(supplier)
    record(session, "supplier.added", on=supplier.name, by=by, at=at)
    return supplier


def add_site(
    session: Session, supplier: Supplier, form: SiteForm, *, by: Author, at: datetime
) -> Site:
    site = Site(supplier_id=supplier.id, **_columns(form))
    session.add(site)
    record(session, "site.added", on=site.code, by=by, at=at, site_id=site.id, **_columns(form))
    return site


def edit_site(session: Session, site: Site, form: SiteForm, *, by: Author, at: datetime) -> None:
    if form.version != site.version:
        raise ChangedMeanwhile(
            _("Site {code} was changed meanwhile. Load it again and repeat your change."),
            code=site.code,
        )
    before = {name: getattr(site, name) for name in _columns(form)}
    for name, value in _columns(form).items():
        setattr(site, name, value)
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
    zone = Zone(site_id=site.id, **form.model_dump())
    session.add(zone)
    record(session, "zone.added", on=f"{site.code} {zone.name}", by=by, at=at, site_id=site.id)
    return zone


def retire_zone(session: Session, site: Site, zone: Zone, *, by: Author, at: datetime) -> None:
    zone.retired_at = at
    session.add(zone)
    record(session, "zone.retired", on=f"{site.code} {zone.name}", by=by, at=at, site_id=site.id)


def _columns(form: SiteForm) -> dict[str, str]:
    return {
        **form.model_dump(exclude={"version", "traits"}),
        "traits": " ".join(sorted(form.traits)),
    }
