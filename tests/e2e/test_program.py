"""The program as a citizen of the command line: exit codes, messages, models, signals."""

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time

import clips
import pytest
from conftest import DATA, MODELS, fold, texts_of


@pytest.mark.timing
def test_version_answers_within_50_ms(program):
    def seconds():
        start = time.perf_counter()
        assert program.run("--version").stdout.startswith("mobilscan 0.")
        return time.perf_counter() - start

    # The least of several: other work on the machine only ever adds.
    assert min(seconds() for _ in range(15)) < 0.050


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-flag"],
        ["no-such-command"],
        ["scan"],
        ["scan", "x.mp4", "--every", "0"],
        ["scan", "x.mp4", "--every", "two"],
        ["scan", "x.mp4", "--format", "xml"],
        ["read"],
        ["read", "x.png", "--threads", "-1"],
        ["read", "x.png", "--profile", "magic"],
        ["read", "x.png", "--languages", "klingon"],
        ["read", "x.png", "--use-gpu", "maybe"],
    ],
)
def test_wrong_usage_exits_2_with_a_message(program, arguments):
    result = program.run(*arguments, expect=2)
    assert result.stdout == ""
    assert result.stderr.strip()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["scan", "x.mp4", "--evry", "30"], "there is no option '--evry'; did you mean '--every'?"),
        (["serve", "--prot", "80"], "there is no option '--prot'; did you mean '--port'?"),
        (["keys", "create", "x", "--scope", "read"], "did you mean '--scopes'?"),
        (["scna", "x.mp4"], "there is no command 'scna'; did you mean 'scan'?"),
        (["doctor", "please"], "there is nothing to do with 'please'"),
        (["config", "--config", "/nowhere.toml"], "/nowhere.toml"),
    ],
)
def test_a_misspelt_word_is_named_with_the_nearest_one(program, arguments, words):
    result = program.run(*arguments, expect=2)
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["scan", "x.mp4"], ["read", "x.png"], ["serve"], ["worker"]])
def test_a_language_that_cannot_be_read_is_refused_with_those_that_can(
    program, arguments, tmp_path
):
    def refused(language):
        result = program.run(*arguments, expect=2, env={"OCR_LANG": language}, cwd=tmp_path)
        assert "OCR_LANG" in result.stderr and f"'{language}'" in result.stderr
        assert "it takes all, en, ch, chinese_cht, " in result.stderr
        return result.stderr

    assert "letters" not in refused("klingon")
    assert "the recogniser has no Hangul letters" in refused("korean")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["read", "x.png"], ["serve"], ["worker"]])
def test_without_a_gpu_nothing_starts_that_shall_use_one(program, arguments, tmp_path):
    if program.run("doctor", "--use-gpu", "true", expect=None).returncode == 0:
        pytest.skip("this machine has a GPU")
    result = program.run(*arguments, expect=3, env={"USE_GPU": "true"}, cwd=tmp_path)
    assert "there is no GPU for the networks on this machine, only: CPU" in result.stderr
    assert "device_missing" in result.stderr
    wrong = program.run(*arguments, expect=2, env={"USE_GPU": "maybe"}, cwd=tmp_path)
    assert "it takes true or false" in wrong.stderr


def test_no_plugin_of_the_current_folder_is_loaded(program, tmp_path):
    # OpenVINO by itself would: whoever can write there could run code here.
    (tmp_path / "libopenvino_intel_gpu_plugin.so").write_text("not a library")
    here = program.run("doctor", "--use-gpu", "true", expect=None, cwd=tmp_path)
    elsewhere = program.run("doctor", "--use-gpu", "true", expect=None)
    assert here.returncode == elsewhere.returncode
    device = [line for line in here.stdout.splitlines() if " device " in line]
    assert device == [line for line in elsewhere.stdout.splitlines() if " device " in line]


def test_the_doctor_names_the_device(program):
    result = program.run("doctor")
    assert "the networks run on the CPU: " in result.stdout
    result = program.run("doctor", env={"USE_GPU": "true"}, expect=None)
    if result.returncode != 0:
        assert (
            "PROBLEM  device     there is no GPU for the networks on this machine" in result.stdout
        )


def test_a_variable_of_another_command_is_not_looked_at(program):
    program.run("doctor", env={"FRAME_INTERVAL": "none", "OCR_LANG": "klingon"})


def test_help_is_output_not_an_error(program):
    result = program.run("--help")
    for command in ("scan", "read", "doctor"):
        assert command in result.stdout
    assert "--every" in program.run("scan", "--help").stdout


def test_the_doctor_is_content_here(program):
    result = program.run("doctor")
    lines = result.stdout.splitlines()
    assert sum(line.startswith("  ok       model      ") for line in lines) == 3
    assert any(line.startswith("  ok       networks   OpenVINO ") for line in lines)
    decoder = re.compile("  (ok     |note   )  decoder    (in its sandbox|with)")
    assert any(decoder.match(line) for line in lines)
    assert lines[-1] == "Everything that is needed is here."


@pytest.fixture
def models_copy(tmp_path):
    folder = tmp_path / "models"
    shutil.copytree(MODELS, folder)
    return folder


def spoil(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)


@pytest.mark.parametrize("spoilt", ["PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"])
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_a_wrong_model_stops_the_program(program, models_copy, serial_clip, spoilt, how):
    if how == "changed":
        spoil(models_copy / spoilt)
    else:
        (models_copy / spoilt).unlink()
    env = {"MOBILSCAN_MODELS_DIR": str(models_copy)}
    for arguments in (["scan", serial_clip], ["read", DATA / "ean8.png"], ["doctor"]):
        result = program.run(*arguments, env=env, expect=3)
        assert spoilt in result.stdout + result.stderr


def test_models_may_lie_elsewhere(program, models_copy):
    by_flag = program.read(DATA / "english_page.jpg", "--models", models_copy)
    by_variable = program.read(
        DATA / "english_page.jpg", env={"MOBILSCAN_MODELS_DIR": str(models_copy)}
    )
    assert by_flag[0]["lines"] == by_variable[0]["lines"] != []


def test_without_its_decoder_the_program_says_so(program, models_copy, serial_clip):
    alone = models_copy.parent / "mobilscan"
    shutil.copy(program.path, alone)
    result = subprocess.run(
        [alone, "scan", serial_clip],
        env=program.environment(MOBILSCAN_MODELS_DIR=str(models_copy)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 3
    assert "mobilscan-decoder" in result.stderr


def test_threads_and_repetition_change_nothing(program, make_clip):
    words = ["ALPHA 12", "BRAVO 34", "DELTA 56", "GOLF 78", "HOTEL 90"]
    clip = make_clip(
        *(clips.Text(w, n * 0.4, n * 0.4 + 1, x=60, y=20 + 68 * n) for n, w in enumerate(words))
    )

    def output(*arguments):
        return program.run("scan", clip, "--every", 3, "--format", "json", *arguments).stdout

    first = output("--threads", 1)
    assert len(json.loads(first)["items"]) >= 5
    assert output("--threads", 2) == first
    assert output("--threads", 2) == first


@pytest.fixture(scope="module")
def long_clip(make_clip):
    return make_clip(clips.Text("EARLY 55"), seconds=60, rate=30, size=(1280, 720))


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return [int(word) for word in children.read().split()]


def wait_until(condition, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.02)


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_writes_what_was_read_and_marks_it_partial(
    program, long_clip, signal_number, tmp_path
):
    output = tmp_path / "out.json"
    arguments = ("--every", 1, "--format", "json", "--output", output)
    process = program.start("scan", long_clip, *arguments, start_new_session=True)
    wait_until(lambda: list(tmp_path.glob("*_frames/*.jpg")), "a frame was read")
    decoders = children_of(process.pid)
    assert decoders
    # As a terminal does it: to the whole process group, the decoder included.
    os.killpg(process.pid, signal_number)
    _, err = process.communicate(timeout=15)
    assert process.returncode == 1, err
    result = json.loads(output.read_text())
    assert 0 < result["frames_sampled"] < 1800
    assert fold("EARLY 55") in texts_of(result)
    assert result["partial"] is True
    assert result["error"]["code"] == "cancelled"
    for pid in decoders:
        assert not os.path.exists(f"/proc/{pid}"), "a decoder is left behind"


def test_ctrl_c_before_the_first_video_still_writes_valid_json(program, serial_clip):
    process = program.start("scan", serial_clip, serial_clip, "--format", "json")

    def takes_signals():
        with open(f"/proc/{process.pid}/status") as status:
            blocked = next(line for line in status if line.startswith("SigBlk:"))
        return int(blocked.split()[1], 16) & (1 << (signal.SIGINT - 1))

    wait_until(takes_signals, "the program handles SIGINT")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1, err
    assert [report["error"]["code"] for report in json.loads(out)] == ["cancelled"] * 2


def test_in_a_pipe_there_is_no_progress_bar(program, serial_clip):
    err = program.run("scan", serial_clip, "--every", 2).stderr
    assert "\r" not in err
    assert "\033" not in err


def test_on_a_terminal_there_is_one_and_the_output_stays_clean(program, make_clip):
    clip = make_clip(clips.Text("BAR 100"), seconds=10, rate=10)
    terminal, end = pty.openpty()
    process = program.start("scan", clip, "--every", 2, "--format", "json", stderr=end)
    os.close(end)
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            data = os.read(terminal, 4096)
        except OSError:  # the other end is closed: the program ended
            break
        if not data:
            break
        shown += data
    out, _ = process.communicate(timeout=10)
    os.close(terminal)
    assert process.returncode == 0
    assert b"\r" in shown
    assert b"%" in shown
    assert fold("BAR 100") in texts_of(json.loads(out))


def test_a_closed_pipe_ends_it_quietly(program, make_clip):
    clip = make_clip(clips.Text("PIPE 77"), seconds=3)
    command = f"'{program.path}' scan '{clip}' | true; echo exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["bash", "-c", command],
        env=program.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stdout.splitlines()[-1] == "exit 1"
    message = "mobilscan: cannot write to standard output: Broken pipe (output_unwritable)\n"
    assert result.stderr == message


def test_compiled_networks_are_kept_and_change_nothing(program, tmp_path):
    def read(cache):
        record = program.read(DATA / "english_page.jpg", env={"MOBILSCAN_MODEL_CACHE": str(cache)})
        return record[0]["lines"]

    cache = tmp_path / "cache" / "networks"
    compiled = read(cache)
    kept = sorted(cache.iterdir())
    assert len(kept) == 3
    assert read(cache) == compiled != []
    for entry in kept:
        spoil(entry)
    assert read(cache) == compiled
    assert read("none") == compiled
    assert read("/proc/no/such/folder") == compiled


def test_the_doctor_says_where_compiled_networks_are_kept(program, tmp_path):
    cache = tmp_path / "networks"
    assert f"are kept in {cache}" in program.run("doctor", "--model-cache", cache).stdout
    assert "cannot be kept in /proc/x" in program.run("doctor", "--model-cache", "/proc/x").stdout
    assert "none: each start" in program.run("doctor", "--model-cache", "none").stdout


def test_limit_tells_what_decoding_reading_and_the_networks_alone_take(program, serial_clip):
    report = json.loads(program.run("limit", serial_clip, "--every", 5).stdout)
    assert report["decoding"]["count"] == report["reading"]["count"] == 6
    assert len(report["inferences"]) == 3
    for part in (report["decoding"], report["reading"], *report["inferences"]):
        assert part["wall"] >= 0 and part["cpu"] >= 0
