"""spaconf reconcile on the real servers: each thing broken by hand, named, mended once, and right after that.

The stack is shared, so each test looks at what concerns its own phone.
"""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import threading
import time

import pymysql
import pytest

from change_test import Change
from fault_injection import SPACONF, Cgi, between_database, derive, hung, run, stopped, the_worker_is_idle, timed
from spaconf_stack import (
    Form, config, env, foreign_account, mac, names, nginx, number, pbx, person, profile, register, registration, rt, sip_register,
    sql, subscriber, tftp, ticket, tickets, wait_until)  # fmt: skip

FOLDER = pathlib.Path(env.TFTP_ROOT) / config()["phone"]["directory"]
STAGING = pathlib.Path(config()["phone"]["staging"])
NEAR = "--without-tickets"


def reconcile(*options, codes=(0, 1), conf=None):
    done = run(SPACONF, "reconcile", *options, "--json", conf=conf, timeout=120)
    assert done.returncode in codes, (done.returncode, done.stdout.decode()[-2000:], done.stderr.decode()[-2000:])
    return json.loads(done.stdout)


def about(found, *words):
    """The kinds of what concerns any of these: references, addresses, accounts, tickets."""
    return [each["kind"] for each in found if names(each, *words)]


def audits(word):
    whole = f"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])"
    return sql("SELECT actor, detail FROM audit WHERE action = 'reconcile' AND (ref = %s OR detail REGEXP %s)", word, whole)


def path_of(form):
    return FOLDER / f"spa{form.mac}.cfg"


def fresh(**changes):
    form = register(**changes)
    form.user = form["line1_user"]
    form.id = registration(form.ref)["id"]
    return form


def found_and_mended(form, kind, *options, mends=True):
    """Checked, mended, mended again, checked again; what the first repair told is given back."""
    words = form.ref, form.mac or form.ref, form.user
    options = options or (NEAR,)
    assert about(reconcile("--check", *options), *words) == [kind]
    told = reconcile("--repair", *options)
    assert about(told, *words) == [kind]
    assert all(each["repaired"] == mends for each in told if names(each, *words))
    again = reconcile("--repair", *options)
    left = [] if mends else [kind]
    assert about(again, *words) == left and not any(each["repaired"] for each in again if names(each, form.ref))
    assert about(reconcile("--check", *options), *words) == left
    if mends:
        assert len(audits(form.ref) or audits(form.user)) == 1
        assert (audits(form.ref) or audits(form.user))[0]["actor"]
    return told


def lines_of(done):
    return done.stdout.decode().splitlines()


@pytest.fixture(scope="module")
def bystander(exchange_kind):
    """A healthy phone, and an account that was created on the exchange by hand."""
    form = fresh(permission=["local"])
    foreign = number()
    foreign_account(foreign, ha1="h1")
    pbx("INSERT INTO grp (username, domain, grp) VALUES (%s, %s, 'theirs')", foreign, env.SIP_DOMAIN)
    form.foreign = foreign
    yield form
    pbx("DELETE FROM subscriber WHERE username = %s", foreign)
    pbx("DELETE FROM grp WHERE username = %s", foreign)


@pytest.fixture(autouse=True)
def no_other_is_touched(bystander):
    def stand():
        rows = registration(bystander.ref)
        return ({k: v for k, v in rows.items() if not k.startswith("ticket")}, subscriber(bystander.user), subscriber(bystander.foreign),
                pbx("SELECT * FROM grp WHERE username IN (%s, %s) ORDER BY id", bystander.user, bystander.foreign),
                path_of(bystander).read_bytes())  # fmt: skip

    before = stand()
    yield
    assert stand() == before


# --- our tables -----------------------------------------------------------------------------


def test_a_healthy_phone_is_no_difference(bystander):
    assert about(reconcile(NEAR), bystander.ref, bystander.mac, bystander.user, bystander.foreign) == []


def test_incomplete_rows_without_a_task_are_queued_again():
    form = fresh()
    ticket(form.ref)
    with stopped("worker"):
        for kind, breaking in {
            "profile-task-missing": "UPDATE registration SET profile_state = 'pending' WHERE id = %s",
            "profile-checksum-missing": "UPDATE registration SET profile_sha256 = NULL WHERE id = %s",
            "profile-task-open": "UPDATE task SET state = 'due' WHERE kind = 'profile' AND registration_id = %s",
        }.items():
            sql("DELETE FROM audit WHERE action = 'reconcile' AND ref = %s", form.ref)
            sql(breaking, form.id)
            before = registration(form.ref)["generation"]
            found_and_mended(form, kind)
            row = registration(form.ref)
            assert (row["profile_state"], row["generation"]) == ("done", before + 1)
            assert profile(form.mac).accounts() == [(form.user, form["line1_password"])]


@pytest.mark.parametrize("state", ["pending", "unknown", "parked", "done"])
def test_a_ticket_without_a_task_is_queued_again(state):
    with stopped("worker"):
        form = fresh()
        sql("DELETE FROM task WHERE registration_id = %s AND kind = 'ticket'", form.id)
        sql("UPDATE registration SET ticket_state = %s, ticket_number = NULL WHERE id = %s", state, form.id)
        found_and_mended(form, "ticket-task-missing")
    wait_until(lambda: registration(form.ref)["ticket_number"], "the number of the ticket", 60)
    assert int(ticket(form.ref)["id"]) == tickets(form.ref)[form.ref][0]


@pytest.mark.parametrize("model", ["spa942", "software"])
def test_a_retirement_without_a_task_is_finished(model):
    form = fresh(model=model)
    assert Change(form.ref, "retire").apply().ref == form.ref
    sql("UPDATE registration SET state = 'retiring' WHERE id = %s", form.id)
    found_and_mended(form, "retirement-unfinished")
    assert registration(form.ref)["state"] == "retired"


def test_a_withdrawal_that_would_come_for_ever_is_forgotten():
    form = fresh()
    address = mac()
    sql("INSERT INTO withdrawal VALUES (%s, 4000000000)", address)
    colons = ":".join(address[i : i + 2] for i in range(0, 12, 2))
    told = reconcile("--repair", NEAR)
    assert about(told, colons) in (["withdrawal-unfinished"], [])  # the worker may have been first
    wait_until(lambda: not sql("SELECT 1 FROM withdrawal WHERE mac = %s", address), "forgotten", 90)
    assert path_of(form).exists()


def test_lines_without_a_phone_and_accounts_without_a_line_go(exchange_kind):
    form = fresh()
    ticket(form.ref)
    sql("UPDATE registration SET state = 'retired', active_mac = NULL, profile_state = 'none' WHERE id = %s", form.id)
    path_of(form).unlink()
    told = reconcile("--repair", NEAR)
    assert about(told, form.ref, form.user) == ["orphaned-line", "account-without-line"]
    # At once, where one transaction covers both; else by the worker.
    gone = lambda: subscriber(form.user) is None and sql("SELECT 1 FROM account WHERE user = %s", form.user) == ()  # noqa: E731
    wait_until(gone, "the account is removed", 0 if exchange_kind == "same-transaction" else 10)
    assert about(reconcile(NEAR), form.ref, form.user) == []


def test_lines_without_an_account_are_left_to_people():
    form = fresh()
    ticket(form.ref)
    sql("UPDATE line SET account_id = 4000000000 WHERE registration_id = %s", form.id)
    found = about(reconcile("--check", NEAR), form.ref)
    assert "line-without-account" in found
    told = reconcile("--repair", NEAR)
    assert [each["repaired"] for each in told if each["kind"] == "line-without-account" and each["what"] == form.ref] == [False]
    # No phone uses its account, so the phone's profile is outdated, too.
    sql("DELETE FROM line WHERE registration_id = %s", form.id)
    assert "phone-without-line" in about(reconcile(NEAR), form.ref)
    assert Change(form.ref, "retire").apply().ref == form.ref
    assert about(reconcile(NEAR), form.ref) == []


def test_the_worker_queues_again_by_itself(scratch):
    form = fresh()
    with stopped("worker"):
        sql("UPDATE registration SET profile_state = 'pending' WHERE id = %s", form.id)
        path_of(form).unlink()
    wait_until(lambda: path_of(form).exists() and registration(form.ref)["profile_state"] == "done", "mended at its start", 20)
    sql("UPDATE registration SET profile_state = 'pending' WHERE id = %s", form.id)
    wait_until(lambda: registration(form.ref)["profile_state"] == "done", "mended within a minute", 75)
    assert {row["actor"] for row in audits(form.ref)} == {"worker"}


# --- the exchange ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind, breaking", [
    ("account-missing", "DELETE FROM subscriber WHERE username = %s"),
    ("account-differs", "UPDATE subscriber SET password = 'another' WHERE username = %s"),
    ("account-differs", "UPDATE subscriber SET ha1 = 'x' WHERE username = %s"),
    ("account-differs", "UPDATE subscriber SET ha1b = '' WHERE username = %s"),
    ("permissions-differ", "DELETE FROM grp WHERE username = %s AND grp = 'ld'"),
    ("permissions-differ", "UPDATE grp SET grp = 'int' WHERE username = %s AND grp = 'ld'"),
    ("permissions-differ", f"INSERT INTO grp (username, domain, grp) VALUES (%s, '{env.SIP_DOMAIN}', 'int')"),
])  # fmt: skip
def test_an_account_of_ours_is_set_right(kind, breaking):
    form = fresh(permission=["local", "ld"])
    pbx(breaking, form.user)
    found_and_mended(form, kind)
    assert sip_register(form.user, form["line1_password"])
    assert {row["grp"] for row in pbx("SELECT grp FROM grp WHERE username = %s", form.user)} == {"local", "ld"}


def test_an_account_of_ours_that_went_with_its_permissions_is_made_again():
    form = fresh(permission=["ld"])
    pbx("DELETE FROM subscriber WHERE username = %s", form.user)
    pbx("UPDATE grp SET grp = 'int' WHERE username = %s", form.user)
    found_and_mended(form, "account-missing")
    assert [row["grp"] for row in pbx("SELECT grp FROM grp WHERE username = %s", form.user)] == ["ld"]


def test_a_dialect_that_cannot_say_how_accounts_stand_is_told_of(scratch):
    templates = scratch / "templates"
    subprocess.run(["cp", "-r", config()["templates"], templates], check=True)
    dialect = templates / "pbx" / (config()["account"]["dialect"] + ".sql")
    dialect.write_text(dialect.read_text().partition("-- account:")[0])
    subprocess.run(["chmod", "-R", "a+rX", templates], check=True)
    form = fresh()
    path_of(form).unlink()
    found = reconcile(NEAR, codes=(2,), conf=derive(scratch / "spaconf.conf", templates=str(templates)))
    assert "no statement accounts" in [each["sentence"] for each in found if each["kind"] == "not-checked"][0]
    assert about(found, form.ref) == ["profile-missing"], "the rest is still compared"
    reconcile("--repair", NEAR)


# --- the TFTP folder ------------------------------------------------------------------------


def truncate(path):
    os.truncate(path, 100)


def edit(path):
    path.write_bytes(path.read_bytes().replace(b"</flat-profile>", b"<X>1</X></flat-profile>"))


def to_a_link(path):
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("kind, breaking", [
    ("profile-missing", pathlib.Path.unlink),
    ("profile-damaged", truncate),
    ("profile-damaged", edit),
    ("profile-damaged", to_a_link),
    ("profile-rights", lambda path: path.chmod(0o644)),
    ("profile-rights", lambda path: path.chmod(0o600)),
    ("profile-rights", lambda path: os.chown(path, -1, 0)),
])  # fmt: skip
def test_a_profile_is_written_again(kind, breaking):
    form = fresh()
    right, stat = path_of(form).read_bytes(), path_of(form).stat()
    breaking(path_of(form))
    found_and_mended(form, kind)
    now = path_of(form).lstat()
    assert path_of(form).read_bytes() == right == tftp(f"config/spa{form.mac}.cfg")
    assert (now.st_mode, now.st_uid, now.st_gid) == (stat.st_mode, stat.st_uid, stat.st_gid)


def test_a_profile_of_former_settings_is_no_damage(scratch):
    form = fresh()
    before = path_of(form).read_bytes()
    conf = derive(scratch / "spaconf.conf", phone__settings__Voice_Mail_Number="8777")
    told = [each for each in reconcile("--check", NEAR, conf=conf) if each["what"] == form.ref]
    assert [(each["kind"], each["left"], each["repair_text"]) for each in told] == [("profile-outdated", True, "spaconf regenerate writes it")]
    truncate(path_of(form))
    assert about(reconcile("--check", NEAR, conf=conf), form.ref) == ["profile-damaged"]
    path_of(form).write_bytes(before)
    assert about(reconcile("--check", NEAR), form.ref) == []


@pytest.mark.parametrize("name, what", [("spa{mac}.cfg", "orphaned-profile"), ("staged-{mac}", "not-a-profile"),
                                        ("SPA{mac}.CFG", "not-a-profile"), ("notes-{mac}.txt", "not-a-profile"),
                                        ("spa{mac}.cfg~", "not-a-profile"), ("spaconf-probe-{mac}.cfg", None)])  # fmt: skip
def test_an_unknown_file_goes_to_quarantine_with_its_content(name, what):
    file, content = FOLDER / name.format(mac=mac()), random.randbytes(20)
    file.write_bytes(content)
    try:
        named = [each for each in reconcile("--check", NEAR) if each["what"] == f"config/{file.name}"]
        assert [each["kind"] for each in named] == ([what] if what else [])
        told = [each for each in reconcile("--repair", NEAR) if each["what"] == f"config/{file.name}"]
        assert [each["repaired"] for each in told] == ([True] if what else [])
        assert file.exists() == (what is None)
        assert tftp(f"config/{file.name}") is None or what is None
        kept = list((STAGING / "quarantine").glob(file.name + ".*"))
        assert [each.read_bytes() for each in kept] == ([content] if what else [])
        assert not [each for each in reconcile("--repair", NEAR) if each["what"] == f"config/{file.name}"]
        assert not what or audits(file.name)
    finally:
        file.unlink(missing_ok=True)


def test_an_unexpected_file_in_the_root_is_only_reported():
    root = pathlib.Path(env.TFTP_ROOT)
    ours, theirs = root / f"spa{mac()}.cfg", root / f"pxe-{mac()}.0"
    try:
        for file in ours, theirs:
            file.write_bytes(b"x")
        found = reconcile("--repair", NEAR)
        assert about(found, ours.name) == ["unexpected-file-in-root"] and about(found, theirs.name) == []
        assert ours.exists() and theirs.exists()
    finally:
        ours.unlink(), theirs.unlink()


@pytest.mark.parametrize("breaking", [pathlib.Path.unlink, truncate, lambda path: path.chmod(0o600)])
def test_an_initial_profile_is_written_again(breaking):
    path = pathlib.Path(env.TFTP_ROOT) / "spa921.cfg"
    right = path.read_bytes()
    breaking(path)
    assert about(reconcile("--check", NEAR), "spa921.cfg") == ["initial-profile"]
    assert about(reconcile("--repair", NEAR), "spa921.cfg") == ["initial-profile"]
    assert path.read_bytes() == right == tftp("spa921.cfg") and path.stat().st_mode & 0o777 == 0o640
    assert about(reconcile("--repair", NEAR), "spa921.cfg") == []


def test_what_dead_processes_left_half_written_is_removed():
    old = STAGING / "staged-000000"
    with stopped("worker"):  # which tidies too
        old.write_bytes(b"<flat-profile>")
        os.utime(old, (time.time() - 3700,) * 2)
        assert about(reconcile("--check", NEAR), "staging") == ["staging-stale"] and old.exists()
        assert about(reconcile("--repair", NEAR), "staging") == ["staging-stale"] and not old.exists()


def test_a_folder_that_is_away_hides_only_itself():
    form = fresh()
    pbx("DELETE FROM subscriber WHERE username = %s", form.user)
    away = FOLDER.rename(FOLDER.with_name("away"))
    try:
        found = reconcile(NEAR, codes=(2,))
    finally:
        away.rename(FOLDER)
    assert [each["what"] for each in found if each["kind"] == "not-checked"] == ["TFTP folder"]
    assert about(found, form.ref, form.user) == ["account-missing"]
    reconcile("--repair", NEAR)


# --- the ticket system -------------------------------------------------------------------------------


def number_of(form):
    return int(ticket(form.ref)["id"])


def settled(form):
    """The worker has done what reconcile queued."""
    wait_until(lambda: not sql("SELECT 1 FROM task WHERE state = 'due' AND registration_id = %s", form.id), "the worker", 60)
    assert about(reconcile("--check"), form.ref) == []


def test_a_ticket_that_was_thrown_away_is_handed_in_again():
    form = fresh()
    old = number_of(form)
    rt("PUT", f"ticket/{old}", json={"Status": "deleted"})
    assert about(reconcile("--check"), form.ref) == ["ticket-missing"]
    assert about(reconcile("--repair"), form.ref) == ["ticket-missing"]
    assert about(reconcile("--repair"), form.ref) == []
    wait_until(lambda: registration(form.ref)["ticket_number"] not in (None, old), "another ticket", 60)
    assert len(tickets(form.ref)[form.ref]) == 1
    settled(form)


def test_two_tickets_of_one_phone_are_merged_into_the_older():
    form = fresh()
    first = number_of(form)
    twin = rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": f"Again [spaconf {form.ref}]",
                                      "CustomFields": {config()["ticket"]["field"]: form.ref}})  # fmt: skip
    assert about(reconcile("--check"), form.ref) == ["ticket-twice"]
    assert about(reconcile("--repair"), form.ref) == ["ticket-twice"]
    settled(form)
    assert tickets(form.ref)[form.ref] == [first] == [registration(form.ref)["ticket_number"]]
    assert int(rt("GET", f"ticket/{twin['id']}")["id"]) == first


@pytest.mark.parametrize("lost", [{"Subject": "Telephone"}, {"CustomFields": {"spaconf": None}},
                                  {"Subject": "Telephone", "CustomFields": {"spaconf": None}}])  # fmt: skip
def test_a_ticket_that_lost_our_mark_is_marked_again(lost):
    form = fresh()
    old = number_of(form)
    rt("PUT", f"ticket/{old}", json=lost)
    assert about(reconcile("--check"), form.ref) == ["ticket-unmarked"]
    assert about(reconcile("--repair"), form.ref) == ["ticket-unmarked"]
    settled(form)
    assert tickets(form.ref)[form.ref] == [registration(form.ref)["ticket_number"]] == [old]


def test_what_people_at_the_ticket_system_did_is_told_and_left():
    form = fresh()
    old = number_of(form)
    rt("PUT", f"ticket/{old}", json={"Requestor": ["somebody.else@example.org"]})
    foreign = rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": "A phone [spaconf zzzzzzzzzz]"})["id"]
    try:
        for _ in range(2):
            found = reconcile("--repair")
            assert about(found, form.ref) == ["ticket-requestor"]
            assert [each["kind"] for each in found if each["what"] == f"ticket {foreign}"] == ["orphaned-ticket"]
        assert rt("GET", f"ticket/{foreign}")["Status"] == "new"
    finally:
        rt("PUT", f"ticket/{foreign}", json={"Status": "deleted"})
    rt("PUT", f"ticket/{old}", json={"Requestor": [registration(form.ref)["person_mail"]]})
    assert about(reconcile("--check"), form.ref) == []


def test_a_ticket_merged_by_people_and_one_of_a_former_person_are_well():
    first, second, moved = fresh(), fresh(), fresh()
    rt("PUT", f"ticket/{number_of(second)}", json={"MergeInto": number_of(first)})
    number_of(moved)
    assert Change(moved.ref, "move", login=person().login).apply().ref == moved.ref
    wait_until(lambda: not sql("SELECT 1 FROM task WHERE state = 'due' AND registration_id = %s", moved.id), "the comment", 60)
    found = reconcile("--check")
    assert about(found, first.ref) == about(found, second.ref) == about(found, moved.ref) == []


@pytest.mark.parametrize("by_people", [False, True])
def test_a_ticket_in_the_name_of_a_former_person_is_handed_over_or_left_to_people(by_people):
    moved, who = fresh(), person()
    old, former = number_of(moved), registration(moved.ref)["person_mail"]
    assert Change(moved.ref, "move", login=who.login).apply().ref == moved.ref
    wait_until(lambda: not sql("SELECT 1 FROM task WHERE state = 'due' AND registration_id = %s", moved.id), "the comment", 60)
    rt("PUT", f"ticket/{old}", json={"Requestor": [former]})
    if not by_people:  # what an interrupted hand-over leaves
        sql("UPDATE registration SET ticket_mail = %s, ticket_requestor = %s WHERE id = %s", former, former, moved.id)
    kind = "ticket-requestor" if by_people else "ticket-former-person"
    assert about(reconcile("--check"), moved.ref) == [kind]
    assert about(reconcile("--repair"), moved.ref) == [kind]
    wait_until(lambda: not sql("SELECT 1 FROM task WHERE state = 'due' AND registration_id = %s", moved.id), "the worker", 60)
    assert about(reconcile("--check"), moved.ref) == ([kind] if by_people else [])
    found = rt("GET", f"ticket/{old}")
    assert sorted(each["id"] for each in found["Requestor"]) == [former if by_people else who.mail]


@pytest.mark.parametrize("fault", [stopped, hung])
def test_a_ticket_system_that_is_away_hides_only_the_tickets(fault, scratch):
    form = fresh()
    path_of(form).unlink()
    conf = derive(scratch / "spaconf.conf", ticket__timeout=3, ticket__connect_timeout=1)
    with fault("rt"):
        found, seconds = timed(lambda: reconcile(codes=(2,), conf=conf))
    assert seconds < 30
    assert [each["what"] for each in found if each["kind"] == "not-checked"] == ["ticket system"]
    assert about(found, form.ref) == ["profile-missing"]
    reconcile("--repair", NEAR)


# --- beside a live system -------------------------------------------------------------------


def test_what_is_under_way_is_no_difference():
    """Phones come, change and go, and nothing of theirs is ever told of."""
    mine, told = [], []

    def busy():
        who = person()
        for _ in range(8):
            form = register(login=who.login, line1_user=number())
            mine.extend([form.ref, form.mac, form["line1_user"]])
            assert Change(form.ref, "edit", inventory="INV 1", line2_user=number()).apply().status == 303
            assert Change(form.ref, "password").apply().status == 303
            new = mac()
            mine.append(new)
            assert Change(form.ref, "replace", mac=new).apply().status == 303
            assert Change(form.ref, "retire").apply().status == 303

    crowd = [threading.Thread(target=busy) for _ in range(2)]
    for each in crowd:
        each.start()
    told += reconcile("--check")
    while any(each.is_alive() for each in crowd):
        told += reconcile("--repair", NEAR)
    assert len(mine) == 2 * 8 * 4, "a change was refused"
    assert about(told, *mine) == []
    the_worker_is_idle()  # later tests do not wait for so many tickets


def test_what_is_locked_is_under_way():
    form = fresh()
    path_of(form).unlink()
    with pymysql.connect(unix_socket=env.DB_SOCKET, user=env.DB_USER, password=env.DB_PASSWORD, database=env.DB_NAME) as other:
        other.cursor().execute("SELECT 1 FROM registration WHERE id = %s FOR UPDATE", (form.id,))
        found, seconds = timed(lambda: reconcile("--repair", NEAR))
        assert about(found, form.ref) == [] and seconds < 20
        other.rollback()
    assert about(reconcile("--repair", NEAR), form.ref) == ["profile-missing"]


def test_what_cannot_be_written_stays_pending():
    form = fresh()
    path_of(form).unlink()
    with stopped("worker"):
        away = STAGING.rename(STAGING.with_name("staging-away"))
        try:
            told = reconcile("--repair", NEAR)
        finally:
            away.rename(STAGING)
        assert [each["repaired"] for each in told if each["what"] == form.ref] == [False]
        assert registration(form.ref)["profile_state"] == "pending" and about(reconcile(NEAR), form.ref) == []
    wait_until(path_of(form).exists, "the worker", 60)


# --- killed between the transaction and the file --------------------------------------------


def killed_after_commit(form_of, scratch):
    """Sends a form to a program that is killed when its transaction is committed."""
    killed = []

    def request(talk, data):
        talk["wrote"] = talk.get("wrote") or b"INSERT INTO" in data.upper()
        talk["committing"] = bool(talk["wrote"] and re.match(rb"...\0\x03commit", data, re.I | re.S))
        return data

    def reply(talk, data):
        if talk.get("committing") and not killed:
            killed.extend(programs(scratch))
            for each in killed:
                os.kill(each, signal.SIGKILL)
            talk["over"] = True
            return b""
        return data

    with between_database(scratch, request=request, reply=reply):
        form = form_of()
        form.door = Cgi(conf=derive(scratch / "spaconf.conf", database__socket=str(scratch / "database.sock")))
        with pytest.raises(AssertionError, match="said nothing"):
            form.fill(step="apply").post()
    assert killed, "nothing was killed"


def programs(scratch):
    found = []
    for folder in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = open(f"/proc/{folder}/cmdline", "rb").read().split(b"\0")
            place = open(f"/proc/{folder}/environ", "rb").read()
        except OSError:
            continue
        if words[0].endswith(b"submit.fcgi") and str(scratch).encode() in place:
            found.append(int(folder))
    return found


def test_an_edit_killed_before_its_file_is_finished_by_the_worker(scratch):
    """K10: the row is of the next generation, the file of the last."""
    form = fresh(hostname="tel-old")
    with stopped("worker"):
        killed_after_commit(lambda: Change(form.ref, "edit", hostname="tel-new"), scratch)
        row = registration(form.ref)
        assert (row["hostname"], row["profile_state"]) == ("tel-new", "pending")
        assert profile(form.mac)["HostName"] == "tel-old"
        assert about(reconcile(NEAR), form.ref, form.mac) == [], "its task is pending"
    wait_until(lambda: registration(form.ref)["profile_state"] == "done", "the worker", 60)
    assert profile(form.mac)["HostName"] == "tel-new"
    assert about(reconcile(NEAR), form.ref, form.user, form.mac) == []


@pytest.mark.parametrize("model", ["spa942", "software"])
def test_a_retirement_killed_before_its_file_is_withdrawn_is_finished_by_the_worker(scratch, model, exchange_kind):
    """K11: the rows are gone, the file is still there; so is the account that no transaction of ours covers."""
    form = fresh(model=model)
    with stopped("worker"):
        killed_after_commit(lambda: Change(form.ref, "retire"), scratch)
        assert registration(form.ref)["state"] == "retiring"
        assert (subscriber(form.user) is None) == (exchange_kind == "same-transaction")
        assert model == "software" or path_of(form).exists()
        assert about(reconcile(NEAR), form.ref, form.mac or form.ref) == [], "its task is pending"
    wait_until(lambda: registration(form.ref)["state"] == "retired", "the worker", 60)
    assert model == "software" or not path_of(form).exists()
    assert subscriber(form.user) is None
    assert about(reconcile(NEAR), form.ref, form.user, form.mac or form.ref) == []


def test_the_other_phone_of_a_shared_account_is_queued_with_the_change(scratch, exchange_kind):
    first = fresh()
    second = fresh(login=first["login"])
    old = profile(second.mac).accounts()[0]
    with stopped("worker"):
        killed_after_commit(lambda: Change(first.ref, "retire"), scratch)
        # Its password goes with the transaction, or with the profile.
        assert sip_register(*old) == (exchange_kind != "same-transaction")
        assert registration(second.ref)["profile_state"] == "pending"
        assert about(reconcile(NEAR), second.ref, second.mac) == [], "its task is pending"
    wait_until(lambda: registration(second.ref)["profile_state"] == "done", "the worker", 60)
    assert sip_register(*profile(second.mac).accounts()[0])


# --- at a shell -----------------------------------------------------------------------------


def test_each_difference_is_one_line_and_the_last_counts_them():
    form = fresh()
    path_of(form).unlink()
    done = run(SPACONF, "reconcile", NEAR)
    assert done.returncode == 1
    line, = [each for each in lines_of(done) if form.ref in each]
    assert re.fullmatch(rf"profile-missing +{form.ref}: config/spa{form.mac}.cfg is missing \(--repair: written again\)", line)
    assert re.match(r"\d+ differences?$", lines_of(done)[-1])
    done = run(SPACONF, "reconcile", "--repair", NEAR)
    line, = [each for each in lines_of(done) if form.ref in each]
    assert line.endswith("(written again)") and re.match(r"\d+ differences?, \d+ repaired$", lines_of(done)[-1])
    assert form["line1_password"].encode() not in done.stdout + done.stderr
    assert run(SPACONF, "reconcile", "--repair", "--check").returncode not in (0, 1, 2)


def test_a_database_that_is_away_is_told_of():
    with stopped("mariadb"):
        found, seconds = timed(lambda: reconcile(NEAR, codes=(2,)))
    assert seconds < 30 and {each["kind"] for each in found} == {"not-checked"}


# --- accounts of the same name in another domain ----------------------------------------------


def test_an_account_of_the_same_name_in_another_domain_is_named_and_left(scratch):
    form = register()
    user = form["line1_user"]
    foreign_account(user, domain="other.example")
    try:
        assert about(reconcile(NEAR, "--repair"), user) == ["account-namesake"]
        assert pbx("SELECT 1 FROM subscriber WHERE username = %s AND domain = 'other.example'", user)
        with_domains = derive(scratch / "with-domains.conf", account__use_domain=True)
        assert about(reconcile(NEAR, conf=with_domains), user) == []
    finally:
        pbx("DELETE FROM subscriber WHERE domain = 'other.example'")


def test_the_form_names_an_account_of_the_same_name_in_another_domain():
    who = person()
    foreign_account(who.number, domain="other.example")
    try:
        opened = nginx().get(f"/form?login={who.login}")
        assert "in the domain other.example," in opened.words()
        answer = Form(nginx(), who.login).fill(model="spa921", mac=mac(), line1_user=who.number).post()
        assert answer.status == 409 and "in the domain other.example," in answer.words()
        assert subscriber(who.number) is None and not sql("SELECT 1 FROM account WHERE user = %s", who.number)
    finally:
        pbx("DELETE FROM subscriber WHERE domain = 'other.example'")
    assert Form(nginx(), who.login).fill(model="spa921", mac=mac(), line1_user=who.number).post().status == 303
