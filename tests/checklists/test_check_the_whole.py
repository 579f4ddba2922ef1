"""Rules over sentences and over the whole: vague words, look-alikes, moulds, shares, coverage."""

import pytest

from app.checklists.check import check_folder
from app.checklists.checks.alike import most_alike
from app.checklists.checks.citation import below, second_level
from app.checklists.yaml_files import read_folder

LEAD, ZH_LEAD, HEAD = "01-leadership.yaml", "zh/01-leadership.yaml", "checklist.yaml"
LEADER = "A line leader on the night shift stops production or shipment for a quality fault"
CLOSED = "Every decision of the management review is closed by its due date."
FRAME = """
frame:
  items: {01-leadership: 2, 12-facilities-living: 2}
  methods: {interview: [0, 100]}
  severities: {critical: [0, 100]}
  least_sourced: 0
  cites: {}
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        (LEAD, "without asking anyone", "in a timely manner", "vague"),
        (LEAD, '"The night shift can stop the line"', '"Good stops of the line"', "vague"),
        (LEAD, "name this authority unprompted", "shall name this authority", "vague"),
        (ZH_LEAD, "夜班有权停线", "夜班有相应权限停线", "vague"),
        (LEAD, "without asking anyone", "without asking; the log is kept", "one-requirement"),
        (LEAD, "asking anyone.", "asking anyone. The log is kept.", "one-requirement"),
        (LEAD, "without asking anyone", "and/or calls the engineer", "one-requirement"),
        (LEAD, "asking anyone.", "asking" + " any" * 20 + "one.", "one-requirement"),
        (ZH_LEAD, "即可停产或停止发货", "即可" + "停产或停止发货" * 9, "one-requirement"),
        (LEAD, "unprompted", "in 5 min, 6 min, 7 min or 8 min", "one-requirement"),
        (LEAD, '- "lot disposition after each stop"', '- "relevant records"', "evidence"),
    ],
)
def test_a_sentence_that_leaves_room_is_named_at_its_line(desk, file, old, new, rule):
    line = desk.change(file, old, new)
    assert (file, line, rule) in {fault[:3] for fault in desk.faults()}


@pytest.mark.parametrize(
    "said",
    [
        "The log of Art. 5 names 3.5 mm and no. 7.",
        "The manager properties page reasons about goods in transit.",
    ],
)
def test_a_word_inside_a_word_is_not_vague(desk, said):
    desk.change(LEAD, CLOSED, said)
    rules = {fault[2] for fault in desk.faults()}
    assert not rules & {"vague", "one-requirement"}


def test_a_near_duplicate_names_its_twin(desk):
    text = (desk.folder / LEAD).read_text(encoding="utf-8")
    criterion = text.split("criterion: ")[2].split("\n")[0]
    desk.change("12-facilities-living.yaml", 'requirement: "Water on', f'requirement: "{LEADER} on')
    desk.change("12-facilities-living.yaml", _criterion_of(desk, "FAC-WSH-001"), criterion)
    faults = [fault for fault in check_folder(desk.folder) if fault.rule == "near-duplicate"]
    assert [(fault.item, fault.warning) for fault in faults] == [("FAC-WSH-001", False)]
    assert "LGV-AUT-002 in en" in faults[0].reason


def _criterion_of(desk, id):
    text = (desk.folder / "12-facilities-living.yaml").read_text(encoding="utf-8")
    return text.split(id)[1].split("criterion: ")[1].split("\n")[0]


def test_the_most_alike_of_the_earlier_ones_is_told():
    sets = [frozenset(letters) for letters in ("abcdef", "abcdexyz", "abcdefg", "uvw", "")]
    assert [(n, other, round(alike, 2)) for n, other, alike in most_alike(sets)] == [
        (1, 0, 0.56),
        (2, 0, 0.86),
    ]


@pytest.fixture
def choir(desk):
    """Makes the requirement of the first `n` items by filling a mould."""

    def sing(mould, n):
        for k, path in enumerate(sorted(desk.folder.glob("[01]*.yaml"))[:n]):
            lines = path.read_text(encoding="utf-8").splitlines()
            at = next(i for i, line in enumerate(lines) if "requirement:" in line)
            lines[at] = f'        requirement: "{mould.format(noun="abcdefghij"[k] * 7)}"'
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [fault[2] for fault in desk.faults()]

    return sing


def test_a_mould_filled_four_times_is_an_error(choir):
    assert "mould" not in choir("The {noun} of the line is kept in the log of the day", 3)
    rules = choir("The {noun} of the line is kept in the log of the day", 4)
    assert rules.count("mould") == 1


def test_the_same_evidence_may_stand_in_three_items(desk):
    lists = {}
    for path in sorted(desk.folder.glob("[01]*.yaml"))[:4]:
        text = path.read_text(encoding="utf-8")
        start = text.index("        evidence:\n") + len("        evidence:\n")
        end = text.index("        guidance:", start)
        lists[path] = (text[:start], text[end:])
    for path, (before, after) in lists.items():
        same = '          - "stop log of the week"\n          - "badge export of the gate"\n'
        path.write_text(before + same + after, encoding="utf-8")
    assert [fault[2] for fault in desk.faults()].count("evidence") == 1


@pytest.mark.parametrize(
    ("old", "new", "rule", "says"),
    [
        ("items: {01-leadership: 2,", "items: {01-leadership: 9,", "distribution", "wants 9"),
        ("methods: {interview: [0, 100]}", "methods: {interview: [50, 60]}", "distribution", "50"),
        ("{critical: [0, 100]}", "{critical: [90, 95]}", "distribution", "90 to 95"),
        ("least_sourced: 0", "least_sourced: 99", "distribution", "a number with a source"),
        ("cites: {}", "cites: {rba-8.0: second_level}", "coverage", "RBA 8.0 A2"),
        ("cites: {}", "cites: {ilo-conventions: [C029, C182]}", "coverage", "C182"),
        ("cites: {}", "cites: {iso-1: second_level}", "citation", "iso-1"),
    ],
)
def test_the_whole_is_held_against_its_frame(desk, old, new, rule, says):
    head = desk.folder / HEAD
    head.write_text(head.read_text(encoding="utf-8") + FRAME, encoding="utf-8")
    before = {(fault.rule, fault.reason) for fault in check_folder(desk.folder)}
    line = desk.change(HEAD, old, new)
    faults = [f for f in check_folder(desk.folder) if (f.rule, f.reason) not in before]
    told = [fault for fault in faults if fault.rule == rule and says in fault.reason]
    assert told
    assert all(f.line == line for f in told if f.file.endswith(HEAD))


def test_a_clause_above_another_is_cited_by_the_one_below(desk):
    folder = read_folder(desk.folder)
    iso = folder.standards["iso-9001-2015"].form
    assert {"4.4", "8.4", "10.3"} <= set(second_level(iso))
    assert not {"4", "8.4.1"} & set(second_level(iso))
    assert below(iso, "8.4") == {"8.4.1", "8.4.2", "8.4.3"}
    assert {"A1", "E12"} <= set(second_level(folder.standards["rba-8.0"].form))


def test_a_clause_in_many_items_was_counted_not_thought_of(desk):
    often = '{std: rba-8.0, clause: "B7"}'
    desk.change(
        "12-facilities-living.yaml",
        often,
        ", ".join([often] * 13).replace("}, {", "}\n          - {"),
    )
    faults = [fault for fault in check_folder(desk.folder) if fault.rule == "citation-often"]
    assert [(fault.item, fault.warning) for fault in faults] == [("FAC-WSH-001", True)]


def test_an_accepted_warning_is_not_told_again_and_a_stale_one_is(desk):
    assert "citation-status" in {fault.rule for fault in check_folder(desk.folder)}
    known = [f for f in check_folder(desk.folder) if f.rule == "citation-status"]
    rows = [
        f'  - {{rule: citation-status, on: {fault.item}, why: "still bought"}}' for fault in known
    ]
    desk.write("warnings.yaml", "\n".join(["accepted:", *rows]) + "\n")
    assert check_folder(desk.folder) == []
    desk.write(
        "warnings.yaml", "\n".join(["accepted:", *rows, rows[0].replace("SFC", "XXX")]) + "\n"
    )
    (stale,) = check_folder(desk.folder)
    assert (stale.rule, stale.line, stale.warning) == ("stale", len(rows) + 2, True)


def test_an_error_cannot_be_accepted(desk):
    desk.change("12-facilities-living.yaml", "zones: washroom", "zones: restroom")
    row = '  - {rule: vocabulary, on: FAC-WSH-001, why: "we like it"}'
    desk.write("warnings.yaml", f"accepted:\n{row}\n")
    assert [f.rule for f in check_folder(desk.folder) if not f.warning] == ["vocabulary"]
