"""An edition as canonical JSON (RFC 8785) and back. The hash over it is the edition's identity.

Exact decimals are strings; keys whose value is the usual one are left out, so that a shape that
grows does not change the hash of what was published before.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

from app.checklists.rules import (
    Category,
    Direction,
    Edition,
    Interview,
    Item,
    Measure,
    Method,
    Names,
    Ref,
    Sample,
    Section,
    Severity,
    Standard,
    Text,
    Threshold,
    Timer,
    Vocabulary,
)

Json = dict[str, Any]


def canonical(edition: Edition) -> bytes:
    return rfc8785.dumps(_edition(edition))


def sealed(edition: Edition) -> Edition:
    """The same edition under the hash of its content."""
    return replace(edition, sha256=sha256(canonical(edition)).hexdigest())


def opened(content: str | bytes, *, sha256: str) -> Edition:
    """The edition whose `canonical` form is `content`."""
    data = json.loads(content)
    return Edition(
        checklist=data["checklist"],
        version=data["version"],
        title=data["title"],
        languages=tuple(data["languages"]),
        domains=_opened_names(data["domains"]),
        categories=tuple(map(_opened_category, data["categories"])),
        sha256=sha256,
        vocabulary=Vocabulary(
            **{kind: _opened_names(rows) for kind, rows in data["vocabulary"].items()}
        ),
        standards={row["id"]: Standard(**row) for row in data["standards"]},
        thresholds={row["id"]: _opened_threshold(row) for row in data["thresholds"]},
    )


def item_content(item: Item) -> Json:
    """An item without its category and section, as the content and the API say it."""
    usual: Json = {
        "thresholds": list(item.thresholds),
        "knock_out": item.knock_out,
        "zones": item.zones,
        "traits": sorted(item.traits),
        "measure": _measure(item.measure) if item.measure else None,
        "timer": asdict(item.timer) if item.timer else None,
        "interview": asdict(item.interview) if item.interview else None,
    }
    return {
        "id": item.id,
        "method": item.method.value,
        "severity": item.severity.value,
        "sample": {"n": item.sample.n, "accept": item.sample.accept, "lot": item.sample.words},
        "ask": list(item.ask),
        "refs": [_ref(ref) for ref in item.refs],
        "text": {lang: _text(text) for lang, text in item.text.items()},
        **{key: value for key, value in usual.items() if value},
    }


def _edition(edition: Edition) -> Json:
    return {
        "checklist": edition.checklist,
        "version": edition.version,
        "title": edition.title,
        "languages": list(edition.languages),
        "domains": _names(edition.domains),
        "categories": [_category(category) for category in edition.categories],
        "vocabulary": {kind: _names(names) for kind, names in asdict(edition.vocabulary).items()},
        "standards": [asdict(row) for _, row in sorted(edition.standards.items())],
        "thresholds": [_threshold(row) for _, row in sorted(edition.thresholds.items())],
    }


def _names(names: Names) -> list[Json]:
    """A list, because canonical JSON keeps no order of keys."""
    return [{"word": word, "names": told} for word, told in names.items()]


def _opened_names(rows: list[Json]) -> Names:
    return {row["word"]: row["names"] for row in rows}


def _category(category: Category) -> Json:
    return {
        "id": category.id,
        "number": category.number,
        "domain": category.domain,
        "points": format(category.points, "f"),
        "title": category.title,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "items": [item_content(item) for item in section.items],
            }
            for section in category.sections
        ],
    }


def _text(text: Text) -> Json:
    return {
        "title": text.title,
        "requirement": text.requirement,
        "criterion": text.criterion,
        "evidence": list(text.evidence),
        "guidance": text.guidance,
        "failure": text.failure,
    }


def _ref(ref: Ref) -> Json:
    return {"std": ref.std, "clause": ref.clause} if ref.clause else {"std": ref.std}


def _measure(measure: Measure) -> Json:
    limits = {trait: format(limit, "f") for trait, limit in measure.limit_where.items()}
    return {
        "quantity": measure.quantity,
        "unit": measure.unit,
        "limit": format(measure.limit, "f"),
        "direction": measure.direction.value,
        "instrument": measure.instrument,
        "inclusive": measure.inclusive,
        **({"limit_where": limits} if limits else {}),
    }


def _threshold(row: Threshold) -> Json:
    return {**asdict(row), "ref": _ref(row.ref)}


def _opened_category(data: Json) -> Category:
    return Category(
        id=data["id"],
        number=data["number"],
        domain=data["domain"],
        points=Decimal(data["points"]),
        title=data["title"],
        sections=tuple(_opened_section(row, data["id"]) for row in data["sections"]),
    )


def _opened_section(data: Json, category: str) -> Section:
    items = tuple(_opened_item(row, category, data["id"]) for row in data["items"])
    return Section(data["id"], data["title"], items)


def _opened_item(data: Json, category: str, section: str) -> Item:
    sample = data["sample"]
    return Item(
        id=data["id"],
        category=category,
        section=section,
        method=Method(data["method"]),
        severity=Severity(data["severity"]),
        sample=Sample(sample["n"], sample["accept"], sample["lot"]),
        ask=tuple(data["ask"]),
        refs=tuple(Ref(**ref) for ref in data["refs"]),
        text={lang: _opened_text(text) for lang, text in data["text"].items()},
        thresholds=tuple(data.get("thresholds", ())),
        knock_out=data.get("knock_out", False),
        zones=data.get("zones"),
        traits=frozenset(data.get("traits", ())),
        measure=_opened_measure(data.get("measure")),
        timer=Timer(**data["timer"]) if "timer" in data else None,
        interview=Interview(**data["interview"]) if "interview" in data else None,
    )


def _opened_text(data: Json) -> Text:
    return Text(
        data["title"],
        data["requirement"],
        data["criterion"],
        tuple(data["evidence"]),
        data["guidance"],
        data["failure"],
    )


def _opened_measure(data: Mapping[str, Any] | None) -> Measure | None:
    if data is None:
        return None
    where = {trait: Decimal(limit) for trait, limit in data.get("limit_where", {}).items()}
    return Measure(
        **{
            **data,
            "limit": Decimal(data["limit"]),
            "direction": Direction(data["direction"]),
            "limit_where": where,
        }
    )


def _opened_threshold(data: Json) -> Threshold:
    return Threshold(**{**data, "ref": Ref(**data["ref"])})
