"""scripts/check-layers refuses what the layers forbid, and nothing else."""

import subprocess

import pytest
from conftest import ROOT

LAYERS = "core:\nimage: core\nocr: image core\ninference: core\ncli: ocr image core\n"


def check(tmp_path, files, layers=LAYERS):
    (tmp_path / "layers.txt").write_text(layers)
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return subprocess.run(
        [ROOT / "scripts" / "check-layers", tmp_path], capture_output=True, text=True, check=False
    )


def test_this_repository_keeps_to_its_layers():
    result = subprocess.run([ROOT / "scripts" / "check-layers"], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "file, line",
    [
        ("ocr/a.cpp", '#include "image/b.h"'),
        ("ocr/a.cpp", '#include "ocr/b.h"'),
        ("ocr/a.cpp", "#include <opencv2/core.hpp>"),
        ("cli/a.cpp", "#include <nlohmann/json.hpp>"),
        ("inference/a.cpp", "#  include <openvino/openvino.hpp>"),
        ("core/a.h", "#include <vector>"),
        ("core/a.h", '// #include "ocr/b.h" is what we must not do'),
    ],
)
def test_what_is_allowed_passes(tmp_path, file, line):
    result = check(tmp_path, {file: line + "\n"})
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "file, line, reason",
    [
        ("core/a.cpp", '#include "image/b.h"', "core may not include image"),
        ("image/a_test.cpp", '#include "ocr/b.h"', "image may not include ocr"),
        ("cli/a.cpp", '#include "inference/b.h"', "cli may not include inference"),
        ("core/a.cpp", '#include "stoer/b.h"', "no folder stoer"),
        ("core/a.cpp", '#include "b.h"', "folder/file.h"),
        ("ocr/a.cpp", '#include "../image/b.h"', "folder/file.h"),
        ("ocr/a.cpp", "#include <image/b.h>", "with quotes"),
        ("ocr/a.h", "#include <opencv2/core.hpp>", "stays in .cpp files"),
        ("core/a.cpp", "#include <opencv2/core.hpp>", "only"),
        ("cli/a.cpp", "#include <openvino/openvino.hpp>", "only inference"),
        ("image/a.cpp", "# include <libavutil/frame.h>", "only decoder"),
        ("ocr/a.cpp", "#include <boost/asio.hpp>", "only http"),
        ("ocr/a.cpp", "#include <ReadBarcode.h>", "only barcode"),
        ("ocr/a.cpp", "#include <turbojpeg.h>", "only image"),
        ("attic/a.cpp", "#include <vector>", "no line for attic"),
    ],
)
def test_what_is_forbidden_is_named_with_its_line(tmp_path, file, line, reason):
    result = check(tmp_path, {file: "// a comment\n" + line + "\n"})
    assert result.returncode == 1
    assert reason in result.stdout
    if "attic" not in file:
        assert f"{file}:2: " in result.stdout


@pytest.mark.parametrize(
    "layers, reason",
    [("core: image\nimage: core\n", "itself"), ("core: gone\n", "no line of its own")],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path, layers, reason):
    result = check(tmp_path, {}, layers)
    assert result.returncode == 1
    assert reason in result.stdout
