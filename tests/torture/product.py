"""The product on one machine as its tests drive it: a data folder, `mobilscan serve`, jobs given as
a program written for the original gives them, and the rows that came of them.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import uuid
from pathlib import Path


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
        """All that came of a job, without what is the job's own: ids, moments, folders."""
        with self.rows() as rows:
            job = rows.execute(
                "select status, total_frames, processed_frames, detections_count, items_count,"
                " warnings, segments_total, error_code from video_jobs where job_id = ?",
                (job_id,),
            ).fetchone()
            detections = rows.execute(
                "select segment, chunk, ordinal, frame_number, timestamp, timestamp_us,"
                " detected_text, confidence, bbox_x1, bbox_y1, bbox_x2, bbox_y2, kind, format,"
                " source, quad, characters, folded_text,"
                " replace(frame_path, ?, '') from detections where job_id = ?"
                " order by segment, chunk, ordinal",
                (str(self.data), job_id),
            ).fetchall()
            items = rows.execute(
                "select ordinal, kind, text, format, confidence, alternatives, first_seen_us,"
                " last_seen_us, sightings, best_frame_number, best_timestamp_us, best_quad, id"
                " from items where job_id = ? order by ordinal",
                (job_id,),
            ).fetchall()
            sightings = rows.execute(
                "select s.segment, s.chunk, s.ordinal, i.ordinal from item_sightings s"
                " join items i on i.id = s.item_id where s.job_id = ?"
                " order by s.segment, s.chunk, s.ordinal",
                (job_id,),
            ).fetchall()
        names = {row["id"]: f"item {row['ordinal']}" for row in items}
        return {
            "job": tuple(job),
            "detections": [tuple(str(c).replace(job_id, "JOB") for c in row) for row in detections],
            "items": [tuple(row)[:-1] for row in items],
            "sightings": [tuple(row) for row in sightings],
            "files": self.files(job_id, names),
        }

    def files(self, job_id, names):
        """Name and hash of every finished file of a job's folder."""
        found = {}
        for path in sorted((self.data / "frames" / job_id).glob("*")):
            if path.suffix == ".part":  # of a writer that was killed; the sweep takes it
                continue
            name = path.name
            for item_id, stable in names.items():
                name = name.replace(item_id, stable)
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


def difference(expected, found):
    """The first thing in which two results differ, in words; None when they are equal."""
    for part, one in expected.items():
        other = found[part]
        if one == other:
            continue
        if isinstance(one, dict):
            names = sorted(n for n in {*one, *other} if one.get(n) != other.get(n))
            return f"{part}: {', '.join(names)}"
        if len(one) != len(other):
            return f"{part}: {len(one)} expected, {len(other)} found"
        pairs = zip(one, other, strict=True)
        return f"{part}: " + next(f"{a!r} expected, {b!r} found" for a, b in pairs if a != b)
    return None
