"""A trial and a check as text for a terminal of 80 columns."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from textwrap import wrap

from app.programmes.rules import (
    CapResult,
    ConditionResult,
    GateResult,
    NodeScore,
    Scheduled,
    State,
)
from app.programmes.trying import Checked, Trial

WIDTH = 79
WHY = {
    "no_items": "no item",
    "all_na": "all N/A",
    "unanswered": "unanswered",
    "nothing_scored": "nothing that it rests on has a figure",
}
MARKS = {True: "[x]", False: "[ ]", None: "[?]"}
TWO, FOUR = Decimal("0.01"), Decimal("0.0001")


def check_text(found: Checked) -> str:
    """One paragraph a file: that it holds and what it is made of, or its faults."""
    pack = found.pack
    if pack is None:
        return "\n".join(map(str, found.faults))
    parts = [
        _n(len(pack.nodes), "node"),
        _n(len(pack.items), "item") if pack.items else "",
        _n(len(pack.metrics), "metric"),
        _n(len(pack.verdict.bands), "band") if pack.verdict else "no verdict",
        _n(len(pack.verdict.caps), "cap") if pack.verdict else "",
        _n(len(pack.awards), "award"),
        _n(len(pack.gates), "gate"),
        _n(sum(len(cls.clocks) for cls in pack.classes), "clock"),
    ]
    said = f"{pack.id} {pack.version}: holds, with {_n(found.vectors, 'vector')}. "
    said += f"{', '.join(part for part in parts if part and not part.startswith('0 '))}."
    if pack.base:
        said += f" Lies over {pack.base.id} {pack.base.version}."
    if pack.monotone:
        said += " Monotone."
    if not pack.origin.verified:
        said += " Not verified at its source."
    return "\n".join(wrap(said, WIDTH, subsequent_indent="  "))


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def trial_text(trial: Trial) -> str:
    parts = (_head(trial), _nodes(trial), _figures(trial), _caps(trial), _awards(trial),
             _gates(trial), _deductions(trial), _findings(trial), _asked(trial))  # fmt: skip
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def _head(trial: Trial) -> Iterator[str]:
    said, pack = trial.evaluation, trial.pack
    yield f"{pack.title['en']} ({pack.id} {pack.version}), as of {trial.facts.as_of}"
    if pack.verdict is None:
        yield "It gives no verdict."
        return
    codes = {band.code: band.title["en"] for band in pack.verdict.bands}
    verdict = codes.get(said.verdict or "", "none")
    base = codes.get(said.base or "")
    held = f"; without caps it would be {base}" if base and said.base != said.verdict else ""
    yield f"Verdict  {verdict}{held}"
    if pack.verdict.metric:
        why = f" ({WHY[trial.reason]})" if trial.reason else ""
        yield f"Total    {_exact(said.total)}{why}"
    if said.awards:
        yield f"Award    {said.award or 'none'}"


def _nodes(trial: Trial) -> Iterator[str]:
    if not trial.evaluation.nodes:
        return
    yield f"{'Part':<40}{'score':>9}{'weight':>7}{'lost':>7}{'answered':>11}"
    for node in trial.evaluation.nodes:
        yield from _node(node, trial.pack.node(node.id).title["en"])


def _node(node: NodeScore, title: str) -> Iterator[str]:
    named = title if title.startswith(f"{node.id} ") else f"{node.id} {title}"
    first, *more = wrap(named, 36, subsequent_indent="  ")
    score = WHY[node.reason] if node.score is None else _rounded(node.score, TWO)
    lost = "" if node.lost is None else _rounded(node.lost, TWO)
    answered = f"{node.answered}/{node.items}"
    yield f"  {first:<36}{score:>11}{_rounded(node.weight, TWO):>7}{lost:>7}{answered:>11}".rstrip()
    yield from (f"    {line}" for line in more)


def _figures(trial: Trial) -> Iterator[str]:
    metrics = {metric.id: metric for metric in trial.pack.metrics}
    given = [*metrics, *trial.pack.named]
    shown = [id for id in given if id in trial.evaluation.metrics]
    if not shown:
        return
    yield "Figures"
    for id in shown:
        titles = metrics[id].title if id in metrics else trial.pack.named[id].title
        value = trial.evaluation.metrics[id]
        yield from _row(f"{id} = {_exact(value)}", titles.get("en", ""))


def _row(start: str, said: str, *, indent: str = "  ") -> Iterator[str]:
    whole = f"{start:<24}  {said}" if said else start
    yield from wrap(
        whole, WIDTH, initial_indent=indent, subsequent_indent=indent + "    ",
        drop_whitespace=True, replace_whitespace=False, break_on_hyphens=False,
    )  # fmt: skip


def _caps(trial: Trial) -> Iterator[str]:
    if trial.evaluation.caps:
        yield "Caps ([x] triggered)"
    for cap in trial.evaluation.caps:
        yield from _row(f"{MARKS[cap.condition.met]} {cap.id}: at most {cap.cap}", _why(cap))
        if cap.triggered:
            yield from _condition(cap.condition)


def _why(cap: CapResult) -> str:
    return f"{cap.title['en']}{' (holds the verdict)' if cap.holds else ''}"


def _condition(condition: ConditionResult) -> Iterator[str]:
    """What was compared, and with which figures."""
    values = ", ".join(f"{name} is {_exact(value)}" for name, value in condition.values)
    yield from wrap(
        f"{condition.text}: {values}", WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 10
    )


def _awards(trial: Trial) -> Iterator[str]:
    if trial.evaluation.awards:
        yield "Awards"
    for award in trial.evaluation.awards:
        yield from _row(f"{MARKS[award.condition.met]} {award.code}", award.title["en"])
        if award.condition.met is not True:
            yield from _condition(award.condition)


def _gates(trial: Trial) -> Iterator[str]:
    if trial.evaluation.gates:
        yield "Gates"
    for gate in trial.evaluation.gates:
        yield from _gate(gate)


def _gate(gate: GateResult) -> Iterator[str]:
    state = "open" if gate.met else f"closed, {_n(len(gate.unmet), 'condition')} unmet"
    yield f"  {gate.title['en']} ({gate.id}): {state}"
    for condition in gate.conditions:
        yield from _row(f"{MARKS[condition.met]} {condition.title['en']}", "", indent="    ")
        if condition.met is not True:
            yield from _condition(condition)


def _deductions(trial: Trial) -> Iterator[str]:
    if trial.evaluation.deductions:
        yield "Deductions"
    for one in trial.evaluation.deductions:
        kind = "repeat" if one.kind == "repeat" else "failed on time"
        where = ", ".join(x for x in (one.ref, one.item, one.zone, _day(one.observed_on)) if x)
        yield from _row(
            f"{one.node} -{_rounded(one.counted, TWO)} of {_rounded(one.points, TWO)}",
            f"{kind}: {where}",
        )


def _findings(trial: Trial) -> Iterator[str]:
    if trial.findings or trial.later:
        yield "Findings and their deadlines"
    outside = {f.ref for f in trial.facts.findings if f.item in set(trial.evaluation.unmapped)}
    for one in trial.findings:
        left = " (not looked at here)" if one.ref in outside else ""
        yield from _row(f"{one.ref}  {one.cls}", f"{', '.join(one.states[1:])}{left}")
        if State.CLOSED not in one.states:
            yield from _deadlines(one)
    if trial.later:
        yield from _row("Raised later, not counted: " + ", ".join(trial.later), "")


def _deadlines(one: Scheduled) -> Iterator[str]:
    if not one.deadlines:
        yield "        no clock"
    for due in one.deadlines:
        if due.last is None:
            yield f"        {due.step}: no day yet; needs the day of {due.anchor}"
        else:
            between = f"between {due.first} and" if due.first else "by"
            yield f"        {due.step}: {between} {due.last}"


def _asked(trial: Trial) -> Iterator[str]:
    if trial.missing:
        yield "Asked for and not given (add them under named:)"
        for name in trial.missing:
            yield from _row(name, trial.pack.named[name].title["en"])
    if trial.evaluation.unmapped:
        yield f"Not looked at: {_n(len(trial.evaluation.unmapped), 'item')}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _exact(value: Decimal | str | None) -> str:
    if value is None:
        return "unknown"
    return value if isinstance(value, str) else _rounded(value, FOUR)


def _rounded(value: Decimal, places: Decimal) -> str:
    """At most so many decimals; all of them stand in the JSON."""
    short = value.quantize(places, ROUND_HALF_UP)
    return f"{value if value == short else short:f}"
