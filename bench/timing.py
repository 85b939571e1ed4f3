"""Commands measured from outside, and clips of a wanted length."""

import os
import pathlib
import subprocess
import sys
import time
from dataclasses import dataclass

PROGRAM = str(pathlib.Path(__file__).resolve().parent.parent / "build/release/mobilscan")


@dataclass
class Measured:
    wall: float  # seconds
    cpu: float  # seconds, user and system, children included
    memory_mb: float  # the largest resident set of the command itself or one child
    output: str


def measured(command: list[str]) -> Measured:
    """Runs a command that must succeed."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} failed")
    wall = time.monotonic() - start
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def looped(video, seconds: float, folder: pathlib.Path) -> pathlib.Path:
    """The video repeated to that length, its packets unchanged."""
    clip = folder / f"{pathlib.Path(video).stem}-{seconds:g}s.mp4"
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-stream_loop", "-1", "-i", str(video)]
    command += ["-t", str(seconds), "-an", "-c", "copy", "-y", str(clip)]
    subprocess.run(command, check=True)
    return clip
