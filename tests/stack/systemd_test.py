"""What systemd asks of the programs: sockets, notifications, credentials, priorities of log lines."""
import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess

import pytest

from fault_injection import API, FORM, SPACONF, SUBMIT, as_program, derive, run
from spaconf_stack import TOP, env, wait_until

PROGRAMS = {"form": [FORM], "submit": [SUBMIT], "api": [API], "worker": [SPACONF, "worker"]}
COMMANDS = PROGRAMS | {"profiles": [SPACONF, "worker", "--profiles"]}


class Manager:
    """The socket that a service tells about itself."""

    def __init__(self, folder):
        self.path = folder / "notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        self.path.chmod(0o666)
        self.told = []

    def has_heard(self, line):
        self.socket.settimeout(0.2)
        with contextlib.suppress(TimeoutError):
            while True:
                self.told += self.socket.recv(4096).decode().splitlines()
        return line in self.told


@contextlib.contextmanager
def service(name, scratch, conf=None, **variables):
    """A program that we started, as systemd starts it, and its manager; it is stopped in the end."""
    manager = Manager(scratch)
    conf = conf or derive(scratch / "spaconf.conf", web__form_socket=str(scratch / "form.sock"),
                          web__submit_socket=str(scratch / "submit.sock"), web__api_socket=str(scratch / "api.sock"))  # fmt: skip
    process = subprocess.Popen(
        [*as_program(), *COMMANDS[name]], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf), "NOTIFY_SOCKET": str(manager.path), **variables})  # fmt: skip
    try:
        yield process, manager, conf
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_service_tells_when_it_is_ready_reloads_and_stops(name, scratch):
    with service(name, scratch) as (process, manager, conf):
        wait_until(lambda: manager.has_heard("READY=1"), "it is ready")
        good = conf.read_text()
        manager.told.clear()
        conf.write_text(good + "\n[nonsense]\n")
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: manager.has_heard("READY=1"), "it has kept the old configuration")
        assert "RELOADING=1" in manager.told
        assert any(line.startswith("STATUS=old configuration: ") and "nonsense" in line for line in manager.told)
        manager.told.clear()
        conf.write_text(good)
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: manager.has_heard("READY=1"), "it has read the configuration")
        assert "RELOADING=1" in manager.told and "STATUS=" in manager.told
        process.terminate()
        wait_until(lambda: manager.has_heard("STOPPING=1"), "it stops")
        assert process.wait(20) == 0


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_service_that_is_watched_says_that_it_lives(name, scratch):
    with service(name, scratch, WATCHDOG_USEC="1000000") as (_, manager, _conf):
        for _ in range(2):
            manager.told.clear()
            wait_until(lambda: manager.has_heard("WATCHDOG=1"), "it lives", 8)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_signal_during_the_start_is_not_lost(name, scratch):
    with service(name, scratch) as (process, manager, _):
        process.send_signal(signal.SIGHUP)
        # A signal before the program has begun still ends it; then it has told nothing.
        wait_until(lambda: manager.has_heard("READY=1") or process.poll() is not None, "it is ready")
        assert process.poll() is None or process.returncode == -signal.SIGHUP and not manager.told


@pytest.mark.parametrize("name", ["form", "submit", "api"])
def test_a_program_takes_the_socket_of_systemd(name, scratch):
    """systemd-socket-activate listens, and starts the program with the first connection."""
    path = scratch / "activated.sock"
    conf = derive(scratch / "spaconf.conf", **{f"web__{name}_socket": str(scratch / "its own.sock")})
    process = subprocess.Popen(
        ["systemd-socket-activate", f"--listen={path}", f"--setenv=SPACONF_CONFIG={conf}", *map(str, PROGRAMS[name])],
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
    try:
        wait_until(path.exists, "systemd-socket-activate listens")
        asked = {"REQUEST_METHOD": "GET", "REQUEST_URI": "/spaconf/healthz", "SERVER_PROTOCOL": "HTTP/1.1"}
        answer = subprocess.run(["cgi-fcgi", "-bind", "-connect", str(path)], env={**os.environ, **asked},
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=20)  # fmt: skip
        assert answer.stdout.startswith(b"Status: 200") if name == "form" else b"Status: 4" in answer.stdout, answer
        assert not (scratch / "its own.sock").exists()
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert path.exists(), "the socket is systemd's"


# --- credentials ----------------------------------------------------------------------------


def test_a_credential_comes_before_the_file_that_the_configuration_names(scratch):
    conf = derive(scratch / "spaconf.conf", database__password_file="/nowhere/secrets/database.password")
    (scratch / "database.password").write_text(env.SPACONF_DB_PASSWORD)
    for mode, code in ((0o640, 0), (0o644, 78)):
        (scratch / "database.password").chmod(mode)
        subprocess.run(["chgrp", "www-data", scratch / "database.password"], check=True)
        done = run(SPACONF, "check-config", conf=conf, CREDENTIALS_DIRECTORY=str(scratch))
        assert done.returncode == code, done.stderr
    done = run(SPACONF, "check-config", conf=conf)
    assert done.returncode == 78 and b"/nowhere/secrets/database.password" in done.stderr


# --- the journal ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROGRAMS)
def test_lines_have_priorities_in_the_journal_and_nowhere_else(name, scratch):
    conf = derive(scratch / "spaconf.conf", web__form_socket=str(scratch / "form.sock"),
                  web__submit_socket=str(scratch / "submit.sock"), web__api_socket=str(scratch / "api.sock"))  # fmt: skip
    conf.write_text(conf.read_text() + '\n[phone.settings.spa942]\nColor_Scheme = "Pink"\n')
    for is_journal, sign in ((True, "<4>"), (False, "")):
        log = scratch / f"log {is_journal}"
        log.touch()
        status = log.stat()
        stream = f"{status.st_dev}:{status.st_ino}" if is_journal else f"{status.st_dev}:1"
        process = subprocess.Popen(
            [*as_program(), *PROGRAMS[name]], stdin=subprocess.DEVNULL, stderr=log.open("wb"),
            env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf), "JOURNAL_STREAM": stream})  # fmt: skip
        try:
            wait_until(lambda: "Color_Scheme" in log.read_text(), "it warns")
        finally:
            process.terminate()
            process.wait(20)
        assert log.read_text().startswith(f"{sign}spaconf: configuration warning="), log.read_text()


def test_the_reason_of_an_end_is_an_error_in_the_journal(scratch):
    log = scratch / "log"
    with log.open("wb") as stream:
        status = log.stat()
        done = subprocess.run([*as_program(), FORM], stdin=subprocess.DEVNULL, stderr=stream, timeout=20,
                              env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": "/nowhere/spaconf.conf",
                                   "JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"})  # fmt: skip
    assert done.returncode == 78 and log.read_text().startswith("<3>/nowhere/spaconf.conf")


# --- what each program needs ----------------------------------------------------------------


def test_the_worker_of_profiles_needs_a_name_and_tells_when_it_is_ready(scratch):
    nameless = run(SPACONF, "check-config", "--for", "profiles")
    assert nameless.returncode == 78 and b"node is missing" in nameless.stderr
    conf = derive(scratch / "node.conf", phone__node="alone")
    assert run(SPACONF, "check-config", "--for", "profiles", conf=conf).returncode == 0
    try:
        with service("profiles", scratch, conf) as (process, manager, _):
            wait_until(lambda: manager.has_heard("READY=1"), "it is ready")
            process.send_signal(signal.SIGTERM)
            wait_until(lambda: manager.has_heard("STOPPING=1"), "it stops")
            assert process.wait(20) == 0
    finally:
        run(SPACONF, "nodes", "--remove", "alone")


@pytest.mark.parametrize("name", PROGRAMS)
def test_check_config_reads_what_one_program_reads(name, scratch):
    """The worker alone reads the secrets of tickets, mails and webhooks; the worker and api do without the key of forms."""
    token = run(SPACONF, "check-config", "--for", name, conf=derive(scratch / "a.conf", ticket__token_file="/nowhere"))
    assert (token.returncode == 78) == (name == "worker"), token.stderr
    key = run(SPACONF, "check-config", "--for", name, conf=derive(scratch / "b.conf", web__key_file="/nowhere"))
    assert (key.returncode == 78) == (name in ("form", "submit")), key.stderr
    conf = derive(scratch / "c.conf")
    conf.write_text(conf.read_text() + """
[mail]
from = "spaconf@example.org"
contact = "us"
smtp = "smtp://127.0.0.1:1"
user = "spaconf"
password_file = "/nowhere"
[webhook.portal]
url = "https://portal.example.org/"
secret_file = "/nowhere"
[database.migrate]
user = "migrate"
password_file = "/nowhere"
""")
    others = run(SPACONF, "check-config", "--for", name, conf=conf)
    assert (others.returncode == 78) == (name == "worker"), others.stderr
    assert run(SPACONF, "check-config", "--for", name).returncode == 0
    assert run(SPACONF, "check-config", "--for", name, "--live").returncode not in (0, 1, 78)


@pytest.mark.parametrize("name", ["submit", "api"])
def test_a_unit_hides_what_the_worker_alone_reads(name):
    hidden = re.findall(r"^InaccessiblePaths=-(.*)", (TOP / f"systemd/spaconf-{name}.service").read_text(), re.M)
    secrets = re.findall(r'_file = "(.*)" # read by the worker only', (TOP / "spaconf.conf").read_text())
    assert len(secrets) == 4
    for secret in secrets:
        assert any(pathlib.Path(secret).is_relative_to(path) for path in hidden), secret


@pytest.mark.parametrize("name", PROGRAMS)
def test_systemd_rates_the_exposure_of_each_unit_at_two_or_less(name):
    done = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=20", TOP / f"systemd/spaconf-{name}.service"],
                          capture_output=True, text=True, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stdout[-300:] + done.stderr
