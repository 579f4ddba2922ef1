"""Which points a site loses under a programme, by category and by item, the most first."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from app.programmes.models import PackVersion
from app.readiness.explanation import explain
from app.readiness.matrix import cell
from app.readiness.queries import frame, marks_at
from app.remediation.rules import Share, pareto
from app.suppliers.models import Site

MOST = 10


@dataclass(frozen=True, slots=True)
class Lost:
    """In points of the total."""

    site: Site
    title: Mapping[str, str]
    categories: list[Share[str]]
    items: list[Share[str]]


def lost_points(
    session: Session, site: Site, row: PackVersion, categories: Mapping[str, str], at: datetime
) -> Lost | None:
    """None before the first round. `categories`: of each item."""
    whole = frame(session, site)
    stands = cell(whole, row, at)
    if stands.told is None:
        return None
    marks = marks_at(whole, as_of=at, known=at)
    by_item: dict[str, Decimal] = defaultdict(Decimal)
    by_category: dict[str, Decimal] = defaultdict(Decimal)
    for node in explain(stands.pack, stands.told.evaluation, marks).nodes:
        for item in node.items:
            by_item[item.id] += item.of_total or 0
            by_category[categories.get(item.id, "")] += item.of_total or 0
    return Lost(site, stands.pack.title, pareto(by_category), pareto(by_item)[:MOST])
