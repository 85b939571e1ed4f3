"""Tests of bench/: the packages there are not installed, so their folder is put in the way."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
