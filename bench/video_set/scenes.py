"""What the labels stand on: racks, machine panels, stacked cartons, containers, walls, crates."""

import cv2
import numpy as np
from industrial_set import surfaces
from industrial_set.chance import between, pick


def ground_of(make, rng, size: tuple[int, int], **how) -> np.ndarray:
    """A surface made at half size and enlarged, with its fine grain put on afterwards."""
    half = (size[0] // 2, size[1] // 2)
    made = cv2.resize(make(rng, half, **how), size, interpolation=cv2.INTER_CUBIC)
    grain = cv2.resize(rng.random((size[1], size[0]), dtype=np.float32) - 0.5, size)
    return made + cv2.GaussianBlur(grain, (0, 0), 0.8)[..., None] * np.float32(14)


def box(pixels: np.ndarray, left, top, right, bottom, tone, edge=0.6) -> None:
    """A lit block: its face, a light upper rim, a dark lower one, in place."""
    left, top, right, bottom = (round(v) for v in (left, top, right, bottom))
    area = pixels[max(top, 0) : bottom, max(left, 0) : right]
    if area.size == 0:
        return
    area[:] = area * np.float32(0.12) + np.asarray(tone, dtype=np.float32) * np.float32(0.88)
    rows = np.linspace(1.06, 0.9, area.shape[0], dtype=np.float32)[:, None, None]
    area *= rows
    area[:4] *= np.float32(1.2)
    area[-6:] *= np.float32(edge)
    area[:, -5:] *= np.float32(edge)


def carton(rng, pixels: np.ndarray, left, top, right, bottom) -> None:
    """A cardboard box seen from the front, with its tape."""
    size = (max(8, round(right - left)), max(8, round(bottom - top)))
    face = surfaces.cardboard(rng, (size[0] // 2 + 1, size[1] // 2 + 1))
    face = cv2.resize(face, size, interpolation=cv2.INTER_CUBIC) * np.float32(
        between(rng, 0.8, 1.05)
    )
    face[:5] *= np.float32(1.15)
    face[-7:] *= np.float32(0.5)
    face[:, -6:] *= np.float32(0.55)
    face[:, :4] *= np.float32(0.75)
    if rng.random() < 0.5:
        tape = round(size[0] * between(rng, 0.4, 0.55))
        wide = max(6, size[0] // 12)
        face[:, tape : tape + wide] = face[:, tape : tape + wide] * np.float32(0.6) + np.float32(70)
    y, x = max(0, round(top)), max(0, round(left))
    area = pixels[y : y + size[1], x : x + size[0]]
    area[:] = face[: area.shape[0], : area.shape[1]]


BEAMS = [(208, 96, 30), (36, 74, 150), (150, 152, 150), (196, 164, 40)]


def rack(rng, size, cell):
    """Upright posts, shelves with goods, and a beam across each cell for the labels."""
    pixels = surfaces.flat(size, (46, 46, 48)) + surfaces.noise(rng, size, 160)[..., None] * 8
    tone = pick(rng, BEAMS)
    for top in range(-cell[1] // 2, size[1], cell[1] // 2):
        x = -between(rng, 0, 200)
        while x < size[0]:
            wide, tall = between(rng, 240, 520), between(rng, 0.55, 0.78) * cell[1] / 2
            low = top + cell[1] / 2
            carton(rng, pixels, x, low - tall, x + wide, low)
            x += wide + between(rng, 6, 50)
    beam = surfaces.painted(rng, (size[0] // 2, 60), [tone])
    beam = cv2.resize(beam, (size[0], 120), interpolation=cv2.INTER_CUBIC)
    beam[:6] *= np.float32(1.2)
    beam[-10:] *= np.float32(0.5)
    for top in range(0, size[1] - 120, cell[1] // 2):
        pixels[top : top + 120] = beam
    for x in range(0, size[0], round(cell[0] * 1.02)):
        box(pixels, x, 0, x + 70, size[1], tuple(c * 0.85 for c in tone))
        for y in range(40, size[1], 90):
            cv2.rectangle(pixels, (x + 26, y), (x + 44, y + 34), (24, 24, 26), -1)
    return pixels


def machine(rng, size, cell):
    """Sheets of paint with seams, screws, buttons, lamps and a louvre."""
    del cell
    paints = [(196, 198, 192), (150, 162, 166), (84, 112, 98), (60, 84, 110), (186, 182, 168)]
    pixels = ground_of(surfaces.painted, rng, size, paints=[pick(rng, paints)])
    for x in range(round(between(rng, 200, 700)), size[0], round(between(rng, 900, 1400))):
        pixels[:, x : x + 5] *= np.float32(0.45)
        pixels[:, x + 5 : x + 8] *= np.float32(1.15)
        for y in range(60, size[1], 260):
            cv2.circle(pixels, (x - 40, y), 13, (70, 70, 72), -1, cv2.LINE_AA)
            cv2.circle(pixels, (x - 41, y - 1), 11, (142, 142, 144), -1, cv2.LINE_AA)
    for _ in range(max(2, size[0] // 900)):
        x, y = round(between(rng, 100, size[0] - 500)), round(between(rng, 60, size[1] - 300))
        if rng.random() < 0.5:
            for index in range(6):
                box(pixels, x, y + index * 34, x + 330, y + index * 34 + 16, (34, 34, 36))
        else:
            for index in range(3):
                at = (x + index * 120, y + 60)
                colour = pick(rng, [(170, 40, 36), (40, 130, 60), (210, 170, 40), (40, 40, 44)])
                cv2.circle(pixels, at, 46, (92, 92, 94), -1, cv2.LINE_AA)
                cv2.circle(pixels, at, 34, colour, -1, cv2.LINE_AA)
                cv2.circle(pixels, (at[0] - 9, at[1] - 10), 9, (228, 224, 220), -1, cv2.LINE_AA)
    return pixels


def cartons(rng, size, cell):
    pixels = surfaces.flat(size, (60, 56, 50))
    y = -between(rng, 0, 160)
    while y < size[1]:
        tall, x = between(rng, 0.45, 0.62) * cell[1], -between(rng, 0, 300)
        while x < size[0]:
            wide = between(rng, 0.5, 0.8) * cell[0]
            carton(rng, pixels, x, y, x + wide, y + tall)
            x += wide + between(rng, 3, 16)
        y += tall + between(rng, 3, 10)
    return pixels


def container(rng, size, cell):
    del cell
    return ground_of(surfaces.container_wall, rng, size)


def wall(rng, size, cell):
    """Concrete, with joints and a pipe."""
    del cell
    pixels = ground_of(surfaces.concrete, rng, size)
    for y in range(round(between(rng, 200, 500)), size[1], 620):
        pixels[y : y + 6] *= np.float32(0.55)
    x = round(between(rng, 0, size[0] - 100))
    box(pixels, x, 0, x + 56, size[1], (140, 142, 144))
    return pixels


def crates(rng, size, cell):
    del cell
    return ground_of(surfaces.wood, rng, size)


def cabinet(rng, size, cell):
    """A grey cabinet with rows of terminals and wires."""
    pixels = ground_of(surfaces.plastic, rng, size, colour=(182, 184, 182))
    for top in range(cell[1] // 2 - 50, size[1] - 100, cell[1] // 2):
        box(pixels, 0, top, size[0], top + 70, (120, 122, 124))
        for x in range(0, size[0], 46):
            tone = pick(rng, [(206, 204, 196), (206, 204, 196), (96, 120, 70), (60, 90, 150)])
            box(pixels, x, top - 14, x + 40, top + 84, tone, 0.75)
            cv2.circle(pixels, (x + 20, top + 8), 10, (70, 70, 72), -1, cv2.LINE_AA)
    return pixels


def steel(rng, size, cell):
    del cell
    return ground_of(surfaces.brushed_metal, rng, size, level=between(rng, 120, 160))


GROUNDS = {
    "rack": rack,
    "machine": machine,
    "cartons": cartons,
    "container": container,
    "wall": wall,
    "crates": crates,
    "cabinet": cabinet,
    "steel": steel,
}
