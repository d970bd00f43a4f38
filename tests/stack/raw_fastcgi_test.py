"""Requests that no web server sends, on the programs' own sockets: no worker dies, and good requests all succeed meanwhile."""
import concurrent.futures
import contextlib
import pathlib
import resource
import socket
import struct
import threading
import time

import pytest

from fault_injection import children, converse, fastcgi_answer, fastcgi_request, pair, pid, pieces, record
from spaconf_stack import STACK, Form, env, nginx, nobody, person, wait_until

PROGRAMS = ["form", "submit", "api"]
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
        return nobody().get("/api/v1/people/" + self.who.login, Authorization="Bearer " + env.API_TOKEN).status == 200

    def repeat(self):
        while not self.over.is_set():
            start = time.monotonic()
            self.statuses.append(self.ask())
            self.longest = max(self.longest, time.monotonic() - start)

    def __enter__(self):
        self.running = [self.people.submit(self.repeat) for _ in range(2)]
        return self

    def __exit__(self, *_):
        before = len(self.statuses)
        with contextlib.suppress(AssertionError):
            wait_until(lambda: len(self.statuses) >= before + 6, "good requests after the attack", 30)
        self.over.set()
        for each in self.running:
            each.result()
        assert len(self.statuses) >= before + 6 and all(self.statuses), f"{self.statuses.count(False)} of {len(self.statuses)} failed"
        assert self.longest < 5, f"one took {self.longest:.1f} s"


@contextlib.contextmanager
def no_harm(program, who):
    """Whatever happens within this, no worker of the program dies and people are served."""
    before = pid(program), children(pid(program))
    with GoodRequests(program, who) as good:
        yield good
    assert (pid(program), children(pid(program))) == before, "a worker died"


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


def odd_parameters(program):
    right = b"".join(pair(*each) for each in {"REQUEST_METHOD": "POST", "REQUEST_URI": "/spaconf" + PATHS[program]}.items())
    for size in 0x7FFFFFFF, 0x7FFFFFFE, 0x40000000, 0x00FFFFFF, 0x00010000, 200:
        long = struct.pack(">I", size | 1 << 31)
        for lengths in long + b"\1", b"\1" + long, long + long, long, long + long[:2]:
            yield of_parameters(right + lengths + b"x" * 40)
            yield BEGUN + record(PARAMETERS, right + lengths) + record(PARAMETERS) + record(INPUT)
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
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_wrong_request_harms_nobody(program, kind, who):
    """Sent to many workers at once, and left open until the last of them was sent."""
    messages = list(kind(program))
    with no_harm(program, who):
        for begin in range(0, len(messages), 100):
            with held(program, messages[begin : begin + 100]):
                time.sleep(0.2)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_request_is_answered_however_its_bytes_arrive(program):
    message = whole(program)
    with connect(program) as connection:
        for at in range(len(message)):
            connection.sendall(message[at : at + 1])
            time.sleep(0.0005)
        got = b""
        while part := connection.recv(65536):
            got += part
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


@pytest.mark.parametrize("sent", HELD)
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_thousand_connections_that_stay_open_keep_nobody_waiting(program, sent, who):
    message = HELD[sent](program)
    with no_harm(program, who) as good, held(program, [message] * 1000):
        before = len(good.statuses)
        wait_until(lambda: len(good.statuses) >= before + 20, "twenty good requests", 10)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_byte_a_second_keeps_nobody_waiting(program, who):
    message = whole(program)
    with no_harm(program, who), held(program, [b""] * 50) as connections:
        for at in range(4):
            for each in connections:
                each.sendall(message[at : at + 1])
            time.sleep(1)


def test_a_large_request_that_stops_in_the_midst_is_given_up_and_no_worker_dies(who):
    """As many as there are workers but one: each has sent more than a socket holds for a worker that does not read."""
    body = fastcgi_request("POST", PATHS["api"] + "/batch", b"x" * 100_000, HTTP_AUTHORIZATION="Bearer " + env.API_TOKEN,
                           CONTENT_TYPE="application/json")  # fmt: skip
    workers = len(children(pid("api")))
    with no_harm("api", who), held("api", [body[:80_000]] * (workers - 1)) as connections:
        start = time.monotonic()
        for each in connections:
            with contextlib.suppress(ConnectionResetError):
                while each.recv(65536):
                    pass
        assert time.monotonic() - start < 9


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_never_arrives_is_closed_after_twenty_seconds(program):
    start = time.monotonic()
    with held(program, [b"", HALF]) as connections:
        for each in connections:
            each.settimeout(30)
            with contextlib.suppress(ConnectionResetError):
                assert each.recv(1) == b""
    assert 15 < time.monotonic() - start < 25
    log = pathlib.Path(STACK / "log" / f"{program}.log").read_text()
    assert 'connections closed count="' in log
