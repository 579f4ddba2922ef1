"""Findings as the pack grades and counts them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache, partial

from app.programmes.scheme.classes import ByRatio, GroupToClass, RepeatUp
from app.programmes.scheme.facts import Facts, FindingFact
from app.programmes.scheme.metrics import State
from app.programmes.scheme.pack import Pack
from app.programmes.scoring.clocks import due_on

RAISED = "raised"
CLOSE = "close"
OPEN = frozenset({State.RAISED, State.OPEN})
LATE = OPEN | {State.OVERDUE}
SHUT = frozenset({State.RAISED, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Graded:
    """A finding under this pack's class."""

    finding: FindingFact
    cls: str
    states: frozenset[State]


class UnknownClass(ValueError):
    """A finding carries a class that the pack does not know."""


def graded(pack: Pack, facts: Facts) -> tuple[Graded, ...]:
    """The findings raised by that day, regraded by the pack's rules in their order."""
    known = sorted((f for f in facts.findings if f.raised_on <= facts.as_of), key=lambda f: f.ref)
    own_class = cache(partial(_own_class, pack))
    known = [_as(finding, own_class(finding.cls)) for finding in known]
    for rule in pack.regrades:
        match rule:
            case ByRatio():
                known = [_as(finding, _by_ratio(rule, finding)) for finding in known]
            case GroupToClass():
                known = _grouped(rule, known, facts.as_of)
            case RepeatUp():
                known = [_as(finding, _graver(pack, finding)) for finding in known]
    return tuple(Graded(f, f.cls, _states(pack, f, facts)) for f in known)


def anchors_of(finding: FindingFact, facts: Facts) -> Mapping[str, date]:
    """The days from which the clocks of a finding run."""
    return {RAISED: finding.raised_on, **facts.anchors, **finding.anchors}


def _as(finding: FindingFact, cls: str) -> FindingFact:
    return finding if finding.cls == cls else replace(finding, cls=cls)


def _own_class(pack: Pack, code: str) -> str:
    found = pack.finding_class(code)
    if found is None:
        raise UnknownClass(f"Programme {pack.id} does not know the finding class {code!r}.")
    return found.code


def _by_ratio(rule: ByRatio, finding: FindingFact) -> str:
    if finding.affected is None or not finding.sampled:
        return finding.cls
    share = Fraction(finding.affected, finding.sampled)
    return rule.to if share >= rule.least else rule.below


def _grouped(rule: GroupToClass, findings: Sequence[FindingFact], as_of: date) -> list[FindingFact]:
    """What is closed makes nothing graver, and gets no graver itself."""
    own = [f.cls == rule.source and not _shut(f, as_of) for f in findings]
    counts = Counter(
        clause
        for f, concerned in zip(findings, own, strict=True)
        for clause in f.clauses
        if concerned and rule.counts(clause)
    )
    return [
        _as(f, rule.to) if concerned and any(counts[x] >= rule.n for x in f.clauses) else f
        for f, concerned in zip(findings, own, strict=True)
    ]


def _graver(pack: Pack, finding: FindingFact) -> str:
    codes = [cls.code for cls in pack.classes]
    return codes[max(0, codes.index(finding.cls) - int(finding.repeated))]


def _shut(finding: FindingFact, as_of: date) -> bool:
    return finding.closed_on is not None and finding.closed_on <= as_of


def _states(pack: Pack, finding: FindingFact, facts: Facts) -> frozenset[State]:
    if _shut(finding, facts.as_of):
        return SHUT
    due = finding.due_on or due_on(pack, finding.cls, CLOSE, anchors_of(finding, facts))
    return LATE if due is not None and due < facts.as_of else OPEN
