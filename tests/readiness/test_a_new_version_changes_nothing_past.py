"""An audit freezes versions, bases and hashes; what is loaded later changes no past figure."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from app.audits.queries import programmes_of
from app.kit.yaml_text import YamlRefused
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.changes import add_buyer
from app.programmes.queries import _opened, demanded, opened, version_of
from app.readiness.queries import audit_standing, frame, standing_at
from app.reports.changes import Subject, order_report
from app.reports.gather import gather
from app.reports.rules import ReportKind
from app.trail.models import TrailPayload
from app.trail.queries import all_entries
from app.trail.rules import System
from tests.cast import PACK
from tests.packs import load

DAY = timedelta(days=1)
OVERLAY = PACK.with_name("vodafone-like.yaml")


def text_of(path):
    return path.read_text(encoding="utf-8")


def next_of(path):
    """As it would be published next: a failed watch costs more. Its first vector stays."""
    text = text_of(path).replace('version: "2026.1"', 'version: "2026.2"', 1)
    before, vectors, tests = text.partition("\nvectors:")
    first = tests.split("\n  - id:")[1]
    return f"{before.replace('timed_fail: ', 'timed_fail: 1')}{vectors}\n  - id:{first}\n"


@pytest.fixture
def crimson(session, at):
    """A second buyer, whose programme is an overlay."""
    row = load(session, text_of(OVERLAY), OVERLAY.name, by=System(), at=at - DAY)
    add_buyer(
        session,
        "Crimson Mobile",
        class_=BuyerClass.A,
        status=BuyerStatus.TARGET,
        pack=row.pack,
        by=System(),
        at=at - DAY,
    )
    session.commit()
    return row


@pytest.fixture
def load_newer(session, omar, at):
    """The next version of both programmes, a day later."""

    def bring():
        for path in (PACK, OVERLAY):
            load(session, next_of(path), path.name, by=omar, at=at + DAY)
        session.commit()
        _opened.cache_clear()

    return bring


@pytest.mark.parametrize("kind", ReportKind)
def test_no_past_report_changes(
    kind, session, look, site, audit, finding, crimson, pack_version, diana, load_newer, at
):
    of = Subject(
        finding_id=finding.id if kind is ReportKind.DOSSIER else None,
        since_on=at.date() if kind is ReportKind.DELTA else None,
    )
    row = order_report(
        session, site, pack_version, kind=kind, lang="en", as_of=at, by=diana, at=at, of=of
    )
    session.commit()
    before = look(gather, row)
    load_newer()
    assert look(gather, row) == before
    assert [one.version for one in look(demanded)] == ["2026.2", "2026.2"]


def test_no_past_audit_changes(look, audit, failed, edition, crimson, pack_version, load_newer, at):
    before = look(audit_standing, audit, edition, pack_version, as_of=at).evaluation
    frozen = [row.sha256 for row in look(programmes_of, audit.id)]
    load_newer()
    (row,) = look(programmes_of, audit.id)
    assert [row.sha256] == frozen
    assert look(audit_standing, audit, edition, row, as_of=at).evaluation == before


def test_a_past_version_can_still_be_asked_for(
    browser, signed_in, diana, failed, crimson, load_newer, watch, at
):
    watch.now = at + 2 * DAY
    headers, path = signed_in(diana), "/api/v1/sites/JR-01/readiness?programme=bt-like"
    before = browser.get(path, headers=headers).json()
    load_newer()
    assert browser.get(f"{path}&version=2026.1", headers=headers).json() == before
    page = "/readiness/JR-01/explanation?programme=bt-like"
    assert "2026.2" in browser.get(page, headers=headers).text
    assert "2026.2" not in browser.get(f"{page}&version=2026.1", headers=headers).text


def test_an_overlay_keeps_the_base_it_was_loaded_with(look, site, failed, crimson, load_newer, at):
    def told(session):
        row = version_of(session, "vodafone-like", "2026.1")
        standing = standing_at(frame(session, site), row, as_of=at, known=at)
        return opened(row).bases, standing.evaluation.metrics

    before = look(told)
    load_newer()
    assert look(told) == before
    (base,) = before[0]
    assert base.sha256 == sha256(text_of(PACK).encode()).hexdigest()


def test_an_audit_puts_versions_bases_and_hashes_on_the_trail(
    session, site, planned, crimson, pack_version, look
):
    planned(site)
    audit = planned(site)
    seq = next(e.seq for e in look(all_entries) if e.subject == audit.ref)
    said = json.loads(session.get(TrailPayload, seq).payload)
    assert said["programmes"] == [
        {"pack": "bt-like", "version": "2026.1", "sha256": pack_version.sha256}
    ]
    assert crimson.frozen["bases"] == {"bt-like 2026.1": pack_version.sha256}


def test_an_overlay_without_its_base_is_refused(session, omar, at, look):
    text = text_of(OVERLAY).replace('bt-like, version: "2026.1"', 'bt-like, version: "1999.1"')
    with pytest.raises(YamlRefused, match=r"1999\.1"):
        load(session, text, OVERLAY.name, by=omar, at=at)
