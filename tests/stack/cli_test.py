"""The spaconf command on the shipped mistakes and on the real servers."""
import os
import pathlib
import pty
import pwd
import re
import subprocess
import termios
import time
import urllib.parse

import pymysql
import pytest

from fault_injection import API, Cgi, FORM, SPACONF, SUBMIT, as_program, between_database, between_directory, derive, pid, replaced, run, status_of, stopped
from spaconf_stack import (
    LINES, TOP, Profile, config, env, nginx, number, pbx, profile, query, register, registration, sql, tftp, tree, wait_until)  # fmt: skip
from webhook_receiver import private

SHIPPED = TOP / "spaconf.conf"


def place_of(text, needle):
    """The number of the line that holds `needle`."""
    return next(i for i, line in enumerate(text.splitlines(), 1) if needle in line)


def refused(scratch, text, line):
    """check-config says what is wrong in this line, in a sentence, which comes back."""
    path = scratch / "spaconf.conf"
    path.write_text(text)
    path.chmod(0o644)
    done = run(SPACONF, "check-config", conf=path)
    told = done.stderr.decode()
    assert done.returncode == 78, f"{done.returncode}: {told}"
    assert re.search(rf"^{re.escape(str(path))}:{line}: \S.{{9,}}", told, re.M), f"wanted line {line}: {told}"
    return told


# --- the manual pages -----------------------------------------------------------------------

MANUAL, CONFIGURATION, DIALECT = (TOP / "docs" / name for name in ("spaconf.1", "spaconf.conf.5", "spaconf-dialect.5"))


def offered(*words):
    """What --help lists: subcommands, and options in their long form."""
    done = run(SPACONF, *words, "--help")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    names = re.findall(r"^  ([a-z-]+) ", text.partition("Subcommands:\n")[2], re.M)
    options = set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.M)) - {"--help"}
    return names, options


def paragraphs(text):
    """The manual's tagged paragraphs, by the subcommand at their head."""
    found = {}
    for part in re.split(r"^\.TP\n", text, flags=re.M)[1:]:
        part = re.sub(r"\\f\w|\\(?=-)", "", part.partition("\n.SH")[0])
        if head := re.match(r"\.\w+ \"?([a-z-]+)", part):
            found[head[1]] = found.get(head[1], "") + part
    return found


def test_the_manual_page_tells_every_subcommand_with_its_options():
    text = MANUAL.read_text()
    names, _ = offered()
    assert len(names) > 15 and "review" in names
    told = paragraphs(text)
    for name in names:
        assert name in told, name
        inner, options = offered(name)
        for each in inner:
            assert f"{name} {each}" in told[name]
            options |= offered(name, each)[1]
        # The manual describes these once for all subcommands that change a phone.
        common = {"--dry-run", "--json"} if "PHONE" in told[name] and "--dry-run" in options else set()
        assert options - common <= set(re.findall(r"--[a-z-]+", told[name])), name


@pytest.mark.parametrize("page", [MANUAL, CONFIGURATION, DIALECT], ids=lambda page: page.name)
def test_a_manual_page_is_set_without_a_warning(page):
    done = run("groff", "-man", "-ww", "-z", str(page))
    assert (done.returncode, done.stderr) == (0, b"")


def keys_told():
    """The manual's keys as "section.key", with the word after them: required, optional or a default."""
    found, section = {}, ""
    for line in CONFIGURATION.read_text().splitlines():
        if heading := re.match(r"\.SS(?: \[([\w.]+)\])?", line):
            section = heading[1] or ""
        elif key := re.match(r"\.BR (\w+) \" \(.*, (required|optional|default .*)\)\"$", line):
            found[f"{section}.{key[1]}".lstrip(".")] = key[2].replace(r"\(dq", '"').removeprefix("default ")
    return found


# An administrator chooses the keys of these; in the example a commented key begins its line.
NAMED_BY_THE_SITE = ("phone.settings", "account.permissions")


def keys_shipped():
    found, section = set(), ""
    for line in SHIPPED.read_text().splitlines():
        if heading := re.match(r"(?:# )?\[([\w.]+)\]$", line):
            section = re.sub(r"^webhook\..*", "webhook.NAME", heading[1])
        elif (key := re.match(r"(?:# )?(\w+) = ", line)) and not section.startswith(NAMED_BY_THE_SITE):
            found.add(f"{section}.{key[1]}".lstrip("."))
    return found


def test_the_manual_of_the_configuration_tells_every_key():
    assert set(keys_told()) == keys_shipped() and len(keys_told()) > 60


def test_a_key_is_required_where_the_manual_says_so(scratch):
    """Without a required key the programs do not start; without any other they do."""
    # The stack's configuration has neither of these.
    more = f'''
[mail]
from = "spaconf@example.org"
contact = "the help desk"
smtp = "smtp://127.0.0.1"
[webhook.portal]
url = "https://portal.example.org/"
secret_file = "{private(scratch / "secret", bytes(24))}"
'''
    sections = re.split(r"(?m)^(?=\[)", pathlib.Path(env.SPACONF_CONFIG).read_text() + more)
    changed = scratch / "spaconf.conf"
    for name, word in keys_told().items():
        # One of the first two is needed, a bind needs its password, and mails need a way.
        if name in ("database.socket", "database.host", "person.password_file", "mail.smtp"):
            continue
        section, _, key = name.replace("NAME", "portal").rpartition(".")
        if section.startswith("database."):  # not in the stack's configuration
            continue
        at = next(i for i, each in enumerate(sections) if each.startswith(f"[{section}]\n") or not section)
        without = re.sub(rf"(?m)^{key} *= *.*\n", "", sections[at], count=1)
        if without == sections[at]:
            assert word != "required", f"the stack's configuration has no {name}"
            continue
        changed.write_text("".join([*sections[:at], without, *sections[at + 1:]]))
        changed.chmod(0o644)
        done = run(SPACONF, "check-config", conf=changed)
        assert done.returncode == (78 if word == "required" else 0), (name, done.stderr)
        assert word != "required" or key in done.stderr.decode(), (name, done.stderr)


def test_the_manual_of_dialects_tells_every_statement_and_placeholder():
    text, source = DIALECT.read_text(), (TOP / "lib/account/dialect.h").read_text()
    kinds = re.findall(r'^    \{"(\w+)", (true|false), "([\w ]+)", \d\},$', source, re.M)
    assert kinds
    told = re.findall(r'^\.BR (\w+) " \((required|optional)\)"$', text, re.M)
    assert sorted(told) == sorted((name, "required" if needs == "true" else "optional") for name, needs, _ in kinds)
    values = "".join(re.findall(r"^\.TP\n\.BR? (:.*)$", text, re.M))
    assert set(re.findall(r":(\w+)", values)) == {each for _, _, names in kinds for each in names.split()}


# --- check-config ---------------------------------------------------------------------------


def test_the_configuration_of_the_stack_is_right():
    done = run(SPACONF, "check-config")
    assert done.returncode == 0, done.stderr


# In [account.permissions] any key is a permission, but none has a number for its label.
SECTIONS = re.findall(r"^\[[\w.]+\]$", SHIPPED.read_text(), re.M)


@pytest.mark.parametrize("section", SECTIONS)
def test_an_unknown_key_is_found_in_every_section(section, scratch):
    text = pathlib.Path(env.SPACONF_CONFIG).read_text().replace(section + "\n", section + "\nno_such_key = 1\n", 1)
    assert "no_such_key" in refused(scratch, text, place_of(text, "no_such_key"))


MISTAKES = {
    "an origin with a path": ("web", "origins", ["https://voip.example.org/spaconf"], None),
    "any origin": ("web", "origins", ["*"], None),
    "the null origin": ("web", "origins", ["null"], None),
    "no origin at all": ("web", "origins", [], None),
    "a misspelt key": ("person", "search_timeout", None, "serch_timeout = 3"),
    "a word for a number": ("web", "form_workers", "eight", None),
    "a number for a word": ("ticket", "queue", 7, None),
    "a word for a yes": ("person", "start_tls", "yes", None),
    "no list": ("web", "origins", "https://voip.example.org", None),
    "a list of numbers": ("web.roles", "registrar", [1], None),
    "no workers": ("web", "form_workers", 0, None),
    "a negative time": ("person", "search_timeout", -1, None),
    "a folder that is not there": ("phone", "root", "/nowhere/at/all", None),
    "a secret that is not there": ("database", "password_file", "/nowhere/password", None),
    "a key that is not there": ("web", "key_file", "/nowhere/key", None),
    "an unknown time zone": ("web", "time_zone", "Europe/Prag", None),
    "an unknown directory": ("person", "kind", "nis", None),
    "an unknown ticket system": ("ticket", "system", "carrier pigeon", None),
    "an unknown dialect": ("account", "dialect", "asterisk-0", None),
    "an unknown store": ("account", "store", "plain", None),
    "an unknown spelling": ("phone", "spelling", "$MACHINE", None),
    "a rule for no number": ("person", "number", "age", None),
    "a filter without the login": ("person", "filter", "(objectClass=*)", None),
    "no directory's address": ("person", "uri", "http://127.0.0.1", None),
    "a ticket system in clear text": ("ticket", "url", "http://rt.example.org", None),
    "a database in clear text": ("database", "socket", None, 'host = "db.example.org"'),
    "a base path without a slash": ("web", "base_path", "spaconf", None),
    "an unknown group": ("phone", "group", "no-such-group", None),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_place(mistake, scratch):
    section, key, value, instead = MISTAKES[mistake]
    text = replaced(pathlib.Path(env.SPACONF_CONFIG).read_text(), section, key, "@@" if instead else value)
    mark = f'{key} = "@@"'
    text = text.replace(mark, instead or mark)
    # Keys come in several sections; ours is the first of its name after its section's head.
    head, found, rest = text.partition(f"[{section}]\n")
    wanted = instead or next(line for line in rest.splitlines() if re.match(rf"{key} *=", line))
    line = (head + found).count("\n") + 1 + rest.splitlines().index(wanted)
    refused(scratch, text, line)


@pytest.mark.parametrize("program", [FORM, SUBMIT, API, SPACONF])
def test_a_program_does_not_start_with_a_mistake(program, scratch):
    conf = derive(scratch / "spaconf.conf", database__name=7)
    done = run(program, *(["worker", "--once"] if program == SPACONF else []), conf=conf)
    assert done.returncode == 78
    assert re.search(rb"\.conf:\d+: ", done.stderr)


@pytest.mark.parametrize("text", ["[web", "a = ", "a = 1\na = 2", "\xff", "[web]\n[web]\n", "= 1"])
def test_a_file_that_is_no_toml_is_named_with_its_place(text, scratch):
    path = scratch / "spaconf.conf"
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o644)
    done = run(SPACONF, "check-config", conf=path)
    assert done.returncode == 78
    assert re.search(rf"^{re.escape(str(path))}:\d+: \S".encode(), done.stderr, re.M), done.stderr


def test_a_configuration_that_is_not_there_is_named():
    done = run(SPACONF, "check-config", conf="/nowhere/spaconf.conf")
    assert done.returncode == 78
    assert b"/nowhere/spaconf.conf" in done.stderr


@pytest.mark.parametrize("section, key", [("web", "key_file"), ("database", "password_file"), ("database", "key_file"),
                                          ("person", "password_file"), ("ticket", "token_file")])  # fmt: skip
@pytest.mark.parametrize("mode", [0o644, 0o642, 0o604])
def test_a_secret_that_others_can_read_is_refused(section, key, mode, scratch):
    copy = scratch / "secret"
    copy.write_bytes(pathlib.Path(config()[section][key]).read_bytes())
    copy.chmod(mode)
    text = replaced(pathlib.Path(env.SPACONF_CONFIG).read_text(), section, key, str(copy))
    refused(scratch, text, place_of(text, str(copy)))


@pytest.mark.parametrize("size", [5, 31, 33, 65])
@pytest.mark.parametrize("section, key", [("web", "key_file"), ("database", "key_file")])
def test_a_key_of_another_size_than_32_bytes_is_refused(section, key, size, scratch):
    copy = scratch / "short"
    copy.write_bytes(b"k" * size)
    copy.chmod(0o600 if os.getuid() else 0o640)
    if os.getuid() == 0:
        os.chown(copy, -1, scratch.stat().st_gid)
    text = replaced(pathlib.Path(env.SPACONF_CONFIG).read_text(), section, key, str(copy))
    refused(scratch, text, place_of(text, str(copy)))


def test_no_message_holds_a_secret(scratch):
    secret = pathlib.Path(config()["database"]["password_file"]).read_text().strip()
    conf = derive(scratch / "spaconf.conf", database__user="nobody-there")
    done = run(SPACONF, "check-config", "--live", conf=conf)
    assert done.returncode != 0
    assert secret.encode() not in done.stdout + done.stderr


# --- check-config --live --------------------------------------------------------------------

LIVE = {"slapd": "LDAP|directory|person", "mariadb": "database|MySQL|MariaDB", "rt": "Request Tracker|ticket", "tftpd": "TFTP|phone"}


def test_live_finds_every_service_well_and_leaves_no_probe():
    before = tree()
    done = run(SPACONF, "check-config", "--live")
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout.decode()
    for names in LIVE.values():
        assert re.search(names, told, re.I), told
    assert env.RT_QUEUE in told
    assert tree() == before


def test_check_config_compares_the_clock_of_the_exchange():
    pbx("INSERT INTO location (ruid, username, domain, contact, expires, callid, user_agent, last_modified)"
        " VALUES ('test-clock', 'clock', %s, 'sip:clock@192.0.2.9:5060', NOW() + INTERVAL 3 HOUR, 'x', 'Linksys/SPA942',"
        " NOW() + INTERVAL 2 HOUR)", env.SIP_DOMAIN)  # fmt: skip
    try:
        done = run(SPACONF, "check-config", "--live")
    finally:
        pbx("DELETE FROM location WHERE ruid = 'test-clock'")
    assert done.returncode == 0
    warning = next(line for line in done.stdout.decode().splitlines() if "(warning)" in line)
    assert re.match(r"exchange: its latest contact was registered (119 minutes|2 hours) from now: .*time zone", warning)


@pytest.mark.parametrize("service", LIVE)
def test_live_names_the_service_that_is_down(service):
    before = tree()
    with stopped(service):
        done = run(SPACONF, "check-config", "--live", timeout=60)
    told = (done.stdout + done.stderr).decode()
    assert done.returncode != 0
    assert re.search(LIVE[service], told, re.I), told
    assert tree() == before


WRONG_LIVE = {
    "ticket": dict(ticket__queue="No such queue"),
    "person": dict(person__bind_dn="cn=nobody,dc=example"),
    "account": dict(account__database="no_such_database"),
    "field": dict(ticket__field="no such field"),
    "schema": dict(database__name="mysql"),
}


@pytest.mark.parametrize("what", WRONG_LIVE)
def test_live_finds_what_only_the_service_can_know(what, scratch):
    done = run(SPACONF, "check-config", "--live", conf=derive(scratch / "spaconf.conf", **WRONG_LIVE[what]))
    assert done.returncode != 0, done.stdout


@pytest.mark.parametrize("uris", ["LDAP://127.0.0.1:{0}", "ldaps://127.0.0.1:1 lDaP://127.0.0.1:{0}"])
def test_start_tls_comes_before_the_password_however_the_address_is_spelled(uris, scratch):
    seen = []

    def heard(_, data):
        seen.append(data)
        return data

    with between_directory(request=heard) as between:
        done = run(SPACONF, "check-config", "--live",
                   conf=derive(scratch / "spaconf.conf", person__uri=uris.format(between.port)))  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert seen and env.LDAP_BIND_PASSWORD.encode() not in b"".join(seen)


def test_a_database_with_a_ca_file_is_never_asked_in_clear_text(scratch):
    # The stack's own server has no certificate.
    port = sql("SELECT @@port p")[0]["p"]
    text = pathlib.Path(env.SPACONF_CONFIG).read_text()
    for ca_file, code in (None, 0), (config()["ticket"]["ca_file"], 1):
        server = 'host = "127.0.0.1"\n' + f"port = {port}\n" + (f'ca_file = "{ca_file}"\n' if ca_file else "")
        path = scratch / "spaconf.conf"
        path.write_text(re.sub(r"^socket = .*\n", server, text, count=1, flags=re.M))
        path.chmod(0o644)
        done = run(SPACONF, "check-config", "--live", conf=path)
        assert bool(done.returncode) == bool(code), done.stdout + done.stderr
        assert not code or re.search(rb"SSL|TLS", done.stdout + done.stderr), done.stdout + done.stderr


# --- migrate --------------------------------------------------------------------------------


def schema(database):
    return query(database, "SELECT table_name t, column_name c, column_type y FROM information_schema.columns "
                 "WHERE table_schema = %s ORDER BY 1, 2", (database,))  # fmt: skip


@pytest.fixture
def empty_database():
    """A second database of ours, empty."""
    name = env.DB_NAME + "_test"
    query("mysql", f"DROP DATABASE IF EXISTS `{name}`", ())
    query("mysql", f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4", ())
    hosts = [row["h"] for row in sql("SELECT host AS h FROM mysql.user WHERE user = %s", env.SPACONF_DB_USER)]
    for host in hosts:
        query("mysql", f"GRANT ALL ON `{name}`.* TO %s@%s", (env.SPACONF_DB_USER, host))
    yield name
    for host in hosts:
        query("mysql", f"REVOKE ALL ON `{name}`.* FROM %s@%s", (env.SPACONF_DB_USER, host))
    query("mysql", f"DROP DATABASE `{name}`", ())


def test_migrate_makes_our_tables_and_the_second_time_changes_nothing(empty_database, scratch):
    conf = derive(scratch / "spaconf.conf", database__name=empty_database)
    theirs = schema(env.PBX_DB)
    assert run(SPACONF, "migrate", conf=conf).returncode == 0
    first = schema(empty_database)
    assert {row["t"] for row in first} >= {"registration", "account", "line", "request", "task", "audit", "schema_version"}
    assert [(r["t"], r["c"], r["y"]) for r in first] == [(r["t"], r["c"], r["y"]) for r in schema(env.DB_NAME)]
    tables = query(empty_database, "SELECT table_name t, engine e FROM information_schema.tables WHERE table_schema = %s", (empty_database,))
    assert [row["t"] for row in tables if row["e"] != "InnoDB"] == ["request_limit"], "which may be lost"
    assert run(SPACONF, "migrate", conf=conf).returncode == 0
    assert schema(empty_database) == first
    assert schema(env.PBX_DB) == theirs, "the exchange's database is never ours"


def test_a_database_of_a_newer_version_ends_the_commands_and_the_worker(empty_database, scratch):
    """With both versions; a service manager does not start them again."""
    conf = derive(scratch / "spaconf.conf", database__name=empty_database)
    assert run(SPACONF, "migrate", conf=conf).returncode == 0
    version = query(empty_database, "SELECT MAX(version) AS v FROM schema_version", ())[0]["v"]
    query(empty_database, "INSERT INTO schema_version VALUES (%s, UTC_TIMESTAMP())", (version + 1,))
    told = f"database: version {version + 1} is newer than this program, which knows {version}"
    for words in ("migrate",), ("worker",), ("worker", "--once"), ("export",):
        done = run(SPACONF, *words, conf=conf, timeout=20)
        assert done.returncode == 78 and told.encode() in done.stderr, (words, done.stderr)
    answer = Cgi(conf=conf).get("/phones")
    assert answer.status == 503 and "do not fit its database" in answer.text


def test_migrate_on_the_running_database_changes_nothing():
    before, ref = schema(env.DB_NAME), register().ref
    assert run(SPACONF, "migrate").returncode == 0
    assert schema(env.DB_NAME) == before
    assert nginx().get("/phones/" + ref).status == 200


def test_a_migration_waits_for_one_that_is_running_and_says_so(empty_database, scratch):
    conf = derive(scratch / "spaconf.conf", database__name=empty_database)
    with pymysql.connect(unix_socket=env.DB_SOCKET, user=env.DB_USER, password=env.DB_PASSWORD) as other:
        with other.cursor() as cursor:
            cursor.execute("SELECT GET_LOCK(%s, 0)", (empty_database + ".migrate",))
        ours = subprocess.Popen([*as_program(), SPACONF, "migrate"], stdout=subprocess.PIPE, text=True,
                                env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf)})  # fmt: skip
        assert "Another migration is running" in ours.stdout.readline()
        assert not schema(empty_database)
    assert re.match("1 of [0-9]+: ", ours.stdout.readline())
    assert ours.wait(60) == 0
    assert schema(empty_database)


def test_a_step_of_a_migration_may_take_long_and_is_not_sent_again(empty_database, scratch):
    """Longer than any request waits for an answer."""
    sent = []

    def request(talk, data):
        if b"CREATE TABLE IF NOT EXISTS registration" in data:
            sent.append(data)
        return data

    def reply(talk, data):
        if sent and "slow" not in talk:
            talk["slow"] = True
            time.sleep(3.5)
        return data

    with between_database(scratch, request=request, reply=reply):
        conf = derive(scratch / "spaconf.conf", database__name=empty_database, database__socket=str(scratch / "database.sock"))
        done = run(SPACONF, "migrate", conf=conf)
    assert done.returncode == 0, done.stderr
    assert len(sent) == 1
    assert re.match(rb"1 of [0-9]+: .*\n2 of ", done.stdout)


def test_a_newer_schema_is_refused(empty_database, scratch):
    conf = derive(scratch / "spaconf.conf", database__name=empty_database)
    assert run(SPACONF, "migrate", conf=conf).returncode == 0
    column = next(row["c"] for row in schema(empty_database) if row["t"] == "schema_version" and "int" in row["y"])
    query(empty_database, f"UPDATE schema_version SET `{column}` = `{column}` + 1000", ())
    before = schema(empty_database)
    done = run(SPACONF, "migrate", conf=conf)
    assert done.returncode != 0
    assert re.search(rb"newer", done.stdout + done.stderr, re.I)
    assert schema(empty_database) == before
    assert run(SPACONF, "worker", "--once", conf=conf).returncode != 0


# --- initial-profiles -----------------------------------------------------------------------


def test_initial_profiles_lead_every_model_to_its_own():
    names = tree()
    assert run(SPACONF, "initial-profiles").returncode == 0
    assert tree() == names
    for model in LINES:
        found = Profile(tftp(f"/{model}.cfg"))
        rule = urllib.parse.urlparse(found["Profile_Rule"])
        assert (rule.scheme, rule.hostname, rule.port) == ("tftp", env.TFTP_HOST, int(env.TFTP_PORT))
        assert rule.path == "/config/spa$MA.cfg"
        assert found["Resync_Periodic"] == "5"
        assert 1 <= int(found["Resync_Error_Retry_Delay"]) <= 60
        assert found.data.isascii()
        assert not [name for name in found.parameters if name.startswith(("User_ID", "Password", "Auth_ID"))]


@pytest.mark.parametrize("spelling", ["$MA", "$MAU", "$MAC"])
def test_initial_profiles_spell_addresses_as_the_configuration_says(spelling, scratch):
    root, staging = scratch / "root", scratch / "staging"
    for folder in root, root / "config", staging:
        folder.mkdir()
        os.chown(folder, scratch.stat().st_uid, os.stat(env.TFTP_ROOT).st_gid)
        folder.chmod(0o2770)
    conf = derive(scratch / "spaconf.conf", phone__root=str(root), phone__staging=str(staging), phone__spelling=spelling)
    done = run(SPACONF, "initial-profiles", conf=conf)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in root.iterdir() if p.is_file()) == sorted(f"{model}.cfg" for model in LINES)
    rule = Profile((root / "spa962.cfg").read_bytes())["Profile_Rule"]
    assert rule.endswith(f"/config/spa{spelling}.cfg")


# --- the command itself ---------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["check-config", "--help"], ["worker", "--help"]])
def test_help_is_given(arguments):
    done = run(SPACONF, *arguments)
    assert done.returncode == 0 and b"spaconf" in done.stdout


@pytest.mark.parametrize("arguments", [[], ["nosuch"], ["check-config", "--nosuch"]])
def test_a_wrong_command_is_told_so(arguments):
    done = run(SPACONF, *arguments)
    assert done.returncode not in (0, 78) and done.stdout + done.stderr


def test_a_program_started_from_a_shell_answers_one_plain_request():
    done = run(FORM, REQUEST_METHOD="GET", REQUEST_URI="/spaconf/form?login=novak", REMOTE_USER=env.WEB_USER,
               SPACONF_AUTHENTICATED="yes")  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.startswith(b"Status: 200")
    assert "Jiří Novák".encode() in done.stdout


# --- passwords and names at the shell -------------------------------------------------------


@pytest.mark.parametrize("action, more", [("edit", []), ("move", ["login=novak"])])
def test_a_password_is_not_taken_from_the_command_line(action, more):
    """Everybody on the machine can read that."""
    phone = register()
    done = run(SPACONF, action, phone.ref, *more, "line1_password=SeenByEverybody")
    assert done.returncode == 1
    assert b"line1_password=-" in done.stderr and b"SeenByEverybody" not in done.stdout + done.stderr
    assert registration(phone.ref)["version"] == 1


def test_passwords_are_read_from_standard_input_a_line_for_each():
    phone = register(model="spa942", line1_user=(first := number()), line2_user=(second := number()))
    typed = b"FirstOfTwoPasswords\r\nSecondOfTwoPasswords"
    done = run(SPACONF, "edit", phone.ref, "line1_password=-", "line2_password=-", typed=typed)
    assert done.returncode == 0, done.stderr
    assert profile(phone.mac).accounts() == [(first, "FirstOfTwoPasswords"), (second, "SecondOfTwoPasswords")]
    done = run(SPACONF, "edit", phone.ref, "line1_password=-", typed=b"")
    assert done.returncode == 1 and b"standard input" in done.stderr


def test_a_password_is_asked_for_at_a_terminal_and_not_shown():
    phone = register()
    leader, follower = pty.openpty()
    asked = subprocess.Popen([*as_program(), SPACONF, "edit", phone.ref, "line1_password=-"], stdin=follower, stderr=follower,
                             stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": env.SPACONF_CONFIG})  # fmt: skip
    try:
        wait_until(lambda: not termios.tcgetattr(leader)[3] & termios.ECHO, "nothing typed is shown")
        os.write(leader, b"TypedAtATerminal42\n")
        assert asked.wait(30) == 0
        shown = os.read(leader, 65536)
    finally:
        asked.kill()
        os.close(follower), os.close(leader)
    assert b"line1_password: " in shown and b"TypedAtATerminal42" not in shown
    assert profile(phone.mac).accounts()[0][1] == "TypedAtATerminal42"


def test_the_command_cannot_be_looked_into():
    phone = register()
    waiting = subprocess.Popen([*as_program(), SPACONF, "edit", phone.ref, "line1_password=-"], stdin=subprocess.PIPE,
                               env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": env.SPACONF_CONFIG})  # fmt: skip
    try:
        # A process that may not be dumped has its files in /proc owned by root.
        wait_until(lambda: os.stat(f"/proc/{waiting.pid}/environ").st_uid == 0 and
                   "spaconf" in os.readlink(f"/proc/{waiting.pid}/exe"), "the command to guard itself")  # fmt: skip
        assert re.search(r"Max core file size +0 +0 ", pathlib.Path(f"/proc/{waiting.pid}/limits").read_text())
    finally:
        waiting.communicate(b"\n")


def logged_in_as(user):
    return lambda: pathlib.Path("/proc/self/loginuid").write_text(str(pwd.getpwnam(user).pw_uid))


@pytest.mark.parametrize("login, actor", [(None, "{own}"), ("nobody", "nobody as {own}"), ("{own}", "{own}")])
def test_who_did_it_is_whom_the_kernel_knows(login, actor):
    phone = register()
    own = pwd.getpwuid(int(status_of(pid("submit"))["Uid"].split()[0])).pw_name
    before = logged_in_as(login.format(own=own)) if login else None
    done = run(SPACONF, "edit", phone.ref, "inventory=4711", before=before, SUDO_USER="mallory", LOGNAME="mallory")
    assert done.returncode == 0, done.stderr
    assert sql("SELECT actor FROM audit WHERE ref = %s AND action = 'edit'", phone.ref) == [{"actor": actor.format(own=own)}]
