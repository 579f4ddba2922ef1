"""Facts that name what is not there: each is told where it stands, never passed over."""

from collections.abc import Collection, Iterator, Sequence

from app.programmes.packs.facts_shape import FactsGiven
from app.programmes.scheme.facts import AnswerFact, ItemFact
from app.programmes.scheme.pack import Pack

LISTED = 12
Path = tuple[str | int, ...]
Stranger = tuple[Path, str, str]


def strangers(
    given: FactsGiven,
    items: Sequence[ItemFact],
    answers: Sequence[tuple[Path, AnswerFact]],
    pack: Pack,
) -> Iterator[Stranger]:
    """The place of each, what is wrong, and how to mend it."""
    ids = {item.id: None for item in items}
    yield from _no_items(given, ids, answers)
    yield from _no_levels(ids, answers, pack)
    yield from _odd_findings(given, pack)
    for name in given.named:
        if name not in pack.named:
            reason = f"The programme asks for no fact {name}."
            yield ("named", name), reason, among("It asks for", pack.named)
    yield from _no_days(given, pack)


def among(start: str, known: Collection[str]) -> str:
    """A mend that lists what is known, in its order."""
    listed = ", ".join(list(dict.fromkeys(known))[:LISTED])
    return f"{start} {listed or 'none'}{' ...' if len(known) > LISTED else ''}."


def _no_items(
    given: FactsGiven, ids: Collection[str], answers: Sequence[tuple[Path, AnswerFact]]
) -> Iterator[Stranger]:
    named: list[tuple[Path, str]] = [((*path, "item"), one.item) for path, one in answers]
    named += [(("spots", at, "item"), one.item) for at, one in enumerate(given.spots)]
    named += [(("expected", item), item) for item in given.expected]
    for path, item in named:
        if item not in ids:
            yield path, f"There is no item {item}.", among("There are", ids)


def _no_levels(
    ids: Collection[str], answers: Sequence[tuple[Path, AnswerFact]], pack: Pack
) -> Iterator[Stranger]:
    for path, one in answers:
        known = pack.scale_for(one.item).levels if one.item in ids else {one.level: None}
        if one.level not in known:
            reason = f"{one.item}: there is no level {one.level}."
            yield (*path, "level"), reason, among("Its levels are", known)


def _odd_findings(given: FactsGiven, pack: Pack) -> Iterator[Stranger]:
    codes = [code for cls in pack.classes for code in (cls.code, *cls.also)]
    for at, finding in enumerate(given.findings):
        if finding.cls not in codes:
            reason = f"{finding.ref}: there is no class {finding.cls}."
            yield ("findings", at, "class"), reason, among("There are", codes)
        if finding.closed_on and finding.closed_on < finding.raised_on:
            reason = f"{finding.ref} was closed before it was raised."
            yield ("findings", at, "closed_on"), reason, "Mend one of the two days."


def _no_days(given: FactsGiven, pack: Pack) -> Iterator[Stranger]:
    known = [clock.anchor for cls in pack.classes for clock in cls.clocks]
    days: list[tuple[Path, str]] = [(("dates", x), x) for x in given.dates]
    for at, one in enumerate(given.findings):
        days += [(("findings", at, "dates", x), x) for x in one.dates]
    for path, anchor in days:
        if anchor not in known:
            mend = among("Clocks run from", known)
            yield path, f"No clock of the programme runs from {anchor}.", mend
