"""The dossier of one finding: everything on it, and what others can check it by."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.actions.changes import implement, verify
from app.actions.forms import Implement, Verify
from app.actions.models import Action
from app.actions.queries import actions_of
from app.actions.rules import KIND_NAMES
from app.confirmations.changes import ask_confirmation, reply_to_confirmation
from app.confirmations.forms import AskConfirmation, ReplyToConfirmation
from app.confirmations.gather import guests_at
from app.confirmations.queries import confirmation
from app.findings.cause_changes import add_cause
from app.findings.changes import change_finding, close_finding
from app.findings.forms import AddCause, ChangeFinding, RaiseFinding
from app.findings.queries import packs_of
from app.findings.raise_changes import raise_finding
from app.findings.rules import Branch, FindingClass
from app.kit.ids import new_id
from app.reports.parts import whole
from app.reports.press import Places
from app.reports.trail_told import concerns, shorten
from app.reports.typeset import Typesetter
from app.reports.unbroken import JOINED
from app.suppliers.models import Site
from app.trail.queries import entries
from tests.reports import kinds


@pytest.fixture
def dossier(told, finding):
    return lambda **of: told("dossier", finding_id=finding.id, **of)


def typeset(document):
    opened = Typesetter(Places().templates, Places().charts).open(document)
    return opened.html(whole(opened.document))


def test_it_says_what_was_asked_what_was_seen_and_by_whom(dossier, finding, failed, edition):
    told = dossier()
    text = edition.item(finding.item).said("en")
    assert (told.required.criterion, told.required.note) == (text.criterion, failed.note)
    assert (told.required.level.code, told.required.observed_by) == (failed.level, failed.by_name)
    assert "22 min" in told.required.measured
    assert told.case.statement == finding.statement


def test_each_clock_says_whether_it_was_met(dossier, finding, at):
    assert {clock.state.code for clock in dossier().case.clocks} == {"ahead"}
    late = dossier(at=at + timedelta(days=400)).case
    assert "overdue" in {clock.state.code for clock in late.clocks}
    assert late.days_late > 300


def test_causes_are_told_as_a_tree(dossier, session, finding, chen, at):
    first = add_cause(
        session,
        finding,
        AddCause(branch=Branch.OCCURRENCE, text="The trap leaks."),
        by=chen,
        at=at,
    )
    session.flush()
    form = AddCause(branch=Branch.OCCURRENCE, parent=first.id, text="Nobody looks at seals.")
    add_cause(session, finding, form, by=chen, at=at)
    session.commit()
    [tree] = dossier().case.now.branches[0].whys
    assert (tree.text, [deep.text for deep in tree.deeper]) == (
        "The trap leaks.",
        ["Nobody looks at seals."],
    )
    assert [end.text for end in tree.ends] == ["Nobody looks at seals."]


def test_each_try_is_told_with_the_verdict_on_it(dossier, session, finding, action, chen, wei, at):
    [one] = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note="New trap."), by=chen, at=at)
    session.flush()
    [one] = actions_of(session, [finding.id])[finding.id]
    verify(session, finding, one, Verify(passed=False, note="Still wet."), by=wei, at=at)
    session.commit()
    [told] = dossier().case.actions
    [done] = told.tries
    assert (done.note, done.by, done.passed, done.verdict) == (
        "New trap.",
        chen.name,
        False,
        "Still wet.",
    )


def test_who_owned_it_before_is_told(dossier, session, finding, site, chen, wei, at):
    form = ChangeFinding(owner=wei.id, version=finding.version)
    change_finding(session, finding, form, place=site, owner=wei, by=wei, at=at)
    session.commit()
    [change] = dossier().owners
    assert (change.before, change.after, change.by) == (chen.name, wei.name, wei.name)


def test_every_entry_of_the_trail_stands_in_it_with_its_hash(dossier, look, finding, action):
    told = dossier()
    there = [entry for entry, _payload in look(entries, sites=None, subject=finding.ref)]
    assert {one.leaf for one in told.trail} == {entry.leaf for entry in there}
    assert [one.seq for one in told.trail] == sorted(one.seq for one in told.trail)
    assert told.head.trail_head


def test_the_buyers_word_on_its_closing_is_told(dossier, session, finding, site, gil, wei, at):
    row = session.merge(finding)
    close_finding(session, row, reason="Dry on both shifts.", by=wei, at=at)
    form = AskConfirmation(guest=gil.id, buyer="Hollin Telecom", done="A new trap was fitted.")
    asked = ask_confirmation(
        session, row, form, guests=guests_at(session, site), buyers={"Hollin Telecom"},
        by=wei, at=at,
    )  # fmt: skip
    session.commit()
    [one] = dossier().confirmations
    assert (one.buyer, one.guest, one.done, one.outcome) == (
        "Hollin Telecom", gil.name, form.done, "",
    )  # fmt: skip
    reply = ReplyToConfirmation(confirmed=False, reason="The photo shows another washroom.")
    reply_to_confirmation(session, confirmation(session, gil, asked.id), reply, by=gil, at=at)
    session.commit()
    [one] = dossier().confirmations
    assert (one.outcome, one.reason, one.said_by) == ("sent back", reply.reason, gil.name)


def test_what_came_later_is_not_in_it(dossier, session, finding, site, wei, at):
    before = dossier()
    form = ChangeFinding(statement="Another story.", version=finding.version)
    later = at + timedelta(hours=9)
    change_finding(session, finding, form, place=site, owner=None, by=wei, at=later)
    session.commit()
    after = dossier()
    assert after.case.statement == before.case.statement != "Another story."
    assert after.trail == before.trail


def test_its_clocks_and_its_way_are_those_of_that_instant(
    dossier, session, finding, action, chen, wei, at
):
    def tracked():
        return actions_of(session, [finding.id])[finding.id][0]

    later = at + timedelta(hours=9)
    day = finding.due_on
    implement(session, finding, tracked(), Implement(note="New trap."), by=chen, at=later)
    session.flush()
    form = ChangeFinding(due_on=day - timedelta(days=5), version=finding.version)
    site, packs = session.get_one(Site, finding.site_id), packs_of(session, finding)
    change_finding(session, finding, form, place=site, owner=None, packs=packs, by=wei, at=later)
    session.commit()

    def closing(told):
        return next(one.due_on for one in told.case.clocks if one.step.code == "close")

    before, after = dossier(), dossier(at=later)
    assert (closing(before), closing(after)) == (day, day - timedelta(days=5))
    assert [len(told.case.actions[0].tries) for told in (before, after)] == [0, 1]
    assert before.next != after.next
    assert [entry.seq for entry in after.trail][: len(before.trail)] == [
        entry.seq for entry in before.trail
    ]
    assert len(after.trail) > len(before.trail)


def test_its_trail_says_what_was_written_and_what_changed(
    dossier, session, finding, action, site, chen, wei, at
):
    before = finding.statement
    form = ChangeFinding(owner=wei.id, statement="Wet again.", version=finding.version)
    change_finding(session, finding, form, place=site, owner=wei, by=wei, at=at)
    session.commit()
    trail = dossier().trail
    changes = [(one.field, one.before, one.after) for entry in trail for one in entry.moved]
    assert ("Owner", chen.name, wei.name) in changes
    assert ("What was found", before, "Wet again.") in changes
    assert action.what in [text for entry in trail for text in entry.said]


def test_a_finding_of_another_site_has_no_dossier_here(
    browser, signed_in, wei, finding, other_site, audit
):
    body = {
        "kind": "dossier",
        "lang": "en",
        "site": str(other_site.id),
        "finding": str(finding.id),
    }
    headers = signed_in(wei)
    assert browser.post("/api/v1/reports", json=body, headers=headers).status_code == 404
    reply = browser.post("/api/v1/reports", json={**body, "finding": None}, headers=headers)
    assert "of which finding" in reply.text


def test_it_says_once_that_no_file_is_attached():
    document = kinds.dossier_document()
    bare = replace(document, files=(), remarks=(), confirmations=())
    turns = tuple(
        replace(
            turn,
            actions=tuple(
                replace(one, tries=tuple(replace(done, files=()) for done in one.tries))
                for one in turn.actions
            ),
        )
        for turn in bare.case.turns
    )
    bare = replace(bare, case=replace(bare.case, turns=turns))
    assert (document.filed, bare.filed) == (True, False)
    assert typeset(bare).count("No files are attached.") == 1


@pytest.fixture
def remedied(session, finding, action, chen, wei, at):
    """The action is done and verified: the item stands at level 3."""
    [one] = actions_of(session, [finding.id])[finding.id]
    implement(session, finding, one, Implement(note="New trap."), by=chen, at=at)
    session.flush()
    [one] = actions_of(session, [finding.id])[finding.id]
    form = Verify(passed=True, note="Dry on both shifts.", level="3")
    verify(session, finding, one, form, by=wei, at=at + timedelta(days=1))
    session.commit()
    return at + timedelta(days=2)


def test_the_level_after_the_verification_stands_beside_the_first(dossier, wei, at, remedied):
    [one] = dossier(at=remedied).required.rerated
    assert (one.level.code, one.how, one.by) == ("3", "after verification", wei.name)
    assert one.on == (at + timedelta(days=1)).date()
    assert dossier(at=at).required.rerated == ()


def test_the_closing_clock_says_that_the_remedy_met_it(
    dossier, session, finding, wei, at, remedied
):
    closed, row = at + timedelta(days=30), session.merge(finding)
    row.class_ = FindingClass.MAJOR  # a look at the effect follows: it is closed long after
    close_finding(session, row, reason="It has held.", by=wei, at=closed)
    session.commit()
    told = dossier(at=closed)
    [close] = [one for one in told.case.clocks if one.step.code == "close"]
    assert close.met_on == (at + timedelta(days=1)).date()
    assert close.met_how == "remedy verified"
    assert told.case.closed_on == closed.date()
    assert f'closed <span class="nowrap">{closed.day}' in typeset(told)


def test_an_item_that_bars_the_list_alone_is_called_a_knock_out(
    told, dossier, session, audit, answers, edition, pack, finding, ines, at
):
    assert dossier().case.grade == dossier().case.cls.words
    item = next(one for one in edition.items if one.knock_out and not one.zones)
    failed = answers(audit, item.id, "0", note="Nothing of it is there.")
    form = RaiseFinding(answer=failed.id)
    row = raise_finding(session, failed, item, [pack], form, lang="en", by=ines, at=at)
    session.commit()
    document = told("dossier", finding_id=row.id)
    assert document.case.grade == f"{document.case.cls.words} · knock-out"
    assert document.case.grade in typeset(document).replace(JOINED, "")


def test_an_entry_of_the_trail_says_which_action_and_which_question(
    dossier, session, finding, action, chen, at, remedied
):
    form = AddCause(branch=Branch.ESCAPE, text="No round asks for it.")
    add_cause(session, finding, form, by=chen, at=at)
    session.commit()
    told = {one.deed: one.of for one in dossier(at=remedied).trail}
    assert told["A why answered"] == "Why did nobody notice?"
    kind = "Corrective action" if action.kind == "corrective" else action.kind
    assert told["Verified"] == told["Reported as done"] == kind
    assert told["Raised"] == ""


def test_of_two_actions_of_a_kind_the_trail_tells_the_words(told, finding, action, at):
    other = Action(**(action.model_dump() | {"id": new_id(), "what": "Look at every trap."}))
    payload = {"action": str(other.id)}
    row = SimpleNamespace(say=lambda text, **parts: text.format(**parts))
    assert concerns(row, payload, [other]) == KIND_NAMES[other.kind]
    assert concerns(row, payload, [action, other]) == f"{KIND_NAMES[other.kind]}: {other.what}"


def test_a_long_text_of_the_trail_is_cut_between_words():
    words = "weekend " * 80
    assert shorten(words.strip()) == f"{('weekend ' * 50).strip()}…"
    assert shorten("字" * 500) == f"{'字' * 400}…"
