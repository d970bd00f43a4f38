"""The API: other programs register, find and change phones by the same rules as people with the pages."""
import concurrent.futures
import json
import urllib.parse

import pytest

from api_client import Client
from fault_injection import derive
from spaconf_stack import (
    Form, census, mac, nginx, number, pbx, person, profile, register, registration, sql, subscriber, tickets)  # fmt: skip


@pytest.fixture(scope="module")
def client():
    return Client()


def phone(**members):
    """A complete body about a phone of a new person."""
    return {"login": person().login, "model": "spa942", "mac": mac(), **members}


def of(registered):
    return "/registrations/" + registered["ref"]


# --- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "x", "spaconf_aaaaaaaa_" + "b" * 32])
def test_without_a_right_token_every_address_is_401(token):
    stranger = Client(token=token)
    for path in "/registrations", "/registrations/x", "/nowhere":
        reply = stranger.get(path)
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


CALLS = {
    "register": [("POST", "/registrations"), ("POST", "/registrations/batch")],
    "read": [("GET", "/registrations"), ("GET", "/registrations/x"), ("GET", "/phones/x")],
    "change": [("PATCH", "/registrations/x"), ("POST", "/registrations/x/retire"), ("POST", "/registrations/x/resync")],
    "profile": [("GET", "/registrations/x/profile")],
    "people": [("GET", "/people/x")],
    # PUT needs either scope, and then that of what it does: see api_phones_test.py.
}


@pytest.mark.parametrize("scope", CALLS)
def test_a_client_does_what_its_scope_says_and_nothing_else(scope):
    narrow = Client(scope)
    for other, calls in CALLS.items():
        for method, path in calls:
            status = narrow.call(method, path, {} if method != "GET" else None).status
            assert (status == 403) == (other != scope), (scope, method, path, status)


def test_the_user_of_the_web_server_counts_for_nothing():
    assert Client(token="").call("GET", "/registrations", REMOTE_USER="admin").status == 401


def test_an_address_accepts_its_methods_only(client):
    reply = client.call("DELETE", "/registrations")
    assert reply.status == 405
    assert reply.headers["Allow"] == "POST, GET"
    assert client.get("/nowhere").status == 404


# --- registering -------------------------------------------------------------------------------


def test_a_phone_is_registered_with_what_the_directory_has(client):
    who = person()
    reply = client.post("/registrations", {"login": who.login, "model": "spa942", "mac": mac()})
    assert reply.status == 201, reply.text
    made = reply.json
    assert reply.headers["Location"] == "/spaconf/api/v1" + of(made)
    assert reply.headers["ETag"] == '"1"'
    line = made["lines"][0]
    assert (line["user"], line["display"]) == (who.number, who.name)
    assert "password" not in reply.text
    assert subscriber(who.number)
    assert profile(made["mac"])
    assert made["profile"] == {"state": "done", "file": f"config/spa{made['mac']}.cfg"}
    assert registration(made["ref"])["actor"] == f"client:{client.name}"


def without_time(row):
    own = "id", "ref", "created", "changed", "updated", "actor", "mac", "active_mac", "profile_sha256", "search_terms"
    return {name: value for name, value in row.items() if name not in (*own, "ticket_checked_at")}


def test_the_form_and_the_api_make_the_same_rows_and_profiles(client):
    who = person()
    first = register(login=who.login, hostname="phone-77", inventory="4711")
    lines = [{"user": who.number}]
    body = {"login": who.login, "model": "spa942", "mac": mac(), "hostname": "phone-77", "inventory": "4711"}
    sent = client.register({**body, "lines": lines})
    urlencoded = urllib.parse.urlencode({**body, "mac": mac(), "line1_user": who.number})
    reply = client.post("/registrations", urlencoded, kind="application/x-www-form-urlencoded")
    assert reply.status == 201, reply.text
    rows = [without_time(registration(ref)) for ref in (first.ref, sent["ref"], reply.json["ref"])]
    for name in "ticket_state", "ticket_number", "ticket_status", "ticket_settled", "ticket_mail", "ticket_requestor":
        for row in rows:
            row.pop(name, None)
    assert rows[0] == rows[1] == rows[2]


def test_every_problem_is_named_with_its_pointer(client):
    before = census()
    reply = client.post("/registrations", phone(model="spa999", mac="12", hostname="-", permissions=["none"],
                                                lines=[{"user": "a b"}]))  # fmt: skip
    assert reply.status == 422
    assert set(reply.errors()) == {"/model", "/mac", "/hostname", "/permissions", "/lines/0/user"}
    assert census() == before


@pytest.mark.parametrize("body, status, pointer", [
    ("{", 400, None),
    ('{"login": "a", "login": "b"}', 400, None),
    ("[" * 9 + "]" * 9, 400, None),
    ('{"login": 7}', 422, "/login"),
    ('{"logn": "a"}', 422, "/logn"),
    ('{"login": "nobody-here", "model": "spa942"}', 422, "/login"),
    ("[]", 422, ""),
])  # fmt: skip
def test_a_body_that_is_not_clear_is_refused(client, body, status, pointer):
    reply = client.post("/registrations", body)
    assert reply.status == status, reply.text
    if pointer is not None:
        assert list(reply.errors()) == [pointer]


def test_a_body_of_another_type_is_refused(client):
    assert client.post("/registrations", "<a/>", kind="text/xml").status == 415
    assert client.post("/registrations", '{"a": "' + "x" * 70000 + '"}').status == 413


def test_a_registered_phone_is_named_in_the_conflict(client):
    made = client.register(phone())
    reply = client.post("/registrations", phone(mac=made["mac"]))
    assert reply.status == 409
    assert reply.json["registration"] == made["ref"]
    assert list(reply.errors()) == ["/mac"]


def test_a_repeated_request_is_one_registration_and_says_so(client):
    body, key = phone(), "k-" + mac()
    made = client.register(body, Idempotency_Key=key)
    before = census()
    again = client.post("/registrations", body, Idempotency_Key=f'"{key}"')
    assert (again.status, again.json["ref"]) == (200, made["ref"])
    assert again.headers["Idempotency-Replayed"] == "true"
    other = client.post("/registrations", {**body, "hostname": "x"}, Idempotency_Key=key)
    assert other.status == 422
    assert census() == before
    # Another client has keys of its own, so the phone itself is in the way.
    assert Client().post("/registrations", body, Idempotency_Key=key).status == 409
    assert client.post("/registrations", phone(), Idempotency_Key="a b").status == 400


def test_many_clients_that_register_one_phone_make_it_once():
    clients = [Client() for _ in range(8)]
    bodies = [phone() for _ in clients]
    for body in bodies:
        body["mac"] = bodies[0]["mac"]
    with concurrent.futures.ThreadPoolExecutor(len(clients)) as crowd:
        replies = list(crowd.map(lambda pair: pair[0].post("/registrations", pair[1]), zip(clients, bodies)))
    made = [each for each in replies if each.status in (201, 202)]
    assert len(made) == 1, [each.status for each in replies]
    assert {each.json["registration"] for each in replies if each.status == 409} == {made[0].json["ref"]}


def test_a_software_phone_has_its_password_in_the_answer_to_its_creation_only(client):
    body = {"login": person().login, "model": "software"}
    key = "s-" + number()
    made = client.register(body, Idempotency_Key=key)
    password = made["lines"][0]["password"]
    user = made["lines"][0]["user"]
    assert pbx("SELECT password FROM subscriber WHERE username = %s", user)[0]["password"] in (password, "")
    assert client.post("/registrations", body, Idempotency_Key=key).json["lines"][0]["password"] == password
    assert password not in client.get(of(made)).text
    assert password not in client.get("/registrations?login=" + body["login"]).text


def test_the_person_at_the_portal_is_in_the_audit(client):
    made = client.register(phone(on_behalf_of="jana"))
    actor = f"client:{client.name} for jana"
    assert registration(made["ref"])["actor"] == actor
    assert sql("SELECT actor FROM audit WHERE ref = %s AND action = 'register'", made["ref"])[0]["actor"] == actor


def test_where_a_phone_gets_its_profile_is_not_for_clients(client):
    reply = client.post("/registrations", phone(settings={"Profile_Rule": "http://elsewhere/"}))
    assert reply.status == 422
    assert list(reply.errors()) == ["/settings"]


def test_a_dry_run_shows_the_phone_and_stores_nothing(client):
    body = phone(hostname="phone-9")
    before = census()
    reply = client.post("/registrations?dry_run=true", body)
    assert reply.status == 200, reply.text
    plan = reply.json
    assert plan["registration"]["hostname"] == "phone-9" and plan["registration"]["ref"] == "new"
    assert plan["file"] == f"config/spa{body['mac']}.cfg"
    assert "<flat-profile>" in plan["profile"] and "********" in plan["profile"]
    assert body["mac"][-2:] in plan["ticket"]["text"]
    assert census() == before
    assert client.post("/registrations?dry_run=yes", body).status == 400


# --- finding -----------------------------------------------------------------------------------


def test_phones_are_found_by_each_parameter(client):
    serial = "FM5" + number()
    made = client.register(phone(serial=serial))
    for query in ({"login": made["login"]}, {"mac": made["mac"].upper()}, {"serial": serial.lower()},
                  {"q": made["mac"], "state": "live"}):  # fmt: skip
        found = client.get("/registrations?" + urllib.parse.urlencode(query)).json
        assert [each["ref"] for each in found["registrations"]] == [made["ref"]], query
        assert found["next"] is None
    for query in {"login": made["login"][:-1]}, {"serial": serial[:-1]}, {"login": made["login"], "state": "retired"}:
        assert client.get("/registrations?" + urllib.parse.urlencode(query)).json["registrations"] == []
    for wrong in "mac=1", "state=x", "limit=0", "cursor=x", "page=2":
        assert client.get("/registrations?" + wrong).status == 400


def test_pages_go_on_where_the_last_one_ended(client):
    who = person()
    made = [client.register(phone(login=who.login))["ref"] for _ in range(3)]
    first = client.get(f"/registrations?login={who.login}&limit=2").json
    client.register(phone(login=who.login))
    rest = client.get(f"/registrations?login={who.login}&limit=2&cursor={first['next']}").json
    assert [each["ref"] for page in (first, rest) for each in page["registrations"]] == made[::-1]
    assert rest["next"] is None


def test_a_phone_is_shown_with_its_status(client):
    made = client.register(phone())
    reply = client.get(of(made))
    assert reply.status == 200
    assert reply.headers["ETag"] == '"1"'
    shown = reply.json
    assert shown["lines"][0]["is_on_exchange"] is True
    assert shown["status"]["is_online"] is False and shown["status"]["sentence"]
    assert shown["profile"]["state"] == "done"
    assert client.get("/registrations/nowhere").status == 404
    assert client.call("HEAD", of(made)).body == b""


# --- changing ----------------------------------------------------------------------------------


def test_a_patch_changes_what_it_names(client):
    made = client.register(phone(hostname="phone-1", inventory="4711"))
    reply = client.patch(of(made), {"hostname": "phone-2", "inventory": None}, If_Match='"1"')
    assert reply.status == 200, reply.text
    assert (reply.json["hostname"], reply.json["inventory"], reply.json["version"]) == ("phone-2", "", 2)
    assert reply.headers["ETag"] == '"2"'
    assert reply.json["lines"] == made["lines"]
    same = client.patch(of(made), {"hostname": "phone-2"}, If_Match='"2"')
    assert (same.status, same.json["version"]) == (200, 2)
    empty = client.patch(of(made), {"lines": [{"user": made["lines"][0]["user"]}, {"user": number()}]}, If_Match='"2"')
    assert [line["position"] for line in empty.json["lines"]] == [1, 2]
    assert client.patch(of(made), {"hostnam": "x"}, If_Match="*").errors() == {"/hostnam": "There is no such member."}


def test_a_client_that_was_overtaken_learns_what_differs(client):
    made = client.register(phone(hostname="phone-1"))
    assert client.patch(of(made), {"hostname": "phone-2"}).status == 428
    assert client.patch(of(made), {"hostname": "phone-2"}, If_Match='"1"').status == 200
    late = client.patch(of(made), {"hostname": "phone-3"}, If_Match='"1"')
    assert late.status == 412
    assert late.json["version"] == 2
    assert late.json["differences"] == ["hostname: phone-1 → phone-2"]
    assert registration(made["ref"])["hostname"] == "phone-2"


def test_a_patch_moves_and_replaces(client):
    made, who, address = client.register(phone()), person(), mac()
    moved = client.patch(of(made), {"login": who.login}, If_Match='"1"').json
    assert (moved["login"], moved["lines"][0]["user"]) == (who.login, who.number)
    replaced = client.patch(of(made), {"mac": address}, If_Match='"2"').json
    assert replaced["mac"] == address
    actions = [row["action"] for row in sql("SELECT action FROM audit WHERE ref = %s ORDER BY id", made["ref"])]
    assert [each for each in actions if each in ("move", "replace")] == ["move", "replace"]


def test_actions_are_those_of_the_page(client):
    made = client.register(phone())
    secret = profile(made["mac"])
    done = client.post(of(made) + "/password", If_Match='"1"')
    assert done.status == 200, done.text
    assert profile(made["mac"]) != secret
    other = client.post(of(made) + "/replace", {"model": "spa962", "mac": mac()}, If_Match='"2"')
    assert other.json["model"] == "spa962"
    assert client.post(of(made) + "/edit", {}, If_Match='"3"').status == 404
    assert client.post(of(made) + "/move", {"login": "nobody-here"}, If_Match='"3"').status == 422
    key = "r-" + number()
    gone = client.post(of(made) + "/retire", If_Match='"3"', Idempotency_Key=key)
    assert gone.json["state"] in ("retiring", "retired")
    again = client.post(of(made) + "/retire", If_Match='"3"', Idempotency_Key=key)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert client.post(of(made) + "/password", If_Match='"4"').status == 409


def test_a_dry_run_of_a_change_shows_its_effects(client):
    made = client.register(phone(hostname="phone-1"))
    plan = client.patch(of(made) + "?dry_run=true", {"hostname": "phone-2"}, If_Match='"1"').json
    assert "hostname: phone-1 → phone-2" in plan["rows"]
    assert "phone-2" in plan["profile"] and plan["ticket"]
    assert client.post(of(made) + "/retire?dry_run=true", If_Match='"1"').json["rows"]
    assert registration(made["ref"])["version"] == 1


def test_a_resync_says_what_the_phone_answered(client):
    made = client.register(phone())
    reply = client.post(of(made) + "/resync")
    assert reply.status == 200, reply.text
    assert reply.json["is_under_way"] is False and "not online" in reply.json["sentence"]


# --- services that are away --------------------------------------------------------------------


def test_a_service_that_does_not_answer_is_named(client, scratch):
    conf = derive(scratch / "a.conf", person__uri="ldap://127.0.0.1:1")
    reply = client.call("POST", "/registrations", phone(), conf=conf)
    assert reply.status == 503
    assert reply.headers["Retry-After"]
    assert "directory" in json.loads(reply.text)["detail"]


def test_a_client_that_asks_too_much_is_told_to_wait(scratch):
    eager, conf = Client("read"), derive(scratch / "a.conf", web__api_requests_per_minute=1, web__api_burst=2)
    statuses = [eager.call("GET", "/registrations/x", conf=conf).status for _ in range(2)]
    late = eager.call("GET", "/registrations/x", conf=conf)
    assert (statuses, late.status) == ([404, 404], 429)
    assert 0 < int(late.headers["Retry-After"]) <= 60


def test_requests_at_once_share_one_bucket(scratch):
    eager, conf = Client("read"), derive(scratch / "a.conf", web__api_requests_per_minute=1, web__api_burst=5)
    with concurrent.futures.ThreadPoolExecutor(12) as crowd:
        asked = [crowd.submit(eager.call, "GET", "/registrations/x", conf=conf) for _ in range(12)]
    assert sorted(each.result().status for each in asked) == [404] * 5 + [429] * 7
