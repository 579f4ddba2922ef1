"""Where else somebody looked for the fault of a finding, and what they saw there."""

from sqlmodel import Session

from app.findings.across_queries import across_replies, refs_of
from app.findings.models import AcrossReply, Finding
from app.findings.rules import SAID_NAMES
from app.reports.cases import Cases
from app.reports.shapes.dossier import Place
from app.suppliers.queries import all_zones, site_of


def looked(session: Session, cases: Cases, row: Finding) -> list[Place]:
    """By the order in which it was said, the last word of each place."""
    replies = [one for one in across_replies(session, row.id).values() if one.at <= cases.by_then]
    raised = refs_of(session, [one.raised_id for one in replies if one.raised_id])
    return [
        Place(
            place=_place(session, cases.told.report.lang, one),
            said=cases.told.say(SAID_NAMES[one.said]),
            note=one.note,
            raised=raised.get(one.raised_id, "") if one.raised_id else "",
            by=one.by_name,
            on=cases.day(one.at),
        )
        for one in sorted(replies, key=lambda one: (one.at, one.id))
    ]


def _place(session: Session, lang: str, one: AcrossReply) -> str:
    site = site_of(session, one.site_id)
    zone = all_zones(session, site.id)[one.zone_id].called(lang) if one.zone_id else ""
    return " · ".join(part for part in (site.called(lang), zone) if part)
