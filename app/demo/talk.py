"""What people say to each other and to the buyer, what they do well, and a problem with a name."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from app.checklists.rules import Edition
from app.comments.changes import say_comment
from app.comments.forms import SayComment
from app.comments.letters import tell_mentioned
from app.confirmations.changes import ask_confirmation, reply_to_confirmation
from app.confirmations.forms import AskConfirmation, ReplyToConfirmation
from app.confirmations.gather import guests_at
from app.confirmations.queries import confirmation
from app.findings.forms import RaiseFree
from app.findings.free import ground_at
from app.findings.free_changes import raise_free
from app.findings.models import Finding
from app.findings.queries import Tracked, findings
from app.people.queries import actors_at
from app.people.rules import Ability, Actor
from app.practices.changes import say_done, take_over, tell_practice
from app.practices.forms import SayDone, TakeOver, TellPractice
from app.practices.queries import practice
from app.practices.rules import PracticeKind
from app.programmes.queries import buyers
from app.remediation.forms import NewProblem
from app.remediation.problem_changes import name_problem
from app.remediation.problem_queries import candidates, open_of_item
from app.suppliers.models import Site

Cast = Mapping[str, Actor]
A_DAY = timedelta(days=1)
TALK = (
    ("quality", 5, "@{owner} the racks were to be here last week. What holds them up?"),
    ("owner", 4, "The carrier sends them on Thursday. Until then the place stays fenced off."),
    ("lead", 3, "I pass there on my round tomorrow and look at the fence."),
    ("quality", 2, "Thank you. @{owner} please put the delivery note here once they stand."),
)
REPLIES = (
    (True, "Seen on the photos and in the records; nothing to add."),
    (False, "The records end in August. Please show those of the last two months."),
)
MENDED = "The cause was taken away, and three unannounced looks on different shifts found it dry."
PRACTICES = (
    ("SZ-01", "Calibration due dates on the shift board",
     "The board lists what falls due this week; the shift leader ticks it off at the start."),
    ("DG-02", "Eyewash stations are opened every Monday",
     "A tag at each station takes the initials of who let it run for three minutes."),
    ("XA-03", "Spares carry the lot of the repair",
     "A second label on the bag says which repair the part comes from, so returns find it."),
)  # fmt: skip
NEWS = "ISO 45001 certificate renewed for three years"
BLOCKED = "A pallet stands before the fire door of the component store and leaves 40 cm."
CATEGORY = "10-"
GOOD = "Found in no round for two quarters in a row, at any place of any site."


def tell_each_other(
    session: Session, cast: Cast, sites: Mapping[str, Site], edition: Edition, now: datetime
) -> None:
    site = sites["SZ-01"]
    listed = findings(session, cast["quality"], site_id=site.id)
    owned = (one for one in listed if one.finding.owner_id == cast["owner"].id)
    for one in [one for one in owned if not one.closure][:1]:
        _talk(session, one, cast, now)
    held = [one for one in listed if one.closure and not one.closure.rejected]
    _confirm(session, held[-len(REPLIES) :], cast, now)
    _practices(session, cast, sites, edition, now)
    _find_a_pallet(session, cast, sites["DG-02"], now)
    _name_a_problem(session, cast, edition, now)


def _talk(session: Session, one: Tracked, cast: Cast, now: datetime) -> None:
    readers = actors_at(session, one.site, Ability.READ)
    for who, days, text in TALK:
        form = SayComment(text=text.format(owner=cast["owner"].name))
        said = say_comment(
            session,
            one.finding,
            form,
            readers=readers,
            actions=(),
            by=cast[who],
            at=now - days * A_DAY,
        )
        session.flush()
        tell_mentioned(session, one.finding, said, readers, by=cast[who])


def _confirm(session: Session, held: Iterable[Tracked], cast: Cast, now: datetime) -> None:
    """The buyer's guest confirms one closure and sends another back."""
    names = [one.name for one in buyers(session)]
    guest = cast["guest"]
    for one, (confirmed, reason) in zip(held, REPLIES, strict=False):
        asked = ask_confirmation(
            session,
            one.finding,
            AskConfirmation(guest=guest.id, buyer=names[0], done=MENDED),
            guests=guests_at(session, one.site),
            buyers=names,
            by=cast["quality"],
            at=now - 6 * A_DAY,
        )
        session.flush()
        seen = confirmation(session, guest, asked.id)
        form = ReplyToConfirmation(confirmed=confirmed, reason=reason)
        if seen:
            reply_to_confirmation(session, seen, form, by=guest, at=now - 2 * A_DAY)
            session.flush()


def _practices(
    session: Session, cast: Cast, sites: Mapping[str, Site], edition: Edition, now: datetime
) -> None:
    """The first is done at a second site already, and planned at the third."""
    lead, told = cast["quality"], []
    for code, title, what in PRACTICES:
        form = TellPractice(site=sites[code].id, title=title, what=what)
        told.append(
            tell_practice(session, sites[code], edition, form, by=lead, at=now - 60 * A_DAY)
        )
    news = TellPractice(kind=PracticeKind.NEWS, site=sites["SZ-01"].id, title=NEWS)
    tell_practice(session, sites["SZ-01"], edition, news, by=lead, at=now - 20 * A_DAY)
    session.flush()
    for code, days in (("DG-02", 50), ("XA-03", 10)):
        entry = practice(session, lead, told[0].id)
        if entry:
            at = now - days * A_DAY
            plan = TakeOver(site=sites[code].id, due_on=at.date() + 21 * A_DAY)
            take_over(session, entry, sites[code], plan, by=lead, at=at)
            session.flush()
    entry = practice(session, lead, told[0].id)
    if entry:
        done = SayDone(note="The board hangs at both lines.")
        say_done(session, entry, entry.takeovers[0], done, by=lead, at=now - 35 * A_DAY)


def _find_a_pallet(session: Session, cast: Cast, site: Site, now: datetime) -> Finding:
    """Seen in passing: no item was asked there that day."""
    ground = ground_at(session, site)
    category = next(one.id for one in ground.edition.categories if one.id.startswith(CATEGORY))
    form = RaiseFree(
        site=site.id,
        category=category,
        statement=BLOCKED,
        owner=cast["owner2"].id,
    )
    row = raise_free(
        session,
        site,
        ground.edition,
        ground.packs,
        form,
        owner=cast["owner2"],
        by=cast["auditor"],
        at=now - A_DAY,
    )
    session.flush()
    return row


def _name_a_problem(session: Session, cast: Cast, edition: Edition, now: datetime) -> None:
    lead = cast["quality"]
    for one in candidates(session, lead, 1):
        found = open_of_item(session, lead, one.item)
        form = NewProblem(
            title=f"{edition.item(one.item).said('en').title}: the same at {one.n} places",
            good=GOOD,
            owner=cast["owner"].id,
            target_on=now.date() + 90 * A_DAY,
            item=one.item,
        )
        places = {each.site.id: each.site for each in found}
        rows = [each.finding for each in found]
        name_problem(
            session, form, list(places.values()), rows, owner=cast["owner"], by=lead, at=now
        )
