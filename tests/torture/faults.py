"""Faults by a seed: kill -9 of every kind of process, and services that hang, reset, are slow, or have no room."""
import collections
import contextlib
import os
import random
import re
import signal
import threading
import time

from cluster import all_are_in_touch
from fault_injection import children, disturbed, family, hung, send
from machines import weighed
from outage_test import full
from spaconf_stack import env, wait_until
from victim import of_stack

# How often each service is killed, relative to the others.
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
    """Kills some processes with -9 and starts them again; they stay away for up to so many seconds."""

    def __init__(self, victims, away, seed, gate, say):
        self.random, self.away, self.gate, self.say = random.Random(seed), away, gate, say
        self.victims = {victim: weight for victim, weight in victims.items() if is_wanted(f"kill -9 of {victim.name}")}
        self.killed, self.ended = collections.Counter(), collections.Counter()

    def run(self, stop):
        while self.victims and not stop.wait(self.random.uniform(0.2, 1.2)):
            [victim] = self.random.choices(list(self.victims), list(self.victims.values()))
            if victim.is_ours and not victim.runs():
                self.ended[victim.name] += 1
            with contextlib.suppress(AssertionError, ValueError, ProcessLookupError, IndexError):
                self.kill(victim)
            victim.bring_back()

    def kill(self, victim):
        process = victim.pid()
        if victim.has_workers and self.random.random() < 0.75:
            os.kill(self.random.choice(children(process)), signal.SIGKILL)
            self.killed[victim.name] += 1
            return
        with out_of_cluster(victim.name, self.gate):
            self.say(f"kill -9 of {victim.name}")
            send(family(process), signal.SIGKILL)
            self.killed[victim.name] += 1
            wait_until(lambda: not victim.runs(), f"{victim.name} is dead", 30)
            time.sleep(self.random.uniform(0, self.away))
            victim.bring_back()


def killers(machines, seed, gate, say):
    """One for the programs of the machines, which are back at once, and one for the services."""
    services = weighed(of_stack, OTHERS | DATABASES[env.EXCHANGE])
    return [Killer(machines.victims, 0, seed, gate, say), Killer(services, 3, seed + 1, gate, say)]


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
    with out_of_cluster(name, gate), hung(name):
        yield


def gate():
    """Held by what takes a host out of a cluster."""
    return threading.Lock()


@contextlib.contextmanager
def out_of_cluster(name, gate):
    """One host at a time: a cluster goes on as long as most of its hosts are in touch."""
    if not name.startswith("galera"):
        yield
        return
    with gate:
        yield
        wait_until(all_are_in_touch, "all hosts of the cluster are in touch", 120)
