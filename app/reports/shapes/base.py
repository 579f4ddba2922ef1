"""What the documents of all kinds are made of.

Points and scores are exact decimals as the programme rounded them; `None` means "no score", never
0. A `Term` is a code for style and tests beside the words for people.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    EXECUTIVE = "executive"
    GAP = "gap"
    PLAN = "plan"
    MEETING = "meeting"
    DELTA = "delta"
    DOSSIER = "dossier"


class Tone(StrEnum):
    """How a verdict looks: the best band, one between, the worst; or nothing scored yet."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    code: str
    words: str
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A checklist edition or a programme pack, so that anybody can find the very same one."""

    title: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFacts:
    ref: str
    kind: str
    stage: str
    first_day: date | None = None
    last_day: date | None = None
    lead: str = ""
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """`as_of`: observed by then; `known_at`: recorded by then. `lang` is "en" or "zh".

    `address`: where the pages stand to which the report leads; "" for none. `others`: programmes
    beside its own whose totals, verdicts or clocks it tells. `time_zone`: by which it tells
    instants.
    """

    report_id: str
    kind: Kind
    lang: str
    supplier: str
    site: str
    place: str = ""
    audit: AuditFacts | None = None
    buyer: str
    programme: str
    as_of: date
    known_at: datetime
    edition: Source
    pack: Source
    made_at: datetime
    made_by: str = ""
    data_hash: str = ""
    trail_head: str = ""
    address: str = ""
    others: tuple[Source, ...] = ()
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One thing that keeps the site from the list: a cap that holds, or a gate not yet met.

    `actual` and `needed` are short texts with units ("68.75", "at least 75"); either may be "".
    `figure`: the one that it rests on, alone. `follows`: it asks for nothing but a verdict, so
    that whatever bars that bars it as well.
    """

    code: str
    words: str
    actual: str = ""
    needed: str = ""
    holds_at: Verdict | None = None
    items: tuple[str, ...] = ()
    figure: str = ""
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    verdict: Verdict
    floor: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one programme says. `base` is the band before caps; `bands` run from best to worst."""

    buyer: str
    programme: str
    total: Decimal | None
    before: Decimal | None = None
    before_on: date | None = None
    verdict: Verdict
    base: Verdict | None = None
    bands: tuple[Band, ...] = ()
    caps: tuple[Bar, ...] = ()
    gate: str = ""
    gate_open: bool = False
    unmet: tuple[Bar, ...] = ()

    @property
    def next_band(self) -> Band | None:
        """The lowest band that the total does not reach yet."""
        above = [
            band
            for band in self.bands
            if self.total is not None and band.floor is not None and band.floor > self.total
        ]
        return above[-1] if above else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    answered: int
    expected: int
    not_applicable: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScore:
    """`lost`: points of the total which this category costs. `floor`: what a cap or gate asks."""

    id: str
    number: int
    title: str
    domain: str
    weight: Decimal
    score: Decimal | None
    floor: Decimal | None = None
    before: Decimal | None = None
    lost: Decimal | None = None
    deducted: Decimal | None = None
    progress: Progress

    @property
    def change(self) -> Decimal | None:
        return None if self.score is None or self.before is None else self.score - self.before

    @property
    def short(self) -> bool:
        """Whether the score lies under what the programme asks."""
        return self.score is not None and self.floor is not None and self.score < self.floor


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    """`meaning` says what the signature is for ("prepared", "approved")."""

    role: str
    meaning: str
    name: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the programme with where it comes from; unsure ones say `verified=False`.

    `stands`: whether it holds the verdict down, or is met; `now`: the figure that says so.
    """

    kind: str
    words: str
    stands: Term | None = None
    now: str = ""
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    notes: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def sources(self) -> tuple[tuple[str, bool], ...]:
        """Each once, in the order of the rules, with whether it was verified."""
        return tuple(dict.fromkeys((one.source, one.verified) for one in self.rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """`id` names the file among the assets of the job; `sha256` is of the original evidence."""

    id: str
    caption: str = ""
    sha256: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Barring:
    """A finding, or a failed item, that by itself keeps the list shut. `finding` "": it has none.

    `ref`: of the finding, or of the item where no finding was raised. `knock_out`: an item that
    failed and by itself holds the verdict down. `days_late`: past its closing date.
    """

    ref: str
    title: str
    words: str
    item: str = ""
    knock_out: bool = False
    zone: str = ""
    finding: str = ""
    owner: str = ""
    due_on: date | None = None
    days_late: int = 0

    @property
    def by_item(self) -> bool:
        return self.ref == self.item

    @property
    def both(self) -> bool:
        """A finding on a knock-out item: two reasons in one row."""
        return self.knock_out and not self.by_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What every report says of a finding. `item` "": it belongs to none of the checklist."""

    ref: str
    cls: Term
    item: str
    zone: str = ""
    statement: str
    owner: str = ""
