"""`mobilscan scan` finds what is on the clip, when and where it is there, in every format."""

import csv
import io
import json
import re

import clips
import pytest
from conftest import DATA, SAMPLE, fold, item_of, texts_of


def centre(quad):
    return sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4


def test_a_text_is_found_at_its_time(program, serial_clip):
    result = program.scan(serial_clip, "--every", 2)
    assert result["duration"] == pytest.approx(3.0, abs=0.11)
    assert result["frames_sampled"] == 15
    item = item_of(result, "SN 4711-0815")
    # Frames 10 to 19 show it; of these every second one is sampled.
    assert item["first_seen"] == pytest.approx(1.0, abs=0.01)
    assert item["last_seen"] == pytest.approx(1.8, abs=0.01)
    assert item["sightings"] == 5
    assert item["kind"] == "text"
    assert 0.8 < item["confidence"] <= 1.0
    assert item["best"]["frame_number"] in (10, 12, 14, 16, 18)
    assert item["best"]["timestamp"] == pytest.approx(item["best"]["frame_number"] / 10, abs=0.01)


def test_the_quad_stands_where_the_text_is_drawn(program, make_clip):
    clip = make_clip(clips.Text("TOP LEFT", x=40, y=40), clips.Text("BELOW", x=340, y=260))
    result = program.scan(clip, "--every", 10)
    x, y = centre(item_of(result, "TOP LEFT")["best"]["quad"])
    assert 100 < x < 260
    assert 40 < y < 100
    quad = item_of(result, "BELOW")["best"]["quad"]
    x, y = centre(quad)
    assert 380 < x < 520
    assert 260 < y < 320
    # Clockwise from the text's top left.
    (x0, y0), (x1, _), (_, y2), _ = quad
    assert x0 < x1
    assert y0 < y2


def test_texts_that_follow_each_other_at_one_place_are_two_items(program, make_clip):
    clip = make_clip(clips.Text("FIRST 1234", 0.0, 1.5), clips.Text("OTHER 5678", 1.5, 3.0))
    result = program.scan(clip, "--every", 3)
    assert item_of(result, "FIRST 1234")["last_seen"] < 1.5
    assert item_of(result, "OTHER 5678")["first_seen"] == pytest.approx(1.5, abs=0.01)


def test_detections_are_listed_on_request(program, serial_clip):
    result = program.scan(serial_clip, "--every", 2, "--detections")
    detections = [d for d in result["detections"] if fold(d["text"]) == fold("SN 4711-0815")]
    assert [d["frame_number"] for d in detections] == [10, 12, 14, 16, 18]
    for d in detections:
        assert d["timestamp"] == pytest.approx(d["frame_number"] / 10, abs=0.01)
        assert len(d["quad"]) == 4
        # Rounded, so that stored and computed values compare equal.
        assert d["confidence"] == round(d["confidence"], 4)


def test_without_items_only_detections_are_listed(program, serial_clip):
    result = program.scan(serial_clip, "--every", 5, "--no-items", "--detections")
    assert not result.get("items")
    assert result["detections"]


def test_a_clip_without_text_has_no_items(program, make_clip):
    result = program.scan(make_clip(clips.Text("X", 100, 101)), "--every", 10)
    assert result["items"] == []
    assert result["frames_sampled"] == 3


def test_jsonl_is_one_json_value_a_line(program, serial_clip):
    out = program.run("scan", serial_clip, "--every", 5, "--format", "jsonl").stdout
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line for line in lines if fold(str(line.get("text", ""))) == fold("SN 4711-0815")]


def test_csv_has_a_header_and_the_text(program, serial_clip):
    out = program.run("scan", serial_clip, "--every", 5, "--format", "csv").stdout
    header, *rows = csv.reader(io.StringIO(out, newline=""))
    column = [name.lower() for name in header].index("text")
    assert fold("SN 4711-0815") in [fold(row[column]) for row in rows]


def test_the_sharpest_frame_of_every_n_is_read_unless_the_first_is_wanted(program):
    first = program.scan(SAMPLE, "--frame-selection", "first")
    sharpest = program.scan(SAMPLE)
    numbers = {
        name: sorted({d["frame_number"] for d in result["detections"]})
        for name, result in (("first", first), ("sharpest", sharpest))
    }
    assert numbers["first"] == [0, 30, 60, 90, 120]
    assert [number // 30 for number in numbers["sharpest"]] == [0, 1, 2, 3, 4]
    assert numbers["sharpest"] != numbers["first"]


def test_the_table_is_for_people(program, serial_clip):
    out = program.run("scan", serial_clip, "--every", 5).stdout
    line = next(line for line in out.splitlines() if "4711" in line)
    assert re.fullmatch(r"  0:01\.00  0:01\.50 +2x +\d+ %  text  \S.*", line), line
    assert re.match(r".*  640x360  0:03\.00  6 frames read\n", out), out
    assert "\033" not in out


def test_output_goes_to_the_file_alone(program, serial_clip, tmp_path):
    target = tmp_path / "result.json"
    arguments = ["scan", serial_clip, "--every", 5, "--format", "json"]
    result = program.run(*arguments, "--output", target)
    assert result.stdout == ""
    written = json.loads(target.read_text())
    # The frame that proves an item lies beside the result.
    for item in written["items"]:
        frame = target.parent / item["best"].pop("frame_path")
        assert frame.read_bytes().startswith(b"\xff\xd8\xff")
    for detection in written["detections"]:
        detection.pop("frame_path", None)
    assert written == json.loads(program.run(*arguments).stdout)


def test_an_output_that_cannot_be_written_is_an_error(program, serial_clip, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    target = tmp_path / "file" / "result.json"
    result = program.run("scan", serial_clip, "--output", target, expect=1, timeout=30)
    assert "output_unwritable" in result.stderr


def test_a_missing_video_fails_and_the_others_are_scanned(program, serial_clip, tmp_path):
    missing = tmp_path / "not there.mp4"
    result = program.run("scan", missing, serial_clip, "--every", 5, expect=1)
    assert "not there.mp4" in result.stderr
    assert "4711" in result.stdout


def test_the_sample_clip_shows_its_plate(program):
    result = program.scan(SAMPLE, "--every", 10)
    assert fold("LS15EBC") in texts_of(result)
    item = item_of(result, "LS15EBC")
    assert item["sightings"] >= 5
    assert 0 <= item["first_seen"] < item["last_seen"] <= 4.7


def test_barcodes_in_a_video_are_items(program, tmp_path):
    clip = tmp_path / "code.mp4"
    label = "scale=300:300,pad=640:480:200:90:white,format=yuv420p"
    clips.ffmpeg("-loop", 1, "-r", 10, "-t", 2, "-i", DATA / "qr.webp", "-vf", label, clip)
    (item,) = (i for i in program.scan(clip, "--every", 5)["items"] if i["kind"] == "barcode")
    assert item["text"].startswith("MECARD:N:Sean Owen")
    assert item["sightings"] == 4
    without = program.scan(clip, "--every", 5, "--no-barcodes")
    assert not [i for i in without["items"] if i["kind"] == "barcode"]
