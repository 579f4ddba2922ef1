"""The pages of those who track findings: the board, the table, the figures, the problems."""

from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from app.actions.doors import WORDS as ACTION_WORDS
from app.actions.doors import FindingDesk
from app.actions.gather import Whole
from app.actions.queries import MOST
from app.findings.queries import Tracked
from app.findings.repeat_queries import repeats_among
from app.findings.rules import CLASS_NAMES, TAG_NAMES, Step
from app.kit.errors import Refusal
from app.kit.words import mark as _
from app.people.doors import SignedIn
from app.people.queries import actors_at, names
from app.people.rules import Ability
from app.programmes.queries import demands
from app.remediation.board import board as columns_of
from app.remediation.board_queries import A_COLUMN
from app.remediation.changes import Outcome, change_many, drop_filter, save_filter, take_back
from app.remediation.doors import (
    WORDS,
    Looking,
    Lookout,
    VisibleProblem,
    lookout,
)
from app.remediation.figures import Figures, figures
from app.remediation.forms import (
    Asked,
    BulkChange,
    EndProblem,
    Gate,
    NewProblem,
    SaveFilter,
    SayOfProblem,
)
from app.remediation.gate import Opening, opening, refuse_unless_next
from app.remediation.heads import heads
from app.remediation.lost import Lost, lost_points
from app.remediation.problem_changes import end_problem, name_problem, say_of_problem
from app.remediation.problem_queries import (
    Candidate,
    candidates,
    open_of_item,
    problem_notes,
    problems,
)
from app.remediation.queries import (
    counted,
    filters,
    hands,
    listed,
    saved_filter,
    suppliers_seen,
    with_refs,
)
from app.remediation.remembered import remembered
from app.remediation.rules import AGES, share_closed
from app.remediation.tasks import tasks_of
from app.reports.charts import (
    Palette,
    Run,
    age_words,
    burn_down,
    chart_words,
    pareto,
    stacked_ages,
)
from app.suppliers.queries import site as site_of_code
from app.web.deeds import tried
from app.web.deps import Db, Now
from app.web.errors import status_of
from app.web.pages import page
from app.web.replies import see_other
from app.web.submitted import Submitted, submitted
from app.web.words import translations

router = APIRouter(include_in_schema=False)
BulkTyped = Annotated[Submitted[BulkChange], Depends(submitted(BulkChange))]
FilterTyped = Annotated[Submitted[SaveFilter], Depends(submitted(SaveFilter))]
ProblemTyped = Annotated[Submitted[NewProblem], Depends(submitted(NewProblem))]
SayTyped = Annotated[Submitted[SayOfProblem], Depends(submitted(SayOfProblem))]
EndTyped = Annotated[Submitted[EndProblem], Depends(submitted(EndProblem))]
T = TypeVar("T", bound=BaseModel)
PAGE = Palette(
    "var(--ink)",
    "var(--ink-soft)",
    "var(--line)",
    "var(--sheet)",
    ("var(--chart-1)", "var(--chart-2)", "var(--chart-3)"),
)
A_GROUP = 30
A_PAGE = 100
AT_ONCE = 200


@router.get("/tasks")
def tasks(
    request: Request,
    by: SignedIn,
    session: Db,
    now: Now,
    whole: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """`whole`: the group of which more than its first rows are wanted."""
    told = tasks_of(session, by, now, verify=MOST if whole == "verify" else A_GROUP)
    return page(
        request, "remediation/tasks.html", told=told, now=now, whole=whole, first=A_GROUP, **WORDS
    )


@router.get("/findings")
def table(looking: Looking) -> Response:
    return _table(looking)


@router.post("/findings/filters")
def keep_filter(
    request: Request, typed: FilterTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    asked = Asked.parsed(str(typed.said("asked")))

    def deed(form: SaveFilter) -> None:
        mine = {one.id for one in suppliers_seen(session, by)}
        supplier = form.supplier if form.supplier in mine else None
        save_filter(session, form, supplier=supplier, by=by, at=now)

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        looking = lookout(request, asked, by, session, now)
        return _table(looking, status=status, saving=typed)
    session.commit()
    return see_other(asked.but())


@router.post("/findings/filters/{filter_id}/removal")
def forget_filter(filter_id: UUID, by: SignedIn, session: Db, now: Now) -> Response:
    drop_filter(session, saved_filter(session, filter_id), by=by, at=now)
    session.commit()
    return see_other("/findings")


@router.post("/findings/changes/preview")
def preview(request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now) -> Response:
    """What would become of each: done, told and taken back. Nothing is kept."""
    return _changed(request, typed, by, session, now, keep=False)


@router.post("/findings/changes")
def change_all(request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now) -> Response:
    return _changed(request, typed, by, session, now, keep=True)


@router.post("/findings/changes/reversal")
def undo(request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now) -> Response:
    form = typed.value or BulkChange()
    found = with_refs(session, by, form.refs)
    seen = dict(zip(form.refs, form.versions, strict=False))
    told = take_back(session, found, seen, by=by, at=now)
    session.commit()
    return _told(request, told, form, session, stage="undone")


@router.get("/board")
def board(looking: Looking, whole: Annotated[Step | None, Query()] = None) -> Response:
    """`whole`: the column of which more than its first cards are wanted."""
    at = looking.now
    columns = columns_of(looking.session, looking.by, looking.scope, at, looking.texts, whole=whole)
    return page(
        looking.request,
        "remediation/board.html",
        columns=columns,
        a_column=A_COLUMN,
        **looking.choices(),
    )


@router.get("/findings/{ref}/gate")
def gate(desk: FindingDesk, asked: Annotated[Gate, Query()]) -> Response:
    """The form by which the next step is earned; why not, if it cannot be now."""
    whole = desk.whole()
    no = _refusal(whole, asked)
    opens = opening(whole) if whole.way.next else None
    if opens and opens.action and no is None:
        return see_other(opens.address(desk.finding.ref))
    return page(
        desk.request,
        "remediation/gate.html",
        status=status_of(no) if no else HTTPStatus.OK,
        whole=whole,
        opens=opens,
        no=no,
        forms=_opened(whole, opens),
        **ACTION_WORDS,
    )


@router.get("/findings/figures")
def show_figures(looking: Looking) -> Response:
    """Each figure leads to the findings behind it."""
    session, by, now = looking.session, looking.by, looking.now
    told = figures(session, by, looking.scope, now, looking.categories)
    owners = {one.of for one in told.late_by_owner if one.of != "nobody"}
    return page(
        looking.request,
        "remediation/figures.html",
        told=told,
        names={str(id): name for id, name in names(session, [UUID(id) for id in owners]).items()},
        lost=_lost(looking),
        charts=_charts(looking, told),
        age_heads=[(age, "number") for age in _ages(looking.lang)],
        titles={
            one.id: one.title.get(looking.lang) or one.title["en"] for one in looking.categories
        },
        texts=looking.texts,
        **looking.choices(),
    )


@router.get("/problems")
def show_problems(looking: Looking) -> Response:
    return _problems(looking.request, looking.by, looking.session, looking.now)


@router.post("/problems")
def new_problem(
    request: Request, typed: ProblemTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    def deed(form: NewProblem) -> None:
        able = Ability.MANAGE_FINDINGS
        found = [x for x in open_of_item(session, by, form.item) if by.may(able, x.site)]
        places = {one.site.id: one.site for one in found}
        actors = {a.id: a for one in places.values() for a in actors_at(session, one, Ability.ACT)}
        name_problem(
            session,
            form,
            list(places.values()),
            [one.finding for one in found],
            owner=actors.get(form.owner),
            by=by,
            at=now,
        )

    typed, status = tried(typed, deed)
    if status != HTTPStatus.OK:
        session.rollback()
        return _problems(request, by, session, now, status=status, typed=typed)
    session.commit()
    return see_other("/problems")


@router.post("/problems/{problem_id}/notes")
def tell_of_problem(
    request: Request, named: VisibleProblem, typed: SayTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    row = named.bundle.problem

    def deed(form: SayOfProblem) -> None:
        say_of_problem(session, row, form, may=named.may, by=by, at=now)

    return _settled(request, by, session, now, tried(typed, deed), row.id)


@router.post("/problems/{problem_id}/end")
def finish_problem(
    request: Request, named: VisibleProblem, typed: EndTyped, by: SignedIn, session: Db, now: Now
) -> Response:
    row = named.bundle.problem

    def deed(form: EndProblem) -> None:
        end_problem(session, row, form, may=named.may, by=by, at=now)

    return _settled(request, by, session, now, tried(typed, deed), row.id)


def _refusal(whole: Whole, asked: Gate) -> Refusal | None:
    try:
        refuse_unless_next(whole, asked)
    except Refusal as no:
        return no
    return None


def _opened(whole: Whole, opens: Opening | None) -> dict[str, Submitted[Gate]]:
    """An empty form stands open on its page, where the reader may fill it in."""
    may = {
        "plan": whole.may_plan,
        "found": whole.may_find_cause,
        "agree": whole.may_agree,
        "effect": whole.may_check,
        "close": whole.may_close,
    }
    return {opens.form: Submitted()} if opens and may.get(opens.form) else {}


def _table(
    looking: Looking, *, status: int = HTTPStatus.OK, saving: Submitted[SaveFilter] | None = None
) -> Response:
    session, by, asked, at = looking.session, looking.by, looking.asked, looking.now
    first = (asked.page - 1) * A_PAGE
    found = listed(session, by, looking.scope, at, limit=A_PAGE, after=first)
    above = heads(session, by, at)
    known = above.of(asked)
    return page(
        looking.request,
        "remediation/table.html",
        status=status,
        listed=found,
        n=counted(session, by, looking.scope, at) if known is None else known,
        first=first + 1,
        a_page=A_PAGE,
        at_once=AT_ONCE,
        owners=names(session, {t.finding.owner_id for t in found if t.finding.owner_id}),
        heads=above,
        repeats=repeats_among(session, [one.finding.id for one in found]),
        saved=filters(session, by),
        pairs_of_suppliers=[(str(one.id), one.name) for one in suppliers_seen(session, by)],
        may_change=any(by.may(Ability.MANAGE_FINDINGS, one.site) for one in found),
        may_raise=by.may_somewhere(Ability.RAISE_FINDING),
        people=[(str(id), name) for id, name in hands(session, by)],
        texts=looking.texts,
        saving=saving,
        path="/findings",
        **looking.choices(),
    )


def _changed(
    request: Request, typed: BulkTyped, by: SignedIn, session: Db, now: Now, *, keep: bool
) -> Response:
    form = typed.value
    told: list[Outcome] = []

    def deed(form: BulkChange) -> None:
        told.extend(change_many(session, _chosen(request, form, by, session, now), form,
                                by=by, at=now))  # fmt: skip

    typed, status = tried(typed, deed)
    if form is None or status != HTTPStatus.OK:
        session.rollback()
        return _told(request, [], form or BulkChange(), session, typed=typed, status=status)
    if keep:
        session.commit()
    else:
        session.rollback()
    return _told(request, told, form, session, stage="done" if keep else "preview")


def _chosen(
    request: Request, form: BulkChange, by: SignedIn, session: Db, now: Now
) -> list[Tracked]:
    if not form.all:
        return with_refs(session, by, form.refs[:AT_ONCE])
    looking = lookout(request, Asked.parsed(form.back), by, session, now)
    return listed(session, by, looking.scope, now, limit=AT_ONCE)


def _told(
    request: Request,
    told: list[Outcome],
    form: BulkChange,
    session: Db,
    *,
    stage: str = "preview",
    typed: Submitted[BulkChange] | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    ids = {id for one in told for id in one.owners}
    return page(
        request,
        "remediation/changes.html",
        status=status,
        told=told,
        form=form,
        typed=typed,
        stage=stage,
        back=Asked.parsed(form.back).but(),
        people=names(session, ids),
        path="/findings",
        **WORDS,
    )


def _settled(
    request: Request,
    by: SignedIn,
    session: Db,
    now: Now,
    done: tuple[Submitted[T], int],
    id: UUID,
) -> Response:
    typed, status = done
    if status != HTTPStatus.OK:
        session.rollback()
        return _problems(request, by, session, now, status=status, typed=typed, at=id)
    session.commit()
    return see_other(f"/problems#p-{id}")


def _problems(
    request: Request,
    by: SignedIn,
    session: Db,
    now: Now,
    *,
    status: int = HTTPStatus.OK,
    typed: Submitted[Any] | None = None,
    at: UUID | None = None,
) -> Response:
    looking = lookout(request, Asked(), by, session, now)
    found = problems(session, by)
    return page(
        request,
        "remediation/problems.html",
        status=status,
        bundles=found,
        notes=problem_notes(session, [one.problem.id for one in found]),
        candidates=_candidates(session, by, now),
        managed={x.supplier_id for x in looking.sites if by.may(Ability.MANAGE_FINDINGS, x)},
        people=[(str(id), name) for id, name in hands(session, by)],
        texts=looking.texts,
        today=now.date(),
        typed=typed,
        typed_at=at,
        path="/problems",
        asked=Asked(),
        share=share_closed,
    )


def _candidates(session: Db, by: SignedIn, now: Now) -> list[Candidate]:
    if not by.may_somewhere(Ability.MANAGE_FINDINGS):
        return []
    return remembered(session, by, now, "candidates", lambda: candidates(session, by))


def _lost(looking: Lookout) -> Lost | None:
    """Of the site and by the programme that are asked for, else of the first of each."""
    wanted = looking.asked.site or next((one.code for one in looking.sites), "")
    site = site_of_code(looking.session, looking.by, wanted)
    rows = [row for _buyer, row in demands(looking.session)]
    row = next((one for one in rows if one.pack == looking.asked.programme), None)
    row = row or next(iter(rows), None)
    if site is None or row is None:
        return None
    of_items = {item.id: one.id for one in looking.categories for item in one.items}
    return lost_points(looking.session, site, row, of_items, looking.now)


def _ages(lang: str) -> list[str]:
    return age_words(AGES, chart_words(translations(lang).gettext))


def _charts(looking: Lookout, told: Figures) -> dict[str, Any]:
    say = translations(looking.lang).gettext
    titles = {one.id: one.title.get(looking.lang) or one.title["en"] for one in looking.categories}
    days = [level.on for level in told.levels]
    counted = [Run(say(_("Open")), [level.open for level in told.levels])]
    return {
        "ages": stacked_ages(
            _ages(looking.lang),
            [(say(CLASS_NAMES[each]), row) for each, row in told.ages.items()],
            PAGE,
        ),
        "down": burn_down(days, counted, PAGE),
        "categories": pareto(
            [
                (titles.get(one.of, say(_("none"))), int(one.amount))
                for one in told.late_by_category
            ],
            PAGE,
        ),
        "tags": pareto([(say(TAG_NAMES[one.of]), int(one.amount)) for one in told.tags], PAGE),
    }
