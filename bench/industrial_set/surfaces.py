"""What the text stands on: metal, paint, plastic, cardboard, wood, rust; and the light on it.

Pictures are float32 arrays (height, width, 3) of 0..255. Only additions, multiplications and
comparisons are applied to them, and resizing by Pillow: those give the same bits on every CPU,
which exponentials, sines and matrix products do not.
"""

import numpy as np
from PIL import Image

from .chance import between, pick

PAINTS = [
    (176, 58, 46),
    (38, 84, 140),
    (52, 110, 76),
    (201, 120, 40),
    (140, 142, 140),
    (94, 64, 50),
    (214, 208, 190),
    (44, 62, 74),
    (206, 172, 50),
]
DARK_PAINTS = [(150, 44, 36), (30, 66, 118), (38, 88, 60), (84, 60, 46), (40, 52, 62), (58, 58, 60)]
LIGHT_PAINTS = [(214, 208, 190), (206, 200, 196), (196, 206, 210), (222, 190, 84), (226, 226, 222)]


def enlarge(field: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    picture = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    return np.asarray(picture.resize(size, Image.Resampling.BICUBIC), dtype=np.float32)


def noise(rng, size: tuple[int, int], cell: float, stretch: float = 1.0) -> np.ndarray:
    """Smooth noise of about -1..1; a cell is so many pixels high and `stretch` times as wide."""
    width, height = size
    grid = (max(2, round(height / cell) + 1), max(2, round(width / (cell * stretch)) + 1))
    return enlarge(rng.random(grid, dtype=np.float32) * 2 - 1, size)


def cloud(rng, size: tuple[int, int], cell: float) -> np.ndarray:
    """Noise of three scales, for dirt and rust."""
    return (
        noise(rng, size, cell) * np.float32(0.6)
        + noise(rng, size, cell / 3) * np.float32(0.3)
        + noise(rng, size, cell / 9) * np.float32(0.2)
    )


def step(field: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 below low, 1 above high, a smooth curve between."""
    t = np.clip((field - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (3 - 2 * t)


def flat(size: tuple[int, int], colour) -> np.ndarray:
    made = np.empty((size[1], size[0], 3), dtype=np.float32)
    made[:] = np.asarray(colour, dtype=np.float32)
    return made


def shade(rng, size, base: np.ndarray, amount: float, cell: float, stretch: float = 1.0):
    return base + (noise(rng, size, cell, stretch) * np.float32(amount))[..., None]


def brushed_metal(rng, size, level=None):
    level = between(rng, 120, 190) if level is None else level
    face = flat(size, (level, level * 1.01, level * 1.02))
    face = shade(rng, size, face, between(rng, 8, 16), 1.2, 60)
    face = shade(rng, size, face, 6, 2.5, 25)
    return shade(rng, size, face, 12, size[1] / 2)


def cast_metal(rng, size):
    level = between(rng, 90, 150)
    face = flat(size, (level, level, level * 1.03))
    face = shade(rng, size, face, between(rng, 8, 14), 2.2)
    return shade(rng, size, face, 10, 40)


def painted(rng, size, paints=None):
    face = flat(size, pick(rng, paints or PAINTS))
    face = shade(rng, size, face, 4, 2.5)
    return shade(rng, size, face, 10, size[1] / 3)


def plastic(rng, size, colour=None):
    colours = [(58, 60, 64), (196, 196, 190), (40, 74, 120), (150, 150, 152), (86, 96, 84)]
    face = flat(size, colour or pick(rng, colours))
    face = shade(rng, size, face, between(rng, 2, 5), 1.6)
    return shade(rng, size, face, 6, size[1] / 2)


def cardboard(rng, size):
    face = flat(size, (between(rng, 168, 196), between(rng, 132, 150), between(rng, 94, 112)))
    face = shade(rng, size, face, 6, 1.5)
    face = shade(rng, size, face, 5, 7, 40)
    return shade(rng, size, face, 9, size[1] / 3)


def wood(rng, size):
    face = flat(size, (between(rng, 160, 190), between(rng, 124, 140), between(rng, 84, 96)))
    face = shade(rng, size, face, 15, 3, 45)
    face = shade(rng, size, face, 8, 1.4, 12)
    plank = int(between(rng, 0.36, 0.55) * size[1])
    for top in range(int(rng.integers(plank)), size[1], plank):
        face[top : top + 4] *= np.float32(0.45)
    return face


def concrete(rng, size):
    level = between(rng, 130, 175)
    face = flat(size, (level, level * 0.99, level * 0.96))
    face = shade(rng, size, face, 9, 1.3)
    face = shade(rng, size, face, 9, 9)
    return shade(rng, size, face, 10, 80)


def container_wall(rng, size, paint=None):
    """Painted steel with upright corrugations."""
    face = painted(rng, size, [paint] if paint else DARK_PAINTS)
    width = between(rng, 70, 130)
    at = (np.arange(size[0], dtype=np.float32) / np.float32(width) + np.float32(rng.random())) % 1
    ridge = step(at, 0.0, 0.12) * (1 - step(at, 0.5, 0.62))
    edge = step(at, 0.0, 0.06) * (1 - step(at, 0.06, 0.14))
    back = step(at, 0.5, 0.56) * (1 - step(at, 0.56, 0.64))
    depth = np.float32(between(rng, 0.08, 0.2))
    profile = 1 + ridge * np.float32(0.06) + edge * depth - back * depth
    return rust(rng, face * profile[None, :, None], between(rng, 0.55, 0.8))


def rust(rng, face: np.ndarray, threshold: float) -> np.ndarray:
    size = (face.shape[1], face.shape[0])
    amount = step(cloud(rng, size, 90), threshold, threshold + 0.25)[..., None] * np.float32(0.8)
    brown = flat(size, (112, 66, 40))
    brown = shade(rng, size, brown, 22, 3)
    return face * (1 - amount) + brown * amount


SCENES = [brushed_metal, painted, plastic, cardboard, wood, concrete]


def light(rng, face: np.ndarray, strength: float = 0.25) -> np.ndarray:
    """Light that falls off to a side, and mostly a soft shadow."""
    height, width = face.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    ax, ay = between(rng, -1, 1), between(rng, -1, 1)
    fall = 1 + np.float32(strength) * (x * np.float32(ax) + y * np.float32(ay))
    if rng.random() < 0.6:
        # The border of a shadow: a straight one, softened.
        bx, by, at = between(rng, -1, 1), between(rng, -1, 1), between(rng, -0.6, 0.6)
        side = x * np.float32(bx) + y * np.float32(by)
        fall = fall * (
            1 - step(side, at, at + between(rng, 0.06, 0.3)) * np.float32(strength * 1.3)
        )
    return face * fall[..., None]


def glare(rng, face: np.ndarray, strength: float) -> np.ndarray:
    """A bright spot, as of a lamp mirrored in a smooth surface."""
    height, width = face.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :] - np.float32(between(rng, -0.8, 0.8))
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None] - np.float32(between(rng, -0.8, 0.8))
    wide, high = between(rng, 0.3, 0.7), between(rng, 0.3, 0.9)
    far = x * x / np.float32(wide * wide) + y * y / np.float32(high * high)
    spot = (1 - step(far, 0, 1)) * np.float32(strength)
    return face + (255 - face) * spot[..., None]


def scratches(rng, face: np.ndarray, count: int) -> np.ndarray:
    """Thin straight scratches, lighter or darker than the ground."""
    from PIL import ImageDraw

    height, width = face.shape[:2]
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    for _ in range(count):
        x, y = between(rng, 0, width), between(rng, 0, height)
        dx, dy = between(rng, -0.3, 0.3) * width, between(rng, -0.25, 0.25) * height
        draw.line((x, y, x + dx, y + dy), fill=int(rng.integers(60, 190)), width=1)
    change = np.float32(between(rng, 20, 55) * (1 if rng.random() < 0.7 else -1))
    return face + (np.asarray(mask, dtype=np.float32) / 255)[..., None] * change


def picture(face: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(face + np.float32(0.5), 0, 255).astype(np.uint8))
