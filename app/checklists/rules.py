"""The vocabulary of a checklist: an edition of categories, sections and items, once and for all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from app.kit.words import mark as _

FIRST_LANGUAGE = "en"
UNIT = _("{n} {unit}")
UNITS = {
    "%": _("{n} %"),
    "s": _("{n} s"),
    "min": _("{n} min"),
    "h": _("{n} h"),
    "d": _("{n} d"),
    "pcs": _("{n} pcs"),
    "particles/m³": _("{n} particles/m³"),
}
"""Units that are words, or stand differently, in other languages; a sign is a sign everywhere."""
LARGE = 10**7  # from here on a limit is read by its power of ten
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Method(StrEnum):
    DOCUMENT_REVIEW = "document_review"
    RECORD_TRACE = "record_trace"
    SAMPLING = "sampling"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    MEASUREMENT = "measurement"
    TIMED_SPOT_CHECK = "timed_spot_check"


class Severity(StrEnum):
    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Direction(StrEnum):
    """Whether a measured value must stay at or below its limit, or at or above it."""

    MAX = "max"
    MIN = "min"


@dataclass(frozen=True, slots=True)
class Text:
    """An item in one language."""

    title: str
    requirement: str
    criterion: str
    evidence: tuple[str, ...]
    guidance: str
    failure: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A citation; `clause` None cites the source as a whole."""

    std: str
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """`n` drawn (None: all), of which `accept` may fail (None: the criterion states a share)."""

    n: int | None
    accept: int | None
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measure:
    """`limit_where`: another limit at a site that has the trait. `inclusive`: the limit passes."""

    quantity: str
    unit: str
    limit: Decimal
    direction: Direction
    instrument: str
    inclusive: bool = True
    limit_where: Mapping[str, Decimal] = field(default_factory=dict)

    def limit_at(self, traits: frozenset[str]) -> Decimal:
        """The strictest limit that a site with `traits` must hold."""
        limits = [limit for trait, limit in self.limit_where.items() if trait in traits]
        strictest = min if self.direction is Direction.MAX else max
        return strictest(limits, default=self.limit)

    def holds(self, value: Decimal, traits: frozenset[str] = frozenset()) -> bool:
        limit = self.limit_at(traits)
        within = value < limit if self.direction is Direction.MAX else value > limit
        return within or (self.inclusive and value == limit)

    def told(self, value: Decimal, limit: Decimal | None = None) -> tuple[str, Mapping[str, str]]:
        """A msgid and its parts; `value` reads like the `limit` that it is held against."""
        digits = digits_beside(value, self.limit if limit is None else limit)
        return UNITS.get(self.unit, UNIT), {"n": digits, "unit": self.unit}


def digits_beside(value: Decimal, limit: Decimal) -> str:
    """Every digit that was entered, at least the decimals of `limit`, and its power of ten."""
    power = limit.adjusted()
    if abs(limit) >= LARGE:
        shown = value.scaleb(-power).normalize()
        return f"{_at_least(shown, 1):f} × 10{str(power).translate(RAISED)}"
    return f"{_at_least(value, _decimals(limit)):,f}"


def _at_least(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-max(decimals, _decimals(value))))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class Timer:
    """A stopwatch runs; beyond `seconds` the check has failed."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Interview:
    """At least `k` of the `n` persons heard must say it."""

    k: int
    n: int


@dataclass(frozen=True, slots=True)
class Item:
    """`zones`: answered once in each zone of this kind; `traits`: asked where a site has all."""

    id: str
    category: str
    section: str
    method: Method
    severity: Severity
    sample: Sample
    ask: tuple[str, ...]
    refs: tuple[Ref, ...]
    text: Mapping[str, Text]
    thresholds: tuple[str, ...] = ()
    knock_out: bool = False
    zones: str | None = None
    traits: frozenset[str] = frozenset()
    measure: Measure | None = None
    timer: Timer | None = None
    interview: Interview | None = None

    def said(self, lang: str) -> Text:
        return self.text.get(lang) or self.text[FIRST_LANGUAGE]


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: Mapping[str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    number: int
    domain: str
    points: Decimal
    title: Mapping[str, str]
    sections: tuple[Section, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class Standard:
    """A source that the edition cites, with the headings of the clauses cited."""

    id: str
    cite_as: str
    title: Mapping[str, str]
    publisher: str
    edition: str
    kind: str
    clauses: Mapping[str, str] = field(default_factory=dict)

    def called(self, lang: str) -> str:
        """What it is cited as; laws and the house rule by their own name in that language."""
        own = self.title.get(lang) if lang != FIRST_LANGUAGE else None
        if own and self.kind == "law":
            return f"《{own.removeprefix('中华人民共和国')}》"
        return own if own and self.kind == "house" else self.cite_as


@dataclass(frozen=True, slots=True)
class Threshold:
    """A public number; `basis` norm or benchmark, `checked` seen or memory."""

    id: str
    topic: str
    text: Mapping[str, str]
    ref: Ref
    basis: str
    checked: str


Names: TypeAlias = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What each coded word of the items is called, by language."""

    roles: Names = field(default_factory=dict)
    methods: Names = field(default_factory=dict)
    severities: Names = field(default_factory=dict)
    traits: Names = field(default_factory=dict)
    zones: Names = field(default_factory=dict)
    quantities: Names = field(default_factory=dict)
    instruments: Names = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version of a checklist: it holds all that is needed to read it years later."""

    checklist: str
    version: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    domains: Mapping[str, Mapping[str, str]]
    categories: tuple[Category, ...]
    sha256: str
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    standards: Mapping[str, Standard] = field(default_factory=dict)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    _items: Mapping[str, Item] = field(init=False, repr=False, compare=False)
    _categories: Mapping[str, Category] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        items = {item.id: item for category in self.categories for item in category.items}
        object.__setattr__(self, "_items", items)
        object.__setattr__(self, "_categories", {one.id: one for one in self.categories})

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(self._items.values())

    def item(self, id: str) -> Item:
        return self._items[id]

    def find(self, id: str) -> Item | None:
        return self._items.get(id)

    def category(self, id: str) -> Category:
        return self._categories[id]

    def in_domain(self, domain: str) -> Iterator[Category]:
        return (category for category in self.categories if category.domain == domain)

    def cited(self, ref: Ref, lang: str = FIRST_LANGUAGE) -> str:
        """The printed form: "ISO 9001:2015 8.4.1"; a Chinese law in Chinese as 《劳动法》第41条."""
        standard = self.standards.get(ref.std)
        name = standard.called(lang) if standard else ref.std
        if not ref.clause:
            return name
        if name.endswith("》"):
            return name + re.sub(r"^Art\. (\d+)$", r"第\1条", ref.clause)
        return f"{name} {ref.clause}"

    def heading(self, ref: Ref, lang: str = FIRST_LANGUAGE) -> str:
        """The heading of the clause, or the title of the source where no heading is known."""
        standard = self.standards.get(ref.std)
        if not standard:
            return ""
        return standard.clauses.get(ref.clause or "") or said(standard.title, lang)


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of an edition without opening it."""

    id: UUID
    checklist: str
    version: str
    title: Mapping[str, str]
    items: int
    sha256: str
    published_at: datetime
    published_by: str


def said(words: Mapping[str, str], lang: str) -> str:
    return words.get(lang) or words.get(FIRST_LANGUAGE, "")


def applicable(edition: Edition, traits: frozenset[str]) -> tuple[Item, ...]:
    """The items that a site with `traits` is asked, in the order of the checklist."""
    return tuple(item for item in edition.items if item.traits <= traits)


_MINOR_ACCEPTS_FROM = 13


def acceptance_number(severity: Severity, n: int) -> int:
    """How many of `n` may fail, unless the criterion states its own."""
    return int(severity is Severity.MINOR and n >= _MINOR_ACCEPTS_FROM)
