"""`mobilscan migrate`: tables are brought up to date, and a database that a newer program changed
is used as long as that program allows it.
"""

import re
import sqlite3

import pytest


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "mobilscan.db").touch()  # a database without tables
    return folder


def change(data, *statements):
    database = sqlite3.connect(data / "mobilscan.db")
    with database:
        for statement in statements:
            database.execute(statement)
    database.close()


def test_tables_are_made_and_named_once(program, data):
    check = program.run("migrate", "--data", data, "--check", expect=1)
    assert re.match(r"no tables, this program knows version \d+\n", check.stdout)
    pending = re.findall(r"pending  (\d+) (.+)", check.stdout)
    assert pending[0] == ("1", "first tables")
    newest = pending[-1][0]

    done = program.run("migrate", "--data", data)
    assert re.findall(r"applied  (\d+) (.+)", done.stdout) == pending
    assert done.stdout.startswith("before   no tables\n")
    assert done.stdout.endswith(f"now      tables of version {newest}\n")

    again = program.run("migrate", "--data", data)
    assert again.stdout == f"tables of version {newest}: nothing to do\n"
    program.run("migrate", "--data", data, "--check")
    assert program.run("fsck", "--data", data).stdout == "0 problems found\n"


def test_a_database_that_a_newer_program_extended_is_used(program, data):
    program.run("migrate", "--data", data)
    change(
        data,
        "insert into schema_version (version, name, applied_at_us) values (99, 'later', 0)",
        "alter table video_jobs add column later text",
    )
    assert program.run("migrate", "--data", data).stdout == "tables of version 99: nothing to do\n"
    assert program.run("fsck", "--data", data).stdout == "0 problems found\n"


def test_a_database_that_needs_a_newer_program_is_refused(program, data):
    program.run("migrate", "--data", data)
    change(
        data,
        "insert into schema_version (version, name, applied_at_us) values (99, 'later', 0)",
        "insert into schema_contracts (version, oldest_compatible) values (99, 98)",
    )
    for command in ("migrate", "fsck"):
        refused = program.run(command, "--data", data, expect=3)
        assert "need a program that knows version 98" in refused.stderr
        assert "install a newer version" in refused.stderr
    check = program.run("migrate", "--data", data, "--check", expect=3)
    assert "need a program that knows version 98" in check.stdout


def test_no_database_is_made_where_there_is_none(program, tmp_path):
    program.run("migrate", "--data", tmp_path / "none", expect=2)
    assert not (tmp_path / "none").exists()
