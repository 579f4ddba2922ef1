from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.checklists.queries import edition, latest_edition
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.programmes.buyer_forms import ContactForm, EditBuyer, SetMilestone
from app.programmes.buyers import Step
from app.programmes.changes import (
    add_buyer,
    add_contact,
    edit_buyer,
    edit_contact,
    move_buyer,
    remove_contact,
    set_milestone,
)
from app.programmes.coverage import coverage
from app.programmes.doors import BuyersManager, KnownBuyer, ManagedBuyer, ManagedContact
from app.programmes.forms import MoveBuyer, NewBuyer
from app.programmes.models import Buyer
from app.programmes.queries import buyers, contacts, milestones, newest, opened
from app.programmes.shown import BuyerOut, BuyerWholeOut, CoverageOut, ProgrammeOut
from app.readiness.rules import item_fact
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1", tags=["buyers"])
TAKEN: dict[int | str, dict[str, Any]] = {
    409: {"description": "The name is taken, or the buyer was changed meanwhile"}
}


@router.get("/buyers")
def list_buyers(session: Db) -> list[BuyerOut]:
    """The buyers, the most important first."""
    return [BuyerOut.of(row) for row in buyers(session)]


@router.post("/buyers", status_code=201, responses=TAKEN)
def new_buyer(form: NewBuyer, by: BuyersManager, session: Db, now: Now) -> BuyerOut:
    """Add a buyer: from now on audits are scored under its programme too."""
    row = add_buyer(session, **form.model_dump(), by=by, at=now)
    session.commit()
    return BuyerOut.of(row)


@router.patch("/buyers/{id}", responses=TAKEN)
def move(row: ManagedBuyer, form: MoveBuyer, by: BuyersManager, session: Db, now: Now) -> BuyerOut:
    """How far you have come with a buyer; `version` is the one you saw."""
    move_buyer(session, row, form.status, version=form.version, by=by, at=now)
    session.commit()
    return BuyerOut.of(row)


@router.get("/buyers/{id}")
def show(row: KnownBuyer, session: Db) -> BuyerWholeOut:
    """One buyer with its milestones and contacts."""
    return _whole(session, row)


@router.put("/buyers/{id}", responses=TAKEN)
def change(
    row: ManagedBuyer, form: EditBuyer, by: BuyersManager, session: Db, now: Now
) -> BuyerWholeOut:
    """Replace what is said of a buyer; planned audits keep the versions that were frozen then."""
    edit_buyer(session, row, form, by=by, at=now)
    session.commit()
    return _whole(session, row)


@router.put("/buyers/{id}/milestones/{step}", responses=TAKEN)
def plan_step(
    row: ManagedBuyer, step: Step, form: SetMilestone, by: BuyersManager, session: Db, now: Now
) -> BuyerWholeOut:
    """When a milestone should be reached, and when it was; two empty days take it away."""
    set_milestone(session, row, step, form, by=by, at=now)
    session.commit()
    return _whole(session, row)


@router.post("/buyers/{id}/contacts", status_code=201, responses=TAKEN)
def new_contact(
    row: ManagedBuyer, form: ContactForm, by: BuyersManager, session: Db, now: Now
) -> BuyerWholeOut:
    """Add a person at the buyer."""
    add_contact(session, row, form, by=by, at=now)
    session.commit()
    return _whole(session, row)


@router.put("/buyers/{id}/contacts/{contact_id}", responses=TAKEN)
def change_contact(
    row: ManagedBuyer,
    one: ManagedContact,
    form: ContactForm,
    by: BuyersManager,
    session: Db,
    now: Now,
) -> BuyerWholeOut:
    edit_contact(session, row, one, form, by=by, at=now)
    session.commit()
    return _whole(session, row)


@router.delete("/buyers/{id}/contacts/{contact_id}", responses=TAKEN)
def end_contact(
    row: ManagedBuyer, one: ManagedContact, version: int, by: BuyersManager, session: Db, now: Now
) -> BuyerWholeOut:
    """Take a person off the list; the trail keeps what stood there."""
    remove_contact(session, row, one, version=version, by=by, at=now)
    session.commit()
    return _whole(session, row)


def _whole(session: Db, row: Buyer) -> BuyerWholeOut:
    steps = milestones(session, [row.id])[row.id].values()
    return BuyerWholeOut.whole(row, steps, contacts(session, row.id))


@router.get("/programmes")
def list_programmes(session: Db) -> list[ProgrammeOut]:
    """The newest loaded version of each programme."""
    return [ProgrammeOut.of(row, opened(row)) for row in newest(session)]


@router.get("/programmes/coverage")
def compare(
    session: Db,
    first: Annotated[str, Query(max_length=60, examples=["bt-like"])],
    second: Annotated[str, Query(max_length=60, examples=["rba-vap"])],
) -> CoverageOut:
    """How much of what the second asks is answered by the first; of the newest edition."""
    loaded = {row.pack: row for row in newest(session, [first, second])}
    latest = latest_edition(session)
    for one in (first, second):
        if one not in loaded or latest is None:
            raise NotFound(_("No programme {pack} is loaded."), pack=one)
    items = [item_fact(item) for item in edition(session, latest.id).items] if latest else []
    return CoverageOut.of(coverage(opened(loaded[first]), opened(loaded[second]), items))
