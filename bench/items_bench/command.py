"""The command line of bench/items."""

import argparse
import json
import os
import pathlib
import sys
import time

from ocr_bench import reliability
from ocr_bench.environments import BUILD, ROOT

from . import baselines, real, report
from .judge import confidences, judge
from .scanning import Scanner
from .truth import load

MANIFEST = ROOT / "bench/video_set/manifest.json"
HARD_BELOW = 0.80  # of the baseline "best"
HALVES = ("tuning", "reporting")


def options(description: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/mobilscan")
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--half", choices=(*HALVES, "all"), default="tuning")
    parser.add_argument("--clips", nargs="+", type=int, metavar="NN")
    parser.add_argument("--videos", type=pathlib.Path, default=BUILD / "videos")
    parser.add_argument("--baselines", action="store_true")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--reliability", type=pathlib.Path, metavar="STEM")
    parser.add_argument("--save", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--from", type=pathlib.Path, metavar="DIR", dest="kept")
    parser.add_argument("--scan-option", action="append", default=[], metavar="OPTION")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--freeze", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def chosen(arguments) -> list[pathlib.Path]:
    paths = sorted(arguments.videos.glob("[0-9][0-9]-*.json"))
    if arguments.clips:
        return [path for path in paths if int(path.name[:2]) in arguments.clips]
    if arguments.half == "all":
        return paths
    return [path for path in paths if int(path.name[:2]) % 2 == HALVES.index(arguments.half)]


def judged_clip(path: pathlib.Path, scanner: Scanner, with_baselines: bool) -> dict:
    clip = load(path)
    video = path.with_suffix(".mp4")
    said = scanner.scan(video, items=True)
    tallies = {report.PRODUCT: judge(clip, said["items"])}
    if with_baselines:
        raw = scanner.scan(video, items=False)["detections"]
        for name, items in baselines.all_items(clip, raw, scanner.every).items():
            tallies[name] = judge(clip, items)
    return {
        "profile": clip.profile,
        "half": clip.half,
        "tallies": tallies,
        "confidences": confidences(clip, said["items"]),
        "crops": (said.get("crops_seen", 0), said.get("crops_read", 0)),
    }


def frozen(judged: dict) -> None:
    """Writes which clips are hard, and the figures of the baselines, into the manifest."""
    manifest = json.loads(MANIFEST.read_text())
    if set(judged) != set(manifest["clips"]):
        sys.exit("bench/items: --freeze concerns all clips: --half all --baselines")
    below = [name for name, each in judged.items() if each["tallies"]["best"].f1 < HARD_BELOW]
    manifest["hard"] = below
    manifest["baselines"] = {
        half: report.figures({n: e for n, e in judged.items() if e["half"] == half}, below)
        for half in HALVES
    }
    MANIFEST.write_text(json.dumps(manifest, indent=1) + "\n")


def reliability_of(judged: dict, arguments) -> None:
    pairs = [pair for each in judged.values() for pair in each["confidences"]]
    rows = reliability.bins(pairs)
    error = reliability.error(rows)
    said = f"{len(pairs)} text items of the {arguments.half} half; calibration error {error:.3f}"
    print(f"\n{said}")
    if arguments.reliability:
        title = "Reliability of the confidence of an item"
        reliability.write(arguments.reliability, title, said, rows, "items")


def run_real(scanner: Scanner, file: pathlib.Path | None) -> int:
    data = os.environ.get("MOBILSCAN_DATA")
    if not data:
        sys.exit("bench/items: --real needs MOBILSCAN_DATA, the folder of the larger sets")
    made = real.run(pathlib.Path(data), scanner)
    print(real.table(made))
    if file:
        file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    return 0


def main(description: str) -> int:
    arguments = options(description)
    if not arguments.kept and not arguments.program.exists():
        sys.exit(f"bench/items: there is no {arguments.program}; build it, or say --program")
    more = tuple(arguments.scan_option)
    scanner = Scanner(arguments.program, arguments.every, arguments.kept, arguments.save, more)
    if arguments.real:
        return run_real(scanner, arguments.json)
    paths = chosen(arguments)
    if not paths:
        sys.exit(f"bench/items: no clips in {arguments.videos}; bench/videos makes them")
    judged, began = {}, time.monotonic()
    for path in paths:
        judged[path.stem] = judged_clip(path, scanner, arguments.baselines or arguments.freeze)
        if sys.stderr.isatty():
            print(f"\r{len(judged)} of {len(paths)}", end="", file=sys.stderr)
    manifest = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {}
    hard = manifest.get("hard", [])
    print(report.tables(judged, hard))
    seen, read = (sum(each["crops"][i] for each in judged.values()) for i in (0, 1))
    if read:
        print(f"\n{seen} crops seen, {read} recognised: {seen / read:.2f} times fewer")
    reliability_of(judged, arguments)
    print(f"\n{len(judged)} clips in {time.monotonic() - began:.0f} s")
    if arguments.json:
        said = {"every": arguments.every, "half": arguments.half}
        said["sums"] = report.figures(judged, hard)
        said["clips"] = {
            name: {m: tally.figures() for m, tally in each["tallies"].items()}
            for name, each in judged.items()
        }
        arguments.json.write_text(json.dumps(said, indent=1) + "\n")
    if arguments.freeze:
        frozen(judged)
    return 0
