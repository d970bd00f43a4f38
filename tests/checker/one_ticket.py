"""Each phone has one ticket, with the right person (I3)."""
from violation import Violation


def each_phone_has_one_ticket(seen):
    """I3: one ticket that is not merged away, with the right requestor, and the reference in its subject and custom field."""
    for ref, phone in seen.phones.items():
        tickets, parked = seen.tickets.get(ref, []), phone["ticket_state"] == "parked"
        # A phone that was retired before that needs none.
        wanted = (0, 1) if phone["state"] == "retired" or parked else (1,)
        if len(tickets) not in wanted:
            yield Violation("I3", ref, f"has {len(tickets)} tickets: {[ticket['number'] for ticket in tickets]}")
        for ticket in tickets:
            if not ticket["subject"].endswith(f"[spaconf {ref}]"):
                yield Violation("I3", ref, f"the subject of ticket {ticket['number']} is {ticket['subject']}")
            if phone["state"] == "live" and not parked and ticket["requestors"] != [phone["person_mail"].lower()]:
                yield Violation("I3", ref, f"ticket {ticket['number']} has the requestors {ticket['requestors']}")
            if phone["ticket_number"] != ticket["number"] and not parked:
                yield Violation("I3", ref, f"has ticket {ticket['number']}, and its row the ticket {phone['ticket_number']}")
