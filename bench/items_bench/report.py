"""Sums over clips, and the tables that are printed."""

from .judge import Tally

PRODUCT = "product"
METHODS = (PRODUCT, "best", "majority", "oracle-best", "oracle-majority")
COUNTS = ("labels", "found", "missed", "items", "wrong", "false", "split", "pair", "merged")
SHARES = ("precision", "recall", "f1", "f1_pairs", "cer")

LEGEND = """labels    labels that a person can read in some frame
found     of these, the ones with a right item; missed: the others
items     all that was reported; wrong: on such a label with another text; false: on no label;
          split: a label's second right item; pair: a code and its printed text as two items;
          merged: an item that stands for two labels
precision found / (found + wrong + false + split); recall: found / labels; f1 of these two
f1+pairs  f1 with pairs counted as splits; cer: wrong characters per character of the labels

product: the items of the program. Baselines, from its readings of single frames: a plain tracker
whose group says what was surest (best) or most frequent (majority); oracle: the same with groups
by the truth."""


def summed(tallies: list[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total += each
    return total


def row(name: str, tally: Tally, width: int = 34) -> str:
    counts = "".join(f"{getattr(tally, count):>8}" for count in COUNTS)
    shares = "".join(f"{getattr(tally, share):>10.3f}" for share in SHARES)
    return f"{name:<{width}}{counts}{shares}"


def head(name: str, width: int = 34) -> str:
    shares = [share.replace("f1_pairs", "f1+pairs") for share in SHARES]
    return (
        f"{name:<{width}}"
        + "".join(f"{c:>8}" for c in COUNTS)
        + "".join(f"{s:>10}" for s in shares)
    )


def groups(judged: dict[str, dict], hard: list[str]) -> dict[str, list[str]]:
    """Names of the clips of each row of the summary."""
    made = {"all clips": list(judged)}
    if hard:
        made["hard clips"] = [name for name in judged if name in hard]
        made["other clips"] = [name for name in judged if name not in hard]
    for profile in dict.fromkeys(each["profile"] for each in judged.values()):
        made[f"profile {profile}"] = [n for n in judged if judged[n]["profile"] == profile]
    return {name: clips for name, clips in made.items() if clips}


def figures(judged: dict[str, dict], hard: list[str]) -> dict:
    methods = [m for m in METHODS if all(m in each["tallies"] for each in judged.values())]
    return {
        name: {m: summed([judged[c]["tallies"][m] for c in clips]).figures() for m in methods}
        for name, clips in groups(judged, hard).items()
    }


def tables(judged: dict[str, dict], hard: list[str]) -> str:
    methods = [m for m in METHODS if all(m in each["tallies"] for each in judged.values())]
    lines = [head("clip, by the product's items")]
    for name, each in judged.items():
        lines.append(row(name + (" *" if name in hard else ""), each["tallies"][PRODUCT]))
    if hard:
        lines.append("* hard: the best baseline without an oracle was below .80 here")
    for title, clips in groups(judged, hard).items():
        lines += ["", head(f"{title} ({len(clips)})")]
        lines += [row(f"  {m}", summed([judged[c]["tallies"][m] for c in clips])) for m in methods]
    return "\n".join([*lines, "", LEGEND])
