"""A gap report made shorter, given photos, or changed in one category."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice

from app.reports.document import GapAnswer, GapCategory, GapDocument, GapItem, Photo, sealed

MOST_A_PLACE = 4


def shortened(document: GapDocument, items: int) -> GapDocument:
    """About `items` of it, spread evenly over the categories."""
    share = items // len(document.categories)
    cut = tuple(_first(category, share) for category in document.categories)
    return sealed(replace(document, categories=cut))


def with_photos(document: GapDocument, photos: int) -> GapDocument:
    """`photos` ids P1.. on the first answers, a few to each."""
    left = iter(range(1, photos + 1))

    def shown(answer: GapAnswer) -> GapAnswer:
        some = islice(left, MOST_A_PLACE)
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
