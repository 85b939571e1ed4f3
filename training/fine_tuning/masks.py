"""A line of text as a mask: float32 in [0, 1], trimmed to its ink.

Every function takes the text and the height of its capitals in pixels, and returns a Mask.
"""

import subprocess
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

# Fonts that the industrial set uses are kept for measuring only.
WITHHELD = ("dejavu", "liberation", "dseg", "ocr-a", "ocr-b", "ocra", "ocrb", "osp-din", "opendin")
PIXEL_FONTS = ("terminus", "creep", "dotgothic", "proggy", "misc", "75dpi", "100dpi", "wqy-bitmap")


@dataclass
class Mask:
    ink: np.ndarray
    ghost: np.ndarray | None = None  # the segments that are off


@lru_cache
def fonts(script="latin"):
    """Files of fonts by script, from fontconfig; those of the industrial set left out."""
    wanted = {"latin": ":lang=en", "han": ":lang=zh-cn", "kana": ":lang=ja"}[script]
    listed = subprocess.run(
        ["fc-list", wanted, "file"], check=True, capture_output=True, text=True
    ).stdout
    files = sorted({line.split(":")[0] for line in listed.splitlines()})
    scalable = [f for f in files if f.lower().endswith((".ttf", ".otf", ".ttc", ".t1", ".pfb"))]
    banned = (*WITHHELD, "emoji", "symbol", "d050000l", "dingbat", "standardsymbols", "braille")
    return [f for f in scalable if not any(word in f.lower() for word in banned)]


@lru_cache(None)  # opening one takes longer than writing a line with it
def font(file, size):
    return ImageFont.truetype(file, size)


@lru_cache(None)
def draws(file, character):
    """Whether the font has a drawing of that character of its own."""
    face = font(file, 32)
    box = face.getmask(character)
    missing = face.getmask("\uffff")
    return box.getbbox() is not None and bytes(box) != bytes(missing)


def trimmed(ink, ghost=None):
    seen = ink if ghost is None else np.maximum(ink, ghost)
    rows, columns = np.flatnonzero(seen.max(1) > 0.2), np.flatnonzero(seen.max(0) > 0.2)
    if not len(rows) or not len(columns):
        return None
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Mask(ink[window], None if ghost is None else ghost[window])


def typeface(rng, text, height, script="latin", heavy=False):
    """Print in one of the fonts, letters moved apart now and then, wider or narrower."""
    files = fonts(script)
    if heavy:
        files = [
            f for f in files if any(w in f.lower() for w in ("bold", "black", "heavy"))
        ] or files
    for _ in range(12):
        file = files[int(rng.integers(len(files)))]
        if all(c == " " or draws(file, c) for c in text):
            break
    else:
        return None
    size = int(np.clip(round(height / 0.72), 8, 200))
    size -= size % max(1, size // 10)  # of few sizes, so that fonts are seldom opened
    face = font(file, size)
    tracking = size * (rng.uniform(0, 0.5) if rng.random() < 0.25 else rng.uniform(-0.02, 0.08))
    places, x = [], 0.0
    for letter in text:
        places.append(x)
        x += face.getlength(letter) + (tracking if letter != " " else 0)
    picture = Image.new("L", (int(x) + 2 * size, 3 * size), 0)
    draw = ImageDraw.Draw(picture)
    for letter, place in zip(text, places, strict=True):
        draw.text((size + place, size), letter, 255, face)
    ink = np.asarray(picture, np.float32) / 255
    stretch = rng.uniform(0.7, 1.35) if rng.random() < 0.3 else 1.0
    if stretch != 1.0:
        ink = cv2.resize(ink, None, fx=stretch, fy=1, interpolation=cv2.INTER_AREA)
    return trimmed(ink)


def stencil(rng, text, height):
    """Heavy letters cut by bridges, set apart."""
    mask = typeface(rng, text, height, heavy=rng.random() < 0.8)
    if mask is None:
        return None
    ink = mask.ink.copy()
    filled = ink.max(0) > 0.2
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    bridge = max(1, round(ink.shape[0] * rng.uniform(0.05, 0.14)))
    across = rng.random() < 0.2
    pieces, gap = [], round(ink.shape[0] * rng.uniform(0, 0.5))
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        glyph = ink[:, left:right].copy()
        width = right - left
        if width > 2.5 * bridge and rng.random() < 0.9:
            if across and rng.random() < 0.5:
                y = int(glyph.shape[0] * rng.uniform(0.35, 0.6))
                glyph[y : y + bridge] = 0
            else:
                x = int((width - bridge) * rng.uniform(0.4, 0.6))
                glyph[:, x : x + bridge] = 0
        pieces.append((left, glyph))
    total = ink.shape[1] + gap * len(pieces)
    made = np.zeros((ink.shape[0], total), np.float32)
    for index, (left, glyph) in enumerate(pieces):
        made[:, left + index * gap : left + index * gap + glyph.shape[1]] = glyph
    return trimmed(made)


def pixel_font_files():
    listed = subprocess.run(["fc-list", "", "file"], check=True, capture_output=True, text=True)
    files = sorted({line.split(":")[0] for line in listed.stdout.splitlines()})
    return [
        f
        for f in files
        if any(word in f.lower() for word in PIXEL_FONTS)
        and f.lower().endswith((".pcf.gz", ".pcf", ".ttf", ".otb"))
    ]


@lru_cache
def grids():
    """(file, size) of fonts whose capitals are 5 to 12 pixels high."""
    made = []
    for file in pixel_font_files():
        for size in range(6, 20):
            try:
                box = ImageFont.truetype(file, size).getmask("H0", mode="1").getbbox()
            except (OSError, ValueError):
                continue
            if box and 5 <= box[3] - box[1] <= 12:
                made.append((file, size))
    return made


@lru_cache(20000)
def grid(file, size, letter):
    face = font(file, size)
    width = max(1, round(face.getlength(letter)))
    picture = Image.new("1", (width, 3 * size), 0)
    ImageDraw.Draw(picture).text((0, size), letter, 1, face)
    return np.asarray(picture, np.uint8)


def dots(rng, text, height):
    """Dots of an ink jet, a needle or a matrix of lamps, which touch or do not."""
    if rng.random() < 0.45:
        cells = [lamp(letter) for letter in text]
        if any(cell is None for cell in cells):
            return None
        gap = np.zeros((7, int(rng.integers(1, 3))), np.uint8)
        rows = np.concatenate([part for cell in cells for part in (cell, gap)], 1)
    else:
        available = grids()
        file, size = available[int(rng.integers(len(available)))]
        extra = int(rng.integers(0, 2))
        parts = []
        for letter in text:
            cell = grid(file, size, letter)
            parts.append(np.pad(cell, ((0, 0), (0, extra))))
        rows = np.concatenate(parts, 1)
    used = np.flatnonzero(rows.max(1))
    if not len(used):
        return None
    rows = rows[used[0] : used[-1] + 1]
    pitch = max(2.0, height / max(rows.shape[0], 5))
    stretch = rng.uniform(0.75, 1.25)
    fine = 4 if pitch < 6 else 2
    radius = pitch * fine * rng.uniform(0.3, 0.62) * min(1.0, stretch)
    jitter, lost = pitch * fine * rng.uniform(0, 0.13), rng.uniform(0, 0.04)
    lean = rng.uniform(-0.25, 0.25) if rng.random() < 0.25 else 0.0
    step = pitch * fine
    size = (round((rows.shape[0] + 2) * step), round((rows.shape[1] + 6) * step * stretch) + 2)
    picture = np.zeros(size, np.uint8)
    for y, x in zip(*np.nonzero(rows), strict=True):
        if rng.random() < lost:
            continue
        dx, dy = rng.normal(0, jitter, 2) if jitter else (0, 0)
        at = ((x + 3 - lean * (y - rows.shape[0] / 2)) * step * stretch + dx, (y + 1) * step + dy)
        r = max(1.0, radius * rng.uniform(0.85, 1.15))
        cv2.circle(picture, (round(at[0] * 16), round(at[1] * 16)), round(r * 16), 255, -1,
                   cv2.LINE_AA, 4)  # fmt: skip
    small = cv2.resize(picture, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA)
    return trimmed(small.astype(np.float32) / 255)


@lru_cache(256)
def lamp(letter):
    """A cell of 5 x 7 reduced from a narrow font: no table of anyone's."""
    if letter == " ":
        return np.zeros((7, 4), np.uint8)
    candidates = [f for f in fonts() if any(w in f.lower() for w in ("mono", "3270", "b612"))]
    file = candidates[ord(letter) % 3]
    if not draws(file, letter):
        return None
    face = font(file, 96)
    height = face.getmask("H").getbbox()[3]
    picture = Image.new("L", (200, 300), 0)
    ImageDraw.Draw(picture).text((40, 40), letter, 255, face)
    ink = np.asarray(picture)
    top = 40 + face.getbbox("H")[1]
    columns = np.flatnonzero(ink.max(0))
    if not len(columns):
        return None
    cut = ink[top : top + height, columns[0] : columns[-1] + 1]
    width = int(np.clip(round(cut.shape[1] / height * 8.5), 1, 5))
    small = cv2.resize(cut, (width, 7), interpolation=cv2.INTER_AREA)
    return (small > 105).astype(np.uint8)


# Segments: a top, b and c right, d bottom, e and f left, g middle (g1 left half, g2 right half),
# h i j the upper diagonal, upright, diagonal, k l m the lower ones.
SEVEN = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd",
    "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg", "-": "g", "_": "d", " ": "",
    "A": "abcefg", "b": "cdefg", "C": "adef", "c": "deg", "d": "bcdeg", "E": "adefg", "F": "aefg",
    "G": "acdef", "H": "bcefg", "h": "cefg", "I": "ef", "i": "c", "J": "bcde", "L": "def",
    "l": "ef", "n": "ceg", "N": "abcef", "o": "cdeg", "O": "abcdef", "P": "abefg", "q": "abcfg",
    "r": "eg",
    "S": "afgcd", "t": "defg", "U": "bcdef", "u": "cde", "y": "bcdfg",
}  # fmt: skip
FOURTEEN = {
    "0": "abcdefjk", "1": "bcj", "2": "abPQed", "3": "abQcd", "4": "fPQbc", "5": "afPQcd",
    "6": "afPQedc", "7": "abc", "8": "abcdefPQ", "9": "abcdfPQ", "-": "PQ", "+": "PQil", "_": "d",
    "/": "jk", " ": "", "*": "PQhijklm", "A": "abcefPQ", "B": "abcdilQ", "C": "adef",
    "D": "abcdil", "E": "adefP", "F": "aefP", "G": "acdefQ", "H": "bcefPQ", "I": "adil",
    "J": "bcde", "K": "efPjm", "L": "def", "M": "bcefhj", "N": "bcefhm", "O": "abcdef",
    "P": "abefPQ", "Q": "abcdefm", "R": "abefPQm", "S": "afPQcd", "T": "ail", "U": "bcdef",
    "V": "efkj", "W": "bcefkm", "X": "hjkm", "Y": "hjl", "Z": "adjk", "%": "cfjkPQ",
}  # fmt: skip


def segment_shapes(kind, width, height, thick, gap, rng):
    """Polygons of one cell's segments."""
    t, g = thick / 2, gap / 2
    left, right, top, bottom = t, width - t, t, height - t
    middle, centre = height / 2, width / 2
    cut = rng.uniform(0.2, 1.0) * t  # how pointed the ends are

    def across(x0, x1, y):
        x0, x1 = x0 + g, x1 - g
        return [(x0, y), (x0 + cut, y - t), (x1 - cut, y - t), (x1, y), (x1 - cut, y + t),
                (x0 + cut, y + t)]  # fmt: skip

    def along(x, y0, y1):
        y0, y1 = y0 + g, y1 - g
        return [(x, y0), (x + t, y0 + cut), (x + t, y1 - cut), (x, y1), (x - t, y1 - cut),
                (x - t, y0 + cut)]  # fmt: skip

    def oblique(x0, y0, x1, y1):
        w = t * 1.25
        dx, dy = w * np.sign(x1 - x0), w * np.sign(y1 - y0)
        return [(x0, y0), (x0 + dx, y0), (x1, y1 - dy), (x1, y1), (x1 - dx, y1), (x0, y0 + dy)]

    shapes = {
        "a": across(left, right, top), "d": across(left, right, bottom),
        "f": along(left, top, middle), "e": along(left, middle, bottom),
        "b": along(right, top, middle), "c": along(right, middle, bottom),
    }  # fmt: skip
    if kind == 7:
        shapes["g"] = across(left, right, middle)
        return shapes
    inset = thick * 0.75 + gap
    shapes |= {
        "P": across(left, centre, middle), "Q": across(centre, right, middle),
        "i": along(centre, top + t, middle), "l": along(centre, middle, bottom - t),
        "h": oblique(left + inset, top + inset, centre - inset, middle - inset),
        "j": oblique(right - inset, top + inset, centre + inset, middle - inset),
        "k": oblique(left + inset, bottom - inset, centre - inset, middle + inset),
        "m": oblique(right - inset, bottom - inset, centre + inset, middle + inset),
    }  # fmt: skip
    return shapes


def segments(rng, text, height, kind):
    """A display of 7 or 14 segments, with the segments that are off as its ghost."""
    table = SEVEN if kind == 7 else FOURTEEN
    fine = 2 if height < 60 else 1
    tall = height * fine
    wide = tall * rng.uniform(0.45, 0.72)
    thick = tall * rng.uniform(0.07, 0.17 if kind == 7 else 0.13)
    gap = tall * rng.uniform(0.0, 0.06)
    between = wide * rng.uniform(0.18, 0.6)
    lean = rng.uniform(0, 0.2) if rng.random() < 0.6 else 0.0
    own_place = rng.random() < 0.25  # the point has a cell of its own
    cells, x = [], 0.0
    for letter in text:
        if letter in ".,":
            cells.append((letter, x if own_place else x - between * 0.5))
            x += between if own_place else 0
        elif letter == ":":
            cells.append((letter, x + between * 0.2))
            x += between * 1.2
        elif letter in table or letter.upper() in table:
            cells.append((letter if letter in table else letter.upper(), x))
            x += wide + between
        else:
            return None
    size = (round(tall * 1.3), round(x + tall))
    ink, ghost = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    shapes = segment_shapes(kind, wide, tall, thick, gap, rng)
    dx, dy = tall * 0.4, tall * 0.1
    dot = thick * rng.uniform(0.5, 0.75)
    round_dot = rng.random() < 0.6

    def fill(target, points):
        moved = np.array([(px + dx - lean * (py - tall / 2), py + dy) for px, py in points])
        cv2.fillPoly(target, [np.round(moved * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)

    def disc(target, cx, cy):
        if round_dot:
            at = (cx + dx - lean * (cy - tall / 2), cy + dy)
            cv2.circle(target, (round(at[0] * 16), round(at[1] * 16)), round(dot * 16), 255, -1,
                       cv2.LINE_AA, 4)  # fmt: skip
        else:
            fill(target, [(cx - dot, cy - dot), (cx + dot, cy - dot), (cx + dot, cy + dot),
                          (cx - dot, cy + dot)])  # fmt: skip

    for letter, left in cells:
        if letter in ".,":
            disc(ink, left, tall - dot)
            continue
        if letter == ":":
            disc(ink, left, tall * 0.33)
            disc(ink, left, tall * 0.67)
            continue
        for name, points in shapes.items():
            moved = [(px + left, py) for px, py in points]
            fill(ghost, moved)
            if name in table[letter]:
                fill(ink, moved)
    if fine > 1:
        ink, ghost = (
            cv2.resize(m, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA)
            for m in (ink, ghost)
        )
    return trimmed(ink.astype(np.float32) / 255, ghost.astype(np.float32) / 255)
