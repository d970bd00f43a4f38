"""TLS certificates instead of tokens: the shipped examples in nginx and both Apaches, with authorities of the test's own."""
import contextlib
import json
import os
import pathlib
import re
import subprocess
import uuid

import pytest
import requests

from api_client import Client
from fault_injection import API, SPACONF, Own, as_program, fastcgi, folder, run
from spaconf_stack import BUILD, STACK, TOP, free_port, listens, mac, person, sql, wait_until

LIST = "/registrations?limit=1"
MARKER = {"SPACONF_CLIENT_CERTIFICATE": "yes", "SSL_CLIENT_VERIFY": "SUCCESS"}


# --- authorities and web servers ------------------------------------------------------------


def openssl(where, *words):
    done = subprocess.run(["openssl", *map(str, words)], cwd=where, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Authority:
    """An authority in `where`, and certificates that it issues."""

    def __init__(self, where, name):
        self.where, self.name = where, name
        self.key("ca", "-x509", "-days", "2", "-subj", f"/CN={name}", out="crt")

    def file(self, name):
        return self.where / f"{self.name}-{name}"

    def key(self, name, *words, out):
        openssl(self.where, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", *words,
                "-keyout", self.file(name + ".key"), "-out", self.file(f"{name}.{out}"))  # fmt: skip

    def issue(self, name, subject):
        """The files of a certificate and its key, as requests wants them."""
        self.key(name, "-subj", subject, out="csr")
        openssl(self.where, "x509", "-req", "-days", "2", "-in", self.file(name + ".csr"), "-CA", self.file("ca.crt"),
                "-CAkey", self.file("ca.key"), "-CAcreateserial", "-out", self.file(name + ".crt"))  # fmt: skip
        return str(self.file(name + ".crt")), str(self.file(name + ".key"))


def site_file(name, where, authority):
    """A shipped file with its example of certificates, and the part of the example that belongs outside of its block."""
    text = (TOP / name).read_text()
    for shipped, ours in {"/etc/spaconf/portals.pem": authority.file("ca.crt"), "/usr/share/spaconf/html": TOP / "html",
                          "/usr/lib/spaconf": BUILD / "fcgi", "/etc/spaconf/users": STACK / "web/users",
                          "/run/spaconf/": f"{STACK}/web/"}.items():  # fmt: skip
        text = text.replace(shipped, str(ours))
    example = re.compile(r"(?m)^ *# {3}(\S*(?:ssl_client_certificate|ssl_verify_client|SSLCACertificateFile|SSLVerifyClient).*)$")
    outside = "\n".join(example.findall(text))
    text, count = re.subn(r"(?m)^ *# {3}(.*(?:SPACONF_CLIENT_CERTIFICATE|SSL_CLIENT_).*)$", r"\1", text)
    assert count and outside.count("\n") == 1
    (where / pathlib.Path(name).name).write_text(text)
    return outside


def nginx_file(where, authority, server, at):
    outside = site_file("nginx/spaconf.conf", where, authority)
    temporary = " ".join(f"{kind}_temp_path {where}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (where / "nginx.conf").write_text(f"""daemon off; pid {where}/nginx.pid; error_log stderr; events {{ }}
http {{ access_log off; {temporary}
  server {{ listen 127.0.0.1:{at} ssl; root {where}; ssl_certificate {server[0]}; ssl_certificate_key {server[1]};
    {outside}
    include {where}/spaconf.conf; }} }}
""")
    return ["/usr/sbin/nginx", "-e", "stderr", "-p", str(where), "-c", str(where / "nginx.conf")]


def apache_file(where, authority, server, ports):
    """Both Apaches, each with a port of its own."""
    modules = ("mpm_event authn_core authn_file authz_core authz_host authz_user auth_basic alias env headers mime proxy proxy_fcgi"
               " fcgid unique_id socache_shmcb ssl setenvif")  # fmt: skip
    hosts = ""
    for name, at in zip(["apache/spaconf-proxy.conf", "apache/spaconf-fcgid.conf"], ports):
        outside = site_file(name, where, authority)
        hosts += f"""Listen 127.0.0.1:{at}
<VirtualHost 127.0.0.1:{at}>
SSLEngine on
SSLCertificateFile {server[0]}
SSLCertificateKeyFile {server[1]}
{outside}
Include {where}/{pathlib.Path(name).name}
</VirtualHost>
"""
    (where / "apache.conf").write_text("\n".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in modules.split()) + f"""
ServerName localhost
ServerRoot {where}
DefaultRuntimeDir {where}
DocumentRoot {where}
Mutex file:{where}
PidFile {where}/apache.pid
ErrorLog {where}/apache.log
TypesConfig /etc/mime.types
SSLSessionCache none
FcgidIPCDir {where}/fcgid
FcgidProcessTableFile {where}/fcgid.table
FcgidInitialEnv SPACONF_CONFIG {STACK}/spaconf/fcgid.conf
{hosts}""")
    return ["/usr/sbin/apache2", "-f", str(where / "apache.conf"), "-DFOREGROUND"]


class Site:
    """Three web servers with TLS that accept certificates of one authority, and two authorities."""

    def __init__(self, where):
        self.where = where
        self.authority, self.other = Authority(where, "portals"), Authority(where, "other")
        server = self.other.issue("server", "/CN=127.0.0.1")
        for file in where.iterdir():
            file.chmod(0o644)
        self.ports = dict(zip(["nginx", "proxy", "fcgid"], (free_port(), free_port(), free_port())))
        at = list(self.ports.values())
        self.commands = [nginx_file(where, self.authority, server, at[0]), apache_file(where, self.authority, server, at[1:])]

    def __enter__(self):
        with (self.where / "servers.log").open("wb") as log:
            self.processes = [subprocess.Popen([*as_program(), *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
                              for command in self.commands]  # fmt: skip
        for at in self.ports.values():
            wait_until(lambda: listens(at), f"a web server listens on port {at}")
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)

    def ask(self, server, path=LIST, certificate=None, headers=None, method="GET", body=None, base="/spaconf/api/v1"):
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, f"https://127.0.0.1:{self.ports[server]}{base}{path}", data=body, headers=headers,
                                   cert=certificate, verify=False, timeout=30, allow_redirects=False)  # fmt: skip


@pytest.fixture(scope="module")
def site():
    with folder() as where, Site(where) as site:
        yield site


def token(*words, code=0):
    done = run(SPACONF, "token", *words)
    assert done.returncode == code, done.stderr
    return done.stdout.decode()


class Portal:
    """A client with a certificate of its own subject, and no token."""

    def __init__(self, site, *words, scope="read"):
        self.name = "test-" + uuid.uuid4().hex[:12]
        self.subject = f"CN={self.name},O=Řehoř\\, Example"
        self.certificate = site.authority.issue(self.name, f"/O=Řehoř, Example/CN={self.name}")
        for file in self.certificate:
            os.chmod(file, 0o644)
        assert token("add", self.name, "--scope", scope, "--certificate", self.subject, *words) == ""


def problem(answer, status):
    assert answer.status_code == status, answer.text[:400]
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()["detail"]


each_server = pytest.mark.parametrize("server", ["nginx", "proxy", "fcgid"])


# --- through the web servers ----------------------------------------------------------------


@each_server
def test_a_certificate_is_as_good_as_a_token(site, server):
    portal = Portal(site, scope="register")
    phone = {"login": person().login, "model": "spa942", "mac": mac()}
    answer = site.ask(server, "/registrations", portal.certificate, {"Content-Type": "application/json"}, "POST", json.dumps(phone))
    assert answer.status_code in (201, 202), answer.text
    row, = sql("SELECT actor FROM registration WHERE mac = %s", phone["mac"])
    assert row["actor"] == "client:" + portal.name
    assert "register" not in problem(site.ask(server, certificate=portal.certificate), 403).split("lacks")[0]
    assert sql("SELECT last_used FROM client WHERE name = %s", portal.name)[0]["last_used"]


@each_server
def test_neither_a_token_nor_a_certificate_is_401(site, server):
    answer = site.ask(server)
    assert "neither" in problem(answer, 401) and answer.headers["WWW-Authenticate"].startswith("Bearer ")


@each_server
def test_the_same_subject_from_another_authority_is_not_accepted(site, server):
    portal = Portal(site)
    forged = site.other.issue(portal.name, f"/O=Řehoř, Example/CN={portal.name}")
    with contextlib.suppress(requests.exceptions.ConnectionError):  # Apache breaks the handshake off
        answer = site.ask(server, certificate=forged)
        assert answer.status_code == 400 and server == "nginx" and "SSL certificate error" in answer.text
    assert site.ask(server, certificate=portal.certificate).status_code == 200


@each_server
def test_a_certificate_of_no_client_is_named(site, server):
    stranger = "stranger-" + uuid.uuid4().hex[:8]
    detail = problem(site.ask(server, certificate=site.authority.issue(stranger, f"/CN={stranger}/O=Example")), 401)
    assert f"O=Example,CN={stranger}" in detail


SPELLINGS = ["{}", "HTTP_{}", "REDIRECT_{}", "X-{}"]


@each_server
def test_headers_are_not_a_certificate(site, server):
    portal, stranger = Portal(site), site.authority.issue("stranger", "/CN=stranger")
    said = {"SSL_CLIENT_S_DN": portal.subject, "SSL_CLIENT_VERIFY": "SUCCESS", "SPACONF_CLIENT_CERTIFICATE": "yes"}
    forged = {change(spelling.format(name)): value.encode() for name, value in said.items() for spelling in SPELLINGS
              for change in (str, lambda name: name.replace("_", "-"), lambda name: name.title().replace("_", "-"))}  # fmt: skip
    assert "neither" in problem(site.ask(server, headers=forged), 401)
    assert "CN=stranger" in problem(site.ask(server, certificate=stranger, headers=forged), 401)


@each_server
def test_a_request_with_a_token_is_judged_by_the_token_alone(site, server):
    sql("DELETE FROM request_limit WHERE subject LIKE 'address %%'")
    portal, reader = Portal(site, scope="register"), Client("read")
    assert site.ask(server, certificate=portal.certificate, headers={"Authorization": "Bearer " + reader.token}).status_code == 200
    for wrong in "Bearer spaconf_00000000_" + "0" * 32, "Bearer", "Basic YTpi":
        problem(site.ask(server, certificate=portal.certificate, headers={"Authorization": wrong}), 401)


@each_server
def test_a_client_with_both_may_use_either(site, server):
    both = Client("read")
    portal = Portal(site)
    certificate = site.authority.issue(both.name, f"/CN={both.name}")
    token("change", both.name, "--certificate", f"cn={both.name}")
    assert site.ask(server, certificate=certificate).status_code == 200
    assert site.ask(server, headers={"Authorization": "Bearer " + both.token}).status_code == 200
    assert site.ask(server, certificate=portal.certificate).status_code == 200


@each_server
def test_networks_and_the_end_of_a_client_hold_for_its_certificate(site, server):
    far, over, gone = Portal(site, "--network", "192.0.2.0/24"), Portal(site), Portal(site)
    assert "may not connect" in problem(site.ask(server, certificate=far.certificate), 403)
    assert site.ask(server, certificate=over.certificate).status_code == 200
    sql("UPDATE client SET expires = UTC_DATE() - INTERVAL 1 DAY WHERE name = %s", over.name)
    token("revoke", gone.name)
    for portal in over, gone:
        assert portal.name in problem(site.ask(server, certificate=portal.certificate), 401)
    token("change", over.name, "--expires", "never")
    assert site.ask(server, certificate=over.certificate).status_code == 200


@each_server
def test_a_certificate_opens_no_page(site, server):
    portal = Portal(site)
    for path in "/", "/form?login=novak", "/phones.csv", "/submit/register":
        assert site.ask(server, path, portal.certificate, base="/spaconf").status_code == 401


# --- the program itself ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def portal(site):
    return Portal(site)


def asked(portal, **changes):
    """The answer to a request with these variables of the web server."""
    given = {**MARKER, "SSL_CLIENT_S_DN": portal.subject, **changes}
    return Client(token="").get(LIST, web_server={name: value for name, value in given.items() if value is not None})


@pytest.mark.parametrize("changes", [
    {"SPACONF_CLIENT_CERTIFICATE": None}, {"SPACONF_CLIENT_CERTIFICATE": "no"}, {"SPACONF_CLIENT_CERTIFICATE": "YES"},
    {"SSL_CLIENT_VERIFY": None}, {"SSL_CLIENT_VERIFY": ""}, {"SSL_CLIENT_VERIFY": "NONE"}, {"SSL_CLIENT_VERIFY": "GENEROUS"},
    {"SSL_CLIENT_VERIFY": "FAILED:self-signed certificate"}, {"SSL_CLIENT_VERIFY": "success"}, {"SSL_CLIENT_S_DN": ""},
    {"SPACONF_CLIENT_CERTIFICATE": None, "SPACONF_AUTHENTICATED": "yes", "REMOTE_USER": "admin"},
    {"SSL_CLIENT_S_DN": None, "HTTP_SSL_CLIENT_S_DN": "{subject}"}], ids=str)  # fmt: skip
def test_a_subject_counts_only_with_the_marker_and_a_verified_certificate(portal, changes):
    assert asked(portal).status == 200
    changes = {name: value and value.replace("{subject}", portal.subject) for name, value in changes.items()}
    reply = asked(portal, **changes)
    assert reply.status == 401 and "neither" in reply.json["detail"]


def test_both_spellings_of_web_servers_are_the_same_subject(portal):
    escaped = "".join(c if ord(c) < 128 else "".join(f"\\{byte:02X}" for byte in c.encode()) for c in portal.subject)
    assert asked(portal, SSL_CLIENT_S_DN=escaped).status == 200
    for other in portal.subject.upper(), portal.subject + ",C=CZ", ",".join(reversed(portal.subject.split(",", 1))), portal.subject.split(",")[0]:
        assert asked(portal, SSL_CLIENT_S_DN=other).status == 401


@pytest.mark.parametrize("subject", ["nonsense", "CN=\\FF", "CN=a\x01", "%", "'", "CN=" + "x" * 5000, "/CN=portal/O=Example"])
def test_a_subject_that_is_not_a_name_is_401(portal, subject):
    assert asked(portal, SSL_CLIENT_S_DN=subject).status == 401


def test_a_variable_that_comes_twice_is_not_believed(portal, scratch):
    with Own(API, scratch) as own:
        for twice in {"SSL_CLIENT_S_DN": "CN=other"}, {"SSL_CLIENT_VERIFY": "NONE"}, {"SPACONF_CLIENT_CERTIFICATE": "no"}:
            answer = fastcgi(own.socket, "GET", "/api/v1" + LIST, more=list(twice.items()), SSL_CLIENT_S_DN=portal.subject, **MARKER)
            assert answer.status == 401, twice


# --- the command line -----------------------------------------------------------------------


def test_the_list_shows_the_certificate_and_rotate_has_no_token_to_replace(portal):
    assert f"   certificate cn={portal.name},o=\\C5\\98eho\\C5\\99\\2C Example\n" in token("list")
    done = run(SPACONF, "token", "rotate", portal.name)
    assert done.returncode == 1 and not done.stdout and b"has no token" in done.stderr
    assert not sql("SELECT 1 FROM client_token t JOIN client c ON c.id = t.client_id WHERE c.name = %s", portal.name)


def test_a_subject_belongs_to_one_client_until_it_is_revoked(site):
    first = Portal(site)
    name = "test-" + uuid.uuid4().hex[:12]
    words = "add", name, "--scope", "read", "--certificate", first.subject
    done = run(SPACONF, "token", *words)
    assert done.returncode == 1 and b"another client has this certificate" in done.stderr
    assert not sql("SELECT 1 FROM client WHERE name = %s", name)
    token("revoke", first.name)
    token(*words)
    assert site.ask("nginx", certificate=first.certificate).status_code == 200


@pytest.mark.parametrize("typed", ["", "portal", "/CN=portal/O=Example", "CN=a;O=b", "CN=" + "x" * 2000])
def test_what_is_not_a_subject_is_refused(typed):
    name = "test-" + uuid.uuid4().hex[:12]
    done = run(SPACONF, "token", "add", name, "--scope", "read", "--certificate", typed)
    assert done.returncode == 1 and b"is not a certificate's subject" in done.stderr, done
    assert not sql("SELECT 1 FROM client WHERE name = %s", name)


def test_the_subject_is_in_the_audit(site):
    portal = Portal(site)
    token("change", portal.name, "--certificate", f"CN={portal.name}-2")
    added, changed = sql("SELECT detail FROM audit WHERE detail LIKE %s ORDER BY id", portal.name + ",%")
    assert f"certificate cn={portal.name},o=" in added["detail"] and f"certificate cn={portal.name}-2" in changed["detail"]
