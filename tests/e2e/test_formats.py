"""Every codec and container of the promise, turned, uneven, odd, 10 bit and broken ones."""

import clips
import pytest
from conftest import DATA, fold, item_of, texts_of

LABEL = clips.Text("LOT 24-0987")


@pytest.mark.parametrize("codec", clips.CODECS)
def test_every_promised_codec_is_read(program, make_clip, codec):
    result = program.scan(make_clip(LABEL, codec=codec), "--every", 10)
    assert item_of(result, LABEL.text)["sightings"] == 3
    assert result["warnings"] == []


@pytest.mark.parametrize("codec", ["h264", "hevc", "av1"])
def test_ten_bit_is_read(program, make_clip, codec):
    clip = make_clip(LABEL, codec=codec, pixel_format="yuv420p10le")
    item_of(program.scan(clip, "--every", 10), LABEL.text)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_video_is_read_upright(program, make_clip, turned):
    result = program.scan(make_clip(LABEL, turned=turned), "--every", 10)
    quad = item_of(result, LABEL.text)["best"]["quad"]
    # In pixels of the picture as shown: where it was drawn before the clip was turned.
    assert 100 < quad[0][0] < 140
    assert 100 < quad[0][1] < 140


def test_odd_sides_are_read(program, make_clip):
    clip = make_clip(LABEL, size=(641, 361), codec="mpeg4")
    item_of(program.scan(clip, "--every", 10), LABEL.text)


def test_a_variable_frame_rate_keeps_its_times(program, tmp_path):
    late = clips.Text("LATE 2047", 2.0, 3.0)
    clip = clips.make_variable_rate(tmp_path / "vfr", clips.Clip((late,)))
    result = program.scan(clip, "--every", 1, "--detections")
    item = item_of(result, late.text)
    # In the second half only 1.5, 1.8, 2.1, 2.4 and 2.7 s are left.
    assert item["first_seen"] == pytest.approx(2.1, abs=0.02)
    assert item["last_seen"] == pytest.approx(2.7, abs=0.02)
    assert item["sightings"] == 3


@pytest.mark.parametrize("codec, options", [("vp9", ()), ("h264", ("-movflags", "+faststart"))])
def test_what_is_left_of_a_truncated_file_is_read_and_said(
    program, make_clip, tmp_path, codec, options
):
    early, late = clips.Text("EARLY 17", 0, 2), clips.Text("QUITE LATE", 3.5, 4, y=240)
    # A key frame every second spreads the bytes over the time.
    options = ("-g", "10", *options)
    whole = make_clip(early, late, codec=codec, seconds=4.0, output_options=options)
    part = clips.truncate(whole, tmp_path / f"part{whole.suffix}", 0.7)
    result = program.scan(part, "--every", 5)
    assert result["warnings"], "a truncated file is said to be one"
    assert result["duration"] < 3.6, "where it stopped is said"
    assert fold(early.text) in texts_of(result)
    assert fold(late.text) not in texts_of(result)


def test_an_mp4_without_its_index_fails_with_a_code(program, serial_clip, tmp_path):
    part = clips.truncate(serial_clip, tmp_path / "phone.mp4", 0.5)
    result = program.run("scan", part, expect=1)
    assert "phone.mp4" in result.stderr
    assert "corrupt_media" in result.stderr or "unsupported_container" in result.stderr


@pytest.mark.parametrize(
    "name, content",
    [
        ("empty.mp4", b""),
        ("zeros.mp4", bytes(100_000)),
        ("text.mp4", b"#EXTM3U\n#EXTINF:1,\nother.mp4\n#EXT-X-ENDLIST\n"),
        ("concat.mp4", b"ffconcat version 1.0\nfile other.mp4\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_video_fails_with_a_code(program, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    result = program.run("scan", path, expect=1, timeout=30)
    assert name in result.stderr
    assert result.stderr.count("\n") <= 3


def test_a_video_without_pictures_says_so(program, tmp_path):
    sound = tmp_path / "sound.mp4"
    clips.ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", sound)
    assert "no_video" in program.run("scan", sound, expect=1).stderr


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "tiff"])
def test_every_still_format_is_read(program, tmp_path, suffix):
    picture = clips.make_picture(tmp_path / f"still.{suffix}", "PICTURE 42")
    (line,) = program.read(picture)
    assert (line["width"], line["height"]) == (640, 240)
    assert [fold(t["text"]) for t in line["lines"]] == [fold("PICTURE 42")]


def test_exif_orientation_is_obeyed(program):
    (line,) = program.read(DATA / "exif_orientation.jpg")
    assert "我是中国人" in [t["text"] for t in line["lines"]]
    # Upright, the text's top left corner is its leftmost and highest.
    quad = next(t["quad"] for t in line["lines"] if t["text"] == "我是中国人")
    assert quad[0][0] < quad[1][0]
    assert quad[0][1] < quad[3][1]


def test_bottles_on_a_belt_have_no_text_worth_an_item(program):
    result = program.scan(DATA / "bottles.mp4", "--every", 15)
    assert [i for i in result["items"] if i["confidence"] > 0.9 and i["sightings"] > 2] == []
