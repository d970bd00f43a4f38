"""Waits until nothing is to be done any more, and not longer than the programs themselves want to wait."""
import contextlib
import time

import pymysql

from spaconf_stack import sql

# Design, section 8: so long after the last fault; and what one ticket takes on a busy machine.
LIMIT, TICKET = 60, 2
WAITING = ("SELECT (SELECT COUNT(*) FROM task WHERE state = 'due' OR lease_until > UTC_TIMESTAMP(3)) tasks,"
           " (SELECT COUNT(*) FROM registration WHERE state = 'retiring' OR state = 'live' AND profile_state = 'pending') phones,"
           # A profile that a node does not have, and a node that has not been told of all profiles yet.
           " (SELECT COUNT(*) FROM node_backlog) + (SELECT COUNT(*) FROM profile_node WHERE NOT is_complete) copies,"
           " (SELECT COUNT(*) FROM account WHERE exchange_state IN ('pending', 'leaving')) accounts")  # fmt: skip
# A task that failed is tried again after a time that grows.
PATIENCE = ("SELECT (SELECT COUNT(*) FROM task WHERE state = 'due' AND kind = 'ticket') tickets,"
            " (SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), not_before)), 0) FROM"
            " (SELECT not_before FROM task WHERE state = 'due' UNION ALL SELECT not_before FROM node_backlog"
            " UNION ALL SELECT not_before FROM ticket_batch) each_of) later")


def wait():
    """The seconds until nothing waited; what still waits is for the checker to say."""
    began = time.monotonic()
    limit = None
    while True:
        with contextlib.suppress(pymysql.MySQLError):
            limit = limit or patience()
            [waiting] = sql(WAITING)
            if not any(waiting.values()):
                return time.monotonic() - began
        if time.monotonic() > began + (limit or LIMIT):
            return time.monotonic() - began
        time.sleep(0.5)


def patience():
    """How long all may take, in seconds."""
    [row] = sql(PATIENCE)
    return LIMIT + TICKET * row["tickets"] + max(row["later"], 0)
