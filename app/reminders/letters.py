"""The words of reminders and escalations, in the language of their reader."""

from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date

from app.actions.rules import KIND_NAMES, ActionKind
from app.findings.clock_rules import DUE_NAMES
from app.findings.rules import CLASS_NAMES
from app.kit.words import Marked
from app.kit.words import mark as _
from app.mail.rules import one_line
from app.people.rules import Actor
from app.reminders.gather import Case, Telling
from app.reminders.rules import What
from app.web.words import LOCALES, said

DEAR = _("Hello {name},")
MOST = 40
"""In one letter; more stand on the page of findings."""


def subject_of(listed: Sequence[Telling], *, escalation: bool, lang: str, at: datetime) -> str:
    if len({one.case.finding.ref if escalation else one.case.path for one in listed}) == 1:
        case = listed[0].case
        if escalation and len(listed) > 1:
            return said(lang, _("{ref} is late"), ref=case.finding.ref)
        return one_line(f"{case.finding.ref}: {due_text(case, lang, at)}")
    if escalation:
        refs = {one.case.finding.ref for one in listed}
        return said(lang, _("{n} findings are late at your sites"), n=len(refs))
    return _tasks(listed, lang, at)


def _tasks(listed: Sequence[Telling], lang: str, at: datetime) -> str:
    """As many as there are pages to open."""
    n = len({one.case.path for one in listed})
    late = len({c.path for c in (one.case for one in listed) if _late(c, at)})
    if late == n:
        return said(lang, _("{n} tasks for you, all late"), n=n)
    if late:
        return said(lang, _("{n} tasks for you, {late} of them late"), n=n, late=late)
    return said(lang, _("{n} tasks for you"), n=n)


def _late(case: Case, at: datetime) -> bool:
    return not _asks(case) and case.days_late(at) > 0


def text_of(listed: Sequence[Telling], to: Actor, *, escalation: bool, at: datetime) -> str:
    lang = to.lang
    first = ESCALATED if escalation else MINE
    blocks = [said(lang, DEAR, name=to.name), said(lang, first)]
    whole = blocks_of(listed, lang, at, escalation=escalation)
    blocks += whole[:MOST]
    if len(whole) > MOST:
        more = said(lang, _("{n} more stand on the page of findings."), n=len(whole) - MOST)
        blocks.append(f"{more}\n/findings?shown=overdue")
    if not escalation and len(listed) == 1:
        later = said(lang, _("Not now? Choose a day until which nobody reminds you of this one."))
        blocks.append(f"{later}\n/findings/{listed[0].case.finding.ref}/snooze")
    tasks = said(lang, _("All findings") if escalation else _("All my tasks"))
    blocks.append(f"{tasks}\n{'/findings' if escalation else '/tasks'}")
    return "\n\n".join(blocks)


MINE = _("This waits for you. Each link opens one task.")
ESCALATED = _(
    "This is late, and you are told because it was not done after its owner was reminded."
)


def blocks_of(listed: Sequence[Telling], lang: str, at: datetime, *, escalation: bool) -> list[str]:
    """A finding each, with all that is due of it; what I have to do has a link of its own."""
    grouped: dict[str, list[Telling]] = {}
    for one in listed:
        grouped.setdefault(one.case.finding.ref if escalation else one.case.path, []).append(one)
    return [_block(group, lang, at, escalation=escalation) for group in grouped.values()]


def _block(group: Sequence[Telling], lang: str, at: datetime, *, escalation: bool) -> str:
    case = group[0].case
    row = case.finding
    head = f"{row.ref} · {said(lang, CLASS_NAMES[row.class_])} · {case.site.called(lang)}"
    lines = [head, one_line(row.statement if escalation else case.said, 160)]
    lines += [due_text(one.case, lang, at) for one in group]
    if escalation:
        names = dict.fromkeys(name for one in group for name in one.owners)
        if names:
            lines.append(said(lang, _("With {names}"), names=", ".join(names)))
    return "\n".join([*lines, f"/findings/{row.ref}" if escalation else case.path])


def due_text(case: Case, lang: str, at: datetime) -> str:
    """What is due, and how late it is: 'Containment: 3 days late (was due 9 Mar 2026)'."""
    if _asks(case):
        return said(lang, ASKS[case.due.what])
    return said(
        lang,
        _("{what}: {when} ({day})"),
        what=Marked(name_of(case)),
        when=_when(case.days_late(at), lang),
        day=day_text(case.due.on, lang),
    )


ASKS = {
    What.HAND_OVER: _("You are asked to take this finding over"),
    What.EXTENSION: _("More time is asked for: grant it or refuse it"),
}


def _asks(case: Case) -> bool:
    return case.due.what in ASKS


def name_of(case: Case) -> str:
    if case.due.what is What.ACTION:
        return KIND_NAMES[ActionKind(case.due.step)]
    return DUE_NAMES.get(case.due.step, case.due.step)


def _when(late: int, lang: str) -> str:
    if late == 0:
        return said(lang, _("due today"))
    if late < 0:
        return said(lang, _("due tomorrow") if late == -1 else _("due in {n} days"), n=-late)
    return said(lang, _("1 day late") if late == 1 else _("{n} days late"), n=late)


def day_text(day: date, lang: str) -> str:
    return format_date(day, "medium", LOCALES[lang])
