"""Webhooks: each event arrives signed and in order, whatever receivers and the worker do meanwhile."""
import os
import signal
import subprocess
import sys
import time

import pytest

from api_client import Client
from change_test import change
from fault_injection import family, send, stopped
from spaconf_stack import TOP, controls, env, nginx, register, sql, wait_until
from webhook_receiver import Receiver, private, started, worker_once


@pytest.fixture(autouse=True)
def the_worker_is_ours():
    with stopped("worker"):
        yield
        sql("DELETE FROM delivery")


@pytest.fixture
def portal(scratch):
    receiver = Receiver(scratch, "portal")
    worker_once(scratch, receiver)
    yield receiver
    receiver.stop()


def two_events():
    """The reference of a phone that was registered and changed."""
    ref = register().ref
    change(ref, "edit", hostname="tel-hook")
    return ref


def deliveries(name="portal"):
    return sql("SELECT * FROM delivery WHERE webhook = %s ORDER BY position", name)


def again_now():
    """Time passes."""
    sql("UPDATE delivery SET not_before = UTC_TIMESTAMP(3), lease_until = NULL")


def test_events_arrive_in_order_and_signed(portal, scratch):
    ref = two_events()
    worker_once(scratch, portal)
    assert portal.types(ref) == ["phone.registered", "phone.changed"]
    told = {each["id"]: each for each in Client("events").get("/events?limit=100&after=" + str(
        portal.of(ref)[0].json["data"]["position"] - 1)).json["events"]}  # fmt: skip
    for message in portal.of(ref):
        assert message.json["data"] == told[message.id] and message.json["timestamp"] == told[message.id]["at"]
        assert abs(int(message.time) - time.time()) < 60
    assert not deliveries()
    worker_once(scratch, portal)
    assert len(portal.of(ref)) == 2


def test_a_webhook_gets_the_types_that_it_wants(portal, scratch):
    leavers = Receiver(scratch, "leavers", events=["phone.retired"])
    worker_once(scratch, portal, leavers)
    ref = register().ref
    change(ref, "retire")
    worker_once(scratch, portal, leavers)
    assert leavers.types(ref) == ["phone.retired"]
    assert portal.types(ref) == ["phone.registered", "phone.retired"]


def test_two_signatures_while_the_secret_changes(scratch):
    receiver = Receiver(scratch, "portal", keys=2)
    worker_once(scratch, receiver)
    ref = register().ref
    worker_once(scratch, receiver)
    (message,) = receiver.of(ref)
    assert len(set(message.signatures)) == 2


def test_what_a_receiver_missed_arrives_in_order_when_it_is_back(portal, scratch):
    portal.stop()
    first = two_events()
    text = worker_once(scratch, portal)
    assert 'event deferred webhook="portal"' in text, text
    second = register().ref
    (head, *others) = deliveries()
    assert head["attempts"] == 1 and "connect" in head["reason"] and not any(each["attempts"] for each in others)
    assert waits("portal")
    portal.start()
    worker_once(scratch, portal)
    assert not portal.messages, "the pause is not over"
    again_now()
    worker_once(scratch, portal)
    assert portal.types(first, second) == ["phone.registered", "phone.changed", "phone.registered"]
    assert not waits("portal")


def waits(name):
    """The row of the home page about a webhook."""
    rows = nginx().get("/").page.select("#waiting tbody tr")
    return next((row for row in rows if row.td.get_text() == name), None)


def test_a_worker_killed_after_sending_sends_the_same_message_again(portal, scratch):
    ref = register().ref
    workers = []

    def kill(_):
        if workers:
            send(family(workers.pop().pid), signal.SIGKILL)
        return 204

    portal.answer = kill
    workers.append(started(scratch, portal))
    process = workers[0]
    process.wait(60)
    assert process.returncode == -signal.SIGKILL and len(portal.of(ref)) == 1
    worker_once(scratch, portal)
    assert len(portal.of(ref)) == 1, "the dead worker's lease is not over"
    again_now()
    worker_once(scratch, portal)
    first, second = portal.of(ref)
    assert first.id == second.id and first.body == second.body
    assert not deliveries()


@pytest.mark.parametrize("answer", [500, 302, 404], ids=str)
def test_only_2xx_is_success_and_redirections_are_not_followed(portal, scratch, answer):
    other = Receiver(scratch, "other")
    portal.answer = lambda message: (answer, {"Location": f"http://127.0.0.1:{other.server.server_port}/"}, [])
    ref = register().ref
    worker_once(scratch, portal)
    assert len(portal.of(ref)) == 1 and not other.messages
    assert deliveries()[0]["reason"] == f"HTTP {answer}"
    other.stop()


def slow_parts():
    yield b"<html>"
    time.sleep(30)


@pytest.mark.parametrize("body", [[b"x" * (2 << 20)], slow_parts()], ids=["large", "slow"])
def test_a_status_of_2xx_is_success_whatever_its_body(portal, scratch, body):
    portal.answer = lambda message: (200, {"Content-Type": "text/html"}, body)
    ref = register().ref
    worker_once(scratch, portal)
    assert portal.types(ref) == ["phone.registered"] and not deliveries()


def test_after_three_days_events_are_parked_and_a_person_retries_them(portal, scratch):
    portal.answer = lambda message: 503
    old, young = two_events(), two_events()
    worker_once(scratch, portal)
    refs = {row["position"]: row["ref"] for row in sql("SELECT position, ref FROM event WHERE ref IN (%s, %s)", old, young)}
    sql("UPDATE delivery SET created = created - INTERVAL 73 HOUR WHERE position IN %s",
        [position for position, ref in refs.items() if ref == old])  # fmt: skip
    again_now()
    worker_once(scratch, portal)
    assert {refs[row["position"]]: row["state"] for row in deliveries()} == {old: "parked", young: "due"}
    row = waits("portal")
    words = " ".join(row.get_text(" ").split())
    assert "webhook" in words and "2 events: HTTP 503" in words, words
    portal.answer, portal.messages = lambda message: 204, []
    again_now()
    worker_once(scratch, portal)
    assert portal.types(young) == ["phone.registered", "phone.changed"] and not portal.of(old)
    assert nginx().post("/submit/retry", dict(controls(waits("portal").form)).items()).status == 303
    worker_once(scratch, portal)
    assert portal.types(old) == ["phone.registered", "phone.changed"] and not deliveries()
    entry = sql("SELECT * FROM audit WHERE action = 'retry' ORDER BY id DESC LIMIT 1")[0]
    assert (entry["actor"], entry["detail"]) == (env.WEB_USER, "retry of the webhook portal")


def test_a_receiver_that_is_gone_is_not_asked_again(portal, scratch):
    portal.answer = lambda message: 410
    ref = two_events()
    worker_once(scratch, portal)
    assert portal.types(ref) == ["phone.registered"]
    assert {row["state"] for row in deliveries()} == {"parked"}
    assert "HTTP 410" in waits("portal").get_text()
    worker_once(scratch, portal)
    assert len(portal.of(ref)) == 1


def test_a_receiver_that_hangs_holds_up_neither_others_nor_the_worker(portal, scratch):
    slow = Receiver(scratch, "a-slow-one")
    slow.answer = lambda message: time.sleep(30) or 204
    worker_once(scratch, slow, portal)
    ref = two_events()
    begin = time.monotonic()
    worker_once(scratch, slow, portal)
    assert time.monotonic() - begin < 25
    assert portal.types(ref) == ["phone.registered", "phone.changed"]
    assert slow.types(ref) == ["phone.registered"] and deliveries("a-slow-one")[0]["attempts"] == 1
    begin = time.monotonic()
    worker_once(scratch, slow, portal)
    assert len(slow.of(ref)) == 1 and time.monotonic() - begin < 10, "it is left alone for a while"


def test_a_new_webhook_begins_with_later_events(portal, scratch):
    former = register().ref
    worker_once(scratch, portal)
    late = Receiver(scratch, "late")
    worker_once(scratch, portal, late)
    ref = register().ref
    worker_once(scratch, portal, late)
    assert late.types(ref) == ["phone.registered"] and not late.of(former)
    late.stop()


def test_events_of_a_webhook_that_is_no_longer_configured_are_dropped(portal, scratch):
    portal.answer = lambda message: 500
    register()
    worker_once(scratch, portal)
    assert deliveries()
    text = worker_once(scratch)
    assert not deliveries() and "events dropped" in text


def test_the_receiver_of_the_documentation_verifies_and_prints(portal, scratch):
    portal.stop()
    example = TOP / "docs" / "examples" / "api" / "receiver.py"
    secret = private(scratch / "portal.secret_file", portal.keys[0]).read_text().strip()
    receiver = subprocess.Popen(
        [sys.executable, "-u", example, str(portal.server.server_port)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "WEBHOOK_SECRET": secret})  # fmt: skip
    try:
        url = f"http://127.0.0.1:{portal.server.server_port}/"
        forged = ["curl", "-sS", "--retry", "9", "--retry-connrefused", "--retry-delay", "1", "-o", "/dev/null", "-w", "%{http_code}", url,
                  "-d", "{}", "-H", "webhook-id: a", "-H", f"webhook-timestamp: {int(time.time())}", "-H", "webhook-signature: v1,AAAA"]  # fmt: skip
        assert subprocess.run(forged, capture_output=True, text=True, timeout=30).stdout == "400"
        ref = two_events()
        worker_once(scratch, portal)
        printed = [receiver.stdout.readline().split() for _ in range(2)]
        assert [[line[0], line[1]] for line in printed] == [["phone.registered", ref], ["phone.changed", ref]]
        assert not deliveries()
    finally:
        receiver.kill()
        receiver.wait()
        portal.start()
