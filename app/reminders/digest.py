"""The week ahead of one person, on Mondays: what is late, due, to be verified, and what moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from babel.numbers import format_decimal
from sqlmodel import Session

from app.actions.queries import Job, to_do, to_verify
from app.actions.rules import KIND_NAMES
from app.checklists.queries import edition as edition_of
from app.checklists.queries import latest_edition
from app.checklists.rules import said as in_language
from app.findings.queries import Tracked, findings
from app.findings.rules import Shown
from app.kit.clock import local_day
from app.kit.words import mark as _
from app.mail.rules import heading, one_line
from app.people.rules import Ability, Actor, Role
from app.programmes.models import PackVersion
from app.programmes.queries import demanded, opened
from app.readiness.matrix import cell
from app.readiness.queries import Frame, frames
from app.remediation.problem_queries import Bundle, problems
from app.reminders.letters import DEAR, day_text
from app.reminders.queries import Spread, all_sites, told, widespread
from app.reminders.rules import first_zone, week_of
from app.suppliers.models import Site
from app.suppliers.queries import sites
from app.web.words import LOCALES, said

WEEK = timedelta(days=7)
MOST = 10
TOP = 5


@dataclass(frozen=True, slots=True)
class Line:
    """Something of mine with its day."""

    head: str
    text: str
    on: date
    path: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What a programme says of a site, a week ago and now; None: it said nothing then."""

    site: Site
    title: str
    before: Decimal | None
    now: Decimal | None


@dataclass(frozen=True, slots=True)
class Digest:
    late: Sequence[Line]
    soon: Sequence[Line]
    waiting: Sequence[Job]
    moved: Sequence[Moved]
    problems: Sequence[Bundle]
    top: Sequence[Spread]
    titles: dict[str, str]

    @property
    def says_something(self) -> bool:
        return any((self.late, self.soon, self.waiting, self.moved))


def weeks_due(session: Session, people: Sequence[Actor], at: datetime) -> list[tuple[Actor, str]]:
    """Whose digest is due and was not looked at yet, by the day at their first site."""
    places = all_sites(session)
    weeks = [
        (one, week_of(at, first_zone([site.time_zone for site in places if one.knows(site)])))
        for one in people
    ]
    known = told(session, {f"digest/{week}" for _one, week in weeks if week})
    return [(one, week) for one, week in weeks if week and (f"digest/{week}", one.id) not in known]


def digest_of(session: Session, to: Actor, at: datetime) -> Digest:
    seen = sites(session, to)
    if not to.may_somewhere(Ability.READ):
        return Digest((), (), (), (), (), (), {})  # a buyer's guest is no colleague
    today = {site.id: local_day(at, site.time_zone) for site in seen}
    mine = sorted(_mine(session, to), key=lambda pair: pair[1].on)
    late = [line for site, line in mine if line.on < today[site]]
    soon = [line for site, line in mine if today[site] <= line.on < today[site] + WEEK]
    leads = any(grant.role is Role.QUALITY_LEAD for grant in to.grants)
    going_on = [one for one in problems(session, to) if one.problem.ended_at is None]
    top = widespread(session, to, TOP) if leads and not going_on else []
    return Digest(
        late=late,
        soon=soon,
        waiting=to_verify(session, to),
        moved=list(_moved(session, seen, at, to.lang)),
        problems=going_on[:TOP] if leads else [],
        top=top,
        titles=_titles(session, top, to.lang),
    )


def _mine(session: Session, to: Actor) -> Iterator[tuple[UUID, Line]]:
    for job in to_do(session, to):
        head = f"{job.finding.ref} · {said(to.lang, KIND_NAMES[job.kind])}"
        yield job.site.id, Line(head, job.what, job.due_on, _page_of(job))
    for tracked in _owned(session, to):
        row = tracked.finding
        if row.due_on:
            yield tracked.site.id, Line(row.ref, row.statement, row.due_on, f"/findings/{row.ref}")


def _page_of(job: Job) -> str:
    return f"/findings/{job.finding.ref}/actions/{job.id}"


def _owned(session: Session, to: Actor) -> list[Tracked]:
    return findings(session, to, owner_id=to.id, shown=Shown.OPEN)


def _moved(session: Session, seen: Sequence[Site], at: datetime, lang: str) -> Iterator[Moved]:
    asked = demanded(session)
    whole = frames(session, [site.id for site in seen]) if asked and seen else {}
    for site in seen:
        for row in asked:
            before, now = (_total(whole[site.id], row, then) for then in (at - WEEK, at))
            if before != now:
                title = in_language(opened(row).title, lang)
                yield Moved(site, title, before, now)


def _total(whole: Frame, row: PackVersion, at: datetime) -> Decimal | None:
    standing = cell(whole, row, at).told
    total = standing.evaluation.total if standing else None
    return None if total is None else round(total, 1)


def _titles(session: Session, top: Sequence[Spread], lang: str) -> dict[str, str]:
    newest = latest_edition(session) if top else None
    if newest is None:
        return {}
    items = {item.id: item.said(lang).title for item in edition_of(session, newest.id).items}
    return {one.item: items.get(one.item, one.item) for one in top}


def digest_text(found: Digest, to: Actor) -> tuple[str, str]:
    lang = to.lang
    parts = [said(lang, DEAR, name=to.name), said(lang, _("This is your week."))]
    parts += _lines(found.late, said(lang, _("Late: {n}"), n=len(found.late)), lang)
    parts += _lines(found.soon, said(lang, _("Due this week: {n}"), n=len(found.soon)), lang)
    if found.waiting:
        head = said(lang, _("Waiting for your verification: {n}"), n=len(found.waiting))
        parts.append(heading(head))
        parts += [
            f"{task.finding.ref} · {task.site.called(lang)}\n"
            f"{one_line(task.what, 120)}\n{_page_of(task)}"
            for task in found.waiting[:MOST]
        ]
    if found.moved:
        parts.append(heading(said(lang, _("Readiness since last week"))))
        parts += [_move(one, lang) for one in found.moved]
    if found.problems:
        parts.append(heading(said(lang, _("End-to-end problems"))))
        parts += [_problem(one, lang) for one in found.problems]
    if found.top:
        parts.append(heading(said(lang, _("What stands open at most sites"))))
        parts += [_spread(one, found.titles, lang) for one in found.top]
    parts.append(f"{said(lang, _('All my tasks'))}\n/tasks")
    return _subject(found, lang), "\n\n".join(parts)


def _subject(found: Digest, lang: str) -> str:
    told = [
        (len(found.late), _("{n} late")),
        (len(found.soon), _("{n} due")),
        (len(found.waiting), _("{n} to verify")),
        (len(found.moved), _("readiness moved")),
    ]
    parts = [said(lang, text, n=n) for n, text in told if n]
    between = said(lang, COMMA)
    return said(lang, _("Your week: {told}"), told=between.join(parts))


COMMA = _(", ")


def _lines(listed: Sequence[Line], head: str, lang: str) -> list[str]:
    if not listed:
        return []
    told = [
        f"{one.head} · {day_text(one.on, lang)}\n{one_line(one.text, 120)}\n{one.path}"
        for one in listed[:MOST]
    ]
    rest = len(listed) - MOST
    more = [f"{said(lang, _('{n} more'), n=rest)}\n/tasks"] if rest > 0 else []
    return [heading(head), *told, *more]


def _move(one: Moved, lang: str) -> str:
    text = said(
        lang,
        _("{programme}: {before} → {now}"),
        programme=one.title,
        before=_figure(one.before, lang),
        now=_figure(one.now, lang),
    )
    return f"{one.site.called(lang)}\n{text}\n/readiness/{one.site.code}"


def _figure(value: Decimal | None, lang: str) -> str:
    return "–" if value is None else format_decimal(value, "0.0", LOCALES[lang])


def _problem(one: Bundle, lang: str) -> str:
    text = said(
        lang,
        _("{closed} of {n} findings closed, target {day}, with {owner}"),
        closed=one.closed,
        n=one.n,
        day=day_text(one.problem.target_on, lang),
        owner=one.owner,
    )
    return f"{one_line(one.problem.title, 120)}\n{text}\n/findings?problem={one.problem.id}"


def _spread(one: Spread, titles: dict[str, str], lang: str) -> str:
    text = _("{n} open findings at {sites} sites") if one.sites > 1 else _("{n} open findings")
    told = said(lang, text, n=one.findings, sites=one.sites)
    return f"{one.item} · {titles.get(one.item, one.item)}\n{told}\n/findings?item={one.item}"
