"""The programmes that a report draws on stand at its end, with version and hash."""

from pathlib import Path

import pytest

from app.audits.models import AuditProgramme
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.changes import add_buyer, load_folder
from app.programmes.queries import newest, opened
from app.trail.rules import System

PROGRAMMES = Path(__file__).parents[2] / "checklists" / "programmes"


@pytest.fixture
def loaded(session, look, at):
    load_folder(session, PROGRAMMES, by=System(), at=at)
    session.commit()
    return {row.pack: row for row in look(newest)}


@pytest.fixture
def timed(session, audit, loaded):
    """`timed("smeta-clocks")`: its clocks run for the findings of the audit as well."""

    def run(pack):
        session.add(AuditProgramme(audit_id=audit.id, pack_version_id=loaded[pack].id))
        session.commit()
        return loaded[pack]

    return run


def hashes(document):
    return [one.sha256 for one in document.head.others]


@pytest.mark.parametrize("kind", ["executive", "gap", "plan", "meeting", "dossier"])
def test_a_programme_whose_clocks_run_is_named(kind, told, audit, finding, timed):
    row = timed("vodafone-like")
    of = {"finding_id": finding.id} if kind == "dossier" else {}
    document = told(kind, audit=audit, **of)
    assert hashes(document) == [row.sha256]
    assert document.head.pack.sha256 != row.sha256


def test_one_without_clocks_for_the_finding_is_not(told, finding, timed):
    row = timed("ecovadis-like")
    assert not any(one.clocks for one in opened(row).classes)
    assert hashes(told("dossier", finding_id=finding.id)) == []


def test_one_that_gives_a_verdict_is_named_where_the_verdict_stands(told, audit, finding, timed):
    row = timed("ecovadis-like")
    assert hashes(told("meeting", audit=audit)) == [row.sha256]
    assert hashes(told("plan")) == []


def test_the_programme_of_another_buyer_is_named_where_its_total_stands(
    told, session, finding, loaded, at
):
    add_buyer(
        session,
        "Crimson Mobile",
        class_=BuyerClass.A,
        status=BuyerStatus.TARGET,
        pack="vodafone-like",
        by=System(),
        at=at,
    )
    session.commit()
    assert hashes(told("executive")) == [loaded["vodafone-like"].sha256]
    assert hashes(told("plan")) == []
