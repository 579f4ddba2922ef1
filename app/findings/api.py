from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.actions import step_changes
from app.findings.across import elsewhere
from app.findings.across_changes import say_of_elsewhere
from app.findings.changes import owner_or_none, refuse_unexplained
from app.findings.clock_changes import (
    agree_review,
    confirm_finding,
    set_buyer_date,
)
from app.findings.deadline_queries import deadlines_of, extensions_of
from app.findings.doors import VisibleFinding, failed_answer
from app.findings.extension_changes import (
    ask_for_time,
    reply_to_asking,
    withdraw_asking,
)
from app.findings.forms import (
    AgreeReview,
    AskForTime,
    AskToTakeOver,
    ChangeFinding,
    ConfirmFinding,
    RaiseFinding,
    RaiseFree,
    ReplyToAsking,
    ReplyToHandOver,
    SayOfElsewhere,
    SetBuyerDate,
)
from app.findings.free import ground_at, outlook
from app.findings.free_changes import raise_free
from app.findings.lookalikes import lookalikes
from app.findings.owner_changes import ask_to_take_over, reply_to_hand_over
from app.findings.owner_queries import open_hand_over
from app.findings.proposal_changes import propose
from app.findings.proposals import Proposed
from app.findings.queries import Tracked, findings, packs_of, with_id
from app.findings.raise_changes import raise_finding
from app.findings.repeat_queries import earlier_at
from app.findings.rules import FindingClass
from app.findings.shown import (
    DeadlineOut,
    ElsewhereOut,
    ExtensionOut,
    FindingOut,
    HandOverOut,
    OutlookOut,
)
from app.kit.errors import Invalid, NotFound
from app.kit.words import mark as _
from app.people.doors import SignedIn, authorise
from app.people.queries import actors_at, names
from app.people.rules import Ability, Actor
from app.suppliers.models import Site
from app.suppliers.queries import site_by_id
from app.web.deps import Db, Now
from app.web.pages import language
from app.web.words import said

router = APIRouter(prefix="/api/v1/findings", tags=["findings"])
CLASHES: dict[int | str, dict[str, Any]] = {
    409: {"description": "Changed meanwhile: `yours` and `theirs` stand side by side"}
}


@router.get("")
def index(
    by: SignedIn,
    session: Db,
    class_: Annotated[FindingClass | None, Query(alias="class")] = None,
    audit: UUID | None = None,
    site: UUID | None = None,
    open: bool = False,  # noqa: A002, FBT001, FBT002 - the parameter's name in the address
) -> list[FindingOut]:
    """By due date. `open=true` leaves out what is closed."""
    listed = findings(session, by, class_=class_, audit_id=audit, site_id=site, open_only=open)
    owners = names(session, {t.finding.owner_id for t in listed if t.finding.owner_id})
    return [FindingOut.of(t, owners) for t in listed]


@router.post("", status_code=201)
def raise_one(
    request: Request, form: RaiseFinding, response: Response, by: SignedIn, session: Db, now: Now
) -> FindingOut:
    """From a failed answer, in one tap: only `answer` is needed. Sent twice it stands once."""
    failed = failed_answer(request, by, session, form.answer)
    candidates = actors_at(session, failed.site, Ability.ACT)
    if form.owner and owner_or_none(candidates, form.owner) is None:
        raise Invalid(_("The owner needs a role at this site that lets them act."))
    response.status_code = 200 if form.id and with_id(session, form.id) else 201
    row = raise_finding(
        session,
        failed.answer,
        failed.item,
        failed.packs,
        form,
        lang=language(request),
        by=by,
        at=now,
    )
    session.commit()
    return FindingOut.of(Tracked(row, failed.site, None), {a.id: a.name for a in candidates})


@router.post("/free", status_code=201)
def raise_free_one(
    request: Request, form: RaiseFree, response: Response, by: SignedIn, session: Db, now: Now
) -> FindingOut:
    """Without an answer: at an item, or in a category. Sent twice it stands once."""
    ground = ground_at(session, _site_there(request, by, session, form.site))
    response.status_code = 200 if form.id and with_id(session, form.id) else 201
    row = raise_free(
        session,
        ground.site,
        ground.edition,
        ground.packs,
        form,
        owner=ground.owner(form),
        by=by,
        at=now,
    )
    session.commit()
    return FindingOut.of(Tracked(row, ground.site, None), {a.id: a.name for a in ground.owners})


@router.post("/free/outlook")
def look_ahead(request: Request, form: RaiseFree, by: SignedIn, session: Db) -> OutlookOut:
    """Which class would be proposed, why, and what is open that looks the same; changes nothing."""
    ground = ground_at(session, _site_there(request, by, session, form.site))
    ahead = outlook(session, ground, form)
    return OutlookOut.of(ahead.proposed, _told(request, ahead.proposed), ahead.alike)


@router.post("/outlook")
def look_ahead_of_answer(
    request: Request, form: RaiseFinding, by: SignedIn, session: Db
) -> OutlookOut:
    """The same of a failed answer; changes nothing."""
    failed = failed_answer(request, by, session, form.answer)
    one = failed.answer
    earlier = earlier_at(session, one)
    ahead = propose(session, one.site_id, failed.item, failed.packs, form, earlier)
    alike = lookalikes(
        session,
        one.site_id,
        item=one.item,
        zone_id=one.zone_id,
        statement=form.statement or one.note,
    )
    return OutlookOut.of(ahead, _told(request, ahead), alike)


def _site_there(request: Request, by: Actor, session: Db, id: UUID) -> Site:
    found = site_by_id(session, by, id)
    if found is None:
        raise NotFound(_("There is no such site, or none that you may see."))
    authorise(request, by, found)
    return found


def _told(request: Request, proposal: Proposed) -> str:
    text, parts = proposal.sentence
    return said(language(request), text, **parts)


@router.get("/{ref}")
def show(found: VisibleFinding, session: Db) -> FindingOut:
    owner = found.finding.owner_id
    return FindingOut.of(found, names(session, [owner] if owner else []))


@router.patch("/{ref}", responses=CLASHES)
def change(
    found: VisibleFinding, form: ChangeFinding, by: SignedIn, session: Db, now: Now
) -> FindingOut:
    """Class, owner, due date or statement; `version` is the one you saw."""
    refuse_unexplained(found.finding, form)
    candidates = actors_at(session, found.site, Ability.ACT)
    step_changes.change(
        session,
        found.finding,
        form,
        place=found.site,
        owner=owner_or_none(candidates, form.owner),
        packs=packs_of(session, found.finding),
        by=by,
        at=now,
    )
    session.commit()
    return FindingOut.of(found, {a.id: a.name for a in candidates})


@router.get("/{ref}/hand-over")
def show_hand_over(found: VisibleFinding, session: Db) -> HandOverOut | None:
    """What waits for an answer; null if nothing does."""
    asked = open_hand_over(session, found.finding)
    return HandOverOut.of(asked) if asked else None


@router.post("/{ref}/hand-over", status_code=201)
def hand_over(
    found: VisibleFinding, form: AskToTakeOver, by: SignedIn, session: Db, now: Now
) -> HandOverOut:
    """By the owner or the quality lead; the owner stays until the other accepts."""
    to = owner_or_none(actors_at(session, found.site, Ability.ACT), form.to)
    asked = ask_to_take_over(session, found.finding, form, place=found.site, to=to, by=by, at=now)
    session.commit()
    return HandOverOut.of(asked)


@router.post("/{ref}/hand-over/reply", status_code=201)
def reply(
    found: VisibleFinding, form: ReplyToHandOver, by: SignedIn, session: Db, now: Now
) -> FindingOut:
    """By the one who was asked; whoever declines says why."""
    reply_to_hand_over(session, found.finding, form, by=by, at=now)
    session.commit()
    owner = found.finding.owner_id
    return FindingOut.of(found, names(session, [owner] if owner else []))


@router.get("/{ref}/elsewhere")
def list_elsewhere(found: VisibleFinding, by: SignedIn, session: Db) -> list[ElsewhereOut]:
    """The other zones and sites of the supplier that are asked the same item."""
    return [ElsewhereOut.of(one) for one in elsewhere(session, found.finding, found.site, by)]


@router.post("/{ref}/elsewhere", status_code=201)
def look_elsewhere(
    found: VisibleFinding, form: SayOfElsewhere, by: SignedIn, session: Db, now: Now
) -> list[ElsewhereOut]:
    """`raised` makes it a finding of its own there, or names the one that is open already."""
    places = elsewhere(session, found.finding, found.site, by)
    packs = packs_of(session, found.finding)
    say_of_elsewhere(session, found.finding, form, places, packs, by=by, at=now)
    session.commit()
    return [ElsewhereOut.of(one) for one in elsewhere(session, found.finding, found.site, by)]


@router.get("/{ref}/deadlines")
def list_deadlines(found: VisibleFinding, session: Db) -> list[DeadlineOut]:
    """Of each step, what is due first coming first, with what says so."""
    return _deadlines(session, found)


@router.get("/{ref}/extensions")
def list_extensions(found: VisibleFinding, session: Db) -> list[ExtensionOut]:
    """What was asked for, oldest first, and what became of it."""
    return _extensions(session, found)


@router.post("/{ref}/extensions", status_code=201)
def more_time(
    found: VisibleFinding, form: AskForTime, by: SignedIn, session: Db, now: Now
) -> list[ExtensionOut]:
    """By its owner, before the day, twice a step at most; a containment is never extended."""
    ask_for_time(session, found.finding, form, by=by, at=now)
    session.commit()
    return _extensions(session, found)


@router.post("/{ref}/extensions/{extension_id}/reply", status_code=201)
def answer_asking(
    found: VisibleFinding,
    extension_id: UUID,
    form: ReplyToAsking,
    by: SignedIn,
    session: Db,
    now: Now,
) -> list[DeadlineOut]:
    """By another person who manages findings; whoever refuses says why."""
    reply_to_asking(session, found.finding, extension_id, form, by=by, at=now)
    session.commit()
    return _deadlines(session, found)


@router.post("/{ref}/extensions/{extension_id}/withdrawal", status_code=201)
def withdraw(
    found: VisibleFinding, extension_id: UUID, by: SignedIn, session: Db, now: Now
) -> list[ExtensionOut]:
    """By who asked, while nobody has answered."""
    withdraw_asking(session, found.finding, extension_id, by=by, at=now)
    session.commit()
    return _extensions(session, found)


@router.post("/{ref}/buyer-date", status_code=201)
def enter_letter(
    found: VisibleFinding, form: SetBuyerDate, by: SignedIn, session: Db, now: Now
) -> list[DeadlineOut]:
    """A day that a buyer has set goes before every clock; without `due_on` it is lifted."""
    set_buyer_date(session, found.finding, form, by=by, at=now)
    session.commit()
    return _deadlines(session, found)


@router.post("/{ref}/review", status_code=201)
def plan_review(
    found: VisibleFinding, form: AgreeReview, by: SignedIn, session: Db, now: Now
) -> list[DeadlineOut]:
    """Where no clock runs: a partner, and the day on which both look at it again."""
    partner = owner_or_none(actors_at(session, found.site, Ability.READ), form.partner)
    agree_review(session, found.finding, form, site=found.site, partner=partner, by=by, at=now)
    session.commit()
    return _deadlines(session, found)


@router.post("/{ref}/confirmed-on", status_code=201)
def confirm(
    found: VisibleFinding, form: ConfirmFinding, by: SignedIn, session: Db, now: Now
) -> list[DeadlineOut]:
    """The day from which clocks run that begin with the confirmation; unsaid, its raising."""
    confirm_finding(session, found.finding, form, by=by, at=now)
    session.commit()
    return _deadlines(session, found)


def _deadlines(session: Db, found: Tracked) -> list[DeadlineOut]:
    listed = deadlines_of(session, [found.finding.id])[found.finding.id]
    return [DeadlineOut.of(one) for one in listed]


def _extensions(session: Db, found: Tracked) -> list[ExtensionOut]:
    return [ExtensionOut.of(*one) for one in extensions_of(session, found.finding.id)]
