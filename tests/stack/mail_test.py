"""The mail that a person gets when their ticket is settled: what it says, to whom, once, and what can go wrong."""
import email
import email.policy
import re
import signal
import subprocess

import aiosmtpd.controller
import pytest

from change_test import change
from export_import_test import imported, written
from fault_injection import SPACONF, SUBMIT, Own, as_program, derive, family, ignore_children, run, send, stopped, the_worker_is_idle
from spaconf_stack import (
    controls, env, free_port, ldap, mac, nginx, number, people, person, phone_page, register, registration, rt, sql, ticket,
    ticket_text, wait_until)  # fmt: skip

pytestmark = pytest.mark.changes


class Postman:
    """A mail server's handler, which keeps what it takes and refuses what a test tells it to."""

    def __init__(self):
        self.mails, self.mail, self.rcpt, self.data = [], "250 OK", "250 OK", "250 OK"
        self.on_data = lambda: None

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        self.on_data()
        return self.data

    def to(self, address):
        """The mails to this address, parsed by a library that is not ours."""
        return [email.message_from_bytes(content, policy=email.policy.default)
                for _, recipients, content in self.mails if recipients == [address]]  # fmt: skip


@pytest.fixture
def postman():
    handler = Postman()
    handler.port = free_port()
    server = aiosmtpd.controller.Controller(handler, hostname="127.0.0.1", port=handler.port)
    server.start()
    yield handler
    server.stop()


def mail_section(path, way, **changes):
    """The stack's configuration with mails."""
    derive(path, ticket__settle=1, **changes)
    path.write_text(path.read_text() + f'\n[mail]\nfrom = "spaconf@example.org"\ncontact = "the help desk, 1234"\n{way}\n')
    return path


@pytest.fixture
def conf(scratch, postman):
    return mail_section(scratch / "worker.conf", f'smtp = "smtp://127.0.0.1:{postman.port}"')


@pytest.fixture
def alone():
    """The stack's own worker, which sends no mails, is away."""
    the_worker_is_idle()
    with stopped("worker"):
        yield
        # A parked one would be on the home page of other tests, with a form.
        sql("DELETE FROM task WHERE kind = 'mail'")


def sweep(conf):
    done = run(SPACONF, "worker", "--once", conf=conf, timeout=120)
    assert done.returncode == 0, done.stderr.decode()[-800:]
    return done.stderr.decode()


def until(conf, claim, what):
    def another():
        sql("UPDATE task SET not_before = UTC_TIMESTAMP(3) WHERE kind = 'mail' AND state = 'due'")
        sweep(conf)
        return claim()

    return wait_until(another, what, 90)


def settle(ref, conf):
    """People resolve the phone's ticket, and the worker sees it."""
    until(conf, lambda: registration(ref)["ticket_state"] == "done", "the ticket")
    rt("PUT", f"ticket/{registration(ref)['ticket_number']}", json={"Status": "resolved"})
    see(ref, conf)


def see(ref, conf):
    sql("UPDATE registration SET ticket_checked_at = UTC_TIMESTAMP(3) - INTERVAL 2 MINUTE WHERE ref = %s", ref)
    until(conf, lambda: registration(ref)["ticket_settled"], "a settled ticket")


def task(ref):
    rows = sql("SELECT task.* FROM task JOIN registration ON registration.id = registration_id WHERE ref = %s AND kind = 'mail'"
               " ORDER BY task.id DESC", ref)  # fmt: skip
    return rows[0] if rows else None


def sent(ref):
    return task(ref) is not None and task(ref)["state"] == "done"


def audited(ref):
    return [row["action"] for row in sql("SELECT action FROM audit WHERE ref = %s ORDER BY id", ref)]


def speaks(who, language):
    ldap("ldapmodify", stdin=f"dn: uid={who.login},{people()}\nadd: preferredLanguage\npreferredLanguage: {language}\n")


def test_a_settled_ticket_brings_one_mail_and_the_page_says_so(alone, conf, postman):
    who = person(name="Řehoř Žluťoučký")
    form = register(login=who.login)
    until(conf, lambda: registration(form.ref)["ticket_state"] == "done", "the ticket")
    assert task(form.ref) is None and phone_page(form.ref).page.find(id="mail") is None, "not before the ticket is settled"
    settle(form.ref, conf)
    until(conf, lambda: sent(form.ref), "the mail")
    [mail] = postman.to(who.mail)
    assert mail["Subject"] == "Your telephone Linksys SPA942 is registered"
    assert (mail["From"], mail["To"]) == ("spaconf@example.org", who.mail)
    assert mail["Message-ID"].startswith(f"<{form.ref}.") and mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    for part in "Řehoř Žluťoučký", form["line1_user"], "Plug the telephone", "the help desk, 1234", form.ref:
        assert part in text
    assert form["line1_password"] not in text
    assert phone_page(form.ref).state("mail") == "sent" and who.mail in phone_page(form.ref).shown("mail")
    assert audited(form.ref).count("mail") == 1
    sql("UPDATE registration SET ticket_settled = 0 WHERE ref = %s", form.ref)
    see(form.ref, conf)
    sweep(conf)
    assert len(postman.to(who.mail)) == 1, "once, even when the ticket is settled again"


@pytest.mark.parametrize(("language", "subject"), [
    ("cs-CZ, en;q=0.5", "Váš telefon Linksys SPA942 je zaregistrován"),
    ("de", "Your telephone Linksys SPA942 is registered")])  # fmt: skip
def test_the_mail_is_in_the_language_of_the_directory(alone, conf, postman, language, subject):
    who = person()
    speaks(who, language)
    form = register(login=who.login)
    settle(form.ref, conf)
    until(conf, lambda: sent(form.ref), "the mail")
    assert postman.to(who.mail)[0]["Subject"] == subject


def test_a_rejected_ticket_brings_no_mail_until_it_is_resolved(alone, conf, postman):
    who = person()
    form = register(login=who.login)
    until(conf, lambda: registration(form.ref)["ticket_state"] == "done", "the ticket")
    rt("PUT", f"ticket/{registration(form.ref)['ticket_number']}", json={"Status": "rejected"})
    see(form.ref, conf)
    assert registration(form.ref)["ticket_status"] == "rejected"
    sweep(conf)
    assert task(form.ref) is None and postman.mails == []
    sql("UPDATE registration SET ticket_settled = 0 WHERE ref = %s", form.ref)
    settle(form.ref, conf)
    until(conf, lambda: postman.to(who.mail), "the mail")


def test_other_words_for_success_are_configured(alone, postman, scratch):
    who = person()
    conf = mail_section(scratch / "worker.conf", f'smtp = "smtp://127.0.0.1:{postman.port}"', ticket__done=["finished", "rejected"])
    form = register(login=who.login)
    until(conf, lambda: registration(form.ref)["ticket_state"] == "done", "the ticket")
    rt("PUT", f"ticket/{registration(form.ref)['ticket_number']}", json={"Status": "rejected"})
    see(form.ref, conf)
    until(conf, lambda: postman.to(who.mail), "the mail")


def test_without_the_section_there_is_no_mail_and_none_later(alone, conf, postman, scratch):
    who = person()
    form = register(login=who.login)
    settle(form.ref, derive(scratch / "off.conf", ticket__settle=1))
    assert task(form.ref) is None
    sql("UPDATE registration SET ticket_settled = 0 WHERE ref = %s", form.ref)
    see(form.ref, conf)
    sweep(conf)
    assert task(form.ref) is None and postman.to(who.mail) == [], "it was settled while mails were off"


def test_a_phone_that_is_retired_before_brings_no_mail(alone, conf, postman):
    who = person()
    form = register(login=who.login)
    until(conf, lambda: registration(form.ref)["ticket_state"] == "done", "the ticket")
    change(form.ref, "retire")
    rt("PUT", f"ticket/{registration(form.ref)['ticket_number']}", json={"Status": "resolved"})
    for _ in range(3):
        sql("UPDATE registration SET ticket_checked_at = UTC_TIMESTAMP(3) - INTERVAL 2 MINUTE WHERE ref = %s", form.ref)
        sweep(conf)
    assert task(form.ref) is None and postman.to(who.mail) == []


def test_after_a_move_the_new_person_gets_it_once(alone, conf, postman):
    who, other = person(), person()
    form = register(login=who.login)
    settle(form.ref, conf)
    until(conf, lambda: sent(form.ref), "the mail")
    change(form.ref, "move", login=other.login)
    generation = registration(form.ref)["generation"]
    until(conf, lambda: not sql("SELECT 1 FROM task WHERE kind = 'ticket' AND state = 'due'"), "the comment")
    assert postman.to(other.mail) == [], "the ticket is open again"
    rt("PUT", f"ticket/{registration(form.ref)['ticket_number']}", json={"Status": "resolved"})
    see(form.ref, conf)
    until(conf, lambda: postman.to(other.mail), "the other mail")
    assert len(postman.to(other.mail)) == 1 and len(postman.to(who.mail)) == 1
    assert f"{form.ref}.{generation}." in postman.to(other.mail)[0]["Message-ID"]


def test_a_move_whose_comment_waits_brings_no_mail(alone, conf, postman):
    form = register(login=person().login)
    until(conf, lambda: registration(form.ref)["ticket_state"] == "done", "the ticket")
    row = registration(form.ref)
    rt("PUT", f"ticket/{row['ticket_number']}", json={"Status": "resolved"})
    change(form.ref, "move", login=person().login)
    comment = "registration_id = %s AND kind = 'ticket' AND state <> 'done'"
    later = "not_before = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR, attempts = 1"
    for state in "due", "parked":
        sql(f"UPDATE task SET state = %s, {later} WHERE {comment}", state, row["id"])
        sql("UPDATE registration SET ticket_checked_at = UTC_TIMESTAMP(3) - INTERVAL 2 MINUTE WHERE ref = %s", form.ref)
        sweep(conf)
        assert not registration(form.ref)["ticket_settled"] and task(form.ref) is None, state
    sql(f"UPDATE task SET state = 'due', not_before = UTC_TIMESTAMP(3) WHERE {comment}", row["id"])
    until(conf, lambda: not sql(f"SELECT 1 FROM task WHERE {comment}", row["id"]), "the comment")
    assert not registration(form.ref)["ticket_settled"] and postman.mails == []


@pytest.mark.parametrize("action", ["move", "retire"])
def test_a_parked_mail_ends_when_its_person_leaves_the_phone(alone, conf, postman, action):
    who, other = person(), person()
    form = register(login=who.login)
    postman.rcpt = "550 5.1.1 No such user here"
    settle(form.ref, conf)
    until(conf, lambda: task(form.ref)["state"] == "parked", "a parked task")
    change(form.ref, action, **({"login": other.login} if action == "move" else {}))
    assert task(form.ref)["state"] == "done" and phone_page(form.ref).page.find(id="mail") is None
    if action == "move":
        change(form.ref, "move", login=who.login)
        postman.rcpt = "250 OK"
        until(conf, lambda: not sql("SELECT 1 FROM task WHERE kind = 'ticket' AND state = 'due'"), "the comments")
        settle(form.ref, conf)
        until(conf, lambda: postman.to(who.mail), "the mail, when they have it again")


def test_a_mail_that_is_refused_after_a_move_is_not_parked(alone, conf, postman):
    form = register(login=person().login)
    postman.data = "554 5.6.0 Text refused"
    postman.on_data = lambda: change(form.ref, "move", login=person().login)
    settle(form.ref, conf)
    until(conf, lambda: sent(form.ref), "the end of the task")


def test_mails_that_wait_end_when_mails_are_off(alone, conf, postman, scratch):
    form = register(login=person().login)
    postman.data = "451 4.3.0 Try again later"
    settle(form.ref, conf)
    until(conf, lambda: task(form.ref)["reason"], "a reason")
    sweep(derive(scratch / "off.conf", ticket__settle=1))
    assert task(form.ref)["state"] == "done" and phone_page(form.ref).page.find(id="mail") is None


def test_a_refused_mail_is_parked_shown_and_can_be_retried(alone, conf, postman):
    who = person()
    form = register(login=who.login)
    postman.rcpt = "550 5.1.1 No such user here"
    settle(form.ref, conf)
    until(conf, lambda: task(form.ref)["state"] == "parked", "a parked task")
    assert "No such user here" in task(form.ref)["reason"]
    assert phone_page(form.ref).state("mail") == "parked" and "No such user here" in phone_page(form.ref).shown("mail")
    assert "mail-refused" in audited(form.ref)
    postman.rcpt = "250 OK"
    home = nginx().get("/")
    again = next(f for f in home.page.select("form[action$='/submit/retry']")
                 if f.find("input", attrs={"name": "ref"})["value"] == form.ref and f.find("input", attrs={"name": "kind"})["value"] == "mail")  # fmt: skip
    answer = nginx().post("/submit/retry", [(i["name"], i["value"]) for i in again.find_all("input")], Origin=nginx().origin)
    assert answer.status == 303
    until(conf, lambda: sent(form.ref), "the mail after all")
    assert len(postman.to(who.mail)) == 1


@pytest.mark.parametrize(("answer", "words", "state"), [
    ("mail", "550 5.1.8 Sender refused", "due"),
    ("mail", "530 5.7.0 Authentication required", "due"),
    ("rcpt", "554 5.7.1 Relay access denied", "due"),
    ("rcpt", "552 5.2.2 Mailbox full", "parked"),
    ("data", "554 5.6.0 Text refused", "parked")])  # fmt: skip
def test_only_a_refusal_of_the_recipient_or_text_parks(alone, conf, postman, answer, words, state):
    form = register(login=person().login)
    setattr(postman, answer, words)
    settle(form.ref, conf)
    until(conf, lambda: task(form.ref)["reason"], "an answer")
    assert task(form.ref)["state"] == state and words in task(form.ref)["reason"]


def test_a_person_without_an_address_parks_with_a_sentence(alone, conf):
    form = register(login=person(mail=False).login)
    settle(form.ref, conf)
    until(conf, lambda: task(form.ref)["state"] == "parked", "a parked task")
    assert task(form.ref)["reason"] == "The directory has no mail address for this person."


def test_a_server_that_is_busy_or_away_is_tried_again(alone, conf, postman, scratch):
    who = person()
    form = register(login=who.login)
    away = mail_section(scratch / "away.conf", 'smtp = "smtp://127.0.0.1:1"')
    settle(form.ref, away)
    until(away, lambda: task(form.ref)["reason"], "a reason")
    assert task(form.ref)["state"] == "due" and "mail server" in task(form.ref)["reason"]
    assert phone_page(form.ref).state("mail") == "due"
    sql("UPDATE task SET attempts = 1000 WHERE kind = 'mail'")
    postman.data = "451 4.3.0 Try again later"
    before = task(form.ref)["attempts"]
    until(conf, lambda: task(form.ref)["attempts"] > before, "an attempt")
    assert task(form.ref)["state"] == "due"
    postman.data = "250 OK"
    until(conf, lambda: sent(form.ref), "the mail")


def test_a_mail_is_in_english_while_the_directory_is_away(alone, conf, postman):
    who = person()
    speaks(who, "cs")
    form = register(login=who.login)
    with stopped("slapd"):
        settle(form.ref, conf)
        until(conf, lambda: sent(form.ref), "the mail")
    assert postman.to(who.mail)[0]["Subject"] == "Your telephone Linksys SPA942 is registered"


def test_a_mail_of_a_killed_worker_comes_again_with_the_same_id(alone, conf, postman):
    who = person()
    form = register(login=who.login)
    postman.rcpt = "450 4.2.0 Greylisted"
    settle(form.ref, conf)
    until(conf, lambda: task(form.ref), "a task")
    postman.rcpt = "250 OK"
    killed = []

    def kill():
        for worker in killed:
            send(family(worker.pid), signal.SIGKILL)

    postman.on_data = kill
    sql("UPDATE task SET not_before = UTC_TIMESTAMP(3), lease_until = NULL WHERE kind = 'mail' AND state = 'due'")
    killed.append(subprocess.Popen([*as_program(), SPACONF, "worker", "--once"], stderr=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, env={"SPACONF_CONFIG": str(conf)}))  # fmt: skip
    assert killed[0].wait(60) == -signal.SIGKILL
    assert len(postman.to(who.mail)) == 1 and task(form.ref)["state"] == "due", "taken by the server, not known to us"
    postman.on_data = lambda: None
    sql("UPDATE task SET lease_until = NULL WHERE kind = 'mail'")
    until(conf, lambda: sent(form.ref), "the mail again")
    first, second = postman.to(who.mail)
    assert first["Message-ID"] == second["Message-ID"] and first.get_content() == second.get_content()


def test_sendmail_gets_the_mail_without_a_shell(alone, scratch):
    who = person()
    taken, program = scratch / "taken", scratch / "sendmail"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$*\" >>{taken}\ncat >>{taken}\n")
    program.chmod(0o755)
    conf = mail_section(scratch / "worker.conf", f'sendmail = "{program}"')
    form = register(login=who.login)
    settle(form.ref, conf)
    until(conf, lambda: sent(form.ref), "the mail")
    head, _, mail = taken.read_text().partition("\n")
    assert head == f"-i -f spaconf@example.org -- {who.mail}"
    assert "Plug the telephone" in email.message_from_string(mail, policy=email.policy.default).get_content()


def test_a_sendmail_that_fails_is_seen_although_sigchld_was_ignored(alone, scratch):
    conf = mail_section(scratch / "worker.conf", 'sendmail = "/bin/false"')
    form = register(login=person().login)
    settle(form.ref, conf)
    until(conf, lambda: task(form.ref)["reason"], "a reason")
    before = task(form.ref)["attempts"]
    sql("UPDATE task SET not_before = UTC_TIMESTAMP(3) WHERE kind = 'mail' AND state = 'due'")
    assert run(SPACONF, "worker", "--once", conf=conf, before=ignore_children).returncode == 0
    now = task(form.ref)
    assert (now["state"], now["attempts"]) == ("due", before + 1) and "exit code 1" in now["reason"], now


def test_check_config_tries_the_server(conf, postman, scratch):
    done = run(SPACONF, "check-config", "--live", conf=conf, timeout=120)
    assert re.search(r"^ok +mail server +smtp://127", done.stdout.decode(), re.M), done.stdout
    for way in 'smtp = "smtp://127.0.0.1:1"', 'sendmail = "/nonexistent"':
        done = run(SPACONF, "check-config", "--live", conf=mail_section(scratch / "bad.conf", way), timeout=120)
        assert done.returncode == 1 and re.search(r"^FAIL +mail server", done.stdout.decode(), re.M)
    assert postman.mails == [], "it sends nothing"


def test_ticket_and_mail_of_a_czech_site_are_czech(alone, postman, scratch):
    conf = mail_section(scratch / "czech.conf", f'smtp = "smtp://127.0.0.1:{postman.port}"', web__language="cs")
    who, german = person(name="Řehoř Žluťoučký"), person()
    speaks(german, "de")
    ref = register(login=who.login, hostname="tel-rehor").ref
    settle(ref, conf)
    until(conf, lambda: sent(ref), "the mail")
    found = ticket(ref)
    assert found["Subject"] == f"Adresa a název pro telefon Linksys SPA942, Řehoř Žluťoučký: tel-rehor [spaconf {ref}]"
    text = ticket_text(found["id"])
    assert "Byl zaregistrován telefon, který potřebuje adresu v DHCP" in text and "Název v síti:      tel-rehor" in text
    assert "Telephone" not in text and "Hostname" not in text and "our reference" not in text
    mail, = postman.to(who.mail)
    assert "je zaregistrován" in mail["Subject"]
    # Nobody has templates for German.
    other = register(login=german.login).ref
    settle(other, conf)
    until(conf, lambda: sent(other), "the mail")
    assert "je zaregistrován" in postman.to(german.mail)[0]["Subject"]


def test_a_comment_of_a_czech_site_is_czech_whatever_its_author_speaks(scratch):
    ref = register(hostname="tel-before").ref
    ticket(ref)
    with Own(SUBMIT, scratch, user=env.WEB_USER, web__language="cs") as own:
        page = nginx().get(f"/phones/{ref}/edit").page
        fields = dict(controls(page.find("form", attrs={"action": "/spaconf/submit/edit"})))
        answer = own.post("/submit/edit", [*{**fields, "hostname": "tel-after", "step": "preview"}.items()], Accept_Language="en", Origin=nginx().origin)
        assert answer.status == 200 and answer.page.html["lang"] == "en"
        note = answer.page.select_one("#note pre").get_text()
    assert "Registrace tohoto telefonu se změnila." in note and "naše značka je " + ref in note


def test_each_person_of_a_batch_gets_one_mail_when_theirs_is_done(alone, conf, postman, scratch):
    people_, rows = [person(f"Hromadná Pošta {n}") for n in range(3)], []
    for who in people_:
        rows.append({"login": who.login, "model": "spa942", "mac": mac(), "line1_user": number()})
    assert imported(scratch, written(rows, list(rows[0])))[0] == 0
    refs = [sql("SELECT ref FROM registration WHERE login = %s", who.login)[0]["ref"] for who in people_]
    until(conf, lambda: all(registration(ref)["ticket_state"] == "done" for ref in refs), "the ticket")
    [ticket_number] = {registration(ref)["ticket_number"] for ref in refs}
    assert postman.mails == []
    # The last one changes after the others are done.
    rt("PUT", f"ticket/{ticket_number}", json={"Status": "resolved"})
    sql("UPDATE registration SET ticket_checked_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE ref = %s", refs[2])
    for ref in refs[:2]:
        see(ref, conf)
    until(conf, lambda: sent(refs[0]) and sent(refs[1]), "the mails of two")
    change(refs[2], "edit", hostname=f"t-{refs[2]}")
    until(conf, lambda: not sql("SELECT 1 FROM task WHERE kind = 'ticket' AND state = 'due'"), "the comment")
    assert [len(postman.to(who.mail)) for who in people_] == [1, 1, 0]
    assert [registration(ref)["ticket_settled"] for ref in refs] == [1, 1, 0]
    assert rt("GET", f"ticket/{ticket_number}")["Status"] == "open", "it has been told of the change"
    settle(refs[2], conf)
    until(conf, lambda: sent(refs[2]), "the mail of the third")
    sweep(conf)
    assert [len(postman.to(who.mail)) for who in people_] == [1, 1, 1]
    assert [rows[i]["line1_user"] in postman.to(who.mail)[0].get_content() for i, who in enumerate(people_)] == [True] * 3
    assert [each["Requestor"] for each in [rt("GET", f"ticket/{ticket_number}")]] == [[]], "Request Tracker mails nobody of them"
