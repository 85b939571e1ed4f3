"""`mobilscan read`: one JSON line for each image, in order, errors included."""

import json

import pytest
from conftest import DATA, fold
from PIL import Image, ImageDraw, ImageFont


def plain(name):
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


def without_times(lines):
    return [{k: v for k, v in line.items() if k != "ms"} for line in lines]


def test_a_line_has_the_promised_fields(program):
    (line,) = program.read(DATA / "english_page.jpg")
    assert line["path"] == str(DATA / "english_page.jpg")
    assert {"path", "width", "height", "ms", "lines", "barcodes"} <= line.keys()
    assert line["ms"] > 0
    for text in line["lines"]:
        assert 0 <= text["score"] <= 1
        assert len(text["quad"]) == 4
        for x, y in text["quad"]:
            assert -2 <= x <= line["width"] + 2
            assert -2 <= y <= line["height"] + 2


def test_characters_come_with_their_place_and_alternatives(program):
    (line,) = program.read(DATA / "nameplate.jpg", "--characters")
    assert line["lines"]
    sure = []
    for text in line["lines"]:
        characters = text["characters"]
        assert "".join(c["text"] for c in characters) == text["text"]
        mean = sum(c["score"] for c in characters) / len(characters)
        sure.append((round(mean, 3), text["score"]))
        places = [c["from"] for c in characters]
        assert places == sorted(places)
        for c in characters:
            assert 0 <= c["from"] < c["to"] <= 1
            assert all(c["score"] >= other["score"] > 0 for other in c["alternatives"])
    assert any(c["alternatives"] for text in line["lines"] for c in text["characters"])
    # The line's score is calibrated; it rises with those of its characters.
    assert [score for _, score in sorted(sure)] == sorted(score for _, score in sure)
    (plain_line,) = program.read(DATA / "nameplate.jpg")
    assert all("characters" not in text for text in plain_line["lines"])


def test_print_is_read_in_reading_order(program):
    (line,) = program.read(DATA / "english_page.jpg")
    text = fold(" ".join(t["text"] for t in line["lines"]))
    assert fold("To facilitate the shot type analysis in videos, we collect MovieShots") in text
    assert fold("shot type annotation set that contains 46K shots from 7858 movies") in text
    assert text.index(fold("To facilitate")) < text.index(fold("of this dataset are"))


def test_chinese_is_read(program):
    (line,) = program.read(DATA / "chinese_advert.jpg")
    assert "正品促销" in [t["text"] for t in line["lines"]]


def test_languages_choose_what_is_reported(program):
    (line,) = program.read(DATA / "chinese_advert.jpg", "--languages", "en")
    texts = [t["text"] for t in line["lines"]]
    assert "10.0" in texts  # of 10.0起
    assert all(text.isascii() for text in texts), texts
    (line,) = program.read(DATA / "chinese_advert.jpg", "--languages", "en,ch")
    assert "正品促销" in [t["text"] for t in line["lines"]]


def test_languages_change_nothing_of_a_text_in_them(program):
    (all_of_them,) = program.read(DATA / "nameplate.jpg")
    (german,) = program.read(DATA / "nameplate.jpg", "--languages", "german")
    assert german["lines"] == all_of_them["lines"]


def test_the_original_variable_chooses_languages_and_a_flag_comes_first(program):
    (line,) = program.read(DATA / "chinese_advert.jpg", env={"OCR_LANG": "en"})
    assert "正品促销" not in [t["text"] for t in line["lines"]]
    wrong = {"OCR_LANG": "klingon"}
    (line,) = program.read(DATA / "chinese_advert.jpg", "--languages", "ch", env=wrong)
    assert "正品促销" in [t["text"] for t in line["lines"]]


def test_a_nameplate_is_read_with_its_codes(program):
    (line,) = program.read(DATA / "nameplate.jpg")
    text = "\n".join(fold(t["text"]) for t in line["lines"])
    for field in ("elster", "SWM 601399", "DE-07-MI002-PTB001", "NG-4701BM0443", "EN 1359:2007"):
        assert fold(field) in text
    codes = {(plain(code["format"]), code["text"]) for code in line["barcodes"]}
    assert ("datamatrix", "002531413775") in codes
    assert ("code39", "601399") in codes


def container(tmp_path, check_digit, angle=0, stacked=False):
    """A picture of the code MSKU 907032 and a check digit that stands apart, in a frame."""
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 64)
    steel, paint = (150, 60, 50), (240, 240, 240)
    picture = Image.new("RGB", (300, 1300) if stacked else (1100, 260), steel)
    draw = ImageDraw.Draw(picture)
    if stacked:
        for place, letter in enumerate(f"MSKU907032{check_digit}"):
            draw.text((120, 60 + place * 108), letter, paint, font)
    else:
        for x, part in ((60, "MSKU"), (360, "907032"), (760, check_digit)):
            draw.text((x, 90), part, paint, font)
        draw.rectangle((742, 86, 820, 170), outline=paint, width=5)
    path = tmp_path / "container.png"
    picture.rotate(angle, expand=True, fillcolor=(90, 90, 90)).save(path)
    return path


@pytest.mark.parametrize(
    "how", [{}, {"angle": 25}, {"stacked": True}], ids=["level", "tilted", "stacked"]
)
def test_a_container_code_in_parts_is_one_line(program, tmp_path, how):
    (line,) = program.read(container(tmp_path, "3", **how))
    assert [plain(text["text"]) for text in line["lines"]] == ["msku9070323"]


def test_a_wrong_check_digit_joins_nothing(program, tmp_path):
    (line,) = program.read(container(tmp_path, "4"))
    texts = [plain(text["text"]) for text in line["lines"]]
    assert "msku9070324" not in texts
    assert any(text.endswith("907032") for text in texts)


def test_barcodes_are_read_and_can_be_turned_off(program):
    ean, qr = program.read(DATA / "ean8.png", DATA / "qr.webp")
    assert [(plain(c["format"]), c["text"]) for c in ean["barcodes"]] == [("ean8", "55123457")]
    assert [plain(c["format"]) for c in qr["barcodes"]] == ["qrcode"]
    assert qr["barcodes"][0]["text"].startswith("MECARD:N:Sean Owen")
    assert len(qr["barcodes"][0]["quad"]) == 4
    (off,) = program.read(DATA / "ean8.png", "--no-barcodes")
    assert off["barcodes"] == []


def test_the_order_is_the_callers_and_a_failure_is_a_line(program, tmp_path):
    missing = tmp_path / "missing.png"
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 and no more")
    paths = [DATA / "ean8.png", missing, DATA / "qr.webp", broken]
    lines = program.read(*paths, expect=1)
    assert [line["path"] for line in lines] == [str(p) for p in paths]
    assert ["error" in line for line in lines] == [False, True, False, True]
    assert "lines" not in lines[1]


@pytest.mark.parametrize("way", ["file", "stdin"])
def test_a_list_of_paths_is_read(program, tmp_path, way):
    names = [str(DATA / "ean8.png"), str(DATA / "qr.webp")]
    text = "\n".join(names) + "\n"
    if way == "file":
        (tmp_path / "list.txt").write_text(text)
        lines = program.read("--list", tmp_path / "list.txt")
    else:
        lines = program.read("--list", "-", input=text)
    assert [line["path"] for line in lines] == names


def test_a_path_with_spaces_and_umlauts_is_given_back_as_it_is(program, tmp_path):
    path = tmp_path / "Gerät 7 «neu».png"
    path.write_bytes((DATA / "ean8.png").read_bytes())
    (line,) = program.read(path)
    assert line["path"] == str(path)


def test_lines_come_while_it_works(program):
    """A reader at the other end of the pipe has the first line before the last is made."""
    process = program.start("read", "--list", "-", stdin=-1)
    process.stdin.write(f"{DATA / 'ean8.png'}\n")
    process.stdin.flush()
    first = json.loads(process.stdout.readline())
    assert first["path"].endswith("ean8.png")
    out, _ = process.communicate(f"{DATA / 'qr.webp'}\n", timeout=60)
    assert json.loads(out)["path"].endswith("qr.webp")
    assert process.returncode == 0


@pytest.mark.parametrize("profile", ["fast", "balanced", "accurate"])
def test_every_profile_reads(program, profile):
    (line,) = program.read(DATA / "english_page.jpg", "--profile", profile)
    assert fold("MovieShots") in fold(" ".join(t["text"] for t in line["lines"]))


def test_threads_and_repetition_change_nothing(program):
    images = [DATA / "nameplate.jpg", DATA / "english_page.jpg", DATA / "chinese_advert.jpg"]
    first = without_times(program.read(*images, "--threads", 1))
    assert without_times(program.read(*images, "--threads", 2)) == first
    assert without_times(program.read(*images, "--threads", 2)) == first
