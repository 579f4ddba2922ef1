"""The whole against its frame: how many of what, how often cited, what is cited at all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from app.checklists.checks.citation import below, second_level
from app.checklists.checks.wording import numbers
from app.checklists.forms import FrameForm
from app.checklists.rules import Method, Severity
from app.checklists.yaml_files import Folder, Found
from app.kit.yaml_text import Fault

HOUSE = "house"
TENTH = 0.1
LEAST_METHODS = 5
LEAST_CRITICAL = 2
MOST_OF_A_CLAUSE = 12
MOST_OF_A_THRESHOLD = 6


def categories_have_their_items(folder: Folder) -> Iterator[Fault]:
    frame = folder.head.form.frame
    for paper in folder.categories if frame else ():
        items = [item for section in paper.form.sections for item in section.items]
        wanted = frame.items.get(paper.form.id) if frame else None
        if wanted and abs(len(items) - wanted) > TENTH * wanted:
            reason = f"{len(items)} items; the frame wants {wanted}, give or take a tenth."
            yield paper.fault(("sections",), "distribution", reason, "Add items, or mend frame.")
        if len(methods := {item.method for item in items}) < LEAST_METHODS:
            reason = f"Only {len(methods)} methods; a category uses {LEAST_METHODS} or more."
            mend = "Choose the method by the risk, not by comfort."
            yield paper.fault(("sections",), "distribution", reason, mend)
        critical = sum(item.severity is Severity.CRITICAL for item in items)
        if critical < LEAST_CRITICAL:
            reason = f"{critical} critical items; a category has {LEAST_CRITICAL} or more."
            yield paper.fault(("sections",), "distribution", reason, "Look for what can kill it.")


def shares_are_kept(folder: Folder) -> Iterator[Fault]:
    frame, items = folder.head.form.frame, list(folder.items())
    if frame is None or not items:
        return
    counted: Mapping[str, Mapping[str, tuple[int, int]]] = {
        "methods": {word.value: span for word, span in frame.methods.items()},
        "severities": {word.value: span for word, span in frame.severities.items()},
    }
    have = {
        "methods": Counter(found.form.method.value for found in items),
        "severities": Counter(found.form.severity.value for found in items),
    }
    for kind, spans in counted.items():
        for word, (least, most) in spans.items():
            share = 100 * have[kind][word] / len(items)
            if not least <= share <= most:
                reason = f"{share:.1f} % of the items; the frame wants {least} to {most} %."
                at = ("frame", kind, word)
                yield folder.head.fault(at, "distribution", reason, "Mend the items, or frame.")
    yield from _sourced(folder, frame, items)
    yield from _timed(folder)


def _sourced(folder: Folder, frame: FrameForm, items: Sequence[Found]) -> Iterator[Fault]:
    sourced = sum(_has_a_sourced_number(found) for found in items)
    if 100 * sourced < frame.least_sourced * len(items):
        reason = f"{sourced} of {len(items)} items have a number with a source."
        mend = "Fix the limit by a threshold, or by the house rule."
        yield folder.head.fault(("frame", "least_sourced"), "distribution", reason, mend)


def _has_a_sourced_number(found: Found) -> bool:
    form = found.form
    told = form.thresholds or any(ref.std == HOUSE for ref in form.refs)
    return bool(told and numbers(form.criterion))


def _timed(folder: Folder) -> Iterator[Fault]:
    timed = {
        found.category.form.domain
        for found in folder.items()
        if found.form.method is Method.TIMED_SPOT_CHECK
    }
    for domain in folder.head.form.domains:
        if domain not in timed:
            reason = f"No item of the domain {domain} is timed."
            at = ("domains", domain)
            yield folder.head.fault(at, "distribution", reason, "Add a timed spot check.")


def no_source_is_worn_out(folder: Folder) -> Iterator[Fault]:
    """A clause or a threshold in many items says that they were counted, not thought of."""
    clauses: Counter[tuple[str, str]] = Counter()
    thresholds: Counter[str] = Counter()
    for found in folder.items():
        for n, ref in enumerate(found.form.refs):
            if ref.clause:
                clauses[ref.std, ref.clause] += 1
                if clauses[ref.std, ref.clause] == MOST_OF_A_CLAUSE + 1:
                    cited = f"{ref.std} {ref.clause}"
                    reason = f"{cited} is cited in more than {MOST_OF_A_CLAUSE} items."
                    at: tuple[str | int, ...] = ("refs", n)
                    mend = "Cite the clause that fits more closely."
                    yield found.fault(at, "citation-often", reason, mend, warning=True)
        for n, id in enumerate(found.form.thresholds):
            thresholds[id] += 1
            if thresholds[id] == MOST_OF_A_THRESHOLD + 1:
                reason = f"{id} stands in more than {MOST_OF_A_THRESHOLD} items."
                mend = "Choose another number."
                yield found.fault(("thresholds", n), "citation-often", reason, mend, warning=True)


def what_must_be_cited_is(folder: Folder) -> Iterator[Fault]:
    frame = folder.head.form.frame
    cited = {(ref.std, ref.clause) for found in folder.items() for ref in found.form.refs}
    for std, wanted in frame.cites.items() if frame else ():
        paper = folder.standards.get(std)
        if paper is None:
            reason = f"There is no standards/{std}.yaml."
            yield folder.head.fault(("frame", "cites", std), "citation", reason, "Mend the name.")
            continue
        clauses = second_level(paper.form) if wanted == "second_level" else wanted
        have = {clause for source, clause in cited if source == std and clause}
        for clause in clauses:
            if not have & {clause, *below(paper.form, clause)}:
                fault = folder.head.fault(
                    ("frame", "cites", std),
                    "coverage",
                    f"No item cites {paper.form.cite_as} {clause}.",
                    "Add an item that does, or cite it where it fits.",
                )
                yield fault.as_warning()
