"""What a clip shows beside its usual labels: twins, running numbers, cut or large labels."""

import numpy as np
from industrial_set import surfaces, words
from industrial_set.chance import between, pick

from . import faces, prints
from .layout import MAKERS, THEMES, ZOOM, Builder, Scene, scaled
from .specs import Spec

ROOM_OF_TWINS = 24
FACES_MIN = 2  # usual ones at each station


def twins(build: Builder) -> None:
    """Two labels of equal text side by side, at two stations."""
    rng = build.rng
    for index, station in enumerate((0, len(build.scene.stations) - 1)):
        kind = pick(rng, ("tag", "shelf", "plate"))
        face = build.sized(MAKERS[kind][0](rng), MAKERS[kind][1])
        gap = ROOM_OF_TWINS + round(between(rng, 0, 40))
        limit = build.view[0] * 0.86 / (2 * face.size[0] + gap)
        face = scaled(face, limit) if limit < 1 else face
        cx, cy = build.scene.stations[station]
        wide, tall = face.size
        x = cx - wide - gap / 2 + between(rng, -0.02, 0.02) * build.view[0]
        y = cy - tall / 2 + between(rng, -0.25, 0.25) * (build.view[1] * 0.8 - tall)
        build.put(face, x, y, 0.0, f"twins-{index}")
        build.put(face, x + wide + gap, y + between(rng, -6, 6), 0.0, f"twins-{index}")


def far_equal(build: Builder) -> None:
    """The same text at the first and at the last station."""
    rng = build.rng
    for index, make in enumerate((words.asset, words.lot)):
        text = make(rng)
        for station in (0, len(build.scene.stations) - 1):
            face = faces.tag(rng, [text], "paper" if index else "tape")
            build.place(build.sized(face, 1.1), station, f"far-{index}")


def running(build: Builder) -> None:
    """A row of tags of equal look and spacing, their numbers running."""
    rng, scene = build.rng, build.scene
    along = scene.stations[-1][0] > scene.stations[0][0] or len(scene.stations) == 1
    form = int(rng.integers(3))
    start = int(rng.integers(1, 60)) if form == 0 else int(rng.integers(1, 900000))
    texts = [f"PART {start + i}" if form == 0 else f"{start + i:06}" for i in range(12)]
    if form == 2:
        prefix = words.some(rng, words.LETTERS, 2)
        texts = [f"{prefix}-{text[1:]}" for text in texts]
    look, seed = pick(rng, ("paper", "tape", "metal")), int(rng.integers(1 << 30))
    high = build.high() * 1.15
    made = []
    for text in texts:
        face = faces.tag(np.random.Generator(np.random.PCG64(seed)), [text], look)
        made.append(scaled(face, high / face.marks[0].high))
    longest = max(face.size[0 if along else 1] for face in made)
    first, last = scene.stations[0], scene.stations[-1]
    axis = 0 if along else 1
    length = last[axis] - first[axis] + build.view[axis] * 0.8
    count = int(min(10, length // (longest * 1.5)))
    spacing = length / count
    for index, face in enumerate(made[:count]):
        at = first[axis] - build.view[axis] * 0.4 + spacing * (index + 0.5)
        across = first[1 - axis] - build.view[1 - axis] * 0.16
        x, y = (at, across) if along else (across, at)
        build.put(face, x - face.size[0] / 2, y - face.size[1] / 2)
    scene.spacing = spacing


def cut(build: Builder) -> None:
    """Labels at the rim of the view, of which mostly a part is seen."""
    for cx, cy in build.scene.stations:
        face = build.sized(MAKERS["tag"][0](build.rng), 1.0)
        side = 1 if build.rng.random() < 0.5 else -1
        x = cx + between(build.rng, -0.3, 0.2) * build.view[0]
        y = cy + side * build.view[1] * 0.5 - face.size[1] / 2
        if build.free(x, y, *face.size):
            build.put(face, x, y)


def big(build: Builder) -> None:
    """One to three large labels, and nothing else."""
    rng = build.rng
    kinds = ("code", "plate") if build.spec.theme == "container" else ("stamped", "plate", "tag")
    for kind in kinds[: 1 + int(rng.integers(len(kinds)))]:
        face = MAKERS[kind][0](rng)
        build.place(scaled(face, between(rng, 2.2, 3.2) * build.high() / face.marks[0].high), 0)


SITUATIONS = {"twins": twins, "far-equal": far_equal, "running": running, "cut": cut, "big": big}


def shelf_row(build: Builder, station: int) -> None:
    """Shelf labels on the beam of a rack."""
    rng, (cx, cy) = build.rng, build.scene.stations[station]
    half = round(build.view[1]) // 2
    beam = round((cy - build.view[1] * 0.1) / half) * half + 60
    x = cx - build.view[0] * between(rng, 0.3, 0.42)
    for _ in range(int(rng.integers(2, 4))):
        face = build.sized(prints.shelf_label(rng), MAKERS["shelf"][1])
        wide, tall = face.size
        if x + wide > cx + build.view[0] * 0.46:
            return
        if build.free(x, beam - tall / 2, wide, tall):
            build.put(face, x, beam - tall / 2, between(rng, -0.8, 0.8))
        x += wide + between(rng, 40, 260)


def fill(build: Builder, wanted: int) -> None:
    """Usual labels of the theme until there are as many as wanted."""
    rng, spec = build.rng, build.spec
    if spec.theme == "rack":
        for station in range(spec.stations):
            shelf_row(build, station)
    kinds = list(THEMES[spec.theme])
    few = spec.theme == "rack" or spec.situation in SITUATIONS  # a part is there already
    least = (1 if few else FACES_MIN) * spec.stations if spec.stations > 1 else 0
    for turn in range(40):
        labels = sum(label.mark.counts for label in build.scene.labels)
        if labels >= wanted and turn >= least:
            return
        kind = kinds[(turn + spec.number) % len(kinds)]
        maker, larger = MAKERS[kind]
        build.place(build.sized(maker(rng), larger), turn % spec.stations)


def scene_of(rng, spec: Spec) -> Scene:
    build = Builder(rng, spec)
    if spec.situation in SITUATIONS:
        SITUATIONS[spec.situation](build)
    if spec.situation != "big":
        fill(build, int(rng.integers(10, 14)))
    build.scene.pixels = surfaces.light(rng, build.scene.pixels, 0.22)
    build.scene.pixels = np.clip(build.scene.pixels + 0.5, 0, 255).astype(np.uint8)
    return build.scene


__all__ = ["ZOOM", "scene_of"]
