"""What a route asks for: the session, the instant, the settings."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app.kit import clock
from app.kit.db import Database
from app.kit.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SLOTS = 16  # fewer than the 40 threads, so that whoever holds a session always finds a thread


def database(request: Request) -> Database:
    db: Database = request.app.state.database
    return db


async def _session(request: Request) -> AsyncIterator[Session]:
    """Closed before the reply leaves; not committed by anybody but the route."""
    db = database(request)
    session = db.reader() if request.method in SAFE else db.writer()
    try:
        yield session
    finally:
        session.close()


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


Db = Annotated[Session, Depends(_session, scope="function", max_concurrency=SLOTS)]
DatabaseOf = Annotated[Database, Depends(database)]
Config = Annotated[Settings, Depends(_settings)]
Now = Annotated[datetime, Depends(clock.now)]
