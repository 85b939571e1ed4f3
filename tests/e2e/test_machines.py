"""`mobilscan api` and `mobilscan worker` over a real PostgreSQL and a real Redis, as they run on
several machines: in any order of start, while a server is away, beside programs of the original
product, and when one of them is told to end. What they make of a video is compared with what an
undisturbed API and worker make of it.
"""

import contextlib
import json
import threading
import time
import uuid

import clips
import psycopg2
import pytest
from conftest import SAMPLE
from http_service import EventReader
from machines import QUEUE, Bench
from results import difference
from servers import wait_until

DEAD = "{video_queue}:dead"
STOP_SECONDS = 10  # for a worker that is told to end in the middle of a job


@pytest.fixture(scope="module")
def bench(program):
    made = Bench(program.path.parent)
    yield made
    made.close()


@pytest.fixture
def machines(bench):
    """machines(**options): a product of its own over servers that run; ended after the test."""
    made = []

    def make(**options):
        made.append(bench.machines(**options))
        return made[-1]

    yield make
    for each in made:
        each.kill_all()


@pytest.fixture(scope="module")
def long_clip(make_clip):
    """A video of one segment and five chunks, when every third frame is read."""
    texts = [clips.Text(f"LOT {4711 + n}", n * 2.0, n * 2.0 + 1.6, x=60 + 20 * n) for n in range(4)]
    return make_clip(*texts, seconds=8.0)


@pytest.fixture(scope="module")
def crew(bench):
    """Two APIs and two workers, which the tests share; each leaves them as it found them."""
    made = bench.machines(workers=2, apis=2)
    made.start_all()
    made.api.wait_for_health("healthy", 30)
    return made


@pytest.fixture(scope="module")
def undisturbed(bench, long_clip):
    """What one API and one worker make of the clips when nothing happens to them."""
    machines = bench.machines()
    machines.start_all()
    jobs = {}
    wait_until(machines.has_tables, 20, "no tables")
    jobs[SAMPLE] = machines.api.new_job(SAMPLE)
    jobs[long_clip] = machines.api.new_job(long_clip, every=3)
    for job_id in jobs.values():
        machines.wait_for_status(job_id, "completed")
    results = {clip: machines.result(job_id) for clip, job_id in jobs.items()}
    assert machines.stop_all() == []
    for result in results.values():
        assert result["detections"]
        assert result["items"]
    return results


def assert_same(machines, job_id, expected):
    found = machines.result(job_id)
    assert difference(expected, found) is None, difference(expected, found)


# --- servers that come late, go and come back ----------------------------------------------------


def test_in_whatever_order_they_start_all_come_up_by_themselves(bench, machines):
    late = machines()
    for server in (late.redis, late.postgres):
        server.kill()
    late.start_all()
    time.sleep(3)
    assert [role.process.poll() for role in late.roles()] == [None, None]
    assert late.api.health()["status"] == "unavailable"
    for server in (late.postgres, late.redis):
        server.start()
    late.api.wait_for_health("healthy")
    late.wait_for_status(late.api.new_job(SAMPLE), "completed")


def test_without_redis_jobs_are_accepted_and_done_and_announced_when_it_is_back(machines):
    product = machines()
    api, redis = product.api, product.redis
    redis.kill()
    product.start_all()
    wait_until(product.has_tables, 20, "no tables")
    health = api.wait_for_health("degraded")
    assert "Redis" in health["queue"]
    assert "cannot be reached" in health["queue"]
    product.wait_for_status(api.new_job(SAMPLE), "completed")

    redis.start()
    health = api.wait_for_health("healthy")
    assert (health["queue"], health["workers"]) == ("ok", "ok")
    first = api.new_job(SAMPLE)
    product.wait_for_chunks(first, 1)
    redis.kill()
    second = api.new_job(SAMPLE)
    assert "Redis" in api.wait_for_health("degraded")["queue"]
    for job_id in (first, second):
        product.wait_for_status(job_id, "completed")

    # Nobody reads now, so what is announced stays to be seen.
    (worker,) = product.workers
    worker.process.terminate()
    assert worker.process.wait(timeout=STOP_SECONDS) == 0
    third = api.new_job(SAMPLE)
    assert product.row(third, "pushed_at_us") == (None,)
    # Jobs this young are left to whoever accepted them.
    product.rows("update video_jobs set created_at = created_at - interval '1 minute'")
    redis.start()
    wait_until(lambda: product.waiting_messages() == [third], 15, "it is not announced")
    assert product.row(third, "pushed_at_us") != (None,)
    product.start(worker)
    product.wait_for_status(third, "completed")
    assert product.waiting_messages() == []
    api.wait_for_health("healthy")


def test_a_job_goes_on_when_postgresql_is_back_and_its_result_is_the_same(
    machines, long_clip, undisturbed
):
    product = machines()
    product.start_all()
    product.api.wait_for_health("healthy", 20)
    job_id = product.api.new_job(long_clip, every=3)
    product.wait_for_chunks(job_id, 1)
    product.postgres.kill()
    answer = product.api.get("/health")
    assert (answer.status, answer.json()["status"]) == (503, "unavailable")
    assert answer.json()["database"] != "ok"
    assert product.api.get("/health/ready").status == 503
    assert product.api.get("/health/live").status == 200
    assert product.api.get(f"/api/v1/jobs/{job_id}").status == 503
    time.sleep(2)
    product.postgres.start()
    product.api.wait_for_health("healthy")
    product.wait_for_status(job_id, "completed")
    assert product.rows("select sum(crashes + attempts) from job_segments")[0][0] == 0
    assert_same(product, job_id, undisturbed[long_clip])
    assert product.workers[0].process.poll() is None


def test_a_redis_that_may_evict_is_refused_and_jobs_are_done_without_it(bench, machines):
    redis = bench.new_redis()
    redis.client().config_set("maxmemory-policy", "allkeys-lru")
    product = machines(redis=redis)
    product.start_all()
    wait_until(product.has_tables, 20, "no tables")
    job_id = product.api.new_job(SAMPLE)
    product.wait_for_status(job_id, "completed")
    health = product.api.health()
    assert health["status"] == "degraded"
    assert "maxmemory-policy to noeviction" in health["queue"]
    wait_until(lambda: product.logged("warning", "noeviction"), 10, "not in the log")
    assert redis.client().keys("*") == []

    redis.client().config_set("maxmemory-policy", "noeviction")
    product.api.wait_for_health("healthy")


# --- programs of the original product ------------------------------------------------------------


def produce(crew, video, *, with_row):
    """A job as the original's API makes one; or its message alone."""
    path = crew.new_file(video)
    job_id = path.stem
    if with_row:
        crew.rows(
            "insert into video_jobs (job_id, video_name, video_path, status)"
            " values (%s, %s, %s, 'pending')",
            job_id,
            video.name,
            str(path),
        )
    message = {"job_id": job_id, "video_path": str(path), "video_name": video.name}
    crew.redis.client().lpush(QUEUE, json.dumps(message))
    return job_id


class OriginalWorker:
    """A worker of the original: BRPOP, then rows without a claim, committed as it goes."""

    ROWS = 6

    def __init__(self, crew, *, dies_after=None):
        self.crew = crew
        self.dies_after = dies_after
        self.thread = threading.Thread(target=self.run, daemon=True)

    def wait_for_a_message(self):
        """Returns when it has waited longer than any of ours, so that the next message is its."""
        self.thread.start()
        time.sleep(1.5)

    def run(self):
        _, message = self.crew.redis.client().brpop(QUEUE, timeout=20)
        self.work(json.loads(message)["job_id"])

    def work(self, job_id):
        with contextlib.closing(self.crew.postgres.connect(self.crew.database)) as connection:
            cursor = connection.cursor()
            cursor.execute(
                "update video_jobs set status = 'processing', started_at = now(),"
                " total_frames = %s where job_id = %s",
                (self.ROWS, job_id),
            )
            for number in range(self.ROWS):
                if number == self.dies_after:
                    return
                time.sleep(0.2)
                cursor.execute(
                    "insert into detections (video_name, job_id, frame_number, timestamp,"
                    " detected_text, confidence) values ('v.mp4', %s, %s, %s, %s, 0.9)",
                    (job_id, number, number / 10, f"ORIGINAL {number}"),
                )
                cursor.execute(
                    "update video_jobs set processed_frames = %s, detections_count = %s"
                    " where job_id = %s",
                    (number + 1, number + 1, job_id),
                )
            cursor.execute(
                "update video_jobs set status = 'completed', completed_at = now()"
                " where job_id = %s",
                (job_id,),
            )


def assert_all_are_the_originals(crew, job_id):
    texts = crew.rows(
        "select detected_text, segment from detections where job_id = %s order by frame_number",
        job_id,
    )
    assert texts == [(f"ORIGINAL {n}", None) for n in range(OriginalWorker.ROWS)]
    assert crew.row(job_id, "status, detections_count") == ("completed", OriginalWorker.ROWS)
    assert crew.rows("select 1 from items where job_id = %s", job_id) == []


def test_jobs_of_an_original_api_are_done(crew, undisturbed):
    whole = produce(crew, SAMPLE, with_row=True)
    message_alone = produce(crew, SAMPLE, with_row=False)
    for job_id in (whole, message_alone):
        crew.wait_for_status(job_id, "completed")
        assert_same(crew, job_id, undisturbed[SAMPLE])
    assert crew.row(message_alone, "video_name") == (SAMPLE.name,)
    assert crew.waiting_messages() == []


def test_messages_that_nobody_can_use_are_put_aside_with_a_reason(crew):
    client = crew.redis.client()
    outside = json.dumps({"job_id": str(uuid.uuid4()), "video_path": "/etc/passwd"})
    climbing = json.dumps({"job_id": str(uuid.uuid4()), "video_path": "../../../etc/passwd"})
    for message in ("{no json", outside, climbing, "[]", "\x00\xff"):
        client.lpush(QUEUE, message)
    job_id = produce(crew, SAMPLE, with_row=True)
    crew.wait_for_status(job_id, "completed")
    dead = dict(reversed(entry.split("\n", 1)) for entry in client.lrange(DEAD, 0, -1))
    assert len(dead) == 5
    assert "no object of job_id" in dead["{no json"]
    assert "no object of job_id" in dead["[]"]
    assert "below the storage folder" in dead[outside]
    assert "below the storage folder" in dead[climbing]
    client.delete(DEAD)
    rows = crew.rows("select 1 from video_jobs where video_path like %s", "%passwd")
    assert rows == []


def test_a_job_that_an_original_worker_takes_is_its_alone(crew):
    original = OriginalWorker(crew)
    original.wait_for_a_message()
    job_id = crew.api.new_job(SAMPLE)
    original.thread.join()
    crew.wait_for_status(job_id, "completed", 1)
    assert_all_are_the_originals(crew, job_id)
    assert crew.logged("segment_claimed", job_id) == []


def test_a_job_that_we_began_is_an_original_workers_when_it_writes(crew, long_clip):
    job_id = crew.api.new_job(long_clip, every=3)
    ours = crew.wait_for_chunks(job_id, 1)
    OriginalWorker(crew).work(job_id)
    assert_all_are_the_originals(crew, job_id)
    wait_until(lambda: crew.logged("segment_left", job_id), 10, "ours does not let go")
    assert crew.role_of(ours).process.poll() is None
    assert_all_are_the_originals(crew, job_id)


def test_what_an_original_worker_left_half_done_is_done_again_and_right(crew, undisturbed):
    crew.rows(f"alter database {crew.database} set mobilscan.foreign_lease_minutes = 0.05")
    original = OriginalWorker(crew, dies_after=3)
    original.wait_for_a_message()
    job_id = crew.api.new_job(SAMPLE)
    original.thread.join()
    assert crew.row(job_id, "status, detections_count") == ("processing", 3)
    crew.wait_for_status(job_id, "completed")
    assert_same(crew, job_id, undisturbed[SAMPLE])
    crew.rows(f"alter database {crew.database} reset mobilscan.foreign_lease_minutes")


# --- several of ours -----------------------------------------------------------------------------


def test_a_worker_that_is_told_to_end_leaves_the_rest_to_another(crew, long_clip, undisturbed):
    job_id = crew.api.new_job(long_clip, every=3)
    name = crew.wait_for_chunks(job_id, 1)
    role = crew.role_of(name)
    begin = time.monotonic()
    role.process.terminate()
    assert role.process.wait(timeout=STOP_SECONDS) == 0
    print(f"SIGTERM in the middle of a job: ended after {time.monotonic() - begin:.2f} s")
    crew.wait_for_status(job_id, "completed")

    first, second, *_ = crew.logged("segment_claimed", job_id)
    assert name in first
    assert name not in second
    assert '"next_chunk":0' not in second.replace(" ", "")
    chunks = crew.rows(
        "select frame_number, count(distinct chunk) from detections where job_id = %s"
        " group by frame_number having count(distinct chunk) > 1",
        job_id,
    )
    assert chunks == []
    assert_same(crew, job_id, undisturbed[long_clip])
    crew.start(role)
    crew.api.wait_for_health("healthy")


@contextlib.contextmanager
def event_readers(crew):
    readers = [EventReader(client) for client in crew.clients]
    try:
        yield readers
    finally:
        for reader in readers:
            reader.close()


def test_two_apis_are_one_service(crew, long_clip):
    one, other = crew.clients
    with event_readers(crew) as readers:
        job_id = one.new_job(long_clip, every=3)
        assert other.job(job_id)["id"] == job_id
        worker = crew.wait_for_chunks(job_id, 1)
        answer = other.post(f"/api/v1/jobs/{job_id}/cancel")
        assert answer.status == 200, answer
        wait_until(lambda: crew.logged("segment_left", job_id), 10, "the worker goes on")
        assert '"outcome":"cancelled"' in crew.logged("segment_left", job_id)[0]
        assert crew.role_of(worker).process.poll() is None
        assert one.job(job_id)["status"] == "cancelled"
        seen = [events_of(reader, job_id) for reader in readers]
    assert seen[0][0][1] == "accepted"
    assert seen[0] == seen[1]


def events_of(reader, job_id):
    """Number and kind of a job's events until it was cancelled."""
    events = []
    while not events or events[-1][1] != "cancelled":
        number, _, data = reader.next_event()
        if data["job_id"] == job_id:
            events.append((number, data["kind"]))
    return events


def test_events_that_are_committed_late_arrive_too(crew):
    """Two APIs number their events at once, and the later number may be seen first."""
    statement = (
        "insert into events (job_id, kind, status, processed_frames, total_frames,"
        " detections_count, created_at_us) values (%s, 'progress', 'processing', 1, 2, 0,"
        " mobilscan_now_us())"
    )
    with event_readers(crew) as readers:
        slow = psycopg2.connect(crew.postgres.url(database=crew.database))
        slow.cursor().execute(statement, ("slow",))
        crew.rows(statement, "quick")
        got = [reader.next_event()[2]["job_id"] for reader in readers]
        assert got == ["quick", "quick"]
        slow.commit()
        slow.close()
        got = [reader.next_event()[2]["job_id"] for reader in readers]
        assert got == ["slow", "slow"]


def test_what_a_role_needs_is_said_when_it_is_missing(program, bench, tmp_path):
    no_server = program.run("api", "--data", tmp_path / "a", "--port", 0, expect=2)
    assert "DATABASE_URL" in no_server.stderr
    assert "postgresql://" in no_server.stderr
    assert no_server.stdout == ""
    environment = {"DATABASE_URL": bench.postgres.url()}
    serve = program.run("serve", "--data", tmp_path / "s", env=environment, expect=2)
    assert "DATABASE_URL" in serve.stderr or "PostgreSQL" in serve.stderr
    assert "mobilscan api" in serve.stderr
    assert "mobilscan worker" in serve.stderr
