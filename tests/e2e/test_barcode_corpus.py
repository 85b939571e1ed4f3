"""Every labelled picture of a code below MOBILSCAN_DATA: exactly as many are read in each folder as
when the table beside this file was written. More is a reason to write it anew, after a look at
what is new; less is a fault. `bench/barcodes --details` lists what was missed.
"""

import collections
import json
import os
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "bench"))

from barcode_bench import run, sets  # noqa: E402
from barcode_bench.judge import Tally  # noqa: E402

DATA = pathlib.Path(os.environ.get("MOBILSCAN_DATA", "/nonexistent"))
TABLE = json.loads((HERE / "barcode_corpus.json").read_text())

pytestmark = pytest.mark.skipif(
    not (DATA / "barcode-zxing-cpp").is_dir(), reason="MOBILSCAN_DATA names no folder of codes"
)


def folder_of(picture: sets.Picture) -> str:
    return str(picture.path.parent.relative_to(DATA))


def test_as_many_codes_are_read_in_each_folder_as_ever(program):
    tallies = collections.defaultdict(Tally)
    for picture, _, outcome in run.outcomes(program.path, sets.pictures(DATA), []):
        tallies[folder_of(picture)].add(outcome)
    read = {name: [t.pictures, t.found, t.wrong] for name, t in sorted(tallies.items())}
    assert read == TABLE


def test_the_table_keeps_the_promise():
    labelled = {name: row for name, row in TABLE.items() if "falsepositives" not in name}
    assert sum(found for _, found, _ in labelled.values()) >= 544
    assert sum(wrong for _, _, wrong in labelled.values()) <= 4
    assert all(
        found == wrong == 0 for name, (_, found, wrong) in TABLE.items() if "falsepositives" in name
    )
