"""The way from a verdict down to a single answer, and the same answers under every programme."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.answers.changes import approve_na
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.changes import add_buyer, load_folder
from app.programmes.queries import newest, opened
from app.readiness.explanation import explain
from app.readiness.queries import frame, marks_at, standing_at
from app.readiness.rules import scores_our_checklist
from app.trail.rules import System

PAGE = "/readiness/JR-01/explanation"
PROGRAMMES = Path(__file__).parents[2] / "checklists" / "programmes"
DAY = timedelta(days=1)


@pytest.fixture
def loaded(session, at):
    """Every programme that comes with Shortlist."""
    rows = load_folder(session, PROGRAMMES, by=System(), at=at)
    session.commit()
    return rows


@pytest.fixture
def crimson(session, loaded, at):
    """A second buyer, of another mind."""
    row = add_buyer(
        session,
        "Crimson Mobile",
        class_=BuyerClass.A,
        status=BuyerStatus.TARGET,
        pack="vodafone-like",
        by=System(),
        at=at,
    )
    session.commit()
    return row


@pytest.fixture
def read(browser, signed_in, diana, watch, at):
    """`read(path)`: what the executive sees of a page, a day later."""
    watch.now = at + DAY
    headers = signed_in(diana)

    def ask(path, status=200):
        reply = browser.get(path, headers=headers)
        assert reply.status_code == status, reply.text[:400]
        return reply

    return ask


@pytest.fixture
def counted(database):
    """`with counted() as seen`: the statements that reach the database."""
    seen = []

    def note(_connection, _cursor, statement, *_more):
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(database.engine, "before_cursor_execute", note)


def test_from_the_verdict_to_the_single_answer(read, answers, audit, finding):
    answers(audit, "LGV-REV-004", "2", note="Bottle behind a pallet.")
    text = read(PAGE).text
    for words in ("Not ready", "By this alone the verdict would be", "BT-like", "2026.1"):
        assert words in text
    for place in ("cap-K2", "gate-shortlist", "node-c12", "node-c01", "item-FAC-WSH-001"):
        assert f'id="{place}"' in text
    assert 'href="/readiness/JR-01/items/FAC-WSH-001"' in text
    leaf = read("/readiness/JR-01/items/FAC-WSH-001").text
    for words in ("Puddle of 40 cm", "22 min 0 s", audit.ref, finding.ref, "Washroom 2"):
        assert words in leaf
    assert "Nobody has answered it here by that day." in leaf


def test_a_node_an_item_or_everything_can_be_asked_for_by_address(read, answers, audit, failed):
    answers(audit, "LGV-REV-004", "4")
    assert '<details class="fold" id="node-c12">' in read(PAGE).text
    assert 'id="item-LGV-REV-004"' not in read(PAGE).text
    assert '<details class="fold" id="node-c12" open>' in read(f"{PAGE}?node=c12").text
    one = read(f"{PAGE}?item=LGV-REV-004").text
    assert '<details class="fold" id="node-c01" open>' in one
    assert 'id="item-LGV-REV-004"' in one
    assert read(f"{PAGE}?node=all").text.count('class="fold" id="node-') == 12
    assert "closed" not in read(f"{PAGE}?node=nothing&item=nothing").text


def test_what_is_lost_adds_up(look, site, pack_version, failed, answers, audit, at):
    answers(audit, "FAC-DRM-004", "3")
    answers(audit, "LGV-AUT-002", "1")

    def told(session):
        whole = frame(session, site)
        evaluation = standing_at(whole, pack_version, as_of=at, known=at).evaluation
        return explain(opened(pack_version), evaluation, marks_at(whole, as_of=at, known=at))

    found = look(told)
    scored = [one for one in found.nodes if one.score.score is not None]
    assert len(scored) == 2
    for one in scored:
        lost = sum(item.lost for item in one.items)
        assert lost + one.score.deducted == near(100 - one.score.score)
        of_total = sum(item.of_total for item in one.items)
        share = lost / (100 - one.score.score)
        assert of_total == near(one.score.lost * share)
    assert round(sum(one.score.lost for one in scored), 2) == 100 - found.evaluation.total


def near(figure):
    return pytest.approx(figure, abs=Decimal("0.000001"))


def test_no_score_says_why(read, audit, answers, session, marta, at):
    text = read(PAGE).text
    assert text.count("no score: nothing in it is answered yet") > 12


def test_all_not_applicable_says_so(read, session, answers, audit, marta, at):
    for item in ("DSC-OTD-001", "DSC-EMG-004"):
        one = answers(audit, item, "na", na_reason="Nothing was delivered yet.")
        approve_na(session, audit, one, by=marta, at=at)
    session.commit()
    assert "no score: all of it is not applicable" in read(f"{PAGE}?node=c08").text


def test_the_pages_speak_chinese(browser, signed_in, diana, failed, crimson):
    headers = signed_in(diana)
    browser.post("/preferences", data={"lang": "zh"}, headers=headers)
    for page in (PAGE, "/readiness", "/readiness/JR-01/programmes"):
        assert "未就绪" in browser.get(page, headers=headers).text


def test_buyers_by_sites(read, failed, crimson):
    text = read("/readiness").text
    for words in ("Hollin Telecom", "Crimson Mobile", "JR-01", "JR-02", "no audit yet", "Missing:"):
        assert words in text
    assert "NM-01" not in text
    rows = read("/api/v1/readiness").json()
    assert [row["name"] for row in rows] == ["Hollin Telecom", "Crimson Mobile"]
    square = rows[0]["sites"]["JR-01"]
    assert square["standing"]["verdict"] == "not_ready"
    assert square["missing"][0]["condition"] == "verdict == ready"
    assert rows[0]["sites"]["JR-02"]["standing"] is None


def test_more_buyers_and_sites_cost_no_more_queries(
    read, failed, crimson, counted, planned, moved, other_site, session, at
):
    read("/readiness")
    counted.clear()
    read("/readiness")
    few = len(counted)
    moved(planned(other_site), "fieldwork")
    for name in ("A", "B", "C"):
        add_buyer(
            session, name, class_=BuyerClass.B, status=BuyerStatus.TARGET, pack="rba-vap",
            by=System(), at=at,
        )  # fmt: skip
    session.commit()
    read("/readiness")
    counted.clear()
    assert "JR-02" in read("/readiness").text
    assert len(counted) == few


def test_the_same_answers_under_every_programme(read, failed, loaded):
    cells = {
        one["programme"]: one for one in read("/api/v1/sites/JR-01/readiness/programmes").json()
    }
    assert len(cells) >= 13
    told = [one for one in cells.values() if one["standing"]]
    assert len(told) >= 5
    assert not cells["vda-6-3"]["fits"]
    assert cells["bt-like"]["missing"]
    text = read("/readiness/JR-01/programmes").text
    for words in ("RBA VAP", "amfori BSCI", "demanded by Hollin Telecom", "say nothing to it"):
        assert words in text


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("rba-vap", "item-FAC-WSH-001"),
        ("amfori-bsci", "item-FAC-WSH-001"),
        ("sa8000-like", "item-FAC-WSH-001"),
        ("iso-17021-1", 'id="verdict"'),
        ("ecovadis-like", "node-"),
    ],
)
def test_any_programme_that_fits_can_be_opened(read, failed, finding, loaded, asked, place):
    assert place in read(f"{PAGE}?programme={asked}&node=all").text
    trace = read(f"/api/v1/sites/JR-01/readiness/trace?programme={asked}").json()
    assert trace["kind"] == "verdict"


def test_a_programme_with_questions_of_its_own_says_so(read, failed, loaded):
    assert "say nothing to it" in read(f"{PAGE}?programme=vda-6-3").text
    assert "say nothing to it" in read("/readiness/JR-01?programme=vda-6-3").text


def test_what_is_not_there_is_not_found(read, failed):
    read(f"{PAGE}?programme=moon", status=404)
    read(f"{PAGE}?programme=bt-like&version=1999.1", status=404)
    read("/readiness/JR-01/items/NOT-AN-001", status=404)
    read("/readiness/NM-01/explanation", status=404)


def test_before_any_audit_it_says_what_to_do(read, site):
    for page in (PAGE, "/readiness"):
        assert "o audit yet" in read(page).text
    read("/readiness/JR-01/items/FAC-WSH-001", status=404)


def test_a_guest_sees_why_but_no_single_answer(browser, signed_in, gil, failed):
    headers = signed_in(gil)
    assert browser.get(PAGE, headers=headers).status_code == 200
    assert browser.get("/readiness", headers=headers).status_code == 200
    assert browser.get("/readiness/JR-01/items/FAC-WSH-001", headers=headers).status_code == 403


def test_which_programmes_can_score_our_answers(look, loaded):
    fits = {row.pack for row in look(newest) if scores_our_checklist(opened(row))}
    assert fits >= {"bt-like", "vodafone-like", "rba-vap", "amfori-bsci", "iso-17021-1"}
    assert not fits & {"vda-6-3", "smeta-clocks", "iso-iec-33020"}
