from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import select

from app.answers.models import Answer
from app.kit.errors import NotFound, Refusal
from app.kit.ids import new_id
from app.kit.settings import Settings
from app.suppliers.models import Zone


def test_ids_grow_with_time():
    ids = [new_id() for _ in range(200)]
    stamps = [id.int >> 80 for id in ids]
    assert stamps == sorted(stamps)
    assert {id.version for id in ids} == {7}
    assert {id.variant for id in ids} == {"specified in RFC 4122"}
    assert len(set(ids)) == 200


def saved(database, row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    with database.writing() as session:
        session.add(row)
        session.commit()
        session.expire(row)
        found = session.exec(select(type(row)).where(type(row).id == row.id)).one()
        return {name: getattr(found, name) for name in values}


@pytest.fixture
def zone(washrooms):
    return washrooms[0]


def test_an_instant_comes_back_as_it_went_in(database, zone):
    shanghai = datetime(2026, 3, 2, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    back = saved(database, zone, retired_at=shanghai)["retired_at"]
    assert back == shanghai
    assert back.utcoffset() == timedelta(0)


def test_an_instant_without_its_zone_is_refused(database, zone):
    with pytest.raises(StatementError, match="time zone"):
        saved(database, zone, retired_at=datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001 - the bad one


def test_a_word_outside_the_vocabulary_is_refused(database, site):
    with database.writing() as session:
        session.add(Zone(site_id=site.id, kind="attic", name="Attic"))
        with pytest.raises((StatementError, IntegrityError)):
            session.flush()


@pytest.mark.parametrize("digits", ["0.1", "35000000", "0.000000001", "12.50", "-3"])
def test_a_decimal_keeps_its_own_digits(database, answers, audit, digits):
    said = answers(audit, "PQC-ESD-002", "4", measured=Decimal(digits))
    with database.reading() as reading:
        back = reading.get(Answer, said.id).measured
    assert (back, format(back, "f")) == (Decimal(digits), digits)


def test_a_refusal_is_a_sentence_with_its_parts():
    refusal = NotFound("There is no finding {ref}.", ref="F-0007")
    assert isinstance(refusal, Refusal)
    assert str(refusal) == "There is no finding F-0007."
    assert refusal.details() == {}


def test_settings_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SHORTLIST_HOME", str(tmp_path))
    monkeypatch.setenv("SHORTLIST_IDLE_MINUTES", "5")
    told = Settings()
    assert told.database == f"sqlite:///{tmp_path / 'shortlist.db'}"
    assert told.files == tmp_path / "files"
    assert told.idle_minutes == 5


def test_the_demo_keeps_to_a_folder_of_its_own(tmp_path):
    demo, real = Settings(home=tmp_path, demo=True), Settings(home=tmp_path)
    assert demo.data != real.data
    assert demo.database != real.database


def test_settings_do_not_change(tmp_path):
    with pytest.raises(ValueError, match="frozen"):
        Settings(home=tmp_path).demo = True


@pytest.mark.parametrize(
    ("name", "bad"), [("IDLE_MINUTES", "0"), ("MAX_UPLOAD_MB", "-1"), ("REPORT_SECONDS", "x")]
)
def test_a_setting_that_makes_no_sense_is_refused(monkeypatch, name, bad):
    monkeypatch.setenv(f"SHORTLIST_{name}", bad)
    with pytest.raises(ValueError, match=name.lower()):
        Settings()
