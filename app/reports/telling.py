"""An evaluation in words: one wording for the page, the API's explanation and the PDF."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.checklists.rules import Edition, said
from app.kit.words import mark as _
from app.programmes.rules import (
    ConditionResult,
    Evaluation,
    Extremum,
    NodeScore,
    Pack,
    Pick,
    Trace,
    decimal_of,
)
from app.reports.document import (
    Band,
    Bar,
    CategoryScore,
    Move,
    Progress,
    Standing,
    Term,
    Tone,
    Verdict,
)
from app.reports.shapes.gap import by_cost
from app.web.words import said as translated

TONES = {"good": Tone.GOOD, "fair": Tone.FAIR, "bad": Tone.POOR}
CENT = Decimal("0.01")
COMPARED = re.compile(r"^(\w+) (<|>=) (\d+(?:\.\d+)?)$")


def standing_of(
    buyer: str,
    pack: Pack,
    evaluation: Evaluation,
    lang: str,
    *,
    before: Evaluation | None = None,
    before_on: date | None = None,
) -> Standing:
    verdict = verdict_of(pack, evaluation.verdict, lang)
    gate = evaluation.gates[0] if evaluation.gates else None
    return Standing(
        buyer=buyer,
        programme=said(pack.title, lang),
        total=evaluation.total,
        before=before.total if before else None,
        before_on=before_on if before else None,
        verdict=verdict,
        base=verdict_of(pack, evaluation.base, lang),
        bands=bands_of(pack, lang),
        caps=tuple(
            Bar(
                code=cap.id,
                words=said(cap.title, lang),
                actual=actual(pack, cap.condition, lang),
                figure=_alone(cap.condition),
                holds_at=verdict_of(pack, cap.cap, lang),
            )
            for cap in evaluation.caps
            if cap.triggered
        ),
        gate=said(gate.title, lang) if gate else "",
        gate_open=bool(gate and gate.met),
        unmet=tuple(
            Bar(
                code=one.text,
                words=said(one.title, lang),
                actual=now_of(pack, one, lang),
                follows=_follows(one),
            )
            for one in (gate.unmet if gate else ())
        ),
    )


def verdict_of(pack: Pack, code: str | None, lang: str) -> Verdict:
    if code is None or pack.verdict is None:
        return Verdict(code="", words="–")
    band = pack.band(code)
    return Verdict(
        code=code, words=said(band.title, lang), tone=TONES.get(band.tone or "", Tone.NONE)
    )


def bands_of(pack: Pack, lang: str) -> tuple[Band, ...]:
    """From best to worst; `floor` None where the band is not read on a total."""
    listed = pack.verdict.bands if pack.verdict else ()
    return tuple(
        Band(
            verdict=verdict_of(pack, one.code, lang),
            floor=None if one.least is None else decimal_of(one.least),
        )
        for one in listed
    )


def actual(pack: Pack, condition: ConditionResult, lang: str) -> str:
    """The figures of a condition, as in "lowest category 66.67"; nothing where the words say it."""
    told = [
        f"{_named(pack, name, lang)} {_share(name, value) or _figure(pack, value, lang)}".strip()
        for name, value in condition.values
        if name != "verdict"
    ]
    return translated(lang, _("; ")).join(told)


def _share(name: str, value: Decimal | str | None) -> str:
    """Of one, told in percent; "" where it is no share."""
    if name not in SHARES or not isinstance(value, Decimal):
        return ""
    return f"{rounded(value * 100).normalize():f}%"


def now_of(pack: Pack, condition: ConditionResult, lang: str) -> str:
    """Where a condition asks for nothing but a verdict: which one it is now."""
    if told := actual(pack, condition, lang):
        return told
    verdict = "".join(_figure(pack, value, lang) for _name, value in condition.values[:1])
    return translated(lang, FOLLOWS, verdict=verdict) if verdict else ""


def _alone(condition: ConditionResult) -> str:
    """Its one figure; "" where there are none or several, which would need their names."""
    told = [value for _name, value in condition.values]
    one = told[0] if len(told) == 1 else None
    if not isinstance(one, Decimal):
        return ""
    return f"{one:.0f}" if one == one.to_integral_value() else f"{rounded(one):f}"


def _follows(condition: ConditionResult) -> bool:
    return bool(condition.values) and all(name == "verdict" for name, _value in condition.values)


def categories_of(
    pack: Pack,
    edition: Edition,
    evaluation: Evaluation,
    lang: str,
    before: Evaluation | None = None,
) -> tuple[CategoryScore, ...]:
    asked = floors(pack, evaluation)
    earlier = {node.id: node.score for node in before.nodes} if before else {}
    return tuple(
        _category(
            pack, edition, node, n, lang, floor=asked.get(node.id), before=earlier.get(node.id)
        )
        for n, node in enumerate(evaluation.nodes, start=1)
    )


def _category(
    pack: Pack,
    edition: Edition,
    node: NodeScore,
    n: int,
    lang: str,
    *,
    floor: Decimal | None,
    before: Decimal | None,
) -> CategoryScore:
    ruled = pack.node(node.id)
    picked = [edition.category(c) for c in ruled.picks.categories if c in _ids(edition)]
    domain = said(edition.domains.get(picked[0].domain, {}), lang) if picked else ""
    return CategoryScore(
        id=node.id,
        number=picked[0].number if picked else n,
        title=said(ruled.title, lang),
        domain=domain,
        weight=node.weight,
        score=rounded_or_none(node.score),
        floor=floor,
        before=rounded_or_none(before),
        lost=rounded_or_none(node.lost),
        deducted=rounded_or_none(node.deducted) or None,
        progress=Progress(
            answered=node.answered,
            expected=node.items,
            not_applicable=node.not_applicable,
            failed=node.failed,
        ),
    )


def floors(pack: Pack, evaluation: Evaluation) -> dict[str, Decimal]:
    """What caps and gates ask of single nodes, where they ask it of the lowest of some nodes."""
    conditions = [cap.condition for cap in evaluation.caps]
    conditions += [one for gate in evaluation.gates for one in gate.conditions]
    lowest = {
        metric.id: metric.how
        for metric in pack.metrics
        if isinstance(metric.how, Extremum) and metric.how.pick is Pick.MIN
    }
    found: dict[str, Decimal] = {}
    for condition in conditions:
        match = COMPARED.match(condition.text)
        if match and match[1] in lowest:
            keys = lowest[match[1]].keys
            for node in keys if keys is not None else [n.id for n in evaluation.nodes]:
                found[node] = max(found.get(node, Decimal(0)), Decimal(match[3]))
    return found


def moves_of(
    edition: Edition,
    evaluation: Evaluation,
    lang: str,
    levels: Mapping[str, Term],
    most: int | None = 10,
) -> tuple[Move, ...]:
    """The items that cost most points of the total, deductions among them, in the gap's order."""
    lost = {id: rounded(points) for id, points in cost_by_item(evaluation).items()}
    costly = sorted(
        (item for item in edition.items if lost.get(item.id, 0) > 0),
        key=lambda item: by_cost(lost[item.id], item.severity),
    )
    return tuple(
        Move(
            id=item.id,
            title=item.said(lang).title,
            category=said(edition.category(item.category).title, lang),
            points=lost[item.id],
            level=levels.get(item.id),
        )
        for item in costly[:most]
    )


def cost_by_item(evaluation: Evaluation) -> dict[str, Decimal]:
    """In points of the total: by its level, and by what its failed spot checks take off."""
    found = lost_by_item(evaluation)
    for id, taken in taken_by_item(evaluation).items():
        found[id] = found.get(id, Decimal(0)) + sum(taken)
    return found


def lost_by_item(evaluation: Evaluation) -> dict[str, Decimal]:
    """In points of the total. The trace tells what an item costs its node; the node has a share."""
    return {
        one.ref: lost * share
        for one, share in _with_shares(evaluation)
        if one.kind == "item" and (lost := one.number("lost"))
    }


def taken_by_item(evaluation: Evaluation) -> dict[str, list[Decimal]]:
    """Each deduction that counts, in points of the total."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for one, share in _with_shares(evaluation):
        if one.kind == "deduction" and isinstance(one.value, Decimal) and one.value:
            found[one.ref].append(one.value * share)
    return dict(found)


def _with_shares(evaluation: Evaluation) -> Iterator[tuple[Trace, Decimal]]:
    """What lowers each node, with the node's share of the total."""
    weights = {node.id: node.weight for node in evaluation.nodes if node.score is not None}
    whole = sum(weights.values())
    # several rules may rest on a node: it is walked through for each of them
    nodes = {one.ref: one for one in evaluation.trace.walk() if one.kind == "node"}
    for id, node in nodes.items():
        if id in weights and whole:
            yield from ((one, weights[id] / whole) for one in node.children)


FOLLOWS = _("{verdict} (follows from the points and the caps)")
SHARES = frozenset({"answered_share", "na_share"})
FACTS = {
    "items": _("items"),
    "answered": _("answered items"),
    "not_applicable": _("items not applicable"),
    "failed": _("failed items"),
    "nodes_over_na": _("categories with too much not applicable"),
    "failed_knock_out": _("failed knock-out items"),
    "answered_share": _("answered share"),
    "na_share": _("share not applicable"),
    "unanswered": _("unanswered items"),
    "open_critical": _("open critical findings"),
    "open_major": _("open major findings"),
    "open_minor": _("open minor findings"),
    "overdue_critical": _("overdue critical findings"),
    "overdue_major": _("overdue major findings"),
    "overdue_minor": _("overdue minor findings"),
}


def _named(pack: Pack, name: str, lang: str) -> str:
    titles = {metric.id: metric.title for metric in pack.metrics}
    titles |= {id: asked.title for id, asked in pack.named.items()}
    own = said(titles.get(name, {}), lang)
    return own or (translated(lang, FACTS[name]) if name in FACTS else name.replace("_", " "))


def _figure(pack: Pack, value: Decimal | str | None, lang: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return verdict_of(pack, value, lang).words
    return format(rounded(value).normalize(), "f")


def rounded(value: Decimal) -> Decimal:
    """As pages and reports print it; the engine's own figure stays exact."""
    return value.quantize(CENT, ROUND_HALF_UP)


def rounded_or_none(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value)


def _ids(edition: Edition) -> Sequence[str]:
    return [category.id for category in edition.categories]
