"""The outbox, what each person wants to be told by mail, and the way out that a letter carries."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from app.evidence.files import Files
from app.kit.errors import NotAllowed, NotFound
from app.kit.words import mark as _
from app.mail.changes import send_again, want
from app.mail.forms import LetterWishes
from app.mail.models import Letter
from app.mail.queries import count_letters, files_of, letter, letter_to_leave, letters
from app.mail.relay import relay_of
from app.mail.rules import LETTER_STATUS_NAMES, MAIL_NAMES, LetterStatus, MailKind, blocks
from app.people.doors import NOT_YOURS, SignedIn
from app.people.queries import actor, person
from app.people.rules import Ability, Actor
from app.suppliers.queries import sites
from app.web.deps import Config, Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
WishesTyped = Annotated[Submitted[LetterWishes], Depends(submitted(LetterWishes))]
A_PAGE = 50
GONE = _("There is no such letter of yours.")


@router.get("/outbox")
def outbox(
    request: Request,
    by: SignedIn,
    session: Db,
    config: Config,
    *,
    whose: str = "mine",
    status: LetterStatus | None = None,
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Everybody reads their own; who manages people everywhere also sees what goes out to all."""
    may_all = sees_all(by)
    everybody = may_all and whose == "all"
    to = None if everybody else by.id
    return page(
        request,
        "mail/outbox.html",
        letters=letters(session, to=to, status=status, limit=A_PAGE, after=after),
        counts=count_letters(session, to=to),
        everybody=everybody,
        may_all=may_all,
        chosen=status,
        after=after,
        step=A_PAGE,
        kinds=MAIL_NAMES,
        statuses=LETTER_STATUS_NAMES,
        sends=relay_of(config) is not None,
        zone=_zone(session, by),
    )


@router.get("/outbox/{id}")
def show(id: UUID, request: Request, by: SignedIn, session: Db) -> Response:
    row = _mine(session, by, id)
    who = person(session, row.person_id)
    return page(
        request,
        "mail/letter.html",
        letter=row,
        who=who,
        blocks=blocks(row.text),
        files=files_of(session, [row.id])[row.id],
        kinds=MAIL_NAMES,
        statuses=LETTER_STATUS_NAMES,
        may_all=sees_all(by),
        zone=_zone(session, by),
    )


@router.get("/outbox/{id}/files/{n}")
def attachment(id: UUID, n: int, request: Request, by: SignedIn, session: Db) -> Response:
    row = _mine(session, by, id)
    file = next((one for one in files_of(session, [row.id])[row.id] if one.n == n), None)
    store: Files = request.app.state.files
    if file is None or not store.has(file.sha256):
        raise NotFound(GONE)
    return FileResponse(
        store.path(file.sha256),
        media_type=file.content_type,
        filename=file.name,
        headers={"Content-Security-Policy": "sandbox", "Cache-Control": "no-store"},
    )


@router.post("/outbox/{id}/sending")
def send(id: UUID, by: SignedIn, session: Db, now: Now) -> Response:
    if not sees_all(by):
        raise NotAllowed(NOT_YOURS)
    send_again(session, _mine(session, by, id), by=by, at=now)
    session.commit()
    return see_other(f"/outbox/{id}")


@router.post("/me/letters")
def wish(typed: WishesTyped, by: SignedIn, session: Db, now: Now) -> Response:
    if typed.value is not None:
        for kind in MailKind:
            want(session, by.id, kind, wanted=kind in typed.value.wanted, by=by, at=now)
        session.commit()
    return see_other("/me#letters")


@router.get("/letters/leave/{secret}")
def ask_leave(secret: str, request: Request, session: Db) -> Response:
    """Only asks: programs that look into letters follow every link in them."""
    return _leave(request, _letter_with(session, secret), done=False)


@router.post("/letters/leave/{secret}")
def leave(secret: str, request: Request, session: Db, now: Now) -> Response:
    """From the page, or at one click in a mail program (RFC 8058), which signs nobody in."""
    row = _letter_with(session, secret)
    who = person(session, row.person_id)
    if who is not None:
        by = actor(session, who, request_id=request.state.request_id)
        want(session, who.id, row.kind, wanted=False, by=by, at=now)
    session.commit()
    return _leave(request, row, done=True)


def sees_all(by: Actor) -> bool:
    return by.may_throughout(Ability.MANAGE_PEOPLE)


def _zone(session: Db, by: Actor) -> str:
    """Of the first site that the reader sees: what their clock shows."""
    return next((site.time_zone for site in sites(session, by)), "UTC")


def _mine(session: Db, by: Actor, id: UUID) -> Letter:
    row = letter(session, id)
    if row is None or not (row.person_id == by.id or sees_all(by)):
        raise NotFound(GONE)
    return row


def _letter_with(session: Db, secret: str) -> Letter:
    row = letter_to_leave(session, secret)
    if row is None:
        raise NotFound(_("This link is of no letter. Sign in and choose under your account."))
    return row


def _leave(request: Request, row: Letter, *, done: bool) -> Response:
    return page(request, "mail/leave.html", letter=row, kind=MAIL_NAMES[row.kind], done=done)
