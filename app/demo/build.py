"""Tells the story by the product's own verbs, each at its own past instant."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.answers.changes import approve_na, save_answers
from app.answers.forms import SaveAnswer
from app.answers.models import Answer
from app.answers.rules import FAILED, Level
from app.audits.changes import move_audit, plan_audit
from app.audits.models import Audit
from app.audits.rules import Stage
from app.checklists.changes import publish
from app.checklists.check import load_edition
from app.checklists.queries import edition as edition_of
from app.checklists.rules import Direction, Edition, Item, applicable
from app.demo.deadlines import (
    hang_calendars,
    hold_meeting,
    move_days,
)
from app.demo.photos import label, puddle
from app.demo.remedies import mend
from app.demo.story import (
    BUYERS,
    LEFT_TO_RAISE,
    PEOPLE,
    SITES,
    SUPPLIER,
    Demand,
    Place,
    Round,
)
from app.demo.talk import tell_each_other
from app.evidence.changes import bring_evidence, store
from app.evidence.files import Files
from app.findings.changes import raise_finding
from app.findings.forms import RaiseFinding
from app.findings.models import Finding
from app.kit.db import Database
from app.kit.ids import new_id
from app.people.changes import add_person, give_role
from app.people.forms import NewGrant, NewPerson
from app.people.queries import actor
from app.people.rules import Actor
from app.programmes.buyer_forms import ContactForm, EditBuyer, SetMilestone
from app.programmes.buyers import BuyerStatus
from app.programmes.changes import (
    add_buyer,
    add_contact,
    edit_buyer,
    load_folder,
    set_milestone,
)
from app.programmes.models import PackVersion
from app.programmes.queries import buyer_named, demanded, opened
from app.readiness.rules import spots_of
from app.reminders.rules import AT
from app.reminders.walker import Walker
from app.suppliers.changes import add_site, add_supplier, add_zone
from app.suppliers.forms import NewSupplier, SiteForm, ZoneForm
from app.suppliers.models import Site, Zone
from app.trail.rules import System

MONTH = timedelta(days=30.4375)
SLIPS = 0.07
HOLDS = 0.42  # and half of how well the site is run: what was mended stays so
DAYS = 5  # of a round; its last evening is before it is closed
RAISED = 14  # findings of a round: the worst; a short checklist has fewer that fail
STEPS = ((0.78, Level.FULL), (0.6, Level.LAPSE), (0.42, Level.PARTLY), (0.2, Level.MOSTLY_NOT))
TOLD = Callable[[str, float], None]


def build_demo(
    database: Database, files: Files, checklists: Path, *, now: datetime, told: TOLD
) -> None:
    """`told` hears what is being made, and what share of the whole is done."""
    story = Story(files, now)
    with database.writing() as session:
        story.found(session, checklists)
        session.commit()
    rounds = sorted(
        ((place, one) for place in SITES for one in place.rounds),
        key=lambda pair: -pair[1].months_ago,
    )
    for n, (place, one) in enumerate(rounds):
        told(f"{place.name}, {one.type}", (n + 1) / (len(rounds) + 1))
        with database.writing() as session:
            story.hold(session, place, one)
            session.commit()
    with database.writing() as session:
        story.come(session)
        session.commit()
    told(REMINDED, 1)
    walker = Walker(database)
    for at in (last_monday(now), now):
        walker.walk(at)


def last_monday(now: datetime) -> datetime:
    """When the week's digests went out at the sites: at eight, if that is over."""
    local = (now - timedelta(hours=8, minutes=5)).astimezone(ZoneInfo(ZONE))
    return datetime.combine(local.date() - timedelta(days=local.weekday()), AT, ZoneInfo(ZONE))


ZONE = "Asia/Shanghai"
REMINDED = "Reminders"


class Story:
    def __init__(self, files: Files, now: datetime) -> None:
        self.files = files
        self.now = now
        self.cast: dict[str, Actor] = {}
        self.sites: dict[str, tuple[Site, list[Zone]]] = {}
        self.packs: list[PackVersion] = []
        self.mended: dict[tuple[str, str, UUID | None], datetime] = {}
        self.edition: Edition

    def found(self, session: Session, checklists: Path) -> None:
        start = self.now - 37 * MONTH
        house = System()
        edition = publish(session, load_edition(checklists), by=house, at=start)
        self.edition_id, self.edition = edition.id, edition_of(session, edition.id)
        load_folder(session, checklists / "programmes", by=house, at=start)
        for one in BUYERS:
            self._meet(session, one, start)
        self.packs = demanded(session)
        self._settle(session, start)

    def _meet(self, session: Session, one: Demand, start: datetime) -> None:
        house = System()
        buyer = add_buyer(
            session,
            one.name,
            name_zh=one.name_zh,
            class_=one.class_,
            status=BuyerStatus.TARGET,
            pack=one.pack,
            by=house,
            at=start,
        )
        session.flush()
        said = EditBuyer.model_validate(
            {
                "name": one.name,
                "name_zh": one.name_zh,
                "class": one.class_,
                "status": one.status,
                "pack": one.pack,
                "target_year": self.now.year + one.years,
                "version": buyer.version,
            }
        )
        edit_buyer(session, buyer, said, by=house, at=start)
        for name, role, email, phone in one.people:
            who = ContactForm(name=name, role=role, email=email, phone=phone, version=buyer.version)
            add_contact(session, buyer, who, by=house, at=start)
        session.flush()

    def come(self, session: Session) -> None:
        """How far one has come with each buyer by now."""
        for one in BUYERS:
            buyer = buyer_named(session, one.name)
            if buyer is None:
                continue
            for step, (planned, reached) in one.way.items():
                days = SetMilestone(
                    planned_on=self._day(planned),
                    reached_on=None if reached is None else self._day(reached),
                    version=buyer.version,
                )
                set_milestone(session, buyer, step, days, by=self.cast["lead"], at=self.now)
        move_days(session, self.cast, self.now)
        places = {code: site for code, (site, _zones) in self.sites.items()}
        tell_each_other(session, self.cast, places, self.edition, self.now)

    def _day(self, months: float) -> date:
        return (self.now + months * MONTH).date()

    def _settle(self, session: Session, start: datetime) -> None:
        house = System()
        supplier = add_supplier(
            session, NewSupplier(name=SUPPLIER[0], name_zh=SUPPLIER[1]), by=house, at=start
        )
        session.flush()
        known = frozenset(self.edition.vocabulary.traits)
        for place in SITES:
            form = SiteForm(
                code=place.code,
                name=place.name,
                name_zh=place.name_zh,
                country="CN",
                time_zone=ZONE,
                traits=tuple(sorted(place.traits(known))),
            )
            site = add_site(session, supplier, form, by=house, at=start)
            session.flush()
            zones = [
                add_zone(session, site, ZoneForm(kind=k, name=n, name_zh=z), by=house, at=start)
                for k, n, z in place.zones
            ]
            self.sites[place.code] = (site, zones)
            hang_calendars(session, site, start=start, now=self.now)
        for figure in PEOPLE:
            person = NewPerson(
                email=f"{figure.key}@demo.example",
                name=figure.name,
                lang=figure.lang,
            )  # without a password: the demo has one-click entry
            who = add_person(session, person, by=house, at=start)
            session.flush()
            give_role(session, who, NewGrant(role=figure.role), by=house, at=start)
            session.flush()
            self.cast[figure.key] = actor(session, who)

    def hold(self, session: Session, place: Place, one: Round) -> None:
        site, zones = self.sites[place.code]
        chance = random.Random(f"{place.code} {one.months_ago}")  # noqa: S311 - a story
        began = self.now - one.months_ago * MONTH - timedelta(days=5)
        audit = self._open(session, site, zones, one, began)
        answers = self._answers(place, site, zones, one)
        asked = answers[: int(len(answers) * one.answered)]
        failed = []
        for day in range(DAYS):
            evening = began + timedelta(days=day, hours=10)
            today = asked[day * len(asked) // DAYS : (day + 1) * len(asked) // DAYS]
            failed += self._save(session, audit, site, zones, today, evening, chance)
        worst = sorted(failed, key=lambda pair: (pair[1].id not in one.seen, pair[1].severity))
        findings = [
            self._raise(session, saved, item)
            for saved, item in worst[:RAISED]
            if one.months_ago or item.id != LEFT_TO_RAISE
        ]
        if one.months_ago:
            self._close(session, audit, began)
            for finding in findings:
                stuck = finding.item in one.seen
                held = mend(
                    session, finding, site, self.cast, now=self.now, chance=chance, stuck=stuck
                )
                spot = (place.code, finding.item, finding.zone_id)
                self.mended |= {spot: held} if held else {}

    def _open(
        self, session: Session, site: Site, zones: list[Zone], one: Round, began: datetime
    ) -> Audit:
        lead = self.cast["lead"]
        audit = plan_audit(
            session,
            site,
            edition_id=self.edition_id,
            type=one.type,
            planned_on=began.date(),
            packs=self.packs,
            zones=zones,
            team=[self.cast["auditor"].id],
            lead=lead.id,
            by=lead,
            at=began - timedelta(days=14),
        )
        move_audit(session, audit, Stage.FIELDWORK, version=1, by=lead, at=began)
        session.flush()
        return audit

    def _close(self, session: Session, audit: Audit, began: datetime) -> None:
        lead, done = self.cast["lead"], began + timedelta(days=DAYS)
        move_audit(session, audit, Stage.REVIEW, version=2, by=lead, at=done)
        site = next(site for site, _zones in self.sites.values() if site.id == audit.site_id)
        hold_meeting(session, audit, site, lead, done)
        move_audit(session, audit, Stage.CLOSED, version=3, by=lead, at=done + timedelta(days=1))
        session.flush()

    def _answers(
        self, place: Place, site: Site, zones: list[Zone], one: Round
    ) -> list[tuple[Item, Zone | None, Level]]:
        by_id = {zone.id: zone for zone in zones}
        return [
            (item, by_id[zone] if zone else None, self._level(place, one, item, zone))
            for item in applicable(self.edition, site.has)
            for _item, zone in spots_of(item, zones)
        ]

    def _level(self, place: Place, one: Round, item: Item, zone: UUID | None) -> Level:
        """What was mended mostly holds; else harder items lag behind, and one in fourteen slips."""
        if item.id in one.seen:
            return one.seen[item.id]
        began = self.now - one.months_ago * MONTH
        mended = self.mended.get((place.code, item.id, zone))
        slip = random.Random(f"{place.code} {item.id} {one.months_ago}").random()  # noqa: S311
        if mended and mended < began and slip < HOLDS + one.level / 2:
            return Level.FULL if slip > 2 * SLIPS else Level.LAPSE
        ease = random.Random(f"{place.code} {item.id}").uniform(-0.3, 0.3)  # noqa: S311
        reached = one.level + ease - (0.3 if slip < SLIPS else 0)
        return next((level for least, level in STEPS if reached >= least), Level.NOT_MET)

    def _save(
        self,
        session: Session,
        audit: Audit,
        site: Site,
        zones: list[Zone],
        today: list[tuple[Item, Zone | None, Level]],
        evening: datetime,
        chance: random.Random,
    ) -> list[tuple[Answer, Item]]:
        """A day of the round, sent in the evening; what failed of it."""
        forms, items = {}, []
        for n, (item, zone, level) in enumerate(today):
            seen = evening - timedelta(hours=8) * (1 - n / len(today))
            photos = list(self._photos(session, site, item, level, seen, chance))
            forms[new_id()] = SaveAnswer(
                audit=audit.id,
                item=item.id,
                zone=zone.id if zone else None,
                level=level,
                note=item.said("en").failure if level in FAILED else "",
                na_reason=NOT_HERE if level is Level.NOT_APPLICABLE else "",
                measured=_measured(item, level, site.has, chance),
                elapsed_seconds=_elapsed(item, level, chance),
                observed_at=seen,
                evidence=photos,
            )
            items.append(item)
        rows = save_answers(
            session, audit, self.edition, zones, forms, by=self.cast["auditor"], at=evening
        )
        session.flush()
        for row in rows:
            if row.level is Level.NOT_APPLICABLE:
                later = evening + timedelta(hours=3)
                approve_na(session, audit, row, by=self.cast["lead"], at=later)
        return [pair for pair in zip(rows, items, strict=True) if pair[0].level in FAILED]

    def _photos(
        self,
        session: Session,
        site: Site,
        item: Item,
        level: Level,
        at: datetime,
        chance: random.Random,
    ) -> Iterator[UUID]:
        if level not in FAILED or item.id not in {"FAC-WSH-001", "QMS-CAL-003"}:
            return
        draw = puddle if item.timer else label
        stored = store(self.files, draw(chance.randint(0, 10**6)), f"{item.id}.jpg")
        row = bring_evidence(session, site, stored, id=new_id(), by=self.cast["auditor"], at=at)
        session.flush()
        yield row.id

    def _raise(self, session: Session, saved: Answer, item: Item) -> Finding:
        owner = self.cast["owner" if item.category < "07" else "owner2"]
        finding = raise_finding(
            session,
            saved,
            item,
            [opened(pack) for pack in self.packs],
            RaiseFinding(answer=saved.id, owner=owner.id),
            lang="en",
            by=self.cast["auditor"],
            at=saved.recorded_at + timedelta(minutes=4),
        )
        session.flush()
        return finding


NOT_HERE = "No liquid chemicals are kept in this building since the store moved out."


def _measured(
    item: Item, level: Level, traits: frozenset[str], chance: random.Random
) -> Decimal | None:
    if item.measure is None:
        return None
    limit = item.measure.limit_at(traits)
    better = -1 if item.measure.direction is Direction.MAX else 1
    off = chance.uniform(0.02, 0.15) * (better if level not in FAILED else -better)
    value = limit * (1 + Decimal(str(round(off, 3))))
    return value.quantize(Decimal("0.1")) if limit < 1000 else value.quantize(Decimal(1))  # noqa: PLR2004


def _elapsed(item: Item, level: Level, chance: random.Random) -> int | None:
    if item.timer is None:
        return None
    factor = chance.uniform(1.15, 1.9) if level in FAILED else chance.uniform(0.3, 0.9)
    return int(item.timer.seconds * factor)
