"""One round at one place: planned, filled day by day, its worst raised, closed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from app.answers.changes import approve_na, save_answers
from app.answers.forms import SaveAnswer
from app.answers.models import Answer
from app.answers.rules import FAILED, Level
from app.audits.changes import move_audit, plan_audit
from app.audits.models import Audit
from app.audits.rules import Stage
from app.checklists.rules import Direction, Item, Severity, applicable
from app.demo.agenda import Deeds
from app.demo.deadlines import hold_meeting
from app.demo.fates import Fate, fate
from app.demo.photos import label, puddle
from app.demo.remedies import mend
from app.demo.scene import Ground, Scene, chance_of
from app.demo.story import DONE_UNSEEN, LEFT_TO_RAISE, SITES, Round
from app.demo.words import not_here, note
from app.evidence.changes import bring_evidence, store
from app.findings.forms import RaiseFinding
from app.findings.models import Finding
from app.findings.raise_changes import raise_finding
from app.kit.ids import new_id
from app.people.rules import Actor
from app.readiness.rules import spots_of
from app.suppliers.models import Zone

MONTH = timedelta(days=30.4375)
DAYS = 5  # of a round; its last evening is before it is closed
SLIPS = 0.07
HOLDS = 0.42  # and half of how well the site is run: what was mended stays so
STEPS = ((0.78, Level.FULL), (0.6, Level.LAPSE), (0.42, Level.PARTLY), (0.2, Level.MOSTLY_NOT))
RAISED = {Severity.CRITICAL: 3, Severity.MAJOR: 6, Severity.MINOR: 5}
"""Findings of a round, besides those that the story needs; a short checklist has fewer."""
NEAR = 0.7
LEFT = {Fate.PLANNED, Fate.UNTOUCHED}
AGAIN = 2
"""Of them, at most so many where something was found before."""
AT_EIGHT = time(8)
WATCH = timedelta(minutes=45)
"""From the end of one watch to the end of the next, by the same auditor at another place."""
ON_THE_FLOOR = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Asked:
    item: Item
    zone: Zone | None
    level: Level
    na_reason: str

    @property
    def zone_id(self) -> UUID | None:
        return self.zone.id if self.zone else None


def hold(scene: Scene, ground: Ground, one: Round) -> Deeds:
    """`months_ago` 0 is under way: nobody closes it, and one of what failed is left to raise."""
    tale = _Tale(scene, ground, one)
    yield tale.began - timedelta(days=14)
    audit = tale.plan()
    yield tale.began
    tale.move(audit, Stage.FIELDWORK, version=1, at=tale.began)
    asked = tale.answers()
    raised = tale.worst(asked)
    for day in range(DAYS):
        evening = tale.began + timedelta(days=day, hours=10)
        yield evening
        for answer, told in tale.save(audit, asked[_part(len(asked), day)], evening):
            if told in raised:
                tale.raise_finding(answer, told)
    if one.months_ago:
        done = tale.began + timedelta(days=DAYS)
        yield done
        tale.move(audit, Stage.REVIEW, version=2, at=done)
        hold_meeting(scene.session, audit, ground.site, tale.lead, done)
        yield done + timedelta(days=1)
        tale.move(audit, Stage.CLOSED, version=3, at=done + timedelta(days=1))


def began(scene: Scene, ground: Ground, one: Round) -> datetime:
    """At eight in the morning, where it is held."""
    zone = ZoneInfo(ground.place.time_zone)
    day = (scene.now - one.months_ago * MONTH).astimezone(zone).date() - timedelta(days=DAYS)
    return datetime.combine(day, AT_EIGHT, zone)


def surely_raised(item: Item, one: Round) -> bool:
    """What the story needs; and near the list no team leaves a critical item without a finding."""
    return item.id in one.seen or (item.severity is Severity.CRITICAL and one.level >= NEAR)


def _part(n: int, day: int) -> slice:
    return slice(day * n // DAYS, (day + 1) * n // DAYS)


class _Tale:
    def __init__(self, scene: Scene, ground: Ground, one: Round) -> None:
        self.scene, self.ground, self.round = scene, ground, one
        self.code = ground.place.code
        self.began = began(scene, ground, one)
        self.chance = chance_of(self.code, one.months_ago)
        self.lead = scene.cast["lead"]
        self.auditor = self._auditor()

    def plan(self) -> Audit:
        audit = plan_audit(
            self.scene.session,
            self.ground.site,
            edition_id=self.scene.edition_id,
            type=self.round.type,
            planned_on=self.began.date(),
            packs=self.scene.rows,
            zones=self.ground.zones,
            team=[self.auditor.id],
            lead=self.lead.id,
            by=self.lead,
            at=self.began - timedelta(days=14),
        )
        self.scene.session.flush()
        return audit

    def move(self, audit: Audit, stage: Stage, *, version: int, at: datetime) -> None:
        move_audit(self.scene.session, audit, stage, version=version, by=self.lead, at=at)
        self.scene.session.flush()

    def answers(self) -> list[Asked]:
        zones = {zone.id: zone for zone in self.ground.zones}
        spots = [
            (item, zones[zone] if zone else None)
            for item in applicable(self.scene.edition, self.ground.site.has)
            for _item, zone in spots_of(item, self.ground.zones)
        ]
        return [self._asked(*spot) for spot in spots[: int(len(spots) * self.round.answered)]]

    def worst(self, asked: Sequence[Asked]) -> list[Asked]:
        """What the story needs, some that came back, and of each severity a few from all over."""
        failed = [one for one in asked if one.level in FAILED and self._to_be_raised(one.item)]
        self.chance.shuffle(failed)
        found = [one for one in failed if surely_raised(one.item, self.round)]
        again = [one for one in failed if self._spot(one) in self.scene.raised]
        for severity, most in RAISED.items():
            fresh = [one for one in failed if one not in again and one.item.severity is severity]
            found += [one for one in fresh if one not in found][:most]
        return found + [one for one in again if one not in found][:AGAIN]

    def save(
        self, audit: Audit, today: Sequence[Asked], evening: datetime
    ) -> list[tuple[Answer, Asked]]:
        """A day of the round, sent in the evening."""
        session = self.scene.session
        forms = {
            new_id(): self._form(audit, one, _seen(today, n, evening))
            for n, one in enumerate(today)
        }
        rows = save_answers(
            session,
            audit,
            self.scene.edition,
            self.ground.zones,
            forms,
            by=self.auditor,
            at=evening,
        )
        session.flush()
        for row in rows:
            if row.level is Level.NOT_APPLICABLE:
                approve_na(session, audit, row, by=self.lead, at=evening + timedelta(hours=3))
        return list(zip(rows, today, strict=True))

    def raise_finding(self, answer: Answer, told: Asked) -> Finding:
        finding = raise_finding(
            self.scene.session,
            answer,
            told.item,
            self.scene.packs,
            RaiseFinding(answer=answer.id, owner=self._owner(told.item).id),
            lang=self.round.lang,
            by=self.auditor,
            at=answer.recorded_at + timedelta(minutes=self.chance.randint(4, 90)),
        )
        self.scene.session.flush()
        self.scene.raised.add(self._spot(told))
        chance = chance_of(self.code, self.round.months_ago, told.item.id, told.zone_id)
        self.scene.agenda.begin(mend(self.scene, finding, self._fate(told, chance), chance))
        return finding

    def _auditor(self) -> Actor:
        if self.ground.place.country == "GB":
            return self.scene.cast["auditor3"]
        return self.scene.cast["auditor" if self.round.lang == "en" else "auditor2"]

    def _owner(self, item: Item) -> Actor:
        if self.ground.place.country == "GB":
            return self.scene.cast["owner3"]
        return self.scene.cast["owner" if item.category < "07" else "owner2"]

    def _fate(self, told: Asked, chance: Random) -> Fate:
        if told.item.id in self.round.seen:
            return Fate.DONE if told.item.id in DONE_UNSEEN else Fate.PLANNED
        if self._bars(told.item) and self.code != SITES[0].code:
            return Fate.ON_TIME
        what = fate(self.round.months_ago, chance)
        if told.item.severity is Severity.CRITICAL and what in LEFT:
            return Fate.LATE  # nobody leaves such a one alone
        return what

    def _bars(self, item: Item) -> bool:
        """Whoever is near the list raises and mends whatever bars it alone."""
        return item.knock_out and self.round.level >= NEAR

    def _to_be_raised(self, item: Item) -> bool:
        return bool(self.round.months_ago) or item.id != LEFT_TO_RAISE

    def _spot(self, one: Asked) -> tuple[str, str, UUID | None]:
        return self.code, one.item.id, one.zone_id

    def _asked(self, item: Item, zone: Zone | None) -> Asked:
        why = "" if item.id in self.round.seen else not_here(self.code, item, self.round.lang)
        level = Level.NOT_APPLICABLE if why else self._level(item, zone.id if zone else None)
        return Asked(item, zone, level, why)

    def _level(self, item: Item, zone: UUID | None) -> Level:
        """What was mended mostly holds; else harder items lag behind, and one in fourteen slips."""
        one = self.round
        if item.id in one.seen:
            return one.seen[item.id]
        held = self.scene.held.get((self.code, item.id, zone))
        slip = chance_of(self.code, item.id, one.months_ago).random()
        if held and held < self.began and slip < HOLDS + one.level / 2:
            return Level.FULL if slip > 2 * SLIPS else Level.LAPSE
        ease = chance_of(self.code, item.id).uniform(-0.3, 0.3)
        reached = one.level + ease - (0.3 if slip < SLIPS else 0)
        return next((level for least, level in STEPS if reached >= least), Level.NOT_MET)

    def _form(self, audit: Audit, one: Asked, seen: datetime) -> SaveAnswer:
        elapsed = _elapsed(one.item, one.level, self.chance)
        began = seen - timedelta(seconds=elapsed or 0)
        was = self.scene.rated.get(self._spot(one))
        self.scene.rated[self._spot(one)] = one.level
        better = was in FAILED and self._spot(one) not in self.scene.held
        return SaveAnswer(
            audit=audit.id,
            item=one.item.id,
            zone=one.zone_id,
            level=one.level,
            note=note(one.item, one.level, self.round.lang, self.chance, at=began, better=better),
            na_reason=one.na_reason,
            measured=reading(one.item, one.level, self.ground.site.has, self.chance),
            elapsed_seconds=elapsed,
            observed_at=seen,
            evidence=tuple(self._photos(one, began + (seen - began) / 2)),
        )

    def _photos(self, one: Asked, at: datetime) -> Iterator[UUID]:
        if one.level not in FAILED or one.item.id not in {"FAC-WSH-001", "QMS-CAL-003"}:
            return
        draw = puddle if one.item.timer else label
        picture = draw(self.chance.randint(0, 10**6))
        stored = store(self.scene.files, picture, f"{one.item.id}.jpg")
        session, site = self.scene.session, self.ground.site
        row = bring_evidence(session, site, stored, id=new_id(), by=self.auditor, at=at)
        session.flush()
        yield row.id


def _seen(today: Sequence[Asked], n: int, evening: datetime) -> datetime:
    """One after the other till evening; what is timed at several places, place after place."""
    item = today[n].item
    later = sum(one.item is item for one in today[n + 1 :]) if item.timer else 0
    return evening - ON_THE_FLOOR * (1 - n / len(today)) - later * WATCH


def reading(item: Item, level: Level, traits: frozenset[str], chance: Random) -> Decimal | None:
    if item.measure is None or level is Level.NOT_APPLICABLE:
        return None
    limit = item.measure.limit_at(traits)
    better = -1 if item.measure.direction is Direction.MAX else 1
    off = chance.uniform(0.02, 0.15) * (better if level not in FAILED else -better)
    value = limit + abs(limit) * Decimal(str(round(off, 3))) or Decimal(level in FAILED)
    return _as_read(value)


def _as_read(value: Decimal) -> Decimal:
    """Three digits that count, as an instrument shows them."""
    return value.quantize(Decimal(1).scaleb(min(0, value.adjusted() - 2)))


def _elapsed(item: Item, level: Level, chance: Random) -> int | None:
    if item.timer is None or level is Level.NOT_APPLICABLE:
        return None
    factor = chance.uniform(1.15, 1.9) if level in FAILED else chance.uniform(0.3, 0.9)
    return int(item.timer.seconds * factor)
