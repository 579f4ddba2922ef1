"""The days that findings keep follow the time zone of their site."""

from sqlmodel import Session

from app.findings.past_queries import of_sites
from app.kit.clock import local_day
from app.suppliers.models import Site


def tell_days_anew(session: Session, site: Site) -> None:
    """After a change of the site, which is on the trail: its time zone may have been set right."""
    for row, closure in of_sites(session, [site.id])[site.id]:
        row.raised_on = local_day(row.raised_at, site.time_zone)
        row.closed_on = local_day(closure.at, site.time_zone) if closure else None
