"""How the figures of a report came about: the rules of its programme, and how each stands."""

from collections.abc import Mapping

from app.checklists.rules import said
from app.findings.rules import FindingClass
from app.kit.words import mark as _
from app.programmes.rules import ConditionResult, Extremum
from app.programmes.scheme.classes import Origin
from app.reports import document as d
from app.reports.lateness import days_past_closing
from app.reports.points import made_of
from app.reports.telling import now_of
from app.reports.told import Told


def method(told: Told) -> d.Method:
    """How the figures came about, and the programme's own rules with where they are from."""
    lang, pack, ruling = told.report.lang, told.pack, told.pack.verdict
    classes = told.edition.vocabulary.severities
    names_of = {code: said(named, lang) for code, named in classes.items()}
    caps = {cap.id: cap for cap in told.now.evaluation.caps}
    gates = {gate.id: gate for gate in told.now.evaluation.gates}
    rules = [*made_of(pack, told.now.evaluation, names_of, lang, told.say)]
    rules += [
        _ruled(
            told,
            told.say(_("Caps: they hold the verdict down, whatever the points")),
            caps[cap.id].condition,
            cap.origin,
            "holds" if caps[cap.id].triggered else "idle",
        )
        for cap in (ruling.caps if ruling else ())
        if cap.id in caps
    ]
    rules += [
        _ruled(
            told,
            told.say(_("Conditions: {gate}"), gate=said(gate.title, lang)),
            one,
            gate.origin,
            "met" if one.met else "unmet",
        )
        for gate in pack.gates
        if gate.id in gates
        for one in gates[gate.id].conditions
    ]
    return d.Method(notes=tuple(told.say(note) for note in NOTES), rules=tuple(rules))


STANDS: Mapping[str, str] = {
    "holds": _("holds it down"),
    "idle": _("does not apply now"),
    "met": _("met"),
    "unmet": _("not met"),
}


def _ruled(told: Told, kind: str, one: ConditionResult, origin: Origin, stands: str) -> d.Rule:
    now = now_of(told.pack, one, told.report.lang)
    return d.Rule(
        kind=kind,
        words=said(one.title, told.report.lang),
        stands=d.Term(code=stands, words=told.say(STANDS[stands])),
        now=told.say(_("; ")).join(filter(None, (now, _among(told, one), _graver(told, one)))),
        source=said(told.pack.sources.get(origin.source, {}), told.report.lang) or origin.source,
        verified=origin.verified,
    )


def _among(told: Told, one: ConditionResult) -> str:
    """The categories of which it asks the lowest or the highest, where these are not all."""
    keys: set[str] = set()
    for metric in told.pack.metrics:
        if isinstance(metric.how, Extremum) and metric.id in dict(one.values):
            keys |= metric.how.keys or set()
    picked = {c for key in keys for c in told.pack.node(key).picks.categories}
    numbers = [f"{c.number:02d}" for c in told.edition.categories if c.id in picked]
    if not numbers or len(numbers) == len(told.edition.categories):
        return ""
    return told.say(_("categories {numbers}"), numbers=told.say(_(", ")).join(numbers))


def _graver(told: Told, one: ConditionResult) -> str:
    """That no major finding is late says nothing of critical ones, which the caps may count."""
    if "overdue_major" not in dict(one.values):
        return ""
    mended = told.frame.mended(told.by_then)
    days = {
        f.ref: days_past_closing(f, mended, told.today)
        for f, closure in told.findings
        if closure is None and f.class_ is FindingClass.CRITICAL
    }
    late = [told.say(_("{ref}, {n} days late"), ref=ref, n=n) for ref, n in days.items() if n]
    named = told.say(_(", ")).join(late)
    if not late:
        return ""
    counted = any(
        cap.triggered and OF_CRITICAL & dict(cap.condition.values).keys()
        for cap in told.now.evaluation.caps
    )
    return told.say(MAJOR_AND_CAPS if counted else MAJOR_ALONE, refs=named)


OF_CRITICAL = frozenset({"open_critical", "overdue_critical"})
MAJOR_ALONE = _("critical ones do not count here: {refs}")
MAJOR_AND_CAPS = _("critical ones count in the caps above: {refs}")


NOTES = (
    _("For each item, in each zone, the answer that was observed last counts."),
    _("A verified action re-rates its item on the day of the verification."),
    _(
        "An item that does not apply is left out of the score, once a second person has agreed; "
        "until then it counts as not answered."
    ),
    _("Figures are exact decimals; they are rounded only where the programme says so."),
    _(
        "The head of the trail is one hash over everything recorded until this report was ordered: "
        "whoever has an export of the trail can compute it again, and any change would show."
    ),
)
