"""Which findings of an audit are graver by its programmes' rules than they were graded.

One by one they were graded as they were raised; taken together they may weigh more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.audits.models import Audit
from app.audits.queries import programmes_of
from app.findings.clauses import alike_on, cited, clauses_of, edition_of
from app.findings.deadline_changes import Moved, clocks_under
from app.findings.models import Finding, FindingRevision, Proposal
from app.findings.past_queries import as_they_stood
from app.findings.proposals import Proposed, Seen, proposed, slighter
from app.findings.queries import open_ones
from app.findings.raise_queries import open_items, proposals_of
from app.findings.repeat_queries import earlier_refs, still_one_class_up
from app.programmes.queries import opened
from app.programmes.rules import Pack


@dataclass(frozen=True, slots=True)
class GoesUp:
    """`proposed` says to which class, and by which rule."""

    finding: Finding
    proposed: Proposed

    @property
    def key(self) -> str:
        """What was seen: the finding and the class that it would get."""
        return f"{self.finding.ref}:{self.proposed.class_}"


@dataclass(frozen=True, slots=True)
class Preview:
    """`lowered`: somebody graded it slighter on purpose; `why`: what they said to that."""

    goes_up: GoesUp
    moved: Moved
    lowered: bool
    why: str

    @property
    def steps(self) -> list[tuple[str, date | None, date | None]]:
        """What is due anew: step, the day that stands, the day that would."""
        return [(step, old, new) for step, (old, new) in sorted(self.moved.steps.items())]

    def late(self, today: date) -> bool:
        """A day that it would get has passed already."""
        return any(new is not None and new < today for _step, _old, new in self.steps)


def packs_with_rules(session: Session, audit: Audit) -> list[Pack]:
    packs = [opened(one) for one in programmes_of(session, audit.id)]
    return [pack for pack in packs if pack.regrades]


def going_up(session: Session, audit: Audit) -> list[GoesUp]:
    """Of the audit's open findings, by reference; a fixed number of queries."""
    packs = packs_with_rules(session, audit)
    rows = open_ones(session, audit_id=audit.id) if packs else []
    edition = edition_of(session, audit.id)
    if not rows or edition is None:
        return []
    on = {row.id: clauses_of(edition.find(row.item)) for row in rows}
    every = frozenset().union(*on.values())
    alike = alike_on(every, edition, open_items(session, audit.site_id))
    names, earlier = cited(every, edition), _earlier(session, audit, rows)
    found = []
    for row in rows:
        itself = Counter((row.class_,))
        others = {one: alike[one] - itself for one in on[row.id]}
        told = proposed(packs, Seen(row.class_, None, others, names, earlier.get(row.ref)))
        if slighter(row.class_, than=told.class_):
            found.append(GoesUp(row, told))
    return found


def previews(session: Session, audit: Audit) -> list[Preview]:
    listed = going_up(session, audit)
    revisions = as_they_stood(session, [audit.site_id]) if listed else {}
    told = proposals_of(session, [one.finding.id for one in listed])
    packs = [opened(one) for one in programmes_of(session, audit.id)]
    return [
        Preview(
            goes_up=one,
            moved=clocks_under(session, one.finding, packs, one.proposed.class_),
            lowered=_lowered(
                one.finding, revisions.get(one.finding.id, ()), told.get(one.finding.id)
            ),
            why=told[one.finding.id].reason if one.finding.id in told else "",
        )
        for one in listed
    ]


def _earlier(session: Session, audit: Audit, rows: Sequence[Finding]) -> Mapping[str, str]:
    """By reference: what each repeats, unless it went up for that already."""
    first = still_one_class_up(session, [audit.site_id])
    refs = earlier_refs(session, [row.id for row in rows if row.id in first])
    return {
        row.ref: refs[row.id]
        for row in rows
        if row.id in refs and not slighter(first[row.id], than=row.class_)
    }


def _lowered(row: Finding, stood: Sequence[FindingRevision], told: Proposal | None) -> bool:
    graver = [one.class_ for one in stood] + ([told.class_] if told else [])
    return any(slighter(row.class_, than=one) for one in graver)
