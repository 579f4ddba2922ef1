"""The checklist of this repository as a whole, and an audit opened on it."""

import json
from collections import Counter

import pytest
import yaml

from app.audits.changes import plan_audit
from app.audits.rules import AuditType
from app.checklists.changes import publish
from app.checklists.check import check_folder
from app.checklists.rules import Method, Severity, applicable
from app.suppliers.changes import add_site, add_zone
from app.suppliers.forms import SiteForm, ZoneForm
from app.suppliers.models import Supplier
from app.suppliers.rules import ZoneKind
from app.tablet.queries import package
from tests.model import MODEL, SHIPPED


def test_it_has_no_error_and_every_warning_its_reason():
    assert check_folder(SHIPPED) == []


def test_it_asks_more_than_a_thousand_things(shipped):
    assert len(shipped.items) >= 1_050
    assert [category.number for category in shipped.categories] == list(range(1, 13))
    assert sum(category.points for category in shipped.categories) == 100
    assert len({item.said("en").title for item in shipped.items}) == len(shipped.items)
    assert len({item.said("zh").title for item in shipped.items}) == len(shipped.items)


def test_environment_to_facilities_weigh_a_third(shipped):
    points = {category.number: category.points for category in shipped.categories}
    assert sum(points[n] for n in (9, 10, 11, 12)) == 34


def test_every_item_reads_in_both_languages(shipped):
    for item in shipped.items:
        english, chinese = item.said("en"), item.said("zh")
        assert item.text.keys() == item.sample.words.keys() == {"en", "zh"}
        assert len(english.evidence) == len(chinese.evidence) >= 2
        assert english.failure != chinese.failure


def test_the_machine_readable_parts_go_with_the_method(shipped):
    parts = Counter(
        (item.method, bool(item.measure), bool(item.timer), bool(item.interview))
        for item in shipped.items
        if item.method in {Method.MEASUREMENT, Method.TIMED_SPOT_CHECK, Method.INTERVIEW}
    )
    assert all(any(held) for (_method, *held), _n in parts.items())
    assert all(item.severity is Severity.CRITICAL for item in shipped.items if item.knock_out)


def test_the_model_items_stand_as_they_were_given(shipped):
    for path in MODEL.glob("[01]*.yaml"):
        for section in yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]:
            for given in section["items"]:
                said = shipped.item(given["id"]).said("en")
                assert (said.title, said.criterion) == (given["title"], given["criterion"])


def test_a_site_without_a_dormitory_is_never_asked_about_beds(shipped):
    every = frozenset(shipped.vocabulary.traits)
    without = {item.section for item in applicable(shipped, every - {"has_dormitory"})}
    assert "dormitory" in {item.section for item in applicable(shipped, every)} - without
    assert len(applicable(shipped, frozenset())) > 700


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_audit_is_opened_on_it(session, shipped, site, marta, pack_version, at, lang):
    edition = publish(session, shipped, by=marta, at=at)
    assert edition.sha256 == shipped.sha256
    traits = tuple(sorted(shipped.vocabulary.traits))
    form = SiteForm(code="ALL-9", name="All of it", country="CN", time_zone="UTC", traits=traits)
    place = add_site(session, session.get_one(Supplier, site.supplier_id), form, by=marta, at=at)
    session.flush()
    zones = [
        add_zone(session, place, ZoneForm(kind=kind, name=kind), by=marta, at=at)
        for kind in ZoneKind
    ]
    audit = plan_audit(
        session,
        place,
        edition_id=edition.id,
        type=AuditType.MOCK,
        planned_on=at.date(),
        packs=[pack_version],
        zones=zones,
        team=[],
        lead=marta.id,
        by=marta,
        at=at,
    )
    session.flush()
    sheet = json.loads(package(session, audit, place, lang, may_answer=True))
    asked = sheet["checklist"]["items"]
    assert asked.keys() == {item.id for item in shipped.items}
    assert asked["FAC-WSH-001"]["guidance"] == shipped.item("FAC-WSH-001").said(lang).guidance
