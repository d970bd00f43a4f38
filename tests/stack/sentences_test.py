"""Sentences that are made in C++, in Czech: forms, scan mode, jobs, the command line; and what stays English."""
import csv
import io
import json

import pytest

from change_test import change
from fault_injection import SPACONF, run
from import_job_test import Job, new_rows, text_of
from scan_test import Scanner
from spaconf_stack import Form, Web, controls, env, mac, number, person, register, sql

CZECH = {"LANG": "C.UTF-8", "LANGUAGE": "cs"}


class CzechWeb(Web):
    """A registrar whose browser asks for Czech."""

    def __init__(self):
        super().__init__(env.WEB_URL, env.WEB_USER, env.WEB_PASSWORD)

    def ask(self, method, path, body=None, headers=None, timeout=30):
        return super().ask(method, path, body, {"Accept-Language": "cs", **(headers or {})}, timeout)


@pytest.fixture
def czech():
    return CzechWeb()


def test_a_form_has_its_problems_in_czech(czech):
    answer = Form(czech, person().login).fill(model="spa942", mac="", line1_user="linka číslo 1", hostname="-x").post()
    assert answer.status == 422
    problems = answer.problems()
    assert problems["mac"] == "Naskenujte nebo zadejte adresu MAC z krabice."
    assert problems["line1_user"].startswith("Číslo má nejvýše 63 písmen bez diakritiky")
    assert problems["hostname"].startswith("Název v síti je jedna část jména")
    assert "Linka 1: Číslo má nejvýše" in answer.words() and answer.title.startswith("Chyba: Registrace telefonu")
    english = Form(Web(env.WEB_URL, env.WEB_USER, env.WEB_PASSWORD), person().login).fill(model="spa942", mac="").post()
    assert english.problems()["mac"] == "Scan or type the MAC address on the carton."


def test_a_refusal_is_czech_on_the_page_and_english_in_the_log(czech):
    answer = czech.get("/phones/abcdefghjk")
    assert answer.status == 404 and "Registrace abcdefghjk neexistuje." in answer.words()


def test_a_change_is_previewed_in_czech_and_audited_in_english(czech):
    ref = register().ref
    change(ref, "edit", hostname=f"phone-{number()}")
    shown = czech.get(f"/phones/{ref}/edit")
    assert shown.title.startswith("Upravit: Linksys SPA942"), shown.title
    fields = dict(controls(shown.page.find("form", attrs={"method": "post"})))
    preview = czech.post("/submit/edit", {**fields, "hostname": "jiny-telefon"}.items())
    assert preview.status == 200 and "název v síti: " in preview.words() and "→ jiny-telefon" in preview.words(), preview.words()[:600]
    page = czech.get(f"/phones/{ref}")
    assert "upraven telefon" in page.words() and "telefon zaregistrován" in page.words()
    kept = dict(controls(preview.page.find("form", attrs={"method": "post"})))
    assert czech.post("/submit/edit", {**kept, "step": "apply"}.items()).status == 303
    detail = sql("SELECT detail FROM audit WHERE ref = %s ORDER BY id DESC LIMIT 1", ref)[0]["detail"]
    assert detail.startswith("hostname: ") and detail.endswith("→ jiny-telefon"), detail


def test_a_job_says_in_the_language_of_its_user_why_rows_are_refused(czech):
    rows = new_rows(2)
    rows[0]["mac"] = "22334455"
    rows[1]["login"] = "nikdo-takovy"
    job = Job.of(rows, czech).reaches("checked", "done")
    told = [details for _, _, details in job.rows()]
    assert "Tabulkový program odstranil úvodní nuly: zde je 8 číslic místo 12." in told[0], told
    assert "V adresáři není uživatel nikdo-takovy." in told[1], told
    rejected = list(csv.DictReader(io.StringIO(czech.get(f"/jobs/{job.ref}/rejected.csv").text)))
    assert [list(row) for row in rejected][0] == [*rows[0], "reason"]
    assert rejected[1]["reason"] == "řádek 3: login: V adresáři není uživatel nikdo-takovy."
    assert job.state == "done" and "Žádný řádek neregistruje ani nemění telefon." in job.page().words()


def test_a_stopped_job_is_czech_for_its_user_and_english_in_the_audit(czech):
    job = Job.of("login,login\r\nnovak,novak\r\n", czech).reaches("stopped")
    assert "Tabulku nelze přečíst: řádek 1: sloupec login je tu dvakrát." in job.page().words()
    entries = sql("SELECT detail FROM audit WHERE action = 'job-stop' AND detail LIKE %s", f"%{job.ref}%")
    assert [entry["detail"].rpartition(": ")[2] for entry in entries] == ["the table cannot be read"]


def test_scan_mode_answers_in_czech(czech):
    who, address = person(), mac()
    scanner = Scanner(who.login, door=czech)
    scanner.scan("jiny kod")
    assert scanner.reply.startswith("„jiny kod“ není ani adresa MAC, ani sériové číslo."), scanner.reply
    scanner.scan(address)
    assert scanner.reply.startswith("Adresa MAC "), scanner.reply
    scanner.scan("")
    assert scanner.reply.startswith("Zaregistrováno: Linksys SPA942 "), scanner.reply
    again = Scanner(person().login, door=czech).scan(address)
    assert "Tento telefon už je registrován: " in again.words() and "Naskenujte jinou krabici." in again.words()


def test_the_command_line_speaks_the_language_of_the_environment(scratch):
    table = scratch / "phones.csv"
    table.write_text(text_of([*new_rows(1), {**new_rows(1)[0], "login": "nikdo-takovy"}]))
    table.chmod(0o644)
    czech = run(SPACONF, "import", "--dry-run", str(table), **CZECH).stdout.decode()
    assert "řádek 2: k registraci" in czech and "řádek 3: login: V adresáři není uživatel nikdo-takovy." in czech, czech
    assert "2 řádky: beze změny 0, k registraci 1, ke změně 0, odmítnuto 1" in czech, czech
    english = run(SPACONF, "import", "--dry-run", str(table), LANG="C.UTF-8").stdout.decode()
    assert "line 2: would be registered" in english and "2 rows: 0 unchanged, 1 to be registered" in english, english


def test_what_programs_read_of_the_command_line_is_english(scratch):
    ref = register().ref
    done = run(SPACONF, "edit", ref, "hostname=x-" + number(), "--dry-run", "--json", **CZECH)
    assert json.loads(done.stdout)["rows"][0].startswith("hostname: "), done.stdout
    refused = run(SPACONF, "edit", ref, "hostname=-", **CZECH)
    assert "hostname: Název v síti je jedna část jména" in refused.stderr.decode(), refused.stderr
