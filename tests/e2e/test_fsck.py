"""`mobilscan fsck --repair`: what loses nothing is mended and a job goes on to the same result, the
rest is reported and left alone.
"""

import os
import subprocess
import sys

import pytest
from conftest import ROOT, SAMPLE

sys.path.insert(0, str(ROOT / "tests" / "torture"))

from product import Product  # noqa: E402
from results import difference  # noqa: E402

JOB_SECONDS = 60


@pytest.fixture
def product(program, tmp_path):
    made = Product(program.path.parent, tmp_path / "data")
    yield made
    if made.process:
        made.kill_all()


@pytest.fixture
def job_id(product):
    """A completed job of a service that was stopped."""
    product.start()
    job_id = product.add_job(SAMPLE)
    assert product.wait_for_end(JOB_SECONDS), product.log_end()
    assert product.stop() == 0
    return job_id


def spoil(product, *statements):
    with product.rows() as rows:
        for statement in statements:
            rows.execute(statement)


def job_row(product, job_id):
    with product.rows() as rows:
        return rows.execute("select * from video_jobs where job_id = ?", (job_id,)).fetchone()


def test_rows_are_mended_and_the_job_goes_on_to_the_same_result(program, product, job_id):
    before = product.result(job_id)
    spoil(
        product,
        "delete from items",
        "update video_jobs set processed_frames = 1",
        "update job_segments set detections_count = 99 where segment = 0",
        "insert into job_segments (job_id, segment, run_after) values ('nobody', 0, 0)",
    )
    found = program.run("fsck", "--data", product.data, expect=1).stdout
    assert "repair" not in found

    dry = program.run("fsck", "--data", product.data, "--repair", "--dry-run", expect=1).stdout
    assert f"would repair: a worker makes the items again: {job_id}\n" in dry
    assert "would repair: segments of no job are removed: nobody\n" in dry
    assert program.run("fsck", "--data", product.data, expect=1).stdout == found

    done = program.run("fsck", "--data", product.data, "--repair").stdout
    for line in (
        f"repaired: the detections of the segment are counted: {job_id} 0",
        "repaired: segments of no job are removed: nobody",
        "0 problems left",
    ):
        assert f"{line}\n" in done
    assert f"repaired: a worker makes the items again: {job_id}" in done
    assert program.run("fsck", "--data", product.data).stdout == "0 problems found\n"

    product.start()
    assert product.wait_for_end(JOB_SECONDS), product.log_end()
    assert product.stop() == 0
    assert not difference(before, product.result(job_id))


def test_pictures_of_items_are_cut_again_from_the_evidence(program, product, job_id):
    before = product.result(job_id)
    crops = list((product.data / "frames" / job_id).glob("crop_*.jpg"))
    for crop in crops:
        crop.unlink()
    done = program.run("fsck", "--data", product.data, "--repair").stdout
    assert f"a worker makes the items again, with their pictures: {job_id}\n" in done
    product.start()
    assert product.wait_for_end(JOB_SECONDS), product.log_end()
    assert product.stop() == 0
    assert all(crop.exists() for crop in crops)
    assert not difference(before, product.result(job_id))


def test_evidence_that_is_gone_is_reported_and_nothing_else(program, product, job_id):
    frame = min((product.data / "frames" / job_id).glob("frame_*.jpg"))
    frame.unlink()
    before = product.result(job_id)
    left = program.run("fsck", "--data", product.data, "--repair", expect=1).stdout
    assert frame.name in left
    assert left.endswith("1 problem left\n")
    assert not difference(before, product.result(job_id))


def test_a_job_that_waits_for_a_video_that_is_gone_fails(program, product, job_id):
    waiting = product.add_job(SAMPLE)
    video = next((product.data / "videos").glob(f"{waiting}*"))
    video.unlink()
    done = program.run("fsck", "--data", product.data, "--repair").stdout
    assert f"repaired: the job fails, as its video is not there: {waiting}\n" in done
    assert job_row(product, waiting)["error_code"] == "file_not_found"
    assert program.run("fsck", "--data", product.data).stdout == "0 problems found\n"


def test_no_job_fails_when_all_videos_are_gone(program, product, job_id):
    waiting = product.add_job(SAMPLE)
    videos = list((product.data / "videos").iterdir())
    for video in videos:  # as when the disk is not mounted
        video.rename(product.data / video.name)
    left = program.run("fsck", "--data", product.data, "--repair", expect=1).stdout
    assert "2 problems left" in left
    assert job_row(product, waiting)["status"] == "pending"


def test_dry_run_belongs_to_repair(program, product, job_id):
    refused = program.run("fsck", "--data", product.data, "--dry-run", expect=2)
    assert "--repair" in refused.stderr


def test_postgresql_is_migrated_checked_and_mended(program, tmp_path):
    script = f"""
        set -e
        export DATABASE_URL=$MOBILSCAN_TEST_POSTGRES
        unset MOBILSCAN_TEST_POSTGRES
        mobilscan() {{ command={program.path} && name=$1 && shift && $command $name --data {tmp_path} "$@"; }}
        mobilscan migrate
        mobilscan migrate
        mobilscan fsck
        psql -q "$DATABASE_URL" -c "insert into job_segments (job_id, segment, run_after) values ('nobody', 0, 0)"
        mobilscan fsck || true
        mobilscan fsck --repair
    """  # noqa: E501
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MOBILSCAN_")}
    done = subprocess.run(
        [ROOT / "scripts" / "with-postgres", "bash", "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "before   no tables"
    assert lines[-6].endswith(": nothing to do")
    assert lines[-5:] == [
        "0 problems found",
        "not true that every segment belongs to a job: nobody",
        "1 problem found",
        "repaired: segments of no job are removed: nobody",
        "0 problems left",
    ]
