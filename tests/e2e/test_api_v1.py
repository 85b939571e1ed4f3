"""/api/v1 as its clients use it; every answer is checked against the description that the service
gives of itself.
"""

import csv
import hashlib
import io
import sqlite3
import urllib.parse

import clips
import pytest
from conftest import DATA, SAMPLE
from http_service import HttpService, form


@pytest.fixture(scope="module")
def service(program, tmp_path_factory):
    # Frames 0, 30, 60 ..., whatever the clip looks like in between.
    env = {"MOBILSCAN_FRAME_SELECTION": "first"}
    made = HttpService(program, tmp_path_factory.mktemp("v1") / "data", env=env).start()
    made.description()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def done(service):
    job_id = service.new_job(SAMPLE, file_name="rack 7.mp4")
    assert service.wait(job_id)["status"] == "completed"
    return job_id


def read_job(service, job_id):
    return service.page("/api/v1/jobs/{job_id}", f"/api/v1/jobs/{job_id}")


def test_the_description_names_every_route_that_answers(service):
    paths = service.description()["paths"]
    assert len(paths) > 25
    for pattern, operations in paths.items():
        path = pattern.replace("{job_id}", "x").replace("{item_id}", "x")
        path = path.replace("{frame_number}", "1").replace("{detection_id}", "999999999")
        if pattern == "/api/v1/events":
            continue
        for method in operations:
            if method in ("get", "post", "delete"):
                answer = service.ask(method.upper(), path)
                assert answer.status != 405, pattern
                assert str(answer.status) in operations[method]["responses"], (pattern, answer)


def test_a_job_says_all_about_itself(service, done):
    job = read_job(service, done)
    assert job["video_name"] == "rack 7.mp4"
    assert job["progress"] == 100
    assert job["frames_read"] == job["frames_total"] == 5
    assert job["items_count"] == 1
    assert job["video"]["sha256"] == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert job["video"]["size_bytes"] == SAMPLE.stat().st_size
    assert job["settings"] == {
        "every": 30,
        "frame_selection": "first",
        "profile": "balanced",
        "barcodes": True,
        "languages": "all",
    }
    assert job["completed_at"].endswith("Z")


def test_settings_come_with_the_upload_and_are_kept(service):
    job_id = service.new_job(
        SAMPLE, every=60, profile="fast", barcodes="false", languages=" EN, ch"
    )
    job = service.wait(job_id)
    assert job["settings"] == {
        "every": 60,
        "frame_selection": "first",
        "profile": "fast",
        "barcodes": False,
        "languages": "en,ch",
    }
    assert job["frames_total"] == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"every": "0"},
        {"every": "x"},
        {"profile": "slow"},
        {"barcodes": "maybe"},
        {"languages": "klingon"},
        {"languages": ""},
        {"if_seen": "no"},
    ],
)
def test_a_setting_that_does_not_fit_is_422_and_nothing_is_kept(service, fields):
    videos = sorted((service.data / "videos").iterdir())
    answer = service.upload(SAMPLE, **fields)
    assert answer.status == 422
    assert service.checked("POST", "/api/v1/jobs", answer)["code"] == "invalid_value"
    # Fields may stand before or behind the file: in both cases nothing stays.
    assert sorted((service.data / "videos").iterdir()) == videos


@pytest.fixture(scope="module")
def bilingual_clip(tmp_path_factory):
    """One second of a Chinese advert with prices."""
    path = tmp_path_factory.mktemp("bilingual") / "advert.mp4"
    picture = ("-loop", "1", "-i", DATA / "chinese_advert.jpg", "-t", "1", "-r", "2")
    even = ("-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p")
    clips.ffmpeg(*picture, *even, "-c:v", "libx264", path)
    return path


def texts_of_job(service, job_id):
    assert service.wait(job_id)["status"] == "completed"
    path = f"/api/v1/jobs/{job_id}/detections?limit=1000"
    page = service.page("/api/v1/jobs/{job_id}/detections", path)
    return {d["text"] for d in page["detections"] if d["kind"] == "text"}


def test_each_job_reports_texts_of_its_own_languages(service, bilingual_clip):
    everything = texts_of_job(service, service.new_job(bilingual_clip))
    assert "正品促销" in everything, "the default reads all that it can"
    english = service.new_job(bilingual_clip, languages="en")
    chinese = service.new_job(bilingual_clip, languages="ch")
    texts = texts_of_job(service, english)
    assert "10.0" in texts and all(text.isascii() for text in texts), texts
    assert texts_of_job(service, chinese) == everything
    # Scanning again goes by the service's default unless it says otherwise.
    answer = service.post(f"/api/v1/jobs/{chinese}/scan", {"languages": "de"})
    again = service.checked("POST", "/api/v1/jobs/{job_id}/scan", answer)["job"]
    assert again["settings"]["languages"] == "de"
    assert texts_of_job(service, again["id"]) == texts


def test_a_wrong_language_is_refused_with_the_reason_and_the_list(service):
    for language, reason in (
        ("klingon", "'; it takes all, en, ch, "),
        ("ru", "no Cyrillic letters"),
    ):
        detail = service.upload(SAMPLE, languages=language).json()["detail"]
        assert detail.startswith(f"languages is '{language}'; ")
        assert reason in detail and "chinese_cht, zh" in detail


def test_the_variable_of_the_original_is_the_default_of_uploads(
    program, tmp_path_factory, bilingual_clip
):
    data = tmp_path_factory.mktemp("ocr-lang") / "data"
    service = HttpService(program, data, env={"OCR_LANG": "en"}).start()
    try:
        assert service.get("/api/v1/system").json()["defaults"]["languages"] == "en"
        job_id = service.new_job(bilingual_clip)
        assert read_job(service, job_id)["settings"]["languages"] == "en"
        assert all(text.isascii() for text in texts_of_job(service, job_id))
        assert "正品促销" in texts_of_job(service, service.new_job(bilingual_clip, languages="all"))
    finally:
        service.kill()


def test_a_file_that_was_seen_is_pointed_out_when_asked(service, done):
    answer = service.upload(SAMPLE, if_seen="ask")
    assert answer.status == 200
    body = service.checked("POST", "/api/v1/jobs", answer)
    assert body["created"] is False
    assert body["job"]["video"]["sha256"] == read_job(service, done)["video"]["sha256"]
    fresh = SAMPLE.read_bytes() + b"\0\0\0\x08free"
    assert service.upload(fresh, if_seen="ask").status == 201


def test_the_same_request_with_its_key_makes_one_job(service):
    headers = {"Idempotency-Key": "upload-1"}
    first = service.upload(SAMPLE, headers=headers)
    again = service.upload(SAMPLE, headers=headers)
    assert (first.status, again.status) == (201, 200)
    assert again.json()["created"] is False
    assert again.json()["job"]["id"] == first.json()["job"]["id"]
    other = service.upload(SAMPLE, headers=headers, every=7)
    assert other.status == 409
    assert service.checked("POST", "/api/v1/jobs", other)["code"] == "key_reused"
    assert len(list((service.data / "videos").glob("*.part"))) == 0


def test_scanning_again_needs_no_upload(service, done):
    answer = service.post(f"/api/v1/jobs/{done}/scan", {"every": 15})
    assert answer.status == 201
    body = service.checked("POST", "/api/v1/jobs/{job_id}/scan", answer)
    job = service.wait(body["job"]["id"])
    assert job["status"] == "completed"
    assert job["frames_total"] == 10
    assert service.post(f"/api/v1/jobs/{done}/scan").status == 201  # without a body: the defaults


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[" * 40 + "]" * 40, 400),
        ("[]", 422),
        ('{"every": "30"}', 422),
        ('{"every": 0}', 422),
        ('{"every": 1e99}', 422),
        ('{"profile": 1}', 422),
        ('{"languages": ["en"]}', 422),
        ('{"languages": "klingon"}', 422),
        ('{"unknown": 1}', 422),
        ('"' + "x" * (1 << 20) + '"', 413),
    ],
)
def test_json_that_does_not_fit_is_said_so(service, done, body, status):
    before = len(service.get("/api/v1/jobs?limit=1000").json()["jobs"])
    answer = service.ask(
        "POST", f"/api/v1/jobs/{done}/scan", body, {"Content-Type": "application/json"}
    )
    assert answer.status == status
    assert set(answer.json()) == {"detail", "code"}
    assert len(service.get("/api/v1/jobs?limit=1000").json()["jobs"]) == before


def test_the_sample_is_scanned_with_one_call(service):
    answer = service.post("/api/v1/jobs/sample")
    assert answer.status == 201
    job_id = service.checked("POST", "/api/v1/jobs/sample", answer)["job"]["id"]
    assert service.wait(job_id)["status"] == "completed"
    texts = [i["text"] for i in service.get(f"/api/v1/jobs/{job_id}/items").json()["items"]]
    assert [t.replace(" ", "").replace("I", "1") for t in texts] == ["LS15EBC"]


# --- pages ----------------------------------------------------------------------------------------


def all_pages(service, pattern, path, key):
    rows, cursor, pages = [], None, 0
    while True:
        joiner = "&" if "?" in path else "?"
        page = service.page(pattern, path + (f"{joiner}cursor={cursor}" if cursor else ""))
        rows += page[key]
        pages += 1
        cursor = page["next"]
        if cursor is None:
            return rows, pages


def test_pages_of_jobs_hold_each_job_once(service, done):
    for name in ("B.mp4", "a.mp4", "c%_.mp4"):
        service.new_job(SAMPLE, file_name=name)
    orders = {}
    for sort in ("newest", "oldest", "name", "-name"):
        jobs, pages = all_pages(
            service, "/api/v1/jobs", f"/api/v1/jobs?limit=2&sort={sort}", "jobs"
        )
        ids = [job["id"] for job in jobs]
        assert len(ids) == len(set(ids)) and pages >= 2
        names = [job["video_name"] for job in jobs]
        if sort == "name":
            assert names == sorted(names)
        if sort == "-name":
            assert names == sorted(names, reverse=True)
        orders[sort] = ids
    assert orders["oldest"] == orders["newest"][::-1]


def test_jobs_are_found_by_a_part_of_their_name(service, done):
    service.new_job(SAMPLE, file_name="100%_sure.mp4")
    found = service.page("/api/v1/jobs", "/api/v1/jobs?q=RACK")["jobs"]
    assert done in [job["id"] for job in found]
    assert {job["video_name"] for job in found} == {"rack 7.mp4"}
    assert [j["video_name"] for j in service.get("/api/v1/jobs?q=0%25_s").json()["jobs"]] == [
        "100%_sure.mp4"
    ]
    assert service.get("/api/v1/jobs?q=%25%25").json()["jobs"] == []
    assert all(
        j["status"] == "completed"
        for j in service.get("/api/v1/jobs?status=completed").json()["jobs"]
    )


def test_detections_come_in_pages_with_true_totals(service, done):
    rows, pages = all_pages(
        service,
        "/api/v1/jobs/{job_id}/detections",
        f"/api/v1/jobs/{done}/detections?limit=2",
        "detections",
    )
    assert pages == 3
    assert [r["frame_number"] for r in rows] == [0, 30, 60, 90, 120]
    assert all(r["has_frame"] and len(r["quad"]) == 4 for r in rows)
    bound = sorted(r["confidence"] for r in rows)[3]
    page = service.get(f"/api/v1/jobs/{done}/detections?min_confidence={bound}").json()
    assert (page["total"], page["total_matching"], len(page["detections"])) == (5, 2, 2)


@pytest.mark.parametrize(
    ("query", "nearly", "found"),
    [
        ("ls15", False, True),
        ("L5I5E8C", False, True),
        ("15 EB", False, True),
        ("LS25", False, False),
        ("LX15EBC", True, True),
    ],
)
def test_text_is_found_by_parts_with_look_alikes_as_one(service, done, query, nearly, found):
    path = f"q={query.replace(' ', '%20')}" + ("&nearly=true" if nearly else "")
    in_job = service.page(
        "/api/v1/jobs/{job_id}/detections", f"/api/v1/jobs/{done}/detections?{path}"
    )
    assert bool(in_job["detections"]) == found
    everywhere = service.page("/api/v1/detections", f"/api/v1/detections?{path}")
    assert bool(everywhere["detections"]) == found


def test_a_search_keeps_to_the_least_confidence_with_true_totals(service, done):
    path = f"/api/v1/jobs/{done}/detections?q=LS15"
    pattern = "/api/v1/jobs/{job_id}/detections"
    everything = service.page(pattern, path)
    assert everything["total_matching"] == len(everything["detections"]) == 5
    confidences = sorted(d["confidence"] for d in everything["detections"])
    least = (confidences[0] + confidences[-1]) / 2  # between the least and the most
    sure = service.page(pattern, f"{path}&min_confidence={least}&limit=1")
    assert sure["total"] == 5
    assert 0 < sure["total_matching"] == sum(c >= least for c in confidences) < 5
    assert len(sure["detections"]) == 1


def test_a_field_that_no_upload_has_is_refused(service):
    for fields in ({"evry": "30"}, {"language": "en"}, {"user": "x"}):
        answer = service.upload(SAMPLE, **fields)
        assert answer.status == 422, answer
        assert next(iter(fields)) in answer.json()["detail"]
    body, content_type = form({}, SAMPLE.read_bytes(), file_field="video")
    answer = service.ask("POST", "/api/v1/jobs", body, {"Content-Type": content_type})
    assert answer.status == 422 and "'video'" in answer.json()["detail"]


def test_items_have_their_sightings(service, done):
    items, _ = all_pages(
        service, "/api/v1/jobs/{job_id}/items", f"/api/v1/jobs/{done}/items", "items"
    )
    assert len(items) == 1
    item = service.page("/api/v1/items/{item_id}", f"/api/v1/items/{items[0]['id']}")
    assert item["job_id"] == done
    assert len(item["sightings"]) == item["sightings_count"] == 5
    readings = service.get(f"/api/v1/jobs/{done}/detections").json()["detections"]
    of_item = [reading for reading in readings if reading["item_id"] == item["id"]]
    assert of_item == item["sightings"]
    found = service.get(f"/api/v1/detections?q={urllib.parse.quote(item['text'])}").json()
    assert item["id"] in {reading["item_id"] for reading in found["detections"]}
    assert 1 <= item["votes"] <= 5
    assert "".join(character["text"] for character in item["characters"]) == item["text"]
    assert (item["printed_text"], item["same_text"]) == (None, False)


def test_items_are_found_by_a_part_of_their_text(service, done):
    path = f"/api/v1/jobs/{done}/items"
    part = service.get(path).json()["items"][0]["text"].replace(" ", "-")[1:4].lower()
    found = service.page("/api/v1/jobs/{job_id}/items", f"{path}?q={part}")
    assert (found["total"], found["total_matching"], len(found["items"])) == (1, 1, 1)
    for other in service.get(path).json()["items"][0]["alternatives"]:
        query = urllib.parse.quote(other.lower())
        again = service.page("/api/v1/jobs/{job_id}/items", f"{path}?q={query}")
        assert again["total_matching"] == 1, other
    nothing = service.page("/api/v1/jobs/{job_id}/items", f"{path}?q=NOTTHERE")
    assert (nothing["total"], nothing["total_matching"], nothing["items"]) == (1, 0, [])


def test_a_webm_is_taken_here_and_not_by_the_originals_upload(service, tmp_path):
    mkv = clips.make_clip(tmp_path / "clip", clips.Clip((clips.Text("LOT 24-0987"),), codec="vp9"))
    webm = tmp_path / "clip.webm"
    clips.ffmpeg("-i", mkv, "-c", "copy", webm)
    assert ".webm" in service.get("/api/v1/system").json()["limits"]["extensions"]
    job = service.wait(service.new_job(webm, file_name="Clip.WebM", every=10))
    assert (job["status"], job["items_count"]) == ("completed", 1)
    assert job["video"]["content_type"] == "video/webm"
    video = service.get(f"/api/v1/jobs/{job['id']}/video")
    assert video.headers["content-type"] == "video/webm"
    assert service.upload(webm, "/upload", "clip.webm").status == 400


def test_items_come_as_csv(service, done):
    answer = service.get(f"/api/v1/jobs/{done}/items.csv")
    assert answer.status == 200
    assert f"labels_{done}" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))
    item = service.get(f"/api/v1/jobs/{done}/items").json()["items"][0]
    assert [row["Text"] for row in rows] == [item["text"]]
    assert (rows[0]["Votes"], rows[0]["Item_ID"]) == (str(item["votes"]), item["id"])
    # What came later stands behind what was there before.
    assert list(rows[0])[-7:] == [
        "Lot",
        "Expiry",
        "Serial",
        "Readable",
        "Same_Text",
        "Print_Agrees",
        "Spans",
    ]
    assert [rows[0][name] for name in ("Lot", "Expiry", "Serial", "Readable")] == [""] * 4
    assert rows[0]["Same_Text"] == "false"
    assert rows[0]["Spans"] == f"{rows[0]['First_Seen']}-{rows[0]['Last_Seen']}"


def test_csv_holds_everything_the_nine_columns_first(service, done):
    answer = service.get(f"/api/v1/jobs/{done}/detections.csv")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "audit_results_" + done in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
    columns = "Video,Frame,Timestamp,Detected_Text,Confidence,BBox_X1,BBox_Y1,BBox_X2,BBox_Y2"
    assert ",".join(rows[0][:9]) == columns
    assert len(rows) == 6
    assert rows[1][:3] == ["rack 7.mp4", "0", "0.000000"]


def test_csv_of_several_jobs_and_of_text_that_looks_like_a_formula(service, done):
    with sqlite3.connect(service.data / "mobilscan.db", timeout=30) as database:
        database.execute(
            "insert into video_jobs (job_id, video_name, video_path, status)"
            " values ('evil', '=cmd()', 'e.mp4', 'completed')"
        )
        database.execute(
            "insert into detections (video_name, job_id, frame_number, timestamp, detected_text,"
            " confidence) values ('=cmd()', 'evil', 0, 0, '@SUM(A1),\"x\"', 0.9)"
        )
    rows = list(
        csv.reader(
            io.StringIO(
                service.get(f"/api/v1/detections.csv?job_id=evil&job_id={done}").body.decode(),
                newline="",
            )
        )
    )
    assert len(rows) == 1 + 1 + 5
    assert rows[1][0] == "'=cmd()"
    assert rows[1][3] == '\'@SUM(A1),"x"'
    assert rows[1][5:9] == ["", "", "", ""]
    raw = service.get("/api/v1/detections.csv?job_id=evil&raw=true").body.decode()
    assert next(csv.reader(io.StringIO(raw.split("\r\n")[1])))[3] == '@SUM(A1),"x"'
    assert service.get("/api/v1/detections.csv").status == 400
    assert service.get("/api/v1/detections.csv?job_id=nobody").status == 404


# --- pictures -------------------------------------------------------------------------------------


def jpeg_size(body):
    """Width and height from the frame header of a baseline JPEG."""
    at = 2
    while body[at] == 0xFF:
        if 0xC0 <= body[at + 1] <= 0xC3:
            return int.from_bytes(body[at + 7 : at + 9]), int.from_bytes(body[at + 5 : at + 7])
        at += 2 + int.from_bytes(body[at + 2 : at + 4])
    raise AssertionError("no frame header")


def test_frames_crops_and_posters_are_pictures(service, done):
    frame = service.get(f"/api/v1/jobs/{done}/frames/30")
    assert (frame.status, frame.headers["content-type"], jpeg_size(frame.body)) == (
        200,
        "image/jpeg",
        (1280, 720),
    )
    small = service.get(f"/api/v1/jobs/{done}/frames/30?width=320")
    assert jpeg_size(small.body) == (320, 180)
    poster = service.get(f"/api/v1/jobs/{done}/poster.jpg")
    assert jpeg_size(poster.body)[0] <= 640
    detection = service.get(f"/api/v1/jobs/{done}/detections").json()["detections"][0]
    crop = service.get(f"/api/v1/detections/{detection['id']}/crop")
    width, height = jpeg_size(crop.body)
    assert 80 < width < 300 and 20 < height < 150
    item = service.get(f"/api/v1/jobs/{done}/items").json()["items"][0]
    assert service.get(f"/api/v1/items/{item['id']}/crop").body[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    "path",
    [
        "frames/31",
        "frames/-1",
        "frames/x",
        "frames/99999999999999999999",
        "frames/30?width=1",
        "frames/30?width=x",
    ],
)
def test_a_picture_that_is_not_there_is_said(service, done, path):
    answer = service.get(f"/api/v1/jobs/{done}/{path}")
    assert answer.status == (400 if "width" in path else 404)
    assert set(answer.json()) == {"detail", "code"}


def test_the_video_comes_whole_and_in_parts(service, done):
    content = SAMPLE.read_bytes()
    whole = service.get(f"/api/v1/jobs/{done}/video")
    assert (whole.status, whole.body) == (200, content)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-type"] == "video/mp4"
    for header, begin, end in (
        ("bytes=0-99", 0, 100),
        ("bytes=1000-", 1000, None),
        ("bytes=-50", -50, None),
    ):
        part = service.ask("GET", f"/api/v1/jobs/{done}/video", headers={"Range": header})
        assert (part.status, part.body) == (206, content[begin:end])
        assert part.headers["content-range"].endswith(f"/{len(content)}")
    behind = service.ask("GET", f"/api/v1/jobs/{done}/video", headers={"Range": "bytes=99999999-"})
    assert behind.status == 416
    assert behind.headers["content-range"] == f"bytes */{len(content)}"
    head = service.ask("HEAD", f"/api/v1/jobs/{done}/video")
    assert (head.body, head.headers["content-length"]) == (b"", str(len(content)))
