"""A checklist folder, read: every file in its shape, every value with its place, or every fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from app.checklists.forms import (
    AcceptedWarningsForm,
    CategoryForm,
    ChecklistForm,
    ItemForm,
    ItemTranslationForm,
    Shape,
    StandardForm,
    ThresholdsForm,
    ThresholdWordsForm,
    TranslationForm,
)
from app.kit.yaml_text import Document, Fault, YamlRefused, faults_of, read_file

F = TypeVar("F", bound=Shape)

HEAD = "checklist.yaml"
THRESHOLDS = "thresholds.yaml"
ACCEPTED = "warnings.yaml"
CATEGORIES = "[0-9][0-9]-*.yaml"
STANDARDS = "standards"


@dataclass(frozen=True, slots=True)
class Paper(Generic[F]):
    """A file that has its shape, and where each of its values stands."""

    form: F
    document: Document

    def fault(self, at: tuple[str | int, ...], rule: str, reason: str, mend: str) -> Fault:
        return self.document.fault(at, rule, reason, mend)


@dataclass(frozen=True, slots=True)
class Found:
    """An item where it stands: in its category file and in the file of each further language."""

    form: ItemForm
    category: Paper[CategoryForm]
    section: str
    path: tuple[str | int, ...]
    translations: Mapping[str, Paper[TranslationForm]]

    def fault(
        self,
        at: tuple[str | int, ...],
        rule: str,
        reason: str,
        mend: str,
        *,
        lang: str = "",
        warning: bool = False,
    ) -> Fault:
        """A fault at a key of this item, in the file of `lang` if one is named."""
        document = self.translations[lang].document if lang else self.category.document
        path = ("items", self.form.id) if lang else self.path
        fault = document.fault((*path, *at), rule, reason, mend)
        return replace(fault, item=self.form.id, warning=warning)

    def said(self) -> Iterator[tuple[str, ItemTranslationForm]]:
        """The item in each further language that has it."""
        for lang, paper in self.translations.items():
            if text := paper.form.items.get(self.form.id):
                yield lang, text


@dataclass(frozen=True, slots=True)
class Folder:
    """`translations` and `threshold_words` by language, `translations` then by category."""

    head: Paper[ChecklistForm]
    categories: tuple[Paper[CategoryForm], ...]
    translations: Mapping[str, Mapping[str, Paper[TranslationForm]]]
    standards: Mapping[str, Paper[StandardForm]]
    thresholds: Paper[ThresholdsForm]
    threshold_words: Mapping[str, Paper[ThresholdWordsForm]]
    accepted: Paper[AcceptedWarningsForm] | None

    @property
    def further_languages(self) -> tuple[str, ...]:
        return self.head.form.languages[1:]

    def items(self) -> Iterator[Found]:
        for category in self.categories:
            translations = {
                lang: papers[category.form.id]
                for lang, papers in self.translations.items()
                if category.form.id in papers
            }
            for s, section in enumerate(category.form.sections):
                for i, form in enumerate(section.items):
                    path = ("sections", s, "items", i)
                    yield Found(form, category, section.id, path, translations)


def read_folder(folder: Path) -> Folder:
    """Every file of the folder in its shape, or `YamlRefused` with every fault of every file."""
    reading = _Reading(folder)
    head = reading.one(HEAD, ChecklistForm)
    languages = head.form.languages[1:] if head else ()
    categories = reading.many(CATEGORIES, CategoryForm)
    translations = {
        lang: reading.many(f"{lang}/{CATEGORIES}", TranslationForm) for lang in languages
    }
    standards = reading.many(f"{STANDARDS}/*.yaml", StandardForm)
    thresholds = reading.one(THRESHOLDS, ThresholdsForm)
    words = {lang: reading.one(f"{lang}/{THRESHOLDS}", ThresholdWordsForm) for lang in languages}
    known = (folder / ACCEPTED).is_file()
    accepted = reading.one(ACCEPTED, AcceptedWarningsForm) if known else None
    if reading.faults or head is None or thresholds is None:
        raise YamlRefused(reading.faults)
    return Folder(
        head=head,
        categories=tuple(categories),
        translations={
            lang: {paper.form.category: paper for paper in papers}
            for lang, papers in translations.items()
        },
        standards={paper.form.id: paper for paper in standards},
        thresholds=thresholds,
        threshold_words={lang: paper for lang, paper in words.items() if paper},
        accepted=accepted,
    )


class _Reading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []

    def one(self, name: str, shape: type[F]) -> Paper[F] | None:
        path = self.folder / name
        if not path.is_file():
            mend = "Add the file, or name the folder that holds it."
            self.faults.append(Fault(str(path), 1, 1, "", "file", "The file is missing.", mend))
            return None
        try:
            document = read_file(path, name=str(path))
        except YamlRefused as refused:
            self.faults.extend(refused.faults)
            return None
        try:
            return Paper(shape.model_validate(document.value), document)
        except ValidationError as error:
            self.faults.extend(faults_of(error, document))
            return None

    def many(self, pattern: str, shape: type[F]) -> list[Paper[F]]:
        names = sorted(path.relative_to(self.folder) for path in self.folder.glob(pattern))
        papers = (self.one(str(name), shape) for name in names)
        return [paper for paper in papers if paper]
