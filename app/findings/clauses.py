"""The clauses that a finding is about: those that its item cites."""

from app.checklists.rules import Item
from app.programmes.rules import Clause


def clauses_of(item: Item | None) -> frozenset[Clause]:
    """A source that is cited as a whole names none."""
    return frozenset(
        Clause(ref.std, ref.clause) for ref in (item.refs if item else ()) if ref.clause
    )
