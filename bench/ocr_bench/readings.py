"""Keeps what the peers read, so that a later run asks them only about new pictures.

A peer is pinned and reads the same picture the same way; the product changes and is always asked.
Kept in build/bench/readings/PEER.json, by the SHA-256 of the picture's bytes.
"""

import hashlib
import json
import pathlib

from .environments import BUILD
from .readers import PRODUCT

PICTURES_AT_ONCE = 40  # what is lost when a run is interrupted


def digest(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def of_pictures(reader, paths: list[pathlib.Path], fresh: bool) -> dict[str, list[str]]:
    """The lines of each picture, by its path."""
    if reader.name == PRODUCT:
        return reader.lines_by_path(reader.pictures(paths).output)
    store = BUILD / "readings" / f"{reader.name}.json"
    store.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(store.read_text()) if store.exists() and not fresh else {}
    digests = {path: digest(path) for path in paths}
    wanted = [path for path in paths if digests[path] not in kept]
    for start in range(0, len(wanted), PICTURES_AT_ONCE):
        some = wanted[start : start + PICTURES_AT_ONCE]
        lines = reader.lines_by_path(reader.pictures(some).output)
        kept |= {digests[path]: lines[str(path)] for path in some}
        store.write_text(json.dumps(kept, ensure_ascii=False))
    return {str(path): kept[digests[path]] for path in paths}
