"""A brand on paper: a colour that can be read on white, and a logo that is only a picture."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from app.kit.errors import Invalid
from app.kit.words import mark as _

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text of any size
PALEST = "#f3f5f4"  # the palest ground on which the colour stands as text
LARGEST = 5_000_000
WIDEST = 1600
PIXELS = 40_000_000
KINDS = {"PNG", "JPEG", "WEBP", "GIF"}


def refuse_unless_readable(colour: str) -> None:
    """`colour` as in "#0b5763"; "" is the house's own."""
    if colour and (found := contrast(colour, PALEST)) < LEAST_CONTRAST:
        raise Invalid(
            _("{colour} is too pale to read: contrast {found}, needed {least}. Take a darker one."),
            colour=colour,
            found=f"{found:.1f}",
            least=LEAST_CONTRAST,
        )


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG, 1 to 21."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB


def plain_logo(content: bytes) -> bytes:
    """A PNG that holds nothing but the picture; what is no picture of ours is refused."""
    if len(content) > LARGEST:
        raise Invalid(_("A logo is at most 5 MB. Take a smaller picture."))
    try:
        with Image.open(BytesIO(content)) as image:
            if image.format not in KINDS or image.width * image.height > PIXELS:
                raise Invalid(NO_PICTURE)
            image.load()
            picture = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Invalid(NO_PICTURE) from None
    picture.thumbnail((WIDEST, WIDEST))
    white = Image.new("RGBA", picture.size, "#ffffff")
    white.alpha_composite(picture)
    out = BytesIO()
    white.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


NO_PICTURE = _("This is no picture that a report can carry. Bring the logo as PNG, JPEG or WebP.")
