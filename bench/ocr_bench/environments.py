"""Python environments of their own, by exact version and hash, below build/bench."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build/bench"


def made(name: str, requirements: str) -> pathlib.Path:
    """The Python of the environment, which is made when its list of packages has changed."""
    listed = ROOT / "bench" / requirements
    venv = BUILD / name
    stamp = venv / ".stamp"
    if not stamp.exists() or stamp.read_text() != listed.read_text():
        print(f"installing {requirements} into build/bench/{name}", file=sys.stderr)
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--clear", venv], check=True)
        pip = [venv / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        only = ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
        subprocess.run([*pip, *only, "-r", listed], check=True)
        stamp.write_text(listed.read_text())
    return venv / "bin/python"


def enter(name: str, requirements: str) -> None:
    """Runs the program again with the environment's Python, unless it is that already."""
    python = made(name, requirements)
    if pathlib.Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), *sys.argv])
