"""One picture of the set, and what its makers share."""

from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from . import camera, surfaces
from .camera import FRAME
from .chance import between


@dataclass
class Shot:
    image: Image.Image
    labels: list[list[str]] = field(default_factory=list)  # accepted readings of each label
    quality: int | None = 90  # of the JPEG; none: PNG


def taken(
    rng, face, labels, scale, frame=FRAME, view=None, scene=None, blur=(0.4, 1.1), grain=(2, 6)
):
    """The face photographed by hand on an ordinary day."""
    view = camera.slight(rng) if view is None else view
    shot = camera.photograph(rng, face, scale, frame, scene, **view)
    shot = camera.everyday(rng, shot, blur, grain)
    return Shot(shot, labels, int(rng.integers(78, 94)))


def close(rng, face, scale: float) -> tuple[int, int]:
    """The frame of a close picture: the face and a little of what is around it."""
    around = between(rng, 1.12, 1.4)
    return tuple(max(96, min(1600, round(side * scale * around))) for side in face.shape[1::-1])


def framed(mask: Image.Image, margin: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """Size of a face that leaves a margin (in heights of a line) around a mask, and its place."""
    space = round(margin)
    return (mask.width + 2 * space, mask.height + 2 * space), (space, space)


def worn(rng, size, share: float, cell: float = 12) -> np.ndarray:
    """How much of the print has gone at each pixel, 0..1; share 0 is nearly none, 1 very much."""
    field_ = surfaces.cloud(rng, size, cell)
    return surfaces.step(field_, 0.75 - share * 0.75, 1.05 - share * 0.75) * np.float32(0.85)


def scale_for(letter_height: float, rng, low: float, high: float) -> float:
    """Scale that makes letters low..high pixels high in the frame."""
    return between(rng, low, high) / letter_height
