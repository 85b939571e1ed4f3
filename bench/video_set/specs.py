"""The 64 clips: two of each kind of scene, difficulty and situation, one for each half."""

from dataclasses import dataclass

SEED = 20261127
FPS = 30
EVEN_SHUTTER = 0.12  # of an even way along a row: quick, and sharp enough


@dataclass(frozen=True)
class Profile:
    """How a clip is filmed. Heights are of capital letters, in pixels of the video."""

    high: tuple[float, float] = (18, 30)  # of letters, at the zoom of a pause
    shutter: float = 0.3  # part of a frame's time in which light falls
    hold: tuple[int, int] = (14, 26)  # frames of a pause
    move: tuple[int, int] = (20, 32)  # frames from one pause to the next
    swings: int = 0  # moves that are made in a third of the time
    shake: float = 2.0  # pixels
    tilt: float = 0.10  # perspective
    roll: float = 3.0  # degrees
    zoom: tuple[float, float] = (0.92, 1.12)  # of a pause, around the usual one
    exposure: tuple[float, float] = (0.85, 1.05)
    noise: tuple[float, float] = (2, 4)
    soft: tuple[float, float] = (0.5, 0.8)  # blur of lens and processing, at its best
    hunts: int = 0  # spells of lost focus
    glare: float = 0.0
    crf: tuple[int, int] = (23, 27)


PROFILES = {
    "easy": Profile(high=(22, 36), swings=0, tilt=0.06, roll=2),
    "normal": Profile(high=(17, 26), swings=1, hunts=1, crf=(25, 29), noise=(3, 6)),
    "fast": Profile(
        high=(15, 22), shutter=0.5, hold=(2, 5), move=(12, 17), swings=1, shake=5, crf=(26, 30)
    ),
    "dark": Profile(
        high=(14, 21), shutter=0.6, exposure=(0.33, 0.45), noise=(11, 15), soft=(0.7, 1.0), swings=1
    ),
    "thin": Profile(high=(12.5, 18), swings=1, crf=(35, 38), noise=(4, 7), shake=3),
    "small": Profile(
        high=(11.8, 14.8),
        zoom=(1.0, 1.12),
        shutter=0.25,
        swings=1,
        crf=(25, 29),
        soft=(0.5, 0.75),
        hunts=1,
    ),
    "glare": Profile(high=(14, 21), glare=0.95, swings=1, hunts=1, crf=(26, 30)),
    "shaky": Profile(
        high=(13, 19), shutter=0.5, shake=9, roll=9, tilt=0.3, swings=1, hunts=2, crf=(28, 32)
    ),
}

WIDE, FULL, TALL = (1280, 720), (1920, 1080), (720, 1280)


@dataclass(frozen=True)
class Spec:
    number: int
    name: str
    theme: str
    profile: str
    situation: str | None
    size: tuple[int, int]
    stations: int

    @property
    def half(self) -> str:
        return "tuning" if self.number % 2 == 0 else "reporting"

    @property
    def shutter(self) -> float:
        even = self.situation == "running" and self.stations > 1
        return EVEN_SHUTTER if even else PROFILES[self.profile].shutter

    @property
    def stem(self) -> str:
        return f"{self.number:02}-{self.name}"


# Theme, profile, situation, size, stations (places where the camera pauses).
KINDS = [
    ("rack", "easy", None, WIDE, 3),
    ("rack", "normal", "return", WIDE, 3),
    ("rack", "fast", None, WIDE, 4),
    ("rack", "small", "twins", WIDE, 3),
    ("rack", "dark", "running", WIDE, 3),
    ("rack", "thin", "cut", FULL, 3),
    ("machine", "easy", "steady", WIDE, 1),
    ("machine", "normal", "twins", WIDE, 3),
    ("machine", "dark", None, WIDE, 3),
    ("machine", "glare", "return", WIDE, 3),
    ("machine", "shaky", None, TALL, 3),
    ("machine", "thin", "far-equal", WIDE, 3),
    ("cartons", "normal", "brief", WIDE, 4),
    ("cartons", "fast", "running", WIDE, 4),
    ("cartons", "dark", "twins", WIDE, 3),
    ("cartons", "small", "far-equal", FULL, 3),
    ("cartons", "thin", None, TALL, 3),
    ("container", "easy", "big", WIDE, 1),
    ("container", "normal", "cut", WIDE, 3),
    ("container", "fast", "return", WIDE, 3),
    ("container", "dark", "brief", WIDE, 4),
    ("wall", "normal", None, WIDE, 3),
    ("wall", "glare", "running", WIDE, 3),
    ("wall", "shaky", "twins", WIDE, 3),
    ("crates", "normal", "far-equal", FULL, 3),
    ("crates", "fast", "brief", WIDE, 4),
    ("crates", "thin", "return", WIDE, 3),
    ("cabinet", "small", "running", WIDE, 3),
    ("cabinet", "easy", "running", WIDE, 3),
    ("cabinet", "shaky", "steady", TALL, 1),
    ("steel", "glare", "cut", WIDE, 3),
    ("steel", "normal", "big", TALL, 1),
]


def all_specs() -> list[Spec]:
    specs = []
    for number in range(2 * len(KINDS)):
        theme, profile, situation, size, stations = KINDS[number // 2]
        name = "-".join(part for part in (theme, profile, situation) if part)
        specs.append(Spec(number, name, theme, profile, situation, size, stations))
    return specs
