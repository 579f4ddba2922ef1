from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id
from app.programmes.buyers import BuyerClass, BuyerStatus


class PackVersion(Table, table=True):
    """One loaded version of a programme, kept as it was written. Triggers refuse changes."""

    __tablename__ = "pack_version"
    __table_args__ = (sa.UniqueConstraint("pack", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    pack: str = Field(max_length=60)
    version: str = Field(max_length=20)
    sha256: str = Field(max_length=64, unique=True)
    content: str = Field(sa_type=sa.Text)
    loaded_at: datetime = Field(sa_type=UtcDateTime)


class Buyer(Table, table=True):
    """Who demands it. `pack` names the programme; audits take its newest version."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120, unique=True)
    name_zh: str = Field(default="", max_length=120)
    class_: BuyerClass = Field(
        sa_column=sa.Column("class", enum_column(BuyerClass), nullable=False)
    )
    status: BuyerStatus = Field(sa_type=enum_column(BuyerStatus))
    pack: str = Field(max_length=60)
    version: int = 1

    def called(self, lang: str) -> str:
        return self.name_zh if lang == "zh" and self.name_zh else self.name
