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
    "power": 2,
}


class Storm:
    SPARED = 5.0  # seconds
    PAUSE = 0.12  # seconds between two harms, on average

    def __init__(self, cluster, judge, videos, proxies, points, seed, *, open_jobs=8):
        self.cluster = cluster
        self.judge = judge
        self.videos = videos
        self.proxies = proxies
        self.points = points
        self.random = random.Random(seed)
        self.open_jobs = open_jobs
        self.counts = Counter()
        self.tried = Counter()
        self.crash_points = Counter()
        self.deadly = {}  # process -> the point at which it shall die, and how long it is spared
        self.last_look = 0.0

    @property
    def kills(self):
        return sum(self.counts.values())

    def run(self, kills, report=lambda kills: None):
        """Until that many kills, or the first problem."""
        while self.kills < kills and not self.judge.problems:
            self.feed()
            time.sleep(self.random.expovariate(1 / self.PAUSE))
            self.notice_deaths()
            self.cluster.keep_running()
            kind = self.random.choices(list(WEIGHTS), WEIGHTS.values())[0]
            if getattr(self, "do_" + kind.replace(" ", "_"))():
                self.counts[kind] += 1
                report(self.kills)
            if time.monotonic() - self.last_look > 1:
                self.judge.look()
                self.last_look = time.monotonic()

    # --- work -------------------------------------------------------------------------------------

    def feed(self):
        for _ in range(self.open_jobs - self.cluster.open_jobs()):
            video = self.random.choice(self.videos)
            way = self.random.random()
            if way < 0.55:
                role = self.random.choice(self.cluster.apis)
                if not role.frozen_until:
                    self.judge.accept(self.cluster.upload(role, video), video)
            elif way < 0.75:
                job = foreign.produce(self.cluster, video, row=True, message=True)
                self.judge.accept(job, video)
            elif way < 0.85:
                job = foreign.produce(self.cluster, video, row=True, message=False)
                self.judge.accept(job, video)
            elif way < 0.97:
                job = foreign.produce(self.cluster, video, row=False, message=True)
                self.judge.accept(job, video, has_row=False)
            else:
                foreign.reject_me(self.cluster)
                foreign.outside(self.cluster)

    def feed_rarities(self):
        """What seldom happens by itself and has steps of its own."""
        if self.random.random() < 0.05:
            foreign.reject_me(self.cluster)
            foreign.outside(self.cluster)
        if self.random.random() < 0.2 and len(self.judge.messages_only) < 4:
            video = self.random.choice(self.videos)
            job = foreign.produce(self.cluster, video, row=False, message=True)
            self.judge.accept(job, video, has_row=False)
        for role in self.cluster.workers:
            name, until = self.deadly.get(role.process, ("", 0))
            at_the_end = name.endswith(("SREM", "DEL"))
            if at_the_end and until - time.monotonic() < self.SPARED - 0.5:
                role.process.terminate()

    # --- harm: each returns whether it was done ---------------------------------------------------

    def notice_deaths(self):
        for role in self.cluster.roles():
            if role.process in self.deadly and role.process.poll() is not None:
                point, _ = self.deadly.pop(role.process)
                if role.process.returncode == -9:
                    self.counts["crash point"] += 1
                    self.crash_points[point] += 1

    def sturdy_worker(self):
        """A worker whose death cannot be taken for the fault of a video."""
        fragile = self.cluster.fragile()
        sturdy = [
            role
            for role in self.cluster.workers
            if role.name not in fragile and not role.frozen_until and not self.is_doomed(role)
        ]
        if not sturdy or self.cluster.any_fragile():
            return None
        # Mostly in the middle of its work.
        busy = [role for role in sturdy if role.name in self.cluster.busy()]
        return self.random.choice(busy if busy and self.random.random() < 0.8 else sturdy)

    def is_doomed(self, role):
        """It shall die at a step, and gets its time to come there."""
        return role.process in self.deadly and time.monotonic() < self.deadly[role.process][1]

    def do_worker(self):
        role = self.sturdy_worker()
        if role:
            self.cluster.kill(role)
        return role is not None

    def do_decoder(self):
        role = self.sturdy_worker()
        children = subprocess.run(
            ["pgrep", "-P", str(role.process.pid)], capture_output=True, text=True, check=False
        ) if role else None  # fmt: skip
        if not children or not children.stdout:
            return False
        subprocess.run(["kill", "-9", *children.stdout.split()], check=False, capture_output=True)
        return True

    def do_api(self):
        role = self.random.choice(self.cluster.apis)
        if self.is_doomed(role):
            return False
        self.cluster.kill(role)
        return True

    def do_crash_point(self):
        """Counts when it happens."""
        role = self.random.choice([self.sturdy_worker(), self.random.choice(self.cluster.apis)])
        if role is None or self.is_doomed(role):
            return False
        names = self.names_of_points(role)
        fewest = min(self.tried[name] for name in names)
        name = self.random.choice([name for name in names if self.tried[name] == fewest])
        self.doom(role, name, nth=self.random.choice((1, 1, 2, 4)))
        self.counts[role.arguments[0]] += 1
        return False

    def names_of_points(self, role):
        kind = role.arguments[0]
        return [f"{kind}: {point}" for point in self.points[kind]]

    def doom(self, role, name, nth):
        """Kills it, and the next one dies the nth time that it comes to the point."""
        self.tried[name] += 1
        role.environment = {"TORTURE_CRASH_AT": f"{name.partition(': ')[2]}:{nth}"}
        self.cluster.kill(role)
        self.deadly[role.process] = (name, time.monotonic() + self.SPARED)

    def visit_points(self, seconds):
        """Somebody dies at each point once. Returns those that nobody came to in time."""
        wanted = {role.arguments[0]: self.names_of_points(role) for role in self.cluster.roles()}
        deadline = time.monotonic() + seconds
        while any(wanted.values()) and time.monotonic() < deadline and not self.judge.problems:
            self.feed()
            self.feed_rarities()
            time.sleep(0.05)
            self.notice_deaths()
            self.cluster.keep_running()
            self.judge.be_patient()  # hardly anybody lives long enough to do anything
            if time.monotonic() - self.last_look > 1:
                self.judge.look()
                self.last_look = time.monotonic()
            for names in wanted.values():
                names[:] = [name for name in names if not self.crash_points[name]]
            for role in self.cluster.roles():
                waiting = [
                    name
                    for name in wanted[role.arguments[0]]
                    if name not in [point for point, _ in self.deadly.values()]
                ]
                if waiting and not self.is_doomed(role) and not self.cluster.any_fragile():
                    fewest = min(self.tried[name] for name in waiting)
                    self.doom(role, next(n for n in waiting if self.tried[n] == fewest), nth=1)
        return [name for names in wanted.values() for name in names]

    def do_stop(self):
        """As an administrator does; the next one is started when it has ended."""
        role = self.sturdy_worker()
        if role:
            role.process.terminate()
        return role is not None

    def do_freeze(self):
        role = self.sturdy_worker()
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

    def do_power(self):
        if self.cluster.any_fragile() or self.cluster.fragile():
            return False
        self.cluster.cut_power()
        return True
