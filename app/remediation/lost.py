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
from app.readiness.queries import frame
from app.remediation.rules import Share, pareto
from app.suppliers.queries import Spot

MOST = 10


@dataclass(frozen=True, slots=True)
class Lost:
    """In points of the total."""

    site: Spot
    title: Mapping[str, str]
    categories: list[Share[str]]
    items: list[Share[str]]


def lost_points(
    session: Session, site: Spot, row: PackVersion, categories: Mapping[str, str], at: datetime
) -> Lost | None:
    """None before the first round. `categories`: of each item; its answers are not asked for."""
    whole = frame(session, site)
    stands = cell(whole, row, at)
    if stands.told is None:
        return None
    by_item: dict[str, Decimal] = defaultdict(Decimal)
    by_category: dict[str, Decimal] = defaultdict(Decimal)
    for node in explain(stands.pack, stands.told.evaluation, {}).nodes:
        for item in node.items:
            by_item[item.id] += item.of_total or 0
            by_category[categories.get(item.id, "")] += item.of_total or 0
    return Lost(site, stands.pack.title, pareto(by_category), pareto(by_item)[:MOST])
