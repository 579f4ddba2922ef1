"""The pages of those who track findings: the board, the table, the figures, the problems."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.actions.doors import WORDS as ACTION_WORDS
from app.actions.doors import FindingDesk
from app.actions.gather import Whole
from app.findings.rules import Step
from app.kit.errors import Refusal
from app.remediation.board import board as columns_of
from app.remediation.doors import Looking
from app.remediation.forms import Gate
from app.remediation.gate import Opening, opening, refuse_unless_next
from app.remediation.queries import A_COLUMN
from app.web.errors import status_of
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted

router = APIRouter(include_in_schema=False)


@router.get("/board")
def board(looking: Looking, whole: Annotated[Step | None, Query()] = None) -> Response:
    """`whole`: the column of which more than its first cards are wanted."""
    at = looking.now
    columns = columns_of(looking.session, looking.by, looking.scope, at, looking.texts, whole=whole)
    return page(
        looking.request,
        "remediation/board.html",
        columns=columns,
        a_column=A_COLUMN,
        **looking.choices(),
    )


@router.get("/findings/{ref}/gate")
def gate(desk: FindingDesk, asked: Annotated[Gate, Query()]) -> Response:
    """The form by which the next step is earned; why not, if it cannot be now."""
    whole = desk.whole()
    no = _refusal(whole, asked)
    opens = opening(whole) if whole.way.next else None
    if opens and opens.action and no is None:
        return see_other(opens.address(desk.finding.ref))
    return page(
        desk.request,
        "remediation/gate.html",
        status=status_of(no) if no else HTTPStatus.OK,
        whole=whole,
        opens=opens,
        no=no,
        forms=_opened(whole, opens),
        **ACTION_WORDS,
    )


def _refusal(whole: Whole, asked: Gate) -> Refusal | None:
    try:
        refuse_unless_next(whole, asked)
    except Refusal as no:
        return no
    return None


def _opened(whole: Whole, opens: Opening | None) -> dict[str, Submitted[Gate]]:
    """An empty form stands open on its page, where the reader may fill it in."""
    may = {
        "plan": whole.may_plan,
        "found": whole.may_find_cause,
        "agree": whole.may_agree,
        "effect": whole.may_check,
        "close": whole.may_close,
    }
    return {opens.form: Submitted()} if opens and may.get(opens.form) else {}
