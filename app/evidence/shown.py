from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from app.evidence.models import Evidence
from app.evidence.rules import addresses


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
        return cls(
            id=one.id,
            sha256=one.sha256,
            media_type=one.media_type,
            size=one.size,
            name=one.name,
            **addresses(one.id, one.media_type),
        )
