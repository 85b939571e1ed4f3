"""A scene: a large plane with labels on it that do not touch, and where they are."""

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
from industrial_set import words
from industrial_set.chance import between, pick

from . import codes, faces, prints, scenes
from .faces import Face, Mark, scaled
from .specs import PROFILES, Spec

ZOOM = 0.75  # pixels of the video per pixel of the plane, at a pause
STEP = 0.86  # from one station to the next, in widths of a view
AROUND = 0.2  # plane beyond the stations, in views
ROOM = 26  # between two faces
INK_MIN = 75  # levels between ink and ground, in every column
MODULE = 2.4  # pixels of the video that a module of a code has at least, at a pause


@dataclass
class Label:
    """A mark where it lies on the plane; corners clockwise from the text's own top left."""

    mark: Mark
    quad: np.ndarray
    printed_quad: np.ndarray | None
    high: float
    group: str | None = None


@dataclass
class Scene:
    pixels: np.ndarray
    labels: list[Label]
    stations: list[tuple[float, float]]
    view: tuple[float, float]
    spacing: float = 0.0  # of running tags along the plane
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)


# How much larger than usual print the letters of a face are.
MAKERS = {
    "tag": (lambda rng: faces.tag(rng, some_texts(rng)), 1.0),
    "tape": (lambda rng: faces.tag(rng, some_texts(rng), "tape"), 1.0),
    "warning": (lambda rng: faces.tag(rng, [pick(rng, words.WARNINGS)], "tape"), 1.3),
    "nameplate": (prints.nameplate, 0.95),
    "shelf": (prints.shelf_label, 0.72),
    "matrix": (prints.matrix_sticker, 0.9),
    "shipping": (prints.shipping_label, 0.95),
    "plate": (prints.number_plate, 1.5),
    "stamped": (prints.stamped_plate, 1.35),
    "dots": (prints.dots, 1.6),
    "dots-light": (lambda rng: prints.dots(rng, light=True), 1.6),
    "stencil": (prints.stencil, 1.9),
    "stencil-light": (lambda rng: prints.stencil(rng, light=True), 1.9),
    "code": (prints.container_code, 1.4),
    "word": (lambda rng: prints.painted_word(rng, wall_word(rng)), 1.4),
    "vin": (lambda rng: faces.tag(rng, [words.vin(rng)], "metal"), 1.05),
}

THEMES = {
    "rack": ("shelf", "shelf", "shelf", "dots", "shipping", "tag"),
    "machine": ("nameplate", "tag", "tape", "stamped", "matrix", "warning", "vin"),
    "cartons": ("shipping", "dots", "stencil", "matrix", "tag", "shelf"),
    "container": ("code", "word", "matrix", "stencil-light", "plate", "tag", "vin"),
    "wall": ("plate", "plate", "tape", "shelf", "matrix", "warning", "tag"),
    "crates": ("stencil", "dots", "tag", "shipping", "stencil", "plate"),
    "cabinet": ("tape", "tag", "matrix", "nameplate", "tag", "shelf"),
    "steel": ("stamped", "nameplate", "dots", "matrix", "tag", "vin", "plate"),
}


def some_texts(rng) -> list[str]:
    make = (words.asset, words.serial, words.lot, codes.bin_place)
    return [pick(rng, make)(rng) for _ in range(int(rng.integers(1, 3)))]


def wall_word(rng) -> str:
    kinds = (pick(rng, words.CONTAINER_TYPES), f"MAX GROSS {int(rng.integers(200, 305)) * 100} KG")
    return pick(rng, (*kinds, f"TARE {int(rng.integers(200, 480)) * 10} KG"))


def reference(face: Face) -> float:
    """The smallest letters of a face that count; of a code its printed text or six modules."""
    texts = [mark.high for mark in face.marks if mark.kind == "text" and mark.counts]
    return min(texts or [face.marks[0].high * 5])


class Builder:
    def __init__(self, rng, spec: Spec):
        self.rng, self.spec, self.profile = rng, spec, PROFILES[spec.profile]
        self.view = (spec.size[0] / ZOOM, spec.size[1] / ZOOM)
        across = self.view[0] >= self.view[1] or rng.random() < 0.5
        step = (self.view[0] * STEP, 0) if across else (0, self.view[1] * STEP)
        begin = (self.view[0] * (0.5 + AROUND), self.view[1] * (0.5 + AROUND))
        last = spec.stations - 1
        stations = [(begin[0] + i * step[0], begin[1] + i * step[1]) for i in range(last + 1)]
        size = (round(stations[-1][0] + begin[0]), round(stations[-1][1] + begin[1]))
        cell = (round(self.view[0]), round(self.view[1]))
        pixels = scenes.GROUNDS[spec.theme](rng, size, cell)
        self.scene = Scene(pixels.astype(np.float32), [], stations, self.view)

    def high(self) -> float:
        return between(self.rng, *self.profile.high) / ZOOM

    def sized(self, face: Face, larger: float) -> Face:
        factor = self.high() * larger / reference(face)
        modules = [mark.high for mark in face.marks if mark.kind == "barcode"]
        least = max((MODULE / ZOOM / module for module in modules), default=0.0)
        return scaled(face, max(factor, least))

    def free(self, x: float, y: float, wide: float, tall: float) -> bool:
        left, top, right, bottom = x - ROOM, y - ROOM, x + wide + ROOM, y + tall + ROOM
        for a, b, c, d in self.scene.taken:
            if left < c and right > a and top < d and bottom > b:
                return False
        return True

    def shows(self, face: Face, x: int, y: int) -> bool:
        """Whether ink without a ground of its own stands out from the scene in all its length."""
        if face.raised:
            return True
        left, top, right, bottom = (round(v) for v in face.marks[0].box)
        below = round(face.marks[-1].box[3])
        area = self.scene.pixels[y + top : y + max(below, bottom), x + left : x + right]
        columns = area.mean(axis=0) @ np.float32((0.3, 0.59, 0.11))
        differs = np.abs(columns - faces.level(face.pixels[0, 0]))
        return float(differs.min()) > INK_MIN

    def put(self, face: Face, x: float, y: float, angle: float = 0.0, group=None) -> None:
        """The face with its top left at a place of the plane, turned around its middle."""
        wide, tall = face.size
        self.scene.taken.append((x, y, x + wide, y + tall))
        turn = cv2.getRotationMatrix2D((wide / 2, tall / 2), -angle, 1.0)
        pad = math.ceil(max(8, (math.hypot(wide, tall) - min(wide, tall)) / 2 if angle else 8))
        left, top = round(x), round(y)
        move = turn.copy()
        move[:, 2] += pad
        size = (wide + 2 * pad, tall + 2 * pad)
        how = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}
        pixels = cv2.warpAffine(face.pixels, move, size, **how)
        alpha = cv2.warpAffine(face.alpha, move, size, flags=cv2.INTER_LINEAR)
        blend(self.scene.pixels, pixels, alpha, left - pad, top - pad, face.raised)
        shift = np.asarray((left, top))
        for mark in face.marks:
            quad = corners(mark.box) @ turn[:, :2].T + turn[:, 2] + shift
            below = None
            if mark.printed_box:
                below = corners(mark.printed_box) @ turn[:, :2].T + turn[:, 2] + shift
            named = group if mark.counts else None
            self.scene.labels.append(Label(mark, quad, below, mark.high, named))

    def place(self, face: Face, station: int, group=None, tries: int = 90) -> bool:
        """Somewhere free in the view of a station."""
        wide, tall = face.size
        cx, cy = self.scene.stations[station]
        room = (self.view[0] * 0.88, self.view[1] * 0.84)
        if wide > room[0] or tall > room[1]:
            face = scaled(face, min(room[0] / wide, room[1] / tall))
            wide, tall = face.size
        angle = between(self.rng, -2.5, 2.5) if face.raised else between(self.rng, -1, 1)
        for _ in range(tries):
            x = cx - room[0] / 2 + self.rng.random() * (room[0] - wide)
            y = cy - room[1] / 2 + self.rng.random() * (room[1] - tall)
            if self.free(x, y, wide, tall) and self.shows(face, round(x), round(y)):
                self.put(face, x, y, angle, group)
                return True
        return False


def corners(box) -> np.ndarray:
    left, top, right, bottom = box
    return np.asarray([(left, top), (right, top), (right, bottom), (left, bottom)])


def blend(scene: np.ndarray, pixels, alpha, left: int, top: int, raised: bool) -> None:
    """Lays a picture on the scene, in place; what lies outside is left away."""
    tall, wide = alpha.shape
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(scene.shape[0], top + tall), min(scene.shape[1], left + wide)
    if y1 <= y0 or x1 <= x0:
        return
    part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    area = scene[y0:y1, x0:x1]
    if raised:
        dark = cv2.GaussianBlur(np.roll(alpha, (5, 4), (0, 1)), (0, 0), 4)[part]
        area *= 1 - dark[..., None] * np.float32(0.45)
    cover = alpha[part][..., None]
    area[:] = area * (1 - cover) + pixels[part] * cover
