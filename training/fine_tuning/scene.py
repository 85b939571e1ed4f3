"""Made pictures: lines of text on a ground, with things beside them, photographed badly.

Pictures are float32 BGR in 0 to 255 while they are made, uint8 when they are done.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from . import masks, texts

DARK_GROUNDS = ((30, 32, 34), (60, 40, 30), (40, 60, 40), (30, 30, 90), (90, 60, 20), (20, 20, 20))
LCD_GROUNDS = ((142, 166, 152), (150, 170, 120), (120, 150, 140), (190, 200, 170), (90, 150, 110),
               (200, 160, 90))  # fmt: skip
LAMPS = ((40, 58, 255), (30, 150, 255), (110, 255, 90), (255, 190, 70), (255, 240, 235),
         (60, 230, 250))  # fmt: skip


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


def smooth_noise(rng, height, width, cell):
    """Noise of mean 0 and deviation about 1 that varies over `cell` pixels."""
    size = (max(2, round(width / cell) + 1), max(2, round(height / cell) + 1))
    small = rng.standard_normal((size[1], size[0])).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def ground(rng, height, width, style):
    """A face of some material."""
    if style == "lcd":
        colour = np.array(LCD_GROUNDS[int(rng.integers(len(LCD_GROUNDS)))], np.float32)
        colour *= rng.uniform(0.6, 1.2)
        rough = rng.uniform(0, 3)
    elif style == "lamp":
        colour = np.full(3, rng.uniform(4, 45), np.float32) + rng.uniform(0, 12, 3)
        rough = rng.uniform(0, 4)
    else:
        choice = rng.random()
        if choice < 0.3:
            colour = np.full(3, rng.uniform(150, 250), np.float32) + rng.uniform(-12, 12, 3)
        elif choice < 0.55:
            colour = np.full(3, rng.uniform(60, 180), np.float32) + rng.uniform(-15, 15, 3)
        elif choice < 0.75:
            colour = np.array(DARK_GROUNDS[int(rng.integers(len(DARK_GROUNDS)))], np.float32)
        else:
            colour = rng.uniform(10, 245, 3)
        rough = abs(rng.normal(0, 8))
    face = np.broadcast_to(colour.astype(np.float32), (height, width, 3)).copy()
    if rng.random() < 0.7:
        face += (smooth_noise(rng, height, width, rng.uniform(2, 8)) * rough * 0.6)[..., None]
    if rng.random() < 0.6:
        face += (smooth_noise(rng, height, width, rng.uniform(20, 120)) * rough)[..., None]
    if rng.random() < 0.2 and style in ("ink", "relief"):  # brushed
        streaks = cv2.GaussianBlur(rng.standard_normal((height, width)).astype(np.float32), (0, 0),
                                   rng.uniform(6, 20), sigmaY=0.5)  # fmt: skip
        face += (streaks * rng.uniform(20, 90))[..., None]
    if rng.random() < 0.12 and style in ("ink", "relief"):  # ribs
        period, at = rng.uniform(8, 60), np.arange(width)
        wave = np.tanh(3 * np.sin(at * 2 * np.pi / period + rng.uniform(0, 6))).astype(np.float32)
        face += (wave * rng.uniform(4, 22))[None, :, None]
    return face


def worn(rng, height, width):
    """What is left of a print: 1 where it is whole."""
    amount = rng.uniform(0, 0.6)
    spots = smooth_noise(rng, height, width, rng.uniform(2, 10))
    return 1 - np.clip((spots - (2.2 - 2 * amount)) * 1.5, 0, 1) * rng.uniform(0.4, 1.0)


def paste(layer, mask, x, y):
    """The mask's values into the layer, what stands out cut away."""
    top, left = max(0, y), max(0, x)
    bottom, right = min(layer.shape[0], y + mask.shape[0]), min(layer.shape[1], x + mask.shape[1])
    if top < bottom and left < right:
        part = mask[top - y : bottom - y, left - x : right - x]
        window = layer[top:bottom, left:right]
        np.maximum(window, part, out=window)


def coloured(face, amount, colour):
    """Towards a colour by the amount (height x width, 0 to 1)."""
    face += amount[..., None] * (np.asarray(colour, np.float32) - face)


def against(rng, face, strong):
    """A colour that can be seen on the face."""
    level = float(face.mean())
    dark = level > 128 if rng.random() < 0.9 else level > 90
    apart = rng.uniform(60, 200) if strong else rng.uniform(28, 90)
    value = level - apart if dark else level + apart
    return np.clip(np.full(3, value) + rng.uniform(-30, 30, 3), 0, 255)


def write(rng, face, ink, ghost, style):
    """Puts a layer of ink on the face."""
    height, width = ink.shape
    if style == "ink":
        if rng.random() < 0.4:
            ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.4, 1.0))
        if rng.random() < 0.5:
            ink = ink * worn(rng, height, width)
        if rng.random() < 0.08:  # only the outline
            inner = cv2.erode(ink, np.ones((3, 3), np.uint8))
            ink = np.clip(ink - inner, 0, 1)
        coloured(face, ink * rng.uniform(0.6, 1.0), against(rng, face, rng.random() < 0.8))
    elif style == "relief":
        soft = rng.uniform(0.5, 0.02 * 48 + 0.8)
        form = cv2.GaussianBlur(ink, (0, 0), soft)
        dy, dx = np.gradient(form)
        angle = rng.uniform(0, 2 * np.pi)
        lit = (dx * np.cos(angle) + dy * np.sin(angle)) * rng.uniform(90, 300)
        face += lit[..., None]
        if rng.random() < 0.35:
            coloured(face, form * rng.uniform(0.05, 0.5), against(rng, face, False))
    elif style == "lcd":
        tone = np.full(3, rng.uniform(20, 70))
        if rng.random() < 0.2:  # negative: bright on dark
            face *= rng.uniform(0.15, 0.4)
            tone = rng.uniform(140, 250, 3)
        amount = rng.uniform(0.35, 0.95)
        if rng.random() < 0.5:
            shadow = np.roll(cv2.GaussianBlur(ink, (0, 0), 1.5), rng.integers(0, 5, 2), (0, 1))
            coloured(face, shadow * amount * rng.uniform(0.1, 0.4), tone)
        coloured(face, ghost * amount * rng.uniform(0, 0.35), tone)
        coloured(face, ink * amount, tone)
    else:
        lamp = np.array(LAMPS[int(rng.integers(len(LAMPS)))], np.float32)
        if ghost is not None:
            coloured(face, ghost * rng.uniform(0, 0.5), lamp * 0.25 + 15)
        reach = max(1.0, height * rng.uniform(0.02, 0.1))
        face += cv2.GaussianBlur(ink, (0, 0), reach)[..., None] * lamp * rng.uniform(0.1, 0.9)
        coloured(face, ink * 0.95, np.minimum(lamp + rng.uniform(0, 110), 255))


def ornaments(rng, face, box, unit):
    """Edges, bands, frames, screws, rules beside what is written: box is left, top, right, bottom
    of the text, unit its height. They never touch it."""
    height, width = face.shape[:2]
    left, top, right, bottom = box
    for _ in range(int(rng.integers(0, 4))):
        kind = int(rng.integers(7))
        tone = against(rng, face, rng.random() < 0.7)
        gap = round(unit * rng.uniform(0.12, 0.9))
        thick = max(1, round(unit * rng.uniform(0.03, 0.25)))
        if kind == 0:  # a band at one side, as on a plate
            if rng.random() < 0.6:
                end = max(0, left - gap)
                face[:, :end] = rng.uniform(0, 255, 3)
                signed(rng, face, end, top, bottom)
            else:
                face[:, min(width, right + gap) :] = rng.uniform(0, 255, 3)
        elif kind == 1:  # a frame
            corner = (left - gap, top - gap), (right + gap, bottom + gap)
            cv2.rectangle(face, *corner, tone.tolist(), thick, cv2.LINE_AA)
        elif kind == 2:  # a rule below or above
            y = bottom + gap if rng.random() < 0.5 else top - gap
            cv2.line(face, (0, y), (width, y), tone.tolist(), thick, cv2.LINE_AA)
        elif kind == 3:  # an upright edge
            x = left - gap if rng.random() < 0.5 else right + gap
            cv2.line(face, (x, 0), (x, height), tone.tolist(), thick, cv2.LINE_AA)
        elif kind == 4:  # a screw, a hole, a lamp
            x = left - gap - thick * 2 if rng.random() < 0.5 else right + gap + thick * 2
            at = (int(x), int(rng.integers(top, bottom + 1)))
            cv2.circle(face, at, thick * 2, tone.tolist(), -1, cv2.LINE_AA)
        elif kind == 5:  # the world beyond the edge of the label
            far = rng.uniform(0, 255, 3)
            side = int(rng.integers(4))
            if side == 0:
                face[: max(0, top - gap)] = far
            elif side == 1:
                face[min(height, bottom + gap) :] = far
            elif side == 2:
                face[:, : max(0, left - gap)] = far
            else:
                face[:, min(width, right + gap) :] = far
        else:  # a pattern of bars, as of a code
            x = right + gap if rng.random() < 0.5 else 0
            end = width if x else max(0, left - gap)
            while x < end:
                bar = int(rng.integers(1, 5))
                face[:, x : min(end, x + bar)] = tone
                x += bar + int(rng.integers(1, 6))


def signed(rng, face, end, top, bottom):
    """What stands on the band of a plate that ends at x = end: a ring of stars, a disc, a
    country's letters. It is no part of the text."""
    unit = bottom - top
    middle = end - round(unit * rng.uniform(0.2, 0.32))
    tone = rng.uniform(140, 255, 3).tolist()
    if rng.random() < 0.6:
        radius = max(2, round(unit * rng.uniform(0.1, 0.18)))
        y = top + round(unit * rng.uniform(0.2, 0.4))
        if rng.random() < 0.5:
            for angle in np.arange(0, 2 * np.pi, np.pi / 6):
                at = (round(middle + radius * np.cos(angle)), round(y + radius * np.sin(angle)))
                cv2.circle(face, at, max(1, radius // 6), tone, -1, cv2.LINE_AA)
        else:
            cv2.circle(face, (middle, y), radius, tone, -1, cv2.LINE_AA)
    if rng.random() < 0.7:
        small = masks.typeface(rng, texts.some(rng, texts.CAPITALS, 1, 3), unit * 0.25)
        if small is not None:
            tall, wide = small.ink.shape
            x, y = middle - wide // 2, bottom - tall - round(unit * rng.uniform(0, 0.1))
            layer = np.zeros(face.shape[:2], np.float32)
            paste(layer, small.ink, x, y)
            layer[:, max(0, end - 2) :] = 0
            coloured(face, layer, tone)


def parted(rng, ink):
    """The line with more room in one of its gaps, and where that is; None where it has no gap."""
    empty = ink.max(0) < 0.1
    edges = np.flatnonzero(np.diff(np.concatenate(([0], empty.astype(np.int8), [0]))))
    gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 2]
    if not gaps:
        return None
    tall = ink.shape[0]
    begin, end = gaps[int(rng.integers(len(gaps)))]
    room = round(tall * rng.uniform(0.45, 1.1))
    middle = (begin + end) // 2
    space = np.zeros((tall, room), np.float32)
    return np.hstack([ink[:, :middle], space, ink[:, middle:]]), (begin, end + room)


def emblem(rng, face, left, right, top, bottom):
    """A coat of arms, a seal, a sticker between two groups of a plate: no letter."""
    tall = bottom - top
    size = round(min(right - left, tall) * rng.uniform(0.55, 0.95))
    x, y = (left + right) // 2, top + round(tall * rng.uniform(0.3, 0.7))
    r = max(2, size // 2)
    tone, inner = rng.uniform(0, 255, 3).tolist(), rng.uniform(0, 255, 3).tolist()
    kind = int(rng.integers(4))
    if kind == 0:  # a shield
        points = [(x - r, y - r), (x + r, y - r), (x + r, y), (x, y + r), (x - r, y)]
        cv2.fillPoly(face, [np.array(points, np.int32)], tone, cv2.LINE_AA)
    elif kind == 1:
        cv2.circle(face, (x, y), r, tone, -1, cv2.LINE_AA)
    elif kind == 2:
        cv2.rectangle(face, (x - r, y - r), (x + r, y + r), tone, -1)
    else:  # two seals, one over the other
        for at in (top + tall // 4, bottom - tall // 4):
            cv2.circle(face, (x, at), max(3, round(tall * 0.2)), tone, -1, cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 4))):
        at = (x + int(rng.integers(-r, r + 1)) // 2, y + int(rng.integers(-r, r + 1)) // 2)
        if rng.random() < 0.5:
            cv2.circle(face, at, max(1, r // 4), inner, -1, cv2.LINE_AA)
        else:
            to = (
                at[0] + int(rng.integers(-r, r + 1)) // 2,
                at[1] + int(rng.integers(-r, r + 1)) // 2,
            )
            cv2.line(face, at, to, inner, max(1, r // 5), cv2.LINE_AA)


def lit(rng, picture):
    """Unequal light, shadow, glare."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:1:1j*height, 0:1:1j*width].astype(np.float32)  # fmt: skip
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    picture *= (1 + slope * rng.uniform(0, 0.6))[..., None]
    if rng.random() < 0.2:
        edge = np.tanh((slope - rng.uniform(-0.3, 0.3)) * rng.uniform(5, 40))
        picture *= (1 - (0.5 + 0.5 * edge) * rng.uniform(0.2, 0.6))[..., None]
    if rng.random() < 0.25:
        spot = ((x - rng.random()) ** 2 + (y - rng.random()) ** 2) / rng.uniform(0.01, 0.3)
        picture += (np.exp(-spot) * rng.uniform(20, 130))[..., None]
    return picture


def photographed(rng, picture, unit):
    """Blur, noise, contrast, compression; unit is the height of the text in pixels."""
    if rng.random() < 0.6:
        sigma = unit * rng.uniform(0.01, 0.075)
        if sigma > 0.25:
            picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    if rng.random() < 0.15:
        reach = max(2, round(unit * rng.uniform(0.06, 0.25)))
        kernel = np.zeros((reach, reach), np.float32)
        angle = rng.uniform(0, np.pi)
        middle = (reach - 1) / 2
        ends = [
            (round(middle + s * middle * np.cos(angle)), round(middle + s * middle * np.sin(angle)))
            for s in (-1, 1)
        ]
        cv2.line(kernel, *ends, 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    contrast, shift = rng.uniform(0.6, 1.25), rng.uniform(-30, 30)
    picture = (picture - 128) * contrast + 128 + shift
    if rng.random() < 0.6:
        sigma = rng.uniform(1, 9) if rng.random() < 0.75 else rng.uniform(9, 26)
        noise = rng.standard_normal(picture.shape[:2] if rng.random() < 0.4 else picture.shape)
        noise = noise.astype(np.float32) * sigma
        picture = picture + (noise[..., None] if noise.ndim == 2 else noise)
    if rng.random() < 0.1:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        quality = int(rng.integers(25, 96))
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return picture


LINE_HEIGHT = 48  # of the recogniser's input


def line_picture(rng, width_max):
    """A cut line as the recogniser sees it, 48 pixels high, and its text."""
    while True:
        native = float(np.exp(rng.uniform(np.log(10), np.log(64))))  # capitals, in the photograph
        drawn = int(np.clip(native, 22, 60))
        made = line(rng, drawn)
        ink, room = made.mask.ink, None
        if made.style == "ink" and rng.random() < 0.15 and (wider := parted(rng, ink)):
            ink, room = wider
        tall, wide = ink.shape
        margin = max(0.08, rng.normal(0.36, 0.1))
        side = max(0.02, rng.normal(0.34, 0.16))
        end_width = (wide + 2 * side * tall) * LINE_HEIGHT / (tall * (1 + 2 * margin))
        if 12 <= end_width <= width_max:
            break
    around = round(tall * 1.1) + 3
    canvas = (tall + 2 * around, wide + 2 * around)
    face = ground(rng, *canvas, made.style)
    box = (around, around, around + wide, around + tall)
    if rng.random() < 0.6:
        ornaments(rng, face, box, tall)
    layer = np.zeros(canvas, np.float32)
    paste(layer, ink, around, around)
    ghost = None
    if made.mask.ghost is not None:
        ghost = np.zeros(canvas, np.float32)
        paste(ghost, made.mask.ghost, around, around)
    if rng.random() < 0.3 and made.style in ("ink", "relief"):  # lines above and below
        other = masks.typeface(rng, texts.made(rng), drawn * rng.uniform(0.5, 1.1))
        if other is not None:
            gap = round(tall * rng.uniform(0.3, 0.9))
            x = around + round(rng.normal(0, 1) * tall)
            y = around + tall + gap if rng.random() < 0.5 else around - gap - other.ink.shape[0]
            paste(layer, other.ink, x, y)
    write(rng, face, layer, ghost, made.style)
    if room:
        emblem(rng, face, around + room[0], around + room[1], around, around + tall)
    face = lit(rng, face)
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
    cut = photographed(rng, cut, native)
    width = int(np.clip(np.ceil(LINE_HEIGHT * out_width / out_height), 12, width_max))
    return cv2.resize(cut, (width, LINE_HEIGHT), interpolation=cv2.INTER_LINEAR), made.text


def page_picture(rng, size):
    """A picture of size x size with some lines, and of each its corners (4 x 2, from the first
    letter's top on) and the height of its capitals."""
    style = rng.choice(["ink", "relief", "lcd", "lamp"], p=[0.55, 0.13, 0.16, 0.16])
    face = ground(rng, size, size, style)
    clutter(rng, face)
    layers, quads = {}, []
    taken = np.zeros((size, size), bool)
    base = float(np.exp(rng.uniform(np.log(7), np.log(90))))
    tilt = rng.normal(0, 3) if rng.random() < 0.75 else rng.uniform(-45, 45)
    close = rng.uniform(0.12, 0.35)  # room around a line, of its height
    column = None
    if rng.random() < 0.4:  # a paragraph: lines of one size, one below the other
        column = rng.uniform(0.02, 0.4, 2) * size
    for _ in range(int(rng.integers(1, 4 if base > 40 else 14))):
        height = base if column is not None else base * np.exp(rng.normal(0, 0.25))
        made = line_of(rng, style, float(np.clip(height, 6, 120)))
        if made is None:
            continue
        if column is not None:
            angle = np.deg2rad(tilt)
            placed = laid(made, taken, tilt, size, close, column)
            step = made.mask.ink.shape[0] * rng.uniform(1.25, 1.8)
            column = column + step * np.array([-np.sin(angle), np.cos(angle)])
        else:
            placed = place(rng, made, taken, tilt + rng.normal(0, 0.6), size, close)
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
        write(rng, face, ink, ghost, kind)
    face = lit(rng, face)
    return photographed(rng, face, min((tall for _, tall in quads), default=16.0)), quads


def line_of(rng, style, height):
    """A line that is written in that style, drawn at no less than ten pixels."""
    for _ in range(20):
        made = line(rng, max(10, round(height)))
        if made.style == style and made.mask.ink.shape[1] <= 1.2 * made.mask.ink.shape[0] * 14:
            return made
    return None


def place(rng, made, taken, tilt, size, close):
    """The line laid somewhere where there is room: ink, ghost, corners, height; None if full."""
    for _ in range(8):
        placed = laid(made, taken, tilt, size, close, rng.uniform(0, 1, 2), anywhere=True)
        if placed is not None:
            return placed
    return None


def laid(made, taken, tilt, size, close, at, anywhere=False):
    """The line turned and laid with its first corner at a place (or at a share of the room that
    there is), as place() gives it; None where it does not fit."""
    tall, wide = made.mask.ink.shape
    scale = min(1.0, size * 0.9 / wide)
    if tall * scale < 6:
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
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    ink = cv2.warpAffine(made.mask.ink, matrix, (size, size), flags=flags)
    ghost = made.mask.ghost
    if ghost is not None:
        ghost = cv2.warpAffine(ghost, matrix, (size, size), flags=flags)
    return ink, ghost, quad, tall * scale


def grown(quad, by):
    """The quad with each side moved outwards (inwards if negative) by so many pixels."""
    across = quad[1] - quad[0]
    down = quad[3] - quad[0]
    across = across / max(1e-6, np.linalg.norm(across)) * by
    down = down / max(1e-6, np.linalg.norm(down)) * by
    return quad + np.array([-across - down, across - down, across + down, down - across])


def clutter(rng, face):
    """Things of a factory that are no text: boxes, bolts, louvres, pipes, edges."""
    size = face.shape[0]
    for _ in range(int(rng.integers(0, 7))):
        tone = rng.uniform(0, 255, 3).tolist()
        kind = int(rng.integers(5))
        x, y = (int(v) for v in rng.integers(0, size, 2))
        span = int(rng.integers(6, size // 2))
        if kind == 0:
            far = (x + span, y + int(span * rng.uniform(0.2, 1.5)))
            cv2.rectangle(face, (x, y), far, tone, -1 if rng.random() < 0.5 else 2, cv2.LINE_AA)
        elif kind == 1:
            for index in range(int(rng.integers(1, 6))):
                at = (x + index * span // 2, y)
                cv2.circle(face, at, max(2, span // 12), tone, -1, cv2.LINE_AA)
        elif kind == 2:
            step = int(rng.integers(5, 24))
            for index in range(int(rng.integers(3, 10))):
                row = y + index * step
                cv2.line(face, (x, row), (x + span, row), tone, max(1, step // 4), cv2.LINE_AA)
        elif kind == 3:
            end = tuple(int(v) for v in rng.integers(0, size, 2))
            cv2.line(face, (x, y), end, tone, int(rng.integers(1, 14)), cv2.LINE_AA)
        else:
            face[:, x:] = face[:, x:] * 0.5 + np.array(tone, np.float32) * 0.5
