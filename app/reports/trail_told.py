"""What an entry of the trail says beside its deed: what was written, and what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date

from app.actions.models import Action
from app.actions.rules import EFFORT_NAMES, KIND_NAMES, ActionKind, Effort
from app.findings.clock_rules import DUE_NAMES
from app.findings.rules import (
    BRANCH_NAMES,
    CLASS_NAMES,
    SAID_NAMES,
    TAG_NAMES,
    Branch,
    CauseTag,
    FindingClass,
    Said,
)
from app.kit.words import mark as _
from app.reports.shapes.dossier import Moved
from app.reports.told import Told
from app.web.words import LOCALES

Payload = Mapping[str, Any]
LINE = 400
LONG_WORD = 30
FIELD_NAMES: Mapping[str, str] = {
    "class_": _("Class"),
    "owner_id": _("Owner"),
    "owner": _("Owner"),
    "due_on": _("Due"),
    "contain_by": _("Contain by"),
    "confirmed_on": _("Confirmed on"),
    "statement": _("What was found"),
    "tag": _("What the cause lies in"),
    "hidden_hazard": _("Hidden hazard"),
    "what": _("What is to be done"),
    "criterion": _("How one will see that it worked"),
    "cost": _("Cost"),
    "currency": _("Currency"),
    "effort": _("Effort"),
}
DAYS = frozenset({"due_on", "contain_by", "confirmed_on"})
PERSONS = frozenset({"owner_id", "owner"})


def concerns(told: Told, payload: Payload, planned: Sequence[Action]) -> str:
    """Which action it is about, or which question; where two are of one kind, in its words."""
    if branch := payload.get("branch"):
        return told.say(BRANCH_NAMES[Branch(branch)])
    one = next((one for one in planned if str(one.id) == payload.get("action")), None)
    if one is None:
        return ""
    kind = told.say(KIND_NAMES[one.kind])
    alike = [each for each in planned if each.kind == one.kind]
    return _named(told, kind, _first_line(one.what)) if len(alike) > 1 else kind


def written(told: Told, payload: Payload) -> tuple[str, ...]:
    """The first line of each text, then who or what it names."""
    say = told.say
    texts = [payload.get(name) for name in ("what", "note", "criterion")]
    texts += payload.get("texts", ())
    lines = [_first_line(text) for text in texts if text]
    if payload.get("place") and payload.get("said"):
        lines.append(_named(told, payload["place"], say(SAID_NAMES[Said(payload["said"])])))
    lines += [str(payload[name]) for name in ("to", "letter") if payload.get(name)]
    if payload.get("tag"):
        lines.append(say(TAG_NAMES[CauseTag(payload["tag"])]))
    if payload.get("level"):
        lines.append(say(_("Item rated {level}"), level=payload["level"]))
    return (*lines, *_dated(told, payload))


def _dated(told: Told, payload: Payload) -> Iterator[str]:
    """Of an action its kind and day; of a question for more time the day that was asked for."""
    if "kind" in payload and payload.get("due_on"):
        kind = told.say(KIND_NAMES[ActionKind(payload["kind"])])
        yield _named(told, kind, told.say(_("due {day}"), day=_day(told, payload["due_on"])))
    until = payload.get("until") or payload.get("day")
    if until and payload.get("step"):
        words = told.say(_("until {day}"), day=_day(told, until))
        yield _named(told, _step(told, payload["step"]), words)
    for step, day in sorted((payload.get("deadlines") or {}).items(), key=lambda pair: pair[1]):
        yield _named(told, _step(told, step), _day(told, day))


def _named(told: Told, name: str, value: str) -> str:
    return told.say(_("{name}: {value}"), name=name, value=value)


def moved(told: Told, payload: Payload, people: Mapping[str, str]) -> Iterable[Moved]:
    """Field by field; where clocks moved, their days stand for the finding's own."""
    clocks = payload.get("clocks") or {}
    for step, days in clocks.items():
        then, now = (_day(told, days[side]) for side in ("before", "after"))
        yield Moved(field=_step(told, step), before=then, after=now)
    before, after = payload.get("before"), payload.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name, value in after.items():
            if not (clocks and name in DAYS):
                yield Moved(
                    field=told.say(FIELD_NAMES.get(name, name)),
                    before=_value(told, name, before.get(name), people),
                    after=_value(told, name, value, people),
                )


def persons_in(payloads: Sequence[Payload]) -> set[str]:
    """The ids of those whom changes name."""
    sides = [
        payload[side]
        for payload in payloads
        for side in ("before", "after")
        if isinstance(payload.get(side), Mapping)
    ]
    return {side[name] for side in sides for name in PERSONS if side.get(name)}


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return shorten(line)


def shorten(line: str) -> str:
    """Never within a word that is written in letters."""
    if len(line) <= LINE:
        return line
    whole, _blank, torn = line[: LINE + 1].rpartition(" ")
    return f"{(whole if len(torn) < LONG_WORD else line[:LINE]).rstrip()}…"


def _step(told: Told, step: str) -> str:
    return told.say(DUE_NAMES.get(step, step))


def _day(told: Told, day: str | None) -> str:
    if day is None:
        return "–"
    return str(format_date(date.fromisoformat(day), "medium", LOCALES[told.report.lang]))


def _value(told: Told, name: str, value: object, people: Mapping[str, str]) -> str:
    if value in {None, ""}:
        return "–"
    if isinstance(value, bool):
        return told.say(_("yes") if value else _("no"))
    text = str(value)
    if name in DAYS:
        return _day(told, text)
    named: Mapping[str, Mapping[str, str]] = {
        "class_": {str(one): told.say(CLASS_NAMES[one]) for one in FindingClass},
        "tag": {str(one): told.say(TAG_NAMES[one]) for one in CauseTag},
        "effort": {str(one): told.say(EFFORT_NAMES[one]) for one in Effort},
        **dict.fromkeys(PERSONS, people),
    }
    return named.get(name, {}).get(text) or _first_line(text)
