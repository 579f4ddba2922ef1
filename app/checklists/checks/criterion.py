"""The criterion: a number fixed beforehand, the same wherever it stands, and its evidence."""

from collections.abc import Iterator
from decimal import Decimal

from app.checklists.checks.wording import has_unit, is_measurable, numbers
from app.checklists.forms import ItemForm
from app.checklists.rules import Method
from app.checklists.yaml_files import Folder, Found
from app.kit.yaml_text import Fault

WITH_UNIT = frozenset({Method.MEASUREMENT, Method.TIMED_SPOT_CHECK})
PART_OF_METHOD = {
    Method.MEASUREMENT: ("measure", "quantity, unit, limit, direction and instrument"),
    Method.TIMED_SPOT_CHECK: ("timer", "its limit in seconds"),
    Method.INTERVIEW: ("interview", "k of n persons"),
}
LEAST_EVIDENCE = 2
LEAST_WORDS = 3
MINUTE, HOUR = Decimal(60), Decimal(3600)


def criteria_are_measurable(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        form = found.form
        if form.method in WITH_UNIT and not has_unit(form.criterion):
            reason = f"A {form.method.replace('_', ' ')} needs a number with its unit."
            yield found.fault(("criterion",), "measurable", reason, "Write the limit and its unit.")
        elif not is_measurable(form.criterion):
            reason = "Two auditors could disagree: no number, no count, no time stands here."
            mend = 'Fix a number: "20 of 20", "0 of 30", "within 15 min", "at most 2 %".'
            yield found.fault(("criterion",), "measurable", reason, mend)


def thresholds_stand_in_the_text(folder: Folder) -> Iterator[Fault]:
    known = {form.id: form for form in folder.thresholds.form.thresholds}
    for found in folder.items():
        said = numbers(f"{found.form.requirement} {found.form.criterion}")
        for n, id in enumerate(found.form.thresholds):
            if id not in known:
                mend = "Mend the number, or add it to thresholds.yaml with its source."
                yield found.fault(("thresholds", n), "threshold", f"There is no {id}.", mend)
            elif numbers(known[id].text) and not said & numbers(known[id].text):
                reason = f"No number of {id} ({known[id].text}) stands in this item."
                mend = "Use its number in the criterion, or take it out."
                yield found.fault(("thresholds", n), "threshold", reason, mend)


def methods_have_their_parts(folder: Folder) -> Iterator[Fault]:
    """A stopwatch needs its seconds, an instrument its limit, an interview its k of n."""
    for found in folder.items():
        part, what = PART_OF_METHOD.get(found.form.method, ("", ""))
        if part and getattr(found.form, part) is None:
            reason = f"The method {found.form.method} needs {part}: {what}."
            yield found.fault(("method",), "parts", reason, f"Add {part}.")
        yield from _parts_that_disagree(found)


def _parts_that_disagree(found: Found) -> Iterator[Fault]:
    said = numbers(found.form.criterion)
    for path, values in _numbers_of_parts(found.form):
        if not said & values:
            number = " or ".join(f"{value.normalize():f}" for value in sorted(values))
            reason = f"The criterion does not say {number}, which stands here."
            yield found.fault(path, "parts", reason, "Make the two agree.")


def _numbers_of_parts(form: ItemForm) -> Iterator[tuple[tuple[str, ...], set[Decimal]]]:
    if form.timer:
        seconds = Decimal(form.timer.seconds)
        yield ("timer", "seconds"), {seconds, seconds / MINUTE, seconds / HOUR}
    if form.measure:
        yield ("measure", "limit"), {form.measure.limit}
        for trait, limit in form.measure.limit_where.items():
            yield ("measure", "limit_where", trait), {limit}
    if form.interview:
        yield ("interview", "k"), {Decimal(form.interview.k)}
        yield ("interview", "n"), {Decimal(form.interview.n)}


def interviews_can_be_passed(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        interview, sample = found.form.interview, found.form.sample
        if interview and interview.k > interview.n:
            reason = f"{interview.k} of {interview.n} persons cannot say it."
            yield found.fault(("interview", "k"), "parts", reason, "Write k at most n.")
        if sample.n and sample.accept and sample.accept >= sample.n:
            reason = f"If {sample.accept} of {sample.n} may fail, nothing is asked."
            yield found.fault(("sample", "accept"), "parts", reason, "Write accept below n.")


def evidence_is_named(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        evidence = found.form.evidence
        if len(evidence) < LEAST_EVIDENCE:
            reason = f"{len(evidence)} piece of evidence is named; at least 2 are needed."
            yield found.fault(("evidence",), "evidence", reason, "Add a raw, second source.")
        for n, piece in enumerate(evidence):
            if piece.casefold() in {other.casefold() for other in evidence[:n]}:
                yield found.fault(
                    ("evidence", n), "evidence", "It is named twice.", "Name another source."
                )
            if len(piece.split()) < LEAST_WORDS:
                reason = f'"{piece}" does not say which record, of what, of which period.'
                yield found.fault(("evidence", n), "evidence", reason, "Name it more closely.")
