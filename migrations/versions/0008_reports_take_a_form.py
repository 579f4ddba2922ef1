"""Reports come in more kinds and forms, under a brand, on a schedule."""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
