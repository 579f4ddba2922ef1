"""A finding goes its way step by step: causes, a plan that is agreed, an effect that is checked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEPT_FOR_GOOD = (
    "across_reply",
    "agreed_action",
    "cause_found",
    "effect_check",
    "hand_over",
    "hand_over_reply",
    "implementation",
    "implementation_evidence",
    "plan_agreed",
    "reopening",
    "repeat",
    "verification",
)


def upgrade() -> None:
    _widen()
    _causes()
    _gates()
    _owners()
    _repeats()
    _elsewhere()
    if op.get_bind().dialect.name == "sqlite":
        keep_in_sqlite()
    else:
        keep_in_postgresql()


def _widen() -> None:
    """Not in batch: others refer to these tables, which SQLite would drop and make anew."""
    op.add_column(
        "closure", sa.Column("rejected", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("action", sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("action", sa.Column("cost", sa.String(40), nullable=True))
    op.add_column("action", sa.Column("currency", sa.String(3), nullable=False, server_default=""))
    op.execute(
        "ALTER TABLE action ADD COLUMN effort VARCHAR(40) "
        "CONSTRAINT ck_action_effort CHECK (effort IN ('S', 'M', 'L'))"
    )


def _causes() -> None:
    op.create_table(
        "reopening",
        *_once_a_turn("reopening"),
        *_somebody("reopening"),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_table(
        "cause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("branch", _words("branch", "occurrence", "escape"), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_cause_finding_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["cause.id"], name=op.f("fk_cause_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
    )
    op.create_index(op.f("ix_cause_finding_id"), "cause", ["finding_id"], unique=False)
    op.create_table(
        "cause_found",
        *_once_a_turn("cause_found"),
        *_somebody("cause_found"),
        sa.Column("tag", _words("causetag", "management", "method", "people"), nullable=False),
        sa.Column("hidden_hazard", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )


def _gates() -> None:
    op.create_table(
        "plan_agreed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_somebody("plan_agreed"),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_plan_agreed_finding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_agreed")),
    )
    op.create_index(op.f("ix_plan_agreed_finding_id"), "plan_agreed", ["finding_id"], unique=False)
    op.create_table(
        "agreed_action",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan_agreed.id"], name=op.f("fk_agreed_action_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_agreed_action_action_id")
        ),
        sa.PrimaryKeyConstraint("plan_id", "action_id", name=op.f("pk_agreed_action")),
    )
    op.create_table(
        "effect_check",
        *_once_a_turn("effect_check"),
        *_somebody("effect_check"),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("level", _words("level", "4", "3", "2", "1", "0", "na"), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
    )


def _owners() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_somebody("hand_over"),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_hand_over_finding_id")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_hand_over_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_hand_over_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(op.f("ix_hand_over_finding_id"), "hand_over", ["finding_id"], unique=False)
    op.create_index(op.f("ix_hand_over_to_id"), "hand_over", ["to_id"], unique=False)
    op.create_table(
        "hand_over_reply",
        sa.Column("hand_over_id", sa.Uuid(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_somebody("hand_over_reply"),
        sa.ForeignKeyConstraint(
            ["hand_over_id"], ["hand_over.id"], name=op.f("fk_hand_over_reply_hand_over_id")
        ),
        sa.PrimaryKeyConstraint("hand_over_id", name=op.f("pk_hand_over_reply")),
    )


def _repeats() -> None:
    op.create_table(
        "repeat",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("earlier_id", sa.Uuid(), nullable=False),
        sa.Column("upgraded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_repeat_finding_id")),
        sa.ForeignKeyConstraint(["earlier_id"], ["finding.id"], name=op.f("fk_repeat_earlier_id")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_repeat")),
    )
    op.create_index(op.f("ix_repeat_earlier_id"), "repeat", ["earlier_id"], unique=False)


def _elsewhere() -> None:
    op.create_table(
        "across_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("said", _words("said", "seen", "not_there", "raised"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("raised_id", sa.Uuid(), nullable=True),
        *_somebody("across_reply"),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_across_reply_finding_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_across_reply_site_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_across_reply_zone_id")),
        sa.ForeignKeyConstraint(
            ["raised_id"], ["finding.id"], name=op.f("fk_across_reply_raised_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_across_reply")),
    )
    op.create_index(
        op.f("ix_across_reply_finding_id"), "across_reply", ["finding_id"], unique=False
    )


def _once_a_turn(table):
    """Its key lets only one person take the step."""
    return (
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f(f"fk_{table}_finding_id")
        ),
        sa.PrimaryKeyConstraint("finding_id", "turn", name=op.f(f"pk_{table}")),
    )


def _somebody(table):
    return (
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f(f"fk_{table}_by_id")),
    )


def _words(name, *words):
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def keep_in_sqlite() -> None:
    for table in KEPT_FOR_GOOD:
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def keep_in_postgresql() -> None:
    """By the function of 0001."""
    for table in KEPT_FOR_GOOD:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
