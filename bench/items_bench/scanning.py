"""Runs the product's `scan`, or takes what an earlier run has kept."""

import json
import pathlib
import subprocess
from dataclasses import dataclass


@dataclass
class Scanner:
    program: pathlib.Path
    every: int
    kept: pathlib.Path | None = None  # outputs of an earlier run
    save: pathlib.Path | None = None
    more: tuple[str, ...] = ()

    def scan(self, video: pathlib.Path, items: bool) -> dict:
        name = f"{video.stem}.{'items' if items else 'raw'}.json"
        if self.kept and (self.kept / name).exists():
            return json.loads((self.kept / name).read_text())
        if self.kept:
            raise FileNotFoundError(f"{self.kept} holds no {name}")
        options = ["--every", str(self.every), "--format", "json", "--detections", *self.more]
        if not items:
            options.append("--no-items")
        command = [str(self.program), "scan", str(video), *options]
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode != 0:
            raise RuntimeError(f"{video.name}: {ran.stderr.strip()}")
        said = json.loads(ran.stdout)
        said = said[0] if isinstance(said, list) else said
        if self.save:
            self.save.mkdir(parents=True, exist_ok=True)
            (self.save / name).write_text(ran.stdout)
        return said
