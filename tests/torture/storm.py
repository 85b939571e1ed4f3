"""Kills, freezes and cuts connections at random moments, while jobs come in from all sides."""

import random
import subprocess
import time
from collections import Counter

import foreign
from cluster import LEASE_MS
from proxy import FAULTS

# How often each happens, of all.
WEIGHTS = {
    "worker": 40,
    "decoder": 10,
    "api": 12,
    "crash point": 20,
    "stop": 4,
    "freeze": 12,
    "redis": 3,
    "postgres": 1,
    "network": 4,
    "disk": 3,
    "power": 2,
}
# What leads to the points that nobody came to; messages of the dead are found after 15 s, unless
# they are lost with Redis.
TO_COME_BY = {"worker": 30, "decoder": 20, "stop": 40, "network": 8, "redis": 2}
DISK_FAULTS = ("write", "sync", "rename")


class Storm:
    PAUSE = 0.3  # seconds between two harms, on average
    ARMED = 4  # points at once that shall be died at once more

    def __init__(self, cluster, judge, videos, proxies, seed, *, weights=None, open_jobs=8):
        self.cluster = cluster
        self.judge = judge
        self.videos = videos
        self.proxies = proxies
        self.random = random.Random(seed)
        self.weights = weights or WEIGHTS
        self.open_jobs = open_jobs
        self.counts = Counter()  # of kills, by kind; the first death at each point is none
        self.crash_points = Counter()  # deaths at each point
        self.armed = set()
        self.last_look = 0.0

    @property
    def kills(self):
        return sum(self.counts.values())

    def run(self, kills, report=lambda kills: None):
        """Until that many kills, or the first problem."""
        while self.kills < kills and not self.judge.problems:
            self.step(self.random.expovariate(1 / self.PAUSE))
            kind, harm = self.one_of(self.weights)
            if harm():
                self.counts[kind] += 1
                report(self.kills)

    def come_to(self, points, seconds):
        """Goes on until somebody died at each of the points. Returns those that nobody came to."""
        deadline = time.monotonic() + seconds
        missing = points
        while missing and not self.judge.problems and time.monotonic() < deadline:
            self.step(self.PAUSE)
            self.do_crash_point()
            is_lost = any("RPUSH" in point for point in missing)  # which only a lost list leads to
            _, harm = self.one_of({**TO_COME_BY, "redis": 15} if is_lost else TO_COME_BY)
            harm()
            died_at = names_of(self.crash_points)
            missing = [point for point in points if point not in died_at]
        return missing

    def one_of(self, weights):
        """A kind of harm, and what does it."""
        kind = self.random.choices(list(weights), weights.values())[0]
        return kind, getattr(self, "do_" + kind.replace(" ", "_"))

    def step(self, seconds):
        self.feed()
        time.sleep(seconds)
        self.notice_deaths()
        self.cluster.keep_running()
        if time.monotonic() - self.last_look > 1:
            self.judge.look()
            self.last_look = time.monotonic()

    # --- work -------------------------------------------------------------------------------------

    def feed(self):
        for _ in range(self.open_jobs - self.cluster.open_jobs()):
            video = self.random.choice(self.videos)
            way = self.random.random()
            if way < 0.55 and not foreign.is_broken(video):
                api = self.random.choice(self.cluster.apis)
                self.judge.accept(self.cluster.upload(api, video), video)
            elif way < 0.75:
                job = foreign.produce(self.cluster, video, row=True, message=True)
                self.judge.accept(job, video)
            elif way < 0.85:
                job = foreign.produce(self.cluster, video, row=True, message=False)
                self.judge.accept(job, video)
            elif way < 0.95:
                job = foreign.produce(self.cluster, video, row=False, message=True)
                self.judge.accept(job, video, has_row=False)
            else:
                foreign.reject_me(self.cluster)
                foreign.outside(self.cluster)

    # --- harm: each returns whether it was done ---------------------------------------------------

    def notice_deaths(self):
        for point in self.cluster.deaths() - (set(self.crash_points) - self.armed):
            self.armed.discard(point)
            self.crash_points[point] += 1
            if self.crash_points[point] > 1:
                self.counts["crash point"] += 1

    def do_crash_point(self):
        """Counts when it happens: whoever comes there next dies."""
        if len(self.armed) < self.ARMED:
            points = [point for point in sorted(self.crash_points) if point not in self.armed]
            fewest = min((self.crash_points[point] for point in points), default=0)
            rare = [point for point in points if self.crash_points[point] == fewest]
            if rare:
                point = self.random.choice(rare)
                self.armed.add(point)
                self.cluster.arm(point)
        return False

    def a_worker(self):
        """Mostly one in the middle of its work."""
        workers = [role for role in self.cluster.workers if not role.frozen_until]
        names = self.cluster.busy()
        busy = [role for role in workers if role.name in names]
        if busy and self.random.random() < 0.8:
            return self.random.choice(busy)
        return self.random.choice(workers) if workers else None

    def do_worker(self):
        role = self.a_worker()
        if role:
            self.cluster.kill(role)
        return role is not None

    def do_decoder(self):
        role = self.a_worker()
        children = subprocess.run(
            ["pgrep", "-P", str(role.process.pid)], capture_output=True, text=True, check=False
        ) if role else None  # fmt: skip
        if not children or not children.stdout:
            return False
        subprocess.run(["kill", "-9", *children.stdout.split()], check=False, capture_output=True)
        return True

    def do_api(self):
        self.cluster.kill(self.random.choice(self.cluster.apis))
        return True

    def do_stop(self):
        """As an administrator does; the next one is started when it has ended."""
        role = self.a_worker()
        if role:
            role.process.terminate()
        return role is not None

    def do_freeze(self):
        role = self.a_worker()
        if role:
            # Until another has just begun with what it had in hand.
            self.cluster.freeze(role, LEASE_MS / 1000 * self.random.uniform(1.02, 1.6))
        return role is not None

    def do_redis(self):
        self.cluster.redis.kill()
        self.judge.redis_lost_its_data()
        time.sleep(self.random.uniform(0, 1))
        self.cluster.redis.start()
        return True

    def do_postgres(self):
        self.cluster.postgres.kill()
        time.sleep(self.random.uniform(0, 1))
        self.cluster.postgres.start()
        return True

    def do_network(self):
        self.random.choice(self.proxies).fail(
            self.random.choice(FAULTS), self.random.uniform(0.2, 4)
        )
        return True

    def do_disk(self):
        self.cluster.fail_disk(self.random.choice(DISK_FAULTS), self.random.uniform(0.2, 3))
        return True

    def do_power(self):
        self.cluster.cut_power()
        return True


def names_of(points):
    """With and without the role that died there."""
    return {*points, *(point.partition(": ")[2] for point in points)}
