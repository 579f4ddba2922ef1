"""What a request asks of a site: under which programme, as of which day, as known on which."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Query

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.programmes.models import Buyer, PackVersion
from app.programmes.queries import demands, newest, opened, version_of
from app.programmes.rules import Pack
from app.readiness.days import end_of_day
from app.readiness.queries import Frame, frame, standing_at
from app.readiness.rules import Standing
from app.suppliers.doors import VisibleSite
from app.suppliers.models import Site
from app.web.deps import Db, Now

Programme = Annotated[
    str,
    Query(max_length=60, description="its id; else the first buyer's", examples=["bt-like"]),
]
Version = Annotated[
    str,
    Query(max_length=20, description="a loaded version; else the one that is demanded, or newest"),
]
AsOf = Annotated[date | None, Query(description="observed by the end of that day; else now")]
Known = Annotated[date | None, Query(description="recorded by the end of that day; else now")]


@dataclass(frozen=True, slots=True)
class Reading:
    """One programme read at one site. `buyer` is who demands it, if anybody does."""

    site: Site
    whole: Frame
    row: PackVersion
    buyer: Buyer | None
    as_of: date | None
    at: datetime
    known: datetime

    @property
    def pack(self) -> Pack:
        return opened(self.row)

    @property
    def told(self) -> Standing | None:
        return standing_at(self.whole, self.row, as_of=self.at, known=self.known)

    @property
    def found(self) -> Standing:
        if self.told is None:
            raise NotFound(_("Site {code} had no audit by that day."), code=self.site.code)
        return self.told


def _reading(
    found: VisibleSite,
    session: Db,
    now: Now,
    programme: Programme = "",
    version: Version = "",
    as_of: AsOf = None,
    known: Known = None,
) -> Reading:
    buyer, row = _named(session, programme, version)
    return Reading(
        site=found,
        whole=frame(session, found),
        row=row,
        buyer=buyer,
        as_of=as_of,
        at=end_of_day(as_of, found.time_zone, now),
        known=end_of_day(known, found.time_zone, now),
    )


def _named(session: Db, programme: str, version: str) -> tuple[Buyer | None, PackVersion]:
    """As it is demanded; a version that is named goes before, the newest comes last."""
    wanted: list[tuple[Buyer | None, PackVersion]] = [
        (buyer, row) for buyer, row in demands(session) if programme in {"", row.pack}
    ]
    if version:
        row = version_of(session, programme, version)
        wanted = [(None, row)] if row else []
    elif programme and not wanted:
        wanted = [(None, row) for row in newest(session, [programme])]
    if wanted:
        return wanted[0]
    if programme:
        raise NotFound(_("No programme {pack} is loaded."), pack=f"{programme} {version}".strip())
    raise NotFound(_("No buyer demands a programme yet. Add a buyer first."))


Asked = Annotated[Reading, Depends(_reading)]
