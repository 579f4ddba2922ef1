from fastapi import APIRouter, Response

from app.findings.doors import VisibleFinding
from app.kit.clock import local_day
from app.kit.errors import NotFound
from app.mail.changes import end_snooze, snooze
from app.mail.forms import SnoozeUntil
from app.mail.queries import snooze_of
from app.mail.shown import SnoozeOut, snooze_out
from app.people.doors import SignedIn
from app.reminders.rules import REMINDED
from app.web.deps import Db, Now

router = APIRouter(prefix="/api/v1/findings", tags=["findings"])


@router.put("/{ref}/snooze")
def put_to_sleep(
    form: SnoozeUntil, found: VisibleFinding, by: SignedIn, session: Db, now: Now
) -> SnoozeOut:
    """I am not reminded of it until that day; others are told of what is late all the same."""
    row = found.finding
    today = local_day(now, found.site.time_zone)
    until = form.until
    asleep = snooze(session, by.id, row.id, ref=row.ref, until=until, today=today, by=by, at=now)
    session.commit()
    return snooze_out(asleep)


@router.delete("/{ref}/snooze", status_code=204)
def wake_up(found: VisibleFinding, by: SignedIn, session: Db, now: Now) -> Response:
    """I am reminded of it again."""
    row = snooze_of(session, by.id, found.finding.id)
    if row is None:
        raise NotFound(REMINDED)
    end_snooze(session, row, ref=found.finding.ref, by=by, at=now)
    session.commit()
    return Response(status_code=204)
