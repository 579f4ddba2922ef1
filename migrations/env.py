"""Runs the numbered migrations on the connection that the `shortlist` command hands over."""

import sqlalchemy as sa
from alembic import context

from app.kit.columns import ExactDecimal, UtcDateTime
from app.tables import metadata


def render(kind, thing, _autogen):
    """Plain SQLAlchemy in the files: a migration must read the same in ten years."""
    if kind == "type":
        if isinstance(thing, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(thing, ExactDecimal):
            return "sa.String(40)"
        if type(thing).__module__.startswith("sqlmodel"):
            return f"sa.String({thing.length or ''})"
    return False


def same_type(_context, _inspected, _metadata_column, inspected_type, metadata_type):
    """None lets Alembic compare; our own types are compared by what they are made of."""
    if isinstance(metadata_type, UtcDateTime | ExactDecimal):
        return not isinstance(inspected_type, type(metadata_type.impl_instance))
    if isinstance(metadata_type, sa.Enum):
        return False
    return None


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=same_type,
)
with context.begin_transaction():
    context.run_migrations()
