"""What was counted of many findings holds until the trail grows or a day begins somewhere."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from sqlmodel import Session

from app.people.rules import Actor
from app.trail.queries import head

KEPT = 64
A_QUARTER = 15 * 60
"""Nowhere does a day begin within one."""
T = TypeVar("T")


def remembered(
    session: Session, actor: Actor, at: datetime, what: Hashable, work: Callable[[], T]
) -> T:
    """`what`: the question, the same for all who see the same sites."""
    tip = head(session)
    if tip is None:
        return work()
    places = tuple(sorted(str(grant) for grant in actor.grants))
    return kept((tip.frontier, places, int(at.timestamp() // A_QUARTER), what), work)


def kept(key: Hashable, work: Callable[[], T]) -> T:
    """Of what changes seldom: `key` says how it stands."""
    with _lock:
        if key in _kept:
            found: T = _kept[key]
            return found
    told = work()
    with _lock:
        _kept[key] = told
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return told


def forget() -> None:
    """The next who asks waits until it is worked out."""
    with _lock:
        _kept.clear()


_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()
