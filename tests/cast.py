"""Who plays in the tests, and where: everything is made by the product's own verbs.

ines   auditor       at the site            wei    quality lead   of the supplier
marta  lead auditor  of the supplier        chen   action owner   at the site
diana  executive     of the supplier        gil    buyer's guest  at the site
omar   administrator everywhere             zoe    auditor        at the foreign site
"""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.actions.changes import plan_action
from app.actions.forms import PlanAction
from app.answers.changes import save_answer
from app.answers.forms import SaveAnswer
from app.answers.queries import current
from app.audits.changes import move_audit, plan_audit
from app.audits.queries import zones_of
from app.audits.rules import AuditType, Stage
from app.checklists import queries as checklists
from app.checklists.changes import publish
from app.checklists.check import load_edition
from app.checklists.content import canonical
from app.findings.forms import RaiseFinding
from app.findings.raise_changes import raise_finding
from app.kit.ids import new_id
from app.people import queries as people
from app.people.changes import add_person, give_role, sign_in
from app.people.doors import cookie_name
from app.people.forms import NewGrant, NewPerson
from app.people.rules import Role
from app.programmes import queries as programmes
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.changes import add_buyer
from app.suppliers import queries as suppliers
from app.suppliers.changes import add_site, add_supplier, add_zone
from app.suppliers.forms import NewSupplier, SiteForm, ZoneForm
from app.trail.rules import System
from tests.model import model_folder
from tests.packs import load

CHECKLISTS = Path(__file__).parents[1] / "checklists"
PACK = CHECKLISTS / "programmes" / "bt-like.yaml"
PASSWORD = "a puddle of forty centimetres"
ITEMS = """
    LGV-REV-004 LGV-AUT-002 SFC-FIN-001 SFC-BCM-006 CEC-SPK-003 CEC-GFT-005 RDT-IPD-008 RDT-SEC-011
    QMS-CAL-003 QMS-CAP-007 PQC-ESD-002 PQC-MSL-005 SCM-SSP-004 SCM-PAY-009 DSC-OTD-001 DSC-EMG-004
    ENV-CHM-006 ENV-NOI-003 OHS-EYE-003 OHS-LOT-002 LHR-HRS-001 LHR-FRC-002 FAC-WSH-001 FAC-DRM-004
"""
SITE = SiteForm(
    code="JR-01",
    name="Jade River Works",
    name_zh="玉河工厂",
    country="CN",
    time_zone="Asia/Shanghai",
    traits=("has_canteen", "has_dormitory", "handles_esd"),
)
OTHER_SITE = SiteForm(code="JR-02", name="Jade River Annex", country="CN")
FOREIGN_SITE = SiteForm(code="NM-01", name="North Mill", country="GB", time_zone="Europe/London")
WASHROOMS = ("Washroom 1", "Washroom 2", "Washroom 3")


# The furniture, made once per process.


def furnish(session, at):
    by = System()
    supplier = add_supplier(session, NewSupplier(name="Jade River Electronics"), by=by, at=at)
    foreign = add_supplier(session, NewSupplier(name="North Mill Boards"), by=by, at=at)
    session.flush()
    site = add_site(session, supplier, SITE, by=by, at=at)
    other = add_site(session, supplier, OTHER_SITE, by=by, at=at)
    away = add_site(session, foreign, FOREIGN_SITE, by=by, at=at)
    session.flush()
    for place in (site, other, away):
        names = WASHROOMS if place is site else WASHROOMS[:1]
        for name in names:
            add_zone(session, place, ZoneForm(kind="washroom", name=name), by=by, at=at)
    add_zone(session, site, ZoneForm(kind="canteen", name="Canteen"), by=by, at=at)
    for name, place, role in (
        ("Ines Corda", {"site_id": site.id}, Role.AUDITOR),
        ("Marta Velin", {"supplier_id": supplier.id}, Role.LEAD_AUDITOR),
        ("Wei Lanshan", {"supplier_id": supplier.id}, Role.QUALITY_LEAD),
        ("Chen Muyuan", {"site_id": site.id}, Role.ACTION_OWNER),
        ("Diana Osterby", {"supplier_id": supplier.id}, Role.EXECUTIVE),
        ("Omar Tessier", {}, Role.ADMIN),
        ("Gil Harrowby", {"site_id": site.id}, Role.GUEST),
        ("Zoe Pelham", {"site_id": away.id}, Role.AUDITOR),
    ):
        _hire(session, name, NewGrant(role=role, **place), by=by, at=at)
    publish(session, small_edition(), by=by, at=at)
    load(session, PACK.read_text(encoding="utf-8"), PACK.name, by=by, at=at)
    add_buyer(
        session,
        "Hollin Telecom",
        name_zh="和林电信",
        class_=BuyerClass.S,
        status=BuyerStatus.UNDER_CERTIFICATION,
        pack="bt-like",
        by=by,
        at=at,
    )


def small_edition():
    """Of the checklist only the items that the tests know, so that it may grow meanwhile."""
    whole = load_edition(model_folder())
    categories = tuple(replace(c, sections=tuple(_kept(c.sections))) for c in whole.categories)
    edition = replace(whole, version="test", categories=categories)
    return replace(edition, sha256=sha256(canonical(edition)).hexdigest())


def _kept(sections):
    for section in sections:
        items = tuple(item for item in section.items if item.id in ITEMS.split())
        if items:
            yield replace(section, items=items)


def _hire(session, name, grant, *, by, at):
    address = f"{name.split()[0].lower()}@example.org"
    form = NewPerson(email=address, name=name, password=PASSWORD)
    who = add_person(session, form, by=by, at=at)
    session.flush()
    give_role(session, who, grant, by=by, at=at)


# The persons, as actors: `by=ines`. Their rows: people.queries.person_by_email.


def _person(first_name):
    @pytest.fixture(name=first_name)
    def actor(look):
        def find(session):
            who = people.person_by_email(session, f"{first_name}@example.org")
            return people.actor(session, who)

        return look(find)

    return actor


ines, marta, wei, chen = _person("ines"), _person("marta"), _person("wei"), _person("chen")
diana, omar, gil, zoe = _person("diana"), _person("omar"), _person("gil"), _person("zoe")


@pytest.fixture
def signed_in(database, settings, watch):
    """`headers=signed_in(ines)`: the cookie of somebody who has just signed in."""

    def cookie(who):
        with database.writing() as session:
            person = people.person(session, who.id)
            secret = sign_in(session, person, by=who, at=watch.now)
            session.commit()
        return {"cookie": f"{cookie_name(settings)}={secret}"}

    return cookie


# The places and papers.


@pytest.fixture
def supplier(look, site):
    return look(suppliers.supplier, site.supplier_id)


@pytest.fixture
def site(look, omar):
    """Canteen, dormitory, electrostatics; three washrooms."""
    return look(suppliers.site, omar, SITE.code)


@pytest.fixture
def other_site(look, omar):
    """A second site of the same supplier: marta, wei and diana may see it, ines and chen not."""
    return look(suppliers.site, omar, OTHER_SITE.code)


@pytest.fixture
def foreign_site(look, omar):
    """Of another supplier: zoe and omar alone may see it."""
    return look(suppliers.site, omar, FOREIGN_SITE.code)


@pytest.fixture
def zones(look, site):
    return look(suppliers.zones, site.id)


@pytest.fixture
def washrooms(zones):
    return [zone for zone in zones if zone.kind == "washroom"]


@pytest.fixture
def published(look):
    return look(checklists.latest_edition)


@pytest.fixture
def edition(look, published):
    """24 items, two of each category; FAC-WSH-001 is asked in each washroom."""
    return look(checklists.edition, published.id)


@pytest.fixture
def pack_version(look):
    return look(programmes.newest)[0]


@pytest.fixture
def pack(pack_version):
    return programmes.opened(pack_version)


@pytest.fixture
def buyer(look):
    return look(programmes.buyers)[0]


# What happens there. All of it is committed when a fixture hands it over.


@pytest.fixture
def planned(session, published, pack_version, ines, marta, at):
    """`planned(site)`: an audit in planning, ines auditing, marta leading."""

    def plan(site, *, type=AuditType.SELF, at=at):  # noqa: A002 - the verb's own word
        audit = plan_audit(
            session,
            site,
            edition_id=published.id,
            type=type,
            planned_on=at.date(),
            packs=[pack_version],
            zones=suppliers.zones(session, site.id),
            team=[ines.id],
            lead=marta.id,
            by=marta,
            at=at,
        )
        session.commit()
        return audit

    return plan


@pytest.fixture
def moved(session, marta, at):
    """`moved(audit, "review")`: the audit, moved there by its lead."""

    def move(audit, stage, *, at=at):
        move_audit(session, audit, Stage(stage), version=audit.version, by=marta, at=at)
        session.commit()
        return audit

    return move


@pytest.fixture
def audit(site, planned, moved):
    """In fieldwork, opened at `at`."""
    return moved(planned(site), "fieldwork")


@pytest.fixture
def answers(session, edition, washrooms, ines, at):
    """`answers(audit, "FAC-WSH-001", level="1", zone=...)`: a revision on top of what stands.

    An item that is asked per washroom is answered in the first one, unless `zone` says otherwise.
    """

    def save(audit, item, level="4", *, zone=None, by=ines, at=at, id=None, **said):
        if zone is None and edition.item(item).zones == "washroom":
            zone = washrooms[0]
        last = current(session, audit.id, item, zone and zone.id)
        said = {"base_revision": last.revision if last else 0, "observed_at": at} | said
        form = SaveAnswer(audit=audit.id, item=item, zone=zone and zone.id, level=level, **said)
        scope = zones_of(session, [audit.id])[audit.id]
        one = save_answer(session, audit, edition, scope, form, id=id or new_id(), by=by, at=at)
        session.commit()
        return one

    return save


@pytest.fixture
def failed(audit, answers):
    """The puddle: 22 minutes until it was wiped."""
    note = "Puddle of 40 cm beside the second basin."
    return answers(audit, "FAC-WSH-001", "1", note=note, elapsed_seconds=1320)


@pytest.fixture
def finding(session, failed, edition, pack, chen, ines, at):
    """Of the puddle, owned by chen; minor."""
    form = RaiseFinding(answer=failed.id, owner=chen.id)
    item = edition.item(failed.item)
    row = raise_finding(session, failed, item, [pack], form, lang="en", by=ines, at=at)
    session.commit()
    return row


@pytest.fixture
def action(session, finding, site, chen, wei, at):
    """Corrective, for chen to do within ten days."""
    form = PlanAction(
        what="Mend the leaking trap and check it at every shift.",
        owner=chen.id,
        due_on=at.date() + timedelta(days=10),
    )
    row = plan_action(session, finding, form, place=site, owner=chen, by=wei, at=at)
    session.commit()
    return row
