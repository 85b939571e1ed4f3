"""The product on several machines, as the end-to-end tests drive it: APIs and workers over a
PostgreSQL and a Redis of the tests' own.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from http_service import HttpService

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "torture"))

from cluster import Cluster  # noqa: E402
from servers import Postgres, Redis, wait_until  # noqa: E402

QUEUE = "video_queue"
EVERY = 30  # of jobs that say nothing of it
JOB_SECONDS = 40


class Api(HttpService):
    """One of the APIs, as its clients see it."""

    def __init__(self, machines, role):
        super().__init__(machines.program, machines.folder)
        self.machines = machines
        self.host, self.page_port = "127.0.0.1", int(role.arguments[2])

    def log(self):
        return self.machines.log_text()

    def answers(self):
        try:
            return self.get("/health/live").status == 200
        except OSError:
            return False

    def health(self):
        return self.checked("GET", "/health", self.get("/health"))

    def wait_for_health(self, status, seconds=15):
        """The health once its status is that."""
        wait_until(lambda: self.health()["status"] == status, seconds, f"not {status}")
        return self.health()


class Machines(Cluster):
    """APIs and workers of one database, and what they log."""

    def __init__(self, build, folder, database, postgres, redis, *, workers=1, apis=1):
        super().__init__(
            build,
            folder,
            database,
            postgres,
            redis,
            workers=workers,
            apis=apis,
            synthetic=False,
            every=EVERY,
        )
        self.environment["MOBILSCAN_MODEL_CACHE"] = str(Path(build) / "compiled-networks")
        self.clients = [Api(self, role) for role in self.apis]
        self.api = self.clients[0]

    def start_all(self):
        super().start_all()
        for client in self.clients:
            wait_until(client.answers, 20, "the API does not answer")
            client.description()

    def log_text(self):
        return (self.folder / "log").read_text(errors="replace")

    def logged(self, *words):
        """The lines of the log that hold all of the words."""
        return [line for line in self.log_text().splitlines() if all(w in line for w in words)]

    def row(self, job_id, columns):
        return self.rows(f"select {columns} from video_jobs where job_id = %s", job_id)[0]

    def status(self, job_id):
        found = self.rows("select status from video_jobs where job_id = %s", job_id)
        return found[0][0] if found else None

    def wait_for_status(self, job_id, status, seconds=JOB_SECONDS):
        wait_until(
            lambda: self.status(job_id) == status,
            seconds,
            f"{job_id} is not {status}:\n{self.log_text()[-3000:]}\nnot {status}",
        )

    def wait_for_chunks(self, job_id, chunks):
        """Until so many chunks of a job's first segment are committed. Returns its worker."""

        def row():
            return self.rows(
                "select next_chunk, worker from job_segments where job_id = %s and segment = 0",
                job_id,
            )

        wait_until(lambda: row() and row()[0][0] >= chunks, JOB_SECONDS, "no chunk")
        return row()[0][1]

    def role_of(self, worker):
        return next(role for role in self.workers if role.name == worker)

    def waiting_messages(self):
        return [json.loads(text)["job_id"] for text in self.redis.client().lrange(QUEUE, 0, -1)]


class Bench:
    """The servers, and the products that the tests set up over them."""

    def __init__(self, build):
        self.build = build
        self.folder = Path(tempfile.mkdtemp(prefix="mobilscan-machines-"))
        self.postgres = Postgres(self.folder / "postgres")
        self.servers = [self.postgres]
        self.made = []

    def new_redis(self):
        redis = Redis(self.folder / f"redis{len(self.servers)}")
        self.servers.append(redis)
        return redis

    def machines(self, **options):
        name = f"m{len(self.made)}"
        self.postgres.make_database(name)
        redis = options.pop("redis", None) or self.new_redis()
        machines = Machines(self.build, self.folder / name, name, self.postgres, redis, **options)
        self.made.append(machines)
        return machines

    def close(self):
        for machines in self.made:
            machines.kill_all()
        for server in reversed(self.servers):
            server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
