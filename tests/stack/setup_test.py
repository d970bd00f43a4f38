"""spaconf setup against the stack's services, with and without questions; spaconf doctor through its web servers."""
import fcntl
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import termios
import tomllib

import pytest

from fault_injection import SPACONF, as_program, derive, pid, run, status_of
from spaconf_stack import TOP, config, env, query, sql, wait_until

DATABASE = env.DB_NAME + "_setup"


def program_user():
    return pwd.getpwuid(int(status_of(pid("submit"))["Uid"].split()[0])).pw_name


@pytest.fixture
def site(scratch):
    """The shipped configuration with folders and secrets of its own; the database exists."""
    secrets = scratch / "secrets"
    secrets.mkdir()
    stack = config()
    for name, section, key in (("web.key", "web", "key_file"), ("database.key", "database", "key_file"),
                               ("database.password", "database", "password_file"), ("ticket.token", "ticket", "token_file")):  # fmt: skip
        shutil.copy(stack[section][key], secrets / name)
    subprocess.run(["chown", "-R", f"--reference={scratch}", secrets], check=True)
    text = (TOP / "spaconf.conf").read_text().replace("/etc/spaconf/secrets", str(secrets))
    conf = scratch / "spaconf.conf"
    conf.write_text(text.replace("/etc/spaconf/templates", ""))
    conf.chmod(0o644)
    query("mysql", f"CREATE DATABASE `{DATABASE}` CHARACTER SET utf8mb4", ())
    for row in sql("SELECT host AS h FROM mysql.user WHERE user = %s", env.SPACONF_DB_USER):
        query("mysql", f"GRANT ALL ON `{DATABASE}`.* TO %s@%s", (env.SPACONF_DB_USER, row["h"]))
    yield conf
    query("mysql", f"DROP DATABASE `{DATABASE}`", ())


def answers(**changes):
    stack = config()
    found = {
        "templates": str(TOP / "templates"), "person.uri": stack["person"]["uri"], "person.start_tls": "yes",
        "person.ca_file": env.LDAP_CA_FILE, "person.bind_dn": env.LDAP_BIND_DN, "person.base": env.LDAP_BASE,
        "person.filter": "(uid={login})", "database.socket": env.DB_SOCKET, "database.name": DATABASE,
        "database.user": env.SPACONF_DB_USER, "account.dialect": "kamailio-5", "account.database": env.PBX_DB,
        "account.domain": env.SIP_DOMAIN, "phone.root": env.TFTP_ROOT, "phone.staging": stack["phone"]["staging"],
        "phone.group": env.TFTP_GROUP, "phone.server": stack["phone"]["server"], "ticket.url": stack["ticket"]["url"],
        "ticket.ca_file": env.LDAP_CA_FILE, "ticket.queue": env.RT_QUEUE, "web.origins": "https://voip.example.org",
        "web.realms": "", "web.roles.administrator": "novak, dvorak", "web.roles.registrar": "", "web.time_zone": "Europe/Prague"}  # fmt: skip
    return [f"{key}={value}" for key, value in (found | changes).items()]


def answers_without(*keys, **changes):
    return [answer for answer in answers(**changes) if answer.partition("=")[0] not in keys]


def as_root():
    """What goes before a command of root's that runs others as the programs' user."""
    return [word for word in as_program()[:1] if word.endswith("with-checkout-access")]


def setup(conf, *words, typed=None):
    return subprocess.run(
        [*as_root(), SPACONF, "setup", "--user", program_user(), *words], input=typed, capture_output=True, text=True, timeout=120,
        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf)})  # fmt: skip


def give(conf, name, secret):
    path = conf.parent / "secrets" / name
    path.write_text(secret + "\n")
    path.chmod(0o640)
    subprocess.run(["chown", f"--reference={conf.parent}", path], check=True)


def test_without_questions_it_ends_with_everything_checked(site):
    give(site, "person.password", env.LDAP_BIND_PASSWORD)
    before = site.read_text()
    done = setup(site, "--no-questions", *answers())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAIL" not in done.stdout and "served" not in done.stderr
    written = tomllib.loads(site.read_text())
    assert written["person"]["start_tls"] is True and written["web"]["roles"]["administrator"] == ["novak", "dvorak"]
    assert written["account"]["domain"] == env.SIP_DOMAIN
    assert re.findall(r"(?m)^#.*$", site.read_text()) == re.findall(r"(?m)^#.*$", before)
    assert query(DATABASE, "SELECT COUNT(*) AS n FROM schema_version", ())[0]["n"] >= 2
    assert setup(site, "--no-questions").returncode == 0, "a second time nothing has to be given"


def test_untried_it_only_writes_what_is_given(site):
    done = setup(site, "--untried", "database.socket=", "database.host=db.example.org", "database.port:=3307")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    written = tomllib.loads(site.read_text())["database"]
    assert (written["socket"], written["host"], written["port"]) == ("", "db.example.org", 3307)


@pytest.mark.parametrize(("change", "sentence"), [
    ({"person.base": "ou=nobody,dc=nowhere"}, "No such object"),
    ({"person.uri": "ldap://127.0.0.1:1"}, "directory"),
    ({"database.socket": "/nonexistent"}, "spaconf grants --with-passwords"),
    ({"account.domain": ""}, "domain is empty"),
    ({"ticket.queue": "Nobody's"}, "HTTP 403 Forbidden"),
    ({"web.origins": "voip.example.org/x y"}, "is not an origin"),
    ({"person.start_tls": "perhaps"}, "yes or no"),
    ({"phone.group": "nobodys"}, "nobodys"),
])  # fmt: skip
def test_a_wrong_answer_ends_it_with_the_services_own_words(site, change, sentence):
    give(site, "person.password", env.LDAP_BIND_PASSWORD)
    done = setup(site, "--no-questions", *answers(**change))
    assert done.returncode == 1, done.stdout
    assert sentence in done.stdout + done.stderr, done.stdout + done.stderr
    assert not query(DATABASE, "SHOW TABLES", ()), "it went no further"


def test_it_asks_again_after_a_wrong_password_and_writes_the_right_one(site):
    given = answers()
    # Each group's questions come again after a failure: seven of the directory, of which one has an answer.
    typed = "wrong\n" + "\n" * 4 + env.LDAP_BIND_PASSWORD + "\n" + "\n" * 40
    done = setup(site, *given, typed=typed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("FAIL") == 1 and "Invalid credentials" in done.stdout
    path = site.parent / "secrets" / "person.password"
    assert path.read_text() == env.LDAP_BIND_PASSWORD + "\n"
    assert oct(path.stat().st_mode)[-3:] == "640"
    assert env.LDAP_BIND_PASSWORD not in done.stdout + done.stderr


def test_the_end_of_input_ends_it_and_keeps_the_earlier_answers(site):
    done = setup(site, *answers_without("person.uri"), typed="ldap://directory.example.org\n")
    assert done.returncode == 1
    assert "end of standard input" in done.stderr and "earlier answers are kept" in done.stderr
    assert tomllib.loads(site.read_text())["person"]["uri"] == "ldap://directory.example.org"


def test_a_file_that_is_no_toml_ends_it_before_the_first_question(site):
    site.write_text("[person\n")
    done = setup(site, typed="\n" * 50)
    assert done.returncode == 78 and f"{site}:1" in done.stderr, done.stdout + done.stderr


def test_a_list_of_servers_is_shown_and_kept(site):
    give(site, "person.password", env.LDAP_BIND_PASSWORD)
    servers = [config()["phone"]["server"], "http://192.0.2.2"]
    shown = "[" + ", ".join(f'"{each}"' for each in servers) + "]"
    site.write_text(re.sub(r"(?m)^server = .*$", f"server = {shown}", site.read_text()))
    done = setup(site, *answers_without("phone.server"), typed="\n" * 40)
    assert done.returncode == 0, done.stdout + done.stderr
    assert tomllib.loads(site.read_text())["phone"]["server"] == servers
    shorter = setup(site, "--no-questions", f'phone.server=["{servers[0]}"]')
    assert shorter.returncode == 0, shorter.stdout + shorter.stderr
    assert tomllib.loads(site.read_text())["phone"]["server"] == servers[:1]


def test_only_the_databases_password_is_made_anew(site):
    secrets = site.parent / "secrets"
    before = (secrets / "database.password").read_text()
    # The minus is refused for the directory's password, which is asked for again; then it makes the database's.
    typed = "-\n" + "\n" * 4 + env.LDAP_BIND_PASSWORD + "\n" + "\n" * 2 + "\n" * 3 + "-\n" + "\n" * 3
    done = setup(site, *answers(), typed=typed)
    assert done.returncode == 1, "the new password is not the database's yet"
    assert done.stdout.count("makes no password here") == 1, done.stdout
    assert "spaconf grants --with-passwords | mysql" in done.stdout
    assert (secrets / "person.password").read_text() == env.LDAP_BIND_PASSWORD + "\n"
    made = (secrets / "database.password").read_text()
    assert made != before and len(made) > 16 and made.strip() not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["setup", "doctor"])
def test_an_ordinary_user_reads_who_may_run_it(site, command):
    nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    done = subprocess.run([*as_root(), *nobody, SPACONF, command, "--user", program_user()], capture_output=True, text=True, timeout=30,
                          env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(site)})  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == f"spaconf: run this as root or as user {program_user()}\n"


def with_terminal():
    """The terminal is the process's own, and Ctrl-C counts even if these tests run in the background."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_a_hidden_question_leaves_the_terminal_with_echo(site, number):
    ours, terminal = os.openpty()

    def echoes():
        return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)

    process = subprocess.Popen(
        [*as_root(), SPACONF, "setup", "--user", program_user(), *answers()], stdin=terminal, stdout=terminal, stderr=terminal,
        start_new_session=True, preexec_fn=with_terminal,
        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(site)})  # fmt: skip
    try:
        assert echoes()
        wait_until(lambda: not echoes(), "it asks for the directory's password")
        if number == signal.SIGINT:
            os.write(ours, b"secret\x03")
        else:
            process.send_signal(number)
        assert process.wait(timeout=20) == -number
        assert echoes()
        assert b"secret" not in os.read(ours, 10000)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(terminal)


def test_it_creates_missing_folders_for_the_programs_user(site, scratch):
    give(site, "person.password", env.LDAP_BIND_PASSWORD)
    root = scratch / "tftp" / "root"
    done = setup(site, "--no-questions", *answers(**{"phone.root": str(root), "phone.staging": str(scratch / "tftp/staging")}))
    assert done.returncode == 1, "no TFTP server serves it"
    found = [(each.stat(), name) for each, name in ((root, "2755"), (root / "config", "2750"), (scratch / "tftp/staging", "2750"))]
    assert [oct(status.st_mode)[-4:] for status, _ in found] == [mode for _, mode in found]
    assert {pwd.getpwuid(status.st_uid).pw_name for status, _ in found} == {program_user()}


# --- doctor ---------------------------------------------------------------------------------


def doctor(conf=None):
    done = subprocess.run([*as_root(), SPACONF, "doctor", "--user", program_user(), "--ca-file", env.LDAP_CA_FILE],
                          capture_output=True, text=True, timeout=120,
                          env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf or env.SPACONF_CONFIG)})  # fmt: skip
    # Its wrong tokens do not count for the other tests.
    sql("DELETE FROM request_limit WHERE subject LIKE 'address %%'")
    return done


def lines(done, word):
    return [line for line in done.stdout.splitlines() if line.startswith(word)]


def test_the_doctor_finds_the_stack_well_through_all_its_web_servers():
    done = doctor()
    bad = [line for line in lines(done, "FAIL") if "tftpd-hpa" not in line]
    assert not bad, done.stdout
    for sentence in ("asks for a login", "submit.fcgi answers", "api.fcgi answers and gets tokens"):
        assert len([line for line in lines(done, "ok") if sentence in line]) == len(config()["web"]["origins"]), sentence


@pytest.mark.parametrize(("change", "sentence"), [
    ({"web__origins": ["http://127.0.0.1:1"]}, "web server"),
    ({"web__form_socket": "/nonexistent/form.sock"}, "No such file"),
    ({"web__base_path": "/elsewhere"}, "does not know spaconf"),
])  # fmt: skip
def test_the_doctor_says_what_is_wrong(scratch, change, sentence):
    done = doctor(derive(scratch / "spaconf.conf", **change))
    assert done.returncode == 1
    assert any(sentence in line for line in lines(done, "FAIL")), done.stdout


def test_the_doctor_misses_no_socket_when_the_web_server_starts_the_programs(scratch):
    nowhere = {f"web__{name}_socket": f"/nonexistent/{name}.sock" for name in ("form", "submit", "api")}
    done = doctor(derive(scratch / "spaconf.conf", **nowhere))
    assert not [line for line in lines(done, "FAIL") if "socket" in line], done.stdout
    assert any("mod_fcgid" in line for line in lines(done, "ok"))
    done = doctor(derive(scratch / "spaconf.conf", **nowhere, web__origins=["http://127.0.0.1:1"]))
    assert len([line for line in lines(done, "FAIL") if "No such file" in line]) == 2, done.stdout


@pytest.fixture
def server_without_login(scratch):
    """nginx that passes everybody on, with the marker or without it."""
    started = []

    def start(marker, before=""):
        port = 18200 + len(started)
        folder = scratch / f"nginx{port}"
        folder.mkdir()
        param = "fastcgi_param SPACONF_AUTHENTICATED yes; fastcgi_param REMOTE_USER " + env.WEB_USER + ";" if marker else ""
        (folder / "nginx.conf").write_text(
            f"user www-data; pid {folder}/pid; error_log {folder}/log; events {{}} http {{ access_log off; "
            + "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "fastcgi", "proxy", "scgi", "uwsgi"))
            + f"server {{ listen 127.0.0.1:{port}; listen 127.0.0.2:{port}; {before} location / {{ fastcgi_param REQUEST_METHOD $request_method; "
            f"fastcgi_param REQUEST_URI $request_uri; fastcgi_param SERVER_PROTOCOL $server_protocol; {param} "
            f"fastcgi_pass unix:{config()['web']['form_socket']}; }} }} }}")  # fmt: skip
        subprocess.run(["nginx", "-c", folder / "nginx.conf"], check=True, capture_output=True)
        started.append(int((folder / "pid").read_text()))
        return f"http://127.0.0.1:{port}"

    yield start
    for process in started:
        os.kill(process, 15)


@pytest.mark.parametrize(("marker", "sentence"), [(True, "everybody sees the pages"), (False, "SPACONF_AUTHENTICATED")])
def test_the_doctor_sees_a_web_server_that_asks_for_no_login(scratch, server_without_login, marker, sentence):
    done = doctor(derive(scratch / "spaconf.conf", web__origins=[server_without_login(marker)]))
    assert any(sentence in line for line in lines(done, "FAIL")), done.stdout


def test_the_doctor_reads_the_health_page_that_only_127_0_0_1_may_see(scratch, server_without_login):
    origin = server_without_login(True, "set $seen $server_addr$uri; if ($seen = 127.0.0.2/spaconf/healthz) { return 403; }")
    origin = origin.replace("127.0.0.1", "127.0.0.2")
    done = doctor(derive(scratch / "spaconf.conf", web__origins=[origin]))
    assert f"{origin}/spaconf/healthz: form.fcgi answers" in done.stdout, done.stdout


def api_location(rest):
    return f"location /spaconf/api/ {{ {rest} }}"


@pytest.mark.parametrize(("before", "sentence"), [
    ("return 301 https://voip.example.org/;", "a redirection"),
    ("return 401;", "health pages need no login"),
    ("return 403;", "does not show the health pages"),
    ("return 502;", "does not reach form.fcgi"),
    ("", "not from submit.fcgi"),
    ("location /spaconf/submit/ { return 502; }", "does not reach submit.fcgi"),
    (api_location("return 401;"), "clients have only tokens"),
    (api_location("return 502;"), "does not reach api.fcgi"),
    (api_location("fastcgi_pass_request_headers off; fastcgi_param REQUEST_METHOD $request_method; "
                  "fastcgi_param REQUEST_URI $request_uri; fastcgi_param SERVER_PROTOCOL $server_protocol; "
                  "fastcgi_pass unix:API;"), "does not pass the header Authorization"),
])  # fmt: skip
def test_the_doctor_sees_what_the_web_server_does_not_pass(scratch, server_without_login, before, sentence):
    origin = server_without_login(True, before.replace("API", config()["web"]["api_socket"]))
    done = doctor(derive(scratch / "spaconf.conf", web__origins=[origin]))
    assert any(sentence in line for line in lines(done, "FAIL")), done.stdout


def test_the_doctor_misses_no_api_that_does_not_run(scratch, server_without_login):
    origin = server_without_login(True, api_location("return 502;"))
    done = doctor(derive(scratch / "spaconf.conf", web__origins=[origin], web__api_socket="/nonexistent/api.sock"))
    assert any("api.fcgi does not run" in line for line in lines(done, "ok")), done.stdout


@pytest.mark.parametrize(("mode", "sentence"), [(0o600, "may not connect"), (0o666, "every user of this machine may connect")])
def test_the_doctor_sees_a_socket_for_too_few_or_too_many(scratch, mode, sentence):
    path = scratch / "form.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        path.chmod(mode)
        listener.listen()
        done = doctor(derive(scratch / "spaconf.conf", web__form_socket=str(path)))
    assert any(str(path) in line and sentence in line for line in lines(done, "FAIL")), done.stdout


def test_the_doctor_reads_the_configuration_of_check_config(scratch):
    conf = scratch / "spaconf.conf"
    conf.write_text("[nonsense]\n")
    conf.chmod(0o644)
    assert doctor(conf).returncode == 78
    assert run(SPACONF, "check-config", conf=conf).returncode == 78
