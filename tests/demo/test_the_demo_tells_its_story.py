from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.answers.queries import answers_of_audit, marks_of_sites
from app.answers.rules import FAILED, Level
from app.audits.queries import audits
from app.audits.rules import AuditType
from app.checklists.check import load_edition
from app.checklists.queries import edition as edition_of
from app.checklists.rules import Severity
from app.comments.queries import mentions_of
from app.confirmations.queries import asked_of, sent_back_to
from app.demo.build import build_demo
from app.demo.rounds import surely_raised
from app.demo.story import SITES, Round
from app.demo.words import written_in
from app.evidence.files import Files
from app.findings.queries import findings
from app.kit.settings import Settings
from app.main import create_app
from app.people.queries import actor, people
from app.practices.queries import practices
from app.programmes.queries import buyers, contacts, demands, milestones, newest
from app.readiness.matrix import cell
from app.readiness.queries import frame, standing_at, trend
from app.remediation.problem_queries import problems
from app.suppliers.queries import sites
from app.trail.queries import all_entries, verify_trail
from app.web import deps
from tests.model import model_folder

JUDGED = {"action.planned", "finding.plan_agreed", "action.verified", "finding.effective"}
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def told(engine_room, bare, tmp_path_factory):
    """The demo, made once for this file."""
    folder = tmp_path_factory.mktemp("demo")
    with engine_room.copy(bare, folder) as database:
        steps = []
        build_demo(
            database,
            Files(folder / "files"),
            model_folder(),
            now=NOW,
            told=lambda _what, share: steps.append(share),
        )
        yield database, Path(folder), steps


@pytest.fixture
def omar(told):
    with told[0].reading() as session:
        admin = next(one for one in people(session) if one.email.startswith("admin@"))
        return actor(session, admin)


def test_it_says_how_far_it_is(told):
    assert told[2] == sorted(told[2])
    rounds = sum(len(place.rounds) for place in SITES)
    assert len(told[2]) == rounds + 1  # and the reminders


def test_nothing_lies_in_the_future_and_the_trail_holds(told, omar):
    with told[0].reading() as session:
        for site in sites(session, omar):
            marks = marks_of_sites(session, [site.id])[site.id]
            assert max(mark.recorded_at for mark in marks) <= NOW
            first = min(mark.observed_at for mark in marks)
            assert (first < NOW - timedelta(days=900)) == (site.code != "SW-04")
        assert verify_trail(session).holds


def test_two_buyers_disagree_about_a_site(told, omar):
    with told[0].reading() as session:
        verdicts = {
            (site.code, row.pack): standing_at(frame(session, site), row, as_of=NOW, known=NOW)
            for site in sites(session, omar)
            for _buyer, row in demands(session)
        }
    shown = {key: one.evaluation.verdict for key, one in verdicts.items() if one}
    assert len(shown) == 2 * len(SITES)
    assert len(set(shown.values())) >= 3
    held = verdicts["SZ-01", "bt-like"].evaluation
    assert held.verdict != held.base
    assert any(cap.holds for cap in held.caps)


def test_the_same_answers_show_under_five_programmes_and_more(told, omar):
    with told[0].reading() as session:
        whole = frame(session, next(one for one in sites(session, omar) if one.code == "SZ-01"))
        told_by = [cell(whole, row, NOW) for row in newest(session)]
    verdicts = [one.told.evaluation.verdict for one in told_by if one.told]
    assert len([verdict for verdict in verdicts if verdict]) >= 5


def test_a_buyer_has_its_milestones_and_people(told):
    with told[0].reading() as session:
        for buyer in buyers(session):
            assert buyer.target_year > NOW.year
            assert contacts(session, buyer.id)
            way = milestones(session, [buyer.id])[buyer.id].values()
            assert any(one.reached_on for one in way)
            assert any(not one.reached_on for one in way)


def test_it_moved_over_three_years(told, omar):
    with told[0].reading() as session:
        site = next(one for one in sites(session, omar) if one.code == "SZ-01")
        points = trend(frame(session, site), demands(session)[0][1], until=NOW, known=NOW)
    assert len(points) > 8
    assert points[0][1].evaluation.total < points[-1][1].evaluation.total


def test_it_learned_to_mend_on_time(told, omar):
    with told[0].reading() as session:
        closed = [one for one in findings(session, omar) if one.closure and one.finding.due_on]
    early, late = [], []
    for one in closed:
        on_time = one.closure.at.date() <= one.finding.due_on
        (late if one.finding.raised_at > NOW - timedelta(days=365) else early).append(on_time)
    assert len(early) > 40
    assert 0.4 < sum(early) / len(early) < 0.8 <= sum(late) / len(late)


def test_some_came_back_and_some_got_more_time(told):
    with told[0].reading() as session:
        seen = Counter(entry.action for entry in all_entries(session))
    for action in ("finding.reopened", "finding.extension_granted", "action.sent_back"):
        assert 1 <= seen[action] < seen["finding.closed"] / 4


def test_nobody_judges_a_work_of_his_own(told):
    """Planned and done by the owner, agreed by the quality lead, verified and looked at by two."""
    hands = defaultdict(lambda: defaultdict(set))
    with told[0].reading() as session:
        for entry in all_entries(session):
            if entry.action in JUDGED:
                hands[entry.subject][entry.action].add(entry.actor)
    looked_at = [one for one in hands.values() if "finding.effective" in one]
    assert len(looked_at) > 10
    for by in hands.values():
        for one, other in combinations(by.values(), 2):
            assert not one & other


def test_a_team_near_the_list_raises_whatever_is_critical(told, omar):
    with told[0].reading() as session:
        raised = {(one.finding.audit_id, one.finding.item) for one in findings(session, omar)}
        rounds = [
            audit
            for audit, site in audits(session, omar)
            if site.code != "DG-02" and audit.planned_on > NOW.date() - timedelta(days=300)
        ]
        edition = edition_of(session, rounds[0].edition_id)
        grave = {
            (audit.id, id)
            for audit in rounds
            for (id, _zone), one in answers_of_audit(session, audit.id).items()
            if one.answer.level in FAILED and edition.item(id).severity is Severity.CRITICAL
        }
    assert grave
    assert grave <= raised


def test_before_that_it_raises_the_worst_only():
    for item in load_edition(model_folder()).items:
        critical = item.severity is Severity.CRITICAL
        assert surely_raised(item, Round(4, AuditType.BUYER, 0.78)) == critical
        assert not surely_raised(item, Round(15, AuditType.BUYER, 0.6))
        assert surely_raised(item, Round(15, AuditType.BUYER, 0.6, seen={item.id: Level.PARTLY}))


def test_a_photograph_was_taken_while_the_watch_ran(told, omar):
    with told[0].reading() as session:
        timed = [
            one
            for audit, _site in audits(session, omar)
            for one in answers_of_audit(session, audit.id).values()
            if one.evidence and one.answer.elapsed_seconds
        ]
    assert timed
    watches = defaultdict(list)
    for one in timed:
        end = one.answer.observed_at
        start = end - timedelta(seconds=one.answer.elapsed_seconds)
        assert all(start < photo.at < end for photo in one.evidence)
        watches[one.answer.audit_id].append((start, end))
    for of_one in watches.values():
        for (_start, end), (start, _end) in pairwise(sorted(of_one)):
            assert end < start


def test_what_happens_at_several_sites_stands_in_the_order_of_its_days(told):
    with told[0].reading() as session:
        closed = [one.at for one in all_entries(session) if one.action == "finding.closed"]
    assert len(closed) > 40
    assert closed == sorted(closed)


def test_each_writes_in_the_language_of_the_place(told, omar):
    with told[0].reading() as session:
        written = defaultdict(Counter)
        for one in findings(session, omar):
            written[one.site.code][written_in(one.finding.statement)] += 1
    assert set(written["SW-04"]) == {"en"}
    assert set(written["DG-02"]) == set(written["XA-03"]) == {"zh"}
    assert set(written["SZ-01"]) == {"en", "zh"}


def test_there_is_something_left_to_do_for_everybody(told, omar):
    with told[0].reading() as session:
        open_ones = findings(session, omar, open_only=True)
    assert len(open_ones) > 4
    assert any(one.finding.due_on < NOW.date() for one in open_ones)


@pytest.fixture
def visitor(told):
    database, folder, _steps = told
    service = create_app(Settings(home=folder, demo=True), database)
    service.dependency_overrides[deps.now] = lambda: NOW
    return TestClient(
        service,
        base_url="http://127.0.0.1:8000",
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )


def test_a_newcomer_signs_in_with_one_click_and_finds_three_things_to_try(visitor, told):
    with told[0].reading() as session:
        who = next(one for one in people(session) if one.email.startswith("executive@"))
    assert who.name in visitor.get("/sign-in").text
    visitor.post("/demo/sign-in", data={"who": str(who.id)})
    text = visitor.get("/").text
    assert "Three things to try" in text
    assert text.count("/demo/sign-in") == 3


def test_without_the_demo_nobody_signs_in_with_one_click(browser, look):
    who = look(people)[0]
    reply = browser.post("/demo/sign-in", data={"who": str(who.id)})
    assert reply.status_code == 404


def test_people_talk_and_the_buyer_has_a_say(told):
    with told[0].reading() as session:
        cast = {one.email.split("@")[0]: actor(session, one) for one in people(session)}
        addressed = mentions_of(session, cast["owner"])
        assert len(addressed) == 2
        assert all(one.finding.raised_at < one.comment.at for one in addressed)
        assert [one.confirmed for one in asked_of(session, cast["guest"])].count(True) == 1
        assert len(sent_back_to(session, cast["quality"])) == 1
        register = practices(session, cast["quality"])
        assert sorted(one.practice.kind for one in register) == [*["news"] * 2, *["practice"] * 4]
        taken = [each for one in register for each in one.takeovers]
        assert [each.done is not None for each in taken].count(True) == 1
        assert any(one.finding.item == "" for one in findings(session, cast["quality"]))
        [problem] = problems(session, cast["quality"])
        assert problem.n > 1
