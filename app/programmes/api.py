from typing import Any

from fastapi import APIRouter

from app.programmes.changes import add_buyer, move_buyer
from app.programmes.doors import BuyersManager, ManagedBuyer
from app.programmes.forms import MoveBuyer, NewBuyer
from app.programmes.queries import buyers, newest, opened
from app.programmes.shown import BuyerOut, ProgrammeOut
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


@router.get("/programmes")
def list_programmes(session: Db) -> list[ProgrammeOut]:
    """The newest loaded version of each programme."""
    return [ProgrammeOut.of(row, opened(row)) for row in newest(session)]
