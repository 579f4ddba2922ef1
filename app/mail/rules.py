"""Kinds of letters, how one stands, when it is tried again, and what may stand in a header."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.kit.words import mark as _


class MailKind(StrEnum):
    """What a person can do without, each for itself."""

    REMINDER = "reminder"
    ESCALATION = "escalation"
    DIGEST = "digest"
    MENTION = "mention"
    REPORT = "report"
    HAND_OVER = "hand_over"
    CONFIRMATION = "confirmation"


MAIL_NAMES: Mapping[MailKind, str] = {
    MailKind.REMINDER: _("Reminders of what is due"),
    MailKind.ESCALATION: _("What others are late with"),
    MailKind.DIGEST: _("The week ahead, on Mondays"),
    MailKind.MENTION: _("When somebody mentions me"),
    MailKind.REPORT: _("Reports that are sent to me"),
    MailKind.HAND_OVER: _("When I am asked to take over or to decide"),
    MailKind.CONFIRMATION: _("When somebody confirms a closure"),
}


class LetterStatus(StrEnum):
    """`kept`: it lies in the outbox, for there is no mail server to hand it to."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


LETTER_STATUS_NAMES: Mapping[LetterStatus, str] = {
    LetterStatus.WAITING: _("Waiting"),
    LetterStatus.SENT: _("Sent"),
    LetterStatus.FAILED: _("Not sent"),
    LetterStatus.KEPT: _("Only here"),
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the store, by its hash; `name` is what the reader sees."""

    name: str
    sha256: str
    content_type: str


LEASE = timedelta(minutes=2)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""Between one try and the next; after the last one it is given up."""


def pause_after(tries: int) -> timedelta | None:
    """None: it was tried often enough."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


LONGEST_SNOOZE = 30
"""Days: what can wait longer needs an extension, not silence."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
A_PATH = re.compile(r"^/[^\s]*$")


def fits_header(text: str) -> bool:
    """A line break in a header would let its writer add headers, or a second letter."""
    return not CONTROL.search(text)


def one_line(text: str, most: int = 200) -> str:
    """What a person typed, fit for a subject."""
    said = " ".join(CONTROL.sub(" ", text).split())
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def with_addresses(text: str, public_url: str) -> str:
    """A line that is a path of ours, and nothing else, becomes the whole address."""
    base = public_url.rstrip("/")
    return "\n".join(
        base + line if A_PATH.match(line) else line for line in text.replace("\r", "").split("\n")
    )


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two empty lines; with a `path`, its first line leads there.

    `heading`: a line with a rule of dashes below it.
    """

    lines: tuple[str, ...]
    path: str = ""
    heading: bool = False


def heading(text: str) -> str:
    return f"{text}\n{RULE}"


RULE = "-" * 24


def blocks(text: str) -> tuple[Block, ...]:
    found = []
    for part in re.split(r"\n\s*\n", text.replace("\r", "").strip("\n")):
        lines = part.split("\n")
        if lines[1:] == [RULE]:
            found.append(Block((lines[0],), heading=True))
            continue
        path = next((line for line in lines if A_PATH.match(line)), "")
        told = tuple(line for line in lines if line != path) or ((path,) if path else ())
        found.append(Block(told, path))
    return tuple(found)
