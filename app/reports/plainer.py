"""Structure without what says nothing: WeasyPrint tags every line of text as an element of its own.

A cell of four lines is then read out as one cell, and the file is smaller by a third. Heads of
tables say their scope: WeasyPrint names a head again on every page, and each time alike. Words
of charts are no groups of their own: the viewer of Chrome cuts the first letter of such a group.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Name, Pdf

SAYING_NOTHING = {"/Span", "/NonStruct"}
CELLS = (Name.TH, Name.TD)
BARE = {"/Type", "/S", "/K", "/P", "/Pg"}
SEEN_THROUGH = re.compile(rb"/a(?!1\.0 )\S+ gs")


def make_plainer(path: Path, finish: Callable[[Pdf], None] = lambda _pdf: None) -> None:
    """In place; the same file gives the same bytes. `finish` is what else is done to it."""
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        moved: dict[tuple[int, int], pikepdf.Object] = {}
        for kid in pdf.Root.StructTreeRoot.K[0].K:
            _simplify(kid, moved)
        for marks in pdf.Root.StructTreeRoot.ParentTree.Nums:
            if isinstance(marks, Array):
                for n, holder in enumerate(marks):
                    marks[n] = moved.get(holder.objgen, holder)
        _ungroup_words(pdf)
        finish(pdf)
        pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _ungroup_words(pdf: Pdf) -> None:
    """Nothing changes where all is painted in full."""
    forms = {
        one.objgen: one
        for page in pdf.pages
        for one in page.obj.Resources.get("/XObject", {}).values()
        if one.get("/Group") is not None
    }
    for form in forms.values():
        painted = form.read_bytes()
        if b"BT" in painted and not SEEN_THROUGH.search(painted):
            del form["/Group"]


def _simplify(element: pikepdf.Object, moved: dict[tuple[int, int], pikepdf.Object]) -> None:
    element.K = Array(list(_kids(element, element, moved)))
    if element.S in CELLS:
        _say_scope(element)


def _say_scope(cell: pikepdf.Object) -> None:
    """A head says for what it stands, instead of each cell naming its heads."""
    for named in (("/Headers", cell.A), ("/ID", cell)):
        _drop(*named)
    if cell.S == Name.TH:
        cell.A.Scope = Name.Column if str(cell.P.P.S) == "/THead" else Name.Row
    elif {*cell.A.keys()} == {"/O"}:
        del cell.A


def _drop(key: str, dictionary: pikepdf.Object) -> None:
    if key in dictionary:
        del dictionary[key]


def _kids(
    element: pikepdf.Object,
    holder: pikepdf.Object,
    moved: dict[tuple[int, int], pikepdf.Object],
) -> Iterator[pikepdf.Object | int]:
    """What `holder` holds in place of `element`'s kids; those without meaning are taken out."""
    for kid in element.K:
        if isinstance(kid, int) or "/S" not in kid:
            yield kid
        elif str(kid.S) in SAYING_NOTHING and {*kid.keys()} <= BARE and kid.Pg == holder.Pg:
            moved[kid.objgen] = holder
            yield from _kids(kid, holder, moved)
        else:
            kid.P = holder
            _simplify(kid, moved)
            yield kid
