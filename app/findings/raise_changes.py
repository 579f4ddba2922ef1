"""A finding is raised of what failed: once a place, with its class, its clocks and its turn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from app.answers.models import Answer
from app.answers.queries import current
from app.answers.rules import FAILED
from app.checklists.rules import Item
from app.findings.changes import keep_revision
from app.findings.deadline_changes import start_clocks
from app.findings.forms import RaiseFinding
from app.findings.models import Finding, Repeat
from app.findings.proposal_changes import chosen, keep_proposal, propose
from app.findings.proposals import Proposed
from app.findings.queries import with_id
from app.findings.raise_queries import count, of_answer, of_spot
from app.findings.repeat_queries import earlier_at
from app.findings.rules import FindingClass, Rule
from app.kit.errors import Conflict, Invalid
from app.kit.ids import new_id
from app.kit.words import mark as _
from app.programmes.rules import Pack
from app.suppliers.queries import day_at
from app.trail.changes import record
from app.trail.queries import head
from app.trail.rules import Author


class AlreadyRaised(Conflict): ...


class IdTaken(Conflict): ...


def raise_finding(  # noqa: PLR0913 - the failed answer with its item, and the programmes' clocks
    session: Session,
    failed: Answer,
    item: Item,
    packs: Sequence[Pack],
    form: RaiseFinding,
    *,
    lang: str,
    by: Author,
    at: datetime,
) -> Finding:
    """Class from the item's severity, dates from the strictest programme, text from the note.

    Of an answer that was revised since, the last revision counts.
    """
    head(session, to_write=True)  # one after the other, so that each reference is given once
    stands = with_id(session, form.id) if form.id else None
    if stands:
        return _same(stands, failed)
    latest = _latest(session, failed)
    if latest.level not in FAILED:
        raise Invalid(_("Item {item} was not answered as failed."), item=item.id)
    known = of_spot(session, latest.audit_id, item.id, latest.zone_id) or of_answer(
        session, latest.id
    )
    if known:
        raise AlreadyRaised(_("This answer already has finding {ref}."), ref=known.ref)
    earlier = earlier_at(session, latest)
    proposal = propose(session, latest.site_id, item, packs, form, earlier)
    class_ = chosen(proposal, form)
    row = _raised(session, latest, item, form, class_, lang=lang, by=by, at=at)
    graded = Graded(proposal, form.reason, earlier)
    keep_raised(session, row, graded, packs, by=by, at=at)
    return row


class Graded(NamedTuple):
    """What its class was proposed by, why its author chose another, what it repeats."""

    proposal: Proposed
    reason: str
    earlier: Finding | None


def keep_raised(
    session: Session,
    row: Finding,
    graded: Graded,
    packs: Sequence[Pack],
    *,
    by: Author,
    at: datetime,
    **more: Any,  # noqa: ANN401 - as the trail takes it
) -> None:
    """With its clocks and how it stands at first; `more`: for the trail alone."""
    days = start_clocks(session, row, packs)
    keep_revision(session, row, at)
    keep_proposal(session, row, graded.proposal, graded.reason)
    if graded.earlier:
        keep_repeat(session, row, graded.earlier, graded.proposal)
    record(
        session,
        "finding.raised",
        on=row.ref,
        by=by,
        at=at,
        site_id=row.site_id,
        item=row.item,
        class_=row.class_,
        due_on=row.due_on,
        deadlines=days,
        statement=row.statement,
        repeats=graded.earlier.ref if graded.earlier else None,
        proposed=graded.proposal.class_,
        because=graded.proposal.rule,
        why_slighter=graded.reason,
        **more,
    )


def keep_repeat(session: Session, row: Finding, earlier: Finding, proposal: Proposed) -> None:
    upgraded = proposal.rule is Rule.REPEAT and row.class_ is proposal.class_
    session.add(Repeat(finding_id=row.id, earlier_id=earlier.id, upgraded=upgraded))


def _same(stands: Finding, failed: Answer) -> Finding:
    spot = (stands.audit_id, stands.item, stands.zone_id)
    if spot != (failed.audit_id, failed.item, failed.zone_id):
        raise IdTaken(_("This id is already used for another finding."))
    return stands


def _latest(session: Session, one: Answer) -> Answer:
    if one.audit_id is None:
        return one
    return current(session, one.audit_id, one.item, one.zone_id) or one


def _raised(  # noqa: PLR0913 - see raise_finding
    session: Session,
    failed: Answer,
    item: Item,
    form: RaiseFinding,
    class_: FindingClass,
    *,
    lang: str,
    by: Author,
    at: datetime,
) -> Finding:
    return Finding(
        id=form.id or new_id(),
        ref=f"F-{count(session) + 1:04}",
        site_id=failed.site_id,
        audit_id=failed.audit_id,
        answer_id=failed.id,
        item=item.id,
        zone_id=failed.zone_id,
        class_=class_,
        statement=form.statement or failed.note.strip() or item.said(lang).failure,
        owner_id=form.owner,
        raised_by_id=by.id,
        raised_by=by.name,
        raised_at=at,
        raised_on=day_at(session, failed.site_id, at),
    )
