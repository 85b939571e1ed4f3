"""Bad requests at every route: the right status, a sentence, and nothing written. What a client
cuts off, says wrongly or sends too much of costs that client alone.
"""

import http.client
import re
import socket
import struct
import time

import pytest
from conftest import SAMPLE
from http_service import HttpService, form


@pytest.fixture(scope="module")
def service(program, tmp_path_factory):
    data = tmp_path_factory.mktemp("bad") / "data"
    made = HttpService(program, data, env={"MOBILSCAN_UPLOAD_MB_MAX": "1"}).start()
    made.description()
    yield made
    made.kill()


@pytest.fixture(autouse=True)
def nothing_is_written(service):
    """Whatever a test sends: no job, no file, and the service answers as before."""
    before = stored(service)
    yield
    deadline = time.monotonic() + 5
    while stored(service) != before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert stored(service) == before
    assert service.get("/health/live").status == 200


def stored(service):
    jobs = service.get("/jobs?limit=1000").json()["count"]
    return jobs, sorted(path.name for path in (service.data / "videos").iterdir())


def raw(service, *pieces, shut=False):
    """Sends bytes as they are and returns all that comes back."""
    with socket.create_connection((service.host, service.page_port), timeout=20) as connection:
        for piece in pieces:
            connection.sendall(piece.encode() if isinstance(piece, str) else piece)
        if shut:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
        return answer.decode(errors="replace")


# --- methods and addresses ------------------------------------------------------------------------


def test_every_route_refuses_the_methods_that_it_does_not_have(service):
    for pattern, operations in service.description()["paths"].items():
        if pattern == "/":
            continue
        path = pattern.replace("{job_id}", "x").replace("{item_id}", "x")
        path = path.replace("{frame_number}", "1").replace("{detection_id}", "1")
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "BREW"):
            if method.lower() in operations:
                continue
            # A literal address may also be of a pattern: /jobs/sample is a job called "sample".
            if pattern == "/api/v1/jobs/sample" and method in ("GET", "DELETE"):
                continue
            answer = service.ask(method, path)
            assert answer.status == 405, (method, pattern, answer)
            assert answer.json()["detail"] == "Method Not Allowed"
            assert answer.headers["allow"]


STRANGE_IDS = [
    "nobody",
    "..%2f..%2fetc%2fpasswd",
    "%F0%9F%92%A9",
    "'%20or%201=1--",
    "a" * 5000,
    "%ff%fe",
]


@pytest.mark.parametrize("strange", STRANGE_IDS)
def test_strange_ids_are_not_found_anywhere(service, strange):
    for path in (
        f"/job/{strange}",
        f"/results/{strange}",
        f"/api/v1/jobs/{strange}",
        f"/api/v1/jobs/{strange}/detections",
        f"/api/v1/jobs/{strange}/detections.csv",
        f"/api/v1/jobs/{strange}/items",
        f"/api/v1/jobs/{strange}/video",
        f"/api/v1/jobs/{strange}/poster.jpg",
        f"/api/v1/jobs/{strange}/frames/0",
        f"/api/v1/items/{strange}",
        f"/api/v1/items/{strange}/crop",
        f"/api/v1/detections/{strange}/crop",
    ):
        answer = service.get(path)
        assert answer.status == 404, (path, answer)
        assert isinstance(answer.json()["detail"], str)
    assert service.ask("DELETE", f"/api/v1/jobs/{strange}").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/jobs?limit=0",
        "/api/v1/jobs?limit=1001",
        "/api/v1/jobs?limit=ten",
        "/api/v1/jobs?status=done",
        "/api/v1/jobs?sort=size",
        "/api/v1/jobs?cursor=!!!",
        "/api/v1/jobs?cursor=MTA",
        "/api/v1/jobs?q=" + "x" * 256,
        "/api/v1/detections",
        "/api/v1/detections?q=",
        "/api/v1/detections?q=a&nearly=perhaps",
        "/api/v1/detections?q=a&cursor=eA",
        "/api/v1/detections.csv?job_id=a&min_confidence=2",
        "/api/v1/events?last_event_id=-1",
        "/api/v1/detections?q=a&cursor=LTE",
    ],
)
def test_parameters_that_do_not_fit_are_400_with_a_sentence(service, path):
    answer = service.get(path)
    if "min_confidence" in path:
        assert answer.status == 404  # there is no such job to begin with
        return
    assert answer.status == 400, answer
    assert answer.json()["code"] == "bad_request"
    assert len(answer.json()["detail"]) > 10


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/jobs?after=x",
        "/api/v1/jobs?Limit=5",
        "/api/v1/detections?q=a&offset=1",
        "/api/v1/detections.csv?job_id=a&sep=x",
        "/api/v1/jobs/a/detections?min_conf=0.5",
        "/api/v1/jobs/a/detections.csv?raw=true&header=no",
        "/api/v1/jobs/a/items?after=x",
        "/api/v1/jobs/a/items.csv?q=x",
        "/api/v1/jobs/a/unread?limit=5",
    ],
)
def test_a_parameter_that_a_list_does_not_have_is_400_with_its_name(service, path):
    answer = service.get(path)
    assert answer.status == 400, answer
    assert answer.json()["code"] == "bad_request"
    name = re.split("[?&]", path)[-1].split("=")[0]
    assert f"'{name}'" in answer.json()["detail"]


# --- uploads --------------------------------------------------------------------------------------


def upload_head(service, length, content_type):
    return (
        f"POST /upload HTTP/1.1\r\nHost: {service.host}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    )


def test_a_file_that_is_not_what_its_name_says_is_refused(service):
    for content, name in (
        (b"#EXTM3U\n" + b"x" * 100, "list.mp4"),
        (SAMPLE.read_bytes()[:100], "clip.mkv"),
        (b"\x1a\x45\xdf\xa3" + b"\0" * 100, "clip.mp4"),
        (b"", "empty.mp4"),
        (b"abc", "short.avi"),
    ):
        original = service.upload(content, "/upload", name)
        assert (original.status, set(original.json())) == (400, {"detail"}), original
        ours = service.upload(content, file_name=name)
        assert ours.status == 415
        assert ours.json()["code"] == "unsupported_type"


def test_an_upload_that_is_too_large_is_refused_by_its_head_and_by_its_length(service):
    body, content_type = form({}, SAMPLE.read_bytes() + b"\0" * (1 << 20))
    early = raw(service, upload_head(service, len(body), content_type))
    assert early.startswith("HTTP/1.1 413"), early
    assert "larger than 1 MB" in early
    # Without a length nobody knows before: in chunks, until there is too much.
    chunk = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    late = raw(
        service,
        f"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content_type}\r\n"
        "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
        chunk,
    )
    assert late.startswith("HTTP/1.1 413"), late


def test_an_upload_that_breaks_off_leaves_nothing_behind(service):
    body, content_type = form({}, SAMPLE.read_bytes())
    for part in (0.1, 0.5, 0.99):
        cut = body[: int(len(body) * part)]
        with socket.create_connection((service.host, service.page_port), timeout=20) as connection:
            connection.sendall(upload_head(service, len(body), content_type).encode() + cut)
            time.sleep(0.1)
            # A hard end, as when a phone leaves the network.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_a_body_without_its_last_boundary_is_no_upload(service):
    body, content_type = form({}, SAMPLE.read_bytes())
    answer = service.ask("POST", "/upload", body[:-10], {"Content-Type": content_type})
    assert answer.status == 400
    assert "multipart" in answer.json()["detail"]


def test_two_files_too_many_parts_and_endless_fields_are_refused(service):
    content = SAMPLE.read_bytes()[:2000]
    boundary = "b"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
    ).encode()
    end = f"--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    two = head + content + b"\r\n" + head + content + b"\r\n" + end
    assert service.ask("POST", "/api/v1/jobs", two, headers).status == 400
    field = f'--{boundary}\r\nContent-Disposition: form-data; name="every"\r\n\r\n'.encode()
    many = (field + b"1\r\n") * 20 + end
    assert service.ask("POST", "/api/v1/jobs", many, headers).status in (400, 413)
    long = field + b"1" * 5000 + b"\r\n" + end
    assert service.ask("POST", "/api/v1/jobs", long, headers).status == 400
    nothing = service.ask("POST", "/api/v1/jobs", field + b"1\r\n" + end, headers)
    assert nothing.status == 422


def test_strange_file_names_are_data_only(service):
    for name in ("../../etc/cron.d/x.txt", "a\\b.exe", "x" * 400 + ".txt", "\u202eevil.4pm"):
        assert service.upload(b"x", "/upload", name).status == 400


@pytest.mark.parametrize("key", ["x" * 256, "k\u00e9y".encode().decode("latin-1")])
def test_an_idempotency_key_that_does_not_fit_is_refused(service, key):
    answer = service.upload(SAMPLE, headers={"Idempotency-Key": key})
    assert answer.status == 400


# --- framing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\n\r\n",  # no host
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://evil/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\nY: c\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\r\n\r\n",  # TLS where plain text is spoken
    ],
)
def test_a_request_that_could_be_read_in_two_ways_ends_the_connection(service, head):
    answer = raw(service, head, "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer.startswith("HTTP/1.1 400"), answer
    assert '{"detail":' in answer
    assert answer.count("HTTP/1.1") == 1  # what follows is not taken for a request


def test_a_head_that_is_too_large_is_refused(service):
    many = "".join(f"X-{i}: y\r\n" for i in range(70))
    assert raw(service, f"GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n").startswith("HTTP/1.1 400")
    large = "X: " + "y" * 20_000
    assert raw(service, f"GET / HTTP/1.1\r\nHost: a\r\n{large}\r\n\r\n").startswith("HTTP/1.1 431")


def test_a_body_where_none_belongs_is_left_out_if_it_is_small(service):
    assert service.ask("GET", "/stats", b"x" * 10).status == 200
    assert service.ask("GET", "/stats", b"x" * 2000).status == 413


def test_a_body_for_an_unknown_path_changes_nothing_about_404(service):
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert service.ask(method, "/nowhere", b"x" * 5000).status == 404, method


# --- who may ask ----------------------------------------------------------------------------------


def test_another_sites_page_may_not_change_anything(service):
    for headers in (
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
    ):
        answer = service.post("/api/v1/jobs/sample", headers=headers)
        assert answer.status == 403, headers
        assert answer.json()["code"] == "not_permitted"
        assert service.upload(SAMPLE, "/upload", headers=headers).status == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 403),
        ("127.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("foo.localhost", 403),
        ("[::1]x", 403),
        ("[::1]:80x", 403),
        ("0x7f.1", 403),
        ("127.0.0.1", 200),
        ("127.8.9.1:8501", 200),
        ("localhost:8000", 200),
        ("[::1]:8501", 200),
    ],
)
def test_only_names_that_nobody_can_point_here_are_answered(service, host, status):
    connection = http.client.HTTPConnection(service.host, service.page_port, timeout=20)
    connection.request("GET", "/api/v1/jobs", headers={"Host": host})
    assert connection.getresponse().status == status
    connection.close()


def test_a_hundred_clients_that_say_nothing_do_not_keep_others_out(service):
    silent = []
    # Another address of the loopback, as each has its own allowance.
    for _ in range(60):
        connection = socket.socket()
        connection.bind(("127.0.0.9", 0))
        connection.connect((service.host, service.page_port))
        connection.sendall(b"GET / HT")
        silent.append(connection)
    begin = time.monotonic()
    assert service.get("/health/live").status == 200
    assert time.monotonic() - begin < 1
    for connection in silent:
        connection.close()
