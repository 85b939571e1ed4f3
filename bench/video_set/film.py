"""The frames: what lens, light, sensor and an exposure of some milliseconds do to the plane."""

import math
from collections.abc import Iterator

import cv2
import numpy as np
from industrial_set.chance import between

from .layout import Scene
from .path import Way, project
from .specs import PROFILES, Spec

BLUR_STEP = 2.6  # pixels between two poses of an exposure
POSES_MAX = 16
SPOT_REACH = 1.8  # of the glare, in its own sizes; its light falls off to nothing there
POOL = 5  # fields of noise, of which each frame takes a piece of one


class Lens:
    """Focus, light, glare and noise of a clip over time."""

    def __init__(self, rng, spec: Spec, frames: int):
        self.profile = profile = PROFILES[spec.profile]
        self.size, self.shutter = spec.size, spec.shutter
        self.base = between(rng, *profile.soft)
        self.focus = np.full(frames, self.base)
        middle = sum(profile.high) / 2
        for _ in range(profile.hunts):
            length = int(rng.integers(18, 40))
            start = int(rng.integers(4, max(5, frames - length)))
            worst = middle * between(rng, 0.14, 0.24)
            bump = np.sin(np.linspace(0, math.pi, length)) * worst
            self.focus[start : start + length] += bump[: frames - start]
        self.exposure = between(rng, *profile.exposure)
        self.noise = between(rng, *profile.noise)
        self.glare = profile.glare
        self.spot_size = [between(rng, *s) * max(spec.size) for s in ((0.14, 0.2), (0.08, 0.11))]
        turn = between(rng, -0.6, 0.6)
        self.spot_turn = (math.cos(turn), math.sin(turn))
        at = np.arange(frames) / 30
        speed, phase = between(rng, 0.35, 0.6), rng.random(2) * 2 * math.pi
        self.spot_x = spec.size[0] * (0.5 + 0.4 * np.sin(2 * math.pi * speed * at + phase[0]))
        self.spot_y = spec.size[1] * (0.5 + 0.3 * np.sin(2 * math.pi * speed * 0.7 * at + phase[1]))
        self.shade = self.falloff(rng)
        wide, tall = spec.size
        self.pool = []
        for _ in range(POOL):
            field = rng.standard_normal((tall + 48, wide + 48, 3), dtype=np.float32)
            field = cv2.GaussianBlur(field, (0, 0), 0.6)
            self.pool.append(field * np.float32(self.noise / float(field.std())))
        self.pieces = rng.integers(0, 48, (frames, 2))
        self.which = rng.integers(0, POOL, frames)

    def falloff(self, rng) -> np.ndarray:
        """Darker corners and a light from one side, with the exposure in it."""
        wide, tall = self.size
        x = np.linspace(-1, 1, wide, dtype=np.float32)[None, :]
        y = np.linspace(-1, 1, tall, dtype=np.float32)[:, None]
        side = x * np.float32(between(rng, -0.12, 0.12)) + y * np.float32(between(rng, -0.12, 0.12))
        shade = (1 + side) * (1 - (x * x + y * y) * np.float32(0.07))
        return np.repeat((shade * np.float32(self.exposure))[..., None], 3, axis=2)

    def spot_at(self, frame: int, points: np.ndarray) -> np.ndarray:
        """How strong the glare is at points of the picture, 0..1."""
        x, y = points[..., 0] - self.spot_x[frame], points[..., 1] - self.spot_y[frame]
        cos, sin = self.spot_turn
        along = (x * cos + y * sin) / self.spot_size[0]
        across = (y * cos - x * sin) / self.spot_size[1]
        near = np.clip(1 - (along * along + across * across) / SPOT_REACH**2, 0, 1)
        return near * near * near * self.glare

    def add_glare(self, frame: int, picture: np.ndarray) -> None:
        wide, tall = self.size
        reach = SPOT_REACH * max(self.spot_size)
        x0, x1 = (int(min(max(self.spot_x[frame] + s * reach, 0), wide)) for s in (-1, 1))
        y0, y1 = (int(min(max(self.spot_y[frame] + s * reach, 0), tall)) for s in (-1, 1))
        if x1 - x0 < 2 or y1 - y0 < 2:
            return
        grid = np.stack(np.meshgrid(np.arange(x0, x1), np.arange(y0, y1)), axis=-1)
        spot = self.spot_at(frame, grid).astype(np.float32)[..., None]
        area = picture[y0:y1, x0:x1]
        area += (262 - area) * spot


def exposed(scene: Scene, way: Way, lens: Lens, frame: int) -> np.ndarray:
    """The plane as it falls on the sensor while the shutter is open."""
    shutter, wide, tall = lens.shutter, *lens.size
    begin, end = way.homography(frame - shutter / 2), way.homography(frame + shutter / 2)
    here = np.linalg.inv(way.homography(frame))
    points = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall), (wide / 2, tall / 2)], float)
    plane = project(here, points)
    far = np.abs(project(end, plane) - project(begin, plane))
    extent = float(np.sqrt((far * far).sum(axis=1)).max())
    count = min(POSES_MAX, max(1, math.ceil(extent / BLUR_STEP)))
    how = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REFLECT_101}
    if count == 1:
        return cv2.warpPerspective(scene.pixels, way.homography(frame), (wide, tall), **how)
    total = np.zeros((tall, wide, 3), np.float32)
    for index in range(count):
        at = frame + shutter * ((index + 0.5) / count - 0.5)
        shot = cv2.warpPerspective(scene.pixels, way.homography(at), (wide, tall), **how)
        cv2.accumulate(shot, total)
    return cv2.convertScaleAbs(total, alpha=1 / count)


def frames(scene: Scene, way: Way, lens: Lens, count: int | None = None) -> Iterator[np.ndarray]:
    """Pictures (red, green, blue), one after the other."""
    wide, tall = lens.size
    for frame in range(min(count or way.frames, way.frames)):
        picture = cv2.GaussianBlur(exposed(scene, way, lens, frame), (0, 0), lens.focus[frame])
        picture = cv2.multiply(picture, lens.shade, dtype=cv2.CV_32F)
        if lens.glare:
            lens.add_glare(frame, picture)
        y, x = (int(v) for v in lens.pieces[frame])
        noise = lens.pool[int(lens.which[frame])][y : y + tall, x : x + wide]
        yield cv2.convertScaleAbs(np.maximum(cv2.add(picture, noise), 0))
