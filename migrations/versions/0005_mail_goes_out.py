"""Letters go out to persons, who say how they want to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT_FOR_GOOD = ("letter_file", "notice")
KINDS = ("reminder", "escalation", "digest", "mention", "report", "hand_over", "confirmation")


def upgrade() -> None:
    _letters()
    _wishes()
    _reminders()
    if op.get_bind().dialect.name == "sqlite":
        keep_in_sqlite()
    else:
        keep_in_postgresql()


def _letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("kind", _words("mailkind", *KINDS), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status", _words("letterstatus", "waiting", "sent", "failed", "kept"), nullable=False
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("leave", sa.String(64), nullable=False),
        _to_person("letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
        sa.UniqueConstraint("leave", name=op.f("uq_letter_leave")),
    )
    for column in ("person_id", "made_at", "status"):
        op.create_index(op.f(f"ix_letter_{column}"), "letter", [column], unique=False)
    op.create_table(
        "letter_file",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content_type", sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_file_letter_id")
        ),
        sa.PrimaryKeyConstraint("letter_id", "n", name=op.f("pk_letter_file")),
    )


def _wishes() -> None:
    op.create_table(
        "mail_preference",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("mailkind", *KINDS), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to_person("mail_preference"),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_mail_preference")),
    )
    op.create_table(
        "snooze",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to_person("snooze"),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_snooze_finding_id")),
        sa.PrimaryKeyConstraint("person_id", "finding_id", name=op.f("pk_snooze")),
    )
    op.create_table(
        "calendar_address",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _to_person("calendar_address"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_address_secret_hash")),
    )


def _reminders() -> None:
    op.create_table(
        "notice",
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("escalation", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        _to_person("notice"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_notice_letter_id")),
        sa.PrimaryKeyConstraint("subject", "person_id", "rung", name=op.f("pk_notice")),
    )
    op.create_table(
        "shift",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_shift")),
    )


def _to_person(table):
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id"))


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
