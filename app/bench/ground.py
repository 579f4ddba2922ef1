"""The database of the bench: a generated checklist, sites, audits and a person with a token."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.answers.models import Answer
from app.answers.rules import Level
from app.audits.changes import move_audit, plan_audit
from app.audits.models import Audit
from app.audits.rules import AuditType, Stage
from app.checklists.changes import publish
from app.checklists.generated import generated_edition
from app.checklists.rules import Edition
from app.kit.db import Database
from app.kit.ids import new_id
from app.kit.migrations import upgrade
from app.people.changes import add_person, give_role, make_token
from app.people.forms import NewGrant, NewPerson, NewToken
from app.people.queries import actor
from app.people.rules import Actor, Role
from app.programmes.buyers import BuyerClass, BuyerStatus
from app.programmes.changes import add_buyer, load
from app.programmes.models import PackVersion
from app.programmes.searched import SHIPPED, were_searched
from app.suppliers.changes import add_site, add_supplier
from app.suppliers.forms import NewSupplier, SiteForm
from app.suppliers.models import Site
from app.trail.rules import System

PACKS = ("bt-like", "vodafone-like")


@dataclass(frozen=True, slots=True)
class Ground:
    token: str
    site: Site
    audit: Audit
    edition: Edition
    edition_id: UUID
    packs: list[PackVersion]
    actor: Actor


def lay(database: Database, *, items: int, at: datetime) -> Ground:
    """One site whose last round is half answered, after three rounds that were answered whole."""
    upgrade(database)
    edition = generated_edition(items)
    with database.writing() as session:
        house = System()
        row = publish(session, edition, by=house, at=at)
        packs, searched = [], were_searched(SHIPPED)
        for name in PACKS:
            text = (SHIPPED / f"{name}.yaml").read_text("utf-8")
            packs.append(load(session, text, f"{name}.yaml", searched=searched, by=house, at=at))
            add_buyer(
                session,
                f"Buyer of {name}",
                class_=BuyerClass.A,
                status=BuyerStatus.TARGET,
                pack=name,
                by=house,
                at=at,
            )
        who, token = _person(session, at)
        site = _site(session, "BN-01", at)
        audits = [
            _audit(session, site, row.id, packs, who, at - timedelta(days=300 - 90 * n))
            for n in range(4)
        ]
        for n, audit in enumerate(audits):
            share = items if n < 3 else items // 2  # noqa: PLR2004 - the last one is under way
            _answer(session, audit, edition, share)
        for audit in audits[:3]:
            _close(session, audit, who)
        session.commit()
    return Ground(token, site, audits[-1], edition, row.id, packs, who)


def add_audits(database: Database, ground: Ground, *, n: int, answers: int, at: datetime) -> None:
    """Bulk: further sites full of audits, as years of use would leave them."""
    with database.writing() as session:
        for s in range(n // 50):
            site = _site(session, f"BX-{s:02}", at)
            for _audit_number in range(50):
                audit = _audit(session, site, ground.edition_id, ground.packs, ground.actor, at)
                _answer(session, audit, ground.edition, answers)
            session.commit()


def _person(session: Session, at: datetime) -> tuple[Actor, str]:
    form = NewPerson(email="bench@bench.example", name="Bench", password=new_id().hex)
    who = add_person(session, form, by=System(), at=at)
    session.flush()
    give_role(session, who, NewGrant(role=Role.ADMIN), by=System(), at=at)
    _token, secret = make_token(session, who.id, NewToken(label="bench"), by=System(), at=at)
    session.flush()
    return actor(session, who), secret


def _site(session: Session, code: str, at: datetime) -> Site:
    supplier = add_supplier(session, NewSupplier(name=f"Supplier {code}"), by=System(), at=at)
    session.flush()
    traits = (
        "handles_chemicals",
        "handles_esd",
        "has_canteen",
        "has_dormitory",
        "mounts_components",
    )
    form = SiteForm(code=code, name=f"Site {code}", time_zone="Asia/Shanghai", traits=traits)
    site = add_site(session, supplier, form, by=System(), at=at)
    session.flush()
    return site


def _audit(
    session: Session,
    site: Site,
    edition_id: UUID,
    packs: list[PackVersion],
    who: Actor,
    at: datetime,
) -> Audit:
    audit = plan_audit(
        session,
        site,
        edition_id=edition_id,
        type=AuditType.MOCK,
        planned_on=at.date(),
        packs=packs,
        zones=[],
        team=[],
        lead=who.id,
        by=who,
        at=at,
    )
    move_audit(session, audit, Stage.FIELDWORK, version=1, by=who, at=at)
    session.flush()
    return audit


def _close(session: Session, audit: Audit, who: Actor) -> None:
    done = (audit.opened_at or audit.created_at) + timedelta(days=5)
    move_audit(session, audit, Stage.REVIEW, version=audit.version, by=who, at=done)
    move_audit(session, audit, Stage.CLOSED, version=audit.version, by=who, at=done)


def _answer(session: Session, audit: Audit, edition: Edition, share: int) -> None:
    at = (audit.opened_at or audit.created_at) + timedelta(hours=1)
    levels = list(Level)[:5]
    rows = [
        {
            "id": new_id(),
            "site_id": audit.site_id,
            "audit_id": audit.id,
            "item": item.id,
            "zone_id": None,
            "revision": 1,
            "base_revision": 0,
            "level": levels[(n * 7 + audit.ref.__hash__()) % 5 if n % 9 == 0 else 0],
            "note": item.said("en").failure if n % 9 == 0 else "",
            "na_reason": "",
            "measured": None,
            "elapsed_seconds": None,
            "observed_at": at,
            "recorded_at": at,
            "by_id": None,
            "by_name": "Bench",
        }
        for n, item in enumerate([i for i in edition.items if i.zones is None][:share])
    ]
    session.execute(sa.insert(Answer), rows)
