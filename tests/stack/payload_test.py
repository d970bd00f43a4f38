"""Hostile values in every field, header, entry, row and answer: no 5xx, and no page gets an element or an attribute from one."""
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
    STACK, Form, config, dashed, env, front, ldap_modify, nginx, nobody, number, pbx, person, profile, register, registration, rt, sql,
    ticket, tickets, wait_until)  # fmt: skip

# What nginx and Apache do to the bytes does not depend on the page, so behind Apache there are fewer values.
each_front_end = pytest.mark.parametrize("url, share", [("WEB_URL", 1), ("WEB_URL_APACHE", 3)], ids=["nginx", "apache"])
EACH = range(len(payloads.ALL))
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


def query_of(fields):
    return "?" + urllib.parse.urlencode(fields)


def test_in_the_words_of_a_search():
    """All words must match, so that nothing is found."""
    usual = shape(nginx().get("/phones" + query_of({"q": "nosuchword " + HARMLESS})))
    for value in payloads.ALL:
        answer = nginx().get("/phones" + query_of({"q": "nosuchword " + value}))
        check(answer, value, usual if answer.status == 200 else None, (200, 400))  # line separators are refused


@each_front_end
def test_in_a_query(url, share):
    door = front(url)
    for path, names in {"/form": ["login"], "/phones": ["q", "state", "model", "sort", "after", "before"]}.items():
        for at in EACH[::share]:
            fields = payloads.spread(names, at)
            check(door.get(path + query_of(fields)), fields, statuses=(200, 400, 404, 422))
    for at in EACH[:: 9 * share]:
        for name, path in ("after", "/review"), ("x", "/"), ("q", "/phones.csv"):
            assert door.get(path + query_of(payloads.spread([name], at))).status in (200, 400)


@each_front_end
def test_in_a_path(url, share, phone):
    door = front(url)
    for at in EACH[::share]:
        value = payloads.ALL[at]
        quoted = urllib.parse.quote(value, safe="")
        check(door.get((f"/phones/{quoted}", f"/{quoted}", f"/phones/{quoted}/edit", f"/phones/{phone.ref}/{quoted}")[at // share % 4]),
              value, statuses=(400, 404))  # fmt: skip
        if at % 4 == 0:
            check(door.post("/submit/" + quoted, [("ref", value)]), value, statuses=(400, 403, 404))


# --- forms ---------------------------------------------------------------------------------------

OF_PHONE = ["mac", "serial", "hostname", "inventory"]
OF_LINES = [f"line{n}_{part}" for n in (1, 2) for part in ("user", "password", "display", "permission")]


OF_PORTALS = ["login", *OF_PHONE, "permission", "line1_user", "line1_display", "line2_user", "line2_display"]


@each_front_end
def test_in_a_form_that_a_portal_fills_in(url, share, who):
    def filled(values):
        return front(url).get("/form" + query_of(values | {"login": who.login}), Sec_Fetch_Site="cross-site")

    usual = shape(filled(dict.fromkeys(OF_PORTALS, HARMLESS)))
    for at in EACH[::share]:
        values = payloads.spread(OF_PORTALS, at)
        check(filled(values), values, usual, [200])


@each_front_end
def test_in_every_field_of_the_registration(url, share, who):
    """Each is shown whether it is right or not; the address is wrong, so nothing is registered."""
    form = Form(front(url), who.login).fill(model="spa942")

    def answer(values):
        form.fill(**values)
        return form.post()

    names = [*OF_PHONE, "permission", *OF_LINES]
    usual = shape(answer(dict.fromkeys(names, HARMLESS)))
    for at in EACH[::share]:
        values = payloads.spread(names, at)
        again = check(answer(values), values, usual, [422])
        for name in "mac", "inventory", "line1_display":
            assert again.element(name)["value"] == values[name], f"{name} is shown otherwise"


@each_front_end
def test_in_a_field_that_people_do_not_type(url, share, who):
    form = Form(front(url), who.login).fill(model="spa942", mac="wrong")
    for value in payloads.FEW[::share]:
        for name in "login", "model", "key", "csrf", "zq7":
            fields = [*((n, v) for n, v in form.fields if n != name), (name, value)]
            check(form.door.post(form.action, fields), (name, value), statuses=(400, 403, 404, 409, 422))
        check(form.door.post(form.action, [*form.fields, (value, "x")]), value, statuses=(400, 422))


CHANGES = {"edit": [*OF_PHONE[1:], "setting", *OF_LINES], "replace": ["mac", "serial", "model"], "move": ["login", *OF_LINES],
           "retire": ["keep_password"]}  # fmt: skip


@each_front_end
@pytest.mark.parametrize("action", CHANGES)
def test_in_every_field_of_a_change(action, url, share, phone):
    form = Change(phone.ref, action, front(url))
    few = 2 if action == "edit" else 4
    for at in EACH[:: share * few]:
        values = payloads.spread(CHANGES[action], at)
        check(form.fill(step="preview", **values).post(), values, statuses=(200, 404, 422))
    for value in payloads.FEW[::share]:
        for name in "ref", "version", "step", "key", "csrf", "from":
            fields = [*((n, v) for n, v in form.fields if n != name), (name, value)]
            check(form.door.post(form.action, fields), (name, value), statuses=(200, 400, 403, 404, 409, 422))
    assert registration(phone.ref)["version"] == 1


@pytest.mark.parametrize("path", ["retry", "resync", "show"])
def test_in_a_button(path, phone):
    csrf = Form(nginx(), phone["login"])["csrf"]
    for value in payloads.FEW:
        for name in "ref", "kind", "key", "csrf", "version":
            fields = {"ref": phone.ref, "kind": "profile", "key": "0" * 32, "csrf": csrf, "version": "1"} | {name: value}
            check(nginx().post("/submit/" + path, fields.items()), (name, value), statuses=(400, 403, 404, 409, 422))


# --- headers -------------------------------------------------------------------------------------

HEADERS = ["User-Agent", "Referer", "Origin", "X-Request-Id", "Cookie", "X-Forwarded-For", "Accept-Language", "Remote-User",
           "Content-Type", "Sec-Fetch-Site", "Forwarded", "Idempotency-Key", "If-Match"]  # fmt: skip


def as_header(value):
    return value.strip().encode()


@each_front_end
def test_in_a_header(url, share, phone):
    """All at once where a page is read; each by itself in a form, since some end it."""
    for at in EACH[::share]:
        values = payloads.spread(HEADERS, at)
        headers = {name: as_header(value) for name, value in values.items()}
        check(front(url).ask("GET", "/phones/" + phone.ref, headers=headers), values, statuses=(200, 400, 403))
    form = Form(front(url), phone["login"]).fill(model="spa942", mac="wrong")
    for value in payloads.FEW[::share]:
        for name in HEADERS:
            sent = {"Content-Type": "application/x-www-form-urlencoded", name: as_header(value)}
            answer = front(url).ask("POST", form.action, urllib.parse.urlencode(form.fields).encode(), sent)
            check(answer, (name, value), statuses=(400, 403, 415, 422))
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
    sent = {"Authorization": "Bearer " + env.API_TOKEN, "Content-Type": kind} | dashed(headers)
    return nobody(url).ask(method, "/api/v1" + path, None if body is None else json.dumps(body), sent)


def is_json(answer, value, statuses):
    assert answer.status in statuses, f"{answer.status} for {value!r}: {answer.text[:300]}"
    assert re.match("application/(problem[+])?json", answer.headers["Content-Type"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return json.loads(answer.text)


@each_front_end
def test_in_every_member_of_a_call(url, share, who, phone):
    """Tried without effect, since some are right."""

    def tried(method, path, values, made=None):
        body = (made or {}) | {member: BODIES.get(member, str)(value) for member, value in values.items()}
        kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
        answer = call(url, method, path.format(ref=phone.ref) + "?dry_run=true", body, kind, If_Match="*")
        is_json(answer, values, (200, 400, 404, 409, 412, 422, 428))

    for method, path, members in CALLS:
        made = {"login": who.login, "model": "spa942", "mac": "000e08aaaaaa"} if path == "/registrations" else {}
        few = 1 if "settings" in members else 4
        for at in EACH[:: share * few]:
            tried(method, path, payloads.spread([name for name in members if name not in ("login", "zq7")], at), made)
        for value in payloads.FEW[::share]:
            for member in members:
                tried(method, path, {member: value}, made)
    assert registration(phone.ref)["version"] == 1


@each_front_end
def test_in_the_address_of_a_call(url, share):
    for at in EACH[::share]:
        value = payloads.ALL[at]
        quoted = urllib.parse.quote(value, safe="")
        answer = call(url, "GET", (f"/registrations?mac={quoted}&login={quoted}", f"/registrations/{quoted}", f"/people/{quoted}",
                                   f"/registrations?q={quoted}")[at // share % 4])  # fmt: skip
        if "%2F" in quoted and answer.status in (401, 404) and "X-Request-Id" not in answer.headers:
            continue  # the web server itself
        is_json(answer, value, (200, 400, 404, 405, 422))


# --- the directory -------------------------------------------------------------------------------


def as_entry(value):
    """What the directory's own syntaxes admit of it: an address is ASCII, a telephone number printable."""
    ascii_only = value.encode("ascii", "ignore").decode()
    printable = re.sub(r"[^A-Za-z0-9'()+,.=/:? -]", "", value)
    return dict(cn=value, sn=value, givenName=value, roomNumber=value, departmentNumber=value, mail=ascii_only, telephoneNumber=printable)


def visible(text):
    """Without invisible characters, and with plain blanks."""
    return " ".join(re.sub("[\u200b\u202a-\u202e\ufeff\ufffe]", "", text).split())


def test_in_an_entry_of_the_directory(phone):
    """The form, the review, and what an update from the directory would change."""

    def shown(value):
        ldap_modify(phone["login"], **as_entry(value))
        return {"form": nginx().get("/form" + query_of({"login": phone["login"]})), "preview": Change(phone.ref, "refresh").preview()}

    usual = {name: shape(answer) for name, answer in shown(HARMLESS).items()}
    for at, value in enumerate(payloads.ALL):
        answers = shown(value)
        for name, answer in answers.items():
            check(answer, value, usual[name], [200])
        name = answers["form"].page.select_one("section.person p.name").get_text()
        assert visible(name).startswith(visible(value)[:20]), f"{value!r} is shown as {name!r}"
        if at % 9 == 0:
            check(nginx().get("/review"), value, statuses=[200])


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
    ascii_only = value.encode("ascii", "ignore").decode()
    # A setting whose line begins with "?" is kept unchecked, which the page says.
    columns = {f"r.{name}": value[:size] for name, size in ROW.items()} | {
        "r.settings": f"Z{''.join(ascii_only.split())} {ascii_only}", "r.hostname": ascii_only[:63], "l.display": value, "a.owner": value[:64], "a.permissions": value.replace(" ", ""),
        "a.exchange_reason": value, "v.actor": value, "v.content": value, "t.state": "parked", "t.reason": value, "t.note": value}  # fmt: skip
    sql("UPDATE registration r JOIN line l ON l.registration_id = r.id JOIN account a ON a.id = l.account_id"
        " JOIN revision v ON v.registration_id = r.id JOIN task t ON t.registration_id = r.id AND t.kind = 'ticket'"
        f" SET {', '.join(f'{name} = %s' for name in columns)} WHERE r.id = %s", *columns.values(), row["id"])  # fmt: skip
    sql("UPDATE audit SET actor = %s, detail = %s WHERE ref = %s", value, value, row["ref"])
    sql("REPLACE INTO failed_step (step, reason, since) VALUES ('zq7', %s, UTC_TIMESTAMP(3))", value)
    pbx("REPLACE INTO location (ruid, username, domain, contact, expires, callid, user_agent, last_modified)"
        " VALUES ('zq7', %s, %s, %s, NOW() + INTERVAL 1 HOUR, 'x', %s, NOW())", row["user"], env.SIP_DOMAIN, ascii_only, ascii_only)  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    """A phone whose rows are spoilt, and put right afterwards, since others look at all rows."""
    form = register()
    ticket(form.ref)
    Change(form.ref, "edit", inventory="new").apply()
    row = registration(form.ref) | {"user": form["line1_user"]}
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


def test_in_a_row(rows):
    """Ours, written by hand, and the exchange's contacts. In the table for a spreadsheet no cell begins a formula."""
    ref = rows["ref"]
    often = [f"/phones/{ref}", "/", "/phones?sort=newest"]
    paths = [*often, *(f"/phones/{ref}/{page}" for page in ("history", "profile", "edit", "move", "revert?version=1"))]

    def shown(value, paths):
        write(rows, value)
        return {path: nginx().get(path) for path in paths}

    usual = {path: shape(answer) for path, answer in shown("zq7", paths).items()}
    for at, value in enumerate(payloads.ALL):
        for path, answer in shown(value, paths if at % 8 == 0 else often[: 1 + 2 * (at % 2)]).items():
            check(answer, (path, value), usual[path] if answer.status == 200 else None, (200, 404, 409))
        if value not in payloads.FORMULA and at % 8:
            continue
        row, = [row for row in csv.DictReader(io.StringIO(nginx().get("/phones.csv").text.removeprefix("\ufeff"))) if row["ref"] == ref]
        assert not [cell for cell in row.values() if re.match(r"[=+@\t\r-]", cell)], f"{value!r}: {row}"
        # So do cells that a spreadsheet would take for a number or a date.
        marked = "'" + value[:64]
        assert row["inventory"] == marked if value[0] in "=+-@'" else row["inventory"] in (value[:64], marked)
        check(nginx().get("/review"), value, statuses=(200, 409))
        for path in f"/registrations/{ref}", "/registrations?limit=5":
            is_json(call("WEB_URL", "GET", path), value, [200])


# --- Request Tracker's replies -------------------------------------------------------------------


def rt_people():
    found = rt("GET", "users", params={"query": '[{"field":"Name","operator":"LIKE","value":"zq7"}]', "per_page": 100})
    return [each["id"] for each in found["items"]]


def rewritten(change):
    """A hook for the ticket system's replies that changes their JSON, which is one part of a small reply."""

    def reply(talk, data):
        head, end, body = data.partition(b"\r\n\r\n")
        body = change(body)
        return re.sub(rb"(?i)(content-length: *)\d+", lambda found: found[1] + str(len(body)).encode(), head) + end + body

    return reply


def look_at_the_ticket(scratch, ref, change):
    """A round of the worker that looks at this ticket, with replies that were changed."""
    sql("UPDATE registration SET ticket_checked_at = '2000-01-01', ticket_settled = FALSE, ticket_status = '' WHERE ref = %s", ref)
    with between_ticket_system(reply=rewritten(change)) as between:
        worker_once(scratch, ticket__url=re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"]), ticket__settle=1, ticket__timeout=3)
    assert between.talks, "no reply"


def test_in_what_the_ticket_system_says(scratch):
    """Status, subject and requestor in each of its replies about a ticket."""
    the_worker_is_idle()
    form = register()
    made = ticket(form.ref)["id"]
    with stopped("worker"):
        for at in EACH[::12]:
            values = payloads.spread(["Status", "Subject", "EmailAddress"], at)

            def change(body, values=values):
                for name, value in values.items():
                    body = re.sub(rb'("%s" ?: ?)"[^"]*"' % name.encode(), lambda found: found[1] + json.dumps(value).encode(), body)
                return body

            look_at_the_ticket(scratch, form.ref, change)
            check(nginx().get("/phones/" + form.ref), values, statuses=[200])
    assert tickets(form.ref)[form.ref] == [int(made)]


# --- logs ----------------------------------------------------------------------------------------


def test_no_log_line_begins_with_what_somebody_typed():
    """After all of the above, and with what no field takes. A program also says other things than log lines, when it is called by hand."""
    for value in payloads.CONTROL:
        quoted = urllib.parse.quote(value, safe="")
        for path in f"/form?login={quoted}", f"/phones/{quoted}", f"/phones?q={quoted}&after={quoted}":
            check(nginx().get(path), value, statuses=(200, 400, 404, 422))
    for name in "form", "submit", "api", "worker":
        for line in (STACK / "log" / f"{name}.log").read_bytes().splitlines():
            assert b"zq7" not in line or re.match(rb"(<\d>)?spaconf: ", line), line[:200]
            assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xa8\xae]|\xc2[\x80-\x9f]", line), line[:200]
