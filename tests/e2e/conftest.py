"""What the end-to-end tests share: the shipped program, run as a user runs it, and made clips."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import clips
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
SAMPLE = ROOT / "samples" / "plate.mp4"
MODELS = ROOT / ".cache" / "models"


def parsed_yaml(path):
    """A YAML file; only Debian's Python has the parser."""
    script = "import sys, json, yaml; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)"
    done = subprocess.run(
        ["/usr/bin/python3", "-c", script, str(path)], check=True, capture_output=True
    )
    return json.loads(done.stdout)


def pytest_addoption(parser):
    parser.addoption("--build", default="build/release", help="folder of the programs to test")


def pytest_configure(config):
    config.addinivalue_line("markers", "long: takes minutes; runs in ./test --long only")
    config.addinivalue_line("markers", "timing: measures the release build")


def pytest_collection_modifyitems(config, items):
    if "release" not in config.getoption("--build"):
        skip = pytest.mark.skip(reason="times of a sanitizer build say nothing")
        for item in items:
            if "timing" in item.keywords:
                item.add_marker(skip)


class Program:
    """mobilscan in its build folder. Standard input is empty unless a test gives one."""

    def __init__(self, folder):
        self.path = folder / "mobilscan"

    def environment(self, **extra):
        # Settings of whoever runs the tests must not reach the program; unknown ones are errors.
        mine = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("MOBILSCAN_") and name not in ("OCR_LANG", "USE_GPU")
        }
        cache = {"MOBILSCAN_MODEL_CACHE": str(self.path.parent / "compiled-networks")}
        return {**mine, **cache, "LC_ALL": "C.UTF-8", **extra}

    def start(self, *arguments, env=None, **options):
        options = {"stdin": subprocess.DEVNULL, "text": True, **options}
        return subprocess.Popen(
            [self.path, *map(str, arguments)],
            env=self.environment(**(env or {})),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=options.pop("stderr", subprocess.PIPE),
            **options,
        )

    def run(self, *arguments, expect=0, input=None, timeout=120, **options):
        """Runs it to its end and checks the exit code; both outputs show when that is wrong."""
        stdin = subprocess.DEVNULL if input is None else subprocess.PIPE
        process = self.start(*arguments, stdin=stdin, **options)
        try:
            out, err = process.communicate(input, timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            pytest.fail(f"no end after {timeout} s: {arguments}\n{out}\n{err}")
        if expect is not None:
            assert process.returncode == expect, f"{arguments}\nstdout: {out}\nstderr: {err}"
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def scan(self, video, *arguments, **options):
        """The parsed result of `scan --format json`."""
        result = self.run("scan", video, "--format", "json", *arguments, **options)
        return json.loads(result.stdout)

    def read(self, *arguments, **options):
        """The parsed lines of `read`."""
        result = self.run("read", *arguments, **options)
        return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="session")
def program(request):
    folder = ROOT / request.config.getoption("--build")
    if not (folder / "mobilscan").exists():
        pytest.fail(f"{folder.relative_to(ROOT)}/mobilscan is not built; run ./test")
    return Program(folder)


@pytest.fixture(scope="session")
def make_clip(tmp_path_factory):
    """make_clip(texts, **settings of clips.Clip): the path of such a clip, made once."""
    made = {}
    folder = tmp_path_factory.mktemp("clips")

    def make(*texts, **settings):
        clip = clips.Clip(tuple(texts), **settings)
        if clip not in made:
            made[clip] = clips.make_clip(folder / f"clip{len(made)}", clip)
        return made[clip]

    return make


@pytest.fixture(scope="session")
def serial_clip(make_clip):
    """3 s, 10 frames a second: SN 4711-0815 from second 1 to 2."""
    return make_clip(clips.Text("SN 4711-0815", 1.0, 2.0))


@pytest.fixture(scope="session")
def real_data():
    """The folder of larger, labelled sets; most of them may not be redistributed."""
    folder = os.environ.get("MOBILSCAN_DATA")
    if not folder:
        pytest.skip("MOBILSCAN_DATA names no folder of test data")
    return Path(folder)


def fold(text):
    """A text as tests compare it: letters and digits only, capital, I/1 and O/0 alike.

    The letters of DejaVu and of British plates do not tell these apart either.
    """
    return re.sub(r"[^A-Z0-9]", "", text.upper()).replace("I", "1").replace("O", "0")


def texts_of(result):
    return [fold(item["text"]) for item in result["items"] if item["kind"] == "text"]


def item_of(result, text):
    """The one item with this text; fails with all texts that were found."""
    found = [item for item in result["items"] if fold(item["text"]) == fold(text)]
    assert len(found) == 1, f"{text!r} once in {[item['text'] for item in result['items']]}"
    return found[0]


sys.path.insert(0, str(Path(__file__).parent))
