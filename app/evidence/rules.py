"""What may come in as evidence, told by its first bytes, never by its name."""

from collections.abc import Mapping

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
