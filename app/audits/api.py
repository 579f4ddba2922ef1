from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.actions.letters import tell_regraded
from app.actions.regrade_changes import regrade
from app.audits.changes import move_audit, plan_as_asked
from app.audits.doors import VisibleAudit
from app.audits.forms import (
    MoveAudit,
    PlanAudit,
    SayDays,
)
from app.audits.models import Audit
from app.audits.queries import audits, programmes_of, team_of, with_id, zones_of
from app.audits.rules import Stage
from app.audits.shown import AuditOut, ProgressOut, WholeAuditOut
from app.findings.clock_changes import (
    say_days_of_audit,
)
from app.findings.forms import Regrade
from app.findings.regrades import Preview, previews
from app.findings.shown import RegradingOut
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, require
from app.people.queries import names
from app.people.rules import Ability
from app.readiness.progress import progress_by_audit
from app.suppliers.models import Site
from app.suppliers.queries import site as site_by_code
from app.suppliers.queries import site_by_id
from app.web.deps import Db, Now
from app.web.pages import language
from app.web.words import said

router = APIRouter(prefix="/api/v1/audits", tags=["audits"])
MOVED: dict[int | str, dict[str, Any]] = {
    409: {"description": "It was moved meanwhile, or that stage does not follow"}
}


@router.get("")
def list_audits(
    by: SignedIn,
    session: Db,
    site: Annotated[str, Query(description="a site's code", examples=["SZ-01"])] = "",
    stage: Stage | None = None,
) -> list[AuditOut]:
    """The audits of the sites that you may see, newest first, each with its progress."""
    place = site_by_code(session, by, site) if site else None
    if site and place is None:
        return []
    listed = audits(session, by, site_id=place.id if place else None, stage=stage)
    progress = progress_by_audit(session, [audit for audit, _site in listed])
    return [
        AuditOut.of(audit, at, ProgressOut(answered=p.answered, expected=p.expected))
        for audit, at in listed
        for p in [progress[audit.id]]
    ]


@router.post("", status_code=201)
def plan(form: PlanAudit, response: Response, by: SignedIn, session: Db, now: Now) -> WholeAuditOut:
    """Plan an audit: edition, programmes, traits and zones freeze. Sent twice it stands once."""
    site = site_by_id(session, by, form.site)
    if site is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    require(by, Ability.PLAN_AUDITS, site)
    stood = bool(form.id and with_id(session, form.id))
    audit = plan_as_asked(session, site, form, by=by, at=now)
    session.commit()
    response.status_code = 200 if stood else 201
    return _whole(session, audit, site)


@router.get("/{ref}")
def show_audit(found: VisibleAudit, session: Db) -> WholeAuditOut:
    """One audit, by its reference such as A-0007 or by its id."""
    return _whole(session, *found)


@router.post("/{ref}/moves", responses=MOVED)
def move(
    found: VisibleAudit, form: MoveAudit, by: SignedIn, session: Db, now: Now
) -> WholeAuditOut:
    """To the next stage, or from review back to fieldwork. A closed audit stays closed."""
    audit, site = found
    move_audit(session, audit, form.stage, version=form.version, why=form.why, by=by, at=now)
    session.commit()
    return _whole(session, audit, site)


@router.put("/{ref}/days")
def say_days(
    found: VisibleAudit, form: SayDays, by: SignedIn, session: Db, now: Now
) -> WholeAuditOut:
    """When the closing meeting was held, the report issued: clocks of its findings follow."""
    audit, site = found
    say_days_of_audit(session, audit, form, by=by, at=now)
    session.commit()
    return _whole(session, audit, site)


@router.get("/{ref}/regrading")
def show_regrading(request: Request, found: VisibleAudit, session: Db) -> list[RegradingOut]:
    """Which open findings go up a class by the rules of its programmes, and what moves."""
    return [_told(request, one) for one in previews(session, found[0])]


@router.post("/{ref}/regrading")
def regrade_all(
    request: Request, found: VisibleAudit, form: Regrade, by: SignedIn, session: Db, now: Now
) -> list[RegradingOut]:
    """Those that you name by their `key`, all or none; what still goes up comes back."""
    audit, site = found
    up = regrade(session, audit, form, by=by, at=now)
    tell_regraded(session, audit, site, up, by=by, at=now)
    session.commit()
    return [_told(request, one) for one in previews(session, audit)]


def _told(request: Request, one: Preview) -> RegradingOut:
    text, parts = one.goes_up.proposed.sentence
    return RegradingOut.of(one, said(language(request), text, **parts))


def _whole(session: Db, audit: Audit, site: Site) -> WholeAuditOut:
    team = team_of(session, audit.id)
    progress = progress_by_audit(session, [audit])[audit.id]
    return WholeAuditOut.whole(
        audit,
        site,
        ProgressOut(answered=progress.answered, expected=progress.expected),
        team=team,
        names=names(session, [member.person_id for member in team]),
        packs=programmes_of(session, audit.id),
        zones=zones_of(session, [audit.id])[audit.id],
    )
