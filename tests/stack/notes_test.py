"""What a ticket is told later: once, in order, by whatever the desk does meanwhile."""
import os
import re
import signal

import pytest

from spaconf_stack import config, env, register, registration, rt, sql, ticket, ticket_text, tickets, wait_until
from trouble import between_desk, hung, round_until, stopped, the_worker_is_idle, worker_once

pytestmark = pytest.mark.changes


def promise(ref, generation, note):
    """What a change of a registration promises in its transaction."""
    sql("INSERT INTO task (registration_id, kind, generation, note, not_before, created) SELECT id, 'ticket', %s, %s,"
        " UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM registration WHERE ref = %s", generation, note, ref)  # fmt: skip


def states(ref):
    """State of each ticket task, in order."""
    return [row["state"] for row in sql(
        "SELECT task.state FROM task JOIN registration ON registration.id = registration_id"
        " WHERE ref = %s AND kind = 'ticket' ORDER BY task.generation", ref)]  # fmt: skip


def done(ref):
    return set(states(ref)) == {"done"}


def said(number):
    """The plain texts of a ticket's correspondence, oldest first, without what was said when it was made."""
    found = []
    for item in rt("GET", f"ticket/{number}/history", params={"fields": "Type", "per_page": 100})["items"]:
        if item["Type"] == "Correspond":
            found.append(item["id"])
    parts = rt("GET", f"ticket/{number}/attachments",
               params={"fields": "TransactionId,ContentType,Subject", "per_page": 100})["items"]  # fmt: skip
    mine = [part for part in parts if str(part["TransactionId"]) in found]
    return [(part["ContentType"], part["Subject"]) for part in mine]


def url(between):
    return re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"])


@pytest.fixture
def told():
    """A registration that has its ticket, the number of that, and a worker that is ours alone from here on."""
    form = register()
    number = int(ticket(form.ref)["id"])
    the_worker_is_idle()
    with stopped("worker"):
        yield form.ref, number


def test_a_note_is_said_to_the_requestor_with_its_mark(told, scratch):
    ref, number = told
    promise(ref, 2, "The name of the phone is now »telefon-žluťoučký«.")
    round_until(scratch, lambda: done(ref), "the note")
    assert [kind for kind, _ in said(number)] == ["text/plain"]
    assert said(number)[0][1].startswith(f"[spaconf {ref}/2] Address and name")
    text = ticket_text(number)
    assert f"»telefon-žluťoučký«.\n\n[spaconf {ref}/2]\n" in text
    assert tickets(ref)[ref] == [number]


def test_a_settled_ticket_is_open_again(told, scratch):
    ref, number = told
    rt("PUT", f"ticket/{number}", json={"Status": "resolved"})
    promise(ref, 2, "The phone has another address.")
    round_until(scratch, lambda: done(ref), "the note")
    assert rt("GET", f"ticket/{number}")["Status"] == "open"
    assert registration(ref)["ticket_status"] == "open"


def test_notes_come_in_the_order_of_their_generations(told, scratch):
    ref, number = told
    for generation in 4, 2, 3:
        promise(ref, generation, f"Change {generation}.")
    round_until(scratch, lambda: done(ref), "all notes")
    assert [subject.split()[1] for _, subject in said(number)] == [f"{ref}/{n}]" for n in (2, 3, 4)]


def test_a_note_that_was_said_without_our_hearing_of_it_is_not_said_again(told, scratch):
    ref, number = told
    promise(ref, 2, "Said once.")
    asked = []

    def request(talk, data):
        talk["says"] = bool(re.match(rb"POST \S*/correspond ", data))
        asked.extend([data] if talk["says"] else [])
        return data

    def reply(talk, data):
        talk["over"] = talk["says"]
        return b"" if talk["over"] else data

    with between_desk(request=request, reply=reply) as between:
        worker_once(scratch, ticket__url=url(between), ticket__settle=1)
    assert len(asked) == 1 and states(ref) == ["done", "due"]
    wait_until(lambda: len(said(number)) == 1, "RT has heard it")
    round_until(scratch, lambda: done(ref), "found by its mark", ticket__settle=1)
    assert len(said(number)) == 1


def test_a_worker_that_dies_after_saying_it_leaves_it_to_be_found(told, scratch):
    """The lease of the dead one is waited out, and its words are found."""
    ref, number = told
    promise(ref, 2, "Said by a worker that died.")

    def reply(talk, data):
        if talk.get("says"):
            for process in workers():
                os.kill(process, signal.SIGKILL)
            talk["over"] = True
            return b""
        return data

    def request(talk, data):
        talk["says"] = bool(re.match(rb"POST \S*/correspond ", data))
        return data

    with between_desk(request=request, reply=reply) as between:
        worker_once(scratch, codes=(-9, 137), ticket__url=url(between), ticket__settle=1, ticket__timeout=2)
    wait_until(lambda: len(said(number)) == 1, "RT has heard it")
    assert states(ref) == ["done", "due"]
    round_until(scratch, lambda: done(ref), "found by its mark", ticket__settle=1)
    assert len(said(number)) == 1


def test_a_desk_that_cannot_show_what_was_said_is_told_nothing(told, scratch):
    ref, number = told
    promise(ref, 2, "In doubt, silence.")
    looked, asked = [], []

    def request(talk, data):
        talk["looks"] = bool(re.match(rb"GET \S*/attachments", data))
        looked.extend([data] if talk["looks"] else [])
        asked.extend([data] if re.match(rb"POST \S*/correspond ", data) else [])
        return data

    def half(talk, data):
        talk["over"] = talk["looks"]
        return data[: len(data) // 2] if talk["looks"] else data

    with between_desk(request=request, reply=half) as between:
        round_until(scratch, lambda: looked, "a look", ticket__url=url(between), ticket__settle=1, ticket__timeout=4)
    assert asked == [] and said(number) == []
    round_until(scratch, lambda: done(ref), "said after all", ticket__settle=1)
    assert len(said(number)) == 1


@pytest.mark.parametrize("trouble", [hung, stopped])
def test_a_desk_that_is_away_is_told_when_it_is_back(told, scratch, trouble):
    ref, number = told
    promise(ref, 2, "Better late.")
    with trouble("rt"):
        worker_once(scratch, ticket__timeout=2, ticket__connect_timeout=1, ticket__settle=1)
        assert states(ref) == ["done", "due"]
        assert registration(ref)["ticket_state"] == "done", "the ticket itself is there"
    round_until(scratch, lambda: done(ref), "said after all", ticket__settle=1)
    assert len(said(number)) == 1


def test_a_ticket_that_was_never_made_is_made_from_what_is_now(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        form = register(hostname="before")
        round_until(scratch, lambda: states(form.ref) == ["parked"], "parked", ticket__queue="No such queue", ticket__settle=1)
        sql("UPDATE registration SET hostname = 'afterwards' WHERE ref = %s", form.ref)
        promise(form.ref, 2, "The hostname is not before but afterwards.")
        round_until(scratch, lambda: done(form.ref), "the ticket, and with it what was parked", ticket__settle=1)
    number = tickets(form.ref)[form.ref][0]
    text = ticket_text(number)
    assert "afterwards" in text and "before" not in text and said(number) == []


@pytest.fixture(scope="module")
def elsewhere():
    """A queue where the worker's user has no rights."""
    name = f"Elsewhere {os.getpid()}"
    rt("POST", "queue", json={"Name": name})
    return name


def test_a_ticket_that_was_moved_out_of_sight_is_parked_and_keeps_no_other_waiting(told, scratch, elsewhere):
    ref, number = told
    other = register()
    rt("PUT", f"ticket/{number}", json={"Queue": elsewhere})
    promise(ref, 2, "Nobody can be told.")
    sql("UPDATE task JOIN registration ON registration.id = registration_id SET not_before = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
        " WHERE ref = %s AND task.generation = 2", ref)  # fmt: skip
    round_until(scratch, lambda: done(other.ref), "the other's ticket", ticket__settle=1)
    assert states(ref) == ["done", "parked"]
    [row] = sql("SELECT reason FROM task JOIN registration ON registration.id = registration_id WHERE ref = %s AND task.generation = 2", ref)
    assert row["reason"].startswith(f"rt: ticket {number} is not ours to see: HTTP 403")
    rt("PUT", f"ticket/{number}", json={"Queue": env.RT_QUEUE})
    sql("UPDATE task SET state = 'due', not_before = UTC_TIMESTAMP(3) WHERE state = 'parked' AND registration_id ="
        " (SELECT id FROM registration WHERE ref = %s)", ref)  # fmt: skip
    round_until(scratch, lambda: done(ref), "told after all", ticket__settle=1)
    assert len(said(number)) == 1


def test_a_ticket_out_of_sight_keeps_no_other_from_being_looked_at(told, scratch, elsewhere):
    ref, number = told
    other = register()
    round_until(scratch, lambda: done(other.ref), "the other's ticket", ticket__settle=1)
    rt("PUT", f"ticket/{number}", json={"Queue": elsewhere})
    rt("PUT", f"ticket/{int(ticket(other.ref)['id'])}", json={"Status": "stalled"})
    sql("UPDATE registration SET ticket_looked_at = IF(ref = %s, '2020-01-01', '2020-01-02') WHERE ref IN (%s, %s)",
        ref, ref, other.ref)  # fmt: skip
    round_until(scratch, lambda: registration(other.ref)["ticket_status"] == "stalled", "the other is looked at")
    assert registration(ref)["ticket_status"] == "new"
    rt("PUT", f"ticket/{number}", json={"Queue": env.RT_QUEUE})


def workers():
    """Workers that run one round, all of them ours while the stack's is stopped."""
    found = []
    for folder in os.listdir("/proc"):
        if folder.isdigit():
            try:
                words = open(f"/proc/{folder}/cmdline", "rb").read().split(b"\0")
                place = open(f"/proc/{folder}/environ", "rb").read()
            except OSError:
                continue
            if b"--once" in words and b"worker" in words and env.STACK.encode() in place:
                found.append(int(folder))
    return found
