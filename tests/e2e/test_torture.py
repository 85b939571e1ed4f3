"""The product of several machines, killed at every step and at random moments, and that the harness
would notice if a safeguard were missing. tests/torture/run has the long runs.
"""

import random
import subprocess

import pytest
from conftest import ROOT

RUN = ROOT / "tests" / "torture" / "run"
MUTANTS = (
    "no_fence",
    "state_only_fence",
    "no_reconciler",
    "acknowledge_before_commit",
    "no_fsync",
)


@pytest.fixture(scope="module")
def torture_build():
    """The build with crash points and mutants."""
    subprocess.run(
        [ROOT / "scripts" / "build", "torture", "mobilscan", "mobilscan-decoder"],
        check=True,
        timeout=1800,
    )


def torture(*arguments):
    return subprocess.run(
        [RUN, *arguments], capture_output=True, text=True, timeout=900, check=False
    )


@pytest.mark.parametrize(("reader", "kills"), [("synthetic", 150), ("real", 50)])
def test_no_job_is_lost_or_done_twice_whatever_is_killed(torture_build, reader, kills):
    done = torture("--kills", str(kills), "--reader", reader)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 problems" in done.stdout


def test_the_harness_notices_a_missing_safeguard(torture_build):
    mutant = random.choice(MUTANTS)
    done = torture("--mutants", mutant)
    assert f"mutant {mutant}: caught after" in done.stdout, done.stdout + done.stderr
