"""The API through each web server: who gets in, what is passed on, what is refused and logged."""
import json
import os
import pathlib
import re
import subprocess
import uuid

import pytest

from api_client import WRONG_TOKEN
from fault_injection import API, SPACONF, Own, family, pid, run, stopped
from identity_test import FORGED, raw
from spaconf_stack import STACK, TOP, census, env, front, mac, nobody, person, registration, sql, urlencoded

FRONT_ENDS = ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"]
each_front_end = pytest.mark.parametrize("url", FRONT_ENDS)
JSON = {"Content-Type": "application/json"}
EXAMPLES = TOP / "docs" / "examples" / "api"


def bearer(token=None):
    return {"Authorization": "Bearer " + (token or env.API_TOKEN)}


def ask(url, method, path, body=None, **headers):
    """A call with the token that may do everything, unless `headers` name another Authorization."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return nobody(url).ask(method, "/api/v1" + path, body, bearer() | named)


def is_problem(answer, status):
    assert answer.status == status, answer.text[:400]
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = json.loads(answer.text)
    assert told["status"] == status and told["type"] and told["title"] and told["detail"].endswith(".") and told["instance"]
    return told


def new_phone(**changes):
    return {"login": person().login, "model": "spa942", "mac": mac(), **changes}


@pytest.fixture
def reader_token():
    """The token of a client that may only read."""
    name = "reader-" + uuid.uuid4().hex[:12]
    done = run(SPACONF, "token", "add", name, "--scope", "read")
    assert done.returncode == 0, done.stderr
    yield done.stdout.decode().strip()
    run(SPACONF, "token", "revoke", name)


# --- who gets in ----------------------------------------------------------------------------


@each_front_end
@pytest.mark.parametrize("path", ["/registrations", "/registrations/nosuch", "/nosuch", "/"])
def test_without_a_token_every_address_is_401(url, path):
    sql("DELETE FROM request_limit")
    before = census()
    for headers in {}, {"Authorization": "Bearer"}, bearer(WRONG_TOKEN), {"Authorization": env.API_TOKEN}:
        for method, body in ("GET", None), ("POST", json.dumps(new_phone())):
            answer = nobody(url).ask(method, "/api/v1" + path, body, JSON | headers)
            is_problem(answer, 401)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
            assert answer.headers["WWW-Authenticate"].count("realm") == 1, "the web server asks for no login of its own"
    assert census() == before


@each_front_end
def test_a_token_opens_the_api_and_no_page(url):
    answer = ask(url, "GET", "/registrations?limit=1")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/json"
    assert list(json.loads(answer.text)["registrations"]) is not None
    for path in "/", "/form?login=novak", "/submit/register", "/phones.csv":
        assert nobody(url).ask("GET", path, headers=bearer()).status == 401


@each_front_end
def test_a_client_can_do_what_its_scopes_say_and_no_more(url, reader_token):
    assert ask(url, "GET", "/registrations", **bearer(reader_token)).status == 200
    before = census()
    told = is_problem(ask(url, "POST", "/registrations", json.dumps(new_phone()), Content_Type="application/json",
                          **bearer(reader_token)), 403)  # fmt: skip
    assert "register" in told["detail"]
    assert census() == before


@each_front_end
def test_a_login_a_user_a_marker_and_a_cookie_count_for_nothing(url):
    claimed = {name: env.ADMIN_USER for name in FORGED} | {"Cookie": "session=" + env.ADMIN_USER}
    claimed |= {name: "yes" for name in FORGED if "authenticated" in name.lower()}
    administrator = front(url, env.ADMIN_USER, env.ADMIN_PASSWORD)
    is_problem(administrator.ask("GET", "/api/v1/registrations", headers=claimed), 401)
    is_problem(nobody(url).ask("GET", "/api/v1/registrations", headers=claimed), 401)
    answer = nobody(url).ask("POST", "/api/v1/registrations", json.dumps(new_phone()), bearer() | JSON | claimed)
    assert answer.status in (201, 202), answer.text
    assert registration(json.loads(answer.text)["ref"])["actor"] == "client:stack"


def test_the_program_believes_no_user_of_the_web_server(scratch):
    with Own(API, scratch, user=env.ADMIN_USER) as own:
        is_problem(own.get("/api/v1/registrations"), 401)
        assert own.ask("GET", "/api/v1/registrations", HTTP_AUTHORIZATION="Bearer " + env.API_TOKEN).status == 200


@each_front_end
@pytest.mark.parametrize("target", [
    "/spaconf/api/../form?login=novak", "/spaconf/api/v1/../../form?login=novak", "/spaconf/api/..%2fform?login=novak",
    "/spaconf/api/%2e%2e/form?login=novak", "/spaconf/api/v1/%2e%2e/%2e%2e/form?login=novak", "/spaconf/api/;/../form?login=novak",
    "/spaconf/api//../form?login=novak", "/spaconf/%61pi/../form?login=novak", "/spaconf/api"])  # fmt: skip
def test_no_detour_leads_from_the_api_to_a_page(url, target):
    answer = raw(url, target, bearer())
    assert answer.status in (301, 308, 400, 401, 404) and "csrf" not in answer.text


# --- what is passed on ----------------------------------------------------------------------


@each_front_end
def test_a_phone_is_registered_once_with_an_idempotency_key(url):
    phone, key = new_phone(), str(uuid.uuid4())
    first = ask(url, "POST", "/registrations", json.dumps(phone), Idempotency_Key=key, Content_Type="application/json")
    assert first.status in (201, 202), first.text
    ref = json.loads(first.text)["ref"]
    assert first.headers["Location"] == "/spaconf/api/v1/registrations/" + ref and "Idempotency-Replayed" not in first.headers
    again = ask(url, "POST", "/registrations", json.dumps(phone), Idempotency_Key=key, Content_Type="application/json")
    assert again.status in (200, 202), again.text
    assert json.loads(again.text)["ref"] == ref and again.headers["Idempotency-Replayed"] == "true"
    assert first.headers["Content-Location"] == again.headers["Content-Location"] == first.headers["Location"]
    told = is_problem(ask(url, "POST", "/registrations", json.dumps(phone), Content_Type="application/json"), 409)
    assert told["registration"] == ref
    assert sql("SELECT COUNT(*) n FROM registration WHERE mac = %s", phone["mac"])[0]["n"] == 1


@each_front_end
def test_a_form_is_taken_as_json_is(url):
    phone = new_phone()
    answer = ask(url, "POST", "/registrations", urlencoded(phone.items()), Content_Type="application/x-www-form-urlencoded")
    assert answer.status in (201, 202), answer.text
    assert json.loads(answer.text)["mac"] == phone["mac"]


@each_front_end
def test_every_method_reaches_the_program(url):
    for method in "PUT", "PATCH", "DELETE", "OPTIONS":
        answer = ask(url, method, "/registrations", "{}", Content_Type="application/json")
        is_problem(answer, 405)
        assert "POST" in answer.headers["Allow"]


@each_front_end
def test_an_answer_has_the_id_that_the_web_server_chose(url):
    shape = "[0-9a-f]{32}" if url == "WEB_URL" else "[A-Za-z0-9@_-]{24,27}"
    told = is_problem(ask(url, "GET", "/registrations/nosuch", X_Request_Id="f" * 32, Request_Id="f" * 32, Unique_Id="f" * 32), 404)
    assert re.fullmatch(shape, told["instance"]) and told["instance"] != "f" * 32


# --- what is refused ------------------------------------------------------------------------


@each_front_end
@pytest.mark.parametrize("path, size", [("/registrations", 70_000), ("/registrations", 400_000), ("/registrations/batch", 5_000_000)])
def test_a_body_beyond_the_limit_is_413(url, path, size):
    is_problem(ask(url, "POST", path, b" " * size, Content_Type="application/json"), 413)


@each_front_end
def test_a_body_of_unknown_length_has_limits_too(url):
    def body(size):
        yield b"x" * size

    small, large = (ask(url, "POST", "/registrations", body(size), Content_Type="application/json") for size in (10, 400_000))
    is_problem(small, 400 if url == "WEB_URL" else 411)
    is_problem(large, 413 if url == "WEB_URL" else 411)


@pytest.mark.parametrize("url", FRONT_ENDS[:2])
def test_an_api_that_does_not_run_is_a_problem_with_a_time_to_wait(url):
    with stopped("api"):
        answer = ask(url, "GET", "/registrations")
        is_problem(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0
        assert front(url).get("/").status == 200


def test_a_token_is_in_no_log_and_no_command_line():
    for url in FRONT_ENDS:
        ask(url, "GET", "/registrations")
        ask(url, "POST", "/registrations", b"{", Content_Type="application/json")
        ask(url, "GET", "/nosuch")
    secret = env.API_TOKEN.encode()
    logs = [path for path in STACK.rglob("*.log") if path.is_file()]
    assert {path.name for path in logs} >= {"api.log", "access.log", "nginx.log", "apache.log"}
    assert [path for path in logs if secret in path.read_bytes()] == []
    for process in family(pid("api")):
        assert secret not in b"".join(pathlib.Path(f"/proc/{process}/{kind}").read_bytes() for kind in ("cmdline", "environ"))


# --- what the documents say -----------------------------------------------------------------


def example(name, phone):
    return subprocess.run([EXAMPLES / name, phone["login"], phone["model"], phone["mac"]], capture_output=True, text=True, timeout=60,
                          env={"PATH": os.environ["PATH"], "SPACONF_URL": env.API_URL, "SPACONF_TOKEN": env.API_TOKEN})  # fmt: skip


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("register.*")))
def test_an_example_registers_a_phone_and_says_why_not(name):
    phone = new_phone()
    done = example(name, phone)
    assert done.returncode == 0, done.stderr
    assert registration(done.stdout.strip())["mac"] == phone["mac"]
    again = example(name, phone)
    assert again.returncode == 1 and "registered already" in again.stderr and not again.stdout, again
    unknown = example(name, new_phone(login="nobody-here"))
    assert unknown.returncode == 1 and "nobody-here" in unknown.stderr and "/login" in unknown.stderr, unknown


def commands(text):
    """The commands of a document that carry a token, each with its continued lines."""
    lines = "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))
    return [found for found in re.findall(r"^curl (?:.*\\\n)*.*$", lines, re.M) if "Bearer $TOKEN" in found]


@pytest.mark.parametrize("place", ["docs/api.md", "tests/stack/demo"])
def test_the_commands_of_a_document_register_a_phone_watch_and_retire_it(place):
    text = (TOP / place).read_text().replace("\\$token", "$TOKEN").replace("$API_URL", "$URL").replace("/REF", "/$REF")
    address = mac()
    text = text.replace("000e08112244", address).replace("00:0e:08:11:22:44", address).replace("svobodova", person().login)
    known = {"PATH": os.environ["PATH"], "URL": env.API_URL, "TOKEN": env.API_TOKEN}
    told = commands(text)
    assert len(told) >= 3
    for command in told:
        done = subprocess.run(["sh", "-c", "curl() { command curl --fail-with-body \"$@\"; }\n" + command],
                              capture_output=True, text=True, timeout=30, env=known)  # fmt: skip
        assert done.returncode == 0, (command, done)
        known.setdefault("REF", re.search(r'"ref": ?"(\w+)"', done.stdout)[1])
    assert registration(known["REF"])["state"] != "live"
