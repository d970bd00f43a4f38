"""A receiver of webhooks that keeps what it gets, and a worker that sends to it."""
import base64
import contextlib
import hashlib
import hmac
import http.server
import json
import os
import secrets
import subprocess
import threading

from fault_injection import SPACONF, as_program, derive, run


class Message:
    """One POST, with its signature verified."""

    def __init__(self, headers, body, keys):
        self.id, self.time = headers["webhook-id"], headers["webhook-timestamp"]
        self.body, self.json = body, json.loads(body)
        self.signatures = headers["webhook-signature"].split(" ")
        signed = f"{self.id}.{self.time}.".encode() + body
        expected = ["v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys]
        assert self.signatures == expected
        assert headers["Content-Type"] == "application/json"
        self.ref, self.type = self.json["data"]["registration"], self.json["type"]


class Receiver:
    """Answers as `answer(message)` says, which gives a status, or a status, headers and the body's parts; 204 by itself."""

    def __init__(self, folder, name, events=None, keys=1):
        self.folder, self.name, self.events = folder, name, events
        self.keys = [secrets.token_bytes(32) for _ in range(keys)]
        self.answer = lambda message: 204
        self.messages, self.errors = [], []
        self.server = None
        self.start()

    def start(self):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    message = Message(self.headers, body, receiver.keys)
                except Exception as error:  # noqa: BLE001
                    receiver.errors.append(error)
                    raise
                receiver.messages.append(message)
                status = receiver.answer(message)
                status, headers, body = status if isinstance(status, tuple) else (status, {}, [])
                with contextlib.suppress(OSError):
                    self.send_response(status)
                    for each in headers.items():
                        self.send_header(*each)
                    self.end_headers()
                    self.wfile.writelines(body)

            def log_message(self, *_):
                pass

        port = self.server.server_port if self.server else 0
        http.server.ThreadingHTTPServer.allow_reuse_address = True
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def of(self, *refs):
        """The messages about these phones."""
        assert not self.errors, self.errors
        return [each for each in self.messages if each.ref in refs]

    def types(self, *refs):
        return [each.type for each in self.of(*refs)]

    def section(self):
        lines = [f"[webhook.{self.name}]", f'url = "http://127.0.0.1:{self.server.server_port}/phones"']
        for name, key in zip(("secret_file", "former_secret_file"), self.keys):
            lines.append(f'{name} = "{private(self.folder / f"{self.name}.{name}", key)}"')
        if self.events is not None:
            lines.append(f"events = {json.dumps(self.events)}")
        return "\n".join(lines) + "\n"


def private(path, key):
    """A file with the secret, for spaconf's user alone."""
    path.write_text(f"whsec_{base64.b64encode(key).decode()}\n")
    owner = path.parent.stat()
    os.chown(path, owner.st_uid, owner.st_gid)
    path.chmod(0o600)
    return path


def conf_of(folder, *receivers):
    conf = derive(folder / "worker.conf")
    conf.write_text(conf.read_text() + "\n" + "\n".join(each.section() for each in receivers))
    return conf


def worker_once(folder, *receivers, codes=(0,)):
    """One round of a worker that knows these receivers, while the stack's is stopped."""
    done = run(SPACONF, "worker", "--once", conf=conf_of(folder, *receivers), timeout=120)
    assert done.returncode in codes, done.stderr.decode()[-800:]
    text = done.stderr.decode()
    assert not any(base64.b64encode(key).decode() in text for each in receivers for key in each.keys)
    return text


def started(folder, *receivers):
    """The same as a process of its own."""
    return subprocess.Popen(
        [*as_program(), SPACONF, "worker", "--once"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf_of(folder, *receivers))})  # fmt: skip
