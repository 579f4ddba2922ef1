"""A long report is drawn in parts and joined: the same pages, words and ways as in one go."""

import os
import signal
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from app.reports.document import sealed
from app.reports.parts import parts
from app.reports.press import Job, Limits, NotDrawn, draw
from tests.reports import documents
from tests.reports.conftest import PATIENT, read, texts
from tests.reports.golden import difference, is_like, picture

ITEMS, FULL = 48, 16  # what fills a part in earnest would only take longer
PARTS = 6  # the front, three of four categories each, findings with what was not seen, method


@pytest.fixture(scope="module")
def document():
    return documents.gap("zh", ITEMS, photos=6)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory, document):
    return documents.photos(tmp_path_factory.mktemp("pictures"), document)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="module")
def heard():
    return []


@pytest.fixture(scope="module")
def joined(tmp_path_factory, document, pictures, shelf, heard):
    out = tmp_path_factory.mktemp("joined") / "r.pdf"
    return draw(
        Job(out=out, document=document, assets=pictures, shelf=shelf, full=FULL),
        on_progress=heard.append,
        limits=PATIENT,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory, document, pictures):
    out = tmp_path_factory.mktemp("whole") / "r.pdf"
    return draw(
        Job(out=out, document=document, assets=pictures, full=FULL, whole=True), limits=PATIENT
    )


def test_a_long_report_has_parts_and_a_short_one_is_whole(document, gap_document):
    assert len(parts(document, FULL)) == PARTS
    assert [part.whole for part in parts(document)] == [True]
    assert [part.whole for part in parts(gap_document)] == [True]


def test_each_page_says_the_same(joined, whole):
    assert joined.warnings == whole.warnings == ()
    assert joined.pages == whole.pages
    for mine, theirs in zip(texts(joined), texts(whole), strict=True):
        assert sorted(mine.split()) == sorted(theirs.split())


@pytest.mark.parametrize("page", [1, 2, 4, 9])
def test_a_page_looks_the_same_in_its_place_and_all_that_is_around_it(joined, whole, page):
    mine, theirs = picture(joined.path, page), picture(whole.path, page)
    assert is_like(mine, theirs), difference(mine, theirs)


def test_outline_and_links_lead_to_the_same_places(joined, whole):
    assert outline(joined) == outline(whole)
    assert len(outline(joined)) > PARTS
    assert ways(joined) == ways(whole)
    assert len(ways(joined)) > ITEMS // 2


def test_language_title_and_photos_are_the_same(joined, whole):
    mine, theirs = read(joined), read(whole)
    assert mine.metadata == theirs.metadata
    assert mine.xmp_metadata.rdf_root.toxml() == theirs.xmp_metadata.rdf_root.toxml()
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert mine.trailer["/Root"][key] == theirs.trailer["/Root"][key]
    assert pictures_on(mine) == pictures_on(theirs)


def test_it_is_hardly_larger_and_in_order(joined, whole):
    assert joined.path.stat().st_size < 1.1 * whole.path.stat().st_size
    with pikepdf.open(joined.path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_every_mark_on_a_page_belongs_to_the_element_that_holds_it(joined):
    with pikepdf.open(joined.path) as pdf:
        root = pdf.Root.StructTreeRoot
        held = [element for kid in root.K for element in elements(kid)]
        numbers = root.ParentTree.Nums
        keys = [int(numbers[n]) for n in range(0, len(numbers), 2)]
        assert keys == sorted(set(keys))
        by_key = dict(zip(keys, list(numbers)[1::2], strict=True))
        pages = {page.obj.objgen: page.obj for page in pdf.pages}
        assert {element.Pg.objgen for element, _mark in held} <= set(pages)
        for element, mark in held:
            assert by_key[int(element.Pg.StructParents)][mark].objgen == element.objgen


def test_one_cut_of_each_face_serves_the_whole_report(joined):
    with pikepdf.open(joined.path) as pdf:
        cuts = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Length1" in o]
        faces = {str(o.FontName) for o in pdf.objects if is_face(o)}
    assert len(cuts) == len(faces)


def is_face(o):
    return isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o


def test_it_tells_how_many_parts_are_done(joined, heard):
    told = [(line["part"], line["of"]) for line in heard if "part" in line]
    assert told == [(n, PARTS - 1) for n in range(1, PARTS)]
    assert heard[-1] == {"step": "writing"}


def test_what_lies_on_the_shelf_is_not_drawn_again(joined, document, pictures, shelf, tmp_path):
    said = []
    job = Job(out=tmp_path / "r.pdf", document=document, assets=pictures, shelf=shelf, full=FULL)
    assert draw(job, on_progress=said.append, limits=PATIENT).sha256 == joined.sha256
    assert not any("part" in line for line in said)


def test_one_changed_answer_draws_its_part_and_what_names_the_data(
    joined, document, pictures, shelf, tmp_path
):
    said, before = [], len(list(shelf.iterdir()))
    changed = noted(document, "Seen again on the second day.")
    job = Job(out=tmp_path / "r.pdf", document=changed, assets=pictures, shelf=shelf, full=FULL)
    again = draw(job, on_progress=said.append, limits=PATIENT)
    assert [line["part"] for line in said if "part" in line] == [PARTS - 2, PARTS - 1]
    assert len(list(shelf.iterdir())) == before + 3  # its part, the annex, the foot of each page
    alone = draw(
        Job(out=tmp_path / "alone.pdf", document=changed, assets=pictures, full=FULL),
        limits=PATIENT,
    )
    assert alone.sha256 == again.sha256


def test_a_photo_with_other_content_is_drawn_again(document, pictures, shelf, joined, tmp_path):
    swapped = dict(zip(pictures, reversed(pictures.values()), strict=True))
    job = Job(out=tmp_path / "r.pdf", document=document, assets=swapped, shelf=shelf, full=FULL)
    assert draw(job, limits=PATIENT).sha256 != joined.sha256


@pytest.mark.parametrize("code", [signal.SIGKILL, signal.SIGXCPU])
def test_when_one_of_its_hands_dies_the_report_does(code, document, pictures, tmp_path):
    def kill(line):
        if "part" in line:
            for pid in hands():
                os.kill(pid, code)

    out = tmp_path / "out" / "r.pdf"
    with pytest.raises(NotDrawn) as refusal:
        draw(Job(out=out, document=document, assets=pictures, full=FULL), on_progress=kill)
    assert refusal.value.reason == {signal.SIGKILL: "killed", signal.SIGXCPU: "time"}[code]
    assert list(out.parent.iterdir()) == []


def test_it_can_be_cancelled_and_nobody_goes_on_drawing(document, pictures, tmp_path):
    seen = []

    def look(line):
        if "part" in line:
            seen.extend(hands())

    job = Job(out=tmp_path / "out" / "r.pdf", document=document, assets=pictures, full=FULL)
    with pytest.raises(NotDrawn):
        draw(job, on_progress=look, stop=lambda: bool(seen))
    assert seen
    deadline = time.monotonic() + 5
    while any(map(alive, seen)):
        assert time.monotonic() < deadline


def test_memory_is_bounded_in_each_hand(document, pictures, tmp_path):
    job = Job(out=tmp_path / "out" / "r.pdf", document=document, assets=pictures, full=FULL)
    with pytest.raises(NotDrawn) as refusal:
        draw(job, limits=Limits(memory=170 * 1024 * 1024))
    assert refusal.value.reason == "memory"


def noted(document, note):
    """The first answer of the first category says `note`."""
    category, *others = document.categories
    section, *sections = category.sections
    item, *items = section.items
    answer = replace(item.answers[0], note=note)
    section = replace(section, items=(replace(item, answers=(answer, *item.answers[1:])), *items))
    changed = (replace(category, sections=(section, *sections)), *others)
    return sealed(replace(document, categories=changed))


def outline(result):
    with pikepdf.open(result.path) as pdf:
        numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
        return list(entries(pdf.Root.Outlines, numbers, 0))


def entries(parent, numbers, depth):
    entry = parent.get("/First")
    while entry is not None:
        assert entry.Parent.objgen == parent.objgen
        page, _way, x, y, _zoom = entry.Dest
        yield depth, str(entry.Title), numbers[page.objgen], round(x), round(y)
        yield from entries(entry, numbers, depth + 1)
        entry = entry.get("/Next")


def ways(result):
    """Where each link stands and where it leads."""
    with pikepdf.open(result.path) as pdf:
        numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
        listed = pdf.Root.Names.Dests.Names
        found = {
            str(listed[n]): (numbers[listed[n + 1][0].objgen], round(listed[n + 1][3]))
            for n in range(0, len(listed), 2)
        }
        assert [*found] == sorted(found)
        return [
            (n, [round(edge) for edge in note.Rect], found[str(note.Dest)])
            for n, page in enumerate(pdf.pages)
            for note in page.obj.get("/Annots", ())
        ]


def elements(element):
    """Each element with each mark it holds."""
    for kid in element.K:
        if isinstance(kid, int):
            yield element, kid
        elif "/S" in kid:
            assert kid.P.objgen == element.objgen
            yield from elements(kid)


def pictures_on(pdf):
    return {sha256(image.data).hexdigest() for page in pdf.pages for image in page.images}


def hands():
    """The processes of which this one is the grandparent."""
    return [pid for child in below(os.getpid()) for pid in below(child)]


def below(pid):
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(found) for task in tasks for found in task.read_text().split()]


def alive(pid):
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "Z (zombie)" not in status.read_text()
