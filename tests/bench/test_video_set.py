"""The generator of the video set gives the frames of the manifest, and sound truth."""

import json
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
# OpenCV and zxing-cpp lie in the environment of bench/videos, where that has been made.
sys.path += map(str, (ROOT / "build/bench/videos-venv/lib").glob("python3.*/site-packages"))

for module in ("numpy", "PIL", "cv2", "zxingcpp"):
    pytest.importorskip(module)

from video_set import codes, command, generate, specs, truth  # noqa: E402

pytestmark = pytest.mark.skipif(
    bool(command.missing_fonts()), reason="fonts of the video set are not installed"
)
MANIFEST = json.loads(generate.MANIFEST.read_text())
SPECS = specs.all_specs()


@pytest.mark.parametrize("number", generate.QUICK)
def test_the_first_frames_of_a_clip_are_those_of_the_manifest(number):
    name = SPECS[number].stem
    assert generate.first_frames(SPECS[number]) == MANIFEST["first_frames"][name], (
        f"{name} changed: the set is frozen, see docs/decisions/0013-the-video-set.md"
    )


def test_even_clips_are_for_tuning_and_odd_ones_for_reporting_of_the_same_kind():
    assert [spec.half for spec in SPECS[:4]] == ["tuning", "reporting"] * 2
    for even, odd in zip(SPECS[::2], SPECS[1::2], strict=True):
        assert (even.name, even.size) == (odd.name, odd.size)


def test_the_manifest_names_every_clip():
    assert list(MANIFEST["clips"]) == [spec.stem for spec in SPECS]
    assert sum(each["labels"] for each in MANIFEST["clips"].values()) > 700
    assert set(MANIFEST["hard"]) <= set(MANIFEST["clips"])


def test_check_digits_are_right():
    assert codes.gtin_check_digit("400638133393") == "1"
    assert codes.gtin_check_digit("1540014128876") == "3"  # of GS1's own example


def test_a_label_is_readable_when_two_frames_in_succession_are_clear():
    def frames(*clear):
        return [{"n": n, "clear": n in clear} for n in range(8) if n != 5]

    assert truth.readable(frames(2, 3))
    assert not truth.readable(frames(1, 3))
    assert not truth.readable(frames(4, 6))  # out of the picture in between
