"""A report from its document to its file: type set, parts drawn by two processes, and joined.

Every step that needs much memory is done apart, so that no process holds what another needed. The
drawing of a page is handed in: draw.py is its one call site.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from pikepdf import Pdf

from app.reports.archival import archive
from app.reports.crew import FORK, apart
from app.reports.document import from_json, head_of
from app.reports.outfit import Outfit
from app.reports.parts import parts, whole
from app.reports.plainer import make_plainer
from app.reports.shelf import Shelf
from app.reports.stitch import Laid, faces, places, stitch
from app.reports.typeset import Typesetter, numbered

HANDS = 2
PICTURE = re.compile(r'"asset:([^"]+)"')
NOTHING = re.compile(r"<body[^>]*>\s*</body>")  # all of a part was left out
GUESS = (4, {"summary": 2, "costliest": 2})  # pages of the front; what stands there, by index


@dataclass(frozen=True)
class Assembly:
    """`write(html, out, tagged)` draws a PDF and returns the number of its pages.

    `edition` names what else may make the same HTML look otherwise, but for fonts and pictures.
    """

    job: Mapping[str, Any]
    write: Callable[..., int]
    say: Callable[[dict[str, Any]], None]
    edition: str

    def make(self) -> int:
        """The number of pages that now stand at job["out"]."""
        self.say({"step": "typesetting"})
        apart([self._typeset])
        names = sorted(path.stem for path in self._folder.glob("[0-9]*.html"))
        if not names:
            return self._draw_whole(Path(self.job["out"]))
        self._draw_parts(names)
        self.say({"step": "pages"})
        apart([partial(self._draw_around, names)])
        self.say({"step": "writing"})
        with self._opened(["front", "stamps", "numbers", *names]) as (
            front,
            around,
            numbers,
            *rest,
        ):
            laid = Laid(around, numbers)
            return stitch(front, rest, laid, Path(self.job["out"]), self._archive)

    def _draw_whole(self, out: Path) -> int:
        if self.job["draft"]:
            return self.write(self._html("whole"), out, tagged=False)
        pages = self.write(self._html("whole"), out)
        make_plainer(out, self._archive)
        return pages

    def _archive(self, pdf: Pdf) -> None:
        data = {"audit.json": self.job["document"], "audit.zh.json": self.job["chinese"]}
        archive(
            pdf,
            {name: text for name, text in data.items() if text},
            head_of(self.job["document"]).made_at,
        )

    @cached_property
    def _folder(self) -> Path:
        return Path(self.job["folder"])

    def _html(self, name: str) -> str:
        return (self._folder / f"{name}.html").read_text("utf-8")

    def _typeset(self) -> None:
        chinese = self.job["chinese"]
        opened = self._typesetter.open(
            from_json(self.job["document"]),
            chinese=from_json(chinese) if chinese else None,
            outfit=self._outfit,
        )
        document = opened.document
        full = self.job["full"]
        cut = (whole(document, full),) if self.job["whole"] else parts(document, full)
        names = ["whole"] if len(cut) == 1 else ["front", *(f"{n:03}" for n in range(len(cut)))]
        for name, part in zip(names, cut, strict=False):
            html = opened.html(part)
            if not NOTHING.search(html):
                (self._folder / f"{name}.html").write_text(html, "utf-8")

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter(Path(self.job["templates"]), Path(self.job["charts"]), self._fonts)

    @cached_property
    def _outfit(self) -> Outfit:
        return Outfit.of(self.job["outfit"])

    @cached_property
    def _fonts(self) -> Path | None:
        return Path(self.job["fonts"]).parent if self.job["fonts"] else None

    def _draw_parts(self, names: Sequence[str]) -> None:
        """The longest first; but for those that lie on the shelf."""
        left = sorted(
            (name for name in names if not self._taken(name)),
            key=lambda name: -len(self._html(name)),
        )
        done = FORK.Value("i", len(names) - len(left))
        shares = [left[n::HANDS] for n in range(HANDS)]
        apart([partial(self._draw, share, done, len(names)) for share in shares if share])
        if self._shelf:
            self._shelf.tidy()

    def _taken(self, name: str) -> bool:
        part = self._shelf.take(self._key(name)) if self._shelf else None
        if part:
            (self._folder / f"{name}.pdf").write_bytes(part)
        return bool(part)

    @cached_property
    def _shelf(self) -> Shelf | None:
        return Shelf(Path(self.job["shelf"])) if self.job["shelf"] else None

    def _key(self, name: str) -> str:
        """What the part is drawn from: its text and style, its pictures, our fonts, the drawer."""
        html = self._html(name)
        pictures = [self.job["assets"].get(id, "") for id in PICTURE.findall(html)]
        told = [self.edition, self._face_digest, html, *(_digest(Path(p)) for p in pictures if p)]
        return sha256("\n".join(told).encode()).hexdigest()

    @cached_property
    def _face_digest(self) -> str:
        files = sorted(self._fonts.glob("*.ttf")) if self._fonts else []
        return " ".join(map(_digest, files))

    def _draw(self, names: Sequence[str], done: Any, total: int) -> None:  # noqa: ANN401 - a shared counter
        for name in names:
            self._write_part(name)
            with done.get_lock():
                done.value += 1
                self.say({"step": "layout", "part": done.value, "of": total})

    def _write_part(self, name: str, *, tagged: bool = True) -> None:
        out = self._folder / f"{name}.pdf"
        self.write(self._html(name), out, tagged=tagged)
        if tagged:
            make_plainer(out)
        if self._shelf:
            self._shelf.keep(self._key(name), out.read_bytes())

    def _draw_around(self, names: Sequence[str]) -> None:
        """The front, which tells pages and has some of its own; and what is laid on every page."""
        template = self._html("front")
        with self._opened(names) as rest:
            html, drawn = numbered(template, _numbers(*self._guessed(), rest)), ""
            while drawn != html:
                self._lay("front", html)
                with self._opened(["front"]) as (front,):
                    counted = len(front.pages), places(front)
                drawn, html = html, numbered(template, _numbers(*counted, rest))
            total = counted[0] + sum(map(_length, rest))
            if self._shelf:
                self._shelf.keep(self._last, json.dumps(counted).encode())
            head, chinese = head_of(self.job["document"]), self.job["chinese"]
            self._lay(
                "numbers", self._typesetter.numbers(head, total, outfit=self._outfit), tagged=False
            )
            with self._opened(["front", "numbers"]) as others:
                found = faces([*others, *rest])
        stamps = self._typesetter.stamps(
            head, found, chinese=head_of(chinese) if chinese else None, outfit=self._outfit
        )
        self._lay("stamps", stamps, tagged=False)

    def _guessed(self) -> tuple[int, Mapping[str, int]]:
        """Like the front before it: a wrong guess costs a second drawing, and nothing else."""
        last = self._shelf.take(self._last) if self._shelf else None
        pages, own = json.loads(last) if last else GUESS
        return pages, GUESS[1] | own

    @cached_property
    def _last(self) -> str:
        """One for each language, paper and form."""
        head = head_of(self.job["document"])
        told = f"{self.edition} {head.lang} {bool(self.job['chinese'])} {self.job['outfit']}"
        return sha256(told.encode()).hexdigest()

    def _lay(self, name: str, html: str, *, tagged: bool = True) -> None:
        (self._folder / f"{name}.html").write_text(html, "utf-8")
        if not self._taken(name):
            self._write_part(name, tagged=tagged)

    @contextmanager
    def _opened(self, names: Sequence[str]) -> Iterator[list[Pdf]]:
        with ExitStack() as open_ones:
            yield [
                open_ones.enter_context(Pdf.open(self._folder / f"{name}.pdf")) for name in names
            ]


def _numbers(front: int, own: Mapping[str, int], rest: Sequence[Pdf]) -> Mapping[str, int]:
    """The number of the page on which each named place stands, behind `front` pages."""
    found = {name: n + 1 for name, n in own.items()}
    before = front
    for pdf in rest:
        found |= {name: before + n + 1 for name, n in places(pdf).items()}
        before += len(pdf.pages)
    return found


def _length(pdf: Pdf) -> int:
    return len(pdf.pages)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
