"""What can be done with a job over /api/v1: cancel, retry, delete, undo."""

import time

import clips
import pytest
from conftest import SAMPLE
from http_service import HttpService


@pytest.fixture(scope="module")
def service(program, tmp_path_factory):
    made = HttpService(program, tmp_path_factory.mktemp("actions") / "data").start()
    made.description()
    yield made
    made.kill()


def long_clip(make_clip):
    return make_clip(clips.Text("SN 4711-0815", 0.0, 60.0), seconds=60.0)


def act(service, job_id, action):
    answer = service.post(f"/api/v1/jobs/{job_id}/{action}")
    return answer.status, service.checked("POST", f"/api/v1/jobs/{{job_id}}/{action}", answer)


def test_a_running_job_can_be_cancelled_and_gone_on_with(service, make_clip):
    job_id = service.new_job(long_clip(make_clip), every=1)
    while service.job(job_id)["frames_read"] == 0:
        time.sleep(0.02)
    status, job = act(service, job_id, "cancel")
    assert (status, job["status"]) == (200, "cancelled")
    read = job["frames_read"]
    assert act(service, job_id, "cancel")[0] == 200  # it is cancelled already: no harm
    status, job = act(service, job_id, "retry")
    assert (status, job["status"]) == (200, "pending")
    assert job["frames_read"] >= read
    assert act(service, job_id, "retry")[0] == 409
    act(service, job_id, "cancel")


def test_a_removed_job_is_gone_until_it_is_restored(service):
    job_id = service.new_job(SAMPLE)
    service.wait(job_id)
    detection = service.get(f"/api/v1/jobs/{job_id}/detections").json()["detections"][0]
    answer = service.ask("DELETE", f"/api/v1/jobs/{job_id}")
    assert answer.status == 200
    service.checked("DELETE", "/api/v1/jobs/{job_id}", answer)
    for path in (
        "",
        "/detections",
        "/items",
        "/video",
        "/poster.jpg",
        "/frames/0",
        "/detections.csv",
    ):
        assert service.get(f"/api/v1/jobs/{job_id}{path}").status == 404, path
    assert service.get(f"/api/v1/detections/{detection['id']}/crop").status == 404
    assert service.get(f"/job/{job_id}").status == 404
    assert service.ask("DELETE", f"/api/v1/jobs/{job_id}").status == 404
    status, job = act(service, job_id, "restore")
    assert (status, job["status"]) == (200, "completed")
    assert service.get(f"/api/v1/jobs/{job_id}/video").status == 200
    assert act(service, job_id, "restore")[0] == 200  # it is there already: no harm


def test_undo_lets_a_job_go_on_that_was_removed_while_it_ran(service, make_clip):
    job_id = service.new_job(long_clip(make_clip), every=5)
    service.wait(job_id, ("processing",))
    assert service.ask("DELETE", f"/api/v1/jobs/{job_id}").status == 200
    status, job = act(service, job_id, "restore")
    assert status == 200 and job["status"] in ("pending", "processing")
    assert service.wait(job_id)["status"] == "completed"


@pytest.mark.parametrize("action", ["cancel", "retry", "restore", "scan"])
def test_nothing_can_be_done_with_a_job_that_is_not_there(service, action):
    answer = service.post(f"/api/v1/jobs/nobody/{action}")
    assert answer.status == 404
    assert answer.json()["code"] == "job_not_found"
