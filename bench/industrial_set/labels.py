"""Things printed on labels and plates: nameplates, thermal labels, small text, strips, rotation."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import camera, glyphs, surfaces, words
from .camera import FRAME
from .chance import between, pick
from .shot import Shot, framed, scale_for, taken, worn

DARK = (40, 42, 46)


def nameplate(rng) -> Shot:
    """Maker, then fields of key and value; the value alone, or key and value, are accepted."""
    maker, fields = pick(rng, words.MAKERS), words.nameplate_fields(rng)
    name = pick(rng, ("arial", "sans", "narrow"))
    height = 44
    key_masks = [glyphs.text_mask(key, name, round(height * 0.8)) for key, _ in fields]
    value_masks = [glyphs.text_mask(value, f"{name}-bold", height) for _, value in fields]
    column = max(mask.width for mask in key_masks) + round(between(rng, 10, 90))
    row = round(height * between(rng, 1.35, 1.8))
    head = glyphs.text_mask(maker, "sans-bold", 54)
    width = max(column + max(mask.width for mask in value_masks), head.width)
    size = (width + 110, row * len(fields) + 190)
    dark, stamped, depth = rng.random() < 0.35, rng.random() < 0.4, between(rng, 0.5, 1.0)
    ground = surfaces.plastic(rng, size, DARK) if dark else surfaces.brushed_metal(rng, size)
    ink = (216, 216, 212) if dark else (32, 32, 36)
    wear = worn(rng, size, between(rng, 0.1, 0.45), between(rng, 4, 20))
    face = glyphs.inked(head, ground, ink, (40, 34), 0.9, wear)
    for index, (key, value) in enumerate(zip(key_masks, value_masks, strict=True)):
        top = 130 + index * row
        face = glyphs.inked(key, face, ink, (44, top + 5), 0.8, wear)
        if stamped:  # by hand, afterwards: not quite on the line
            at = (44 + column, top + int(rng.integers(-5, 6)))
            face = glyphs.relief(value, face, at, (0.8, 0.6), depth, 1.2)
        else:
            face = glyphs.inked(value, face, ink, (44 + column, top), 0.9, wear)
        if rng.random() < 0.4:  # the line that separates two fields
            face[top + row - 8 : top + row - 6, 44 : size[0] - 44] *= np.float32(0.7)
    face = surfaces.scratches(rng, face, int(rng.integers(2, 14)))
    face = surfaces.light(rng, face, 0.3)
    if rng.random() < 0.6:
        face = surfaces.glare(rng, face, between(rng, 0.1, 0.4))
    labels = [[maker]] + [[value, f"{key} {value}"] for key, value in fields]
    low = 12 if stamped else 7.5
    scale = scale_for(height * 0.73, rng, low, low + 5)
    view = camera.slight(rng, 2.2)
    return taken(rng, face, labels, scale, view=view, blur=(0.4, 0.8))


def bars(rng, size: tuple[int, int]) -> Image.Image:
    """Something that looks like a one-dimensional code; it stands for no content."""
    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    x = 0
    while x < size[0]:
        wide = 3 * int(rng.integers(1, 4))
        draw.rectangle((x, 0, x + wide - 1, size[1]), fill=255)
        x += wide + 3 * int(rng.integers(1, 4))
    return mask


def thermal_print(rng, mask: Image.Image) -> np.ndarray:
    """What a worn print head takes away from a mask: streaks along the paper, and pale parts."""
    size = mask.size
    lost = np.zeros((size[1], size[0]), dtype=np.float32)
    for _ in range(int(rng.integers(0, 9))):
        at, wide = int(rng.integers(size[0])), int(rng.integers(1, 4))
        lost[:, at : at + wide] = np.float32(between(rng, 0.6, 1.0))
    pale = surfaces.step(surfaces.noise(rng, size, 160), 0.1, 0.9)
    fine = surfaces.step(surfaces.noise(rng, size, 1.5), 0.2, 0.7)
    lost = np.maximum(lost, pale * np.float32(between(rng, 0.25, 0.72)))
    return np.maximum(lost, fine * np.float32(between(rng, 0, 0.45)))


def thermal_label(rng) -> Shot:
    """A shipping or stock label, white paper, printed by heat."""
    texts = [
        f"LOT {words.lot(rng)}",
        f"QTY {int(rng.integers(2, 950))} PCS",
        f"{pick(rng, ('PN', 'ITEM', 'MAT'))} {words.serial(rng)}",
        f"{pick(rng, ('EXP', 'DATE'))} {words.date(rng)}",
    ]
    texts = [texts[index] for index in sorted(rng.permutation(4)[:3].tolist())]
    height = 46
    name = pick(rng, ("mono-bold", "arial", "arial-bold", "ocr-b", "condensed-bold"))
    lines = [glyphs.text_mask(text, name, height) for text in texts]
    number = words.some(rng, words.DIGITS, 12)
    code = bars(rng, (max(420, max(line.width for line in lines) - 60), 110))
    parts = [*lines, code, glyphs.text_mask(number, "ocr-b", 34)]
    mask = glyphs.column_of(parts, round(between(rng, 4, 18)))
    size, at = framed(mask, between(rng, 30, 70))
    face = surfaces.flat(size, pick(rng, [(232, 232, 226), (226, 222, 208), (220, 224, 226)]))
    face = surfaces.shade(rng, size, face, 2, 2)
    layer = Image.new("L", size, 0)
    layer.paste(mask.filter(ImageFilter.GaussianBlur(0.7)), at)
    face = glyphs.inked(
        layer, face, (52, 50, 56), (0, 0), between(rng, 0.6, 0.9), thermal_print(rng, layer)
    )
    # Folds: a band that is lighter on one side and darker on the other.
    for _ in range(int(rng.integers(0, 3))):
        at_x, change = int(rng.integers(size[0])), between(rng, 0.04, 0.12)
        face[:, at_x : at_x + 8] *= np.float32(1 + change)
        face[:, at_x + 8 : at_x + 16] *= np.float32(1 - change)
    labels = [[text] for text in [*texts, number]]
    face, scale = surfaces.light(rng, face, 0.25), scale_for(height * 0.73, rng, 7.5, 13)
    return taken(rng, face, labels, scale, blur=(0.4, 0.8))


def small_label(rng) -> tuple[np.ndarray, list[list[str]]]:
    """A small paper label of two lines."""
    texts = [words.asset(rng), words.serial(rng)]
    name = pick(rng, ("arial-bold", "sans", "mono-bold", "arial"))
    mask = glyphs.column_of([glyphs.text_mask(text, name, 44) for text in texts], 6)
    size, at = framed(mask, between(rng, 14, 40))
    face = surfaces.flat(size, pick(rng, [(226, 226, 220), (222, 206, 120), (206, 214, 222)]))
    face = glyphs.inked(mask, face, (36, 36, 42), at, 0.9)
    return surfaces.light(rng, face, 0.2), [[text] for text in texts]


def small_text_4k(rng) -> Shot:
    """Three small labels in a frame of 3840 x 2160: shelves photographed from far."""
    frame, labels = (3840, 2160), []
    scene = camera.scene_for(rng, (960, 540)).resize(frame, Image.Resampling.BICUBIC)
    for slot in rng.permutation(6)[:3].tolist():
        face, texts = small_label(rng)
        camera.scene_for(rng, (1280, 1080))  # unused, but the frozen pictures took its draws
        left, top = (slot % 3) * 1280, (slot // 3) * 1080
        cell = scene.crop((left, top, left + 1280, top + 1080))
        scale = scale_for(44 * 0.73, rng, 9, 17)
        camera.placed(rng, surfaces.picture(face), cell, scale, **camera.slight(rng))
        scene.paste(cell, (left, top))
        labels += texts
    shot = camera.everyday(rng, scene, (0.3, 0.7), (2, 5))
    return Shot(shot, labels, int(rng.integers(84, 92)))


def thin_strip(rng) -> Shot:
    """The print on a cable, cut out by a line scanner: very wide, hardly any border."""
    wires = f"{int(rng.integers(2, 13))}G{pick(rng, ('0.75', '1.5', '2.5', '4'))}"
    text = f"{pick(rng, words.CABLES)} {wires}"
    text += f" {pick(rng, ('300/500V', '450/750V', '0.6/1kV'))} {words.lot(rng)}"
    text += f" {int(rng.integers(100, 2999))} M"
    # It goes on and on along the cable.
    text = " ".join([text] * int(rng.integers(1, 4)))
    height = 40
    name = pick(rng, ("arial", "arial-bold", "sans", "narrow-bold", "mono"))
    mask = glyphs.text_mask(text, name, height, between(rng, 0.0, 0.08))
    mask = mask.crop((0, 6, mask.width, mask.height - 6))
    across = round(between(rng, 0, 10))
    size = (mask.width + round(between(rng, 40, 500)), mask.height + 2 * across)
    dark = rng.random() < 0.5
    tone = [(38, 38, 42), (40, 50, 70), (70, 40, 36)] if dark else [(196, 196, 190), (214, 150, 60)]
    face = surfaces.plastic(rng, size, pick(rng, tone))
    # A cable is round: darker at both rims.
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None, None]
    face = face * (1 - y * y * np.float32(0.35))
    ink = (222, 222, 214) if dark else (36, 36, 44)
    at = (round(between(rng, 10, size[0] - mask.width - 10)), across)
    face = glyphs.inked(mask, face, ink, at, between(rng, 0.32, 0.75), worn(rng, size, 0.6, 8))
    shot = surfaces.picture(surfaces.light(rng, face, 0.25))
    scale = between(rng, 0.36, 0.8)
    shot = shot.resize((round(size[0] * scale), round(size[1] * scale)), Image.Resampling.BICUBIC)
    return Shot(camera.everyday(rng, shot, (0.3, 0.7), (2, 6)), [[text]], None)


def inverted(rng) -> Shot:
    """Light on dark: engraved signs, embossing tape, screens of machines."""
    texts = [pick(rng, words.WARNINGS), words.asset(rng)]
    if rng.random() < 0.4:
        texts = texts[:1]
    height = 80
    name = pick(rng, ("arial-bold", "sans", "narrow", "mono", "din", "courier-bold"))
    masks = [glyphs.text_mask(text, name, height, between(rng, 0, 0.1)) for text in texts]
    mask = glyphs.column_of(masks, round(between(rng, 0, 24)), pick(rng, ("left", "middle")))
    size, at = framed(mask, between(rng, 16, 90))
    colours = [(24, 24, 28), (28, 44, 92), (120, 24, 26), (20, 66, 42), (64, 40, 84), (60, 60, 64)]
    face = surfaces.plastic(rng, size, pick(rng, colours))
    ink = pick(rng, [(232, 230, 224), (236, 206, 80), (190, 220, 236), (150, 150, 150)])
    face = glyphs.inked(mask, face, ink, at, between(rng, 0.42, 0.8), worn(rng, size, 0.6, 12))
    face = surfaces.glare(rng, surfaces.light(rng, face, 0.3), between(rng, 0, 0.35))
    return taken(rng, face, [[text] for text in texts], scale_for(height * 0.73, rng, 11, 26))


def tag(rng, height=60, lines=2) -> tuple[np.ndarray, list[list[str]], float]:
    """A tag as it hangs on machines and shelves, its labels and the height of its letters."""
    texts = [pick(rng, (words.asset, words.serial, words.lot))(rng) for _ in range(lines)]
    name = pick(rng, ("arial-bold", "sans", "narrow", "mono-bold", "din", "ocr-b"))
    masks = [glyphs.text_mask(text, name, height, between(rng, 0, 0.06)) for text in texts]
    mask = glyphs.column_of(masks, round(between(rng, 4, 26)))
    size, at = framed(mask, between(rng, 24, 70))
    face = pick(rng, (light_paint, surfaces.brushed_metal, surfaces.cardboard, paper))(rng, size)
    face = glyphs.inked(mask, face, pick(rng, [(32, 32, 36), (30, 40, 84)]), at, 0.88)
    return surfaces.light(rng, face, 0.25), [[text] for text in texts], height * 0.73


def light_paint(rng, size):
    return surfaces.painted(rng, size, surfaces.LIGHT_PAINTS)


def paper(rng, size):
    return surfaces.shade(rng, size, surfaces.flat(size, (228, 226, 218)), 3, 2)


def rotated(rng) -> Shot:
    """A tag at any angle."""
    face, labels, height = tag(rng)
    view = {"angle": between(rng, 0, 360), "yaw": between(rng, -0.1, 0.1), "pitch": 0.0}
    scale = scale_for(height, rng, 9.5, 22)
    return taken(rng, face, labels, scale, view=view, blur=(0.5, 1.2), grain=(3, 9))


def slanted(rng) -> Shot:
    """A tag seen from far aside."""
    face, labels, height = tag(rng)
    sign = 1 if rng.random() < 0.5 else -1
    strong, weak = sign * between(rng, 0.65, 0.98), between(rng, -0.3, 0.3)
    yaw, pitch = (strong, weak) if rng.random() < 0.6 else (weak, strong)
    view = {"angle": between(rng, -35, 35), "yaw": yaw, "pitch": pitch}
    return taken(rng, face, labels, scale_for(height, rng, 17, 30), view=view)


def blurred(rng) -> Shot:
    """Out of focus, or shaken."""
    face, labels, height = tag(rng)
    tall = between(rng, 16, 34)
    shot = camera.photograph(rng, face, tall / height, **camera.slight(rng))
    if rng.random() < 0.5:
        shot = shot.filter(ImageFilter.GaussianBlur(tall * between(rng, 0.1, 0.17)))
    else:
        angle = between(rng, 0, 3.14)
        shot = camera.moved(shot, max(3, round(tall * between(rng, 0.26, 0.46))), angle)
    return Shot(camera.sensor(rng, shot, 0.5, between(rng, 2, 5)), labels, 88)


def noisy(rng) -> Shot:
    """Hardly any light: a dark picture with the noise of high gain."""
    face, labels, height = tag(rng)
    tall = between(rng, 11, 26)
    shot = camera.photograph(rng, face, tall / height, **camera.slight(rng))
    dark = between(rng, 0.3, 0.6)
    shot = shot.point([int(level * dark) for level in range(256)] * 3)
    grain = between(rng, 16, 31)
    return Shot(camera.sensor(rng, shot, between(rng, 0.5, 0.9), grain), labels, 92)


def compressed(rng) -> Shot:
    """A frame of a thin stream: strong JPEG."""
    face, labels, height = tag(rng)
    shot = camera.photograph(rng, face, between(rng, 11, 20) / height, **camera.slight(rng))
    return Shot(camera.sensor(rng, shot, 0.6, 3), labels, int(rng.integers(7, 17)))


def no_text(rng) -> Shot:
    """Surfaces with what a reader could take for text: louvres, bolts, cracks, stacked boxes."""
    ground = pick(rng, [*surfaces.SCENES, surfaces.container_wall])(rng, FRAME)
    shot = surfaces.picture(surfaces.light(rng, surfaces.scratches(rng, ground, 12), 0.3))
    draw = ImageDraw.Draw(shot)
    form = int(rng.integers(4))
    x, y = between(rng, 60, 420), between(rng, 60, 300)
    tone = tuple(int(rng.integers(30, 90)) for _ in range(3))
    for index in range(int(rng.integers(4, 11))):
        if form == 0:  # louvres
            draw.rectangle((x, y + index * 34, x + 380, y + index * 34 + 14), fill=tone)
        elif form == 1:  # bolts
            left = x + (index % 4) * 110
            top = y + (index // 4) * 120
            draw.ellipse(
                (left, top, left + 40, top + 40), fill=tone, outline=(150, 150, 150), width=4
            )
        elif form == 2:  # boxes
            left, top = between(rng, 0, 760), between(rng, 0, 560)
            draw.rectangle(
                (left, top, left + 240, top + 170), fill=tone, outline=(20, 20, 20), width=5
            )
        else:  # pipes
            draw.line((x + index * 70, 0, x + index * 60, 720), fill=tone, width=26)
    return Shot(camera.everyday(rng, shot, (0.6, 1.4), (2, 8)), [], 88)
