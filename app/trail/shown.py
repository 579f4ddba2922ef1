from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field
from pydantic_core import from_json

from app.trail.models import TrailEntry, TrailPayload


class EntryOut(BaseModel):
    """Who did what, when and why. `payload` null: it was erased; its commitment stays."""

    seq: int
    at: datetime
    actor: str = Field(examples=["Marta Sólyom"])
    role: str
    action: str = Field(examples=["audit.closed"])
    subject: str = Field(examples=["A-0007"])
    why: str | None
    device_at: datetime | None
    payload: dict[str, Any] | None
    commitment: str
    leaf: str

    @classmethod
    def of(cls, row: TrailEntry, payload: TrailPayload | None) -> Self:
        told = row.model_dump(include=set(cls.model_fields))
        return cls(**told, payload=from_json(payload.payload) if payload else None)


class CheckpointOut(BaseModel):
    """What to keep elsewhere: a later tree must grow out of it (RFC 6962)."""

    size: int
    root: str
