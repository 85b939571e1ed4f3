"""Who else has to do with jobs: programs that were written for the original product, which know the
two tables and the list and nothing of claims, and users who change their mind.
"""

import contextlib
import json
import threading
import time
import uuid
from pathlib import Path

import psycopg2

import redis

QUEUE = "video_queue"


def produce(cluster, video, *, row, message):
    """A job as the original's API makes one: a file, a row, a message; or only some of them."""
    path = cluster.new_file(video)
    job_id = path.stem
    if row:
        cluster.rows(
            "insert into video_jobs (job_id, video_name, video_path, status)"
            " values (%s, %s, %s, 'pending')",
            job_id,
            video.name,
            str(path),
        )
    if message:
        text = json.dumps({"job_id": job_id, "video_path": str(path), "video_name": video.name})
        try:
            cluster.redis.client().lpush(QUEUE, text)
        except redis.RedisError:
            if not row:
                return None
    return job_id


class Consumer:
    """A worker of the original: BRPOP, then rows without a token, committed as it goes. Now and
    then it dies: with the message in its hands, or in the middle of the job.
    """

    ROWS = 12

    def __init__(self, cluster, random, pause=1.5):
        self.cluster = cluster
        self.random = random
        self.pause = pause
        self.done = set()  # jobs that it brought to their end
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def stop(self):
        self.stopping.set()
        self.thread.join()

    def run(self):
        while not self.stopping.wait(self.pause):
            with contextlib.suppress(redis.RedisError, psycopg2.Error, ValueError):
                found = self.cluster.redis.client().brpop(QUEUE, timeout=1)
                if found:
                    self.take(found[1])

    def take(self, text):
        message = json.loads(text)
        if not self.cluster.rows(
            "select 1 from video_jobs where job_id = %s", message["job_id"]
        ):  # it could do nothing with it, and nobody would know of it any more
            self.cluster.redis.client().rpush(QUEUE, text)
        elif self.random.random() > 0.2 and self.cluster.take_in_hand(message["job_id"]):
            self.work(message)
        # else it dies with the message

    def work(self, message):
        job_id = message["job_id"]
        connection = self.cluster.postgres.connect(self.cluster.database)
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("select status from video_jobs where job_id = %s", (job_id,))
            row = cursor.fetchone()
            if row is None or row[0] != "pending":
                return
            cursor.execute(
                "update video_jobs set status = 'processing', started_at = now(),"
                " total_frames = %s where job_id = %s",
                (self.ROWS, job_id),
            )
            dies_at = self.random.choice((None, None, None, self.ROWS // 2))
            for number in range(self.ROWS):
                if number == dies_at:
                    return
                time.sleep(0.05)
                cursor.execute(
                    "insert into detections (video_name, job_id, frame_number, timestamp,"
                    " detected_text, confidence) values (%s, %s, %s, %s, %s, 0.9)",
                    (message["video_name"], job_id, number, number / 10, f"FOREIGN {number}"),
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
            self.done.add(job_id)


class User:
    """Cancels jobs and takes them up again, removes them and undoes it; of a few nothing more is
    heard."""

    PATIENCE = 60  # seconds until an undo has to succeed
    ANSWERED = (200, 404, 409)

    def __init__(self, cluster, judge, random, pause=1.0):
        self.cluster = cluster
        self.judge = judge
        self.random = random
        self.pause = pause
        self.busy = set()
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def stop(self):
        """What it began it brings to an end, for which somebody has to answer."""
        self.stopping.set()
        while self.thread.is_alive():
            self.cluster.keep_running()
            self.thread.join(timeout=0.2)

    def run(self):
        while not self.stopping.wait(self.pause):
            jobs = [job for job in list(self.judge.accepted) if job not in self.judge.judged]
            if not jobs:
                continue
            job_id = self.random.choice(jobs)
            if self.cluster.take_in_hand(job_id):
                self.busy.add(job_id)
                self.change_mind(job_id)
                self.judge.wait_anew(job_id)
                self.busy.remove(job_id)

    def change_mind(self, job_id):
        path = f"/api/v1/jobs/{job_id}"
        if self.random.random() < 0.5:
            self.insist("POST", path + "/cancel")
            time.sleep(self.random.uniform(0, 1))
            self.insist("POST", path + "/retry")
        elif self.insist("DELETE", path):  # 404: it was done, and whoever did it died
            time.sleep(self.random.uniform(0, 1))
            if self.random.random() < 0.3 or self.insist("POST", path + "/restore") == 404:
                self.judge.forget(job_id)

    def insist(self, method, path):
        """Until it is answered, whoever is killed meanwhile."""
        deadline = time.monotonic() + self.PATIENCE
        while not self.judge.problems:  # else nobody starts again what was killed
            status = self.cluster.ask(self.random.choice(self.cluster.apis), method, path)
            if status in self.ANSWERED:
                return status
            if time.monotonic() > deadline:
                self.judge.say(f"{method} {path} was not answered for {self.PATIENCE} s")
            time.sleep(0.2)
        return None


def is_broken(video):
    """Whether it holds no picture: its job fails, and the API would not take it."""
    return video.stem == "broken"


def reject_me(cluster):
    """A message that nobody can read."""
    with contextlib.suppress(redis.RedisError):
        cluster.redis.client().lpush(QUEUE, "{no json")


def outside(cluster):
    """A message whose video is not in the folder of videos."""
    text = json.dumps({"job_id": str(uuid.uuid4()), "video_path": str(Path("/etc/passwd"))})
    with contextlib.suppress(redis.RedisError):
        cluster.redis.client().lpush(QUEUE, text)
