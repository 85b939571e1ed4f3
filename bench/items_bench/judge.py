"""Judges the items of a clip.

Every item comes into one of these, by where its best sighting lies:

  found    the first right item of a readable label
  split    a further right item of the same label and kind
  pair     a right item of a barcode's printed text where the code came as an item of its own
  wrong    on a readable label, with another text
  false    on no label at all
  ignored  on a label that nobody could read (cut, blurred in every frame), or on a field's key

Where an item lies on several labels (a line that covers key and value), the one of which it says
the text is taken, else the nearest. Missed is a readable label without a right item. Merged is an
item of which the sightings lie on two or more readable labels; without sightings, labels of equal
text of which one has an item and the others have none at all.
"""

from collections import Counter
from dataclasses import dataclass, fields

from ocr_bench.scoring import plain

from .truth import Clip, Label


@dataclass
class Tally:
    clips: int = 0
    labels: int = 0
    items: int = 0
    found: int = 0
    missed: int = 0
    wrong: int = 0
    false: int = 0
    split: int = 0
    pair: int = 0
    merged: int = 0
    ignored: int = 0
    errors: int = 0
    characters: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
        return self

    @property
    def precision(self) -> float:
        judged = self.found + self.wrong + self.false + self.split
        return self.found / judged if judged else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.labels if self.labels else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def f1_pairs(self) -> float:
        """F1 where an item for the code and one for its printed text count as a split."""
        judged = self.found + self.wrong + self.false + self.split + self.pair
        return 2 * self.found / (judged + self.labels) if judged + self.labels else 0.0

    @property
    def cer(self) -> float:
        return self.errors / self.characters if self.characters else 0.0

    def figures(self) -> dict:
        counted = {each.name: getattr(self, each.name) for each in fields(self)}
        shares = ("precision", "recall", "f1", "f1_pairs", "cer")
        return counted | {name: round(getattr(self, name), 4) for name in shares}


def distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
    return row[-1]


def label_under(clip: Clip, kind: str, text: str, frame: int, quad) -> Label | None:
    """The label that an item is about."""
    on = [label for _, label in clip.on(frame, quad)]
    right = [label for label in on if label.says(kind, text)]
    for label in sorted(right, key=lambda each: not each.readable):
        return label
    return on[0] if on else None


def confidences(clip: Clip, items: list[dict]) -> list[tuple[float, bool]]:
    """(confidence, right) of every text item, but those on a label that nobody could read."""
    judged = []
    for item in items:
        if item["kind"] != "text":
            continue
        best = item["best"]
        label = label_under(clip, "text", item["text"], best["frame_number"], best["quad"])
        if label is None or label.readable:
            right = label is not None and label.says("text", item["text"])
            judged.append((item["confidence"], right))
    return judged


def nearest(clip: Clip, sightings: list[dict]) -> set[int]:
    """Readable labels that the sightings lie on, each on its nearest."""
    numbers = set()
    for each in sightings:
        on = clip.on(each["frame_number"], each["quad"])
        if on and on[0][1].readable:
            numbers.add(on[0][1].number)
    return numbers


def merged_without_sightings(clip: Clip, items_of: Counter, right_of: Counter) -> int:
    groups: dict[str, list[Label]] = {}
    for label in clip.labels:
        if label.readable and label.group:
            groups.setdefault(label.group, []).append(label)
    total = 0
    for group in groups.values():
        numbers = [label.number for label in group]
        some = any(right_of[number] for number in numbers)
        total += some and any(not items_of[number] for number in numbers)
    return total


def judge(clip: Clip, items: list[dict]) -> Tally:
    tally = Tally(clips=1, items=len(items))
    items_of, right_of = Counter(), Counter()  # by label
    kinds_of: dict[int, Counter] = {}
    errors = {
        label.number: max(map(len, label.wanted[:1]), default=0)
        for label in clip.labels
        if label.readable
    }
    tally.labels, tally.characters = len(errors), sum(errors.values())
    with_sightings = any("all_sightings" in item for item in items)
    for item in items:
        best, kind, text = item["best"], item["kind"], item["text"]
        if len(nearest(clip, item.get("all_sightings", []))) > 1:
            tally.merged += 1
        label = label_under(clip, kind, text, best["frame_number"], best["quad"])
        if label is None:
            tally.false += 1
            continue
        if not label.readable:
            tally.ignored += 1
            continue
        items_of[label.number] += 1
        if label.says(kind, text):
            errors[label.number] = 0
            right_of[label.number] += 1
            kinds_of.setdefault(label.number, Counter())[kind] += 1
        else:
            tally.wrong += 1
            read = min(distance(w, plain(text)) for w in label.wanted)
            errors[label.number] = min(errors[label.number], read)
    tally.errors = sum(errors.values())
    tally.found = len(kinds_of)
    tally.missed = tally.labels - tally.found
    for kinds in kinds_of.values():
        tally.pair += len(kinds) - 1
        tally.split += sum(count - 1 for count in kinds.values())
    if not with_sightings:
        tally.merged += merged_without_sightings(clip, items_of, right_of)
    return tally
