"""A new row holds what SQLModel would give it; only the events on the way there are left out."""

from datetime import UTC, datetime

from sqlmodel._compat import sqlmodel_init

from app.findings.models import Finding
from app.findings.rules import FindingClass, Step
from app.kit.ids import new_id
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.models import Buyer
from app.trail.models import TrailPayload

AT = datetime(2026, 11, 22, tzinfo=UTC)
SAID = {
    "id": new_id(),
    "ref": "F-0001",
    "site_id": new_id(),
    "class_": FindingClass.MAJOR,
    "statement": "A puddle.",
    "raised_by": "Ines",
    "raised_at": AT,
}


def as_sqlmodel_does(table, **said):
    row = table()
    sqlmodel_init(self=row, data=said)
    return row


def test_it_holds_the_same():
    assert Finding(**SAID).model_dump() == as_sqlmodel_does(Finding, **SAID).model_dump()
    assert Finding(**SAID).step is Step.RAISED
    assert Finding(**SAID).model_fields_set == set(SAID)


def test_each_gets_an_id_of_its_own():
    assert Finding().id != Finding().id


def test_what_has_to_be_said_and_was_not_is_missing():
    assert "payload" not in TrailPayload(seq=1, salt="").__dict__


def test_what_is_no_column_is_left_out():
    assert "puddle" not in TrailPayload(seq=1, salt="", payload="", puddle=1).__dict__


def test_a_change_before_and_after_it_is_kept_is_seen(session):
    row = Buyer(name="Northline", class_=BuyerClass.S, status=BuyerStatus.TARGET, pack="bt-like")
    row.name = "Northline Telecom"
    session.add(row)
    session.flush()
    row.target_year = 2028
    session.flush()
    session.expire(row)
    assert (row.name, row.target_year) == ("Northline Telecom", 2028)
