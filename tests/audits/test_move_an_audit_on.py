import pytest

from app.audits.queries import with_id
from app.audits.rules import Stage
from app.trail.queries import entries

API = "/api/v1/audits"


@pytest.fixture
def post(browser, signed_in, audit):
    def send(who, *, page=False, **said):
        path = f"/audits/{audit.ref}/moves"
        if page:
            return browser.post(path, data=said, headers=signed_in(who))
        return browser.post(f"/api/v1{path}", json=said, headers=signed_in(who))

    return send


def test_from_fieldwork_to_review_and_back_and_closed(post, marta, audit, look):
    stages = ("review", "fieldwork", "review", "closed")
    for version, stage in enumerate(stages, start=audit.version):
        reply = post(marta, page=True, stage=stage, version=version)
        assert (reply.status_code, reply.headers["location"]) == (303, f"/audits/{audit.ref}")
    now = look(with_id, audit.id)
    assert now.stage is Stage.CLOSED
    assert now.closed_at


def test_why_stands_on_the_trail(post, marta, audit, look, omar):
    post(marta, stage="review", version=audit.version, why="Every washroom was seen.")
    entry, _payload = look(entries, sites=None, subject=audit.ref)[0]
    assert (entry.action, entry.why) == ("audit.review", "Every washroom was seen.")


@pytest.mark.parametrize("page", [False, True])
def test_of_two_only_the_first_moves_it(post, marta, omar, audit, page, look):
    assert post(marta, stage="review", version=audit.version).status_code == 200
    second = post(omar, page=page, stage="fieldwork", version=audit.version)
    assert second.status_code == 409
    assert "moved meanwhile" in second.text
    assert look(with_id, audit.id).stage is Stage.REVIEW


@pytest.mark.parametrize("stage", ["planned", "closed", "fieldwork"])
def test_no_stage_is_skipped(post, marta, audit, stage, nothing_changes):
    with nothing_changes():
        reply = post(marta, stage=stage, version=audit.version)
    assert reply.status_code == 409


def test_only_who_leads_moves_it(post, ines, wei, audit, nothing_changes):
    with nothing_changes():
        assert post(ines, stage="review", version=audit.version).status_code == 403
        assert post(wei, stage="review", version=audit.version).status_code == 403


def test_who_may_not_know_of_it_gets_404(post, zoe, audit, browser, signed_in):
    assert browser.get(f"/audits/{audit.ref}", headers=signed_in(zoe)).status_code == 404
    assert browser.get(f"{API}/{audit.id}", headers=signed_in(zoe)).status_code == 404


def test_a_bad_form_is_shown_again(post, marta, audit):
    assert post(marta, page=True, stage="sideways", version=audit.version).status_code == 422


def test_the_page_offers_only_what_follows(browser, signed_in, marta, ines, audit):
    def offers(who):
        return browser.get(f"/audits/{audit.ref}", headers=signed_in(who)).text

    assert "Go into review" in offers(marta)
    assert "Close the audit" not in offers(marta)
    assert "Go into review" not in offers(ines)
