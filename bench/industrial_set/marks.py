"""Marks put on the thing itself: dot matrix, stencil, engraved, embossed, container codes, VIN."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import camera, glyphs, surfaces, words
from .camera import FRAME
from .chance import between, pick
from .shot import Shot, close, framed, scale_for, taken, worn


def dot_matrix(rng) -> Shot:
    """An ink jet's date and lot on a carton, a bottle, a can, a bag."""
    texts = [f"{pick(rng, ('EXP', 'BB', 'BEST BEFORE', 'PRD', 'MFD'))} {words.date(rng)}"]
    texts.append(f"{pick(rng, ('L', 'BATCH', 'LINE'))} {words.lot(rng)}")
    if rng.random() < 0.3:
        texts = texts[:1]
    pitch, fill = between(rng, 12, 15), between(rng, 0.44, 0.8)
    jitter, lost = between(rng, 0.03, 0.14), between(rng, 0.0, 0.03)
    masks = [glyphs.dot_mask(rng, text, pitch, fill, jitter, lost) for text in texts]
    mask = glyphs.column_of(masks, round(pitch * between(rng, 0, 2)))
    mask = mask.filter(ImageFilter.GaussianBlur(between(rng, 0.6, 1.6)))
    size, at = framed(mask, between(rng, 10, 90))
    light_ink = rng.random() < 0.3
    if light_ink:
        face = surfaces.plastic(rng, size, pick(rng, [(40, 44, 48), (34, 60, 96), (96, 36, 34)]))
        ink = (232, 232, 224)
    else:
        ground = pick(rng, (surfaces.cardboard, surfaces.brushed_metal, light_plastic))
        face, ink = ground(rng, size), pick(rng, [(34, 34, 40), (40, 44, 74), (54, 40, 40)])
    face = glyphs.inked(mask, face, ink, at, between(rng, 0.5, 0.9), worn(rng, size, 0.25))
    face, labels = surfaces.light(rng, face), [[text] for text in texts]
    if rng.random() < 0.5:
        return taken(rng, face, labels, scale_for(7 * pitch, rng, 20, 50))
    scale = scale_for(7 * pitch, rng, 50, 110)
    return taken(rng, face, labels, scale, close(rng, face, scale))


def light_plastic(rng, size):
    return surfaces.plastic(
        rng, size, pick(rng, [(206, 206, 202), (220, 214, 196), (190, 206, 214)])
    )


def stencil(rng) -> Shot:
    """Paint through a stencil on a crate, a wall, a steel frame."""
    texts = [pick(rng, words.STENCILS)]
    if rng.random() < 0.6:
        texts.append(f"{some_prefix(rng)} {words.some(rng, words.DIGITS, int(rng.integers(3, 6)))}")
    height = 90
    name = pick(rng, ("condensed-bold", "narrow-bold", "arial-bold"))
    tracking = between(rng, 0.06, 0.75)
    masks = [glyphs.stencil_mask(text, name, height, tracking) for text in texts]
    mask = glyphs.column_of(masks, round(between(rng, 0, 26)))
    size, at = framed(mask, between(rng, 50, 120))
    ground = pick(rng, (surfaces.wood, surfaces.concrete, surfaces.painted, surfaces.cardboard))
    face = surfaces.light(rng, ground(rng, size), 0.25)
    bright = float(face.mean()) < 120
    ink = (226, 222, 210) if bright else pick(rng, [(30, 30, 34), (120, 30, 28), (30, 44, 88)])
    # What goes under the edge of the stencil.
    mist = mask.filter(ImageFilter.GaussianBlur(between(rng, 4, 9)))
    face = glyphs.inked(mist, face, ink, at, between(rng, 0.1, 0.35))
    sharp = mask.filter(ImageFilter.GaussianBlur(between(rng, 0.8, 2.0)))
    wear = worn(rng, size, between(rng, 0.3, 0.75), between(rng, 5, 24))
    face = glyphs.inked(sharp, face, ink, at, between(rng, 0.5, 0.85), wear)
    return taken(rng, face, [[text] for text in texts], scale_for(height * 0.73, rng, 22, 64))


def some_prefix(rng) -> str:
    return pick(rng, ("NO.", "LOT", "CASE", "REF", "UN"))


def direction(rng) -> tuple[float, float]:
    """Light from a side, never flat along one axis only."""
    corners = ((0.8, 0.6), (-0.8, 0.6), (0.6, 0.8), (-0.6, 0.8), (0.5, 0.87), (-0.9, 0.44))
    return pick(rng, corners)


def engraved(rng) -> Shot:
    """Cut or punched into metal, seen by light from a side."""
    texts = [words.serial(rng)]
    if rng.random() < 0.5:
        texts.append(pick(rng, (words.lot, words.vin, words.asset))(rng))
    height = 96
    name = pick(rng, ("din", "arial", "mono", "narrow-bold", "ocr-b", "sans"))
    masks = [glyphs.text_mask(text, name, height, between(rng, 0.04, 0.14)) for text in texts]
    mask = glyphs.column_of(masks, round(between(rng, 4, 30)))
    size, at = framed(mask, between(rng, 40, 100))
    face = pick(rng, (surfaces.brushed_metal, surfaces.cast_metal))(rng, size)
    face = glyphs.relief(
        mask, face, at, direction(rng), between(rng, 0.4, 1.0), between(rng, 1.6, 2.8)
    )
    face = surfaces.scratches(rng, face, int(rng.integers(2, 16)))
    face = surfaces.glare(rng, surfaces.light(rng, face, 0.3), between(rng, 0.0, 0.35))
    return taken(rng, face, [[text] for text in texts], scale_for(height * 0.73, rng, 22, 56))


MOULDED = (">PP-GF30<", ">ABS<", "PN 16", "DN 50", "MADE IN ITALY", "TYPE 4X")


def embossed(rng) -> Shot:
    """Moulded in plastic or pressed in sheet: the same colour, standing out."""
    texts = [pick(rng, (words.serial, words.lot))(rng)]
    if rng.random() < 0.5:
        texts.append(pick(rng, MOULDED))
    height = 104
    name = pick(rng, ("sans-bold", "arial-bold", "din", "narrow-bold", "mono-bold"))
    masks = [glyphs.text_mask(text, name, height, between(rng, 0.04, 0.14)) for text in texts]
    mask = glyphs.column_of(masks, round(between(rng, 4, 30)))
    size, at = framed(mask, between(rng, 40, 100))
    face = pick(rng, (surfaces.plastic, surfaces.cast_metal, surfaces.painted))(rng, size)
    depth, soft = between(rng, 0.55, 1.15), between(rng, 2.0, 3.6)
    face = glyphs.relief(mask, face, at, direction(rng), -depth, soft)
    if rng.random() < 0.6:  # dust and grease stay in the corners
        face = glyphs.inked(
            mask.filter(ImageFilter.GaussianBlur(6)), face, (60, 56, 50), at, between(rng, 0.0, 0.2)
        )
    face = surfaces.glare(rng, surfaces.light(rng, face, 0.3), between(rng, 0.0, 0.3))
    return taken(rng, face, [[text] for text in texts], scale_for(height * 0.73, rng, 24, 60))


CONTAINER_HEIGHT = 84


def container(rng, mask: Image.Image, labels, scale, view=None, frame=FRAME) -> Shot:
    """A panel of a container with the mask on it, among others of the same paint."""
    size, at = framed(mask, between(rng, 60, 160))
    paint = pick(rng, surfaces.DARK_PAINTS)
    face = surfaces.container_wall(rng, size, paint)
    wear = worn(rng, size, between(rng, 0.05, 0.45), between(rng, 6, 26))
    face = glyphs.inked(mask, face, (228, 226, 218), at, between(rng, 0.8, 0.96), wear)
    wall = surfaces.light(rng, surfaces.container_wall(rng, frame, paint), 0.3)
    scene = surfaces.picture(wall * np.float32(between(rng, 0.8, 1.05)))
    face = surfaces.light(rng, face, 0.3)
    return taken(rng, face, labels, scale, frame=frame, view=view, scene=scene)


def boxed(mask: Image.Image, stroke: int) -> Image.Image:
    """The frame that stands around the check digit."""
    margin = stroke * 3
    made = Image.new("L", (mask.width + 2 * margin, mask.height + 2 * margin), 0)
    made.paste(mask, (margin, margin))
    far = (stroke, stroke, made.width - stroke - 1, made.height - stroke - 1)
    ImageDraw.Draw(made).rectangle(far, outline=255, width=stroke)
    return made


def in_a_row(masks: list[Image.Image], gaps: list[int]) -> Image.Image:
    height = max(mask.height for mask in masks)
    made = Image.new("L", (sum(m.width for m in masks) + sum(gaps), height), 0)
    x = 0
    for mask, gap in zip(masks, [*gaps, 0], strict=True):
        made.paste(mask, (x, (height - mask.height) // 2))
        x += mask.width + gap
    return made


def code_row(rng) -> tuple[Image.Image, str]:
    """Owner, serial number, check digit side by side, and what they read."""
    owner, serial, digit = words.container_code(rng)
    name, size = pick(rng, ("arial-bold", "narrow-bold", "din")), CONTAINER_HEIGHT
    tracking = between(rng, 0.02, 0.1)
    parts = [glyphs.text_mask(text, name, size, tracking) for text in (owner, serial)]
    last = glyphs.text_mask(digit, name, size)
    parts.append(boxed(last, 4) if rng.random() < 0.6 else last)
    gaps = [round(size * between(rng, 0.1, 1.0)), round(size * between(rng, 0.0, 0.9))]
    return in_a_row(parts, gaps), owner + serial + digit


def container_one_line(rng) -> Shot:
    mask, code = code_row(rng)
    return container(rng, mask, [[code]], scale_for(CONTAINER_HEIGHT * 0.73, rng, 18, 46))


def container_tilted(rng) -> Shot:
    """The same from below or from a truck's window: turned and slanted."""
    mask, code = code_row(rng)
    side = 1 if rng.random() < 0.5 else -1
    view = {"angle": side * between(rng, 10, 42), "yaw": between(rng, -0.45, 0.45)}
    view["pitch"] = between(rng, -0.35, 0.35)
    return container(rng, mask, [[code]], scale_for(CONTAINER_HEIGHT * 0.73, rng, 22, 46), view)


def container_two_lines(rng) -> Shot:
    """Owner above number, or code above size and type: each line is a label."""
    name, size = pick(rng, ("arial-bold", "narrow-bold", "din")), CONTAINER_HEIGHT
    owner, serial, digit = words.container_code(rng)
    tracking = between(rng, 0.02, 0.1)
    if rng.random() < 0.5:
        texts = [owner, serial + digit]
        number = [
            glyphs.text_mask(serial, name, size, tracking),
            glyphs.text_mask(digit, name, size),
        ]
        if rng.random() < 0.6:
            number[1] = boxed(number[1], 4)
        lines = [glyphs.text_mask(owner, name, size, tracking)]
        lines.append(in_a_row(number, [round(size * between(rng, 0.0, 0.9))]))
    else:
        row, code = code_row(rng)
        kind = pick(rng, words.CONTAINER_TYPES)
        texts, lines = [code, kind], [row, glyphs.text_mask(kind, name, size, tracking)]
    mask = glyphs.column_of(lines, round(between(rng, -10, 24)))
    labels = [[text] for text in texts]
    return container(rng, mask, labels, scale_for(size * 0.73, rng, 18, 46))


def container_stacked(rng) -> Shot:
    """One upright character below the other, as on the corner of a container."""
    owner, serial, digit = words.container_code(rng)
    name, size = pick(rng, ("arial-bold", "narrow-bold", "din")), 64
    mask = glyphs.stacked_mask(
        [owner, serial, digit], name, size, between(rng, 1.02, 1.4), between(rng, 0.1, 0.8)
    )
    view = camera.slight(rng, 0.8)
    frame = (720, 960) if rng.random() < 0.7 else (800, 800)
    scale = scale_for(size * 0.73, rng, 24, 46)
    return container(rng, mask, [[owner + serial + digit]], scale, view, frame)


def vin_plate(rng) -> Shot:
    """The plate below the windscreen, or the number stamped in the frame of a car."""
    number = words.vin(rng)
    name = pick(rng, ("mono", "courier-bold", "ocr-b", "din", "ocr-a"))
    height = 72
    marked = f"*{number}*" if rng.random() < 0.35 else number
    mask = glyphs.text_mask(marked, name, height, between(rng, 0.02, 0.3))
    size, at = framed(mask, between(rng, 26, 60))
    stamped = rng.random() < 0.4
    if stamped:
        face = surfaces.cast_metal(rng, size)
        face = glyphs.relief(mask, face, at, direction(rng), between(rng, 0.5, 1.1), 1.8)
        face = surfaces.scratches(rng, face, int(rng.integers(2, 12)))
    elif rng.random() < 0.5:
        face = surfaces.brushed_metal(rng, size)
        face = glyphs.inked(mask, face, (30, 30, 34), at, 0.88, worn(rng, size, 0.3, 8))
    else:
        face = surfaces.plastic(rng, size, (34, 34, 38))
        face = glyphs.inked(mask, face, (206, 206, 204), at, 0.85, worn(rng, size, 0.3, 8))
    face = surfaces.light(rng, face, 0.3)
    if not stamped and rng.random() < 0.6:  # seen through the glass
        face = surfaces.glare(rng, face, between(rng, 0.15, 0.45))
    low = 19 if stamped else 11  # what is pressed in needs to be nearer
    scale = scale_for(height * 0.73, rng, low, low + 13)
    return taken(rng, face, [[number]], scale, blur=(0.4, 1.0))
