"""What is to be beaten: readings of single frames, grouped without a look at their text.

FROZEN with the set: a change here makes the list of hard clips and its figures worthless.

`tracked` is a plain tracker in the manner of SORT: constant velocity, greedy by overlap of the
boxes, a track ends when it has missed more than two samples. `by_truth` groups readings by the
label that they lie on, which no program can know: the strongest that grouping can be.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .geometry import Box, box_iou, box_of
from .truth import Clip

IOU_MIN = 0.3
AGE_MAX = 2  # samples


@dataclass
class Track:
    readings: list[dict] = field(default_factory=list)
    box: Box = (0, 0, 0, 0)
    speed: tuple[float, float] = (0.0, 0.0)  # of the middle, per sample
    sample: int = 0

    def predicted(self, sample: int) -> Box:
        dx, dy = (part * (sample - self.sample) for part in self.speed)
        return (self.box[0] + dx, self.box[1] + dy, self.box[2] + dx, self.box[3] + dy)

    def add(self, reading: dict, sample: int) -> None:
        box = box_of(reading["quad"])
        if self.readings:
            gap = sample - self.sample
            moved = [(box[i] + box[i + 2] - self.box[i] - self.box[i + 2]) / 2 for i in (0, 1)]
            self.speed = (moved[0] / gap, moved[1] / gap)
        self.box, self.sample = box, sample
        self.readings.append(reading)


def tracked(readings: list[dict], every: int) -> list[list[dict]]:
    """Groups of readings of one kind, in the order in which they begin."""
    frames = sorted({reading["frame_number"] for reading in readings})
    live, done = [], []
    for frame in frames:
        sample = frame // every
        kept = [track for track in live if sample - track.sample <= AGE_MAX + 1]
        done += [track for track in live if track not in kept]
        live = kept
        here = [reading for reading in readings if reading["frame_number"] == frame]
        pairs = [
            (box_iou(track.predicted(sample), box_of(reading["quad"])), t, r)
            for t, track in enumerate(live)
            for r, reading in enumerate(here)
            if track.readings[0]["kind"] == reading["kind"]
        ]
        used_tracks, used = set(), set()
        for iou, t, r in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if iou >= IOU_MIN and t not in used_tracks and r not in used:
                live[t].add(here[r], sample)
                used_tracks.add(t)
                used.add(r)
        for r, reading in enumerate(here):
            if r not in used:
                track = Track()
                track.add(reading, sample)
                live.append(track)
    return [track.readings for track in done + live]


def by_truth(clip: Clip, readings: list[dict], every: int) -> list[list[dict]]:
    """One group for each label and kind; what lies on no label is tracked."""
    groups, rest = defaultdict(list), []
    for reading in readings:
        on = clip.on(reading["frame_number"], reading["quad"])
        if on:
            groups[on[0][1].number, reading["kind"]].append(reading)
        else:
            rest.append(reading)
    return [*groups.values(), *tracked(rest, every)]


def sure(reading: dict) -> float:
    value = reading.get("confidence")
    return 1.0 if value is None else float(value)


def item_of(readings: list[dict], shown: dict) -> dict:
    best = {"frame_number": shown["frame_number"], "quad": shown["quad"]}
    sightings = [{"frame_number": r["frame_number"], "quad": r["quad"]} for r in readings]
    item = {"kind": shown["kind"], "text": shown["text"], "best": best}
    return item | {"all_sightings": sightings}


def best(readings: list[dict]) -> dict:
    """The reading of the highest confidence speaks for the group."""
    return item_of(readings, max(readings, key=sure))


def majority(readings: list[dict]) -> dict:
    """The most frequent text does; of equally frequent ones the one of more confidence."""
    counts, sums = Counter(), Counter()
    for reading in readings:
        counts[reading["text"]] += 1
        sums[reading["text"]] += sure(reading)
    text = max(counts, key=lambda each: (counts[each], sums[each]))
    return item_of(readings, max((r for r in readings if r["text"] == text), key=sure))


def all_items(clip: Clip, readings: list[dict], every: int) -> dict[str, list[dict]]:
    plain, ideal = tracked(readings, every), by_truth(clip, readings, every)
    return {
        "best": [best(group) for group in plain],
        "majority": [majority(group) for group in plain],
        "oracle-best": [best(group) for group in ideal],
        "oracle-majority": [majority(group) for group in ideal],
    }
