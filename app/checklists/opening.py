"""Editions that this process has opened. They never change, so nothing goes stale."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256 as sha256_of
from threading import Lock
from uuid import UUID

from app.checklists.content import opened
from app.checklists.rules import Edition

KEPT = 16


class ContentChanged(RuntimeError):
    """Somebody altered the database behind our back."""


_editions: OrderedDict[UUID, Edition] = OrderedDict()
_lock = Lock()


def kept(id: UUID) -> Edition | None:
    with _lock:
        edition = _editions.get(id)
        if edition:
            _editions.move_to_end(id)
        return edition


def opened_once(id: UUID, sha256: str, content: Callable[[], str]) -> Edition:
    text = content()
    if sha256_of(text.encode()).hexdigest() != sha256:
        raise ContentChanged(f"The content of edition {sha256} is not what was published.")
    edition = opened(text, sha256=sha256)
    with _lock:
        _editions[id] = edition
        while len(_editions) > KEPT:
            _editions.popitem(last=False)
    return edition
