"""Made pictures: lines of text on a ground, with things beside them, photographed badly.

Pictures are float32 BGR in 0 to 255 while they are made, uint8 when they are done.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from . import camera, masks, ornaments, surfaces, texts


@dataclass
class Line:
    text: str
    mask: masks.Mask
    style: str  # ink, relief, lcd, lamp


def line(rng, height):
    """A line of some kind whose capitals are about `height` pixels high."""
    kind = rng.random()
    if kind < 0.13:
        text = texts.display_number(rng)
        mask, style = masks.segments(rng, text, height, 7), ("lcd", "lamp")[rng.random() < 0.5]
    elif kind < 0.30:
        text = texts.display_words(rng)
        mask, style = masks.segments(rng, text, height, 14), ("lcd", "lamp")[rng.random() < 0.5]
    elif kind < 0.46:
        text = texts.made(rng)
        text = text.upper() if rng.random() < 0.7 else text
        mask = masks.dots(rng, text, height)
        style = "lamp" if rng.random() < 0.12 else "ink"
    elif kind < 0.55:
        text = texts.made(rng).upper()
        mask, style = masks.stencil(rng, text, height), "ink"
    elif kind < 0.67:
        text = texts.made(rng)
        mask, style = masks.typeface(rng, text, height, heavy=rng.random() < 0.4), "relief"
    elif kind < 0.94:
        text = texts.made(rng)
        mask, style = masks.typeface(rng, text, height), "ink"
    else:
        script = ("han", "kana")[int(rng.random() < 0.4)]
        text = foreign(rng, script)
        mask, style = masks.typeface(rng, text, height, script), "ink"
    if mask is None or mask.ink.shape[1] < 2:
        return line(rng, height)
    return Line(text, mask, style)


def foreign(rng, script):
    """Ideographs and kana, so that they are not forgotten."""
    count = int(rng.integers(2, 9))
    if script == "kana":
        letters = [chr(int(rng.integers(0x30A1, 0x30F5))) for _ in range(count)]
    else:
        letters = [chr(int(rng.integers(0x4E00, 0x9F00))) for _ in range(count)]
    return "".join(letters) + (texts.number(rng) if rng.random() < 0.2 else "")


LINE_HEIGHT = 48  # of the recogniser's input


def line_picture(rng, width_max):
    """A cut line as the recogniser sees it, 48 pixels high, and its text."""
    while True:
        native = float(np.exp(rng.uniform(np.log(10), np.log(64))))  # capitals, in the photograph
        drawn = int(np.clip(native, 22, 60))
        made = line(rng, drawn)
        ink, room = made.mask.ink, None
        if made.style == "ink" and rng.random() < 0.15 and (wider := ornaments.parted(rng, ink)):
            ink, room = wider
        tall, wide = ink.shape
        margin = max(0.08, rng.normal(0.36, 0.1))
        side = max(0.02, rng.normal(0.34, 0.16))
        end_width = (wide + 2 * side * tall) * LINE_HEIGHT / (tall * (1 + 2 * margin))
        if 12 <= end_width <= width_max:
            break
    around = round(tall * 1.1) + 3
    canvas = (tall + 2 * around, wide + 2 * around)
    face = surfaces.ground(rng, *canvas, made.style)
    box = (around, around, around + wide, around + tall)
    if rng.random() < 0.6:
        ornaments.ornaments(rng, face, box, tall)
    layer = np.zeros(canvas, np.float32)
    surfaces.paste(layer, ink, around, around)
    ghost = None
    if made.mask.ghost is not None:
        ghost = np.zeros(canvas, np.float32)
        surfaces.paste(ghost, made.mask.ghost, around, around)
    if rng.random() < 0.3 and made.style in ("ink", "relief"):  # lines above and below
        other = masks.typeface(rng, texts.made(rng), drawn * rng.uniform(0.5, 1.1))
        if other is not None:
            gap = round(tall * rng.uniform(0.3, 0.9))
            x = around + round(rng.normal(0, 1) * tall)
            y = around + tall + gap if rng.random() < 0.5 else around - gap - other.ink.shape[0]
            surfaces.paste(layer, other.ink, x, y)
    surfaces.write(rng, face, layer, ghost, made.style)
    if room:
        ornaments.emblem(rng, face, around + room[0], around + room[1], around, around + tall)
    face = camera.lit(rng, face)
    scale = native / drawn
    # The cut: around the text, never quite straight.
    jitter = lambda: rng.normal(0, 0.035, 2) * tall  # noqa: E731
    shift = rng.normal(0, 0.04) * tall
    x0, x1 = box[0] - side * tall, box[2] + side * tall
    y0, y1 = box[1] - margin * tall + shift, box[3] + margin * tall + shift
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)]) + [jitter() for _ in range(4)]
    out_width = max(4, round((x1 - x0) * scale))
    out_height = max(6, round((y1 - y0) * scale))
    target = np.array(
        [(0, 0), (out_width, 0), (out_width, out_height), (0, out_height)], np.float32
    )
    if scale < 0.7:
        face = cv2.GaussianBlur(face, (0, 0), 0.4 / scale)
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut = cv2.warpPerspective(face, transform, (out_width, out_height),
                              borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    cut = camera.photographed(rng, cut, native)
    width = int(np.clip(np.ceil(LINE_HEIGHT * out_width / out_height), 12, width_max))
    return cv2.resize(cut, (width, LINE_HEIGHT), interpolation=cv2.INTER_LINEAR), made.text


def page_picture(rng, size):
    """A picture of size x size with some lines, and of each its corners (4 x 2, from the first
    letter's top on) and the height of its capitals."""
    style = rng.choice(["ink", "relief", "lcd", "lamp"], p=[0.55, 0.13, 0.16, 0.16])
    face = surfaces.ground(rng, size, size, style)
    ornaments.clutter(rng, face)
    layers, quads = {}, []
    taken = np.zeros((size, size), bool)
    fine = rng.random() < 0.4  # small print, as in a large frame or on a label seen from afar
    base = float(np.exp(rng.uniform(np.log(4.5), np.log(10)) if fine
                        else rng.uniform(np.log(8), np.log(90))))  # fmt: skip
    tilt = rng.normal(0, 3) if rng.random() < 0.7 else rng.uniform(-180, 180)
    close = rng.uniform(0.12, 0.35)  # room around a line, of its height
    column = None
    if rng.random() < 0.4:  # a paragraph: lines of one size, one below the other
        column = rng.uniform(0.02, 0.4, 2) * size
    if rng.random() < 0.15:
        for ink, quad, tall in stack(rng, taken, size, base, close):
            layer = layers.setdefault("ink", [np.zeros((size, size), np.float32) for _ in range(2)])
            np.maximum(layer[0], ink, out=layer[0])
            quads.append((quad, tall))
    for _ in range(int(rng.integers(1, 4 if base > 40 else 24 if fine else 14))):
        height = base if column is not None else base * np.exp(rng.normal(0, 0.25))
        height = float(np.clip(height, 4.5, 120))
        made = line_of(rng, style, height)
        if made is None:
            continue
        smaller = min(1.0, height / DRAWN_MIN)
        if column is not None:
            angle = np.deg2rad(tilt)
            placed = laid(made, taken, tilt, size, close, column, smaller)
            step = made.mask.ink.shape[0] * smaller * rng.uniform(1.25, 1.8)
            column = column + step * np.array([-np.sin(angle), np.cos(angle)])
        else:
            placed = place(rng, made, taken, tilt + rng.normal(0, 0.6), size, close, smaller)
        if placed is None:
            continue
        ink, ghost, quad, tall = placed
        layer = layers.setdefault(
            made.style, [np.zeros((size, size), np.float32) for _ in range(2)]
        )
        np.maximum(layer[0], ink, out=layer[0])
        if ghost is not None:
            np.maximum(layer[1], ghost, out=layer[1])
        quads.append((quad, tall))
    for kind, (ink, ghost) in layers.items():
        surfaces.write(rng, face, ink, ghost, kind)
    face = camera.lit(rng, face)
    return camera.photographed(rng, face, min((tall for _, tall in quads), default=16.0)), quads


def stack(rng, taken, size, height, close):
    """Letters one below the other, each a line of its own: ink, corners, height; those that fit."""
    text = texts.stacked(rng)
    step = rng.uniform(1.12, 2.0)
    height = float(np.clip(height, 8, size * 0.9 / (step * len(text))))
    seed = int(rng.integers(1 << 31))
    letters = []
    for letter in text:
        same = np.random.default_rng(seed)  # the same font for each
        mask = masks.typeface(same, letter, max(10, round(height)), heavy=seed % 2 == 0)
        letters.append(None if mask is None else Line(letter, mask, "ink"))
    if None in letters:
        return
    tilt = rng.normal(0, 2.5)
    angle = np.deg2rad(tilt)
    down = np.array([-np.sin(angle), np.cos(angle)])
    room = size - step * height * len(text)
    top = np.array([rng.uniform(0.05, 0.9) * size, rng.uniform(0, 1) * max(0.0, room)])
    pitch = step * max(made.mask.ink.shape[0] for made in letters)
    for index, made in enumerate(letters):
        at = top + down * pitch * index - np.array([made.mask.ink.shape[1] / 2, 0])
        placed = laid(made, taken, tilt, size, min(close, 0.4 * (step - 1)), at)
        if placed is not None:
            ink, _, quad, tall = placed
            yield ink, quad, tall


DRAWN_MIN = 10  # pixels; smaller letters are drawn so high, and made smaller


def line_of(rng, style, height):
    """A line that is written in that style."""
    for _ in range(20):
        made = line(rng, max(DRAWN_MIN, round(height)))
        if made.style == style and made.mask.ink.shape[1] <= 1.2 * made.mask.ink.shape[0] * 14:
            return made
    return None


def place(rng, made, taken, tilt, size, close, smaller):
    """The line laid somewhere where there is room: ink, ghost, corners, height; None if full."""
    for _ in range(8):
        at = rng.uniform(0, 1, 2)
        placed = laid(made, taken, tilt, size, close, at, smaller, anywhere=True)
        if placed is not None:
            return placed
    return None


def laid(made, taken, tilt, size, close, at, smaller=1.0, anywhere=False):
    """The line, `smaller` than it is drawn, turned and laid with its first corner at a place (or at
    a share of the room that there is), as place() gives it; None where it does not fit."""
    tall, wide = made.mask.ink.shape
    scale = min(smaller, size * 0.9 / wide)
    if tall * scale < 4:
        return None
    angle = np.deg2rad(tilt)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * scale
    local = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32) @ turn.T
    if anywhere:
        room = size - (local.max(0) - local.min(0))
        at = at * room - local.min(0)
    quad = local + at
    if quad.min() < 0 or quad.max() > size:
        return None
    area = np.zeros((size, size), np.uint8)
    cv2.fillPoly(area, [np.round(grown(quad, close * tall * scale)).astype(np.int32)], 1)
    if (taken & (area > 0)).any():
        return None
    taken |= area > 0
    matrix = np.hstack([turn, np.asarray(at)[:, None]]).astype(np.float32)

    def onto_page(mask):
        if scale < 0.8:  # warpAffine only takes neighbours
            mask = cv2.GaussianBlur(mask, (0, 0), 0.4 / scale)
        return cv2.warpAffine(mask, matrix, (size, size), flags=cv2.INTER_LINEAR)

    ink = onto_page(made.mask.ink)
    ghost = None if made.mask.ghost is None else onto_page(made.mask.ghost)
    return ink, ghost, quad, tall * scale


def grown(quad, by):
    """The quad with each side moved outwards (inwards if negative) by so many pixels."""
    across = quad[1] - quad[0]
    down = quad[3] - quad[0]
    across = across / max(1e-6, np.linalg.norm(across)) * by
    down = down / max(1e-6, np.linalg.norm(down)) * by
    return quad + np.array([-across - down, across - down, across + down, down - across])
