"""A finding keeps the days on which it was raised and closed; an action keeps how far it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = ("open", "implemented", "verified")
TOLD = ["closed_on", "class", "due_on", "step", "ref", "raised_on", "owner_id", "category", "item",
        "site_id", "id"]  # fmt: skip
STANDS = ["closed_on", "step", "due_on", "ref", "site_id", "id"]
WAITS = ["state", "done_at", "finding_id", "owner_id", "done_by_id", "withdrawn_at", "id"]


def upgrade() -> None:
    _days()
    _states()
    op.create_index(op.f("ix_cause_parent_id_struck_at"), "cause", ["parent_id", "struck_at"])
    op.create_index(op.f("ix_cause_found_tag_finding_id"), "cause_found", ["tag", "finding_id"])


def _days() -> None:
    op.add_column(
        "finding", sa.Column("raised_on", sa.Date(), nullable=False, server_default="1970-01-01")
    )
    op.add_column("finding", sa.Column("closed_on", sa.Date(), nullable=True))
    connection = op.get_bind()
    finding = sa.table("finding", *(sa.column(name) for name in ("id", "raised_on", "closed_on")))
    days = [
        {"one": id, "came": _day(raised_at, zone), "went": _day(closed_at, zone)}
        for id, raised_at, closed_at, zone in connection.execute(
            sa.text(
                "SELECT f.id, f.raised_at, c.at, s.time_zone FROM finding f "
                "JOIN site s ON s.id = f.site_id LEFT JOIN closure c ON c.finding_id = f.id"
            )
        )
    ]
    if days:
        told = sa.update(finding).where(finding.c.id == sa.bindparam("one"))
        came, went = sa.bindparam("came", type_=sa.Date()), sa.bindparam("went", type_=sa.Date())
        connection.execute(told.values(raised_on=came, closed_on=went), days)
    op.drop_index(op.f("ix_finding_step_due_on_ref_site_id_id"), table_name="finding")
    op.create_index("ix_finding_told", "finding", TOLD)
    op.create_index("ix_finding_stands", "finding", STANDS)
    op.create_index(op.f("ix_finding_raised_on_site_id"), "finding", ["raised_on", "site_id"])


def _day(instant, zone):
    """The day on the wall of the site."""
    if instant is None:
        return None
    if isinstance(instant, str):  # SQLite keeps it as text, in UTC
        instant = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    return instant.astimezone(ZoneInfo(zone)).date()


def _states() -> None:
    words = ", ".join(f"'{word}'" for word in STATES)
    op.execute(
        "ALTER TABLE action ADD COLUMN state VARCHAR(40) DEFAULT 'open' NOT NULL "
        f"CONSTRAINT ck_action_actionstate CHECK (state IN ({words}))"
    )
    op.add_column("action", sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("action", sa.Column("done_by_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE action SET (done_at, done_by_id) = (SELECT i.at, i.by_id FROM implementation i "
        "WHERE i.action_id = action.id ORDER BY i.at DESC, i.id DESC LIMIT 1)"
    )
    last = (
        "(SELECT {} FROM implementation i LEFT JOIN verification v ON v.implementation_id = i.id "
        "WHERE i.action_id = action.id ORDER BY i.at DESC, i.id DESC LIMIT 1)"
    )
    word = "CASE WHEN v.passed IS NULL THEN 'implemented' WHEN v.passed THEN 'verified' END"
    op.execute(f"UPDATE action SET state = coalesce({last.format(word)}, 'open')")
    op.execute("UPDATE action SET done_at = NULL, done_by_id = NULL WHERE state = 'open'")
    op.create_index("ix_action_stands", "action", WAITS)
