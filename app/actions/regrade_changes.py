"""The verb by which the lead grades the findings of an audit as its programmes say."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from app.actions.step_changes import keep_step
from app.audits.models import Audit
from app.audits.queries import programmes_of
from app.findings.changes import move_on, refuse_if_closed
from app.findings.deadline_changes import Moved, set_clocks, told
from app.findings.forms import Regrade
from app.findings.models import Finding
from app.findings.regrades import GoesUp, going_up
from app.kit.errors import Conflict, Invalid
from app.kit.words import mark as _
from app.people.rules import Actor
from app.programmes.queries import opened
from app.programmes.rules import Pack
from app.trail.queries import head


class SeenOtherwise(Conflict): ...


class Regraded(NamedTuple):
    """What was graded anew, and which of its days have moved."""

    finding: Finding
    moved: Moved


def regrade(
    session: Session, audit: Audit, form: Regrade, *, by: Actor, at: datetime
) -> list[Regraded]:
    """Those that were chosen get the class that was shown, and its clocks and its way with it.

    If anything has changed since it was shown, nothing is done.
    """
    if not form.findings:
        raise Invalid(_("Choose at least one finding of the list."))
    head(session, to_write=True)  # one after the other: what goes up depends on all the others
    stands = {one.key: one for one in going_up(session, audit)}
    if not stands.keys() >= set(form.findings):
        raise SeenOtherwise(
            _("Something has changed since this was shown. Look at the list again.")
        )
    packs = [opened(one) for one in programmes_of(session, audit.id)]
    chosen = [stands[key] for key in dict.fromkeys(form.findings)]
    return [_lift(session, one, packs, by=by, at=at) for one in chosen]


def _lift(
    session: Session, one: GoesUp, packs: Sequence[Pack], *, by: Actor, at: datetime
) -> Regraded:
    row, class_ = one.finding, one.proposed.class_
    refuse_if_closed(session, row)
    moved = set_clocks(session, row, packs, class_=class_)
    because = {"rule": one.proposed.rule, "parts": dict(one.proposed.parts)}
    new = {"class_": class_, **moved.dates}
    move_on(
        session, row, new, "finding.regraded", clocks=told(moved), because=because, by=by, at=at
    )
    keep_step(session, row)
    return Regraded(row, moved)
