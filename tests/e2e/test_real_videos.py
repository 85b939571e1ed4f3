"""Real videos through the service, where MOBILSCAN_DATA names them: all are read to their end, with
true progress, and where there is no text the job says so by having none.
"""

import json
import os
from pathlib import Path

import pytest
from http_service import HttpService

FOLDER = Path(os.environ.get("MOBILSCAN_DATA", "")) / "video-real"
TRUTH = FOLDER / "ground_truth.json"

pytestmark = pytest.mark.skipif(
    not TRUTH.is_file(), reason="MOBILSCAN_DATA names no folder with video-real"
)


@pytest.fixture(scope="module")
def service(program, tmp_path_factory):
    made = HttpService(program, tmp_path_factory.mktemp("real") / "data").start()
    yield made
    made.kill()


def videos():
    return sorted(FOLDER.glob("*.mp4")) if TRUTH.is_file() else []


@pytest.mark.parametrize("video", videos(), ids=lambda path: path.stem)
def test_a_real_video_completes_with_true_progress(service, video):
    job_id = service.new_job(video, file_name=video.name)
    seen = []
    while True:
        job = service.job(job_id)
        seen.append(job)
        if job["status"] not in ("pending", "processing"):
            break
    assert job["status"] == "completed", job
    assert all(j["frames_total"] > 0 for j in seen if j["frames_read"] > 0)
    for before, after in zip(seen, seen[1:], strict=False):
        assert before["frames_read"] <= after["frames_read"]
        assert before["progress"] <= after["progress"]
    assert job["frames_read"] == job["frames_total"]
    truth = json.loads(TRUTH.read_text())[video.name]
    if video.name.startswith("notext"):
        assert truth["text_lines"] == []
        assert job["detections_count"] == job["items_count"] == 0
    else:
        assert any(j["detections_count"] > 0 and j["status"] == "processing" for j in seen)
        assert job["items_count"] > 0
