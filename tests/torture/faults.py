"""Faults by a seed: kill -9 of every kind of process, and services that hang, reset, are slow, or have no room."""
import collections
import contextlib
import os
import random
import re
import signal
import threading
import time

from exchange_crash_test import start_again
from fault_injection import children, disturbed, family, hung, pid, send
from outage_test import full
from spaconf_stack import env, wait_until

# How often each is killed, relative to the others.
OURS = {"form": 3, "submit": 5, "api": 5, "worker": 4}
OTHERS = {"slapd": 1, "kamailio": 1, "rt": 1, "tftpd": 1, "nginx": 1}
DATABASES = {"same-transaction": {"mariadb": 2}, "openser": {"mariadb": 2}, "other-server": {"mariadb": 2, "exchange-mariadb": 2},
             "galera": {"galera-1": 2, "galera-2": 1}}  # fmt: skip
# Seconds that a fault lasts, and between two.
LASTS, BETWEEN = (1.5, 6), (0.5, 3)
SLOW = 1.5, 2.4


def is_wanted(name):
    """Whether FAULTS, a pattern of names, has this one."""
    return re.search(os.environ.get("FAULTS", ""), name)


class Killer:
    """Kills some processes with -9 and starts them again; a service stays away for up to three seconds."""

    def __init__(self, weights, seed, gate, say):
        self.random, self.gate, self.say = random.Random(seed), gate, say
        self.weights = {name: weight for name, weight in weights.items() if is_wanted(f"kill -9 of {name}")}
        self.killed = collections.Counter()

    def run(self, stop):
        while self.weights and not stop.wait(self.random.uniform(0.2, 1.2)):
            [name] = self.random.choices(list(self.weights), list(self.weights.values()))
            with contextlib.suppress(AssertionError, ValueError, ProcessLookupError, IndexError):
                self.kill(name)
            is_back(name)

    def kill(self, name):
        disturbed.add(name)
        program = pid(name)
        if name in ("form", "submit", "api") and self.random.random() < 0.75:
            os.kill(self.random.choice(children(program)), signal.SIGKILL)
            self.killed[name] += 1
            return
        # A cluster goes on as long as most of its hosts are there.
        with self.gate if name.startswith("galera") else contextlib.nullcontext():
            self.say(f"kill -9 of {name}")
            send(family(program), signal.SIGKILL)
            self.killed[name] += 1
            if name not in OURS:
                time.sleep(self.random.uniform(0, 3))
            is_back(name)


def killers(seed, gate, say):
    """One for our programs, which are back at once, and one for the services."""
    return [Killer(OURS, seed, gate, say), Killer(OTHERS | DATABASES[env.EXCHANGE], seed + 1, gate, say)]


def is_back(name):
    """Starts a service, and waits until it answers."""
    wait_until(lambda: start_again(name), f"{name} starts again", 120)


class Saboteur:
    """One fault after the other, each by name and a context in which it lasts."""

    def __init__(self, seed, gate, say, relays, tickets):
        self.random, self.say = random.Random(seed), say
        self.seen = collections.Counter()
        self.faults = [("the folder is full", full)]
        for name, relay in relays.items():
            for fault in "resets", "silent", *SLOW:
                self.faults.append((f"{name} {named(fault)}", lambda relay=relay, fault=fault: relay.failing(fault)))
        for name in "database", "database-1":
            if name in relays:
                self.faults += 2 * [(f"{name} cuts after COMMIT", lambda name=name: relays[name].failing("cuts after COMMIT"))]
        for fault in "resets", "silent", *SLOW, "loses replies", "loses replies", "loses replies":
            self.faults.append((f"rt {named(fault)}", lambda fault=fault: tickets.failing(fault)))
        for name in "slapd", "rt", *DATABASES[env.EXCHANGE]:
            self.faults.append((f"{name} hangs", lambda name=name: hanging(name, gate)))
        self.faults = [(name, fault) for name, fault in self.faults if is_wanted(name)]

    def run(self, stop):
        order = []
        while self.faults and not stop.wait(self.random.uniform(*BETWEEN)):
            # Each comes before one comes twice.
            order = order or self.random.sample(self.faults, len(self.faults))
            name, fault = order.pop()
            self.say(name)
            with contextlib.suppress(AssertionError, ValueError, OSError), fault():
                self.seen[name] += 1
                stop.wait(self.random.uniform(*LASTS))
            self.say(f"{name}: over")


def named(fault):
    return f"takes {fault} s" if isinstance(fault, float) else fault


@contextlib.contextmanager
def hanging(name, gate):
    with gate if name.startswith("galera") else contextlib.nullcontext(), hung(name):
        yield


def gate():
    """Held by what takes a host out of a cluster."""
    return threading.Lock()
