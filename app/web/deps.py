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


# A dependency that does not wait is async: a plain one costs a thread's turn on each request.


async def _database(request: Request) -> Database:
    db: Database = request.app.state.database
    return db


DatabaseOf = Annotated[Database, Depends(_database)]


async def _session(request: Request, db: DatabaseOf) -> AsyncIterator[Session]:
    """Closed before the reply leaves; not committed by anybody but the route."""
    session = db.reader() if request.method in SAFE else db.writer()
    try:
        yield session
    finally:
        session.close()


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def now() -> datetime:
    return clock.now()


Db = Annotated[Session, Depends(_session, scope="function", max_concurrency=SLOTS)]
Config = Annotated[Settings, Depends(_settings)]
Now = Annotated[datetime, Depends(now)]
