"""Editions that this process has opened, by hash. They never change, so nothing goes stale."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256 as sha256_of
from threading import Lock

from app.checklists.content import opened
from app.checklists.rules import Edition

KEPT = 16


class ContentChanged(RuntimeError):
    """Somebody altered the database behind our back."""


_editions: OrderedDict[str, Edition] = OrderedDict()
_lock = Lock()


def opened_once(sha256: str, content: Callable[[], str]) -> Edition:
    with _lock:
        if edition := _editions.get(sha256):
            _editions.move_to_end(sha256)
            return edition
    text = content()
    if sha256_of(text.encode()).hexdigest() != sha256:
        raise ContentChanged(f"The content of edition {sha256} is not what was published.")
    edition = opened(text, sha256=sha256)
    with _lock:
        _editions[sha256] = edition
        while len(_editions) > KEPT:
            _editions.popitem(last=False)
    return edition
