"""Clocks run for every step; sites keep their holidays; dates are extended, or set by the buyer."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
