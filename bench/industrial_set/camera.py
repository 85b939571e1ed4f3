"""The photograph of a face: where it stands in the frame, and what lens and sensor do to it."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import surfaces
from .chance import between, pick

FRAME = (960, 720)  # what most pictures of the set measure


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination; plain floats give the same bits on every machine."""
    count = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(count):
        best = max(range(column, count), key=lambda index: abs(rows[index][column]))
        rows[column], rows[best] = rows[best], rows[column]
        for index in range(count):
            if index != column:
                factor = rows[index][column] / rows[column][column]
                rows[index] = [
                    a - factor * b for a, b in zip(rows[index], rows[column], strict=True)
                ]
    return [rows[index][count] / rows[index][index] for index in range(count)]


def homography(quad: list[tuple[float, float]], size: tuple[int, int]) -> list[float]:
    """The eight numbers that lead from the frame to the face of that size, as Pillow wants them."""
    width, height = size
    matrix, right = [], []
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    for (x, y), (u, v) in zip(quad, corners, strict=True):
        matrix.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        matrix.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        right += [u, v]
    return solved(matrix, right)


def quad_of(size, frame, scale, angle, yaw, pitch, shift) -> list[tuple[float, float]]:
    """Corners of a turned and slanted face in the frame; yaw and pitch: 0 = seen from the front."""
    width, height = size
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        far = 1 + yaw * x + pitch * y
        px = x * width * scale * (1 - abs(yaw) * 0.35) / far
        py = y * height * scale * (1 - abs(pitch) * 0.35) / far
        # Rounded, so that a last bit of a sine cannot move a pixel.
        cx = round(frame[0] / 2 + shift[0] + px * cos - py * sin, 3)
        corners.append((cx, round(frame[1] / 2 + shift[1] + px * sin + py * cos, 3)))
    return corners


def fitting(size, frame, scale, angle, yaw, pitch) -> float:
    """The scale, made less if need be so that the face stays inside the frame."""
    quad = quad_of(size, frame, scale, angle, yaw, pitch, (0, 0))
    widths = [abs(x - frame[0] / 2) / (frame[0] / 2) for x, _ in quad]
    heights = [abs(y - frame[1] / 2) / (frame[1] / 2) for _, y in quad]
    return round(scale * min(1.0, 0.95 / max(widths + heights)), 4)


def placed(rng, face: Image.Image, scene: Image.Image, scale, angle=0.0, yaw=0.0, pitch=0.0):
    """The scene with the face in it, somewhere near the middle and wholly inside."""
    frame = scene.size
    scale = fitting(face.size, frame, scale, angle, yaw, pitch)
    quad = quad_of(face.size, frame, scale, angle, yaw, pitch, (0, 0))
    free_x = max(0.0, frame[0] / 2 - max(abs(x - frame[0] / 2) for x, _ in quad))
    free_y = max(0.0, frame[1] / 2 - max(abs(y - frame[1] / 2) for _, y in quad))
    shift = (between(rng, -0.8, 0.8) * free_x, between(rng, -0.8, 0.8) * free_y)
    quad = quad_of(face.size, frame, scale, angle, yaw, pitch, shift)
    numbers = homography(quad, face.size)
    if scale < 0.7:  # shrunk beforehand: the warp looks at four pixels only
        small = (max(1, round(face.width * scale)), max(1, round(face.height * scale)))
        face = face.resize(small, Image.Resampling.BOX)
        numbers = homography(quad, face.size)
    how = (frame, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)
    cover = Image.new("L", face.size, 255).transform(*how)
    scene.paste(face.transform(*how), (0, 0), cover)
    return scene


def scene_for(rng, frame: tuple[int, int]) -> Image.Image:
    """What is behind: a blurred surface with a few borders."""
    ground = surfaces.light(rng, pick(rng, surfaces.SCENES)(rng, frame), 0.35)
    made = surfaces.picture(ground * np.float32(between(rng, 0.45, 0.95)))
    draw = ImageDraw.Draw(made)
    for _ in range(int(rng.integers(1, 4))):
        x, y = between(rng, 0, frame[0]), between(rng, 0, frame[1])
        wide, high = between(rng, 0.15, 0.6) * frame[0], between(rng, 0.1, 0.5) * frame[1]
        level = int(rng.integers(30, 150))
        colour = tuple(int(level + rng.integers(-20, 20)) for _ in range(3))
        if rng.random() < 0.5:
            draw.rectangle((x, y, x + wide, y + high), fill=colour)
        else:
            draw.line((x, 0, x + wide / 2, frame[1]), fill=colour, width=int(rng.integers(4, 30)))
    return made.filter(ImageFilter.GaussianBlur(between(rng, 1.5, 5)))


def photograph(rng, face, scale, frame=FRAME, scene=None, angle=0.0, yaw=0.0, pitch=0.0):
    """A face (array) in a scene, by default one of its own, as a picture."""
    scene = scene_for(rng, frame) if scene is None else scene
    return placed(rng, surfaces.picture(face), scene, scale, angle, yaw, pitch)


def slight(rng, much: float = 1.0) -> dict:
    """The view of a hand that holds the phone nearly straight."""
    return {
        "angle": between(rng, -5, 5) * much,
        "yaw": between(rng, -0.16, 0.16) * much,
        "pitch": between(rng, -0.16, 0.16) * much,
    }


def moved(shot: Image.Image, length: int, angle: float) -> Image.Image:
    """Blur of a hand that moves by so many pixels."""
    pixels = np.asarray(shot, dtype=np.float32)
    total = np.zeros_like(pixels)
    margin = length
    padded = np.pad(pixels, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
    for number in range(length):
        at = number - (length - 1) / 2
        dx, dy = round(at * math.cos(angle)), round(at * math.sin(angle))
        top, left = margin + dy, margin + dx
        total += padded[top : top + pixels.shape[0], left : left + pixels.shape[1]]
    return surfaces.picture(total / np.float32(length))


def sensor(rng, shot: Image.Image, blur: float, grain: float) -> Image.Image:
    """Lens and sensor: a soft picture, and noise that grows with darkness as gain does."""
    shot = shot.filter(ImageFilter.GaussianBlur(blur)) if blur else shot
    pixels = np.asarray(shot, dtype=np.float32)
    shape = pixels.shape
    # The sum of four even numbers is near enough to a Gaussian, and exact.
    spread = sum(rng.random(shape, dtype=np.float32) for _ in range(4)) - 2
    return surfaces.picture(pixels + spread * np.float32(grain * 1.73))


def everyday(rng, shot: Image.Image, blur=(0.4, 1.1), grain=(2, 6)) -> Image.Image:
    return sensor(rng, shot, between(rng, *blur), between(rng, *grain))
