"""GET /events: what happened to phones, once each, in one order that no reader misses anything of."""
import re

import pymysql
import pytest

from api_client import Client
from change_test import change, spaconf
from fault_injection import stopped, the_worker_is_idle, worker_once
from spaconf_stack import env, mac, person, register, registration, rt, sip_register, sql, tftp, ticket, wait_until

ALL_TYPES = {"phone.registered", "phone.changed", "phone.profile_fetched", "phone.online", "ticket.settled", "phone.retired"}


@pytest.fixture(scope="module")
def portal():
    return Client("register,read,change,events")


def last(portal):
    """The `next` behind everything that has happened."""
    wait_until(lambda: not sql("SELECT 1 FROM event WHERE position IS NULL"), "numbered events")
    return str(sql("SELECT last FROM event_position")[0]["last"])


def events(portal, after, ref=None):
    """All events after this one, or those of a registration, by as many calls as it takes."""
    wait_until(lambda: not sql("SELECT 1 FROM event WHERE position IS NULL"), "numbered events")
    found = []
    while page := portal.get(f"/events?after={after}&limit=3").json:
        if not page["events"]:
            return [each for each in found if ref in (None, each["registration"])]
        found += page["events"]
        after = page["next"]


def types(found):
    return [each["type"] for each in found]


def test_a_phones_life_is_told_in_order(portal):
    after, address = last(portal), mac()
    login = person().login
    ref = portal.register({"login": login, "model": "spa942", "mac": address, "on_behalf_of": "Jana Malá"})["ref"]
    assert portal.patch(f"/registrations/{ref}", {"inventory": "4711"}, If_Match="*").status == 200
    assert portal.post(f"/registrations/{ref}/retire", If_Match="*").status == 200
    found = events(portal, after, ref)
    assert types(found) == ["phone.registered", "phone.changed", "phone.retired"]
    assert [each["version"] for each in found] == [1, 2, 3]
    assert [each["action"] for each in found] == [None, "edit", "retire"]
    assert all(each["login"] == login and each["mac"] == address and portal.name in each["actor"] for each in found)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each["at"]) for each in found)
    assert all(re.fullmatch(r"[0-9a-f]{32}", each["id"]) for each in found) and len({each["id"] for each in found}) == 3
    positions = [each["position"] for each in found]
    assert positions == sorted(positions) and positions[0] > int(after)


def test_pages_and_the_command_line_tell_the_same(portal):
    after = last(portal)
    form = register()
    change(form.ref, "edit", hostname="tel-event")
    assert spaconf("edit", form.ref, "inventory=1").returncode == 0
    found = events(portal, after, form.ref)
    assert types(found) == ["phone.registered", "phone.changed", "phone.changed"]
    assert [each["actor"] for each in found][:2] == [env.WEB_USER] * 2


def test_a_dry_run_and_a_refused_request_are_no_events(portal):
    address = mac()
    phone = {"login": person().login, "model": "spa942", "mac": address}
    ref = portal.register(phone)["ref"]
    after = last(portal)
    assert portal.post("/registrations", phone).status == 409
    assert portal.post("/registrations?dry_run=true", phone | {"mac": mac()}).status == 200
    assert portal.patch(f"/registrations/{ref}?dry_run=true", {"inventory": "4711"}, If_Match="*").status == 200
    assert events(portal, after, ref) == []


def test_another_phone_of_a_changed_account_has_an_event_too(portal):
    who = person()
    first = portal.register({"login": who.login, "model": "spa942", "mac": mac()})
    second = portal.register({"login": who.login, "model": "spa942", "mac": mac()})
    after = last(portal)
    lines = [{"user": first["lines"][0]["user"], "permissions": ["ld"]}]
    assert portal.patch(f"/registrations/{first['ref']}", {"lines": lines}, If_Match="*").status == 200
    assert types(events(portal, after, first["ref"])) == ["phone.changed"]
    (other,) = events(portal, after, second["ref"])
    assert (other["type"], other["action"], other["version"]) == ("phone.changed", "account", 2)


def test_the_first_fetch_and_the_first_time_online_are_events(portal, scratch):
    form = register()
    after = last(portal)
    is_online = "SELECT 1 FROM online JOIN registration ON id = registration_id WHERE missing IS NULL AND ref = %s"
    for _ in range(2):
        sql("DELETE FROM profile_fetch WHERE mac = %s", form.mac)
        assert tftp(f"config/spa{form.mac}.cfg")
        wait_until(lambda: sql("SELECT 1 FROM profile_fetch WHERE mac = %s", form.mac), "a fetch")
        sql("DELETE FROM online WHERE registration_id = %s", registration(form.ref)["id"])
        assert sip_register(form["line1_user"], form["line1_password"])
        worker_once(scratch)
        assert sql(is_online, form.ref)
    found = [each for each in events(portal, after, form.ref) if each["type"] != "ticket.settled"]
    assert types(found) == ["phone.profile_fetched", "phone.online"]
    assert all(each["actor"] is None and each["action"] is None and each["version"] == 1 for each in found)


def test_what_happened_first_stays_known_when_its_event_is_purged(portal):
    form = register()
    after = last(portal)
    assert tftp(f"config/spa{form.mac}.cfg")
    wait_until(lambda: "phone.profile_fetched" in types(events(portal, after, form.ref)), "the first fetch")
    sql("DELETE FROM event WHERE ref = %s AND type = 'phone.profile_fetched'", form.ref)
    sql("DELETE FROM profile_fetch WHERE mac = %s", form.mac)
    assert tftp(f"config/spa{form.mac}.cfg")
    wait_until(lambda: sql("SELECT 1 FROM profile_fetch WHERE mac = %s", form.mac), "another fetch")
    assert types(events(portal, after, form.ref)) == []


def test_a_ticket_is_settled_once_until_it_is_open_again(portal):
    ref = register().ref
    number = ticket(ref)["id"]
    after = last(portal)
    for status, count in ("resolved", 1), ("open", 1), ("resolved", 2):
        rt("PUT", f"ticket/{number}", json={"Status": status})
        settled = 1 if status == "resolved" else 0
        if not settled:
            sql("UPDATE registration SET ticket_settled = 0 WHERE ref = %s", ref)
        sql("UPDATE registration SET ticket_checked_at = '2020-01-01' WHERE ref = %s", ref)
        wait_until(lambda status=status: registration(ref)["ticket_status"] == status, status, 60)
        assert types(events(portal, after, ref)).count("ticket.settled") == count


def test_an_event_that_commits_late_is_not_missed(portal):
    """An earlier row whose transaction ends after the poll comes behind the later one."""
    after = last(portal)
    with pymysql.connect(unix_socket=env.DB_SOCKET, user=env.DB_USER, password=env.DB_PASSWORD, database=env.DB_NAME) as slow:
        slow.cursor().execute(
            "INSERT INTO event (public_id, type, at, ref, version, login, action, actor)"
            " VALUES (REPEAT('a', 32), 'phone.changed', UTC_TIMESTAMP(3), 'slowslowsl', 1, 'slow', 'edit', '')")
        quick = register().ref
        before = portal_until(portal, after, quick)
        slow.commit()
    late = portal_until(portal, before, "slowslowsl")
    found = events(portal, after)
    refs = [each["registration"] for each in found]
    assert refs.index(quick) < refs.index("slowslowsl") and int(late) > int(before)
    ids = {row["ref"]: row["id"] for row in sql("SELECT ref, id FROM event WHERE ref IN (%s, 'slowslowsl')", quick)}
    assert ids["slowslowsl"] < ids[quick], "the slow one began first"
    sql("DELETE FROM event WHERE ref = 'slowslowsl'")


def portal_until(portal, after, ref):
    """Polls until the registration has an event, and gives the `next` of that answer."""
    def seen():
        answer = portal.get(f"/events?after={after}&limit=100").json
        return answer["next"] if ref in [each["registration"] for each in answer["events"]] else None

    return wait_until(seen, f"an event of {ref}")


def test_next_is_there_also_without_events(portal):
    after = last(portal)
    answer = portal.get(f"/events?after={after}").json
    assert answer["events"] == [] or int(answer["next"]) > int(after)
    assert portal.get("/events").json["next"]


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=1.5", "after=99999999999", "after=99999999999999999999",
                                   "limit=0", "limit=101", "limit=x", "before=1"])  # fmt: skip
def test_a_wrong_parameter_is_400(portal, query):
    assert portal.get("/events?" + query).status == 400


def test_the_scope_is_needed():
    assert Client("read,register,change").get("/events").status == 403


def test_events_are_purged_and_a_late_reader_learns_it(portal, scratch):
    after = last(portal)
    register()
    events(portal, after)
    with stopped("worker"):
        sql("UPDATE event SET at = at - INTERVAL 11 DAY WHERE position <= %s", int(after) + 1)
        worker_once(scratch, registration__keep_events=10)
        assert not sql("SELECT 1 FROM event WHERE position <= %s", int(after) + 1)
    gone = portal.get(f"/events?after={after}")
    assert gone.status == 410 and "without after" in gone.json["detail"]
    assert portal.get("/events").status == 200
    assert portal.get(f"/events?after={int(after) + 1}").status == 200


def test_no_event_holds_a_secret(portal):
    the_worker_is_idle()
    after = last(portal)
    phone = portal.register({"login": person().login, "model": "software"})
    text = str(events(portal, after, phone["ref"]))
    assert phone["ref"] in text and phone["lines"][0]["password"] not in text
    assert {row["type"] for row in sql("SELECT DISTINCT type FROM event")} <= ALL_TYPES
