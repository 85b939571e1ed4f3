"""scripts/count-tests counts what ran, shows why something did not; nothing is no success."""

import subprocess

from conftest import ROOT

PYTEST = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="x">trace</failure></testcase>
<testcase classname="a" name="left out"><skipped message="no data here"/></testcase>
</testsuite></testsuites>"""
CTEST = """<testsuite>
<testcase name="core.Good" classname="core.Good" status="run"><system-out/></testcase>
<testcase name="core.Bad" classname="core.Bad" status="fail"><failure message=""/></testcase>
<testcase name="core.Gone" classname="core.Gone" status="notrun"/>
<testcase name="core.Skip" classname="core.Skip" status="notrun">
<skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
<system-out>[ RUN      ] core.Skip
/x/y_test.cpp:7: Skipped
no sandbox in this kernel

[  SKIPPED ] core.Skip (0 ms)</system-out></testcase>
</testsuite>"""


def count(tmp_path, **reports):
    paths = []
    for name, text in reports.items():
        path = tmp_path / f"{name}.xml"
        if text is not None:
            path.write_text(text)
        paths.append(path)
    result = subprocess.run(
        [ROOT / "scripts" / "count-tests", *paths], capture_output=True, text=True, check=False
    )
    return result.returncode, result.stdout.splitlines()


def test_all_kinds_are_counted_and_named(tmp_path):
    status, lines = count(tmp_path, e2e=PYTEST, unit=CTEST)
    assert status == 1
    assert lines[-1] == "2 passed, 3 failed, 2 skipped"
    assert "skipped: e2e: a.left out: no data here" in lines
    assert "skipped: unit: core.Skip: no sandbox in this kernel" in lines
    assert "failed: unit: core.Bad" in lines


def test_only_good_ones_pass(tmp_path):
    status, lines = count(tmp_path, e2e='<testsuite><testcase classname="a" name="b"/></testsuite>')
    assert (status, lines) == (0, ["1 passed, 0 failed"])


def test_results_that_are_missing_broken_or_empty_are_failures(tmp_path):
    status, lines = count(tmp_path, gone=None, broken="<testsuite>", empty="<testsuite/>")
    assert status == 1
    assert lines[-1] == "0 passed, 3 failed"
