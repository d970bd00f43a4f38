"""POST /registrations/batch: many phones at once, all or nothing, with a verdict on each."""
import json
import time

import pytest

from api_client import Client
from fault_injection import derive, family, folder, round_until, send
from spaconf_stack import census, mac, nobody, number, pbx, person, profile, registration, sql, subscriber

BATCH = "/registrations/batch"


@pytest.fixture(scope="module")
def client():
    return Client()


@pytest.fixture(scope="module")
def who():
    return person()


@pytest.fixture
def row(who):
    """Makes a complete row for one more phone of the same person."""

    def made(**members):
        return {"login": who.login, "model": "spa942", "mac": mac(), "lines": [{"user": number()}], **members}

    return made


def batch(*rows, **members):
    return {"registrations": list(rows), **members}


def statuses(reply):
    return [each["status"] for each in reply.json["registrations"]]


def made_of(rows):
    """The registrations that have the rows' addresses."""
    return sql("SELECT * FROM registration WHERE mac IN %s ORDER BY id", [each["mac"] for each in rows])


# --- registering -------------------------------------------------------------------------------


def test_a_batch_is_registered_in_its_order(client, row):
    rows = [row(hostname=f"batch-{number()}") for _ in range(3)]
    reply = client.post(BATCH, batch(*rows))
    assert (reply.status, statuses(reply)) == (200, [201] * 3), reply.text
    for sent, verdict in zip(rows, reply.json["registrations"]):
        there = registration(verdict["ref"])
        assert (there["mac"], there["hostname"]) == (sent["mac"], sent["hostname"])
        assert verdict["location"] == "/spaconf/api/v1/registrations/" + verdict["ref"]
        assert verdict["etag"] == client.get("/registrations/" + verdict["ref"]).headers["ETag"]
        assert subscriber(sent["lines"][0]["user"])
        assert profile(sent["mac"])
    tasks = sql("SELECT kind, task.state, of_batch FROM task JOIN registration r ON r.id = registration_id"
                " WHERE mac = %s ORDER BY kind", rows[0]["mac"])  # fmt: skip
    assert [(each["kind"], each["of_batch"]) for each in tasks] == [("profile", 1), ("ticket", 1)]
    assert tasks[0]["state"] == "done"


def without_own(row):
    own = "id", "ref", "mac", "active_mac", "created", "updated", "profile_sha256", "search_terms"
    return {name: value for name, value in row.items() if name not in own and not name.startswith("ticket")}


def test_a_batch_makes_the_same_rows_as_single_calls(client, row):
    alone = row(hostname="same-7", inventory="4711", permissions=["local"])
    client.register(alone)
    together = {**alone, "mac": mac()}
    assert statuses(client.post(BATCH, batch(together))) == [201]
    first, second = made_of([alone, together])
    assert without_own(first) == without_own(second)


def test_phones_of_one_person_may_share_a_number(client, row):
    shared = [{"user": number()}]
    assert statuses(client.post(BATCH, batch(row(lines=shared), row(lines=shared)))) == [201, 201]


def test_the_directory_completes_each_row(client):
    people = [person(), person()]
    rows = [{"login": each.login.upper(), "model": "spa942", "mac": mac()} for each in people]
    refs = [each["ref"] for each in client.post(BATCH, batch(*rows)).json["registrations"]]
    for each, ref in zip(people, refs):
        shown = client.get("/registrations/" + ref).json
        assert (shown["login"], shown["lines"][0]["user"]) == (each.login, each.number)


def test_a_software_phone_has_its_password_in_the_verdict(client, row):
    body, key = batch(row(), row(model="software", mac="")), "s-" + number()
    verdicts = client.post(BATCH, body, Idempotency_Key=key).json["registrations"]
    assert "lines" not in verdicts[0]
    password = verdicts[1]["lines"][0]["password"]
    user = body["registrations"][1]["lines"][0]["user"]
    assert pbx("SELECT password FROM subscriber WHERE username = %s", user)[0]["password"] in (password, "")
    assert client.post(BATCH, body, Idempotency_Key=key).json["registrations"] == verdicts


def test_the_person_at_the_portal_is_that_of_the_row_or_of_the_batch(client, row):
    rows = [row(), row(on_behalf_of="eva")]
    client.post(BATCH, batch(*rows, on_behalf_of="jana"))
    assert [each["actor"] for each in made_of(rows)] == [f"client:{client.name} for {name}" for name in ("jana", "eva")]


# --- what is wrong -----------------------------------------------------------------------------


def test_all_problems_of_all_rows_are_named_and_nothing_changes(client, row):
    there = client.register(row())
    taken = number()
    pbx("INSERT INTO subscriber (username, domain, password) SELECT %s, domain, 'x' FROM subscriber LIMIT 1", taken)
    before = census()
    reply = client.post(BATCH, batch(
        row(), row(mac="12", hostname="-"), row(login="nobody-here"), row(mac=there["mac"]), row(model=7, maac=""), 3,
        row(lines=[{"user": taken}]), row(settings={"Profile_Rule": "http://elsewhere/"})))  # fmt: skip
    assert (reply.status, statuses(reply)) == (422, [424, 422, 422, 409, 422, 422, 409, 422]), reply.text
    assert reply.json["detail"] == "7 of 8 registrations are refused, so nothing was changed."
    assert set(reply.errors()) == {
        f"/registrations/{place}" for place in
        ("1/mac", "1/hostname", "2/login", "3/mac", "4/model", "4/maac", "5", "6/lines/0/user", "7/settings")}
    verdicts = reply.json["registrations"]
    assert verdicts[3]["registration"] == there["ref"]
    assert [each["pointer"] for each in verdicts[1]["errors"]] == ["/registrations/1/mac", "/registrations/1/hostname"]
    assert census() == before


def test_a_partial_batch_leaves_out_what_is_refused(client, row):
    there = client.register(row())
    rows = [row(), row(mac=there["mac"]), row(hostname="-"), row()]
    reply = client.post(BATCH, batch(*rows, partial=True))
    assert (reply.status, statuses(reply)) == (200, [201, 409, 422, 201]), reply.text
    assert reply.json["registrations"][1]["registration"] == there["ref"]
    assert [each["ref"] for each in made_of([rows[0], rows[3]])] == [
        reply.json["registrations"][place]["ref"] for place in (0, 3)]
    assert not made_of([rows[2]])


def test_rows_that_exclude_each_other_name_the_other_row(client, row):
    address, shared, other, name = mac(), number(), person(), "twice-" + number()
    rows = [row(mac=address, hostname=name, lines=[{"user": shared}]), row(mac=address.upper()), row(hostname=name),
            row(login=other.login, lines=[{"user": number()}, {"user": shared}]),
            row(model="software", mac="", lines=[{"user": "s" + shared}]),
            row(model="software", mac="", lines=[{"user": "s" + shared}])]  # fmt: skip
    before = census()
    reply = client.post(BATCH, batch(*rows))
    assert statuses(reply) == [424, 409, 409, 409, 424, 409], reply.text
    assert reply.errors() == {
        "/registrations/1/mac": "/registrations/0 has the same MAC address.",
        "/registrations/2/hostname": "/registrations/0 has the same hostname.",
        "/registrations/3/lines/1/user": "/registrations/0 has the same number for another person.",
        "/registrations/5/lines/0/user": "/registrations/4 has the same number."}  # fmt: skip
    assert census() == before
    assert statuses(client.post(BATCH, batch(*rows, partial=True))) == [201, 409, 409, 409, 201, 409]


def test_what_is_left_out_is_in_no_other_row_s_way(client, row):
    taken, shared = number(), number()
    pbx("INSERT INTO subscriber (username, domain, password) SELECT %s, domain, 'x' FROM subscriber LIMIT 1", taken)
    rows = [row(permissions=["local"], lines=[{"user": shared}, {"user": taken}]),
            row(permissions=["int"], lines=[{"user": shared}])]  # fmt: skip
    reply = client.post(BATCH, batch(*rows, partial=True))
    assert (reply.status, statuses(reply)) == (200, [409, 201]), reply.text
    assert subscriber(shared) and not made_of(rows[:1])


@pytest.mark.parametrize("body, pointer", [
    ([], ""),
    ({}, "/registrations"),
    ({"registrations": []}, "/registrations"),
    ({"registrations": {}}, "/registrations"),
    ({"registrations": [{}] * 1001}, "/registrations"),
    ({"registrations": [{}], "partial": "yes"}, "/partial"),
    ({"registrations": [{}], "on_behalf_of": 7}, "/on_behalf_of"),
    ({"registrations": [{}], "on_behalf_of": "x" * 101}, "/on_behalf_of"),
    ({"registrations": [{}], "dry_run": True}, "/dry_run"),
])  # fmt: skip
def test_a_body_that_is_no_batch_is_refused(client, body, pointer):
    reply = client.post(BATCH, body)
    assert reply.status == 422, reply.text
    assert list(reply.errors()) == [pointer]
    assert "registrations" not in reply.json


def test_a_batch_is_json_of_at_most_4_megabytes(client, row):
    assert client.post(BATCH, "login=x", kind="application/x-www-form-urlencoded").status == 415
    assert client.post(BATCH, batch(row(inventory="x" * 70_000))).errors() == {
        "/registrations/0/inventory": "An inventory number has at most 64 characters."}
    assert client.post(BATCH, '"' + "x" * (4 << 20) + '"').status == 413
    assert client.post("/registrations", row(inventory="x" * 70_000)).status == 413


@pytest.mark.parametrize("url", ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"])
def test_a_large_batch_passes_each_web_server(client, row, url):
    headers = {"Authorization": "Bearer " + client.token, "Content-Type": "application/json"}
    body = batch(*[row(inventory="x" * 1000) for _ in range(300)])
    answer = nobody(url).ask("POST", "/api/v1" + BATCH, json.dumps(body), headers)
    assert answer.status == 422
    assert len(json.loads(answer.body)["errors"]) == 300


# --- dry runs and repeated requests ------------------------------------------------------------


def test_a_dry_run_gives_the_verdicts_and_changes_nothing(client, row):
    there = client.register(row())
    before = census()
    good = client.post(BATCH + "?dry_run=true", batch(row(), row()))
    assert (good.status, good.json) == (200, {"registrations": [{"status": 200}] * 2})
    bad = client.post(BATCH + "?dry_run=true", batch(row(), row(mac=there["mac"])))
    assert (bad.status, statuses(bad)) == (422, [424, 409])
    some = client.post(BATCH + "?dry_run=true", batch(row(), row(mac=there["mac"]), partial=True))
    assert (some.status, statuses(some)) == (200, [200, 409])
    assert census() == before


def test_a_repeated_batch_has_the_same_verdicts_and_says_so(client, row):
    there = client.register(row())
    body, key = batch(row(), row(mac=there["mac"]), row(login="nobody-here"), partial=True), "k-" + number()
    first = client.post(BATCH, body, Idempotency_Key=key)
    assert statuses(first) == [201, 409, 422]
    client.post(f"/registrations/{there['ref']}/retire", If_Match="*")  # nothing would be in the way now
    before = census()
    again = client.post(BATCH, body, Idempotency_Key=key)
    assert (again.status, again.json) == (200, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert census() == before


def test_a_key_belongs_to_the_whole_content(client, row):
    body, key = batch(row(), row()), "k-" + number()
    assert client.post(BATCH, body, Idempotency_Key=key).status == 200
    for other in (batch(*body["registrations"][::-1]), {**body, "partial": True}, {**body, "on_behalf_of": "jana"},
                  batch(body["registrations"][0])):  # fmt: skip
        assert client.post(BATCH, other, Idempotency_Key=key).status == 422
    assert client.post("/registrations", body["registrations"][0], Idempotency_Key=key).status == 422


def test_a_refused_batch_may_be_corrected_under_its_key(client, row):
    wrong, key = row(hostname="-"), "k-" + number()
    assert client.post(BATCH, batch(wrong), Idempotency_Key=key).status == 422
    assert statuses(client.post(BATCH, batch({**wrong, "hostname": ""}), Idempotency_Key=key)) == [201]


# --- failures ----------------------------------------------------------------------------------


def test_a_killed_batch_is_registered_as_a_whole_or_not_at_all(client, row):
    began = time.monotonic()
    client.post(BATCH, batch(*[row() for _ in range(20)]))
    takes, found = time.monotonic() - began, set()
    for part in (0.3, 0.5, 0.7, 0.9):
        rows, key = [row() for _ in range(20)], "k-" + number()
        process = client.start("POST", BATCH, batch(*rows), Idempotency_Key=key)
        time.sleep(part * takes)
        send(family(process.pid), 9)
        process.communicate()
        found.add(len(made_of(rows)))
        reply = client.post(BATCH, batch(*rows), Idempotency_Key=key)
        assert reply.status == 200 and len(made_of(rows)) == 20
        assert [each["ref"] for each in reply.json["registrations"]] == [each["ref"] for each in made_of(rows)]
    assert found <= {0, 20}, found


def test_profiles_that_cannot_be_written_are_left_to_the_worker(client, row, scratch):
    rows = [row(), row()]
    conf = derive(scratch / "a.conf", phone__staging=str(scratch / "missing"))
    reply = client.call("POST", BATCH, batch(*rows), conf=conf)
    assert (reply.status, statuses(reply)) == (200, [202, 202]), reply.text
    round_until(scratch, lambda: all(each["profile_state"] == "done" for each in made_of(rows)), "profiles written")
    assert all(profile(each["mac"]) for each in rows)


def test_a_directory_that_is_away_registers_nothing(client, row, scratch):
    before = census()
    conf = derive(scratch / "a.conf", person__uri="ldap://127.0.0.1:1")
    assert client.call("POST", BATCH, batch(row()), conf=conf).status == 503
    assert census() == before
