"""A client of the API: its token, and calls to api.fcgi itself, each a process, without a web server."""
import json
import os
import subprocess
import tempfile
import uuid

from fault_injection import SPACONF, as_program, run
from spaconf_stack import BUILD, Answer, env, issued

API = BUILD / "fcgi" / "api.fcgi"
ALL_SCOPES = "read,register,change,profile,people,events"
WRONG_TOKEN = "spaconf_00000000_" + "0" * 32


class Reply(Answer):
    """What came back; `json` is its value."""

    @property
    def json(self):
        return json.loads(self.body)

    def errors(self):
        """Pointer -> sentence."""
        return {each["pointer"]: each["detail"] for each in self.json["errors"]}


class Client:
    """A client of its own, with these scopes."""

    def __init__(self, scopes=ALL_SCOPES, token=None):
        self.name = "test-" + uuid.uuid4().hex[:12]
        self.token = token if token is not None else self.added(scopes)

    def added(self, scopes):
        done = run(SPACONF, "token", "add", self.name, "--scope", scopes)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def call(self, method, path, body=None, kind="application/json", conf=None, web_server=(), **headers):
        """`body` is sent as JSON unless it is text. Headers: Idempotency_Key="…", If_Match="…".

        `web_server` are pairs of a CGI variable and its value.
        """
        process = self.start(method, path, body, kind, conf, web_server, **headers)
        out, errors = process.communicate(timeout=30)
        assert out, f"api.fcgi said nothing: {process.returncode} {errors.decode()[-600:]}"
        head, _, rest = out.partition(b"\r\n\r\n")
        found = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        reply = Reply(int(found.pop("Status").split()[0]), found, rest)
        if reply.status >= 400:
            problem = reply.json
            assert reply.headers["Content-Type"] == "application/problem+json", head
            assert problem["status"] == reply.status and problem["instance"] == reply.headers["X-Request-Id"], problem
        return reply

    def start(self, method, path, body=None, kind="application/json", conf=None, web_server=(), **headers):
        """The process that answers the call, as long as the pipe of its answer has room."""
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        path = "/spaconf/api/v1" + path
        params = {
            "REQUEST_METHOD": method, "REQUEST_URI": path, "QUERY_STRING": path.partition("?")[2],
            "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()}, **dict(web_server)}  # fmt: skip
        if self.token:
            params["HTTP_AUTHORIZATION"] = "Bearer " + self.token
        if body is not None or method in ("POST", "PUT", "PATCH"):
            params.update(CONTENT_LENGTH=str(len(text.encode())), CONTENT_TYPE=kind)
        with tempfile.TemporaryFile() as stdin:
            stdin.write(text.encode())
            stdin.seek(0)
            return subprocess.Popen(
                [*as_program(), API], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf or env.SPACONF_CONFIG), **params})  # fmt: skip

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **headers):
        return self.call("POST", path, body, **headers)

    def patch(self, path, body, **headers):
        return self.call("PATCH", path, body, kind="application/merge-patch+json", **headers)

    def register(self, body, **headers):
        """Registers a phone and gives its JSON."""
        reply = self.post("/registrations", body, **headers)
        assert reply.status in (201, 202), reply.text
        issued.update(line["password"] for line in reply.json["lines"] if "password" in line)
        return reply.json
