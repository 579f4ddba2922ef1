"""One bad example per rule: each is caught, once, at its line."""

import json

import pytest

from app.checklists.check import as_json, as_text, check_folder, errors_in, load_edition
from app.kit.yaml_text import YamlRefused
from tests.model import SHIPPED

BY_ID = "12-facilities-living.yaml"
LEAD = "01-leadership.yaml"
ZH_LEAD = "zh/01-leadership.yaml"
HEAD = "checklist.yaml"


def test_the_checklist_of_this_repository_has_no_error(desk):
    assert errors_in(check_folder(SHIPPED)) == 0
    assert desk.faults() == []


SPOILED = [  # file, what stood there, what stands there, rule, item
    (BY_ID, "id: FAC-DRM-004", "id: FAC-WSH-001", "unique", "FAC-WSH-001"),
    (LEAD, "number: 1\n", "number: 3\n", "frame", ""),
    (LEAD, "domain: management", "domain: magic", "vocabulary", ""),
    (
        LEAD,
        "ask: [general_manager, quality_director]",
        "ask: [wizard]",
        "vocabulary",
        "LGV-REV-004",
    ),
    (BY_ID, "zones: washroom", "zones: restroom", "vocabulary", "FAC-WSH-001"),
    (BY_ID, "quantity: area_per_bed", "quantity: area", "vocabulary", "FAC-DRM-004"),
    (BY_ID, "instrument: laser_distance_meter", "instrument: eye", "vocabulary", "FAC-DRM-004"),
    (
        BY_ID,
        "zones: washroom",
        "zones: washroom\n        traits: [wet]",
        "vocabulary",
        "FAC-WSH-001",
    ),
    ("09-environment.yaml", "in_quiet_zone: 50", "by_the_sea: 50", "vocabulary", "ENV-NOI-003"),
    (HEAD, "[12-facilities-living/dormitory]", "[12-facilities-living/beds]", "switch", ""),
    (BY_ID, 'clause: "4.2.1"', 'clause: "4.2.9"', "citation", "FAC-DRM-004"),
    (BY_ID, "{std: ifc-ebrd-accommodation-2009}", "{std: ifc-2009}", "citation", "FAC-DRM-004"),
    (BY_ID, '{std: rba-8.0, clause: "B7"}', "{std: rba-8.0}", "citation", "FAC-WSH-001"),
    (BY_ID, "{std: bt-account}", '{std: bt-account, clause: "1"}', "citation", "FAC-WSH-001"),
    ("11-labour-rights.yaml", '"Art. 9"', '"Art. 99"', "citation", "LHR-FRC-002"),
    (
        BY_ID,
        '{std: rba-8.0, clause: "B7"}',
        '{std: rba-8.0, clause: "B"}',
        "citation-depth",
        "FAC-WSH-001",
    ),
    (LEAD, 'clause: "5.3"}', 'clause: "5"}', "citation-depth", "LGV-AUT-002"),
    (
        LEAD,
        '"3 of 3 leaders name this authority unprompted."',
        '"Leaders name it."',
        "measurable",
        "LGV-AUT-002",
    ),
    (BY_ID, "within 15 min of the start", "within 15 of the start", "measurable", "FAC-WSH-001"),
    (BY_ID, "thresholds: [T069]", "thresholds: [T999]", "threshold", "FAC-WSH-001"),
    (BY_ID, "thresholds: [T069]", "thresholds: [T122]", "threshold", "FAC-WSH-001"),
    (BY_ID, "timer: {seconds: 900}", "timer: {seconds: 901}", "parts", "FAC-WSH-001"),
    (BY_ID, "limit: 5.0", "limit: 5.5", "parts", "FAC-DRM-004"),
    (LEAD, "interview: {k: 3, n: 3}", "interview: {k: 3, n: 4}", "parts", "LGV-AUT-002"),
    (LEAD, "method: interview", "method: measurement", "parts", "LGV-AUT-002"),
    (LEAD, '"lot disposition after each stop"', '"lot disposition"', "evidence", "LGV-AUT-002"),
    (
        LEAD,
        '"lot disposition after each stop"',
        '"Authority matrix by shift"',
        "evidence",
        "LGV-AUT-002",
    ),
    (HEAD, "languages: [en, zh]", "languages: [zh]", "language", ""),
    (ZH_LEAD, "language: zh", "language: ja", "language", ""),
    (ZH_LEAD, "  authority: ", "  power: ", "language", ""),
    (ZH_LEAD, "  LGV-AUT-002:", "  LGV-AUT-009:", "language", ""),
    (ZH_LEAD, "3名线长全部", "4名线长全部", "numbers", "LGV-AUT-002"),
    (ZH_LEAD, '      - "每次停线后的批次处置"\n', "", "numbers", "LGV-AUT-002"),
    (ZH_LEAD, "无需请示即可停产", "无需请示,即可停产", "chinese", "LGV-AUT-002"),
    (
        ZH_LEAD,
        "夜班线长发现质量问题时，无需请示即可停产或停止发货。",
        "Line leader stops 线",
        "chinese",
        "LGV-AUT-002",
    ),
    (
        HEAD,
        '  cfo: {en: "Chief financial officer", zh: "财务总监"}',
        '  cfo: {en: "CFO"}',
        "language",
        "",
    ),
    (HEAD, '  minor: {en: "Minor", zh: "一般"}\n', "", "vocabulary", ""),
    ("zh/thresholds.yaml", "  T070:", "  T071:", "language", ""),
    ("standards/house.yaml", "id: house\n", "id: home\n", "file-name", ""),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "item"), SPOILED, ids=[f"{s[3]}-{s[2][:24]}" for s in SPOILED]
)
def test_a_mistake_is_named_with_its_rule(desk, file, old, new, rule, item):
    desk.change(file, old, new)
    faults = desk.faults()
    assert rule in {fault[2] for fault in faults}, faults
    if item:
        assert item in {fault[3] for fault in faults if fault[2] == rule}


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        (BY_ID, "zones: washroom", "zones: restroom", "vocabulary"),
        (BY_ID, 'clause: "4.2.1"', 'clause: "4.2.9"', "citation"),
        (BY_ID, "timer: {seconds: 900}", "timer: {seconds: 901}", "parts"),
        (ZH_LEAD, "3名线长全部", "4名线长全部", "numbers"),
        (LEAD, "domain: management", "domain: magic", "vocabulary"),
        (HEAD, "[12-facilities-living/dormitory]", "[12-facilities-living/beds]", "switch"),
        (LEAD, "method: interview", "method: interrogation", "shape"),
    ],
)
def test_a_mistake_is_named_with_its_line(desk, file, old, new, rule):
    line = desk.change(file, old, new)
    assert [fault[:3] for fault in desk.faults()] == [(file, line, rule)]


def test_a_missing_key_and_an_unknown_one_are_both_told(desk):
    start = desk.line_of(LEAD, "- id: LGV-AUT-002")
    line = desk.change(LEAD, 'failure: "The leader phones', 'failing: "The leader phones')
    assert desk.faults() == [(LEAD, start, "shape", ""), (LEAD, line, "shape", "")]


def test_faults_of_every_file_are_told_at_once(desk):
    desk.change(LEAD, "number: 1\n", "number: one\n")
    desk.change("09-environment.yaml", "points: 8\n", "points: yes\n")
    desk.write("standards/bad.yaml", "id: [\n")
    assert [fault[::2] for fault in desk.faults()] == [
        (LEAD, "shape"),
        ("09-environment.yaml", "boolean"),
        ("standards/bad.yaml", "syntax"),
    ]


@pytest.mark.parametrize("name", [HEAD, "thresholds.yaml", "zh/thresholds.yaml"])
def test_a_missing_file_is_named(desk, name):
    (desk.folder / name).unlink()
    assert desk.faults()[0] == (name, 1, "file", "")


def test_a_missing_category_costs_its_points(desk):
    (desk.folder / BY_ID).unlink()
    assert (HEAD, 3, "points", "") in desk.faults()


def test_a_category_without_chinese_is_named(desk):
    (desk.folder / ZH_LEAD).unlink()
    assert desk.faults() == [(LEAD, 2, "language", "")]


def test_a_second_section_of_the_same_name_is_named(desk):
    line = desk.change(BY_ID, "  - id: dormitory\n", "  - id: washrooms\n")
    assert (BY_ID, line, "unique", "") in desk.faults()


def test_a_threshold_needs_a_source_that_exists(desk):
    line = desk.change(
        "thresholds.yaml", 'std: jgj-36-2016, clause: "4.2.1"', 'std: jgj-36-2016, clause: "9.9"'
    )
    assert desk.faults() == [("thresholds.yaml", line, "citation", "")]


def test_one_piece_of_evidence_is_not_enough(desk):
    desk.change(LEAD, '          - "stop-line or stop-ship records of 12 months"\n', "")
    desk.change(LEAD, '          - "lot disposition after each stop"\n', "")
    line = desk.line_of(LEAD, '- "authority matrix by shift"')
    assert (LEAD, line, "evidence", "LGV-AUT-002") in desk.faults()


def test_an_interview_asks_no_more_than_it_hears(desk):
    line = desk.change(LEAD, "interview: {k: 3, n: 3}", "interview: {k: 3, n: 1}")
    assert (LEAD, line, "parts", "LGV-AUT-002") in desk.faults()


def test_a_sample_that_may_fail_whole_asks_nothing(desk):
    line = desk.change("05-quality-system.yaml", "accept: 1", "accept: 10")
    assert ("05-quality-system.yaml", line, "parts", "QMS-CAP-007") in desk.faults()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("          n: 3\n", "          n: 0\n"),
        ("          n: 3\n", "          n: some\n"),
        ("          n: 3\n", "          n: true\n"),
        ("points: 7\n", 'points: "7"\n'),
        ("points: 7\n", "points: true\n"),
        ("points: 7\n", "points: -1\n"),
        (
            "        refs:\n          - {std: iatf-16949-2016",
            "        refs2:\n          - {std: iatf-16949-2016",
        ),
        ("interview: {k: 3, n: 3}", "interview: {k: three, n: 3}"),
        ("id: LGV-AUT-002", "id: LGV-AUT-2"),
        ('"authority matrix by shift"', "4.10"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(desk, old, new):
    desk.change(LEAD, old, new)
    assert {fault[2] for fault in desk.faults()} == {"shape"}


def test_a_superseded_source_is_a_warning(desk):
    warnings = [fault for fault in check_folder(desk.folder) if fault.rule == "citation-status"]
    assert "SFC-FIN-001" in {fault.item for fault in warnings}
    assert all(fault.warning for fault in warnings)
    assert "[warning: citation-status] SFC-FIN-001: IAS 1" in as_text(warnings)


def test_faults_are_told_to_people_and_to_machines(desk):
    line = desk.change(BY_ID, "zones: washroom", "zones: restroom")
    faults = [fault for fault in check_folder(desk.folder) if not fault.warning]
    assert as_text(faults) == (
        f"{desk.folder}/{BY_ID}:{line}:16 [vocabulary] FAC-WSH-001: "
        "restroom is not among the zones of checklist.yaml. "
        "Mend: Mend its spelling, or add it to zones with all its names.\n"
    )
    assert json.loads(as_json(faults))[0]["line"] == line


def test_a_folder_with_an_error_makes_no_edition(desk):
    desk.change(BY_ID, "zones: washroom", "zones: restroom")
    with pytest.raises(YamlRefused) as caught:
        load_edition(desk.folder)
    assert [fault.rule for fault in caught.value.faults] == ["vocabulary"]
