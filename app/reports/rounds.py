"""The same report told of one audit, though a later one may have been opened at the site since."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from app.audits.queries import audits_by_ids, team_of
from app.people.queries import names
from app.reports.shapes.base import Head
from app.reports.told import Told, head_of


def of_audit(session: Session, told: Told, head: Head, id: UUID | None) -> tuple[Told, Head]:
    """Without `id` as it is."""
    if id is None or id == told.audit.id:
        return told, head
    audit = audits_by_ids(session, [id])[id]
    people = names(session, {member.person_id for member in team_of(session, id)})
    edition = told.frame.editions.get(audit.edition_id, told.edition)
    told = replace(told, audit=audit, edition=edition, people={**told.people, **people})
    return told, replace(head_of(session, told), address=head.address)
