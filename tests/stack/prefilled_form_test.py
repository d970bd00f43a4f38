"""A portal sends a person's browser to the form, which it has filled in: the form shows it, and nothing has happened."""
import urllib.parse

import pytest

from spaconf_stack import Form, env, front, mac, nginx, nobody, number, person, sql

FRONT_ENDS = ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"]
PORTAL = "https://portal.example.org"
MARK = "nothing is registered until you press Register"


def sent(method, fields, door=None):
    """The form that the portal's link, or its form, opens."""
    door = door or nginx()
    if method == "GET":
        return door.get("/form?" + urllib.parse.urlencode(fields), Sec_Fetch_Site="cross-site")
    return door.post("/form", fields, Origin=PORTAL, Sec_Fetch_Site="cross-site")


def read(answer):
    """The opened form, to be sent by the administrator."""
    form = Form.__new__(Form)
    form.door, form.opened = nginx(), answer
    form.read(answer)
    return form


def counts():
    """The worker may add audit entries meanwhile."""
    return [sql(f"SELECT COUNT(*) n FROM {rows}")[0]["n"]
            for rows in ("registration", "account", "task", "request", "audit WHERE actor <> 'worker'")]


@pytest.mark.parametrize("url", FRONT_ENDS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_form_opens_filled_in_and_nothing_happens_until_it_is_sent(method, url):
    who, address, user = person(), mac(), number()
    fields = [("login", who.login), ("model", "spa962"), ("mac", address), ("serial", "FJQ00AB12345"), ("inventory", "4711-A"),
              ("hostname", f"phone-{user}"), ("line1_user", user), ("line2_user", "9" + user), ("line1_display", "Portýr"),
              ("permission", "local"), ("permission", "int")]  # fmt: skip
    before = counts()
    answer = sent(method, fields, front(url))
    assert answer.status == 200 and MARK in answer.words()
    assert (PORTAL in answer.words()) == (method == "POST")
    form = read(answer)
    assert counts() == before
    for name, value in fields:
        assert name == "permission" or form[name] == value
    assert set(form.all("line1_permission")) - {""} == set(form.all("line2_permission")) - {""} == {"local", "int"}
    assert form.post().status == 303
    assert sql("SELECT COUNT(*) n FROM registration WHERE mac = %s", address)[0]["n"] == 1


def test_what_the_portal_leaves_out_comes_from_the_directory():
    who = person()
    form, usual = read(sent("POST", [("login", who.login), ("mac", mac())])), Form(nginx(), who.login)
    for name in ("login", "model", "line1_user", "line1_display"):
        assert form[name] == usual[name]
    assert MARK not in usual.opened.words()


def test_a_token_a_key_and_a_take_over_are_not_taken():
    who = person()
    forged = [("login", who.login), ("mac", mac()), ("key", "0" * 32), ("csrf", "forged"), ("take_over", "yes"), ("setting", "Dial_Plan_1_ = x")]
    form = read(sent("POST", forged))
    assert form["key"] != "0" * 32 and form["csrf"] != "forged"
    assert not form.all("take_over") and not form.all("setting")


def test_a_password_in_an_address_is_not_taken():
    who = person()
    logged, secret = "Hq3rT8nW5cYxLd2bJf6m", "Xt7gQ2wZ9kLmPr4sVb8n"
    assert logged not in sent("GET", [("login", who.login), ("line1_password", logged)]).text
    assert read(sent("POST", [("login", who.login), ("line1_password", secret)]))["line1_password"] == secret


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_hostile_values_are_shown_as_text(method):
    hostile = '"><script>alert(1)</script>\'{{KEY}}'
    names = ["model", "mac", "serial", "inventory", "hostname", "line1_user", "line1_display", "line3_user", "line1_permission"]
    answer = sent(method, [("login", person().login), *((name, hostile) for name in names)])
    assert answer.status == 200 and not answer.page.find_all("script", src=False)
    assert read(answer)["serial"] == hostile


def test_what_one_form_has_in_its_further_lines_the_next_one_has_not():
    """Empty ones are kept from form to form, in the language of each."""
    lines = {name: set() for name in ("en", "cs")}
    for _ in range(20):  # several processes answer
        for language, legend in ("en", "Line 2"), ("cs", "Linka 2"):
            filled = nginx().get(f"/form?login={person().login}&line2_user=97411", Accept_Language=language).page
            assert filled.select_one("#line2_user")["value"] == "97411" and filled.select_one("details").has_attr("open")
            empty = nginx().get(f"/form?login={person().login}", Accept_Language=language).page.select_one("details")
            assert not empty.has_attr("open") and empty.select_one("fieldset.line > legend").get_text() == legend
            assert len(empty.select("fieldset.line")) == 5 and not any(field["value"] for field in empty.select("input.code"))
            lines[language].add(str(empty))
    assert [len(each) for each in lines.values()] == [1, 1]


def test_what_one_form_has_of_the_phone_the_next_one_has_not():
    """The fields into which nothing was typed are kept from form to form."""
    typed = {"model": "spa962", "mac": "rubbish", "serial": "rubbish", "inventory": "4711", "hostname": "phone-1"}
    fields = set()
    for _ in range(20):  # several processes answer
        filled = read(sent("GET", [("login", person().login), *typed.items(), ("permission", "local")]))
        assert {name: filled[name] for name in typed} == typed and "local" in filled.all("line1_permission")
        empty = read(sent("GET", [("login", person().login)]))
        assert {name: empty[name] for name in typed} == dict.fromkeys(typed, "") | {"model": "spa942"}
        assert not any(empty.all("line1_permission"))
        fields |= {str(empty.opened.page.select_one(f"#{name}")) for name in typed}
    assert len(fields) == len(typed)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_login_and_too_many_fields_are_a_sentence(method):
    assert sent(method, [("login", "nobody-of-that-name"), ("mac", mac())]).status == 404
    assert sent(method, [("mac", mac())]).status == 422
    assert sent(method, [("login", "x"), *((f"f{i}", "") for i in range(300))]).status == {"GET": 400, "POST": 413}[method]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_needs_the_role_that_the_form_needs(method):
    fields = [("login", person().login), ("mac", mac())]
    assert sent(method, fields, nobody()).status == 401
    assert sent(method, fields, nginx(env.READER_USER, env.READER_PASSWORD)).status == 403


def test_other_methods_are_refused():
    answer = nginx().ask("PUT", "/form", b"")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, POST")
