"""Writes and reads the log of the clients: each request with its key, what it asked for, and what was answered."""
import dataclasses
import json
import os
import threading
import time

ACKNOWLEDGED = {200, 201, 202, 303}


@dataclasses.dataclass
class Request:
    """One request. Sent again, it is another one with the same key."""
    action: str             # register, edit, password, replace, move, retire
    key: str                # with which a repeated request is recognised
    ref: str = ""           # of the phone that is changed
    version: int = 0        # the version that a change is based on
    asked: dict = dataclasses.field(default_factory=dict)  # mac, hostname, users, as far as it says them
    begun: float = 0
    ended: float = 0
    status: int = 0         # 0: there was no answer
    answered: str = ""      # the reference in the answer

    @property
    def is_acknowledged(self):
        return self.status in ACKNOWLEDGED


class ClientLog:
    """What several clients note at the same time, one line of JSON for each request. It holds no password."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600))
        self.lock, self.acknowledged = threading.Lock(), 0

    def sent(self, request, send):
        """Sends a request and notes it with its answer; `send` gives status and reference. What it raises is no answer."""
        request = dataclasses.replace(request, begun=time.time())
        try:
            request.status, request.answered = send()
            return request
        finally:
            request.ended = time.time()
            with self.lock:
                self.acknowledged += request.is_acknowledged
                self.file.write(json.dumps(dataclasses.asdict(request)) + "\n")
                self.file.flush()


def read(path):
    with open(path, encoding="utf-8") as file:
        return [Request(**json.loads(line)) for line in file]
