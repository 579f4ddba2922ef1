import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.answers.changes import (
    AuditClosed,
    IdTaken,
    NotAsked,
    OwnWork,
    StaleAnswer,
    approve_na,
    save_answer,
    save_answers,
)
from app.answers.forms import SaveAnswer
from app.answers.queries import answers_of_audit, evidence_of, revisions
from app.audits.queries import zones_of
from app.evidence.changes import bring_evidence, store
from app.evidence.files import Files
from app.kit.errors import Invalid
from app.kit.ids import new_id
from app.trail.queries import checkpoint
from tests.pictures import PNG

PUDDLE = "FAC-WSH-001"
SHEET = "DSC-OTD-001"


@pytest.fixture
def kept(look, audit):
    """The levels that stand in the audit, by item and zone."""
    return lambda: {
        spot: one.answer.level for spot, one in look(answers_of_audit, audit.id).items()
    }


def test_a_revision_stands_upon_the_one_before(answers, audit, look, kept):
    first, second = answers(audit, SHEET, "1"), answers(audit, SHEET, "3")
    assert (first.revision, second.revision, second.base_revision) == (1, 2, 1)
    assert kept() == {(SHEET, None): "3"}
    assert [one.id for one in look(revisions, first)] == [second.id, first.id]


def test_sent_twice_it_stands_once(answers, audit, look):
    id = new_id()
    first = answers(audit, SHEET, "1", id=id, base_revision=0)
    size = look(checkpoint).size
    again = answers(audit, SHEET, "1", id=id, base_revision=0)
    assert again.id == first.id
    assert look(checkpoint).size == size
    assert len(look(revisions, first)) == 1


@pytest.mark.parametrize("other", [{"level": "2"}, {"note": "x"}, {"item": "SCM-SSP-004"}])
def test_an_id_is_not_used_for_another_answer(answers, audit, other):
    id = new_id()
    answers(audit, SHEET, "1", id=id)
    said = {"item": SHEET, "level": "1"} | other
    with pytest.raises(IdTaken):
        answers(audit, said.pop("item"), said.pop("level"), id=id, base_revision=0, **said)


def test_who_saved_second_is_told_both_values(answers, audit, kept, wei):
    answers(audit, SHEET, "1", note="Late.", by=wei)
    with pytest.raises(StaleAnswer, match="Wei Lanshan saved this item first") as caught:
        answers(audit, SHEET, "4", base_revision=0)
    told = caught.value.details()
    assert (told["yours"]["level"], told["theirs"]["level"]) == ("4", "1")
    assert (told["theirs"]["by"], told["theirs"]["note"]) == (wei.name, "Late.")
    assert kept() == {(SHEET, None): "1"}


def test_nobody_builds_upon_what_was_never_there(answers, audit):
    with pytest.raises(Invalid, match="no revision 3"):
        answers(audit, SHEET, base_revision=3)


@pytest.mark.parametrize("item", [SHEET, PUDDLE])
def test_of_two_at_once_one_wins(database, audit, edition, washrooms, ines, wei, at, item, look):
    zone = washrooms[0].id if item == PUDDLE else None
    scope, start, results = look(zones_of, [audit.id])[audit.id], threading.Barrier(2), []

    def save(who, level):
        form = SaveAnswer(audit=audit.id, item=item, zone=zone, level=level, observed_at=at)
        start.wait(5)
        try:
            with database.writing() as session:
                save_answer(session, audit, edition, scope, form, id=new_id(), by=who, at=at)
                session.commit()
            results.append("saved")
        except (StaleAnswer, IntegrityError) as refused:
            results.append(type(refused).__name__)

    threads = [threading.Thread(target=save, args=one) for one in ((ines, "4"), (wei, "0"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results.count("saved") == 1
    assert len(look(answers_of_audit, audit.id)) == 1


def test_the_database_itself_lets_one_revision_through(database, answers, audit):
    one = answers(audit, SHEET, "1")
    with database.writing() as session:
        session.add(type(one)(**{**one.model_dump(), "id": new_id()}))
        with pytest.raises(IntegrityError):
            session.flush()


def test_an_item_is_answered_in_each_of_its_zones(answers, audit, washrooms, kept):
    for room, level in zip(washrooms, "104", strict=True):
        answers(audit, PUDDLE, level, zone=room)
    assert kept() == {(PUDDLE, room.id): n for room, n in zip(washrooms, "104", strict=True)}


def test_a_zone_of_another_kind_is_refused(answers, audit, zones):
    canteen = next(zone for zone in zones if zone.kind == "canteen")
    with pytest.raises(NotAsked, match="per zone"):
        answers(audit, PUDDLE, zone=canteen)


def test_an_item_without_zones_takes_none(answers, audit, washrooms):
    with pytest.raises(NotAsked, match="without a zone"):
        answers(audit, SHEET, zone=washrooms[0])


@pytest.mark.parametrize("item", ["PQC-MSL-005", "XXX-XXX-001"])
def test_what_the_site_is_not_asked_is_refused(answers, audit, item, edition, session, at, ines):
    form = SaveAnswer(audit=audit.id, item=item, level="4", observed_at=at)
    with pytest.raises(NotAsked, match=item):
        save_answer(session, audit, edition, [], form, id=new_id(), by=ines, at=at)


def test_what_cannot_be_measured_is_refused(answers, audit):
    with pytest.raises(Invalid, match="nothing to measure"):
        answers(audit, SHEET, measured="3.5")


@pytest.mark.parametrize("stage", ["planned", "closed"])
def test_an_audit_takes_answers_while_it_is_held(stage, site, planned, moved, answers, kept):
    audit = planned(site)
    for step in ("fieldwork", "review", "closed") if stage == "closed" else ():
        moved(audit, step)
    with pytest.raises(AuditClosed, match=stage.capitalize()):
        answers(audit, SHEET)


def test_in_review_it_still_does(audit, moved, answers):
    assert answers(moved(audit, "review"), SHEET).revision == 1


def test_a_tablet_whose_clock_runs_ahead_is_set_right(answers, audit, at):
    ahead = answers(audit, SHEET, observed_at=at + timedelta(days=3650))
    assert (ahead.observed_at, ahead.recorded_at) == (at, at)


def test_what_was_seen_offline_keeps_its_own_time(answers, audit, at):
    late = answers(audit, SHEET, observed_at=at - timedelta(hours=5))
    assert (late.observed_at, late.recorded_at) == (at - timedelta(hours=5), at)


def test_a_photo_that_has_not_arrived_is_waited_for(answers, audit, kept, session):
    with pytest.raises(Invalid, match="has not arrived"):
        answers(audit, SHEET, evidence=(new_id(),))
    session.rollback()
    assert kept() == {}


@pytest.fixture
def photo(session, settings, site, ines, at):
    stored = store(Files(settings.files), PNG, "puddle.png")
    row = bring_evidence(session, site, stored, id=new_id(), by=ines, at=at)
    session.commit()
    return row


def test_a_photo_that_has_is_kept_with_it(answers, audit, photo, look):
    one = answers(audit, SHEET, "1", evidence=(photo.id,))
    assert [file.id for file in look(evidence_of, [one.id])[one.id]] == [photo.id]


def test_a_photo_of_another_site_is_not_ours(
    session, settings, answers, audit, other_site, at, wei
):
    stored = store(Files(settings.files), PNG, "puddle.png")
    away = bring_evidence(session, other_site, stored, id=new_id(), by=wei, at=at)
    session.commit()
    with pytest.raises(Invalid, match="has not arrived"):
        answers(audit, SHEET, evidence=(away.id,))


class TestNotApplicable:
    @pytest.fixture
    def said(self, answers, audit):
        return answers(audit, SHEET, "na", na_reason="Nothing was delivered yet.")

    def test_it_needs_a_reason(self, answers, audit):
        with pytest.raises(Invalid, match="why"):
            answers(audit, SHEET, "na", na_reason="  ")

    def test_it_counts_once_a_second_person_agrees(self, session, audit, said, marta, at, look):
        def counts():
            return look(answers_of_audit, audit.id)[SHEET, None].counts

        assert not counts()
        approve_na(session, audit, said, by=marta, at=at)
        session.commit()
        assert counts()

    def test_nobody_agrees_with_themselves(self, session, audit, said, ines, at):
        with pytest.raises(OwnWork):
            approve_na(session, audit, said, by=ines, at=at)

    def test_only_what_was_said_can_be_agreed_with(self, session, audit, answers, marta, at):
        with pytest.raises(Invalid):
            approve_na(session, audit, answers(audit, SHEET, "0"), by=marta, at=at)

    def test_not_after_the_audit_was_closed(self, session, audit, said, moved, marta, at):
        moved(moved(audit, "review"), "closed")
        with pytest.raises(AuditClosed):
            approve_na(session, audit, said, by=marta, at=at)

    def test_not_twice(self, session: Session, audit, said, marta, omar, at):
        approve_na(session, audit, said, by=marta, at=at)
        session.commit()
        with pytest.raises(IntegrityError):
            approve_na(session, audit, said, by=omar, at=at)


class TestADayAtOnce:
    """What a tablet brings home in the evening."""

    @pytest.fixture
    def send(self, session, audit, edition, washrooms, ines, at):
        def send(forms):
            rows = save_answers(session, audit, edition, washrooms, forms, by=ines, at=at)
            session.commit()
            return rows

        return send

    @pytest.fixture
    def said(self, audit, at):
        def said(item, level, *, base=0, zone=None):
            form = {"audit": audit.id, "item": item, "level": level, "observed_at": at}
            return SaveAnswer(**form, base_revision=base, zone=zone)

        return said

    def test_each_stands_as_if_it_had_come_alone(self, send, said, kept, washrooms):
        rows = send(
            {
                new_id(): said(SHEET, "1"),
                new_id(): said(SHEET, "3", base=1),
                new_id(): said(PUDDLE, "4", zone=washrooms[0].id),
            }
        )
        assert [(row.item, row.revision) for row in rows] == [(SHEET, 1), (SHEET, 2), (PUDDLE, 1)]
        assert kept() == {(SHEET, None): "3", (PUDDLE, washrooms[0].id): "4"}

    def test_sent_again_it_stands(self, send, said, kept):
        day = {new_id(): said(SHEET, "1")}
        assert [row.id for row in send(day)] == [row.id for row in send(day)] == list(day)
        assert kept() == {(SHEET, None): "1"}

    def test_one_that_is_stale_keeps_all_of_it_out(self, send, said, answers, audit, kept):
        answers(audit, SHEET, "4")
        with pytest.raises(StaleAnswer):
            send({new_id(): said("OHS-LOT-002", "2"), new_id(): said(SHEET, "1")})
        assert kept() == {(SHEET, None): "4"}

    def test_a_longer_day_asks_no_more_of_the_database(self, send, said, database):
        asked = []
        hear = sa.event.listens_for(database.engine, "before_cursor_execute")
        hear(lambda *event: asked.append(event[2]) if "SELECT" in event[2] else None)
        send({new_id(): said(SHEET, "1")})
        few = len(asked)
        send({new_id(): said(item, "2") for item in ("OHS-LOT-002", "ENV-NOI-003", "SFC-FIN-001")})
        assert len(asked) <= 2 * few


class TestByTheApi:
    @pytest.fixture
    def put(self, browser, signed_in, audit, ines, at):
        def put(id, *, by=ines, **said):
            body = {"audit": str(audit.id), "item": SHEET, "observed_at": at.isoformat()} | said
            return browser.put(f"/api/v1/answers/{id}", json=body, headers=signed_in(by))

        return put

    def test_new_it_is_created_and_again_it_stands(self, put):
        id = new_id()
        first, again = put(id, level="3"), put(id, level="3")
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert first.json()["by"] == "Ines Corda"

    def test_a_character_that_no_database_takes_breaks_nothing(self, put):
        assert put(new_id(), level="3", note="a\x00b").status_code in {201, 422}

    def test_another_under_the_same_id_is_refused(self, put, kept):
        id = new_id()
        put(id, level="3")
        assert put(id, level="0").status_code == 409
        assert kept() == {(SHEET, None): "3"}

    @pytest.mark.parametrize(
        "bad",
        [
            {"level": "5"},
            {"level": 4},
            {"by_name": "Somebody else"},
            {"revision": 7},
            {"site_id": str(new_id())},
            {"recorded_at": "2020-01-01T00:00:00Z"},
            {"observed_at": "2026-03-02T09:00:00"},
            {"elapsed_seconds": -1},
            {"base_revision": -1},
            {"note": "x" * 20_001},
            {"measured": "NaN"},
        ],
    )
    def test_what_is_not_in_the_form_changes_nothing(self, put, kept, bad):
        assert put(new_id(), **({"level": "3"} | bad)).status_code == 422
        assert kept() == {}

    def test_only_who_answers_here_may(self, put, chen, zoe, kept):
        assert put(new_id(), by=chen, level="3").status_code == 403
        assert put(new_id(), by=zoe, level="3").status_code == 404
        assert kept() == {}

    def test_a_second_person_agrees(self, put, browser, signed_in, marta, ines, look, audit):
        id = new_id()
        put(id, level="na", na_reason="None.")
        address = f"/api/v1/answers/{id}/na-approval"
        assert browser.put(address, headers=signed_in(ines)).status_code == 403
        assert browser.put(address, headers=signed_in(marta)).status_code == 204
        assert look(answers_of_audit, audit.id)[SHEET, None].na_approved
        assert browser.put(address, headers=signed_in(marta)).status_code == 409

    def test_its_history_can_be_read(self, put, browser, signed_in, ines):
        id = new_id()
        put(id, level="1")
        put(new_id(), level="3", base_revision=1)
        told = browser.get(f"/api/v1/answers/{id}/revisions", headers=signed_in(ines)).json()
        assert [(one["revision"], one["level"]) for one in told] == [(2, "3"), (1, "1")]
