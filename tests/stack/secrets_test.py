"""Where SIP passwords are, after everything the other tests did: the exchange, the profile, the form, and nowhere else."""
import pathlib
import re
import subprocess

import pytest

from spaconf_stack import (
    LINES, STACK, Form, Profile, config, env, front, hashes, issued, nginx, pbx, person, phone_page, register, sql, ticket,
    ticket_text, tickets)  # fmt: skip
from trouble import family, pid


@pytest.fixture(scope="module")
def secrets():
    """Every password of every profile, exchange row and form of this run, and their hashes."""
    forms = [register(model=model) for model in [*LINES, "software"]]
    for form in forms:
        ticket(form.ref)
    found = {(row["username"], row["password"]) for row in pbx("SELECT username, password FROM subscriber") if row["password"]}
    for path in pathlib.Path(env.TFTP_ROOT, "config").glob("*.cfg"):
        found.update(Profile(path.read_bytes()).accounts())
    # Short ones are words of other tests, and would be found by chance.
    words = {password for _, password in found if len(password) >= 12} | {p for p in issued if len(p) >= 12}
    words |= {h for user, password in found for h in hashes(user, password)}
    words -= {"a" * 25, "x" * 200}
    assert len(words) >= 3 * len(forms)
    return sorted(words)


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
    # The database's own files hold the exchange's table; its contents are looked at by themselves.
    data = sql("SELECT @@datadir d")[0]["d"]
    allowed.append(pathlib.Path(data).resolve())
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


def test_no_command_line_and_no_environment_holds_one(patterns):
    for name in "form", "submit", "worker", "nginx", "apache":
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
    for name in "form", "submit", "worker":
        for process in family(pid(name)):
            text = b"".join(pathlib.Path(f"/proc/{process}/{kind}").read_bytes() for kind in ("cmdline", "environ"))
            assert not [secret for secret in mine if secret in text], name


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
    logs = [p for p in STACK.rglob("*.log") if p.stem in ("form", "submit", "worker")]
    assert logs
    for log in logs:
        for line in log.read_bytes().splitlines():
            assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line), f"{log.name}: {line[:200]!r}"
            line.decode()
