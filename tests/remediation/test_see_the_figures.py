import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.actions.changes import close_verified
from app.actions.forms import CheckEffect
from app.actions.way_changes import check_effect
from app.findings.cause_changes import correct_cause
from app.findings.forms import CorrectCause
from app.findings.models import Cause, CauseFound, Deadline
from app.findings.queries import findings
from app.kit.ids import new_id
from app.remediation.doors import lookout
from app.remediation.figures import figures
from app.remediation.forms import Asked


@pytest.fixture
def told(database, watch):
    """`told(wei)`: the figures as somebody sees them."""

    def figure(who, **asked):
        with database.reading() as session:
            looking = lookout(None, Asked(**asked), who, session, watch.now)
            return figures(session, who, looking.scope, watch.now, looking.categories)

    return figure


@pytest.fixture
def caused(session, several, chen, at):
    """Two of the three have the same root, in other letters; one why below another."""
    for row, text in zip(
        several, ("The list was copied.", "the list  was copied", "Other."), strict=True
    ):
        said = {"finding_id": row.id, "turn": 1, "by_name": "Chen", "at": at}
        first = Cause(id=new_id(), branch="occurrence", text="It was wet.", **said)
        session.add(first)
        session.flush()
        session.add(Cause(branch="occurrence", parent_id=first.id, text=text, **said))
        session.add(Cause(branch="escape", text="Nobody looks.", **said))
        session.add(CauseFound(tag="method", hidden_hazard=False, note="", by_id=chen.id, **said))
    session.commit()


def test_open_ones_are_counted_by_age_and_class(told, wei, several, watch, at):
    watch.now = at + timedelta(days=31)
    one = told(wei)
    assert (one.open, one.late) == (3, 1)
    assert dict(one.ages) == {
        "critical": (0, 1, 0, 0), "minor": (0, 1, 0, 0), "observation": (0, 1, 0, 0),
    }  # fmt: skip
    assert [(each.of, each.amount) for each in one.late_by_owner] == [("nobody", 1)]
    assert [each.of for each in one.late_by_category] == ["05-quality-system"]


def test_each_age_leads_to_as_many_findings(told, show, wei, several, watch, at):
    """By the day at the site: one that was raised late in the evening is a day younger there."""
    for hours in (30 * 24 + 6, 30 * 24 + 7, 31 * 24 + 7, 60 * 24 + 8):
        watch.now = at + timedelta(hours=hours)
        row = told(wei).ages["minor"]
        listed = [
            len(
                re.findall(
                    '<tr data-href="/findings/F-', show(f"/findings?class=minor&age={n}", wei)
                )
            )
            for n in range(4)
        ]
        assert listed == list(row)


def test_what_is_closed_has_its_days_and_its_rate(told, wei, journey_closed):
    one = told(wei)
    assert (one.open, one.all.n, one.all.on_time) == (0, 1, 1)
    assert one.all.taken.median == 0
    assert one.speeds["minor"].n == 1
    assert one.speeds["major"].on_time is None
    assert one.levels[-1].open == 0


@pytest.mark.parametrize(("shift", "on_time"), [(0, 1), (-1, 0)])
def test_verified_late_is_late_though_its_effect_is_seen_on_its_day(
    told, session, verified, pack, ines, wei, watch, at, shift, on_time
):
    """`shift`: how many days its closing date lies from the day on which it was verified."""
    due = session.get(Deadline, (verified.id, 1, "close"))
    due.due_on = at.date() + timedelta(days=shift)
    watch.now = at + timedelta(days=30)
    held = CheckEffect(held=True, note="It has held.")
    check_effect(session, verified, held, [pack], by=ines, at=watch.now)
    close_verified(session, verified, reason="It holds.", by=wei, at=watch.now)
    session.commit()
    assert told(wei).speeds["major"].on_time == on_time


def test_causes_are_told_by_what_they_lie_in_and_where_they_end(told, wei, caused):
    one = told(wei)
    assert [(each.of, each.amount) for each in one.tags] == [("method", 3)]
    assert [(each.of, each.amount) for each in one.roots] == [
        ("The list was copied.", 2), ("Other.", 1),
    ]  # fmt: skip


def test_who_sees_all_is_told_anew_when_a_cause_is_said_or_struck(
    told, omar, session, caused, several, chen, watch, at
):
    def roots():
        watch.now += timedelta(hours=1)
        return {each.of: each.amount for each in told(omar).roots}

    assert roots() == {"The list was copied.": 2, "Other.": 1}
    other = session.exec(select(Cause).where(Cause.text == "Other.")).one()
    other.struck_at = at
    session.commit()
    assert roots() == {"The list was copied.": 2, "It was wet.": 1}
    said = {"turn": 1, "branch": "occurrence", "by_name": "Chen", "at": at}
    session.add(Cause(finding_id=several[2].id, text="Nobody dries it.", **said))
    session.commit()
    assert roots()["Nobody dries it."] == 1


def test_who_sees_all_is_told_anew_when_a_cause_is_found_or_corrected(
    told, omar, session, caused, several, chen, watch, at
):
    def lies_in():
        watch.now += timedelta(hours=1)
        return {each.of: each.amount for each in told(omar).tags}

    assert lies_in() == {"method": 3}
    better = CorrectCause(tag="management", reason="The list has no owner.", hidden_hazard=True)
    correct_cause(session, session.merge(several[0]), better, by=chen, at=at)
    session.commit()
    assert lies_in() == {"method": 2, "management": 1}
    said = {"hidden_hazard": False, "note": "", "by_id": chen.id, "by_name": "Chen", "at": at}
    session.add(CauseFound(finding_id=several[0].id, turn=2, tag="people", **said))
    session.commit()
    assert lies_in() == {"method": 2, "management": 1, "people": 1}


def test_they_keep_to_what_one_may_see(told, zoe, several):
    assert told(zoe).open == 0


def test_they_keep_to_the_filter(told, chen, wei, several):
    assert told(wei, category="12-facilities-living").open == 1
    assert told(chen, mine=True).open == 1
    assert told(wei, mine=True).open == 0


def test_they_are_told_anew_when_something_happens(told, raised, wei, several):
    assert told(wei).open == 3
    raised("LGV-REV-004", "minor")
    assert told(wei).open == 4


def test_the_page_leads_to_the_findings_behind_each(show, wei, several, watch, at):
    watch.now = at + timedelta(days=31)
    page = show("/findings/figures", wei)
    for link in (
        "/findings?shown=overdue", "/findings?class=critical&amp;age=1",
        "/findings?shown=overdue&amp;owner=nobody",
        "/findings?shown=overdue&amp;category=05-quality-system",
    ):  # fmt: skip
        assert f'href="{link}"' in page


def test_points_lost_are_those_of_the_programme(show, wei, several):
    page = show("/findings/figures?programme=bt-like", wei)
    assert "Jade River Works · BT-like supplier certification" in page
    lost = page.partition("The ten items that cost most")[2]
    assert "item=FAC-WSH-001&amp;site=JR-01&amp;shown=all" in lost
    assert "category=12-facilities-living&amp;site=JR-01" in page


@pytest.mark.parametrize("path", ["/findings/figures", "/problems", "/board"])
def test_without_findings_the_page_says_what_to_do(show, wei, path):
    assert "raised from a failed answer" in show(path, wei) or "No problem has a name" in show(
        path, wei
    )


def test_a_figure_of_nothing_is_a_dash(show, wei, several):
    page = show("/findings/figures", wei)
    assert re.search(r"Days to close</span>\s*<a[^>]*>–<", page)


def test_no_finding_falls_out(told, look, wei, journey_closed, raised):
    raised("QMS-CAL-003", "critical")
    assert told(wei).open == len(look(findings, wei, open_only=True)) == 1


def test_a_corrected_cause_counts_as_it_is_said_now(
    told, show, session, wei, chen, several, caused, at
):
    row = several[0]
    better = CorrectCause(tag="management", reason="The list has no owner.", hidden_hazard=True)
    correct_cause(session, session.merge(row), better, by=chen, at=at)
    session.commit()
    assert {each.of: each.amount for each in told(wei).tags} == {"method": 2, "management": 1}
    page = show("/findings?tag=management", wei)
    assert f'data-href="/findings/{row.ref}"' in page
    assert page.count('<tr data-href="/findings/F-') == 1
    assert f'data-href="/findings/{row.ref}"' not in show("/findings?tag=method", wei)
    assert f"/findings/{row.ref}#elsewhere" in show("/tasks", chen)
