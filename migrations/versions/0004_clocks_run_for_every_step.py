"""Clocks run for every step; sites keep their holidays; dates are extended, or set by the buyer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT_FOR_GOOD = ("buyer_date", "extension", "extension_reply", "review", "site_day")
CLASSES = ("critical", "major", "minor", "observation")
SOURCES = ("programme", "agreed", "extension", "buyer", "plan", "review")


def upgrade() -> None:
    _known_days()
    _deadlines()
    _dates_that_stand()
    _buyers()
    _extensions()
    _reviews()
    _calendars()
    if op.get_bind().dialect.name == "sqlite":
        keep_in_sqlite()
    else:
        keep_in_postgresql()


def _known_days() -> None:
    op.add_column("audit", sa.Column("closing_meeting_on", sa.Date(), nullable=True))
    op.add_column("audit", sa.Column("report_issued_on", sa.Date(), nullable=True))
    op.add_column("finding", sa.Column("confirmed_on", sa.Date(), nullable=True))


def _deadlines() -> None:
    op.create_table(
        "deadline",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("source", _words("duesource", *SOURCES), nullable=False),
        sa.Column("programme", sa.String(60), nullable=False),
        sa.Column("anchor", sa.String(40), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("computed_on", sa.Date(), nullable=True),
        sa.Column("limit_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        _of_finding("deadline"),
        sa.PrimaryKeyConstraint("finding_id", "turn", "step", name=op.f("pk_deadline")),
    )
    op.create_index(op.f("ix_deadline_due_on"), "deadline", ["due_on"], unique=False)


def _dates_that_stand() -> None:
    """Of the findings that there are; the next change of a day computes them anew."""
    for step, column in (("containment", "contain_by"), ("close", "due_on")):
        op.execute(
            "INSERT INTO deadline (finding_id, turn, step, due_on, source, programme, anchor, "
            "provisional, computed_on) SELECT id, 1 + (SELECT count(*) FROM reopening "
            f"WHERE reopening.finding_id = finding.id), '{step}', {column}, 'programme', '', "
            f"'raised', {sa.false().compile(dialect=op.get_bind().dialect)}, {column} "
            f"FROM finding WHERE {column} IS NOT NULL"
        )


def _buyers() -> None:
    op.create_table(
        "buyer_date",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(200), nullable=False),
        *_somebody("buyer_date"),
        _of_finding("buyer_date"),
        sa.ForeignKeyConstraint(["buyer_id"], ["buyer.id"], name=op.f("fk_buyer_date_buyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_date")),
    )
    op.create_index(op.f("ix_buyer_date_finding_id"), "buyer_date", ["finding_id"], unique=False)


def _extensions() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("class", _words("findingclass", *CLASSES), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_somebody("extension"),
        _of_finding("extension"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_finding_id"), "extension", ["finding_id"], unique=False)
    op.create_table(
        "extension_reply",
        sa.Column("extension_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", _words("outcome", "granted", "refused", "withdrawn"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_somebody("extension_reply"),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extension.id"], name=op.f("fk_extension_reply_extension_id")
        ),
        sa.PrimaryKeyConstraint("extension_id", name=op.f("pk_extension_reply")),
    )


def _reviews() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        *_somebody("review"),
        _of_finding("review"),
        sa.ForeignKeyConstraint(["partner_id"], ["person.id"], name=op.f("fk_review_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_finding_id"), "review", ["finding_id"], unique=False)


def _calendars() -> None:
    op.create_table(
        "site_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_day_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_day")),
    )
    op.create_index("ix_site_day_site_id_day", "site_day", ["site_id", "day"], unique=False)


def _of_finding(table):
    return sa.ForeignKeyConstraint(
        ["finding_id"], ["finding.id"], name=op.f(f"fk_{table}_finding_id")
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
