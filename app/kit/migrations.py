"""Brings a database to the newest revision, or says how it differs from the tables."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.kit.db import Database

FOLDER = Path(__file__).parents[2] / "migrations"


def configured(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """In one transaction: the old revision or the new one, never between."""
    with database.engine.begin() as connection:
        command.upgrade(configured(connection), "head")


def newest() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()


def revisions() -> frozenset[str]:
    """All that this Shortlist knows."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return frozenset(one.revision for one in ScriptDirectory.from_config(config).walk_revisions())


def revision(database: Database) -> str | None:
    with database.engine.begin() as connection:
        return MigrationContext.configure(connection).get_current_revision()
