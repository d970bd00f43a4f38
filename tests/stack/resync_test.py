"""Resync now, by the button and at a shell: phones that listen, refuse, are away or talk rubbish."""
import contextlib
import json
import re
import socket
import threading
import time

import pytest

from change_test import audit, change, spaconf
from fault_injection import SPACONF, Cgi, derive, hung, run, stopped
from spaconf_stack import (
    Form, controls, env, mac, nginx, pbx, person, phone_page, profile, register, registration, sip_register, sql,
    wait_until)  # fmt: skip
from virtual_phone import Plugged

pytestmark = pytest.mark.changes

FETCHES = "The phone at 127.0.0.1 answered 200 OK: it fetches its profile now."


def button(ref, door=None):
    """The form of the button, as a browser would send it."""
    element = phone_page(ref, door).page.find(id="resync")
    assert element is not None, "no button"
    form = Form.__new__(Form)
    form.door, form.action = door or nginx(), element["action"].removeprefix("/spaconf")
    form.fields = list(controls(element))
    return form


def press(ref, door=None):
    """What the page shows after the button was pressed."""
    assert button(ref, door).post().ref == ref
    return phone_page(ref, door).shown("resynced")


def answered(events):
    return [one["status"] for one in events.named("answered") if one["request"] == "resync"]


def seen_earlier(address):
    """Logs have whole seconds, and tests do more than one thing in one."""
    sql("UPDATE profile_fetch SET at = '2000-01-01' WHERE mac = %s", address)
    return True


@contextlib.contextmanager
def exchange_that(answer):
    """Another exchange: `answer` gives what comes back for a request, which is the n-th."""
    heard, is_over = [], threading.Event()

    def listen():
        while not is_over.is_set():
            with contextlib.suppress(TimeoutError):
                data, who = sip.recvfrom(65536)
                heard.append((time.monotonic(), data.decode()))
                for each in answer(heard[-1][1], len(heard)):
                    sip.sendto(each.encode("latin1"), who)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip:
        sip.bind(("127.0.0.1", 0))
        sip.settimeout(0.05)
        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"127.0.0.1:{sip.getsockname()[1]}", heard
        finally:
            is_over.set()
            thread.join()


def header(request, name):
    return re.search(rf"^{name}: (.*)\r$", request, re.M)[1]


def response(request, status, *more):
    kept = [f"{name}: {header(request, name)}" for name in ("Via", "From", "To", "Call-ID", "CSeq")]
    return "\r\n".join([f"SIP/2.0 {status}", *kept, *more, "Content-Length: 0", "", ""])


def on_line():
    """A registered phone that the exchange believes to be online, whether or not it is."""
    form = register()
    assert sip_register(form["line1_user"], form["line1_password"])
    return form


def at_a_shell(ref, scratch, sip):
    """The exit code, what was said for programs, and after how long."""
    began = time.monotonic()
    done = run(SPACONF, "resync", ref, "--json", conf=derive(scratch / "resync.conf", account__sip=sip))
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout), time.monotonic() - began


# --- phones that listen ---------------------------------------------------------------------


def test_the_button_makes_the_phone_fetch_its_profile():
    form = register()
    with Plugged("spa942", form.mac) as phone:
        assert phone.do("live 300").named("registered")
        phone.begin("stay 2")
        shown = press(form.ref)
        said = phone.finish()
    assert FETCHES in shown and env.WEB_USER in shown
    assert answered(said) == [401, 200] and said.named("fetched")
    assert "resync" in audit(form.ref) and FETCHES in phone_page(form.ref).shown("audit-trail")
    assert registration(form.ref)["version"] == registration(form.ref)["generation"] == 1
    # What was answered then says nothing of what it is now.
    sql("UPDATE audit SET at = at - INTERVAL 1 MINUTE WHERE ref = %s", form.ref)
    change(form.ref, "edit", inventory="LATER")
    assert phone_page(form.ref).page.find(id="resynced") is None


def test_the_command_does_what_the_button_does():
    form = register()
    with Plugged("spa942", form.mac) as phone:
        phone.do("live 300")
        phone.begin("stay 2")
        done = spaconf("resync", form.mac.upper(), "--json")
        assert phone.finish().named("fetched")
        assert done.returncode == 0
        assert json.loads(done.stdout) == {
            "ref": form.ref, "under_way": True, "status": 200, "address": "127.0.0.1", "sentence": FETCHES}  # fmt: skip
        phone.do("set Auth_Resync-Reboot_1_=No")
        phone.begin("stay 2")
        assert spaconf("resync", form.ref).stdout.strip() == FETCHES
        assert answered(phone.finish()) == [200]


def test_of_two_phones_of_one_person_only_that_one_is_told():
    who = person()
    first = register(login=who.login)
    second = register(login=who.login, model="spa922", line1_password=first["line1_password"])
    with Plugged("spa942", first.mac) as office, Plugged("spa922", second.mac) as door:
        for phone in office, door:
            assert phone.do("live 300").named("registered")
        for ref, told, other in (first.ref, office, door), (second.ref, door, office):
            for phone in office, door:
                phone.begin("stay 2")
            assert FETCHES in press(ref)
            assert told.finish().named("fetched") and not other.finish().named("answered")


def test_a_new_password_reaches_the_phone_that_knows_the_former_one(tmp_path):
    form = register()
    user, former = profile(form.mac).accounts()[0]
    with Plugged("spa942", form.mac, flash=tmp_path / "flash") as phone:
        assert phone.do("live 300").named("registered")
        change(form.ref, "password")
        behind = "It has not fetched its current profile yet"
        wait_until(lambda: seen_earlier(form.mac) and behind in phone_page(form.ref).shown("status"), behind)
        phone.begin("stay 3")
        assert FETCHES in press(form.ref)
        said = phone.finish()
        wait_until(lambda: behind not in phone_page(form.ref).shown("status"), "the fetch was observed")
        assert answered(said) == [401, 401, 200]
        assert [one["user"] for one in said.named("registered")] == [user]
        # Now it knows the present one.
        phone.begin("stay 2")
        assert FETCHES in press(form.ref)
        assert answered(phone.finish()) == [401, 200]
    assert sip_register(*profile(form.mac).accounts()[0]) and not sip_register(user, former)


def test_a_phone_that_knows_neither_password_refuses():
    form = register()
    with Plugged("spa942", form.mac) as phone:
        phone.do("live 300")
        change(form.ref, "password")
        change(form.ref, "password")
        phone.begin("stay 2")
        assert "refused (401 Unauthorized): it has neither" in press(form.ref)
        assert answered(phone.finish()) == [401, 401, 401]


# --- the former password --------------------------------------------------------------------


def test_the_former_password_is_sealed_and_forgotten_after_a_day():
    form = register()
    secret = form["line1_password"]
    change(form.ref, "password")
    [account] = sql("SELECT id, secret FROM account WHERE user = %s", form["line1_user"])
    former = "SELECT secret, until > UTC_TIMESTAMP() + INTERVAL 23 HOUR AS lasts FROM former_password WHERE account_id = %s"
    [row] = sql(former, account["id"])
    assert len(row["secret"]) == 12 + len(secret) + 16 and secret.encode() not in row["secret"] and row["lasts"] == 1
    assert row["secret"] != account["secret"]
    sql("UPDATE former_password SET until = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE account_id = %s", account["id"])
    wait_until(lambda: not sql(former, account["id"]), "the worker forgets it")


def test_the_former_password_goes_with_its_account():
    form = register()
    change(form.ref, "password")
    former = "SELECT 1 FROM former_password WHERE account_id = %s"
    [account] = sql("SELECT id FROM account WHERE user = %s", form["line1_user"])
    assert sql(former, account["id"])
    change(form.ref, "retire")
    assert not sql(former, account["id"])


# --- phones and exchanges that do not -------------------------------------------------------


def test_a_phone_that_is_not_online_is_not_asked(scratch):
    form = register()
    assert phone_page(form.ref).page.find(id="resync") is None
    with exchange_that(lambda request, n: [response(request, "200 OK")]) as (sip, heard):
        code, said, _ = at_a_shell(form.ref, scratch, sip)
    assert (code, said["status"], said["address"], heard) == (1, 0, "", [])
    assert "It is not online with any of its accounts" in said["sentence"]


def test_an_exchange_that_is_stopped_is_told_at_once():
    form = on_line()
    with stopped("kamailio"):
        began = time.monotonic()
        shown = press(form.ref)
        assert time.monotonic() - began < 5
    assert f"could not be reached: exchange: {env.SIP_HOST}:{env.SIP_PORT}: Connection refused" in shown


def test_an_exchange_that_hangs_is_waited_for_no_longer_than_4_seconds():
    form = on_line()
    with hung("kamailio"):
        began = time.monotonic()
        assert "No answer in time" in press(form.ref)
        assert 3.5 < time.monotonic() - began < 5


def test_a_phone_that_talks_rubbish_has_not_answered():
    form = on_line()
    with exchange_that(lambda request, n: ["SIP/2.0 \x00\xff 200\r\n\r\n", "rubbish", ""]) as (phone, heard):
        pbx("UPDATE location SET contact = %s WHERE username = %s", f"sip:{form['line1_user']}@{phone}", form["line1_user"])
        assert "No answer in time. Check whether the phone at 127.0.0.1" in press(form.ref)
    assert len(heard) >= 3


def test_rubbish_of_the_exchange_is_no_answer_either(scratch):
    form = on_line()

    def answer(request, n):
        whole = response(request, "200 OK")
        return [whole[: len(whole) // 2], "\xff" * 2000, whole.replace("z9hG4bK", "z9hG4bKx"), *([whole] if n == 2 else [])]

    with exchange_that(answer) as (sip, heard):
        code, said, seconds = at_a_shell(form.ref, scratch, sip)
    assert (code, said["status"], len(heard)) == (0, 200, 2) and seconds < 3


def test_a_request_that_is_lost_is_sent_again_as_the_standard_says(scratch):
    form = on_line()
    with exchange_that(lambda request, n: [response(request, "200 OK")] if n == 3 else []) as (sip, heard):
        code, _, _ = at_a_shell(form.ref, scratch, sip)
    (first, one), (second, two), (third, three) = heard
    assert code == 0 and one == two == three
    assert 0.4 < second - first < 0.8 and 0.9 < third - second < 1.4
    user = form["line1_user"]
    assert one.startswith(f"NOTIFY sip:{user}@127.0.0.1:5999 SIP/2.0\r\n")
    assert header(one, "Event") == "resync" and header(one, "Max-Forwards") == "70"
    assert header(one, "To") == f"<sip:{user}@{env.SIP_DOMAIN}>" and header(one, "Route") == f"<sip:{sip};lr>"


@pytest.mark.parametrize("status, words", [
    ("403 Not relaying", "Refused (403 Not relaying)"),
    ("404 Not here", "The exchange refused (404 Not here)"),
    ("405 Method Not Allowed", "must relay NOTIFY from this machine"),
    ("407 Proxy Authentication Required", "The exchange refused (407"),
    ("408 Request Timeout", "The exchange cannot reach the phone at 127.0.0.1"),
    ("480 Temporarily Unavailable", "The exchange cannot reach the phone"),
    ("481 Subscription Does Not Exist", "The phone at 127.0.0.1 answered 481"),
    ("489 Bad Event", "The phone at 127.0.0.1 answered 489"),
    ("401 Unauthorized", "an authentication method that spaconf does not support"),
    ("500 <b>& \x1b[31m", "The answer was 500 <b>&"),
])  # fmt: skip
def test_every_refusal_is_told_with_what_to_do(status, words, scratch):
    form = on_line()
    with exchange_that(lambda request, n: [response(request, status)]) as (sip, heard):
        shown = press(form.ref, Cgi(conf=derive(scratch / "resync.conf", account__sip=sip)))
    assert words in shown and "within about an hour" in shown and len(heard) == 1


def test_endless_challenges_get_one_response_for_each_password(scratch):
    form = on_line()
    change(form.ref, "password")
    secrets = form["line1_password"], profile(form.mac).accounts()[0][1]
    challenge = 'WWW-Authenticate: Digest realm="elsewhere", nonce="{}", opaque="o\\"o", stale=true'
    with exchange_that(lambda request, n: [response(request, "401 Unauthorized", challenge.format(n))]) as (sip, heard):
        code, said, seconds = at_a_shell(form.ref, scratch, sip)
    assert code == 1 and said["status"] == 401 and seconds < 3
    requests = [request for _, request in heard]
    assert [header(request, "CSeq") for request in requests] == ["1 NOTIFY", "2 NOTIFY", "3 NOTIFY"]
    assert len({header(request, "Via") for request in requests}) == 3
    assert len({header(request, "Call-ID") for request in requests}) == 1
    assert len({header(request, "Authorization") for request in requests[1:]}) == 2
    assert not [secret for secret in secrets for request in requests if secret in request]


def test_a_contact_that_is_no_sip_address_is_not_asked(scratch):
    form = on_line()
    pbx("UPDATE location SET contact = 'tel:1001' WHERE username = %s", form["line1_user"])
    with exchange_that(lambda request, n: []) as (sip, heard):
        code, said, _ = at_a_shell(form.ref, scratch, sip)
    assert code == 1 and "the contact is not a SIP address" in said["sentence"] and not heard


def test_in_doubt_which_phone_it_is_the_answer_says_so(scratch):
    form = on_line()
    user = form["line1_user"]
    pbx("INSERT INTO location (ruid, username, domain, contact, expires, last_modified, user_agent)"
        " SELECT CONCAT('another-', username), username, domain, %s, expires, '2020-01-01', user_agent"
        " FROM location WHERE username = %s", f"sip:{user}@192.0.2.8", user)
    with exchange_that(lambda request, n: [response(request, "200 OK")]) as (sip, heard):
        _, said, _ = at_a_shell(form.ref, scratch, sip)
    assert FETCHES + " Another phone with this account is at 192.0.2.8" in said["sentence"] and len(heard) == 1


def test_a_profile_that_is_not_written_yet_is_not_fetched():
    form = on_line()
    sql("UPDATE registration SET profile_state = 'pending' WHERE ref = %s", form.ref)
    try:
        assert spaconf("resync", form.ref).stdout.startswith("Its profile has not been written yet")
    finally:
        sql("UPDATE registration SET profile_state = 'done' WHERE ref = %s", form.ref)


# --- who may, and when ----------------------------------------------------------------------


def test_it_is_offered_where_it_can_work(scratch):
    form, software = on_line(), register(model="software")
    reader = nginx(env.READER_USER, env.READER_PASSWORD)
    without = Cgi(conf=derive(scratch / "spaconf.conf", account__sip=""))
    for ref, door in (software.ref, None), (form.ref, reader), (form.ref, without):
        assert phone_page(ref, door).page.find(id="resync") is None
    for ref, conf, words in (software.ref, None, b"and has no profile"), (form.ref, without.conf, b"`sip` in [account]"):
        done = run(SPACONF, "resync", ref, conf=conf)
        assert done.returncode == 1 and words in done.stderr and not done.stdout
    late = button(form.ref)
    change(form.ref, "retire")
    assert phone_page(form.ref).page.find(id="resync") is None
    answer = late.post()
    assert answer.status == 409 and "retired" in answer.words()
    assert spaconf("resync", mac()).returncode == 1


def test_only_registrars_with_a_button_of_ours_press_it():
    form, other = on_line(), register()
    pressed = button(form.ref)
    for broken in {"csrf": "1-0"}, {"csrf": None}, {"ref": other.ref}:
        kept = list(pressed.fields)
        assert pressed.fill(**broken).post().status == 403
        pressed.fields = kept
    assert pressed.post(Origin="https://elsewhere.example.org").status == 403
    pressed.door = nginx(env.READER_USER, env.READER_PASSWORD)
    assert pressed.post().status == 403
    assert "resync" not in audit(form.ref) + audit(other.ref)


def test_an_exchange_is_named_by_its_address(scratch):
    conf = derive(scratch / "spaconf.conf", account__sip="sip.example.org:5060")
    done = run(SPACONF, "check-config", conf=conf)
    assert done.returncode == 78 and b"sip must be an address and a port" in done.stderr
