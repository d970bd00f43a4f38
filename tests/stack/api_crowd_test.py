"""Portals at once, a portal and a form, a portal whose answer was lost: each phone is registered once."""
import concurrent.futures
import json
import os
import re
import signal

import pytest

from api_client import Client
from fault_injection import API, Own, between_database, children
from spaconf_stack import (
    mac, nobody, number, pbx, person, profile, register, registration, sql, subscriber, tftp, tickets, wait_until)  # fmt: skip

CROWD = 64
HOW = pytest.mark.parametrize("method, path", [("POST", "/registrations"), ("PUT", "/phones/{}")])


def ask(portal, method, path, body):
    return nobody().ask(method, "/api/v1" + path, json.dumps(body).encode(),
                        {"Authorization": "Bearer " + portal.token, "Content-Type": "application/json"})  # fmt: skip


@HOW
def test_64_portals_that_register_one_phone_make_it_once(method, path):
    address, who = mac(), person()
    portals = [Client("register") for _ in range(8)] * (CROWD // 8)
    bodies = [{"login": who.login, "model": "spa942", "mac": address, "lines": [{"user": number()}]} for _ in portals]
    if method == "PUT":
        bodies = [bodies[0]] * CROWD
    with concurrent.futures.ThreadPoolExecutor(CROWD) as crowd:
        replies = list(crowd.map(lambda pair: ask(pair[0], method, path.format(address), pair[1]), zip(portals, bodies)))
    statuses = sorted(reply.status for reply in replies)
    [row] = sql("SELECT ref FROM registration WHERE mac = %s", address)
    if method == "POST":
        assert statuses == [201] + [409] * (CROWD - 1)
    else:
        assert statuses.count(201) == 1 and set(statuses) <= {200, 201, 202}, statuses
    for reply in replies:
        told = json.loads(reply.text)
        assert (told["registration"] if reply.status == 409 else told["ref"]) == row["ref"]
    winner = next(body for reply, body in zip(replies, bodies) if reply.status == 201)
    known = [body["lines"][0]["user"] for body in bodies if subscriber(body["lines"][0]["user"])]
    assert set(known) == {winner["lines"][0]["user"]}, "losers left accounts"
    assert [user for user, _ in profile(address).accounts()] == [known[0]]
    assert len(sql("SELECT 1 FROM audit WHERE ref = %s", row["ref"])) <= 2


@HOW
def test_what_was_committed_before_the_program_was_killed_is_found_again(scratch, method, path):
    """kill -9 between COMMIT and answer, and the request once more."""
    address, key, killed, portal = mac(), "k-" + number(), [], Client("register")
    body = {"login": person().login, "model": "spa942", "mac": address, "lines": [{"user": number()}]}

    def request(talk, data):
        # A command packet: three bytes of length, a number, 3 for a query, the text.
        talk["committing"] = talk.get("wrote") and re.match(rb"...\0\x03commit", data, re.I | re.S)
        talk["wrote"] = talk.get("wrote") or b"INSERT INTO registration" in data
        return data

    def reply(talk, data):
        if talk.get("committing") and not killed:
            killed.extend(children(own.process.pid))
            os.kill(killed[0], signal.SIGKILL)
        return data

    def send():
        return own.ask(method, "/api/v1" + path.format(address), json.dumps(body).encode(),
                       CONTENT_TYPE="application/json", CONTENT_LENGTH=str(len(json.dumps(body))),
                       HTTP_AUTHORIZATION="Bearer " + portal.token, HTTP_IDEMPOTENCY_KEY=key)  # fmt: skip

    with (between_database(scratch, request=request, reply=reply) as _,
          Own(API, scratch, database__socket=str(scratch / "database.sock"), web__api_workers=1) as own):  # fmt: skip
        with pytest.raises(AssertionError, match="broke off"):
            send()
        assert len(killed) == 1
        [row] = sql("SELECT ref FROM registration WHERE mac = %s", address)
        wait_until(lambda: own.is_whole() and children(own.process.pid) != killed, "another worker")
        again = send()
    assert again.status in (200, 202), again.text
    assert json.loads(again.text)["ref"] == row["ref"]
    assert len(sql("SELECT 1 FROM registration WHERE mac = %s", address)) == 1
    assert len(pbx("SELECT 1 FROM subscriber WHERE username = %s", body["lines"][0]["user"])) == 1
    assert len(sql("SELECT 1 FROM audit WHERE ref = %s AND action = 'register'", row["ref"])) == 1
    wait_until(lambda: registration(row["ref"])["profile_state"] == "done", "the profile", 60)
    assert profile(address).accounts()[0][0] == body["lines"][0]["user"]
    wait_until(lambda: registration(row["ref"])["ticket_state"] == "done", "the ticket", 120)
    assert len(tickets(row["ref"])[row["ref"]]) == 1


# --- a form and a portal --------------------------------------------------------------------


def rows_of(ref):
    """All rows about a registration in both databases, without numbers, times, actor, ticket and passwords."""
    own = {"id", "ref", "actor", "created", "changed", "updated", "profile_sha256", "registration_id", "account_id", "secret",
           "not_before", "lease_owner", "lease_until", "attempts", "reason", "at", "password", "ha1", "ha1b", "modified", "last_modified"}  # fmt: skip
    number_of_it = registration(ref)["id"]
    lines = sql("SELECT l.position, l.display, a.* FROM line l JOIN account a ON a.id = l.account_id"
                " WHERE l.registration_id = %s ORDER BY position", number_of_it)  # fmt: skip
    users = [line["user"] for line in lines]
    found = {
        "registration": [registration(ref)], "lines": lines,
        "task": sql("SELECT * FROM task WHERE registration_id = %s ORDER BY kind", number_of_it),
        "audit": sql("SELECT * FROM audit WHERE ref = %s AND action = 'register'", ref),
        "terms": sql("SELECT term FROM search_term WHERE registration_id = %s ORDER BY term", number_of_it),
        "subscriber": [subscriber(user) for user in users],
        "grp": [row for user in users for row in pbx("SELECT * FROM grp WHERE username = %s ORDER BY grp", user)]}  # fmt: skip
    return {table: [{name: value for name, value in row.items() if name not in own and not name.startswith("ticket_")} for row in rows]
            for table, rows in found.items()}  # fmt: skip


def bytes_of(ref, address):
    """The profile, without what must differ."""
    data = tftp(f"config/spa{address}.cfg").replace(ref.encode(), b"REF")
    for _, password in profile(address).accounts():
        data = data.replace(password.encode(), b"PASSWORD")
    return data


def test_a_form_and_a_portal_leave_equal_rows_and_profiles():
    """The same person registers the same phone twice; in between it is retired, with its accounts."""
    who, address, portal = person("Řehoř \"R\" & <Nový>"), mac(), Client()
    second, serial = number(), "88019FA42805"
    form = register(login=who.login, mac=address, serial=serial, inventory="4711-A", hostname="Phone-77", permission=["local", "ld"],
                    line2_user=second, line2_display="Dílna")  # fmt: skip
    members = {"login": who.login, "model": "spa942", "mac": address, "serial": serial, "inventory": "4711-A", "hostname": "Phone-77",
               "permissions": ["local", "ld"], "lines": [{}, {"user": second, "display": "Dílna"}]}  # fmt: skip
    urlencoded = (f"login={who.login}&model=spa942&mac={address}&serial={serial}&inventory=4711-A&hostname=Phone-77"
                  f"&permission=local&permission=ld&line2_user={second}&line2_display=D%C3%ADlna")  # fmt: skip

    def settled(ref):
        wait_until(lambda: registration(ref)["ticket_state"] == "done", "its ticket", 120)
        return rows_of(ref), bytes_of(ref, address)

    def retired(ref):
        assert portal.post(f"/registrations/{ref}/retire", If_Match="*").status in (200, 202)
        wait_until(lambda: registration(ref)["state"] == "retired", "it is retired", 60)

    of_form = settled(form.ref)
    assert len(of_form[0]["lines"]) == len(of_form[0]["subscriber"]) == 2 and len(of_form[0]["grp"]) == 4 and of_form[0]["terms"]
    ref = form.ref
    for send in (lambda: portal.post("/registrations", members),
                 lambda: portal.post("/registrations", urlencoded, kind="application/x-www-form-urlencoded"),
                 lambda: portal.call("PUT", "/phones/" + address, members)):  # fmt: skip
        retired(ref)
        reply = send()
        assert reply.status in (201, 202), reply.text
        ref = reply.json["ref"]
        assert settled(ref) == of_form
