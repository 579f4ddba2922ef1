"""What every part of a building pack stands on: where faults go, and small conversions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from app.kit.yaml_text import Document, Fault
from app.programmes.figures.expressions import ExpressionFault, read_expression
from app.programmes.figures.terms import Expression, Kind, Literal
from app.programmes.packs.shape import PackShape
from app.programmes.packs.shape_metrics import Rule, Words
from app.programmes.packs.spans import Span, told_if_fixed
from app.programmes.scheme.classes import Origin

Path = Sequence[str | int]


class Ground:
    """Collects faults, so that an author sees all of them at once; `names` grows by metrics."""

    def __init__(self, document: Document, shape: PackShape) -> None:
        self.document, self.shape = document, shape
        self.faults: list[Fault] = []
        self.names: dict[str, Kind | None] = {}
        self.many: dict[str, frozenset[str]] = {}
        self.spans: dict[str, Span] = {}

    def fault(self, path: Path, rule: str, reason: str, mend: str) -> None:
        self.faults.append(self.document.fault(path, rule, reason, mend))

    def unique(self, path: Path, ids: Sequence[str], what: str) -> None:
        for at, id in enumerate(ids):
            if id in ids[:at]:
                self.fault((*path, at), "twice", f"The {what} {id} stands twice.", "Rename one.")

    def known(self, path: Path, id: str, among: Sequence[str], what: str) -> bool:
        if id in among:
            return True
        listed = ", ".join(among[:20]) or "none"
        self.fault(path, "unknown", f"There is no {what} {id}.", f"Known are: {listed}.")
        return False

    def expression(
        self, path: Path, text: str, kind: Kind, more: Mapping[str, Kind | None] | None = None
    ) -> Expression:
        try:
            found = read_expression(text, kind, {**self.names, **(more or {})})
        except ExpressionFault as refused:
            self.fault(path, "expression", refused.reason, refused.mend)
            return Expression(text[:0], Literal(None, kind))
        if not found.names:
            reason = f'"{text}" names nothing: it is the same for every site.'
            self.fault(path, "expression", reason, "Name a metric or a fact in it.")
        for told in filter(None, (told_if_fixed(x, self.spans) for x in found.comparisons)):
            self.fault(path, "fixed", told, "Mend the number, its unit or the comparison.")
        return found

    def origin(self, path: Path, rule: Rule) -> Origin:
        source = rule.source or self.shape.source
        if rule.source:
            self.known((*path, "source"), rule.source, list(self.shape.sources), "source")
        verified = self.shape.verified if rule.verified is None else rule.verified
        return Origin(source=source, verified=verified)


def titles(words: Words | None) -> Mapping[str, str]:
    return {"en": words.en, "zh": words.zh} if words else {}


def exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
