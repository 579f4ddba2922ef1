import json
from dataclasses import replace

import pytest

from app.findings.forms import RaiseFinding
from app.findings.models import Proposal
from app.findings.proposals import sentence_of
from app.findings.raise_changes import raise_finding
from app.findings.rules import FindingClass, Rule
from app.programmes.rules import Clause
from app.programmes.scheme.classes import GroupToClass
from app.readiness.queries import finding_facts
from app.web.words import said


@pytest.fixture
def grouping(pack):
    """Three minors on one clause of the code of conduct are a major."""
    rule = GroupToClass("minor", 3, "major", frozenset({"rba-8.0"}))
    return replace(pack, regrades=(rule,))


@pytest.fixture
def puddles(session, audit, answers, washrooms, edition, ines, at):
    """The same item fails in one washroom after the other."""

    def in_each(pack):
        rows = []
        for zone in washrooms:
            failed = answers(audit, "FAC-WSH-001", "1", zone=zone)
            form = RaiseFinding(answer=failed.id)
            item = edition.item("FAC-WSH-001")
            rows.append(
                raise_finding(session, failed, item, [pack], form, lang="en", by=ines, at=at)
            )
            session.flush()
        return rows

    return in_each


def test_the_third_on_one_clause_is_proposed_as_a_major(puddles, grouping):
    assert [row.class_ for row in puddles(grouping)] == ["minor", "minor", "major"]


def test_the_clauses_of_another_standard_do_not_count(puddles, pack):
    other = replace(
        pack, regrades=(GroupToClass("minor", 3, "major", frozenset({"iso-9001-2015"})),)
    )
    assert {row.class_ for row in puddles(other)} == {FindingClass.MINOR}


@pytest.mark.parametrize(("lang", "words"), [("en", "3 findings on RBA 8.0 B7"), ("zh", "类BT")])
def test_the_sentence_names_clause_and_programme(puddles, grouping, session, lang, words):
    row = puddles(grouping)[-1]
    proposal = session.get(Proposal, row.id)
    text, parts = sentence_of(proposal.class_, proposal.rule, json.loads(proposal.parts))
    assert words in said(lang, text, **parts)


def test_what_was_told_before_clauses_were_counted_is_still_a_sentence():
    text, parts = sentence_of(FindingClass.MAJOR, Rule.GROUP, {"n": "3", "programme": "BT-like"})
    assert "3 findings on one requirement: BT-like" in said("en", text, **parts)


def test_for_a_programme_that_asks_a_finding_is_about_the_clauses_that_its_item_cites(
    finding, edition, pack, grouping
):
    assert (pack.counts_by_clause, grouping.counts_by_clause) == (False, True)

    def clauses(citing):
        (fact,) = finding_facts([(finding, None)], {}, lambda at: at.date(), citing, {})
        return fact.clauses

    cited = {Clause("rba-8.0", "B7"), Clause("uk-workplace-regs-1992", "reg. 9")}
    assert (clauses(edition), clauses(None)) == (cited, frozenset())
