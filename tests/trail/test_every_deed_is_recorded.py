"""Each verb leaves its entry in the transaction of the deed: both stand, or neither."""

import threading
from datetime import timedelta

import pytest
from inline_snapshot import snapshot
from sqlalchemy.exc import DBAPIError

from app.actions.changes import close_verified, implement, verify
from app.actions.forms import Implement, Verify
from app.actions.queries import action as tracked
from app.answers.changes import approve_na
from app.audits.queries import audits
from app.findings.changes import change_finding
from app.findings.forms import ChangeFinding
from app.findings.queries import closure_of
from app.people.changes import give_role, make_token, revoke_token
from app.people.forms import NewGrant, NewToken
from app.people.queries import person_by_email
from app.programmes.changes import move_buyer
from app.suppliers.changes import edit_site, retire_zone
from app.trail import changes as trail
from app.trail.models import TrailPayload
from app.trail.queries import all_entries, checkpoint
from tests.cast import SITE


def actions(session):
    return [entry.action for entry in all_entries(session)]


def test_the_furniture_was_recorded(look):
    listed = look(actions)
    assert [(name, listed.count(name)) for name in dict.fromkeys(listed)] == snapshot(
        [
            ("supplier.added", 2),
            ("site.added", 3),
            ("zone.added", 6),
            ("person.added", 8),
            ("person.role_given", 8),
            ("edition.published", 1),
            ("programme.loaded", 1),
            ("buyer.added", 1),
        ]
    )


def test_a_finding_from_answer_to_closure(
    session, look, site, action, finding, chen, wei, marta, at
):
    start = len(look(actions))
    one = tracked(session, finding.id, action.id)
    implement(session, finding, one, Implement(note="Trap mended."), by=chen, at=at)
    session.commit()
    one = tracked(session, finding.id, action.id)
    seen = Verify(passed=True, note="Dry at three visits.", level="4")
    verify(session, finding, one, seen, by=marta, at=at)
    session.commit()
    close_verified(session, finding, reason="Dry for a week.", by=wei, at=at)
    session.commit()
    assert look(actions)[start:] == snapshot(
        ["action.implemented", "action.verified", "finding.closed"]
    )
    entries = look(all_entries)[start:]
    assert [(e.actor, e.role, e.subject, e.site_id == site.id) for e in entries] == snapshot(
        [
            ("Chen Muyuan", "action_owner", "F-0001", True),
            ("Marta Velin", "lead_auditor", "F-0001", True),
            ("Wei Lanshan", "quality_lead", "F-0001", True),
        ]
    )


def test_the_other_verbs(session, look, site, washrooms, buyer, answers, audit, omar, marta, at):
    start = len(look(actions))
    one = answers(audit, "DSC-OTD-001", "na", na_reason="Nothing was delivered yet.")
    approve_na(session, audit, one, by=marta, at=at)
    edit_site(session, site, SITE.model_copy(update={"version": 1}), by=omar, at=at)
    retire_zone(session, site, washrooms[2], by=omar, at=at)
    move_buyer(session, buyer, "suspended", version=buyer.version, by=omar, at=at)
    who = person_by_email(session, "gil@example.org")
    give_role(session, who, NewGrant(role="executive", site_id=site.id), place=site, by=omar, at=at)
    token, _secret = make_token(session, omar.id, NewToken(label="Sheet"), by=omar, at=at)
    revoke_token(session, token, by=omar, at=at)
    session.commit()
    assert look(actions)[start:] == snapshot(
        [
            "answer.saved",
            "answer.na_approved",
            "site.changed",
            "zone.retired",
            "buyer.moved",
            "person.role_given",
            "token.made",
            "token.revoked",
        ]
    )


def test_an_entry_says_who_what_where_when(look, failed, ines, site, at):
    (entry,) = [e for e in look(all_entries) if e.action == "answer.saved"]
    assert (entry.actor_id, entry.actor, entry.role) == (ines.id, ines.name, "auditor")
    assert (entry.subject, entry.site_id, entry.at) == ("A-0001 FAC-WSH-001", site.id, at)
    assert entry.device_at == at


def test_what_was_written_stands_beside_it(look, failed):
    def payload(session):
        entry = next(e for e in all_entries(session) if e.action == "answer.saved")
        return session.get(TrailPayload, entry.seq).payload

    assert '"elapsed_seconds":1320' in look(payload)
    assert '"level":"1"' in look(payload)


def test_the_old_values_of_a_change_are_kept(session, look, site, finding, wei, at):
    later = finding.due_on + timedelta(days=1)
    form = ChangeFinding(version=finding.version, due_on=later)
    change_finding(session, finding, form, place=site, owner=None, by=wei, at=at)
    session.commit()

    def payload(session):
        return session.get(TrailPayload, all_entries(session)[-1].seq).payload

    assert "before" in look(payload)
    assert "2026-05-31" in look(payload)
    assert "2026-06-01" in look(payload)


class Torn(RuntimeError): ...


def torn(*_args, **_named):
    raise Torn


def test_no_deed_without_its_entry(session, look, monkeypatch, site, planned, omar, at):
    """The power goes between the deed and its entry."""
    before = look(checkpoint)
    monkeypatch.setattr("app.audits.changes.record", torn)
    with pytest.raises(Torn):
        planned(site)
    session.rollback()
    assert look(audits, omar) == []
    assert look(checkpoint) == before


def test_no_entry_without_its_deed(session, look, finding, wei, at):
    before = look(checkpoint)
    trail.record(session, "finding.closed", on=finding.ref, by=wei, at=at)
    session.flush()
    session.rollback()
    assert look(checkpoint) == before
    assert look(closure_of, finding.id) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE trail SET actor = 'Nobody'",
        "DELETE FROM trail",
        "DELETE FROM trail WHERE seq = 1",
        "UPDATE trail SET at = at WHERE seq = 1",
    ],
)
def test_an_entry_cannot_be_changed(database, sentence):
    with database.writing() as session, pytest.raises(DBAPIError, match="append-only"):
        session.connection().exec_driver_sql(sentence)


def test_two_at_once_get_two_numbers(database, ines, at):
    """On PostgreSQL the head is locked; on SQLite there is one writer."""

    def deed(n):
        with database.writing() as session:
            trail.record(session, "test.deed", on=str(n), by=ines, at=at)
            session.commit()

    threads = [threading.Thread(target=deed, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with database.reading() as session:
        seqs = [entry.seq for entry in all_entries(session)]
        assert seqs == list(range(1, len(seqs) + 1))
        assert checkpoint(session).size == len(seqs)
