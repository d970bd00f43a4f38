"""Requests were carried out once, whole or not at all (I6, I8, I10)."""
from violation import Violation


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
