"""The figures as Markdown."""

from .readers import DECODE, PRODUCT

NOT_IDLE = (
    "**The machine was not idle** (load {load:.1f} on {cores} cores): the figures of cost only "
    "show an order of magnitude and are not to be quoted."
)


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


def short(share: float) -> str:
    """.85 for 0.85, 1 for 1."""
    return "1" if share >= 0.995 else f"{share:.2f}".removeprefix("0")


def cells(tally: dict) -> str:
    return " / ".join(short(tally[what]) for what in ("exact", "contained", "folded", "cer"))


def accuracy(title: str, tallies: dict[str, dict]) -> list[str]:
    """One table: a row per set, a column per reader; tallies by reader, then by set."""
    readers = list(tallies)
    sets = next(iter(tallies.values()))
    rows = []
    for name, first in sets.items():
        if first["labels"]:
            row = [cells(tallies[reader][name]) for reader in readers]
            rows.append([name, str(first["labels"]), *row])
    lines = [f"### {title}", "", "exact / contained / folded / CER", ""]
    lines += table(["set", "labels", *readers], rows)
    if "plates" in sets:
        counts = [f"{r} {found['plates']['exact_o_as_0_labels']}" for r, found in tallies.items()]
        lines += [f"Plates read exactly with O and 0 taken as one: {', '.join(counts)}.", ""]
    empty = [name for name, tally in sets.items() if not tally["labels"]]
    if empty:
        rows = [
            [name, str(sets[name]["pictures"])]
            + [str(tallies[reader][name]["texts"]) for reader in readers]
            for name in empty
        ]
        lines += ["Texts read where there is none:", ""]
        lines += table(["set", "pictures", *readers], rows)
    return lines


def averages(made: dict[str, dict]) -> list[str]:
    """Per half: the mean over the kinds, each kind counting the same."""
    halves = list(next(iter(made.values())))
    rows = []
    for reader, by_half in made.items():
        row = [reader]
        for half in halves:
            mean = by_half[half]["average"]
            row.append(" / ".join(short(mean[what]) for what in ("exact", "contained", "folded")))
        rows.append(row)
    head = [f"{half} half" for half in halves]
    lines = ["### Generated set, mean over the kinds", "", "exact / contained / folded", ""]
    return lines + table(["reader", *head], rows)


def videos(found: dict[str, dict]) -> list[str]:
    """A row per video and reader."""
    rows = []
    for name in next(iter(found.values())):
        for reader, by_video in found.items():
            video = by_video[name]
            texts = "; ".join(
                f"{text}: {seen['frames_exact']} ({seen['frames_folded']})"
                for text, seen in video["texts"].items()
            )
            false = "" if video["false"] is None else str(video["false"])
            counts = [video["frames"], video["lines_read"], video["reported"]]
            rows.append([name, reader, texts or "none to read", *map(str, counts), false])
    head = ["video", "reader", "frames with the text: exact (folded)", "frames sampled"]
    head += ["lines read", "texts reported", "false texts"]
    lines = ["### Videos", ""]
    lines += ["Texts reported: the product's items, a peer's distinct readings.", ""]
    return lines + table(head, rows)


def cost(title: str, unit: str, costs: dict[str, dict]) -> list[str]:
    rows = []
    ours = costs.get(PRODUCT)
    for reader, figures in sorted(costs.items(), key=lambda item: item[1]["cpu"]):
        least, most = figures["cpu_least_most"]
        row = [reader, f"{figures['cpu']:.3f}", f"{least:.3f} to {most:.3f}"]
        row += [f"{figures['wall']:.3f}", f"{figures['peak_mb']:.0f}"]
        row.append(f"{figures['start_seconds']:.2f}")
        row.append(ratio(ours, figures, costs.get(DECODE)) if ours and reader != PRODUCT else "")
        rows.append(row)
    runs = next(iter(costs.values()))["runs"]
    head = ["reader", f"CPU s per {unit}", "least to most", f"wall s per {unit}", "peak MB"]
    head += ["start s", "our CPU / its"]
    return [f"### Cost: {title}", "", f"Median of {runs} interleaved runs.", "", *table(head, rows)]


def ratio(ours: dict, figures: dict, decode: dict | None) -> str:
    """The product's CPU time over a peer's, that of decoding alone taken from both if known."""
    less = decode["cpu"] if decode else 0.0
    theirs = figures["cpu"] - less
    return f"{(ours['cpu'] - less) / theirs:.2f}" if theirs > 0.0005 else ""


def machine(figures: dict) -> list[str]:
    m = figures["machine"]
    lines = [f"{m['date']}, commit {m['commit']}. {m['cpu']}, {m['cores']} cores.", ""]
    lines += [f"Generated set: manifest {figures['industrial_set'][:16]}.", ""]
    if figures["cost"] and not m["idle"]:
        lines += [NOT_IDLE.format(**m), ""]
    if not figures["cost"]:
        lines += ["Cost was not measured in this run.", ""]
    lines += table(["reader", "version"], [[n, v] for n, v in figures["versions"].items()])
    return lines


def markdown(figures: dict, title: str) -> str:
    lines = [f"# {title}", "", "Made by `bench/ocr`; `bench/ocr --help` defines every figure.", ""]
    lines += machine(figures)
    found = figures["accuracy"]
    if found["real"]:
        lines += accuracy("Real sets", found["real"])
    if found["made"]:
        lines += averages(found["made"])
        for half in next(iter(found["made"].values())):
            kinds = {reader: halves[half]["kinds"] for reader, halves in found["made"].items()}
            lines += accuracy(f"Generated set, {half} half", kinds)
    if found["videos"]:
        lines += videos(found["videos"])
    for name, measured in figures["cost"].items():
        lines += cost(name, measured["unit"], measured["readers"])
    for name in figures["plots"]:
        lines += [f"![{name}]({name})", ""]
    return "\n".join(lines).rstrip() + "\n"
