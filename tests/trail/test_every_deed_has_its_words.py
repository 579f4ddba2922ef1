import ast
import re

from app.audits.rules import Stage
from app.findings.deeds import DEED_NAMES as OF_FINDINGS
from app.findings.rules import Outcome
from app.trail.deeds import DEED_NAMES, KIND_NAMES
from tests.house.source import modules

NAMES = {**DEED_NAMES, **OF_FINDINGS}
CODE = re.compile(r"[a-z_]+\.[a-z_]+[a-z]")
PUT_TOGETHER = {f"audit.{one}" for one in Stage} | {f"finding.extension_{one}" for one in Outcome}


def codes():
    """Whatever a verb can write on the trail."""
    return PUT_TOGETHER | {
        node.value
        for path, tree in modules().items()
        if path.endswith("changes.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }


def test_what_is_written_can_be_told():
    assert sorted(codes() - set(NAMES)) == []


def test_what_can_be_told_is_written():
    assert sorted(set(NAMES) - codes()) == []


def test_every_deed_is_of_a_kind_to_choose():
    assert {f"{code.partition('.')[0]}." for code in NAMES} == set(KIND_NAMES)


def test_a_kind_narrows_the_page(browser, signed_in, omar, failed):
    page = browser.get("/trail?action=answer.", headers=signed_in(omar)).text
    assert "Item answered" in page
    assert "Audit planned" not in page
    assert '<option value="answer." selected>Answers</option>' in page
