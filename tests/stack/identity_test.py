"""Who is believed: nobody without the web server's word, a role, and a form of their own."""
import base64
import contextlib
import http.client
import os
import pathlib
import ssl
import stat
import subprocess
import urllib.parse

import pytest

from fault_injection import FORM, Cgi, Own, as_program, derive, fastcgi, folder
from spaconf_stack import (
    Answer, Form, census, config, env, front, ldap_add, mac, nobody, people, person, register, registration)  # fmt: skip

FRONT_ENDS = ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"]
each_front_end = pytest.mark.parametrize("url", FRONT_ENDS)


@pytest.fixture(autouse=True)
def nothing_changes(request):
    if "changes" in request.keywords:
        yield
        return
    before = census()
    yield
    assert census() == before


def filled(door=None, login=None):
    return Form(door or front("WEB_URL"), login or person().login).fill(model="spa921", mac=mac())


def reader(url="WEB_URL"):
    return front(url, env.READER_USER, env.READER_PASSWORD)


def no_role(url="WEB_URL"):
    return front(url, env.NOROLE_USER, env.NOROLE_PASSWORD)


# --- logging in -----------------------------------------------------------------------------


@each_front_end
@pytest.mark.parametrize("path", ["/", "/form?login=novak", "/phones/X", "/submit/register", "/nosuch"])
def test_nothing_is_shown_without_a_login(url, path):
    for door in nobody(url), front(url, env.WEB_USER, "wrong"), front(url, "", ""), front(url, "mallory", "x"):
        assert door.get(path).status == 401
        assert door.post(path, []).status == 401


@each_front_end
def test_a_user_without_a_role_sees_and_does_nothing(url):
    form = filled()
    for path in "/", "/form?login=novak", "/phones/X":
        answer = no_role(url).get(path)
        assert answer.status == 403
        assert "Novák" not in answer.text
    assert no_role(url).post(form.action, form.fields).status == 403


@each_front_end
@pytest.mark.changes
def test_a_reader_reads_and_registers_nothing(url):
    ref = register().ref
    before = census()
    for path in "/", "/phones/" + ref:
        assert reader(url).get(path).status == 200
    form = filled()
    assert reader(url).post(form.action, form.fields).status == 403
    assert census() == before


@each_front_end
@pytest.mark.changes
def test_an_administrator_may_all_that_a_registrar_may(url):
    form = filled(front(url, env.ADMIN_USER, env.ADMIN_PASSWORD))
    assert registration(form.post().ref)["actor"] == env.ADMIN_USER


@each_front_end
@pytest.mark.changes
def test_a_member_of_the_registrars_group_may_register(url):
    form = filled(front(url, env.GROUP_USER, env.GROUP_PASSWORD))
    assert registration(form.post().ref)["actor"] == env.GROUP_USER


@pytest.mark.changes
def test_roles_come_from_groups_of_the_directory(scratch):
    member, outsider = person(), person()
    group = ldap_add(f"cn=phones-{member.login},{people()}", "groupOfNames",
                     {"cn": f"phones-{member.login}", "member": f"uid={member.login},{people()}"})  # fmt: skip
    conf = derive(scratch / "spaconf.conf", web__roles__registrar_groups=[group])
    assert Cgi(outsider.login, conf).get("/").status == 403
    form = filled(Cgi(member.login, conf), outsider.login)
    before = census()
    assert Cgi(outsider.login, conf).post(form.action, form.fields).status == 403
    assert census() == before
    answer = form.post()
    assert registration(answer.ref)["actor"] == member.login


@pytest.mark.parametrize("filter", ["(memberUid={login})", "(&(objectClass=posixGroup)(memberUid={user}))"])
@pytest.mark.changes
def test_members_of_a_posix_group_are_known_by_their_logins(filter, scratch):
    member, outsider = person(), person()
    group = ldap_add(f"cn=posix-{member.login},{people()}", "posixGroup",
                     {"cn": f"posix-{member.login}", "gidNumber": "4711", "memberUid": member.login})  # fmt: skip
    conf = derive(scratch / "spaconf.conf", web__roles__registrar_groups=[group], person__group_filter=filter)
    assert Cgi(member.login.upper(), conf).get("/").status == 200
    assert Cgi(outsider.login, conf).get("/").status == 403


@pytest.mark.changes
def test_a_group_that_cannot_be_has_no_members_and_hides_no_other(scratch):
    conf = derive(scratch / "spaconf.conf", web__roles__registrar_groups=["no name at all", *config()["web"]["roles"]["registrar_groups"]])
    assert Cgi(env.GROUP_USER, conf).get("/").status == 200
    assert Cgi(person().login, conf).get("/").status == 403


@pytest.mark.parametrize("opened, sent", [
    ("{}", "{}@EXAMPLE.CZ"), ("{}@example.cz", "EXAMPLE\\{}"), ("EXAMPLE\\{}", "{}")])  # fmt: skip
@pytest.mark.changes
def test_a_user_is_the_same_in_any_case_and_with_a_realm_of_ours(opened, sent, scratch):
    member = person()
    group = ldap_add(f"cn=realm-{member.login},{people()}", "groupOfNames",
                     {"cn": f"realm-{member.login}", "member": f"uid={member.login},{people()}"})  # fmt: skip
    conf = derive(scratch / "spaconf.conf", web__realms=["EXAMPLE.CZ", "EXAMPLE"], web__roles__registrar_groups=[group])
    form = filled(Cgi(opened.format(member.login.upper()), conf))
    form.door = Cgi(sent.format(member.login.capitalize()), conf)
    assert registration(form.post().ref)["actor"] == member.login
    assert Cgi(f"{member.login}@OTHER.CZ", conf).get("/").status == 403


@pytest.mark.parametrize("role, sees, posts", [("reader", 200, 403), ("registrar", 200, 303), ("administrator", 200, 303)])
@pytest.mark.changes
def test_a_group_gives_its_role_and_no_more(role, sees, posts, scratch):
    member = person()
    group = ldap_add(f"cn=g-{member.login},{people()}", "groupOfNames",
                     {"cn": f"g-{member.login}", "member": f"uid={member.login},{people()}"})  # fmt: skip
    conf = derive(scratch / "spaconf.conf", **{f"web__roles__{role}_groups": [group]})
    assert Cgi(member.login, conf).get("/").status == sees
    form = filled()
    # The registrar's own form with the member's token, if they get one.
    theirs = Cgi(member.login, conf).get("/form?login=" + form["login"])
    if theirs.status == 200:
        with contextlib.suppress(AssertionError):
            form.read(theirs)
            form.fill(model="spa921", mac=mac())
    assert Cgi(member.login, conf).post("/submit/register", form.fields).status == posts


# --- forged identities ----------------------------------------------------------------------

FORGED = ["Remote-User", "Remote_User", "REMOTE_USER", "X-Remote-User", "X-Forwarded-User", "Auth-User", "Spaconf-Authenticated",
          "SPACONF_AUTHENTICATED", "Spaconf_Authenticated", "Http-Remote-User", "Proxy", "X-Original-URL", "X-Rewrite-URL"]  # fmt: skip


@each_front_end
def test_headers_make_no_user_an_administrator(url):
    forged = {name: env.ADMIN_USER for name in FORGED}
    forged |= {name: "yes" for name in FORGED if "authenticated" in name.lower()}
    forged |= {"X-Original-URL": "/spaconf/healthz", "X-Rewrite-URL": "/spaconf/healthz", "Proxy": "http://127.0.0.1:9"}
    form = filled()
    for path in "/", "/form?login=novak":
        assert nobody(url).ask("GET", path, headers=forged).status == 401
        assert no_role(url).ask("GET", path, headers=forged).status == 403
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urllib.parse.urlencode(form.fields).encode()
    assert no_role(url).ask("POST", form.action, body, kind | forged).status == 403
    assert reader(url).ask("POST", form.action, body, kind | forged).status == 403


@each_front_end
@pytest.mark.changes
def test_a_proxy_header_changes_nothing_for_those_who_may(url):
    form = filled(front(url))
    assert form.post(Proxy="http://127.0.0.1:9").status == 303


def raw(url, target, headers, method="GET"):
    """A request with an unnormalised path, and with no other headers."""
    parts = urllib.parse.urlparse(getattr(env, url))
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    more = {"context": ssl._create_unverified_context()} if parts.scheme == "https" else {}
    with contextlib.closing(kind(parts.hostname, parts.port, timeout=20, **more)) as connection:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        reply = connection.getresponse()
        return Answer(reply.status, dict(reply.getheaders()), reply.read())


DETOURS = [
    "/spaconf/healthz/../form?login=novak", "/spaconf/healthz/../", "/spaconf/form/../healthz?login=novak",
    "/spaconf/static/../form?login=novak", "/spaconf/static/..%2fform?login=novak", "/spaconf/static/%2e%2e/form?login=novak",
    "/spaconf//form?login=novak", "//spaconf/form?login=novak", "/spaconf/./form?login=novak", "/spaconf/%66orm?login=novak",
    "/spaconf/healthz%2f..%2fform?login=novak", "/spaconf/form%2f..%2fhealthz?login=novak", "/spaconf/healthz/form?login=novak",
    "/spaconf/form;/healthz?login=novak", "/spaconf/healthz%00/form", "/spaconf/form?login=novak#/healthz",
    "/SPACONF/form?login=novak", "/spaconf/readyz/../form?login=novak", "/spaconf/healthz?/../form?login=novak",
    "http://127.0.0.1/spaconf/form?login=novak", "/spaconf/static/../../spaconf/form?login=novak", "/spaconf"]  # fmt: skip
BASIC = {"Authorization": "Basic YWRtaW46eA=="}  # admin:x


@each_front_end
@pytest.mark.parametrize("target", DETOURS)
def test_no_detour_leads_past_the_login(url, target):
    administrator = {"Authorization": "Basic " + base64.b64encode(f"{env.ADMIN_USER}:x".encode()).decode()}
    for headers in {}, BASIC, administrator:
        answer = raw(url, target, headers)
        assert "Novák" not in answer.text and "csrf" not in answer.text
        allowed = (200, 301, 308, 400, 401, 403, 404) if "healthz" in target else (301, 308, 400, 401, 403, 404)
        assert answer.status in allowed
        assert answer.status != 200 or answer.text.strip() == "ok"


@each_front_end
def test_places_without_login_accept_no_claimed_user(url):
    for user in env.ADMIN_USER, env.WEB_USER, "mallory":
        door = front(url, user, "x")
        assert door.get("/healthz").text.strip() == "ok"
        assert user not in door.get("/readyz").text


@each_front_end
def test_static_files_need_no_login_and_list_nothing(url):
    home = front(url).get("/").page
    sheets = [link["href"] for link in home.select("link[rel=stylesheet]")]
    assert sheets
    for sheet in sheets:
        answer = nobody(url).get(sheet.removeprefix("/spaconf"))
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/css")
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert nobody(url).get("/static/").status in (403, 404)


# --- the programs themselves ----------------------------------------------------------------

NOT_BELIEVED = [
    dict(SPACONF_AUTHENTICATED=None), dict(SPACONF_AUTHENTICATED="no"), dict(SPACONF_AUTHENTICATED=""),
    dict(SPACONF_AUTHENTICATED="YES "), dict(REMOTE_USER=None), dict(REMOTE_USER=""), dict(REMOTE_USER=" "),
    dict(SPACONF_AUTHENTICATED=None, HTTP_SPACONF_AUTHENTICATED="yes"),
    dict(REMOTE_USER=None, HTTP_REMOTE_USER="{admin}"), dict(REMOTE_USER=None, REDIRECT_REMOTE_USER="{admin}"),
    dict(REMOTE_USER=None, HTTP_AUTHORIZATION="Basic YWRtaW46eA=="), dict(REMOTE_USER="{admin}\n"),
    dict(REMOTE_USER="*"), dict(REMOTE_USER="{admin})(uid=*")]  # fmt: skip


@pytest.mark.parametrize("params", NOT_BELIEVED)
def test_the_program_believes_only_the_marker_with_a_user(params):
    params = {name: value and value.format(admin=env.ADMIN_USER) for name, value in params.items()}
    form = filled()
    door = Cgi(env.ADMIN_USER)
    assert door.ask("GET", "/", **params).status == 403
    assert door.ask("GET", "/form?login=novak", **params).status == 403
    assert door.ask("POST", "/submit/register", urllib.parse.urlencode(form.fields).encode(), **params).status == 403


@pytest.mark.parametrize("name, first, second", [
    ("REMOTE_USER", "mallory", "{admin}"), ("REMOTE_USER", "{admin}", "mallory"), ("SPACONF_AUTHENTICATED", "no", "yes")])
def test_a_parameter_that_comes_twice_is_not_believed(name, first, second, scratch):
    with Own(FORM, scratch) as program:
        sent = {"REMOTE_USER": env.ADMIN_USER, "SPACONF_AUTHENTICATED": "yes", name: first.format(admin=env.ADMIN_USER)}
        answer = fastcgi(program.socket, "GET", "/", more=[(name, second.format(admin=env.ADMIN_USER))], **sent)
        assert answer.status == 403


@pytest.mark.parametrize("key", ["form_socket", "submit_socket", "api_socket"])
def test_the_sockets_are_for_the_web_server_only(key):
    place = pathlib.Path(config()["web"][key])
    mode = place.lstat().st_mode
    assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o660
    if os.getuid() == 0:
        assert as_program(), "the programs run as root"
        knock = f"import socket; socket.socket(socket.AF_UNIX).connect({str(place)!r})"
        done = subprocess.run(["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "/usr/bin/python3", "-c", knock],
                              capture_output=True, text=True)  # fmt: skip
        assert "PermissionError" in done.stderr


def test_other_users_cannot_read_secrets_and_profiles():
    """As the machine's user nobody, no file with a secret can be opened."""
    secret = [value for section in config().values() if isinstance(section, dict)
              for key, value in section.items() if key in ("password_file", "key_file", "token_file")]
    assert len(secret) >= 5
    for path in [*secret, *pathlib.Path(env.TFTP_ROOT, "config").glob("*.cfg")][:200]:
        assert not os.stat(path).st_mode & stat.S_IRWXO, path


# --- forms of others ------------------------------------------------------------------------


def test_a_token_that_is_missing_or_altered_is_refused():
    form = filled()
    good = form["csrf"]
    for bad in None, "", "x", good[:-1], good[:-1] + ("A" if good[-1] != "A" else "B"), good + "A", "A" * len(good):
        assert form.fill(csrf=bad).post().status == 403, bad


def test_a_key_that_the_token_was_not_made_for_is_refused():
    form, other = filled(), filled()
    assert form.fill(key=other["key"]).post().status == 403
    assert form.fill(key="").post().status in (400, 403, 422)
    assert form.fill(key=None).post().status in (400, 403, 422)


@each_front_end
def test_a_token_of_another_user_is_refused(url):
    form = filled(front(url, env.ADMIN_USER, env.ADMIN_PASSWORD))
    form.door = front(url)
    assert form.post().status == 403


@pytest.fixture(scope="module")
def clock():
    """A library that puts a program's clock AHEAD seconds forward."""
    with folder() as place:
        (place / "clock.c").write_text(r"""
            #define _GNU_SOURCE
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>
            static long ahead(void) { const char *s = getenv("AHEAD"); return s ? atol(s) : 0; }
            int clock_gettime(clockid_t id, struct timespec *t) {
              int r = syscall(SYS_clock_gettime, id, t);
              if (id == CLOCK_REALTIME) t->tv_sec += ahead();
              return r;
            }
            time_t time(time_t *t) {
              struct timespec s;
              clock_gettime(CLOCK_REALTIME, &s);
              if (t) *t = s.tv_sec;
              return s.tv_sec;
            }
            int gettimeofday(struct timeval *restrict t, void *restrict z) {
              struct timespec s;
              clock_gettime(CLOCK_REALTIME, &s);
              t->tv_sec = s.tv_sec; t->tv_usec = s.tv_nsec / 1000;
              return 0;
            }""")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", place / "clock.so", place / "clock.c"], check=True)
        yield place / "clock.so"


@pytest.mark.parametrize("ahead, status", [(60, 303), (3 * 86400, 403)])
@pytest.mark.changes
def test_a_token_lives_for_a_while(clock, ahead, status):
    form = filled()
    later = Cgi(LD_PRELOAD=str(clock), AHEAD=str(ahead), ASAN_OPTIONS="verify_asan_link_order=0")
    assert later.post(form.action, form.fields).status == status


FOREIGN = [
    dict(Origin="https://evil.example"), dict(Origin="null"), dict(Origin="{origin}.evil.example"), dict(Origin="{origin}:1"),
    dict(Origin="{origin} https://evil.example"), dict(Sec_Fetch_Site="cross-site")]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_posted_from_elsewhere_is_refused(headers):
    form = filled()
    headers = {name: value.format(origin=form.door.origin) for name, value in headers.items()}
    assert form.post(**headers).status == 403


@each_front_end
@pytest.mark.changes
def test_a_form_posted_from_our_own_page_is_taken(url):
    form = filled(front(url))
    assert form.post(Origin=form.door.origin, Sec_Fetch_Site="same-origin").status == 303


@each_front_end
@pytest.mark.changes
def test_a_form_whose_origin_a_proxy_hides_is_taken(url):
    assert filled(front(url)).post(Origin="null", Sec_Fetch_Site="same-origin").status == 303


# --- headers for browsers -------------------------------------------------------------------


@each_front_end
@pytest.mark.changes
def test_pages_allow_no_script_but_their_own_and_no_frames(url):
    ref = register().ref
    for path, status in ("/", 200), ("/form?login=novak", 200), ("/phones/" + ref, 200), ("/form?login=*", 404), ("/nosuch", 404):
        answer = front(url).get(path)
        assert answer.status == status
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy and "base-uri 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"].lower().replace(" ", "") == "text/html;charset=utf-8"
        assert not answer.page.select("script:not([src]), style, [style], [onclick], [onsubmit], [onload]")
