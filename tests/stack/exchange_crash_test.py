"""Ten clients register, change and retire phones while every program of ours is killed at random.

CRASH_SECONDS=120 makes it longer. What holds afterwards is looked at from outside: databases, TFTP, spaconf reconcile.
"""
import collections
import concurrent.futures
import contextlib
import json
import os
import random
import signal
import threading
import time

import requests

from change_test import Change
from exchange_state import unfinished
from fault_injection import SPACONF, children, family, pid, run, send, service
from spaconf_stack import Form, mac, nginx, number, pbx, person, ready, sql, wait_until

SECONDS = float(os.environ.get("CRASH_SECONDS", 12))
CLIENTS = 10
PERMISSIONS = ["local", "ld", "int"]
# The exchange is whole so soon after the last process was killed and all run again.
HEALED = 5


class Client:
    """One administrator, who knows what was acknowledged, and what may have happened besides."""

    def __init__(self, logins, numbers, addresses, seed, door=None):
        self.door = door or nginx()
        self.logins, self.numbers, self.addresses = logins, numbers, addresses
        self.random = random.Random(seed)
        self.phones = {}  # reference: the user of its line
        self.acknowledged, self.retired, self.done = {}, set(), collections.Counter()

    def run(self, stop):
        actions = [self.register, self.register, self.password, self.edit, self.move_number, self.retire]
        while not stop.is_set():
            action = self.random.choice(actions)
            with contextlib.suppress(requests.RequestException, AssertionError, IndexError):
                if action():
                    self.done[action.__name__] += 1

    def register(self):
        form = Form(self.door, self.random.choice(self.logins))
        form.fill(model="spa921", mac=self.addresses.pop(), line1_user=self.numbers.pop(),
                  permission=self.random.sample(PERMISSIONS, 1))  # fmt: skip
        answer = form.post()
        if answer.status == 303:
            self.phones[answer.ref] = self.acknowledged[answer.ref] = form["line1_user"]
        return answer.status == 303

    def change(self, action, **changes):
        ref = self.random.choice(list(self.phones))
        if action == "retire":
            # Without an answer it may be retired or not.
            self.phones.pop(ref), self.retired.add(ref)
        return Change(ref, action, self.door, **changes).apply().status == 303

    def password(self):
        return self.change("password")

    def edit(self):
        return self.change("edit", line1_permission=self.random.sample(PERMISSIONS, 2))

    def move_number(self):
        return self.change("edit", line1_user=self.numbers.pop(), line1_password="")

    def retire(self):
        return self.change("retire")


def start_again(name):
    """A process that was forked while its program was killed keeps the socket until it ends by itself."""
    with contextlib.suppress(AssertionError):
        service(name, "start")
        return True


def kill_programs(stop, killed):
    while not stop.wait(random.uniform(0.1, 0.5)):
        name = random.choice(["form", "submit", "submit", "worker"])
        try:
            program = pid(name)
        except AssertionError:
            start_again(name)  # it ended, because a process of the former one still had the socket
            continue
        with contextlib.suppress(ProcessLookupError, IndexError, AssertionError):
            if name == "worker" or random.random() < 0.1:
                send(family(program), signal.SIGKILL)
                wait_until(lambda: start_again(name), f"{name} starts again", 30)
            else:
                os.kill(random.choice(children(program)), signal.SIGKILL)
            killed[name] += 1


class Crowd:
    """Clients who work at the same time, for so many seconds, each at most so many times a second."""

    def __init__(self, count, seconds, seed, doors=(None,), rate=4):
        self.logins = [person().login for _ in range(count)]
        self.pool = [number() for _ in range(int(1.5 * rate * count * seconds) + 20 * count)]
        addresses = [[mac() for _ in range(int(rate * seconds) + 10)] for _ in range(count)]
        self.clients = [Client([self.logins[i]], self.pool[i::count], addresses[i], seed + i, doors[i % len(doors)])
                        for i in range(count)]  # fmt: skip

    @contextlib.contextmanager
    def working(self):
        stop = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(len(self.clients)) as crowd:
            running = [crowd.submit(client.run, stop) for client in self.clients]
            try:
                yield
            finally:
                stop.set()
            for each in running:
                each.result()

    def done(self):
        return sum((client.done for client in self.clients), collections.Counter())

    def is_whole(self):
        """What was acknowledged is there, and what is there agrees."""
        # I1, I7: what was acknowledged is there.
        acknowledged = {ref for client in self.clients for ref in client.acknowledged}
        retired = {ref for client in self.clients for ref in client.retired}
        rows = sql("SELECT ref, state FROM registration WHERE login IN %s", self.logins)
        states = {row["ref"]: row["state"] for row in rows}
        assert acknowledged <= set(states)
        assert {ref for ref in acknowledged - retired if states[ref] != "live"} == set()
        live = [ref for ref, state in states.items() if state == "live"]
        # I2: the same user, password and permissions in our tables, on the exchange and in the profile.
        pending = ("SELECT COUNT(*) n FROM account WHERE exchange_state <> 'current'"
                   " UNION ALL SELECT COUNT(*) FROM registration WHERE state = 'retiring' OR profile_state = 'pending'")  # fmt: skip
        wait_until(lambda: not any(row["n"] for row in sql(pending)), "nothing waits for the exchange", HEALED + len(states) / 50)
        assert {ref: left for ref in live if (left := unfinished(ref))} == {}
        # I4: no account of ours without its registration.
        users = {row["user"] for row in sql("SELECT user FROM account JOIN line ON account_id = account.id")}
        there = {row["username"] for row in pbx("SELECT username FROM subscriber WHERE username IN %s", self.pool)}
        assert there == users & set(self.pool)
        assert {row["username"] for row in pbx("SELECT username FROM grp WHERE username IN %s", self.pool)} <= there
        # I15.
        found = json.loads(run(SPACONF, "reconcile", "--json", "--without-tickets").stdout)
        about = set(self.pool) | set(states)
        assert [each for each in found if any(word in each["what"] for word in about)] == []


def test_whatever_is_killed_everything_is_whole_five_seconds_later():
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    random.seed(seed)
    crowd = Crowd(CLIENTS, SECONDS, seed)
    stop, killed = threading.Event(), collections.Counter()
    killer = threading.Thread(target=kill_programs, args=(stop, killed))
    killer.start()

    def enough():
        return sum(killed.values()) >= SECONDS / 2 and crowd.done()["register"] >= SECONDS

    with crowd.working():
        time.sleep(SECONDS)
        wait_until(enough, "enough is done and killed for this to mean anything", 10 * SECONDS)
    stop.set()
    killer.join()
    for name in "form", "submit", "worker":
        wait_until(lambda: start_again(name), f"{name} starts again", 30)
    wait_until(ready, "every program answers", 30)
    print(f"killed {dict(killed)}, done {dict(crowd.done())}")
    crowd.is_whole()
