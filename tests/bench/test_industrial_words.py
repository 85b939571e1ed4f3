"""The codes of the industrial set are valid ones, by the examples of their standards."""

import pathlib
import random
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

from industrial_set import words  # noqa: E402


class Chance:
    """What words.py needs of a NumPy generator."""

    def __init__(self, seed):
        self.own = random.Random(seed)

    def integers(self, low, high=None):
        return self.own.randrange(low) if high is None else self.own.randrange(low, high)

    def random(self):
        return self.own.random()


@pytest.mark.parametrize(("ten", "digit"), [("CSQU305438", 3), ("MSKU907032", 3)])
def test_the_check_digit_of_a_container_is_that_of_iso_6346(ten, digit):
    assert words.container_check_digit(ten) == digit


def test_the_check_digit_of_a_vehicle_is_that_of_the_rule():
    assert words.vin_check_digit("11111111011111111") == "1"
    assert words.vin_check_digit("1M8GDM9A0KP042788") == "X"


def test_made_codes_carry_their_check_digits():
    rng = Chance(5)
    for _ in range(200):
        owner, serial, digit = words.container_code(rng)
        assert words.container_check_digit(owner + serial) == int(digit)
        vin = words.vin(rng)
        assert len(vin) == 17
        assert vin[8] == words.vin_check_digit(vin[:8] + "0" + vin[9:])
        assert not set("IOQ") & set(vin)
