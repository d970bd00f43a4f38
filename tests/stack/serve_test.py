"""The programs as servers: killed, ended, reloaded, flooded and fed with rubbish."""
import concurrent.futures
import contextlib
import itertools
import json
import os
import random
import re
import signal
import socket
import struct
import subprocess
import threading
import time
import urllib.parse

import pytest
import requests

from fault_injection import (
    API, FORM, SPACONF, SUBMIT, Own, as_program, between_directory, between_ticket_system, children, converse, derive, disturbed,
    family, folder, ignore_children, pair, pid, pieces, record, send, service, status_of, stopped)  # fmt: skip
from spaconf_stack import (
    Form, Profile, config, env, front, hashes, mac, nginx, nobody, number, person, profile, query, register, registration, sql,
    subscriber, tftp, tickets, tree, wait_until)  # fmt: skip

FRONT_ENDS = ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"]


@pytest.fixture(scope="module")
def login():
    return person("Slow Search").login


# --- start ----------------------------------------------------------------------------------


@pytest.mark.parametrize("program", [FORM, SUBMIT, API], ids=lambda program: program.stem)
def test_what_is_odd_in_the_configuration_is_logged_once_at_start(program, scratch):
    conf = derive(scratch / "spaconf.conf", **{f"web__{program.stem}_socket": str(scratch / "odd.sock")})
    conf.write_text(conf.read_text() + '\n[phone.settings.spa942]\nColor_Scheme = "Pink"\n')
    process = subprocess.Popen([*as_program(), program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=(scratch / "odd.log").open("wb"),
                               env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf)})  # fmt: skip
    wait_until(lambda: process.poll() is not None or len(children(process.pid)) > 1, "workers")
    process.terminate()
    assert process.wait(20) == 0
    told = (scratch / "odd.log").read_text()
    assert told.count("a Linksys SPA942 has no Color_Scheme") == 1, told


# --- health ---------------------------------------------------------------------------------


@pytest.mark.parametrize("url", FRONT_ENDS)
def test_health_needs_no_login_and_says_what_is_well(url):
    alive = nobody(url).get("/healthz")
    assert (alive.status, alive.text.strip()) == (200, "ok")
    answer = nobody(url).get("/readyz")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("application/json")
    services = json.loads(answer.text)["services"]
    assert services["database"]["ok"] is True and len(services) >= 3
    assert not re.search("password|secret", answer.text, re.I)


# --- workers that die -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["form", "submit", "api"])
def test_a_dead_worker_is_replaced_within_a_second(name):
    parent = pid(name)
    before = children(parent)
    assert len(before) >= 2
    victim = before[0]
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(children(parent)) == len(before) and victim not in children(parent), "a new worker", 1)
    assert pid(name) == parent


def test_a_dead_worker_is_one_lost_request_and_no_more(login):
    parent, rounds = pid("form"), 6

    def ask(_):
        try:
            return nginx().get("/form?login=" + login).status
        except requests.RequestException:
            return 0

    with concurrent.futures.ThreadPoolExecutor(8) as crowd:
        asked = [crowd.submit(ask, i) for i in range(300)]
        for deaths in range(1, rounds + 1):
            wait_until(lambda: sum(each.done() for each in asked) >= 40 * deaths, "some more requests answered")
            os.kill(random.choice(children(parent)), signal.SIGKILL)
        statuses = [each.result() for each in asked]
    assert len(statuses) - statuses.count(200) <= rounds
    assert set(statuses) <= {200, 502, 0}


@pytest.mark.parametrize("program", [FORM, SUBMIT])
def test_all_workers_dead_at_once_are_all_replaced(program, scratch):
    with Own(program, scratch) as own:
        before = children(own.process.pid)
        send(before, signal.SIGKILL)
        wait_until(lambda: own.is_whole() and not set(before) & set(children(own.process.pid)), "as many new workers", 2)
        assert own.ask("GET", "/healthz" if program == FORM else "/submit/register").status in (200, 405)


def test_a_dead_worker_is_replaced_although_sigchld_was_ignored(scratch):
    with Own(FORM, scratch, before=ignore_children) as own:
        victim = children(own.process.pid)[0]
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: own.is_whole() and victim not in children(own.process.pid), "a new worker", 2)


# --- ended and reloaded ---------------------------------------------------------------------


def slowly(seconds):
    """A reply hook that keeps a directory's answers back for a while, once."""

    def reply(talk, data):
        if not talk.get("waited"):
            talk["waited"] = True
            time.sleep(seconds)
        return data

    return reply


def through(between):
    return f"ldap://127.0.0.1:{between.port}"


def test_term_finishes_what_runs_and_takes_nothing_new(login, scratch):
    with between_directory(reply=slowly(1.2)) as between, Own(FORM, scratch, person__uri=through(between)) as own:
        with concurrent.futures.ThreadPoolExecutor(1) as crowd:
            running = crowd.submit(own.get, "/form?login=" + login)
            wait_until(lambda: between.talks, "the request is at the directory")
            own.process.terminate()
            assert running.result().status == 200
        assert own.process.wait(5) == 0
    assert family(own.process.pid) == [own.process.pid]


def test_term_with_nothing_to_do_ends_at_once(scratch):
    for program in FORM, SUBMIT, API:
        with Own(program, scratch) as own:
            start = time.monotonic()
            own.process.terminate()
            assert own.process.wait(5) == 0
            assert time.monotonic() - start < 2


def test_hup_keeps_the_old_configuration_when_the_new_is_broken_and_takes_a_good_one(login, scratch):
    with Own(FORM, scratch) as own:
        good = own.conf.read_text()
        assert "Within the institution" in own.get("/form?login=" + login).text
        for broken in good + "\n[nonsense]\nkey = 1\n", good.replace("[web]", "[web", 1), "":
            said = len(own.log.read_text())
            own.conf.write_text(broken)
            own.process.send_signal(signal.SIGHUP)
            wait_until(lambda: re.search(r"\.conf:\d+: ", own.log.read_text()[said:]), "a log line that names the place")
            assert "Within the institution" in own.get("/form?login=" + login).text
        own.conf.write_text(good.replace("Within the institution", "Inside the house"))
        own.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "Inside the house" in own.get("/form?login=" + login).text, "the new label")
        assert own.process.poll() is None


def test_hup_loses_no_request(login, scratch):
    with Own(FORM, scratch) as own, concurrent.futures.ThreadPoolExecutor(4) as crowd:
        asked = [crowd.submit(lambda: own.get("/form?login=" + login).status) for _ in range(80)]
        for reloads in range(1, 4):
            own.process.send_signal(signal.SIGHUP)
            wait_until(lambda: sum(each.done() for each in asked) >= 20 * reloads, "some more requests answered")
        assert {each.result() for each in asked} == {200}


def test_a_program_answers_soon_after_its_start(scratch):
    start = time.monotonic()
    with Own(FORM, scratch) as own:
        assert own.get("/healthz").status == 200
        assert time.monotonic() - start < 2


def test_a_program_starts_while_its_services_are_away(scratch):
    with Own(FORM, scratch, person__uri="ldap://127.0.0.1:9", database__socket=str(scratch / "none.sock")) as own:
        assert own.get("/healthz").status == 200
        assert own.get("/readyz").status == 503


# --- too much -------------------------------------------------------------------------------


@pytest.mark.parametrize("url", FRONT_ENDS)
@pytest.mark.parametrize("size", [70_000, 400_000])
def test_a_body_beyond_the_limit_is_413(url, size):
    answer = front(url).ask("POST", "/submit/register", b"a=" + b"x" * size,
                            {"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status == 413


@pytest.mark.parametrize("url", FRONT_ENDS)
def test_a_body_that_comes_byte_by_byte_is_read(url):
    """Apache passes each byte on by itself, as a record of nine bytes."""
    server = urllib.parse.urlparse(getattr(env, url))
    with socket.create_connection((server.hostname, server.port), 10) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(b"POST /spaconf/api/v1/registrations HTTP/1.0\r\nAuthorization: Bearer " + env.API_TOKEN.encode() +
                       b"\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n")  # fmt: skip
        for _ in range(400):
            client.sendall(b"[")
            time.sleep(0.001)
        assert b" 400 " in client.recv(100)


@pytest.mark.parametrize("claimed", ["99999999999", "-1", "12abc", "0x10", "+5", "1e3", " 5"])
def test_a_length_that_is_no_length_is_refused(claimed, scratch):
    with Own(SUBMIT, scratch) as own:
        assert own.ask("POST", "/submit/register", b"a=1", CONTENT_LENGTH=claimed).status in (400, 411, 413)


def test_a_body_shorter_than_it_says_is_refused(scratch):
    with Own(SUBMIT, scratch) as own:
        assert own.ask("POST", "/submit/register", b"a=1", CONTENT_LENGTH="300").status == 400


@pytest.mark.parametrize("count", [251, 5_000])
def test_too_many_fields_are_refused(count):
    form = Form(nginx(), person().login).fill(model="spa921", mac=mac())
    many = [("permission", "local")] * count
    assert form.door.post(form.action, [*form.fields, *many]).status in (400, 413, 422)


def test_parameters_beyond_the_limit_are_refused_and_forgotten(login, scratch):
    with Own(FORM, scratch) as own:
        for more in [("HTTP_X_LONG", "x" * 300_000)], [(f"HTTP_X_{i}", "y") for i in range(5_000)]:
            assert own.ask("GET", "/form?login=" + login, more=more).status in (400, 413, 431)
        assert own.get("/form?login=" + login).status == 200


def test_a_long_address_is_refused(login, scratch):
    with Own(FORM, scratch) as own:
        assert own.get("/form?login=" + "a" * 60_000).status in (400, 404, 414)


# --- rubbish on the socket ------------------------------------------------------------------

BEGIN = record(1, struct.pack(">HB5x", 1, 0))
RUBBISH = {
    "nothing": b"",
    "random": random.Random(7).randbytes(4096),
    "text": b"GET / HTTP/1.0\r\n\r\n",
    "version 9": b"\x09" + BEGIN[1:],
    "half a header": BEGIN[:5],
    "begin and no more": BEGIN,
    "half a parameter": BEGIN + record(4, b"\x0e\x04REQUEST_METH"),
    "two huge lengths": BEGIN + record(4, struct.pack(">II", 0xFFFFFFFE, 0xFFFFFFFE) + b"x" * 90) + record(4),
    "one huge length": BEGIN + record(4, struct.pack(">IB", 0xFFFFFFFF, 1) + b"x" * 90) + record(4),
    "a gigabyte": BEGIN + record(4, struct.pack(">II", 1 << 31 | 1 << 30, 1 << 31 | 1 << 30)) + record(4),
    "unknown role": record(1, struct.pack(">HB5x", 77, 0)) + record(4) + record(5),
    "unknown type": BEGIN + record(99, b"?") + record(4) + record(5),
    "no parameters": BEGIN + record(4) + record(5),
    "abort": BEGIN + record(2),
    "a body before its parameters": BEGIN + record(5, b"a=1") + record(5) + record(4),
    "names without end": BEGIN + pieces(4, pair("", "") * 4000) + record(5),
}


@pytest.fixture(scope="module")
def rubbish_bin():
    with folder() as where, Own(FORM, where) as own:
        yield own


@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_on_the_socket_does_no_harm(kind, login, rubbish_bin):
    own = rubbish_bin
    with concurrent.futures.ThreadPoolExecutor(2) as crowd:
        others = [crowd.submit(lambda: own.get("/form?login=" + login).status) for _ in range(6)]
        with contextlib.suppress(TimeoutError, ConnectionError):
            converse(own.socket, RUBBISH[kind], 0.3)
        assert [each.result() for each in others] == [200] * 6
    wait_until(own.is_whole, "every worker", 2)
    assert own.get("/healthz").status == 200


def test_silent_connections_do_not_keep_others_waiting(login, scratch):
    """More of them than there are workers; each may hold a worker for the two seconds that libfcgi grants."""
    with Own(FORM, scratch, web__form_workers=3) as own:
        idle = [socket.socket(socket.AF_UNIX) for _ in range(3)]
        for each in idle:
            each.connect(str(own.socket))
        start = time.monotonic()
        assert own.get("/form?login=" + login).status == 200
        assert time.monotonic() - start < 8
        for each in idle:
            each.close()


def test_a_worker_keeps_so_many_statements_prepared_and_no_more(scratch):
    def prepared():
        return int(query("mysql", "SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'", ())[0]["Value"])

    with Own(FORM, scratch, web__form_workers=1) as program:
        before = prepared()
        for words in range(1, 31):
            for order in "newest", "person", "mac", "room":
                for state in "live", "registered", "retired":
                    typed = "+".join(f"w{n}" for n in range(words))
                    assert program.get(f"/phones?q={typed}&sort={order}&state={state}").status == 200
        assert 100 < prepared() - before <= 200


def test_memory_does_not_grow_with_requests(login, scratch):
    with Own(FORM, scratch, web__form_workers=1) as own:

        def resident():
            worker, = children(own.process.pid)
            return int(status_of(worker)["VmRSS"].split()[0])

        for _ in range(150):
            own.get("/form?login=" + login)
        before = resident()
        for _ in range(400):
            own.get("/form?login=" + login)
        assert resident() - before <= 512


def test_programs_leave_no_core_and_cannot_be_looked_into():
    for name in "form", "submit", "api", "worker":
        for process in family(pid(name)):
            with open(f"/proc/{process}/limits") as limits:
                core, = [line for line in limits if line.startswith("Max core file size")]
            assert core.split()[4] == "0", name
            # A process that may not be dumped has its files in /proc owned by root.
            assert os.stat(f"/proc/{process}/environ").st_uid == 0, name


# --- killed in the midst of registering -----------------------------------------------------


def consistent(form, ref):
    """I1 and I2: the row, the accounts and the profile of one registration say the same."""
    row = registration(ref)
    assert row["state"] == "live" and row["profile_state"] == "done", row
    own = profile(form["mac"])
    (user, password), = own.accounts()
    assert (user, password) == (form["line1_user"], form["line1_password"])
    assert subscriber(user)["ha1"] == hashes(user, password)[0]


def starts_again(name):
    """A worker that was forked while its program was killed ends by itself, and listens until then."""
    try:
        service(name, "start")
        return pid(name)
    except AssertionError:
        return None


def first_registration():
    """The seconds that a new process needs for it."""
    form = Form(nginx(), person().login).fill(model="spa921", mac=mac(), line1_user=number())
    service("submit", "stop")
    service("submit", "start")
    began = time.monotonic()
    assert form.post().status == 303
    return time.monotonic() - began


def kill_workers(pause, stop, killed):
    """Ends one worker of submit.fcgi after the other, and now and then the whole program."""
    parent = pid("submit")
    while not stop.wait(pause):
        with contextlib.suppress(ProcessLookupError, IndexError):
            if len(killed) % 12 == 8:
                send(family(parent), signal.SIGKILL)
                parent = wait_until(lambda: starts_again("submit"), "it starts again", 30)
            else:
                os.kill(random.choice(children(parent)), signal.SIGKILL)
            killed.append(parent)


def watch_profiles(stop, addresses, torn):
    """I5: whatever a phone fetches meanwhile is whole, or not there."""
    for address in itertools.cycle(addresses):
        if stop.is_set():
            return
        data = tftp(f"/config/spa{address}.cfg")
        if data is not None:
            try:
                Profile(data)["User_ID_1_"]
            except Exception as problem:
                torn.append((address, problem))


def send_or_none(form):
    try:
        answer = form.post()
        if answer.status == 502:  # the program is dead; do not spend all forms until it starts again
            time.sleep(0.1)
        return answer if answer.status in (303, 409) else None
    except requests.RequestException:
        return None


def test_killed_in_the_midst_nothing_is_lost_torn_or_doubled():
    disturbed.add("submit")
    who = person()
    forms = [Form(nginx(), who.login).fill(model="spa921", mac=mac(), line1_user=number()) for _ in range(160)]
    stop, torn, killed = threading.Event(), [], []
    # Of eight workers, one lives four times as long as its first registration takes.
    killer = threading.Thread(target=kill_workers, args=(max(0.03, first_registration() / 2), stop, killed))
    reader = threading.Thread(target=watch_profiles, args=(stop, [f["mac"] for f in forms], torn))
    killer.start(), reader.start()
    with concurrent.futures.ThreadPoolExecutor(3) as crowd:
        first = list(crowd.map(send_or_none, forms))
    stop.set()
    killer.join(), reader.join()
    wait_until(lambda: starts_again("submit"), "it starts again", 30)

    assert len(killed) >= 5, "too few died for this to mean anything"
    assert torn == []
    acknowledged = {f["mac"]: a.ref for f, a in zip(forms, first) if a and a.status == 303}
    assert acknowledged
    # I7 and I8: what was acknowledged is there, once; I6: what was not is there whole or not at all.
    rows = {}
    for form in forms:
        found = sql("SELECT ref FROM registration WHERE mac = %s", form["mac"])
        assert len(found) <= 1
        rows |= {form["mac"]: row["ref"] for row in found}
    assert {address: rows.get(address) for address in acknowledged} == acknowledged
    unanswered = len(rows) - len(acknowledged)
    waiting = "SELECT COUNT(*) n FROM registration WHERE profile_state <> 'done' AND login = %s"
    wait_until(lambda: sql(waiting, who.login)[0]["n"] == 0, f"the worker catches up with {unanswered}", 60)
    for form in forms:
        if form["mac"] in rows:
            consistent(form, rows[form["mac"]])
        else:
            assert subscriber(form["line1_user"]) is None and tftp(f"/config/spa{form['mac']}.cfg") is None

    # I10: each form sent again gives the registration it gave before.
    for form in forms:
        ref = wait_until(lambda: (a := send_or_none(form)) and a.status == 303 and a.ref, "the form sent again", 20)
        assert rows.setdefault(form["mac"], ref) == ref
        consistent(form, ref)

    # I3: one ticket each; I4: no profile without its registration.
    late = "SELECT COUNT(*) n FROM registration WHERE ticket_state <> 'done' AND login = %s"
    wait_until(lambda: sql(late, who.login)[0]["n"] == 0, "all tickets", 180)
    numbers = tickets()
    assert {ref: len(numbers.get(ref, [])) for ref in rows.values()} == {ref: 1 for ref in rows.values()}
    # Other tests retire phones behind the back of everybody; ours are looked at.
    assert {form["mac"] for form in forms if f"config/spa{form['mac']}.cfg" in tree()} == set(rows)


def test_a_worker_killed_again_and_again_still_makes_one_ticket_each(scratch):
    who = person()
    late = "SELECT COUNT(*) n FROM registration WHERE ticket_state <> 'done' AND login = %s"
    asked = []

    def request(talk, data):
        asked.extend([data] if re.match(rb"(GET|POST|PUT) ", data) else [])
        return data

    with stopped("worker"), between_ticket_system(request=request) as between:
        # A short patience with the ticket system, so that another worker soon takes a dead worker's task.
        url = re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"])
        conf = derive(scratch / "worker.conf", ticket__url=url, ticket__timeout=3, ticket__settle=1)
        forms = [register(login=who.login, model="spa921", line1_user=number()) for _ in range(5)]
        for count in 1, 2, 3, 1, 2, 3:
            asked.clear()
            worker = subprocess.Popen([*as_program(), SPACONF, "worker"], stderr=subprocess.DEVNULL,
                                      env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf)})  # fmt: skip
            wait_until(lambda: len(asked) >= count or not sql(late, who.login)[0]["n"], "so many questions", 60)
            send(family(worker.pid), signal.SIGKILL)
            worker.wait()
    wait_until(lambda: sql(late, who.login)[0]["n"] == 0, "all tickets", 150)
    numbers = tickets()
    assert [len(numbers.get(form.ref, [])) for form in forms] == [1] * 5
    assert sql("SELECT COUNT(*) n FROM task t JOIN registration r ON r.id = t.registration_id "
               "WHERE r.login = %s AND t.state <> 'done'", who.login)[0]["n"] == 0  # fmt: skip
