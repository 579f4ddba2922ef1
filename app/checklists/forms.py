"""The shape of each file of a checklist folder. What a shape cannot say is checked in checks/."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)

from app.checklists.rules import Direction, Method, Severity


def _exact(value: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("This must be a number.")  # noqa: TRY004 - pydantic reports ValueError
    return value


def _all_or_count(value: Any) -> Any:  # noqa: ANN401 - whatever stood in the file
    if value == "all":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("Write all, or how many are drawn.")
    return value


_COUNT_SCHEMA = {"anyOf": [{"const": "all"}, {"type": "integer", "minimum": 1}]}

Line = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
Trait = Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,40}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{1,59}$")]
CategoryId = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}-[a-z0-9-]{2,50}$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[A-Z]{3}-[0-9]{3}$")]
ThresholdId = Annotated[str, StringConstraints(pattern=r"^T[0-9]{3}$")]
Switched = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{2}-[a-z0-9-]+/[a-z0-9_]+|[A-Z]{3}-[A-Z]{3}-[0-9]{3})$")
]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,29}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Exact = Annotated[Decimal, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]
Count = Annotated[int | None, BeforeValidator(_all_or_count), WithJsonSchema(_COUNT_SCHEMA)]
Names = dict[Language, Line]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class RefForm(Shape):
    std: Slug
    clause: Line | None = None


class SampleForm(Shape):
    n: Count = Field(description="How many are drawn, or all.")
    accept: StrictInt | None = Field(
        default=None,
        ge=0,
        description="How many may fail. Left out: 0, or 1 for minor from n = 13; with n: all, none "
        "is stated here because the criterion states a share.",
    )
    lot: Line = Field(description="What the sample is drawn from, and how.")


class MeasureForm(Shape):
    quantity: Word
    unit: Line
    limit: Exact
    direction: Direction
    instrument: Word
    inclusive: StrictBool = Field(default=True, description="Whether the limit itself passes.")
    limit_where: dict[Trait, Exact] = Field(
        default_factory=dict, description="Another limit at a site that has the trait."
    )


class TimerForm(Shape):
    seconds: StrictInt = Field(gt=0, le=86_400)


class InterviewForm(Shape):
    k: StrictInt = Field(gt=0, description="How many must say it ...")
    n: StrictInt = Field(gt=0, description="... of how many persons heard.")


class TextForm(Shape):
    title: Line
    requirement: Line
    criterion: Line
    evidence: tuple[Line, ...]
    guidance: Line
    failure: Line


class ItemForm(TextForm):
    id: ItemId
    method: Method
    severity: Severity
    sample: SampleForm
    ask: tuple[Word, ...] = Field(min_length=1)
    refs: tuple[RefForm, ...] = Field(min_length=1)
    thresholds: tuple[ThresholdId, ...] = ()
    knock_out: StrictBool = Field(default=False, description="A failure alone bars the list.")
    zones: Word | None = Field(default=None, description="Answered in each zone of this kind.")
    traits: tuple[Trait, ...] = Field(default=(), description="Asked where a site has all.")
    measure: MeasureForm | None = None
    timer: TimerForm | None = None
    interview: InterviewForm | None = None


class SectionForm(Shape):
    id: Word
    title: Line
    items: tuple[ItemForm, ...] = Field(min_length=1)


class CategoryForm(Shape):
    """One category: its structure, and its words in the first language."""

    id: CategoryId
    number: StrictInt = Field(ge=1, le=99)
    domain: Word
    points: Exact = Field(gt=0)
    title: Line
    sections: tuple[SectionForm, ...] = Field(min_length=1)


class ItemTranslationForm(TextForm):
    lot: Line


class TranslationForm(Shape):
    """One category in a further language, keyed by section and item id."""

    category: CategoryId
    language: Language
    title: Line
    sections: dict[Word, Line]
    items: dict[ItemId, ItemTranslationForm]


class TraitForm(Shape):
    title: Names
    switches: tuple[Switched, ...] = Field(
        default=(), description="Sections (category/section) and items asked only where it is so."
    )


Share = Annotated[StrictInt, Field(ge=0, le=100)]


class FrameForm(Shape):
    """What the whole is held against, beyond its single items. Shares in percent."""

    items: dict[CategoryId, Annotated[StrictInt, Field(gt=0)]] = Field(
        description="How many items a category has, give or take a tenth."
    )
    methods: dict[Method, tuple[Share, Share]] = Field(description="The least and the most.")
    severities: dict[Severity, tuple[Share, Share]] = Field(description="The least and the most.")
    least_sourced: Share = Field(
        description="How many have a number that a threshold or the house rule gives."
    )
    cites: dict[Slug, Literal["second_level"] | tuple[Line, ...]] = Field(
        description="Clauses that some item must cite, themselves or one below them."
    )


class ChecklistForm(Shape):
    """The head of a checklist: its name, and every coded word that its items may use."""

    id: Slug
    version: Version
    title: Names
    languages: tuple[Language, ...] = Field(min_length=1)
    domains: dict[Word, Names]
    methods: dict[Method, Names]
    severities: dict[Severity, Names]
    roles: dict[Word, Names]
    zones: dict[Word, Names]
    traits: dict[Trait, TraitForm]
    quantities: dict[Word, Names]
    instruments: dict[Word, Names]
    frame: FrameForm | None = Field(default=None, description="For a checklist that is whole.")


class AcceptedForm(Shape):
    rule: Line
    on: Line = Field(description="The item, or the source, that the warning is about.")
    why: Line


class AcceptedWarningsForm(Shape):
    """Warnings that an author has looked at and left, each with its reason."""

    accepted: tuple[AcceptedForm, ...]


class ClauseForm(Shape):
    id: Line
    title: Line


class ArticlesForm(Shape):
    prefix: Line
    first: StrictInt = Field(ge=1)
    last: StrictInt = Field(ge=1)


class StandardForm(Shape):
    """Facts about one source: numbers and short headings, never its text."""

    id: Slug
    cite_as: Line
    aliases: tuple[Line, ...] = ()
    title: Line
    title_zh: Line | None = None
    publisher: Line
    edition: Line
    kind: Literal["standard", "code", "law", "convention", "guideline", "benchmark", "house"]
    status: Line | None = None
    note: Line | None = None
    verified: Line
    coverage: Literal["full", "selected", "none"]
    clauses_complete: StrictBool
    articles: ArticlesForm | None = None
    clauses: tuple[ClauseForm, ...]

    def headings(self) -> Mapping[str, str]:
        return {clause.id: clause.title for clause in self.clauses}


class ThresholdForm(Shape):
    id: ThresholdId
    topic: Line
    text: Line
    std: Slug
    clause: Line | None
    basis: Literal["norm", "benchmark"]
    checked: Literal["seen", "memory"]


class ThresholdsForm(Shape):
    """Public numbers that criteria may use, each with its source."""

    thresholds: tuple[ThresholdForm, ...]


class ThresholdWordsForm(Shape):
    """The thresholds in a further language, keyed by id."""

    language: Language
    thresholds: dict[ThresholdId, Line]
