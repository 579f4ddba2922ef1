"""`shortlist programme check` and `score`: schemes and facts from files, without a database."""

import json

import pytest
from typer.testing import CliRunner

from app import cli
from app.kit.settings import ROOT

PROGRAMMES = ROOT / "checklists" / "programmes"
EXAMPLES = ROOT / "docs" / "examples"
PUDDLE = str(EXAMPLES / "a-puddle.yaml")


@pytest.fixture
def run(home):
    runner = CliRunner()
    return lambda *words: runner.invoke(cli.app, ["programme", *map(str, words)])


def test_all_that_come_along_hold(run):
    result = run("check")
    said = " ".join(result.output.split())
    assert result.exit_code == 0
    assert said.count(": holds, with ") == len(list(PROGRAMMES.glob("*.yaml")))
    assert "vodafone-like 2026.1: holds, with 7 vectors." in said
    assert "Lies over bt-like 2026.1. Monotone. Not verified at its source." in said


def test_a_check_can_be_read_by_a_machine(run):
    (one,) = json.loads(run("check", PROGRAMMES / "vodafone-like.yaml", "--format", "json").output)
    assert (one["programme"], one["holds"], one["faults"]) == ("vodafone-like", True, [])
    assert one["extends"]["id"] == "bt-like"
    assert len(one["sha256"]) == len(one["extends"]["sha256"]) == 64


def test_every_fault_is_named_with_its_place_and_mend(run, tmp_path):
    text = (PROGRAMMES / "bt-like.yaml").read_text(encoding="utf-8")
    file = tmp_path / "bt-like.yaml"
    file.write_text(text.replace("minS < 60", "minT < 60").replace("cap: not_ready", "cap: odd"))
    result = run("check", file)
    lines = result.output.splitlines()
    assert result.exit_code == 1
    assert len(lines) == 2
    assert all(line.startswith(f"{file}:") and " Mend: " in line for line in lines)
    told = json.loads(run("check", file, "--format", "json").output)[0]
    assert told["holds"] is False
    assert {fault["line"] > 1 for fault in told["faults"]} == {True}


def test_a_file_that_is_not_there_or_not_text_is_named(run, tmp_path):
    assert run("check", tmp_path / "none.yaml").exit_code == 1
    assert run("score", "bt-like", tmp_path / "none.yaml").exit_code == 1
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"rest: \xff")
    for words in (("check", binary), ("score", "bt-like", binary)):
        result = run(*words)
        assert result.exit_code == 1
        assert f"{binary}:1:7 [encoding]" in result.output


def test_a_folder_is_checked_whole(run, tmp_path):
    (tmp_path / "one.yaml").write_text("programme: one\n")
    (tmp_path / "two.yaml").write_text("- 1\n")
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "one.yaml:1:1" in result.output
    assert "two.yaml:1:1" in result.output


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_examples_print_on_eighty_columns(run, path):
    pack = {"a-puddle": "bt-like", "eighty-five-items": "rba-vap", "locked-exit": "smeta-clocks"}
    result = run("score", pack[path.stem], path)
    assert result.exit_code == 0
    assert max(len(line) for line in result.output.splitlines()) < 80


def test_a_puddle_is_told_whole(run):
    said = run("score", "bt-like", PUDDLE).output
    for line in (
        "Verdict  Conditionally ready; without caps it would be Ready",
        "Total    94.28",
        "  c12 Facilities and living conditions         91      8   0.72        1/1",
        "  [x] K2: at most conditional  A category is below 60 (holds the verdict)",
        "        minS < 60: minS is 50",
        "  Short list (shortlist): closed, 3 conditions unmet",
        "        overdue_major == 0: overdue_major is 1",
        "  c12 -6 of 6               repeat: SP-2, 12-facilities-living, W1, 2026-05-04",
        "        close: by 2026-05-19",
    ):
        assert line in said.splitlines()


def test_and_exactly_as_json(run):
    told = json.loads(run("score", "bt-like", PUDDLE, "--json").output)
    assert (told["total"], told["verdict"], told["base"]) == ("94.28", "conditional", "ready")
    assert [cap["id"] for cap in told["caps"] if cap["triggered"]] == ["K2", "K3"]
    (gate,) = told["gates"]
    assert gate["unmet"] == ["verdict == ready", "overdue_major == 0", "stage1_min >= 70"]
    assert [(one["kind"], one["counted"]) for one in told["deductions"]] == [
        ("timed_fail", "3"), ("repeat", "6")
    ]  # fmt: skip
    (finding,) = told["findings"]
    assert (finding["cls"], finding["states"]) == ("major", ["raised", "open", "overdue"])
    assert [(due["step"], due["last"]) for due in finding["deadlines"]] == [
        ("containment", "2026-03-25"), ("plan", "2026-04-03"), ("close", "2026-05-19")
    ]  # fmt: skip


def test_facts_may_be_json(run):
    told = json.loads(run("score", "rba-vap", EXAMPLES / "eighty-five-items.json", "--json").output)
    assert (told["total"], told["verdict"], told["award"]) == ("137.61", "red", None)
    due = {one["ref"]: one["deadlines"][0]["last"] for one in told["findings"]}
    assert (due["P-1"], due["M-1"]) == ("2026-03-11", "2026-03-24")


def test_a_scheme_of_clocks_has_no_score(run):
    file = EXAMPLES / "locked-exit.yaml"
    said = run("score", "smeta-clocks", file).output
    assert "It gives no verdict." in said
    assert "        close: between 2025-07-10 and 2025-08-09" in said.splitlines()
    assert "        no clock" in said.splitlines()
    told = json.loads(run("score", "smeta-clocks", file, "--json").output)
    assert (told["total"], told["verdict"], told["nodes"]) == (None, None, [])


def test_where_nothing_applies_the_reason_is_told(run, tmp_path):
    facts = tmp_path / "na.yaml"
    facts.write_text("rest: na\n")
    lines = run("score", "bt-like", facts).output.splitlines()
    assert lines[1:3] == ["Verdict  none", "Total    unknown (all N/A)"]
    assert sum("all N/A" in line for line in lines) == 13
    told = json.loads(run("score", "bt-like", facts, "--json").output)
    assert (told["total"], told["reason"], told["verdict"]) == (None, "all_na", None)
    assert {(node["score"], node["reason"]) for node in told["nodes"]} == {(None, "all_na")}


def test_what_is_asked_for_and_not_given_is_said(run, tmp_path):
    facts = tmp_path / "facts.yaml"
    facts.write_text(
        'as_of: "2026-01-01"\n'
        "items:\n"
        "  - {id: a, category: 09-environment, section: water}\n"
        "  - {id: b, category: 02-strategy-finance-continuity, section: insurance}\n"
        'rest: "4"\n'
        'findings: [{ref: F-1, class: major, raised_on: "2026-02-01"}]\n'
    )
    said = run("score", "amfori-bsci", facts).output
    assert "Asked for and not given (add them under named:)\n  overtime  " in said
    assert "Not looked at: 1 item" in said
    assert "Raised later, not counted: F-1" in said
    told = json.loads(run("score", "amfori-bsci", facts, "--json").output)
    assert list(told["missing"]) == ["overtime"]
    assert (told["not_looked_at"], told["later_findings"]) == (["b"], ["F-1"])


@pytest.mark.parametrize(
    ("was", "becomes", "place", "mend"),
    [
        ("class: major", "class: odd", ":6:24 [facts]", "There are critical, major"),
        ('["2"]', '["7"]', ":4:29 [facts]", "Its levels are 4, 3, 2, 1, 0, na."),
        ("rest:", "rets:", ":3:1 [shape]", "mend its spelling"),
        ('as_of: "2026-05-31"', 'as_of: "31 May"', ":2:8 [shape]", "Mend the value."),
        ("spots: #", "sp ots # ", ":8:3 [syntax]", "Give the key a colon"),
    ],
)
def test_a_bad_facts_file_is_named_by_line_and_mend(run, tmp_path, was, becomes, place, mend):
    text = (EXAMPLES / "a-puddle.yaml").read_text(encoding="utf-8")
    file = tmp_path / "facts.yaml"
    file.write_text(text.replace(was, becomes))
    result = run("score", "bt-like", file)
    assert result.exit_code == 1
    assert f"{file}{place}" in result.output
    assert mend in result.output
