"""Displays of 7 and 14 segments, dark on light (LCD) and lit on dark (LED)."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import glyphs, surfaces, words
from .camera import FRAME
from .chance import between, pick
from .shot import Shot, close, scale_for, taken

STYLES = ("Classic", "Modern", "ClassicMini", "ModernMini")
GROUNDS = [(152, 166, 142), (168, 176, 160), (138, 158, 150), (176, 186, 170), (120, 150, 96)]
LIT = [
    (255, 58, 40),
    (255, 150, 30),
    (90, 255, 110),
    (70, 190, 255),
    (235, 240, 255),
    (255, 70, 50),
]
HEIGHT = 200  # of the digits on the face, in pixels


def segments(rng, family: str, text: str) -> tuple[Image.Image, Image.Image]:
    """Masks of the segments that are on, and of all of them."""
    style = pick(rng, STYLES)
    weight = pick(rng, ("Light", "Regular", "Bold", "Italic", "LightItalic", "BoldItalic"))
    font = glyphs.font(f"{family}{style}-{weight}", HEIGHT)
    text = text.replace(" ", "!")  # in these fonts "!" is a place with all segments off
    every = "".join(
        letter if letter in ".:" else ("!" if letter == "!" else "8") for letter in text
    )
    if family == "DSEG14":
        every = every.replace("8", "~")  # there "~" has all segments on
    size = (round(font.getlength(text)) + HEIGHT, round(HEIGHT * 1.7))
    masks = []
    for written in (text, every):
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).text((HEIGHT // 2, round(HEIGHT * 0.35)), written, 255, font)
        masks.append(mask)
    return masks[0], masks[1]


def rows(rng, family: str, content) -> tuple[Image.Image, Image.Image, list[list[str]]]:
    """One to two rows of a display, and their labels."""
    count = 2 if rng.random() < 0.3 else 1
    texts = [content(rng) for _ in range(count)]
    pairs = [segments(rng, family, text) for text in texts]
    on = glyphs.column_of([pair[0] for pair in pairs], 0)
    ghost = glyphs.column_of([pair[1] for pair in pairs], 0)
    return on, ghost, [[text] for text in texts]


def casing(rng, screen: np.ndarray) -> np.ndarray:
    """The screen set in the housing of an instrument, with a print above as instruments have."""
    height, width = screen.shape[:2]
    border = int(between(rng, 40, 140))
    size = (width + 2 * border, height + 2 * border)
    face = surfaces.plastic(rng, size)
    face[border - 5 : border + height + 5, border - 5 : border + width + 5] *= np.float32(0.5)
    face[border : border + height, border : border + width] = screen
    return face


def shown(rng, face: np.ndarray, labels, blur) -> Shot:
    """From far, or, as people do who want a reading, so near that the display fills the frame."""
    near = rng.random() < 0.7
    scale = scale_for(HEIGHT, rng, 90, 220) if near else scale_for(HEIGHT, rng, 26, 80)
    frame = close(rng, face, scale) if near else FRAME
    return taken(rng, face, labels, scale, frame, blur=blur, grain=(2, 9))


def dark_on_light(rng, family: str, content) -> Shot:
    on, ghost, labels = rows(rng, family, content)
    size = on.size
    screen = surfaces.flat(size, pick(rng, GROUNDS))
    screen = surfaces.shade(rng, size, screen, 3, 2)
    ink = between(rng, 0.45, 0.9)
    # A crystal throws a faint shadow on the mirror behind it.
    shadow = on.filter(ImageFilter.GaussianBlur(3))
    screen = glyphs.inked(shadow, screen, (70, 76, 66), (7, 9), ink * between(rng, 0.15, 0.45))
    screen = glyphs.inked(ghost, screen, (70, 76, 66), (0, 0), between(rng, 0.03, 0.3) * ink)
    screen = glyphs.inked(on, screen, (34, 38, 34), (0, 0), ink)
    face = surfaces.light(rng, casing(rng, screen), 0.22)
    if rng.random() < 0.5:
        face = surfaces.glare(rng, face, between(rng, 0.15, 0.5))
    return shown(rng, face, labels, (0.5, 1.4))


def lit_on_dark(rng, family: str, content) -> Shot:
    on, ghost, labels = rows(rng, family, content)
    size = on.size
    colour = np.asarray(pick(rng, LIT), dtype=np.float32)
    screen = surfaces.flat(size, (22, 20, 22))
    screen = surfaces.shade(rng, size, screen, 3, 2)
    screen = glyphs.inked(
        ghost, screen, colour * np.float32(0.25) + 16, (0, 0), between(rng, 0.1, 0.5)
    )
    # The glow around each segment, and the middle of it brighter than the film can show.
    halo = np.asarray(on.filter(ImageFilter.GaussianBlur(between(rng, 10, 24))), dtype=np.float32)
    screen = screen + (halo / 255)[..., None] * colour * np.float32(between(rng, 0.25, 0.8))
    core = np.minimum(colour + between(rng, 10, 90), 255)
    screen = glyphs.inked(on, screen, core, (0, 0), 0.95)
    face = surfaces.light(rng, casing(rng, screen), 0.15) * np.float32(between(rng, 0.6, 1.0))
    if rng.random() < 0.35:
        face = surfaces.glare(rng, face, between(rng, 0.1, 0.3))
    return shown(rng, face, labels, (0.6, 1.6))


def seven_dark(rng) -> Shot:
    return dark_on_light(rng, "DSEG7", words.display_number)


def seven_lit(rng) -> Shot:
    return lit_on_dark(rng, "DSEG7", words.display_number)


def fourteen_dark(rng) -> Shot:
    return dark_on_light(rng, "DSEG14", words.display_words)


def fourteen_lit(rng) -> Shot:
    return lit_on_dark(rng, "DSEG14", words.display_words)
