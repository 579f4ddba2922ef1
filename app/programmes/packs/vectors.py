"""Runs the test vectors that a pack carries."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import ValidationError

from app.kit.yaml_text import Document, Fault
from app.programmes.packs.facts import facts_from
from app.programmes.packs.facts_shape import FactsRefused
from app.programmes.packs.shape import ExpectShape, VectorShape
from app.programmes.scheme.facts import Facts
from app.programmes.scheme.pack import Pack
from app.programmes.scheme.results import Evaluation
from app.programmes.scoring.deadlines import schedule
from app.programmes.scoring.evaluate import evaluate

MEND = "Mend the pack or the vector."


def vector_faults(
    pack: Pack, vectors: Sequence[VectorShape], document: Document
) -> tuple[Fault, ...]:
    """A fault for each figure that does not come out as its vector says."""
    return tuple(
        fault for at, vector in enumerate(vectors) for fault in _run(pack, vector, document, at)
    )


def _run(pack: Pack, vector: VectorShape, document: Document, at: int) -> Iterator[Fault]:
    path = ("vectors", at)
    try:
        facts = facts_from(vector.facts, pack)
    except ValidationError as error:
        problem = error.errors()[0]
        where = (*path, "facts", *problem["loc"])
        yield document.fault(where, "facts", f"{vector.id}: {problem['msg']}.", MEND)
        return
    except FactsRefused as refused:
        where = (*path, "facts", *refused.path)
        yield document.fault(where, "facts", f"{vector.id}: {refused}", refused.mend)
        return
    unlike = [*differences(vector.expect, evaluate(pack, facts)), *_late(vector, pack, facts)]
    for what, wanted, found in unlike:
        reason = f"{vector.id}: {what} is {found}, where {wanted} is expected."
        yield document.fault((*path, "expect"), "vector", reason, MEND)


def _late(vector: VectorShape, pack: Pack, facts: Facts) -> Iterator[tuple[str, object, object]]:
    """Days on which a step is not due as the vector says."""
    known = {x.ref: {d.step: (d.first, d.last) for d in x.deadlines} for x in schedule(pack, facts)}
    for ref, steps in vector.expect.due.items():
        for step, wanted in steps.items():
            found = known.get(ref, {}).get(step, (None, None))
            if wanted != (found if isinstance(wanted, tuple) else found[1]):
                yield f"{step} of {ref}", wanted, found


Figure = Decimal | str | None


def differences(expect: ExpectShape, found: Evaluation) -> Iterator[tuple[str, object, object]]:
    """What is named in `expect` and came out otherwise."""
    given = expect.model_fields_set
    simple: Mapping[str, tuple[Figure, Figure]] = {
        "total": (expect.total, found.total),
        "verdict": (expect.verdict, found.verdict),
        "base": (expect.base, found.base),
        "award": (expect.award, found.award),
    }
    for what, (wanted, came) in simple.items():
        if what in given and wanted != came:
            yield what, wanted, came
    hit = [cap.id for cap in found.caps if cap.triggered]
    if expect.caps is not None and sorted(expect.caps) != sorted(hit):
        yield "caps", expect.caps, hit
    scores = {node.id: node.score for node in found.nodes}
    yield from _unlike("node", expect.nodes, scores)
    yield from _unlike("metric", expect.metrics, found.metrics)
    unmet = {gate.id: tuple(condition.text for condition in gate.unmet) for gate in found.gates}
    yield from _unlike("gate", expect.gates, unmet)


def _unlike(
    what: str, wanted: Mapping[str, object], found: Mapping[str, object]
) -> Iterator[tuple[str, object, object]]:
    for id, value in wanted.items():
        if id not in found:
            yield f"{what} {id}", value, "not there"
        elif found[id] != value:
            yield f"{what} {id}", value, found[id]
