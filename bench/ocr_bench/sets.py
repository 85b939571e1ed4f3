"""Labelled pictures and videos: real ones of MOBILSCAN_DATA, made ones of bench/industrial."""

import json
import pathlib
from dataclasses import dataclass, field

from .scoring import plain

LABEL_CHARACTERS_MIN = 3  # shorter receipt fields ("B", "49") are found anywhere by chance
FRAME_INTERVAL = 30
FRAME_INTERVAL_SUBTITLES = 10  # a subtitle lasts about a second


@dataclass
class Picture:
    path: pathlib.Path
    labels: list[list[str]]  # accepted readings of each label; none: nothing may be read


@dataclass
class Video:
    path: pathlib.Path
    texts: list[str]  # what can be read in it; none: nothing may be read
    every: int = FRAME_INTERVAL


@dataclass
class Sets:
    real: dict[str, list[Picture]] = field(default_factory=dict)
    made: dict[str, list[Picture]] = field(default_factory=dict)
    videos: dict[str, Video] = field(default_factory=dict)


def plates(data: pathlib.Path) -> list[Picture]:
    labels = sorted((data / "text-alpr-eu").glob("*.txt"))
    return [
        Picture(label.with_suffix(".jpg"), [[label.read_text().split()[-1]]]) for label in labels
    ]


def nameplate(data: pathlib.Path) -> list[Picture]:
    folder = data / "nameplate-gasmeter"
    truth = json.loads((folder / "labels.json").read_text())
    return [Picture(folder / truth["image"], [[text] for text in truth["text"]])]


def receipts(data: pathlib.Path) -> list[Picture]:
    folder = data / "text-mmocr-toy/kie_toy_dataset/wildreceipt"
    pictures = []
    for line in (folder / "data.txt").read_text().splitlines():
        receipt = json.loads(line)
        fields = [a["text"] for a in receipt["annotations"]]
        fields = [[f] for f in fields if len(plain(f)) >= LABEL_CHARACTERS_MIN]
        pictures.append(Picture(folder / pathlib.Path(receipt["file_name"]).name, fields))
    return pictures


def words_clova(data: pathlib.Path) -> list[Picture]:
    folder = data / "text-clova-words"
    rows = [line.split("\t") for line in (folder / "labels.tsv").read_text().splitlines()]
    return [Picture(folder / row[0], [[row[1]]]) for row in rows if len(row) > 1]


def words_mmocr(data: pathlib.Path) -> list[Picture]:
    folder = data / "text-mmocr-toy/rec_toy_dataset"
    entries = json.loads((folder / "labels.json").read_text())["data_list"]
    return [
        Picture(folder / "imgs" / e["img_path"], [[i["text"]] for i in e["instances"]])
        for e in entries
    ]


REAL = {
    "plates": plates,
    "nameplate": nameplate,
    "receipts": receipts,
    "words-clova": words_clova,
    "words-mmocr": words_mmocr,
}


def videos(data: pathlib.Path) -> dict[str, Video]:
    folder = data / "video-real"
    truth = json.loads((folder / "ground_truth.json").read_text())
    found = {}
    for name, texts in truth.items():
        every = FRAME_INTERVAL_SUBTITLES if name.startswith("subtitle") else FRAME_INTERVAL
        labels = texts.get("plates", []) + texts.get("text_lines", [])
        found[pathlib.Path(name).stem] = Video(folder / name, labels, every)
    return found


def made(folder: pathlib.Path, half: str) -> dict[str, list[Picture]]:
    """The kinds of the made set; half is "tuning", "reporting" or "both"."""
    kinds: dict[str, list[Picture]] = {}
    for entry in json.loads((folder / "labels.json").read_text()):
        if half in ("both", entry["half"]):
            picture = Picture(folder / entry["file"], entry["labels"])
            kinds.setdefault(entry["kind"], []).append(picture)
    return kinds
