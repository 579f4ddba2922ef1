"""Failed items that nobody mends, for no finding of them is open: one list for every report."""

from collections.abc import Mapping

from app.answers.models import Answer
from app.answers.queries import Mark
from app.answers.rules import FAILED, Spot
from app.checklists.rules import Item
from app.reports.told import Told


def unraised(told: Told, marks: Mapping[Spot, Answer | Mark]) -> list[Item]:
    """In the order of the checklist. A finding of an earlier round counts as well."""
    found = {finding.item for finding, closure in told.findings if closure is None}
    failed = {item for (item, _zone), mark in marks.items() if mark.level in FAILED}
    return [item for item in told.edition.items if item.id in failed - found]
