"""What the demo's people write, in the language of whoever writes: app/demo/texts holds it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from app.actions.rules import Effort
from app.answers.rules import FAILED, Level
from app.checklists.rules import Item
from app.findings.rules import CauseTag
from app.kit.yaml_text import read_file

FOLDER = Path(__file__).parent / "texts"
HAN = re.compile("[\u4e00-\u9fff]")
SHARES = {"lapse": 0.5, "held": 0.08, "better": 0.4}
"""How many of the answers have a note although nothing failed."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """In one language: the whys down to the root, and what answers it.

    `contain`: what is done at once and how that is told, where the item asks for words of its own.
    """

    whys: Sequence[str]
    unseen: Sequence[str]
    work: str
    criterion: str
    tag: CauseTag
    hazard: bool
    effort: Effort
    cost: int | None
    contain: tuple[str, str] | None = None


def written_in(text: str) -> str:
    return "zh" if HAN.search(text) else "en"


def say(what: str, lang: str, chance: Random) -> str:
    """One of the sentences for that deed."""
    return _filled(chance.choice(_deeds()[what][lang]), lang, chance)


def remedy(item: str, lang: str, chance: Random) -> Remedy:
    """One that fits the item, else its section, else its whole domain."""
    told = chance.choice(_fitting(item))
    root, said = _roots()[told["root"]], told[lang]
    return Remedy(
        whys=(*said["whys"], root[lang]),
        unseen=said["unseen"],
        work=said["work"],
        criterion=said["criterion"],
        tag=CauseTag(root["tag"]),
        hazard=root.get("hidden", False),
        effort=Effort(told["effort"]),
        cost=told.get("cost"),
        contain=(said["contain"], said["contained"]) if "contain" in said else None,
    )


def note(
    item: Item, level: Level, lang: str, chance: Random, *, at: datetime, better: bool = False
) -> str:
    """As an auditor types it: what was seen, and how; `at`: the hour at the site."""
    if level in FAILED:
        seen = chance.choice(_notes()["failed"][item.method.value][lang])
        how = _filled(seen, lang, chance, at=at)
        joint = " " if lang == "en" else ""
        return joint.join((item.said(lang).failure, how[:1].upper() + how[1:]))
    kind = "lapse" if level is Level.LAPSE else "better" if better else "held"
    if level is Level.NOT_APPLICABLE or chance.random() > SHARES[kind]:
        return ""
    return _filled(chance.choice(_notes()[kind][lang]), lang, chance)


def not_here(place: str, item: Item, lang: str) -> str:
    """Why a place has no such thing; empty: it has."""
    if item.knock_out:
        return ""
    told = (
        one for one in _outside() if place in one["at"] and item.id.startswith(tuple(one["on"]))
    )
    return next((str(one[lang]) for one in told), "")


def _filled(text: str, lang: str, chance: Random, *, at: datetime | None = None) -> str:
    n = chance.choice((8, 10, 12, 15, 20, 25))
    return text.format(
        n=n,
        bad=chance.randint(2, max(2, n // 4)),
        months=chance.choice((3, 6, 12, 14)),
        hour=at.strftime("%H:%M") if at else "",
        who=chance.choice(_notes()["who"][lang]),
    )


def _fitting(item: str) -> Sequence[Mapping[str, Any]]:
    section, domain = item.rpartition("-")[0], item.partition("-")[0]
    for prefix in (item, section, domain):
        fitting = [one for one in _remedies() if prefix in one["on"]]
        if fitting:
            return fitting
    return _remedies()


@cache
def _remedies() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = _read("remedies")
    return told


@cache
def _roots() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in _read("roots")}


@cache
def _notes() -> dict[str, Any]:
    told: dict[str, Any] = _read("notes")
    return told


@cache
def _deeds() -> dict[str, dict[str, list[str]]]:
    told: dict[str, dict[str, list[str]]] = _read("deeds")
    return told


@cache
def _outside() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = _read("outside")
    return told


def _read(name: str) -> Any:  # noqa: ANN401 - as it stands in the file
    return read_file(FOLDER / f"{name}.yaml").value
