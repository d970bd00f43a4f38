"""Phones, their accounts on the exchange and their profiles agree with each other and with what was acknowledged (I1, I2, I4, I7)."""
import hashlib

from snapshot import lines_of
from spaconf_stack import env
from violation import Violation


def registered(seen):
    """Reference -> the request that was acknowledged first."""
    found = {}
    for request in seen.requests:
        if request.action == "register" and request.is_acknowledged:
            found.setdefault(request.answered, request)
    return found


def retired(seen, acknowledged):
    return {each.ref for each in seen.requests if each.action == "retire" and (each.is_acknowledged or not acknowledged)}


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
    """I7: an acknowledged change is there, too: the phone had the next version, with the host name and the address that were asked for."""
    for request in seen.requests:
        if not request.is_acknowledged:
            continue
        ref = request.answered or request.ref
        states = [state for state in seen.committed.get(ref, []) if int(state["version"]) == request.version + 1]
        asked = {name: request.asked[name] for name in ("hostname", "mac") if name in request.asked}
        if not any(all(state[name] == value for name, value in asked.items()) for state in states):
            yield Violation("I7", ref, f"{request.action} of version {request.version} was acknowledged and is not there: {asked}")


def profiles_agree_with_the_exchange(seen):
    """I2: one profile, whose user, domain and password are those of the exchange for every line; so are the permissions."""
    for phone in seen.live:
        if not phone["mac"]:
            continue
        for node in seen.nodes:
            for sentence in wrong_in_profile(seen, phone, seen.profiles[node.name].get(phone["mac"])):
                yield Violation("I2", node.of(phone["ref"]), sentence)
        for line in seen.lines.get(phone["id"], []):
            if seen.permissions.get(line["user"], []) != sorted(line["permissions"].split()):
                yield Violation("I2", phone["ref"], f"{line['user']} has other permissions on the exchange")


def wrong_in_profile(seen, phone, data):
    if data is None:
        yield "has no profile"
        return
    if hashlib.sha256(data).hexdigest() != phone["profile_sha256"]:
        yield "the profile is not that of the row"
    try:
        lines = list(lines_of(data))
    except Exception as error:  # of either parser
        yield f"a torn profile: {error}"
        return
    if sorted(user for user, _, _ in lines) != sorted(line["user"] for line in seen.lines.get(phone["id"], [])):
        yield f"the profile has other lines: {[user for user, _, _ in lines]}"
    for user, password, both in lines:
        for row in seen.subscribers.get(user, []):
            if (row["ha1"], row["ha1b"]) != both or row["domain"] != env.SIP_DOMAIN or row["password"] not in ("", password):
                yield f"the password of {user} is not that of the exchange"


def nothing_is_left_over(seen):
    """I4: no profile, no account of ours and no ticket without its registration."""
    addresses = {phone["mac"] for phone in seen.live}
    for node in seen.nodes:
        for address in seen.profiles[node.name].keys() - addresses:
            yield Violation("I4", node.of(address), "a profile without registration")
    held = {line["user"] for phone in seen.live for line in seen.lines.get(phone["id"], [])}
    ours = {request_user for request in seen.requests for request_user in request.asked.get("users", [])}
    for user in (seen.subscribers.keys() & ours) - held:
        yield Violation("I4", user, "an account on the exchange without a line")
    for user in (seen.permissions.keys() & ours) - held:
        yield Violation("I4", user, "permissions on the exchange without a line")
    for account in seen.accounts:
        if account["user"] not in held:
            yield Violation("I4", account["user"], "an account of ours without a line")
    for ref in seen.tickets.keys() - seen.phones.keys() - seen.batches.keys():
        yield Violation("I4", ref, f"a ticket without registration: {[ticket['number'] for ticket in seen.tickets[ref]]}")
