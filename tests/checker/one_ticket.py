"""Each phone has one ticket, with the right person; so has each batch of phones that have one together (I3)."""
from violation import Violation


def each_phone_has_one_ticket(seen):
    """I3: one ticket that is not merged away, with the right requestor, and the reference in its subject and custom field."""
    for ref, phone in seen.phones.items():
        if phone["ticket_batch"]:
            yield from wrong_in_batch(seen, ref, phone)
            continue
        tickets, parked = seen.tickets.get(ref, []), phone["ticket_state"] == "parked"
        yield from wrong_in_number(ref, tickets, is_needed=phone["state"] != "retired" and not parked)
        for ticket in tickets:
            yield from wrong_in_subject(ref, ticket)
            if phone["state"] == "live" and not parked and ticket["requestors"] != [phone["person_mail"].lower()]:
                yield Violation("I3", ref, f"ticket {ticket['number']} has the requestors {ticket['requestors']}")
            if phone["ticket_number"] != ticket["number"] and not parked:
                yield Violation("I3", ref, f"has ticket {ticket['number']}, and its row the ticket {phone['ticket_number']}")
    yield from each_batch_has_one_ticket(seen)


def wrong_in_number(ref, tickets, is_needed):
    # A phone that was retired before that needs none.
    if len(tickets) not in ((1,) if is_needed else (0, 1)):
        yield Violation("I3", ref, f"has {len(tickets)} tickets: {[ticket['number'] for ticket in tickets]}")


def wrong_in_subject(ref, ticket):
    if not ticket["subject"].endswith(f"[spaconf {ref}]"):
        yield Violation("I3", ref, f"the subject of ticket {ticket['number']} is {ticket['subject']}")


def wrong_in_batch(seen, ref, phone):
    """A phone of a batch has the batch's ticket, and none of its own."""
    if phone["ticket_batch"] not in seen.batches:
        yield Violation("I3", ref, f"is of the batch {phone['ticket_batch']}, which is not there")
        return
    if ref in seen.tickets:
        yield Violation("I3", ref, f"is of a batch and has a ticket of its own: {[ticket['number'] for ticket in seen.tickets[ref]]}")
    number = seen.batches[phone["ticket_batch"]]["ticket_number"]
    has_its_ticket = phone["ticket_number"] == number and number is not None
    if phone["state"] == "live" and phone["ticket_state"] != "parked" and not has_its_ticket:
        yield Violation("I3", ref, f"has ticket {phone['ticket_number']}, and its batch the ticket {number}")


def each_batch_has_one_ticket(seen):
    for ref, batch in seen.batches.items():
        phones = [phone for phone in seen.phones.values() if phone["ticket_batch"] == ref]
        tickets = seen.tickets.get(ref, [])
        is_needed = any(phone["state"] != "retired" and phone["ticket_state"] != "parked" for phone in phones)
        yield from wrong_in_number(ref, tickets, is_needed)
        for ticket in tickets:
            yield from wrong_in_subject(ref, ticket)
            if batch["ticket_number"] not in (ticket["number"], None):
                yield Violation("I3", ref, f"has ticket {ticket['number']}, and its row the ticket {batch['ticket_number']}")
            if batch["ticket_mail"] and ticket["requestors"] != [batch["ticket_mail"].lower()]:
                yield Violation("I3", ref, f"ticket {ticket['number']} has the requestors {ticket['requestors']}")
            yield from unlisted_phones(seen, ref, phones, ticket)


def unlisted_phones(seen, ref, phones, ticket):
    """The ticket's texts have the address of each phone that has the ticket, and say of no retired one last that it is registered."""
    text = seen.text_of(ticket["number"])
    if "more are not listed here" in text:
        return
    for phone in phones:
        address = phone["mac"] and ":".join(phone["mac"][i : i + 2] for i in range(0, 12, 2))
        rows = [line for line in text.splitlines() if address and line.startswith(address + " | ")]
        if phone["ticket_number"] != ticket["number"] or not address:
            continue
        if not rows:
            yield Violation("I3", phone["ref"], f"ticket {ticket['number']} does not list {address}")
        elif phone["state"] == "retired" and not rows[-1].endswith(" | retired"):
            yield Violation("I3", phone["ref"], f"ticket {ticket['number']} ends with {rows[-1]}")
