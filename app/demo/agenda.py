"""What goes on at several sites at the same time, in the order of its instants."""

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import TypeAlias

Deeds: TypeAlias = Iterator[datetime]
"""Tells when its next deed is done; the deed itself is done when it is asked on."""


class Agenda:
    def __init__(self) -> None:
        self._ahead: list[tuple[datetime, int, Deeds]] = []
        self._numbers = count()

    def begin(self, deeds: Deeds) -> None:
        """Up to its first instant; nothing is done yet."""
        at = next(deeds, None)
        if at is not None:
            heappush(self._ahead, (at, next(self._numbers), deeds))

    def run(self, until: datetime) -> None:
        """Does whatever falls due by then, also of what begins meanwhile."""
        while self._ahead and self._ahead[0][0] <= until:
            self.begin(heappop(self._ahead)[2])
