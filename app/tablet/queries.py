"""The package of a sheet: everything an auditor needs, in one reply, in one language."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlmodel import Session

from app.answers.queries import Recorded, answers_of_audit
from app.answers.rules import Spot
from app.answers.shown import AnswerOut
from app.audits.models import Audit
from app.audits.queries import previous_round, zones_of
from app.audits.rules import TAKES_ANSWERS
from app.checklists.queries import edition as edition_of
from app.checklists.rules import Edition, Item, applicable, digits_beside, said
from app.findings.models import Finding
from app.findings.queries import of_audits
from app.readiness.rules import expected_spots, progress_of
from app.suppliers.models import Site, Zone


def package(session: Session, audit: Audit, site: Site, lang: str, *, may_answer: bool) -> bytes:
    """JSON; at most a dozen queries for any number of items."""
    edition = edition_of(session, audit.edition_id)
    zones = zones_of(session, [audit.id])[audit.id]
    recorded = answers_of_audit(session, audit.id)
    before = previous_round(session, audit)
    findings = of_audits(session, [audit.id, *([before.id] if before else [])])
    head = {
        "audit": _audit(audit, site, lang, may_answer=may_answer),
        "lang": lang,
        "zones": _zones(zones, lang),
        "answers": _answers(recorded, findings),
        "previous": _previous(session, before, findings),
        "progress": _progress(edition, audit, zones, recorded),
    }
    return b'{"checklist":%s,%s' % (checklist(edition, lang, audit.has), to_json(head)[1:])


def checklist(edition: Edition, lang: str, traits: frozenset[str]) -> bytes:
    return _checklist(_Keyed(edition), lang, traits)


class _Keyed:
    """An edition by its hash, so that its JSON is made once a process, not once a tablet."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return hash(self.edition.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.edition.sha256 == self.edition.sha256


@lru_cache(maxsize=16)
def _checklist(keyed: _Keyed, lang: str, traits: frozenset[str]) -> bytes:
    edition = keyed.edition
    items = applicable(edition, traits)
    asked = {item.id for item in items}
    return to_json(
        {
            "edition": {"sha256": edition.sha256, "version": edition.version},
            "categories": _categories(edition, asked, lang),
            "items": {item.id: _item(edition, item, traits, lang) for item in items},
            "roles": _named(edition.vocabulary.roles, lang),
            "methods": _named(edition.vocabulary.methods, lang),
            "severities": _named(edition.vocabulary.severities, lang),
        }
    )


def _categories(edition: Edition, asked: set[str], lang: str) -> list[dict[str, Any]]:
    return [
        {
            "id": category.id,
            "number": category.number,
            "title": said(category.title, lang),
            "sections": [
                {
                    "id": section.id,
                    "title": said(section.title, lang),
                    "items": [item.id for item in section.items if item.id in asked],
                }
                for section in category.sections
                if any(item.id in asked for item in section.items)
            ],
        }
        for category in edition.categories
        if any(item.id in asked for item in category.items)
    ]


def _item(edition: Edition, item: Item, traits: frozenset[str], lang: str) -> dict[str, Any]:
    text = item.said(lang)
    return {
        "title": text.title,
        "requirement": text.requirement,
        "criterion": text.criterion,
        "evidence": text.evidence,
        "guidance": text.guidance,
        "failure": text.failure,
        "method": item.method,
        "severity": item.severity,
        "knock_out": item.knock_out,
        "sample": {"n": item.sample.n, "words": said(item.sample.words, lang)},
        "ask": item.ask,
        "refs": [edition.cited(ref, lang) for ref in item.refs],
        "zones": item.zones,
        "measure": item.measure and _measure(edition, item, traits, lang),
        "timer": item.timer and {"seconds": item.timer.seconds},
        "interview": item.interview and {"k": item.interview.k, "n": item.interview.n},
    }


def _measure(edition: Edition, item: Item, traits: frozenset[str], lang: str) -> dict[str, Any]:
    measure, words = item.measure, edition.vocabulary
    assert measure is not None  # noqa: S101 - asked for items that have one
    limit = measure.limit_at(traits)
    return {
        "quantity": said(words.quantities.get(measure.quantity, {}), lang) or measure.quantity,
        "unit": measure.unit,
        "limit": limit,
        "shown": digits_beside(limit, limit),
        "direction": measure.direction,
        "inclusive": measure.inclusive,
        "instrument": said(words.instruments.get(measure.instrument, {}), lang)
        or measure.instrument,
    }


def _named(names: Mapping[str, Mapping[str, str]], lang: str) -> dict[str, str]:
    return {code: said(words, lang) for code, words in names.items()}


def _audit(audit: Audit, site: Site, lang: str, *, may_answer: bool) -> dict[str, Any]:
    return {
        "id": audit.id,
        "ref": audit.ref,
        "type": audit.type,
        "stage": audit.stage,
        "site": {"id": site.id, "code": site.code, "name": site.called(lang)},
        "time_zone": site.time_zone,
        "can_answer": may_answer and audit.stage in TAKES_ANSWERS,
    }


def _zones(zones: list[Zone], lang: str) -> dict[str, list[dict[str, Any]]]:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for zone in zones:
        kinds.setdefault(zone.kind, []).append({"id": zone.id, "name": zone.called(lang)})
    return kinds


def _answers(recorded: Mapping[Spot, Recorded], findings: list[Finding]) -> list[dict[str, Any]]:
    by_spot = _finding_by_spot(findings)
    return [
        {
            **AnswerOut.of(one.answer, one.evidence, na_approved=one.na_approved).model_dump(),
            "finding": by_spot.get((one.answer.audit_id, *spot)),
        }
        for spot, one in recorded.items()
    ]


def _previous(
    session: Session, before: Audit | None, findings: list[Finding]
) -> dict[str, dict[str, Any]]:
    """Last round's answers, by item or "item zone": shown beside, never copied as new."""
    if before is None:
        return {}
    by_spot = _finding_by_spot(findings)
    return {
        f"{item} {zone}" if zone else item: {
            "audit": before.ref,
            "level": one.answer.level,
            "note": one.answer.note,
            "observed_at": one.answer.observed_at,
            "photos": [f"/api/v1/evidence/{file.id}/thumb" for file in one.evidence],
            "finding": by_spot.get((before.id, item, zone)),
        }
        for (item, zone), one in answers_of_audit(session, before.id).items()
    }


def _finding_by_spot(
    findings: list[Finding],
) -> dict[tuple[UUID | None, str, UUID | None], dict[str, str]]:
    return {
        (one.audit_id, one.item, one.zone_id): {"ref": one.ref, "id": str(one.id)}
        for one in findings
    }


def _progress(
    edition: Edition, audit: Audit, zones: list[Zone], recorded: Mapping[Spot, Recorded]
) -> dict[str, int]:
    told = progress_of(
        expected_spots(edition, audit.has, zones),
        {spot: one.answer for spot, one in recorded.items()},
        {one.answer.id for one in recorded.values() if one.na_approved},
    )
    return {"answered": told.answered, "expected": told.expected}
