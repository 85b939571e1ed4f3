"""The six calls of the original product: every field, its type, the order and the errors, so that a
client that was written for it goes on working.
"""

import http.client
import re
import sqlite3
import uuid

import clips
import pytest
from conftest import SAMPLE
from http_service import HttpService, form

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")

JOB_FIELDS = {
    "job_id": str,
    "video_name": str,
    "status": str,
    "total_frames": int,
    "processed_frames": int,
    "detections_count": int,
    "progress": float,
    "created_at": str,
    "started_at": (str, type(None)),
    "completed_at": (str, type(None)),
    "error_message": (str, type(None)),
}


@pytest.fixture(scope="module")
def service(program, tmp_path_factory):
    # Frames 0, 30, 60 ..., whatever the clip looks like in between.
    env = {"MOBILSCAN_FRAME_SELECTION": "first"}
    made = HttpService(program, tmp_path_factory.mktemp("original") / "data", env=env).start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def done(service):
    """A completed job of the sample clip."""
    answer = service.upload(SAMPLE, "/upload", "Walk Through.MP4")
    job_id = answer.json()["job_id"]
    service.wait(job_id)
    return job_id


def test_health_says_that_it_works(program, tmp_path):
    service = HttpService(program, tmp_path / "data").start()
    try:
        # The page's port shows the page at "/"; the API's own port is known from its log alone.
        answer = service.checked("GET", "/health", service.get("/health"))
        assert answer["status"] in ("healthy", "degraded")
    finally:
        service.kill()


def test_an_upload_is_answered_with_the_originals_fields(service):
    answer = service.upload(SAMPLE, "/upload", "Walk Through.MP4")
    assert answer.status == 200
    body = service.checked("POST", "/upload", answer)
    assert list(body) == ["success", "job_id", "video_name", "file_size_mb", "status", "message"]
    assert body["success"] is True
    assert str(uuid.UUID(body["job_id"], version=4)) == body["job_id"]
    assert body["video_name"] == "Walk Through.MP4"
    assert body["file_size_mb"] == round(SAMPLE.stat().st_size / (1024 * 1024), 2)
    assert body["status"] == "queued"


@pytest.mark.parametrize("name", ["clip.txt", "clip", "clip.mp4.exe", ".webm"])
def test_another_type_is_refused_with_the_originals_words(service, name):
    before = service.get("/jobs").json()["count"]
    answer = service.upload(SAMPLE, "/upload", name)
    assert answer.status == 400
    assert answer.json() == {"detail": "Invalid file type. Allowed: .mp4, .mov, .avi, .mkv"}
    assert service.get("/jobs").json()["count"] == before


@pytest.mark.parametrize("name", ["a.mp4", "a.MOV"])
def test_extensions_count_in_any_case(service, name):
    assert service.upload(SAMPLE, "/upload", name).status == 200


def test_a_missing_file_is_the_frameworks_422(service):
    wanted = {
        "detail": [
            {"type": "missing", "loc": ["body", "file"], "msg": "Field required", "input": None}
        ]
    }
    body, content_type = form({"other": "x"})
    for answer in (
        service.ask("POST", "/upload", body, {"Content-Type": content_type}),
        service.ask("POST", "/upload", b"", {}),
        service.ask("POST", "/upload", b"{}", {"Content-Type": "application/json"}),
    ):
        assert answer.status == 422
        assert service.checked("POST", "/upload", answer) == wanted
    # A file in a field of another name is passed over, however large.
    body, content_type = form({}, SAMPLE.read_bytes(), file_field="video")
    answer = service.ask("POST", "/upload", body, {"Content-Type": content_type})
    assert answer.status == 422 and answer.json() == wanted


def test_fields_that_the_original_does_not_know_are_passed_over(service):
    assert service.upload(SAMPLE, "/upload", user="x" * 5000, device="phone").status == 200


def test_a_name_beyond_ascii_may_come_in_the_extended_form(service):
    boundary = "b0"
    head = (
        f"--{boundary}\r\nContent-Disposition: form-data; name=file; "
        "filename*=utf-8''caf%C3%A9%20%E2%82%AC.mp4\r\n\r\n"
    )
    body = head.encode() + SAMPLE.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    answer = service.ask(
        "POST", "/upload", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    )
    assert answer.status == 200, answer
    assert answer.json()["video_name"] == "café €.mp4"


def test_a_name_of_any_length_is_kept_shortened(service):
    answer = service.upload(SAMPLE, "/upload", "n" * 3000 + ".mp4")
    assert answer.status == 200 and len(answer.json()["video_name"]) == 255


def test_the_api_port_has_its_root_and_its_description(service):
    connection = http.client.HTTPConnection(service.host, service.api_port, timeout=20)
    for path, kind in (
        ("/", "application/json"),
        ("/docs", "text/html"),
        ("/docs/swagger-ui.css", "text/css"),
        ("/openapi.json", "application/json"),
    ):
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, (path, response.status)
        assert response.getheader("Content-Type").startswith(kind)
        if path == "/":
            assert b"Mobile Industrial Scanner API" in body
    for path in ("/index.html", "/assets/x.js", "/docs/none.js"):
        connection.request("GET", path)
        response = connection.getresponse()
        assert (response.status, response.read()) == (404, b'{"detail":"Not Found"}')
    connection.close()


def test_one_job_has_every_field_in_the_originals_form(service, done):
    answer = service.get(f"/job/{done}")
    body = service.checked("GET", "/job/{job_id}", answer)
    assert body["success"] is True
    job = body["job"]
    assert {name: type(value) for name, value in job.items()}.keys() == JOB_FIELDS.keys()
    for name, kind in JOB_FIELDS.items():
        assert isinstance(job[name], kind), name
    assert job["status"] == "completed"
    assert job["total_frames"] == job["processed_frames"] == 5
    assert job["progress"] == 100
    for name in ("created_at", "started_at", "completed_at"):
        assert TIME.fullmatch(job[name]), job[name]
    assert job["created_at"] <= job["started_at"] <= job["completed_at"]
    assert job["error_message"] is None


def test_jobs_come_newest_first_and_can_be_limited_and_filtered(service, done):
    for _ in range(2):
        service.upload(SAMPLE, "/upload")
    body = service.checked("GET", "/jobs", service.get("/jobs"))
    assert body["count"] == len(body["jobs"]) >= 3
    times = [job["created_at"] for job in body["jobs"]]
    assert times == sorted(times, reverse=True)
    assert all(job.keys() == JOB_FIELDS.keys() for job in body["jobs"])

    limited = service.get("/jobs?limit=1").json()
    assert limited["count"] == 1
    assert limited["jobs"][0]["job_id"] == body["jobs"][0]["job_id"]
    assert service.get("/jobs?limit=0").json()["jobs"] == []
    assert done in [j["job_id"] for j in service.get("/jobs?status=completed").json()["jobs"]]
    assert service.get("/jobs?status=Completed").json()["count"] == 0  # exact
    assert service.get("/jobs?status=queued").json()["count"] == 0


def test_results_have_every_field_in_the_order_of_the_frames(service, done):
    body = service.checked("GET", "/results/{job_id}", service.get(f"/results/{done}"))
    assert body["success"] is True
    assert (body["job_id"], body["video_name"], body["job_status"]) == (
        done,
        "Walk Through.MP4",
        "completed",
    )
    detections = body["detections"]
    assert body["total_detections"] == len(detections) == body["total_matching"] == 5
    assert body["truncated"] is False
    frames = [d["frame_number"] for d in detections]
    assert frames == sorted(frames) == [0, 30, 60, 90, 120]
    for d in detections:
        assert list(d) == [
            "id",
            "frame_number",
            "timestamp",
            "detected_text",
            "confidence",
            "bbox",
            "frame_path",
        ]
        assert list(d["bbox"]) == ["x1", "y1", "x2", "y2"]
        assert all(isinstance(v, int) for v in d["bbox"].values())
        assert d["bbox"]["x1"] < d["bbox"]["x2"] and d["bbox"]["y1"] < d["bbox"]["y2"]
        assert d["timestamp"] == d["frame_number"] / 30
        # A program that shares the disk opens it, as the original's page does.
        with open(d["frame_path"], "rb") as file:
            assert file.read(2) == b"\xff\xd8"
        assert d["frame_path"].endswith(f"{done}/frame_{d['frame_number']:06d}.jpg")


def test_total_detections_are_the_rows_of_the_answer(service, done):
    body = service.get(f"/results/{done}?limit=2").json()
    assert body["total_detections"] == len(body["detections"]) == 2
    assert body["total_matching"] == 5
    assert body["truncated"] is True
    none = service.get(f"/results/{done}?limit=0").json()
    assert (none["total_detections"], none["detections"], none["truncated"]) == (0, [], True)


def test_the_least_confidence_is_inclusive(service, done):
    everything = service.get(f"/results/{done}").json()["detections"]
    bound = sorted(d["confidence"] for d in everything)[2]
    body = service.get(f"/results/{done}?min_confidence={bound}").json()
    assert [d["id"] for d in body["detections"]] == [
        d["id"] for d in everything if d["confidence"] >= bound
    ]
    assert body["total_matching"] == body["total_detections"] == 3
    assert service.get(f"/results/{done}?min_confidence=1.5").json()["detections"] == []


def test_more_than_a_thousand_results_are_not_cut(service, done):
    rows = 2_345
    with sqlite3.connect(service.data / "mobilscan.db", timeout=30) as database:
        database.execute(
            "insert into video_jobs (job_id, video_name, video_path, status)"
            " values ('many', 'm.mp4', 'm.mp4', 'failed')"
        )
        database.executemany(
            "insert into detections (video_name, job_id, frame_number, timestamp, detected_text,"
            " confidence)"
            " values ('m.mp4', 'many', ?, ?, ?, 0.5)",
            [(i // 3, i / 30, f"text {i}") for i in range(rows)],
        )
    first = service.checked("GET", "/results/{job_id}", service.get("/results/many"))
    assert (first["total_detections"], first["total_matching"], first["truncated"]) == (
        1000,
        rows,
        True,
    )
    whole = service.get("/results/many?limit=5000").json()
    assert whole["total_detections"] == rows and not whole["truncated"]
    assert len({d["id"] for d in whole["detections"]}) == rows
    assert whole["detections"][0]["bbox"] is None
    assert whole["detections"][0]["frame_path"] is None


def test_statistics_have_the_originals_fields(service, done):
    body = service.checked("GET", "/stats", service.get("/stats"))
    stats = body["stats"]
    assert list(stats) == [
        "total_jobs",
        "completed_jobs",
        "failed_jobs",
        "processing_jobs",
        "pending_jobs",
        "total_detections",
        "avg_detections_per_job",
    ]
    assert stats["completed_jobs"] >= 1


@pytest.mark.parametrize(
    "path", ["/job/nobody", "/results/nobody", f"/job/{'x' * 300}", "/job/%00"]
)
def test_a_job_that_is_not_there_is_the_originals_404(service, path):
    answer = service.get(path)
    if path.endswith("%00"):
        assert answer.status == 400
    else:
        assert (answer.status, answer.json()) == (404, {"detail": "Job not found"})


@pytest.mark.parametrize(
    ("path", "name", "value", "kind"),
    [
        ("/jobs?limit=abc", "limit", "abc", "int_parsing"),
        ("/jobs?limit=", "limit", "", "int_parsing"),
        ("/jobs?limit=1.5", "limit", "1.5", "int_parsing"),
        ("/jobs?limit=-1", "limit", "-1", "greater_than_equal"),
        ("/jobs?limit=99999999999999999999", "limit", "99999999999999999999", "int_parsing"),
        ("/results/x?min_confidence=high", "min_confidence", "high", "float_parsing"),
        ("/results/x?min_confidence=nan", "min_confidence", "nan", "float_parsing"),
    ],
)
def test_a_malformed_parameter_is_the_frameworks_422(service, path, name, value, kind):
    answer = service.get(path)
    assert answer.status == 422
    detail = answer.json()["detail"]
    assert [(d["type"], d["loc"], d["input"]) for d in detail] == [(kind, ["query", name], value)]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/jobs", "GET"),
        ("GET", "/upload", "POST"),
        ("DELETE", "/job/x", "GET"),
        ("PUT", "/stats", "GET"),
    ],
)
def test_a_wrong_method_is_the_frameworks_405(service, method, path, allowed):
    answer = service.ask(method, path)
    assert (answer.status, answer.json()) == (405, {"detail": "Method Not Allowed"})
    assert answer.headers["allow"] == allowed


def test_an_address_that_is_not_there_is_the_frameworks_404(service):
    answer = service.get("/nothing/here.js")
    assert (answer.status, answer.json()) == (404, {"detail": "Not Found"})


def test_a_video_that_cannot_be_read_fails_with_a_reason_and_never_completes_empty(service):
    broken = SAMPLE.read_bytes()[:600]
    job_id = service.upload(broken, "/upload").json()["job_id"]
    service.wait(job_id)
    job = service.get(f"/job/{job_id}").json()["job"]
    assert job["status"] == "failed"
    assert len(job["error_message"]) > 10


def test_total_frames_are_known_first_and_progress_only_rises(service, make_clip):
    clip = make_clip(clips.Text("SN 4711-0815", 1.0, 2.0), seconds=20)
    job_id = service.upload(clip, "/upload", every=3).json()["job_id"]
    seen = []
    while True:
        job = service.get(f"/job/{job_id}").json()["job"]
        seen.append(
            (
                job["processed_frames"],
                job["total_frames"],
                job["progress"],
                job["detections_count"],
                job["status"],
            )
        )
        if job["status"] not in ("pending", "processing"):
            break
    assert job["status"] == "completed"
    assert all(total > 0 for done, total, *_ in seen if done > 0)
    for before, after in zip(seen, seen[1:], strict=False):
        assert before[0] <= after[0] and before[2] <= after[2]
    assert len({progress for _, _, progress, _, _ in seen}) > 3
    assert any(found > 0 and status == "processing" for _, _, _, found, status in seen)
    assert all(progress < 100 for _, _, progress, _, status in seen if status != "completed")
    assert seen[-1][2] == 100
