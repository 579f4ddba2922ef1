from typing import Annotated

from fastapi import APIRouter, Query

from app.mail.changes import want
from app.mail.forms import LetterWishes
from app.mail.queries import files_of, letters, preferences
from app.mail.rules import LetterStatus, MailKind
from app.mail.shown import LetterOut, WishesOut, letter_out, wishes_out
from app.people.doors import SignedIn
from app.web.deps import Config, Db, Now

router = APIRouter(prefix="/api/v1/me", tags=["people"])


@router.get("/letters")
def my_letters(
    by: SignedIn,
    session: Db,
    config: Config,
    *,
    status: LetterStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> list[LetterOut]:
    """What Shortlist wrote to me, newest first."""
    listed = [
        row for row, _who in letters(session, to=by.id, status=status, limit=limit, after=after)
    ]
    files = files_of(session, [row.id for row in listed])
    return [letter_out(row, files[row.id], config.public_url) for row in listed]


@router.get("/letter-wishes")
def my_wishes(by: SignedIn, session: Db) -> WishesOut:
    """Which kinds of letters I want."""
    return wishes_out(preferences(session, by.id))


@router.put("/letter-wishes")
def wish_letters(form: LetterWishes, by: SignedIn, session: Db, now: Now) -> WishesOut:
    """What is not named is not wanted any more."""
    for kind in MailKind:
        want(session, by.id, kind, wanted=kind in form.wanted, by=by, at=now)
    session.commit()
    return wishes_out(preferences(session, by.id))
