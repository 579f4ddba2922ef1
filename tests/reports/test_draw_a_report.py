import json
import re

from app.kit.settings import ROOT
from app.reports.press import Job, draw
from tests.reports import documents
from tests.reports.conftest import read, texts


def test_the_executive_report_has_four_to_eight_pages(executive):
    assert 4 <= executive.pages <= 8


def test_its_first_page_says_the_verdict_and_what_bars_the_list(executive):
    first = texts(executive)[0]
    for said in ("Not ready", "79.21", "5.79 points below", "An open critical finding", "58.50"):
        assert said in first


def test_every_page_carries_its_number_the_report_and_the_hashes(executive):
    head = documents.executive().head
    for n, text in enumerate(texts(executive), 1):
        assert f"{n} / {executive.pages}" in text
        assert head.report_id in text
        assert head.data_hash[:12] in text
        assert head.trail_head[:12] in text


def test_the_charts_are_text_and_lines_not_pictures(executive):
    pages = read(executive).pages
    assert "07 Supply chain and" in pages[2].extract_text()
    assert not any(page.images for page in pages)


def test_chinese_is_found_by_search(gap):
    whole = "".join(texts(gap))
    assert "夜班有权停线" in whole
    for name in ("赵珺", "王堃", "李喆"):
        assert name in whole


def test_every_item_is_told(gap, gap_document):
    whole = unbroken("".join(texts(gap)))
    for category in gap_document.categories:
        for section in category.sections:
            for item in section.items:
                said = [item.id, item.title, item.criterion]
                said += [text for one in item.answers for text in (one.note, one.measured) if text]
                for text in said:
                    assert unbroken(text) in whole, (item.id, text)
    for finding in gap_document.findings:
        assert unbroken(finding.statement) in whole


def unbroken(text):
    return "".join(text.split())


def test_the_outline_leads_to_every_category(gap, gap_document):
    titles = [entry.title for entry in flat(read(gap).outline)]
    for category in gap_document.categories:
        assert any(category.score.title in title for title in titles)


def test_the_contents_name_the_true_pages(gap, gap_document):
    pages = texts(gap)
    first = gap_document.categories[0].score
    page = max(n for n, text in enumerate(pages, 1) if f"01 {first.title}" in text)
    line = next(line for line in pages[1].splitlines() if f"01 {first.title}" in line)
    assert line.split()[-1] == str(page)


def test_item_and_finding_lead_to_each_other(gap, gap_document):
    names = set(read(gap).named_destinations)
    assert sum(bool(re.fullmatch(r"f[0-9a-f]{12}", name)) for name in names) == len(
        gap_document.findings
    )
    assert any(re.fullmatch(r"i[0-9a-f]{12}", name) for name in names)


def test_photos_stand_in_the_report(gap, gap_document):
    shown = {image.name for page in read(gap).pages for image in page.images}
    assert len(shown) == len(gap_document.photos) == 8


def test_it_says_its_language_and_is_tagged(gap):
    catalogue = read(gap).trailer["/Root"]
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue


def test_the_same_document_gives_the_same_bytes(executive, tmp_path):
    again = draw(Job(out=tmp_path / "again.pdf", document=documents.executive("en")))
    assert again.sha256 == executive.sha256


def test_it_tells_how_far_it_is(tmp_path):
    heard = []
    job = Job(out=tmp_path / "r.pdf", document=documents.gap("en", 12))
    draw(job, on_progress=heard.append)
    steps = [line["step"] for line in heard]
    assert steps[0] == "typesetting"
    assert [line["page"] for line in heard if "page" in line][:2] == [1, 2]
    assert "writing" in steps
    json.dumps(heard)


def test_nothing_but_the_call_site_names_weasyprint():
    sources = {path: path.read_text() for path in (ROOT / "app").rglob("*.py")}
    assert [p.name for p, text in sources.items() if "from weasyprint import" in text] == [
        "draw.py"
    ]
    assert sum(text.count(".write_pdf(") for text in sources.values()) == 1


def flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry
