"""Requests that no web server sends, on the programs' own sockets: no worker dies, and good requests all succeed meanwhile."""
import concurrent.futures
import contextlib
import resource
import socket
import struct
import threading
import time

import pytest

from fault_injection import WITH_WORKERS, children, converse, fastcgi_answer, fastcgi_request, pair, pid, pieces, record
from spaconf_stack import STACK, Form, config, env, nginx, nobody, person, wait_until

PATHS = {"form": "/phones", "submit": "/submit/register", "api": "/api/v1/registrations"}
BEGIN, ABORT, PARAMETERS, INPUT, GET_VALUES = 1, 2, 4, 5, 9
BEGUN = record(BEGIN, struct.pack(">HB5x", 1, 0))
KEPT = record(BEGIN, struct.pack(">HB5x", 1, 1))
HEADER = 8


@pytest.fixture(scope="module", autouse=True)
def many_files():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture(scope="module")
def who():
    return person("Raw Socket")


def socket_of(program):
    return STACK / "web" / f"{program}.sock"


def whole(program, **params):
    """A request that is right but for having no user and no token, so that it is answered and has no effect."""
    return fastcgi_request("GET" if program == "form" else "POST", PATHS[program], b"" if program == "form" else b"a=1&b=2", **params)


class GoodRequests:
    """Two people who use a program through nginx, one request after the other, for as long as this lasts."""

    def __init__(self, program, who):
        self.ask = getattr(self, program)
        self.who, self.over, self.statuses, self.longest = who, threading.Event(), [], 0
        self.wrong = Form(nginx(), who.login).fill(model="spa942", mac="wrong")
        self.people = concurrent.futures.ThreadPoolExecutor(2)

    def form(self):
        return nginx().get("/form?login=" + self.who.login).status == 200

    def submit(self):
        return self.wrong.post().status == 422

    def api(self):
        return nobody().get("/api/v1/openapi.json").status == 200  # no limit of requests applies

    def repeat(self):
        while not self.over.is_set():
            start = time.monotonic()
            self.statuses.append(self.ask())
            self.longest = max(self.longest, time.monotonic() - start)

    def __enter__(self):
        self.running = [self.people.submit(self.repeat) for _ in range(2)]
        return self

    def goes_on(self, seconds=30):
        """As many requests again as those that may have begun before."""
        before = len(self.statuses)
        wait_until(lambda: len(self.statuses) >= before + 6, "good requests", seconds)

    def __exit__(self, *_):
        try:
            self.goes_on()
        finally:
            self.over.set()
            for each in self.running:
                each.result()


def is_whole(program):
    return len(children(pid(program))) == config()["web"][f"{program}_workers"]


@contextlib.contextmanager
def no_harm(program, who, most_deaths=0):
    """Whatever happens within this, people are served, and no more workers of the program die, each with one request at most."""
    wait_until(lambda: is_whole(program), "every worker")
    before = pid(program), set(children(pid(program)))
    with GoodRequests(program, who) as good:
        yield good
    wait_until(lambda: is_whole(program), "every worker again", 3)
    dead = before[1] - set(children(pid(program)))
    assert pid(program) == before[0] and len(dead) <= most_deaths, f"{len(dead)} workers died"
    assert good.statuses.count(False) <= len(dead), f"{good.statuses.count(False)} of {len(good.statuses)} failed"
    assert good.longest < 8, f"one took {good.longest:.1f} s"


def connect(program, message=b""):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(10)
    connection.connect(str(socket_of(program)))
    with contextlib.suppress(BrokenPipeError):
        connection.sendall(message)
    return connection


@contextlib.contextmanager
def held(program, messages):
    """Connections that have sent these and stay open."""
    connections = [connect(program, message) for message in messages]
    try:
        yield connections
    finally:
        for each in connections:
            each.close()


def offsets(message):
    """Where its records begin."""
    at = 0
    while at < len(message):
        yield at
        at += HEADER + struct.unpack(">H", message[at + 4 : at + 6])[0] + message[at + 6]


# --- what is sent --------------------------------------------------------------------------------


def truncated(program):
    """A right request, cut within and after each header, and within the content of each record."""
    message = whole(program)
    ends = {at + more for at in offsets(message) for more in (*range(HEADER + 1), HEADER + 1, HEADER + 3)}
    return [message[:end] for end in sorted(ends) if end < len(message)]


def spoilt(program):
    """A right request with one byte of one header changed."""
    message = whole(program)
    for at in offsets(message):
        # Version, type, identifier, length, padding.
        for place, values in (0, (0, 2, 255)), (1, (0, 2, 3, 9, 12, 255)), (2, (1,)), (3, (0, 2)), (4, (0x7F, 0xFF)), (5, (1, 255)), (6, (255,)):
            for value in values:
                yield message[: at + place] + bytes([value]) + message[at + place + 1 :]


def of_parameters(content, body=b""):
    return BEGUN + pieces(PARAMETERS, content) + pieces(INPUT, body)


def right_parameters(program):
    return b"".join(pair(*each) for each in {"REQUEST_METHOD": "POST", "REQUEST_URI": "/spaconf" + PATHS[program]}.items())


def of_length(program, size):
    """Parameters whose name, value or both claim this length."""
    long = struct.pack(">I", size | 1 << 31)
    for lengths in long + b"\1", b"\1" + long, long + long, long, long + long[:2]:
        yield of_parameters(right_parameters(program) + lengths + b"x" * 40)
        yield of_parameters(right_parameters(program) + lengths)


def odd_parameters(program):
    right = right_parameters(program)
    for size in 0x7FFFFFFF, 0x00010000, 200:
        yield from of_length(program, size)
    for content in b"\x05", b"\x05\x05", b"\x05\x05abc", b"\0\0" * 3000, b"\x80", b"\x80\0\0", b"\xff" * 600:
        yield of_parameters(right + content)
        yield of_parameters(content)


def odd_bodies(program):
    for length in 0, 1, 6, 8, 300, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**63 - 1, 2**63, 2**64, 10**40:
        yield whole(program, REQUEST_METHOD="POST", CONTENT_LENGTH=str(length))
    for length in "-1", "0x10", "1e3", "", " 7", "7 ", "7;7", "७":
        yield whole(program, REQUEST_METHOD="POST", CONTENT_LENGTH=length)
    yield fastcgi_request("POST", PATHS[program], b"x" * 300_000, CONTENT_LENGTH="7")


def mixed(program):
    """Several requests on one connection, management records, and requests that are broken off."""
    message, other = whole(program), record(BEGIN, struct.pack(">HB5x", 1, 0), 2)
    values = record(GET_VALUES, pair("FCGI_MPXS_CONNS", ""), 0)
    for at in offsets(message):
        for between in (other, record(PARAMETERS, b"x" * 9, 2), record(INPUT, b"", 2), record(ABORT), record(ABORT, b"", 2), values,
                        record(99, b"?", 0), BEGUN, record(INPUT), record(PARAMETERS), record(8, b"data")):  # fmt: skip
            yield message[:at] + between + message[at:]
    yield message + message
    yield KEPT + message[len(BEGUN) :] * 2
    yield other + message
    yield values * 500
    for role in 0, 2, 3, 77:
        yield record(BEGIN, struct.pack(">HB5x", role, 0)) + message[len(BEGUN) :]
    yield record(BEGIN, b"") + message[len(BEGUN) :]
    yield record(BEGIN, b"\0" * 300) + message[len(BEGUN) :]
    yield record(BEGIN, struct.pack(">HB5x", 1, 0), 0) + message[len(BEGUN) :]


KINDS = [truncated, spoilt, odd_parameters, odd_bodies, mixed]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("program", WITH_WORKERS)
def test_a_wrong_request_harms_nobody(program, kind, who):
    """Sent to many workers at once, and left open until the last of them was sent."""
    messages = list(kind(program))
    with no_harm(program, who) as good:
        for begin in range(0, len(messages), 200):
            with held(program, messages[begin : begin + 200]):
                good.goes_on()


@pytest.mark.parametrize("program", WITH_WORKERS)
def test_a_length_at_which_libfcgi_aborts_costs_one_worker(program, who):
    """Its memory allocation fails. Who may write to the socket can do that; each time the worker is replaced."""
    messages = [next(of_length(program, size)) for size in (0x7FFFFFFE, 0x40000000)]
    with no_harm(program, who, len(messages)):
        for message in messages:
            assert converse(socket_of(program), message) == b""
            wait_until(lambda: is_whole(program), "a new worker", 3)


@pytest.mark.parametrize("program", WITH_WORKERS)
def test_a_request_is_answered_however_its_bytes_arrive(program):
    """In more pieces than a socket holds."""
    message = whole(program, HTTP_X_LONG="x" * 600)
    with connect(program) as connection:
        for at in range(len(message)):
            connection.sendall(message[at : at + 1])
        got = connection.makefile("rb").read()
    assert fastcgi_answer(got).status == fastcgi_answer(converse(socket_of(program), message)).status in (401, 403)


# --- connections that hold on --------------------------------------------------------------------

HALF = BEGUN + record(PARAMETERS, pair("REQUEST_METHOD", "GET"))
HELD = {
    "nothing": lambda program: b"",
    "a byte": lambda program: b"\1",
    "half a request": lambda program: HALF,
    "all but the last byte": lambda program: whole(program)[:-1],
    "rubbish": lambda program: b"GET / HTTP/1.0\r\n\r\n",
    "a request, and reads no answer": whole,
    "a request, and keeps the connection": lambda program: KEPT + whole(program)[len(BEGUN) :],
    "an unknown role": lambda program: record(BEGIN, struct.pack(">HB5x", 77, 0)) + whole(program)[len(BEGUN) :],
}


@pytest.mark.parametrize("sent", [["nothing"], list(HELD)], ids=["nothing", "each kind"])
@pytest.mark.parametrize("program", WITH_WORKERS)
def test_a_thousand_connections_that_stay_open_keep_nobody_waiting(program, sent, who):
    messages = [HELD[kind](program) for kind in sent]
    with no_harm(program, who) as good, held(program, messages * (1000 // len(messages))):
        good.goes_on()


def test_a_large_request_that_stops_in_the_midst_is_given_up_and_no_worker_dies(who):
    """As many as there are workers but one, and each has the parameters of a client that may send so much."""
    body = fastcgi_request("POST", PATHS["api"] + "/batch", b"x" * 100_000, HTTP_AUTHORIZATION="Bearer " + env.API_TOKEN,
                           CONTENT_TYPE="application/json")  # fmt: skip
    workers = config()["web"]["api_workers"]
    with no_harm("api", who), held("api", [body[:80_000]] * (workers - 1)) as connections:
        for each in connections:
            with contextlib.suppress(ConnectionResetError):
                while each.recv(65536):
                    pass


def close_time(connection):
    """When the other side closes it, having sent nothing."""
    connection.settimeout(40)
    with contextlib.suppress(ConnectionResetError):
        assert connection.recv(1) == b""
    return time.monotonic()


def test_what_does_not_arrive_within_twenty_seconds_is_closed(who):
    """Nothing, a part, and a byte a second; people are served meanwhile."""
    with contextlib.ExitStack() as stack:
        slow = []
        for program in WITH_WORKERS:
            stack.enter_context(no_harm(program, who))
            slow += stack.enter_context(held(program, [b""] * 20))
        start = time.monotonic()
        others = [each for program in WITH_WORKERS for each in stack.enter_context(held(program, [b"", HALF]))]
        for at in range(15):
            for program, each in zip((program for program in WITH_WORKERS for _ in range(20)), slow):
                each.sendall(whole(program)[at : at + 1])
            time.sleep(1)
        assert all(15 < close_time(each) - start < 30 for each in slow + others)
    for program in WITH_WORKERS:
        assert 'connections closed count="' in (STACK / "log" / f"{program}.log").read_text()
