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
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from product import children, kill
from results import result_of
from servers import free_port

LEASE_MS = 3000
TURN_MS = 1000
ROLES = ("api", "worker")


@dataclass
class Role:
    """One process of the product, started again whenever it ends."""

    name: str
    arguments: list
    process: subprocess.Popen = None
    frozen_until: float = 0.0


class Cluster:
    def __init__(self, build, folder, database, postgres, redis, *, workers, apis, proxies=None,
                 synthetic=True, mutant=None, every=2, deadly=True):  # fmt: skip
        self.program = Path(build) / "mobilscan"
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.database = database
        self.postgres = postgres
        self.redis = redis
        self.unsynced = self.folder / "unsynced"
        self.points = self.folder / "points"  # a file for each at which somebody died
        self.disk = self.folder / "disk"
        self.videos = self.folder / "videos"
        for path in (self.unsynced, self.videos, *(self.points / role for role in ROLES)):
            path.mkdir(parents=True)
        self.is_deadly = deadly
        self.disk_fails_until = 0.0
        self.in_hand = set()  # jobs of foreign workers and of users, who keep off each other
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
            "TORTURE_DISK": str(self.disk),
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
        environment = dict(self.environment)
        if self.is_deadly:
            environment["TORTURE_DEATHS"] = str(self.points / role.arguments[0])
        role.process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env=environment,
            start_new_session=True,
        )
        role.frozen_until = 0.0

    def start_all(self):
        for role in self.roles():
            self.start(role)

    def roles(self):
        return [*self.apis, *self.workers]

    def keep_running(self):
        """Starts again what has ended, thaws what was frozen long enough, mends the disk."""
        if time.monotonic() > self.disk_fails_until:
            self.disk.unlink(missing_ok=True)
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

    def fail_disk(self, call, seconds):
        """Writing, syncing or renaming fails, of every process."""
        self.disk.write_text(call)
        self.disk_fails_until = time.monotonic() + seconds

    def deaths(self):
        """The points at which somebody died since they were last armed."""
        return {f"{role}: {path.name}" for role in ROLES for path in (self.points / role).iterdir()}

    def arm(self, point):
        """Whoever comes there next dies."""
        role, _, name = point.partition(": ")
        (self.points / role / name).unlink()

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
            path = inodes.get(inode_of_mark(mark))
            mark.unlink()
            if path is None or not path.exists():
                continue
            lost += 1
            if mark.name.startswith("file-"):
                os.truncate(path, 0)
            else:
                path.unlink()
        for role in self.roles():
            self.start(role)
        return lost

    # --- clients ----------------------------------------------------------------------------------

    def api_url(self, role):
        return f"http://127.0.0.1:{role.arguments[2]}"

    def ask(self, role, method, path):
        """The status of the answer; None when there was none."""
        request = urllib.request.Request(self.api_url(role) + path, method=method)
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def take_in_hand(self, job_id):
        """Whether the job was nobody's."""
        with self.lock:
            is_free = job_id not in self.in_hand
            self.in_hand.add(job_id)
        return is_free

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
        for mark in list(self.unsynced.iterdir()):  # of one that had its inode and is gone
            if inode_of_mark(mark) == str(path.stat().st_ino):
                mark.unlink(missing_ok=True)
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

    def busy(self):
        """Names of workers that have something in hand."""
        rows = self.rows("select worker from job_segments where status = 'processing'")
        return {row[0] for row in rows}

    def result(self, job_id):
        def ask(statement, *values):
            return self.rows(statement.replace("?", "%s"), *values)

        return result_of(ask, self.folder, job_id)


def inode_of_mark(mark):
    """Of what no fsync made durable: file-INODE-, or name-FOLDER-INODE."""
    return mark.name.rstrip("-").rsplit("-", 1)[-1]


def kill_group(process):
    """A process and its children in one go."""
    for pid in [*children(process.pid), process.pid]:
        kill(pid)
    with contextlib.suppress(ChildProcessError):
        process.wait()
