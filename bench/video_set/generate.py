"""Makes the clips and their truth, and checks them against the manifest."""

import hashlib
import itertools
import json
import pathlib
import subprocess

import cv2
import numpy as np
from industrial_set import glyphs

from . import film, truth
from .path import Way
from .situations import scene_of
from .specs import FPS, PROFILES, SEED, Spec, all_specs

HERE = pathlib.Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"
FONTS = ("sans", "sans-bold", "mono", "mono-bold", "condensed-bold", "arial", "arial-bold")
FONTS += ("narrow", "narrow-bold", "courier-bold", "ocr-b", "ocr-a", "din")


class Clip:
    """A scene, a way over it and a lens, all from the seed of the clip."""

    def __init__(self, spec: Spec):
        cv2.setNumThreads(1)
        self.spec = spec
        rngs = [
            np.random.Generator(np.random.PCG64(np.random.SeedSequence([SEED, spec.number, part])))
            for part in range(4)
        ]
        self.scene = scene_of(rngs[0], spec)
        self.way = Way(rngs[1], spec, self.scene)
        self.lens = film.Lens(rngs[2], spec, self.way.frames)
        low, high = PROFILES[spec.profile].crf
        self.crf = int(rngs[3].integers(low, high + 1))

    def pictures(self, count: int | None = None):
        """Frames as they go to the encoder: planes of 4:2:0."""
        for picture in film.frames(self.scene, self.way, self.lens, count):
            yield cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420)

    def truth(self) -> dict:
        return truth.of_clip(self.spec, self.scene, self.way, self.lens)


def hash_of(planes) -> str:
    total = hashlib.sha256()
    for each in planes:
        total.update(f"{each.shape}".encode() + each.tobytes())
    return total.hexdigest()


def encoder(spec: Spec, crf: int, path: pathlib.Path) -> subprocess.Popen:
    size = f"{spec.size[0]}x{spec.size[1]}"
    given = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(FPS), "-i", "-"]
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-crf", str(crf), "-g", "60"]
    coded += ["-threads", "1", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    command = ["ffmpeg", "-v", "error", "-y", *given, *coded, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def made(spec: Spec, folder: pathlib.Path) -> dict:
    """Writes the clip and its truth; returns hashes and counts."""
    clip = Clip(spec)
    run = encoder(spec, clip.crf, folder / f"{spec.stem}.mp4")
    total = hashlib.sha256()
    for planes in clip.pictures():
        data = planes.tobytes()
        total.update(data)
        run.stdin.write(data)
    run.stdin.close()
    if run.wait():
        raise RuntimeError(f"ffmpeg did not write {spec.stem}.mp4")
    text = json.dumps(clip.truth(), ensure_ascii=False)
    (folder / f"{spec.stem}.json").write_text(text + "\n")
    said = json.loads(text)
    return {
        "name": spec.stem,
        "frames": total.hexdigest(),
        "truth": hashlib.sha256(text.encode()).hexdigest(),
        "labels": len([1 for label in said["labels"] if label["readable"]]),
    }


def first_frames(spec: Spec, count: int = 2) -> str:
    """SHA-256 over the first frames, for a quick look."""
    return hash_of(itertools.islice(Clip(spec).pictures(count), count))


def font_hashes() -> dict[str, str]:
    return {
        name: hashlib.sha256((glyphs.FONTS / glyphs.FILES[name]).read_bytes()).hexdigest()
        for name in sorted(FONTS)
    }


QUICK = (12, 35, 57)  # clips of which the tests make the first frames


def made_manifest(entries: list[dict]) -> dict:
    specs = all_specs()
    return {
        "seed": SEED,
        "clips": {
            each["name"]: {k: each[k] for k in ("frames", "truth", "labels")} for each in entries
        },
        "first_frames": {specs[number].stem: first_frames(specs[number]) for number in QUICK},
        "fonts": font_hashes(),
    }


def difference(manifest: dict) -> list[str]:
    """What differs from the manifest that is committed, a line each."""
    wanted = json.loads(MANIFEST.read_text())
    lines = []
    for part in ("fonts", "clips", "first_frames"):
        for name in wanted[part]:
            if manifest[part].get(name) != wanted[part][name]:
                lines.append(f"{part}: {name} is not the one of the manifest")
    return lines
