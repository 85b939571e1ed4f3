"""A PostgreSQL and a Redis server of the test's own, on free ports of this machine, in a temporary
folder, to be killed and started again.
"""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg2

import redis


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} within {seconds} s")
        time.sleep(0.02)


class Postgres:
    """Its rows survive a kill; it is told not to wait for the disk, which no kill shows."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.owner = "postgres" if os.geteuid() == 0 else None
        self.process = None
        if self.owner:  # the server refuses to run as root
            os.chmod(self.folder.parent, 0o755)
            account = pwd.getpwnam(self.owner)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.run_tool("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                      "--locale", "C", "--no-sync")  # fmt: skip
        self.start()

    def as_owner(self):
        return {"user": self.owner} if self.owner else {}

    def run_tool(self, name, *arguments):
        subprocess.run(
            [self.programs / name, *arguments],
            cwd=self.folder,
            check=True,
            capture_output=True,
            **self.as_owner(),
        )

    def url(self, port=None, database="postgres"):
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/{database}"

    def start(self):
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            "fsync": "off",
            "max_connections": 200,
            "log_min_messages": "fatal",
        }
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", "data", *options],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **self.as_owner(),
            )
        wait_until(self.answers, 60, "PostgreSQL does not answer")

    def answers(self):
        try:
            psycopg2.connect(self.url()).close()
        except psycopg2.OperationalError:
            return False
        return True

    def kill(self):
        """The whole server at once: its children end with the first process."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def connect(self, database="postgres"):
        connection = psycopg2.connect(self.url(database=database))
        connection.autocommit = True
        return connection

    def make_database(self, name):
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(f'create database "{name}"')


class Redis:
    """Keeps nothing: when it is killed, all its data is lost."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.process = None
        self.start()

    def url(self, port=None):
        return f"redis://127.0.0.1:{port or self.port}/0"

    def start(self):
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    "redis-server",
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    str(self.port),
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--dir",
                    str(self.folder),
                ],  # fmt: skip
                stdout=log,
                stderr=log,
            )
        wait_until(self.answers, 20, "Redis does not answer")

    def client(self):
        return redis.Redis(port=self.port, decode_responses=True, socket_timeout=5)

    def answers(self):
        try:
            return self.client().ping()
        except redis.RedisError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()
