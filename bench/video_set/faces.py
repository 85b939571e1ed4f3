"""A face is one thing that is put on the scene: its picture, its outline and what it says."""

import functools
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from industrial_set import glyphs, surfaces, words
from industrial_set.chance import between, pick
from PIL import Image, ImageDraw, ImageFilter


@dataclass
class Mark:
    """One text or code on a face; boxes are left, top, right, bottom of its ink."""

    texts: list[str]
    box: tuple[float, float, float, float]
    high: float  # of a capital letter; of a code's module, of which `kind` tells
    kind: str = "text"
    form: str | None = None
    printed: str | None = None
    printed_box: tuple[float, float, float, float] | None = None
    contrast: float = 150.0
    counts: bool = True  # false: a key of a field, which may be read or not


@dataclass
class Face:
    pixels: np.ndarray  # float32, height x width x 3
    alpha: np.ndarray  # 0..1
    marks: list[Mark] = field(default_factory=list)
    raised: bool = True  # throws a little shadow

    @property
    def size(self) -> tuple[int, int]:
        return self.pixels.shape[1], self.pixels.shape[0]


@functools.lru_cache(maxsize=512)
def capital(name: str, size: int) -> int:
    """Height of a capital letter."""
    box = glyphs.font(name, size).getbbox("H0")
    return box[3] - box[1]


def grown(box, factor):
    return None if box is None else tuple(round(value * factor, 3) for value in box)


def scaled(face: Face, factor: float) -> Face:
    size = (max(2, round(face.size[0] * factor)), max(2, round(face.size[1] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    marks = [
        replace(
            mark,
            box=grown(mark.box, factor),
            printed_box=grown(mark.printed_box, factor),
            high=mark.high * factor,
        )
        for mark in face.marks
    ]
    pixels = cv2.resize(face.pixels, size, interpolation=how)
    alpha = np.clip(cv2.resize(face.alpha, size, interpolation=how), 0, 1)
    return Face(pixels, alpha, marks, face.raised)


def ink_box(mask: Image.Image, at: tuple[float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = mask.getbbox()
    return (at[0] + left, at[1] + top, at[0] + right, at[1] + bottom)


def rounded(size: tuple[int, int], radius: float) -> np.ndarray:
    """An outline with round corners, 0..1."""
    mask = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, size[0] * 2 - 1, size[1] * 2 - 1), radius * 2, fill=255
    )
    small = mask.resize(size, Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float32) / 255


def whole(pixels: np.ndarray, marks: list[Mark], radius: float = 3) -> Face:
    """A face of which every pixel covers what is behind."""
    size = (pixels.shape[1], pixels.shape[0])
    return Face(np.clip(pixels, 0, 255), rounded(size, radius), marks)


def level(colour) -> float:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]


def contrast_of(ink, ground: np.ndarray, opacity: float) -> float:
    mean = ground.reshape(-1, 3).mean(axis=0)
    return round(abs(level(ink) - level(mean)) * opacity, 1)


SMALL_FONTS = ("arial-bold", "sans", "mono-bold", "arial", "narrow-bold", "din", "ocr-b")
PAPERS = [(226, 226, 220), (222, 206, 120), (206, 214, 222), (232, 230, 226), (214, 190, 150)]
SIZE = 64  # of the fonts that faces are drawn with, before they are scaled


def tag(rng, texts: list[str], look: str | None = None) -> Face:
    """Printed on paper, plastic or brushed metal, a line per text."""
    look = look or pick(rng, ("paper", "paper", "tape", "metal"))
    name = pick(rng, SMALL_FONTS)
    masks = [glyphs.text_mask(text, name, SIZE, between(rng, 0, 0.06)) for text in texts]
    gap, margin = round(between(rng, 0, 20)), round(between(rng, 6, 34))
    wide = max(mask.width for mask in masks) + 2 * margin
    tall = sum(mask.height + gap for mask in masks) - gap + 2 * margin
    size = (wide, tall)
    if look == "paper":
        ground = surfaces.shade(rng, size, surfaces.flat(size, pick(rng, PAPERS)), 3, 2)
        ink = pick(rng, [(28, 28, 32), (30, 40, 84), (34, 30, 30)])
    elif look == "tape":
        colours = [(24, 24, 28), (28, 44, 92), (130, 28, 28), (20, 66, 42)]
        ground = surfaces.plastic(rng, size, pick(rng, colours))
        ink = (228, 228, 222)
    else:
        ground, ink = surfaces.brushed_metal(rng, size, between(rng, 150, 190)), (26, 26, 30)
    pixels, marks, y = ground, [], margin
    seen = contrast_of(ink, ground, 0.9)
    for text, mask in zip(texts, masks, strict=True):
        pixels = glyphs.inked(mask, pixels, ink, (margin, y), 0.9)
        high = capital(name, SIZE)
        marks.append(Mark([text], ink_box(mask, (margin, y)), high, contrast=seen))
        y += mask.height + gap
    if rng.random() < 0.5:
        border(pixels, ink)
    return whole(surfaces.light(rng, pixels, 0.12), marks, between(rng, 1, 10))


def border(pixels: np.ndarray, ink, inset: int = 5, wide: int = 3) -> None:
    """A thin printed line around, drawn in place."""
    tone = np.asarray(ink, dtype=np.float32)
    far_y, far_x = pixels.shape[0] - inset, pixels.shape[1] - inset
    pixels[inset : inset + wide, inset:far_x] = tone
    pixels[far_y - wide : far_y, inset:far_x] = tone
    pixels[inset:far_y, inset : inset + wide] = tone
    pixels[inset:far_y, far_x - wide : far_x] = tone


def direct(rng, mask: Image.Image, ink, opacity: float, wear=None, soft: float = 0.6) -> Face:
    """Ink on whatever the scene is: no ground of its own."""
    mask = mask.filter(ImageFilter.GaussianBlur(soft))
    alpha = np.asarray(mask, dtype=np.float32) / 255 * np.float32(opacity)
    if wear is not None:
        alpha = alpha * (1 - wear)
    pixels = surfaces.flat(mask.size, ink)
    return Face(pixels, alpha, [], raised=False)


def screws(rng, pixels: np.ndarray, inset: int = 26, radius: int = 9) -> None:
    """Four screws in the corners, drawn in place."""
    tall, wide = pixels.shape[:2]
    for x, y in (
        (inset, inset),
        (wide - inset, inset),
        (inset, tall - inset),
        (wide - inset, tall - inset),
    ):
        grey = between(rng, 90, 150)
        cv2.circle(pixels, (x, y), radius + 2, (40, 40, 42), -1, cv2.LINE_AA)
        cv2.circle(pixels, (x, y), radius, (grey, grey, grey), -1, cv2.LINE_AA)
        turn = int(rng.integers(-6, 7))
        cv2.line(pixels, (x - 6, y - turn), (x + 6, y + turn), (45, 45, 48), 2, cv2.LINE_AA)


def plate_number(rng) -> str:
    """As number plates of several countries are built."""
    form = pick(rng, ("AA 00 AA", "AA00 AAA", "A AA 0000"))
    alphabets = {"A": words.LETTERS, "0": words.DIGITS}
    return "".join(words.some(rng, alphabets[c], 1) if c in alphabets else c for c in form)
