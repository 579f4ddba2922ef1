from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, and_, col, false, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.audits.queries import programmes_of
from app.evidence.models import Evidence
from app.findings.models import (
    AcrossReply,
    BuyerDate,
    Cause,
    CauseCorrection,
    CauseFound,
    Closure,
    Deadline,
    Extension,
    ExtensionReply,
    Finding,
    FindingEvidence,
    FindingRevision,
    HandOver,
    HandOverReply,
    LapsedClosure,
    Proposal,
    Reopening,
    Repeat,
    Review,
)
from app.findings.rules import UNDER_WAY, Branch, FindingClass, Shown, Step, overdue, weak
from app.kit.clock import local_day
from app.people.rules import Ability, Actor
from app.programmes.queries import demanded, opened
from app.programmes.rules import Pack
from app.suppliers.models import Site, Zone
from app.suppliers.queries import at_seen, seen_sites, time_zones


@dataclass(frozen=True, slots=True)
class Tracked:
    """A finding with its site and, if it is closed, its closure."""

    finding: Finding
    site: Site
    closure: Closure | None

    @property
    def closed_on(self) -> date | None:
        return local_day(self.closure.at, self.site.time_zone) if self.closure else None

    def overdue(self, today: date) -> bool:
        """`today` is the day at the site."""
        return overdue(self.finding.due_on, self.closed_on, today)

    def late(self, at: datetime) -> bool:
        return self.overdue(local_day(at, self.site.time_zone))


@dataclass(frozen=True, slots=True)
class Tally:
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Why:
    """A cause with what lies behind it; `leaf`: nobody has asked further."""

    cause: Cause
    deeper: tuple["Why", ...]

    @property
    def leaf(self) -> bool:
        return not self.deeper

    @property
    def weak(self) -> bool:
        """Only where the asking ends: on the way down an error is a fair answer."""
        return self.leaf and weak(self.cause.text)


def findings(  # noqa: PLR0913 - the filters of the page
    session: Session,
    actor: Actor,
    *,
    site_id: UUID | None = None,
    audit_id: UUID | None = None,
    owner_id: UUID | None = None,
    class_: FindingClass | None = None,
    open_only: bool = False,
    shown: Shown | None = None,
    at: datetime | None = None,
    among: SelectOfScalar[UUID] | None = None,
    limit: int = 500,
    after: int = 0,
) -> list[Tracked]:
    """By due date, those without one last; then by reference. `shown` OVERDUE needs `at`."""
    query = (
        _visible(actor)
        .order_by(col(Finding.due_on).is_(None), col(Finding.due_on), col(Finding.ref))
        .limit(limit)
        .offset(after)
    )
    wanted = {"site_id": site_id, "audit_id": audit_id, "owner_id": owner_id, "class_": class_}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(getattr(Finding, name) == value)
    if open_only or shown in {Shown.OPEN, Shown.OVERDUE, Shown.WAITING}:
        query = query.where(col(Closure.finding_id).is_(None))
    if shown is Shown.CLOSED:
        query = query.where(col(Closure.finding_id).is_not(None))
    if shown is Shown.OVERDUE and at:
        query = query.where(late(session, actor, at))
    if among is not None:
        query = query.where(col(Finding.id).in_(among))
    return [Tracked(*row) for row in session.exec(query)]


def tally(session: Session, actor: Actor, at: datetime) -> Tally:
    """Of all that the person may see, whatever the filter."""
    query = (
        select(func.count(), func.count().filter(late(session, actor, at)))
        .select_from(Finding)
        .where(at_seen(actor, Finding.site_id), *unclosed())
    )
    return Tally(*session.exec(query).one())


def finding(session: Session, actor: Actor, ref: str) -> Tracked | None:
    row = session.exec(_visible(actor).where(Finding.ref == ref)).one_or_none()
    return Tracked(*row) if row else None


def hold(session: Session, row: Finding) -> None:
    """Until the transaction ends nobody else changes it (PostgreSQL); `row` is what stands now."""
    query = select(Finding).where(Finding.id == row.id).with_for_update()
    session.exec(query.execution_options(populate_existing=True)).one()


def with_id(session: Session, id: UUID) -> Finding | None:
    return session.get(Finding, id)


def of_spot(
    session: Session, audit_id: UUID | None, item: str, zone_id: UUID | None
) -> Finding | None:
    """The finding that an audit has at an item and zone and that nobody has closed."""
    zone = col(Finding.zone_id)
    query = (
        select(Finding)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            Finding.audit_id == audit_id,
            Finding.item == item,
            zone.is_(None) if zone_id is None else zone == zone_id,
            col(Closure.finding_id).is_(None),
        )
        .order_by(col(Finding.raised_at).desc())
    )
    return session.exec(query.limit(1)).first()


def packs_of(session: Session, row: Finding) -> list[Pack]:
    """The programmes whose clocks run for it: those of its audit, else all that buyers demand."""
    held = programmes_of(session, row.audit_id) if row.audit_id else demanded(session)
    return [opened(one) for one in held]


def of_answer(session: Session, answer_id: UUID) -> Finding | None:
    return session.exec(select(Finding).where(Finding.answer_id == answer_id)).one_or_none()


REVISED = ("class_", "owner_id", "contain_by", "due_on", "statement")


def as_they_stood(session: Session, sites: Collection[UUID]) -> dict[UUID, list[FindingRevision]]:
    """By finding, oldest first."""
    query = (
        select(FindingRevision)
        .join(Finding, col(Finding.id) == FindingRevision.finding_id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(FindingRevision.version))
    )
    found: dict[UUID, list[FindingRevision]] = defaultdict(list)
    for one in session.exec(query):
        found[one.finding_id].append(one)
    return found


def as_it_stood(row: Finding, revisions: Sequence[FindingRevision], by_then: datetime) -> Finding:
    """`row` itself if it has not changed since, else a copy with what it said then."""
    then = [one for one in revisions if one.at <= by_then]
    if not then or then[-1].version == row.version:
        return row
    old = {name: getattr(then[-1], name) for name in REVISED}
    return Finding(**(row.model_dump() | old | {"version": then[-1].version}))


def of_sites(
    session: Session, sites: Collection[UUID]
) -> dict[UUID, list[tuple[Finding, Closure | None]]]:
    """Of each site, by reference."""
    query = (
        select(Finding, Closure)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(Finding.ref))
    )
    found: dict[UUID, list[tuple[Finding, Closure | None]]] = {id: [] for id in sites}
    for finding, closure in session.exec(query):
        found[finding.site_id].append((finding, closure))
    return found


def of_audits(session: Session, audit_ids: Collection[UUID]) -> list[Finding]:
    query = select(Finding).where(col(Finding.audit_id).in_(set(audit_ids)))
    return list(session.exec(query.order_by(col(Finding.ref))))


def closure_of(session: Session, finding_id: UUID) -> Closure | None:
    return session.get(Closure, finding_id)


def reopenings(session: Session, finding_id: UUID) -> list[Reopening]:
    query = select(Reopening).where(Reopening.finding_id == finding_id)
    return list(session.exec(query.order_by(col(Reopening.turn))))


def reopened_at(session: Session, sites: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """By finding of these sites, oldest first."""
    query = (
        select(Reopening.finding_id, Reopening.at)
        .join(Finding, col(Finding.id) == Reopening.finding_id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(Reopening.at))
    )
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for finding_id, at in session.exec(query):
        found[finding_id].append(at)
    return found


def lapsed_at(session: Session, sites: Collection[UUID]) -> dict[UUID, list[LapsedClosure]]:
    """By finding of these sites, oldest first: closures that stood until it was opened again."""
    query = (
        select(LapsedClosure)
        .join(Finding, col(Finding.id) == LapsedClosure.finding_id)
        .where(col(Finding.site_id).in_(sites))
        .order_by(col(LapsedClosure.at))
    )
    found: dict[UUID, list[LapsedClosure]] = defaultdict(list)
    for one in session.exec(query):
        found[one.finding_id].append(one)
    return found


def closure_by(
    closure: Closure | None, lapsed: Sequence[LapsedClosure], by_then: datetime
) -> Closure | None:
    """The closure that stood at that instant, also one that has lapsed since."""
    if closure and closure.at <= by_then:
        return closure
    stood = next((one for one in lapsed if one.at <= by_then < one.lapsed_at), None)
    if stood is None:
        return None
    told = stood.model_dump(exclude={"turn", "lapsed_at"})
    return Closure(**told)


def turn_of(session: Session, finding_id: UUID) -> int:
    """1, and one more for each reopening."""
    return len(reopenings(session, finding_id)) + 1


def causes_of(session: Session, finding_id: UUID, turn: int) -> list[Cause]:
    """Those that nobody has struck, in the order in which they were given."""
    query = select(Cause).where(
        Cause.finding_id == finding_id, Cause.turn == turn, col(Cause.struck_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Cause.at), col(Cause.id))))


def whys(causes: Sequence[Cause]) -> dict[Branch, tuple[Why, ...]]:
    """The trees of both branches."""

    def below(branch: Branch, id: UUID | None) -> tuple[Why, ...]:
        return tuple(
            Why(one, below(branch, one.id))
            for one in causes
            if one.branch == branch and one.parent_id == id
        )

    return {branch: below(branch, None) for branch in Branch}


def cause_found(session: Session, finding_id: UUID, turn: int) -> CauseFound | None:
    """As it was corrected last."""
    found = session.get(CauseFound, (finding_id, turn))
    mine = select(CauseCorrection).where(
        CauseCorrection.finding_id == finding_id, CauseCorrection.turn == turn
    )
    last = (col(CauseCorrection.at).desc(), col(CauseCorrection.id).desc())
    better = session.exec(mine.order_by(*last).limit(1)).first() if found else None
    if found is None or better is None:
        return found
    said = {"tag": better.tag, "hidden_hazard": better.hidden_hazard}
    return CauseFound(**(found.model_dump() | said))


def causes_told() -> Any:  # noqa: ANN401 - a subquery of finding, turn, tag, hidden hazard
    """What each cause lies in, as it was corrected last: for other selects to join."""

    def last(column: Any, first: Any) -> Any:  # noqa: ANN401 - columns of any type
        better = (
            select(column)
            .where(
                CauseCorrection.finding_id == CauseFound.finding_id,
                CauseCorrection.turn == CauseFound.turn,
            )
            .order_by(col(CauseCorrection.at).desc(), col(CauseCorrection.id).desc())
            .limit(1)
            .correlate(CauseFound)
        )
        return func.coalesce(better.scalar_subquery(), first)

    return select(
        CauseFound.finding_id,
        CauseFound.turn,
        last(CauseCorrection.tag, CauseFound.tag).label("tag"),
        last(CauseCorrection.hidden_hazard, CauseFound.hidden_hazard).label("hidden_hazard"),
    ).subquery()


def open_hand_over(session: Session, row: Finding) -> HandOver | None:
    """What its owner asked and nobody has answered; void once the owner is another."""
    mine = select(HandOver).where(HandOver.finding_id == row.id)
    asked = _unanswered(mine).order_by(col(HandOver.at).desc())
    found: HandOver | None = session.exec(asked.limit(1)).first()
    return found


def handed_to(session: Session, actor: Actor) -> list[tuple[HandOver, Finding, Site]]:
    """What the person is asked to take over, the oldest first."""
    query = (
        _unanswered(select(HandOver, Finding, Site))
        .join(Site, col(Site.id) == Finding.site_id)
        .where(HandOver.to_id == actor.id, col(Finding.site_id).in_(seen_sites(actor)))
        .order_by(col(HandOver.at))
    )
    return [(one, finding, site) for one, finding, site in session.exec(query)]


def hand_overs_asked(session: Session) -> list[tuple[HandOver, Finding, Site]]:
    """Whatever anybody is asked to take over and has not answered, the oldest first."""
    query = (
        _unanswered(select(HandOver, Finding, Site))
        .join(Site, col(Site.id) == Finding.site_id)
        .order_by(col(HandOver.at))
    )
    return [(one, finding, site) for one, finding, site in session.exec(query)]


def _unanswered(query: Any) -> Any:  # noqa: ANN401 - a select of hand-overs with others
    owner = col(Finding.owner_id)
    return (
        query.join(Finding, col(Finding.id) == HandOver.finding_id)
        .outerjoin(HandOverReply, col(HandOverReply.hand_over_id) == HandOver.id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            col(HandOverReply.hand_over_id).is_(None),
            col(Closure.finding_id).is_(None),
            or_(owner == HandOver.from_id, and_(owner.is_(None), col(HandOver.from_id).is_(None))),
        )
    )


class Spotted(Protocol):
    """What failed at an item: an answer, a finding, or one that is about to be raised."""

    @property
    def site_id(self) -> UUID: ...
    @property
    def audit_id(self) -> UUID | None: ...
    @property
    def item(self) -> str: ...
    @property
    def zone_id(self) -> UUID | None: ...


def earlier_at(session: Session, failed: Spotted) -> Finding | None:
    """The last finding of an earlier round at the same item and place, unless it was none."""
    zone = col(Finding.zone_id)
    query = (
        select(Finding)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            Finding.site_id == failed.site_id,
            Finding.item == failed.item,
            zone.is_(None) if failed.zone_id is None else zone == failed.zone_id,
            col(Finding.audit_id).is_distinct_from(failed.audit_id),
            or_(col(Closure.finding_id).is_(None), col(Closure.rejected).is_(False)),
        )
        .order_by(col(Finding.raised_at).desc(), col(Finding.ref).desc())
    )
    return session.exec(query.limit(1)).first()


def open_on(session: Session, site_id: UUID, requirement: str) -> dict[FindingClass, int]:
    """By class: the open findings of the site at items whose ids begin so."""
    query = (
        select(Finding.class_, func.count())
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            Finding.site_id == site_id,
            col(Finding.item).startswith(requirement, autoescape=True),
            col(Closure.finding_id).is_(None),
        )
        .group_by(col(Finding.class_))
    )
    return {FindingClass(class_): n for class_, n in session.exec(query)}


def proposal_of(session: Session, finding_id: UUID) -> Proposal | None:
    return session.get(Proposal, finding_id)


def brought_with(session: Session, finding_id: UUID) -> list[Evidence]:
    """The files of a free finding."""
    query = (
        select(Evidence)
        .join(FindingEvidence, col(FindingEvidence.evidence_id) == Evidence.id)
        .where(FindingEvidence.finding_id == finding_id)
    )
    return list(session.exec(query.order_by(col(Evidence.at), col(Evidence.id))))


def open_at_site(session: Session, site_id: UUID, limit: int = 2_000) -> list[Finding]:
    """What nobody has closed there, the newest first."""
    query = (
        select(Finding)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(Finding.site_id == site_id, col(Closure.finding_id).is_(None))
        .order_by(col(Finding.raised_at).desc(), col(Finding.ref).desc())
    )
    return list(session.exec(query.limit(limit)))


def repeat_of(session: Session, finding_id: UUID) -> tuple[Repeat, Finding] | None:
    """The finding that this one repeats."""
    query = select(Repeat, Finding).join(Finding, col(Finding.id) == Repeat.earlier_id)
    return session.exec(query.where(Repeat.finding_id == finding_id)).first()


def repeated_by(session: Session, finding_id: UUID) -> list[Finding]:
    """The findings that repeat this one, by reference."""
    query = select(Finding).join(Repeat, col(Repeat.finding_id) == Finding.id)
    return list(
        session.exec(query.where(Repeat.earlier_id == finding_id).order_by(col(Finding.ref)))
    )


def still_one_class_up(session: Session, sites: Collection[UUID]) -> frozenset[UUID]:
    """The repeats of these sites that were not made graver when raised: a programme may do so."""
    query = (
        select(Repeat.finding_id)
        .join(Finding, col(Finding.id) == Repeat.finding_id)
        .where(col(Finding.site_id).in_(sites), col(Repeat.upgraded).is_(False))
    )
    return frozenset(session.exec(query))


@dataclass(frozen=True, slots=True)
class Again:
    """An item that failed again at a site: its findings over the rounds, oldest first."""

    item: str
    zone: Zone | None
    line: Sequence[tuple[Finding, Closure | None, bool]]

    @property
    def count(self) -> int:
        return len(self.line)


def repeats_at(session: Session, site_id: UUID) -> list[Again]:
    """What failed most often comes first; each finding says whether it was made graver for it."""
    rows = session.exec(
        select(Repeat, Finding.item, Finding.zone_id)
        .join(Finding, col(Finding.id) == Repeat.finding_id)
        .where(Finding.site_id == site_id)
    ).all()
    spots = {(item, zone_id) for _repeat, item, zone_id in rows}
    graver = {repeat.finding_id for repeat, _item, _zone in rows if repeat.upgraded}
    listed = session.exec(
        select(Finding, Closure, Zone)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .outerjoin(Zone, col(Zone.id) == Finding.zone_id)
        .where(Finding.site_id == site_id, col(Finding.item).in_({item for item, _ in spots}))
        .order_by(col(Finding.raised_at), col(Finding.ref))
    ).all()
    lines: dict[tuple[str, UUID | None], list[tuple[Finding, Closure | None, bool]]] = {}
    zones: dict[UUID | None, Zone | None] = {}
    for row, closure, zone in listed:
        if (row.item, row.zone_id) in spots and not (closure and closure.rejected):
            zones[row.zone_id] = zone
            lines.setdefault((row.item, row.zone_id), []).append((row, closure, row.id in graver))
    found = [Again(item, zones[zone_id], line) for (item, zone_id), line in lines.items()]
    return sorted(found, key=lambda one: (-one.count, one.item))


def repeats_among(session: Session, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the findings that failed in an earlier round as well."""
    return frozenset(session.exec(select(Repeat.finding_id).where(col(Repeat.finding_id).in_(ids))))


Place = tuple[UUID, UUID | None]
"""A site, and the zone in it where the item is asked per zone."""


def across_replies(session: Session, finding_id: UUID) -> dict[Place, AcrossReply]:
    """What was said last of each place."""
    query = select(AcrossReply).where(AcrossReply.finding_id == finding_id)
    order = (col(AcrossReply.at), col(AcrossReply.id))
    return {(one.site_id, one.zone_id): one for one in session.exec(query.order_by(*order))}


def zones_of_kind(session: Session, sites: Collection[UUID], kind: str) -> list[Zone]:
    """Those in use, by name."""
    query = select(Zone).where(
        col(Zone.site_id).in_(sites), Zone.kind == kind, col(Zone.retired_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Zone.name), col(Zone.id))))


def open_at(session: Session, item: str, place: Place) -> Finding | None:
    """What is open there, from whatever audit."""
    zone = col(Finding.zone_id)
    query = (
        select(Finding)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            Finding.site_id == place[0],
            Finding.item == item,
            zone.is_(None) if place[1] is None else zone == place[1],
            col(Closure.finding_id).is_(None),
        )
        .order_by(col(Finding.raised_at).desc())
    )
    return session.exec(query.limit(1)).first()


def refs_of(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    query = select(Finding.id, Finding.ref).where(col(Finding.id).in_(ids))
    return dict(session.exec(query).all())


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Finding)).one()


def _visible(actor: Actor) -> Any:  # noqa: ANN401 - a select of finding, site, closure
    return (
        select(Finding, Site, Closure)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(col(Finding.site_id).in_(seen_sites(actor)))
    )


def unclosed(*steps: Step) -> tuple[ColumnElement[bool], ...]:
    """Open, at one of `steps` or any: by their index most of what is closed is never read."""
    closed = select(Closure.finding_id).where(col(Closure.finding_id) == Finding.id)
    return col(Finding.step).in_(steps or UNDER_WAY), ~closed.exists()


def late(session: Session, actor: Actor, at: datetime) -> ColumnElement[bool]:
    """Past its due date by the day at its own site."""
    return by_day(session, actor, at, lambda day: col(Finding.due_on) < day)


def by_day(
    session: Session, actor: Actor, at: datetime, holds: Callable[[date], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """`holds` of the day at the site of a finding, where a later day lets it hold all the more.

    Only about the latest days it matters where the site lies.
    """
    days = {zone: local_day(at, zone) for zone in time_zones(session, actor)}
    first = min(days.values(), default=None)
    if first is None:
        return false()
    ahead = [
        and_(holds(day), col(Finding.site_id).in_(_where(days, day)))
        for day in sorted(set(days.values()) - {first})
    ]
    return or_(holds(first), *ahead)


def _where(days: Mapping[str, date], day: date) -> SelectOfScalar[UUID]:
    """The sites at which it is that day."""
    zones = [zone for zone, there in days.items() if there == day]
    return select(Site.id).where(col(Site.time_zone).in_(zones))


def deadlines_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Deadline]]:
    """Of the turn in which each finding is; what is due first comes first."""
    newest = (
        select(Deadline.finding_id, func.max(Deadline.turn).label("turn"))
        .where(col(Deadline.finding_id).in_(ids))
        .group_by(col(Deadline.finding_id))
        .subquery()
    )
    query = (
        select(Deadline)
        .join(
            newest,
            and_(
                col(Deadline.finding_id) == newest.c.finding_id,
                col(Deadline.turn) == newest.c.turn,
            ),
        )
        .order_by(col(Deadline.due_on), col(Deadline.due_at), col(Deadline.step))
    )
    found: dict[UUID, list[Deadline]] = {id: [] for id in ids}
    for one in session.exec(query):
        found[one.finding_id].append(one)
    return found


def deadlines_in(session: Session, finding_id: UUID, turn: int) -> dict[str, Deadline]:
    """By step."""
    query = select(Deadline).where(Deadline.finding_id == finding_id, Deadline.turn == turn)
    return {one.step: one for one in session.exec(query)}


def buyer_dates(session: Session, finding_id: UUID) -> list[BuyerDate]:
    """Oldest first."""
    query = select(BuyerDate).where(BuyerDate.finding_id == finding_id)
    return list(session.exec(query.order_by(col(BuyerDate.at), col(BuyerDate.id))))


MoreTime = tuple[Extension, ExtensionReply | None]


def extensions_of(session: Session, finding_id: UUID) -> list[MoreTime]:
    """Oldest first, each with what became of it."""
    query = (
        select(Extension, ExtensionReply)
        .outerjoin(ExtensionReply, col(ExtensionReply.extension_id) == Extension.id)
        .where(Extension.finding_id == finding_id)
        .order_by(col(Extension.at), col(Extension.id))
    )
    return list(session.exec(query))


def extensions_waiting(session: Session, actor: Actor) -> list[tuple[Extension, Finding, Site]]:
    """What others ask of open findings, where the actor may grant it; the nearest day first."""
    query = (
        select(Extension, Finding, Site)
        .join(Finding, col(Finding.id) == Extension.finding_id)
        .join(Site, col(Site.id) == Finding.site_id)
        .outerjoin(ExtensionReply, col(ExtensionReply.extension_id) == Extension.id)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            col(ExtensionReply.extension_id).is_(None),
            col(Closure.finding_id).is_(None),
            Extension.by_id != actor.id,
            col(Finding.site_id).in_(seen_sites(actor)),
        )
        .order_by(col(Extension.due_on), col(Finding.ref))
    )
    rows = session.exec(query).all()
    return [row for row in rows if actor.may(Ability.MANAGE_FINDINGS, row[2])]


def review_of(session: Session, finding_id: UUID, turn: int) -> Review | None:
    """The last that was agreed in that turn."""
    query = select(Review).where(Review.finding_id == finding_id, Review.turn == turn)
    return session.exec(query.order_by(col(Review.at).desc(), col(Review.id).desc())).first()


def open_ones(
    session: Session, *, audit_id: UUID | None = None, site_id: UUID | None = None
) -> list[Finding]:
    """Of the audit, or of the site, by reference."""
    query = (
        select(Finding)
        .outerjoin(Closure, col(Closure.finding_id) == Finding.id)
        .where(
            col(Closure.finding_id).is_(None),
            Finding.audit_id == audit_id if audit_id else Finding.site_id == site_id,
        )
    )
    return list(session.exec(query.order_by(col(Finding.ref))))


def reopening_of(session: Session, finding_id: UUID, turn: int) -> Reopening | None:
    return session.get(Reopening, (finding_id, turn))
