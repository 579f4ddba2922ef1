from fastapi import APIRouter, Request, Response

from app.answers.rules import LEVEL_NAMES
from app.audits.doors import VisibleAudit
from app.checklists.rules import UNIT, UNITS
from app.people.doors import SignedIn
from app.people.rules import Ability
from app.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/audits/{ref}/sheet")
def sheet(request: Request, found: VisibleAudit, by: SignedIn) -> Response:
    """The shell; its data comes by one request of its own (api.py)."""
    audit, site = found
    return page(
        request,
        "tablet/sheet.html",
        audit=audit,
        site=site,
        levels=LEVEL_NAMES,
        units={**UNITS, "": UNIT},
        may_lead=by.may(Ability.LEAD_AUDITS, site),
        may_raise=by.may(Ability.RAISE_FINDING, site),
    )
