"""One run: a fresh exchange, relays before every service, clients, faults, quiet, the checker."""
import contextlib
import dataclasses
import pathlib
import shutil
import tempfile
import time
import urllib.parse

import committed
import durable
import invariants
import machines
import quiet
from fault_injection import of_the_stack, replaced, service
from load import Load
from relay import Relay
from snapshot import Snapshot, begin
from spaconf_stack import STACK, config, env, forget_settings, free_port, ready, wait_until
from ticket_proxy import TicketProxy
from watcher import Watcher

COLUMNS = {"set-up": 16, "seed": 6, "minutes": 7, "requests": 8, "acknowledged": 12, "profiles read": 13, "kills": 5, "faults": 6,
           "quiet after": 11, "violations": 10}  # fmt: skip


def table_row(cells):
    """As RELIABILITY.md has them."""
    return "| " + " | ".join(f"{cell:>{width}}" for cell, width in zip(cells, COLUMNS.values())) + " |"


HEAD = table_row(COLUMNS)


@dataclasses.dataclass
class Row:
    """What came of one run."""
    kind: str
    seed: int
    minutes: float
    requests: int
    acknowledged: int
    reads: int
    kills: int
    faults: int
    quiet: float
    violations: list

    def __str__(self):
        return table_row([self.kind, self.seed, self.minutes, self.requests, self.acknowledged, self.reads, self.kills, self.faults,
                          f"{self.quiet:.0f} s", len(self.violations)])  # fmt: skip


def run(kind, seed, minutes, enough=(0, 0, 0)):
    """The row of a run, whose violations are printed.

    On a busy machine it goes on until so many requests were acknowledged, processes killed and services disturbed.
    """
    of_the_stack("exchange", kind)
    forget_settings()
    wait_until(ready, f"every service well with the exchange {kind}", 300)
    where = pathlib.Path(tempfile.mkdtemp(prefix="torture-"))
    row = in_folder(where, kind, seed, minutes, enough)
    for violation in row.violations:
        print(f"{kind}, seed {seed}: {violation}")
    if row.violations:
        print(f"{kind}, seed {seed}: what the clients and the reader noted is in {where}")
    else:
        shutil.rmtree(where)
    return row


def in_folder(where, kind, seed, minutes, enough):
    print(f"torture: {kind}, seed {seed}, {minutes:g} minutes", flush=True)
    committed.keep()
    try:
        begin(where)
        found = list(durable.violations())
        with set_up(where) as setup:
            watcher, killed, faults, waited = seen_and_done(setup, where, seed, minutes, enough)
            seen = Snapshot(where, setup.machines.nodes, watcher.passwords)
            found += [*watcher.violations.values(), *invariants.violations(seen)]
        return Row(kind, seed, minutes, len(seen.requests), sum(request.is_acknowledged for request in seen.requests), watcher.reads,
                   killed, faults, waited, list(dict.fromkeys(found)))  # fmt: skip
    finally:
        committed.forget()


@dataclasses.dataclass
class Setup:
    """What a run needs: the machines, and what is between them and each service."""
    machines: machines.Machines
    relays: dict
    tickets: TicketProxy


@contextlib.contextmanager
def set_up(where):
    ports = free_port(), free_port()
    if env.EXCHANGE == "galera":
        settings, begun = machines.settings_of_two(ports), lambda: machines.two_machines(where, ports)
    else:
        settings, begun = {}, lambda: machines.one_machine(where)
    try:
        with through_relays(settings) as (relays, tickets), begun() as there:
            yield Setup(there, relays, tickets)
    finally:
        if settings:
            machines.forget()


def seen_and_done(setup, where, seed, minutes, enough):
    """The watcher, how often processes were killed and services disturbed, and how long it took until nothing waited."""
    with (where / "faults.log").open("w") as notes:
        def say(what):
            notes.write(f"{time.time():.2f} {what}\n")
            notes.flush()

        with Watcher(where, seed, setup.machines.nodes) as watcher:
            load = Load(setup, watcher, where, seed, say)
            load.run(60 * minutes, enough)
            waited = quiet.wait()
            say(f"quiet after {waited:.0f} s")
    for violation in load.ended_by_themselves():
        watcher.found(violation)
    return watcher, *load.done()[1:], waited


@contextlib.contextmanager
def through_relays(settings):
    """Our programs reach every service only by relays, which are given by name, and have more settings, by section and key."""
    conf = pathlib.Path(env.SPACONF_CONFIG)
    whole, text = conf.read_bytes(), conf.read_text()
    with tempfile.TemporaryDirectory(dir=STACK / "web") as place, contextlib.ExitStack() as all_of:
        pathlib.Path(place).chmod(0o755)
        tickets = TicketProxy()
        all_of.callback(tickets.shutdown)
        directory = all_of.enter_context(Relay(("127.0.0.1", urllib.parse.urlparse(config()["person"]["uri"]).port)))
        relays = {"directory": directory}
        text = replaced(text, "ticket", "url", tickets.url)
        text = replaced(text, "person", "uri", f"ldap://127.0.0.1:{directory.port}")
        if env.EXCHANGE == "galera":
            hosts = [all_of.enter_context(Relay(("127.0.0.1", int(host.rpartition(":")[2])))) for host in config()["database"]["hosts"]]
            relays |= {f"database-{number}": relay for number, relay in enumerate(hosts[:2], 1)}
            text = replaced(text, "database", "hosts", [f"127.0.0.1:{relay.port}" for relay in hosts])
        else:
            relays["database"] = all_of.enter_context(Relay(env.DB_SOCKET, listen=f"{place}/database"))
            text = replaced(text, "database", "socket", f"{place}/database")
        if env.EXCHANGE == "other-server":
            relays["exchange"] = all_of.enter_context(Relay(("127.0.0.1", int(env.EXCHANGE_DB_PORT))))
            text = replaced(text, "account", "port", relays["exchange"].port)
        for (section, key), value in settings.items():
            text = replaced(text, section, key, value)
        conf.write_text(text)
        try:
            restart()
            yield relays, tickets
        finally:
            conf.write_bytes(whole)
            restart()


def restart():
    for name in machines.OURS:
        service(name, "restart")
    wait_until(ready, "every service well", 300)
