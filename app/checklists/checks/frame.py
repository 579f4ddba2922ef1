"""The frame: names are unique, every coded word is known, the points make a hundred."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import PurePath

from app.checklists.rules import Method, Severity
from app.checklists.yaml_files import Folder, Found
from app.kit.yaml_text import Document, Fault

ALL_POINTS = Decimal(100)


def ids_are_unique(folder: Folder) -> Iterator[Fault]:
    seen: dict[str, Found] = {}
    for found in folder.items():
        first = seen.setdefault(found.form.id, found)
        if first is not found:
            line, _ = first.category.document.position((*first.path, "id"))
            reason = f"The id stands already in {first.category.document.name}, line {line}."
            yield found.fault(("id",), "unique", reason, "Give the newer item an unused number.")
    thresholds = folder.thresholds
    ids = [form.id for form in thresholds.form.thresholds]
    yield from _repeated(ids, thresholds.document, "thresholds")
    for paper in folder.categories:
        sections = [section.id for section in paper.form.sections]
        yield from _repeated(sections, paper.document, "sections")


def _repeated(ids: Sequence[str], document: Document, key: str) -> Iterator[Fault]:
    for n, id in enumerate(ids):
        if id in ids[:n]:
            reason = f"{id} stands here a second time."
            yield document.fault((key, n, "id"), "unique", reason, "Rename or remove it.")


def files_are_named_by_their_id(folder: Folder) -> Iterator[Fault]:
    categories = [(paper.form.id, paper.document, ("id",)) for paper in folder.categories]
    standards = [(paper.form.id, paper.document, ("id",)) for paper in folder.standards.values()]
    translations = [
        (paper.form.category, paper.document, ("category",))
        for papers in folder.translations.values()
        for paper in papers.values()
    ]
    for id, document, at in (*categories, *standards, *translations):
        if PurePath(document.name).stem != id:
            reason = f"The file is not named by what it holds, {id}."
            yield document.fault(at, "file-name", reason, f"Name the file {id}.yaml.")


def categories_are_in_order(folder: Folder) -> Iterator[Fault]:
    for paper in folder.categories:
        form = paper.form
        if form.number != int(form.id[:2]):
            reason = f"The number {form.number} is not that of the id {form.id}."
            yield paper.fault(("number",), "frame", reason, f"Write {int(form.id[:2])}.")
        if form.domain not in folder.head.form.domains:
            yield paper.fault(("domain",), *_unknown(form.domain, "domains"))


def points_make_a_hundred(folder: Folder) -> Iterator[Fault]:
    total = sum((paper.form.points for paper in folder.categories), Decimal(0))
    if total != ALL_POINTS:
        reason = f"The points of the {len(folder.categories)} categories make {total}, not 100."
        mend = "Add the missing category, or mend the points."
        yield folder.head.fault((), "points", reason, mend)


def coded_words_are_known(folder: Folder) -> Iterator[Fault]:
    """Roles, zones, traits, quantities and instruments stand in the head."""
    head = folder.head.form
    for found in folder.items():
        form = found.form
        for n, role in enumerate(form.ask):
            if role not in head.roles:
                yield found.fault(("ask", n), *_unknown(role, "roles"))
        for n, trait in enumerate(form.traits):
            if trait not in head.traits:
                yield found.fault(("traits", n), *_unknown(trait, "traits"))
        if form.zones and form.zones not in head.zones:
            yield found.fault(("zones",), *_unknown(form.zones, "zones"))
        yield from _measure_words(found, folder)


def _measure_words(found: Found, folder: Folder) -> Iterator[Fault]:
    head, measure = folder.head.form, found.form.measure
    if measure is None:
        return
    if measure.quantity not in head.quantities:
        yield found.fault(("measure", "quantity"), *_unknown(measure.quantity, "quantities"))
    if measure.instrument not in head.instruments:
        yield found.fault(("measure", "instrument"), *_unknown(measure.instrument, "instruments"))
    for trait in measure.limit_where:
        if trait not in head.traits:
            yield found.fault(("measure", "limit_where", trait), *_unknown(trait, "traits"))


def _unknown(word: str, key: str) -> tuple[str, str, str]:
    reason = f"{word} is not among the {key} of checklist.yaml."
    return "vocabulary", reason, f"Mend its spelling, or add it to {key} with all its names."


def every_method_has_a_name(folder: Folder) -> Iterator[Fault]:
    head = folder.head.form
    for key, words, named in (
        ("methods", tuple(Method), head.methods),
        ("severities", tuple(Severity), head.severities),
    ):
        for word in words:
            if word not in named:
                reason = f"{word} has no name among the {key}."
                yield folder.head.fault((key,), "vocabulary", reason, f"Add {word} with its names.")


def switches_lead_somewhere(folder: Folder) -> Iterator[Fault]:
    items = list(folder.items())
    places = {f"{found.category.form.id}/{found.section}" for found in items}
    places |= {found.form.id for found in items}
    for trait, form in folder.head.form.traits.items():
        for n, place in enumerate(form.switches):
            if place not in places:
                reason = f"{place} is neither a section nor an item of this checklist."
                at = ("traits", trait, "switches", n)
                yield folder.head.fault(at, "switch", reason, "Mend the name, or remove it.")
