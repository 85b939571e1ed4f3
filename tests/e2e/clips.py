"""Makes the clips and pictures of the end-to-end tests with ffmpeg, when they run.

Everything drawn is known, so a test can say which text must be found, where and when. Files are
made once a session in a temporary folder; the content depends on the arguments alone.
"""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")

# One encoder for each codec that the product promises: container, and ffmpeg's words.
# Fast settings: the tests read large letters, not fine detail.
CODECS = {
    "h264": ("mp4", ["-c:v", "libx264", "-preset", "veryfast"]),
    "hevc": ("mp4", ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"]),
    "vp9": ("mkv", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]),
    "av1": ("mp4", ["-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "tune=0"]),
    "mpeg4": ("avi", ["-c:v", "mpeg4", "-q:v", "4"]),
    "mjpeg": ("mov", ["-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p"]),
}


@dataclass(frozen=True)
class Text:
    """A text on the clip, from `start` to `end` seconds, its top left at x, y."""

    text: str
    start: float = 0.0
    end: float = 1e6
    x: int = 120
    y: int = 120
    size: int = 56


@dataclass(frozen=True)
class Clip:
    """A grey clip with texts. Times in seconds, sizes in pixels of the picture as stored."""

    texts: tuple[Text, ...]
    seconds: float = 3.0
    rate: int = 10
    size: tuple[int, int] = (640, 360)
    codec: str = "h264"
    pixel_format: str = "yuv420p"
    # Turned by this, clockwise, when it is stored; metadata tells a player to turn it back.
    turned: int = 0
    output_options: tuple[str, ...] = field(default=())


def ffmpeg(*arguments):
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
    # SVT-AV1 has a log of its own.
    environment = {**os.environ, "SVT_LOG": "1"}
    subprocess.run([*command, *map(str, arguments)], check=True, timeout=120, env=environment)


def overlay(texts):
    """The filters that draw the texts, dark on a light plate of their own, like a label."""

    def escape(text):
        return text.replace("\\", "\\\\").replace("'", "’").replace(":", "\\:")

    return ",".join(
        f"drawtext=fontfile={FONT}:text='{escape(t.text)}':x={t.x}:y={t.y}:fontsize={t.size}"
        f":fontcolor=black:box=1:boxcolor=white:boxborderw=16"
        # Half a frame early: the time of a frame may be a hair before the written one.
        f":enable='between(t,{t.start - 0.01:.3f},{t.end - 0.01:.3f})'"
        for t in texts
    )


def make_clip(path_without_suffix, clip):
    """Writes the clip; returns its path, with the suffix of its container."""
    suffix, encoder = CODECS[clip.codec]
    path = Path(f"{path_without_suffix}.{suffix}")
    turns = {0: "", 90: ",transpose=clock", 180: ",hflip,vflip", 270: ",transpose=cclock"}
    width, height = clip.size
    source = f"color=c=0x909090:s={width}x{height}:r={clip.rate}:d={clip.seconds}"
    formats = [] if "-pix_fmt" in encoder else ["-pix_fmt", clip.pixel_format]
    # Bit-exact and on one thread, so that every machine makes the same bytes.
    arguments = ["-f", "lavfi", "-i", source, "-vf", overlay(clip.texts) + turns[clip.turned]]
    arguments += [*encoder, *formats, "-threads", "1", "-fflags", "+bitexact"]
    ffmpeg(*arguments, *clip.output_options, path)
    return turn_back(path, clip.turned) if clip.turned else path


def turn_back(path, turned):
    """Adds the display matrix that undoes `turned` degrees clockwise."""
    result = path.with_name(f"{path.stem}-matrix{path.suffix}")
    # ffmpeg 5 writes the matrix from this tag, and a player turns by it anticlockwise.
    ffmpeg("-i", path, "-c", "copy", "-metadata:s:v:0", f"rotate={turned}", result)
    return result


def make_variable_rate(path, clip):
    """The clip with two thirds of the frames of its second half dropped, their times kept."""
    source = make_clip(path.with_name(path.name + "-constant"), clip)
    result = Path(f"{path}.mp4")
    half = clip.seconds / 2
    keep = f"select='lt(t,{half})+not(mod(n,3))'"
    encoder = CODECS["h264"][1]
    ffmpeg("-i", source, "-vf", keep, "-fps_mode", "vfr", *encoder, "-pix_fmt", "yuv420p", result)
    return result


def truncate(source, path, share):
    """The first `share` (0 to 1) of a file's bytes, as a phone leaves it when its battery dies."""
    data = Path(source).read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def make_picture(path, text, size=(640, 240)):
    """A still image with one text, in the format that the suffix names."""
    width, height = size
    source = f"color=c=white:s={width}x{height}:d=1:r=1"
    drawing = f"drawtext=fontfile={FONT}:text='{text}':x=60:y=80:fontsize=64:fontcolor=black"
    ffmpeg("-f", "lavfi", "-i", source, "-vf", drawing, "-frames:v", "1", path)
    return path
