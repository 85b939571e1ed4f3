"""How bench/ocr judges a reading: the definitions of its --help, one by one."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from ocr_bench import report, scoring  # noqa: E402
from ocr_bench.scoring import Tally  # noqa: E402


def judged(label, *lines):
    accepted = [label] if isinstance(label, str) else label
    return scoring.judge(accepted, list(lines))


def test_a_line_that_differs_only_in_case_spaces_and_signs_is_exact():
    assert judged("LS15 EBC", "ls15-ebc") == (True, True, True, 0)


def test_full_width_letters_are_the_same_letters():
    assert judged("LOT 27", "ＬＯＴ２７")[0]


def test_a_longer_line_contains_the_label_but_is_not_exact_and_has_no_errors():
    assert judged("4502118", "S/N 4502118 REV B") == (False, True, True, 0)


def test_two_lines_together_are_folded_but_neither_contained_nor_exact():
    exact, contained, folded, errors = judged("MSCU3054383", "305438 3", "MSCU")
    assert (exact, contained, folded) == (False, False, True)
    assert errors == 4


def test_more_than_four_lines_are_not_put_together():
    assert not judged("ABCDE", "A", "B", "C", "D", "E")[2]


@pytest.mark.parametrize("pair", ["O0", "D0", "I1", "L1", "Z2", "S5", "B8", "G6", "Q0"])
def test_look_alikes_are_folded_but_not_exact(pair):
    exact, _, folded, errors = judged(f"X{pair[0]}7", f"X{pair[1]}7")
    assert (exact, folded, errors) == (False, True, 1)


def test_plates_may_be_compared_with_o_and_0_alike():
    assert scoring.exact_with_o_as_0(["RKO26AJ"], ["RK 026 AJ"])
    assert not scoring.exact_with_o_as_0(["RKI26AJ"], ["RK126AJ"])


def test_any_accepted_reading_counts_and_the_first_gives_the_length():
    assert judged(["230 V", "VOLTAGE 230 V"], "VOLTAGE 230V")[0]
    assert judged(["230 V", "VOLTAGE 230 V"])[3] == 4


def test_nothing_read_costs_all_characters_and_never_more():
    assert judged("ABC") == (False, False, False, 3)
    assert judged("ABC", "XXXXXXXXXXXX")[3] == 3


@pytest.mark.parametrize(
    ("wanted", "text", "distance"),
    [("ABC", "ABC", 0), ("ABC", "XABCX", 0), ("ABC", "AC", 1), ("ABC", "AXC", 1), ("ABC", "", 3)],
)
def test_the_distance_is_to_the_nearest_part(wanted, text, distance):
    assert scoring.part_distance(wanted, text) == distance


def test_a_tally_counts_labels_and_texts():
    tally = Tally()
    assert scoring.add(tally, [["AB12"], ["CD34"]], ["AB12", "CD35", "?"]) == [True, False]
    assert (tally.pictures, tally.labels, tally.exact, tally.texts) == (1, 2, 1, 3)
    assert tally.share("exact") == 0.5
    assert tally.cer() == 1 / 8


def test_a_picture_without_labels_counts_only_its_false_texts():
    tally = Tally()
    assert scoring.add(tally, [], ["日"]) == []
    assert (tally.labels, tally.texts, tally.share("exact"), tally.cer()) == (0, 1, 0.0, 0.0)


def test_the_ratio_of_cost_takes_decoding_from_both():
    ours, theirs, decode = {"cpu": 0.15}, {"cpu": 0.25}, {"cpu": 0.05}
    assert report.ratio(ours, theirs, decode) == "0.50"
    assert report.ratio(ours, theirs, None) == "0.60"
