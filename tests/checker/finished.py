"""Everything is finished, in the audit trail, and nothing for reconcile to find (I13, I14, I15)."""
import json
import re

from fault_injection import SPACONF, run
from violation import Violation

CHANGES = "edit", "replace", "move", "password", "refresh", "revert", "retire"
# What reconcile ends with when a service did not answer in time, as may be on a busy machine; then it is asked again.
NOT_CHECKED, TRIES = 2, 3
# Parked tasks wait for a person, which is right for a few.
MOST_PARKED = 3


def nothing_is_unfinished(seen):
    """I13: no lease, and nothing unfinished that is not parked and shown."""
    parked = [task["ref"] for task in seen.tasks if task["state"] == "parked"]
    if len(parked) > max(MOST_PARKED, len(seen.phones) // 20):
        yield Violation("I13", "tasks", f"{len(parked)} are parked")
    for task in seen.tasks:
        what = task["ref"] or "a task"
        if task["lease_until"] and task["state"] != "parked":
            yield Violation("I13", what, f"a lease of its {task['kind']} task is alive")
        if task["state"] == "due":
            yield Violation("I13", what, f"its {task['kind']} task is not done: {task['reason']}")
        if task["state"] == "parked" and not seen.home.find("a", href=re.compile(f"/{what}$")):
            yield Violation("I13", what, f"its {task['kind']} task is parked, and home does not show it")
    for ref, batch in seen.batches.items():
        if batch["is_leased"] or batch["is_to_be_checked"]:
            yield Violation("I13", ref, "its ticket is not finished")
    for ref, phone in seen.phones.items():
        if phone["state"] == "retiring" or phone["profile_state"] == "pending" and phone["state"] == "live":
            yield Violation("I13", ref, f"is {phone['state']}, its profile {phone['profile_state']}")
    for account in seen.accounts:
        if account["exchange_state"] in ("pending", "leaving"):
            yield Violation("I13", account["user"], f"is {account['exchange_state']} on the exchange")


def every_change_is_in_the_audit_trail(seen):
    """I14: an entry with an actor in the audit trail for every change."""
    for ref, phone in seen.phones.items():
        entries = seen.audit.get(ref, [])
        begun = [entry for entry in entries if entry["action"] == "register"]
        changes = [entry for entry in entries if entry["action"] in CHANGES]
        others = [entry for entry in entries if entry["action"] == "account"]
        if len(begun) != 1:
            yield Violation("I14", ref, f"was registered {len(begun)} times by the audit trail")
        if not len(changes) <= phone["version"] - 1 <= len(changes) + len(others):
            yield Violation("I14", ref, f"version {phone['version']}, and {len(changes)} changes in the audit trail")
        if not all(entry["actor"] for entry in entries):
            yield Violation("I14", ref, "an entry without an actor")


def reconcile_finds_nothing(seen):
    """I15: spaconf reconcile finds nothing, and repairing twice changes nothing."""
    for node in seen.nodes:
        # All nodes have the same tickets.
        tickets = [] if node is seen.nodes[0] else ["--without-tickets"]
        for option in "--check", "--repair", "--repair":
            done = reconciled(node, option, *tickets)
            if done.returncode not in (0, 1):
                yield Violation("I15", node.of(option), f"ended with {done.returncode}: {(done.stdout + done.stderr).decode()[-300:]}")
                break
            for found in json.loads(done.stdout):
                ticket = re.fullmatch(r"ticket (\d+)", found["what"])
                # Of what was registered before the databases were made again.
                if not ticket or int(ticket[1]) > seen.began["last_ticket"]:
                    yield Violation("I15", node.of(found["what"]), f"{option}: {found['sentence']}")


def reconciled(node, *options):
    for _ in range(TRIES):
        done = run(SPACONF, "reconcile", *options, "--json", conf=node.conf, timeout=300)
        if done.returncode != NOT_CHECKED:
            break
    return done
