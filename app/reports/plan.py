"""The corrective action plan: every open finding with who does what by when, and what it takes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_skeleton
from sqlmodel import Session

from app.actions.rules import PROVES, ActionState, Effort
from app.findings.clock_rules import CLOSE, VERIFY
from app.findings.models import Finding
from app.findings.rules import FindingClass
from app.kit.words import mark as _
from app.reports.across import looked
from app.reports.cases import Cases
from app.reports.hours import offset
from app.reports.overdue import among
from app.reports.shapes import plan as p
from app.reports.shapes.base import Head
from app.reports.shapes.case import Case, Clock
from app.reports.told import Told, class_term, signatures
from app.web.words import LOCALES

MOST_MONTHS = 6
Column = tuple[p.Load, list[p.Task]]


def plan(session: Session, told: Told, head: Head) -> p.PlanDocument:
    rows = [finding for finding, closure in told.findings if closure is None]
    cases = Cases(session, told, rows)
    by_row = [(row, cases.case(row, None)) for row in rows]
    listed = sorted((case for _row, case in by_row), key=_by_date)
    tasks = _tasks(listed)
    columns = _columns(told, tasks)
    critical = sorted(
        (pair for pair in by_row if pair[0].class_ is FindingClass.CRITICAL),
        key=lambda pair: _by_date(pair[1]),
    )
    return p.PlanDocument(
        head=head,
        classes=tuple(_classes(told, listed)),
        total=load(tasks),
        overdue=among(listed),
        unverified=tuple(_unverified(told, listed)),
        missed=tuple(_missed(listed)),
        late_tasks=tuple(task for task in tasks if task.action.days_late),
        by_month=tuple(one for one, _mine in columns),
        by_owner=tuple(_by_owner(tasks, columns)),
        schedule=tuple(tasks),
        owners=tuple(_owners(listed)),
        eights=tuple(_eight(session, cases, row, case) for row, case in critical if case.begun),
        unbegun=tuple(case for _row, case in critical if not case.begun),
        hours=offset(told.by_then, told.site.time_zone),
        signatures=signatures(told, head.audit.lead if head.audit else ""),
    )


def _by_date(case: Case) -> tuple[bool, date, str]:
    """What waits for nothing but the effectiveness check comes last."""
    return case.status.code == "verified", case.due_on or date.max, case.ref


def _missed(cases: Sequence[Case]) -> Iterable[Case]:
    """What is late longest first."""
    late = (case for case in cases if case.missed)
    return sorted(late, key=lambda case: (case.missed[0].due_on or date.max, case.ref))


def _is(code: str, *states: ActionState) -> bool:
    return code in states


def _unverified(told: Told, cases: Sequence[Case]) -> Iterable[p.Unverified]:
    """In the order in which their findings are to be closed."""
    for case in cases:
        for one in case.actions:
            if one.last and _is(one.state.code, ActionState.IMPLEMENTED):
                yield p.Unverified(
                    finding=case.ref,
                    cls=case.cls,
                    knock_out=case.knock_out,
                    name=case.title or case.statement,
                    action=one,
                    hands=tuple(dict.fromkeys(filter(None, (one.owner, one.last.by)))),
                    clock=_until_judged(case),
                    days=(told.today - one.last.on).days,
                )


def _until_judged(case: Case) -> Clock | None:
    """Closing too is met by the verification, but for what is closed without one."""
    steps = {one.step.code: one for one in case.clocks}
    return steps.get(VERIFY) or steps.get(CLOSE)


def _tasks(cases: Sequence[Case]) -> list[p.Task]:
    """What is still to be done, by date."""
    found = [
        p.Task(finding=case.ref, cls=case.cls, action=one)
        for case in cases
        for one in case.actions
        if _is(one.state.code, ActionState.OPEN)
    ]
    return sorted(found, key=lambda task: (task.action.due_on, task.finding))


def _classes(told: Told, cases: Sequence[Case]) -> Iterable[p.ClassCount]:
    for class_ in FindingClass:
        mine = [case for case in cases if case.cls.code == class_]
        if mine:
            yield p.ClassCount(
                cls=class_term(told, class_),
                open=len(mine),
                verified=sum(case.status.code == "verified" for case in mine),
                overdue=sum(bool(case.days_late) for case in mine),
                stepped=len(among(mine).step),
                unplanned=sum(not planned(case) for case in mine),
                untouched=sum(not case.actions for case in mine),
            )


def planned(case: Case) -> bool:
    """Whether anything is planned that would show the requirement to be met."""
    return any(one.kind.code in PROVES for one in case.actions)


def load(tasks: Sequence[p.Task], *, name: str = "", month: date | None = None) -> p.Load:
    costs: dict[str, Decimal] = defaultdict(Decimal)
    for task in tasks:
        if task.action.cost is not None:
            costs[task.action.currency] += task.action.cost
    efforts = [task.action.effort.code for task in tasks if task.action.effort]
    return p.Load(
        name=name,
        month=month,
        actions=len(tasks),
        overdue=sum(bool(task.action.days_late) for task in tasks),
        efforts=tuple(efforts.count(one) for one in Effort),
        costs=tuple(p.Money(currency=one, amount=costs[one]) for one in sorted(costs)),
        uncosted=sum(task.action.cost is None for task in tasks),
    )


def _columns(told: Told, tasks: Sequence[p.Task]) -> list[Column]:
    """What is overdue, then month by month; what is far off stands together at the end."""
    late = [task for task in tasks if task.action.days_late]
    by_month: dict[date, list[p.Task]] = defaultdict(list)
    for task in tasks:
        if not task.action.days_late:
            by_month[task.action.due_on.replace(day=1)].append(task)
    near = sorted(by_month)[:MOST_MONTHS]
    far = [task for month in sorted(by_month)[MOST_MONTHS:] for task in by_month[month]]
    found = [(load(late, name=told.say(_("Overdue"))), late)] if late else []
    found += [(load(by_month[m], name=_month(told, m), month=m), by_month[m]) for m in near]
    return [*found, (load(far, name=told.say(_("Later"))), far)] if far else found


def _month(told: Told, month: date) -> str:
    return str(format_skeleton("yMMM", month, locale=LOCALES[told.report.lang]))


def _by_owner(tasks: Sequence[p.Task], columns: Sequence[Column]) -> Iterable[p.OwnerLoad]:
    """Whoever is late most comes first."""
    owners = {task.action.owner for task in tasks}
    mine = {one: [task for task in tasks if task.action.owner == one] for one in owners}
    rows = [
        p.OwnerLoad(
            load=load(mine[one], name=one),
            counts=tuple(
                sum(task.action.owner == one for task in listed) for _load, listed in columns
            ),
        )
        for one in owners
    ]
    return sorted(rows, key=lambda row: (-row.load.overdue, -row.load.actions, row.load.name))


def _owners(cases: Sequence[Case]) -> list[p.OwnerCases]:
    """By name; what nobody owns comes first, for it does not move."""
    owners = sorted({case.owner for case in cases})
    return [
        p.OwnerCases(owner=one, cases=tuple(case for case in cases if case.owner == one))
        for one in owners
    ]


def _eight(session: Session, cases: Cases, row: Finding, case: Case) -> p.Report8D:
    item = cases.told.edition.find(row.item)
    places = looked(session, cases, row)
    return p.Report8D(
        case=case,
        team=tuple(_team(case)),
        auditor=case.raised_by,
        verifiers=tuple(_verifiers(case)),
        criterion=item.said(cases.told.report.lang).criterion if item else "",
        elsewhere=tuple(f"{one.place}: {one.said}" for one in places),
    )


def _team(case: Case) -> dict[str, None]:
    """Whoever owns it, finds its cause, plans or acts, in the order in which they came to it."""
    turn = case.now
    named = [case.owner, turn.root.by if turn.root else ""]
    for one in turn.actions:
        named += [one.owner, *(done.by for done in one.tries)]
    return dict.fromkeys(name for name in named if name)


def _verifiers(case: Case) -> dict[str, None]:
    """Whoever judges what others did."""
    turn = case.now
    named = [done.judged_by for one in turn.actions for done in one.tries]
    named += [turn.check.by] if turn.check else []
    return dict.fromkeys(name for name in named if name)
