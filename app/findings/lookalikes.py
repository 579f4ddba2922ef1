"""What is open already and looks like the finding that somebody is about to raise."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.findings.models import Finding
from app.findings.raise_queries import open_at_site
from app.kit.alike import jaccard, shingles

NEAR = 0.3
"""Of the runs of letters; two wordings of one puddle share about so many."""
SIZES = (3, 2)
"""Of letters in a run; Chinese says as much in fewer."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Lookalike:
    """`same_item`: the same item fails there already; else the words are alike."""

    finding: Finding
    same_item: bool
    alike: float


def lookalikes(
    session: Session, site_id: UUID, *, item: str, zone_id: UUID | None, statement: str
) -> list[Lookalike]:
    """Of the same site, the likest first. The same item in another zone is another thing."""
    found = [
        Lookalike(
            one,
            same_item=bool(item) and one.item == item and zone_id in {None, one.zone_id},
            alike=likeness(one.statement, statement),
        )
        for one in open_at_site(session, site_id)
    ]
    near = [one for one in found if one.same_item or one.alike >= NEAR]
    return sorted(near, key=lambda one: (not one.same_item, -one.alike))[:MOST]


def likeness(one: str, other: str) -> float:
    size = SIZES[1] if any(letter >= "\u2e80" for letter in one + other) else SIZES[0]
    return jaccard(shingles(_plain(one), size), shingles(_plain(other), size))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
