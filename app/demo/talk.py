"""What people say to each other and to the buyer, what they do well, and a problem with a name."""

from collections.abc import Iterable, Mapping, Sequence
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
Said = Sequence[tuple[str, int, str]]
"""Who says it, how many days ago, and what."""
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
TALKS = (
    ("SZ-01", "owner", (
        ("quality", 5, "@{owner} the buyer will ask for this one. What holds it up?"),
        ("owner", 4, "The outside firm comes on Thursday. Until then we check it by hand."),
        ("lead", 3, "I pass there on my round tomorrow and look at the sheets."),
        ("quality", 2, "Thank you. @{owner} please put the firm's report here once it is done."),
    )),
    ("DG-02", "owner2", (
        ("quality", 6, "@{owner} 这项下周客户来看，进度怎么样？"),
        ("owner2", 5, "白班已经改完，夜班周四培训，周五可以验证。"),
        ("auditor2", 4, "周五夜班我去看一眼，顺便看看上次那两份记录。"),
        ("quality", 3, "好的。@{owner} 培训签到表和试题也传上来。"),
    )),
)  # fmt: skip
REPLIES = (
    (True, "Shown to us on the call from the floor and in the records; nothing to add."),
    (False, "The records end in August. Please show those of the last two months."),
)
MENDED = "The cause was taken away; unannounced looks on different shifts did not find it again."
PRACTICES = (
    ("SZ-01", "Calibration due dates on the shift board",
     "The board lists what falls due this week; the shift leader ticks it off at the start."),
    ("DG-02", "洗眼器每周一放水",
     "每个洗眼器挂一张卡，周一放水三分钟，谁放的谁签名，卡满一年换新。"),
    ("XA-03", "备件袋上贴维修批次",
     "袋子上加贴第二张标签，写明来自哪一次维修，退回来一扫就能查到。"),
    ("SW-04", "Returned units are photographed at the ramp",
     "One picture before the bag is opened settles who bent the pins; disputes fell by half."),
)  # fmt: skip
NEWS = (
    ("SZ-01", "ISO 45001 certificate renewed for three years"),
    ("DG-02", "东莞厂宿舍食堂获评市级“放心食堂”"),
)
DONE_TOO = "两条线的看板都已挂上，班长每天开班勾选。"
BLOCKED = "元件库防火门前放着一托盘料，门只能开40厘米，已当场要求移走。"
CATEGORY = "10-"
GOOD = "Found in no round for two quarters in a row, at any place of any site."


def tell_each_other(
    session: Session, cast: Cast, sites: Mapping[str, Site], edition: Edition, now: datetime
) -> None:
    for code, owner, said in TALKS:
        listed = findings(session, cast["quality"], site_id=sites[code].id, open_only=True)
        owned = sorted(
            (one for one in listed if one.finding.owner_id == cast[owner].id), key=_raised
        )
        old = [one for one in owned if _raised(one) < now - A_WEEK]
        for one in (old[len(old) // 2 :] or owned)[:1]:
            _talk(session, one, cast, cast[owner], said, now)
    listed = findings(session, cast["quality"], site_id=sites["SZ-01"].id)
    held = [one for one in listed if one.closure and not one.closure.rejected]
    _confirm(session, held[-len(REPLIES) :], cast, now)
    _practices(session, cast, sites, edition, now)
    _find_a_pallet(session, cast, sites["DG-02"], now)
    _name_a_problem(session, cast, edition, now)


def _raised(one: Tracked) -> datetime:
    return one.finding.raised_at


def _talk(
    session: Session, one: Tracked, cast: Cast, owner: Actor, told: Said, now: datetime
) -> None:
    """Within a week; sooner where it was raised since."""
    readers = actors_at(session, one.site, Ability.READ)
    span = min(A_WEEK, now - _raised(one))
    for who, days, text in told:
        form = SayComment(text=text.format(owner=owner.name))
        said = say_comment(
            session,
            one.finding,
            form,
            readers=readers,
            actions=(),
            by=cast[who],
            at=now - span * (days / 7),
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
    for code, title in NEWS:
        news = TellPractice(kind=PracticeKind.NEWS, site=sites[code].id, title=title)
        tell_practice(session, sites[code], edition, news, by=lead, at=now - 20 * A_DAY)
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
        done = SayDone(note=DONE_TOO)
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
        by=cast["auditor2"],
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
