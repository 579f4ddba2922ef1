"""Trying a scheme without a database, from files: what holds, and what comes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.kit.yaml_text import Fault, YamlRefused, read_file
from app.programmes.forms import beside, load_pack, read_facts
from app.programmes.rules import Evaluation, Facts, Pack, Scheduled, evaluate, schedule


@dataclass(frozen=True, slots=True)
class Checked:
    """`pack` is None where there are faults."""

    file: str
    pack: Pack | None
    vectors: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a programme says of facts, and by when each finding is due."""

    pack: Pack
    facts: Facts
    evaluation: Evaluation
    findings: tuple[Scheduled, ...]

    @property
    def reason(self) -> str:
        """Why there is no total; empty where there is one, or the programme knows none."""
        rule = self.pack.verdict
        if self.evaluation.total is not None or rule is None or rule.metric is None:
            return ""
        reasons = {node.reason for node in self.evaluation.nodes}
        return reasons.pop() if len(reasons) == 1 and "" not in reasons else "nothing_scored"

    @property
    def missing(self) -> tuple[str, ...]:
        """What the programme asks for and nobody gave."""
        given = self.facts.named
        named = self.pack.named.items()
        return tuple(id for id, asked in named if asked.default is None and id not in given)

    @property
    def later(self) -> tuple[str, ...]:
        """Findings raised after the day of the facts, which do not count yet."""
        day = self.facts.as_of
        return tuple(one.ref for one in self.facts.findings if one.raised_on > day)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Each file, and the programmes of each folder."""
    found = []
    for path in paths:
        if not path.exists():
            raise NotFound(_("There is no file {path}."), path=path)
        found += sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    return found


def checked(path: Path) -> Checked:
    try:
        document = read_file(path, name=str(path))
        pack = load_pack(path.read_text(encoding="utf-8"), str(path), beside(path))
    except YamlRefused as refused:
        return Checked(str(path), None, 0, refused.faults)
    return Checked(str(path), pack, len(document.value.get("vectors", ())), ())


def tried(programme: Path, facts: Path) -> Trial:
    """`YamlRefused` names each fault of either file."""
    for path in (programme, facts):
        if not path.is_file():
            raise NotFound(_("There is no file {path}."), path=path)
        read_file(path, name=str(path))
    pack = load_pack(programme.read_text(encoding="utf-8"), str(programme), beside(programme))
    found = read_facts(facts.read_text(encoding="utf-8"), str(facts), pack)
    return Trial(pack, found, evaluate(pack, found), schedule(pack, found))


def check_as_plain(found: Checked) -> Mapping[str, Any]:
    pack = found.pack
    base = pack.base if pack else None
    return {
        "file": found.file,
        "programme": pack.id if pack else None,
        "version": pack.version if pack else None,
        "sha256": pack.sha256 if pack else None,
        "extends": asdict(base) if base else None,
        "holds": pack is not None,
        "vectors": found.vectors,
        "faults": [asdict(fault) for fault in found.faults],
    }


def trial_as_plain(trial: Trial) -> Mapping[str, Any]:
    """Everything that came out, under the names of the engine; figures are exact decimals."""
    said, pack = trial.evaluation, trial.pack
    return {
        "programme": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "title": dict(pack.title),
        "as_of": trial.facts.as_of,
        "total": said.total,
        "reason": trial.reason,
        "verdict": said.verdict,
        "base": said.base,
        "award": said.award,
        "nodes": [_node(trial, at) for at in range(len(said.nodes))],
        "metrics": dict(said.metrics),
        "caps": [asdict(cap) for cap in said.caps],
        "awards": [asdict(award) for award in said.awards],
        "gates": [
            {**asdict(gate), "unmet": [condition.text for condition in gate.unmet]}
            for gate in said.gates
        ],
        "deductions": [asdict(deduction) for deduction in said.deductions],
        "findings": list(_findings(trial)),
        "later_findings": trial.later,
        "missing": {name: dict(pack.named[name].title) for name in trial.missing},
        "not_looked_at": said.unmapped,
    }


def _node(trial: Trial, at: int) -> Mapping[str, Any]:
    node = trial.evaluation.nodes[at]
    return {**asdict(node), "title": dict(trial.pack.node(node.id).title)}


def _findings(trial: Trial) -> Iterator[Mapping[str, Any]]:
    outside = set(trial.evaluation.unmapped)
    items = {one.ref: one.item for one in trial.facts.findings}
    for one in trial.findings:
        yield {**asdict(one), "looked_at": items[one.ref] not in outside}
