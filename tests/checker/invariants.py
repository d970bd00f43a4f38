"""The invariants of the design that are looked at when nothing changes any more: what of a snapshot breaks each of them."""
import json
import re

import folder
import spread
from fault_injection import SPACONF, run
from snapshot import lines_of
from spaconf_stack import env
from violation import Violation

CHANGES = "edit", "replace", "move", "password", "refresh", "revert", "retire"


def registered(seen):
    """Reference -> the request that was acknowledged first."""
    found = {}
    for request in seen.requests:
        if request.action == "register" and request.is_acknowledged:
            found.setdefault(request.answered, request)
    return found


def retired(seen, acknowledged):
    return {each.ref for each in seen.requests if each.action == "retire" and (each.is_acknowledged or not acknowledged)}


# --- rows and accounts ----------------------------------------------------------------------


def acknowledged_phones_are_there(seen):
    """I1: each acknowledged phone that was not retired is one row, with one account on the exchange for each line.

    I7: what was acknowledged survives kill -9; durable.py looks at power cuts.
    """
    perhaps, certainly = retired(seen, acknowledged=False), retired(seen, acknowledged=True)
    for ref in registered(seen):
        phone = seen.phones.get(ref)
        if not phone:
            yield Violation("I7", ref, "was acknowledged and is not there")
        elif ref in certainly and phone["state"] != "retired":
            yield Violation("I1", ref, f"is {phone['state']}, though its retirement was acknowledged")
        elif ref not in perhaps and phone["state"] != "live":
            yield Violation("I1", ref, f"is {phone['state']}, though nobody retired it")
    for ref, phone in seen.phones.items():
        if phone["state"] == "live":
            yield from accounts_are_there(seen, ref, phone)


def accounts_are_there(seen, ref, phone):
    lines = seen.lines.get(phone["id"], [])
    if not lines:
        yield Violation("I1", ref, "has no line")
    for line in lines:
        rows = seen.subscribers.get(line["user"], [])
        if [row["domain"] for row in rows] != [line["domain"]]:
            yield Violation("I1", ref, f"line {line['position']} has {len(rows)} accounts {line['user']} on the exchange")


def acknowledged_changes_are_there(seen):
    """I7: so does an acknowledged change; its host name was committed."""
    for request in seen.requests:
        if request.is_acknowledged and (name := request.asked.get("hostname")):
            states = seen.committed.get(request.answered or request.ref, [])
            if name not in {state["hostname"] for state in states}:
                yield Violation("I7", request.answered or request.ref, f"{request.action} with {name} was acknowledged and is not there")


def profiles_agree_with_the_exchange(seen):
    """I2: one profile, whose user, domain and password are those of the exchange for every line; so are the permissions."""
    for phone in seen.live:
        if phone["profile_state"] == "none":
            continue
        data = seen.profiles.get(phone["mac"])
        if data is None:
            yield Violation("I2", phone["ref"], "has no profile")
            continue
        try:
            lines = list(lines_of(data))
        except Exception as error:  # of either parser
            yield Violation("I2", phone["ref"], f"a torn profile: {error}")
            continue
        wanted = seen.lines.get(phone["id"], [])
        if sorted(user for user, _, _ in lines) != sorted(line["user"] for line in wanted):
            yield Violation("I2", phone["ref"], f"the profile has other lines: {[user for user, _, _ in lines]}")
        for user, password, both in lines:
            for row in seen.subscribers.get(user, []):
                if (row["ha1"], row["ha1b"]) != both or row["domain"] != env.SIP_DOMAIN or row["password"] not in ("", password):
                    yield Violation("I2", phone["ref"], f"the password of {user} is not that of the exchange")
        for line in wanted:
            if seen.permissions.get(line["user"], []) != sorted(line["permissions"].split()):
                yield Violation("I2", phone["ref"], f"{line['user']} has other permissions on the exchange")


def each_phone_has_one_ticket(seen):
    """I3: one ticket that is not merged away, with the right requestor, and the reference in its subject and custom field."""
    for ref, phone in seen.phones.items():
        tickets, parked = seen.tickets.get(ref, []), phone["ticket_state"] == "parked"
        # A phone that was retired before that needs none.
        wanted = (0, 1) if phone["state"] == "retired" or parked else (1,)
        if len(tickets) not in wanted:
            yield Violation("I3", ref, f"has {len(tickets)} tickets: {[ticket['number'] for ticket in tickets]}")
        for ticket in tickets:
            if not ticket["subject"].endswith(f"[spaconf {ref}]"):
                yield Violation("I3", ref, f"the subject of ticket {ticket['number']} is {ticket['subject']}")
            if phone["state"] == "live" and not parked and ticket["requestors"] != [phone["person_mail"].lower()]:
                yield Violation("I3", ref, f"ticket {ticket['number']} has the requestors {ticket['requestors']}")
            if phone["ticket_number"] != ticket["number"] and not parked:
                yield Violation("I3", ref, f"has ticket {ticket['number']}, and its row the ticket {phone['ticket_number']}")


def nothing_is_left_over(seen):
    """I4: no profile, no account of ours and no ticket without its registration."""
    addresses = {phone["mac"] for phone in seen.live}
    for address in seen.profiles.keys() - addresses:
        yield Violation("I4", address, "a profile without registration")
    held = {line["user"] for phone in seen.live for line in seen.lines.get(phone["id"], [])}
    ours = {request_user for request in seen.requests for request_user in request.asked.get("users", [])}
    for user in (seen.subscribers.keys() & ours) - held:
        yield Violation("I4", user, "an account on the exchange without a line")
    for user in (seen.permissions.keys() & ours) - held:
        yield Violation("I4", user, "permissions on the exchange without a line")
    for account in seen.accounts:
        if account["user"] not in held:
            yield Violation("I4", account["user"], "an account of ours without a line")
    for ref in seen.tickets.keys() - seen.phones.keys():
        yield Violation("I4", ref, f"a ticket without registration: {[ticket['number'] for ticket in seen.tickets[ref]]}")


# --- what was seen by TFTP ------------------------------------------------------------------


def every_read_was_committed(seen):
    """I5: every read is byte for byte a committed generation, or there was no such file."""
    generations = {(state["registration"], int(state["generation"])) for states in seen.committed.values() for state in states}
    names = {(state["mac"], state["hostname"]) for states in seen.committed.values() for state in states}
    for read in seen.reads:
        if read["sha256"] is None:
            continue
        unknown = [user for user, ha1 in read["lines"] if (user, ha1) not in seen.former_hashes]
        if unknown:
            yield Violation("I5", read["mac"], f"a profile had a password of {unknown} that the exchange never had")
        places = seen.rendered.get((read["mac"], read["sha256"]), [])
        # In a cluster the sum of a profile whose COMMIT never came is not known, only what it says.
        is_known = any(place in generations for place in places) or (
            env.EXCHANGE == "galera" and not places and (read["mac"], read["hostname"]) in names)  # fmt: skip
        if not is_known:
            yield Violation("I5", read["mac"], f"a profile was never committed: {read['sha256'][:12]}")


def no_generation_goes_back(seen):
    """I9: the generation that TFTP shows never goes back.

    Some generations have the same bytes; a read shows at least the first and at most the last of them.
    """
    last = {}
    for read in sorted(seen.reads, key=lambda read: read["begun"]):
        places = seen.rendered.get((read["mac"], read["sha256"]))
        if not places:
            continue
        for ended, before in last.setdefault(read["mac"], []):
            if ended < read["begun"] and min(before) > max(places):
                yield Violation("I9", read["mac"], f"generation {max(places)} was read after {min(before)}")
        last[read["mac"]].append((read["ended"], places))


# --- requests -------------------------------------------------------------------------------


def unanswered_requests_are_whole_or_nothing(seen):
    """I6: an unanswered request left nothing, or a whole registration, which I1 to I3 look at."""
    accounts = {account["user"] for account in seen.accounts}
    for key, requests in by_key(seen, "register").items():
        if any(request.is_acknowledged for request in requests) or key in seen.request_keys:
            continue
        asked = requests[0].asked
        rows = [state for states in seen.committed.values() for state in states if state["hostname"] == asked["hostname"]]
        if rows:
            yield Violation("I6", rows[0]["ref"], "a registration without its request key")
        for user in asked["users"]:
            if user in accounts or user in seen.subscribers:
                yield Violation("I6", user, "an account without its request key")


def by_key(seen, *actions):
    found = {}
    for request in seen.requests:
        if not actions or request.action in actions:
            found.setdefault(request.key, []).append(request)
    return found


def a_mac_is_in_one_live_registration(seen):
    """I8: a MAC address is in one live registration at most; the watcher looks during the run, too."""
    by_address = {}
    for phone in seen.live:
        if phone["mac"]:
            by_address.setdefault(phone["mac"], []).append(phone["ref"])
    for address, refs in by_address.items():
        if len(refs) > 1:
            yield Violation("I8", address, f"in several live registrations: {refs}")


def a_key_is_carried_out_once(seen):
    """I10: one key, one reference, one effect; and of two changes of one version only one is acknowledged."""
    for key, requests in by_key(seen).items():
        refs = {request.answered for request in requests if request.is_acknowledged}
        if len(refs) > 1:
            yield Violation("I10", key, f"was answered with {sorted(refs)}")
        if len(seen.request_keys.get(key, [])) > 1:
            yield Violation("I10", key, "has several rows")
        if refs and key not in seen.request_keys:
            yield Violation("I10", key, "was acknowledged and is not kept")
        if refs:
            # Each registration has a host name of its own.
            same = [ref for ref, states in seen.committed.items() if states[0]["hostname"] == requests[0].asked.get("hostname")]
            if requests[0].action == "register" and len(same) > 1:
                yield Violation("I10", key, f"was registered as {same}")
    changed = {}
    for request in seen.requests:
        if request.is_acknowledged and request.version:
            changed.setdefault((request.ref, request.version), set()).add(request.key)
    for (ref, version), keys in changed.items():
        if len(keys) > 1:
            yield Violation("I10", ref, f"{len(keys)} changes of version {version} were acknowledged")


# --- the rest -------------------------------------------------------------------------------


def passwords_are_only_where_they_may_be(seen):
    """I11: issued passwords are in the exchange, in profiles and sealed in our own column, and nowhere else."""
    words = spread.issued(seen)
    yield from spread.in_files(words)
    yield from spread.in_tables(words)
    yield from spread.in_processes(words)


def modes_are_as_promised(_):
    """I12: modes and owners as promised, and nothing but profiles in the TFTP folder."""
    return folder.wrong_modes()


def nothing_is_unfinished(seen):
    """I13: no lease, and nothing unfinished that is not parked and shown."""
    for task in seen.tasks:
        what = task["ref"] or "a task"
        if task["lease_until"] and task["state"] != "parked":
            yield Violation("I13", what, f"a lease of its {task['kind']} task is alive")
        if task["state"] == "due":
            yield Violation("I13", what, f"its {task['kind']} task is not done: {task['reason']}")
        if task["state"] == "parked" and not seen.home.find("a", href=re.compile(f"/{what}$")):
            yield Violation("I13", what, f"its {task['kind']} task is parked, and home does not show it")
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
    for option in "--check", "--repair", "--repair":
        done = run(SPACONF, "reconcile", option, "--json", timeout=300)
        if done.returncode not in (0, 1):
            yield Violation("I15", option, f"ended with {done.returncode}: {(done.stdout + done.stderr).decode()[-300:]}")
            return
        for found in json.loads(done.stdout):
            ticket = re.fullmatch(r"ticket (\d+)", found["what"])
            # Of what was registered before the databases were made again.
            if not ticket or int(ticket[1]) > seen.began["last_ticket"]:
                yield Violation("I15", found["what"], f"{option}: {found['sentence']}")


WHEN_QUIET = [
    acknowledged_phones_are_there, acknowledged_changes_are_there, profiles_agree_with_the_exchange, each_phone_has_one_ticket,
    nothing_is_left_over, every_read_was_committed, no_generation_goes_back, unanswered_requests_are_whole_or_nothing,
    a_mac_is_in_one_live_registration, a_key_is_carried_out_once, passwords_are_only_where_they_may_be, modes_are_as_promised,
    nothing_is_unfinished, every_change_is_in_the_audit_trail, reconcile_finds_nothing]  # fmt: skip


def violations(seen, without=()):
    """What breaks any of them, except those that are left out."""
    return [violation for check in WHEN_QUIET if check not in without for violation in check(seen)]
