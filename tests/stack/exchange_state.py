"""What of a phone does not agree with its exchange, as seen from outside: nothing, once everything is done."""
import time

import pytest

from spaconf_stack import hashes, pbx, profile, registration, sql, subscriber, tftp

# A process that got no answer asks the exchange again after so many seconds.
FORGOTTEN = 3.5


@pytest.fixture(scope="module")
def the_next_file_finds_it_back():
    """For a file whose tests take the exchange away."""
    yield
    time.sleep(FORGOTTEN)


def unfinished(ref):
    """What of this phone is still to be done, or is otherwise on the exchange than in its profile and our tables."""
    row = registration(ref)
    if row["state"] != "live":
        has_file = row["mac"] and tftp(f"config/spa{row['mac']}.cfg")
        return [] if row["state"] == "retired" and not has_file else [row["state"]]
    if row["profile_state"] != "done":
        return [f"profile {row['profile_state']}"]
    passwords = dict(profile(row["mac"]).accounts())
    accounts = sql("SELECT user, permissions, exchange_state FROM account JOIN line ON account_id = account.id WHERE registration_id = %s", row["id"])
    left = [] if {each["user"] for each in accounts} == set(passwords) else ["lines"]
    for each in accounts:
        if each["exchange_state"] != "current":
            left.append(f"{each['user']} is {each['exchange_state']}")
        there = subscriber(each["user"])
        if not there or (there["ha1"], there["ha1b"]) != hashes(each["user"], passwords.get(each["user"])):
            left.append(f"password of {each['user']}")
        if permissions(each["user"]) != sorted(each["permissions"].split()):
            left.append(f"permissions of {each['user']}")
    return left


def permissions(user):
    return [row["grp"] for row in pbx("SELECT grp FROM grp WHERE username = %s ORDER BY grp", user)]


def remains(user):
    """What the exchange has of an account that should be gone."""
    return (subscriber(user), permissions(user)) if subscriber(user) or permissions(user) else None
