"""The torture of `mobilscan serve`, the product on one machine: a worker, a decoder, the supervisor
alone, or the supervisor with all its children are killed at random moments.
"""

import random
import time
from pathlib import Path

import clips
from product import Product, alive, kill
from results import difference

ROOT = Path(__file__).resolve().parents[2]

ORPHANS_END_WITHIN = 3.0  # seconds, after their supervisor died
JOB_SECONDS = 60  # for one job, once nobody is killed any more


def make_videos(folder):
    """Clips that are short to read but have several segments, chunks and tracks."""
    # A key frame each 10 s, so that a second segment begins at 60 s.
    keys = ("-g", "20", "-keyint_min", "20", "-sc_threshold", "0")
    texts = [clips.Text(f"LOT {1000 + n}", n * 9.0, n * 9.0 + 7.0, x=40 + 20 * n) for n in range(9)]
    long = clips.Clip(tuple(texts), seconds=78, rate=2, output_options=keys)
    short = clips.Clip((clips.Text("SN 4711-0815", 1, 9),), seconds=12, rate=10)
    return [
        clips.make_clip(folder / "segments", long),
        clips.make_clip(folder / "short", short),
        ROOT / "samples" / "plate.mp4",
    ]


class SingleMachine:
    def __init__(self, build, folder, kills, seed):
        self.random = random.Random(seed)
        self.kills = kills
        self.videos = make_videos(folder)
        # Small steps: many samples of little work each.
        arguments = ("--every", 10, "--profile", "fast")
        self.calm = Product(build, folder / "calm", "--workers", 1, *arguments)
        self.product = Product(build, folder / "tortured", "--workers", 2, *arguments)
        self.video_of = {}
        self.killed = dict.fromkeys(("worker", "decoder", "supervisor", "everything"), 0)
        self.problems = []

    def expected(self):
        """What an undisturbed product makes of each video."""
        self.calm.start()
        jobs = {video: self.calm.add_job(video) for video in self.videos}
        if not self.calm.wait_for_end(JOB_SECONDS * len(jobs)):
            raise RuntimeError(f"the undisturbed run does not end:\n{self.calm.log_end()}")
        if self.calm.stop() != 0:
            raise RuntimeError(f"the undisturbed run ends badly:\n{self.calm.log_end()}")
        results = {video: self.calm.result(job_id) for video, job_id in jobs.items()}
        for video, result in results.items():
            rows = len(result["detections"])
            print(f"undisturbed: {video.name}: {rows} detections, {len(result['items'])} items")
            if result["job"][0] != "completed" or rows == 0:
                raise RuntimeError(f"{video.name} proves nothing: {result['job']}")
        return results

    def keep_busy(self):
        """There is always more to do than both workers have in hand."""
        open_jobs = [s for s in self.product.statuses().values() if s in ("pending", "processing")]
        for _ in range(3 - len(open_jobs)):
            video = self.random.choice(self.videos)
            self.video_of[self.product.add_job(video)] = video

    def kill_something(self):
        """Returns what was killed; None when it was not there to be killed."""
        product = self.product
        what = self.random.choice(tuple(self.killed))
        if what in ("worker", "decoder"):
            if product.near_poison():
                return None
            processes = product.workers() if what == "worker" else product.decoders()
            if not processes:
                return None
            kill(self.random.choice(processes))
        elif what == "supervisor":
            left = product.kill_supervisor()
            if self.random.random() < 0.5:  # else the next one starts while they still run
                self.check_orphans(left)
            product.start()
        else:
            product.kill_all()
            product.start()
        return what

    def check_orphans(self, processes):
        deadline = time.monotonic() + ORPHANS_END_WITHIN
        while any(map(alive, processes)) and time.monotonic() < deadline:
            time.sleep(0.02)
        for pid in filter(alive, processes):
            self.problems.append(f"process {pid} outlived its supervisor")

    def torture(self):
        self.product.start()
        while sum(self.killed.values()) < self.kills:
            self.keep_busy()
            # Mostly in the middle of work, now and then right after a start.
            time.sleep(self.random.uniform(0.05, 2.5))
            what = self.kill_something()
            if what:
                self.killed[what] += 1
                done = sum(s == "completed" for s in self.product.statuses().values())
                print(f"kill {sum(self.killed.values())} of {self.kills}: {what}; {done} jobs done")

    def judge(self, expected):
        jobs = len(self.video_of)
        if not self.product.wait_for_end(JOB_SECONDS * max(jobs, 1)):
            self.problems.append("jobs are stuck")
        if self.product.stop() != 0:
            self.problems.append("serve did not stop as it should")
        statuses = self.product.statuses()
        for job_id, video in self.video_of.items():
            if job_id not in statuses:
                self.problems.append(f"job {job_id} is lost")
                continue
            found = difference(expected[video], self.product.result(job_id))
            if found:
                self.problems.append(f"job {job_id} ({video.name}) differs: {found}")
        fsck = self.product.fsck()
        if fsck.returncode != 0:
            self.problems.append(f"fsck: {fsck.stdout}{fsck.stderr}")

    def run(self):
        expected = self.expected()
        try:
            self.torture()
            self.judge(expected)
        finally:
            if self.product.process:
                self.product.kill_all()
        for problem in self.problems:
            print(f"PROBLEM: {problem}")
        kinds = ", ".join(f"{what} {count}" for what, count in self.killed.items())
        print(
            f"{sum(self.killed.values())} kills ({kinds}); {len(self.video_of)} jobs;"
            f" {len(self.problems)} problems"
        )
        return 1 if self.problems else 0
