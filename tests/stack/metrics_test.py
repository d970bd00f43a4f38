"""What an administrator watches: the id of each request, metrics and readiness."""
import json
import os
import re
import signal
import subprocess
import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from fault_injection import FORM, SPACONF, SUBMIT, Own, children, derive, hung, lossy_commits, run, send, stopped
from spaconf_stack import Form, mac, nginx, nobody, person, register, sql, urlencoded, wait_until

BOUND = 8
FRONT_ENDS = ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"]
# Each program's: form.fcgi's, submit.fcgi's, api.fcgi's.
PAGES = ["/metrics", "/submit/metrics", "/api/v1/metrics"]


def samples(answer):
    """(name, label values in the order of their names) -> value, of a page of metrics."""
    assert answer.status == 200 and answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {(sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(answer.text) for sample in family.samples}  # fmt: skip


# --- ids ------------------------------------------------------------------------------------


@pytest.mark.parametrize("url, shape", zip(FRONT_ENDS, ["[0-9a-f]{32}", "[A-Za-z0-9@_-]{24,27}", "[A-Za-z0-9@_-]{24,27}"]))
def test_every_answer_has_the_id_that_the_web_server_chose(url, shape):
    forged = "f" * 32
    for path in "/healthz", "/submit/readyz", "/metrics":
        answers = [nobody(url).get(path, X_Request_Id=forged, Request_Id=forged, Unique_Id=forged) for _ in range(2)]
        ids = [answer.headers["X-Request-Id"] for answer in answers]
        assert all(re.fullmatch(shape, each) for each in ids), ids
        assert len({*ids, forged}) == 3


def test_the_log_lines_of_a_registration_have_the_id_of_its_request(scratch):
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac())
    with Own(SUBMIT, scratch) as own:
        answer = own.ask("POST", form.action, urlencoded(form.fields), REQUEST_ID="aSnDzMgl@-sPKHsEsBYg3AAAAAM")
        assert answer.ref and answer.headers["X-Request-Id"] == "aSnDzMgl@-sPKHsEsBYg3AAAAAM"
        assert own.ask("POST", "/submit/nothing", UNIQUE_ID="12345678").headers["X-Request-Id"] == "12345678"
        registered, = [line for line in own.log.read_text().splitlines() if "registered" in line]
        refused, = [line for line in own.log.read_text().splitlines() if "refused" in line]
    assert answer.ref in registered and registered.endswith(' request="aSnDzMgl@-sPKHsEsBYg3AAAAAM"')
    assert refused.endswith(' request="12345678"')


@pytest.mark.parametrize("passed", ["", "1234567", "x" * 65, '12345678" user="root', "12345678\r\nSet-Cookie: a=b", "<script>"])
def test_a_hostile_id_is_replaced(passed, scratch):
    with Own(FORM, scratch, person__uri="ldap://127.0.0.1:9", web__form_workers=1) as own:
        answer = own.ask("GET", "/form?login=novak", REQUEST_ID=passed)
        log = own.log.read_text()
    chosen = answer.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{16}", chosen) and "Set-Cookie" not in answer.headers
    assert f' request="{chosen}"' in log and (not passed or passed not in log)


def test_a_user_can_quote_the_id_of_a_failed_request(scratch):
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac())
    away = {"person__uri": "ldap://127.0.0.1:9"}
    with Own(FORM, scratch, **away) as show, Own(SUBMIT, scratch, **away) as submit:
        for answer in (show.ask("GET", "/form?login=novak", REQUEST_ID="0123456789abcdef"),
                       submit.ask("POST", form.action, urlencoded(form.fields), REQUEST_ID="0123456789abcdef")):  # fmt: skip
            assert answer.status == 503
            assert "Reference for the administrator: 0123456789abcdef" in answer.words()
        assert "0123456789abcdef" not in show.ask("GET", "/nothing", REQUEST_ID="0123456789abcdef").text


# --- metrics --------------------------------------------------------------------------------


@pytest.mark.parametrize("url", FRONT_ENDS)
@pytest.mark.parametrize("path", PAGES)
def test_metrics_need_no_login_on_this_machine(url, path):
    nobody(url).get(path)
    program = {"s": "submit", "a": "api"}.get(path[1], "form")
    route = "GET /metrics" if program == "api" else path
    found = samples(nobody(url).get(path))
    if url != "WEB_URL_FCGID":  # there another copy of the program may answer
        assert found["spaconf_requests_total", program, route, "200"] >= 1
    assert all(program in key or not key[0].startswith("spaconf_request") for key in found)


def test_counts_survive_a_killed_worker_and_a_reload(scratch):
    with Own(FORM, scratch, web__form_workers=3) as own:
        for end in lambda: send(children(own.process.pid)[:1], signal.SIGKILL), lambda: os.kill(own.process.pid, signal.SIGHUP):
            for _ in range(30):
                assert own.get("/healthz").status == 200
                assert own.get("/phones/Novakova/nothing/at/all").status == 404
            before = children(own.process.pid)
            end()
            wait_until(lambda: own.is_whole() and set(children(own.process.pid)) != set(before), "other workers")
        page = own.get("/metrics")
    found = samples(page)
    assert found["spaconf_requests_total", "form", "/healthz", "200"] == 60
    assert found["spaconf_requests_total", "form", "none", "404"] == 60
    assert found["spaconf_request_duration_seconds_count", "form", "/healthz"] == 60
    assert found["spaconf_request_duration_seconds_bucket", "+Inf", "form", "/healthz"] == 60
    assert "Novakova" not in page.text


def test_gauges_are_what_the_tables_say():
    with stopped("worker"):
        register()
        found = samples(nobody().get("/metrics"))
        for state in "live", "retiring", "retired":
            rows = sql("SELECT COUNT(*) n FROM registration WHERE state = %s", state)
            assert found["spaconf_registrations", state] == rows[0]["n"]
        for kind in "profile", "ticket":
            for state in "due", "done", "parked":
                rows = sql("SELECT COUNT(*) n FROM task WHERE kind = %s AND state = %s", kind, state)
                assert found["spaconf_tasks", kind, state] == rows[0]["n"]
        for state in "due", "parked":
            rows = sql("SELECT COUNT(*) n FROM delivery WHERE state = %s", state)
            assert found["spaconf_tasks", "webhook", state] == rows[0]["n"]
        for state, states in ("due", ["pending", "leaving"]), ("parked", ["foreign"]):
            rows = sql("SELECT COUNT(*) n FROM account WHERE exchange_state IN %s", states)
            assert found["spaconf_tasks", "account", state] == rows[0]["n"]
        oldest = sql("SELECT TIMESTAMPDIFF(SECOND, MIN(created), UTC_TIMESTAMP()) n FROM task WHERE state = 'due'")
        assert abs(found["spaconf_oldest_due_task_age_seconds",] - oldest[0]["n"]) <= 2
        assert found["spaconf_worker_failed_steps",] == sql("SELECT COUNT(*) n FROM failed_step")[0]["n"]
        assert {found["spaconf_service_up", name] for name in ("database", "exchange", "directory")} == {1}


@pytest.mark.parametrize("fault", [stopped, hung])
@pytest.mark.parametrize("service, down", [("mariadb", {"database", "exchange"}), ("slapd", {"directory"})])
def test_metrics_say_which_service_is_down_in_time(service, down, fault):
    with fault(service):
        start = time.monotonic()
        found = samples(nobody().get("/metrics"))
        assert time.monotonic() - start <= BOUND
        assert {key[1] for key, value in found.items() if key[0] == "spaconf_service_up" and not value} == down
        assert (("spaconf_tasks", "ticket", "due") in found) == (service != "mariadb")


# --- readiness ------------------------------------------------------------------------------


def test_each_program_asks_the_services_that_it_uses():
    paths = "/readyz", "/submit/readyz", "/api/v1/readyz"
    services = {path: set(json.loads(nobody().get(path).text)["services"]) for path in paths}
    assert services["/readyz"] == {"database", "exchange", "directory"}
    assert services["/submit/readyz"] == services["/api/v1/readyz"] == services["/readyz"] | {"folder"}


@pytest.mark.parametrize("value", [0, 2])
def test_a_database_that_may_lose_commits_is_ready_with_a_warning(value):
    warning = (f"database: innodb_flush_log_at_trx_commit is {value}, so a crash of its machine may lose registrations"
               " that were acknowledged; set it to 1")  # fmt: skip
    paths = "/readyz", "/submit/readyz", "/api/v1/readyz"
    with lossy_commits(value):
        answers = [nobody().get(path) for path in paths]
        checked = run(SPACONF, "check-config", "--live")
    for answer in answers:
        database = json.loads(answer.text)["services"]["database"]
        assert answer.status == 200 and database["ok"] and database["warning"] == warning
    assert checked.returncode == 0 and warning + " (warning)" in checked.stdout.decode().splitlines()
    for path in paths:
        assert "warning" not in json.loads(nobody().get(path).text)["services"]["database"]


@pytest.mark.parametrize("url", FRONT_ENDS)
@pytest.mark.parametrize("path", ["/api/v1/readyz", "/api/v1/metrics"])
def test_monitoring_of_the_api_needs_no_token_and_opens_no_other_address(url, path):
    assert nobody(url).get(path).status == 200
    for other in path + "/", path + "/x", path.replace("v1", "v1/"), path.replace("/v1", ""):
        assert nobody(url).get(other).status in (401, 404), other
    assert nobody(url).ask("POST", path, b"").status == 401


@pytest.mark.parametrize("path", ["/readyz", "/metrics", "/submit/readyz", "/api/v1/readyz", "/api/v1/metrics"])
def test_nginx_admits_no_other_address_to_monitoring(path):
    for address, status in ("127.0.0.1", "200"), ("127.0.0.2", "403"):
        done = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--interface", address, nobody().base + path],
                              capture_output=True, text=True, timeout=20)  # fmt: skip
        assert done.stdout == status


def test_form_starts_without_access_to_the_tftp_folder(scratch):
    for name, code in ("form", 0), ("submit", 78):
        done = run(SPACONF, "check-config", "--for", name, conf=derive(scratch / "a.conf", phone__group="no-such-group"))
        assert done.returncode == code, done.stderr
    with Own(FORM, scratch, phone__group="no-such-group", phone__root="/root/tftp", phone__staging="/root/staging") as own:
        assert own.get("/readyz").status == 200
