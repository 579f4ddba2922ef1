"""The letter to an owner whose findings were graded graver, and whose days move with that."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256

from babel.dates import format_date
from sqlmodel import Session

from app.actions.regrade_changes import Regraded
from app.audits.models import Audit
from app.findings.clock_rules import DUE_NAMES
from app.findings.rules import CLASS_NAMES
from app.kit.words import Marked
from app.kit.words import mark as _
from app.mail.changes import post
from app.mail.rules import MailKind, one_line
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.suppliers.models import Site
from app.web.words import LOCALES, said

ONE = _("{ref} is graded “{class}” now, and its dates move")
MANY = _("{n} of your findings are graded graver now, and their dates move")
WHY = _("{name} has graded the findings of audit {audit} as the rules of its programmes say.")
MOVED = _("{what}: {day} (was {before})")
NEW = _("{what}: {day}")
GONE = _("{what}: no date any more (was {before})")


def tell_regraded(
    session: Session, audit: Audit, site: Site, up: Sequence[Regraded], *, by: Actor, at: datetime
) -> None:
    """One letter an owner, of what moves alone; nobody tells themselves."""
    for who in actors_at(session, site, Ability.READ):
        mine = [one for one in up if one.finding.owner_id == who.id and one.moved.steps]
        if not mine or who.id == by.id:
            continue
        first = said(who.lang, WHY, name=by.name, audit=audit.ref)
        blocks = ["\n".join(_block(one, who.lang)) for one in mine]
        post(
            session,
            who.id,
            kind=MailKind.REMINDER,
            key=_key(who, mine),
            subject=_subject(mine, who.lang),
            text="\n\n".join([first, *blocks]),
            at=at,
        )


def _subject(mine: Sequence[Regraded], lang: str) -> str:
    row = mine[0].finding
    if len(mine) > 1:
        return said(lang, MANY, n=len(mine))
    return said(lang, ONE, ref=row.ref, **{"class": Marked(CLASS_NAMES[row.class_])})


def _block(one: Regraded, lang: str) -> Iterator[str]:
    row = one.finding
    yield f"{row.ref} · {said(lang, CLASS_NAMES[row.class_])}"
    yield one_line(row.statement, 160)
    for step, (before, day) in sorted(one.moved.steps.items(), key=_soonest):
        words = NEW if before is None else MOVED if day else GONE
        what = Marked(DUE_NAMES.get(step, step))
        yield said(lang, words, what=what, day=_day(day, lang), before=_day(before, lang))
    yield f"/findings/{row.ref}"


def _soonest(moved: tuple[str, tuple[date | None, date | None]]) -> tuple[date, str]:
    step, (_before, day) = moved
    return day or date.max, step


def _day(day: date | None, lang: str) -> str:
    return format_date(day, "medium", LOCALES[lang]) if day else ""


def _key(who: Actor, mine: Sequence[Regraded]) -> str:
    """Of how each stands now: the same is never told in two letters."""
    stands = "\n".join(sorted(f"{one.finding.ref}@{one.finding.version}" for one in mine))
    return f"regraded:{who.id}:{sha256(stands.encode()).hexdigest()[:32]}"
