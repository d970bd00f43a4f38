"""Hostile values in every field, header, entry, row and answer: no 5xx, and no page gets an element or an attribute from one."""
import base64
import csv
import io
import json
import pathlib
import re
import urllib.parse

import pytest

import payloads
from change_test import Change
from fault_injection import between_ticket_system, stopped, the_worker_is_idle, worker_once
from page_shape import differences, shape
from spaconf_stack import (
    STACK, Form, config, env, front, ldap, nginx, nobody, number, pbx, people, person, profile, register, registration, rt, sql,
    ticket, tickets, wait_until)  # fmt: skip

# Each kind is a test. What nginx and Apache do to the bytes does not depend on the page, so behind Apache there are fewer.
each_kind = pytest.mark.parametrize("kind", payloads.KINDS)
each_front_end = pytest.mark.parametrize("url, share", [("WEB_URL", 1), ("WEB_URL_APACHE", 3)], ids=["nginx", "apache"])
HARMLESS = "zq7 words"


def check(answer, value, expected=None, statuses=None):
    """A page that is no error of ours and has this shape, if one is named."""
    assert answer.status < 500, f"{answer.status} for {value!r}: {answer.words()[:300]}"
    assert statuses is None or answer.status in statuses, f"{answer.status} for {value!r}: {answer.words()[:300]}"
    assert "zq7" not in " ".join(name for name in answer.headers), "a header of its own"
    assert "Set-Cookie" not in answer.headers
    try:
        found = shape(answer)
    except AssertionError as error:
        raise AssertionError(f"{value!r}: {error}") from None
    assert expected is None or found == expected, f"{value!r}: {differences(found, expected)}"
    return answer


@pytest.fixture(scope="module")
def who():
    return person("Hostile Values")


@pytest.fixture(scope="module")
def phone(who):
    form = register(login=who.login, hostname="plain", inventory="plain", serial="4MM00F903042")
    ticket(form.ref)
    return form


# --- addresses -----------------------------------------------------------------------------------

QUERIES = {
    "/form?": ["login"], "/phones?": ["q", "state", "model", "sort", "after", "before"], "/phones.csv?": ["q", "state", "model"],
    "/review?": ["after"], "/?": ["x"]}  # fmt: skip


@each_front_end
@each_kind
def test_in_a_query(kind, url, share):
    door = front(url)
    for path, names in QUERIES.items():
        for name in names:
            usual = {answer.status: shape(answer) for words in (HARMLESS, "zq7 \u0159")
                     if (answer := door.get(path + urllib.parse.urlencode({name: words}))).status < 500}  # fmt: skip
            for value in payloads.KINDS[kind][::share]:
                if path == "/phones.csv?":
                    assert door.get(path + urllib.parse.urlencode({name: value})).status < 500, (path, name, value)
                    continue
                answer = door.get(path + urllib.parse.urlencode({name: value}))
                check(answer, value, usual.get(answer.status), (*usual, 400, 404, 422))


@each_front_end
@each_kind
def test_in_a_path(kind, url, share, phone):
    door = front(url)
    for value in payloads.KINDS[kind][::share]:
        quoted = urllib.parse.quote(value, safe="")
        for path in f"/{quoted}", f"/phones/{quoted}", f"/phones/{quoted}/edit", f"/phones/{phone.ref}/{quoted}":
            check(door.get(path), value, statuses=(400, 404))
        check(door.post("/submit/" + quoted, [("ref", value)]), value, statuses=(400, 403, 404))


# --- forms ---------------------------------------------------------------------------------------

OF_PHONE = ["mac", "serial", "hostname", "inventory"]
OF_LINES = [f"line{n}_{part}" for n in (1, 2) for part in ("user", "password", "display", "permission")]


@each_front_end
@each_kind
def test_in_a_form_that_a_portal_fills_in(kind, url, share, who):
    def filled(value):
        fields = {"login": who.login, **dict.fromkeys([*OF_PHONE, "permission", "line1_user", "line1_display", "line2_user", "line2_display"], value)}
        return front(url).get("/form?" + urllib.parse.urlencode(fields), Sec_Fetch_Site="cross-site")

    usual = shape(filled("zq7 words"))
    for value in payloads.KINDS[kind][::share]:
        check(filled(value), value, usual, [200])


@each_front_end
@each_kind
def test_in_every_field_of_the_registration(kind, url, share, who):
    """All at once, since each is shown whether it is right or not; the address is wrong, so nothing is registered."""
    form = Form(front(url), who.login).fill(model="spa942")

    def answer(value):
        form.fill(**dict.fromkeys([*OF_PHONE, "permission", *OF_LINES], value))
        return form.post()

    usual = shape(answer(HARMLESS))
    for value in payloads.KINDS[kind][::share]:
        again = check(answer(value), value, usual, [422])
        for name in "mac", "inventory", "line1_display":
            assert again.element(name)["value"] == value, f"{name} is shown otherwise"


# The fields that decide which page it is.
OF_FORMS = ["login", "model", "key", "csrf", "zq7"]


@each_front_end
@each_kind
def test_in_a_field_that_people_do_not_type(kind, url, share, who):
    form = Form(front(url), who.login).fill(model="spa942", mac="wrong")
    for value in payloads.KINDS[kind][::share]:
        for name in OF_FORMS:
            fields = [*((n, v) for n, v in form.fields if n != name), (name, value)]
            check(form.door.post(form.action, fields), value, statuses=(400, 403, 404, 409, 422))
        check(form.door.post(form.action, [*form.fields, (value, "x")]), value, statuses=(400, 422))


CHANGES = {"edit": [*OF_PHONE[1:], "setting", *OF_LINES], "replace": ["mac", "serial", "model"], "move": ["login", *OF_LINES],
           "password": [], "refresh": [], "retire": ["keep_password"]}  # fmt: skip


@each_front_end
@each_kind
@pytest.mark.parametrize("action", CHANGES)
def test_in_every_field_of_a_change(action, kind, url, share, phone):
    form = Change(phone.ref, action, front(url))
    usual = {}
    for value in [HARMLESS, "zq7-words", *payloads.KINDS[kind][::share]]:
        form.fill(step="preview", **dict.fromkeys(CHANGES[action], value))
        answer = check(form.post(), value, statuses=(200, 404, 422))
        if CHANGES[action] and answer.status == 422:
            assert usual.setdefault("shape", shape(answer)) == shape(answer), f"{value!r}: {differences(shape(answer), usual['shape'])}"
        for name in "ref", "version", "step", "key", "csrf", "from":
            fields = [*((n, v) for n, v in form.fields if n != name), (name, value)]
            check(form.door.post(form.action, fields), value, statuses=(200, 400, 403, 404, 409, 422))
    assert registration(phone.ref)["version"] == 1


@pytest.mark.parametrize("name", ["ref", "kind", "key", "csrf", "version"])
@pytest.mark.parametrize("path", ["retry", "resync", "show"])
def test_in_a_button(path, name, phone):
    csrf = Form(nginx(), phone["login"])["csrf"]
    for value in payloads.ALL:
        fields = {"ref": phone.ref, "kind": "profile", "key": "0" * 32, "csrf": csrf, "version": "1"} | {name: value}
        check(nginx().post("/submit/" + path, fields.items()), value, statuses=(400, 403, 404, 409, 422))


# --- headers -------------------------------------------------------------------------------------

HEADERS = ["User-Agent", "Referer", "Origin", "X-Request-Id", "Cookie", "X-Forwarded-For", "Accept-Language", "Remote-User",
           "Content-Type", "Sec-Fetch-Site", "Forwarded", "Idempotency-Key", "If-Match"]  # fmt: skip


@each_front_end
@each_kind
def test_in_a_header(kind, url, share, phone):
    form = Form(front(url), phone["login"]).fill(model="spa942", mac="wrong")
    for value in payloads.KINDS[kind][::share]:
        for name in HEADERS:
            headers = {name: value.strip().encode()}
            answer = front(url).ask("GET", "/phones/" + phone.ref, headers=headers)
            check(answer, value, statuses=(200, 400, 403))
            sent = {"Content-Type": "application/x-www-form-urlencoded"} | headers
            answer = front(url).ask("POST", form.action, urllib.parse.urlencode(form.fields).encode(), sent)
            check(answer, value, statuses=(400, 403, 415, 422))
            for header, text in answer.headers.items():
                assert "zq7" not in text or header.lower() == "x-request-id", f"{header}: {text}"


# --- the API -------------------------------------------------------------------------------------

CALLS = [
    ("POST", "/registrations", ["login", "model", "mac", "serial", "hostname", "inventory", "permissions", "lines", "settings", "zq7"]),
    ("PATCH", "/registrations/{ref}", ["login", "serial", "hostname", "inventory", "permissions", "lines", "settings", "zq7"]),
    ("POST", "/registrations/{ref}/replace", ["model", "mac", "serial"]),
    ("POST", "/registrations/{ref}/move", ["login", "permissions", "lines"]),
    ("POST", "/registrations/{ref}/retire", ["keep_password"]),
]  # fmt: skip
BODIES = {"permissions": lambda value: [value], "settings": lambda value: {value: value, "Dial_Plan_1_": value},
          "lines": lambda value: [{"user": value, "display": value, "password": value, "permissions": [value]}]}  # fmt: skip


def call(url, method, path, body=None, kind="application/json", **headers):
    sql("DELETE FROM request_limit")
    sent = {"Authorization": "Bearer " + env.API_TOKEN, "Content-Type": kind} | headers
    return nobody(url).ask(method, "/api/v1" + path, None if body is None else json.dumps(body), sent)


def is_json(answer, value, statuses):
    assert answer.status in statuses, f"{answer.status} for {value!r}: {answer.text[:300]}"
    assert re.match("application/(problem[+])?json", answer.headers["Content-Type"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return json.loads(answer.text)


@each_front_end
@each_kind
def test_in_every_member_of_a_call(kind, url, share, who, phone):
    """Each by itself, and tried without effect: some are right."""
    for method, path, members in CALLS:
        path = path.format(ref=phone.ref)
        for value in payloads.KINDS[kind][::share]:
            for member in members:
                made = {"login": who.login, "model": "spa942", "mac": "000e08aaaaaa"} if path == "/registrations" else {}
                body = made | {member: BODIES.get(member, str)(value)}
                answer = call(url, method, path + "?dry_run=true", body, If_Match="*", **{"Content-Type": "application/merge-patch+json"}
                              if method == "PATCH" else {})  # fmt: skip
                is_json(answer, value, (200, 400, 404, 409, 412, 422, 428))
            quoted = urllib.parse.quote(value, safe="")
            for place in f"/registrations/{quoted}", f"/people/{quoted}", f"/registrations?q={quoted}", f"/registrations?mac={quoted}&login={quoted}":
                answer = call(url, "GET", place)
                if "%2F" in quoted and answer.status == 404 and "X-Request-Id" not in answer.headers:
                    continue  # Apache itself
                is_json(answer, value, (200, 400, 404, 422))
    assert registration(phone.ref)["version"] == 1


# --- the directory -------------------------------------------------------------------------------


def change_entry(login, **values):
    """Replaces attributes of a person; an empty value removes one."""
    lines = [f"dn: uid={login},{people()}", "changetype: modify"]
    for name, value in values.items():
        lines += [f"replace: {name}", *([f"{name}:: {base64.b64encode(value.encode()).decode()}"] if value else []), "-"]
    ldap("ldapmodify", stdin="\n".join(lines) + "\n")


def as_entry(value):
    """What the directory's own syntaxes admit of it: an address is ASCII, a telephone number printable."""
    ascii_only = value.encode("ascii", "ignore").decode()
    printable = re.sub(r"[^A-Za-z0-9'()+,.=/:? -]", "", value)
    return dict(cn=value, sn=value, givenName=value, roomNumber=value, departmentNumber=value, mail=ascii_only, telephoneNumber=printable)


@each_kind
def test_in_an_entry_of_the_directory(kind, phone):
    """The form, the review, and what an update from the directory would change."""

    def shown(value):
        change_entry(phone["login"], **as_entry(value))
        answers = {"form": nginx().get("/form?login=" + phone["login"]), "review": nginx().get("/review")}
        form = Change(phone.ref, "refresh")
        return answers | {"preview": form.preview()}

    usual = {name: shape(answer) for name, answer in shown("zq7 words").items() if name != "review"}
    for value in payloads.KINDS[kind]:
        answers = shown(value)
        for name, answer in answers.items():
            check(answer, value, None if value in ("-zq7",) else usual.get(name), [200])
        assert answers["form"].page.select_one("section.person p.name").get_text(" ", strip=True).startswith(value.strip()[:20])


def test_in_an_entry_and_then_in_the_ticket_and_the_profile():
    """One of each kind all the way: a row, a profile that is XML, and a ticket with no other subject, field or requestor."""
    values = ["<script>alert('zq7')</script>", "zq7' OR 1=1 -- ", "</User_ID_1_><Admin_Passwd>zq7</Admin_Passwd>", "zq7@example.org>, <other@example.org",
              "{{BASE}}zq7", "[spaconf zq7]", "=1+1+zq7", "../../zq7"]  # fmt: skip
    before = set(rt_people())
    forms = []
    for value in values:
        who = person(value, room=value, department=value)
        forms.append(register(login=who.login, line1_user=number(), inventory=value, serial=value, line1_display="Plain"))
    for value, form in zip(values, forms):
        made = ticket(form.ref)
        assert made["Subject"].endswith(f"[spaconf {form.ref}]") and "\n" not in made["Subject"]
        assert [each["id"] for each in made["Requestor"]] == [f"{form['login']}@example.org"]
        assert profile(form.mac).accounts() == [(form["line1_user"], form["line1_password"])]
        assert registration(form.ref)["person_name"] == registration(form.ref)["inventory"] == value.strip()
        check(nginx().get("/phones/" + form.ref), value, statuses=[200])
    new = set(rt_people()) - before
    assert not [name for name in new if "zq7" in name or "other@" in name], new


# --- rows ----------------------------------------------------------------------------------------

ROW = {"serial": 64, "inventory": 64, "login": 64, "person_name": 255, "person_mail": 255, "person_telephone": 255, "person_room": 255,
       "person_department": 255, "actor": 255, "profile_reason": 500, "ticket_status": 64, "ticket_mail": 255, "ticket_requestor": 255}  # fmt: skip


def write(row, value):
    """The value in every column that holds text of people or of other servers, in the phone's rows and in those around it."""
    names = ", ".join(f"{name} = %s" for name in ROW)
    sql(f"UPDATE registration SET {names} WHERE id = %s", *(value[:size] for size in ROW.values()), row["id"])
    sql("UPDATE line SET display = %s WHERE registration_id = %s", value, row["id"])
    ascii_only = value.encode("ascii", "ignore").decode()
    sql("UPDATE registration SET settings = %s, hostname = %s WHERE id = %s", ascii_only, ascii_only[:63], row["id"])
    sql("UPDATE account a JOIN line l ON l.account_id = a.id SET owner = %s, permissions = %s, exchange_reason = %s WHERE registration_id = %s",
        value[:64], value, value, row["id"])
    sql("UPDATE audit SET actor = %s, detail = %s WHERE ref = %s", value, value, row["ref"])
    sql("UPDATE revision SET actor = %s, content = %s WHERE registration_id = %s", value, value, row["id"])
    sql("UPDATE mail SET address = %s WHERE registration_id = %s", value, row["id"])
    sql("REPLACE INTO failed_step (step, reason, since) VALUES ('zq7', %s, UTC_TIMESTAMP(3))", value)
    sql("UPDATE task SET state = 'parked', reason = %s, note = %s WHERE registration_id = %s AND kind = 'ticket'", value, value, row["id"])
    pbx("DELETE FROM location WHERE ruid = 'zq7'")
    user = sql("SELECT user FROM account a JOIN line l ON l.account_id = a.id WHERE registration_id = %s", row["id"])[0]["user"]
    pbx("INSERT INTO location (ruid, username, domain, contact, expires, callid, user_agent, last_modified)"
        " VALUES ('zq7', %s, %s, %s, NOW() + INTERVAL 1 HOUR, 'x', %s, NOW())", user, env.SIP_DOMAIN, value, value)  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    """A phone whose rows are spoilt, and put right afterwards, since others look at all rows."""
    form = register()
    ticket(form.ref)
    Change(form.ref, "edit", inventory="new").apply()
    row = registration(form.ref)
    wait_until(lambda: not sql("SELECT 1 FROM task WHERE registration_id = %s AND state = 'due'", row["id"]), "nothing due", 60)
    with stopped("worker"):
        yield row
        for table in "task", "line", "revision", "mail", "search_term":
            sql(f"DELETE FROM {table} WHERE registration_id = %s", row["id"])
        accounts = sql("SELECT id, user FROM account WHERE user = %s", form["line1_user"])
        sql("DELETE FROM account WHERE user = %s", form["line1_user"])
        pbx("DELETE FROM subscriber WHERE username = %s", form["line1_user"])
        sql("DELETE FROM audit WHERE ref = %s", row["ref"])
        sql("DELETE FROM registration WHERE id = %s", row["id"])
        sql("DELETE FROM failed_step WHERE step = 'zq7'")
        pbx("DELETE FROM location WHERE ruid = 'zq7'")
        pathlib.Path(env.TFTP_ROOT, "config", f"spa{form.mac}.cfg").unlink(missing_ok=True)
        assert accounts


@each_kind
def test_in_a_row(kind, rows):
    """Ours, written by hand, and the exchange's contacts."""
    ref = rows["ref"]
    paths = ["/", f"/phones/{ref}", f"/phones/{ref}/history", f"/phones/{ref}/profile", f"/phones/{ref}/edit", f"/phones/{ref}/move",
             f"/phones/{ref}/revert?version=1", "/phones?sort=newest", "/review"]  # fmt: skip

    def shown(value):
        write(rows, value)
        return {path: nginx().get(path) for path in paths}

    usual = {path: shape(answer) for path, answer in shown("zq7").items() if path != "/review"}
    for value in payloads.KINDS[kind]:
        for path, answer in shown(value).items():
            check(answer, value, usual.get(path) if answer.status == 200 else None, (200, 404, 409))
        is_json(call("WEB_URL", "GET", "/registrations/" + ref), value, [200])
        is_json(call("WEB_URL", "GET", "/registrations?limit=5"), value, [200])


@each_kind
def test_in_the_table_for_a_spreadsheet(kind, rows):
    """No cell begins a formula, and the table is read back as it was."""
    for value in payloads.KINDS[kind]:
        write(rows, value)
        answer = nginx().get("/phones.csv?q=")
        assert answer.status == 200
        row = next(row for row in csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))) if row["ref"] == rows["ref"])
        for cell in row.values():
            assert not re.match(r"[=+@\t\r-]", cell), f"{value!r} is {cell!r}"
        assert row["inventory"] == ("'" if value[0] in "=+-@'" else "") + value[:64]


# --- Request Tracker's replies -------------------------------------------------------------------


def rt_people():
    found = rt("GET", "users", params={"query": '[{"field":"Name","operator":"LIKE","value":"zq7"}]', "per_page": 100})
    return [each["id"] for each in found["items"]]


def test_in_what_the_ticket_system_says(scratch):
    """Status, subject and requestor in each of its replies about a ticket."""
    the_worker_is_idle()
    form = register()
    made = ticket(form.ref)["id"]
    usual = shape(nginx().get("/phones/" + form.ref))
    with stopped("worker"):
        for value in payloads.ALL:

            def reply(talk, data, value=value):
                head, end, body = data.partition(b"\r\n\r\n")
                for name in b"Status", b"Subject":
                    body = re.sub(rb'("%s" ?: ?)"[^"]*"' % name, lambda found: found[1] + json.dumps(value).encode(), body)
                return re.sub(rb"(?i)(content-length: *)\d+", lambda found: found[1] + str(len(body)).encode(), head) + end + body

            sql("UPDATE registration SET ticket_checked_at = NULL, ticket_settled = FALSE, ticket_status = '' WHERE ref = %s", form.ref)
            with between_ticket_system(reply=reply) as between:
                worker_once(scratch, ticket__url=re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"]), ticket__settle=1, ticket__timeout=3)
            check(nginx().get("/phones/" + form.ref), value, None, [200])
    assert tickets(form.ref)[form.ref] == [int(made)] and usual


# --- logs ----------------------------------------------------------------------------------------


def test_no_log_line_begins_with_what_somebody_typed():
    """After all of the above, and with what no field takes."""
    for value in payloads.CONTROL:
        quoted = urllib.parse.quote(value, safe="")
        for path in f"/form?login={quoted}", f"/phones/{quoted}", f"/phones?q={quoted}&after={quoted}":
            check(nginx().get(path), value, statuses=(200, 400, 404, 422))
    for name in "form", "submit", "api", "worker":
        for line in (STACK / "log" / f"{name}.log").read_bytes().splitlines():
            assert re.match(rb"(<\d>)?spaconf: |[a-z-]+: ", line), line[:200]
            assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xa8\xae]|\xc2[\x80-\x9f]", line), line[:200]
