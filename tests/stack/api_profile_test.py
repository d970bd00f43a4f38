"""GET /registrations/REF/profile: the bytes that the phone gets, for a scope of its own, and audited."""
import pytest

from api_client import Client
from fault_injection import stopped
from spaconf_stack import issued, mac, person, profile, sql, tftp


@pytest.fixture(scope="module")
def client():
    return Client()


def registered(client, **members):
    return client.register({"login": person().login, "model": "spa942", "mac": mac(), **members})


def looks(ref):
    return sql("SELECT actor, detail FROM audit WHERE ref = %s AND action = 'show'", ref)


def test_a_profile_is_what_the_phone_gets(client):
    made = registered(client)
    narrow = Client("profile")
    reply = narrow.get(f"/registrations/{made['ref']}/profile")
    assert reply.status == 200, reply.text
    assert reply.headers["Content-Type"] == "application/xml" and reply.headers["Cache-Control"] == "no-store"
    assert reply.body == tftp(made["profile"]["file"])
    [(_, password)] = profile(made["mac"]).accounts()
    issued.add(password)
    assert password.encode() in reply.body


def test_each_look_is_in_the_audit(client):
    made = registered(client)
    client.get(f"/registrations/{made['ref']}")
    assert not looks(made["ref"])
    client.get(f"/registrations/{made['ref']}/profile")
    assert looks(made["ref"]) == [{"actor": f"client:{client.name}", "detail": "viewed the profile with its passwords"}]


def test_other_scopes_see_no_profile(client):
    made = registered(client)
    reply = Client("read,register,change,people,events").get(f"/registrations/{made['ref']}/profile")
    assert reply.status == 403 and "profile" in reply.json["detail"]
    assert not looks(made["ref"])


def test_a_profile_that_waits_to_be_written_says_so(client):
    made = registered(client)
    with stopped("worker"):
        sql("UPDATE registration SET profile_state = 'pending' WHERE ref = %s", made["ref"])
        reply = client.get(f"/registrations/{made['ref']}/profile")
        assert reply.status == 202 and reply.body == tftp(made["profile"]["file"])
        sql("UPDATE registration SET profile_state = 'done' WHERE ref = %s", made["ref"])


def test_what_has_no_profile_says_why(client):
    software = client.register({"login": person().login, "model": "software"})
    retired = registered(client)
    assert client.post(f"/registrations/{retired['ref']}/retire", If_Match="*").status in (200, 202)
    for ref, word in (software["ref"], "software phone"), (retired["ref"], "retired"), ("nowhere", "nowhere"):
        reply = client.get(f"/registrations/{ref}/profile")
        assert reply.status == 404 and word in reply.json["detail"]
        assert not looks(ref)
    assert client.post(f"/registrations/{software['ref']}/profile").status == 404
