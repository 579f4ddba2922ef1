"""Which class a finding is proposed to have, and by which rule: the gravest of all programmes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from app.findings.rules import CLASS_NAMES, FindingClass, Rule
from app.kit.words import mark as _
from app.programmes.rules import Clause, Pack
from app.programmes.scheme.classes import ByRatio, GroupToClass, Regrade, RepeatUp

Parts = Mapping[str, str | Mapping[str, str]]
"""What fills a sentence; a title comes in every language."""

REASONS: Mapping[Rule, str] = {
    Rule.SEVERITY: _("The checklist says that failing this item is {grade}."),
    Rule.SHARE: _("{affected} of {sampled} sampled are affected: {programme} says {grade}."),
    Rule.GROUP: _("With this one, {n} findings on {clause}: {programme} says {grade}."),
    Rule.REPEAT: _("It failed before, {earlier}: {programme} makes a repeat one class graver."),
    Rule.HAZARD: _("A hidden hazard is a finding against the management, and at least {grade}."),
}
ON_ONE = _("With this one, {n} findings on one requirement: {programme} says {grade}.")
"""As it was told before clauses were counted."""
UNSAID = _("No item says how grave this is: {grade} unless you know better.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules look at. `alike`: by clause of its item, the classes of what is open on it.

    `cited`: how those clauses are printed, by language.
    """

    severity: FindingClass | None
    sample: tuple[int, int] | None = None
    alike: Mapping[Clause, Mapping[FindingClass, int]] = field(default_factory=dict)
    cited: Mapping[Clause, Mapping[str, str]] = field(default_factory=dict)
    earlier: str | None = None
    hazard: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """`parts` fills the sentence of the rule."""

    class_: FindingClass
    rule: Rule
    parts: Parts

    @property
    def sentence(self) -> tuple[str, Mapping[str, object]]:
        return sentence_of(self.class_, self.rule, self.parts)


def sentence_of(class_: FindingClass, rule: Rule, parts: Parts) -> tuple[str, Mapping[str, object]]:
    text = REASONS[rule]
    if rule is Rule.SEVERITY and "free" in parts:
        text = UNSAID
    if rule is Rule.GROUP and "clause" not in parts:
        text = ON_ONE
    return text, {**parts, "grade": CLASS_NAMES[class_]}


def proposed(packs: Sequence[Pack], seen: Seen) -> Proposed:
    """At a tie the plainer rule speaks."""
    own = seen.severity or FindingClass.MINOR
    told = [Proposed(own, Rule.SEVERITY, {} if seen.severity else {"free": "1"})]
    told += [one for pack in packs for one in _by(pack, own, seen)]
    if seen.hazard:
        told.append(Proposed(FindingClass.MAJOR, Rule.HAZARD, {}))
    return min(told, key=lambda one: _rank(one.class_))


def slighter(class_: FindingClass, than: FindingClass) -> bool:
    return _rank(class_) > _rank(than)


def _by(pack: Pack, own: FindingClass, seen: Seen) -> list[Proposed]:
    """What the rules of one programme make of it, each on top of the one before."""
    found: list[Proposed] = []
    stands = own
    for rule in pack.regrades:
        one = _one(pack, rule, stands, seen)
        if one:
            found.append(one)
            stands = one.class_
    return found


def _one(pack: Pack, rule: Regrade, stands: FindingClass, seen: Seen) -> Proposed | None:
    parts: Parts = {"programme": pack.title}
    match rule:
        case ByRatio() if seen.sample:
            affected, sampled = seen.sample
            code = rule.to if Fraction(affected, sampled) >= rule.least else rule.below
            to = _ours(pack, code)
            numbers = {"affected": str(affected), "sampled": str(sampled)}
            return Proposed(to, Rule.SHARE, {**parts, **numbers}) if to else None
        case GroupToClass():
            clause, n = _most(rule, stands, seen)
            to, own = _ours(pack, rule.to), pack.finding_class(stands)
            if to and own and own.code == rule.source and n >= rule.n:
                told = {"n": str(n), "clause": seen.cited.get(clause, clause.id)}
                return Proposed(to, Rule.GROUP, {**parts, **told})
        case RepeatUp() if seen.earlier:
            to = _graver_in(pack, stands)
            if to:
                return Proposed(to, Rule.REPEAT, {**parts, "earlier": seen.earlier})
    return None


def _graver_in(pack: Pack, stands: FindingClass) -> FindingClass | None:
    """One class up by the programme's own, and never past its gravest."""
    own, codes = pack.finding_class(stands), [one.code for one in pack.classes]
    at = codes.index(own.code) if own else 0
    to = _ours(pack, codes[at - 1]) if at else None
    return to if to and slighter(stands, than=to) else None


def _most(rule: GroupToClass, stands: FindingClass, seen: Seen) -> tuple[Clause, int]:
    """The clause of its item with the most findings of that class, this one among them."""
    on = {one: n.get(stands, 0) + 1 for one, n in seen.alike.items() if rule.counts(one)}
    return max(on.items(), key=lambda pair: (pair[1], pair[0]), default=(Clause("", ""), 0))


def _ours(pack: Pack, code: str) -> FindingClass | None:
    """The class of the audit that the programme's own code stands for."""
    if code in set(FindingClass):
        return FindingClass(code)
    own = pack.finding_class(code)
    names = own.also if own else frozenset()
    return next((one for one in FindingClass if one.value in names), None)


def _rank(class_: FindingClass) -> int:
    return list(FindingClass).index(class_)
