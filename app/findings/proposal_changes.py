"""What is proposed when a finding is raised, what its author chose, and why."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from app.checklists.rules import Item
from app.findings.clauses import alike_on, cited, clauses_of, edition_of
from app.findings.forms import RaiseFinding, RaiseFree
from app.findings.models import Finding, Proposal
from app.findings.proposals import Proposed, Seen, proposed, slighter
from app.findings.raise_queries import open_items
from app.findings.rules import FindingClass
from app.kit.errors import Invalid
from app.kit.words import mark as _
from app.programmes.rules import Pack


def propose(
    session: Session,
    site_id: UUID,
    item: Item | None,
    packs: Sequence[Pack],
    form: RaiseFinding | RaiseFree,
    earlier: Finding | None,
) -> Proposed:
    newest = edition_of(session, None)
    clauses = clauses_of(item)
    seen = Seen(
        severity=FindingClass(item.severity) if item else None,
        sample=(form.affected, form.sampled)
        if form.affected is not None and form.sampled is not None
        else None,
        alike=alike_on(clauses, newest, open_items(session, site_id)) if newest else {},
        cited=cited(clauses, newest),
        earlier=earlier.ref if earlier else None,
        hazard=form.hazard,
    )
    return proposed(packs, seen)


def chosen(told: Proposed, form: RaiseFinding | RaiseFree) -> FindingClass:
    """As proposed, unless its author says otherwise; a slighter one has a reason."""
    if form.class_ is None:
        return told.class_
    if slighter(form.class_, told.class_) and not form.reason:
        raise Invalid(_("Say why a slighter class than the proposed one is right."))
    return form.class_


def keep_proposal(session: Session, row: Finding, told: Proposed, reason: str) -> None:
    session.add(
        Proposal(
            finding_id=row.id,
            class_=told.class_,
            rule=told.rule,
            parts=json.dumps(dict(told.parts)),
            reason=reason,
        )
    )
