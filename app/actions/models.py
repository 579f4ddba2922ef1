from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.actions.rules import ActionKind, ActionState, Effort
from app.answers.rules import Level
from app.kit.columns import ExactDecimal, Table, UtcDateTime, enum_column
from app.kit.ids import new_id


class Action(Table, table=True):
    """`turn`: which of the finding's turns it belongs to; a reopening begins the next.

    `state` is kept by the verbs that report it done and verify it; `done_at`, `done_by_id`: of the
    report that stands, None while it is open.
    """

    __table_args__ = (
        sa.Index(
            "ix_action_stands",
            *("state", "done_at", "finding_id", "owner_id", "done_by_id", "withdrawn_at", "id"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    kind: ActionKind = Field(sa_type=enum_column(ActionKind))
    what: str = Field(sa_type=sa.Text)
    criterion: str = Field(default="", sa_type=sa.Text)
    owner_id: UUID = Field(foreign_key="person.id", index=True)
    due_on: date
    made_by: str = Field(max_length=120)
    made_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1
    turn: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    cost: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    currency: str = Field(default="", max_length=3, sa_column_kwargs={"server_default": ""})
    effort: Effort | None = Field(default=None, sa_type=enum_column(Effort))
    state: ActionState = Field(
        default=ActionState.OPEN,
        sa_type=enum_column(ActionState),
        sa_column_kwargs={"server_default": ActionState.OPEN.value},
    )
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by_id: UUID | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: str = Field(default="", max_length=120, sa_column_kwargs={"server_default": ""})
    withdrawn_why: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


class Implementation(Table, table=True):
    """Somebody says that the action is done, with the proof. Each try is a row. Append-only."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    action_id: UUID = Field(foreign_key="action.id", index=True)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(sa_type=sa.Text)


class ImplementationEvidence(Table, table=True):
    __tablename__ = "implementation_evidence"

    implementation_id: UUID = Field(foreign_key="implementation.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)


class Verification(Table, table=True):
    """By another person, once per implementation; `answer_id`: its re-rating. Append-only."""

    implementation_id: UUID = Field(foreign_key="implementation.id", primary_key=True)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    passed: bool
    note: str = Field(sa_type=sa.Text)
    answer_id: UUID | None = Field(default=None, foreign_key="answer.id")


class PlanAgreed(Table, table=True):
    """The quality lead agrees to what is planned, and to how its effect will be seen.

    Agreed again when more is planned; the last one counts. Append-only.
    """

    __tablename__ = "plan_agreed"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    turn: int
    criterion: str = Field(sa_type=sa.Text)
    after_days: int
    note: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class AgreedAction(Table, table=True):
    __tablename__ = "agreed_action"

    plan_id: UUID = Field(foreign_key="plan_agreed.id", primary_key=True)
    action_id: UUID = Field(foreign_key="action.id", primary_key=True)


class EffectCheck(Table, table=True):
    """Whether the mend has held, once a turn; if not, the item is rated anew. Append-only."""

    __tablename__ = "effect_check"

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    turn: int = Field(primary_key=True)
    held: bool
    level: Level | None = Field(default=None, sa_type=enum_column(Level))
    note: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
