"""Where SIP passwords are, after everything the other tests did: the exchange, the profile, the form, and nowhere else."""
import base64
import contextlib
import ctypes
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import threading

import pytest

from fault_injection import FORM, SPACONF, SUBMIT, Own, children, family, folder, pid, run, way_to_the_checkout
from payloads import MARK
from spaconf_stack import (
    ISSUED, LINES, STACK, Form, Profile, config, env, front, hashes, issued, mac, nginx, number, pbx, person, phone_page, register,
    registration, sql, ticket, ticket_text, tickets, wait_until)  # fmt: skip


@pytest.fixture(scope="module")
def secrets():
    """Every password of every profile, exchange row and form of this run, and their hashes."""
    forms = [register(model=model) for model in [*LINES, "software"]]
    for form in forms:
        ticket(form.ref)
    found = {(row["username"], row["password"]) for row in pbx("SELECT username, password FROM subscriber") if row["password"]}
    for path in pathlib.Path(env.TFTP_ROOT, "config").glob("*.cfg"):
        found.update(Profile(path.read_bytes()).accounts())
    offered = {*issued, *(map(json.loads, ISSUED.read_text().splitlines()) if ISSUED.exists() else [])}
    words = {password for password in (*offered, *(password for _, password in found)) if is_only_a_password(password)}
    words |= {h for user, password in found for h in hashes(user, password)}
    words -= {"a" * 25, "x" * 200}
    assert len(words) >= 3 * len(forms)
    return sorted(words)


def is_only_a_password(text):
    """Short ones are words of other tests, and would be found by chance; those of payloads.py were typed into every field."""
    return len(text) >= 12 and MARK not in text


@pytest.fixture(scope="module")
def patterns(secrets, tmp_path_factory):
    path = tmp_path_factory.mktemp("secrets") / "patterns"
    path.write_text("\n".join(secrets) + "\n")
    return path


def grep(patterns, *places, text=None):
    """The names of the files that hold one of the secrets."""
    done = subprocess.run(["grep", "-raFl", "-f", patterns, *places], input=text, capture_output=True, timeout=120)
    assert done.returncode in (0, 1, 2), done.stderr
    return done.stdout.decode().splitlines()


def mentions(patterns, text):
    return bool(grep(patterns, "-", text=text if isinstance(text, bytes) else text.encode()))


def test_the_search_finds_what_is_there(patterns, secrets):
    assert mentions(patterns, "x" + secrets[0] + "y") and not mentions(patterns, "nothing")
    assert grep(patterns, pathlib.Path(env.TFTP_ROOT, "config"))


def test_no_file_of_the_stack_holds_one(patterns):
    """Logs of every server, RT's store and mail, temporary files."""
    # A program that was killed leaves the profile it was preparing, for an hour.
    staging = pathlib.Path(config()["phone"]["staging"]).resolve()
    assert not staging.stat().st_mode & 0o007
    allowed = [pathlib.Path(env.TFTP_ROOT).resolve(), staging]
    # The databases' own files hold the exchange's table; its contents are looked at by themselves.
    data = pathlib.Path(sql("SELECT @@datadir d")[0]["d"]).resolve()
    allowed += data, data.parent.with_name("exchange-mariadb") / data.name
    found = [pathlib.Path(name).resolve() for name in grep(patterns, STACK)]
    assert [p for p in found if not any(p.is_relative_to(place) for place in allowed)] == []


@pytest.mark.parametrize("database, allowed", [("DB_NAME", ()), ("PBX_DB", ("subscriber",))])
def test_no_table_but_the_exchanges_own_holds_one(database, allowed, patterns):
    database = getattr(env, database)
    for name in [next(iter(row.values())) for row in sql(f"SHOW TABLES FROM `{database}`")]:
        if name not in allowed:
            values = (value for row in sql(f"SELECT * FROM `{database}`.`{name}`") for value in row.values())
            text = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
            assert not mentions(patterns, text), name


def test_our_own_column_is_sealed_each_time_differently():
    sealed = [row["secret"] for row in sql("SELECT secret FROM account")]
    assert len(set(sealed)) == len(sealed)
    assert all(len(secret) >= 12 + 16 + 12 for secret in sealed)


def sealed_by_the_key_file(text, about):
    """As it was done before keys were derived: AES-256-GCM with the file's own bytes, by OpenSSL."""
    crypto = ctypes.CDLL("libcrypto.so.3")
    for name in "EVP_CIPHER_CTX_new", "EVP_aes_256_gcm":
        getattr(crypto, name).restype = ctypes.c_void_p
    key, nonce = pathlib.Path(config()["database"]["key_file"]).read_bytes(), os.urandom(12)
    context, size = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new()), ctypes.c_int()
    sealed, tag = ctypes.create_string_buffer(len(text)), ctypes.create_string_buffer(16)
    assert crypto.EVP_EncryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_gcm()), None, key, nonce)
    assert crypto.EVP_EncryptUpdate(context, None, ctypes.byref(size), about, len(about))
    assert crypto.EVP_EncryptUpdate(context, sealed, ctypes.byref(size), text, len(text))
    assert crypto.EVP_EncryptFinal_ex(context, ctypes.create_string_buffer(16), ctypes.byref(size))
    assert crypto.EVP_CIPHER_CTX_ctrl(context, 0x10, 16, tag)
    crypto.EVP_CIPHER_CTX_free(context)
    return nonce + sealed.raw + tag.raw


def account_of(user):
    return sql("SELECT id, user, domain, secret FROM account WHERE user = %s", user)[0]


def seal_as_before(account, password):
    about = f"{account['user']}@{account['domain']}".encode()
    sql("UPDATE account SET secret = %s WHERE id = %s", sealed_by_the_key_file(password.encode(), about), account["id"])
    return account_of(account["user"])["secret"]


@pytest.mark.changes
def test_migrate_seals_anew_what_the_key_file_itself_sealed():
    first, second = register(), register()
    shown = [run(SPACONF, "profile", "show", form.ref, "--secrets").stdout for form in (first, second)]
    before = [seal_as_before(account_of(form["line1_user"]), form["line1_password"]) for form in (first, second)]
    # Programs open it also before that.
    assert [run(SPACONF, "profile", "show", form.ref, "--secrets").stdout for form in (first, second)] == shown
    assert run(SPACONF, "migrate").returncode == 0
    after = [account_of(form["line1_user"])["secret"] for form in (first, second)]
    assert not set(before) & set(after)
    assert [run(SPACONF, "profile", "show", form.ref, "--secrets").stdout for form in (first, second)] == shown
    assert run(SPACONF, "migrate").returncode == 0
    assert [account_of(form["line1_user"])["secret"] for form in (first, second)] == after


@pytest.mark.changes
def test_migrate_names_an_account_that_the_key_does_not_open_and_goes_on():
    bad, good = register(), register()
    account, right = account_of(bad["line1_user"]), account_of(bad["line1_user"])["secret"]
    sql("UPDATE account SET secret = %s WHERE id = %s", b"x" * 48, account["id"])
    try:
        before = seal_as_before(account_of(good["line1_user"]), good["line1_password"])
        done = run(SPACONF, "migrate")
        assert done.returncode == 1
        assert f"{account['user']}@{account['domain']}".encode() in done.stderr
        assert account_of(good["line1_user"])["secret"] != before
    finally:
        sql("UPDATE account SET secret = %s WHERE id = %s", right, account["id"])


def test_no_command_line_and_no_environment_holds_one(patterns):
    for name in "form", "submit", "api", "worker", "nginx", "apache":
        for process in family(pid(name)):
            for kind in "cmdline", "environ":
                try:
                    text = pathlib.Path(f"/proc/{process}/{kind}").read_bytes()
                except (FileNotFoundError, ProcessLookupError):
                    continue
                assert not mentions(patterns, text), f"{kind} of {name}"


def test_no_service_password_is_on_a_command_line_or_in_an_environment():
    mine = [pathlib.Path(value).read_bytes().strip() for section in config().values() if isinstance(section, dict)
            for key, value in section.items() if key in ("password_file", "token_file")]
    for name in "form", "submit", "api", "worker":
        for process in family(pid(name)):
            text = b"".join(pathlib.Path(f"/proc/{process}/{kind}").read_bytes() for kind in ("cmdline", "environ"))
            assert not [secret for secret in mine if secret in text], name


class CommandLines:
    """Every command line on this machine for as long as this lasts."""

    def __init__(self):
        self.over, self.seen = threading.Event(), set()

    def look(self):
        while not self.over.wait(0.002):
            for process in filter(str.isdigit, os.listdir("/proc")):
                with contextlib.suppress(OSError):
                    self.seen.add(pathlib.Path("/proc", process, "cmdline").read_bytes())

    def __enter__(self):
        self.looking = threading.Thread(target=self.look)
        self.looking.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.looking.join()


@pytest.mark.changes
def test_no_command_line_holds_one_while_our_commands_run():
    user, password = number(), "Import-" + number() + "-word"
    issued.add(password)
    table = f"login,model,mac,line1_user,line1_password\n{person().login},spa942,{mac()},{user},{password}\n"
    with CommandLines() as lines, folder() as where:
        (where / "table.csv").write_text(table)
        (where / "table.csv").chmod(0o644)
        assert run(SPACONF, "import", where / "table.csv").returncode == 0
        ref = sql("SELECT ref FROM registration r JOIN line l ON l.registration_id = r.id JOIN account a ON a.id = account_id"
                  " WHERE a.user = %s", user)[0]["ref"]  # fmt: skip
        for words in ("profile", "show", ref, "--secrets"), ("password", ref), ("profile", "show", ref, "--secrets"), ("resync", ref):
            shown = run(SPACONF, *words).stdout.decode()
            issued.update(re.findall(r"<Password_1_[^>]*>([^<]+)<", shown))
        wait_until(lambda: registration(ref)["ticket_state"] == "done", "the ticket of the import", 120)
    text = b"\0".join(lines.seen)
    assert b"spaconf\0profile\0show" in text and b"spaconf\0import" in text, "nothing was seen"
    assert len(issued) > 1 and not [each for each in issued if len(each) >= 12 and each.encode() in text]


def nobody_may(*words):
    """Command words of a user without any rights."""
    rights = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--inh-caps=-all")
    return [*way_to_the_checkout(rights), *rights, *words]


def test_nobody_can_read_one(patterns, keys):
    """While the programs run: files of the stack, temporary files, shared memory, and what /proc shows of our processes."""
    places = [STACK, "/tmp", "/var/tmp", "/dev/shm"]
    found = subprocess.run(nobody_may("find", *places, "-type", "f", "-newer", STACK / "choices", "-readable", "-print0"),
                           capture_output=True, timeout=60)  # fmt: skip
    files = [name for name in found.stdout.split(b"\0") if name]
    assert any(name.startswith(bytes(STACK)) for name in files), "not even a log"
    for name in "form", "submit", "api", "worker":
        files += [f"/proc/{process}/{file}".encode() for process in family(pid(name)) for file in ("environ", "cmdline", "maps", "stat")]
    words = patterns.read_bytes() + b"\n".join(key for key in keys if b"\n" not in key) + b"\n"
    for at in range(0, len(files), 1000):  # the system takes 2 MB of arguments
        done = subprocess.run(nobody_may("sh", "-c", 'grep -aFl -f - "$@" 2>/dev/null', "sh", *files[at:at + 1000]), input=words,
                              capture_output=True, timeout=120)  # fmt: skip
        assert done.stdout.splitlines() == []


def test_nobody_can_ask_a_program_by_its_socket():
    for name in "form", "submit", "api":
        done = subprocess.run(nobody_may("/usr/bin/python3", "-c", "import socket,sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])",
                                         STACK / "web" / f"{name}.sock"), capture_output=True)  # fmt: skip
        assert b"PermissionError" in done.stderr, done.stderr


def may_leave_cores():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@pytest.mark.parametrize("program", [FORM, SUBMIT])
def test_a_program_that_crashes_leaves_no_core(program):
    """Although whoever starts it allows cores. A worker and the parent have seen a key at least."""
    with folder() as where, Own(program, where, before=may_leave_cores) as own:
        for process in children(own.process.pid)[0], own.process.pid:
            os.kill(process, signal.SIGSEGV)
        _, status = os.waitpid(own.process.pid, 0)
        own.process.returncode = -os.WTERMSIG(status)
        assert os.WTERMSIG(status) == signal.SIGSEGV and not os.WCOREDUMP(status)
        assert not [path for path in where.rglob("*") if "core" in path.name]


@pytest.fixture(scope="module")
def keys():
    """What our programs hold besides SIP passwords: keys, in each way one is written, and passwords and tokens of services and clients."""
    files = [pathlib.Path(value) for section in config().values() if isinstance(section, dict)
             for key, value in section.items() if key in ("password_file", "token_file", "key_file")]  # fmt: skip
    found = {env.API_TOKEN.encode(), *(path.read_bytes().strip(b"\n") for path in files)}
    assert len(found) >= 6
    return {way(key) for key in found for way in (bytes, lambda key: key.hex().encode(), base64.b64encode)}


def holds_a_key(keys, text):
    return any(key in text for key in keys)


def test_no_log_and_no_ticket_holds_a_key(keys):
    """RT keeps its tickets in one file, and the mails that it sent in another."""
    logs = [*STACK.glob("log/*"), *STACK.glob("*/*.log"), *STACK.glob("rt/rt.sqlite3*"), *STACK.glob("rt/mbox"), STACK / "tftp" / "syslog"]
    assert len(logs) >= 8
    assert [path for path in logs if path.is_file() and holds_a_key(keys, path.read_bytes())] == []


def test_no_table_holds_a_key(keys):
    for name in [next(iter(row.values())) for row in sql(f"SHOW TABLES FROM `{env.DB_NAME}`")]:
        values = (value for row in sql(f"SELECT * FROM `{name}`") for value in row.values())
        assert not holds_a_key(keys, b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)), name


def test_no_page_but_the_form_shows_one(patterns):
    refs = [row["ref"] for row in sql("SELECT ref FROM registration WHERE model <> 'software' ORDER BY id DESC LIMIT 30")]
    for path in ["/", *("/phones/" + ref for ref in refs)]:
        assert not mentions(patterns, nginx().get(path).text), path


def test_the_form_for_another_phone_shows_no_password_in_use():
    who = person()
    first = register(login=who.login)
    assert first["line1_password"] not in Form(nginx(), who.login).opened.text


def test_a_reader_sees_no_password_anywhere(patterns):
    form = register()
    reader = front("WEB_URL", env.READER_USER, env.READER_PASSWORD)
    assert form["line1_password"] not in phone_page(form.ref, reader).text
    answer = reader.get("/form?login=" + form["login"])
    assert answer.status == 403 or not answer.page.find("input", attrs={"name": re.compile("^line._password$"), "value": True})


def test_no_ticket_holds_one(patterns):
    numbers = sorted(n for each in tickets().values() for n in each)[-12:]
    for number in numbers:
        assert not mentions(patterns, ticket_text(number)), number


def test_the_audit_says_what_changed_and_keeps_secrets_to_itself(patterns):
    rows = sql("SELECT actor, action, ref, detail FROM audit")
    assert rows and all(row["actor"] and row["action"] for row in rows)
    assert not mentions(patterns, "\n".join(str(row) for row in rows))


def test_everything_logged_is_one_line_of_text():
    logs = [p for p in STACK.rglob("*.log") if p.stem in ("form", "submit", "api", "worker")]
    assert logs
    for log in logs:
        for line in log.read_bytes().splitlines():
            assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line), f"{log.name}: {line[:200]!r}"
            line.decode()
