"""Fault injection: stops, hangs or cuts off services, and runs programs of the test's own beside them."""
import contextlib
import functools
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import urllib.parse

from spaconf_stack import BUILD, HERE, STACK, TOP, Answer, config, env, forget_settings, ready, sql, urlencoded, wait_until

FORM = BUILD / "fcgi" / "form.fcgi"
SUBMIT = BUILD / "fcgi" / "submit.fcgi"
API = BUILD / "fcgi" / "api.fcgi"
SPACONF = BUILD / "cli" / "spaconf"
# Programs behind a web server: a parent that starts workers.
WITH_WORKERS = "form", "submit", "api"

# Services that the running test disturbed; conftest.py sees that they are well again.
disturbed = set()


# --- services -------------------------------------------------------------------------------


def service(name, action):
    return of_the_stack("service", name, action)


def of_the_stack(script, *words):
    """What a script of tests/stack says that changes the stack of this process."""
    done = subprocess.run([HERE / script, *words], capture_output=True, text=True, timeout=900,
                          env={**os.environ, "STACK": str(STACK), "BUILD": str(BUILD)})  # fmt: skip
    assert done.returncode == 0, f"{script} {' '.join(words)}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


def have_exchange(kind):
    """The stack has an exchange of this kind, and nothing that was registered with one of another kind."""
    if env.EXCHANGE != kind:
        try:
            of_the_stack("exchange", kind)
        finally:
            forget_settings()
        wait_until(ready, f"every service well with the exchange {kind}", 60)


def pid(name):
    """The process of a service that runs. A number that another process has by now is not it."""
    try:
        number, born = ((STACK / f"run/{name}.{kind}").read_text().strip() for kind in ("pid", "born"))
        stat = pathlib.Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        stat, born = [], None
    assert stat and stat[0] not in "ZX" and stat[19] == born, f"{name} is not running"
    return int(number)


def status_of(process):
    """The lines of /proc/PID/status, empty when there is no such process or only a zombie."""
    try:
        text = pathlib.Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    lines = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return {} if lines["State"].strip().startswith("Z") else {k: v.strip() for k, v in lines.items()}


def children(parent):
    """Living children of a process."""
    try:
        tasks = pathlib.Path(f"/proc/{parent}/task").iterdir()
        listed = [int(p) for t in tasks for p in (t / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [p for p in listed if status_of(p)]


def family(parent):
    """A process and all that came of it."""
    return [parent, *(p for child in children(parent) for p in family(child))]


def send(processes, number):
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def kill_when(process, claim):
    """Kills a process with all that came of it as soon as `claim` holds; it may have ended before."""
    while process.poll() is None:  # looks without a pause, since the moment is short
        if claim():
            send(family(process.pid), signal.SIGKILL)
            break
    process.wait()


@contextlib.contextmanager
def stopped(*names):
    disturbed.update(names)
    for name in names:
        service(name, "stop")
    try:
        yield
    finally:
        for name in names:
            service(name, "start")


@contextlib.contextmanager
def hung(*names):
    """The service accepts connections, as the kernel does that, and never says a word."""
    disturbed.update(names)
    processes = [p for name in names for p in family(pid(name))]
    send(processes, signal.SIGSTOP)
    try:
        wait_until(lambda: all(map(is_stopped, processes)), "every thread has seen the signal")
        yield
    finally:
        send(processes, signal.SIGCONT)


def is_stopped(process):
    states = [task.read_text().rpartition(") ")[2][0] for task in pathlib.Path(f"/proc/{process}/task").glob("*/stat")]
    return set(states) <= {"T", "Z"}


def mend():
    """Brings back whatever a test that broke off left behind."""
    if not disturbed:
        return
    for name in disturbed:
        with contextlib.suppress(AssertionError, ValueError):
            send(family(pid(name)), signal.SIGCONT)
        service(name, "start")
    disturbed.clear()
    wait_until(ready, "every service well again after a test", 60)


# --- configurations and programs of one's own -----------------------------------------------


def as_program():
    """Command words that give up the rights that spaconf's own processes do not have."""
    lines = status_of(pid("submit"))
    uid, gid = lines["Uid"].split()[0], lines["Gid"].split()[0]
    if os.getuid() != 0 or uid == "0":
        return []
    groups = ",".join(lines["Groups"].split())
    words = ["setpriv", f"--reuid={uid}", f"--regid={gid}", f"--groups={groups}" if groups else "--clear-groups"]
    return [*way_to_the_checkout(tuple(words)), *words]


@functools.cache
def way_to_the_checkout(words):
    """What goes before `words` when whom they name cannot get at the checkout, as in /root."""
    tests = [subprocess.run([*words, "test", "-x", folder]) for folder in (TOP, BUILD, STACK)]
    return [] if all(test.returncode == 0 for test in tests) else [str(HERE / "with-checkout-access")]


@contextlib.contextmanager
def folder():
    """A folder that spaconf's own user may write in."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="test-", dir=STACK))
    lines = status_of(pid("submit"))
    if os.getuid() == 0:
        os.chown(path, int(lines["Uid"].split()[0]), int(lines["Gid"].split()[0]))
    path.chmod(0o750)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def derive(path, **changes):
    """The stack's configuration with values replaced: section__key=value, "a__b__key" for [a.b]."""
    text = pathlib.Path(env.SPACONF_CONFIG).read_text()
    for name, value in changes.items():
        section, _, key = name.rpartition("__")
        text = replaced(text, section.replace("__", "."), key, value)
    path.write_text(text)
    path.chmod(0o644)
    return path


def replaced(text, section, key, value):
    """Replaces one value in a TOML text, and uncomments it if necessary."""
    here, lines, done = "", [], False
    for line in text.splitlines(keepends=True):
        if head := re.match(r"\[([\w.]+)\]", line):
            here = head[1]
        if not done and here == section and re.match(rf"(# )?{re.escape(key)} *=", line):
            line, done = f"{key} = {json.dumps(value, ensure_ascii=False)}\n", True
        lines.append(line)
    assert done, f"the configuration has no {key} in [{section}]"
    return "".join(lines)


def run(program, *arguments, conf=None, timeout=60, typed=b"", before=None, **extra):
    """One of spaconf's commands, as the user that spaconf's services run as; `typed` is its standard input."""
    return subprocess.run(
        [*as_program(), program, *arguments], input=typed, capture_output=True, timeout=timeout, preexec_fn=before,
        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf or env.SPACONF_CONFIG), **extra})  # fmt: skip


def ignore_children():
    """For `before`: the program begins with SIGCHLD ignored, as some programs leave it to those that they start."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def worker_once(scratch, codes=(0, 1), **changes):
    """One round of a worker of our own, while the stack's is stopped."""
    done = run(SPACONF, "worker", "--once", conf=derive(scratch / "worker.conf", **changes), timeout=120)
    assert done.returncode in codes, done.stderr.decode()[-800:]
    return done


def round_until(scratch, claim, what, **changes):
    def another():
        worker_once(scratch, **changes)
        return claim()

    return wait_until(another, what, 60)


@contextlib.contextmanager
def lossy_commits(value):
    """A database server that may lose commits when its machine crashes."""
    sql(f"SET GLOBAL innodb_flush_log_at_trx_commit = {value}")
    try:
        yield
    finally:
        sql("SET GLOBAL innodb_flush_log_at_trx_commit = 1")


def the_worker_is_idle():
    """Everything else that is due is done first, so that a round of ours is about one ticket."""
    due = "SELECT registration_id, kind, reason FROM task WHERE state = 'due' AND attempts = 0"
    try:
        wait_until(lambda: not sql(due), "an idle worker", 150)
    except AssertionError as error:
        raise AssertionError(f"{error}; due: {sql(due + ' LIMIT 5')}") from None


def program_of(path):
    """The program that the web servers ask for a path."""
    found = re.match("/spaconf/(submit|api)/", path)
    return {"submit": SUBMIT, "api": API}[found[1]] if found else FORM


class Cgi:
    """The executables themselves, each request a process: a door like Web, without a web server."""

    def __init__(self, user=None, conf=None, under=(), **params):
        """`under` are words of a command that starts the program."""
        self.conf, self.under = conf, under
        self.identity = {"REMOTE_USER": user or env.WEB_USER, "SPACONF_AUTHENTICATED": "yes"}
        self.params = params

    def ask(self, method, path, body=b"", **params):
        """Parameters given as None are left out."""
        path = "/spaconf" + path
        params = {
            "REQUEST_METHOD": method, "REQUEST_URI": path, "QUERY_STRING": path.partition("?")[2],
            "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
            **self.identity, **self.params, **params}  # fmt: skip
        if body or method == "POST":
            params.setdefault("CONTENT_LENGTH", str(len(body)))
            params.setdefault("CONTENT_TYPE", "application/x-www-form-urlencoded")
        program = program_of(path)
        done = subprocess.run(
            [*self.under, *as_program(), program], input=body, capture_output=True, timeout=30,
            env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(self.conf or env.SPACONF_CONFIG),
                 **{name: value for name, value in params.items() if value is not None}})  # fmt: skip
        assert done.stdout, f"{program.name} said nothing: {done.returncode} {done.stderr.decode()[-600:]}"
        return cgi_answer(done.stdout)

    def get(self, path, **headers):
        return self.ask("GET", path, **http(headers))

    def post(self, path, fields, **headers):
        return self.ask("POST", path, urlencoded(fields), **http(headers))


def http(headers):
    return {"HTTP_" + name.upper(): value for name, value in headers.items()}


def cgi_answer(output):
    head, _, body = output.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
    return Answer(int(headers.pop("Status", "200").split()[0]), headers, body)


class Own:
    """A second form.fcgi, submit.fcgi or api.fcgi with its own socket, and a door into it without a web server."""

    def __init__(self, program, where, user=None, before=None, **changes):
        self.socket = where / (program.stem + ".sock")
        self.conf = derive(where / (program.stem + ".conf"),
                           **{f"web__{program.stem}_socket": str(self.socket)}, **changes)
        self.identity = {"REMOTE_USER": user or env.WEB_USER, "SPACONF_AUTHENTICATED": "yes"}
        self.log = where / (program.stem + ".log")
        self.log.write_bytes(b"")
        self.workers = tomllib.loads(self.conf.read_text())["web"][f"{program.stem}_workers"]
        self.program, self.before, self.process = program, before, None
        self.start()

    def start(self):
        """Starts it unless it runs, and waits until it listens with all its workers."""
        if self.process is None or self.process.poll() is not None:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    [*as_program(), self.program], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                    # Memory that a sanitizer keeps after it was freed does not count as growth.
                    env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(self.conf), "ASAN_OPTIONS": "quarantine_size_mb=1"},
                    preexec_fn=self.before)  # fmt: skip
        wait_until(lambda: self.process.poll() is not None or self.is_whole() and connects(self.socket), f"{self.program.name} listening")
        assert self.process.poll() is None, self.log.read_text()

    def is_whole(self):
        """Whether it has as many workers as it should."""
        return len(children(self.process.pid)) == self.workers

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(12)
            except subprocess.TimeoutExpired:
                send(family(self.process.pid), signal.SIGKILL)
                self.process.wait()

    def ask(self, method, path, body=b"", **params):
        return fastcgi(self.socket, method, path, body, **{**self.identity, **params})

    def get(self, path, **headers):
        return self.ask("GET", path, **http(headers))

    def post(self, path, fields, **headers):
        return self.ask("POST", path, urlencoded(fields), **http(headers))


class Door:
    """Two programs of our own, one of which shows forms, while the other carries them out."""

    def __init__(self, form, submit):
        self.form, self.submit = form, submit

    def get(self, path, **headers):
        return self.form.get(path, **headers)

    def post(self, path, fields, **headers):
        return self.submit.post(path, fields, **headers)


def connects(path):
    with socket.socket(socket.AF_UNIX) as s:
        return s.connect_ex(str(path)) == 0


# --- FastCGI, from its specification --------------------------------------------------------


def record(kind, content=b"", request=1):
    return struct.pack(">BBHHBx", 1, kind, request, len(content), 0) + content


def pair(name, value):
    name, value = name.encode(), value.encode() if isinstance(value, str) else value
    sizes = b"".join(bytes([n]) if n < 128 else struct.pack(">I", n | 1 << 31) for n in (len(name), len(value)))
    return sizes + name + value


def fastcgi_request(method, path, body=b"", more=(), **params):
    """One request; `more` are pairs sent after the others, so that a name may come twice."""
    path = "/spaconf" + path
    params = {"REQUEST_METHOD": method, "REQUEST_URI": path, "QUERY_STRING": path.partition("?")[2],
              "REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1", **params}  # fmt: skip
    if method == "POST":
        params.setdefault("CONTENT_LENGTH", str(len(body)))
        params.setdefault("CONTENT_TYPE", "application/x-www-form-urlencoded")
    text = b"".join(pair(*each) for each in [*params.items(), *more])
    return (record(1, struct.pack(">HB5x", 1, 0)) + pieces(4, text) + pieces(5, body))  # fmt: skip


def pieces(kind, content):
    """A stream: as many records as it takes and an empty one."""
    return b"".join(record(kind, content[i : i + 65000]) for i in range(0, len(content), 65000)) + record(kind)


def fastcgi(path, method, uri, body=b"", timeout=20, **params):
    return fastcgi_answer(converse(path, fastcgi_request(method, uri, body, **params), timeout))


def converse(path, message, timeout=20):
    """Sends bytes to a socket and gives all that comes back until the other side hangs up."""
    got = b""
    # A web server sends at once. Between connect() and sendall() another thread may take its turn.
    sys.setswitchinterval(0.0005)
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(timeout)
        s.connect(str(path))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            s.sendall(message)
            while chunk := s.recv(65536):
                got += chunk
    return got


def fastcgi_answer(got):
    out, ended = b"", False
    while len(got) >= 8:
        _, kind, _, length, padding = struct.unpack(">BBHHBx", got[:8])
        content, got = got[8 : 8 + length], got[8 + length + padding :]
        out, ended = out + content if kind == 6 else out, ended or kind == 3
    assert ended, "the answer broke off"
    return cgi_answer(out)


# --- conversations cut short ----------------------------------------------------------------


class Between:
    """A proxy between a program and a server, which passes on only what `request` and `reply` allow.

    Either is called with the conversation (a dictionary that lasts as long as it) and the
    bytes, and gives the bytes to hand on; with talk["over"] set, both sides are hung up on after that.
    """

    def __init__(self, server, listen=("127.0.0.1", 0), request=None, reply=None):
        self.server = server
        self.request = request or (lambda talk, data: data)
        self.reply = reply or (lambda talk, data: data)
        self.talks = []
        kind = socket.AF_INET if isinstance(listen, tuple) else socket.AF_UNIX
        self.listener = socket.socket(kind)
        self.listener.bind(listen if isinstance(listen, tuple) else str(listen))
        self.listener.listen(64)
        self.listens_at = listen if kind == socket.AF_UNIX else None
        if self.listens_at:
            os.chmod(listen, 0o666)
        else:
            self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.welcome, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # shutdown wakes the accept; close alone would leave it waiting.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        if self.listens_at:
            os.unlink(self.listens_at)

    def welcome(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                self.connect(near)

    def connect(self, near):
        far = socket.socket(socket.AF_INET if isinstance(self.server, tuple) else socket.AF_UNIX)
        try:
            far.connect(self.server)
        except OSError:  # the server is away
            near.close(), far.close()
            return
        talk = {"bytes": 0}
        self.talks.append(talk)
        for source, sink, hook in (near, far, self.request), (far, near, self.reply):
            threading.Thread(target=self.hand_on, args=(talk, source, sink, hook), daemon=True).start()

    def hand_on(self, talk, source, sink, hook):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(hook(talk, data))
                if talk.get("over"):
                    break
        for end in source, sink:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def counting(talk, data):
    """A reply hook that only counts."""
    talk["bytes"] += len(data)
    return data


def silent(talk, data):
    """A reply hook that lets nothing through: the server hangs."""
    return b""


def cut_after(count):
    """A reply hook that hangs up when so many bytes have come back."""

    def reply(talk, data):
        data = data[: count - talk["bytes"]]
        talk["bytes"] += len(data)
        talk["over"] = talk["bytes"] >= count
        return data

    return reply


def delayed(seconds):
    """Hooks that hold every answer back: the first bytes that follow a question."""
    def request(talk, data):
        talk["asked"] = True
        return data

    def reply(talk, data):
        if talk.pop("asked", False):
            time.sleep(seconds)
        return data

    return dict(request=request, reply=reply)


def between_directory(**hooks):
    return Between(("127.0.0.1", urllib.parse.urlparse(config()["person"]["uri"]).port), **hooks)


def between_database(where, **hooks):
    return Between(env.DB_SOCKET, listen=where / "database.sock", **hooks)


def between_exchange(**hooks):
    """The exchange other-server is asked for at the proxy's port with account__port."""
    return Between(("127.0.0.1", int(env.EXCHANGE_DB_PORT)), **hooks)


def between_ticket_system(**hooks):
    return Between(("127.0.0.1", urllib.parse.urlparse(env.RT_URL).port), **hooks)


def timed(work):
    """What `work` gives and how many seconds it took."""
    start = time.monotonic()
    return work(), time.monotonic() - start
