"""The gap report: every item with its answers, photos, finding, actions, and what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from app.answers.models import Answer, NaApproval
from app.answers.queries import Mark, approvals, evidence_of
from app.answers.rules import Level, Spot, standing
from app.checklists.rules import Category, Direction, Edition, Item, said
from app.evidence.models import Evidence
from app.evidence.rules import PICTURES
from app.kit.words import mark as _
from app.readiness.rules import spots_of
from app.reports import document as d
from app.reports.barring import barring
from app.reports.method import method
from app.reports.overdue import among
from app.reports.reckoning import nodes_of, reckoned
from app.reports.register import Register
from app.reports.telling import categories_of, cost_by_item, rounded, standing_of, taken_by_item
from app.reports.told import (
    Told,
    answered_among,
    last_end,
    level_term,
    progress,
    severity_term,
    signatures,
)
from app.reports.unseen import asked, older, out_of_scope, unseen, unvisited
from app.suppliers.models import Zone
from app.suppliers.queries import all_zones


class Gap:
    """What one item's rows are drawn from; loaded once for all of them."""

    def __init__(self, session: Session, told: Told) -> None:
        self.told = told
        self.zones: Mapping[UUID, Zone] = all_zones(session, told.site.id)
        self.files = evidence_of(session, [a.id for a in told.answers.values()])
        agreed = approvals(session, told.answers.values())
        self.approved = {id: one for id, one in agreed.items() if one.at <= told.report.known_at}
        self.nodes = nodes_of(told)
        self.cost = cost_by_item(told.now.evaluation)
        self.taken = taken_by_item(told.now.evaluation)
        self.before = _last_round(told)
        self.register = Register(session, told, self.zone)
        self.findings = self.register.by_spot()

    def zone(self, id: UUID | None) -> str:
        return self.zones[id].called(self.told.report.lang) if id else ""


def gap(session: Session, told: Told, head: d.Head) -> d.GapDocument:
    lang, evaluation = told.report.lang, told.now.evaluation
    before_on, before = told.before or (None, None)
    whole = Gap(session, told)
    scores = categories_of(told.pack, told.edition, evaluation, lang, before)
    return d.GapDocument(
        head=head,
        standing=standing_of(
            told.buyer, told.pack, evaluation, lang, before=before, before_on=before_on
        ),
        progress=progress(told),
        categories=tuple(_categories(whole, scores)),
        findings=whole.register.entries(),
        overdue=among(whole.register.open.values()),
        not_applicable=tuple(_not_applicable(whole)),
        unseen=unseen(told, whole.zone),
        unvisited=unvisited(told),
        older=older(told),
        out_of_scope=tuple(out_of_scope(told)),
        barring=barring(told),
        signatures=signatures(told, head.audit.lead if head.audit else ""),
        method=method(told),
    )


def _categories(whole: Gap, scores: Sequence[d.CategoryScore]) -> list[d.GapCategory]:
    """In the order of the checklist; a category that the programme does not score is named too."""
    told = whole.told
    by_number = {score.number: score for score in scores}
    found = []
    for category in told.edition.categories:
        sections = [
            d.GapSection(
                id=section.id,
                title=said(section.title, told.report.lang),
                items=tuple(_item(whole, item) for item in section.items if asked(told, item)),
            )
            for section in category.sections
        ]
        filled = tuple(section for section in sections if section.items)
        if filled:
            unscored = d.CategoryScore(
                id=category.id,
                number=category.number,
                title=said(category.title, told.report.lang),
                domain="",
                weight=Decimal(0),
                score=None,
                progress=d.Progress(answered=0, expected=0),
            )
            score = _counted(told, category, by_number.get(category.number, unscored))
            how = reckoned(whole.nodes, score.id, whole.cost, whole.zone)
            found.append(d.GapCategory(score=score, sections=filled, reckoned=how))
    return found


def _counted(told: Told, category: Category, score: d.CategoryScore) -> d.CategoryScore:
    """Answers of each zone, as in the progress of the whole report."""
    asked_for = [i for section in category.sections for i in section.items if asked(told, i)]
    answered, expected = answered_among(told, asked_for)
    return replace(score, progress=replace(score.progress, answered=answered, expected=expected))


def _item(whole: Gap, item: Item) -> d.GapItem:
    told, text = whole.told, item.said(whole.told.report.lang)
    cost, taken = whole.cost.get(item.id), whole.taken.get(item.id, ())
    names_of = told.edition.vocabulary
    return d.GapItem(
        id=item.id,
        title=text.title,
        requirement=text.requirement,
        criterion=text.criterion,
        method=said(names_of.methods.get(item.method, {}), told.report.lang) or item.method,
        severity=severity_term(told, item),
        refs=tuple(cited(told.edition, item, told.report.lang)),
        knock_out=item.knock_out,
        points=rounded(cost) if cost and rounded(cost) else None,
        deducted=rounded(sum(taken, Decimal(0))) if taken else None,
        checks=len(taken),
        answers=tuple(
            _answer(whole, item, spot) for spot in spots_of(item, told.frame.zones[told.audit.id])
        ),
    )


def cited(edition: Edition, item: Item, lang: str) -> Iterator[str]:
    """Other sources than the checklist itself, which need not be named at every other item."""
    for ref in item.refs:
        known = edition.standards.get(ref.std)
        if known is None or known.kind != "house":
            yield edition.cited(ref, lang)


def _answer(whole: Gap, item: Item, spot: Spot) -> d.GapAnswer:
    told = whole.told
    answer, earlier = told.answers.get(spot), whole.before.get(spot)
    if answer is None or answer.level is None:
        return d.GapAnswer(zone=whole.zone(spot[1]))
    files = whole.files.get(answer.id, [])
    return d.GapAnswer(
        zone=whole.zone(spot[1]),
        level=level_term(told, answer.level),
        before=level_term(told, earlier.level) if earlier else None,
        before_on=told.day(earlier.observed_at) if earlier else None,
        note=answer.note or answer.na_reason,
        measured=measured(told, item, answer),
        limit=_limit(told, item),
        observed_on=told.day(answer.observed_at),
        observed_by=answer.by_name,
        evidence=tuple(file.name for file in files if file.media_type not in PICTURES),
        photos=tuple(_photo(file) for file in files if file.media_type in PICTURES),
        findings=tuple(finding.ref for finding in whole.findings.get(spot, ())),
    )


def _photo(file: Evidence) -> d.Photo:
    return d.Photo(id=str(file.id), caption=file.name, sha256=file.sha256, taken_at=file.at)


def measured(told: Told, item: Item, answer: Answer) -> str:
    if item.measure and answer.measured is not None:
        words, parts = item.measure.told(answer.measured, item.measure.limit_at(told.audit.has))
        return told.say(words, **parts)
    if item.timer and answer.elapsed_seconds is not None:
        return _minutes(told, answer.elapsed_seconds)
    return ""


def _limit(told: Told, item: Item) -> str:
    if item.measure:
        limit = item.measure.limit_at(told.audit.has)
        words, parts = item.measure.told(limit, limit)
        return f"{SIGNS[item.measure.direction, item.measure.inclusive]} {told.say(words, **parts)}"
    return f"≤ {_minutes(told, item.timer.seconds)}" if item.timer else ""


SIGNS = {
    (Direction.MAX, True): "≤",
    (Direction.MAX, False): "<",
    (Direction.MIN, True): "≥",
    (Direction.MIN, False): ">",
}


def _minutes(told: Told, seconds: int) -> str:
    whole, rest = divmod(seconds, 60)
    if whole >= LONG:
        hours, left = divmod(whole, 60)
        words = _("{h} h {m} min") if left else _("{h} h")
        return told.say(words, h=hours, m=left)
    if whole and rest:
        return told.say(_("{m} min {s} s"), m=whole, s=rest)
    return told.say(_("{m} min"), m=whole) if whole else told.say(_("{s} s"), s=rest)


LONG = 120  # minutes: from here on they are read as hours


def _last_round(told: Told) -> Mapping[Spot, Mark]:
    """Each spot's answer as it stood when the last round ended, as its score did."""
    end = last_end(told.frame, told.audit, told.report)
    if end is None:
        return {}
    return standing(told.frame.answers, as_of=end, known=told.report.known_at)


def _not_applicable(whole: Gap) -> list[d.NotApplicable]:
    told = whole.told
    return [
        _na(whole, told.edition, answer, whole.approved.get(answer.id))
        for answer in told.answers.values()
        if answer.level is Level.NOT_APPLICABLE
    ]


def _na(
    whole: Gap, edition: Edition, answer: Answer, approval: NaApproval | None
) -> d.NotApplicable:
    return d.NotApplicable(
        item=answer.item,
        title=edition.item(answer.item).said(whole.told.report.lang).title,
        zone=whole.zone(answer.zone_id),
        reason=answer.na_reason,
        said_by=answer.by_name,
        approved_by=approval.by_name if approval else "",
        approved_on=whole.told.day(approval.at) if approval else None,
    )
