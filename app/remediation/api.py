from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.actions.doors import FindingDesk
from app.actions.way import missing
from app.remediation.forms import Gate
from app.remediation.gate import refuse_unless_next
from app.remediation.shown import GateOut
from app.web.pages import language
from app.web.words import said

router = APIRouter(prefix="/api/v1/findings", tags=["findings"])
CLASHES: dict[int | str, dict[str, Any]] = {
    409: {"description": "Not the next step; or moved meanwhile: `yours` and `theirs`"}
}


@router.get("/{ref}/gate", responses=CLASHES)
def ask_gate(desk: FindingDesk, asked: Annotated[Gate, Query()]) -> GateOut:
    """May it go `to` that step, from where it was `seen`? Then where the step is earned."""
    whole = desk.whole()
    refuse_unless_next(whole, asked)
    no = missing(whole.way)
    return GateOut.of(whole, said(language(desk.request), no.text, **no.parts))
