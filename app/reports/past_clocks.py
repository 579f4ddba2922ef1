"""By when each step was due as it was known then: what moved since is undone from the trail."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.findings.models import Deadline, Finding
from app.findings.rules import DueSource
from app.reports.case_queries import clocks_by_turn
from app.reports.past import MOST
from app.trail.queries import entries

REOPENED = "finding.reopened"
Moves = list[Mapping[str, Mapping[str, str | None]]]


def clocks_then(
    session: Session,
    site_id: UUID,
    rows: Collection[Finding],
    turns: Mapping[UUID, int],
    by_then: datetime,
) -> dict[UUID, list[Deadline]]:
    """Of the turn in which each finding was; what is due first comes first."""
    kept = clocks_by_turn(session, [row.id for row in rows])
    moved = _moved_since(session, site_id, {row.ref for row in rows}, by_then)
    return {
        row.id: _undone(row.id, turns[row.id], kept[row.id, turns[row.id]], moved[row.ref])
        for row in rows
    }


def _moved_since(
    session: Session, site_id: UUID, refs: Collection[str], by_then: datetime
) -> dict[str, Moves]:
    """By finding, oldest first, up to where it was opened again: there another turn begins."""
    found: dict[str, Moves] = defaultdict(list)
    ended: set[str] = set()
    listed = entries(session, sites=[site_id], action="finding.", since=by_then, limit=MOST)
    for entry, payload in reversed(listed):
        if entry.subject not in refs or entry.subject in ended:
            continue
        if entry.action == REOPENED:
            ended.add(entry.subject)
        elif payload and (clocks := json.loads(payload.payload).get("clocks")):
            found[entry.subject].append(clocks)
    return found


def _undone(id: UUID, turn: int, rows: Sequence[Deadline], moves: Moves) -> list[Deadline]:
    if not moves:
        return list(rows)
    days = {row.step: row.due_on for row in rows}
    for move in reversed(moves):
        for step, told in move.items():
            if told["before"] is None:
                days.pop(step, None)
            else:
                days[step] = date.fromisoformat(told["before"])
    kept = {row.step: row for row in rows}
    found = [_as_of(id, turn, kept.get(step), step, day) for step, day in days.items()]
    return sorted(found, key=lambda row: (row.due_on, row.step))


def _as_of(id: UUID, turn: int, row: Deadline | None, step: str, day: date) -> Deadline:
    """The very instant, and what set it, are known only where the day has not moved since."""
    if row is None:
        return Deadline(finding_id=id, turn=turn, step=step, due_on=day, source=DueSource.PROGRAMME)
    return (
        row
        if row.due_on == day
        else Deadline(**(row.model_dump() | {"due_on": day, "due_at": None}))
    )
