"""Tells the story by the product's own verbs, each at its own past instant."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.demo.deadlines import move_days
from app.demo.demands import BUYERS
from app.demo.founding import found
from app.demo.rounds import DAYS, MONTH, began, hold
from app.demo.scene import Scene
from app.demo.story import SITES
from app.demo.talk import tell_each_other
from app.evidence.files import Files
from app.kit.db import Database
from app.programmes.buyer_forms import SetMilestone
from app.programmes.changes import set_milestone
from app.programmes.queries import buyer_named
from app.reminders.rules import AT
from app.reminders.walker import Walker

TOLD = Callable[[str, float], None]
ZONE = "Asia/Shanghai"
REMINDED = "Reminders"


def build_demo(
    database: Database, files: Files, checklists: Path, *, now: datetime, told: TOLD
) -> None:
    """`told` hears what is being made, and what share of the whole is done."""
    with _collecting_seldom(), database.writing() as session:
        scene = found(session, files, checklists, now=now)
        session.commit()
        gc.freeze()
        _live(scene, told)
        _come(scene)
        session.commit()
    told(REMINDED, 1)
    walker = Walker(database)
    for at in (last_monday(now), now):
        walker.walk(at)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Once a round: while so much is added, looking for garbage all along takes a tenth of it.

    The checklist and what else stands at first is frozen meanwhile, and not looked at again.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()


def last_monday(now: datetime) -> datetime:
    """When the week's digests went out at the sites: at eight, if that is over."""
    local = (now - timedelta(hours=8, minutes=5)).astimezone(ZoneInfo(ZONE))
    return datetime.combine(local.date() - timedelta(days=local.weekday()), AT, ZoneInfo(ZONE))


def _live(scene: Scene, told: TOLD) -> None:
    """Round after round; what was found in the one is mended while the next is held elsewhere."""
    rounds = sorted(
        ((scene.grounds[place.code], one) for place in SITES for one in place.rounds),
        key=lambda pair: -pair[1].months_ago,
    )
    for ground, one in rounds:
        scene.agenda.begin(hold(scene, ground, one))
    for n, (ground, one) in enumerate(rounds):
        told(f"{ground.place.name}, {one.type}", (n + 1) / (len(rounds) + 1))
        over = began(scene, ground, one) + timedelta(days=DAYS + 1)
        scene.agenda.run(min(over, scene.now))
        scene.session.commit()
        gc.collect()
    scene.agenda.run(scene.now)
    scene.session.commit()


def _come(scene: Scene) -> None:
    """How far one has come with each buyer by now, and what is said of it."""
    session, lead = scene.session, scene.cast["lead"]
    for one in BUYERS:
        buyer = buyer_named(session, one.name)
        if buyer is None:
            continue
        for step, (planned, reached) in one.way.items():
            days = SetMilestone(
                planned_on=_day(scene, planned),
                reached_on=None if reached is None else _day(scene, reached),
                version=buyer.version,
            )
            set_milestone(session, buyer, step, days, by=lead, at=scene.now)
    move_days(session, scene.cast, scene.now)
    places = {code: ground.site for code, ground in scene.grounds.items()}
    tell_each_other(session, scene.cast, places, scene.edition, scene.now)


def _day(scene: Scene, months: float) -> date:
    return (scene.now + months * MONTH).date()
