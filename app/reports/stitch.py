"""Parts of a report, each a PDF of its own, made one: pages, structure, outline, names and links.

What WeasyPrint writes is taken as it is: one resource dictionary a file, fonts whose names and
glyphs are the same in every file, named places in one list, a structure tree of pages in order.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Pdf, String

from app.reports.parts import ELSEWHERE, Face

GLYPH = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def places(pdf: Pdf) -> Mapping[str, int]:
    """The index of the page on which each named place stands."""
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    return {name: numbers[target[0].objgen] for name, target in _names(pdf)}


def faces(pdfs: Sequence[Pdf]) -> list[Face]:
    """Every face that is used, with the signs that are set in it, so that one cut serves all."""
    used: dict[tuple[str, bool], set[str]] = {}
    for pdf in pdfs:
        for font in _fonts(pdf).values():
            family = str(font.DescendantFonts[0].FontDescriptor.FontFamily)
            signs = used.setdefault((family, "Bold" in str(font.BaseFont)), set())
            signs.update(_glyphs(font).values())
    return [Face(*face, tuple(sorted(signs))) for face, signs in sorted(used.items())]


@dataclass(frozen=True, slots=True)
class Laid:
    """`around` as reports/stamps.html has it, `numbers` as reports/numbers.html."""

    around: Pdf
    numbers: Pdf


def stitch(
    front: Pdf, rest: Sequence[Pdf], laid: Laid, out: Path, finish: Callable[[Pdf], None]
) -> int:
    """The number of pages now at `out`."""
    targets = list(_names(front))
    for pdf in rest:
        _append(front, pdf, targets)
    _lead_inside(front)
    front.Root.Names = Dictionary(Dests=Dictionary(Names=_sorted(targets)))
    _stamp(front, laid)
    _share_fonts(front, laid.around)
    finish(front)
    front.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return len(front.pages)


def _append(pdf: Pdf, part: Pdf, targets: list[tuple[str, pikepdf.Object]]) -> None:
    """Structure, outline and names hold on to pages, which must have come over before them."""
    pdf.pages.extend(part.pages)
    added = pdf.pages[-len(part.pages) :]
    root = pdf.copy_foreign(part.make_indirect(part.Root))
    _join_structure(pdf.Root.StructTreeRoot, root.StructTreeRoot, added)
    _join_outline(pdf.Root.Outlines, root.get("/Outlines"))
    targets += _listed(root)


def _join_structure(
    whole: pikepdf.Object, part: pikepdf.Object, pages: Sequence[pikepdf.Page]
) -> None:
    document = whole.K[0]
    for kid in part.K[0].K:
        kid.P = document
        document.K.append(kid)
    numbers = whole.ParentTree.Nums
    first = int(numbers[-2]) + 1 if len(numbers) else 0
    for n, entry in enumerate(part.ParentTree.Nums):
        numbers.append(entry if n % 2 else int(entry) + first)
    for page in pages:
        page.obj.StructParents = int(page.obj.StructParents) + first
        for note in page.obj.get("/Annots", ()):
            note.StructParent = int(note.StructParent) + first


def _join_outline(whole: pikepdf.Object, part: pikepdf.Object | None) -> None:
    """The entries of `part` at the end of the first heading, which is the title of the report."""
    if part is None:
        return
    title = whole.First
    for entry in _entries(part):
        entry.Parent = title
    if "/Last" in title:
        title.Last.Next, part.First.Prev = part.First, title.Last
    else:
        title.First = part.First
    title.Last = part.Last
    for counted in (title, whole):
        counted.Count = int(counted.get("/Count", 0)) + int(part.Count)


def _entries(outline: pikepdf.Object) -> Iterator[pikepdf.Object]:
    entry = outline.get("/First")
    while entry is not None:
        yield entry
        entry = entry.get("/Next")


def _lead_inside(pdf: Pdf) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            target = str(note.get("/A", Dictionary()).get("/URI", ""))
            if target.startswith(ELSEWHERE):
                note.Dest = note.Contents = String(target.removeprefix(ELSEWHERE))
                del note.A


def _stamp(pdf: Pdf, laid: Laid) -> None:
    """Header, footer and number under the text of each page; a reader aloud passes over them."""
    rest, first = list(laid.around.pages)[:2]
    around = [pdf.copy_foreign(page.as_form_xobject()) for page in (first, rest)]
    for n, (page, number) in enumerate(zip(pdf.pages, laid.numbers.pages, strict=True)):
        drawn = {"Around": around[min(n, 1)], f"No{n}": pdf.copy_foreign(number.as_form_xobject())}
        for name, form in drawn.items():
            page.resources.XObject[f"/{name}{min(n, 1)}"] = form
        called = " ".join(f"/{name}{min(n, 1)} Do" for name in drawn)
        page.contents_add(
            f"/Artifact <</Type /Pagination>> BDC {called} EMC".encode(), prepend=True
        )


def _share_fonts(pdf: Pdf, stamps: Pdf) -> None:
    """One cut of each face, where it holds every glyph that the part's own cut holds."""
    master = {name: (font, {*_glyphs(font)}) for name, font in _fonts(stamps).items()}
    seen = set()
    numbers = pdf.pages[0].resources.XObject["/No00"]
    for resources in (*(page.resources for page in pdf.pages), numbers.Resources):
        fonts = resources.get("/Font")
        if fonts is None or fonts.objgen in seen:
            continue
        seen.add(fonts.objgen)
        for name in fonts.keys():  # noqa: SIM118 - no mapping
            font, glyphs = master.get(name, (None, set()))
            if font is not None and {*_glyphs(fonts[name])} <= glyphs:
                fonts[name] = pdf.copy_foreign(font)


def _fonts(pdf: Pdf) -> Mapping[str, pikepdf.Object]:
    return dict(pdf.pages[0].resources.get("/Font", Dictionary()).items())


def _glyphs(font: pikepdf.Object) -> Mapping[int, str]:
    """Which signs each glyph of a cut face stands for; but for 0, which every cut holds."""
    found = GLYPH.findall(font.ToUnicode.read_bytes())
    return {
        number: bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in found
        if (number := int(glyph, 16))
    }


def _names(pdf: Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    return _listed(pdf.Root)


def _listed(root: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    listed = root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", ())
    return ((str(listed[n]), listed[n + 1]) for n in range(0, len(listed), 2))


def _sorted(targets: Sequence[tuple[str, pikepdf.Object]]) -> Array:
    found = Array()
    for name, target in sorted(targets, key=lambda one: one[0]):
        found.append(String(name))
        found.append(target)
    return found
