"""What could not be read is told: on the command line and by the service, and never of what was."""

import clips
import pytest
from http_service import HttpService


@pytest.fixture(scope="module")
def partly_lost(tmp_path_factory):
    """8 s: a label for 2 s, out of focus for 2 s, in the dark for 2 s, and there again."""
    path = tmp_path_factory.mktemp("unread") / "lost.mp4"
    label = clips.overlay([clips.Text("LOT A-4711", size=28)])
    clips.ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=size=640x360:rate=10:duration=8"),
        *("-vf", f"hue=s=0,{label},gblur=sigma=16:enable='between(t,1.95,3.95)'"),
        *("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", path.with_name("a.mp4")),
    )
    clips.ffmpeg(
        *("-i", path.with_name("a.mp4")),
        *("-vf", "lutyuv=y=16+val/128:enable='between(t,3.95,5.95)'"),
        *("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", path),
    )
    return path


def expect_lost(unread):
    stretches = [u for u in unread if u["reason"] != "label"]
    assert [u["reason"] for u in stretches] == ["blurred", "dark"]
    assert stretches[0]["first_seen"] == pytest.approx(2.0, abs=0.5)
    assert stretches[0]["last_seen"] == pytest.approx(3.7, abs=0.5)
    assert stretches[1]["first_seen"] == pytest.approx(4.0, abs=0.5)
    assert stretches[1]["last_seen"] == pytest.approx(5.7, abs=0.5)


def test_the_command_line_says_which_stretches_could_not_be_read(program, partly_lost):
    result = program.scan(partly_lost, "--every", 3)
    assert "LOT A-4711" in [i["text"] for i in result["items"]]
    expect_lost(result["unread"])
    table = program.run("scan", partly_lost, "--every", 3).stdout
    assert "not readable: 0:0" in table and "too blurred" in table and "too dark" in table


def test_nothing_is_said_to_be_lost_that_was_read(program, serial_clip):
    assert program.scan(serial_clip, "--every", 2)["unread"] == []


def test_the_service_says_so_too(program, partly_lost, tmp_path):
    service = HttpService(program, tmp_path / "data").start()
    try:
        service.description()
        job_id = service.new_job(partly_lost, every=3)
        assert service.wait(job_id)["status"] == "completed"
        path = "/api/v1/jobs/{job_id}/unread"
        expect_lost(service.page(path, f"/api/v1/jobs/{job_id}/unread")["unread"])
        assert service.get("/api/v1/jobs/no-such-job/unread").status == 404
    finally:
        service.kill()
