"""What may come in as evidence, told by its first bytes, never by its name."""

from collections.abc import Mapping
from uuid import UUID

ALLOWED: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
MOST_PIXELS = 50_000_000
PICTURE_SIDE = 1600
THUMB_SIDE = 240
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'"}
KEEP = {"Cache-Control": "private, max-age=31536000, immutable"}


def addresses(id: UUID, media_type: str) -> dict[str, str | None]:
    """Where a file is fetched: as it came, and for a photo its copies for the screen."""
    base, shown = f"/api/v1/evidence/{id}", media_type in PICTURES
    return {
        "file": f"{base}/file",
        "thumb": f"{base}/thumb" if shown else None,
        "picture": f"{base}/picture" if shown else None,
    }
