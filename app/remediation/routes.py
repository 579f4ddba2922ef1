"""The pages of those who track findings: my tasks, the table, the board, the gate to a step."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.actions.doors import WORDS as ACTION_WORDS
from app.actions.doors import FindingDesk
from app.actions.gather import Whole
from app.actions.queries import MOST
from app.findings.rules import Step
from app.kit.errors import Refusal
from app.people.doors import SignedIn
from app.remediation.board import board as columns_of
from app.remediation.board_queries import A_COLUMN
from app.remediation.doors import WORDS, Looking
from app.remediation.forms import Gate
from app.remediation.gate import Opening, opening, refuse_unless_next
from app.remediation.gather import table_of
from app.remediation.mark_queries import marks
from app.remediation.tasks import tasks_of
from app.web.deps import Db, Now
from app.web.errors import status_of
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted

router = APIRouter(include_in_schema=False)
A_GROUP = 30


@router.get("/tasks")
def tasks(
    request: Request,
    by: SignedIn,
    session: Db,
    now: Now,
    whole: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """`whole`: the group of which more than its first rows are wanted."""
    told = tasks_of(session, by, now, verify=MOST if whole == "verify" else A_GROUP)
    return page(
        request,
        "remediation/tasks.html",
        told=told,
        now=now,
        whole=whole,
        first=A_GROUP,
        **WORDS,
    )


@router.get("/findings")
def table(looking: Looking) -> Response:
    return page(looking.request, "remediation/table.html", **table_of(looking))


@router.get("/board")
def board(looking: Looking, whole: Annotated[Step | None, Query()] = None) -> Response:
    """`whole`: the column of which more than its first cards are wanted."""
    at = looking.now
    columns = columns_of(looking.session, looking.by, looking.scope, at, looking.texts, whole=whole)
    return page(
        looking.request,
        "remediation/board.html",
        columns=columns,
        marks=marks(looking.session, [x.row.ref for each in columns for x in each.cards]),
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
