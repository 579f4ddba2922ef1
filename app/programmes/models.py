from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.programmes.buyers import BuyerClass, BuyerStatus, Step


class PackVersion(Table, table=True):
    """One loaded version of a programme, kept as it was written. Triggers refuse changes.

    An overlay carries the texts it lies on in `bases`, by programme and version, so that it can
    always be opened as it was.
    """

    __tablename__ = "pack_version"
    __table_args__ = (sa.UniqueConstraint("pack", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    pack: str = Field(max_length=60)
    version: str = Field(max_length=20)
    sha256: str = Field(max_length=64, unique=True)
    content: str = Field(sa_type=sa.Text)
    loaded_at: datetime = Field(sa_type=UtcDateTime)
    bases: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)

    @property
    def frozen(self) -> dict[str, Any]:
        """What an audit that is scored under it puts on the trail."""
        bases = {base: sha256(text.encode()).hexdigest() for base, text in self.bases.items()}
        return {
            "pack": self.pack,
            "version": self.version,
            "sha256": self.sha256,
            **({"bases": bases} if bases else {}),
        }


class Buyer(Table, table=True):
    """Who demands it. Without `pack_version_id` the newest version of `pack` is demanded.

    `target_year`: when its list should have opened.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    name_zh: str = Field(default="", max_length=120)
    class_: BuyerClass = Field(
        sa_column=sa.Column("class", enum_column(BuyerClass), nullable=False)
    )
    status: BuyerStatus = Field(sa_type=enum_column(BuyerStatus))
    pack: str = Field(max_length=60)
    version: int = 1
    pack_version_id: UUID | None = Field(default=None, foreign_key="pack_version.id")
    target_year: int | None = None

    def called(self, lang: str) -> str:
        return self.name_zh if lang == "zh" and self.name_zh else self.name


class Milestone(Table, table=True):
    """A step on the way to a buyer's order: when it should be reached, and when it was."""

    __tablename__ = "buyer_milestone"

    buyer_id: UUID = Field(foreign_key="buyer.id", primary_key=True)
    step: Step = Field(sa_type=enum_column(Step), primary_key=True)
    planned_on: date | None = None
    reached_on: date | None = None


class Contact(Table, table=True):
    """A person at the buyer."""

    __tablename__ = "buyer_contact"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    buyer_id: UUID = Field(foreign_key="buyer.id", index=True)
    name: str = Field(max_length=120)
    role: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
