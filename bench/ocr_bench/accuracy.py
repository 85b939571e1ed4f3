"""What each reader reads of each set."""

from . import readings, scoring
from .scoring import Tally
from .sets import Picture, Video


def of_pictures(
    reader, sets: dict[str, list[Picture]], fresh: bool
) -> tuple[dict[str, Tally], list[dict]]:
    """A tally per set, and each label that was not read exactly."""
    paths = list(dict.fromkeys(picture.path for some in sets.values() for picture in some))
    lines = readings.of_pictures(reader, paths, fresh)
    tallies, misses = {}, []
    for name, pictures in sets.items():
        tally = tallies[name] = Tally()
        for picture in pictures:
            read = lines.get(str(picture.path), [])
            exactly = scoring.add(tally, picture.labels, read)
            for accepted, exact in zip(picture.labels, exactly, strict=True):
                if not exact:
                    miss = {"set": name, "picture": f"{picture.path.parent.name}"}
                    miss["picture"] += f"/{picture.path.name}"
                    misses.append(miss | {"label": accepted[0], "read": read[:12]})
    return tallies, misses


def of_video(reader, video: Video) -> dict:
    """In how many sampled frames each text of a video is read, and how many other texts there are.

    A text that differs from every label after folding counts as other; in a video without
    readable text each of them is false.
    """
    frames, items = reader.frames(video)
    found = {}
    for text in video.texts:
        judged = [video_text(text, lines) for lines in frames]
        found[text] = {
            "frames_exact": sum(exact for exact, _ in judged),
            "frames_folded": sum(folded for _, folded in judged),
        }
    return {
        "frames": len(frames),
        "texts": found,
        "lines_read": sum(map(len, frames)),
        "distinct_texts": len({text for lines in frames for text in lines}),
        "reported": len(items),
        "false": len(items) if not video.texts else None,
    }


def video_text(text: str, lines: list[str]) -> tuple[bool, bool]:
    """Exact and folded; texts without Latin letters are compared as they are, without spaces."""
    if scoring.plain(text):
        exact, _, folded, _ = scoring.judge([text], lines)
        return exact, folded
    read = ["".join(line.split()) for line in lines]
    return text in read, any(text in line for line in read)


def average(tallies: dict[str, Tally], what: str) -> float:
    """Over the kinds that have labels, each kind counting the same."""
    shares = [tally.share(what) for tally in tallies.values() if tally.labels]
    return sum(shares) / len(shares) if shares else 0.0


def as_json(tallies: dict[str, Tally]) -> dict:
    """Counts of pictures, labels, texts read, labels read exactly; the rest are shares."""
    return {
        name: {
            "pictures": tally.pictures,
            "labels": tally.labels,
            "texts": tally.texts,
            "exact_labels": tally.exact,
            "exact_o_as_0_labels": tally.exact_o_as_0,
            **{what: round(tally.share(what), 4) for what in ("exact", "contained", "folded")},
            "cer": round(tally.cer(), 4),
        }
        for name, tally in tallies.items()
    }
