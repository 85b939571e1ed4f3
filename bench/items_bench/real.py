"""Real videos, of which somebody wrote down what can be read in them."""

import json
import pathlib

from .scanning import Scanner

NOT_ALL_WRITTEN_DOWN = "street-signs"  # the truth of this one is for a part only


def same(text: str) -> str:
    """I and 1, O and 0 alike: a number plate shows no difference. Other scripts as they are."""
    folded = text.upper().translate(str.maketrans("OI", "01"))
    return "".join(letter for letter in folded if letter.isalnum())


def judged(name: str, truth: dict, items: list[dict]) -> dict:
    wanted = truth.get("plates", []) + truth.get("text_lines", [])
    read = [item["text"] for item in items]
    found = [text for text in wanted if same(text) in map(same, read)]
    right = set(map(same, wanted))
    others = [text for text in read if same(text) not in right]
    again = len(read) - len(others) - len(found)
    whole = not name.startswith(NOT_ALL_WRITTEN_DOWN)
    said = {"labels": len(wanted), "found": len(found), "items": len(read), "split": max(0, again)}
    return said | {"without_truth": others, "truth_is_whole": whole}


def run(data: pathlib.Path, scanner: Scanner) -> dict:
    folder = data / "video-real"
    truths = json.loads((folder / "ground_truth.json").read_text())
    made = {}
    for video in sorted(folder.glob("*.mp4")):
        said = scanner.scan(video, items=True)
        made[video.name] = judged(video.name, truths.get(video.name, {}), said["items"])
    return made


def table(made: dict) -> str:
    lines = [f"{'video':<36}{'labels':>8}{'found':>8}{'items':>8}{'split':>8}  items without truth"]
    for name, each in made.items():
        others = each["without_truth"]
        note = "" if each["truth_is_whole"] else "truth is not whole, so these are no errors: "
        shown = ", ".join(others[:12]) + (" …" if len(others) > 12 else "")
        counts = "".join(f"{each[key]:>8}" for key in ("labels", "found", "items", "split"))
        lines.append(f"{name:<36}{counts}  {len(others)} {note}{shown}")
    return "\n".join(lines)
