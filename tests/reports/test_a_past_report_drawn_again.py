"""What was known then is told as it was, whatever has been changed since."""

from datetime import date, timedelta

import pytest

from app.actions.changes import implement, verify
from app.actions.forms import Implement, Verify
from app.actions.queries import action as tracked
from app.answers.changes import approve_na
from app.answers.rules import Level
from app.findings.changes import change_finding
from app.findings.forms import ChangeFinding
from app.programmes.buyer_forms import EditBuyer, SetMilestone
from app.programmes.buyers import BuyerClass, BuyerStatus, Step
from app.programmes.changes import add_buyer, edit_buyer, set_milestone
from app.programmes.queries import buyer_named
from app.reports.changes import order_report
from app.reports.document import to_json
from app.reports.gather import gather
from app.reports.queries import by_id
from app.reports.rules import ReportKind
from app.suppliers.changes import edit_site
from app.suppliers.forms import SiteForm
from app.suppliers.queries import site_of
from tests.cast import PACK, SITE
from tests.packs import load

DAY = timedelta(days=1)
KINDS = (ReportKind.EXECUTIVE, ReportKind.GAP)


@pytest.fixture
def away(audit, answers):
    """Not applicable, and not yet agreed."""
    return answers(audit, "DSC-OTD-001", "na", na_reason="Nothing was delivered yet.")


@pytest.fixture
def orders(session, site, pack_version, diana, failed, finding, action, away, buyer, at):
    """One of each kind, on the second day."""
    row = buyer_named(session, buyer.name)
    planned = SetMilestone(planned_on=date(2026, 9, 1), version=row.version)
    set_milestone(session, row, Step.STAGE_1, planned, by=diana, at=at)
    rows = [
        order_report(
            session, site, pack_version, kind=kind, lang="en", as_of=at + DAY, by=diana, at=at + DAY
        )
        for kind in KINDS
    ]
    session.commit()
    return [row.id for row in rows]


@pytest.fixture
def told(look, orders):
    def tell():
        return [
            look(lambda session, id=id: to_json(gather(session, by_id(session, id))))
            for id in orders
        ]

    return tell


def test_more_answers_an_approval_and_a_mend_change_nothing(
    told, session, audit, answers, away, finding, action, chen, marta, moved, at
):
    then, later = told(), at + 3 * DAY
    answers(audit, "SFC-FIN-001", "0", at=later, observed_at=at)
    approve_na(session, audit, away, by=marta, at=later)
    implement(
        session,
        finding,
        tracked(session, finding.id, action.id),
        Implement(note="Mended."),
        by=chen,
        at=later,
    )
    seen = Verify(passed=True, note="Dry at three visits.", level=Level.FULL)
    verify(session, finding, tracked(session, finding.id, action.id), seen, by=marta, at=later)
    session.commit()
    moved(moved(audit, "review", at=later), "closed", at=later)
    assert told() == then


def test_a_finding_that_became_graver_was_not_then(told, session, site, finding, wei, at):
    then = told()
    form = ChangeFinding.model_validate({"version": finding.version, "class": "critical"})
    change_finding(session, finding, form, place=site, owner=None, by=wei, at=at + 3 * DAY)
    session.commit()
    assert told() == then


def test_places_and_buyers_had_the_names_and_days_of_then(told, session, site, buyer, omar, at):
    then, later = told(), at + 3 * DAY
    place = site_of(session, site.id)
    renamed = SITE.model_copy(update={"name": "Emerald River", "version": place.version})
    edit_site(session, place, SiteForm(**renamed.model_dump()), by=omar, at=later)
    row = buyer_named(session, buyer.name)
    reached = SetMilestone(reached_on=later.date(), version=row.version)
    set_milestone(session, row, Step.STAGE_1, reached, by=omar, at=later)
    form = {"name": "Another", "class": "C", "status": "target", "pack": row.pack}
    edit_buyer(
        session, row, EditBuyer.model_validate(form | {"version": row.version}), by=omar, at=later
    )
    session.commit()
    assert told() == then


def test_a_buyer_and_a_programme_that_came_later_are_not_told(told, session, omar, at):
    then, later = told(), at + 3 * DAY
    text = PACK.read_text("utf-8").replace("programme: bt-like", "programme: later-like", 1)
    load(session, text, "later-like.yaml", by=omar, at=later)
    add_buyer(
        session,
        "Late Line",
        class_=BuyerClass.S,
        status=BuyerStatus.TARGET,
        pack="later-like",
        by=omar,
        at=later,
    )
    session.commit()
    assert told() == then
