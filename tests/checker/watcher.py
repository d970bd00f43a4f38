"""Looks all the time during a run: reads profiles by TFTP, the folder's modes, rows and processes; notes what must never be."""
import concurrent.futures
import hashlib
import itertools
import json
import os
import random
import threading
import time

import pymysql

import folder
import spread
from node import stack_node
from snapshot import lines_of, path_of
from spaconf_stack import Profile, sql
from tftp_reader import NoAnswer, fetch
from violation import Violation

# Of the phones that were changed last.
READ = 30
PAUSE = 0.6


class Watcher:
    """Two readers of profiles and one of everything else, as a context."""

    def __init__(self, where, seed=0, nodes=()):
        self.where, self.random = where, random.Random(seed)
        self.nodes = list(nodes) or [stack_node()]
        self.stopping, self.lock, self.violations, self.passwords = threading.Event(), threading.Lock(), {}, set()
        self.reads = self.due = 0  # how often a profile was read, and how many tickets wait
        self.file = open(where / "reads.log", "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600))
        self.hot = []  # the addresses to read
        self.crowd = concurrent.futures.ThreadPoolExecutor(3)

    def __enter__(self):
        self.readers = [self.crowd.submit(work) for work in (self.read_profiles, self.read_profiles, self.look)]
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for each in self.readers:
            each.result()
        self.file.close()

    def found(self, violation):
        """Noted once."""
        with self.lock:
            self.violations.setdefault((violation.invariant, violation.what), violation)

    # --- profiles ---------------------------------------------------------------------------

    def read_profiles(self):
        while not self.stopping.wait(0.02):
            if hot := self.hot:
                self.read(self.random.choice(self.nodes), self.random.choice(hot))

    def read(self, node, address):
        begun = time.time()
        try:
            data = fetch(node.tftp, path_of(address), pause=self.random.choice([0, 0, PAUSE]))
        except NoAnswer:
            return
        note = {"node": node.name, "mac": address, "begun": begun, "ended": time.time(), "sha256": None, "hostname": None, "lines": []}
        if data is not None:
            note["sha256"] = hashlib.sha256(data).hexdigest()
            try:
                note["hostname"], lines = read_whole(data)
                note["lines"] = [(user, ha1) for user, _, (ha1, _) in lines]
                self.passwords.update(password for _, password, _ in lines)
            except Exception as error:  # whatever the parser says of half a file
                self.found(Violation("I5", node.of(address), f"a torn profile: {len(data)} bytes, {error}"))
        with self.lock:
            self.reads += 1
            self.file.write(json.dumps(note) + "\n")

    # --- everything else --------------------------------------------------------------------

    def look(self):
        for number in itertools.count():
            if self.stopping.wait(0.5):
                return
            # To look at every process takes some time.
            for each in self.nodes:
                in_processes = [] if number % 10 else spread.in_processes(self.passwords, each)
                for violation in [*folder.wrong_modes(each), *in_processes]:
                    self.found(violation)
            try:
                self.look_at_rows()
            except pymysql.MySQLError:
                continue  # it was killed, or hangs

    def look_at_rows(self):
        self.hot = [row["mac"] for row in sql(f"SELECT mac FROM registration WHERE mac IS NOT NULL ORDER BY updated DESC LIMIT {READ}")]
        self.due = sql("SELECT COUNT(*) n FROM task WHERE kind = 'ticket' AND state = 'due'")[0]["n"]
        for row in sql("SELECT mac, GROUP_CONCAT(ref) refs FROM registration WHERE state <> 'retired' AND mac IS NOT NULL"
                       " GROUP BY mac HAVING SUM(state = 'live') > 1"):  # fmt: skip
            self.found(Violation("I8", row["mac"], f"in several live registrations: {row['refs']}"))
        for row in sql("SELECT ref, version, (SELECT COUNT(*) FROM audit WHERE audit.ref = registration.ref AND actor <> '') n"
                       " FROM registration HAVING n < version"):  # fmt: skip
            self.found(Violation("I14", row["ref"], f"version {row['version']}, and {row['n']} entries in the audit trail"))


def read_whole(data):
    """The host name and the lines of a profile. A second parser, which wants the last byte, too."""
    if not data.rstrip().endswith(b"</flat-profile>"):
        raise ValueError("the end is missing")
    return Profile(data)["HostName"], list(lines_of(data))
