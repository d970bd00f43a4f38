"""Comments and replies that a ticket gets after it was created: once, in order, whatever the ticket system does meanwhile."""
import email.header
import json
import os
import pathlib
import re
import signal

import pytest

from change_test import Change
from export_import_test import imported
from fault_injection import SPACONF, between_ticket_system, hung, round_until, run, stopped, the_worker_is_idle, worker_once
from spaconf_stack import (
    config, env, mac, number, person, phone_page, register, registration, requestors, rt, sql, ticket, ticket_text, tickets,
    wait_until)  # fmt: skip

pytestmark = pytest.mark.changes


def enqueue_comment(ref, generation, note):
    """The task that a change of a registration adds in its transaction."""
    sql("INSERT INTO task (registration_id, kind, generation, note, not_before, created) SELECT id, 'ticket', %s, %s,"
        " UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM registration WHERE ref = %s", generation, note, ref)  # fmt: skip


def states(ref):
    """State of each ticket task, in order."""
    return [row["state"] for row in sql(
        "SELECT task.state FROM task JOIN registration ON registration.id = registration_id"
        " WHERE ref = %s AND kind = 'ticket' ORDER BY task.generation", ref)]  # fmt: skip


def done(ref):
    return set(states(ref)) == {"done"}


def comments(number, kind="Comment"):
    """The plain texts of a ticket's comments, oldest first."""
    found = []
    for item in rt("GET", f"ticket/{number}/history", params={"fields": "Type", "per_page": 100})["items"]:
        if item["Type"] == kind:
            found.append(item["id"])
    parts = rt("GET", f"ticket/{number}/attachments",
               params={"fields": "TransactionId,ContentType,Subject", "per_page": 100})["items"]  # fmt: skip
    mine = [part for part in parts if str(part["TransactionId"]) in found]
    return [(part["ContentType"], part["Subject"]) for part in mine]


def url(between):
    return re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"])


@pytest.fixture
def with_ticket():
    """A registration that has its ticket, the number of that, and a worker that is ours alone from here on."""
    form = register()
    number = int(ticket(form.ref)["id"])
    the_worker_is_idle()
    with stopped("worker"):
        yield form.ref, number


def test_a_comment_is_for_those_who_give_addresses_and_not_for_the_requestor(with_ticket, scratch):
    ref, number = with_ticket
    mails = len(mail_to(registration(ref)["person_mail"]))
    enqueue_comment(ref, 2, "The name of the phone is now »telefon-žluťoučký«.")
    round_until(scratch, lambda: done(ref), "the comment")
    assert [kind for kind, _ in comments(number)] == ["text/plain"]
    assert comments(number)[0][1].startswith(f"[spaconf {ref}/2] Address and name")
    text = ticket_text(number)
    assert f"»telefon-žluťoučký«.\n\n[spaconf {ref}/2]\n" in text
    assert tickets(ref)[ref] == [number]
    assert comments(number, "Correspond") == [] and len(mail_to(registration(ref)["person_mail"])) == mails


def test_a_text_of_another_with_our_mark_does_not_keep_us_from_saying_it(with_ticket, scratch):
    ref, number = with_ticket
    for how in "correspond", "comment":
        rt("POST", f"ticket/{number}/{how}", json={"Subject": f"[spaconf {ref}/2] Re: your phone", "Content": f"[spaconf {ref}/2]",
                                                   "ContentType": "text/plain"})  # fmt: skip
    enqueue_comment(ref, 2, "The name of the phone is another.")
    round_until(scratch, lambda: done(ref), "the comment")
    assert "The name of the phone is another." in ticket_text(number)


def test_a_name_with_a_mark_in_it_takes_no_ticket_of_another(with_ticket, scratch):
    ref, number = with_ticket
    other = register(login=person(name=f"Bob [spaconf {ref}]").login, hostname="bobs")
    round_until(scratch, lambda: done(other.ref), "Bob's ticket", ticket__settle=1)
    theirs = int(ticket(other.ref)["id"])
    enqueue_comment(ref, 2, "The phone of the first has changed.")
    enqueue_comment(other.ref, 2, f"person: Bob [spaconf {ref}]")
    round_until(scratch, lambda: done(ref) and done(other.ref), "both comments")
    assert int(rt("GET", f"ticket/{theirs}")["id"]) == theirs != number, "not merged"
    assert f"[spaconf {ref}]" not in rt("GET", f"ticket/{theirs}")["Subject"]


@pytest.mark.parametrize("fields", [{}, {"CustomFields": {"spaconf": "zzzzzzzzzz"}}])
def test_a_mark_in_the_midst_of_a_subject_makes_no_ticket_ours(with_ticket, scratch, fields):
    ref, number = with_ticket
    foreign = rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": f"For Bob [spaconf {ref}] [spaconf zzzzzzzzzz]", **fields})["id"]
    try:
        enqueue_comment(ref, 2, "The phone has changed.")
        round_until(scratch, lambda: done(ref), "the comment")
        assert rt("GET", f"ticket/{foreign}")["id"] == int(foreign), "not merged"
    finally:
        rt("PUT", f"ticket/{foreign}", json={"Status": "deleted"})


def test_a_settled_ticket_is_open_again(with_ticket, scratch):
    ref, number = with_ticket
    rt("PUT", f"ticket/{number}", json={"Status": "resolved"})
    enqueue_comment(ref, 2, "The phone has another address.")
    round_until(scratch, lambda: done(ref), "the comment")
    assert rt("GET", f"ticket/{number}")["Status"] == "open"
    assert registration(ref)["ticket_status"] == "open"


def test_a_lifecycle_of_other_words_is_read_from_the_ticket_system(scratch):
    the_worker_is_idle()
    short = {"ticket__queue": env.RT_QUEUE + " shortly", "ticket__open": "working", "ticket__settle": 1}
    with stopped("worker"):
        form = register()
        round_until(scratch, lambda: done(form.ref), "the ticket", **short)
        number = registration(form.ref)["ticket_number"]
        assert (registration(form.ref)["ticket_status"], registration(form.ref)["ticket_settled"]) == ("new", 0)
        assert "Ticket" in phone_page(form.ref).shown("status")
        rt("PUT", f"ticket/{number}", json={"Status": "done"})
        sql("UPDATE registration SET ticket_checked_at = '2020-01-01' WHERE ref = %s", form.ref)
        round_until(scratch, lambda: registration(form.ref)["ticket_status"] == "done", "it is looked at", **short)
        assert registration(form.ref)["ticket_settled"] == 1
        assert "Everything is ready" in phone_page(form.ref).shown("status")
        enqueue_comment(form.ref, 2, "The phone has another address.")
        round_until(scratch, lambda: done(form.ref), "the comment", **short)
        assert (registration(form.ref)["ticket_status"], registration(form.ref)["ticket_settled"]) == ("working", 0)


def test_what_the_ticket_system_does_not_carry_out_is_counted_and_parked(scratch):
    the_worker_is_idle()
    short = {"ticket__queue": env.RT_QUEUE + " shortly", "ticket__open": "open", "registration__attempts": 2, "ticket__settle": 1}
    with stopped("worker"):
        form, other = register(), register()
        round_until(scratch, lambda: done(form.ref) and done(other.ref), "the tickets", **short)
        rt("PUT", f"ticket/{registration(form.ref)['ticket_number']}", json={"Status": "done"})
        enqueue_comment(form.ref, 2, "The phone has another address.")
        enqueue_comment(other.ref, 2, "This one has, too.")

        def parked():
            sql("UPDATE task SET not_before = UTC_TIMESTAMP(3) WHERE state = 'due'")
            return states(form.ref) == ["done", "parked"] and done(other.ref)

        round_until(scratch, parked, "parked", **short)
        reason, = sql("SELECT reason, attempts FROM task WHERE state = 'parked' AND registration_id = %s", registration(form.ref)["id"])
        assert "does not take the status open" in reason["reason"] and "isn't a valid status" in reason["reason"]
        assert len(comments(registration(form.ref)["ticket_number"])) == 1


def test_a_mark_that_is_put_back_counts_as_done_at_once(with_ticket, scratch):
    ref, number = with_ticket
    rt("PUT", f"ticket/{number}", json={"Subject": "Telephone", "CustomFields": {"spaconf": None}})
    enqueue_comment(ref, 2, "Marked again.")
    done_once = worker_once(scratch)
    assert done(ref), done_once.stderr.decode()
    assert b"ticket deferred" not in done_once.stderr
    assert tickets(ref)[ref] == [number]


def twin_of(ref):
    """A second ticket of the registration, as two workers at once would leave."""
    return int(rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": f"Again [spaconf {ref}]",
                                          "CustomFields": {"spaconf": ref}})["id"])  # fmt: skip


def test_a_merge_that_was_carried_out_counts_at_once(with_ticket, scratch):
    ref, number = with_ticket
    twin = twin_of(ref)
    enqueue_comment(ref, 2, "Merged before this was said.")
    done_once = worker_once(scratch)
    assert done(ref) and b"ticket deferred" not in done_once.stderr, done_once.stderr.decode()
    assert int(rt("GET", f"ticket/{twin}")["id"]) == number


def test_a_merge_that_was_not_carried_out_is_parked(with_ticket, scratch):
    """RT says yes and did nothing: the change is answered by us."""
    ref, number = with_ticket
    twin = twin_of(ref)
    enqueue_comment(ref, 2, "Never merged.")

    def request(talk, data):
        return data.replace(b'"MergeInto"', b'"MergeIntx"')

    def parked():
        sql("UPDATE task SET not_before = UTC_TIMESTAMP(3) WHERE state = 'due'")
        return states(ref) == ["done", "parked"]

    try:
        with between_ticket_system(request=request) as between:
            round_until(scratch, parked, "parked", ticket__url=url(between), ticket__settle=1, registration__attempts=2)
        [row] = sql("SELECT reason FROM task WHERE state = 'parked' AND registration_id = %s", registration(ref)["id"])
        assert f"is not merged into {number}" in row["reason"]
    finally:
        rt("PUT", f"ticket/{twin}", json={"Status": "deleted"})


def test_a_phone_retired_before_its_ticket_was_made_needs_none(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        form = register()
        retired = Change(form.ref, "retire").apply()
        assert retired.status == 303
        round_until(scratch, lambda: done(form.ref), "nothing left to do", ticket__settle=1)
    assert registration(form.ref)["ticket_state"] == "none" and registration(form.ref)["ticket_number"] is None
    assert tickets(form.ref) == {}
    assert phone_page(form.ref).state("ticket") == "none"
    assert run(SPACONF, "reconcile", "--json", "--without-tickets").stdout.decode().count(form.ref) == 0


def mail_to(address):
    """The mails that Request Tracker has sent to a person."""
    box = pathlib.Path(env.STACK, "rt", "mbox").read_text(errors="replace")
    return [mail for mail in box.split("From rt@example.cz\n") if re.search(rf"^(To|Cc|Bcc):.*{re.escape(address)}", mail, re.M)]


def test_a_phone_that_moves_takes_its_ticket_along(with_ticket, scratch):
    ref, number = with_ticket
    former, new = registration(ref)["person_mail"], person(room="UX-999")
    before = len(mail_to(former))
    assert Change(ref, "move", login=new.login).apply().status == 303
    round_until(scratch, lambda: done(ref), "the comment")
    assert requestors(rt("GET", f"ticket/{number}")) == [new.mail]
    [farewell] = mail_to(former)[before:]
    subject = str(email.header.make_header(email.header.decode_header(email.message_from_string(farewell)["Subject"])))
    assert f"[spaconf {ref}/moved-1]" in subject and "UX-999" not in farewell and new.login not in farewell
    assert len(comments(number, "Correspond")) == 1 and len(comments(number)) == 1
    told_of_room = len(mail_to(former))
    enqueue_comment(ref, 9, "room: UX-999 → UX-998")
    round_until(scratch, lambda: done(ref), "another comment")
    assert len(mail_to(former)) == told_of_room and len(comments(number, "Correspond")) == 1


def test_a_ticket_system_that_spells_addresses_its_own_way_has_no_eternal_difference(scratch):
    the_worker_is_idle()
    name = f"k{os.getpid()}"
    rt("POST", "user", json={"Name": f"{name}@example.org", "EmailAddress": f"{name}@example.org"})
    with stopped("worker"):
        form = register(login=person(mail=f"{name}@Department.example.org").login)
        round_until(scratch, lambda: done(form.ref), "the ticket", ticket__settle=1)
        number = int(ticket(form.ref)["id"])
        assert requestors(rt("GET", f"ticket/{number}")) == [f"{name}@example.org"]
        assert different(form.ref) == []
        new = person()
        assert Change(form.ref, "move", login=new.login).apply().status == 303
        round_until(scratch, lambda: done(form.ref), "the comment", ticket__settle=1)
        assert requestors(rt("GET", f"ticket/{number}")) == [new.mail], "the former one is gone under any spelling"
        assert different(form.ref) == []


def different(ref):
    """What reconcile has to say about the ticket of a registration."""
    found = json.loads(run(SPACONF, "reconcile", "--json").stdout)
    return [each for each in found if each.get("what") == ref]


def test_many_tickets_are_looked_at_in_one_round(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        forms = [register() for _ in range(5)]
        round_until(scratch, lambda: all(done(form.ref) for form in forms), "the tickets", ticket__settle=1)
        numbers = [registration(form.ref)["ticket_number"] for form in forms]
        for number in numbers[:3]:
            rt("PUT", f"ticket/{number}", json={"Status": "stalled"})
        rt("PUT", f"ticket/{numbers[3]}", json={"Status": "deleted"})
        rt("PUT", f"ticket/{numbers[4]}", json={"MergeInto": numbers[0]})
        refs = [form.ref for form in forms]
        sql("UPDATE registration SET ticket_checked_at = UTC_TIMESTAMP(3)")
        sql("UPDATE registration SET ticket_checked_at = '2020-01-01' WHERE ref IN %s", refs)
        asked = []
        with between_ticket_system(request=lambda talk, data: asked.append(data) or data) as between:
            worker_once(scratch, ticket__url=url(between), ticket__settle=1)
        alone = [each for each in asked for n in numbers[:3] if re.match(rb"GET \S*/ticket/%d[ ?]" % n, each)]
        assert alone == [], "each ticket that a search finds is asked for by that search alone"
        assert [registration(ref)["ticket_status"] for ref in refs] == ["stalled"] * 3 + ["deleted", "stalled"]
        assert [registration(ref)["ticket_settled"] for ref in refs] == [0, 0, 0, 1, 0]


def test_the_ticket_of_a_single_phone_goes_before_those_of_an_import(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        table = "login,model,mac,line1_user\n" + "".join(f"{person().login},spa942,{mac()},{number()}\n" for _ in range(3))
        code, lines = imported(scratch, table, "--ticket-per-phone")
        assert code == 0, lines
        form = register()
        worker_once(scratch, ticket__settle=1)
        assert done(form.ref)
        left = sql("SELECT of_batch FROM task WHERE state = 'due' AND kind = 'ticket'")
        assert [row["of_batch"] for row in left] == [1, 1, 1]


def test_comments_come_in_the_order_of_their_generations(with_ticket, scratch):
    ref, number = with_ticket
    for generation in 4, 2, 3:
        enqueue_comment(ref, generation, f"Change {generation}.")
    round_until(scratch, lambda: done(ref), "all comments")
    assert [subject.split()[1] for _, subject in comments(number)] == [f"{ref}/{n}]" for n in (2, 3, 4)]


def test_a_comment_whose_answer_was_lost_is_not_added_again(with_ticket, scratch):
    ref, number = with_ticket
    enqueue_comment(ref, 2, "Said once.")
    asked = []

    def request(talk, data):
        talk["says"] = bool(re.match(rb"POST \S*/comment ", data))
        asked.extend([data] if talk["says"] else [])
        return data

    def reply(talk, data):
        talk["over"] = talk["says"]
        return b"" if talk["over"] else data

    with between_ticket_system(request=request, reply=reply) as between:
        worker_once(scratch, ticket__url=url(between), ticket__settle=1)
    assert len(asked) == 1 and states(ref) == ["done", "due"]
    wait_until(lambda: len(comments(number)) == 1, "RT has heard it")
    round_until(scratch, lambda: done(ref), "found by its mark", ticket__settle=1)
    assert len(comments(number)) == 1


def test_a_comment_of_a_worker_that_died_is_found_and_not_added_again(with_ticket, scratch):
    """The lease of the dead one is waited out, and its words are found."""
    ref, number = with_ticket
    enqueue_comment(ref, 2, "Said by a worker that died.")

    def reply(talk, data):
        if talk.get("says"):
            for process in workers():
                os.kill(process, signal.SIGKILL)
            talk["over"] = True
            return b""
        return data

    def request(talk, data):
        talk["says"] = bool(re.match(rb"POST \S*/comment ", data))
        return data

    with between_ticket_system(request=request, reply=reply) as between:
        worker_once(scratch, codes=(-9, 137), ticket__url=url(between), ticket__settle=1, ticket__timeout=2)
    wait_until(lambda: len(comments(number)) == 1, "RT has heard it")
    assert states(ref) == ["done", "due"]
    round_until(scratch, lambda: done(ref), "found by its mark", ticket__settle=1)
    assert len(comments(number)) == 1


def test_a_ticket_system_that_cannot_show_what_was_said_is_told_nothing(with_ticket, scratch):
    ref, number = with_ticket
    enqueue_comment(ref, 2, "In doubt, silence.")
    looked, asked = [], []

    def request(talk, data):
        talk["looks"] = bool(re.match(rb"GET \S*/attachments", data))
        looked.extend([data] if talk["looks"] else [])
        asked.extend([data] if re.match(rb"POST \S*/comment ", data) else [])
        return data

    def half(talk, data):
        talk["over"] = talk["looks"]
        return data[: len(data) // 2] if talk["looks"] else data

    with between_ticket_system(request=request, reply=half) as between:
        round_until(scratch, lambda: looked, "a look", ticket__url=url(between), ticket__settle=1, ticket__timeout=4)
    assert asked == [] and comments(number) == []
    round_until(scratch, lambda: done(ref), "said after all", ticket__settle=1)
    assert len(comments(number)) == 1


@pytest.mark.parametrize("fault", [hung, stopped])
def test_a_ticket_system_that_is_away_is_told_when_it_is_back(with_ticket, scratch, fault):
    ref, number = with_ticket
    enqueue_comment(ref, 2, "Better late.")
    with fault("rt"):
        worker_once(scratch, ticket__timeout=2, ticket__connect_timeout=1, ticket__settle=1)
        assert states(ref) == ["done", "due"]
        assert registration(ref)["ticket_state"] == "done", "the ticket itself is there"
    round_until(scratch, lambda: done(ref), "said after all", ticket__settle=1)
    assert len(comments(number)) == 1


def test_a_ticket_that_was_never_made_is_made_from_what_is_now(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        form = register(hostname="before")
        round_until(scratch, lambda: states(form.ref) == ["parked"], "parked", ticket__queue="No such queue", ticket__settle=1)
        sql("UPDATE registration SET hostname = 'afterwards' WHERE ref = %s", form.ref)
        enqueue_comment(form.ref, 2, "The hostname is not before but afterwards.")
        round_until(scratch, lambda: done(form.ref), "the ticket, and with it what was parked", ticket__settle=1)
    number = tickets(form.ref)[form.ref][0]
    text = ticket_text(number)
    assert "afterwards" in text and "before" not in text and comments(number) == []


@pytest.fixture(scope="module")
def elsewhere():
    """A queue where the worker's user has no rights."""
    name = f"Elsewhere {os.getpid()}"
    rt("POST", "queue", json={"Name": name})
    return name


def test_a_ticket_that_was_moved_out_of_sight_is_parked_and_keeps_no_other_waiting(with_ticket, scratch, elsewhere):
    ref, number = with_ticket
    other = register()
    rt("PUT", f"ticket/{number}", json={"Queue": elsewhere})
    enqueue_comment(ref, 2, "This ticket cannot be read.")
    sql("UPDATE task JOIN registration ON registration.id = registration_id SET not_before = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
        " WHERE ref = %s AND task.generation = 2", ref)  # fmt: skip
    round_until(scratch, lambda: done(other.ref), "the other's ticket", ticket__settle=1)
    assert states(ref) == ["done", "parked"]
    [row] = sql("SELECT reason FROM task JOIN registration ON registration.id = registration_id WHERE ref = %s AND task.generation = 2", ref)
    assert row["reason"].startswith(f"rt: ticket {number} is not ours to see: HTTP 403")
    rt("PUT", f"ticket/{number}", json={"Queue": env.RT_QUEUE})
    sql("UPDATE task SET state = 'due', not_before = UTC_TIMESTAMP(3) WHERE state = 'parked' AND registration_id ="
        " (SELECT id FROM registration WHERE ref = %s)", ref)  # fmt: skip
    round_until(scratch, lambda: done(ref), "said after all", ticket__settle=1)
    assert len(comments(number)) == 1


@pytest.fixture
def out_of_sight(with_ticket, scratch, elsewhere):
    """The registration whose ticket the worker may not see, and another that has its ticket."""
    ref, number = with_ticket
    other = register()
    round_until(scratch, lambda: done(other.ref), "the other's ticket", ticket__settle=1)
    rt("PUT", f"ticket/{number}", json={"Queue": elsewhere})
    yield ref, other
    rt("PUT", f"ticket/{number}", json={"Queue": env.RT_QUEUE})


def test_a_ticket_out_of_sight_keeps_no_other_from_being_looked_at(out_of_sight, scratch):
    ref, other = out_of_sight
    rt("PUT", f"ticket/{int(ticket(other.ref)['id'])}", json={"Status": "stalled"})
    sql("UPDATE registration SET ticket_checked_at = IF(ref = %s, '2020-01-01', '2020-01-02') WHERE ref IN (%s, %s)",
        ref, ref, other.ref)  # fmt: skip
    round_until(scratch, lambda: registration(other.ref)["ticket_status"] == "stalled", "the other is looked at")
    assert registration(ref)["ticket_status"] == "new"


def test_a_ticket_out_of_sight_keeps_no_other_from_being_compared(out_of_sight):
    ref, other = out_of_sight
    rt("PUT", f"ticket/{int(ticket(other.ref)['id'])}", json={"Subject": "Telephone"})
    try:
        done_once = run(SPACONF, "reconcile", "--json")
        found = {each["what"]: each["kind"] for each in json.loads(done_once.stdout)}
        assert found[other.ref] == "ticket-unmarked"
        assert any(kind == "not-checked" and what.startswith(ref) for what, kind in found.items()), found
        # A row that cannot be read, with a ticket, comes before the tickets of no phone.
        sql("UPDATE registration SET model = 'spa999' WHERE ref = %s", other.ref)
        orphan = rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": "Telephone [spaconf zzzzzzzzzz]"})["id"]
        found = {each["what"]: each["kind"] for each in json.loads(run(SPACONF, "reconcile", "--json").stdout)}
        assert found[f"ticket {orphan}"] == "orphaned-ticket"
        rt("PUT", f"ticket/{orphan}", json={"Status": "deleted"})
    finally:
        sql("UPDATE registration SET model = 'spa942' WHERE ref = %s", other.ref)


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
            if b"--once" in words and b"worker" in words and f"{env.STACK}/".encode() in place:
                found.append(int(folder))
    return found
