"""Later, please: a finding of which a person is not reminded until a day."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.findings.doors import VisibleFinding
from app.kit.clock import local_day
from app.kit.errors import NotFound
from app.mail.changes import end_snooze, snooze
from app.mail.forms import SnoozeUntil
from app.mail.queries import snooze_of
from app.mail.rules import LONGEST_SNOOZE
from app.people.doors import SignedIn
from app.reminders.rules import REMINDED
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted

router = APIRouter(include_in_schema=False)
SnoozeTyped = Annotated[Submitted[SnoozeUntil], Depends(submitted(SnoozeUntil))]


@router.get("/findings/{ref}/snooze")
def ask_snooze(
    request: Request, found: VisibleFinding, by: SignedIn, session: Db, now: Now
) -> Response:
    return _page(request, found, by, session, now, Submitted())


@router.post("/findings/{ref}/snooze")
def sleep(
    request: Request,
    found: VisibleFinding,
    typed: SnoozeTyped,
    by: SignedIn,
    session: Db,
    now: Now,
) -> Response:
    row, site = found.finding, found.site

    def deed(form: SnoozeUntil) -> None:
        today = local_day(now, site.time_zone)
        until = form.until
        snooze(session, by.id, row.id, ref=row.ref, until=until, today=today, by=by, at=now)

    typed, status = tried(typed, deed)
    if status != 200:  # noqa: PLR2004 - the status is the name
        session.rollback()
        return _page(request, found, by, session, now, typed, status=status)
    session.commit()
    return see_other("/tasks")


@router.post("/findings/{ref}/snooze/removal")
def wake(found: VisibleFinding, by: SignedIn, session: Db, now: Now) -> Response:
    row = snooze_of(session, by.id, found.finding.id)
    if row is None:
        raise NotFound(REMINDED)
    end_snooze(session, row, ref=found.finding.ref, by=by, at=now)
    session.commit()
    return see_other(f"/findings/{found.finding.ref}/snooze")


def _page(
    request: Request,
    found: VisibleFinding,
    by: SignedIn,
    session: Db,
    now: Now,
    form: Submitted[SnoozeUntil],
    *,
    status: int = 200,
) -> Response:
    today = local_day(now, found.site.time_zone)
    asleep = snooze_of(session, by.id, found.finding.id)
    return page(
        request,
        "reminders/snooze.html",
        found=found,
        form=form,
        asleep=asleep if asleep and asleep.until > today else None,
        days=[today + timedelta(days=n) for n in (1, 3, 7)],
        first=today + timedelta(days=1),
        last=today + timedelta(days=LONGEST_SNOOZE),
        status=status,
    )
