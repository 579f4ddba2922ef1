from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.checklists.doors import NamedEdition, item_of
from app.checklists.queries import editions
from app.checklists.rules import (
    Direction,
    Edition,
    Interview,
    Item,
    Method,
    Ref,
    Severity,
    Text,
    Timer,
    Vocabulary,
)
from app.checklists.search import Wanted, find
from app.web.deps import Db

router = APIRouter(prefix="/api/v1/editions", tags=["checklist"])
Words = Mapping[str, str]


class PublishedOut(BaseModel):
    id: UUID
    checklist: str
    version: str
    title: Words
    items: int
    sha256: str
    published_at: datetime
    published_by: str


class SectionOut(BaseModel):
    id: str
    title: Words
    items: list[str]


class CategoryOut(BaseModel):
    id: str
    number: int
    domain: str
    points: Decimal
    title: Words
    sections: list[SectionOut]


class EditionOut(PublishedOut):
    """The frame of the checklist; `vocabulary` names every coded word of its items."""

    languages: list[str]
    domains: Mapping[str, Words]
    categories: list[CategoryOut]
    vocabulary: Vocabulary


class SampleOut(BaseModel):
    """`n` null: all. `accept` null: the criterion states how much may fail."""

    n: int | None
    accept: int | None
    lot: Words


class MeasureOut(BaseModel):
    quantity: str
    unit: str
    limit: Decimal
    direction: Direction
    instrument: str
    inclusive: bool
    limit_where: Mapping[str, Decimal]


class CitationOut(BaseModel):
    std: str
    clause: str | None
    cited: str
    heading: str


class ThresholdOut(BaseModel):
    id: str
    text: Words
    source: str


class ItemOut(BaseModel):
    id: str
    category: str
    section: str
    method: Method
    severity: Severity
    knock_out: bool
    sample: SampleOut
    ask: list[str]
    citations: list[CitationOut]
    thresholds: list[ThresholdOut]
    zones: str | None
    traits: list[str]
    measure: MeasureOut | None
    timer: Timer | None
    interview: Interview | None
    text: Mapping[str, Text]


class ItemsOut(BaseModel):
    """`total` counts all that fit; `items` are those from `offset`, `limit` at most."""

    total: int
    items: list[ItemOut]


@router.get("")
def list_editions(session: Db) -> list[PublishedOut]:
    """Every edition, newest first."""
    return [PublishedOut(**asdict(known)) for known in editions(session)]


@router.get("/{id}")
def show_edition(shown: NamedEdition) -> EditionOut:
    """One edition: its frame, without the items."""
    edition = shown.edition
    return EditionOut(
        **asdict(shown.published),
        languages=list(edition.languages),
        domains=edition.domains,
        categories=[
            CategoryOut(
                id=category.id,
                number=category.number,
                domain=category.domain,
                points=category.points,
                title=category.title,
                sections=[
                    SectionOut(id=one.id, title=one.title, items=[item.id for item in one.items])
                    for one in category.sections
                ],
            )
            for category in edition.categories
        ],
        vocabulary=edition.vocabulary,
    )


class ItemsAsked(BaseModel):
    q: str = Query(default="", max_length=200, description="Words in English or Chinese.")
    category: str = ""
    section: str = ""
    method: Method | None = None
    severity: Severity | None = None
    knock_out: bool = False
    trait: str = ""
    offset: int = Query(default=0, ge=0)
    limit: int = Query(default=100, ge=1, le=2_000)


@router.get("/{id}/items")
def list_items(shown: NamedEdition, asked: Annotated[ItemsAsked, Query()]) -> ItemsOut:
    """The items of an edition in its order; each filter narrows."""
    found = find(shown.edition, Wanted(**asked.model_dump(exclude={"offset", "limit"})))
    part = found[asked.offset : asked.offset + asked.limit]
    return ItemsOut(total=len(found), items=[_item(shown.edition, item) for item in part])


@router.get("/{id}/items/{item}")
def show_item(shown: NamedEdition, item: str) -> ItemOut:
    """One item with all its parts, its citations spelled out."""
    return _item(shown.edition, item_of(shown, item))


def _item(edition: Edition, item: Item) -> ItemOut:
    return ItemOut(
        id=item.id,
        category=item.category,
        section=item.section,
        method=item.method,
        severity=item.severity,
        knock_out=item.knock_out,
        sample=SampleOut(n=item.sample.n, accept=item.sample.accept, lot=item.sample.words),
        ask=list(item.ask),
        citations=[_citation(edition, ref) for ref in item.refs],
        thresholds=[_threshold(edition, id) for id in item.thresholds],
        zones=item.zones,
        traits=sorted(item.traits),
        measure=MeasureOut(**asdict(item.measure)) if item.measure else None,
        timer=item.timer,
        interview=item.interview,
        text=item.text,
    )


def _citation(edition: Edition, ref: Ref) -> CitationOut:
    return CitationOut(
        std=ref.std, clause=ref.clause, cited=edition.cited(ref), heading=edition.heading(ref)
    )


def _threshold(edition: Edition, id: str) -> ThresholdOut:
    known = edition.thresholds[id]
    return ThresholdOut(id=id, text=known.text, source=edition.cited(known.ref))
