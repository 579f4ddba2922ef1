"""Buyers name a version, milestones and contacts; an overlay keeps what it was read with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STEPS = (
    "invited", "visit", "stage_1", "stage_2", "shortlisted", "pilot_order", "contracted",
)  # fmt: skip


def upgrade() -> None:
    # not in batch: SQLite would copy the table, and leave the triggers that guard it behind
    op.add_column(
        "pack_version", sa.Column("bases", sa.JSON(), nullable=False, server_default="{}")
    )
    with op.batch_alter_table("buyer") as buyer:
        buyer.add_column(sa.Column("pack_version_id", sa.Uuid(), nullable=True))
        buyer.add_column(sa.Column("target_year", sa.Integer(), nullable=True))
        buyer.create_foreign_key(
            op.f("fk_buyer_pack_version_id"), "pack_version", ["pack_version_id"], ["id"]
        )
    op.create_table(
        "buyer_milestone",
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(*STEPS, name="step", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["buyer.id"], name=op.f("fk_buyer_milestone_buyer_id")
        ),
        sa.PrimaryKeyConstraint("buyer_id", "step", name=op.f("pk_buyer_milestone")),
    )
    op.create_table(
        "buyer_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("buyer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["buyer_id"], ["buyer.id"], name=op.f("fk_buyer_contact_buyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_contact")),
    )
    op.create_index(op.f("ix_buyer_contact_buyer_id"), "buyer_contact", ["buyer_id"], unique=False)
