"""No file makes the program crash, hang, or take the machine's memory.

Runs over the sets `hostile-*` in the folder that MOBILSCAN_DATA names. What each file must come
to stands in tests/media/hostile_expected.tsv: `decodes`, or the code of the error. The same table
is tried on the decoder alone by src/media/hostile_corpus_test.cpp, and there against ffmpeg.
"""

import os
import re
import signal
import subprocess
import threading

import pytest
from conftest import ROOT

TABLE = ROOT / "tests/media/hostile_expected.tsv"
SECONDS_MAX = 60
MEMORY_KIB_MAX = 1_500_000
# Names of still images; everything else goes to `scan`, under a video's name.
STILLS = (
    *(".avif", ".blp", ".bmp", ".dds", ".eps", ".fli", ".gif", ".icns", ".ico", ".j2k", ".jp2"),
    *(".jpg", ".msp", ".p7", ".pcx", ".png", ".psd", ".sgi", ".svg", ".tga", ".tif", ".tiff"),
    ".webp",
)


def hostile_files(folder):
    return sorted(p for p in folder.glob("hostile-*/**/*") if p.is_file())


def arguments_for(path, folder):

    if path.suffix in STILLS:
        return ["read", path]
    if path.suffix not in (".mp4", ".mov", ".avi", ".mkv"):
        renamed = folder / f"{path.name}.mp4"
        renamed.symlink_to(path)
        path = renamed
    return ["scan", path, "--every", "30", "--format", "json"]


def outcome(program, path, folder):
    """`decodes`, an error code, or in capitals what must never happen."""
    process = program.start(
        *arguments_for(path, folder), stderr=subprocess.STDOUT, start_new_session=True
    )
    killer = threading.Timer(SECONDS_MAX, os.killpg, (process.pid, signal.SIGKILL))
    killer.start()
    output = process.stdout.read()
    # wait4 tells the memory of the largest process in the tree that was waited for.
    _, status, usage = os.wait4(process.pid, 0)
    killer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if usage.ru_maxrss > MEMORY_KIB_MAX:
        return f"MEMORY {usage.ru_maxrss} KIB"
    if process.returncode == -signal.SIGKILL:
        return "TIMEOUT"
    if process.returncode not in (0, 1):
        return f"EXIT {process.returncode}"
    if process.returncode == 0:
        return "decodes"
    codes = re.findall(r"\(([a-z_]+)\)|\"code\": ?\"([a-z_]+)\"", output)
    return "".join(codes[0]) if codes else "NO CODE"


def expected_outcomes():
    lines = TABLE.read_text().splitlines() if TABLE.exists() else []
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@pytest.mark.long
def test_every_hostile_file_comes_to_its_known_outcome(program, real_data, tmp_path):
    found = {}
    for path in hostile_files(real_data):
        found[str(path.relative_to(real_data))] = outcome(program, path, tmp_path)
    assert found, f"no hostile-* in {real_data}"
    assert [f"{k}: {v}" for k, v in found.items() if v != v.lower()] == []
    assert found == expected_outcomes()
