"""Jobs: a table that is uploaded in the browser, checked and confirmed there, and imported by the worker."""
import concurrent.futures
import csv
import io
import os
import re
import signal
import time

import pytest
import urllib3.filepost

from change_test import change
from export_import_test import FIELDS, row_of, written
from fault_injection import SUBMIT, Own, disturbed, pid, service, stopped, worker_once
from spaconf_stack import (
    census, controls, env, front, mac, nginx, number, person, pbx, register, registration, sql, wait_until)  # fmt: skip

@pytest.fixture(scope="module", autouse=True)
def without_their_tickets():
    """Request Tracker makes two tickets a second. Those of a thousand phones would keep the tests that follow waiting."""
    yield
    due = "kind = 'ticket' AND state = 'due' AND of_batch"
    sql(f"UPDATE registration SET ticket_state = 'none' WHERE ticket_state = 'pending' AND id IN (SELECT registration_id FROM task WHERE {due})")
    sql(f"DELETE FROM task WHERE {due}")


STATES = {"done", "stopped", "cancelled"}


def new_rows(count, **more):
    """Rows of new phones of one person; software would need no address, but a profile is to be written."""
    who = person("Hromada Nových")
    return [{"login": who.login, "model": "spa942", "mac": mac(), "line1_user": number(), **more} for _ in range(count)]


def text_of(rows, columns=None):
    return written(rows, columns or list(dict.fromkeys(name for row in rows for name in row)))


class Upload:
    """The page that takes a table: opened, filled in, sent."""

    def __init__(self, door=None):
        self.door = door or nginx()
        self.opened = self.door.get("/import")
        assert self.opened.status == 200, f"{self.opened.status}: {self.opened.words()[:400]}"
        form = self.opened.page.find("form", attrs={"enctype": "multipart/form-data"})
        self.fields = {name: value for name, value in controls(form) if name != "table"}

    def send(self, table=None, name="phones.csv", door=None, headers=None, **changes):
        """A file, or with `pasted` a pasted table."""
        table = table.encode() if isinstance(table, str) else table
        parts = {**self.fields, **changes, "table": (name if table is not None else "", table or b"", "text/csv")}
        body, kind = urllib3.filepost.encode_multipart_formdata({n: v for n, v in parts.items() if v is not None})
        return (door or self.door).ask("POST", "/submit/import", body, {"Content-Type": kind, **(headers or {})})


class Job:
    """A job as its page shows it."""

    def __init__(self, answer, door=None):
        assert answer.status == 303, f"{answer.status}: {answer.words()[:400]}"
        self.door = door or nginx()
        self.ref = answer.headers["Location"].rpartition("/jobs/")[2]

    @classmethod
    def of(cls, rows, door=None, **changes):
        table = rows if isinstance(rows, (str, bytes)) else text_of(rows)
        return cls(Upload(door).send(table, **changes), door)

    def page(self, query="", door=None):
        answer = (door or self.door).get(f"/jobs/{self.ref}{query}")
        assert answer.status == 200, f"{answer.status}: {answer.words()[:400]}"
        return answer

    @property
    def state(self):
        return sql("SELECT state FROM job WHERE ref = %s", self.ref)[0]["state"]

    def reaches(self, *states, seconds=60):
        wait_until(lambda: self.state in states, f"{self.ref} {states}, not {self.state}", seconds)
        return self

    def rows(self, query=""):
        """(line, verdict, details) of each row on the page, in its order."""
        return [(int(row.td.get_text()), row["data-verdict"], " ".join(row.select("td")[-1].get_text(" ").split()))
                for row in self.page(query).page.select("#rows tbody tr")]

    def counts(self):
        return {" ".join(item.get_text(" ").split()).partition(" ")[2]: int(item.strong.get_text())
                for item in self.page().page.select("#job .counts li")}

    def form(self, step):
        """The fields of one of its forms, without what is not chosen yet."""
        form = next(f for f in self.page().page.find_all("form") if f.find("input", attrs={"name": "step", "value": step}))
        return dict(controls(form))

    def send(self, fields, **changes):
        return self.door.post("/submit/job", {**fields, **changes}.items())

    def confirm(self, **changes):
        answer = self.send(self.form("confirm"), **changes)
        assert answer.status == 303, f"{answer.status}: {answer.words()[:400]}"
        return self

    def cancel(self):
        assert self.send(self.form("cancel")).status == 303
        return self

    def rejected(self):
        answer = self.door.get(f"/jobs/{self.ref}/rejected.csv")
        assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/csv"), answer.status
        return answer.text

    def audit(self):
        return [row["action"] for row in sql("SELECT action FROM audit WHERE detail LIKE %s ORDER BY id", f"% {self.ref}%")]

    def done(self):
        return sql("SELECT COUNT(*) n FROM job_row JOIN job ON job.id = job_id WHERE job.ref = %s AND is_done", self.ref)[0]["n"]


def registered(rows):
    """How often each of these addresses is registered."""
    return [sql("SELECT COUNT(*) n FROM registration WHERE active_mac = %s", row["mac"])[0]["n"] for row in rows]


def administrator():
    return nginx(env.ADMIN_USER, env.ADMIN_PASSWORD)


# --- the form -------------------------------------------------------------------------------


def test_home_and_list_lead_to_the_form_which_names_the_columns():
    for path in "/", "/phones":
        assert nginx().get(path).page.find("a", href="/spaconf/import"), path
        reader = nginx(env.READER_USER, env.READER_PASSWORD).get(path)
        assert not reader.page.find("a", href="/spaconf/import"), path
    page = nginx().get("/import")
    assert [code.get_text() for code in page.page.select(".columns code")] == FIELDS
    assert "at most 20 MB" in page.words()
    example = nginx().get("/import/example.csv")
    assert example.text == ",".join(FIELDS) + "\r\n" and "attachment" in example.headers["Content-Disposition"]
    assert nginx(env.READER_USER, env.READER_PASSWORD).get("/import").status == 403


@pytest.mark.parametrize("sent, sentence", [
    ({}, "Choose a file or paste a table."),
    ({"pasted": " \r\n"}, "Choose a file or paste a table."),
    ({"table": "login\nx", "pasted": "login\nx"}, "Choose a file or paste a table, not both."),
    ({"table": " \n"}, "This file is empty.")])  # fmt: skip
def test_a_form_without_one_table_is_shown_again(sent, sentence):
    jobs = sql("SELECT COUNT(*) n FROM job")
    answer = Upload().send(**sent)
    assert answer.status == 422 and answer.problems() == {"table": sentence} and answer.summary() == ["table"]
    assert answer.element("pasted").get_text().strip() == sent.get("pasted", "").strip()
    assert sql("SELECT COUNT(*) n FROM job") == jobs


@pytest.mark.parametrize("url", ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"])
def test_a_table_of_megabytes_is_taken_and_a_larger_one_is_not(url):
    door = front(url)
    large = "login,model\n" + "nobody-here,spa942\n" * 5
    job = Job(Upload(door).send(large + "\n" * (3 << 20)), door)
    job.reaches("done", "checked")
    jobs = sql("SELECT COUNT(*) n FROM job")
    assert Upload(door).send(large + "\n" * (20 << 20)).status == 413
    assert sql("SELECT COUNT(*) n FROM job") == jobs


def test_a_hundred_megabytes_are_refused_before_they_are_read(scratch):
    with Own(SUBMIT, scratch, web__submit_workers=1) as own:
        start = time.monotonic()
        answer = own.ask("POST", "/submit/import", b"", CONTENT_LENGTH=str(100 << 20), CONTENT_TYPE="multipart/form-data; boundary=b")
        assert answer.status == 413 and time.monotonic() - start < 2


def test_nothing_is_read_of_whoever_may_not_import(scratch):
    with Own(SUBMIT, scratch, user=env.READER_USER, web__submit_workers=1) as own:
        start = time.monotonic()
        for more in {}, {"HTTP_ORIGIN": "https://evil.example.org", "REMOTE_USER": env.WEB_USER}:
            answer = own.ask("POST", "/submit/import", b"", CONTENT_LENGTH=str(10 << 20), CONTENT_TYPE="multipart/form-data; boundary=b", **more)
            assert answer.status == 403 and time.monotonic() - start < 2


def test_a_wrong_token_makes_no_job():
    rows, jobs = new_rows(1), sql("SELECT COUNT(*) n FROM job")
    upload = Upload()
    for changes in {"csrf": "0-" + "0" * 64}, {"csrf": None}, {"key": "another"}:
        assert upload.send(text_of(rows), **changes).status == 403
    assert upload.send(text_of(rows), headers={"Origin": "https://evil.example.org"}).status == 403
    assert upload.send(text_of(rows), door=administrator()).status == 403
    assert sql("SELECT COUNT(*) n FROM job") == jobs


def test_a_form_that_is_sent_twice_makes_one_job():
    upload, rows = Upload(), text_of(new_rows(1))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: upload.send(rows), range(4)))
    assert len({Job(answer).ref for answer in answers}) == 1


# --- check, confirmation, import ------------------------------------------------------------


def test_each_row_has_a_verdict_before_anything_is_done():
    form = register()
    there, new = row_of(form.ref), new_rows(2)
    rows = [new[0], {**there, "hostname": "tel-changed"}, {"login": "nobody-here", "model": "spa942", "mac": mac(), "line1_user": number()}, new[1],
            {**there, "version": "77", "hostname": "tel-older"}, {**new[0], "mac": "no address"}]  # fmt: skip
    before = census()
    job = Job.of(text_of(rows, FIELDS)).reaches("checked")
    assert census() == before
    found = job.rows()
    assert [(line, verdict) for line, verdict, _ in found] == [
        (4, "refused"), (6, "overtaken"), (7, "refused"), (2, "registers"), (3, "changes"), (5, "registers")]  # fmt: skip
    assert "no user nobody-here" in found[0][2] and found[2][2].startswith("mac : ") and "tel-changed" in found[4][2]
    assert job.counts() == {"would be registered": 2, "would be changed": 1, "refused": 2, "changed meanwhile": 1}
    assert "Import 3 rows" in [b.get_text() for b in job.page().page.find_all("button")]
    assert nginx().get("/").page.find("a", href=f"/spaconf/jobs/{job.ref}"), "the home page names it"

    # All or nothing is not offered, and nothing is skipped unless that is chosen.
    assert not job.page().page.find("input", attrs={"name": "mode", "value": "all"})
    for changes in {}, {"mode": "all"}, {"mode": "skip", "planned": "6"}:
        answer = job.send(job.form("confirm"), **changes)
        assert answer.status == 422 and answer.page.select_one(".summary[role=alert]"), changes
    assert census() == before

    job.confirm(mode="skip").reaches("done")
    assert job.counts() == {"registered": 2, "changed": 1, "refused": 2, "changed meanwhile": 1}
    assert registered([rows[0], rows[3]]) == [1, 1] and registration(form.ref)["hostname"] == "tel-changed"
    rejected = list(csv.DictReader(io.StringIO(job.rejected(), newline="")))
    assert list(rejected[0]) == [*FIELDS, "reason"]
    assert [row["login"] for row in rejected] == ["nobody-here", there["login"], new[0]["login"]]
    assert "no user nobody-here" in rejected[0]["reason"] and "version 77" in rejected[1]["reason"]
    assert job.audit() == ["job-start", "job-confirm"]
    assert not nginx().get("/").page.find("a", href=f"/spaconf/jobs/{job.ref}")

    # What was corrected is uploaded again as it is.
    again = Job.of(job.rejected().replace("nobody-here", there["login"])).reaches("checked")
    assert [(line, verdict) for line, verdict, _ in again.rows()] == [(3, "overtaken"), (4, "refused"), (2, "registers")]


def test_a_pasted_table_is_imported_as_a_whole_and_its_passwords_are_sealed():
    rows = new_rows(3)
    for row in rows:
        row["line1_password"] = "Geheim" + number()
    job = Job(Upload().send(pasted=text_of(rows))).reaches("checked")
    texts = sql("SELECT job_row.sealed text FROM job_row JOIN job ON job.id = job_id WHERE job.ref = %s", job.ref)
    assert len(texts) == 3 and not any(row["line1_password"].encode() in text["text"] for row in rows for text in texts)
    assert dict(job.form("confirm"))["mode"] == "all", "the default"
    job.confirm().reaches("done")
    assert registered(rows) == [1, 1, 1] and job.counts() == {"registered": 3}
    for row in rows:
        assert pbx("SELECT password FROM subscriber WHERE username = %s", row["line1_user"])[0]["password"] == row["line1_password"]
    texts = sql("SELECT job_row.sealed text FROM job_row JOIN job ON job.id = job_id WHERE job.ref = %s", job.ref)
    assert {bytes(text["text"]) for text in texts} == {b""} and not sql("SELECT 1 FROM job_text JOIN job ON job.id = job_id WHERE job.ref = %s", job.ref)
    # The same table again registers nothing.
    assert Job(Upload().send(pasted=text_of(rows))).reaches("done").counts() == {"unchanged": 3}


def test_nothing_is_imported_if_a_row_has_become_bad():
    rows = new_rows(3)
    job = Job.of(rows).reaches("checked")
    register(mac=rows[1]["mac"])
    before = census()
    job.confirm().reaches("stopped")
    assert "1 row has become bad since the first check" in job.page().words()
    assert census() == before and registered(rows) == [0, 1, 0]
    assert job.rows()[0][:2] == (3, "refused")
    assert job.audit() == ["job-start", "job-confirm", "job-stop"]


@pytest.mark.parametrize("table, sentence", [
    ("login,login\nx,y\n", "line 1: duplicate column login"),
    ('login,model\nx,"y\n', "line 2, column model: a quotation mark is never closed"),
    (b"login,model\n\xe9,y\n", "not UTF-8")])  # fmt: skip
def test_a_table_that_cannot_be_read_is_told_with_its_line(table, sentence):
    before = census()
    job = Job.of(table).reaches("stopped")
    assert sentence in job.page().words() and "Nothing was changed." in job.page().words()
    assert census() == before and job.rows() == []


def test_only_an_administrator_may_lead_phones_away():
    rows = new_rows(1, setting="Profile_Rule = tftp://evil.example.org/x.cfg")
    mine = Job.of(rows).reaches("done")
    assert mine.rows()[0][1] == "refused" and "Only an administrator can set it" in mine.rows()[0][2]
    theirs = Job.of(rows, administrator()).reaches("checked")
    assert theirs.rows()[0][1] == "registers"
    theirs.cancel()


def test_the_rows_are_on_several_pages_the_bad_ones_first():
    rows = [*new_rows(119), {"login": "nobody-here", "model": "spa942", "mac": mac()}]
    job = Job.of(rows).reaches("checked")
    pages = [job.rows(query) for query in ("", "?page=2", "?page=3", "?page=4")]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert pages[0][0][:2] == (121, "refused") and sorted(line for page in pages for line, *_ in page) == list(range(2, 122))
    assert job.page("?page=2").page.find("a", rel="next")["href"].endswith("?page=3")
    job.cancel()


# --- who may see it -------------------------------------------------------------------------


def test_a_job_is_seen_by_its_owner_and_administrators_alone():
    job = Job.of([{"login": "nobody-here", "model": "spa942", "mac": mac(), "line1_password": "typed"}], administrator()).reaches("done")
    for path in f"/jobs/{job.ref}", f"/jobs/{job.ref}/rejected.csv", "/jobs/nosuchjobx":
        assert nginx().get(path).status == 404, path
        assert nginx(env.READER_USER, env.READER_PASSWORD).get(path).status == 403
    mine = Job.of(new_rows(1)).reaches("checked")
    assert mine.page(door=administrator()).status == 200
    lists = [door.get("/jobs").page for door in (nginx(), administrator())]
    shown = [[page.find("a", href=f"/spaconf/jobs/{j.ref}") is not None for j in (job, mine)] for page in lists]
    assert shown == [[False, True], [True, True]]
    # A token that was made for another user, or for another job.
    fields = mine.form("confirm")
    assert administrator().post("/submit/job", fields.items()).status == 403
    other = Job.of(new_rows(1)).reaches("checked")
    assert mine.send(fields, ref=other.ref).status == 403 and mine.send(fields, step="cancel").status == 403
    assert (mine.state, other.state) == ("checked", "checked")
    mine.cancel(), other.cancel()


def test_a_job_stops_when_its_person_has_lost_the_role(scratch):
    rows = new_rows(2)
    job = Job.of(rows).reaches("checked")
    with stopped("worker"):
        job.confirm(mode="skip")
        before = census()
        worker_once(scratch, web__roles__registrar=["somebody-else"])
        assert job.state == "stopped" and registered(rows) == [0, 0]
        assert f"{env.WEB_USER} may not register phones any more" in job.page().words()
        assert census() == before
    assert job.audit()[-1] == "job-stop"


def test_a_job_waits_for_a_directory_that_is_away():
    rows = new_rows(2)
    with stopped("slapd"):
        job = Job.of(rows)
        wait_until(lambda: "The directory is not responding." in job.page().words(), "the reason on the page", 30)
        assert job.state == "checking"
    job.reaches("checked").cancel()


# --- cancelled, killed, restarted -----------------------------------------------------------


def midway(count=300):
    """A job that is running, with its rows."""
    rows = new_rows(count)
    job = Job.of(rows).reaches("checked").confirm()
    wait_until(lambda: 0 < job.done() < count, "some rows done", 30)
    return job, rows


def all_once(job, rows):
    job.reaches("done", seconds=120)
    assert job.counts() == {"registered": len(rows)}
    assert set(registered(rows)) == {1}
    refs = {registration_of(row) for row in rows}
    assert len(refs) == len(rows)
    unwritten = "SELECT COUNT(*) n FROM registration WHERE login = %s AND profile_state <> 'done'"
    wait_until(lambda: sql(unwritten, rows[0]["login"])[0]["n"] == 0, "all profiles written")
    assert job.audit().count("job-confirm") == 1
    assert sql("SELECT COUNT(*) n FROM audit JOIN registration USING (ref) WHERE action = 'register' AND login = %s",
               rows[0]["login"])[0]["n"] == len(rows)  # fmt: skip


def registration_of(row):
    return sql("SELECT ref FROM registration WHERE active_mac = %s", row["mac"])[0]["ref"]


def test_a_killed_worker_goes_on_and_repeats_nothing():
    job, rows = midway()
    disturbed.add("worker")
    process, all_of = pid("worker"), "SELECT COUNT(*) n FROM registration WHERE login = %s"
    # A row is done, and what came of it is not stored yet.
    wait_until(lambda: sql(all_of, rows[0]["login"])[0]["n"] > job.done(), "a row in between")
    os.kill(process, signal.SIGKILL)
    done = job.done()
    assert done < len(rows), "it was killed midway"
    assert job.page().page.select_one("progress")["max"] == str(len(rows))
    service("worker", "start")
    all_once(job, rows)


def test_a_job_survives_a_restart_of_all_programs():
    job, rows = midway()
    names = "worker", "form", "submit", "api", "nginx"
    with stopped(*names):
        done = job.done()
        assert done < len(rows)
        time.sleep(1)
        assert job.done() == done
    all_once(job, rows)


def test_two_workers_do_a_job_once(scratch):
    rows = new_rows(120)
    job = Job.of(rows).reaches("checked").confirm()

    def help(number):
        where = scratch / str(number)
        where.mkdir(mode=0o777)
        where.chmod(0o777)
        while job.state not in STATES:
            worker_once(where)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(help, range(2)))
    all_once(job, rows)


def test_a_job_can_be_cancelled_before_and_during():
    rows = new_rows(2)
    job = Job.of(rows).reaches("checked")
    late = job.form("confirm")
    job.cancel()
    assert job.state == "cancelled" and "Nothing was changed." in job.page().words()
    assert job.send(late).status == 303 and job.state == "cancelled" and registered(rows) == [0, 0]

    job, rows = midway()
    job.cancel()
    wait_until(lambda: sql("SELECT lease_owner FROM job WHERE ref = %s", job.ref)[0]["lease_owner"] is None, "the last piece is done")
    done = job.done()
    assert 0 < done < len(rows) and sum(registered(rows)) == done
    assert job.counts() == {"registered": done, "would be registered": len(rows) - done}
    assert f"Left out: {len(rows) - done} rows. What was done before stays." in job.page().words()
    time.sleep(2)
    assert sum(registered(rows)) == done
    assert job.audit() == ["job-start", "job-confirm", "job-cancel"]


def test_of_two_jobs_over_the_same_phones_one_wins_each_row():
    rows, forms = new_rows(20), [register() for _ in range(4)]
    changes = [row_of(form.ref) for form in forms]
    jobs = []
    for door, name in (nginx(), "first"), (administrator(), "second"):
        changed = [{**row, "hostname": f"tel-{name}-{i}"} for i, row in enumerate(changes)]
        jobs.append(Job.of(text_of([*rows, *changed], FIELDS), door).reaches("checked"))
    for job in jobs:
        job.confirm(mode="skip")
    for job in jobs:
        job.reaches("done")
    assert set(registered(rows)) == {1}
    first, second = (dict((line, (verdict, said)) for line, verdict, said in job.rows()) for job in jobs)
    for line in range(2, 26):
        won = [row for row in (first, second) if row[line][0] in ("registers", "changes")]
        lost = [row for row in (first, second) if row[line][0] in ("refused", "overtaken", "unchanged")]
        assert len(won) == len(lost) == 1, (line, first[line], second[line])
        assert any(words in lost[0][line][1] for words in ("registered already", "version", "Someone else has done this")), lost[0][line]


# --- without JavaScript, and afterwards -----------------------------------------------------


def test_the_page_needs_no_javascript():
    with stopped("worker"):
        job = Job.of(new_rows(1))
        page = job.page()
        assert page.page.select_one("#job")["data-state"] == "checking" and page.page.find("progress")
        assert page.page.find("a", string="Check again")["href"] == f"/spaconf/jobs/{job.ref}"
        assert not re.search("http-equiv=.?refresh", page.text, re.I)
    job.reaches("checked").cancel()


def test_old_jobs_are_purged_with_their_tables(scratch):
    old, young = (Job.of([*new_rows(1), {"login": "nobody-here"}]).reaches("checked") for _ in range(2))
    number = sql("SELECT id FROM job WHERE ref = %s", old.ref)[0]["id"]
    sql("UPDATE job SET created = created - INTERVAL 11 DAY WHERE id = %s", number)
    with stopped("worker"):
        worker_once(scratch, registration__keep_jobs=10)
    left = [sql(f"SELECT COUNT(*) n FROM {table} WHERE {key} = %s", number)[0]["n"]
            for table, key in (("job", "id"), ("job_text", "job_id"), ("job_row", "job_id"))]  # fmt: skip
    assert left == [0, 0, 0] and young.state == "checked"
    assert nginx().get(f"/jobs/{old.ref}").status == 404
    young.cancel()


def test_a_phone_that_was_changed_meanwhile_is_skipped():
    form = register()
    job = Job.of([{**row_of(form.ref), "hostname": "tel-by-table"}]).reaches("checked")
    change(form.ref, "edit", hostname="tel-by-hand")
    job.confirm(mode="skip").reaches("done")
    assert registration(form.ref)["hostname"] == "tel-by-hand"
    assert job.rows()[0][1] == "overtaken"


def test_a_long_check_lets_the_workers_other_steps_run():
    """A registration gets its ticket while the worker checks thousands of rows."""
    job = Job.of(new_rows(5000))
    wait_until(lambda: sql("SELECT 1 FROM job WHERE ref = %s AND total > 0", job.ref), "the check has begun", 60)
    form = register()
    wait_until(lambda: registration(form.ref)["ticket_state"] == "done", "its ticket", 30)
    assert job.state == "checking"
    job.cancel().reaches("cancelled")
