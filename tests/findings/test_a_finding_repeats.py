from dataclasses import replace
from datetime import timedelta

import pytest

from app.findings.changes import reject_finding
from app.findings.forms import RaiseFinding
from app.findings.raise_changes import raise_finding
from app.findings.repeat_queries import repeat_of, repeated_by, repeats_at, still_one_class_up
from app.findings.rules import FindingClass
from app.programmes.scheme.classes import RepeatUp
from app.readiness.queries import finding_facts, frame

NEXT = timedelta(days=120)


@pytest.fixture
def stern(pack):
    """The programme that makes a repeat one class graver."""
    return replace(pack, regrades=(*pack.regrades, RepeatUp()))


@pytest.fixture
def again(session, site, planned, moved, answers, edition, ines, at):
    """The puddle of the next round."""

    def fail(*packs, zone=None, **said):
        later = at + NEXT
        audit = moved(planned(site, at=later), "fieldwork", at=later)
        failed = answers(audit, "FAC-WSH-001", "0", zone=zone, at=later, observed_at=later)
        form = RaiseFinding(answer=failed.id, **said)
        item = edition.item("FAC-WSH-001")
        row = raise_finding(session, failed, item, packs, form, lang="en", by=ines, at=later)
        session.flush()
        return row

    return fail


def test_what_failed_before_is_linked_both_ways(finding, again, pack, session):
    row = again(pack)
    repeat, earlier = repeat_of(session, row.id)
    assert (earlier.id, repeat.upgraded, row.class_) == (finding.id, False, FindingClass.MINOR)
    assert [one.ref for one in repeated_by(session, finding.id)] == [row.ref]


def test_a_programme_that_says_so_makes_it_graver(finding, again, pack, stern, session):
    row = again(pack, stern)
    assert row.class_ is FindingClass.MAJOR
    assert repeat_of(session, row.id)[0].upgraded


def test_what_a_person_has_graded_stays(finding, again, stern, session):
    row = again(stern, reason="Another trap, another cause.", **{"class": "minor"})
    assert row.class_ is FindingClass.MINOR
    assert not repeat_of(session, row.id)[0].upgraded


def test_another_place_is_no_repeat(finding, again, stern, washrooms, session):
    row = again(stern, zone=washrooms[1])
    assert (repeat_of(session, row.id), row.class_) == (None, FindingClass.MINOR)


def test_what_was_rejected_did_not_fail(finding, again, stern, session, wei, at):
    reject_finding(session, session.merge(finding), reason="A reflection.", by=wei, at=at)
    session.flush()
    assert repeat_of(session, again(stern).id) is None


def test_both_pages_lead_to_each_other(browser, signed_in, wei, finding, again, stern, session):
    row = again(stern)
    session.commit()
    me = signed_in(wei)
    later = browser.get(f"/findings/{row.ref}", headers=me).text
    assert "Failed before" in later
    assert "one class graver for it" in later
    assert "/findings/F-0001" in later
    assert f"/findings/{row.ref}" in browser.get("/findings/F-0001", headers=me).text
    assert "Repeat" in browser.get("/findings", headers=me).text


def test_the_site_tells_what_failed_again(
    browser, signed_in, wei, finding, again, stern, session, site
):
    row = again(stern)
    session.flush()
    (one,) = repeats_at(session, site.id)
    assert [(found.ref, graver) for found, _closure, graver in one.line] == [
        (finding.ref, False),
        (row.ref, True),
    ]
    assert (one.item, one.count, one.zone.name) == ("FAC-WSH-001", 2, "Washroom 1")
    session.commit()
    page = browser.get("/sites/JR-01", headers=signed_in(wei)).text
    assert "Failed again" in page
    assert "2 times" in page


def test_for_a_programme_it_is_repeated_unless_it_went_up_already(
    finding, again, pack, stern, session, site
):
    row = again(pack)
    assert still_one_class_up(session, [site.id]) == {row.id: FindingClass.MINOR}
    facts = frame(session, site)
    assert facts.repeated == {row.id: FindingClass.MINOR}


def test_what_was_made_graver_since_does_not_go_up_once_more(finding, again, pack, edition):
    row = again(pack)
    went_in = {row.id: FindingClass.MINOR}

    def goes_up():
        (fact,) = finding_facts([(row, None)], {}, lambda at: at.date(), edition, went_in)
        return fact.repeated

    assert goes_up()
    row.class_ = FindingClass.MAJOR
    assert not goes_up()


def test_what_went_up_when_raised_goes_up_once(finding, again, stern, session, site):
    again(stern)
    assert still_one_class_up(session, [site.id]) == {}
