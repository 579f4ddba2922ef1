"""The clauses that a finding is about: those that its item cites."""

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlmodel import Session

from app.audits.queries import audits_by_ids
from app.checklists.queries import edition, latest_edition
from app.checklists.rules import Edition, Item, Ref
from app.findings.rules import FindingClass
from app.programmes.rules import Clause


def clauses_of(item: Item | None) -> frozenset[Clause]:
    """A source that is cited as a whole names none."""
    refs = item.refs if item else ()
    return frozenset(Clause(ref.std, ref.clause) for ref in refs if ref.clause)


def alike_on(
    clauses: Collection[Clause], edition: Edition, others: Iterable[tuple[str, FindingClass, int]]
) -> dict[Clause, Counter[FindingClass]]:
    """By clause, the classes of `others` on it: each an item, a class and how many there are."""
    alike = {clause: Counter[FindingClass]() for clause in clauses}
    for item, class_, n in others:
        for clause in alike.keys() & clauses_of(edition.find(item)):
            alike[clause][class_] += n
    return alike


def cited(clauses: Collection[Clause], edition: Edition | None) -> dict[Clause, dict[str, str]]:
    """As they are printed, by language."""
    if edition is None:
        return {}
    return {
        one: {lang: edition.cited(Ref(one.of, one.id), lang) for lang in edition.languages}
        for one in clauses
    }


def edition_of(session: Session, audit_id: UUID | None) -> Edition | None:
    """To which the audit is pinned; of what was raised without one, the newest that is there."""
    audit = audits_by_ids(session, [audit_id]).get(audit_id) if audit_id else None
    if audit:
        return edition(session, audit.edition_id)
    latest = latest_edition(session)
    return edition(session, latest.id) if latest else None
