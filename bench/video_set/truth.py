"""What a clip shows, exactly: where each label is in each frame, and whether it can be read."""

import numpy as np

from .film import Lens
from .layout import Label, Scene
from .path import Way, project
from .specs import FPS, Spec

LETTER_MIN = 11.0  # pixels, of a capital letter
MODULE_MIN = 2.0  # pixels
BLUR_MAX = 0.35  # of a letter's height
BLUR_OF_MODULE_MAX = 1.2
GLARE_MAX = 0.4
CONTRAST_MIN = 3.3  # levels of contrast per level of noise, of letters that are large enough
LETTER_LARGE = 16.0  # pixels; smaller ones need more contrast
RUN = 2  # clear frames one after the other that make a label readable


def rounded(quad: np.ndarray) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in quad]


def sampled(quad: np.ndarray) -> np.ndarray:
    """Points all over a quad."""
    across = np.linspace(0, 1, 7)[:, None]
    top = quad[0] + (quad[1] - quad[0]) * across
    bottom = quad[3] + (quad[2] - quad[3]) * across
    return np.concatenate([top, (top + bottom) / 2, bottom])


def seen(label: Label, way: Way, lens: Lens, frame: int) -> dict | None:
    """The label in one frame; none when it is outside."""
    matrix, shutter = way.homography(frame), lens.shutter
    quad = project(matrix, label.quad)
    wide, tall = way.size
    low, high = quad.min(axis=0), quad.max(axis=0)
    if high[0] <= 0 or high[1] <= 0 or low[0] >= wide or low[1] >= tall:
        return None
    whole = bool(low[0] >= 0 and low[1] >= 0 and high[0] <= wide and high[1] <= tall)
    middle = label.quad.mean(axis=0)
    down = label.quad[3] - label.quad[0]
    down = down / np.linalg.norm(down)
    ends = project(matrix, np.stack([middle, middle + down * label.high]))
    letter = float(np.linalg.norm(ends[1] - ends[0]))
    way_points = [
        project(way.homography(frame + s * shutter / 2), middle[None]) for s in (-1, 0, 1)
    ]
    motion = sum(
        float(np.linalg.norm(b - a)) for a, b in zip(way_points, way_points[1:], strict=False)
    )
    blur = motion + 2.5 * float(lens.focus[frame])
    glare = float(lens.spot_at(frame, sampled(quad)).max()) if lens.glare else 0.0
    levels = label.mark.contrast * lens.exposure / lens.noise
    enough = levels * min(letter, LETTER_LARGE) / LETTER_LARGE >= CONTRAST_MIN
    if label.mark.kind == "barcode":
        enough = levels >= CONTRAST_MIN
        sharp = letter >= MODULE_MIN and blur < BLUR_OF_MODULE_MAX * letter
    else:
        sharp = letter >= LETTER_MIN and blur < BLUR_MAX * letter
    entry = {
        "n": frame,
        "quad": rounded(quad),
        "whole": whole,
        "height_px": round(letter, 1),
        "blur_px": round(blur, 1),
        "clear": bool(whole and sharp and enough and glare < GLARE_MAX),
    }
    if label.printed_quad is not None:
        entry["printed_quad"] = rounded(project(matrix, label.printed_quad))
    return entry


def readable(frames: list[dict]) -> bool:
    run, last = 0, -2
    for each in frames:
        run = (run + 1 if each["n"] == last + 1 else 1) if each["clear"] else 0
        last = each["n"]
        if run >= RUN:
            return True
    return False


def of_label(number: int, label: Label, way: Way, lens: Lens) -> dict:
    frames = [seen(label, way, lens, frame) for frame in range(way.frames)]
    frames = [each for each in frames if each]
    mark = label.mark
    entry = {
        "id": number,
        "kind": mark.kind,
        "format": mark.form,
        "text": mark.texts[0],
        "texts": mark.texts,
        "same_text_group": label.group and f"{label.group}:{mark.texts[0]}",
        "readable": mark.counts and readable(frames),
    }
    if mark.printed:
        entry["printed_text"] = mark.printed
    return entry | {"frames": frames}


def of_clip(spec: Spec, scene: Scene, way: Way, lens: Lens) -> dict:
    labels = [of_label(n, label, way, lens) for n, label in enumerate(scene.labels)]
    return {
        "video": f"{spec.stem}.mp4",
        "width": spec.size[0],
        "height": spec.size[1],
        "fps": FPS,
        "frames": way.frames,
        "half": spec.half,
        "profile": spec.profile,
        "theme": spec.theme,
        "situation": spec.situation,
        "labels": [label for label in labels if label["frames"]],
    }
