"""One ticket for many phones: those of an import, of scan mode and of a batch of the API."""
import base64
import concurrent.futures
import json
import os
import re
import signal
import subprocess

import pytest

from api_client import Client
from change_test import change
from export_import_test import imported, written
from fault_injection import (
    SPACONF, as_program, between_ticket_system, derive, round_until, run, stopped, the_worker_is_idle, worker_once)  # fmt: skip
from import_job_test import Job, Upload
from scan_test import Scanner, serial
from spaconf_stack import (
    config, controls, custom_field, env, mac, nginx, number, pbx, person, phone_page, registration, requestors, rt, sql, ticket_text,
    tickets, wait_until)  # fmt: skip

pytestmark = pytest.mark.changes

# Texts of a ticket, by kinds of transactions.
OWN, COMMENT = "Create", "Comment"


def rows_for(count, **more):
    """Rows of new phones, each of another person."""
    return [{"login": person("Hromadný Lístek").login, "model": "spa942", "mac": mac(), "line1_user": number(), **more}
            for _ in range(count)]  # fmt: skip


def import_rows(scratch, rows, *options):
    """The references, in the order of the rows."""
    code, said = imported(scratch, written(rows, list(rows[0])), *options)
    assert code == 0, said
    return refs_of(rows)


def refs_of(rows):
    return [sql("SELECT ref FROM registration WHERE active_mac = %s", row["mac"])[0]["ref"] for row in rows]


def batch_of(ref):
    """The batch's row of a phone."""
    [row] = sql("SELECT b.* FROM ticket_batch b JOIN registration r ON r.ticket_batch = b.ref WHERE r.ref = %s", ref)
    return row


def have_ticket(refs):
    return all(registration(ref)["ticket_state"] == "done" and not due(ref) for ref in refs)


def due(ref):
    return sql("SELECT task.id FROM task JOIN registration r ON r.id = registration_id WHERE r.ref = %s AND kind = 'ticket'"
               " AND task.state <> 'done'", ref)  # fmt: skip


def the_one_ticket(refs):
    """The number of the one ticket of these phones, of which none has another."""
    batch = batch_of(refs[0])
    assert {registration(ref)["ticket_batch"] for ref in refs} == {batch["ref"]}
    all_tickets = tickets()
    assert len(all_tickets.get(batch["ref"], [])) == 1, all_tickets.get(batch["ref"])
    assert not [ref for ref in refs if ref in all_tickets]
    [found] = all_tickets[batch["ref"]]
    assert {registration(ref)["ticket_number"] for ref in refs} == {found} == {batch["ticket_number"]}
    assert custom_field(rt("GET", f"ticket/{found}")) == [batch["ref"]]
    return found


def texts(number, kind):
    """The plain texts of a ticket's transactions of that kind, oldest first."""
    history = rt("GET", f"ticket/{number}/history", params={"fields": "Type", "per_page": 100})["items"]
    kinds = {item["id"]: item["Type"] for item in history}
    parts = rt("GET", f"ticket/{number}/attachments", params={"fields": "TransactionId,ContentType", "per_page": 100})["items"]
    return [content_of(part["id"]) for part in parts if kinds.get(str(part["TransactionId"])) == kind]


def content_of(attachment):
    return base64.b64decode(rt("GET", f"attachment/{attachment}").get("Content") or "").decode()


def colons(address):
    return ":".join(address[i : i + 2] for i in range(0, 12, 2))


def url(between):
    return re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"])


@pytest.fixture
def alone():
    """The stack's own worker is away, and has left nothing to do."""
    the_worker_is_idle()
    with stopped("worker"):
        yield


def handed_in(scratch, refs, **changes):
    round_until(scratch, lambda: have_ticket(refs), "the ticket", ticket__settle=1, **changes)
    return the_one_ticket(refs)


# --- an import ------------------------------------------------------------------------------


def test_an_import_of_thirty_rows_makes_one_ticket_with_the_table(alone, scratch):
    rows = rows_for(30)
    refs = import_rows(scratch, rows)
    assert {registration(ref)["ticket_state"] for ref in refs} == {"pending"}
    number = handed_in(scratch, refs)
    [text] = texts(number, OWN)
    for row, ref in zip(rows, refs):
        name = registration(ref)["person_name"]
        assert f"{colons(row['mac'])} | {row['line1_user']} | Linksys SPA942 | {name} ({row['login']}) | UI-101 |  | registered\n" in text
    assert text.count(" | registered\n") == 30 and "not listed" not in text
    assert texts(number, COMMENT) == []
    assert "phones.csv" in rt("GET", f"ticket/{number}")["Subject"]
    assert f"/phones?q={batch_of(refs[0])['ref']}" in text
    passwords = [row["password"] for row in accounts_of(rows)]
    assert not [each for each in passwords if each and each in text]
    everywhere_as_the_phones(refs[3], number)
    reconciled(number, refs)


def accounts_of(rows):
    return [pbx("SELECT password FROM subscriber WHERE username = %s", row["line1_user"])[0] for row in rows]


def everywhere_as_the_phones(ref, number):
    """The phone's page, status and JSON have the batch's ticket, and the list finds the others of the batch."""
    page = phone_page(ref)
    assert str(number) in page.shown("ticket") and page.state("ticket") == "done"
    link = page.element("ticket").find("a", href=re.compile(r"/phones\?q="))["href"]
    listed = nginx().get(link.removeprefix("/spaconf"))
    assert listed.words().count("SPA942") >= 29
    shown = json.loads(Client().get(f"/registrations/{ref}").text)
    assert shown["ticket"]["number"] == number and shown["ticket"]["state"] == "done"


def reconciled(number, refs):
    found = json.loads(run(SPACONF, "reconcile", "--json", timeout=120).stdout)
    about = [each for each in found if str(number) in each["what"] or each["what"] in refs or batch_of(refs[0])["ref"] in each["what"]]
    assert about == []


def test_the_operator_is_the_requestor_and_people_are_not(alone, scratch):
    rows = rows_for(3)
    job = Job(Upload(nginx(env.GROUP_USER, env.GROUP_PASSWORD)).send(written(rows, list(rows[0])), name="for [spaconf zzzzzzzzzz].csv"),
              nginx(env.GROUP_USER, env.GROUP_PASSWORD))  # fmt: skip
    round_until(scratch, lambda: job.state == "checked", "checked")
    job.confirm()
    round_until(scratch, lambda: job.state == "done", "done")
    refs = refs_of(rows)
    number = handed_in(scratch, refs)
    found = rt("GET", f"ticket/{number}")
    assert requestors(found) == [f"{env.GROUP_USER}@example.cz"]
    assert "(spaconf zzzzzzzzzz).csv" in found["Subject"] and found["Subject"].endswith(f"[spaconf {batch_of(refs[0])['ref']}]")


def test_a_ticket_for_each_phone_by_choice(alone, scratch):
    by_command, by_page = rows_for(2), rows_for(2)
    import_rows(scratch, by_command, "--ticket-per-phone")
    job = Job(Upload().send(written(by_page, list(by_page[0])), ticket_per_phone="yes"))
    round_until(scratch, lambda: job.state == "checked", "checked")
    job.confirm()
    round_until(scratch, lambda: job.state == "done", "done")
    refs = refs_of(by_command + by_page)
    round_until(scratch, lambda: have_ticket(refs), "their tickets", ticket__settle=1)
    found = tickets()
    assert [len(found.get(ref, [])) for ref in refs] == [1] * 4
    assert {registration(ref)["ticket_batch"] for ref in refs} == {None}


def test_a_table_imported_again_goes_on_with_its_ticket(alone, scratch):
    rows = rows_for(4)
    refs = import_rows(scratch, rows)
    number = handed_in(scratch, refs)
    # As if it had been killed after the third row.
    sql("DELETE FROM request WHERE ref = %s", refs[3])
    change(refs[3], "retire")
    handed_in(scratch, refs[:3])
    again = import_rows(scratch, rows)
    assert again[:3] == refs[:3] and again[3] != refs[3]
    assert handed_in(scratch, again) == number
    assert colons(rows[3]["mac"]) in texts(number, COMMENT)[-1]


def test_a_text_that_would_be_too_long_says_how_many_more_there_are(alone, scratch):
    refs = import_rows(scratch, rows_for(30, hostname=""))
    number = handed_in(scratch, refs, ticket__longest_text=4000)
    [text] = texts(number, OWN)
    listed = text.count(" | registered\n")
    assert 5 < listed < 30 and f"\n{30 - listed} more are not listed here" in text and len(text.encode()) <= 4000
    assert re.search(r"http://127\.0\.0\.1:\d+/spaconf/phones\?q=" + batch_of(refs[0])["ref"] + "\n", text)


# --- RT fails -------------------------------------------------------------------------------


def losing_first_replies():
    """Hooks for a ticket system that carries out each request with an effect, and loses the first answer to it."""
    seen = []

    def request(talk, data):
        first = re.match(rb"(POST|PUT) (\S*)/REST/2\.0/ticket\S*", data)
        talk["lost"] = bool(first) and first[0] not in seen
        seen.extend([first[0]] if first else [])
        return data

    def reply(talk, data):
        talk["over"] = talk.get("lost")
        return b"" if talk.get("lost") else data

    return seen, dict(request=request, reply=reply)


def test_a_ticket_system_that_loses_every_first_reply_has_one_ticket(alone, scratch):
    refs = import_rows(scratch, rows_for(5))
    wait_a_moment()
    seen, hooks = losing_first_replies()
    with between_ticket_system(**hooks) as between:
        worker_once(scratch, ticket__url=url(between), ticket__settle=1)
        assert {registration(ref)["ticket_state"] for ref in refs} == {"unknown"}
        hurry()
        number = handed_in_hurrying(scratch, refs, ticket__url=url(between))
        assert texts(number, COMMENT) == []
        change(refs[0], "edit", hostname="spalena")
        change(refs[1], "retire")
        handed_in_hurrying(scratch, refs, ticket__url=url(between))
    [comment] = texts(number, COMMENT)
    assert "spalena" in comment and "retired" in comment
    assert len([each for each in seen if each.endswith(b"/ticket")]) == 1


def hurry():
    sql("UPDATE ticket_batch SET not_before = UTC_TIMESTAMP(3)")


def handed_in_hurrying(scratch, refs, **changes):
    def is_done():
        hurry()
        return have_ticket(refs)

    round_until(scratch, is_done, "the ticket", ticket__settle=1, **changes)
    return the_one_ticket(refs)


def test_a_ticket_system_that_is_off_during_an_import_makes_one_ticket_later(alone, scratch):
    with stopped("rt"):
        refs = import_rows(scratch, rows_for(4))
        worker_once(scratch, ticket__settle=1)
        assert {registration(ref)["ticket_state"] for ref in refs} == {"pending"}
        more = import_rows(scratch, rows_for(2))
        worker_once(scratch, ticket__settle=1)
    assert handed_in(scratch, refs) != handed_in(scratch, more)


def test_a_worker_killed_between_create_and_store_makes_one_ticket(alone, scratch):
    refs = import_rows(scratch, rows_for(4))
    workers = []

    def reply(talk, data):
        # RT has answered, and the worker never hears of it.
        if talk.get("create"):
            os.killpg(workers[0].pid, signal.SIGKILL)
            return b""
        return data

    def request(talk, data):
        talk["create"] = bool(re.match(rb"POST \S*/REST/2\.0/ticket[ ?]", data))
        return data

    wait_a_moment()
    with between_ticket_system(request=request, reply=reply) as between:
        conf = derive(scratch / "worker.conf", ticket__url=url(between), ticket__settle=1)
        workers.append(subprocess.Popen([*as_program(), SPACONF, "worker", "--once"], start_new_session=True,
                                        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf)}))
        assert workers[0].wait(60) == -signal.SIGKILL
    assert {registration(ref)["ticket_state"] for ref in refs} == {"unknown"}
    sql("UPDATE ticket_batch SET lease_until = UTC_TIMESTAMP(3)")
    number = handed_in(scratch, refs)
    assert texts(number, COMMENT) == []


def wait_a_moment():
    """Until the phones have been gathered."""
    wait_until(lambda: sql("SELECT MAX(created) < UTC_TIMESTAMP(3) - INTERVAL 1500000 MICROSECOND AS old FROM task"
                           " WHERE kind = 'ticket' AND state = 'due'")[0]["old"], "gathered")  # fmt: skip


@pytest.mark.parametrize(("outcome", "changes"), [
    ("done", {}), ("deferred", {}), ("parked", {"ticket__queue": "No such queue"}), ("not needed", {})])  # fmt: skip
def test_a_worker_that_has_lost_its_lease_stores_nothing(alone, scratch, outcome, changes):
    refs = import_rows(scratch, rows_for(2))
    if outcome == "not needed":
        for ref in refs:
            change(ref, "retire")
    batch = batch_of(refs[0])["ref"]
    # After this request the worker does not ask whether the batch is still its own.
    last = rb"" if outcome == "not needed" else rb"POST \S*/REST/2\.0/ticket[ ?]"

    def request(talk, data):
        if re.match(last, data):
            sql("UPDATE ticket_batch SET lease_owner = 'another', lease_until = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE ref = %s", batch)
            talk["lost"] = outcome == "deferred"
        return data

    def reply(talk, data):
        talk["over"] = talk.get("lost")
        return b"" if talk.get("lost") else data

    wait_a_moment()
    with between_ticket_system(request=request, reply=reply) as between:
        worker_once(scratch, ticket__url=url(between), ticket__settle=1, **changes)
    left = batch_of(refs[0])
    assert (left["lease_owner"], left["ticket_number"], left["attempts"]) == ("another", None, 0)
    states = {(row["state"], row["reason"]) for ref in refs for row in ticket_tasks(ref)}
    assert states == {("done" if outcome == "not needed" else "due", "")}
    sql("UPDATE ticket_batch SET lease_until = UTC_TIMESTAMP(3) WHERE ref = %s", batch)
    if outcome != "not needed":
        handed_in(scratch, refs)


def ticket_tasks(ref):
    return sql("SELECT task.state, reason FROM task JOIN registration r ON r.id = registration_id WHERE r.ref = %s AND kind = 'ticket'", ref)


def test_two_workers_at_once_make_one_ticket(alone, scratch):
    refs = import_rows(scratch, rows_for(3))
    wait_a_moment()
    conf = derive(scratch / "worker.conf", ticket__settle=1)
    with concurrent.futures.ThreadPoolExecutor(3) as crowd:
        list(crowd.map(lambda _: run(SPACONF, "worker", "--once", conf=conf, timeout=120), range(3)))
    handed_in(scratch, refs)


def test_two_tickets_of_one_batch_are_merged_and_a_phones_is_not(alone, scratch):
    refs = import_rows(scratch, rows_for(2))
    number = handed_in(scratch, refs)
    batch = batch_of(refs[0])["ref"]
    twin, phones = [int(rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": f"Again [spaconf {ref}]",
                                                   "CustomFields": {"spaconf": ref}})["id"]) for ref in (batch, refs[0])]  # fmt: skip
    try:
        found = {each["what"]: each["kind"] for each in json.loads(run(SPACONF, "reconcile", "--repair", "--json", timeout=120).stdout)}
        assert found[batch] == "ticket-twice"
        round_until(scratch, lambda: int(rt("GET", f"ticket/{twin}")["id"]) == number, "merged", ticket__settle=1)
        assert int(rt("GET", f"ticket/{phones}")["id"]) == phones, "not merged"
        assert handed_in(scratch, refs[1:]) == number
    finally:
        rt("PUT", f"ticket/{phones}", json={"Status": "deleted"})


def test_a_refused_ticket_is_parked_once_and_tried_again(alone, scratch):
    refs = import_rows(scratch, rows_for(3))
    round_until(scratch, lambda: {registration(ref)["ticket_state"] for ref in refs} == {"parked"}, "parked",
                ticket__queue="No such queue", ticket__settle=1)  # fmt: skip
    waiting = nginx().get("/").element("waiting")
    assert len([ref for ref in refs if waiting.find("a", href=re.compile(ref + "$"))]) == 1, "one line for all of them"
    assert phone_page(refs[2]).state("ticket") == "parked"
    form = waiting.find("a", href=re.compile(refs[0] + "$")).find_parent("tr").find("form")
    assert nginx().post("/submit/retry", controls(form)).status == 303
    handed_in(scratch, refs)


# --- changes --------------------------------------------------------------------------------


def test_changed_rows_are_told_together_and_once(alone, scratch):
    rows = rows_for(6)
    refs = import_rows(scratch, rows)
    number = handed_in(scratch, refs)
    rt("PUT", f"ticket/{number}", json={"Status": "resolved"})
    other, elsewhere = person("Nový Majitel"), mac()
    change(refs[0], "edit", hostname="nova-1")
    change(refs[0], "edit", hostname="nova-2")
    change(refs[1], "move", login=other.login)
    change(refs[2], "replace", mac=elsewhere)
    change(refs[3], "retire")
    change(refs[4], "edit", inventory="INV 1")
    assert not due(refs[4]), "the ticket has no inventory numbers"
    handed_in(scratch, refs)
    [comment] = texts(number, COMMENT)
    for part in ("nova-2 | registered", "hostname: new, nova-1", "hostname: nova-1 → nova-2", colons(elsewhere),
                 f"Nový Majitel ({other.login})"):  # fmt: skip
        assert part in comment, part
    assert comment.count(" | retired\n") == 1 and "take its address and name back" in comment
    assert colons(rows[4]["mac"]) not in comment and colons(rows[5]["mac"]) not in comment
    found = rt("GET", f"ticket/{number}")
    assert found["Status"] == "open" and not [each for each in requestors(found) if "@example.cz" in each and other.login in each]
    assert texts(number, "Correspond") == []
    # What was ready before stays so; what has changed waits for the ticket.
    reconciled(number, refs)


def test_a_number_that_changes_is_told(alone, scratch):
    refs = import_rows(scratch, rows_for(2))
    ticket_number, another = handed_in(scratch, refs), number()
    change(refs[0], "edit", line1_user=another)
    handed_in(scratch, refs)
    assert f" | {another} | " in texts(ticket_number, COMMENT)[-1]


def test_changes_are_gathered_before_they_are_told(alone, scratch):
    refs = import_rows(scratch, rows_for(2))
    number = handed_in(scratch, refs)
    change(refs[0], "edit", hostname="ceka")
    worker_once(scratch, ticket__settle=1, ticket__gather=30)
    assert due(refs[0]) and texts(number, COMMENT) == []
    sql("UPDATE task SET created = created - INTERVAL 31 SECOND WHERE state = 'due'")
    worker_once(scratch, ticket__settle=1, ticket__gather=30)
    assert len(texts(number, COMMENT)) == 1 and "ceka" in texts(number, COMMENT)[0]


def test_phones_retired_before_their_ticket_get_none(alone, scratch):
    refs = import_rows(scratch, rows_for(3))
    change(refs[0], "retire")
    number = handed_in(scratch, refs[1:])
    assert registration(refs[0])["ticket_state"] == "none" and texts(number, OWN)[0].count("SPA942") == 2
    alone_again = import_rows(scratch, rows_for(1))
    change(alone_again[0], "retire")
    round_until(scratch, lambda: registration(alone_again[0])["ticket_state"] == "none", "no ticket")
    assert batch_of(alone_again[0])["ticket_number"] is None


# --- scan mode and the API ------------------------------------------------------------------


def test_scanned_boxes_have_one_ticket(alone, scratch):
    people_ = [person(f"Skenovaný {n}") for n in range(3)]
    scanner = Scanner("\n".join(each.login for each in people_))
    for _ in people_[:2]:
        scanner.box(mac(), serial())
    refs = [registration_of(each) for each in people_[:2]]
    number = handed_in(scratch, refs)
    assert "scanned by" in rt("GET", f"ticket/{number}")["Subject"]
    scanner.box(mac(), serial())
    refs.append(registration_of(people_[2]))
    assert registration(refs[2])["ticket_state"] == "pending"
    assert handed_in(scratch, refs) == number
    [comment] = texts(number, COMMENT)
    assert "Skenovaný 2" in comment and "Skenovaný 1" not in comment and comment.startswith("More telephones")


def registration_of(who):
    return sql("SELECT ref FROM registration WHERE login = %s", who.login)[0]["ref"]


def test_scanned_boxes_have_a_ticket_each_by_choice(alone, scratch):
    who = person("Skenovaný Sám")

    class Each(Scanner):
        def begin(self, logins, model):
            form = self.door.get("/scan").page.select_one("form.scan-start")
            fields = dict(controls(form)) | {"people": logins, "model": model, "ticket_per_phone": "yes"}
            return self.door.post("/submit/scan", fields.items())

    Each(who.login).box(mac(), serial())
    ref = registration_of(who)
    round_until(scratch, lambda: have_ticket([ref]), "its ticket", ticket__settle=1)
    assert len(tickets(ref)[ref]) == 1


def test_a_batch_of_the_api_has_one_ticket_or_one_for_each(alone, scratch):
    operator = person("Objednatel Telefonů")

    def sent(**members):
        rows = [{"login": person().login, "model": "spa942", "mac": mac(), "lines": [{"user": number()}]} for _ in range(3)]
        reply = Client().post("/registrations/batch", {"registrations": rows, "on_behalf_of": operator.login, **members})
        assert reply.status == 200, reply.text
        return [each["ref"] for each in json.loads(reply.text)["registrations"]]

    together, each = sent(), sent(ticket_per_phone=True)
    number_ = handed_in(scratch, together)
    assert requestors(rt("GET", f"ticket/{number_}")) == [operator.mail]
    round_until(scratch, lambda: have_ticket(each), "their tickets", ticket__settle=1)
    found = tickets()
    assert [len(found.get(ref, [])) for ref in each] == [1] * 3


# --- reconcile ------------------------------------------------------------------------------


def found_about(batch, *options):
    done = run(SPACONF, "reconcile", "--json", *options, timeout=120)
    return [each["kind"] for each in json.loads(done.stdout) if batch in each["what"]]


@pytest.mark.parametrize("lost", [{"Subject": "Telephones"}, {"CustomFields": {"spaconf": None}}, {"Status": "deleted"}])
def test_a_batchs_ticket_that_lost_something_is_found_and_mended(alone, scratch, lost):
    rows = rows_for(2)
    refs = import_rows(scratch, rows)
    number, batch = handed_in(scratch, refs), batch_of(refs[0])["ref"]
    rt("PUT", f"ticket/{number}", json=lost)
    kind = "ticket-missing" if "Status" in lost else "ticket-unmarked"
    assert found_about(batch) == [kind] and found_about(batch, "--repair") == [kind]

    def mended():
        row = batch_of(refs[0])
        return not row["is_to_be_checked"] and row["ticket_number"] and have_ticket(refs)

    round_until(scratch, mended, "mended", ticket__settle=1)
    assert found_about(batch) == []
    again = the_one_ticket(refs)
    assert (again == number) == ("Status" not in lost)
    assert colons(rows[1]["mac"]) in ticket_text(again)
