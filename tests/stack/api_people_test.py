"""GET /people/LOGIN: what the form for this person would be filled with."""
import pytest

from api_client import Client
from fault_injection import derive
from spaconf_stack import Form, foreign_account, mac, nginx, pbx, person


@pytest.fixture(scope="module")
def client():
    return Client("people,register,read")


def test_a_person_is_shown_as_the_form_shows_them(client):
    who = person("Jana Malá", room="UI-7", department="KIV")
    form = Form(nginx(), who.login)
    reply = Client("people").get("/people/" + who.login.upper())
    assert reply.status == 200, reply.text
    told = reply.json
    assert told["login"] == who.login
    telephone = told["person"].pop("telephone")
    assert telephone.replace(" ", "").endswith(who.number) and telephone in form.opened.words()
    assert told["person"] == {"name": "Jana Malá", "mail": who.mail, "room": "UI-7", "department": "KIV"}
    assert told["lines"] == [{"user": form["line1_user"], "display": form["line1_display"], "permissions": []}]
    assert (told["phones"], told["errors"]) == ([], [])


def test_a_person_s_phones_and_permissions_are_shown(client):
    who = person()
    made = client.register({"login": who.login, "model": "spa962", "mac": mac(), "permissions": ["local"]})
    told = client.get("/people/" + who.login).json
    assert told["phones"] == [{"ref": made["ref"], "model": "spa962", "mac": made["mac"]}]
    assert told["lines"][0]["permissions"] == ["local"]
    assert client.register({"login": told["login"], "model": "spa942", "mac": mac(), "lines": told["lines"]})["lines"][0]["user"] == who.number


def test_what_a_phone_cannot_use_is_named(client):
    nameless = person(telephone=False, mail=False, room="", department="")
    told = client.get("/people/" + nameless.login).json
    assert told["lines"][0]["user"] == ""
    assert told["person"] == {"name": nameless.name, "mail": "", "room": "", "telephone": "", "department": ""}
    theirs = person()
    foreign_account(theirs.number)
    try:
        [error] = client.get("/people/" + theirs.login).json["errors"]
        assert error["pointer"] == "/lines/0/user" and theirs.number in error["detail"]
        assert "theirs" not in client.get("/people/" + theirs.login).text
    finally:
        pbx("DELETE FROM subscriber WHERE username = %s", theirs.number)


def test_a_person_whom_the_directory_does_not_have_is_404(client):
    for login in "nobody-here", "*", "%28uid%3Dnovak%29", "novak%2F..":
        reply = client.get("/people/" + login)
        assert reply.status == 404, login
    assert client.get("/people/nobody-here").json["detail"] == "There is no user nobody-here in the directory."


def test_a_directory_that_does_not_answer_is_named(client, scratch):
    conf = derive(scratch / "a.conf", person__uri="ldap://127.0.0.1:1")
    reply = client.call("GET", "/people/novak", conf=conf)
    assert reply.status == 503 and reply.headers["Retry-After"]
    assert "directory" in reply.json["detail"]


def test_other_scopes_see_no_person():
    reply = Client("read,register,change,profile,events").get("/people/novak")
    assert reply.status == 403 and "people" in reply.json["detail"]
