"""The two looks that a delta report compares."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.findings.models import Closure, Finding
from app.kit.clock import local_day
from app.kit.errors import Invalid
from app.kit.words import mark as _
from app.programmes.models import PackVersion
from app.programmes.queries import opened, pack_version
from app.programmes.rules import Pack
from app.readiness.days import end_of_day
from app.readiness.queries import standing_at
from app.readiness.rules import Standing
from app.reports.queries import by_id
from app.reports.told import Told


@dataclass(frozen=True, slots=True)
class Look:
    """`report`, `data_hash`: of the earlier report, "" where it is only a day."""

    told: Told
    as_of: datetime
    known: datetime
    row: PackVersion
    standing: Standing
    report: str = ""
    data_hash: str = ""

    @property
    def pack(self) -> Pack:
        return opened(self.row)

    @property
    def by_then(self) -> datetime:
        return min(self.as_of, self.known)

    @property
    def day(self) -> date:
        return local_day(self.as_of, self.told.site.time_zone)

    def day_of(self, at: datetime) -> date:
        return local_day(at, self.told.site.time_zone)

    @property
    def findings(self) -> list[tuple[Finding, Closure | None]]:
        return self.told.frame.findings_at(self.as_of, self.known)

    def between(self, at: datetime, now: "Look") -> bool:
        """Whether it happened after this look and by that one."""
        return self.by_then < at <= now.by_then


def now_of(told: Told) -> Look:
    return Look(told, told.report.as_of, told.report.known_at, told.row, told.now)


def since(session: Session, told: Told) -> Look:
    """The earlier report with its own two times and programme; or that day, as known now."""
    report = told.report
    if report.since_id:
        earlier = by_id(session, report.since_id)
        row = pack_version(session, earlier.pack_version_id) or told.row
        found = (earlier.as_of, earlier.known_at, row, earlier.ref, earlier.data_hash or "")
    elif report.since_on:
        as_of = end_of_day(report.since_on, told.site.time_zone, report.as_of)
        found = (as_of, report.known_at, told.row, "", "")
    else:
        raise Invalid(_("Say since which report, or since which day, the changes are to be told."))
    as_of, known, row, ref, data_hash = found
    standing = standing_at(told.frame, row, as_of=as_of, known=known)
    if standing is None:
        raise Invalid(_("The site had no standing under this programme by then."))
    return Look(told, as_of, known, row, standing, ref, data_hash)
