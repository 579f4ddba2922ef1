from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from app.audits.queries import audits
from app.audits.rules import STAGE_NAMES, TYPE_NAMES
from app.checklists.queries import edition, latest_edition
from app.checklists.rules import said
from app.findings.day_changes import tell_days_anew
from app.findings.repeat_queries import repeats_at
from app.findings.rules import CLASS_NAMES
from app.kit.errors import Conflict, NotAllowed
from app.people.doors import NOT_YOURS, SignedIn
from app.people.rules import Ability, Actor
from app.practices.queries import practices_of
from app.practices.rules import KIND_NAMES
from app.readiness.progress import progress_by_audit
from app.suppliers.changes import (
    ChangedMeanwhile,
    CodeTaken,
    NameTaken,
    add_site,
    add_supplier,
    add_zone,
    edit_site,
    retire_zone,
)
from app.suppliers.doors import SeenSuppliers, VisibleSite, VisibleZone
from app.suppliers.forms import (
    NewSite,
    NewSupplier,
    SiteForm,
    ZoneForm,
)
from app.suppliers.models import Site, Supplier, Zone
from app.suppliers.queries import (
    sites,
    supplier,
    zone_counts,
    zones,
)
from app.suppliers.rules import ZoneKind
from app.web.deps import Db, Now
from app.web.pages import language, page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
SupplierTyped = Annotated[Submitted[NewSupplier], Depends(submitted(NewSupplier))]
NewTyped = Annotated[Submitted[NewSite], Depends(submitted(NewSite))]
EditTyped = Annotated[Submitted[SiteForm], Depends(submitted(SiteForm))]
ZoneTyped = Annotated[Submitted[ZoneForm], Depends(submitted(ZoneForm))]
F = TypeVar("F", bound=BaseModel)


@router.get("/sites")
def index(request: Request, by: SignedIn, seen: SeenSuppliers, session: Db) -> Response:
    listed = sites(session, by)
    return page(
        request,
        "suppliers/index.html",
        sites=listed,
        suppliers={one.id: one for one in seen},
        zones=zone_counts(session, [site.id for site in listed]),
        traits=_traits(session, request),
        may_add=bool(_managed(by, seen)) or by.may_throughout(Ability.MANAGE_SITES),
    )


@router.get("/sites/new")
def ask_new(request: Request, by: SignedIn, seen: SeenSuppliers, session: Db) -> Response:
    return _ask(request, by, seen, session, Submitted())


@router.post("/suppliers")
def create_supplier(
    request: Request, form: SupplierTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    """A supplier is asked for by name only; its sites come next."""
    if not by.may_throughout(Ability.MANAGE_SITES):
        raise NotAllowed(NOT_YOURS)
    try:
        if form.value:
            add_supplier(session, form.value, by=by, at=now)
    except NameTaken as refusal:
        form = _refused(form, "name", refusal)
    if form.value is None:
        return page(request, "suppliers/first.html", form=form, status=422)
    session.commit()
    return see_other("/sites/new")


@router.post("/sites")
def create(
    request: Request, form: NewTyped, by: SignedIn, seen: SeenSuppliers, session: Db, now: Now
) -> Response:
    if form.value is None:
        return _ask(request, by, seen, session, form, status=422)
    wanted = form.value.supplier
    owner = next((s for s in _managed(by, seen) if wanted in {None, s.id}), None)
    if owner is None:
        raise NotAllowed(NOT_YOURS)
    try:
        site = add_site(session, owner, form.value, by=by, at=now)
    except CodeTaken as refusal:
        again = _refused(form, "code", refusal)
        return _ask(request, by, seen, session, again, status=409)
    session.commit()
    return see_other(f"/sites/{site.code}")


@router.get("/sites/{code}")
def show(request: Request, site: VisibleSite, by: SignedIn, session: Db) -> Response:
    return _site(request, site, by, session, Submitted())


@router.get("/sites/{code}/edit")
def ask_edit(request: Request, site: VisibleSite, session: Db) -> Response:
    typed = {**site.model_dump(exclude={"traits"}), "traits": sorted(site.has)}
    return _edit(request, site, session, Submitted(None, typed))


@router.post("/sites/{code}")
def edit(
    request: Request, site: VisibleSite, form: EditTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    if form.value is None:
        return _edit(request, site, session, form, status=422)
    try:
        edit_site(session, site, form.value, by=by, at=now)
    except CodeTaken as refusal:
        return _edit(request, site, session, _refused(form, "code", refusal), status=409)
    except ChangedMeanwhile as refusal:
        return _edit(request, site, session, _refused(form, "name", refusal), status=409)
    tell_days_anew(session, site)
    session.commit()
    return see_other(f"/sites/{form.value.code}")


@router.post("/sites/{code}/zones")
def create_zone(
    request: Request, site: VisibleSite, form: ZoneTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    if form.value is None:
        return _site(request, site, by, session, form, status=422)
    try:
        add_zone(session, site, form.value, by=by, at=now)
    except NameTaken as refusal:
        again = _refused(form, "name", refusal)
        return _site(request, site, by, session, again, status=409)
    session.commit()
    return see_other(f"/sites/{site.code}#zones")


@router.post("/sites/{code}/zones/{zone_id}/retirement")
def retire(site: VisibleSite, zone: VisibleZone, by: SignedIn, session: Db, now: Now) -> Response:
    retire_zone(session, site, zone, by=by, at=now)
    session.commit()
    return see_other(f"/sites/{site.code}#zones")


def _site(
    request: Request,
    site: Site,
    by: Actor,
    session: Db,
    form: Submitted[ZoneForm],
    *,
    status: int = 200,
) -> Response:
    listed = audits(session, by, site_id=site.id)
    return page(
        request,
        "suppliers/show.html",
        site=site,
        supplier=supplier(session, site.supplier_id),
        zones=_by_kind(zones(session, site.id)),
        kinds=_kinds(session, request),
        traits=_traits(session, request),
        audits=listed,
        filled=progress_by_audit(session, [audit for audit, _site in listed]),
        type_names=TYPE_NAMES,
        stage_names=STAGE_NAMES,
        may_manage=by.may(Ability.MANAGE_SITES, site),
        may_plan=by.may(Ability.PLAN_AUDITS, site),
        **_told(session, site, language(request)),
        form=form,
        status=status,
    )


def _told(session: Db, site: Site, lang: str) -> dict[str, Any]:
    """What failed there again, and what is done well; a title for each item that still is."""
    again = repeats_at(session, site.id)
    latest = latest_edition(session) if again else None
    known = edition(session, latest.id) if latest else None
    found = {one.item: known.find(one.item) for one in again} if known else {}
    return {
        "repeats": again,
        "titles": {id: item.said(lang).title for id, item in found.items() if item},
        "class_names": CLASS_NAMES,
        "practices": practices_of(session, [site.id])[site.id],
        "practice_names": KIND_NAMES,
    }


def _ask(
    request: Request,
    by: Actor,
    seen: Sequence[Supplier],
    session: Db,
    form: Submitted[NewSite],
    *,
    status: int = 200,
) -> Response:
    owners = _managed(by, seen)
    if not owners:
        if not by.may_throughout(Ability.MANAGE_SITES):
            raise NotAllowed(NOT_YOURS)
        return page(request, "suppliers/first.html", form=Submitted())
    return page(
        request,
        "suppliers/new.html",
        suppliers=owners,
        traits=_traits(session, request),
        time_zones=sorted(available_timezones()),
        form=form,
        status=status,
    )


def _edit(
    request: Request,
    site: Site,
    session: Db,
    form: Submitted[SiteForm],
    *,
    status: int = 200,
) -> Response:
    return page(
        request,
        "suppliers/edit.html",
        site=site,
        traits=dict.fromkeys(sorted(site.has)) | _traits(session, request),
        time_zones=sorted(available_timezones()),
        form=form,
        status=status,
    )


def _refused(form: Submitted[F], name: str, refusal: Conflict) -> Submitted[F]:
    return form.refused(name, refusal.text, **refusal.parts)


def _managed(by: Actor, seen: Sequence[Supplier]) -> list[Supplier]:
    return [one for one in seen if by.may_throughout(Ability.MANAGE_SITES, one.id)]


def _by_kind(listed: Sequence[Zone]) -> dict[ZoneKind, list[Zone]]:
    kinds: defaultdict[ZoneKind, list[Zone]] = defaultdict(list)
    for zone in listed:
        kinds[zone.kind].append(zone)
    return dict(kinds)


def _traits(session: Db, request: Request) -> dict[str, str]:
    """What the newest edition calls each trait; nothing before the first edition."""
    latest = latest_edition(session)
    names = edition(session, latest.id).vocabulary.traits if latest else {}
    return {code: said(words, language(request)) or code for code, words in names.items()}


def _kinds(session: Db, request: Request) -> dict[ZoneKind, str]:
    latest = latest_edition(session)
    names = edition(session, latest.id).vocabulary.zones if latest else {}
    lang = language(request)
    return {kind: said(names.get(kind, {}), lang) or kind.replace("_", " ") for kind in ZoneKind}
