"""What deploy/ promises without a container running: the compose files expose two ports and bound
everything, and the image runs as nobody in particular.

test_frontend.py has the frontend; the real stack is started by test_deploy_stack.py.
"""

import os
import re
import shutil
import subprocess
import time

import pytest
from conftest import ROOT, parsed_yaml

DEPLOY = ROOT / "deploy"
COMPOSE = ("docker-compose.yml", "docker-compose.prod.yml")
SERVICES = {"frontend", "api", "worker", "redis", "db"}


def with_defaults(value):
    """The text of a compose file where no variable is set."""
    if isinstance(value, dict):
        return {key: with_defaults(part) for key, part in value.items()}
    if isinstance(value, list):
        return [with_defaults(part) for part in value]
    if isinstance(value, str):
        return re.sub(r"\$\{\w+(?::-([^}]*)|:\?[^}]*)?\}", lambda found: found[1] or "", value)
    return value


@pytest.fixture(params=COMPOSE)
def compose(request):
    return with_defaults(parsed_yaml(DEPLOY / request.param))


# --- compose files --------------------------------------------------------------------------------


def test_the_services_are_those_of_the_original(compose):
    assert set(compose["services"]) == SERVICES


def test_only_8501_and_8000_are_exposed(compose):
    exposed = {
        name: [port.split(":")[-1] for port in service.get("ports", [])]
        for name, service in compose["services"].items()
    }
    assert sorted(sum(exposed.values(), [])) == ["8000", "8501"]
    assert exposed["redis"] == exposed["db"] == exposed["worker"] == []
    assert compose["networks"]["back"]["internal"] is True
    for name in ("redis", "db", "worker"):
        assert compose["services"][name]["networks"] == ["back"]


def test_one_machine_listens_on_its_loopback_alone():
    services = with_defaults(parsed_yaml(DEPLOY / "docker-compose.yml"))["services"]
    for name in ("frontend", "api"):
        assert all(port.startswith("127.0.0.1:") for port in services[name]["ports"])


def test_every_service_is_checked_bounded_and_without_rights(compose):
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"], name
        assert service["restart"] in ("always", "unless-stopped"), name
        assert service["mem_limit"] and service["cpus"] and service["pids_limit"], name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name


def test_a_worker_is_healthy_while_its_database_answers(compose, tmp_path):
    worker = compose["services"]["worker"]
    assert worker["healthcheck"]["test"] == ["CMD", "health", "worker"]
    assert worker["environment"]["MOBILSCAN_ALIVE_FILE"].startswith("/tmp/")  # it may write there
    assert any(mount.startswith("/tmp:") for mount in worker["tmpfs"])

    alive = tmp_path / "alive"
    with subprocess.Popen(["bash", "-c", 'exec -a "mobilscan worker" sleep 60']) as process:

        def health(**environment):
            command = [DEPLOY / "image" / "health", "worker"]
            return subprocess.run(command, env={**os.environ, **environment}).returncode

        try:
            time.sleep(0.2)
            assert health() == 0
            assert health(MOBILSCAN_ALIVE_FILE=str(alive)) == 1  # it was never touched
            alive.touch()
            assert health(MOBILSCAN_ALIVE_FILE=str(alive)) == 0
            os.utime(alive, (time.time() - 61, time.time() - 61))
            assert health(MOBILSCAN_ALIVE_FILE=str(alive)) == 1
        finally:
            process.kill()


def test_no_image_is_whatever_was_pushed_last(compose):
    for name, service in compose["services"].items():
        image = service["image"]
        assert not image.endswith(":latest"), name
        if image:  # the production file has none of its own
            assert ":" in image, f"{name}: {image} has no tag"


def test_the_queue_forgets_nothing(compose):
    command = " ".join(compose["services"]["redis"]["command"])
    assert re.search(r"maxmemory-policy'?,? noeviction", command)
    assert re.search(r"appendonly'?,? yes", command)
    # Without a password it would answer nobody but its own container.
    assert "requirepass" in command or "redis_conf" in command or "protected-mode no" in command


def test_what_must_stay_is_in_volumes(compose):
    services, volumes = compose["services"], compose["volumes"]
    mounted = {name: service.get("volumes", []) for name, service in services.items()}
    for name in ("api", "worker"):
        assert {"videos:/app/videos", "frames:/app/frames"} <= set(mounted[name])
    assert mounted["redis"] == ["redis:/data"]
    assert mounted["db"] == ["postgres:/var/lib/postgresql/data"]
    for volume in sum(mounted.values(), []):
        assert volume.split(":")[0] in volumes


def test_the_api_believes_the_frontend_alone(compose):
    services = compose["services"]
    address = services["frontend"]["networks"]["front"]["ipv4_address"]
    assert services["api"]["environment"]["MOBILSCAN_TRUSTED_PROXIES"] == address


def test_in_production_logs_rotate_and_secrets_are_files():
    production = with_defaults(parsed_yaml(DEPLOY / "docker-compose.prod.yml"))
    for name, service in production["services"].items():
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name
        for key, value in service.get("environment", {}).items():
            assert "://" not in str(value) or key == "API_URL", f"{name}: {key}"
            assert "PASSWORD" not in key or key.endswith("_FILE"), f"{name}: {key}"
        for secret in service.get("secrets", []):
            assert production["secrets"][secret]["file"].startswith("./secrets/")
    assert production["services"]["api"]["scale"] > 1
    assert "ports" not in production["services"]["api"]


def test_made_secrets_fit_together_and_are_kept(tmp_path):
    folder = tmp_path / "secrets"
    subprocess.run([DEPLOY / "make-secrets", folder], check=True, capture_output=True)
    found = {path.name: path.read_text().strip() for path in folder.iterdir()}
    wanted = parsed_yaml(DEPLOY / "docker-compose.prod.yml")["secrets"]
    assert set(found) == set(wanted)
    assert f":{found['postgres_password']}@db:5432/" in found["database_url"]
    assert f":{found['redis_password']}@redis:6379/" in found["redis_url"]
    assert len(found["postgres_password"]) >= 32
    assert folder.stat().st_mode & 0o777 == 0o700
    subprocess.run([DEPLOY / "make-secrets", folder], check=True, capture_output=True)
    assert (folder / "database_url").read_text().strip() == found["database_url"]


# --- the image's recipe ---------------------------------------------------------------------------


def instructions():
    text = re.sub(r"(?m)^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text())
    lines = text.replace("\\\n", " ").splitlines()
    return [line.split(None, 1) for line in lines if line.strip()]


def test_the_image_runs_as_a_user_without_rights():
    users = [rest for name, rest in instructions() if name == "USER"]
    assert users[-1] == "10001:10001"
    names = [name for name, _ in instructions()]
    last = len(names) - 1 - names[::-1].index("USER")
    changes = [name for name in names[last:] if name in ("COPY", "ADD")]
    assert not changes, "files are added as root, before USER"


def test_the_image_is_made_from_one_pinned_base():
    stages = {rest.split(" AS ")[1] for name, rest in instructions() if name == "FROM"}
    arguments = dict(
        rest.split("=", 1) for name, rest in instructions() if name == "ARG" and "=" in rest
    )
    assert re.fullmatch(r"[\w./-]+:[\w.-]+", arguments["BASE"])
    assert not arguments["BASE"].endswith(":latest")
    assert arguments["PROGRAMS"] in stages
    for name, rest in instructions():
        if name == "FROM":
            assert rest.split(" AS ")[0] in ("${BASE}", "${PROGRAMS}")
        assert name != "ADD"


def test_the_image_says_its_licence():
    (label,) = (rest for name, rest in instructions() if name == "LABEL")
    assert 'org.opencontainers.image.licenses="GPL-3.0-or-later"' in label


def test_what_is_copied_exists():
    for name, rest in instructions():
        words = [word for word in rest.split() if not word.startswith("--")]
        if name == "COPY" and "--from" not in rest:
            for source in words[:-1]:
                assert (ROOT / source).exists(), source


def test_packages_of_the_image_have_reasons():
    for line in (DEPLOY / "packages-image.txt").read_text().splitlines():
        assert re.fullmatch(r"#.*|[a-z0-9.+-]+ +# .+", line), line


def test_every_library_that_the_programs_link_is_named(program):
    """A new library must be in the image, too; those of its base are what every program has."""
    if not shutil.which("dpkg-query") or not shutil.which("readelf"):
        pytest.skip("Debian's dpkg and binutils tell which package a library is from")
    base = {"libc6", "libstdc++6", "libgcc-s1"}
    named = (DEPLOY / "packages-image.txt").read_text()
    listed = {line.split()[0] for line in named.splitlines() if line and line[0] != "#"} | base
    for name in ("mobilscan", "mobilscan-decoder"):
        head = subprocess.run(
            ["readelf", "-d", program.path.with_name(name)], capture_output=True, text=True
        ).stdout
        for library in re.findall(r"\(NEEDED\).*\[(.*)\]", head):
            if library.startswith(("libopenvino", "libasan", "libubsan", "ld-linux")):
                continue
            found = subprocess.run(
                ["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True
            ).stdout
            packages = set(re.findall(r"(?m)^([^:\s]+):", found))
            assert packages & listed, f"{name} links {library} of {packages}"
