"""Languages: every text stands in each of them, with the same numbers, and reads as an original."""

from collections.abc import Iterator, Mapping

from app.checklists.checks.wording import half_width_mark, numbers, share_of_han
from app.checklists.forms import CategoryForm, ItemTranslationForm, TranslationForm
from app.checklists.rules import FIRST_LANGUAGE
from app.checklists.yaml_files import Folder, Found, Paper
from app.kit.yaml_text import Fault

CHINESE = "zh"
LEAST_HAN = 0.6


def english_comes_first(folder: Folder) -> Iterator[Fault]:
    if folder.head.form.languages[0] != FIRST_LANGUAGE:
        reason = "The category files are read as English."
        yield folder.head.fault(("languages", 0), "language", reason, "Name en first.")


def every_category_is_translated(folder: Folder) -> Iterator[Fault]:
    for lang in folder.further_languages:
        for category in folder.categories:
            paper = folder.translations[lang].get(category.form.id)
            if paper is None:
                reason = f"There is no {lang}/{category.form.id}.yaml."
                yield category.fault(("id",), "language", reason, f"Write the category in {lang}.")
            else:
                yield from _against(category, paper, lang)


def _against(
    category: Paper[CategoryForm], paper: Paper[TranslationForm], lang: str
) -> Iterator[Fault]:
    form = paper.form
    if form.language != lang:
        reason = f"The file stands in the folder {lang} and says {form.language}."
        yield paper.fault(("language",), "language", reason, "Move it, or mend the word.")
    sections = {section.id for section in category.form.sections}
    for section in sections - form.sections.keys():
        reason = f"The section {section} has no title in {lang}."
        yield paper.fault(("sections",), "language", reason, f"Add {section}.")
    for section in form.sections.keys() - sections:
        reason = f"The category has no section {section}."
        yield paper.fault(("sections", section), "language", reason, "Remove or rename it.")
    items = {item.id for section in category.form.sections for item in section.items}
    for id in form.items.keys() - items:
        reason = f"The category has no item {id}."
        yield paper.fault(("items", id), "language", reason, "Remove it, or mend the id.")


def every_item_is_translated(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        said = dict(found.said())
        for lang in found.translations.keys() - said.keys():
            reason = f"The item is missing in {found.translations[lang].document.name}."
            yield found.fault(("id",), "language", reason, f"Write it in {lang}.")


def numbers_agree(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        for lang, text in found.said():
            yield from _numbers_against(found, lang, text)


def _numbers_against(found: Found, lang: str, text: ItemTranslationForm) -> Iterator[Fault]:
    first, other = numbers(found.form.criterion), numbers(text.criterion)
    if first != other:
        differing = ", ".join(sorted(f"{number:f}" for number in first ^ other))
        reason = f"The numbers of the criterion differ from the English: {differing}."
        yield found.fault(("criterion",), "numbers", reason, "Make them agree.", lang=lang)
    if len(text.evidence) != len(found.form.evidence):
        reason = f"{len(text.evidence)} pieces of evidence; English has {len(found.form.evidence)}."
        yield found.fault(("evidence",), "numbers", reason, "Name the same ones.", lang=lang)


def chinese_reads_as_chinese(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        text = dict(found.said()).get(CHINESE)
        if text is None:
            continue
        if share_of_han(text.requirement) < LEAST_HAN:
            reason = "Less than 60 % of the requirement is Chinese."
            mend = "Write it in Chinese."
            yield found.fault(("requirement",), "chinese", reason, mend, lang=CHINESE)
        for key in ("title", "requirement", "criterion", "guidance", "failure", "lot"):
            if mark := half_width_mark(getattr(text, key)):
                reason = f'The half-width mark "{mark}" touches a Chinese character.'
                mend = "Write the full-width mark."
                yield found.fault((key,), "chinese", reason, mend, lang=CHINESE)


def every_coded_word_has_all_its_names(folder: Folder) -> Iterator[Fault]:
    head = folder.head.form
    named: dict[tuple[str, ...], Mapping[str, str]] = {("title",): head.title}
    for key in ("domains", "methods", "severities", "roles", "zones", "quantities", "instruments"):
        named |= {(key, str(word)): names for word, names in getattr(head, key).items()}
    named |= {("traits", word, "title"): form.title for word, form in head.traits.items()}
    for path, names in named.items():
        for lang in head.languages:
            if lang not in names:
                reason = f"{path[-1]} has no name in {lang}."
                yield folder.head.fault(path, "language", reason, f"Add {lang}.")


def cited_thresholds_are_translated(folder: Folder) -> Iterator[Fault]:
    known = {form.id for form in folder.thresholds.form.thresholds}
    for found in folder.items():
        for n, id in enumerate(found.form.thresholds):
            for lang, paper in folder.threshold_words.items():
                if id in known and id not in paper.form.thresholds:
                    reason = f"{id} does not stand in {paper.document.name}."
                    mend = f"Write the threshold in {lang}."
                    yield found.fault(("thresholds", n), "language", reason, mend)
