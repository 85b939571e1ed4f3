"""The labelled pictures of codes below MOBILSCAN_DATA, by group of symbologies."""

import json
import pathlib
from dataclasses import dataclass

PICTURES = {".png", ".webp", ".jpg", ".jpeg"}

# Folders of barcode-zxing-cpp whose names do not begin with their group's.
GROUPS = {
    "dxfilmedge": "others",
    "rmqrcode": "others",
    "telepen": "others",
    "databarltd": "others",
    "upca-extension": "add-on",
}
QUAGGA_GROUPS = {
    "ean": "quagga2 ean",
    "ean_8": "quagga2 ean",
    "ean_extended": "quagga2 ean",
    "upc": "quagga2 upc",
    "upc_e": "quagga2 upc",
    "code_128": "quagga2 code",
    "code_39": "quagga2 code",
    "code_93": "quagga2 code",
    "code_32": "quagga2 i2of5, codabar, code 32",
    "i2of5": "quagga2 i2of5, codabar, code 32",
    "codabar": "quagga2 i2of5, codabar, code 32",
    "2of5": "quagga2 2of5 (industrial)",
}

ADD_ON_FOLDERS = {"upca-extension-1", "ean_extended"}


@dataclass(frozen=True)
class Picture:
    path: pathlib.Path
    group: str
    text: str | bytes | None  # None: whatever is read there is false

    @property
    def has_add_on(self) -> bool:
        return self.path.parent.name in ADD_ON_FOLDERS


def zxing(folder: pathlib.Path):
    for path in sorted(folder.glob("*/*")):
        if path.suffix not in PICTURES:
            continue
        name = path.parent.name.rsplit("-", 1)[0]
        group = GROUPS.get(name, name)
        label = path.with_suffix(".txt")
        if name == "falsepositives":
            yield Picture(path, group, None)
        elif label.exists():
            yield Picture(path, group, label.read_text(encoding="utf-8", errors="replace"))
        elif path.with_suffix(".bin").exists():
            yield Picture(path, group, path.with_suffix(".bin").read_bytes())


def listed(folder: pathlib.Path, group_of):
    for entry in json.loads((folder / "expected.json").read_text()):
        if entry["text"]:
            yield Picture(folder / entry["image"], group_of(entry["image"]), entry["text"])


def pictures(data: pathlib.Path) -> list[Picture]:
    return [
        *zxing(data / "barcode-zxing-cpp"),
        *listed(data / "barcode-quagga2", lambda image: QUAGGA_GROUPS[image.split("/")[0]]),
        *listed(data / "barcode-jsqr", lambda _: "jsqr QR"),
    ]
