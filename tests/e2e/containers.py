"""Docker for the tests of deploy/: the daemon that is here or one of our own, the images of the
product and of what it leans on, and one project of docker-compose.
"""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from conftest import ROOT

STAND_INS = ROOT / "tests" / "deploy" / "stand-ins"
IMAGE = "mobilscan-test/image:current"
# Not those of somebody who runs the product here.
ADDRESS = "127.85.1.1"
NETWORK = {
    "MOBILSCAN_BIND": ADDRESS,
    "MOBILSCAN_FRONT_SUBNET": "172.30.86.0/24",
    "MOBILSCAN_FRONT_RANGE": "172.30.86.128/25",
    "MOBILSCAN_FRONTEND_ADDRESS": "172.30.86.2",
}
# The restrictions of the compose files, for single containers.
RESTRICTED = [
    "--read-only --cap-drop ALL --security-opt no-new-privileges --pids-limit 512",
    "--tmpfs /tmp:size=64m,mode=1777",
]
RESTRICTED = " ".join(RESTRICTED).split()


def builds(docker):
    """Whether this docker program can build with BuildKit: up to 20 by itself, later by buildx."""
    version = subprocess.run([docker, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"version (\d+)", version)
    if found and int(found[1]) < 23:
        return True
    return subprocess.run([docker, "buildx", "version"], capture_output=True).returncode == 0


class Docker:
    """A docker program and a daemon that answers it; skips the test where there is none."""

    def __init__(self, folder):
        self.folder = folder
        self.daemon = None
        self.environment = {**os.environ, "DOCKER_BUILDKIT": "1"}
        programs = [os.environ.get("DOCKER"), shutil.which("docker"), "/usr/bin/docker"]
        usable = [name for name in programs if name and Path(name).exists() and builds(name)]
        if not usable:
            pytest.skip("no docker program that can build images: install docker.io (or buildx)")
        self.program = usable[0]
        self.environment["DOCKER"] = self.program
        if self.ask("info").returncode != 0:
            self.start_daemon()

    def start_daemon(self):
        if not shutil.which("dockerd"):
            pytest.skip("no Docker daemon answers and there is no dockerd to start: docker.io")
        if os.geteuid() != 0:
            pytest.skip("no Docker daemon answers, and starting one takes root")
        socket = self.folder / "docker.sock"
        self.environment["DOCKER_HOST"] = f"unix://{socket}"
        log = (self.folder / "dockerd.log").open("w")
        self.daemon = subprocess.Popen(
            ["dockerd", "--data-root", self.folder / "data", "--exec-root", self.folder / "exec"]
            + ["--pidfile", self.folder / "pid", "-H", f"unix://{socket}"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        for _ in range(60):
            if self.ask("info").returncode == 0:
                return
            if self.daemon.poll() is not None:
                break
            time.sleep(0.5)
        last = [line for line in (self.folder / "dockerd.log").read_text().splitlines() if line]
        self.stop()
        pytest.skip(f"dockerd does not start here: {last[-1] if last else 'it says nothing'}")

    def stop(self):
        if self.daemon:
            self.daemon.terminate()
            self.daemon.wait(timeout=60)
            # pytest keeps its folders for days, and these are gigabytes.
            shutil.rmtree(self.folder / "data", ignore_errors=True)

    def ask(self, *arguments, **options):
        return subprocess.run(
            [self.program, *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
            **options,
        )

    def run(self, *arguments, **options):
        done = self.ask(*arguments, **options)
        assert done.returncode == 0, f"docker {arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def has(self, image):
        return self.ask("image", "inspect", image).returncode == 0

    # --- images ---------------------------------------------------------------------------------

    def pulled_or_made(self, name, official):
        """The official image where a registry can be reached, else one from Debian's packages."""
        stand_in = f"mobilscan-test/{name}:bookworm"
        if self.has(official):
            return official
        if not self.has(stand_in):
            try:
                if self.ask("pull", "--quiet", official, timeout=120).returncode == 0:
                    return official
            except subprocess.TimeoutExpired:
                pass
            if name != "base":
                self.pulled_or_made("base", "debian:bookworm-slim")
                if not self.has("mobilscan-test/base:bookworm"):
                    self.run("tag", "debian:bookworm-slim", "mobilscan-test/base:bookworm")
            made = subprocess.run(
                [STAND_INS, name], env=self.environment, capture_output=True, text=True
            )
            if made.returncode != 0:
                pytest.skip(f"no registry for {official} and no stand-in: {made.stderr.strip()}")
        return stand_in

    def product_image(self, build):
        """The image of the programs in the folder `build`, made by deploy/Dockerfile."""
        base = self.pulled_or_made("base", "debian:bookworm-slim")
        stage = self.folder / "programs"
        subprocess.run(
            ["cmake", "--install", build, "--prefix", stage / "stage/opt/mobilscan"],
            check=True,
            capture_output=True,
        )
        with subprocess.Popen(
            ["tar", "-C", stage, "-cf", "-", "stage"], stdout=subprocess.PIPE
        ) as tar:
            self.run("import", "-", "mobilscan-test/programs:current", stdin=tar.stdout)
        shutil.rmtree(stage)
        self.run(
            *("build", "--file", ROOT / "deploy" / "Dockerfile", "--tag", IMAGE),
            *("--build-arg", f"BASE={base}"),
            *("--build-arg", "PROGRAMS=mobilscan-test/programs:current", ROOT),
        )
        return IMAGE


class Stack:
    """One project of docker-compose, taken down with its volumes at the end."""

    def __init__(self, docker, file, name, **settings):
        self.docker = docker
        self.environment = {**docker.environment, **NETWORK, **settings}
        self.command = [*self.compose_program(), "--project-name", name, "--file", file]

    def compose_program(self):
        if self.docker.ask("compose", "version").returncode == 0:
            return [self.docker.program, "compose"]
        program = shutil.which("docker-compose")
        if not program:
            pytest.skip("no docker compose: install docker-compose")
        return [program]

    def compose(self, *arguments, check=True):
        done = subprocess.run(
            [*self.command, *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert not check or done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def containers(self, service):
        return self.compose("ps", "-q", service).split()

    def state(self, container):
        (found,) = json.loads(self.docker.run("inspect", container))
        return found["State"]

    def wait_until_healthy(self, *services, seconds=120):
        deadline = time.monotonic() + seconds
        while True:
            states = {
                (service, container): self.state(container)
                for service in services
                for container in self.containers(service)
            }
            if states and all(
                state.get("Health", {}).get("Status") == "healthy" for state in states.values()
            ):
                return
            assert time.monotonic() < deadline, f"{states}\n{self.logs()[-6000:]}"
            time.sleep(1)

    def kill(self, container, process):
        """Kills a process of a container, and not the container, which Docker would leave dead."""
        script = (
            "for folder in /proc/[0-9]*; do "
            f"if tr '\\0' ' ' <$folder/cmdline | grep -q '^[^ ]*{process}'; then "
            "kill -9 ${folder#/proc/}; fi; done"
        )
        self.docker.ask("exec", container, "bash", "-c", script)

    def logs(self):
        return self.compose("logs", "--no-color", check=False)

    def down(self):
        self.compose("down", "--volumes", "--timeout", "5", check=False)
