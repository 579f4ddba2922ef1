"""A gap report made shorter, given photos, or changed in one category."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice

from app.reports.document import GapAnswer, GapCategory, GapDocument, GapItem, Photo, sealed

A_PLACE = 4


def shortened(document: GapDocument, items: int) -> GapDocument:
    """About `items` of it, spread evenly over the categories, and what is told of these."""
    share = items // len(document.categories)
    if share >= max(map(_items, document.categories)):
        return document
    cut = tuple(_first(category, share) for category in document.categories)
    kept = {item.id for one in cut for section in one.sections for item in section.items}
    return sealed(
        replace(
            document,
            categories=cut,
            findings=tuple(one for one in document.findings if one.item in kept),
            not_applicable=tuple(one for one in document.not_applicable if one.item in kept),
            unseen=tuple(one for one in document.unseen if one.item in kept),
        )
    )


def with_photos(document: GapDocument, photos: int) -> GapDocument:
    """`photos` ids P1.. on the first answers, a few to each; more where answers are few."""
    left = iter(range(1, photos + 1))
    places = sum(
        len(item.answers) for c in document.categories for s in c.sections for item in s.items
    )
    each = max(A_PLACE, -(-photos // places))

    def shown(answer: GapAnswer) -> GapAnswer:
        some = islice(left, each)
        return replace(answer, photos=tuple(Photo(id=f"P{n}", caption=f"{n}.jpg") for n in some))

    return _each_answer(document, shown)


def with_note(document: GapDocument) -> GapDocument:
    """The first answer of all says something else."""
    numbers = count()
    return _each_answer(
        document,
        lambda answer: replace(answer, note="Seen again.") if next(numbers) == 0 else answer,
    )


def _each_answer(document: GapDocument, change: Callable[[GapAnswer], GapAnswer]) -> GapDocument:
    def item(one: GapItem) -> GapItem:
        return replace(one, answers=tuple(map(change, one.answers)))

    return sealed(
        replace(document, categories=tuple(_mapped(c, item) for c in document.categories))
    )


def _mapped(category: GapCategory, change: Callable[[GapItem], GapItem]) -> GapCategory:
    sections = (
        replace(section, items=tuple(map(change, section.items))) for section in category.sections
    )
    return replace(category, sections=tuple(sections))


def _first(category: GapCategory, share: int) -> GapCategory:
    left = share
    sections = []
    for section in category.sections:
        if left > 0:
            sections.append(replace(section, items=section.items[:left]))
            left -= len(section.items)
    return replace(category, sections=tuple(sections))


def _items(category: GapCategory) -> int:
    return sum(len(section.items) for section in category.sections)
