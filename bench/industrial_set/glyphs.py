"""Text as masks ("L" pictures, 255 where there is ink): fonts, stencils, dots, segments."""

import functools
import pathlib

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from .chance import between
from .dots_table import DOTS

FONTS = pathlib.Path("/usr/share/fonts")
FILES = {  # name: file, by the Debian packages of requirements-debian.txt
    "sans": "truetype/dejavu/DejaVuSans.ttf",
    "sans-bold": "truetype/dejavu/DejaVuSans-Bold.ttf",
    "mono": "truetype/dejavu/DejaVuSansMono.ttf",
    "mono-bold": "truetype/dejavu/DejaVuSansMono-Bold.ttf",
    "condensed-bold": "truetype/dejavu/DejaVuSansCondensed-Bold.ttf",
    "arial": "truetype/liberation2/LiberationSans-Regular.ttf",
    "arial-bold": "truetype/liberation2/LiberationSans-Bold.ttf",
    "narrow-bold": "truetype/liberation/LiberationSansNarrow-Bold.ttf",
    "narrow": "truetype/liberation/LiberationSansNarrow-Regular.ttf",
    "courier-bold": "truetype/liberation2/LiberationMono-Bold.ttf",
    "ocr-b": "opentype/ocr-b/OCRB.otf",
    "ocr-a": "truetype/ocr-a/OCRA.ttf",
    "din": "truetype/opendin/OSP-DIN.ttf",
}
for _family in ("DSEG7", "DSEG14"):
    for _style in ("Classic", "Modern", "ClassicMini", "ModernMini"):
        for _weight in ("Light", "Regular", "Bold", "Italic", "LightItalic", "BoldItalic"):
            _name = f"{_family}{_style}-{_weight}"
            FILES[_name] = f"truetype/dseg/{_name}.ttf"

BRIDGED = set("04689ABDOPQR")  # characters with a hole, which a stencil must hold by bridges


@functools.lru_cache(maxsize=256)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout: the other one depends on a library that is not pinned.
    path = str(FONTS / FILES[name])
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def text_mask(text: str, name: str, size: int, tracking: float = 0.0) -> Image.Image:
    """The text on one line, cut to its ink plus a margin of size / 4."""
    face = font(name, size)
    advances = [face.getlength(letter) + tracking * size for letter in text]
    margin = size // 4
    mask = Image.new("L", (round(sum(advances)) + 4 * margin + size, size * 2 + 2 * margin), 0)
    draw = ImageDraw.Draw(mask)
    x = float(2 * margin)
    for letter, advance in zip(text, advances, strict=True):
        draw.text((round(x), margin), letter, font=face, fill=255)
        x += advance
    return trimmed(mask, margin)


def trimmed(mask: Image.Image, margin: int) -> Image.Image:
    left, top, right, bottom = mask.getbbox()
    made = Image.new("L", (right - left + 2 * margin, bottom - top + 2 * margin), 0)
    made.paste(mask.crop((left, top, right, bottom)), (margin, margin))
    return made


def stencil_mask(text: str, name: str, size: int, tracking: float) -> Image.Image:
    """As text_mask, with the bridges that keep the holes of letters in a stencil."""
    face = font(name, size)
    margin = size // 4
    parts = []
    for letter in text:
        if letter == " ":
            parts.append(Image.new("L", (round(size * 0.4), size * 2), 0))
            continue
        width = round(face.getlength(letter))
        part = Image.new("L", (width, size * 2), 0)
        draw = ImageDraw.Draw(part)
        draw.text((0, margin), letter, font=face, fill=255)
        box = part.getbbox()
        if letter in BRIDGED and box:
            middle, half = (box[0] + box[2]) // 2, max(1, round(size * 0.045))
            draw.rectangle((middle - half, 0, middle + half, size * 2), fill=0)
        parts.append(part)
    gap = round(tracking * size)
    total = Image.new("L", (sum(p.width + gap for p in parts) + margin * 4, size * 2), 0)
    x = margin * 2
    for part in parts:
        total.paste(part, (x, 0))
        x += part.width + gap
    return trimmed(total, margin)


def dot_mask(rng, text: str, pitch: float, fill: float, jitter: float, lost: float) -> Image.Image:
    """Characters of 5 x 7 dots, as an ink jet or a needle makes them.

    pitch: pixels from dot to dot; fill: diameter of a dot in pitches; jitter: how far a dot lies
    from its place, in pitches; lost: share of dots that are missing.
    """
    columns = sum(6 if letter != " " else 4 for letter in text)
    scale = 4  # dots are drawn larger and shrunk, for smooth edges
    size = (round((columns + 2) * pitch), round(9 * pitch))
    mask = Image.new("L", (size[0] * scale, size[1] * scale), 0)
    draw = ImageDraw.Draw(mask)
    x = 1.0
    for letter in text:
        for row, bits in enumerate(DOTS.get(letter, ())):
            for column, bit in enumerate(bits):
                if bit == " " or rng.random() < lost:
                    continue
                radius = fill * pitch / 2 * between(rng, 0.85, 1.12) * scale
                cx = (x + column + 0.5 + between(rng, -jitter, jitter)) * pitch * scale
                cy = (row + 1.5 + between(rng, -jitter, jitter)) * pitch * scale
                draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=255)
        x += 6 if letter != " " else 4
    return mask.resize(size, Image.Resampling.BOX)


def stacked_mask(groups: list[str], name: str, size: int, step: float, gap: float) -> Image.Image:
    """Upright characters one below the other; `gap` more between groups, in sizes."""
    face = font(name, size)
    letters = sum(len(group) for group in groups)
    height = round((letters * step + len(groups) * gap + 2) * size)
    mask = Image.new("L", (size * 3, height), 0)
    draw = ImageDraw.Draw(mask)
    y = size * 0.5
    for group in groups:
        for letter in group:
            draw.text((round(1.5 * size - face.getlength(letter) / 2), round(y)), letter, 255, face)
            y += step * size
        y += gap * size
    return trimmed(mask, size // 4)


def column_of(masks: list[Image.Image], gap: int, align: str = "left") -> Image.Image:
    """Masks one below the other."""
    width = max(mask.width for mask in masks)
    made = Image.new("L", (width, sum(mask.height + gap for mask in masks) - gap), 0)
    y = 0
    for mask in masks:
        x = 0 if align == "left" else (width - mask.width) // 2
        made.paste(mask, (x, y))
        y += mask.height + gap
    return made


def inked(mask: Image.Image, face: np.ndarray, colour, at=(0, 0), opacity: float = 1.0, wear=None):
    """The face with the mask painted on it at a place; wear 0..1 takes paint away (an array)."""
    x, y = at
    layer = Image.new("L", (face.shape[1], face.shape[0]), 0)
    layer.paste(mask, (x, y))
    amount = np.asarray(layer, dtype=np.float32) / 255 * np.float32(opacity)
    if wear is not None:
        amount = amount * (1 - wear)
    amount = amount[..., None]
    return face * (1 - amount) + np.asarray(colour, dtype=np.float32) * amount


def relief(mask: Image.Image, face: np.ndarray, at, direction, depth: float, soft: float):
    """The face with the mask pressed in (depth > 0) or standing out (< 0), lit from a side."""
    from PIL import ImageFilter

    layer = Image.new("L", (face.shape[1], face.shape[0]), 0)
    layer.paste(mask, at)
    layer = layer.filter(ImageFilter.GaussianBlur(soft))
    height = np.asarray(layer, dtype=np.float32) / 255
    across = np.zeros_like(height)
    down = np.zeros_like(height)
    across[:, 1:-1] = height[:, 2:] - height[:, :-2]
    down[1:-1] = height[2:] - height[:-2]
    slope = across * np.float32(direction[0]) + down * np.float32(direction[1])
    tint = np.float32(1) - height * np.float32(max(depth, 0) * 0.12)
    # Dark plastic shines at its edges, too: the slope shows at least as on a middle grey.
    shown = np.maximum(face, np.float32(95)) * (slope * np.float32(depth))[..., None]
    return face * tint[..., None] + shown


def union(first: Image.Image, second: Image.Image, at) -> Image.Image:
    layer = Image.new("L", first.size, 0)
    layer.paste(second, at)
    return ImageChops.lighter(first, layer)
