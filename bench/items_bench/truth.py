"""The truth of a clip as the judge needs it: which labels lie where in a frame."""

import json
import pathlib
from dataclasses import dataclass, field

from ocr_bench.scoring import plain

from .geometry import clipped, overlap

ON = 0.4  # of the smaller of two quads: so much lies on each other when one is a reading of both
REACH = 4  # frames from which a place is interpolated where a frame has none of its own


@dataclass
class Label:
    number: int
    kind: str
    text: str
    texts: list[str]
    readable: bool
    group: str | None = None
    printed: str | None = None
    frames: dict[int, list] = field(
        default_factory=dict
    )  # its quads: the text's or code's, printed

    @property
    def wanted(self) -> list[str]:
        """What text may be read on it, as it is compared."""
        if self.kind == "barcode":
            return [plain(self.printed or self.text)]
        return [plain(text) for text in self.texts]

    def quads(self, frame: int) -> list:
        if frame in self.frames:
            return self.frames[frame]
        before = max((n for n in self.frames if frame - REACH <= n < frame), default=None)
        after = min((n for n in self.frames if frame < n <= frame + REACH), default=None)
        if before is None or after is None:
            return []
        share = (frame - before) / (after - before)
        return [
            [
                [p + (q - p) * share for p, q in zip(a, b, strict=True)]
                for a, b in zip(*both, strict=True)
            ]
            for both in zip(self.frames[before], self.frames[after], strict=False)
        ]

    def says(self, kind: str, text: str) -> bool:
        """Whether a reading of it is right."""
        if kind == "barcode":
            return self.kind == "barcode" and gtin(text) == gtin(self.text)
        return plain(text) in self.wanted


@dataclass
class Clip:
    name: str
    profile: str
    half: str
    labels: list[Label]
    size: tuple[int, int] = (1 << 16, 1 << 16)

    def seen(self, quad) -> list:
        """The part of a quad that is in the picture."""
        wide, tall = self.size
        if all(0 <= x <= wide and 0 <= y <= tall for x, y in quad):
            return quad
        return clipped(quad, [[0, 0], [wide, 0], [wide, tall], [0, tall]])

    def on(self, frame: int, quad) -> list[tuple[float, Label]]:
        """Labels that a reading lies on, the nearest first."""
        found = []
        for label in self.labels:
            seen = [part for there in label.quads(frame) if (part := self.seen(there))]
            scores = [overlap(quad, part) for part in seen]
            iou, part = (
                max((s[0] for s in scores), default=0),
                max((s[1] for s in scores), default=0),
            )
            if part >= ON:
                found.append((iou, label))
        return sorted(found, key=lambda each: -each[0])


def gtin(text: str) -> str:
    """UPC and EAN are one number with or without leading zeros."""
    text = text.strip()
    return text.zfill(14) if text.isdigit() and len(text) in (8, 12, 13, 14) else text


def label_of(said: dict) -> Label:
    label = Label(
        said["id"],
        said["kind"],
        said["text"],
        said["texts"],
        said["readable"],
        said.get("same_text_group"),
        said.get("printed_text"),
    )
    for each in said["frames"]:
        printed = each.get("printed_quad")
        label.frames[each["n"]] = [each["quad"], printed] if printed else [each["quad"]]
    return label


def load(path: pathlib.Path) -> Clip:
    said = json.loads(path.read_text())
    labels = [label_of(each) for each in said["labels"]]
    size = (said["width"], said["height"])
    return Clip(path.stem, said["profile"], said["half"], labels, size)
