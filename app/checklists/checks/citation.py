"""Citations: a clause that does not exist is an error, whatever the author is sure of."""

from collections.abc import Iterator, Mapping

from app.checklists.forms import StandardForm
from app.checklists.yaml_files import Folder
from app.kit.yaml_text import Fault


def citations_exist(folder: Folder) -> Iterator[Fault]:
    for found in folder.items():
        for n, ref in enumerate(found.form.refs):
            if wrong := _wrong(folder, ref.std, ref.clause):
                at = ("refs", n, "clause" if ref.clause else "std")
                yield found.fault(at, "citation", *wrong)
    for n, threshold in enumerate(folder.thresholds.form.thresholds):
        if wrong := _wrong(folder, threshold.std, threshold.clause):
            yield folder.thresholds.fault(("thresholds", n), "citation", *wrong)


def _wrong(folder: Folder, std: str, clause: str | None) -> tuple[str, str] | None:
    """Reason and mend, if the source or its clause is not in the table of standards."""
    paper = folder.standards.get(std)
    if paper is None:
        return f"There is no standards/{std}.yaml.", "Mend the name, or add the source with proof."
    form = paper.form
    if clause is None:
        complete = f"{form.cite_as} is listed with all its clauses, and none is named."
        return (complete, "Name the clause.") if form.clauses_complete else None
    if clause in form.headings() or clause in _articles(form):
        return None
    reason = f"{form.cite_as} has no {clause} in standards/{std}.yaml."
    return reason, _clause_mend(form)


def _clause_mend(form: StandardForm) -> str:
    if form.articles:
        articles = form.articles
        return f"Cite {articles.prefix} {articles.first} to {articles.prefix} {articles.last}."
    if not form.clauses:
        return "Cite the source as a whole, or add the clause to its file with proof."
    return "Cite a clause that is listed there, or add it with proof."


def _articles(form: StandardForm) -> frozenset[str]:
    if not form.articles:
        return frozenset()
    numbers = range(form.articles.first, form.articles.last + 1)
    return frozenset(f"{form.articles.prefix} {n}" for n in numbers)


def citations_are_as_deep_as_listed(folder: Folder) -> Iterator[Fault]:
    chapters = {std: _chapters(paper.form) for std, paper in folder.standards.items()}
    for found in folder.items():
        for n, ref in enumerate(found.form.refs):
            child = chapters.get(ref.std, {}).get(ref.clause or "")
            if child:
                reason = f"{ref.clause} has clauses of its own, such as {child}."
                yield found.fault(
                    ("refs", n, "clause"),
                    "citation-depth",
                    reason,
                    "Cite the lowest listed clause.",
                    warning=True,
                )


def second_level(form: StandardForm) -> tuple[str, ...]:
    """Such as 8.4 of ISO 9001 and B7 of the RBA code: the ids right below a chapter."""
    parents = _parents(form)
    return tuple(id for id, parent in parents.items() if parent not in parents)


def below(form: StandardForm, clause: str) -> frozenset[str]:
    children = {id for id, parent in _parents(form).items() if parent == clause}
    return frozenset(children).union(*(below(form, child) for child in children))


def _chapters(form: StandardForm) -> Mapping[str, str]:
    """Each listed id that has listed children, with the first of them."""
    chapters: dict[str, str] = {}
    for id, parent in _parents(form).items():
        chapters.setdefault(parent, id)
    return chapters


def _parents(form: StandardForm) -> Mapping[str, str]:
    """The listed id right above each listed id that has one."""
    parents: dict[str, str] = {}
    ids = form.headings()
    for id in ids:
        dotted = id.rpartition(".")[0]
        lettered = id[:1] if id[:1].isalpha() and id[1:].isdigit() else ""
        for parent in (dotted, lettered):
            if parent in ids:
                parents[id] = parent
    return parents


def cited_editions_stand(folder: Folder) -> Iterator[Fault]:
    """A source that was superseded or amended: once per source, at its first citation."""
    warned: set[str] = set()
    for found in folder.items():
        for n, ref in enumerate(found.form.refs):
            paper = folder.standards.get(ref.std)
            if paper and paper.form.status and ref.std not in warned:
                warned.add(ref.std)
                yield found.fault(
                    ("refs", n, "std"),
                    "citation-status",
                    f"{paper.form.cite_as}: {paper.form.status}",
                    "Say why this edition is still cited, or cite its successor.",
                    warning=True,
                )
