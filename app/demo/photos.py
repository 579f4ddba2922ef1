"""Photographs of the demo: drawn, not taken, so that they belong to nobody."""

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 720)
TILE = 96


def puddle(seed: int) -> bytes:
    """A tiled washroom floor with water on it, seen from above."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", SIZE, (196, 200, 198))
    pen = ImageDraw.Draw(image)
    for x in range(0, SIZE[0], TILE):
        for y in range(0, SIZE[1], TILE):
            shade = chance.randint(-9, 9)
            fill = (206 + shade, 209 + shade, 205 + shade)
            pen.rectangle((x + 2, y + 2, x + TILE - 3, y + TILE - 3), fill=fill)
    water = Image.new("L", SIZE, 0)
    drops = ImageDraw.Draw(water)
    cx, cy = chance.randint(350, 610), chance.randint(280, 440)
    for _drop in range(26):
        r = chance.randint(30, 120)
        x, y = cx + chance.randint(-170, 170), cy + chance.randint(-110, 110)
        drops.ellipse((x - r, y - r * 0.7, x + r, y + r * 0.7), fill=150)
    image.paste((126, 142, 150), mask=water.filter(ImageFilter.GaussianBlur(7)))
    glint = Image.new("L", SIZE, 0)
    ImageDraw.Draw(glint).arc((cx - 120, cy - 90, cx + 90, cy + 60), 190, 280, fill=220, width=9)
    image.paste((240, 245, 246), mask=glint.filter(ImageFilter.GaussianBlur(4)))
    return _jpeg(image)


def label(seed: int) -> bytes:
    """An instrument on a bench with a calibration label past its date."""
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", SIZE, (92, 104, 100))
    pen = ImageDraw.Draw(image)
    for y in range(0, SIZE[1], 6):
        shade = chance.randint(-5, 5)
        pen.line((0, y, SIZE[0], y), fill=(92 + shade, 104 + shade, 100 + shade), width=6)
    pen.rounded_rectangle(
        (170, 130, 790, 590), 24, fill=(48, 54, 58), outline=(24, 28, 30), width=6
    )
    pen.rounded_rectangle((220, 180, 740, 360), 10, fill=(150, 172, 140))
    for x in range(5):
        pen.ellipse((240 + x * 100, 420, 300 + x * 100, 480), fill=(90, 98, 102))
    pen.rectangle((520, 430, 770, 570), fill=(232, 196, 60))
    pen.rectangle((520, 430, 770, 462), fill=(30, 30, 30))
    for row in range(3):
        pen.rectangle(
            (536, 478 + row * 28, 700 + chance.randint(0, 50), 490 + row * 28), fill=(60, 52, 20)
        )
    pen.line((510, 420, 780, 580), fill=(176, 32, 32), width=10)
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
