"""Waits until nothing is to be done any more, and not longer than the programs themselves want to wait, if they get on."""
import contextlib
import time

import pymysql

from spaconf_stack import sql

# Design, section 8: so long after the last fault, or on a busy machine after something was done last.
LIMIT = 60
WAITING = ("SELECT (SELECT COUNT(*) FROM task WHERE state = 'due' OR lease_until > UTC_TIMESTAMP(3)) tasks,"
           # A task that failed is tried again after a time that grows.
           " (SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), not_before)), 0) FROM"
           " (SELECT not_before FROM task WHERE state = 'due' UNION ALL SELECT not_before FROM node_backlog) each_of) later,"
           # A profile that a node does not have, and a node that has not been told of all profiles yet.
           " (SELECT COUNT(*) FROM node_backlog) + (SELECT COUNT(*) FROM profile_node WHERE NOT is_complete) copies,"
           " (SELECT COUNT(*) FROM registration WHERE state = 'retiring' OR state = 'live' AND profile_state = 'pending') phones,"
           " (SELECT COUNT(*) FROM account WHERE exchange_state IN ('pending', 'leaving')) accounts")  # fmt: skip


def wait():
    """The seconds until nothing waited; what still waits is for the checker to say."""
    began = time.monotonic()
    end, least = began + LIMIT, None
    while True:
        now = time.monotonic()
        with contextlib.suppress(pymysql.MySQLError):
            [waiting] = sql(WAITING)
            later, count = max(waiting.pop("later"), 0), sum(waiting.values())
            if not count:
                return now - began
            if least is None or count < least:
                end, least = now + LIMIT + later, count
        if now > end:
            return now - began
        time.sleep(0.5)
