import pytest

from app.answers.changes import save_answer
from app.answers.forms import SaveAnswer
from app.audits.changes import move_audit, plan_audit
from app.audits.rules import AuditType, Stage
from app.findings.deadline_queries import deadlines_of
from app.findings.forms import RaiseFinding
from app.findings.raise_changes import raise_finding
from app.kit.ids import new_id
from app.programmes.queries import opened as opened_pack
from tests.cast import CHECKLISTS
from tests.packs import load
from tests.untouched import nothing_changes

__all__ = ["nothing_changes"]


@pytest.fixture
def under(session, site, published, edition, ines, marta, wei, chen, at):
    """`under("smeta-clocks")(class_="major", raised=at)`: findings of one audit, owned by chen.

    The audit is held under those programmes alone, and opened when the first finding is raised.
    """

    def held(*names, opened=at):
        packs = [load(session, _text(name), name, by=wei, at=opened) for name in names]
        audit = plan_audit(
            session,
            site,
            edition_id=published.id,
            type=AuditType.OFFICIAL,
            planned_on=opened.date(),
            packs=packs,
            zones=[],
            team=[ines.id],
            lead=marta.id,
            by=marta,
            at=opened,
        )
        move_audit(session, audit, Stage.FIELDWORK, version=1, by=marta, at=opened)
        asked = (item for item in edition.items if not item.zones)

        def found(class_, *, raised=opened):
            item = next(asked)
            said = SaveAnswer(
                audit=audit.id, item=item.id, level="1", note="Not so.", observed_at=raised
            )
            answer = save_answer(session, audit, edition, [], said, id=new_id(), by=ines, at=raised)
            session.flush()
            form = RaiseFinding(
                answer=answer.id, reason="As seen.", owner=chen.id, **{"class": class_}
            )
            opened_packs = [opened_pack(pack) for pack in packs]
            row = raise_finding(
                session, answer, item, opened_packs, form, lang="en", by=ines, at=raised
            )
            session.flush()
            return row

        found.audit = audit
        return found

    return held


def _text(name):
    return (CHECKLISTS / "programmes" / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def due(session):
    """`due(row)`: what stands for each step, by step."""

    def of(row):
        session.flush()
        return {one.step: one for one in deadlines_of(session, [row.id])[row.id]}

    return of
