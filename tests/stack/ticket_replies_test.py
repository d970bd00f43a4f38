"""Replies of Request Tracker that have the wrong shape or never end: the ticket system is unavailable, and nothing else happens."""
import contextlib
import json
import re

import pytest

from fault_injection import SPACONF, between_ticket_system, derive, round_until, run
from spaconf_stack import sql
from ticket_comments_test import comments, enqueue_comment, states, url, with_ticket  # noqa: F401


@contextlib.contextmanager
def instead(path, body):
    """Request Tracker says this to each GET of an address that matches."""
    asked = []

    def request(talk, data):
        found = re.match(rb"GET \S*/REST/2\.0(/\S*)", data)
        talk["over"] = False
        talk["is_it"] = bool(found and re.match(path, found[1].decode()))
        asked.extend([found] if talk["is_it"] else [])
        return data

    def reply(talk, data):
        if not talk.get("is_it"):
            return data
        talk["over"] = True
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body)

    with between_ticket_system(request=request, reply=reply) as between:
        yield between, asked
    assert asked, "nothing was asked"


QUEUES = [b'{"TicketCustomFields":[7]}', b'{"TicketCustomFields":7}', b'{"TicketCustomFields":[[{"name":"spaconf"}]]}',
          b'{"TicketCustomFields":[{"name":7}],"Name":[1]}', b"[7]", b""]  # fmt: skip


@pytest.mark.parametrize("body", QUEUES, ids=lambda body: body.decode())
def test_a_queue_of_another_shape_is_unavailable(body, scratch):
    with instead("/queue/", body) as (between, _):
        done = run(SPACONF, "check-config", "--live", conf=derive(scratch / "spaconf.conf", ticket__url=url(between)))
    told, = re.findall("^FAIL  ticket system +(.*)", done.stdout.decode(), re.M)
    assert done.returncode == 1 and re.search("no custom field spaconf|not a JSON object", told), told


def page(*items):
    """A list of one page, which the ticket system says whatever it is asked for."""
    return json.dumps({"items": items, "count": len(items), "total": len(items), "page": 1, "pages": 1, "per_page": 100}).encode()


TICKET = {"type": "ticket", "id": "7", "EffectiveId": {"id": "7"}, "Subject": "Something", "Status": "open", "Requestor": [], "CustomFields": []}


@pytest.mark.parametrize("body, why", [(page(7, 8), "an item is not an object"), (page(TICKET), "a list of tickets that never ends")],
                         ids=["numbers", "the same page for ever"])  # fmt: skip
def test_a_list_of_tickets_that_is_wrong_is_not_compared(body, why, scratch):
    with instead("/tickets", body) as (between, _):
        done = run(SPACONF, "reconcile", "--check", conf=derive(scratch / "spaconf.conf", ticket__url=url(between)))
    assert why in done.stdout.decode() and done.returncode == 2, (done.returncode, done.stdout, done.stderr)


TEXT = {"type": "attachment", "id": "9", "Subject": "Something", "TransactionId": "9"}


@pytest.mark.parametrize("path, body, why", [
    ("/ticket/[0-9]+/attachments", page(7, 8), "an item is not an object"), ("/transactions", page(7, 8), "an item is not an object"),
    ("/ticket/[0-9]+/attachments", page(TEXT), "took too long")], ids=["texts", "transactions", "the same page for ever"])  # fmt: skip
def test_a_list_of_texts_that_is_wrong_delays_a_comment(path, body, why, with_ticket, scratch):  # noqa: F811
    ref, number = with_ticket
    enqueue_comment(ref, 2, "Said when the list is right.")
    with instead(path, body) as (between, asked):
        round_until(scratch, lambda: asked, "a look", ticket__url=url(between), ticket__settle=1, ticket__timeout=6)
    assert states(ref) == ["done", "due"] and comments(number) == []
    reasons = sql("SELECT reason FROM task JOIN registration r ON r.id = registration_id WHERE ref = %s AND task.state = 'due'", ref)
    assert why in reasons[0]["reason"]
