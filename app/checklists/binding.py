"""From a checked folder to the edition it makes: languages joined, switches resolved, sealed."""

from collections.abc import Iterable, Mapping

from app.checklists.content import sealed
from app.checklists.forms import ItemForm, MeasureForm, StandardForm, TextForm
from app.checklists.rules import (
    FIRST_LANGUAGE,
    Category,
    Edition,
    Interview,
    Item,
    Measure,
    Ref,
    Sample,
    Section,
    Standard,
    Text,
    Threshold,
    Timer,
    Vocabulary,
    acceptance_number,
)
from app.checklists.yaml_files import Folder, Found


def edition_of(folder: Folder) -> Edition:
    head = folder.head.form
    items = [_item(found, switches(folder)) for found in folder.items()]
    thresholds = _thresholds(folder, items)
    cited = [ref for item in items for ref in item.refs]
    cited += [threshold.ref for threshold in thresholds.values()]
    return sealed(
        Edition(
            checklist=head.id,
            version=head.version,
            title=head.title,
            languages=head.languages,
            domains=head.domains,
            categories=tuple(_categories(folder, items)),
            sha256="",
            vocabulary=_vocabulary(folder),
            standards=_standards(folder, cited),
            thresholds=thresholds,
        )
    )


def switches(folder: Folder) -> Mapping[str, frozenset[str]]:
    """The traits that switch a section ("12-facilities-living/dormitory") or an item on."""
    switched: dict[str, frozenset[str]] = {}
    for trait, form in folder.head.form.traits.items():
        for place in form.switches:
            switched[place] = switched.get(place, frozenset()) | {trait}
    return switched


def _item(found: Found, switched: Mapping[str, frozenset[str]]) -> Item:
    form, category = found.form, found.category.form.id
    none: frozenset[str] = frozenset()
    by_place = switched.get(f"{category}/{found.section}", none) | switched.get(form.id, none)
    return Item(
        id=form.id,
        category=category,
        section=found.section,
        method=form.method,
        severity=form.severity,
        sample=_sample(found),
        ask=form.ask,
        refs=tuple(Ref(ref.std, ref.clause) for ref in form.refs),
        text={FIRST_LANGUAGE: _text(form)} | {lang: _text(said) for lang, said in found.said()},
        thresholds=form.thresholds,
        knock_out=form.knock_out,
        zones=form.zones,
        traits=frozenset(form.traits) | by_place,
        measure=_measure(form.measure) if form.measure else None,
        timer=Timer(form.timer.seconds) if form.timer else None,
        interview=Interview(form.interview.k, form.interview.n) if form.interview else None,
    )


def _text(form: TextForm) -> Text:
    return Text(
        form.title, form.requirement, form.criterion, form.evidence, form.guidance, form.failure
    )


def _sample(found: Found) -> Sample:
    form = found.form
    words = {FIRST_LANGUAGE: form.sample.lot} | {lang: said.lot for lang, said in found.said()}
    return Sample(form.sample.n, _accept(form), words)


def _accept(form: ItemForm) -> int | None:
    sample = form.sample
    if "accept" in sample.model_fields_set or sample.n is None:
        return sample.accept
    return acceptance_number(form.severity, sample.n)


def _measure(form: MeasureForm) -> Measure:
    return Measure(
        quantity=form.quantity,
        unit=form.unit,
        limit=form.limit,
        direction=form.direction,
        instrument=form.instrument,
        inclusive=form.inclusive,
        limit_where=form.limit_where,
    )


def _categories(folder: Folder, items: Iterable[Item]) -> Iterable[Category]:
    by_section: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        by_section.setdefault((item.category, item.section), []).append(item)
    for paper in folder.categories:
        form = paper.form
        further = {
            lang: papers[form.id].form
            for lang, papers in folder.translations.items()
            if form.id in papers
        }
        yield Category(
            id=form.id,
            number=form.number,
            domain=form.domain,
            points=form.points,
            title={FIRST_LANGUAGE: form.title} | {lang: t.title for lang, t in further.items()},
            sections=tuple(
                Section(
                    id=section.id,
                    title={FIRST_LANGUAGE: section.title}
                    | {lang: t.sections[section.id] for lang, t in further.items()},
                    items=tuple(by_section[form.id, section.id]),
                )
                for section in form.sections
            ),
        )


def _vocabulary(folder: Folder) -> Vocabulary:
    head = folder.head.form
    return Vocabulary(
        roles=head.roles,
        methods={method.value: names for method, names in head.methods.items()},
        severities={severity.value: names for severity, names in head.severities.items()},
        traits={trait: form.title for trait, form in head.traits.items()},
        zones=head.zones,
        quantities=head.quantities,
        instruments=head.instruments,
    )


def _thresholds(folder: Folder, items: Iterable[Item]) -> dict[str, Threshold]:
    cited = {id for item in items for id in item.thresholds}
    return {
        form.id: Threshold(
            id=form.id,
            topic=form.topic,
            text={FIRST_LANGUAGE: form.text} | _threshold_words(folder, form.id),
            ref=Ref(form.std, form.clause),
            basis=form.basis,
            checked=form.checked,
        )
        for form in folder.thresholds.form.thresholds
        if form.id in cited
    }


def _threshold_words(folder: Folder, id: str) -> dict[str, str]:
    return {
        lang: paper.form.thresholds[id]
        for lang, paper in folder.threshold_words.items()
        if id in paper.form.thresholds
    }


def _standards(folder: Folder, refs: Iterable[Ref]) -> dict[str, Standard]:
    clauses: dict[str, set[str]] = {}
    for ref in refs:
        clauses.setdefault(ref.std, set()).update({ref.clause} if ref.clause else ())
    return {std: _standard(folder.standards[std].form, cited) for std, cited in clauses.items()}


def _standard(form: StandardForm, cited: set[str]) -> Standard:
    title = {FIRST_LANGUAGE: form.title} | ({"zh": form.title_zh} if form.title_zh else {})
    return Standard(
        id=form.id,
        cite_as=form.cite_as,
        title=title,
        publisher=form.publisher,
        edition=form.edition,
        kind=form.kind,
        clauses={id: title for id, title in form.headings().items() if id in cited},
    )
