"""Makes the pictures and their labels, and checks them against the manifest."""

import hashlib
import json
import pathlib

import numpy as np
from PIL import Image

from . import glyphs
from .kinds import COUNT, KINDS
from .shot import Shot

SEED = 20261124
HERE = pathlib.Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"


def make(kind: str, index: int) -> Shot:
    seeds = np.random.SeedSequence([SEED, list(KINDS).index(kind), index])
    return KINDS[kind](np.random.Generator(np.random.PCG64(seeds)))


def save(shot: Shot, path: pathlib.Path) -> None:
    if shot.quality is None:
        shot.image.save(path, compress_level=3)
    else:
        shot.image.save(path, quality=shot.quality, subsampling=2)


def entry(kind: str, index: int, folder: pathlib.Path) -> dict:
    """Makes one picture in the folder; what labels.json says of it."""
    shot = make(kind, index)
    name = f"{kind}/{index:02}.{'png' if shot.quality is None else 'jpg'}"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    save(shot, path)
    half = "tuning" if index % 2 == 0 else "reporting"
    return {"file": name, "kind": kind, "half": half, "labels": shot.labels}


def pixel_hash(path: pathlib.Path) -> str:
    with Image.open(path) as image:
        pixels = image.convert("RGB")
        return hashlib.sha256(f"{pixels.size}".encode() + pixels.tobytes()).hexdigest()


def kind_hash(folder: pathlib.Path, entries: list[dict]) -> str:
    """SHA-256 over the decoded pixels and the labels of a kind's pictures, in their order."""
    total = hashlib.sha256()
    for each in entries:
        total.update(pixel_hash(folder / each["file"]).encode())
        total.update(json.dumps(each["labels"], ensure_ascii=False).encode())
    return total.hexdigest()


def font_hashes() -> dict[str, str]:
    return {
        name: hashlib.sha256((glyphs.FONTS / file).read_bytes()).hexdigest()
        for name, file in sorted(glyphs.FILES.items())
    }


def made_manifest(folder: pathlib.Path, entries: list[dict]) -> dict:
    of = {kind: [each for each in entries if each["kind"] == kind] for kind in KINDS}
    return {
        "seed": SEED,
        "pictures_per_kind": COUNT,
        "kinds": {kind: kind_hash(folder, some) for kind, some in of.items()},
        "first_pictures": {k: pixel_hash(folder / some[0]["file"]) for k, some in of.items()},
        "fonts": font_hashes(),
    }


def difference(manifest: dict) -> list[str]:
    """What differs from the manifest that is committed, a line each."""
    wanted = json.loads(MANIFEST.read_text())
    lines = []
    for part in ("fonts", "kinds"):
        for name in wanted[part]:
            if manifest[part].get(name) != wanted[part][name]:
                lines.append(f"{part[:-1]} {name} is not the one of the manifest")
    return lines
