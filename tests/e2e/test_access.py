"""Who may use the service: keys and their scopes, browser sessions, the link that pairs a phone,
and LAN mode as a whole.
"""

import http.client
import re
import ssl
import subprocess

import pytest
from http_service import HttpService


def keys(program, data, *arguments, expect=0):
    command, *rest = arguments
    return program.run("keys", command, "--data", data, *rest, expect=expect).stdout


@pytest.fixture(scope="module")
def service(program, tmp_path_factory):
    made = HttpService(
        program, tmp_path_factory.mktemp("access") / "data", "--auth", "keys"
    ).start()
    made.description()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def key(program, service):
    return keys(program, service.data, "create", "tests").strip()


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


def concrete(pattern):
    path = pattern.replace("{job_id}", "x").replace("{item_id}", "x")
    return path.replace("{frame_number}", "1").replace("{detection_id}", "1")


OPEN = {"/", "/health", "/health/live", "/health/ready", "/api/v1/session"}


def test_every_route_asks_for_a_key_that_counts(program, service, key):
    revoked = keys(program, service.data, "create", "gone").strip()
    keys(program, service.data, "revoke", revoked.split("_")[1])
    reader = keys(program, service.data, "create", "reader", "--scopes", "read").strip()
    wrong = key[:-1] + ("0" if key[-1] != "0" else "1")
    for pattern, operations in service.description()["paths"].items():
        for method in (m.upper() for m in operations if m in ("get", "post", "delete")):
            if pattern in OPEN or pattern == "/api/v1/events":
                continue
            path = concrete(pattern)
            for headers in ({}, bearer(wrong), bearer(revoked), bearer("ms_x"), {"X-API-Key": "x"}):
                answer = service.ask(method, path, headers=headers)
                assert answer.status == 401, (method, pattern, headers, answer)
            if method != "GET":
                assert service.ask(method, path, headers=bearer(reader)).status == 403, pattern
            assert service.ask(method, path, headers=bearer(key)).status not in (401, 403), pattern
            assert service.ask(method, path, headers={"X-API-Key": key}).status not in (401, 403)


def test_what_everybody_may_see_tells_nothing(service):
    assert service.get("/health/live").status == 200
    session = service.checked("GET", "/api/v1/session", service.get("/api/v1/session"))
    assert session == {"required": True, "authenticated": False, "scopes": []}


def test_a_browser_signs_in_with_a_key_and_out_again(service, key):
    answer = service.post("/api/v1/session", {"key": key})
    assert answer.status == 200
    assert service.checked("POST", "/api/v1/session", answer)["authenticated"] is True
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    headers = {"Cookie": cookie.split(";")[0]}
    assert service.ask("GET", "/api/v1/jobs", headers=headers).status == 200
    # The cookie goes with requests that another site's page makes, too.
    foreign = {**headers, "Origin": "http://evil.example"}
    assert service.post("/api/v1/jobs/sample", headers=foreign).status == 403
    assert service.ask("DELETE", "/api/v1/session", headers=headers).status == 200
    assert service.ask("GET", "/api/v1/jobs", headers=headers).status == 401


def test_behind_a_proxy_that_speaks_tls_the_page_is_our_own(program, tmp_path):
    env = {"MOBILSCAN_TRUSTED_PROXIES": "127.0.0.1"}
    service = HttpService(program, tmp_path / "data", "--auth", "keys", env=env).start()
    try:
        key = {"key": keys(program, service.data, "create", "tests").strip()}
        host = {"Host": "scanner.example"}
        over_tls = {**host, "X-Forwarded-Proto": "https"}
        page = {"Origin": "https://scanner.example"}
        answer = service.post("/api/v1/session", key, {**over_tls, **page})
        assert answer.status == 200, answer
        assert "; Secure" in answer.headers["set-cookie"]
        # Of the page over TLS nothing comes in the open, and the other way round.
        assert service.post("/api/v1/session", key, {**host, **page}).status == 403
        plain = {"Origin": "http://scanner.example"}
        assert service.post("/api/v1/session", key, {**over_tls, **plain}).status == 403
        answer = service.post("/api/v1/session", key, {**host, **plain})
        assert answer.status == 200, answer
        assert "; Secure" not in answer.headers["set-cookie"]
    finally:
        service.kill()


@pytest.mark.parametrize(
    ("body", "status"), [({"key": "ms_a_b"}, 401), ({"key": 1}, 422), ({}, 422), ([], 422)]
)
def test_a_wrong_sign_in_is_refused(service, body, status):
    assert service.post("/api/v1/session", body).status == status


def test_secrets_are_shown_once_and_stored_nowhere(program, service, key):
    secret = key.split("_")[2]
    listed = keys(program, service.data, "list")
    assert key.split("_")[1] in listed
    assert secret not in listed
    service.ask("GET", "/api/v1/jobs", headers=bearer(key))
    for path in service.data.rglob("*"):
        if path.is_file() and path.name != "doorbell":
            assert secret.encode() not in path.read_bytes(), path
    assert secret not in service.log()


def test_scopes_are_checked_and_come_with_commas(program, service):
    made = keys(program, service.data, "create", "both", "--scopes", "read,upload").strip()
    session = service.ask("GET", "/api/v1/session", headers=bearer(made)).json()
    assert session["scopes"] == ["read", "upload"]
    keys(program, service.data, "create", "wrong", "--scopes", "write", expect=2)


def test_a_key_that_is_not_there_cannot_be_revoked(program, service):
    keys(program, service.data, "revoke", "nobody", expect=1)


# --- LAN mode -------------------------------------------------------------------------------------


class Lan:
    """A service in LAN mode, over TLS with its own certificate."""

    def __init__(self, program, data):
        self.process = program.start(
            *("serve", "--lan", "--data", data, "--port", 0, "--web-port", 0),
            stderr=subprocess.PIPE,
        )
        self.said = ""
        while "fingerprint" not in self.said or not re.search(r"([0-9A-F]{2}:){15}", self.said):
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line
        ready = self.process.stdout.readline()
        self.port = int(re.fullmatch(r"ready https://127\.0\.0\.1:(\d+)\n", ready)[1])

    def links(self):
        return re.findall(r"(https://[^\s:]+):(\d+)(/pair/[0-9a-f]+)", self.said)

    def ask(self, method, path, headers=None):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=20, context=context
        )
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, dict(response.getheaders()), body

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=40)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


def page_port_of(link):
    return int(re.search(r":(\d+)/pair/", link)[1])


def test_a_pairing_link_is_for_the_service_that_runs(program, service):
    made = program.run("keys", "pair", "--data", service.data)
    assert {page_port_of(link) for link in re.findall(r"http://\S+", made.stdout)} == {
        service.page_port
    }
    path = re.search(r"http://127\.0\.0\.1:\d+(/pair/[0-9a-f]+)", made.stdout)[1]
    # Looking at it, as messengers do for a preview, does not use it up.
    for method in ("GET", "HEAD", "GET"):
        page = service.ask(method, path)
        assert page.status == 200 and "set-cookie" not in page.headers, page
    paired = service.ask("POST", path)
    assert paired.status == 303 and "set-cookie" in paired.headers
    assert service.ask("POST", path).status == 410


def test_each_paired_device_can_be_shut_out_alone(program, service):
    sessions = []
    for agent in ("Mozilla/5.0 (iPhone; CPU)", "Mozilla/5.0 (Linux; Android 15)"):
        made = program.run("keys", "pair", "--data", service.data).stdout
        path = re.search(r"http://127\.0\.0\.1:\d+(/pair/[0-9a-f]+)", made)[1]
        paired = service.ask("POST", path, headers={"User-Agent": agent})
        sessions.append({"Cookie": paired.headers["set-cookie"].split(";")[0]})
    rows = keys(program, service.data, "list").splitlines()
    (phone,) = (row.split()[0] for row in rows if "iPhone paired 20" in row)
    assert any("Android paired 20" in row for row in rows)
    keys(program, service.data, "revoke", phone)
    assert service.ask("GET", "/api/v1/jobs", headers=sessions[0]).status == 401
    assert service.ask("GET", "/api/v1/jobs", headers=sessions[1]).status == 200


def test_a_misspelt_data_folder_is_not_made(program, tmp_path):
    for arguments in (["create", "x"], ["list"], ["pair"]):
        command, *rest = arguments
        said = program.run("keys", command, "--data", tmp_path / "wrong", *rest, expect=2).stderr
        assert "no service ever ran" in said
    assert not (tmp_path / "wrong").exists()


def test_lan_mode_pairs_a_phone_once_over_tls(program, tmp_path):
    lan = Lan(program, tmp_path / "data")
    try:
        assert "█" in lan.said  # the QR code
        links = lan.links()
        assert len(links) == 2 and all(int(port) == lan.port for _, port, _ in links)
        assert lan.ask("GET", "/api/v1/jobs")[0] == 401

        path = links[0][2]
        status, _, page = lan.ask("GET", path)
        assert status == 200 and b"Pair this device" in page
        status, headers, _ = lan.ask("POST", path)
        assert status == 303 and headers["Location"] == "/"
        cookie = headers["Set-Cookie"]
        assert "Secure" in cookie and "HttpOnly" in cookie
        session = {"Cookie": cookie.split(";")[0]}
        assert lan.ask("GET", "/api/v1/jobs", session)[0] == 200
        assert lan.ask("POST", "/api/v1/jobs/sample", session)[0] == 201
        assert lan.ask("POST", path)[0] == 410  # the link works once
        assert lan.ask("POST", "/pair/" + "0" * 64)[0] == 410
    finally:
        assert lan.stop() == 0

    # The same certificate after a restart, so that a phone has to be told once only.
    first = re.search(r"((?:[0-9A-F]{2}:){15}[0-9A-F]{2})", lan.said)[1]
    again = Lan(program, tmp_path / "data")
    try:
        assert first in again.said
        assert again.ask("GET", "/api/v1/jobs", session)[0] == 200  # and the session goes on
    finally:
        again.stop()
    assert oct((tmp_path / "data/tls/key.pem").stat().st_mode)[-3:] == "600"


def test_an_open_service_on_the_network_warns(program, tmp_path):
    service = HttpService(program, tmp_path / "data", "--host", "0.0.0.0").start()
    try:
        assert "everybody on the network" in service.log()
    finally:
        service.stop()


def test_a_given_certificate_that_is_none_stops_the_start(program, tmp_path):
    (tmp_path / "c.pem").write_text("no certificate")
    result = program.run(
        *("serve", "--data", tmp_path / "data", "--port", 0, "--web-port", 0),
        env={
            "MOBILSCAN_TLS_CERT": str(tmp_path / "c.pem"),
            "MOBILSCAN_TLS_KEY": str(tmp_path / "c.pem"),
        },
        expect=2,
    )
    assert "certificate" in result.stderr


def test_what_keeps_a_service_from_working_is_said_and_ends_it_with_3(program, tmp_path):
    service = HttpService(program, tmp_path / "data").start()
    try:
        port = service.page_port
        taken = program.run(
            *("serve", "--data", tmp_path / "other", "--port", port, "--web-port", 0), expect=3
        )
        assert "another program uses this port" in taken.stderr
    finally:
        service.stop()
    (tmp_path / "file").write_text("")
    nowhere = program.run("serve", "--data", tmp_path / "file" / "data", expect=3)
    assert "cannot be made" in nowhere.stderr
