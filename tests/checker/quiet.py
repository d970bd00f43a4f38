"""Waits until nothing is to be done any more, and not longer than the programs themselves want to wait."""
import time

import pymysql

from spaconf_stack import sql

# Design, section 8: so long after the last fault; and what one ticket takes on a busy machine.
LIMIT, TICKET = 60, 2
WAITING = ("SELECT (SELECT COUNT(*) FROM task WHERE state = 'due' OR lease_until > UTC_TIMESTAMP(3)) tasks,"
           " (SELECT COUNT(*) FROM task WHERE state = 'due' AND kind = 'ticket') tickets,"
           # A task that failed is tried again after a time that grows.
           " (SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), not_before)), 0) FROM task WHERE state = 'due') later,"
           " (SELECT COUNT(*) FROM registration WHERE state = 'retiring' OR state = 'live' AND profile_state = 'pending') phones,"
           " (SELECT COUNT(*) FROM account WHERE exchange_state IN ('pending', 'leaving')) accounts")  # fmt: skip


def wait():
    """The seconds until nothing waited; what still waits is for the checker to say."""
    began = time.monotonic()
    end = None
    while True:
        try:
            [waiting] = sql(WAITING)
            end = end or began + LIMIT + TICKET * waiting["tickets"] + max(waiting["later"], 0)
            if not (waiting["tasks"] or waiting["phones"] or waiting["accounts"]):
                return time.monotonic() - began
        except pymysql.MySQLError:
            end = end or began + LIMIT
        if time.monotonic() > end:
            return time.monotonic() - began
        time.sleep(0.5)
