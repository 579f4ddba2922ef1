"""Comments with files, mentions, confirmations of buyers, good practices."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
