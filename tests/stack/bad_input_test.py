"""What bad input gets: a sentence beside its field, everything typed kept, and no effect anywhere."""
import urllib.parse

import pytest

from spaconf_stack import Form, census, mac, nginx, number, person, register

TOO_LONG = "x" * 10_000


@pytest.fixture
def nothing_changes():
    before = census()
    yield
    assert census() == before


@pytest.fixture(scope="module")
def who():
    return person("Klára Opatrná")


def filled(who, **changes):
    """A form that would be accepted but for the changes."""
    form = Form(nginx(), who.login).fill(
        model="spa942", mac=mac(), serial="4MM00F903042", hostname="tel-9", inventory="I 9", line1_permission=["local"])  # fmt: skip
    return form.fill(**changes)


# --- people ---------------------------------------------------------------------------------

NOT_ONE_PERSON = [
    ("nobody-here", 404), ("*", 404), (")(uid=*", 404), ("nov*", 404), ("novak)(objectClass=*", 404),
    ("\\2a", 404), ("(novak)", 404), ("novak\\", 404), ("x" * 300, 404), ("Žofie", 404), ("<b>x</b>", 404),
    ("dvojnik", 409)]  # fmt: skip


@pytest.mark.parametrize("login, status", NOT_ONE_PERSON)
def test_a_login_that_is_not_one_person_gets_the_look_up_page_again(login, status, nothing_changes):
    answer = nginx().get("/form?" + urllib.parse.urlencode({"login": login}))
    assert answer.status == status
    box = answer.page.find("input", attrs={"name": "login"})
    assert box is not None and answer.page.find("form", attrs={"action": "/spaconf/form"})
    assert login in answer.words() or box["value"] == login
    assert not answer.page.find("form", attrs={"action": "/spaconf/submit/register"})
    assert not answer.page.select("b")


@pytest.mark.parametrize("query", ["login=", "", "login", "login=%20%20"])
def test_no_login_at_all_is_asked_for(query, nothing_changes):
    answer = nginx().get("/form?" + query)
    assert 400 <= answer.status < 500
    assert answer.page.find("input", attrs={"name": "login"})


@pytest.mark.parametrize("query", ["login=nov%00ak", "login=%ff%fe", "login=a%0d%0ab", "login=novak&login=dvorakova",
                                   "login=%zz"])  # fmt: skip
def test_a_query_that_no_form_sends_is_refused(query, nothing_changes):
    answer = nginx().get("/form?" + query)
    assert 400 <= answer.status < 500
    assert not answer.page.find("form", attrs={"action": "/spaconf/submit/register"})


@pytest.mark.parametrize("login", ["nobody-here", "*", ")(uid=*", "dvojnik", ""])
def test_nothing_is_registered_for_a_login_that_is_not_one_person(login, who, nothing_changes):
    assert filled(who, login=login).post().status in (404, 409, 422)


# --- one wrong field ------------------------------------------------------------------------

WRONG = [
    ("mac", dict(mac="00112233445")),
    ("mac", dict(mac="000E0811223")),
    ("mac", dict(mac="000E081122334")),
    ("mac", dict(mac="OOOEO8112233")),
    ("mac", dict(mac="000E08I12233")),
    ("mac", dict(mac="010E08112233")),
    ("mac", dict(mac="000000000000")),
    ("mac", dict(mac="FF:FF:FF:FF:FF:FF")),
    ("mac", dict(mac="4MM00F903042")),
    ("mac", dict(mac="00:0e:08:11:22")),
    ("mac", dict(mac="00:0e:08:11:22:33:44")),
    ("mac", dict(mac="0:e:8:11:22:33")),
    ("mac", dict(mac="../../../etc/passwd")),
    ("mac", dict(mac="٠٠0e08112233")),
    ("mac", dict(mac="")),
    ("model", dict(model="spa999")),
    ("model", dict(model="SPA942")),
    ("model", dict(model="../spa942")),
    ("model", dict(model="")),
    ("line2_user", dict(model="spa921", line2_user="77")),
    ("line2_user", dict(model="spa922", line2_user="77")),
    ("line5_user", dict(model="spa941", line5_user="77")),
    ("line6_user", dict(model="spa942", line6_user="77")),
    ("hostname", dict(hostname="-tel")),
    ("hostname", dict(hostname="tel-")),
    ("hostname", dict(hostname="tel_1")),
    ("hostname", dict(hostname="two words")),
    ("hostname", dict(hostname="telefón")),
    ("hostname", dict(hostname="a..b")),
    ("hostname", dict(hostname="x" * 64)),
    ("hostname", dict(hostname="$(id)")),
    ("inventory", dict(inventory=TOO_LONG)),
    ("serial", dict(serial=TOO_LONG)),
    ("permission", dict(permission=["local", "root"], line1_permission=None)),
    ("line1_permission", dict(line1_permission=["local", "root"])),
    ("line2_user", dict(line2_permission=["local"])),
    ("line1_user", dict(line1_user="")),
    ("line1_user", dict(line1_user="a b")),
    ("line1_user", dict(line1_user="7001@evil.example")),
    ("line1_user", dict(line1_user='70"01')),
    ("line1_user", dict(line1_user="<7001>")),
    ("line1_user", dict(line1_user="číslo")),
    ("line1_user", dict(line1_user="7" * 65)),
    ("line1_password", dict(line1_password="x" * 200)),
    ("line1_password", dict(line1_password="heslo-žluťoučké-kůň")),
    ("line1_display", dict(line1_display=TOO_LONG)),
    ("line2_user", dict(line2_user="70 02")),
]


@pytest.mark.parametrize("field, changes", WRONG)
def test_a_wrong_field_is_told_beside_it(field, changes, who, nothing_changes):
    form = filled(who, **changes)
    answer = form.post()
    assert answer.status == 422
    assert answer.title.startswith("Error: ")
    assert list(answer.problems()) == [field]
    assert len(answer.problems()[field]) > 10, "no sentence"
    assert answer.summary() == [field]
    assert answer.element(field).get("aria-describedby", "").split().count(field + "-error") == 1


def test_two_lines_cannot_be_one_account(who, nothing_changes):
    answer = filled(who, line1_user="4711", line2_user="4711").post()
    assert answer.status == 422 and "line2_user" in answer.problems()


def test_a_line_left_out_between_two_is_not_silently_moved(who):
    """Either refused with a sentence or kept where it was typed."""
    form = filled(who, line3_user=number())
    before, answer = census(), form.post()
    if answer.status == 422:
        assert census() == before
    else:
        page = nginx().get("/phones/" + answer.ref)
        assert form["line3_user"] in page.shown("line3")


def test_a_software_phone_has_no_address(who, nothing_changes):
    answer = filled(who, model="software").post()
    assert answer.status == 422 and "mac" in answer.problems()


# --- everything wrong at once ---------------------------------------------------------------

ALL_WRONG = dict(
    model="spa921", mac="00112233445", serial=TOO_LONG, hostname="-tel 1-", inventory=TOO_LONG,
    line1_user="70 01", line1_display=TOO_LONG, line2_user="7002")  # fmt: skip


def test_every_problem_is_told_at_once(who, nothing_changes):
    answer = filled(who, **ALL_WRONG).post()
    assert answer.status == 422
    wrong = set(ALL_WRONG) - {"model"}
    assert set(answer.problems()) == wrong
    assert sorted(answer.summary()) == sorted(wrong)


def test_everything_typed_is_kept(who, nothing_changes):
    typed = dict(ALL_WRONG, line1_password="Mine-and-only-mine42", line1_permission=["int", "voicemail"], model="spa962")
    form = filled(who, **typed)
    again = Form.__new__(Form)
    again.read(form.post())
    assert {name: sorted(again.all(name)) for name, _ in form.fields if name != "csrf"} == \
           {name: sorted(form.all(name)) for name, _ in form.fields if name != "csrf"}


def test_a_form_that_came_back_can_be_put_right_and_sent(who):
    form = filled(who, mac="00112233445", line1_user=number())
    form.read(form.post())
    assert form.fill(mac=mac()).post().status == 303


def test_the_summary_takes_the_focus_and_is_announced(who):
    summary = filled(who, mac="").post().page.select_one("div.summary")
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")


# --- bytes that no keyboard makes -----------------------------------------------------------

TEXT_FIELDS = ["login", "model", "mac", "serial", "hostname", "inventory", "permission", "line1_user",
               "line2_permission", "line1_password", "line1_display", "line6_user", "key", "csrf"]  # fmt: skip
BYTES = {"NUL": b"a\0b", "CR LF": b"a\r\nSet-Cookie: x=1", "bell": b"a\ab", "escape": b"a\x1b[2J", "delete": b"a\x7fb",
         "half a letter": b"a\xc3", "overlong": b"\xc0\xaf", "surrogate": b"\xed\xa0\x80", "latin": b"\xe9",
         "C1": "a\x85b".encode()}  # fmt: skip


@pytest.mark.parametrize("kind", BYTES)
def test_bytes_that_are_no_text_are_refused_in_every_field(kind, who, nothing_changes):
    form = filled(who)
    for field in TEXT_FIELDS:
        kept = [(name, value) for name, value in form.fields if name != field]
        answer = form.door.post(form.action, [*kept, (field, BYTES[kind])])
        assert answer.status in (400, 403, 422), f"{field}: {answer.status}"
        assert answer.status != 403 or field in ("key", "csrf"), field
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("kind", ["NUL", "CR LF", "bell", "escape", "delete", "C1"])
@pytest.mark.parametrize("field", ["login", "model", "mac", "serial", "hostname", "inventory", "line1_user", "line1_display",
                                   "line1_password", "line2_user", "line2_permission"])  # fmt: skip
def test_a_control_character_is_a_sentence_beside_its_field_and_the_rest_is_kept(field, kind, who, nothing_changes):
    form = filled(who, line2_user=number())
    answer = form.door.post(form.action, [*((n, v) for n, v in form.fields if n != field), (field, BYTES[kind])])
    assert answer.status == 422 and field in answer.problems(), answer.words()[:300]
    again = Form.__new__(Form)
    again.read(answer)
    for name in {"login", "mac", "serial", "hostname", "inventory", "line1_user", "line2_user"} - {field}:
        assert again[name] == form[name], name


@pytest.mark.parametrize("around", ["%09", "%0D%0A", "%C2%A0", "%E2%80%8B", "%EF%BB%BF"])
def test_a_login_with_something_invisible_around_it_is_found(around, who):
    answer = nginx().get(f"/form?login={around}{who.login}{around}")
    assert answer.status == 200 and answer.page.find("input", attrs={"name": "login"})["value"] == who.login


@pytest.mark.parametrize("inside", ["%00", "%0D%0A", "%1B"])
def test_a_login_with_a_control_character_gets_the_look_up_page_again(inside):
    answer = nginx().get(f"/form?login=nov{inside}ak")
    assert answer.status == 422 and answer.page.find("input", attrs={"name": "login"})["value"].startswith("nov")


# --- forms that are not ours ----------------------------------------------------------------


def test_a_field_twice_is_refused(who, nothing_changes):
    form = filled(who)
    for name in {name for name, _ in form.fields} - {"line1_permission"}:
        answer = form.door.post(form.action, [*form.fields, (name, form[name])])
        assert answer.status in (400, 422), f"{name} twice: {answer.status}"


@pytest.mark.parametrize("name", ["admin", "MAC", "line7_user", "line0_user", "line1_secret", "state", "actor", "", "mac[]"])
def test_an_unknown_field_is_refused(name, who, nothing_changes):
    form = filled(who)
    answer = form.door.post(form.action, [*form.fields, (name, "1")])
    assert answer.status in (400, 422)


def test_fields_in_the_address_do_not_count(who, nothing_changes):
    form = filled(who)
    address = form["mac"]
    form.fill(mac=None)
    answer = form.door.post(form.action + "?mac=" + address, form.fields)
    assert answer.status in (400, 422)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", ""])
def test_a_body_of_another_kind_is_refused(kind, who, nothing_changes):
    form = filled(who)
    assert form.post(Content_Type=kind).status in (400, 415, 422)


@pytest.mark.parametrize("body", [b"mac", b"=", b"&&&&", b"%zz=%zz", b"a" * 60_000, b"\xff" * 100, b"[" * 5000])
def test_rubbish_for_a_body_is_refused(body, who, nothing_changes):
    answer = nginx().ask("POST", filled(who).action, body, {"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status in (400, 403, 413, 422)


# --- what is there already ------------------------------------------------------------------


def test_an_address_that_is_registered_names_its_registration():
    first = register()
    form = filled(person(), mac=first.mac.upper())
    before = census()
    answer = form.post()
    assert answer.status == 409
    assert answer.page.find("a", href="/spaconf/phones/" + first.ref)
    assert census() == before


@pytest.mark.parametrize("path", ["/phones/NOSUCHREFERENCE0000000000", "/phones/..%2f..%2fetc", "/phones/%00", "/nosuch",
                                  "/phones/'%20OR%201=1--%20", "/submit/nosuch", "/form/extra"])  # fmt: skip
def test_a_page_that_is_not_there_is_404(path, nothing_changes):
    assert nginx().get(path).status in (400, 404)


@pytest.mark.parametrize("method, path", [("GET", "/submit/register"), ("PUT", "/submit/register"), ("DELETE", "/phones/x"),
                                          ("POST", "/"), ("TRACE", "/")])  # fmt: skip
def test_a_method_that_a_page_does_not_know_is_405(method, path, nothing_changes):
    assert nginx().ask(method, path).status == 405
