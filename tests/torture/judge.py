"""What must be true of the rows, whatever was killed."""

import time

from cluster import LEASE_MS
from foreign import Consumer
from results import difference

# Each finds rows that must not be.
INVARIANTS = {
    "a detection without a job": "select d.job_id, d.id from detections d"
    " where not exists (select 1 from video_jobs j where j.job_id = d.job_id)",
    "a detection that is there twice": "select job_id, segment, chunk, ordinal from detections"
    " where segment is not null group by 1, 2, 3, 4 having count(*) > 1",
    "an item without a job": "select i.id from items i"
    " where not exists (select 1 from video_jobs j where j.job_id = i.job_id)",
    "a completed job with an open segment": "select j.job_id from video_jobs j"
    " join job_segments s on s.job_id = j.job_id where j.status = 'completed'"
    " and s.status in ('pending', 'processing')",
    "a completed job with a chunk missing": "select s.job_id, s.segment from job_segments s"
    " join video_jobs j on j.job_id = s.job_id"
    " where j.status = 'completed' and s.status = 'completed' and s.next_chunk <> s.chunks",
    "a lease that is long over": "select job_id, segment from job_segments"
    " where status = 'processing' and lease_until + %(lease)s < mobilscan_now_us()",
}


class Judge:
    """Looks at jobs as they end, and at everything in the end."""

    STUCK_AFTER = 75  # seconds of which nothing was to be waited for

    def __init__(self, cluster, expected):
        self.cluster = cluster
        self.expected = expected  # of each video
        self.accepted = {}  # job -> (video, when)
        self.messages_only = {}  # job -> (video, when): they have a row once somebody took them
        self.consumer = None
        self.user = None
        self.judged = set()
        self.problems = []

    def accept(self, job_id, video, has_row=True):
        if job_id:
            jobs = self.accepted if has_row else self.messages_only
            jobs[job_id] = (video, time.monotonic())

    def redis_lost_its_data(self):
        """A message that nobody took and that has no row is lost with Redis, and nobody is to
        blame."""
        self.take_in_messages(self.cluster.statuses())
        self.messages_only.clear()

    def take_in_messages(self, statuses):
        for job_id in [job for job in self.messages_only if job in statuses]:
            self.accepted[job_id] = self.messages_only.pop(job_id)

    def say(self, problem):
        self.problems.append(problem)

    def forget(self, job_id):
        """A user removed it for good."""
        self.accepted.pop(job_id, None)

    def wait_anew(self, job_id):
        """It begins to wait now."""
        if job_id in self.accepted:
            self.accepted[job_id] = (self.accepted[job_id][0], time.monotonic())

    def look(self):
        """At what ended since the last look."""
        restless = set(self.user.busy) if self.user else set()  # before their state is asked
        statuses = self.cluster.statuses()
        self.take_in_messages(statuses)
        now = time.monotonic()
        for job_id, (video, since) in self.messages_only.items():
            if now - since > self.STUCK_AFTER and not self.has_message(job_id):
                self.say(f"the message of job {job_id} ({video.name}) is lost")
        for job_id, (video, since) in list(self.accepted.items()):
            if job_id in self.judged or job_id in restless:
                continue
            status = statuses.get(job_id)
            if status is None:
                self.say(f"job {job_id} ({video.name}) is lost")
            elif status in ("pending", "processing"):
                if now - since <= self.STUCK_AFTER or not self.is_stuck(job_id):
                    continue
                self.say(f"job {job_id} ({video.name}) is stuck: {self.segments(job_id)}")
            else:
                self.judge(job_id, video)
            self.judged.add(job_id)

    def is_stuck(self, job_id):
        """Whether nobody has taken what was due for so long; a lease or a pause that lasts is no
        reason."""
        open_still = self.cluster.rows(
            "select 1 from video_jobs where job_id = %s and status in ('pending', 'processing')",
            job_id,
        )
        return open_still and not self.cluster.rows(
            "select 1 from job_segments where job_id = %s and ("
            " (status = 'pending' and run_after + %s > mobilscan_now_us())"
            " or (status = 'processing' and lease_until + %s > mobilscan_now_us())) limit 1",
            job_id,
            self.STUCK_AFTER * 1_000_000,
            self.STUCK_AFTER * 1_000_000,
        )

    def has_message(self, job_id):
        """Whether it is in the list or in a worker's hands, and no row has come of it meanwhile."""
        client = self.cluster.redis.client()
        lists = ["video_queue", *client.keys("{video_queue}:processing:*")]
        found = any(job_id in text for name in lists for text in client.lrange(name, 0, -1))
        return found or job_id in self.cluster.statuses()

    def segments(self, job_id):
        return self.cluster.rows(
            "select segment, status, worker, crashes, attempts, next_chunk, chunks,"
            " (lease_until - mobilscan_now_us()) / 1000, (run_after - mobilscan_now_us()) / 1000"
            " from job_segments where job_id = %s order by segment",
            job_id,
        )

    def judge(self, job_id, video):
        found = self.cluster.result(job_id)
        if self.consumer and job_id in self.consumer.done:
            texts = [row[6] for row in found["detections"]]
            if texts != [f"FOREIGN {n}" for n in range(Consumer.ROWS)]:
                self.say(f"job {job_id} of a foreign worker has other rows than it wrote: {texts}")
            return
        wrong = difference(self.expected[video], found)
        if wrong:
            rows = len(found["detections"])
            self.say(
                f"job {job_id} ({video.name}) differs: {wrong[:500]}; {found['job']},"
                f" {rows} detections; {self.segments(job_id)}"
            )

    def finish(self, seconds):
        """Everything must end, and then be right."""
        deadline = time.monotonic() + seconds
        while self.cluster.open_jobs() and time.monotonic() < deadline:
            self.cluster.keep_running()
            time.sleep(0.2)
        print(f"the rest took {time.monotonic() - (deadline - seconds):.0f} s")
        self.look()
        for job_id in [job for job in self.accepted if job not in self.judged]:
            self.say(f"job {job_id} does not end: {self.segments(job_id)}")
        for what, statement in INVARIANTS.items():
            rows = self.cluster.rows(statement.replace("%(lease)s", str(LEASE_MS * 1000)))
            if rows:
                self.say(f"{what}: {len(rows)}, first {rows[0]}")
        for job_id in [job for job in self.accepted if job in self.judged]:
            self.check_files(job_id)
        self.check_messages(deadline=time.monotonic() + 30)

    def check_files(self, job_id):
        path = self.cluster.rows("select video_path from video_jobs where job_id = %s", job_id)
        if path and not self.exists(path[0][0]):
            self.say(f"the video of job {job_id} is gone")

    @staticmethod
    def exists(path):
        try:
            with open(path, "rb") as file:
                return bool(file.read(1))
        except OSError:
            return False

    def check_messages(self, deadline):
        """With nothing to do, no message is left anywhere."""
        client = self.cluster.redis.client()
        while True:
            lists = ["video_queue", *client.keys("{video_queue}:processing:*")]
            left = {name: client.llen(name) for name in lists if client.llen(name)}
            if not left or time.monotonic() > deadline:
                break
            self.cluster.keep_running()
            time.sleep(0.5)
        if left:
            self.say(f"messages are left: {left}")
