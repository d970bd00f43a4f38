"""The privileges that `spaconf grants` prints: enough for each program, and no more."""
import contextlib
import pathlib
import re
import subprocess

import pymysql
import pytest

from fault_injection import SPACONF, Cgi, run
from spaconf_stack import Form, env, mac, person, query, register

DATABASE = env.DB_NAME + "_grants"
USERS = {"": "g_all", "api": "g_api", "form": "g_form", "migrate": "g_migrate"}
PASSWORD = r"it's a \ password"


def write(conf, text):
    conf.write_text(text)
    conf.chmod(0o644)


@pytest.fixture
def conf(scratch):
    """A configuration with a database and four users of its own, none of which exists yet."""
    path, secret = scratch / "spaconf.conf", scratch / "password"
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o640)
    subprocess.run(["chown", f"--reference={scratch}", secret], check=True)
    text = pathlib.Path(env.SPACONF_CONFIG).read_text()
    head, database, rest = re.split(r"(?m)^(\[database\]\n.*?)(?=^\[)", text, maxsplit=1, flags=re.S | re.M)
    database = re.sub(r"(?m)^name = .*$", f'name = "{DATABASE}"', database)
    database = re.sub(r"(?m)^user = .*$", f'user = "{USERS[""]}"', database)
    database = re.sub(r"(?m)^password_file = .*$", f'password_file = "{secret}"', database)
    own = "".join(f'[database.{each}]\nuser = "{USERS[each]}"\npassword_file = "{secret}"\n' for each in USERS if each)
    write(path, head + database + own + rest)
    yield path
    query("mysql", f"DROP DATABASE IF EXISTS `{DATABASE}`", ())
    for user in USERS.values():
        query("mysql", f"DROP USER IF EXISTS {user}@localhost", ())


def carry_out(statements, server=env.DB_SOCKET):
    with pymysql.connect(unix_socket=server, user=env.DB_USER, password=env.DB_PASSWORD, autocommit=True,
                         client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS) as link, link.cursor() as cursor:  # fmt: skip
        cursor.execute(statements)
        while cursor.nextset():
            pass


def grants(conf, *options):
    done = run(SPACONF, "grants", *options, conf=conf)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@contextlib.contextmanager
def link_of(program, password=PASSWORD):
    with pymysql.connect(unix_socket=env.DB_SOCKET, user=USERS[program], password=password, database=DATABASE) as link:
        with link.cursor() as cursor:
            yield cursor


def refused(cursor, statement):
    with pytest.raises(pymysql.err.OperationalError) as error:
        cursor.execute(statement)
    return error.value.args[0] in (1142, 1143)


def test_each_program_works_with_what_grants_gives_it_and_cannot_do_more(conf):
    carry_out(grants(conf, "--with-passwords"))
    assert run(SPACONF, "migrate", conf=conf).returncode == 0
    assert b"FAIL" not in run(SPACONF, "check-config", "--live", conf=conf).stdout
    door, who = Cgi(conf=conf), person()
    form = Form(door, who.login).fill(model="spa942", mac=mac(), permission=["local"])
    ref = form.post().ref
    for page in ("/", f"/phones/{ref}", f"/phones/{ref}/edit", f"/phones/{ref}/history", "/phones", "/phones.csv", "/review", f"/form?login={who.login}"):
        assert door.get(page).status == 200, page
    assert run(SPACONF, "retire", ref, conf=conf).returncode == 0
    with link_of("form") as cursor:
        assert refused(cursor, f"SELECT password FROM `{env.PBX_DB}`.subscriber")
        assert refused(cursor, "DELETE FROM registration")
        assert refused(cursor, "UPDATE task SET state = 'done'")
    with link_of("") as cursor:
        assert refused(cursor, "DROP TABLE registration")
        assert refused(cursor, f"UPDATE `{env.PBX_DB}`.location SET contact = ''")
    with link_of("api") as cursor:
        cursor.execute("INSERT INTO request_limit (subject, full_at, is_refused) VALUES ('client 0', '2026-01-01', 0)")
        cursor.execute(f"SELECT password FROM `{env.PBX_DB}`.subscriber LIMIT 1")
        assert refused(cursor, "DROP TABLE client")
        assert refused(cursor, f"UPDATE `{env.PBX_DB}`.location SET contact = ''")
    with link_of("migrate") as cursor:
        assert refused(cursor, f"SELECT username FROM `{env.PBX_DB}`.subscriber")


def test_grants_show_no_password_unless_asked_and_never_at_a_terminal(conf):
    told = grants(conf)
    assert PASSWORD not in told and told.count("IDENTIFIED BY 'PASSWORD'") == 4
    assert "ALTER USER" not in told, "nobody's password becomes PASSWORD"
    shown = subprocess.run(["script", "-qec", f"env SPACONF_CONFIG={conf} {SPACONF} grants --with-passwords", "/dev/null"],
                           capture_output=True, text=True, timeout=30)  # fmt: skip
    assert "for a pipe" in shown.stdout and PASSWORD not in shown.stdout


def test_one_user_for_all_programs_is_enough(conf):
    write(conf, re.sub(r"(?ms)^\[database\.(api|form|migrate)\]\n.*?(?=^\[)", "", conf.read_text()))
    told = grants(conf, "--with-passwords")
    assert told.count("CREATE USER") == 1
    carry_out(told)
    assert run(SPACONF, "migrate", conf=conf).returncode == 0
    assert register(Cgi(conf=conf)).ref


def test_revoke_takes_away_what_dbconfig_common_has_given(conf):
    carry_out(grants(conf, "--with-passwords"))
    name = DATABASE.replace("_", r"\_")
    carry_out(f"GRANT ALL ON `{name}`.* TO '{USERS['']}'@'localhost'")
    assert run(SPACONF, "migrate", conf=conf).returncode == 0
    carry_out(grants(conf, "--with-passwords"))
    with link_of("") as cursor:
        cursor.execute("CREATE TABLE of_nobody (n INT)")
        cursor.execute("DROP TABLE of_nobody")
    carry_out(grants(conf, "--with-passwords", "--revoke"))
    with link_of("") as cursor:
        cursor.execute("SELECT 1 FROM registration")
        assert refused(cursor, "CREATE TABLE of_nobody (n INT)")


def test_a_new_password_replaces_that_of_an_existing_user(conf, scratch):
    carry_out(grants(conf, "--with-passwords"))
    (scratch / "password").write_text("another\n")
    carry_out(grants(conf, "--with-passwords"))
    for program in USERS:
        with link_of(program, "another"):
            pass
    with pytest.raises(pymysql.err.OperationalError), link_of(""):
        pass
