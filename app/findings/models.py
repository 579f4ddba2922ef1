from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.findings.rules import Branch, CauseTag, DueSource, FindingClass, Outcome, Rule, Said, Step
from app.kit.columns import Table, UtcDateTime, enum_column
from app.kit.ids import new_id


class Finding(Table, table=True):
    """From an answer, or free (then `answer_id` is None). `due_on` None: the class has no date.

    A free one need not break an item of the checklist: then `item` is "" and it has a category.
    `step`: the last that it has reached, kept by whatever moves it (actions/step_changes.py).
    `raised_on`, `closed_on`: the days on the wall of its site; not closed: nobody has closed it
    or rejected it (docs/decisions/0021).
    """

    __table_args__ = (
        sa.Index(
            "ix_finding_told",
            *("closed_on", "class", "due_on", "step", "ref", "raised_on"),
            *("owner_id", "category", "item", "site_id", "id"),
        ),
        sa.Index("ix_finding_stands", "closed_on", "step", "due_on", "ref", "site_id", "id"),
        sa.Index(None, "site_id", "step"),
        sa.Index(None, "due_on"),
        sa.Index(None, "raised_on", "site_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    site_id: UUID = Field(foreign_key="site.id", index=True)
    audit_id: UUID | None = Field(default=None, foreign_key="audit.id", index=True)
    answer_id: UUID | None = Field(default=None, foreign_key="answer.id", unique=True)
    item: str = Field(max_length=20, index=True)
    category: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    zone_id: UUID | None = Field(default=None, foreign_key="zone.id")
    class_: FindingClass = Field(
        sa_column=sa.Column("class", enum_column(FindingClass), nullable=False)
    )
    statement: str = Field(sa_type=sa.Text)
    owner_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    raised_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    raised_by: str = Field(max_length=120)
    raised_at: datetime = Field(sa_type=UtcDateTime)
    raised_on: date
    closed_on: date | None = None
    contain_by: date | None = None
    due_on: date | None = None
    confirmed_on: date | None = None
    version: int = 1
    step: Step = Field(
        default=Step.RAISED,
        sa_type=enum_column(Step),
        sa_column_kwargs={"server_default": Step.RAISED.value},
    )


class FindingRevision(Table, table=True):
    """How a finding stood from `at` on, so that a past day is told as it was. Append-only."""

    __tablename__ = "finding_revision"

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    version: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    class_: FindingClass = Field(
        sa_column=sa.Column("class", enum_column(FindingClass), nullable=False)
    )
    owner_id: UUID | None = Field(default=None, foreign_key="person.id")
    contain_by: date | None = None
    due_on: date | None = None
    statement: str = Field(sa_type=sa.Text)


class Closure(Table, table=True):
    """A finding is closed by this row; its key lets only one person close it.

    `rejected`: it was none, says the quality lead.
    """

    __table_args__ = (sa.Index(None, "at"),)

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    by_id: UUID | None = Field(default=None, foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=sa.Text)
    rejected: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class Reopening(Table, table=True):
    """From here on the finding goes its way anew; `turn` is the one that begins. Append-only."""

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    turn: int = Field(primary_key=True)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=sa.Text)


class FindingEvidence(Table, table=True):
    """What was brought with a free finding; one from an answer shows the answer's. Append-only."""

    __tablename__ = "finding_evidence"

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", primary_key=True)


class LapsedClosure(Table, table=True):
    """A closure that stood until the finding was opened again; `turn` ended with it. Append-only.

    Of any day before `lapsed_at` it is still told.
    """

    __tablename__ = "lapsed_closure"

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    turn: int = Field(primary_key=True)
    by_id: UUID | None = Field(default=None, foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=sa.Text)
    lapsed_at: datetime = Field(sa_type=UtcDateTime)


class Proposal(Table, table=True):
    """The class that the rules proposed when it was raised, and by which of them. Append-only.

    `parts` fills the sentence of the rule (JSON); `reason`: why its author chose another one.
    """

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    class_: FindingClass = Field(
        sa_column=sa.Column("class", enum_column(FindingClass), nullable=False)
    )
    rule: Rule = Field(sa_type=enum_column(Rule))
    parts: str = Field(sa_type=sa.Text)
    reason: str = Field(sa_type=sa.Text)


class Cause(Table, table=True):
    """One answer to one why; without `parent_id` it is the first of its branch."""

    __table_args__ = (sa.Index(None, "parent_id", "struck_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    turn: int
    branch: Branch = Field(sa_type=enum_column(Branch))
    parent_id: UUID | None = Field(default=None, foreign_key="cause.id")
    text: str = Field(sa_type=sa.Text)
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
    struck_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CauseFound(Table, table=True):
    """Somebody answers for it that the whys end at the root. Append-only."""

    __tablename__ = "cause_found"
    __table_args__ = (sa.Index(None, "tag", "finding_id"),)

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    turn: int = Field(primary_key=True)
    tag: CauseTag = Field(sa_type=enum_column(CauseTag))
    hidden_hazard: bool
    note: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class CauseCorrection(Table, table=True):
    """What a cause lies in, said better later; the last one counts. Append-only."""

    __tablename__ = "cause_correction"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    turn: int
    tag: CauseTag = Field(sa_type=enum_column(CauseTag))
    hidden_hazard: bool
    reason: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class HandOver(Table, table=True):
    """The owner asks another to take it over; until they do, it stays where it is. Append-only."""

    __tablename__ = "hand_over"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    from_id: UUID | None = Field(default=None, foreign_key="person.id")
    to_id: UUID = Field(foreign_key="person.id", index=True)
    reason: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class HandOverReply(Table, table=True):
    """Once, by the one who was asked. Append-only."""

    __tablename__ = "hand_over_reply"

    hand_over_id: UUID = Field(foreign_key="hand_over.id", primary_key=True)
    accepted: bool
    note: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class Repeat(Table, table=True):
    """The same item failed at the same place in an earlier round. Append-only.

    `upgraded`: a programme of the audit makes that one class graver.
    """

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    earlier_id: UUID = Field(foreign_key="finding.id", index=True)
    upgraded: bool


class AcrossReply(Table, table=True):
    """What somebody says of another place where the same item is asked. Append-only.

    The last one of a place counts; `raised_id`: the finding that is open there.
    """

    __tablename__ = "across_reply"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    site_id: UUID = Field(foreign_key="site.id")
    zone_id: UUID | None = Field(default=None, foreign_key="zone.id")
    said: Said = Field(sa_type=enum_column(Said))
    note: str = Field(sa_type=sa.Text)
    raised_id: UUID | None = Field(default=None, foreign_key="finding.id")
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class Deadline(Table, table=True):
    """By when a step of a turn is due, and what says so. The trail keeps what stood before.

    `due_on` is what counts: the buyer's date, else one that was extended or agreed upon, else
    `computed_on`, the strictest clock of the finding's programmes. `due_at`: a clock in hours.
    """

    finding_id: UUID = Field(foreign_key="finding.id", primary_key=True)
    turn: int = Field(primary_key=True)
    step: str = Field(max_length=40, primary_key=True)
    due_on: date = Field(index=True)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    earliest_on: date | None = None
    source: DueSource = Field(sa_type=enum_column(DueSource))
    programme: str = Field(default="", max_length=60)
    anchor: str = Field(default="", max_length=40)
    provisional: bool = False
    computed_on: date | None = None
    limit_on: date | None = None
    agreed_on: date | None = None
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BuyerDate(Table, table=True):
    """A day that a buyer has set in a letter; None: the buyer has lifted it. Append-only.

    The last one of a step counts.
    """

    __tablename__ = "buyer_date"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    step: str = Field(max_length=40)
    due_on: date | None = None
    buyer_id: UUID = Field(foreign_key="buyer.id")
    letter: str = Field(max_length=200)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class Extension(Table, table=True):
    """The owner asks for more time, under the class that the finding has. Append-only."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    turn: int
    step: str = Field(max_length=40)
    class_: FindingClass = Field(
        sa_column=sa.Column("class", enum_column(FindingClass), nullable=False)
    )
    due_on: date
    until: date
    reason: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class ExtensionReply(Table, table=True):
    """Once: granted or refused by another person, or withdrawn by who asked. Append-only."""

    __tablename__ = "extension_reply"

    extension_id: UUID = Field(foreign_key="extension.id", primary_key=True)
    outcome: Outcome = Field(sa_type=enum_column(Outcome))
    note: str = Field(sa_type=sa.Text)
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class Review(Table, table=True):
    """No clock runs: a partner looks at the finding again on that day. Append-only."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    finding_id: UUID = Field(foreign_key="finding.id", index=True)
    turn: int
    partner_id: UUID = Field(foreign_key="person.id")
    review_on: date
    by_id: UUID = Field(foreign_key="person.id")
    by_name: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)
