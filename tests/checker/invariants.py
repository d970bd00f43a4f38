"""The invariants of the design that are looked at when nothing changes any more, a function each, and that no program crashed."""
from carried_out_once import a_key_is_carried_out_once, a_mac_is_in_one_live_registration, unanswered_requests_are_whole_or_nothing
from crashes import no_program_crashed
from finished import every_change_is_in_the_audit_trail, nothing_is_unfinished, reconcile_finds_nothing
from folder import modes_are_as_promised
from one_ticket import each_phone_has_one_ticket
from phones_and_accounts import (
    acknowledged_changes_are_there, acknowledged_phones_are_there, nothing_is_left_over, profiles_agree_with_the_exchange)  # fmt: skip
from profile_reads import every_read_was_committed, no_generation_goes_back
from spread import passwords_are_only_where_they_may_be

WHEN_QUIET = [
    acknowledged_phones_are_there, acknowledged_changes_are_there, profiles_agree_with_the_exchange, each_phone_has_one_ticket,
    nothing_is_left_over, every_read_was_committed, no_generation_goes_back, unanswered_requests_are_whole_or_nothing,
    a_mac_is_in_one_live_registration, a_key_is_carried_out_once, passwords_are_only_where_they_may_be, modes_are_as_promised,
    nothing_is_unfinished, every_change_is_in_the_audit_trail, no_program_crashed, reconcile_finds_nothing]  # fmt: skip


def violations(seen, without=()):
    """What breaks any of them, except those that are left out."""
    return [violation for check in WHEN_QUIET if check not in without for violation in check(seen)]
