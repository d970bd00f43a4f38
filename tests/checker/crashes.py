"""No program of ours crashed, and no request met an error of ours (500): whatever else fails, that is our fault.

Workers of form, submit and api are told of by their parents; tests/torture notices any other program that ended by itself.
"""
import re

from fault_injection import WITH_WORKERS
from violation import Violation

# What tests/torture kills with, and the last resort when a request has taken too long.
EXPECTED = {"signal 9", "signal 14"}
DIED = re.compile(r'worker died pid="\d+" how="([^"]*)"')


def sizes(folder):
    """Of the logs as they are now, by their paths."""
    return {str(log): log.stat().st_size for log in folder.glob("*.log")}


def no_program_crashed(seen):
    """Not by any other signal than those that are expected."""
    for node in seen.nodes:
        for name in WITH_WORKERS:
            log = node.logs / f"{name}.log"
            said = log.read_bytes()[seen.began["logs"].get(str(log), 0):].decode(errors="replace")
            for how in sorted(set(DIED.findall(said)) - EXPECTED):
                yield Violation("crash", node.of(name), f"a worker died: {how}")
    for request in seen.requests:
        if request.status == 500:
            yield Violation("crash", request.action, "was answered with 500")
