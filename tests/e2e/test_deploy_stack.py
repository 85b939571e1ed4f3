"""The image and the compose files, really run: its size and sandbox, one container alone, the whole
stack with three workers one of which is killed, and several API containers behind nginx.

Runs in ./test --long where Docker can; says why where it cannot.
"""

import http.client
import json
import subprocess
import time
from pathlib import Path

import pytest
from clips import Text
from conftest import ROOT, SAMPLE, fold
from containers import ADDRESS, RESTRICTED, Docker, Stack
from http_service import EventReader, form

pytestmark = pytest.mark.long

IMAGE_MB_MAX = 480
DEPLOY = ROOT / "deploy"
# One after the other on the film, no two alike.
LOTS = [f"{2347 + 1931 * i % 7643}-{3 * i % 10}{'ACEHKMPRTX'[7 * i % 10]}" for i in range(20)]


@pytest.fixture(scope="module")
def docker(tmp_path_factory):
    running = Docker(tmp_path_factory.mktemp("docker"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def image(docker, request, program):
    build = ROOT / request.config.getoption("--build")
    if not (ROOT / "build" / "web" / "index.html").is_file():
        pytest.skip("the page is not built; run scripts/build-web")
    return docker.product_image(build)


class Client:
    def __init__(self, address, port):
        self.address, self.port = address, port

    def connect(self, timeout=60):
        return http.client.HTTPConnection(self.address, self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def get(self, path):
        status, body = self.ask("GET", path)
        assert status == 200, (path, status, body[:300])
        return json.loads(body)

    def upload(self, video):
        body, content_type = form({}, video.read_bytes(), video.name)
        status, answer = self.ask("POST", "/upload", body, {"Content-Type": content_type})
        assert status == 200, answer
        return json.loads(answer)["job_id"]

    def wait(self, job_id, seconds=180):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            job = self.get(f"/job/{job_id}")["job"]
            if job["status"] in ("completed", "failed", "cancelled"):
                return job
            time.sleep(0.3)
        raise AssertionError(job)

    def readings(self, job_id):
        """What was read, without what differs between jobs."""
        rows = self.get(f"/results/{job_id}?limit=10000")["detections"]
        return [(row["frame_number"], row["detected_text"], row["confidence"]) for row in rows]


# --- the image ------------------------------------------------------------------------------------


def test_the_image_is_small(docker, image):
    size = json.loads(docker.run("inspect", image))[0]["Size"]
    print(f"\nthe image has {size / 1e6:.0f} MB")
    assert size <= IMAGE_MB_MAX * 1_000_000


def test_the_image_works_without_rights_and_without_writing(docker, image):
    """All libraries are there, the sample is read, nginx takes its settings, the sandbox holds."""
    said = docker.run(
        "run", "--rm", *RESTRICTED, "--network", "none", "--entrypoint", "verify", image
    )
    assert "the sample film reads LS15 EBC" in said
    assert "PROBLEM" not in said
    assert "decoder    in its sandbox: system call filter" in said
    user = docker.run("run", "--rm", "--entrypoint", "id", image, "-u")
    assert user.strip() == "10001"


def test_the_image_alone_is_the_product(docker, image):
    container = docker.run(
        *("run", "--detach", "--rm", *RESTRICTED, "--publish", f"{ADDRESS}:8555:8501"),
        *("--volume", "/app/data", "--volume", "/app/videos", "--volume", "/app/frames", image),
    ).strip()
    try:
        client = Client(ADDRESS, 8555)
        for _ in range(100):
            try:
                client.get("/health/live")
                break
            except OSError:
                time.sleep(0.2)
        job_id = client.upload(SAMPLE)
        assert client.wait(job_id)["status"] == "completed"
        assert any("EBC" in text for _, text, _ in client.readings(job_id))
    finally:
        docker.ask("rm", "--force", "--volumes", container)


# --- the stack ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def images(docker, image):
    return {
        "MOBILSCAN_IMAGE": image,
        "REDIS_IMAGE": docker.pulled_or_made("redis", "redis:7.2-bookworm"),
        "POSTGRES_IMAGE": docker.pulled_or_made("postgres", "postgres:15-bookworm"),
    }


@pytest.fixture(scope="module")
def busy_clip(make_clip):
    """40 s at 30 frames a second, 40 samples: long enough for a worker to die in it."""
    texts = [Text(lot, 2.0 * i, 2.0 * i + 2) for i, lot in enumerate(LOTS)]
    return make_clip(*texts, seconds=2.0 * len(LOTS), rate=30)


@pytest.fixture
def stack(docker, images):
    started = Stack(docker, DEPLOY / "docker-compose.yml", "mobilscan-test", **images)
    yield started
    started.down()


def busy_worker(stack, client, jobs):
    """A worker that is reading, once one is: the container with a decoder in it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for container in stack.containers("worker"):
            if "mobilscan-decoder" in stack.docker.ask("top", container).stdout:
                return container
        time.sleep(0.1)
    raise AssertionError([client.get(f"/job/{job}") for job in jobs])


def test_a_worker_is_killed_and_the_result_is_right(stack, busy_clip):
    stack.compose("up", "--detach", "--no-build", "--scale", "worker=3")
    stack.wait_until_healthy("db", "redis", "api", "frontend", "worker")
    assert len(stack.containers("worker")) == 3
    ports = stack.docker.run("ps", "--format", "{{.Ports}}", "--filter", "name=mobilscan-test")
    published = {part for part in ports.replace(",", " ").split() if "->" in part}
    assert published == {f"{ADDRESS}:8501->8501/tcp", f"{ADDRESS}:8000->8000/tcp"}

    client = Client(ADDRESS, 8501)
    undisturbed = client.upload(busy_clip)
    assert client.wait(undisturbed)["status"] == "completed"
    expected = client.readings(undisturbed)
    assert {fold(lot) for lot in LOTS} <= {fold(text) for _, text, _ in expected}

    events = EventReader(client)
    jobs = [client.upload(busy_clip) for _ in range(4)]
    victim = busy_worker(stack, client, jobs)
    before = stack.state(victim)["StartedAt"]
    stack.kill(victim, "mobilscan worker")
    for job_id in jobs:
        assert client.wait(job_id)["status"] == "completed"
        assert client.readings(job_id) == expected
    assert events.next_event()[1] == "job"  # they came through nginx as they happened
    events.close()
    stack.wait_until_healthy("worker")
    assert stack.state(victim)["StartedAt"] != before, "the killed worker was not started again"
    assert client.get("/stats")["stats"]["completed_jobs"] == len(jobs) + 1


# --- production -----------------------------------------------------------------------------------


@pytest.fixture
def production(docker, images, tmp_path):
    secrets = tmp_path / "secrets"
    subprocess.run([DEPLOY / "make-secrets", secrets], check=True, capture_output=True)
    settings = {"MOBILSCAN_AUTH": "off", "MOBILSCAN_SECRETS": str(secrets)}
    started = Stack(
        docker, DEPLOY / "docker-compose.prod.yml", "mobilscan-test-prod", **settings, **images
    )
    yield started
    started.down()


def test_api_containers_may_come_and_go(production):
    production.compose("up", "--detach", "--scale", "api=3", "--scale", "worker=1")
    production.wait_until_healthy("db", "redis", "api", "frontend", "worker")
    for port in (8501, 8000):
        client = Client(ADDRESS, port)
        job_id = client.upload(SAMPLE)
        assert client.wait(job_id)["status"] == "completed"
        assert any("EBC" in text for _, text, _ in client.readings(job_id))
    production.docker.run("kill", production.containers("api")[0])
    for _ in range(30):  # whichever is asked: the dead one is left out at once
        client.get("/health/live")
        client.get("/jobs")
    shown = production.docker.run("inspect", *production.containers("worker"))
    secret = (Path(production.environment["MOBILSCAN_SECRETS"]) / "postgres_password").read_text()
    assert secret.strip() not in shown
