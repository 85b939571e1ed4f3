"""The product on several machines, as its torture drives it: API and worker processes over
PostgreSQL and Redis, through proxies that fail, and the rows that came of it.
"""

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from product import children, kill
from results import result_of
from servers import free_port

LEASE_MS = 3000
TURN_MS = 1000


@dataclass
class Role:
    """One process of the product, started again whenever it ends."""

    name: str
    arguments: list
    process: subprocess.Popen = None
    frozen_until: float = 0.0
    environment: dict = field(default_factory=dict)  # of the next start alone


class Cluster:
    def __init__(self, build, folder, database, postgres, redis, *, workers, apis, proxies=None,
                 synthetic=True, mutant=None, every=2):  # fmt: skip
        self.program = Path(build) / "mobilscan"
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.database = database
        self.postgres = postgres
        self.redis = redis
        self.unsynced = self.folder / "unsynced"
        self.points = self.folder / "points"
        self.videos = self.folder / "videos"
        for path in (self.unsynced, self.videos):
            path.mkdir()
        self.every = every
        ports = proxies or (None, None)
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("MOBILSCAN_")},
            "LC_ALL": "C.UTF-8",
            "DATABASE_URL": postgres.url(ports[0] and ports[0].port, database),
            "REDIS_URL": redis.url(ports[1] and ports[1].port),
            "UPLOAD_FOLDER": str(self.videos),
            "FRAMES_FOLDER": str(self.folder / "frames"),
            "MOBILSCAN_DATA_DIR": str(self.folder),
            "FRAME_INTERVAL": str(every),
            "MOBILSCAN_PROFILE": "fast",
            "MOBILSCAN_THREADS": "1",
            "MOBILSCAN_FRAME_SELECTION": "first",
            "TORTURE_LEASE_MS": str(LEASE_MS),
            "TORTURE_TURN_MS": str(TURN_MS),
            "TORTURE_UNSYNCED": str(self.unsynced),
        }
        if synthetic:
            self.environment["TORTURE_READER"] = "synthetic"
        if mutant:
            self.environment["TORTURE_MUTANT"] = mutant
        self.log = (self.folder / "log").open("ab")
        self.workers = [Role(f"w{n}", ["worker"]) for n in range(workers)]
        self.apis = [Role(f"a{n}", ["api", "--port", str(free_port())]) for n in range(apis)]
        self.lock = threading.RLock()
        self.connection = None

    # --- processes --------------------------------------------------------------------------------

    def start(self, role):
        arguments = [self.program, *role.arguments]
        if role.arguments[0] == "worker":
            role.name = uuid.uuid4().hex  # an identity is never used again
            arguments += ["--name", role.name]
        role.process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env={
                **self.environment,
                "TORTURE_POINTS": f"{self.points}-{role.arguments[0]}",
                **role.environment,
            },
            start_new_session=True,
        )
        role.environment = {}
        role.frozen_until = 0.0

    def start_all(self):
        for role in self.roles():
            self.start(role)

    def roles(self):
        return [*self.apis, *self.workers]

    def keep_running(self):
        """Starts again what has ended, and thaws what was frozen long enough."""
        for role in self.roles():
            if role.process.poll() is not None:
                self.start(role)
            elif role.frozen_until and time.monotonic() > role.frozen_until:
                role.process.send_signal(signal.SIGCONT)
                role.frozen_until = 0.0

    def kill(self, role):
        kill_group(role.process)
        self.start(role)

    def freeze(self, role, seconds):
        role.process.send_signal(signal.SIGSTOP)
        role.frozen_until = time.monotonic() + seconds

    def decoders(self):
        return [pid for role in self.workers for pid in children(role.process.pid)]

    def stop_all(self, seconds=20):
        """As an administrator does. Returns those that did not end in time."""
        for role in self.roles():
            role.process.send_signal(signal.SIGCONT)
            role.process.terminate()
        late = []
        deadline = time.monotonic() + seconds
        for role in self.roles():
            try:
                role.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                late.append(role.arguments[0])
                kill_group(role.process)
        return late

    def kill_all(self):
        for role in self.roles():
            if role.process:
                kill_group(role.process)

    def cut_power(self):
        """All processes of the product die, and what no fsync made durable is lost."""
        self.kill_all()
        inodes = {}
        for path in [*self.videos.rglob("*"), *(self.folder / "frames").rglob("*")]:
            if path.is_file():
                inodes.setdefault(str(path.stat().st_ino), path)
        lost = 0
        for mark in list(self.unsynced.iterdir()):
            kind, *numbers = mark.name.rstrip("-").split("-")
            path = inodes.get(numbers[-1])
            mark.unlink()
            if path is None or not path.exists():
                continue
            lost += 1
            if kind == "file":
                os.truncate(path, 0)
            else:
                path.unlink()
        for role in self.roles():
            self.start(role)
        return lost

    # --- clients ----------------------------------------------------------------------------------

    def api_url(self, role):
        return f"http://127.0.0.1:{role.arguments[2]}"

    def upload(self, role, video):
        """The job's id, or None when no answer said that it was accepted."""
        boundary = uuid.uuid4().hex
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{video.name}"'
            f"\r\nContent-Type: video/mp4\r\n\r\n"
        ).encode() + video.read_bytes() + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip
        request = urllib.request.Request(
            self.api_url(role) + "/upload",
            body,
            {"Content-Type": f"multipart/form-data; boundary={boundary}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["job_id"]
        except (OSError, ValueError, urllib.error.URLError):
            return None

    def new_file(self, video):
        """A copy of the video in the folder of videos, durable, as a foreign producer makes one."""
        path = self.videos / f"{uuid.uuid4()}{video.suffix}"
        path.write_bytes(video.read_bytes())
        return path

    # --- rows -------------------------------------------------------------------------------------

    def rows(self, statement, *values):
        """The server may just be killed: asked until it answers."""
        deadline = time.monotonic() + 60
        while True:
            try:
                with self.lock:
                    if self.connection is None or self.connection.closed:
                        self.connection = self.postgres.connect(self.database)
                    with self.connection.cursor() as cursor:
                        cursor.execute(statement, values)
                        return cursor.fetchall() if cursor.description else []
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self.connection = None
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def has_tables(self):
        try:
            return bool(self.rows("select 1 from pg_class where relname = 'job_segments'"))
        except psycopg2.Error:
            return False

    def statuses(self):
        return dict(self.rows("select job_id, status from video_jobs"))

    def open_jobs(self):
        return self.rows(
            "select count(*) from video_jobs where status in ('pending', 'processing')"
        )[0][0]

    def fragile(self):
        """Names of workers whose death would be one too many for the rule against poison."""
        rows = self.rows(
            "select worker from job_segments where status = 'processing'"
            " and (crashes >= 1 or attempts >= 3) and worker is not null"
        )
        return {row[0] for row in rows}

    def busy(self):
        """Names of workers that have something in hand."""
        rows = self.rows("select worker from job_segments where status = 'processing'")
        return {row[0] for row in rows}

    def any_fragile(self):
        return self.rows(
            "select 1 from job_segments where status in ('pending', 'processing')"
            " and (crashes >= 2 or attempts >= 3) limit 1"
        )

    def result(self, job_id):
        def ask(statement, *values):
            return self.rows(statement.replace("?", "%s"), *values)

        return result_of(ask, self.folder, job_id)


def kill_group(process):
    """A process and its children in one go."""
    for pid in [*children(process.pid), process.pid]:
        kill(pid)
    with contextlib.suppress(ChildProcessError):
        process.wait()
