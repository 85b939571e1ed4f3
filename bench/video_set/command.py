"""The command line of bench/videos."""

import argparse
import json
import pathlib
import shutil
import sys

from industrial_set import glyphs
from ocr_bench.environments import BUILD

from . import generate, sheets
from .specs import all_specs


def missing_fonts() -> list[str]:
    files = [glyphs.FILES[name] for name in generate.FONTS]
    return [file for file in files if not (glyphs.FONTS / file).exists()]


def frozen(entries: list[dict]) -> dict:
    """The new manifest; what bench/items froze in the old one is kept while the clips are."""
    manifest = generate.made_manifest(entries)
    if generate.MANIFEST.exists():
        old = json.loads(generate.MANIFEST.read_text())
        if old["clips"] == manifest["clips"]:
            manifest |= {key: old[key] for key in ("hard", "baselines") if key in old}
    return manifest


def main(description: str) -> int:
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=pathlib.Path, default=BUILD / "videos")
    parser.add_argument(
        "--clips", nargs="+", type=int, choices=range(64), metavar="NN", help="only these numbers"
    )
    mode = parser.add_mutually_exclusive_group()
    for option in ("--verify", "--sheets", "--freeze"):
        mode.add_argument(option, action="store_true")
    arguments = parser.parse_args()
    if missing_fonts():
        sys.exit(f"bench/videos: fonts are missing, see --help: {', '.join(missing_fonts())}")
    if not shutil.which("ffmpeg"):
        sys.exit("bench/videos: ffmpeg with libx264 is missing: apt-get install ffmpeg")
    if arguments.clips and (arguments.verify or arguments.freeze):
        sys.exit("bench/videos: --verify and --freeze concern all clips")
    specs = all_specs()
    if arguments.clips:
        specs = [specs[number] for number in arguments.clips]
    arguments.folder.mkdir(parents=True, exist_ok=True)

    entries = []
    for spec in specs:
        entries.append(generate.made(spec, arguments.folder))
        print(f"{spec.stem}: {entries[-1]['labels']} readable labels", flush=True)
        if arguments.sheets:
            sheets.sheet(spec, arguments.folder)
    print(f"{len(entries)} clips, {sum(e['labels'] for e in entries)} labels, {arguments.folder}")
    if arguments.freeze:
        generate.MANIFEST.write_text(json.dumps(frozen(entries), indent=1) + "\n")
    if arguments.verify:
        differences = generate.difference(generate.made_manifest(entries))
        print("\n".join(differences) or "as in the manifest")
        return 1 if differences else 0
    return 0
