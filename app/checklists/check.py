"""The checker: reads a checklist folder, holds every rule against it, and tells all it finds."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from app.checklists.binding import edition_of
from app.checklists.checks import alike, citation, criterion, frame, language, sentences, shares
from app.checklists.rules import Edition
from app.checklists.yaml_files import Folder, read_folder
from app.kit.yaml_text import Fault, YamlRefused

Rule = Callable[[Folder], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    frame.ids_are_unique,
    frame.files_are_named_by_their_id,
    frame.categories_are_in_order,
    frame.points_make_a_hundred,
    frame.coded_words_are_known,
    frame.every_method_has_a_name,
    frame.switches_lead_somewhere,
    citation.citations_exist,
    citation.citations_are_as_deep_as_listed,
    citation.cited_editions_stand,
    criterion.criteria_are_measurable,
    criterion.thresholds_stand_in_the_text,
    criterion.methods_have_their_parts,
    criterion.interviews_can_be_passed,
    criterion.evidence_is_named,
    language.english_comes_first,
    language.every_category_is_translated,
    language.every_item_is_translated,
    language.numbers_agree,
    language.chinese_reads_as_chinese,
    language.every_coded_word_has_all_its_names,
    language.cited_thresholds_are_translated,
    sentences.no_word_is_vague,
    sentences.one_thing_is_asked,
    alike.no_two_items_say_the_same,
    alike.no_sentence_is_a_mould,
    alike.openings_differ,
    alike.no_verb_is_worn_out,
    alike.evidence_differs,
    shares.categories_have_their_items,
    shares.shares_are_kept,
    shares.no_source_is_worn_out,
    shares.what_must_be_cited_is,
)


def check_folder(folder: Path) -> list[Fault]:
    """Every fault and warning, by file and line; the rules, once every file can be read."""
    try:
        return check(read_folder(folder))
    except YamlRefused as refused:
        return sorted(refused.faults, key=_place)


def check(folder: Folder) -> list[Fault]:
    """What the author has looked at and accepted (warnings.yaml) is left out."""
    faults = [fault for rule in RULES for fault in rule(folder)]
    accepted = folder.accepted.form.accepted if folder.accepted else ()
    known = {(row.rule, row.on) for row in accepted}
    met = {(fault.rule, fault.about) for fault in faults if fault.warning}
    left = [f for f in faults if not (f.warning and (f.rule, f.about) in known)]
    return sorted([*left, *_stale(folder, met)], key=_place)


def _stale(folder: Folder, met: Collection[tuple[str, str]]) -> Iterator[Fault]:
    paper = folder.accepted
    for n, row in enumerate(paper.form.accepted if paper else ()):
        if paper and (row.rule, row.on) not in met:
            reason = f"Nothing warns of {row.rule} at {row.on} any more."
            yield paper.fault(("accepted", n), "stale", reason, "Take the row out.").as_warning()


def load_edition(folder: Path) -> Edition:
    """The edition that the folder makes, or `YamlRefused` if anything in it is an error."""
    read = read_folder(folder)
    errors = [fault for fault in check(read) if not fault.warning]
    if errors:
        raise YamlRefused(errors)
    return edition_of(read)


def errors_in(faults: Iterable[Fault]) -> int:
    return sum(not fault.warning for fault in faults)


def as_text(faults: Iterable[Fault]) -> str:
    """One line a fault: file:line:column [rule] item: reason. Mend: ..."""
    return "".join(f"{fault}\n" for fault in faults)


def as_json(faults: Iterable[Fault]) -> str:
    return json.dumps([asdict(fault) for fault in faults], ensure_ascii=False, indent=1)


def _place(fault: Fault) -> tuple[str, int, int]:
    return fault.file, fault.line, fault.column
