"""Pages of reports as pictures, to be held against those in `golden/`.

`.venv/bin/python -m tests.reports.golden` draws them anew, after a change of looks that is meant:
look at each before it is kept.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageFilter, ImageStat

from app.reports.press import Job, draw
from tests.reports import documents, kinds
from tests.reports.conftest import PATIENT

FOLDER = Path(__file__).with_suffix("")
DPI = 50
COLOURS = 96  # keeps a picture below 30 kB
PLACE = 12  # points: about the size of a word
MOST = 2.0  # of 255, over the whole page: the few colours of the kept picture make half of it
MOST_ANYWHERE = 10  # over the place that differs most: a word that is gone makes 18


@dataclass(frozen=True)
class Sheet:
    """A document of the tests, and which of its pages are looked at."""

    name: str
    document: Any
    pages: tuple[int, ...]
    chinese: Any = None

    @property
    def names(self) -> list[str]:
        return [f"{self.name}-{page}" for page in self.pages]

    def pictures(self) -> Mapping[str, Image.Image]:
        with tempfile.TemporaryDirectory() as folder:
            job = Job(
                out=Path(folder) / "r.pdf",
                document=self.document,
                chinese=self.chinese,
                assets=self._photos(Path(folder)),
            )
            draw(job, limits=PATIENT)
            shown = [picture(job.out, page) for page in self.pages]
        return dict(zip(self.names, shown, strict=True))

    def _photos(self, folder: Path) -> Mapping[str, Path]:
        if not hasattr(self.document, "photos"):
            return {}
        return documents.photos(folder, self.document)


def sheets() -> list[Sheet]:
    en, zh = documents.executive("en"), documents.executive("zh")
    both = replace(zh, head=replace(zh.head, data_hash=en.head.data_hash))
    return [
        Sheet("executive-en", en, (1, 3)),
        Sheet("executive-zh", zh, (1, 3)),
        Sheet("executive-both", en, (1, 2), chinese=both),
        Sheet("gap-en", documents.gap("en", 12, photos=4), (1, 4)),
        Sheet("gap-zh", documents.gap("zh", 12, photos=4), (2, 4)),
        Sheet("plan-en", kinds.plan_document("en"), (1,)),
        Sheet("meeting-zh", kinds.meeting_document("zh"), (1,)),
        Sheet("delta-en", kinds.delta_document("en"), (1,)),
        Sheet("dossier-zh", kinds.dossier_document("zh"), (1,)),
    ]


def picture(pdf: Path, page: int) -> Image.Image:
    """`page` counts from 1."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[page - 1].render(scale=DPI / 72).to_pil().convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """The mean over the whole page, and over the place where they differ most.

    Both are softened first: a hair's breadth beside its place is the same place.
    """
    if one.size != other.size:
        return 255.0, 255
    soft = [image.convert("RGB").filter(ImageFilter.BoxBlur(1)) for image in (one, other)]
    red, green, blue = ImageChops.difference(*soft).split()
    widest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return ImageStat.Stat(widest).mean[0], max(widest.reduce(PLACE).tobytes())


def is_like(one: Image.Image, other: Image.Image) -> bool:
    mean, anywhere = difference(one, other)
    return mean <= MOST and anywhere <= MOST_ANYWHERE


def keep(image: Image.Image, path: Path) -> None:
    few = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(path, "PNG", optimize=True)


if __name__ == "__main__":
    drawn = {name: image for sheet in sheets() for name, image in sheet.pictures().items()}
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, image in drawn.items():
        keep(image, FOLDER / f"{name}.png")
