from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.evidence.models import Evidence
from app.evidence.rules import PICTURES


class EvidenceOut(BaseModel):
    id: UUID
    sha256: str
    media_type: str
    size: int
    name: str
    file: str = Field(description="address of the file as it came")
    thumb: str | None = Field(None, description="address of a small copy; none for a document")
    picture: str | None = Field(None, description="address of a copy for the screen")

    @classmethod
    def of(cls, one: Evidence) -> Self:
        base = f"/api/v1/evidence/{one.id}"
        shown = one.media_type in PICTURES
        return cls(
            id=one.id,
            sha256=one.sha256,
            media_type=one.media_type,
            size=one.size,
            name=one.name,
            file=f"{base}/file",
            thumb=f"{base}/thumb" if shown else None,
            picture=f"{base}/picture" if shown else None,
        )
