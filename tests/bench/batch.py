"""Registers a batch by the API, and does its rows and files alone, each from nothing.

The statements that change rows are recorded from a batch of the site "same" and carried out again there.
The site "fresh" registers.
"""
import http.client
import json
import os
import time

from harness import BUILD
from recording import lines_of
from relay import Relay, commands

BATCH = int(os.environ.get("BENCH_BATCH", 1000))
RECORDED_AT_ONCE = 100  # the recording is slow, and a request has 8 seconds
ROWS = "registration", "search_term", "account", "line", "task", "audit", "event"
ANSWER_ROWS = "request", "batch_answer"
# Changed by every request, before its own work.
LEFT_OUT = "UPDATE client ", "UPDATE request_limit ", "INSERT INTO request_limit "
EXCHANGE_ROWS = "subscriber", "grp"


class Batch:
    def __init__(self, harness, count=BATCH):
        self.harness, self.count = harness, count
        self.script = harness.folder / f"batch-{count}.script"

    def phones(self):
        """What is registered, by the names of the API."""
        logins = self.harness.logins.read_text().split()
        for number in range(self.count):
            yield {"login": logins[number % len(logins)], "model": "spa942", "mac": f"000e08{number:06x}", "inventory": f"PC{number:06}",
                   "hostname": f"phone-{number}", "permissions": ["local", "ld"], "lines": [{"user": f"8{number:06}"}]}

    @staticmethod
    def tables(site):
        return [*(f"{site}.{table}" for table in ROWS), *(f"{site}_pbx.{table}" for table in EXCHANGE_ROWS)]

    def empty_tables(self, site):
        self.harness.database(*(f"TRUNCATE {table}" for table in self.tables(site)),
                              *(f"TRUNCATE {site}.{table}" for table in ANSWER_ROWS))
        self.harness.settle()

    def empty(self, site):
        for file in os.scandir(self.harness.folder / site / "root/config"):
            os.unlink(file)
        self.harness.forget_deleted_files()
        self.empty_tables(site)

    def post(self, site, token, begin=0, end=None):
        """Seconds until each row has its verdict: registered, its profile written."""
        body = json.dumps({"registrations": list(self.phones())[begin:end]})
        link = http.client.HTTPConnection("127.0.0.1", self.harness.port)
        began = time.monotonic()
        link.request("POST", f"/{site}/api/v1/registrations/batch", body,
                     {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        answer = link.getresponse()
        text = answer.read().decode()
        seconds = time.monotonic() - began
        link.close()
        if answer.status != 200 or any(row["status"] != 201 for row in json.loads(text)["registrations"]):
            raise SystemExit(f"bench: a batch: {answer.status} {text[:2000]}")
        return seconds

    def record(self, token):
        path = self.harness.folder / f"recorded-batch-{self.count}.sock"
        relay = Relay(self.harness.env["DB_SOCKET"], path)
        self.harness.configure("same", f"database.socket={path}")
        api = self.harness.start("same", "api")
        self.empty("same")
        for begin in range(0, self.count, RECORDED_AT_ONCE):
            self.post("same", token, begin, min(begin + RECORDED_AT_ONCE, self.count))
        self.harness.stop(api)
        asked = commands(max(relay.connections, key=len))
        changes = [command for command in asked[1:] if command.changed and not command.text.startswith(LEFT_OUT)]
        self.script.write_text("\n".join([f"session {asked[0].text}", "query START TRANSACTION", *lines_of(changes, {}),
                                          "query COMMIT"]) + "\n")

    def ours(self, token):
        self.empty("fresh")
        return self.post("fresh", token)

    def rows(self, program="rows"):
        """Seconds that their rows take, one by one or, by the program "arrays", a thousand at a time."""
        self.empty_tables("same")
        env = self.harness.env
        return float(self.harness.run([BUILD / "tests/bench" / program, self.script], DATABASE_SOCKET=env["DB_SOCKET"],
                                      DATABASE_NAME="same", DATABASE_USER=env["SPACONF_DB_USER"],
                                      DATABASE_PASSWORD=env["SPACONF_DB_PASSWORD"]))

    def files(self, how):
        """The profiles of the recorded batch, written anew."""
        self.harness.forget_deleted_files()
        folder = self.harness.folder / "same"
        return self.count / float(self.harness.run([BUILD / "tests/bench/files", "replace", folder / "root/config",
                                               folder / "staging", how]))

    def require_same_rows(self):
        """Both left as many rows in each table, and a file for each phone."""
        def left(site):
            counts = {table.partition(".")[2]: self.harness.database(f"SELECT COUNT(*) FROM {table}")[0][0]
                      for table in self.tables(site)}
            return counts | {"file": sum(1 for _ in os.scandir(self.harness.folder / site / "root/config"))}

        ours, theirs = left("fresh"), left("same")
        if ours != theirs or ours["registration"] != self.count or ours["file"] != self.count:
            raise SystemExit(f"bench: a batch of ours leaves {ours}, its rows alone {theirs}")
