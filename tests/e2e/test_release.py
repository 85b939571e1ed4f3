"""deploy/release: what it refuses, what it does in which order, and the bill of materials.

Docker is a stand-in that writes down what it was asked; git is real, with a repository to push to.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

DOCKER = """#!/bin/bash
echo "$1" >>"{folder}/calls"
case "$*" in
"image inspect --format {{{{.Size}}}} "*) cat "{folder}/size" ;;
*dpkg-query*) printf '%s\\t1:3.0\\tamd64\\topenssl\\n' libssl3 openssl ;;
esac
"""


class Releaser:
    def __init__(self, folder):
        self.folder = folder
        self.clone = folder / "clone"
        for name in ("deploy", "third_party"):
            shutil.copytree(
                ROOT / name, self.clone / name, ignore=shutil.ignore_patterns("secrets")
            )
        for name in ("CMakeLists.txt", ".gitignore", "scripts/lib.sh", "web/package-lock.json"):
            (self.clone / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, self.clone / name)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "all")
        subprocess.run(["git", "init", "--quiet", "--bare", folder / "origin"], check=True)
        self.git("remote", "add", "origin", folder / "origin")
        docker = folder / "docker"
        docker.write_text(DOCKER.format(folder=folder))
        docker.chmod(0o755)
        (folder / "size").write_text("400000000\n")

    def git(self, *arguments, where=None):
        name = ["-c", "user.name=Anna", "-c", "user.email=anna@scanner.example"]
        done = subprocess.run(
            ["git", "-C", where or self.clone, *name, *arguments],
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def run(self, *arguments):
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "DOCKER": str(self.folder / "docker"),
            "GIT_AUTHOR_NAME": "Anna",
            "GIT_AUTHOR_EMAIL": "anna@scanner.example",
            "GIT_COMMITTER_NAME": "Anna",
            "GIT_COMMITTER_EMAIL": "anna@scanner.example",
        }
        return subprocess.run(
            [self.clone / "deploy" / "release", *arguments],
            env=environment,
            capture_output=True,
            text=True,
        )

    def calls(self):
        path = Path(self.folder, "calls")
        return path.read_text().split() if path.exists() else []


@pytest.fixture
def releaser(tmp_path):
    return Releaser(tmp_path)


def version():
    line = next(
        li
        for li in (ROOT / "CMakeLists.txt").read_text().splitlines()
        if "VERSION" in li and "project" in li
    )
    return line.split()[2]


def test_a_dry_run_shows_everything_and_does_nothing(releaser):
    done = releaser.run("--dry-run", "--push", "--registry", "registry.example/x", version())
    assert done.returncode == 0, done.stderr
    for part in ("docker build", "docker push registry.example/x/mobilscan", "git push", "git tag"):
        assert part in done.stdout.replace(str(releaser.folder) + "/", "")
    assert releaser.calls() == []
    assert releaser.git("tag") == ""
    assert not (releaser.clone / "build").exists()


def test_a_release_is_built_proved_tagged_sent_and_described(releaser):
    done = releaser.run("--push", "--registry", "registry.example/x", version())
    assert done.returncode == 0, done.stderr
    assert releaser.calls() == ["build", "image", "run", "tag", "push", "push", "run", "image"]
    head = releaser.git("rev-parse", "HEAD")
    origin = releaser.folder / "origin"
    assert releaser.git("rev-list", "-n", "1", f"v{version()}", where=origin) == head
    papers = releaser.clone / "build" / "releases" / version()
    bill = json.loads((papers / "sbom.cdx.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["licenses"] == [{"license": {"id": "GPL-3.0-or-later"}}]
    found = {component["name"]: component for component in bill["components"]}
    assert found["libssl3"]["purl"] == "pkg:deb/debian/libssl3@1%3A3.0?arch=amd64&distro=debian-12"
    pin = (ROOT / "third_party" / "openvino.txt").read_text()
    assert found["openvino"]["hashes"][0]["content"] in pin
    assert found["react"]["licenses"] == [{"expression": "MIT"}]
    assert len(found["react"]["hashes"][0]["content"]) == 128
    assert "typescript" not in found  # builds the page, and is not in it
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(references) == len(set(references))


def test_what_is_no_commit_is_no_release(releaser):
    (releaser.clone / "deploy" / "Dockerfile").write_text("changed")
    done = releaser.run(version())
    assert done.returncode == 3
    assert "not committed" in done.stderr
    assert releaser.calls() == []


@pytest.mark.parametrize("wrong", ["9.9.9", "latest", "v0.1.0", ""])
def test_a_version_that_the_source_does_not_state_is_refused(releaser, wrong):
    done = releaser.run(wrong)
    assert done.returncode == 3
    assert releaser.calls() == []


def test_an_image_that_grew_is_refused_before_it_is_tagged(releaser):
    (releaser.folder / "size").write_text("480000001\n")
    done = releaser.run("--push", "--registry", "registry.example/x", version())
    assert done.returncode == 3
    assert "at most 480" in done.stderr
    assert "push" not in releaser.calls()
    assert releaser.git("tag") == ""


def test_a_version_names_one_commit(releaser):
    assert releaser.run(version()).returncode == 0
    assert releaser.run(version()).returncode == 0  # once more, for the same commit
    releaser.git("commit", "--quiet", "--allow-empty", "--message", "later")
    done = releaser.run(version())
    assert done.returncode == 3
    assert "another commit" in done.stderr
