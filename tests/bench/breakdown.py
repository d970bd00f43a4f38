"""Where the time of one registration goes: one worker, one client, watched by strace.

Each system call belongs to a share of the work by what its descriptor leads to and, for the
database, by which of our two transactions is open. What is between calls is our own code,
together with what strace itself takes, which is most of it.
"""
import collections
import pathlib
import re
import signal
import subprocess
import time

CALL = re.compile(r"^(\d+\.\d+) (\w+)\((.*)\) += .*<(\d+\.\d+)>$")
WEB, DIRECTORY, LOG, OURS = "web server: request, answer", "directory: the person", "log", "our own code, and strace"
WRITE, RENAME = "file: write, fsync", "file: rename, fsync of the folder"
BEFORE, T1, T1_COMMIT = "database: before T1", "T1: statements", "T1: COMMIT"
W1, W1_COMMIT = "W1: statements", "W1: COMMIT"
SHARES = (WEB, DIRECTORY, BEFORE, T1, T1_COMMIT, WRITE, RENAME, W1, W1_COMMIT, LOG, OURS)


def watch(pid, output, during):
    """Runs `during()` with strace at the process; gives each call as (start, name, arguments, seconds)."""
    tracer = subprocess.Popen(["strace", "-ttt", "-T", "-yy", "-s", "100", "-o", output, "-p", str(pid)],
                              stderr=subprocess.DEVNULL)
    try:
        while "TracerPid:\t0\n" in pathlib.Path(f"/proc/{pid}/status").read_text() and tracer.poll() is None:
            time.sleep(0.01)
        during()
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
    with open(output, errors="replace") as lines:
        for line in lines:
            if found := CALL.match(line):
                yield float(found[1]), found[2], found[3], float(found[4])


class Registration:
    """Goes through one registration's calls and knows which share each belongs to."""

    def __init__(self):
        self.transaction = BEFORE
        self.database = None  # its descriptor, as strace writes it

    def share(self, name, arguments):
        if "TCP:" in arguments:
            return DIRECTORY
        if name == "write" and arguments.startswith("2<"):
            return LOG
        if "/staged-" in arguments and name != "rename":
            return WRITE
        if name == "rename" or "/config" in arguments:
            return RENAME
        if name == "sendto":
            self.database = arguments.partition(">")[0]
            if "START TRANSACTION" in arguments:
                self.transaction = T1 if self.transaction == BEFORE else W1
            elif '3COMMIT"' in arguments:
                self.transaction = T1_COMMIT if self.transaction == T1 else W1_COMMIT
        return self.transaction if self.database and self.database in arguments else WEB


def shares(calls):
    """For each share of the work: microseconds and calls per registration."""
    times, counts, requests = collections.Counter(), collections.Counter(), 0
    registration, last_end = None, 0
    for start, name, arguments, seconds in calls:
        if name.startswith("accept"):
            registration, requests = Registration(), requests + 1
        elif registration:
            times[OURS] += start - last_end
        if name == "poll" and "{fd=3<" in arguments:  # waits for the next request
            registration = None
        if registration:
            share = registration.share(name, arguments)
            times[share] += seconds
            counts[share] += 1
        last_end = start + seconds
    return {share: (times[share] / requests * 1e6, counts[share] / requests) for share in SHARES}


def show(found):
    total = sum(time for time, _ in found.values())
    for share, (microseconds, calls) in found.items():
        print(f"  {share:34} {microseconds:7.0f} µs  {100 * microseconds / total:3.0f} %  {calls:5.1f} calls")
    print(f"  {'together':34} {total:7.0f} µs")
