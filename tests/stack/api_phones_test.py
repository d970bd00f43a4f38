"""PUT and GET /phones/MAC: a phone is made what the body says, once, and is never changed unseen."""
import pytest

from api_client import Client
from spaconf_stack import census, mac, number, person, profile, registration, sql, subscriber


@pytest.fixture(scope="module")
def client():
    return Client()


def body(**members):
    """A complete body about a phone of a new person, without its address."""
    return {"login": person().login, "model": "spa942", **members}


def put(client, address, members, **headers):
    return client.call("PUT", "/phones/" + address, members, **headers)


def put_new(client, **members):
    """Registers a phone; gives its address, its body and its JSON."""
    address, sent = mac(), body(**members)
    reply = put(client, address, sent)
    assert reply.status == 201, reply.text
    return address, sent, reply.json


def traces(ref):
    """What a change leaves behind; the worker may note the ticket meanwhile."""
    row = registration(ref)
    counts = [sql(f"SELECT COUNT(*) n FROM {table} WHERE {column} = %s", value)[0]["n"]
              for table, column, value in (("audit", "actor <> 'worker' AND ref", ref), ("revision", "registration_id", row["id"]),
                                           ("task", "registration_id", row["id"]))]  # fmt: skip
    return row["version"], *counts


# --- creating -------------------------------------------------------------------------------


def test_a_phone_that_is_not_registered_is_registered(client):
    address, who = mac(), person()
    reply = put(client, address, {"login": who.login, "model": "spa942", "on_behalf_of": "jana"})
    assert reply.status == 201, reply.text
    made = reply.json
    assert reply.headers["Location"] == "/spaconf/api/v1/registrations/" + made["ref"]
    assert reply.headers["ETag"] == '"1"'
    assert (made["mac"], made["lines"][0]["user"]) == (address, who.number)
    assert profile(address) and "password" not in reply.text
    assert registration(made["ref"])["actor"] == f"client:{client.name} for jana"


@pytest.mark.parametrize("spelling", ["{0}:{1}:{2}:{3}:{4}:{5}", "{0}-{1}-{2}-{3}-{4}-{5}", "{0}{1}.{2}{3}.{4}{5}", "{0}{1}{2}{3}{4}{5}"])
def test_an_address_may_be_spelled_as_on_any_carton(client, spelling):
    address = mac()
    spelled = spelling.format(*(address[i : i + 2].upper() for i in range(0, 12, 2)))
    sent = body(mac=address)
    made = put(client, spelled, sent)
    assert (made.status, made.json["mac"]) == (201, address), made.text
    assert put(client, spelled, sent).status == 200
    shown = client.get("/phones/" + spelled)
    assert (shown.status, shown.json["ref"], shown.headers["ETag"]) == (200, made.json["ref"], '"1"')
    assert shown.json["status"]["sentence"]


def test_a_form_is_taken_as_json_is(client):
    address = mac()
    made = client.call("PUT", "/phones/" + address, f"login={person().login}&model=spa942", kind="application/x-www-form-urlencoded")
    assert (made.status, made.json["mac"]) == (201, address), made.text


def test_only_a_condition_that_holds_registers_a_phone(client):
    address, sent = mac(), body()
    before = census()
    for tag in '"1"', "*":
        assert put(client, address, sent, If_Match=tag).status == 412
    assert put(client, address, sent, If_None_Match='"1"').status == 400
    assert census() == before
    assert put(client, address, sent, If_None_Match="*").status == 201
    late = put(client, address, sent, If_None_Match="*")
    assert (late.status, late.json["registration"]) == (412, sql("SELECT ref FROM registration WHERE mac = %s", address)[0]["ref"])


def test_what_is_wrong_is_named_and_nothing_is_done(client):
    before = census()
    for members, pointers in [
        ({"login": "nobody-here", "model": "spa942"}, ["/login"]),
        ({"model": "spa942"}, ["/login"]),
        (body(model="spa999", hostname="-"), ["/model", "/hostname"]),
        (body(model="software"), ["/mac"]),
        (body(mac=mac()), ["/mac"]),
        (body(mac=""), ["/mac"]),
        (body(settings={"Profile_Rule": "http://elsewhere/"}), ["/settings"]),
        (body(state="live"), ["/state"]),
    ]:  # fmt: skip
        reply = put(client, mac(), members)
        assert (reply.status, list(reply.errors())) == (422, pointers), members
    for address in "12", "ff:ff:ff:ff:ff:ff", "4MM00F903042":
        for reply in put(client, address, body()), client.get("/phones/" + address):
            assert reply.status == 404 and address in reply.json["detail"]
    assert client.get("/phones/" + mac()).status == 404
    assert client.call("PUT", f"/phones/{mac()}?x=1", body()).status == 400
    assert census() == before


def test_a_retired_phone_is_registered_again(client):
    address, sent, made = put_new(client)
    assert client.post(f"/registrations/{made['ref']}/retire", If_Match="*").status in (200, 202)
    assert client.get("/phones/" + address).status == 404
    again = put(client, address, sent)
    assert again.status == 201 and again.json["ref"] != made["ref"]


# --- already so -----------------------------------------------------------------------------


def test_a_phone_that_is_already_so_is_left_alone(client):
    address, sent, made = put_new(client, hostname="phone-1", permissions=["local"], settings={"DND_Setting": "Yes"},
                                  lines=[{"user": number()}, {"user": number(), "display": "Dílna"}])  # fmt: skip
    assert [line["permissions"] for line in made["lines"]] == [["local"], ["local"]]
    secrets, before, left = profile(address).accounts(), census(), traces(made["ref"])
    for headers in {}, {"If_Match": '"1"'}, {"If_Match": '"7"'}, {"If_Match": "*"}, {"Idempotency_Key": "p-" + address}:
        for members in sent, {**sent, "login": sent["login"].upper(), "hostname": " PHONE-1"}, {"login": sent["login"], "model": "spa942"}:
            reply = put(client, address, members, **headers)
            assert (reply.status, reply.json["ref"], reply.json["version"]) == (200, made["ref"], 1), reply.text
            assert "Location" not in reply.headers and reply.headers["ETag"] == '"1"'
    same = client.call("PUT", f"/phones/{address}?dry_run=true", sent)
    assert (same.status, same.json["rows"]) == (200, [])
    assert (profile(address).accounts(), census(), traces(made["ref"])) == (secrets, before, left)


def test_what_a_body_leaves_out_stays(client):
    address, sent, made = put_new(client)
    changes = {"inventory": "4711", "settings": {"DND_Setting": "Yes"}, "lines": [{"user": made["lines"][0]["user"], "display": "Pult"}]}
    assert client.patch("/registrations/" + made["ref"], changes, If_Match='"1"').status == 200
    for members in sent, {**sent, "lines": []}, {**sent, "lines": [{"user": made["lines"][0]["user"]}]}:
        assert put(client, address, members).status == 200, members


def test_a_repeated_change_is_carried_out_once(client):
    address, sent, made = put_new(client)
    wanted = {**sent, "hostname": "phone-2"}
    assert put(client, address, wanted, If_Match='"1"').json["version"] == 2
    left = traces(made["ref"])
    again = put(client, address, wanted, If_Match='"1"')
    assert (again.status, again.json["version"]) == (200, 2)
    assert traces(made["ref"]) == left


# --- changing -------------------------------------------------------------------------------


def test_a_phone_that_differs_is_not_changed_unseen(client):
    address, sent, made = put_new(client, hostname="phone-1")
    left = traces(made["ref"])
    for query in "", "?dry_run=true":
        reply = client.call("PUT", f"/phones/{address}{query}", {**sent, "hostname": "phone-2"})
        assert reply.status == 428, reply.text
        assert (reply.json["registration"], reply.json["version"]) == (made["ref"], 1)
        assert reply.json["differences"] == ["hostname: phone-1 → phone-2"]
    assert put(client, address, {**sent, "hostname": "phone-2"}, If_None_Match="*").status == 412
    assert put(client, address, {**sent, "hostname": "phone-2"}, If_Match="1").status == 400
    assert traces(made["ref"]) == left


def test_a_phone_that_was_changed_meanwhile_is_left_alone(client):
    address, sent, made = put_new(client, hostname="phone-1")
    assert client.patch("/registrations/" + made["ref"], {"hostname": "phone-2"}, If_Match='"1"').status == 200
    late = put(client, address, {**sent, "hostname": "phone-3"}, If_Match='"1"')
    assert (late.status, late.json["version"], late.json["registration"]) == (412, 2, made["ref"])
    assert late.json["differences"] == ["hostname: phone-1 → phone-2"]
    assert registration(made["ref"])["hostname"] == "phone-2"


def test_what_differs_is_changed_and_no_more(client):
    address, sent, made = put_new(client, hostname="phone-1", inventory="4711")
    secret = profile(address).accounts()
    wanted = {**sent, "hostname": "phone-2", "settings": {"DND_Setting": "Yes"}, "permissions": ["local", "ld"]}
    plan = client.call("PUT", f"/phones/{address}?dry_run=true", wanted, If_Match='"1"')
    assert plan.status == 200 and "hostname: phone-1 → phone-2" in plan.json["rows"] and plan.json["profile"]
    assert registration(made["ref"])["version"] == 1
    reply = put(client, address, wanted, If_Match='"1"')
    assert reply.status == 200, reply.text
    assert (reply.json["hostname"], reply.json["inventory"], reply.json["settings"]) == ("phone-2", "4711", {"DND_Setting": "Yes"})
    assert sorted(reply.json["lines"][0]["permissions"]) == ["ld", "local"]
    assert (reply.headers["ETag"], profile(address).accounts()) == ('"2"', secret)
    assert put(client, address, {**sent, "settings": {}}, If_Match='"2"').json["settings"] == {}


def test_lines_are_replaced_as_a_whole(client):
    first, second, third = number(), number(), number()
    address, sent, _ = put_new(client, lines=[{"user": first}, {"user": second}])
    wanted = {**sent, "lines": [{"user": first}, {"user": third, "permissions": ["int"]}]}
    changed = put(client, address, wanted, If_Match='"1"').json
    assert [line["user"] for line in changed["lines"]] == [first, third]
    assert subscriber(third) and not subscriber(second)
    assert put(client, address, wanted).status == 200
    fewer = put(client, address, {**sent, "lines": [{"user": first}]}, If_Match='"2"').json
    assert [line["user"] for line in fewer["lines"]] == [first]
    assert not subscriber(third)


def test_a_typed_password_is_compared(client):
    address, sent, made = put_new(client)
    line = {"user": made["lines"][0]["user"], "password": "Tajne-" + number()}
    assert put(client, address, {**sent, "lines": [line]}).status == 428
    assert put(client, address, {**sent, "lines": [line]}, If_Match='"1"').json["version"] == 2
    assert profile(address).accounts() == [(line["user"], line["password"])]
    assert put(client, address, {**sent, "lines": [line]}).status == 200


def test_another_person_or_model_moves_or_replaces_as_on_the_page(client):
    address, sent, made = put_new(client, permissions=["local"])
    who, secret = person(), profile(address).accounts()
    wanted = {**sent, "login": who.login}
    moved = put(client, address, wanted, If_Match='"1"').json
    assert (moved["login"], moved["lines"][0]["user"]) == (who.login, who.number)
    # Typed permissions are the next person's, even if the former one had the same.
    assert moved["lines"][0]["permissions"] == ["local"] and put(client, address, wanted).status == 200
    assert not subscriber(secret[0][0])
    replaced = put(client, address, {**wanted, "model": "spa962"}, If_Match='"2"').json
    assert replaced["model"] == "spa962" and profile(address).accounts() != secret
    actions = [row["action"] for row in sql("SELECT action FROM audit WHERE ref = %s ORDER BY id", made["ref"])]
    assert [each for each in actions if each in ("register", "move", "replace")] == ["register", "move", "replace"]


def test_a_number_of_another_person_is_in_the_way(client):
    theirs = put_new(client)[2]["lines"][0]["user"]
    address, sent, made = put_new(client)
    left = traces(made["ref"])
    wanted = {**sent, "lines": [{"user": theirs}]}
    for reply in put(client, address, wanted, If_Match='"1"'), put(client, mac(), {**body(), "lines": wanted["lines"]}):
        assert (reply.status, list(reply.errors())) == (409, ["/lines/0/user"])
    assert traces(made["ref"]) == left


# --- scopes ---------------------------------------------------------------------------------


def test_each_effect_needs_its_scope(client):
    address, sent, made = put_new(client, hostname="phone-1")
    other, narrow = {**sent, "hostname": "phone-2"}, {scope: Client(scope) for scope in ("register", "change", "read,profile,people,events")}
    allowed = {("register", "new"), ("register", "same"), ("change", "same"), ("change", "other")}
    for scope, portal in narrow.items():
        assert (portal.get("/phones/" + address).status == 403) == ("read" not in scope)
        replies = {"other": put(portal, address, other, If_Match='"1"'), "new": put(portal, mac(), body())}
        replies["same"] = put(portal, address, other if scope == "change" else sent)
        for effect, reply in replies.items():
            assert (reply.status == 403) == ((scope, effect) not in allowed), (scope, effect, reply.text)
            assert reply.status != 403 or "phone-" not in reply.text
    assert registration(made["ref"])["version"] == 2
