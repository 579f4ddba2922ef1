from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from app.findings.deeds import DEED_NAMES as OF_FINDINGS
from app.people.doors import SignedIn
from app.suppliers.queries import trail_reach
from app.trail.deeds import DEED_NAMES, KIND_NAMES
from app.trail.queries import checkpoint, entries, verify_trail
from app.trail.shown import EntryOut
from app.web.deps import Db
from app.web.pages import page

router = APIRouter(prefix="/trail", include_in_schema=False)
PAGE = 100
DEEDS = {**DEED_NAMES, **OF_FINDINGS}


class Asked(BaseModel):
    subject: str = Query(default="", max_length=120)
    action: str = Query(default="", max_length=60)
    before: str = Query(default="", max_length=20)

    @property
    def number(self) -> int | None:
        return int(self.before) if self.before.isdecimal() else None


@router.get("")
def index(
    request: Request, asked: Annotated[Asked, Query()], by: SignedIn, session: Db
) -> Response:
    found = entries(
        session,
        sites=trail_reach(session, by),
        own=by.id,
        subject=asked.subject.strip(),
        action=asked.action.strip(),
        before=asked.number,
        limit=PAGE + 1,
    )
    return page(
        request,
        "trail/index.html",
        entries=[EntryOut.of(entry, payload) for entry, payload in found[:PAGE]],
        more=len(found) > PAGE,
        checkpoint=checkpoint(session),
        asked=asked,
        deed_names=DEEDS,
        kind_names=_kinds(asked.action),
    )


def _kinds(asked: str) -> dict[str, str]:
    """To choose from; also what only an address asks for."""
    return dict(KIND_NAMES) if not asked else {asked: DEEDS.get(asked, asked), **KIND_NAMES}


@router.get("/verification")
def verification(request: Request, session: Db) -> Response:
    """Works the whole tree out again: takes as long as the trail is."""
    return page(request, "trail/verification.html", verified=verify_trail(session))
