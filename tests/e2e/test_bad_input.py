"""What is wrong is refused with the right exit code and words, and nothing is lost by it."""

import os
import struct
import subprocess
import zlib

import clips
import pytest
from conftest import SAMPLE


def png_of(width, height):
    """A PNG that promises width x height pixels and holds none."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(head))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
    )


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:secret.mp4\n#EXT-X-ENDLIST\n"
SESSION = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n"
HOSTILE = {
    "empty.mp4": (b"", "file_unreadable"),
    "zeros.mp4": (bytes(4096), "unsupported_container"),
    "text.mp4": (b"not a video at all\n" * 50, "unsupported_container"),
    "playlist.mp4": (PLAYLIST, "unsupported_container"),
    "concat.mkv": (b"ffconcat version 1.0\nfile secret.mp4\n", "unsupported_container"),
    "session.mov": (SESSION, "unsupported_container"),
    "only-ftyp.mp4": (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", "corrupt_media"),
    "playlist.png": (PLAYLIST, "unsupported_container"),
    "vector.png": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "unsupported_container"),
    "bomb.png": (png_of(60_000, 60_000), "too_many_pixels"),
    "empty.jpg": (b"", "file_unreadable"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_an_error_with_its_code(program, tmp_path, name):
    content, code = HOSTILE[name]
    (tmp_path / name).write_bytes(content)
    command = "read" if name.endswith(("png", "jpg")) else "scan"
    result = program.run(command, tmp_path / name, expect=1, timeout=30)
    assert result.stderr.startswith(f"mobilscan: {tmp_path / name}: ")
    assert result.stderr.count("\n") == 1
    assert f"({code})" in result.stderr


def test_a_video_whose_index_never_arrived_is_told_from_a_damaged_one(program, make_clip, tmp_path):
    whole = make_clip(clips.Text("SN 4711-0815", 0.0, 2.0)).read_bytes()
    assert whole.rfind(b"moov") > whole.find(b"mdat")  # the index comes last, as phones write it
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    result = program.run("scan", cut, expect=1)
    assert "has no index" in result.stderr and "copy the file again" in result.stderr


def test_the_result_never_overwrites_the_video(program, tmp_path):
    video = tmp_path / "same.mp4"
    video.write_bytes(SAMPLE.read_bytes())
    (tmp_path / "link.mp4").symlink_to(video)
    for output in (video, tmp_path / "link.mp4"):
        result = program.run("scan", video, "--output", output, expect=2)
        assert "would overwrite" in result.stderr
    assert video.read_bytes() == SAMPLE.read_bytes()


def test_a_result_goes_through_links_and_into_pipes_and_replaces_no_device(
    program, serial_clip, tmp_path
):
    target = tmp_path / "target.txt"
    target.write_text("old")
    (tmp_path / "link.txt").symlink_to(target)
    program.run("scan", serial_clip, "--every", 10, "--output", tmp_path / "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert "4711" in target.read_text()

    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    with subprocess.Popen(["cat", fifo], stdout=subprocess.PIPE, text=True) as reader:
        program.run("scan", serial_clip, "--every", 10, "--output", fifo)
        assert "4711" in reader.communicate(timeout=10)[0]
    assert fifo.is_fifo()
    folders = [p.name for p in tmp_path.iterdir() if p.is_dir()]
    assert folders == [f"{serial_clip.stem}_frames"], "evidence of the file, none of the pipe"


def test_a_foreign_part_file_is_left_alone(program, serial_clip, tmp_path):
    (tmp_path / "r.json.part").write_text("precious")
    program.run("scan", serial_clip, "--every", 10, "--output", tmp_path / "r.json")
    assert (tmp_path / "r.json.part").read_text() == "precious"


@pytest.mark.parametrize("output", ["folder", "folder/", "new/"])
def test_a_folder_as_output_is_refused_before_the_scan(program, serial_clip, tmp_path, output):
    (tmp_path / "folder").mkdir()
    result = program.run("scan", serial_clip, "--output", f"{tmp_path}/{output}", expect=1)
    assert "Is a directory" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_evidence_of_an_earlier_scan_does_not_stay(program, serial_clip, tmp_path):
    output = tmp_path / "r.json"
    folder = tmp_path / f"{serial_clip.stem}_frames"
    program.run("scan", serial_clip, "--every", 2, "--output", output)
    assert len(list(folder.iterdir())) == 5
    (folder / "notes.txt").write_text("mine")
    program.run("scan", serial_clip, "--every", 10, "--output", output)
    assert sorted(p.name for p in folder.iterdir()) == ["frame_000010.jpg", "notes.txt"]


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_an_error_that_nobody_can_read_changes_no_exit_code(program, redirection):
    for command in ("scan nofile.mp4", "read nofile.png"):
        shell = f"'{program.path}' {command} {redirection}"
        result = subprocess.run(shell, shell=True, check=False, stdout=subprocess.DEVNULL)
        assert result.returncode == 1, command


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_a_result_that_cannot_be_written_is_a_failure(program, serial_clip, redirection):
    for command in (f"scan '{serial_clip}'", "--version"):
        shell = f"'{program.path}' {command} {redirection}"
        result = subprocess.run(shell, shell=True, check=False, capture_output=True)
        assert result.returncode == 1, (command, result)


def test_a_folder_is_no_list_of_images(program, tmp_path):
    assert "Is a directory" in program.run("read", "--list", tmp_path, expect=1).stderr


def test_wrong_words_are_answered_with_the_right_ones(program, serial_clip):
    stderr = program.run("scan", serial_clip, "--format", "xml", expect=2).stderr
    assert "must be one of table|json|jsonl|csv, not 'xml'" in stderr
    stderr = program.run("scn", expect=2).stderr
    assert "no command 'scn'" in stderr
    assert "there are scan, read, doctor, serve, api, worker" in stderr
    assert "Usage" in program.run(expect=2).stderr
