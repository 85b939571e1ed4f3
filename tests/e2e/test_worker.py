"""`mobilscan worker`, `serve` and `fsck` on the shipped program: a program written for the original
gives the jobs, and what the workers make of them equals what `scan` prints.
"""

import subprocess
import sys
import time
from pathlib import Path

import clips
import pytest
from conftest import ROOT, SAMPLE

sys.path.insert(0, str(ROOT / "tests" / "torture"))

from product import Product, alive, kill  # noqa: E402
from results import difference  # noqa: E402

JOB_SECONDS = 60


@pytest.fixture
def product(program, tmp_path):
    made = Product(program.path.parent, tmp_path / "data")
    yield made
    if made.process:
        made.kill_all()


def run_jobs(product, *videos):
    """Gives the videos to a running product and waits for their ends; the jobs' ids."""
    jobs = [product.add_job(video) for video in videos]
    assert product.wait_for_end(JOB_SECONDS * len(jobs)), product.log_end()
    return jobs


def job_row(product, job_id):
    with product.rows() as rows:
        return rows.execute("select * from video_jobs where job_id = ?", (job_id,)).fetchone()


def test_a_worker_makes_of_a_foreign_job_what_scan_makes_of_the_clip(program, tmp_path):
    product = Product(program.path.parent, tmp_path / "data")
    worker = program.start("worker", "--data", product.data, "--every", 10)
    try:
        deadline = time.monotonic() + 30
        while not product.has_tables() and time.monotonic() < deadline:
            time.sleep(0.05)
        (job_id,) = run_jobs(product, SAMPLE)
    finally:
        worker.terminate()
        out, err = worker.communicate(timeout=30)
    assert worker.returncode == 0, err
    assert out == ""

    scan = program.scan(SAMPLE, "--every", 10, "--detections")
    result = product.result(job_id)
    assert result["job"][0] == "completed"
    with product.rows() as rows:
        found = rows.execute(
            "select frame_number, timestamp, detected_text, confidence from detections"
            " where job_id = ? order by frame_number, id",
            (job_id,),
        ).fetchall()
        items = rows.execute(
            "select text, confidence, sightings, best_frame_number from items"
            " where job_id = ? order by ordinal",
            (job_id,),
        ).fetchall()
        paths = {row[0] for row in rows.execute("select frame_path from detections")}
    assert len(found) > 0
    assert [tuple(row) for row in found] == [
        (d["frame_number"], pytest.approx(d["timestamp"], abs=1e-6), d["text"], d["confidence"])
        for d in scan["detections"]
    ]
    assert [tuple(row) for row in items] == [
        (i["text"], i["confidence"], i["sightings"], i["best"]["frame_number"])
        for i in scan["items"]
    ]
    # A program that shares the disk can open the evidence.
    for path in paths:
        assert Path(path).read_bytes().startswith(b"\xff\xd8")
    assert product.fsck().returncode == 0


@pytest.mark.timing
def test_every_clip_of_the_real_set_ends_completed(product, real_data):
    videos = sorted((real_data / "video-real").glob("*.mp4"))
    assert videos
    product.start()
    for job_id in run_jobs(product, *videos):
        row = job_row(product, job_id)
        assert row["status"] == "completed", row["error_message"]
        assert row["processed_frames"] == row["total_frames"] > 0
    assert product.stop() == 0
    assert product.fsck().returncode == 0


def test_what_cannot_be_read_fails_with_the_reason(product, tmp_path):
    (tmp_path / "text.mp4").write_text("this is no video\n" * 1000)
    (tmp_path / "empty.mp4").touch()
    product.start()
    with product.rows() as rows:
        rows.execute(
            "insert into video_jobs (job_id, video_name, video_path)"
            " values ('missing', 'm.mp4', 'm.mp4'), ('outside', 'o.mp4', '../../../etc/passwd')"
        )
    text, empty = run_jobs(product, tmp_path / "text.mp4", tmp_path / "empty.mp4")
    jobs = (text, empty, "missing", "outside")
    codes = {job: job_row(product, job)["error_code"] for job in jobs}
    assert codes == {
        text: "unsupported_container",
        empty: "corrupt_media",
        "missing": "file_not_found",
        "outside": "path_outside",
    }
    assert "not there" in job_row(product, "missing")["error_message"]


def test_warnings_of_a_cut_off_clip_are_kept_with_the_job(program, product, make_clip, tmp_path):
    keys = ("-g", "10", "-movflags", "frag_keyframe+empty_moov")
    whole = make_clip(clips.Text("SN 4711-0815"), seconds=6, output_options=keys)
    cut = clips.truncate(whole, tmp_path / "cut.mp4", 0.6)
    product.start()
    (job_id,) = run_jobs(product, cut)
    row = job_row(product, job_id)
    assert row["status"] == "completed"
    scan = program.scan(cut, expect=None)
    assert row["warnings"].splitlines() == scan["warnings"]
    assert any("cut off" in warning for warning in scan["warnings"])


def test_a_second_serve_on_the_same_folder_is_refused(program, product):
    product.start()
    second = program.run("serve", "--data", product.data, "--port", 0, "--web-port", 0, expect=3)
    assert "another mobilscan serve" in second.stderr
    assert product.stop() == 0


def test_a_worker_without_models_says_so_and_takes_no_job(program, product, tmp_path):
    # The tables are made before the models are looked for.
    failed = program.run("worker", "--data", product.data, "--models", tmp_path / "none", expect=3)
    assert "model_missing" in failed.stderr
    product.arguments = ("--models", tmp_path / "none")
    product.start()
    job_id = product.add_job(SAMPLE)
    deadline = time.monotonic() + 20
    while "cannot work here" not in product.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "workers cannot work here" in product.log.read_text()
    assert job_row(product, job_id)["status"] == "pending"
    assert product.stop() == 0


def test_a_worker_that_is_stopped_gives_its_segment_back(product, make_clip):
    product.arguments = ("--every", 1)
    clip = make_clip(clips.Text("SN 4711-0815"), seconds=5)
    product.start()
    job_id = product.add_job(clip)
    deadline = time.monotonic() + 30
    while job_row(product, job_id)["processed_frames"] < 7 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert product.stop() == 0
    with product.rows() as rows:
        segment = rows.execute(
            "select status, crashes, next_chunk, chunks from job_segments where job_id = ?",
            (job_id,),
        ).fetchone()
    assert tuple(segment)[:2] == ("pending", 0)
    assert 0 < segment["next_chunk"] < segment["chunks"]
    product.start()
    assert product.wait_for_end(JOB_SECONDS)
    assert job_row(product, job_id)["status"] == "completed"


def test_children_end_within_two_seconds_of_their_killed_supervisor(product, make_clip):
    product.arguments = ("--every", 1, "--workers", 2)
    product.start()
    product.add_job(make_clip(clips.Text("SN 4711-0815"), seconds=20))
    deadline = time.monotonic() + 30
    while not product.decoders() and time.monotonic() < deadline:
        time.sleep(0.02)
    left = product.kill_supervisor()
    assert len(left) == 3  # two workers and a decoder
    begin = time.monotonic()
    while any(map(alive, left)) and time.monotonic() < begin + 10:
        time.sleep(0.02)
    assert time.monotonic() - begin < 2.5


def test_a_killed_worker_costs_no_lease_time(product, make_clip):
    product.arguments = ("--every", 2)
    clip = make_clip(clips.Text("SN 4711-0815"), seconds=20)
    product.start()
    job_id = product.add_job(clip)
    deadline = time.monotonic() + 30
    while job_row(product, job_id)["processed_frames"] < 7 and time.monotonic() < deadline:
        time.sleep(0.02)
    (worker,) = product.workers()
    kill(worker)
    # A lease lasts 45 s; the supervisor saw the death.
    assert product.wait_for_end(40), product.log_end()
    assert job_row(product, job_id)["status"] == "completed"


def test_fsck_names_what_is_missing_and_repairs_what_it_can(program, product):
    product.start()
    (job_id,) = run_jobs(product, SAMPLE)
    assert product.stop() == 0
    assert product.fsck().stdout == "0 problems found\n"

    frame = min((product.data / "frames" / job_id).glob("frame_*.jpg"))
    crop = next((product.data / "frames" / job_id).glob("crop_*.jpg"))
    video = next((product.data / "videos").glob("*.mp4"))
    for path in (frame, crop, video):
        path.rename(path.with_suffix(".away"))
    with product.rows() as rows:
        rows.execute("update video_jobs set detections_count = detections_count + 1")
    broken = product.fsck()
    assert broken.returncode == 1
    for words in (frame.name, crop.name, job_id, "counts the detections", "4 problems found"):
        assert words in broken.stdout
    for path in (frame, crop, video):
        path.with_suffix(".away").rename(path)
    with product.rows() as rows:
        rows.execute("update video_jobs set detections_count = detections_count - 1")
        rows.execute(
            "insert into detections (video_name, job_id, frame_number, timestamp, detected_text,"
            " confidence) values ('x', ?, 1, 0.1, 'FOREIGN 1', 0.5)",
            (job_id,),
        )
    repaired = program.run("fsck", "--data", product.data, "--repair")
    assert "texts of another program were made searchable: 1\n" in repaired.stdout
    with product.rows() as rows:
        folded = rows.execute(
            "select folded_text from detections where detected_text = 'FOREIGN 1'"
        ).fetchone()
    assert folded[0] == "F0RE16N1"


def test_fsck_makes_no_database_where_there_is_none(program, tmp_path):
    result = program.run("fsck", "--data", tmp_path / "none", expect=2)
    assert "no database" in result.stderr
    assert not (tmp_path / "none").exists()


def test_two_results_that_differ_are_told_apart():
    one = {"job": ("completed",), "detections": [("A", 1)], "files": {"a.jpg": "1"}}
    assert difference(one, dict(one)) is None
    assert "1 expected, 0 found" in difference(one, {**one, "detections": []})
    assert "('B', 1) found" in difference(one, {**one, "detections": [("B", 1)]})
    assert difference(one, {**one, "files": {"a.jpg": "2"}}) == "files: a.jpg"


@pytest.mark.timing
def test_kills_at_random_moments_change_no_result(program):
    run = subprocess.run(
        [
            ROOT / "tests" / "torture" / "run",
            "--serve",
            "--kills",
            "6",
            "--build",
            program.path.parent,
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "6 kills" in run.stdout
    assert "0 problems" in run.stdout
