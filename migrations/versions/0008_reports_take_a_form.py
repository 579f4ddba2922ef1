"""Reports come in more kinds and forms, under a brand, on a schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = ("executive", "gap", "plan", "meeting", "delta", "dossier")
PAPERS = ("a4", "letter")


def upgrade() -> None:
    _forms()
    _schedules()
    if op.get_bind().dialect.name == "sqlite":
        _widen_in_sqlite()
    else:
        _widen_in_postgresql()
    op.create_index(op.f("ix_report_schedule_id"), "report", ["schedule_id"])


def _forms() -> None:
    op.create_table(
        "report_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        _words("paper", PAPERS, nullable=True),
        sa.Column("colour", sa.String(7), nullable=False),
        sa.Column("logo", sa.String(64), nullable=True),
        *(
            sa.Column(f"{part}_{lang}", sa.Text(), nullable=False)
            for part in ("cover", "footer")
            for lang in ("en", "zh")
        ),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points_to("report_form", "supplier_id", "supplier.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_form")),
        sa.CheckConstraint(_one_of("paper", PAPERS), name=op.f("ck_report_form_paper")),
    )
    op.create_index(op.f("ix_report_form_supplier_id"), "report_form", ["supplier_id"])


def _schedules() -> None:
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        _words("kind", KINDS),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        _words("every", ("month", "week")),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _points_to("report_schedule", "site_id", "site.id"),
        _points_to("report_schedule", "form_id", "report_form.id"),
        _points_to("report_schedule", "made_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_report_schedule_reportkind")),
        sa.CheckConstraint(
            _one_of("every", ("month", "week")), name=op.f("ck_report_schedule_every")
        ),
    )
    op.create_index(op.f("ix_report_schedule_site_id"), "report_schedule", ["site_id"])
    op.create_table(
        "report_schedule_reader",
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _points_to("report_schedule_reader", "schedule_id", "report_schedule.id"),
        _points_to("report_schedule_reader", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("schedule_id", "person_id", name=op.f("pk_report_schedule_reader")),
    )


def _columns() -> list[sa.Column]:
    return [
        _words("paper", PAPERS, server_default="a4"),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.Column("since_id", sa.Uuid(), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.Column("period", sa.String(12), nullable=False, server_default=""),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
    ]


FOREIGN = {
    "form_id": "report_form.id",
    "finding_id": "finding.id",
    "since_id": "report.id",
    "schedule_id": "report_schedule.id",
}


def _widen_in_sqlite() -> None:
    """SQLite changes no check in place: the table is made anew, while nothing refers to it."""
    with op.batch_alter_table("report", recreate="always") as report:
        report.drop_constraint(op.f("ck_report_reportkind"), type_="check")
        for column in _columns():
            report.add_column(column)
        report.create_check_constraint(op.f("ck_report_reportkind"), _one_of("kind", KINDS))
        report.create_check_constraint(op.f("ck_report_paper"), _one_of("paper", PAPERS))
        for column, target in FOREIGN.items():
            table, key = target.split(".")
            report.create_foreign_key(op.f(f"fk_report_{column}"), table, [column], [key])
        report.create_unique_constraint(
            op.f("uq_report_schedule_id_period"), ["schedule_id", "period"]
        )


def _widen_in_postgresql() -> None:
    op.drop_constraint(op.f("ck_report_reportkind"), "report")
    op.create_check_constraint(op.f("ck_report_reportkind"), "report", _one_of("kind", KINDS))
    for column in _columns():
        op.add_column("report", column)
    op.create_check_constraint(op.f("ck_report_paper"), "report", _one_of("paper", PAPERS))
    for column, target in FOREIGN.items():
        table, key = target.split(".")
        op.create_foreign_key(op.f(f"fk_report_{column}"), "report", table, [column], [key])
    op.create_unique_constraint(
        op.f("uq_report_schedule_id_period"), "report", ["schedule_id", "period"]
    )


def _words(name, words, **settings) -> sa.Column:
    settings.setdefault("nullable", False)
    longest = max(map(len, words))
    return sa.Column(name, sa.String(max(40, longest)), **settings)


def _one_of(column, words) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _points_to(table, column, target) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
