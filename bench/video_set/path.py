"""The way of the phone over the plane: pauses, moves, swings, a hand that shakes."""

import math

import numpy as np
from industrial_set.chance import between, pick

from .layout import ZOOM, Scene
from .specs import FPS, PROFILES, Spec

FINE = 8  # poses per frame; between them the way is straight
FRAMES = (120, 210)
BRIEF = 10  # frames of a pause between two swings, of which the hand needs half to slow down
PARTS = ("x", "y", "zoom", "roll", "yaw", "pitch")


def order_of(spec: Spec) -> list[int]:
    stations = list(range(spec.stations))
    if spec.situation == "return":
        return [*stations, 0]
    return stations


def pause(rng, spec: Spec, scene: Scene, station: int) -> dict:
    profile, (x, y) = PROFILES[spec.profile], scene.stations[station]
    return {
        "x": x + between(rng, -0.04, 0.04) * scene.view[0],
        "y": y + between(rng, -0.04, 0.04) * scene.view[1],
        "zoom": ZOOM * between(rng, *profile.zoom),
        "roll": between(rng, -profile.roll, profile.roll),
        "yaw": between(rng, -profile.tilt, profile.tilt),
        "pitch": between(rng, -profile.tilt, profile.tilt),
    }


def plan(rng, spec: Spec, scene: Scene) -> list[tuple[int, dict, dict]]:
    """Stretches of the way: how many frames, from which pose to which."""
    profile, order = PROFILES[spec.profile], order_of(spec)
    stops = [pause(rng, spec, scene, station) for station in order]
    moves = len(order) - 1
    swung = set(rng.permutation(moves)[: profile.swings].tolist()) if moves else set()
    brief = len(order) // 2 if spec.situation == "brief" else None
    stretches = []
    for index, stop in enumerate(stops):
        hold = int(rng.integers(profile.hold[0], profile.hold[1] + 1))
        near = dict(stop)
        near["zoom"] *= between(rng, 0.98, 1.06)
        near["x"] += between(rng, -14, 14)
        near["y"] += between(rng, -10, 10)
        stretches.append((BRIEF if index == brief else hold, stop, near))
        if index < moves:
            frames = int(rng.integers(profile.move[0], profile.move[1] + 1))
            if index in swung or brief in (index, index + 1):
                frames = max(6, round(frames / 3.2))
            stretches.append((frames, near, stops[index + 1]))
    total = sum(part[0] for part in stretches)
    least = FRAMES[0] + int(rng.integers(0, 20))
    if total < least:  # the pauses become longer, the last one most
        holds = [i for i in range(0, len(stretches), 2) if brief is None or i != 2 * brief]
        for index in holds:
            more = (least - total) // len(holds) + 1
            stretches[index] = (stretches[index][0] + more, *stretches[index][1:])
    return stretches


def conveyor(rng, spec: Spec, scene: Scene) -> list[tuple[int, dict, dict]]:
    """One even way along the row; in ten frames by about one tag, so that they look alike."""
    begin, end = pause(rng, spec, scene, 0), pause(rng, spec, scene, spec.stations - 1)
    end["y"], end["x"] = (
        (begin["y"], end["x"]) if end["x"] > begin["x"] + 400 else (end["y"], begin["x"])
    )
    end["zoom"] = begin["zoom"]
    far = math.hypot(end["x"] - begin["x"], end["y"] - begin["y"])
    frames = round(far / scene.spacing * 10 * pick(rng, (1.0, 1.0, 2.0)))
    frames = max(40, min(150, frames))
    rest = max(12, (FRAMES[0] - frames) // 2 + 4)
    return [(rest, begin, dict(begin)), (frames, begin, end), (rest, end, dict(end))]


def wobble(rng, count: int, size: float, low=0.5, high=7.0, waves=6) -> np.ndarray:
    """A smooth random movement; slow waves are larger than quick ones."""
    time = np.arange(count, dtype=np.float64) / (FPS * FINE)
    total = np.zeros(count)
    for index in range(waves):
        hertz = low * (high / low) ** ((index + rng.random()) / waves)
        phase, part = rng.random() * 2 * math.pi, size / (0.6 + hertz * 0.9)
        total += part * np.sin(2 * math.pi * hertz * time + phase)
    return total


class Way:
    """Poses over time, in frames."""

    def __init__(self, rng, spec: Spec, scene: Scene):
        profile = PROFILES[spec.profile]
        even = spec.situation == "running" and scene.spacing and spec.stations > 1
        stretches = (conveyor if even else plan)(rng, spec, scene)
        self.frames = min(FRAMES[1], sum(part[0] for part in stretches))
        self.size = spec.size
        poses = {name: [] for name in PARTS}
        for frames, start, end in stretches:
            at = np.arange(frames * FINE) / (frames * FINE)
            straight = even or start["x"] == end["x"]
            share = at if straight else at * at * (3 - 2 * at)
            for name in PARTS:
                poses[name].append(start[name] + (end[name] - start[name]) * share)
        count = (self.frames + 2) * FINE
        steady = 0.3 if spec.situation == "steady" else 1.0
        table = []
        for name in PARTS:
            values = np.concatenate(poses[name])
            more = max(0, count - len(values))
            values = np.concatenate([values, np.full(more, values[-1])])[:count]
            # No corner where a pause becomes a move: a hand speeds up.
            values = np.convolve(np.pad(values, 24, mode="edge"), np.full(49, 1 / 49), "valid")
            sizes = {"x": profile.shake / ZOOM, "y": profile.shake / ZOOM}
            sizes |= {"zoom": 0.006, "roll": profile.roll * 0.15}
            sizes |= {"yaw": profile.tilt * 0.12, "pitch": profile.tilt * 0.12}
            values = values + wobble(rng, count, sizes[name] * steady)
            table.append(np.round(values, 6))
        self.table = np.stack(table)
        self.known: dict[float, np.ndarray] = {}

    def pose(self, frame: float) -> np.ndarray:
        at = min(max(frame * FINE, 0.0), self.table.shape[1] - 1.001)
        low = int(at)
        return self.table[:, low] + (self.table[:, low + 1] - self.table[:, low]) * (at - low)

    def homography(self, frame: float) -> np.ndarray:
        """From the plane to the picture."""
        if frame not in self.known:
            self.known[frame] = self.homography_at(frame)
        return self.known[frame]

    def homography_at(self, frame: float) -> np.ndarray:
        x, y, zoom, roll, yaw, pitch = (float(value) for value in self.pose(frame))
        width, height = self.size
        cos, sin = math.cos(math.radians(roll)) * zoom, math.sin(math.radians(roll)) * zoom
        turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
        slant = np.array([[1, 0, 0], [0, 1, 0], [yaw / width, pitch / width, 1.0]])
        there = np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1.0]])
        back = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1.0]])
        return back @ slant @ turn @ there


def project(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    ends = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ matrix.T
    return ends[:, :2] / ends[:, 2:]
