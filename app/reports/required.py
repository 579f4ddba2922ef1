"""What was asked of an item that failed, what was seen, and at which level it was seen since."""

from collections.abc import Iterable
from operator import itemgetter

from sqlmodel import Session

from app.answers.models import Answer
from app.answers.queries import answers_by_ids
from app.findings.models import Finding
from app.kit.words import mark as _
from app.reports.cases import Cases
from app.reports.gap import cited, measured
from app.reports.shapes import dossier as d
from app.reports.told import level_term

VERIFIED, CHECKED = _("after verification"), _("after the effectiveness check")


def required(session: Session, cases: Cases, row: Finding, one: Answer | None) -> d.Required:
    told = cases.told
    item, lang = told.edition.find(row.item), told.report.lang
    text = item.said(lang) if item else None
    return d.Required(
        requirement=text.requirement if text else "",
        criterion=text.criterion if text else "",
        refs=tuple(cited(told.edition, item, lang)) if item else (),
        level=level_term(told, one.level) if one else None,
        note=one.note if one else "",
        measured=measured(told, item, one) if item and one else "",
        observed_on=cases.day(one.observed_at) if one else None,
        observed_by=one.by_name if one else "",
        rerated=tuple(_rerated(session, cases, row)) if one else (),
    )


def _rerated(session: Session, cases: Cases, row: Finding) -> Iterable[d.Rerated]:
    """In the order in which it was seen; what leaves it where it was says nothing."""
    verdicts = [
        done.verification
        for one in cases.actions[row.id]
        for done in one.tries
        if done.verification and done.verification.answer_id
    ]
    known = answers_by_ids(session, [one.answer_id for one in verdicts if one.answer_id])
    found = [
        (one.at, known[one.answer_id].level, VERIFIED, one.by_name)
        for one in verdicts
        if one.answer_id
    ]
    found += [(one.at, one.level, CHECKED, one.by_name) for one in cases.checks[row.id]]
    last = None
    for at, level, how, by in sorted(found, key=itemgetter(0)):
        if (term := level_term(cases.told, level)) and term.code != last:
            last = term.code
            yield d.Rerated(level=term, how=cases.told.say(how), on=cases.day(at), by=by)
