from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.audits.models import Audit, AuditMember
from app.audits.rules import AuditType, Duty, Stage
from app.programmes.models import PackVersion
from app.suppliers.models import Site, Zone


class ProgressOut(BaseModel):
    """In spots: an item that is asked in three washrooms counts three times."""

    answered: int = Field(examples=[312])
    expected: int = Field(examples=[1070])


class AuditOut(BaseModel):
    """`version` counts its stages; say the one you saw when you move it on."""

    id: UUID
    ref: str = Field(examples=["A-0007"])
    site: str = Field(description="its code", examples=["SZ-01"])
    type: AuditType
    stage: Stage
    edition: UUID
    planned_on: date
    opened_at: datetime | None
    closed_at: datetime | None
    closing_meeting_on: date | None
    report_issued_on: date | None
    version: int
    progress: ProgressOut

    @classmethod
    def of(cls, row: Audit, site: Site, progress: ProgressOut) -> Self:
        return cls(**_told(row, site), progress=progress)


class MemberOut(BaseModel):
    person: UUID
    name: str
    duty: Duty


class FrozenOut(BaseModel):
    """The version of a programme under which the audit is scored."""

    id: UUID
    pack: str = Field(examples=["bt-like"])
    version: str = Field(examples=["1.0"])
    sha256: str


class ScopeZoneOut(BaseModel):
    id: UUID
    kind: str
    name: str


class WholeAuditOut(AuditOut):
    """With all that was frozen when it was planned."""

    traits: list[str]
    team: list[MemberOut]
    programmes: list[FrozenOut]
    zones: list[ScopeZoneOut]

    @classmethod
    def whole(
        cls,
        row: Audit,
        site: Site,
        progress: ProgressOut,
        *,
        team: Sequence[AuditMember],
        names: Mapping[UUID, str],
        packs: Sequence[PackVersion],
        zones: Sequence[Zone],
    ) -> Self:
        return cls(
            **_told(row, site),
            progress=progress,
            traits=sorted(row.has),
            team=[
                MemberOut(person=m.person_id, name=names[m.person_id], duty=m.duty) for m in team
            ],
            programmes=[FrozenOut(**pack.model_dump()) for pack in packs],
            zones=[ScopeZoneOut(**zone.model_dump()) for zone in zones],
        )


def _told(row: Audit, site: Site) -> dict[str, object]:
    own = row.model_dump(include=set(AuditOut.model_fields))
    return {**own, "site": site.code, "edition": row.edition_id}
