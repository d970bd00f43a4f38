"""The checker of tests/checker: nothing to say of a stack that is well, and each invariant by name once it is broken by hand."""
import contextlib
import dataclasses
import json
import os
import pathlib
import sys
import tempfile
import types

import pytest
import requests

from spaconf_stack import HERE, STACK, env, forget_settings, insert, mac, pbx, ready, rt, sql, tftp, wait_until

sys.path += [str(HERE.parent / "checker"), str(HERE.parent / "torture")]

import committed  # noqa: E402
import durable  # noqa: E402
import invariants  # noqa: E402
import quiet  # noqa: E402
from client_log import ClientLog, Request  # noqa: E402
from clients import Client, Material, Phones  # noqa: E402
from fault_injection import of_the_stack  # noqa: E402
from node import stack_node  # noqa: E402
from snapshot import Snapshot, begin, path_of  # noqa: E402
from watcher import Watcher  # noqa: E402

KIND = "same-transaction"


@pytest.fixture(scope="module")
def well():
    """A stack with a few phones, one of them retired, and what was noted of it."""
    of_the_stack("exchange", KIND)
    forget_settings()
    wait_until(ready, "every service well", 300)
    committed.keep()
    with tempfile.TemporaryDirectory() as place:
        where = pathlib.Path(place)
        begin(where)
        client = Client(ClientLog(where / "requests.log"), Material(1), Phones(), 0, lambda: 0)
        watcher = Watcher(where)
        while len(Snapshot(where).live) < 3:
            do(client.register)
            do(client.register_by_api)
        while not Snapshot(where).batches:
            do(client.register_together)
        for action in "register_at_once", "edit", "edit_by_api", "password", "move", "replace", "twice_at_once", "retire":
            do(getattr(client, action))
        quiet.wait()
        for phone in Snapshot(where).live:
            watcher.read(watcher.nodes[0], phone["mac"])
        watcher.file.flush()
        yield types.SimpleNamespace(where=where, watcher=watcher, client=client)
        watcher.file.close()
    committed.forget()


def do(action):
    """On a busy machine a page may not be answered; a client gives up some requests that are not."""
    def tried():
        with contextlib.suppress(requests.RequestException, AssertionError):
            action()
            return True

    wait_until(tried, f"{action.__name__} is answered", 300)


def seen(well):
    return Snapshot(well.where)


def names_of(violations):
    return {violation.invariant for violation in violations}


def found(well, slowly=False):
    """The invariants that are broken. Reconcile would mend what the test wants to put back itself."""
    slow = [] if slowly else [invariants.passwords_are_only_where_they_may_be]
    violations = invariants.violations(seen(well), without=[invariants.reconcile_finds_nothing, *slow])
    print(*violations, sep="\n")
    return names_of(violations)


def test_a_stack_that_is_well_breaks_no_invariant(well):
    assert len(seen(well).live) >= 2 and len(seen(well).reads) >= 2
    assert list(map(str, invariants.violations(seen(well)))) == []
    assert list(map(str, durable.violations())) == []


# --- each broken by hand --------------------------------------------------------------------


@contextlib.contextmanager
def without_rows(ask, table, where, *values):
    rows = ask(f"SELECT * FROM {table} WHERE {where}", *values)
    assert rows
    ask(f"DELETE FROM {table} WHERE {where}", *values)
    try:
        yield
    finally:
        for row in rows:
            insert(table, row, ask)


@contextlib.contextmanager
def with_value(ask, table, column, value, where, *values):
    [row] = ask(f"SELECT {column} FROM {table} WHERE {where}", *values)
    ask(f"UPDATE {table} SET {column} = %s WHERE {where}", value, *values)
    try:
        yield
    finally:
        ask(f"UPDATE {table} SET {column} = %s WHERE {where}", row[column], *values)


@contextlib.contextmanager
def with_content(path, content, mode=0o640):
    """A file of the TFTP folder that has other bytes; None: none."""
    path = pathlib.Path(env.TFTP_ROOT, path)
    was = path.read_bytes() if path.exists() else None
    put(path, content, mode)
    try:
        yield
    finally:
        put(path, was, 0o640)


def put(path, content, mode):
    path.unlink(missing_ok=True)
    if content is not None:
        folder = path.parent.stat()
        path.write_bytes(content)
        path.chmod(mode)
        os.chown(path, folder.st_uid, folder.st_gid)


@contextlib.contextmanager
def with_log(well, name, *entries):
    path = well.where / name
    was = path.read_text()
    path.write_text(was + "".join(json.dumps(entry) + "\n" for entry in entries))
    try:
        yield
    finally:
        path.write_text(was)


def phone(well):
    """One whose registration was acknowledged."""
    now = seen(well)
    return next(each for each in now.live if any(sent.is_acknowledged and sent.answered == each["ref"] for sent in now.requests))


def another(well):
    return next(each for each in seen(well).live if each["ref"] != phone(well)["ref"])


def user(well):
    return seen(well).lines[phone(well)["id"]][0]["user"]


def of_batch(well):
    return next(each for each in seen(well).live if each["ticket_batch"])


@contextlib.contextmanager
def second_ticket(well, ref=None):
    ref = ref or phone(well)["ref"]
    [ticket] = seen(well).tickets[ref]
    twin = rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": ticket["subject"], "CustomFields": {"spaconf": ref},
                                      "Requestor": ticket["requestors"]})  # fmt: skip
    try:
        yield
    finally:
        rt("PUT", f"ticket/{twin['id']}", json={"MergeInto": ticket["number"]})


@contextlib.contextmanager
def other_requestor(well):
    [ticket] = seen(well).tickets[phone(well)["ref"]]
    rt("PUT", f"ticket/{ticket['number']}", json={"Requestor": ["somebody@example.org"]})
    try:
        yield
    finally:
        rt("PUT", f"ticket/{ticket['number']}", json={"Requestor": ticket["requestors"]})


@contextlib.contextmanager
def ticket_of_nobody(well):
    made = rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": "x [spaconf zzzzzzzzzz]", "CustomFields": {"spaconf": "zzzzzzzzzz"}})
    try:
        yield
    finally:
        rt("PUT", f"ticket/{made['id']}", json={"Status": "deleted"})


def with_permissions(well):
    """A user who has some. When a phone moves to another person, they do not move with it."""
    now = seen(well)
    return next(line["user"] for phone in now.live for line in now.lines[phone["id"]] if line["user"] in now.permissions)


def half(address):
    data = tftp(path_of(address))
    return data[: len(data) // 2]


@contextlib.contextmanager
def torn_read(well):
    address = phone(well)["mac"]
    with with_reads(well), with_content(path_of(address), half(address)):
        well.watcher.read(well.watcher.nodes[0], address)
        well.watcher.file.flush()
        yield


@contextlib.contextmanager
def with_reads(well):
    """The reads of a test are forgotten after it."""
    path = well.where / "reads.log"
    size = path.stat().st_size
    try:
        yield
    finally:
        well.watcher.violations.clear()
        well.watcher.file.truncate(size)


@contextlib.contextmanager
def foreign_read(well):
    """A whole profile, of no generation."""
    address = phone(well)["mac"]
    with with_reads(well), with_content(path_of(address), tftp(path_of(address)).replace(b"<HostName", b"<!-- x --><HostName")):
        well.watcher.read(well.watcher.nodes[0], address)
        well.watcher.file.flush()
        yield


@contextlib.contextmanager
def former_generation(well):
    address, ref = phone(well)["mac"], phone(well)["ref"]
    former = tftp(path_of(address))
    well.client.phones.refs = [ref]
    wait_until(lambda: do(well.client.display) or tftp(path_of(address)) != former, "the next generation", 60)
    with with_reads(well):
        well.watcher.read(well.watcher.nodes[0], address)
        with with_content(path_of(address), former):
            well.watcher.read(well.watcher.nodes[0], address)
        well.watcher.file.flush()
        yield
    quiet.wait()


def request(**more):
    return dataclasses.asdict(Request(**{"action": "register", "key": "made-by-hand", "asked": {}, **more}))


@contextlib.contextmanager
def password_in_a_log(well):
    [line] = json.loads((well.where / "reads.log").read_text().splitlines()[-1])["lines"][:1]
    path = STACK / "log/by-hand.log"
    path.write_text(f"what {line[1]} is\n")
    try:
        yield
    finally:
        path.unlink()


@contextlib.contextmanager
def with_line(path, line):
    size = path.stat().st_size
    with path.open("a") as file:
        file.write(f"{line}\n")
    try:
        yield
    finally:
        os.truncate(path, size)


@contextlib.contextmanager
def live_lease(well):
    where = "registration_id = %s AND kind = 'profile' LIMIT 1"
    sql(f"UPDATE task SET state = 'due', lease_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE {where}", phone(well)["id"])
    try:
        yield
    finally:
        sql(f"UPDATE task SET state = 'done', lease_until = NULL WHERE {where}", phone(well)["id"])


BROKEN = {
    "an acknowledged registration is gone": ("I7", lambda well: without_rows(sql, "registration", "ref = %s", phone(well)["ref"])),
    "it is retired, by nobody": ("I1", lambda well: with_value(sql, "registration", "state", "retired", "ref = %s", phone(well)["ref"])),
    "an account is gone": ("I1", lambda well: without_rows(pbx, "subscriber", "username = %s", user(well))),
    "a line is gone": ("I1", lambda well: without_rows(sql, "line", "registration_id = %s", phone(well)["id"])),
    "another password": ("I2", lambda well: with_value(pbx, "subscriber", "ha1", "0" * 32, "username = %s", user(well))),
    "another domain": ("I2", lambda well: with_value(pbx, "subscriber", "domain", "other.example", "username = %s", user(well))),
    "permissions are gone": ("I2", lambda well: without_rows(pbx, "grp", "username = %s", with_permissions(well))),
    "a profile is gone": ("I2", lambda well: with_content(path_of(phone(well)["mac"]), None)),
    "a profile is torn": ("I2", lambda well: with_content(path_of(phone(well)["mac"]), half(phone(well)["mac"]))),
    "a second ticket": ("I3", second_ticket),
    "another requestor": ("I3", other_requestor),
    "a second ticket of a batch": ("I3", lambda well: second_ticket(well, of_batch(well)["ticket_batch"])),
    "a phone without its batch's ticket": ("I3", lambda well: with_value(
        sql, "registration", "ticket_number", 1, "ref = %s", of_batch(well)["ref"])),
    "a phone that its batch's ticket does not list": ("I3", lambda well: with_value(
        sql, "registration", "mac", mac(), "ref = %s", of_batch(well)["ref"])),
    "no batch of a phone": ("I3", lambda well: without_rows(sql, "ticket_batch", "ref = %s", of_batch(well)["ticket_batch"])),
    "a profile of no phone": ("I4", lambda well: with_content(path_of(mac()), tftp(path_of(phone(well)["mac"])))),
    "a ticket of no phone": ("I4", ticket_of_nobody),
    "a torn read": ("I5", torn_read),
    "a read of no generation": ("I5", foreign_read),
    "half a registration": ("I6", lambda well: with_log(well, "requests.log", request(
        asked={"hostname": phone(well)["hostname"], "users": [user(well)]}))),  # fmt: skip
    "an address twice": ("I8", lambda well: with_value(sql, "registration", "mac", another(well)["mac"], "ref = %s", phone(well)["ref"])),
    "a former generation": ("I9", former_generation),
    "a key with two answers": ("I10", lambda well: with_log(well, "requests.log", *(
        request(status=201, answered=each["ref"]) for each in seen(well).live[:2]))),  # fmt: skip
    "a change that is lost": ("I7", lambda well: with_log(well, "requests.log", request(
        action="password", ref=phone(well)["ref"], version=99, status=303, answered=phone(well)["ref"]))),
    "another address": ("I7", lambda well: with_log(well, "requests.log", request(
        asked={"mac": mac()}, status=201, answered=phone(well)["ref"]))),
    "two changes of one version": ("I10", lambda well: with_log(well, "requests.log", *(
        request(action="edit", key=key, ref=phone(well)["ref"], version=1, status=303, answered=phone(well)["ref"]) for key in "ab"))),
    "a password in a log": ("I11", password_in_a_log),
    "a profile that all may read": ("I12", lambda well: with_content(path_of(phone(well)["mac"]), tftp(path_of(phone(well)["mac"])), 0o644)),
    "a file that is no profile": ("I12", lambda well: with_content("config/other.cfg", b"")),
    "a lease": ("I13", live_lease),
    "a lease of a batch": ("I13", lambda well: with_value(
        sql, "ticket_batch", "lease_until", "2100-01-01", "ref = %s", of_batch(well)["ticket_batch"])),
    "an account that waits": ("I13", lambda well: with_value(sql, "account", "exchange_state", "leaving", "user = %s", user(well))),
    "a change without an audit entry": ("I14", lambda well: without_rows(sql, "audit", "ref = %s AND action = 'register'", phone(well)["ref"])),
    "a worker that crashed": ("crash", lambda well: with_line(STACK / "log/api.log", 'spaconf: worker died pid="1" how="signal 11"')),
    "an error of ours": ("crash", lambda well: with_log(well, "requests.log", request(action="edit", status=500))),
    "an audit entry of nobody": ("I14", lambda well: with_value(sql, "audit", "actor", "", "ref = %s AND action = 'register'", phone(well)["ref"])),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_invariant_is_named(how, well):
    name, broken = BROKEN[how]
    with broken(well):
        assert name in found(well, slowly=name == "I11")


def test_an_account_of_a_retired_phone_that_is_left_is_named(well):
    users = {user for each in seen(well).requests if each.is_acknowledged for user in each.asked.get("users", [])}
    [left, *_] = users - set(seen(well).subscribers)
    pbx("INSERT INTO subscriber (username, domain, ha1) VALUES (%s, %s, 'left')", left, env.SIP_DOMAIN)
    try:
        assert found(well) == {"I4"}
    finally:
        pbx("DELETE FROM subscriber WHERE username = %s", left)


# --- of two nodes ---------------------------------------------------------------------------


def of_another_node(well):
    """Campus-b, which has the same files, beside the stack."""
    return Snapshot(well.where, [stack_node(), dataclasses.replace(stack_node(), name="campus-b")])


def test_a_profile_that_only_one_of_two_nodes_has_is_named(well):
    both, ref = of_another_node(well), phone(well)["ref"]
    assert list(invariants.profiles_agree_with_the_exchange(both)) == []
    del both.profiles["campus-b"][phone(well)["mac"]]
    assert list(map(str, invariants.profiles_agree_with_the_exchange(both))) == [f"I2 campus-b {ref}: has no profile"]
    both.profiles["campus-b"][mac()] = b""
    assert names_of(invariants.nothing_is_left_over(both)) == {"I4"}


def test_a_generation_goes_back_only_on_one_node(well):
    with former_generation(well):
        both = of_another_node(well)
        newer, older = both.reads[-2:]
        older["node"] = "campus-b"
        assert list(invariants.no_generation_goes_back(both)) == []
        newer["node"] = "campus-b"
        assert [each.what for each in invariants.no_generation_goes_back(both)] == [f"campus-b {newer['mac']}"]


def test_a_file_that_is_no_profile_is_named_with_its_node(well, tmp_path):
    both = of_another_node(well)
    (tmp_path / "other.cfg").write_text("")
    both.nodes[1] = dataclasses.replace(both.nodes[1], root=tmp_path)
    assert [each.what for each in invariants.modes_are_as_promised(both)] == ["campus-b other.cfg"]


def test_a_profile_that_a_node_lacks_is_waited_for(well, monkeypatch):
    monkeypatch.setattr(quiet, "LIMIT", 3)
    address = phone(well)["mac"]
    assert quiet.wait() < 3
    sql("INSERT INTO node_backlog (node, mac, since) VALUES ('campus-b', %s, UTC_TIMESTAMP(6))", address)
    try:
        assert quiet.wait() >= 3
    finally:
        sql("DELETE FROM node_backlog")


def test_all_that_was_broken_was_put_back(well):
    assert found(well, slowly=True) == set()


def test_what_reconcile_finds_is_named(well):
    address = mac()
    with with_content(path_of(address), tftp(path_of(phone(well)["mac"]))):
        violations = list(invariants.reconcile_finds_nothing(seen(well)))
    assert names_of(violations) == {"I15"} and any(address in str(each) for each in violations)


def test_the_watcher_names_what_is_wrong_for_a_moment(well):
    other = another(well)["mac"]
    with tempfile.TemporaryDirectory() as place, Watcher(pathlib.Path(place)) as watcher:
        with with_value(sql, "registration", "mac", other, "ref = %s", phone(well)["ref"]):
            wait_until(lambda: "I8" in names_of(watcher.violations.values()), "I8")
        with without_rows(sql, "audit", "ref = %s", phone(well)["ref"]):
            wait_until(lambda: "I14" in names_of(watcher.violations.values()), "I14")
        with with_content("config/other.cfg", b""):
            wait_until(lambda: "I12" in names_of(watcher.violations.values()), "I12")


@pytest.mark.parametrize("left_out, sentence", [
    (1, "before its content was on the disk"), (3, "before its name was on the disk"), (2, "renamed 0 times"), (None, "in place")])  # fmt: skip
def test_a_file_that_a_power_cut_may_take_is_named(left_out, sentence):
    folder = f"{env.TFTP_ROOT}/config"
    calls = [("openat", '"/s/staged-1", O_RDWR|O_CREAT'), ("fsync", "3</s/staged-1>) = 0"),
             ("rename", f'"/s/staged-1", "{folder}/spa{"0" * 12}.cfg") = 0'), ("fsync", f"3<{folder}>) = 0"),
             ("write", '1<pipe>, "Status: 303 See Other"')]  # fmt: skip
    assert list(durable.of_file("0" * 12, calls)) == []
    if left_out is None:
        calls.insert(0, ("openat", f'"{folder}/spa{"0" * 12}.cfg", O_WRONLY|O_TRUNC'))
    else:
        del calls[left_out]
    assert [each.invariant for each in durable.of_file("0" * 12, calls) if sentence in each.sentence] == ["I7"]
