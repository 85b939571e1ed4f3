"""The generator of the industrial set gives the pixels of the manifest, on any machine."""

import json
import pathlib
import sys

import pytest

pytest.importorskip("numpy")
pytest.importorskip("PIL")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from industrial_set import command, generate, glyphs, kinds  # noqa: E402

pytestmark = pytest.mark.skipif(
    bool(command.missing_fonts()), reason="fonts of the industrial set are not installed"
)
MANIFEST = json.loads(generate.MANIFEST.read_text())
QUICK = [kind for kind in kinds.KINDS if kind != "small-text-4k"]  # that one takes seconds


@pytest.mark.parametrize("kind", QUICK)
def test_the_first_picture_of_a_kind_has_the_pixels_of_the_manifest(kind, tmp_path):
    entry = generate.entry(kind, 0, tmp_path)
    wanted = MANIFEST["first_pictures"][kind]
    assert generate.pixel_hash(tmp_path / entry["file"]) == wanted, (
        f"{kind} changed: the set is frozen, see docs/decisions/0007-the-industrial-set.md"
    )


def test_even_pictures_are_for_tuning_and_odd_ones_for_reporting(tmp_path):
    halves = [generate.entry("thin-strip", index, tmp_path)["half"] for index in range(4)]
    assert halves == ["tuning", "reporting", "tuning", "reporting"]


def test_every_character_in_dots_is_five_by_seven():
    for letter, rows in glyphs.DOTS.items():
        assert [len(row) for row in rows] == [5] * 7, letter


def test_the_manifest_names_every_kind_and_font():
    assert list(MANIFEST["kinds"]) == list(kinds.KINDS)
    assert set(MANIFEST["fonts"]) == set(glyphs.FILES)
    assert MANIFEST["pictures_per_kind"] >= 40
