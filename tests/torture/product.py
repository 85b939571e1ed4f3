"""The product on one machine as its tests drive it: a data folder, `mobilscan serve`, jobs given as
a program written for the original gives them, and the rows that came of them.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import uuid
from pathlib import Path

from results import result_of


def alive(pid):
    """Whether the process runs; one that is dead and not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def children(pid):
    found = []
    for task in Path("/proc").glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class Product:
    """One data folder; started and killed as often as a test likes."""

    def __init__(self, build, folder, *arguments):
        self.program = Path(build) / "mobilscan"
        self.data = Path(folder)
        self.arguments = arguments
        self.process = None
        self.log = self.data / "serve.log"
        (self.data / "videos").mkdir(parents=True, exist_ok=True)

    @staticmethod
    def environment():
        mine = {k: v for k, v in os.environ.items() if not k.startswith("MOBILSCAN_")}
        return {**mine, "LC_ALL": "C.UTF-8"}

    def command(self, *arguments):
        return [self.program, arguments[0], "--data", self.data, *map(str, arguments[1:])]

    def start(self):
        """Returns when it has said its first words: from then on it heeds signals."""
        with self.log.open("ab") as log:
            said = log.tell()
            self.process = subprocess.Popen(
                self.command("serve", "--port", 0, "--web-port", 0, *self.arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment(),
            )
        deadline = time.monotonic() + 30
        while not self.has_tables() or self.log.stat().st_size == said:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"serve did not start:\n{self.log_end()}")
            time.sleep(0.05)

    def stop(self):
        """As a user stops it. Returns the exit code."""
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.process = None
        return code

    def log_end(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def workers(self):
        return children(self.process.pid) if self.process else []

    def decoders(self):
        return [pid for worker in self.workers() for pid in children(worker)]

    def kill_supervisor(self):
        """Only the supervisor. Returns the processes that it leaves behind."""
        left = self.workers() + self.decoders()
        self.process.kill()
        self.process.wait()
        self.process = None
        return left

    def kill_all(self):
        """The supervisor and all its children in one go, as when the power fails."""
        processes = [self.process.pid, *self.workers(), *self.decoders()]
        for pid in processes:
            kill(pid)
        self.process.wait()
        self.process = None

    def fsck(self):
        return subprocess.run(
            self.command("fsck"),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env=self.environment(),
        )

    # --- rows -----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def rows(self):
        connection = sqlite3.connect(self.data / "mobilscan.db", timeout=30)
        connection.row_factory = sqlite3.Row
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def has_tables(self):
        if not (self.data / "mobilscan.db").exists():
            return False
        with self.rows() as rows:
            return bool(
                rows.execute("select 1 from sqlite_master where name = 'job_segments'").fetchone()
            )

    def add_job(self, video):
        """As a foreign producer does: a file into the folder of videos, and a row."""
        job_id = str(uuid.uuid4())
        path = self.data / "videos" / f"{job_id}{Path(video).suffix}"
        shutil.copy(video, path)
        with self.rows() as rows:
            rows.execute(
                "insert into video_jobs (job_id, video_name, video_path, status)"
                " values (?, ?, ?, 'pending')",
                (job_id, Path(video).name, str(path)),
            )
        return job_id

    def statuses(self):
        with self.rows() as rows:
            return dict(rows.execute("select job_id, status from video_jobs").fetchall())

    def wait_for_end(self, seconds):
        """Until every job has ended; False when the time is over."""
        deadline = time.monotonic() + seconds
        while {"pending", "processing"} & set(self.statuses().values()):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        return True

    def near_poison(self):
        """Whether one more death would be too many for the rule against poisonous videos."""
        with self.rows() as rows:
            worst = rows.execute(
                "select max(crashes), max(attempts) from job_segments"
                " where status in ('pending', 'processing')"
            ).fetchone()
        return (worst[0] or 0) >= 2 or (worst[1] or 0) >= 3

    def result(self, job_id):
        with self.rows() as rows:

            def ask(statement, *values):
                return rows.execute(statement, values).fetchall()

            return result_of(ask, self.data, job_id)
