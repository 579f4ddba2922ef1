"""Comments with files, mentions, confirmations of buyers, good practices."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CLASSES = ("critical", "major", "minor", "observation")
KEPT_FOR_GOOD = (
    "cause_correction",
    "comment",
    "comment_evidence",
    "comment_revision",
    "comment_withdrawal",
    "confirmation_asked",
    "confirmation_reply",
    "finding_evidence",
    "lapsed_closure",
    "mention",
    "practice",
    "practice_done",
    "practice_evidence",
    "practice_takeover",
    "practice_withdrawal",
    "proposal",
    "shared_evidence",
)


def upgrade() -> None:
    _widen()
    _findings()
    _comments()
    _confirmations()
    _practices()
    if op.get_bind().dialect.name == "sqlite":
        keep_in_sqlite()
    else:
        keep_in_postgresql()


def _widen() -> None:
    """Not in batch: others refer to these tables, which SQLite would drop and make anew."""
    op.add_column(
        "finding", sa.Column("category", sa.String(60), nullable=False, server_default="")
    )
    op.add_column("action", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "action", sa.Column("withdrawn_by", sa.String(120), nullable=False, server_default="")
    )
    op.add_column(
        "action", sa.Column("withdrawn_why", sa.Text(), nullable=False, server_default="")
    )


def _findings() -> None:
    op.create_table(
        "proposal",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("class", _words("findingclass", *CLASSES), nullable=False),
        sa.Column(
            "rule",
            _words("rule", "severity", "share", "group", "repeat", "hazard"),
            nullable=False,
        ),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _to("proposal", "finding_id", "finding"),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_proposal")),
    )
    _pair("finding_evidence", "finding_id", "finding", "evidence_id", "evidence")
    op.create_table(
        "cause_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("tag", _words("causetag", "management", "method", "people"), nullable=False),
        sa.Column("hidden_hazard", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_somebody("cause_correction"),
        _to("cause_correction", "finding_id", "finding"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_correction")),
    )
    _index("cause_correction", "finding_id")
    op.create_table(
        "lapsed_closure",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=False),
        _to("lapsed_closure", "by_id", "person"),
        _to("lapsed_closure", "finding_id", "finding"),
        sa.PrimaryKeyConstraint("finding_id", "turn", name=op.f("pk_lapsed_closure")),
    )


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=True),
        *_somebody("comment"),
        _to("comment", "finding_id", "finding"),
        _to("comment", "action_id", "action"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    _index("comment", "finding_id")
    op.create_table(
        "comment_revision",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("comment_revision", "comment_id", "comment"),
        sa.PrimaryKeyConstraint("comment_id", "revision", name=op.f("pk_comment_revision")),
    )
    _pair("comment_evidence", "comment_id", "comment", "evidence_id", "evidence")
    op.create_table(
        "comment_withdrawal",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        *_somebody("comment_withdrawal"),
        _to("comment_withdrawal", "comment_id", "comment"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_withdrawal")),
    )
    _pair("mention", "comment_id", "comment", "person_id", "person")
    _index("mention", "person_id")
    op.create_table(
        "thread_visit",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("thread_visit", "finding_id", "finding"),
        _to("thread_visit", "person_id", "person"),
        sa.PrimaryKeyConstraint("finding_id", "person_id", name=op.f("pk_thread_visit")),
    )


def _confirmations() -> None:
    op.create_table(
        "confirmation_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("buyer", sa.String(120), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        *_somebody("confirmation_asked"),
        _to("confirmation_asked", "finding_id", "finding"),
        _to("confirmation_asked", "guest_id", "person"),
        sa.UniqueConstraint(
            "finding_id", "turn", name=op.f("uq_confirmation_asked_finding_id_turn")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_asked")),
    )
    _index("confirmation_asked", "guest_id")
    _pair("shared_evidence", "asked_id", "confirmation_asked", "evidence_id", "evidence")
    op.create_table(
        "confirmation_reply",
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_somebody("confirmation_reply"),
        _to("confirmation_reply", "asked_id", "confirmation_asked"),
        sa.PrimaryKeyConstraint("asked_id", name=op.f("pk_confirmation_reply")),
    )


def _practices() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("practicekind", "practice", "news"), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(20), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        *_somebody("practice"),
        _to("practice", "answer_id", "answer"),
        _to("practice", "site_id", "site"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    _index("practice", "item")
    _index("practice", "site_id")
    _pair("practice_evidence", "practice_id", "practice", "evidence_id", "evidence")
    op.create_table(
        "practice_takeover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_somebody("practice_takeover"),
        _to("practice_takeover", "practice_id", "practice"),
        _to("practice_takeover", "site_id", "site"),
        sa.UniqueConstraint(
            "practice_id", "site_id", name=op.f("uq_practice_takeover_practice_id_site_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_takeover")),
    )
    op.create_table(
        "practice_done",
        sa.Column("takeover_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_somebody("practice_done"),
        _to("practice_done", "takeover_id", "practice_takeover"),
        sa.PrimaryKeyConstraint("takeover_id", name=op.f("pk_practice_done")),
    )
    op.create_table(
        "practice_withdrawal",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_somebody("practice_withdrawal"),
        _to("practice_withdrawal", "practice_id", "practice"),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_practice_withdrawal")),
    )


def _pair(table, one, one_table, other, other_table):
    op.create_table(
        table,
        sa.Column(one, sa.Uuid(), nullable=False),
        sa.Column(other, sa.Uuid(), nullable=False),
        _to(table, one, one_table),
        _to(table, other, other_table),
        sa.PrimaryKeyConstraint(one, other, name=op.f(f"pk_{table}")),
    )


def _to(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table, column):
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _somebody(table):
    return (
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to(table, "by_id", "person"),
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
