"""What reading costs, start-up excluded: the difference of a long and a short run.

The short run reads a list once, the long one reads it `LONG` times; the difference over the extra
readings is the cost of one. The readers take turns, run by run, so that whatever else the machine
does meets all of them; the median of the runs counts.
"""

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field

from .sets import Picture, Video

LONG = 3
IDLE_LOAD_MAX = 0.5  # processes that wait or run beside this one


@dataclass
class Cost:
    cpu: list[float] = field(default_factory=list)  # seconds per unit, a run each
    wall: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)  # of the long run
    start_seconds: list[float] = field(default_factory=list)  # what the short run took besides

    def summary(self) -> dict:
        parts = {"cpu": self.cpu, "wall": self.wall, "peak_mb": self.peak_mb}
        parts |= {"start_seconds": self.start_seconds}
        made = {name: round(statistics.median(values), 4) for name, values in parts.items()}
        made["cpu_least_most"] = [round(min(self.cpu), 4), round(max(self.cpu), 4)]
        made["runs"] = len(self.cpu)
        return made


def idle() -> bool:
    return os.getloadavg()[0] <= IDLE_LOAD_MAX


def measure(cost: Cost, work, things: list, units: float) -> None:
    """One short and one long run; units: pictures, or seconds of video, in the list."""
    short, long = work(things), work(things * LONG)
    extra = units * (LONG - 1)
    cost.cpu.append((long.cpu_seconds - short.cpu_seconds) / extra)
    cost.wall.append((long.wall_seconds - short.wall_seconds) / extra)
    cost.peak_mb.append(long.peak_mb)
    cost.start_seconds.append(short.wall_seconds - cost.wall[-1] * units)


def interleaved(readers: list, runs: int, each) -> dict[str, dict]:
    costs = {reader.name: Cost() for reader in readers}
    for number in range(runs):
        for reader in readers:
            print(f"cost: run {number + 1} of {runs}, {reader.name}", file=sys.stderr)
            each(reader, costs[reader.name])
    return {name: cost.summary() for name, cost in costs.items()}


def of_pictures(readers: list, pictures: list[Picture], runs: int) -> dict[str, dict]:
    """Seconds per picture."""
    paths = [picture.path for picture in pictures]
    return interleaved(
        readers, runs, lambda reader, cost: measure(cost, reader.pictures, paths, len(paths))
    )


def seconds_of(video: Video) -> float:
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    answer = subprocess.run([*command, str(video.path)], capture_output=True, text=True, check=True)
    return float(answer.stdout)


def of_video(readers: list, video: Video, runs: int) -> dict[str, dict]:
    """Seconds per second of video."""
    length = seconds_of(video)
    return interleaved(
        readers, runs, lambda reader, cost: measure(cost, reader.videos, [video], length)
    )
