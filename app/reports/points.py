"""How points are made under a programme: what a reader needs to reckon a figure again."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from app.checklists.rules import said
from app.kit.words import mark as _
from app.programmes.figures.numbers import Exact
from app.programmes.rules import Evaluation, Pack, decimal_of
from app.programmes.scheme.classes import Origin
from app.programmes.scheme.metrics import WeightedMean
from app.programmes.scheme.pack import Reduce
from app.reports import document as d

Say = Callable[..., str]


def made_of(
    pack: Pack, evaluation: Evaluation, severities: Mapping[str, str], lang: str, say: Say
) -> Iterator[d.Rule]:
    """`severities`: their names, by code."""
    for words in (*_of_items(pack, severities, say), *_of_total(pack, lang, say)):
        yield _rule(pack, say(MADE), words, pack.origin, lang)
    taken = {node.id: node.deducted for node in evaluation.nodes}
    failed = Counter(one.node for one in evaluation.deductions if one.counted)
    for rule in pack.deductions:
        words = say(
            TAKEN,
            category=said(pack.node(rule.node).title, lang),
            points=_plain(rule.timed_fail),
            again=_plain(rule.repeated),
            days=rule.days,
            most=_plain(rule.most),
        )
        now = say(_("none taken"))
        if taken.get(rule.node):
            told, n = f"{taken[rule.node]:f}", failed[rule.node]
            now = say(_("−{points} points in all; failed checks: {n}"), points=told, n=n)
        yield _rule(pack, say(MADE), words, rule.origin, lang, now=now)


def _of_items(pack: Pack, severities: Mapping[str, str], say: Say) -> Iterator[str]:
    scale = pack.scales[pack.scale]
    shares = [
        say(_("{code}: {share}%"), code=code, share=_plain(Fraction(100 * level.value) / scale.top))
        for code, level in scale.levels.items()
        if level.value is not None and scale.top
    ]
    if shares:
        listed = say(_(", ")).join(shares)
        yield say(_("What an item counts by its level: {levels}."), levels=listed)
    if pack.instances.reduce is Reduce.MEAN:
        yield say(_("An item in several zones counts their mean; the level shown is the lowest."))
    weights = [
        f"{severities.get(code, code)} × {_plain(weight)}"
        for code, weight in pack.item_weights.items()
    ]
    if weights:
        listed = say(_(", ")).join(weights)
        yield say(_("Weights of items by their class: {weights}."), weights=listed)


def _of_total(pack: Pack, lang: str, say: Say) -> Iterator[str]:
    ruling = pack.verdict
    if ruling is None:
        return
    how = next((one.how for one in pack.metrics if one.id == ruling.metric), None)
    if isinstance(how, WeightedMean):
        yield say(_("The total is the mean of the categories by their weights."))
    floors = [
        say(_("{verdict} from {points}"), verdict=said(band.title, lang), points=_plain(band.least))
        for band in ruling.bands
        if band.least is not None
    ]
    if floors:
        yield say(_("Verdicts by the total: {verdicts}."), verdicts=say(_(", ")).join(floors))


def _rule(pack: Pack, kind: str, words: str, origin: Origin, lang: str, *, now: str = "") -> d.Rule:
    return d.Rule(
        kind=kind,
        words=words,
        now=now,
        source=said(pack.sources.get(origin.source, {}), lang) or origin.source,
        verified=origin.verified,
    )


def _plain(value: Exact) -> str:
    exact = decimal_of(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact.normalize():f}"


MADE = _("How points are made")
TAKEN = _(
    "{category}: each timed spot check that fails takes {points} points off the category, "
    "{again} when it fails again in the same zone within {days} days, at most {most} in all. "
    "A time limit that is measured outside a spot check lowers its item alone."
)
