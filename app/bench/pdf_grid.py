"""The gap report by items, photos and language."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image

from app.bench.deadline import Deadline
from app.bench.sizes import shortened, with_photos
from app.reports.document import GapDocument
from app.reports.press import Job, draw

SIZES = (24, 300)  # and all of them
PHOTOS = (0, 40, 400)
Row = tuple[str, str, str]


def grid_rows(
    home: Path, documents: Mapping[str, GapDocument], items: int, deadline: Deadline
) -> Iterator[Row]:
    """The small ones first, so that what no longer fits into the time is what takes longest."""
    return deadline.kept(
        row
        for size in (*(one for one in SIZES if one < items), items)
        for photos in PHOTOS
        for document in documents.values()
        for row in _one(home, document, size, photos, deadline)
    )


def _one(
    home: Path, whole: GapDocument, items: int, photos: int, deadline: Deadline
) -> Iterator[Row]:
    document = with_photos(shortened(whole, items), photos)
    job = Job(out=home / "grid.pdf", document=document, assets=_pictures(home, document))
    drawn = draw(job, limits=deadline.limits)
    yield f"Gap report, {items} items, {photos} photos, {whole.head.lang}", "–", drawn.told


def _pictures(home: Path, document: GapDocument) -> Mapping[str, Path]:
    """No two alike."""
    found = {}
    for n, photo in enumerate(document.photos):
        found[photo.id] = home / f"{photo.id}.jpg"
        if not found[photo.id].exists():
            shade = Image.linear_gradient("L").resize((1280, 960)).rotate(n)
            shade.save(found[photo.id], quality=85)
    return found
