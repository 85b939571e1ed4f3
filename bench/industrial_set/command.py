"""The command line of bench/industrial."""

import argparse
import json
import pathlib
import sys

from ocr_bench.environments import BUILD
from PIL import Image, ImageDraw

from . import generate, glyphs
from .kinds import COUNT, KINDS

SHEET_COLUMNS = 4
SHEET_CELL = (480, 360)


def sheet(folder: pathlib.Path, entries: list[dict]) -> Image.Image:
    """The pictures of a kind in a grid, their labels below them."""
    rows = -(-len(entries) // SHEET_COLUMNS)
    width, height = SHEET_CELL
    made = Image.new("RGB", (SHEET_COLUMNS * width, rows * (height + 20)), (255, 255, 255))
    draw = ImageDraw.Draw(made)
    for number, each in enumerate(entries):
        x, y = number % SHEET_COLUMNS * width, number // SHEET_COLUMNS * (height + 20)
        with Image.open(folder / each["file"]) as image:
            image.thumbnail((width - 6, height - 4))
            made.paste(image, (x, y))
        shown = " | ".join(accepted[0] for accepted in each["labels"])
        draw.text((x + 4, y + height), f"{number:02} {shown}"[:76], (0, 0, 0))
    return made


def write_sheets(folder: pathlib.Path, entries: list[dict]) -> None:
    (folder / "sheets").mkdir(exist_ok=True)
    for kind in dict.fromkeys(each["kind"] for each in entries):
        of_kind = [each for each in entries if each["kind"] == kind]
        sheet(folder, of_kind).save(folder / "sheets" / f"{kind}.jpg", quality=85)


def missing_fonts() -> list[str]:
    return [file for file in glyphs.FILES.values() if not (glyphs.FONTS / file).exists()]


def main(description: str) -> int:
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=pathlib.Path, default=BUILD / "industrial")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--count", type=int, default=COUNT, help="pictures of a kind, for a try")
    mode = parser.add_mutually_exclusive_group()
    for option in ("--verify", "--sheets", "--freeze"):
        mode.add_argument(option, action="store_true")
    arguments = parser.parse_args()
    if missing_fonts():
        sys.exit(f"bench/industrial: fonts are missing, see --help: {', '.join(missing_fonts())}")
    folder = arguments.folder
    whole = arguments.kinds == list(KINDS) and arguments.count == COUNT
    if (arguments.verify or arguments.freeze) and not whole:
        sys.exit("bench/industrial: --verify and --freeze concern all pictures")

    entries = [
        generate.entry(kind, index, folder)
        for kind in arguments.kinds
        for index in range(arguments.count)
    ]
    name = "labels.json" if whole else "labels-part.json"
    (folder / name).write_text(json.dumps(entries, ensure_ascii=False, indent=0) + "\n")
    print(f"{len(entries)} pictures of {len(arguments.kinds)} kinds in {folder}")
    if arguments.sheets:
        write_sheets(folder, entries)
    if arguments.freeze:
        manifest = generate.made_manifest(folder, entries)
        generate.MANIFEST.write_text(json.dumps(manifest, indent=1) + "\n")
    if arguments.verify:
        differences = generate.difference(generate.made_manifest(folder, entries))
        print("\n".join(differences) or "as in the manifest")
        return 1 if differences else 0
    return 0
