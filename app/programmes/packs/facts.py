"""Facts from plain data: a file for trying a scheme, or a vector of a pack."""

from collections.abc import Iterator, Mapping, Sequence

from app.programmes.packs.facts_shape import (
    FactsGiven,
    FactsRefused,
    FindingGiven,
    Levels,
)
from app.programmes.packs.strangers import Path, among, strangers
from app.programmes.scheme.facts import (
    AnswerFact,
    Clause,
    Facts,
    FindingFact,
    ItemFact,
    SpotFact,
)
from app.programmes.scheme.pack import Pack


def facts_from(given: Mapping[str, object], pack: Pack) -> Facts:
    """Facts for `pack`; pydantic's ValidationError or `FactsRefused` if they cannot be read."""
    read = FactsGiven.model_validate(given)
    items = _items(read, pack)
    answers = _answers(read, items)
    for path, reason, mend in strangers(read, items, answers, pack):
        raise FactsRefused(path, reason, mend)
    return Facts(
        items=items,
        answers=tuple(answer for _, answer in answers),
        findings=tuple(_finding(finding) for finding in read.findings),
        as_of=read.day,
        expected=read.expected,
        named=read.named,
        spots=tuple(SpotFact(**spot.model_dump()) for spot in read.spots),
        anchors=read.dates,
    )


def _answers(read: FactsGiven, items: Sequence[ItemFact]) -> list[tuple[Path, AnswerFact]]:
    """Each answer with the place where it is given."""
    found: list[tuple[Path, AnswerFact]] = [
        (("answers", at), AnswerFact(**one.model_dump())) for at, one in enumerate(read.answers)
    ]
    for place, levels in read.levels.items():
        listed = isinstance(levels, tuple)
        found += [
            (("levels", place, at if listed else one.level), one)
            for at, one in enumerate(_in_order(items, place, levels))
        ]
    if read.rest is not None:
        answered = {one.item for _, one in found}
        rest = (item.id for item in items if item.id not in answered)
        found += [(("rest",), AnswerFact(item, read.rest)) for item in rest]
    return found


def _items(read: FactsGiven, pack: Pack) -> tuple[ItemFact, ...]:
    if pack.items and read.items:
        raise FactsRefused(("items",), "The programme holds its own items.", "Leave items out.")
    if read.items and isinstance(read.items, tuple):
        return tuple(ItemFact(**item.model_dump()) for item in read.items)
    if pack.items:
        return pack.items
    places = looked_at(pack) if read.answers or read.levels or read.rest else []
    many = read.items if isinstance(read.items, dict) else dict.fromkeys(places, 1)
    return tuple(item for place, n in many.items() for item in _made_up(place, n, pack))


def _made_up(place: str, n: int, pack: Pack) -> Iterator[ItemFact]:
    if place not in looked_at(pack):
        mend = among("It looks at", looked_at(pack))
        raise FactsRefused(("items", place), f"The programme looks at no {place}.", mend)
    ids = [place] if n == 1 else [f"{place}-{at}" for at in range(1, n + 1)]
    return (ItemFact(id, place, place, tags=frozenset({place})) for id in ids)


def looked_at(pack: Pack) -> list[str]:
    """The categories, sections, tags and items of a checklist that the nodes name, each once."""
    picks = [node.picks for node in pack.nodes]
    return sorted({id for x in picks for id in (*x.categories, *x.sections, *x.tags, *x.items)})


def _finding(given: FindingGiven) -> FindingFact:
    own = frozenset({Clause("", given.clause)} if given.clause else ())
    said = given.model_dump(exclude={"dates", "clause"})
    return FindingFact(**said, clauses=own, anchors=given.dates)


def _in_order(items: Sequence[ItemFact], category: str, given: Levels) -> list[AnswerFact]:
    levels = (
        [code for code, n in given.items() for _ in range(n)] if isinstance(given, dict) else given
    )
    inside = [item for item in items if category in {item.category, item.section}]
    if len(inside) != len(levels):
        reason = f"{category} has {len(inside)} items; {len(levels)} levels are given."
        raise FactsRefused(("levels", category), reason, "Give each item one level.")
    return [AnswerFact(item.id, level) for item, level in zip(inside, levels, strict=True)]
