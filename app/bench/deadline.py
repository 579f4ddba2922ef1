"""Bounds what a part of the bench may take: rows that no longer fit say so."""

import time
from collections.abc import Iterator

from app.reports.press import MEBIBYTE, Limits, NotDrawn

LEAST = 1
Row = tuple[str, str, str]


class Deadline:
    """`minutes` from now on for all the drawings of a part."""

    def __init__(self, minutes: float) -> None:
        self._minutes = minutes
        self._ends = time.monotonic() + 60 * minutes

    @property
    def limits(self) -> Limits:
        """Of the next drawing; processor time is that of two processes."""
        left = max(LEAST, int(self._ends - time.monotonic()))
        return Limits(wall_seconds=left, cpu_seconds=2 * left, memory=4096 * MEBIBYTE)

    def kept(self, rows: Iterator[Row]) -> Iterator[Row]:
        """`rows` until the time is up."""
        try:
            yield from rows
        except NotDrawn as refused:
            if refused.reason != "time":
                raise
            yield "  the rest of these rows", "–", f"not measured within {self._minutes:g} minutes"
