"""`mobilscan serve` over HTTP, as its clients see it: requests, uploads, events, and every answer
checked against the description of the API that the service itself gives.
"""

import http.client
import json
import re
import time
import uuid

import jsonschema
import referencing
import referencing.jsonschema

DESCRIPTION = "urn:openapi"


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.headers.get('content-type')} {self.body[:300]}"


def form(fields, file=None, file_name="clip.mp4", file_field="file"):
    """A multipart body and its content type."""
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in fields.items():
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        )
    body = "".join(parts).encode()
    if file is not None:
        head = (
            f"--{boundary}\r\nContent-Disposition: form-data; "
            f'name="{file_field}"; filename="{file_name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body += head.encode() + file + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class HttpService:
    """One running service and its data folder."""

    def __init__(self, program, data, *arguments, env=None):
        self.program = program
        self.data = data
        self.arguments = arguments
        self.env = env or {}
        self.process = None
        self.validators = {}

    def start(self):
        log = (self.data.parent / f"{self.data.name}.log").open("a")
        arguments = ["serve", "--data", self.data, "--port", 0, "--web-port", 0, *self.arguments]
        self.process = self.program.start(*arguments, stderr=log, env=self.env)
        log.close()
        ready = self.process.stdout.readline()
        found = re.fullmatch(r"ready https?://(.+):(\d+)\n", ready)
        assert found, f"{ready!r}\n{self.log()}"
        self.host, self.page_port = found[1], int(found[2])
        ports = re.findall(r'"api_port": ?(\d+)|api_port=(\d+)', self.log())
        self.api_port = int("".join(ports[-1]))
        return self

    def log(self):
        return (self.data.parent / f"{self.data.name}.log").read_text(errors="replace")

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=40)
        self.process.stdout.close()
        self.process = None
        return code

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    # --- requests -------------------------------------------------------------------------------

    def connect(self, timeout=60):
        return http.client.HTTPConnection(self.host, self.page_port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path, json_body=None, headers=None):
        headers = dict(headers or {})
        body = None
        if json_body is not None:
            body = json.dumps(json_body)
            headers["Content-Type"] = "application/json"
        return self.ask("POST", path, body, headers)

    def upload(self, file, path="/api/v1/jobs", file_name="clip.mp4", headers=None, **fields):
        content = file if isinstance(file, bytes) else file.read_bytes()
        body, content_type = form(fields, content, file_name)
        return self.ask("POST", path, body, {"Content-Type": content_type, **(headers or {})})

    def new_job(self, file, **options):
        answer = self.upload(file, **options)
        assert answer.status == 201, answer
        return self.checked("POST", "/api/v1/jobs", answer)["job"]["id"]

    def job(self, job_id):
        return self.get(f"/api/v1/jobs/{job_id}").json()

    def wait(self, job_id, statuses=("completed", "failed", "cancelled"), seconds=90):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            job = self.job(job_id)
            if job["status"] in statuses:
                return job
            time.sleep(0.05)
        raise AssertionError(f"{job}\n{self.log()[-3000:]}")

    # --- the description ------------------------------------------------------------------------

    def description(self):
        if not hasattr(self, "_description"):
            self._description = self.get("/openapi.json").json()
            resource = referencing.Resource(
                contents=self._description, specification=referencing.jsonschema.DRAFT202012
            )
            self._registry = referencing.Registry().with_resource(DESCRIPTION, resource)
        return self._description

    def checked(self, method, pattern, answer):
        """The body of an answer to `method pattern`, after it was found as the description says."""
        operation = self.description()["paths"][pattern][method.lower()]
        described = operation["responses"].get(str(answer.status))
        assert described, f"{method} {pattern} does not describe {answer}"
        if "$ref" in described:
            described = self.component(described["$ref"])
        schema = described["content"]["application/json"]["schema"]
        self.check(schema, answer.json())
        return answer.json()

    def component(self, reference):
        found = self.description()
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def check(self, schema, value):
        schema = json.loads(json.dumps(schema).replace('"#/', f'"{DESCRIPTION}#/'))
        validator = jsonschema.Draft202012Validator(schema, registry=self._registry)
        faults = [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(value)]
        assert not faults, faults[:5]

    def page(self, pattern, path):
        """GET path, checked."""
        answer = self.get(path)
        assert answer.status == 200, answer
        return self.checked("GET", pattern, answer)


class EventReader:
    """Reads a stream of server-sent events: next_event() gives (id, name, data)."""

    def __init__(self, service, path="/api/v1/events", last_id=None):
        self.connection = service.connect(timeout=30)
        headers = {"Last-Event-ID": last_id} if last_id is not None else {}
        self.connection.request("GET", path, headers=headers)
        self.response = self.connection.getresponse()
        assert self.response.status == 200
        assert self.response.getheader("Content-Type") == "text/event-stream"

    def next_event(self):
        fields = {}
        while True:
            line = self.response.readline().decode().rstrip("\n")
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                return int(fields["id"]), fields["event"], json.loads(fields["data"])

    def close(self):
        self.connection.close()
