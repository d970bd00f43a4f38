"""Clients at work while processes are killed and services disturbed; everything runs again afterwards."""
import concurrent.futures
import operator
import threading
import time

from client_log import ClientLog
from clients import Client, Material, Phones
from fault_injection import disturbed, mend
from faults import DATABASES, OTHERS, Saboteur, gate, killers
from machines import OURS
from spaconf_stack import env
from victim import of_stack
from violation import Violation

CLIENTS, PAUSE = 6, 0.5
# Seconds that it may last longer, until enough was done.
PATIENCE = 300


class Load:
    """`watcher` knows how many tickets wait, and `say` notes what is done."""

    def __init__(self, setup, watcher, where, seed, say):
        self.machines, self.say = setup.machines, say
        self.log, phones, material, of_cluster = ClientLog(where / "requests.log"), Phones(), Material(CLIENTS), gate()
        self.clients = [Client(self.log, material, phones, seed + i, lambda: watcher.due, setup.machines.urls) for i in range(CLIENTS)]
        self.killers = killers(setup.machines, seed, of_cluster, say)
        self.saboteur = Saboteur(seed, of_cluster, say, setup.relays, setup.tickets)

    def done(self):
        """Acknowledged requests, killed processes, disturbed services."""
        return self.log.acknowledged, sum(killer.killed.total() for killer in self.killers), self.saboteur.seen.total()

    def ended_by_themselves(self):
        for killer in self.killers:
            for name, times in killer.ended.items():
                yield Violation("crash", name, f"ended by itself {times} times")

    def run(self, seconds, enough):
        """For so many seconds, or until so much was done, which takes longer on a busy machine."""
        stop, services = threading.Event(), [*OURS, *OTHERS, *DATABASES[env.EXCHANGE]]
        disturbed.update(services)
        with concurrent.futures.ThreadPoolExecutor(len(self.clients) + len(self.killers) + 1) as crowd:
            running = [crowd.submit(client.run, stop, PAUSE) for client in self.clients]
            running += [crowd.submit(each.run, stop) for each in (*self.killers, self.saboteur)]
            end = time.monotonic() + seconds
            try:
                while not self.is_over(end, enough) and not any(each.done() and each.exception() for each in running):
                    time.sleep(0.2)
            finally:
                stop.set()
        for each in running:
            each.result()
        for victim in [*map(of_stack, services), *self.machines.victims]:
            victim.bring_back()
        mend()
        self.say("the last fault is over")

    def is_over(self, end, enough):
        now = time.monotonic()
        return now >= end + PATIENCE or now >= end and not any(map(operator.lt, self.done(), enough))
