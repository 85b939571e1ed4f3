"""Faces with fields and codes: nameplates, shelf labels, stickers, shipping labels, plates."""

import numpy as np
from industrial_set import glyphs, labels, marks, surfaces, words
from industrial_set.chance import between, pick
from industrial_set.shot import worn
from PIL import Image

from . import codes, faces
from .faces import SIZE, Face, Mark, capital, contrast_of, direct, ink_box, whole


def nameplate(rng) -> Face:
    """A maker, then fields of key and value. The value counts, with its key or without."""
    maker, fields = pick(rng, words.MAKERS), words.nameplate_fields(rng)
    name = pick(rng, ("arial", "sans", "narrow"))
    keys = [glyphs.text_mask(key, name, round(SIZE * 0.75)) for key, _ in fields]
    values = [glyphs.text_mask(value, f"{name}-bold", SIZE) for _, value in fields]
    head = glyphs.text_mask(maker, "sans-bold", 78)
    column = 60 + max(mask.width for mask in keys) + round(between(rng, 60, 130))
    row = round(SIZE * between(rng, 1.5, 1.9))
    wide = max(column + max(mask.width for mask in values), head.width + 60) + 60
    size = (wide, row * len(fields) + 210)
    dark = rng.random() < 0.35
    ground = surfaces.plastic(rng, size, labels.DARK) if dark else surfaces.brushed_metal(rng, size)
    ink = (222, 222, 216) if dark else (26, 26, 30)
    seen = contrast_of(ink, ground, 0.9)
    pixels = glyphs.inked(head, ground, ink, (56, 50), 0.9)
    found = [Mark([maker], ink_box(head, (56, 50)), capital("sans-bold", 78), contrast=seen)]
    for index, (key, value) in enumerate(zip(keys, values, strict=True)):
        top = 165 + index * row
        key_at, value_at = (56, top + 8), (column, top)
        pixels = glyphs.inked(key, pixels, ink, key_at, 0.85)
        pixels = glyphs.inked(value, pixels, ink, value_at, 0.9)
        pixels[top + row - 6 : top + row - 4, 60 : size[0] - 60] *= np.float32(0.7)
        said, read = fields[index]
        high = capital(f"{name}-bold", SIZE)
        box = ink_box(value, value_at)
        found.append(Mark([read, f"{said} {read}"], box, high, contrast=seen))
        box = ink_box(key, key_at)
        found.append(Mark([said], box, high * 0.75, contrast=seen, counts=False))
    faces.screws(rng, pixels)
    return whole(surfaces.light(rng, surfaces.scratches(rng, pixels, 6), 0.2), found, 14)


def code_with_text(rng, form: str, text: str, module: int) -> tuple[Image.Image, Image.Image, int]:
    """The code, the text below it and the height of its letters."""
    code = codes.mask(text, form, module, round(module * between(rng, 26, 40)))
    size = 54
    below = glyphs.text_mask(codes.printed(text, form), pick(rng, ("ocr-b", "arial", "mono")), size)
    return code, below, capital("arial", size)


def shelf_label(rng, form: str | None = None, extra: str | None = None, text=None) -> Face:
    """Bars, their text below, and mostly a line above that says what lies there."""
    form = form or pick(rng, ("Code 128", "EAN-13", "Code 39", "ITF", "Code 128"))
    text = text or codes.number(rng, form)
    code, below, high = code_with_text(rng, form, text, 6)
    quiet = 66
    extra = extra if extra is not None else pick(rng, (shelf_line(rng), shelf_line(rng), ""))
    above = glyphs.text_mask(extra, pick(rng, ("arial-bold", "narrow-bold")), 62) if extra else None
    wide = max(code.width, below.width, above.width if above else 0) + 2 * quiet
    top = (above.height + 26) if above else 34
    size = (wide, top + code.height + below.height + 22)
    tone = pick(rng, [(236, 236, 232), (236, 236, 232), (238, 214, 92), (226, 232, 236)])
    ground = surfaces.shade(rng, size, surfaces.flat(size, tone), 2, 2)
    ink = (24, 24, 28)
    seen = contrast_of(ink, ground, 0.93)
    left = (wide - code.width) // 2
    pixels = glyphs.inked(code, ground, ink, (left, top), 0.95)
    below_at = ((wide - below.width) // 2, top + code.height - 4)
    pixels = glyphs.inked(below, pixels, ink, below_at, 0.93)
    found = [
        Mark(
            [text],
            (left, top, left + code.width, top + code.height),
            6,
            "barcode",
            form,
            codes.printed(text, form),
            ink_box(below, below_at),
            contrast=seen,
        )
    ]
    if above:
        at = (quiet - 12, 14)
        pixels = glyphs.inked(above, pixels, ink, at, 0.93)
        found.append(Mark([extra], ink_box(above, at), capital("arial-bold", 62), contrast=seen))
    return whole(surfaces.light(rng, pixels, 0.12), found, 6)


GOODS = ("BEARING", "VALVE", "FILTER", "SEAL KIT", "BOLT M12", "HOSE", "RELAY", "FUSE 16A")
GOODS += ("GASKET", "SENSOR", "V-BELT", "PUMP", "CABLE", "FLANGE", "SWITCH", "NOZZLE")


def shelf_line(rng) -> str:
    form = int(rng.integers(3))
    if form == 0:
        return f"{pick(rng, GOODS)} {words.some(rng, words.DIGITS, 4)}"
    if form == 1:
        return f"BIN {codes.bin_place(rng)}"
    return f"SKU {words.some(rng, words.DIGITS, 6)}"


def matrix_sticker(rng, form: str | None = None) -> Face:
    """A square code, with a line beside it or below it, or alone."""
    form = form or pick(rng, ("QR Code", "Data Matrix"))
    text = codes.number(rng, form)
    module = 9 if form == "QR Code" else 11
    code = codes.mask(text, form, module)
    quiet = module * 5
    line = pick(rng, (words.asset(rng), words.serial(rng), ""))
    mask = glyphs.text_mask(line, pick(rng, faces.SMALL_FONTS), 56) if line else None
    beside = rng.random() < 0.5
    wide, tall = code.width + 2 * quiet, code.height + 2 * quiet
    if mask and beside:
        size = (wide + mask.width + 10, tall)
        at = (wide - 10, (tall - mask.height) // 2)
    elif mask:
        size = (max(wide, mask.width + 30), tall + mask.height - 20)
        at = ((size[0] - mask.width) // 2, tall - 26)
    else:
        size, at = (wide, tall), (0, 0)
    left = quiet if beside else (size[0] - code.width) // 2
    ground = surfaces.shade(rng, size, surfaces.flat(size, (236, 236, 232)), 2, 2)
    ink = (22, 22, 26)
    pixels = glyphs.inked(code, ground, ink, (left, quiet), 0.95)
    seen = contrast_of(ink, ground, 0.93)
    box = (left, quiet, left + code.width, quiet + code.height)
    found = [Mark([text], box, module, "barcode", form, contrast=seen)]
    if mask:
        pixels = glyphs.inked(mask, pixels, ink, at, 0.92)
        found.append(Mark([line], ink_box(mask, at), capital("arial", 56), contrast=seen))
    return whole(surfaces.light(rng, pixels, 0.12), found, 10)


def shipping_label(rng) -> Face:
    """White paper with lines of a parcel and a code."""
    texts = [
        f"LOT {words.lot(rng)}",
        f"QTY {int(rng.integers(2, 950))} PCS",
        f"{pick(rng, ('PN', 'ITEM', 'MAT'))} {words.serial(rng)}",
        f"{pick(rng, ('EXP', 'DATE'))} {words.date(rng)}",
    ]
    texts = [
        texts[index] for index in sorted(rng.permutation(4)[: int(rng.integers(2, 4))].tolist())
    ]
    name = pick(rng, ("mono-bold", "arial", "arial-bold", "ocr-b"))
    masks = [glyphs.text_mask(text, name, SIZE) for text in texts]
    form = pick(rng, ("Code 128", "Code 128", "ITF"))
    text = codes.number(rng, form)
    code, below, _ = code_with_text(rng, form, text, 6)
    wide = max([mask.width for mask in masks] + [code.width, below.width]) + 130
    size = (wide, sum(m.height for m in masks) + code.height + below.height + 70)
    ground = surfaces.shade(rng, size, surfaces.flat(size, (232, 232, 226)), 2, 2)
    ink, pixels, y, found = (34, 32, 38), ground, 20, []
    seen = contrast_of(ink, ground, 0.88)
    for line, mask in zip(texts, masks, strict=True):
        pixels = glyphs.inked(mask, pixels, ink, (50, y), 0.88)
        high = capital(name, SIZE)
        found.append(Mark([line], ink_box(mask, (50, y)), high, contrast=seen))
        y += mask.height
    y += 14
    pixels = glyphs.inked(code, pixels, ink, (65, y), 0.93)
    below_at = (65 + (code.width - below.width) // 2, y + code.height - 4)
    pixels = glyphs.inked(below, pixels, ink, below_at, 0.9)
    box = (65, y, 65 + code.width, y + code.height)
    below_box = ink_box(below, below_at)
    found.append(
        Mark([text], box, 6, "barcode", form, codes.printed(text, form), below_box, contrast=seen)
    )
    return whole(surfaces.light(rng, pixels, 0.15), found, 4)


def number_plate(rng, text: str | None = None) -> Face:
    text = text or faces.plate_number(rng)
    name = pick(rng, ("din", "arial-bold", "narrow-bold"))
    mask = glyphs.text_mask(text, name, 110, between(rng, 0.04, 0.1))
    band = 54
    size = (mask.width + band + 20, mask.height + 10)
    tone = pick(rng, [(236, 236, 232), (236, 236, 232), (240, 208, 60)])
    ground, ink = surfaces.shade(rng, size, surfaces.flat(size, tone), 2, 3), (20, 20, 24)
    ground[:, :band] = np.asarray((30, 60, 150), dtype=np.float32)
    at = (band + 6, 5)
    pixels = glyphs.inked(mask, ground, ink, at, 0.93, worn(rng, size, 0.08, 8))
    faces.border(pixels, ink, 0, 4)
    seen = contrast_of(ink, ground[:, band:], 0.93)
    found = [Mark([text], ink_box(mask, at), capital(name, 110), contrast=seen)]
    return whole(surfaces.light(rng, pixels, 0.15), found, 12)


def stamped_plate(rng, text: str | None = None) -> Face:
    """A number pressed into a small metal plate."""
    text = text or words.serial(rng)
    name = pick(rng, ("din", "arial", "mono", "narrow-bold"))
    mask = glyphs.text_mask(text, name, 96, between(rng, 0.04, 0.12))
    size = (mask.width + 90, mask.height + 50)
    pixels = surfaces.brushed_metal(rng, size, between(rng, 130, 180))
    way = marks.direction(rng)
    pixels = glyphs.relief(mask, pixels, (45, 25), way, between(rng, 0.9, 1.3), 2.0)
    # Dirt stays in what is pressed in.
    pixels = glyphs.inked(mask, pixels, (30, 30, 32), (45, 25), between(rng, 0.3, 0.6))
    faces.screws(rng, pixels, 22, 8)
    found = [Mark([text], ink_box(mask, (45, 25)), capital(name, 96), contrast=75.0)]
    return whole(surfaces.light(rng, pixels, 0.2), found, 8)


def dots(rng, texts: list[str] | None = None, light: bool = False) -> Face:
    """Ink jet of dots straight on the goods."""
    first = f"{pick(rng, ('EXP', 'BB', 'PRD', 'MFD'))} {words.date(rng)}"
    texts = texts or [first, f"{pick(rng, ('L', 'BATCH', 'LINE'))} {words.lot(rng)}"]
    pitch = 12
    masks = [glyphs.dot_mask(rng, t, pitch, between(rng, 0.75, 0.95), 0.04, 0.004) for t in texts]
    ink = (228, 228, 220) if light else pick(rng, [(28, 28, 34), (36, 40, 74)])
    mask = glyphs.column_of(masks, round(pitch * 0.8))
    face = direct(rng, mask, ink, between(rng, 0.75, 0.92), soft=1.2)
    y = 0
    for text, each in zip(texts, masks, strict=True):
        face.marks.append(Mark([text], ink_box(each, (0, y)), 7 * pitch, contrast=100.0))
        y += each.height + round(pitch * 0.8)
    return face


def stencil(rng, text: str | None = None, light: bool = False) -> Face:
    text = text or pick(rng, (*words.STENCILS, f"LOT {words.lot(rng)}", f"CASE {words.lot(rng)}"))
    name = pick(rng, ("condensed-bold", "narrow-bold", "arial-bold"))
    mask = glyphs.stencil_mask(text, name, 120, between(rng, 0.06, 0.22))
    ink = (224, 222, 212) if light else pick(rng, [(30, 30, 34), (110, 30, 28), (30, 40, 84)])
    wear = worn(rng, mask.size, between(rng, 0.1, 0.4), 14)
    face = direct(rng, mask, ink, between(rng, 0.75, 0.9), wear, 1.6)
    face.marks.append(Mark([text], ink_box(mask, (0, 0)), capital(name, 120), contrast=95.0))
    return face


def container_code(rng) -> Face:
    mask, text = marks.code_row(rng)
    wear = worn(rng, mask.size, between(rng, 0.05, 0.3), 14)
    face = direct(rng, mask, (228, 226, 218), 0.92, wear, 0.8)
    high = capital("arial-bold", marks.CONTAINER_HEIGHT)
    face.marks.append(Mark([text], ink_box(mask, (0, 0)), high, contrast=130.0))
    return face


def painted_word(rng, text: str) -> Face:
    """White letters straight on a painted wall."""
    name = pick(rng, ("arial-bold", "narrow-bold", "din"))
    mask = glyphs.text_mask(text, name, 96, 0.03)
    wear = worn(rng, mask.size, between(rng, 0.05, 0.3), 14)
    face = direct(rng, mask, (228, 226, 218), 0.92, wear, 0.8)
    face.marks.append(Mark([text], ink_box(mask, (0, 0)), capital(name, 96), contrast=130.0))
    return face
