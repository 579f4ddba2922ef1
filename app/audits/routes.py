from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from app.actions.letters import tell_regraded
from app.actions.regrade_changes import regrade
from app.answers.rules import Progress
from app.audits.changes import ChangedMeanwhile, WrongStage, move_audit, plan_as_asked
from app.audits.doors import VisibleAudit
from app.audits.forms import (
    MoveAudit,
    PlanAudit,
    SayDays,
)
from app.audits.models import Audit
from app.audits.queries import audits, programmes_of, team_of, zones_of
from app.audits.rules import MOVES, STAGE_NAMES, TAKES_ANSWERS, TYPE_NAMES, Stage
from app.checklists.queries import latest_edition, published
from app.checklists.rules import said
from app.findings.clock_changes import (
    say_days_of_audit,
)
from app.findings.clock_rules import DUE_NAMES
from app.findings.forms import Regrade
from app.findings.queries import Tracked, findings
from app.findings.regrades import going_up, previews
from app.findings.rules import CLASS_NAMES
from app.kit.errors import Invalid, NotFound
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.people.doors import SignedIn, require
from app.people.queries import actors_at, names
from app.people.rules import Ability, Actor
from app.programmes.queries import demanded, opened
from app.readiness.progress import progress_by_audit, progress_by_category
from app.reports.rules import OF_AUDIT, REPORT_NAMES
from app.suppliers.models import Site
from app.suppliers.queries import day_at, site_by_id, sites, zones
from app.suppliers.queries import site as site_by_code
from app.web.deeds import (
    tried,
)
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(prefix="/audits", include_in_schema=False)
PlanTyped = Annotated[Submitted[PlanAudit], Depends(submitted(PlanAudit))]
MoveTyped = Annotated[Submitted[MoveAudit], Depends(submitted(MoveAudit))]
RegradeTyped = Annotated[Submitted[Regrade], Depends(submitted(Regrade))]
DaysTyped = Annotated[Submitted[SayDays], Depends(submitted(SayDays))]
NO_SITE = _("There is no such site, or none that you may see.")


class Asked(BaseModel):
    """What narrows the list; a word that is not known narrows nothing."""

    site: str = ""
    stage: str = ""
    start: int = Field(default=0, ge=0, le=1_000_000)


STEP = 50


@router.get("")
def index(
    request: Request, asked: Annotated[Asked, Query()], by: SignedIn, session: Db
) -> Response:
    seen = sites(session, by)
    site = next((one for one in seen if one.code == asked.site), None)
    stage = Stage(asked.stage) if asked.stage in set(Stage) else None
    found = audits(
        session,
        by,
        site_id=site.id if site else None,
        stage=stage,
        start=asked.start,
        limit=STEP + 1,
    )
    listed = found[:STEP]
    return page(
        request,
        "audits/index.html",
        audits=listed,
        step=STEP,
        more=len(found) > STEP,
        filled=progress_by_audit(session, [audit for audit, _site in listed]),
        sites=seen,
        asked=asked,
        type_names=TYPE_NAMES,
        stage_names=STAGE_NAMES,
        may_plan=by.may_somewhere(Ability.PLAN_AUDITS),
    )


@router.get("/new")
def ask_plan(request: Request, by: SignedIn, session: Db, now: Now, site: str = "") -> Response:
    """First where, then what: who can be in the team depends on the site."""
    planned = [one for one in sites(session, by) if by.may(Ability.PLAN_AUDITS, one)]
    place = site_by_code(session, by, site) if site else None
    if place is None and len(planned) == 1:
        place = planned[0]
    if place is None:
        return _ask_where(request, session, by)
    require(by, Ability.PLAN_AUDITS, place)
    typed = {"id": new_id(), "planned_on": day_at(session, place.id, now).isoformat()}
    return _ask(request, place, session, by, Submitted(None, typed))


@router.post("")
def plan(request: Request, form: PlanTyped, by: SignedIn, session: Db, now: Now) -> Response:
    site = _site_named(session, by, form)
    if site is None:
        return _ask_where(request, session, by, status=422)
    require(by, Ability.PLAN_AUDITS, site)
    if form.value is None:
        return _ask(request, site, session, by, form, status=422)
    try:
        audit = plan_as_asked(session, site, form.value, by=by, at=now)
    except Invalid as refusal:
        again = form.refused("team", refusal.text, **refusal.parts)
        return _ask(request, site, session, by, again, status=422)
    session.commit()
    return see_other(f"/audits/{audit.ref}")


def _site_named(session: Db, by: Actor, form: Submitted[PlanAudit]) -> Site | None:
    """None if the form names no site at all."""
    try:
        id = UUID(str(form.said("site")))
    except ValueError:
        return None
    found = site_by_id(session, by, id)
    if found is None:
        raise NotFound(NO_SITE)
    return found


def _ask_where(request: Request, session: Db, by: Actor, *, status: int = 200) -> Response:
    planned = [one for one in sites(session, by) if by.may(Ability.PLAN_AUDITS, one)]
    return page(request, "audits/where.html", sites=planned, status=status)


def _ask(
    request: Request,
    site: Site,
    session: Db,
    by: Actor,
    form: Submitted[PlanAudit],
    *,
    status: int = 200,
) -> Response:
    return page(
        request,
        "audits/new.html",
        site=site,
        auditors=[one for one in actors_at(session, site, Ability.ANSWER) if one.id != by.id],
        zones=zones(session, site.id),
        programmes=[opened(pack) for pack in demanded(session)],
        newest=latest_edition(session),
        type_names=TYPE_NAMES,
        said=said,
        form=form,
        status=status,
    )


@router.get("/{ref}")
def show(request: Request, found: VisibleAudit, by: SignedIn, session: Db, now: Now) -> Response:
    return _audit(request, found, by, session, now, Submitted())


@router.post("/{ref}/moves")
def move(
    request: Request,
    found: VisibleAudit,
    form: MoveTyped,
    by: SignedIn,
    session: Db,
    now: Now,
) -> Response:
    audit, _site = found
    if form.value is None:
        return _audit(request, found, by, session, now, form, status=422)
    wanted = form.value
    try:
        move_audit(
            session, audit, wanted.stage, version=wanted.version, why=wanted.why, by=by, at=now
        )
    except (ChangedMeanwhile, WrongStage) as refusal:
        again = form.refused("stage", refusal.text, **refusal.parts)
        return _audit(request, found, by, session, now, again, status=409)
    session.commit()
    return see_other(f"/audits/{audit.ref}")


@router.post("/{ref}/days")
def say_days(
    request: Request, found: VisibleAudit, typed: DaysTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    """When the closing meeting was held, the report issued: clocks of its findings follow."""

    def deed(form: SayDays) -> None:
        say_days_of_audit(session, found[0], form, by=by, at=now)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _audit(request, found, by, session, now, Submitted(), days=typed, status=status)
    session.commit()
    return see_other(f"/audits/{found[0].ref}#days")


@router.get("/{ref}/regrading")
def ask_regrade(request: Request, found: VisibleAudit, session: Db, now: Now) -> Response:
    """Which open findings go up a class by the rules of its programmes, and what moves."""
    return _regrading(request, found, session, now, Submitted())


@router.post("/{ref}/regrading")
def regrade_all(
    request: Request, found: VisibleAudit, typed: RegradeTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: Regrade) -> None:
        audit, site = found
        up = regrade(session, audit, form, by=by, at=now)
        tell_regraded(session, audit, site, up, by=by, at=now)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _regrading(request, found, session, now, typed, status=status)
    session.commit()
    return see_other(f"/audits/{found[0].ref}#findings")


def _regrading(
    request: Request,
    found: tuple[Audit, Site],
    session: Db,
    now: datetime,
    form: Submitted[Regrade],
    *,
    status: int = 200,
) -> Response:
    audit, site = found
    return page(
        request,
        "audits/regrade.html",
        audit=audit,
        site=site,
        listed=previews(session, audit),
        today=day_at(session, site.id, now),
        class_names=CLASS_NAMES,
        due_names=DUE_NAMES,
        form=form,
        path=f"/audits/{audit.ref}/regrading",
        status=status,
    )


def _audit(  # noqa: PLR0913 - the request as it came, and its two forms
    request: Request,
    found: tuple[Audit, Site],
    by: Actor,
    session: Db,
    now: datetime,
    form: Submitted[MoveAudit],
    *,
    days: Submitted[SayDays] | None = None,
    status: int = 200,
) -> Response:
    audit, site = found
    team = team_of(session, audit.id)
    categories = progress_by_category(session, audit)
    packs = programmes_of(session, audit.id)
    raised = findings(session, by, audit_id=audit.id)
    leads = by.may(Ability.LEAD_AUDITS, site)
    return page(
        request,
        "audits/show.html",
        audit=audit,
        site=site,
        published=published(session, audit.edition_id),
        stages=list(Stage),
        moves=[stage for stage in Stage if stage in MOVES[audit.stage]],
        team=team,
        names=names(session, [m.person_id for m in team] + _owners(raised)),
        programmes=[(pack, opened(pack)) for pack in packs],
        zones=zones_of(session, [audit.id])[audit.id],
        categories=categories,
        total=Progress(
            sum(one.progress.answered for one in categories),
            sum(one.progress.expected for one in categories),
        ),
        findings=raised,
        class_names=CLASS_NAMES,
        stage_names=STAGE_NAMES,
        type_names=TYPE_NAMES,
        report_names={kind: REPORT_NAMES[kind] for kind in OF_AUDIT},
        takes_answers=audit.stage in TAKES_ANSWERS,
        may_answer=by.may(Ability.ANSWER, site),
        may_lead=leads,
        going_up=going_up(session, audit) if leads else [],
        may_order=by.may(Ability.ORDER_REPORTS, site),
        said=said,
        now=now,
        form=form,
        days=days,
        status=status,
    )


def _owners(raised: list[Tracked]) -> list[UUID]:
    return [one.finding.owner_id for one in raised if one.finding.owner_id]
