from datetime import date, timedelta

import pytest
from sqlmodel import Session

from app.actions.changes import close_verified, implement, verify
from app.actions.forms import Implement, Verify
from app.actions.queries import action as tracked
from app.answers.changes import approve_na, rerate
from app.answers.queries import answers_of_audit
from app.answers.rules import Level
from app.checklists.rules import applicable
from app.findings.changes import change_finding
from app.findings.forms import ChangeFinding
from app.kit.ids import new_id
from app.readiness.progress import progress_by_audit, progress_by_category
from app.readiness.queries import audit_standing, frame, frames, standing_at, trend
from app.readiness.rules import expected_spots, spots_of
from app.suppliers.queries import sites
from app.trail.changes import record

DAY = timedelta(days=1)


@pytest.fixture
def filled(audit, answers, edition, zones):
    """Every item that is asked, met in full."""
    for item in applicable(edition, audit.has):
        for _item, zone in spots_of(item, zones):
            answers(audit, item.id, "4", zone=next((z for z in zones if z.id == zone), None))
    return audit


@pytest.fixture
def stands(look, site, pack_version):
    """What the programme says of the site: `stands(as_of)`, `stands(as_of, known=...)`."""

    def ask(as_of, known=None):
        def told(session):
            return standing_at(
                frame(session, site), pack_version, as_of=as_of, known=known or as_of
            )

        return look(told)

    return ask


@pytest.fixture
def mended(session, finding, action, chen, marta, wei):
    """The whole loop, done on a day: reported, verified by another person, closed."""

    def mend(at, level=Level.FULL):
        one = tracked(session, finding.id, action.id)
        implement(session, finding, one, Implement(note="Trap mended."), by=chen, at=at)
        session.commit()
        one = tracked(session, finding.id, action.id)
        seen = Verify(passed=True, note="Dry at three visits.", level=level)
        verify(session, finding, one, seen, by=marta, at=at)
        close_verified(session, finding, reason="Dry at three visits.", by=wei, at=at)
        session.commit()

    return mend


def test_before_the_first_audit_there_is_nothing_to_say(stands, audit, at):
    assert stands(at - DAY) is None


def test_all_met_in_full_is_a_hundred(filled, stands, at):
    told = stands(at)
    assert told.evaluation.total == 100
    assert (told.progress.left, told.progress.percent) == (0, 100)


def test_a_puddle_takes_points_and_a_verification_gives_them_back(
    filled, failed, finding, mended, stands, at
):
    low = stands(at)
    mended(at + 8 * DAY)
    before, after = stands(at + 7 * DAY), stands(at + 8 * DAY)
    assert low.evaluation.total < 100
    assert before.evaluation.total == low.evaluation.total
    assert after.evaluation.total > low.evaluation.total


def test_a_past_day_is_told_as_it_was_told_then(filled, failed, finding, mended, stands, at):
    then = stands(at + DAY)
    mended(at + 8 * DAY)
    assert stands(at + DAY) == then
    assert stands(at + DAY, known=at + 9 * DAY).evaluation.total == then.evaluation.total


def test_what_arrives_late_was_not_known(audit, answers, stands, at):
    answers(audit, "DSC-OTD-001", "0", at=at + 5 * DAY, observed_at=at)
    as_known_then, as_known_now = stands(at + DAY), stands(at + DAY, known=at + 6 * DAY)
    assert as_known_then.progress.answered == 0
    assert as_known_now.progress.answered == 1


def test_a_change_of_class_does_not_change_the_past(
    filled, failed, session, site, finding, stands, wei, at
):
    then = stands(at + DAY)
    form = ChangeFinding.model_validate({"version": finding.version, "class": "critical"})
    change_finding(session, finding, form, place=site, owner=None, by=wei, at=at + 3 * DAY)
    session.commit()
    assert stands(at + DAY) == then


def test_the_trend_moves_when_something_was_verified(
    filled, failed, moved, mended, look, site, pack_version, at
):
    moved(moved(filled, "review"), "closed", at=at + DAY)
    mended(at + 40 * DAY)

    def told(session):
        until = at + 60 * DAY
        return trend(frame(session, site), pack_version, until=until, known=until)

    points = look(told)
    assert [when for when, _one in points] == [at + DAY, at + 40 * DAY, at + 60 * DAY]
    totals = [one.evaluation.total for _when, one in points]
    assert totals[0] < totals[1] == totals[2]


def test_an_audit_alone_says_what_the_site_says_of_it(
    filled, failed, stands, look, edition, pack_version, at
):
    alone = look(audit_standing, filled, edition, pack_version, as_of=at)
    assert alone.evaluation.total == stands(at).evaluation.total


def test_not_applicable_leaves_the_score_once_it_is_agreed(
    session, filled, answers, stands, marta, at
):
    one = answers(filled, "DSC-OTD-001", "na", na_reason="Nothing was delivered yet.")
    waiting = stands(at)
    assert waiting.progress.left == 1
    approve_na(session, filled, one, by=marta, at=at)
    session.commit()
    agreed = stands(at)
    assert (agreed.progress.left, agreed.evaluation.total) == (0, 100)


def test_what_was_agreed_later_was_not_known_before(session, filled, answers, stands, marta, at):
    one = answers(filled, "DSC-OTD-001", "na", na_reason="Nothing was delivered yet.")
    approve_na(session, filled, one, by=marta, at=at + 3 * DAY)
    session.commit()
    assert stands(at + DAY).progress.left == 1
    assert stands(at + DAY, known=at + 3 * DAY).progress.left == 0


def test_progress_is_one_number_wherever_it_is_asked(filled, failed, stands, look, edition, at):
    whole = stands(at).progress
    assert look(progress_by_audit, [filled])[filled.id] == whole
    parts = [one.progress for one in look(progress_by_category, filled)]
    assert sum(part.answered for part in parts) == whole.answered
    assert sum(part.expected for part in parts) == whole.expected


def test_what_is_rolled_back_is_forgotten(database, audit, look, site, pack_version, at, ines):
    """A reading inside a change that fails must not be taken for what stands."""

    def told(session: Session):
        return standing_at(frame(session, site), pack_version, as_of=at, known=at).progress.answered

    with database.writing() as session:
        rerate(
            session, site.id, "DSC-OTD-001", None, Level.FULL, note="", id=new_id(), by=ines, at=at
        )
        record(session, "test.rated", on="x", by=ines, at=at, site_id=site.id)
        session.flush()
        assert told(session) == 1
    with database.writing() as session:
        record(session, "test.other", on="x", by=ines, at=at, site_id=site.id)
        session.commit()
    assert look(told) == 0


def test_many_sites_are_told_at_once(look, omar, audit, monkeypatch):
    monkeypatch.setattr("app.readiness.queries.FRAMES", 1)
    ids = [site.id for site in look(sites, omar)]
    assert set(look(frames, ids)) == set(ids)


def test_an_item_per_zone_is_expected_in_each(edition, audit, zones, washrooms):
    expected = expected_spots(edition, audit.has, zones)
    assert {zone for item, zone in expected if item == "FAC-WSH-001"} == {w.id for w in washrooms}
    assert len(expected) == len(set(expected))


def test_no_zone_of_a_kind_no_question(edition, audit):
    assert "FAC-WSH-001" not in {item for item, _zone in expected_spots(edition, audit.has, [])}


def test_the_time_of_the_watch_decides(filled, answers, stands, at):
    answers(filled, "FAC-WSH-001", "4", elapsed_seconds=900)
    in_time = stands(at).evaluation.total
    answers(filled, "FAC-WSH-001", "4", elapsed_seconds=901)
    assert (in_time, stands(at).evaluation.total < 100) == (100, True)


def test_the_same_question_has_the_same_answer(filled, failed, stands, at):
    assert stands(at) == stands(at)


@pytest.mark.parametrize("few", [set(), {"has_dormitory"}, {"handles_esd", "has_canteen"}])
def test_more_traits_never_ask_less(edition, few):
    more = frozenset(few | {"handles_chemicals", "mounts_components"})
    fewer = {item.id for item in applicable(edition, frozenset(few))}
    assert fewer < {item.id for item in applicable(edition, more)}


def test_nothing_recorded_is_nothing_answered(audit, stands, look, at):
    told = stands(at)
    assert told.progress.answered == 0
    assert look(answers_of_audit, audit.id) == {}


def test_a_day_is_the_day_at_the_site(filled, answers, stands, at):
    """Five in the afternoon in London is the next day in Shanghai."""
    evening = at + timedelta(hours=8)
    answers(filled, "FAC-WSH-001", "0", elapsed_seconds=901, at=evening)
    told = stands(evening)
    [deducted] = told.evaluation.deductions
    assert (told.as_of, deducted.observed_on) == (date(2026, 3, 3), date(2026, 3, 3))
