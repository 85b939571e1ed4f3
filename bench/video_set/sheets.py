"""Contact sheets: six frames of a clip with the truth drawn on them."""

import json
import pathlib

import cv2
import numpy as np

from .generate import Clip
from .specs import Spec

COLUMNS, CELL = 2, 960
GREEN, RED, GREY = (40, 220, 60), (240, 60, 50), (190, 190, 190)


def sheet(spec: Spec, folder: pathlib.Path) -> None:
    """Reads the clip as it was coded, so that one sees what a reader sees."""
    said = json.loads((folder / f"{spec.stem}.json").read_text())
    film = cv2.VideoCapture(str(folder / f"{spec.stem}.mp4"))
    cells = []
    for frame in np.linspace(2, said["frames"] - 3, 6).astype(int).tolist():
        film.set(cv2.CAP_PROP_POS_FRAMES, frame)
        good, picture = film.read()
        if not good:
            continue
        for label in said["labels"]:
            here = next((f for f in label["frames"] if f["n"] == frame), None)
            if here is None:
                continue
            colour = GREEN if here["clear"] else RED if label["readable"] else GREY
            for quad in (here["quad"], here.get("printed_quad")):
                if quad:
                    points = np.round(np.array(quad)).astype(np.int32)
                    cv2.polylines(picture, [points], True, colour[::-1], 1, cv2.LINE_AA)
        factor = CELL / max(picture.shape[:2])
        cells.append(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
    columns = 3 if cells[0].shape[0] > cells[0].shape[1] else COLUMNS
    rows = [np.hstack(cells[i : i + columns]) for i in range(0, len(cells), columns)]
    (folder / "sheets").mkdir(exist_ok=True)
    cv2.imwrite(str(folder / "sheets" / f"{spec.stem}.jpg"), np.vstack(rows))


__all__ = ["Clip", "sheet"]
