"""Which points a site loses under a programme, by category and by item, the most first."""

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
    pack: str
    categories: list[Share[str]]
    items: list[Share[str]]


def lost_points(session: Session, site: Site, row: PackVersion, at: datetime) -> Lost | None:
    """None before the first round, and where the total is no weighted mean."""
    whole = frame(session, site)
    stands = cell(whole, row, at)
    if stands.told is None:
        return None
    marks = marks_at(whole, as_of=at, known=at)
    nodes = explain(stands.pack, stands.told.evaluation, marks).nodes
    by_node: dict[str, Decimal] = {}
    by_item: dict[str, Decimal] = {}
    for node in nodes:
        for item in node.items:
            by_item[item.id] = by_item.get(item.id, Decimal(0)) + (item.of_total or 0)
            by_node[node.node.id] = by_node.get(node.node.id, Decimal(0)) + (item.of_total or 0)
    return Lost(site, row.pack, pareto(by_node), pareto(by_item)[:MOST])
