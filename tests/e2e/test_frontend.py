"""The frontend of deploy/: nginx is the page and the API, with the product's own headers."""

import http.client
import http.server
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, parsed_yaml
from http_service import EventReader, HttpService, form

DEPLOY = ROOT / "deploy"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Frontend:
    """deploy/image/frontend in front of an API, in a folder that nginx's own user may read."""

    def __init__(self, folder, api, **settings):
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        if not nginx:
            pytest.skip("there is no nginx here; scripts/setup test installs it")
        self.port = free_port()
        self.environment = {
            "PATH": f"{Path(nginx).parent}:/usr/bin:/bin",
            "API_URL": api,
            "MOBILSCAN_WEB_PORT": str(self.port),
            "FRONTEND_RUN": str(folder / "run"),
            **settings,
        }
        tree = folder / "tree"
        if not tree.exists():
            shutil.copytree(DEPLOY / "nginx", tree / "nginx")
            shutil.copy(DEPLOY / "image" / "frontend", tree)
            health = tree / "nginx" / "health.conf"
            text = health.read_text()
            assert "127.0.0.1:8599" in text
            health.write_text(text.replace(":8599", f":{free_port()}"))
            web = ROOT / "build" / "web"
            if (web / "index.html").is_file():
                shutil.copytree(web, tree / "web")
        self.program = tree / "frontend"
        self.process = None

    def check(self):
        return subprocess.run(
            [self.program, "--check"], env=self.environment, capture_output=True, text=True
        )

    def start(self):
        checked = self.check()
        assert (checked.returncode, checked.stderr) == (0, "")
        self.process = subprocess.Popen([self.program], env=self.environment)
        for _ in range(100):
            try:
                self.connect().connect()
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nginx did not start")

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=20)

    def connect(self, timeout=30):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()


@pytest.fixture
def public_folder():
    # Not tmp_path: its parents are closed to the user that nginx's workers run as.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


class EchoApi:
    """Stands for the API: answers everything with what it was asked."""

    def __init__(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                body = json.dumps(
                    {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}}
                ).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def echo_api():
    api = EchoApi()
    yield api
    api.stop()


@pytest.fixture
def frontend(public_folder, echo_api):
    front = Frontend(public_folder, echo_api.address).start()
    yield front
    front.stop()


def test_nginx_takes_the_settings_in_every_form(public_folder):
    for settings in (
        {},
        {"API_URL": "https://api.example:8443/"},
        {"API_URL": "http://[::1]:8000"},
        {"MOBILSCAN_PORT": str(free_port())},
        {"MOBILSCAN_TRUSTED_PROXIES": "10.0.0.1, 192.0.2.0/24,fd00::/8"},
    ):
        front = Frontend(public_folder, "http://127.0.0.1:8000")
        front.environment |= settings
        checked = front.check()
        assert (checked.returncode, checked.stderr) == (0, ""), settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_URL", "api:8000"),
        ("API_URL", "http://api:8000/prefix"),
        ("API_URL", "http://api;include /etc/passwd"),
        ("MOBILSCAN_WEB_PORT", "80 ssl"),
        ("MOBILSCAN_PORT", "x"),
        ("MOBILSCAN_UPLOAD_MB_MAX", "1g"),
        ("MOBILSCAN_TRUSTED_PROXIES", "10.0.0.1; return 200"),
        ("MOBILSCAN_TLS_CERT", "/nowhere.pem"),
    ],
)
def test_wrong_settings_are_refused_by_name(public_folder, name, value):
    front = Frontend(public_folder, "http://127.0.0.1:8000")
    front.environment[name] = value
    checked = front.check()
    assert checked.returncode == 2
    assert name in checked.stderr


def test_every_described_call_reaches_the_api_as_it_was_sent(frontend):
    paths = parsed_yaml(ROOT / "src" / "api" / "openapi.yaml")["paths"]
    for pattern, methods in paths.items():
        if pattern == "/":
            continue  # the page, as the product's own port 8501 has it
        path = re.sub(r"\{[^}]*\}", "a%2Fb", pattern) + "?q=%C3%A4&x=1"
        for method in methods:
            if method.upper() not in ("GET", "POST", "DELETE", "PUT", "PATCH"):
                continue
            # As a browser asks that opens the address, too: a route is never the page.
            for accept in ("*/*", "text/html,application/xhtml+xml"):
                status, _, body = frontend.ask(method.upper(), path, headers={"Accept": accept})
                assert status == 200, (method, path)
                assert json.loads(body)["path"] == path


def test_the_api_is_told_who_asks(frontend):
    _, _, body = frontend.ask(
        "GET", "/jobs", headers={"Host": "scanner.example:8501", "X-Forwarded-For": "203.0.113.9"}
    )
    headers = json.loads(body)["headers"]
    assert headers["host"] == "scanner.example:8501"  # what the browser's Origin is compared with
    assert headers["x-forwarded-for"] == "127.0.0.1"  # not what a client claims
    assert headers["x-forwarded-proto"] == "http"


def test_a_proxy_that_is_named_is_believed(public_folder, echo_api):
    front = Frontend(public_folder, echo_api.address, MOBILSCAN_TRUSTED_PROXIES="127.0.0.1").start()
    try:
        claimed = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
        headers = json.loads(front.ask("GET", "/jobs", headers=claimed)[2])["headers"]
        assert headers["x-forwarded-for"] == "203.0.113.9"
        assert headers["x-forwarded-proto"] == "https"
    finally:
        front.stop()


def test_a_certificate_makes_both_ports_speak_tls(public_folder, echo_api):
    names = {"MOBILSCAN_TLS_CERT": "cert.pem", "MOBILSCAN_TLS_KEY": "key.pem"}
    files = {name: str(public_folder / file) for name, file in names.items()}
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        + ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-out", files["MOBILSCAN_TLS_CERT"], "-keyout", files["MOBILSCAN_TLS_KEY"]],
        check=True,
        capture_output=True,
    )
    second = free_port()
    front = Frontend(public_folder, echo_api.address, MOBILSCAN_PORT=str(second), **files).start()
    try:
        known = ssl.create_default_context(cafile=files["MOBILSCAN_TLS_CERT"])
        for port, path in ((front.port, "/jobs"), (second, "/jobs"), (second, "/")):
            connection = http.client.HTTPSConnection("127.0.0.1", port, context=known, timeout=20)
            connection.request("GET", path)
            told = json.loads(connection.getresponse().read())
            assert told["path"] == path
            assert told["headers"]["x-forwarded-proto"] == "https"
            connection.close()
    finally:
        front.stop()


def test_a_body_above_the_limit_is_refused_before_it_is_sent(public_folder, echo_api):
    front = Frontend(public_folder, echo_api.address, MOBILSCAN_UPLOAD_MB_MAX="1").start()
    try:
        connection = front.connect()
        connection.putrequest("POST", "/upload")
        connection.putheader("Content-Length", str(3 << 20))
        connection.endheaders()
        response = connection.getresponse()
        assert response.status == 413
        assert json.loads(response.read())["detail"].startswith("the video is larger than 1 MB")
    finally:
        front.stop()


def test_an_api_that_is_gone_is_said_in_its_own_words(public_folder):
    front = Frontend(public_folder, f"http://127.0.0.1:{free_port()}").start()
    try:
        status, headers, body = front.ask("GET", "/jobs")
        assert status == 502
        assert headers["Content-Type"] == "application/json"
        assert headers["Cache-Control"] == "no-store"
        assert "does not answer" in json.loads(body)["detail"]
    finally:
        front.stop()


def test_an_upload_is_handed_on_while_it_arrives(public_folder):
    """The API sees the first bytes of a body before the client has sent its last."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    front = Frontend(public_folder, f"http://127.0.0.1:{listener.getsockname()[1]}").start()
    try:
        with socket.create_connection(("127.0.0.1", front.port), timeout=20) as client:
            client.sendall(
                b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nfirst"
            )
            api, _ = listener.accept()
            api.settimeout(20)
            received = b""
            while not received.endswith(b"first"):
                received += api.recv(65536)
            client.sendall(b"x" * (100_000 - 5))
            api.close()
    finally:
        front.stop()
        listener.close()


# --- the frontend before the product --------------------------------------------------------------


@pytest.fixture
def service(program, tmp_path):
    if not (ROOT / "build" / "web" / "index.html").is_file():
        pytest.skip("the page is not built; run scripts/build-web")
    running = HttpService(program, tmp_path / "data").start()
    yield running
    running.kill()


@pytest.fixture
def product_frontend(public_folder, service):
    front = Frontend(public_folder, f"http://127.0.0.1:{service.api_port}").start()
    yield front
    front.stop()


def judged(headers):
    """The headers that decide what a browser may do and keep; nonces made alike."""
    names = (
        "Content-Type Content-Security-Policy Cache-Control Content-Encoding Referrer-Policy Vary "
        "X-Content-Type-Options Cross-Origin-Opener-Policy Cross-Origin-Resource-Policy"
    )
    lower = {name.lower(): value for name, value in headers.items()}
    kept = {name: lower.get(name.lower()) for name in names.split()}
    if kept["Content-Security-Policy"]:
        policy, count = re.subn(r"'nonce-[^']+'", "'nonce'", kept["Content-Security-Policy"])
        kept["Content-Security-Policy"] = policy
        kept["nonces"] = count
    return kept


def test_the_page_comes_as_the_product_gives_it(product_frontend, service):
    web = ROOT / "build" / "web"
    script = next(path.name for path in (web / "assets").glob("index-*.js"))
    as_browser = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    for path in (
        "/",
        "/index.html",
        "/docs",
        "/docs/swagger-ui.css",
        "/icon.svg",
        "/icon-192.png",
        "/manifest.webmanifest",
        "/color-scheme.js",
        "/third-party-licences.txt",
        f"/assets/{script}",
        "/scans/of/the/page",
        "/no/such.file",
        "/icon.svg.gz",
        "/openapi.json",
        "/jobs",
        "/api/v1/no/such",
    ):
        ours = product_frontend.ask("GET", path, headers=as_browser)
        theirs = service.ask("GET", path, headers=as_browser)
        assert ours[0] == theirs.status, path
        assert judged(ours[1]) == judged(theirs.headers), path
        if path != "/openapi.json" and "nonce" not in str(ours[1]):
            assert ours[2] == theirs.body, path


def test_each_document_has_a_nonce_of_its_own(product_frontend):
    seen = set()
    for _ in range(3):
        _, headers, body = product_frontend.ask("GET", "/", headers={"Accept": "text/html"})
        (nonce,) = re.findall(r"'nonce-([0-9a-f]{32})'", headers["Content-Security-Policy"])
        assert f'content="{nonce}"'.encode() in body
        assert b"__CSP_NONCE__" not in body
        seen.add(nonce)
    assert len(seen) == 3


def test_a_video_goes_in_and_its_events_come_out(product_frontend, service):
    events = EventReader(product_frontend)
    origin = {"Origin": f"http://127.0.0.1:{product_frontend.port}"}
    body, content_type = form({}, SAMPLE.read_bytes(), "plate.mp4")
    status, _, answer = product_frontend.ask(
        "POST", "/upload", body, {"Content-Type": content_type, **origin}
    )
    assert status == 200, answer
    job_id = json.loads(answer)["job_id"]
    while events.next_event()[2].get("status") != "completed":
        pass
    events.close()
    results = json.loads(product_frontend.ask("GET", f"/results/{job_id}")[2])
    assert any("EBC" in row["detected_text"] for row in results["detections"])
    status, headers, _ = product_frontend.ask(
        "GET", f"/api/v1/jobs/{job_id}/video", headers={"Range": "bytes=0-99"}
    )
    assert (status, headers["Content-Length"]) == (206, "100")
