from typing import Annotated

from fastapi import APIRouter, Query

from app.people.doors import SignedIn
from app.suppliers.queries import trail_reach
from app.trail.queries import checkpoint, entries
from app.trail.shown import CheckpointOut, EntryOut
from app.web.deps import Db

router = APIRouter(prefix="/api/v1/trail", tags=["trail"])


@router.get("")
def list_entries(
    by: SignedIn,
    session: Db,
    subject: Annotated[str, Query(description="exactly", examples=["A-0007"])] = "",
    action: Annotated[str, Query(description="how it begins", examples=["audit."])] = "",
    before: Annotated[int | None, Query(ge=1, description="entries older than this one")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[EntryOut]:
    """Newest first: the entries of the sites whose trail you may read, and your own deeds."""
    found = entries(
        session,
        sites=trail_reach(session, by),
        own=by.id,
        subject=subject,
        action=action,
        before=before,
        limit=limit,
    )
    return [EntryOut.of(entry, payload) for entry, payload in found]


@router.get("/checkpoint")
def checkpoint_now(session: Db) -> CheckpointOut:
    """Size and root of the tree over all entries."""
    now = checkpoint(session)
    return CheckpointOut(size=now.size, root=now.root)
