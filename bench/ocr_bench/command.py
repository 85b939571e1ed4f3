"""The command line of bench/ocr."""

import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

from . import accuracy, cost, plot, report, sets
from .environments import BUILD, ROOT
from .readers import DECODE, PEERS, PRODUCT, VERSIONS, Peer, Product

ALL_SETS = ("real", "made", "videos")
COST_VIDEOS = ("uk-plate-LS15EBC-720p", "subtitle-zh-3s-1920x800", "street-signs-shinjuku-360p")
ADD_TO_HELP = "an earlier report of the same set: its readers that are not asked now stand beside"


def arguments_of(description: str) -> tuple[argparse.Namespace, list[str]]:
    own, options = sys.argv[1:], []
    if "--" in own:
        own, options = own[: own.index("--")], own[own.index("--") + 1 :]
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--build", type=pathlib.Path, default=ROOT / "build/release", help="folder of the product")
    readers = (PRODUCT, *PEERS)
    add("--readers", nargs="+", choices=readers, default=list(readers), help="default: all")
    add("--sets", nargs="+", choices=ALL_SETS, default=list(ALL_SETS), help="default: all")
    add("--kinds", nargs="+", help="of the generated set; default: all")
    add("--made", type=pathlib.Path, default=BUILD / "industrial", help="the generated set")
    halves = parser.add_mutually_exclusive_group()
    halves.add_argument("--tuning", action="store_true", help="only the half for tuning: default")
    halves.add_argument("--reporting", action="store_true", help="both halves, for a final report")
    add("--runs", type=int, default=5, help="of each cost, default 5; 0: only accuracy")
    add("--fresh", action="store_true", help="ask the peers again about every picture")
    add("--misses", type=pathlib.Path, help="write each label not read exactly to this JSON file")
    add("--output", type=pathlib.Path, help="stem of the files to write, such as docs/benchmarks/X")
    add("--add-to", type=pathlib.Path, metavar="JSON", help=ADD_TO_HELP)
    add("--title", default="Reading, beside the peers")
    return parser.parse_args(own), options


def machine() -> dict:
    cpu = "unknown CPU"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.split(":", 1)[1].strip()
            break
    git = ["git", "-C", ROOT, "describe", "--always", "--dirty", "--exclude=*"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    return {
        "date": datetime.date.today().isoformat(),
        "commit": commit or "unknown",
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "idle": cost.idle(),
    }


def made_sets(arguments: argparse.Namespace) -> dict[str, dict[str, list[sets.Picture]]]:
    """By half, then by kind."""
    if not (arguments.made / "labels.json").exists():
        sys.exit("bench/ocr: there is no generated set; make it with bench/industrial")
    halves = ("tuning", "reporting") if arguments.reporting else ("tuning",)
    by_half = {half: sets.made(arguments.made, half) for half in halves}
    if arguments.kinds:
        for half, kinds in by_half.items():
            by_half[half] = {kind: kinds[kind] for kind in arguments.kinds}
    return by_half


def measured_accuracy(arguments, readers: list, data: pathlib.Path | None) -> tuple[dict, list]:
    found: dict[str, dict] = {"real": {}, "made": {}, "videos": {}}
    misses = []
    for reader in readers:
        print(f"accuracy: {reader.name}", file=sys.stderr)
        if "real" in arguments.sets:
            real = {name: make(data) for name, make in sets.REAL.items()}
            tallies, missed = accuracy.of_pictures(reader, real, arguments.fresh)
            found["real"][reader.name] = accuracy.as_json(tallies)
            misses += [{"reader": reader.name} | miss for miss in missed]
        if "made" in arguments.sets:
            halves = found["made"][reader.name] = {}
            for half, kinds in made_sets(arguments).items():
                tallies, missed = accuracy.of_pictures(reader, kinds, arguments.fresh)
                mean = {
                    what: round(accuracy.average(tallies, what), 4)
                    for what in ("exact", "contained", "folded")
                }
                halves[half] = {"average": mean, "kinds": accuracy.as_json(tallies)}
                misses += [{"reader": reader.name, "half": half} | miss for miss in missed]
        if "videos" in arguments.sets:
            found["videos"][reader.name] = {
                name: accuracy.of_video(reader, video) for name, video in sets.videos(data).items()
            }
    return found, misses


def measured_cost(arguments, readers: list, data: pathlib.Path | None) -> dict[str, dict]:
    costs = {}
    if arguments.runs and "real" in arguments.sets:
        measured = cost.of_pictures(readers, sets.plates(data), arguments.runs)
        costs["plates"] = {"unit": "picture", "readers": measured}
    if arguments.runs and "videos" in arguments.sets:
        some = [*readers, Peer(DECODE)]
        for name, video in sets.videos(data).items():
            if name in COST_VIDEOS:
                video.every = sets.FRAME_INTERVAL
                measured = cost.of_video(some, video, arguments.runs)
                costs[name] = {"unit": "second of video", "readers": measured}
    return costs


def industrial_set() -> str:
    """Which generated set it is: the SHA-256 of its manifest."""
    manifest = ROOT / "bench/industrial_set/manifest.json"
    return hashlib.sha256(manifest.read_bytes()).hexdigest()


def add_to(earlier: dict, figures: dict) -> None:
    """Puts the accuracy of an earlier report beside the figures; cost needs one run for all."""
    if earlier["industrial_set"] != figures["industrial_set"]:
        sys.exit("bench/ocr: the earlier report is of another generated set")
    figures["versions"] = earlier["versions"] | figures["versions"]
    for group, readers in earlier["accuracy"].items():
        figures["accuracy"][group] = readers | figures["accuracy"][group]


def plots(figures: dict) -> dict[str, str]:
    """SVG by what it shows: exact reading against the cost of a picture of the plates."""
    if "plates" not in figures["cost"]:
        return {}
    costs = figures["cost"]["plates"]["readers"]
    found = figures["accuracy"]
    shares = {"plates": {n: s["plates"]["exact"] for n, s in found["real"].items()}}
    for half in next(iter(found["made"].values()), {}):
        shares[f"generated-{half}"] = {
            name: halves[half]["average"]["exact"] for name, halves in found["made"].items()
        }
    return {
        name: plot.svg(
            f"Read exactly, {name}, against the cost of a plate picture",
            "picture",
            {r: (costs[r]["cpu"], share) for r, share in by_reader.items() if r in costs},
        )
        for name, by_reader in shares.items()
    }


def readable_json(figures: dict) -> str:
    """Indented, but the figures of one set on one line."""
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    flat = re.sub(r"\{[^{}]*\}", lambda found: " ".join(found[0].split()), text)
    return flat + "\n"


def write(stem: pathlib.Path, figures: dict, title: str, drawings: dict[str, str]) -> None:
    for name, drawing in drawings.items():
        stem.with_name(f"{stem.name}-{name}.svg").write_text(drawing)
    stem.with_name(f"{stem.name}.json").write_text(readable_json(figures))
    stem.with_name(f"{stem.name}.md").write_text(report.markdown(figures, title))


def main(description: str) -> int:
    arguments, options = arguments_of(description)
    data = os.environ.get("MOBILSCAN_DATA")
    if data is None and set(arguments.sets) != {"made"}:
        sys.exit("bench/ocr: set MOBILSCAN_DATA to the folder of the real sets, or --sets made")
    data = pathlib.Path(data) if data else None
    readers = [
        Product(arguments.build / "mobilscan", options) if name == PRODUCT else Peer(name)
        for name in arguments.readers
    ]
    figures = {"machine": machine(), "industrial_set": industrial_set()}
    figures["versions"] = {reader.name: reader.version for reader in readers}
    found, misses = measured_accuracy(arguments, readers, data)
    # The load that matters is the one before the runs that are timed.
    figures["machine"] |= {"load": os.getloadavg()[0], "idle": cost.idle()}
    figures["accuracy"] = found
    figures["cost"] = measured_cost(arguments, readers, data)
    if figures["cost"] and any("decode" in c["readers"] for c in figures["cost"].values()):
        figures["versions"][DECODE] = VERSIONS[DECODE]
    if arguments.add_to:
        add_to(json.loads(arguments.add_to.read_text()), figures)
    drawings = plots(figures)
    stem = arguments.output
    figures["plots"] = [f"{stem.name}-{name}.svg" for name in drawings] if stem else []
    if arguments.misses:
        arguments.misses.write_text(json.dumps(misses, ensure_ascii=False, indent=0))
    if stem:
        write(stem, figures, arguments.title, drawings)
    print(report.markdown(figures, arguments.title), end="")
    return 0
