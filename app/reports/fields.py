"""All sites of the supplier beside each other: under each buyer, and by category."""

from datetime import date
from decimal import Decimal
from typing import TypedDict

from sqlmodel import Session

from app.kit.clock import local_day
from app.people.queries import actor, person
from app.programmes.queries import opened
from app.readiness.queries import Frame, frames, standing_at
from app.readiness.rules import scores_our_checklist
from app.reports import document as d
from app.reports.past import Demand, site_then
from app.reports.telling import rounded_or_none, verdict_of
from app.reports.told import Told
from app.suppliers.models import Site
from app.suppliers.queries import sites, sites_of

MOST_BUYERS = 6


class LastAudit(TypedDict):
    audit: str
    ended_on: date | None


def field(session: Session, told: Told) -> d.Field:
    """Those sites that whoever asked may see, this one first."""
    fitting = [one for one in told.demands if scores_our_checklist(opened(one.row))]
    own = [one for one in fitting if one.row.pack == told.row.pack]
    asked = [*own, *(one for one in fitting if one not in own)][:MOST_BUYERS]
    whole = frames(session, [site.id for site in _seen(session, told)])
    rows = []
    for site in _seen(session, told):
        then = site_then(session, site, told.report.known_at)
        rows.append(
            d.FieldRow(
                site=then.called(told.report.lang),
                place=then.code,
                **_last_audit(told, whole[site.id], then.time_zone),
                cells=tuple(_cell(told, whole[site.id], one) for one in asked),
                scores=_scores(told, whole[site.id]),
            )
        )
    return d.Field(
        buyers=tuple(one.buyer.called(told.report.lang) for one in asked), rows=tuple(rows)
    )


def _seen(session: Session, told: Told) -> list[Site]:
    asker = person(session, told.report.asked_by_id) if told.report.asked_by_id else None
    listed = sites_of(session, told.site.supplier_id)
    if asker:
        seen = {site.id for site in sites(session, actor(session, asker))}
        listed = [site for site in listed if site.id in seen]
    return sorted(listed, key=lambda site: (site.id != told.site.id, site.code))


def _last_audit(told: Told, whole: Frame, time_zone: str) -> LastAudit:
    audit = whole.context(told.report.as_of, told.report.known_at)
    if audit is None:
        return {"audit": "", "ended_on": None}
    ended = audit.closed_at if audit.closed_at and audit.closed_at <= told.by_then else None
    return {"audit": audit.ref, "ended_on": local_day(ended, time_zone) if ended else None}


def _cell(told: Told, whole: Frame, one: Demand) -> d.FieldCell:
    report, pack = told.report, opened(one.row)
    says = standing_at(whole, one.row, as_of=report.as_of, known=report.known_at)
    if says is None:
        return d.FieldCell()
    return d.FieldCell(
        total=says.evaluation.total,
        verdict=verdict_of(pack, says.evaluation.verdict, report.lang),
        base=verdict_of(pack, says.evaluation.base, report.lang),
        unmet=sum(len(gate.unmet) for gate in says.evaluation.gates),
    )


def _scores(told: Told, whole: Frame) -> tuple[Decimal | None, ...]:
    report = told.report
    says = standing_at(whole, told.row, as_of=report.as_of, known=report.known_at)
    if says is None:
        return tuple(None for _node in told.now.evaluation.nodes)
    found = {node.id: rounded_or_none(node.score) for node in says.evaluation.nodes}
    return tuple(found.get(node.id) for node in told.now.evaluation.nodes)
