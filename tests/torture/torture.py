"""One run: a fresh exchange, relays before every service, clients, faults, quiet, the checker."""
import concurrent.futures
import contextlib
import dataclasses
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.parse

import committed
import durable
import invariants
import quiet
from client_log import ClientLog
from clients import Client, Material, Phones
from fault_injection import SPACONF, as_program, disturbed, mend, of_the_stack, replaced, service
from faults import Saboteur, gate, is_back, killers
from relay import Relay
from snapshot import Snapshot, begin
from spaconf_stack import STACK, config, env, forget_settings, ready, wait_until
from ticket_proxy import TicketProxy
from watcher import Watcher

CLIENTS, PAUSE = 6, 0.5
OURS = "form", "submit", "api", "worker"
HEAD = f"{'set-up':18}{'seed':>8}{'minutes':>9}{'requests':>10}{'acknowledged':>14}{'reads':>8}{'kills':>7}{'faults':>8}{'quiet after':>13}{'violations':>12}"


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
        return (f"{self.kind:18}{self.seed:8}{self.minutes:9.1f}{self.requests:10}{self.acknowledged:14}{self.reads:8}{self.kills:7}"
                f"{self.faults:8}{self.quiet:11.0f} s{len(self.violations):12}")  # fmt: skip


def run(kind, seed, minutes):
    """The row of a run, whose violations are printed."""
    of_the_stack("exchange", kind)
    forget_settings()
    wait_until(ready, f"every service well with the exchange {kind}", 60)
    where = pathlib.Path(tempfile.mkdtemp(prefix="torture-"))
    row = in_folder(where, kind, seed, minutes)
    for violation in row.violations:
        print(f"{kind}, seed {seed}: {violation}")
    if row.violations:
        print(f"{kind}, seed {seed}: what the clients and the reader noted is in {where}")
    else:
        shutil.rmtree(where)
    return row


def in_folder(where, kind, seed, minutes):
    print(f"torture: {kind}, seed {seed}, {minutes:g} minutes", flush=True)
    committed.keep()
    try:
        begin(where)
        found = list(durable.violations())
        killed, faults, watcher, waited = under_fire(where, seed, minutes)
        seen = Snapshot(where)
        found += [*watcher.violations.values(), *invariants.violations(seen)]
        return Row(kind, seed, minutes, len(seen.requests), sum(request.is_acknowledged for request in seen.requests), watcher.reads,
                   killed, faults, waited, list(dict.fromkeys(found)))  # fmt: skip
    finally:
        committed.forget()


def under_fire(where, seed, minutes):
    """How often each process was killed, how often each fault came, what was seen meanwhile, and how long it then took."""
    log, phones, material = ClientLog(where / "requests.log"), Phones(), Material(CLIENTS)
    with (where / "faults.log").open("w") as notes, contextlib.ExitStack() as all_of:
        def say(what):
            notes.write(f"{time.time():.2f} {what}\n")
            notes.flush()

        relays, tickets = all_of.enter_context(through_relays())
        all_of.enter_context(another_worker())
        watcher = all_of.enter_context(Watcher(where, seed))
        clients = [Client(log, material, phones, seed + i, lambda: watcher.due) for i in range(CLIENTS)]
        stop, of_cluster = threading.Event(), gate()
        all_killers, saboteur = killers(seed, of_cluster, say), Saboteur(seed, of_cluster, say, relays, tickets)
        with concurrent.futures.ThreadPoolExecutor(CLIENTS + 3) as crowd:
            running = [crowd.submit(client.run, stop, PAUSE) for client in clients]
            running += [crowd.submit(each.run, stop) for each in (*all_killers, saboteur)]
            try:
                wait_for(running, 60 * minutes)
            finally:
                stop.set()
        for each in running:
            each.result()
        for name in sorted(disturbed):
            is_back(name)
        mend()
        say("the last fault is over")
        waited = quiet.wait()
        say(f"quiet after {waited:.0f} s")
    return sum(killer.killed.total() for killer in all_killers), saboteur.seen.total(), watcher, waited


def wait_for(running, seconds):
    """Until the time is over, or one of them broke."""
    concurrent.futures.wait(running, seconds, return_when=concurrent.futures.FIRST_EXCEPTION)


@contextlib.contextmanager
def through_relays():
    """Our programs reach every service only by relays, which are given by name."""
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
        conf.write_text(text)
        try:
            restart()
            yield relays, tickets
        finally:
            conf.write_bytes(whole)
            restart()


def restart():
    for name in OURS:
        service(name, "restart")
    wait_until(ready, "every service well", 60)


@contextlib.contextmanager
def another_worker():
    """Of a second web node, with the same tasks."""
    worker = subprocess.Popen([*as_program(), SPACONF, "worker"], stderr=(STACK / "log/second-worker.log").open("wb"), start_new_session=True,
                              env={"PATH": "/usr/bin:/bin", "SPACONF_CONFIG": env.SPACONF_CONFIG})  # fmt: skip
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(30)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
