"""The API and a client that tries more than its scope, its phone or the format allows."""
import pytest

from api_client import WRONG_TOKEN, Client
from spaconf_stack import foreign_account, ldap_add, mac, number, people, person, profile, sql, urlencoded


@pytest.fixture(scope="module")
def client():
    return Client()


def phone(**members):
    """A complete body about a phone of a new person."""
    return {"login": person().login, "model": "spa942", "mac": mac(), **members}


def of(registered):
    return "/registrations/" + registered["ref"]


# --- passwords ---------------------------------------------------------------------------------


def test_the_password_of_an_account_that_existed_is_in_no_answer(client):
    who = person()
    client.register(phone(login=who.login))
    made = client.register({"login": who.login, "model": "software", "lines": [{"user": who.number}]})
    assert "password" not in made["lines"][0]


def repeated_softphone(client):
    """A software phone, and a function that repeats its registration and gives its line."""
    body, key = {"login": person().login, "model": "software"}, "s-" + number()
    made = client.register(body, Idempotency_Key=key)
    assert "password" in made["lines"][0]
    return made, lambda: client.post("/registrations", body, Idempotency_Key=key).json["lines"][0]


def test_a_repeated_registration_shows_no_later_password(client):
    made, line = repeated_softphone(client)
    assert "password" in line()
    other = client.register(phone(login=made["login"]))
    assert "password" not in line()
    client.post(of(other) + "/password", If_Match='"1"')
    client.post(of(other) + "/retire", {"keep_password": True}, If_Match='"2"')
    assert sql("SELECT version FROM registration WHERE ref = %s", made["ref"])[0]["version"] == 1
    assert "password" not in line()


def test_a_repeated_registration_shows_passwords_for_an_hour(client):
    made, line = repeated_softphone(client)
    sql("UPDATE registration SET created = created - INTERVAL 61 MINUTE WHERE ref = %s", made["ref"])
    assert "password" not in line()


def test_taking_over_an_account_needs_the_scope_of_changes(client):
    user = number()
    foreign_account(user)
    body = phone(lines=[{"user": user}], take_over=True)
    reply = Client("register").post("/registrations", body)
    assert reply.status == 403 and "scope change" in reply.json["detail"]
    assert client.post("/registrations", body).status == 201


# --- patches -----------------------------------------------------------------------------------


def permissions_of(answer):
    return [line["permissions"] for line in answer["lines"]]


def test_permissions_of_a_patch_are_those_of_all_lines(client):
    who = person()
    made = client.register(phone(login=who.login, permissions=["local"], lines=[{"user": who.number}, {"user": number()}]))
    assert permissions_of(made) == [["local"], ["local"]]
    assert permissions_of(client.patch(of(made), {"permissions": ["int"]}, If_Match="*").json) == [["int"], ["int"]]
    assert permissions_of(client.patch(of(made), {"permissions": None}, If_Match="*").json) == [[], []]


def test_a_move_gives_the_permissions_that_it_names(client):
    made, who, other = client.register(phone(permissions=["int"])), person(), person()
    patch = {"login": who.login, "permissions": ["int"]}
    assert permissions_of(client.patch(of(made), patch, If_Match="*").json) == [["int"]]
    move = {"login": other.login, "permissions": ["int"], "lines": [{}, {"user": number()}]}
    assert permissions_of(client.post(of(made) + "/move", move, If_Match="*").json) == [["int"], ["int"]]


def test_another_login_of_the_person_keeps_the_lines(client):
    login, alias, user = "t" + number(), "t" + number(), number()
    ldap_add(f"cn={login},{people()}", "inetOrgPerson", {"uid": [login, alias], "cn": "Jan Dvořák", "sn": "Dvořák"})
    made = client.register({"login": login, "model": "spa942", "mac": mac(), "lines": [{"user": user}, {"user": number()}]})
    changed = client.patch(of(made), {"login": alias, "hostname": "phone-1"}, If_Match="*").json
    assert [line["user"] for line in changed["lines"]] == [line["user"] for line in made["lines"]]


def test_a_patch_that_removes_something_unknown_is_refused(client):
    made = client.register(phone())
    reply = client.patch(of(made), {"hostnam": None, "lines": None, "inventory": None}, If_Match="*")
    assert set(reply.errors()) == {"/hostnam", "/lines"}


def test_the_lines_of_an_answer_can_be_sent_back(client):
    made = client.register(phone(lines=[{}, {"position": 3, "user": number()}]))
    same = client.patch(of(made), {"lines": made["lines"]}, If_Match='"1"').json
    assert (same["version"], same["lines"]) == (1, made["lines"]) and made["lines"][1]["position"] == 3
    lines = [{**made["lines"][0], "domain": "elsewhere.example"}, made["lines"][1]]
    assert set(client.patch(of(made), {"lines": lines}, If_Match='"1"').errors()) == {"/lines/0/domain"}


def test_any_version_means_any_even_while_others_change_the_phone(client):
    made = client.register(phone())
    path, kind = of(made), "application/merge-patch+json"
    running = [client.start("PATCH", path, {"inventory": str(i)}, kind, If_Match="*") for i in range(4)]
    statuses = [process.communicate(timeout=30)[0].split()[1] for process in running]
    assert set(statuses) <= {b"200", b"202"}, statuses
    assert client.get(path).json["version"] == 5


def test_a_replaced_device_has_an_address_and_not_the_former_serial_number(client):
    made, new = client.register(phone(serial="FM5" + number())), mac()
    before = profile(made["mac"]).accounts()
    for body in None, {"serial": "FM5" + number()}:
        reply = client.post(of(made) + "/replace", body, If_Match="*")
        assert reply.status == 422 and set(reply.errors()) == {"/mac"}
    assert profile(made["mac"]).accounts() == before
    replaced = client.post(of(made) + "/replace", {"mac": new}, If_Match="*").json
    assert (replaced["mac"], replaced["serial"], replaced["version"]) == (new, "", 2)


# --- lists -------------------------------------------------------------------------------------


def test_similar_logins_and_serial_numbers_are_not_found(client):
    login, serial = "dvořák" + number(), "Š-" + number()
    ldap_add(f"uid={login},{people()}", "inetOrgPerson", {"uid": login, "cn": "Jan Dvořák", "sn": "Dvořák"})
    made = client.register({"login": login, "model": "spa942", "mac": mac(), "serial": serial, "lines": [{"user": number()}]})

    def found(**query):
        return [each["ref"] for each in client.get("/registrations?" + urlencoded(query.items()).decode()).json["registrations"]]

    assert found(login=login) == found(login=login.upper()) == found(serial=serial) == [made["ref"]]
    assert found(login=login.replace("ř", "r")) == found(serial=serial.replace("Š", "S")) == found(serial=serial.lower()) == []


# --- the log -----------------------------------------------------------------------------------


def logged(client, path, address):
    process = client.start("GET", path, None, "", None, {"REMOTE_ADDR": address})
    return process.communicate(timeout=30)[1].decode()


def test_the_log_says_who_was_refused():
    wrong = logged(Client(token=WRONG_TOKEN), "/registrations", "198.18.255.7")
    assert 'spaconf: refused path="/registrations" address="198.18.255.7" why="The token is unknown' in wrong
    reader = Client("read")
    lacking = logged(reader, "/events", "198.18.255.8")
    assert 'address="198.18.255.8"' in lacking and f"The client {reader.name} lacks the scope" in lacking
    sql("UPDATE client SET networks = '192.0.2.0/24' WHERE name = %s", reader.name)
    assert f"The client {reader.name} may not connect from" in logged(reader, "/registrations", "198.18.255.9")
