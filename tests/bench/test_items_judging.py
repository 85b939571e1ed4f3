"""bench/items counts each item and each label for what it is, on made-up truth."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from items_bench import baselines, real  # noqa: E402
from items_bench.geometry import overlap  # noqa: E402
from items_bench.judge import judge  # noqa: E402
from items_bench.truth import Clip, label_of  # noqa: E402


def quad(x, y, wide=100, tall=20):
    return [[x, y], [x + wide, y], [x + wide, y + tall], [x, y + tall]]


def label(number, text, x, y=0, frames=range(0, 31), **more):
    """Stands still; 100 x 20 pixels."""
    said = {"id": number, "kind": "text", "text": text, "texts": [text], "readable": True}
    below = {"printed_quad": quad(x, y + 30)} if "printed_text" in more else {}
    placed = [{"n": n, "quad": quad(x, y)} | below for n in frames]
    return label_of(said | more | {"frames": placed})


def code(number, text, printed, x):
    return label(number, text, x, kind="barcode", printed_text=printed)


def item(text, x, y=0, kind="text", frame=10, **more):
    best = {"frame_number": frame, "timestamp": 0.0, "quad": quad(x, y)}
    return {"kind": kind, "text": text, "best": best} | more


def judged(labels, *items):
    return judge(Clip("made", "easy", "tuning", labels), list(items))


def counts(tally, **wanted):
    names = ("found", "missed", "wrong", "false", "split", "pair", "merged", "ignored")
    return {n: getattr(tally, n) for n in names} == {n: 0 for n in names} | wanted


def test_an_item_with_the_text_of_the_label_under_it_is_found():
    tally = judged([label(0, "AB-123", 0)], item("ab 123", 4, 2))
    assert counts(tally, found=1)
    assert (tally.precision, tally.recall, tally.f1, tally.cer) == (1.0, 1.0, 1.0, 0.0)


def test_a_label_without_an_item_is_missed():
    tally = judged([label(0, "AB-123", 0)])
    assert counts(tally, missed=1)
    assert tally.cer == 1.0


def test_another_text_on_a_label_is_wrong_and_leaves_the_label_missed():
    tally = judged([label(0, "AB-123", 0)], item("AB-128", 0))
    assert counts(tally, wrong=1, missed=1)
    assert (tally.errors, tally.characters) == (1, 5)


def test_an_item_on_no_label_is_false_even_with_the_text_of_one():
    assert counts(judged([label(0, "AB-123", 0)], item("AB-123", 500)), false=1, missed=1)


def test_a_second_right_item_of_a_label_is_a_split():
    tally = judged([label(0, "AB-123", 0)], item("AB-123", 0), item("AB-123", 0, frame=20))
    assert counts(tally, found=1, split=1)
    assert tally.precision == 0.5


def test_an_item_with_sightings_on_two_labels_is_merged():
    labels = [label(0, "AB-123", 0), label(1, "CD-456", 200)]
    sightings = [{"frame_number": 10, "quad": quad(x, 0)} for x in (0, 200)]
    tally = judged(labels, item("AB-123", 0, all_sightings=sightings))
    assert counts(tally, found=1, missed=1, merged=1)


def test_items_on_labels_that_nobody_can_read_count_nothing():
    unread = label(0, "AB-123", 0, readable=False)
    for text in ("AB-123", "ABX"):
        assert counts(judged([unread], item(text, 0)), ignored=1)


def test_equal_labels_side_by_side_want_an_item_each():
    pair = [label(n, "AB-123", 120 * n, same_text_group="twins") for n in (0, 1)]
    both = judged(pair, item("AB-123", 0), item("AB-123", 120))
    assert counts(both, found=2)
    assert counts(judged(pair, item("AB-123", 0)), found=1, missed=1, merged=1)


def test_a_code_is_found_by_its_content_or_its_printed_text():
    label_ = code(0, "4006381333931", "4 006381 333931", 0)
    by_code = item("04006381333931", 0, kind="barcode")  # the same number as GTIN-14
    by_text = item("4 006381 333931", 0, 30)
    assert counts(judged([label_], by_code), found=1)
    assert counts(judged([label_], by_text), found=1)
    assert counts(judged([label_], by_code | {"text": "4006381333932"}), wrong=1, missed=1)


def test_a_code_and_its_printed_text_as_two_items_are_a_pair():
    label_ = code(0, "AB-123", "AB-123", 0)
    tally = judged([label_], item("AB-123", 0, kind="barcode"), item("AB-123", 0, 30))
    assert counts(tally, found=1, pair=1)
    assert tally.f1 == 1.0
    assert tally.f1_pairs == pytest.approx(2 / 3)


def test_a_code_is_compared_letter_by_letter():
    label_ = code(0, "AB-123", "AB-123", 0)
    assert counts(judged([label_], item("AB123", 0, kind="barcode")), wrong=1, missed=1)


def test_a_line_over_key_and_value_is_about_the_value_that_it_names():
    key = label(0, "S/N", 0, readable=False)
    value = label(1, "AB-123", 110, texts=["AB-123", "S/N AB-123"])
    line = item("S/N AB-123", 0)
    line["best"]["quad"] = quad(0, 0, wide=210)
    assert counts(judged([key, value], line), found=1)


def test_the_place_of_a_label_is_interpolated_between_frames():
    said = {"id": 0, "kind": "text", "text": "A1", "texts": ["A1"], "readable": True}
    placed = [{"n": 8, "quad": quad(0, 0)}, {"n": 12, "quad": quad(80, 0)}]
    assert label_of(said | {"frames": placed}).quads(10) == [quad(40, 0)]


def test_of_a_label_at_the_rim_only_the_part_in_the_picture_counts():
    clip = Clip("made", "easy", "tuning", [label(0, "AB-123", 70)], (100, 100))
    part = item("AB", 0)
    part["best"]["quad"] = quad(70, -10, wide=30, tall=40)
    assert counts(judge(clip, [part]), wrong=1, missed=1)


def test_overlap_of_quads():
    assert overlap(quad(0, 0), quad(50, 0)) == pytest.approx((1 / 3, 1 / 2))
    assert overlap(quad(0, 0), quad(200, 0)) == (0.0, 0.0)
    turned = quad(0, 0)[::-1]
    assert overlap(turned, quad(0, 0)) == pytest.approx((1.0, 1.0))


def reading(frame, text, x, confidence):
    made = {"kind": "text", "frame_number": frame, "text": text, "quad": quad(x, 0)}
    return made | {"confidence": confidence}


def test_the_plain_tracker_follows_an_even_movement():
    # The third overlaps the second too little to be taken for it, were its way not foreseen.
    rows = [reading(10 * n, "A", x, 0.9) for n, x in enumerate((0, 50, 120))]
    assert [len(group) for group in baselines.tracked(rows, 10)] == [3]
    assert len(baselines.tracked([*rows, reading(30, "A", 600, 0.9)], 10)) == 2


def test_the_plain_tracker_forgets_after_two_missed_samples():
    between = [reading(10 * n, "else", 900, 0.9) for n in range(6)]
    near = [reading(0, "A", 0, 0.9), reading(30, "A", 0, 0.9)]
    assert len(baselines.tracked(sorted(near + between, key=lambda r: r["frame_number"]), 10)) == 2
    far = [reading(0, "A", 0, 0.9), reading(40, "A", 0, 0.9)]
    assert len(baselines.tracked(sorted(far + between, key=lambda r: r["frame_number"]), 10)) == 3


def test_best_takes_the_surest_reading_and_majority_the_most_frequent():
    rows = [reading(0, "A1", 0, 0.7), reading(10, "AI", 0, 0.9), reading(20, "A1", 0, 0.6)]
    assert baselines.best(rows)["text"] == "AI"
    assert baselines.majority(rows)["text"] == "A1"


def test_real_plates_are_compared_with_o_and_0_alike():
    said = real.judged("x.mp4", {"plates": ["LS15EBO"]}, [{"text": "LSI5 EB0"}, {"text": "X"}])
    assert (said["found"], said["without_truth"]) == (1, ["X"])
