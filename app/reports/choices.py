"""What somebody may choose who orders a report, given what it is to be of."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.audits.models import Audit
from app.audits.queries import audit as audit_called
from app.audits.queries import programmes_of
from app.findings.models import Finding
from app.findings.queries import finding as finding_called
from app.kit.errors import NotFound
from app.kit.words import mark as _
from app.people.rules import Ability, Actor
from app.programmes.models import PackVersion
from app.programmes.queries import demands
from app.reports.models import Report
from app.reports.queries import report as report_called
from app.reports.queries import reports
from app.reports.rules import OF_AUDIT, OF_SITE, OrderStatus, ReportKind
from app.suppliers.models import Site
from app.suppliers.queries import site as site_called
from app.suppliers.queries import sites


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address names; each "" where it names none."""

    site: str = ""
    audit: str = ""
    finding: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """`sites` holds one where it is settled; `earlier`: what changes can be told since."""

    kinds: Sequence[ReportKind]
    sites: Sequence[Site]
    programmes: Sequence[PackVersion]
    earlier: Sequence[tuple[Report, Site]]
    audit: Audit | None = None
    finding: Finding | None = None
    since: Report | None = None

    @property
    def site(self) -> Site | None:
        return self.sites[0] if len(self.sites) == 1 else None


def choices(session: Session, by: Actor, asked: Asked) -> Choices:
    if asked.finding:
        found = finding_called(session, by, asked.finding)
        if found is None:
            raise NotFound(_("There is no such finding, or none that you may see."))
        kinds: tuple[ReportKind, ...] = (ReportKind.DOSSIER,)
        return _at(session, by, found.site, kinds, finding=found.finding)
    if asked.audit:
        audited = audit_called(session, by, asked.audit)
        if audited is None:
            raise NotFound(_("There is no such audit, or none that you may see."))
        return _at(session, by, audited[1], OF_AUDIT, audit=audited[0])
    if asked.since:
        told = report_called(session, by, asked.since)
        if told is None:
            raise NotFound(_("There is no such report, or none that you may see."))
        return _at(session, by, told[1], (ReportKind.DELTA,), since=told[0])
    return _of_site(session, by, asked.site)


def _of_site(session: Session, by: Actor, code: str) -> Choices:
    kinds = (*OF_SITE, ReportKind.DELTA)
    if code:
        found = site_called(session, by, code)
        if found is None:
            raise NotFound(_("There is no such site, or none that you may see."))
        return _at(session, by, found, kinds)
    mine = [one for one in sites(session, by) if by.may(Ability.ORDER_REPORTS, one)]
    earlier = _earlier(session, by)
    return Choices(kinds, mine, [row for _buyer, row in demands(session)], earlier)


def _at(
    session: Session,
    by: Actor,
    site: Site,
    kinds: Sequence[ReportKind],
    *,
    audit: Audit | None = None,
    finding: Finding | None = None,
    since: Report | None = None,
) -> Choices:
    packs = programmes_of(session, audit.id) if audit else []
    packs = packs or list({row.id: row for _buyer, row in demands(session)}.values())
    earlier = [pair for pair in _earlier(session, by) if pair[1].id == site.id]
    return Choices(kinds, [site], packs, earlier, audit, finding, since)


def _earlier(session: Session, by: Actor) -> list[tuple[Report, Site]]:
    return [pair for pair in reports(session, by) if pair[0].status is OrderStatus.DONE]
