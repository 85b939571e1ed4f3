"""Events, statistics, system and health of /api/v1; every answer is checked against the description
that the service gives of itself.
"""

import pytest
from conftest import SAMPLE
from http_service import EventReader, HttpService


@pytest.fixture(scope="module")
def service(program, tmp_path_factory):
    made = HttpService(program, tmp_path_factory.mktemp("v1-service") / "data").start()
    made.description()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def done(service):
    job_id = service.new_job(SAMPLE)
    assert service.wait(job_id)["status"] == "completed"
    return job_id


# --- events ---------------------------------------------------------------------------------------


def test_events_tell_of_a_job_from_its_upload_to_its_end(service):
    events = EventReader(service)
    job_id = service.new_job(SAMPLE)
    kinds, last, seen = [], None, 0
    while not kinds or kinds[-1] != "completed":
        number, name, data = events.next_event()
        if data["job_id"] != job_id:
            continue
        assert name == "job"
        service.check({"$ref": "#/components/schemas/JobEvent"}, data)
        assert seen < number
        seen = number
        assert last is None or last["progress"] <= data["progress"]
        kinds.append(data["kind"])
        last = data
    events.close()
    assert kinds[:2] == ["accepted", "planned"]
    assert set(kinds[2:-1]) == {"progress"}
    assert last["progress"] == 100


def test_events_go_on_after_the_last_one_that_was_seen(service, done):
    job_id = service.new_job(SAMPLE)
    service.wait(job_id)
    events = EventReader(service, f"/api/v1/events?job_id={job_id}", last_id="0")
    first, _, data = events.next_event()
    assert data["kind"] == "accepted"
    second, _, data = events.next_event()
    assert data["kind"] == "planned"
    events.close()
    again = EventReader(service, f"/api/v1/events?job_id={job_id}", last_id=str(first))
    assert again.next_event()[0] == second
    again.close()
    assert service.get("/api/v1/events?last_event_id=x").status == 400


# --- the service ----------------------------------------------------------------------------------


def test_storage_that_cannot_be_written_is_said(program, tmp_path):
    service = HttpService(program, tmp_path / "data").start()
    try:
        assert service.get("/health").status == 200
        (service.data / "videos").rmdir()
        health = service.get("/health")
        assert health.status == 503
        assert "No such file or directory" in health.json()["storage"]
        answer = service.upload(SAMPLE)
        assert answer.status == 500 and answer.json()["code"] == "storage_failed"
        assert "request_failed" in service.log()
    finally:
        service.kill()


def test_statistics_system_and_health_answer_as_described(service, done):
    stats = service.page("/api/v1/stats", "/api/v1/stats")
    assert stats["jobs"]["total"] >= 1 and stats["days"]
    system = service.page("/api/v1/system", "/api/v1/system")
    assert system["workers"] == {"wanted": 1, "running": 1, "trouble": None}
    assert system["limits"]["upload_bytes_max"] == 500 * 1024 * 1024
    assert system["sample_available"] is True
    assert service.page("/health", "/health")["status"] == "healthy"
    assert service.page("/health/ready", "/health/ready")["status"] == "healthy"
    assert service.page("/health/live", "/health/live") == {"status": "alive"}
    session = service.page("/api/v1/session", "/api/v1/session")
    assert session == {
        "required": False,
        "authenticated": True,
        "scopes": ["read", "upload", "admin"],
    }


def test_every_answer_carries_the_headers_that_keep_browsers_safe(service, done):
    for path in ("/jobs", "/api/v1/jobs", "/nothing", f"/api/v1/jobs/{done}/video"):
        headers = service.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "content-security-policy" in headers, path
        assert "access-control-allow-origin" not in headers, path


def test_the_system_tells_what_it_runs_on(service):
    system = service.page("/api/v1/system", "/api/v1/system")
    assert system["queue"]["kind"] == "folder"
    assert system["sandbox"]["tier"] in (1, 2, 3)
    assert system["workers"]["running"] == system["workers"]["wanted"] == 1
