"""What changed since an earlier report, or a day: both looks are told from the same frame."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from sqlmodel import Session

from app.answers.rules import Level
from app.audits.rules import TYPE_NAMES
from app.checklists.rules import Item, said
from app.findings.rules import CLASS_NAMES, FindingClass
from app.kit.words import mark as _
from app.readiness.queries import marks_at, standing_at
from app.reports.cases import STATUS_NAMES
from app.reports.changed import action_changes, answer_changes, finding_changes, first_seen
from app.reports.lateness import past_closing
from app.reports.looks import Look, now_of, since
from app.reports.shapes import delta as d
from app.reports.shapes.base import Head, Progress, Standing, Term
from app.reports.telling import (
    actual,
    categories_of,
    lost_by_item,
    rounded,
    standing_of,
    taken_by_item,
)
from app.reports.telling import now_of as figures_of
from app.reports.told import Told, level_term
from app.reports.unraised import unraised

MOST_MOVED = 7
ZERO = Decimal(0)


def delta(session: Session, told: Told, head: Head) -> d.DeltaDocument:
    then, now = since(session, told), now_of(told)
    lang = told.report.lang
    before = standing_of(told.buyer, then.pack, then.standing.evaluation, lang)
    standing = standing_of(
        told.buyer,
        now.pack,
        now.standing.evaluation,
        lang,
        before=then.standing.evaluation,
        before_on=then.day,
    )
    answers = answer_changes(session, then, now)
    findings = finding_changes(session, then, now)
    actions = action_changes(session, then, now)
    return d.DeltaDocument(
        head=head,
        then=_side(then),
        now=_side(now),
        before=before,
        standing=standing,
        rounds=tuple(_rounds(then, now)),
        bars=tuple(_bars(then, now, before, standing)),
        counts=tuple(_counts(then, now)),
        events=tuple(_events(told, then, now, answers, findings, actions)),
        categories=categories_of(
            now.pack, told.edition, now.standing.evaluation, lang, then.standing.evaluation
        ),
        moved=tuple(_moved(then, now)),
        checked=tuple(_checked(then, now)),
        answers=answers,
        findings=findings,
        actions=actions,
    )


def _side(look: Look) -> d.Side:
    told, lang = look.told, look.told.report.lang
    audit = told.frame.context(look.as_of, look.known)
    edition = told.frame.editions[audit.edition_id] if audit else None
    return d.Side(
        report=look.report,
        audit=audit.ref if audit else "",
        audit_kind=told.say(TYPE_NAMES[audit.type]) if audit else "",
        audit_on=look.day_of(audit.opened_at) if audit and audit.opened_at else None,
        as_of=look.day,
        known_at=look.known,
        programme=f"{said(look.pack.title, lang)} {look.pack.version}",
        edition=edition.sha256 if edition else "",
        data_hash=look.data_hash,
        progress=Progress(
            answered=look.standing.progress.answered, expected=look.standing.progress.expected
        ),
    )


def _rounds(then: Look, now: Look) -> Iterable[d.Round]:
    """Those opened since and before that of now, each as the site stood when it ended."""
    told, last = now.told, now.told.frame.context(now.as_of, now.known)
    for audit in told.frame.rounds:
        if audit is not last and audit.opened_at and then.between(audit.opened_at, now):
            ended = min(audit.closed_at or now.as_of, now.as_of)
            found = standing_at(told.frame, now.row, as_of=ended, known=now.known)
            said_then = found and standing_of(told.buyer, now.pack, found.evaluation, _lang(told))
            yield d.Round(
                audit=audit.ref,
                kind=told.say(TYPE_NAMES[audit.type]),
                on=now.day_of(audit.opened_at),
                total=said_then.total if said_then else None,
                verdict=said_then.verdict if said_then else None,
            )


def _lang(told: Told) -> str:
    return told.report.lang


def _bars(then: Look, now: Look, before: Standing, standing: Standing) -> Iterable[d.BarChange]:
    """Caps, then conditions of the list: what is new, what stays, what is gone."""
    figures = _figures(then), _figures(now)
    for old, new in ((before.caps, standing.caps), (before.unmet, standing.unmet)):
        known, stays = {bar.code for bar in old}, {bar.code for bar in new}
        gone = [("gone", bar) for bar in old if bar.code not in stays]
        for how, bar in [*(("still" if one.code in known else "new", one) for one in new), *gone]:
            yield d.BarChange(
                how=_how(now.told, how),
                bar=bar,
                then=figures[0].get(bar.code, ""),
                now=figures[1].get(bar.code, ""),
            )


def _figures(look: Look) -> dict[str, str]:
    """Of every cap and condition of the list, whether it bars it or not."""
    found, lang = look.standing.evaluation, look.told.report.lang
    listed = found.gates[0].conditions if found.gates else ()
    return {cap.id: actual(look.pack, cap.condition, lang) for cap in found.caps} | {
        one.text: figures_of(look.pack, one, lang) for one in listed
    }


BAR_NAMES = {"new": _("new"), "still": _("still"), "gone": _("gone")}


def _how(told: Told, code: str) -> Term:
    return Term(code=code, words=told.say(BAR_NAMES[code]))


def _counts(then: Look, now: Look) -> Iterable[d.Count]:
    """Of each kind, how many there were at either look."""
    told = now.told
    progress = then.standing.progress, now.standing.progress
    failed = [sum(node.failed for node in one.standing.evaluation.nodes) for one in (then, now)]
    yield d.Count(
        words=told.say(_("Answered")),
        before=progress[0].answered,
        now=progress[1].answered,
        wanted=1,
    )
    yield d.Count(words=told.say(_("Failed items")), before=failed[0], now=failed[1], wanted=-1)
    nobodys = [len(_unraised(one)) for one in (then, now)]
    if any(nobodys):
        words = told.say(_("Of these without an open finding"))
        yield d.Count(words=words, before=nobodys[0], now=nobodys[1], wanted=-1)
    for class_ in FindingClass:
        before, after = (_open(one, class_) for one in (then, now))
        if before or after:
            words = told.say(
                _("Open findings: {class_}"), class_=told.say(CLASS_NAMES[class_]).lower()
            )
            yield d.Count(words=words, before=before, now=after, wanted=-1)
    held = [_held(one) for one in (then, now)]
    if any(held):
        words = told.say(_("Of these verified, open until the remedy is seen to hold"))
        yield d.Count(words=words, before=held[0], now=held[1])
    late = [_late(one) for one in (then, now)]
    words = told.say(_("Findings past their closing date"))
    yield d.Count(words=words, before=late[0], now=late[1], wanted=-1)


def _open(look: Look, class_: FindingClass) -> int:
    return sum(closure is None and row.class_ is class_ for row, closure in look.findings)


def _unraised(look: Look) -> list[Item]:
    told = replace(look.told, findings=look.findings)
    return unraised(told, marks_at(look.told.frame, as_of=look.as_of, known=look.known))


def _held(look: Look) -> int:
    """Those that bar no list any more."""
    mended = look.told.frame.mended(look.by_then)
    return sum(closure is None and row.id in mended for row, closure in look.findings)


def _late(look: Look) -> int:
    verified = look.told.frame.mended(look.by_then)
    return sum(
        closure is None and past_closing(row, verified, look.day) for row, closure in look.findings
    )


def _events(
    told: Told,
    then: Look,
    now: Look,
    answers: tuple[d.AnswerChange, ...],
    findings: tuple[d.FindingChange, ...],
    actions: tuple[d.ActionChange, ...],
) -> Iterable[d.Count]:
    """How often each thing happened in between."""
    happened = [
        *(one.how.code for one in answers),
        *(one.how.code for one in findings),
        *(one.how.code for one in actions),
    ]
    for code, words in EVENT_NAMES.items():
        number = happened.count(code)
        if number:
            yield d.Count(words=told.say(words), now=number)
    again = sum(one.how.code == "opened" and one.repeats is not None for one in findings)
    if again:
        yield d.Count(
            words=told.say(_("Of the findings opened, repeats of earlier ones")), now=again
        )
    seen = first_seen(then, now)
    if seen:
        yield d.Count(words=told.say(_("Items seen for the first time")), now=seen)


EVENT_NAMES: Mapping[str, str] = {
    "better": _("Answers that became better"),
    "worse": _("Answers that became worse"),
    "na": _("Answers that became not applicable"),
    "applies": _("Answers that apply again"),
    "opened": _("Findings opened"),
    "closed": _("Findings closed"),
    "rejected": _("Findings rejected"),
    "reopened": _("Findings opened again"),
    "late": _("Findings that went past their closing date"),
    "done": _("Actions reported as done, not yet verified"),
    "verified": _("Actions verified"),
    "sent_back": _("Actions sent back"),
}


def _moved(then: Look, now: Look) -> Iterable[d.Moved]:
    """The items by which the total rose most, then those by which it fell most."""
    told = now.told
    lost, before = lost_by_item(now.standing.evaluation), lost_by_item(then.standing.evaluation)
    points = {id: before.get(id, ZERO) - lost.get(id, ZERO) for id in {*lost, *before}}
    levels = worst(then), worst(now)
    nobodys = {item.id for item in _unraised(now)}
    open_ones = {row.item: row for row, closure in told.findings if closure is None}
    mended = told.frame.mended(now.by_then)
    ranked = sorted(points, key=lambda id: (-abs(points[id]), id))
    gains = [id for id in ranked if points[id] > 0]
    losses = [id for id in ranked if points[id] < 0]
    for id in [*gains[:MOST_MOVED], *losses[:MOST_MOVED]]:
        item = told.edition.find(id)
        if item and rounded(points[id]):
            category = told.edition.category(item.category)
            yield d.Moved(
                item=id,
                title=item.said(told.report.lang).title,
                category=said(category.title, told.report.lang),
                points=rounded(points[id]),
                before=level_term(told, levels[0].get(id)),
                now=level_term(told, levels[1].get(id)),
                finding=open_ones[id].ref if id in open_ones else "",
                state=_state(told, "verified" if open_ones[id].id in mended else "open")
                if id in open_ones
                else None,
                unraised=id in nobodys,
            )


def _checked(then: Look, now: Look) -> Iterable[d.Checked]:
    """What spot checks take off a category, which is in no item's own points."""
    told = now.told
    taken = [taken_by_item(look.standing.evaluation) for look in (then, now)]
    open_ones = defaultdict(list)
    for row, closure in now.findings:
        if closure is None:
            open_ones[row.item].append(row.ref)
    for item in told.edition.items:
        lost = [one.get(item.id, []) for one in taken]
        if any(lost):
            yield d.Checked(
                item=item.id,
                title=item.said(told.report.lang).title,
                category=said(told.edition.category(item.category).title, told.report.lang),
                checks_before=len(lost[0]),
                checks=len(lost[1]),
                before=rounded(sum(lost[0], ZERO)),
                now=rounded(sum(lost[1], ZERO)),
                findings=tuple(open_ones[item.id]),
                unraised=bool(lost[1]) and item.id not in open_ones,
            )


def _state(told: Told, code: str) -> Term:
    return Term(code=code, words=told.say(STATUS_NAMES[code]))


def worst(look: Look) -> dict[str, Level]:
    """The lowest level of each item among its zones; N/A counts only where there is no other."""
    found: dict[str, Level] = {}
    marks = marks_at(look.told.frame, as_of=look.as_of, known=look.known)
    for (item, _zone), mark in marks.items():
        if mark.level is not None:
            found[item] = min(found.get(item, mark.level), mark.level)
    return found
