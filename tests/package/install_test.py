"""The Debian package in a new system: install, register a phone, upgrade, remove, purge. The tests build on one another."""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import tomllib

import pytest

import debian_system
from spaconf_stack import TOP, Form, Web, config, env, mac, person, query, wait_until

NGINX, APACHE, TFTP = (18000 + i for i in range(3))
DATABASE = "spaconf_package"
PROGRAMS = ("spaconf-form", "spaconf-submit", "spaconf-api", "spaconf-worker")
SECRETS = pathlib.Path("/etc/spaconf/secrets")


@pytest.fixture(scope="module")
def system():
    folder = debian_system.DEB / "system"
    found = debian_system.new_system(folder)
    try:
        yield found
    finally:
        debian_system.end(found)
        drop_database()


def registrations():
    """Without what the worker may note about tickets meanwhile."""
    return [{name: value for name, value in row.items() if not name.startswith("ticket_") and name != "updated"}
            for row in query(DATABASE, "SELECT * FROM registration ORDER BY ref", ())]


def drop_database():
    query("mysql", f"DROP DATABASE IF EXISTS {DATABASE}", ())
    query("mysql", f"DROP USER IF EXISTS {DATABASE}@localhost", ())


def mode(system, name):
    return oct(system.path(name).lstat().st_mode & 0o7777)[2:]


def install(system, deb, code=0):
    target = system.path("/tmp") / deb.name
    shutil.copy(deb, target)
    return system.run("apt-get", "-q", "-y", "--no-install-recommends", "install", f"/tmp/{deb.name}", code=code)


def answer_debconf(system, **answers):
    """Each answer is its type and value."""
    system.run("debconf-set-selections", input="".join(f"spaconf spaconf/{name} {value}\n" for name, value in answers.items()))


def answer_dbconfig(system):
    answer_debconf(system, **{"dbconfig-install": "boolean true", "dbconfig-upgrade": "boolean true", "db/dbname": f"string {DATABASE}",
                              "db/app-user": f"string {DATABASE}@localhost", "mysql/method": "select Unix socket"})  # fmt: skip


def show_database(system):
    """The database server of the stack is at its usual place."""
    socket = system.path("/run/mysqld/mysqld.sock")
    socket.parent.mkdir(parents=True, exist_ok=True)
    socket.touch()
    debian_system.mount(env.DB_SOCKET, socket)
    system.path("/etc/mysql").mkdir(exist_ok=True)
    system.path("/etc/mysql/debian.cnf").write_text(
        "".join(f"[{section}]\nhost = localhost\nuser = {env.DB_USER}\npassword = {env.DB_PASSWORD}\nsocket = /run/mysqld/mysqld.sock\n"
                for section in ("client", "mysql_upgrade")))  # fmt: skip


def test_it_installs_with_fresh_keys_and_a_database_and_runs_nothing(system):
    older = debian_system.with_version(debian_system.packages()[0], "0.0.9-1", system.root.parent,
                                       {"/usr/share/spaconf/spaconf.conf": "# An older comment.\n"})  # fmt: skip
    drop_database()
    show_database(system)
    answer_dbconfig(system)
    system.run("apt-get", "-q", "update")
    told = install(system, older)
    uid, gid = system.ids("spaconf")
    assert mode(system, SECRETS) == "750" and system.path(SECRETS).stat().st_gid == gid
    names = ("web.key", "database.key", "database.password")
    keys = [system.path(SECRETS / name) for name in names]
    assert [key.stat().st_size for key in keys[:2]] == [32, 32] and keys[0].read_bytes() != keys[1].read_bytes()
    assert all(key.stat().st_uid == 0 and key.stat().st_gid == gid for key in keys)
    assert {mode(system, SECRETS / name) for name in names} == {"640"}
    system.run("cat", SECRETS / "web.key", user="spaconf-form", code=1)
    system.run("test", "-r", SECRETS / "web.key", user="spaconf")
    assert query("mysql", "SHOW DATABASES LIKE %s", (DATABASE,)), told
    assert "No such file" in system.spaconf("check-config", code=78)
    shutil.copy(TOP / "debian/tests/installed", system.path("/tmp/installed"))
    system.run("/tmp/installed")
    links = system.path("/etc/systemd/system").rglob("spaconf*")
    assert not list(links), "nothing is enabled"
    assert not system.path("/etc/apache2/conf-enabled/spaconf-proxy.conf").exists()


def write_secret(system, name, secret):
    system.path(SECRETS / name).write_text(secret + "\n")
    system.run("chown", "root:spaconf", SECRETS / name)
    system.run("chmod", "0640", SECRETS / name)


def set_up(system):
    stack = config()
    for name, source in {"person.password": stack["person"]["password_file"], "ticket.token": stack["ticket"]["token_file"]}.items():
        write_secret(system, name, pathlib.Path(source).read_text().strip())
    shutil.copy(env.LDAP_CA_FILE, system.path("/etc/spaconf/ca.crt"))
    answers = {
        "person.uri": stack["person"]["uri"], "person.ca_file": "/etc/spaconf/ca.crt", "person.bind_dn": env.LDAP_BIND_DN,
        "person.base": env.LDAP_BASE, "database.name": DATABASE, "database.user": DATABASE, "account.database": env.PBX_DB,
        "account.domain": env.SIP_DOMAIN, "phone.server": f"tftp://127.0.0.1:{TFTP}", "ticket.url": stack["ticket"]["url"],
        "ticket.ca_file": "/etc/spaconf/ca.crt", "ticket.queue": env.RT_QUEUE, "ticket.settle:": "2", "registration.interval:": "1",
        "web.origins": ", ".join(f"http://127.0.0.1:{port}" for port in (NGINX, APACHE)), "web.roles.registrar": env.WEB_USER}  # fmt: skip
    words = ["spaconf", "setup", "--no-questions", *(f"{key}={value}" for key, value in answers.items())]
    told = system.run(*words, code=1)
    assert "spaconf grants --with-passwords | mysql" in told, told
    carry_out(system.run("spaconf", "grants", "--with-passwords"))
    told = system.run(*words)
    assert "FAIL" not in told


def test_it_is_set_up_as_readme_debian_says(system):
    system.start("tftpd", "/usr/sbin/in.tftpd", "--foreground", "--ipv4", "--address", f"127.0.0.1:{TFTP}", "--secure", "--permissive",
                 "--user", "tftp", "/srv/tftp")  # fmt: skip
    set_up(system)
    system.run("htpasswd", "-b", "-B", "-c", "/etc/spaconf/users", env.WEB_USER, env.WEB_PASSWORD)
    system.run("chown", "root:www-data", "/etc/spaconf/users")


def carry_out(statements):
    for statement in re.sub(r"(?m)^--.*$", "", statements).split(";\n"):
        if statement.strip():
            query("mysql", statement.replace("%", "%%"), ())


def test_a_program_runs_with_what_its_unit_gives_it_and_no_more(system):
    for name in PROGRAMS:
        system.start_unit(name)
    system.run("cat", SECRETS / "ticket.token", user="spaconf-form", code=1)
    system.run("touch", "/srv/tftp/config/spa000e08000000.cfg", user="spaconf-form", code=1)
    system.run("test", "-w", "/run/spaconf/form.sock", user="www-data")
    system.run("test", "-w", "/run/spaconf/form.sock", user="nobody", code=1)


def answers(door):
    try:
        return door.get("/").status == 200
    except OSError:
        return False


def registered(door):
    who = person()
    form = Form(door, who.login).fill(model="spa942", mac=mac())
    answer = form.post()
    assert answer.status == 303, answer.words()[:600]
    return form["mac"], answer.ref


def assert_the_api_wants_a_token(system, origin, name):
    token = re.search(r"spaconf_\w+", system.spaconf("token", "add", name, "--scope", "read"))[0]
    path, door = "/api/v1/registrations", Web(origin)
    assert door.get(path).status == 401 and door.get(path, Authorization="Bearer " + token).status == 200


def test_a_phone_is_registered_through_nginx_and_fetches_its_profile(system):
    system.path("/etc/nginx/sites-enabled/default").unlink()
    system.path("/etc/nginx/conf.d/voip.conf").write_text(
        f"server {{ listen 127.0.0.1:{NGINX}; include snippets/spaconf.conf; }}\n")
    system.run("nginx", "-t")
    system.start("nginx", "/usr/sbin/nginx", "-g", "daemon off;")
    door = Web(f"http://127.0.0.1:{NGINX}", env.WEB_USER, env.WEB_PASSWORD)
    wait_until(lambda: answers(door), "the pages answer")
    address, ref = registered(door)
    served = subprocess.run(["curl", "-sS", f"tftp://127.0.0.1:{TFTP}/config/spa{address.replace(':', '')}.cfg"],
                            check=True, capture_output=True, timeout=20).stdout  # fmt: skip
    assert b"<flat-profile>" in served
    assert mode(system, f"/srv/tftp/config/spa{address.replace(':', '')}.cfg") == "640"
    wait_until(lambda: query(DATABASE, "SELECT ticket_state AS s FROM registration WHERE ref = %s", (ref,))[0]["s"] == "done",
               "the worker has made the ticket", 60)  # fmt: skip
    assert Web(door.origin).get("/").status == 401
    assert_the_api_wants_a_token(system, door.origin, "nginx")
    assert system.spaconf("reconcile", "--without-tickets", code=None).count(ref) == 0


def carry_out_block(system, heading):
    """The commands below a comment of README.Debian."""
    text = (TOP / "debian/spaconf.README.Debian").read_text()
    commands = re.search(rf"(?m)^ +# {re.escape(heading)}.*\n((?: {{8}}.+\n)+)", text)[1]
    # Nothing runs under systemd here, and apt asks.
    system.run("sh", "-e", "-c", f'systemctl() {{ :; }}; apt() {{ apt-get -q -y "$@"; }}; {commands}')


def start_apache(system):
    system.start("apache", "/bin/sh", "-c", ". /etc/apache2/envvars; mkdir -p $APACHE_RUN_DIR; exec apache2 -D FOREGROUND",
                 variables={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}.items())  # fmt: skip


def test_apache_serves_the_same_when_its_configuration_is_enabled(system):
    carry_out_block(system, "Apache, mod_proxy_fcgi")
    system.path("/etc/apache2/ports.conf").write_text(f"Listen 127.0.0.1:{APACHE}\n")
    system.run("apache2ctl", "configtest")
    start_apache(system)
    door = Web(f"http://127.0.0.1:{APACHE}", env.WEB_USER, env.WEB_PASSWORD)
    wait_until(lambda: answers(door), "the pages answer")
    registered(door)
    assert_the_api_wants_a_token(system, door.origin, "proxy-fcgi")


def test_the_doctor_finds_what_is_wrong_and_then_nothing(system):
    told = system.run("spaconf", "doctor", code=1)
    assert [line for line in told.splitlines() if line.startswith("FAIL") and "--secure --permissive" in line], told
    assert told.count("asks for a login") == 2
    settings = system.path("/etc/default/tftpd-hpa")
    settings.write_text(re.sub("(?m)^TFTP_OPTIONS=.*$", 'TFTP_OPTIONS="--secure --permissive"', settings.read_text()))
    assert "FAIL" not in system.run("spaconf", "doctor")


@contextlib.contextmanager
def apache_as_supervisor(system):
    """Apache with mod_fcgid, after the block of README.Debian; then everything is as before."""
    conf = system.path("/etc/spaconf/spaconf.conf")
    before = conf.read_text()
    for name in ("apache", *PROGRAMS):
        system.stop(name)
    system.run("a2disconf", "-q", "spaconf-proxy")
    carry_out_block(system, "Apache, mod_fcgid")
    system.start_unit("spaconf-worker")
    start_apache(system)
    try:
        yield
    finally:
        for name in ("apache", "spaconf-worker"):
            system.stop(name)
        system.run("a2disconf", "-q", "spaconf-fcgid")
        for group in ("spaconf", "tftp"):
            system.run("deluser", "www-data", group)
        conf.write_text(before)
        for name in PROGRAMS:
            system.start_unit(name)


def test_apache_starts_the_programs_itself_after_the_block_of_readme_debian(system):
    with apache_as_supervisor(system):
        door = Web(f"http://127.0.0.1:{APACHE}", env.WEB_USER, env.WEB_PASSWORD)
        wait_until(lambda: answers(door), "the pages answer")
        for page in ("/readyz", "/submit/readyz", "/api/v1/readyz"):
            answer = Web(door.origin).get(page)
            assert answer.status == 200, answer.words()
        address, ref = registered(door)
        assert_the_api_wants_a_token(system, door.origin, "fcgid")
        assert mode(system, f"/srv/tftp/config/spa{address.replace(':', '')}.cfg") == "640"
        assert ref not in system.spaconf("reconcile", "--without-tickets", code=None)
        assert "the web server starts the programs itself" in system.run("spaconf", "doctor", code=None)


@contextlib.contextmanager
def full_disk(system, folder):
    path = system.path(folder)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "full", path], check=True)
    try:
        with contextlib.suppress(OSError), open(path / "rest", "wb", buffering=0) as rest:
            while True:
                rest.write(b"x" * 1024)
        yield
    finally:
        subprocess.run(["umount", path], check=True)


def test_the_old_programs_go_on_while_the_new_one_does_not_accept_the_configuration(system):
    """The next tests try again."""
    conf = system.path("/etc/spaconf/spaconf.conf")
    good = conf.read_text()
    conf.write_text(good + "\n[nonsense]\n")
    socket = system.path("/run/spaconf/form.sock")
    socket.rename(socket.with_suffix(".away"))  # mod_fcgid needs no socket
    told = install(system, debian_system.packages()[0], code=100)
    assert "nonsense" in told and "the programs of the old version go on" in told
    socket.with_suffix(".away").rename(socket)
    for name in PROGRAMS:
        assert os.readlink(f"/proc/{system.running[name]}/exe").endswith(" (deleted)"), "dpkg has put the new file there"
    registered(Web(f"http://127.0.0.1:{NGINX}", env.WEB_USER, env.WEB_PASSWORD))
    conf.write_text(good)


@contextlib.contextmanager
def nothing_lost(system):
    names = [SECRETS / "web.key", SECRETS / "database.key", SECRETS / "database.password", "/etc/spaconf/spaconf.conf"]
    files = [system.path(name).read_bytes() for name in names]
    rows, versions = registrations(), query(DATABASE, "SELECT version FROM schema_version ORDER BY version", ())
    yield
    assert [system.path(name).read_bytes() for name in names] == files
    assert registrations() == rows
    assert query(DATABASE, "SELECT version FROM schema_version ORDER BY version", ()) == versions


def test_a_full_disk_ends_an_upgrade_before_it_changes_anything(system):
    query(DATABASE, "DELETE FROM schema_version ORDER BY version DESC LIMIT 1", ())
    with nothing_lost(system), full_disk(system, "/var/cache/dbconfig-common/backups"):
        told = system.run("dpkg", "--configure", "spaconf", code=1)
    assert "backing up the old database" in told


def test_a_migration_that_fails_ends_an_upgrade_with_the_databases_own_words(system):
    query("mysql", f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {DATABASE}@localhost", ())
    with nothing_lost(system):
        told = system.run("dpkg", "--configure", "spaconf", code=1)
    assert "denied" in told
    carry_out(system.run("spaconf", "grants", "--with-passwords"))


def test_an_upgrade_keeps_the_data_the_keys_and_the_changed_configuration(system):
    names = [SECRETS / "web.key", SECRETS / "database.key", "/etc/spaconf/spaconf.conf"]
    before = [system.path(name).read_bytes() for name in names]
    rows = query(DATABASE, "SELECT ref, version FROM registration ORDER BY ref", ())
    system.path("/etc/spaconf/templates/pages").mkdir()
    shutil.copy(system.path("/usr/share/spaconf/templates/pages/frame.tpl"), system.path("/etc/spaconf/templates/pages/frame.tpl"))
    system.run("dpkg", "--configure", "spaconf")
    assert "0.0.9" not in system.run("dpkg-query", "-W", "spaconf")
    assert [system.path(name).read_bytes() for name in names] == before
    assert system.path("/etc/spaconf/templates/pages/frame.tpl").exists()
    assert list(system.path("/var/cache/dbconfig-common/backups").iterdir()), "there is a backup of the database"
    assert system.spaconf("migrate").count("\n") == 1, "the upgrade has migrated it"
    assert query(DATABASE, "SELECT ref, version FROM registration ORDER BY ref", ()) == rows
    assert system.spaconf("check-config").endswith(": ok\n")


def test_removing_stops_nothing_of_others_and_purging_keeps_profiles_and_database(system):
    for name in PROGRAMS:
        system.stop(name)
    profiles = sorted(path.name for path in system.path("/srv/tftp/config").iterdir())
    system.run("apt-get", "-q", "-y", "remove", "spaconf")
    assert system.path("/etc/spaconf/spaconf.conf").exists() and system.path(SECRETS / "database.key").exists()
    assert not list(system.path("/run/spaconf").glob("*.sock")), "a later upgrade would take spaconf for set up"
    told = system.run("dpkg", "--purge", "spaconf")
    assert "The phones' profiles stay" in told and "database.key stays" in told
    assert [path.name for path in system.path(SECRETS).iterdir()] == ["database.key"]
    assert not system.path("/etc/spaconf/spaconf.conf").exists()
    assert sorted(path.name for path in system.path("/srv/tftp/config").iterdir()) == profiles and len(profiles) >= 2
    assert query(DATABASE, "SELECT COUNT(*) AS n FROM registration", ())[0]["n"] >= 2


def set_tftp_directory(system, folder):
    settings = system.path("/etc/default/tftpd-hpa")
    settings.write_text(re.sub("(?m)^TFTP_DIRECTORY=.*$", f'TFTP_DIRECTORY="{folder}"', settings.read_text()))


def test_an_upgrade_of_what_was_never_set_up_needs_no_configuration(system):
    key = system.path(SECRETS / "database.key").read_bytes()
    drop_database()
    answer_dbconfig(system)
    set_tftp_directory(system, "/srv/phones")
    install(system, system.root.parent / "spaconf_0.0.9-1.deb")
    set_tftp_directory(system, "/srv/tftp")
    written = tomllib.loads(system.path("/etc/spaconf/spaconf.conf").read_text())
    assert written["database"]["name"] == written["database"]["user"] == DATABASE, "what dbconfig-common has created"
    assert written["phone"]["root"] == "/srv/phones", "what tftpd-hpa serves"
    install(system, debian_system.packages()[0])
    assert "install ok installed 0.0.9" not in system.run("dpkg-query", "-W", "-f", "${Status} ${Version}", "spaconf")
    assert system.path(SECRETS / "database.key").read_bytes() == key, "the key that the purge has kept"


def test_a_yes_deletes_the_database_at_the_removal_and_its_key_at_the_purge(system):
    answer_debconf(system, purge="boolean true")
    system.run("dpkg", "--remove", "spaconf")
    assert not query("mysql", "SHOW DATABASES LIKE %s", (DATABASE,))
    assert system.path(SECRETS / "database.key.deleted").exists()
    system.run("dpkg", "--purge", "spaconf")
    assert not system.path(SECRETS).exists()


def test_without_dbconfig_common_spaconf_grants_creates_the_database(system):
    answer_debconf(system, **{"dbconfig-install": "boolean false"})
    system.path(SECRETS).mkdir(parents=True)
    with full_disk(system, SECRETS):
        assert "No space left" in install(system, debian_system.packages()[0], code=100)
    system.run("dpkg", "--configure", "spaconf")
    assert not query("mysql", "SHOW DATABASES LIKE %s", (DATABASE,))
    write_secret(system, "database.password", "of an administrator")
    set_up(system)
    assert query(DATABASE, "SELECT COUNT(*) AS n FROM registration", ())[0]["n"] == 0
    system.run("dpkg", "--purge", "spaconf")
    shutil.rmtree(system.path(SECRETS))


def test_answers_of_debconf_are_written_tried_and_forgotten(system):
    stack = config()
    shutil.copy(env.LDAP_CA_FILE, system.path("/usr/local/share/ca-certificates/stack.crt"))
    system.run("update-ca-certificates")
    # systemd-tmpfiles creates no folder.
    tmpfiles = system.path("/bin/systemd-tmpfiles")
    if tmpfiles.exists():
        tmpfiles.rename(tmpfiles.with_suffix(".away"))
    drop_database()
    answer_dbconfig(system)
    texts = {"person.uri": stack["person"]["uri"], "person.bind-dn": env.LDAP_BIND_DN, "person.base": env.LDAP_BASE,
             "account.database": env.PBX_DB, "account.domain": env.SIP_DOMAIN, "phone.server": f"tftp://127.0.0.1:{TFTP}",
             "ticket.url": stack["ticket"]["url"], "ticket.queue": env.RT_QUEUE, "web.origins": "https://a.example.org, https://b.example.org",
             "web.roles.administrator": "novak"}  # fmt: skip
    secrets = {"person.password": pathlib.Path(stack["person"]["password_file"]).read_text().strip(),
               "ticket.token": pathlib.Path(stack["ticket"]["token_file"]).read_text().strip()}  # fmt: skip
    answer_debconf(system, configure="boolean true", **{name: f"string {value}" for name, value in texts.items()},
                   **{name: f"password {value}" for name, value in secrets.items()})  # fmt: skip
    told = install(system, debian_system.packages()[0])
    assert "spaconf grants --with-passwords | mysql" in told, "the exchange's tables need rights that only an administrator gives"
    assert "an answer does not work yet" in told and "run: spaconf setup" in told
    assert mode(system, SECRETS) == "750"
    for name, value in secrets.items():
        assert system.path(SECRETS / name).read_text() == value + "\n"
        assert mode(system, SECRETS / name) == "640"
        assert value not in told + system.path("/var/cache/debconf/passwords.dat").read_text()
    carry_out(system.run("spaconf", "grants", "--with-passwords"))
    assert "FAIL" not in system.run("spaconf", "setup", "--no-questions")
    written = tomllib.loads(system.path("/etc/spaconf/spaconf.conf").read_text())
    for name, value in texts.items():
        found = written
        for key in name.replace("-", "_").split("."):
            found = found[key]
        assert (", ".join(found) if isinstance(found, list) else found) == value
    assert written["database"]["name"] == written["database"]["user"] == DATABASE
    conf = system.path("/etc/spaconf/spaconf.conf")
    conf.write_text(conf.read_text().replace(env.SIP_DOMAIN, "sip.example.net"))
    system.run("dpkg-reconfigure", "spaconf")
    assert "sip.example.net" in conf.read_text(), "the old answers are not written again"
