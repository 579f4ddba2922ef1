"""Copies of a photograph for the screen and the report: smaller, upright, without its metadata."""

from io import BytesIO

import filetype
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from app.evidence.rules import ALLOWED, MOST_PIXELS, PICTURE_SIDE, PICTURES, THUMB_SIDE
from app.kit.errors import Invalid, Refusal, TooLarge, Unsupported
from app.kit.words import mark as _

register_heif_opener()
Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # read from the header, before anything is unpacked
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def media_type(content: bytes, name: str) -> str:
    found = filetype.guess_mime(content)
    if found not in ALLOWED:
        raise Unsupported(
            _("{name} is not a photo (JPEG, PNG, WebP, HEIC), a PDF or an Excel sheet."), name=name
        )
    return str(found)


def copies(content: bytes, kind: str, name: str) -> dict[str, bytes]:
    """By suffix: "picture" and "thumb" as JPEG; nothing for a file that is no photo."""
    if kind not in PICTURES:
        return {}
    try:
        return _copies(content, name)
    except Refusal:
        raise
    except BOMBS as error:
        raise _too_large(name) from error
    except Exception as error:  # decoders raise whatever they like on a broken file
        raise Invalid(_("{name} cannot be opened as a photo; take it again."), name=name) from error


def _copies(content: bytes, name: str) -> dict[str, bytes]:
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_large(name)
        image.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    return {"picture": _jpeg(upright, PICTURE_SIDE), "thumb": _jpeg(upright, THUMB_SIDE)}


def _too_large(name: str) -> TooLarge:
    return TooLarge(_("{name} has more than 50 million pixels."), name=name)


def _jpeg(image: Image.Image, side: int) -> bytes:
    small = image.copy()
    small.info = {}  # else the writer takes a comment along
    small.thumbnail((side, side))
    out = BytesIO()
    small.save(out, "JPEG", quality=82)
    return out.getvalue()
