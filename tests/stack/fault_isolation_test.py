"""One bad row, line, file or step must not keep the others from their work."""
import contextlib
import os
import subprocess
import threading
import time

import pytest

from change_test import Change
from reconcile_test import FOLDER, NEAR, STAGING, reconcile
from export_import_test import imported, row_of, written
from fault_injection import BUILD, SPACONF, as_program, derive, round_until, run, stopped, worker_once
from spaconf_stack import config, env, mac, names, nginx, number, pbx, person, profile, query, register, registration, sql, wait_until
from virtual_phone import Plugged


@pytest.fixture(autouse=True)
def the_worker_is_ours():
    with stopped("worker"):
        yield


def unfinished(form):
    """The profile is to be written, and that is due."""
    sql("UPDATE registration SET profile_state = 'pending', generation = generation + 1 WHERE ref = %s", form.ref)
    sql("INSERT INTO task (registration_id, kind, generation, not_before, created)"
        " SELECT id, 'profile', generation, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM registration WHERE ref = %s", form.ref)  # fmt: skip


def profile_state(form):
    return registration(form.ref)["profile_state"]


def waits():
    """What the first page says of what is held up."""
    return " ".join(nginx().get("/").element("waiting").get_text(" ").split())


@contextlib.contextmanager
def of_unknown_model(form):
    model = registration(form.ref)["model"]
    sql("UPDATE registration SET model = 'spa999' WHERE ref = %s", form.ref)
    try:
        yield
    finally:
        sql("UPDATE registration SET model = %s WHERE ref = %s", model, form.ref)


@contextlib.contextmanager
def with_a_password_that_cannot_be_opened(form):
    user = form["line1_user"]
    secret = sql("SELECT secret FROM account WHERE user = %s", user)[0]["secret"]
    sql("UPDATE account SET secret = 'x' WHERE user = %s", user)
    try:
        yield
    finally:
        sql("UPDATE account SET secret = %s WHERE user = %s", secret, user)


@pytest.mark.parametrize("damage, reason", [
    (of_unknown_model, "unknown model spa999"),
    (with_a_password_that_cannot_be_opened, "cannot be decrypted"),
])  # fmt: skip
def test_a_row_that_cannot_be_read_keeps_no_other_from_its_profile(damage, reason, scratch):
    bad, good = register(), register()
    for form in bad, good:
        unfinished(form)
    with damage(bad):
        worker_once(scratch)
        assert profile_state(good) == "done" and profile_state(bad) == "pending"
        said = waits()
        assert bad.ref in said and reason in said, said
        answer = nginx().get("/phones")
        assert answer.status == 200 and good.ref in answer.text
        # A query for all returns all others, and names this one.
        assert good.ref in nginx().get("/phones.csv").text
        found = reconcile("--check", NEAR, codes=(1, 2))
        assert any(reason in each["what"] + each["sentence"] for each in found if each["kind"] == "not-checked"), found
    sql("UPDATE task SET not_before = UTC_TIMESTAMP(3), lease_until = NULL WHERE state = 'due'")
    worker_once(scratch)
    assert profile_state(bad) == "done"
    assert reason not in waits()


def test_regenerate_writes_all_others_and_counts_what_failed():
    bad, good = register(), register()
    (FOLDER / f"spa{good.mac}.cfg").write_bytes(b"damaged")
    with with_a_password_that_cannot_be_opened(bad):
        done = run(SPACONF, "regenerate")
    assert done.returncode == 1 and b" 1 failed" in done.stdout, done
    assert profile(good.mac)


def test_profile_diff_compares_all_others_and_names_what_failed():
    bad, good = register(), register()
    (FOLDER / f"spa{good.mac}.cfg").write_bytes(b"damaged")
    with with_a_password_that_cannot_be_opened(bad):
        done = run(SPACONF, "profile", "diff")
    assert done.returncode == 2 and bad.ref.encode() in done.stderr, done
    assert f"spa{good.mac}.cfg".encode() in done.stdout
    assert run(SPACONF, "regenerate").returncode == 0


def test_a_phone_with_a_profile_and_no_mac_is_named_and_keeps_no_other_from_its_profile():
    bad, good = register(), register()
    (FOLDER / f"spa{good.mac}.cfg").write_bytes(b"damaged")
    sql("UPDATE registration SET mac = NULL WHERE ref = %s", bad.ref)
    try:
        assert run(SPACONF, "regenerate").returncode == 0 and b"damaged" != profile(good.mac)
        found = reconcile("--check", NEAR, codes=(1, 2))
        assert any(f"{bad.ref} has a profile and no MAC address" in each["sentence"] + each["what"] for each in found), found
        assert run(SPACONF, "profile", "diff").returncode == 0
        assert nginx().get("/phones").status == 200
    finally:
        sql("UPDATE registration SET mac = active_mac WHERE ref = %s", bad.ref)


def test_permissions_of_an_account_whose_other_phone_cannot_be_read_stay_with_a_sentence():
    who = person()
    first = register(login=who.login)
    second = register(login=who.login, model="spa922", line1_password=first["line1_password"])
    before = sql("SELECT permissions FROM account WHERE user = %s", first["line1_user"])
    with of_unknown_model(second):
        answer = Change(first.ref, "edit", line1_permission="ld").apply()
        assert answer.status == 409, answer.words()
        assert "Another phone with the same account cannot be read" in answer.words() and second.ref in answer.words()
    assert sql("SELECT permissions FROM account WHERE user = %s", first["line1_user"]) == before


def test_a_phone_whose_number_has_capitals_is_seen_online(scratch):
    user = f"NovakP{number()}"
    form = register(line1_user=user)
    with Plugged("spa942", form.mac) as phone:
        assert phone.do("live 300").named("registered")
        worker_once(scratch)
    assert sql("SELECT missing FROM online JOIN registration ON id = registration_id WHERE ref = %s", form.ref) == [{"missing": None}]


def test_a_step_that_fails_is_shown_and_keeps_no_other_from_its_turn(scratch):
    form = register()
    unfinished(form)
    sql("RENAME TABLE former_password TO former_password_away")
    try:
        worker_once(scratch)
        assert profile_state(form) == "done"
        assert "former passwords" in waits()
        # A step that comes after it.
        assert not sql("SELECT 1 FROM failed_step WHERE step = 'online phones'")
    finally:
        sql("RENAME TABLE former_password_away TO former_password")
    worker_once(scratch)
    assert "former passwords" not in waits()


def test_a_right_that_the_exchange_takes_away_stops_no_sweep(scratch):
    """Presence fails in the exchange's database; the sweeps after it are about ours."""
    user, forms = f"'{env.SPACONF_DB_USER}'@'localhost'", [register() for _ in range(3)]
    conf = derive(scratch / "worker.conf", registration__interval=1)
    ours = subprocess.Popen([*as_program(), SPACONF, "worker"], stderr=subprocess.DEVNULL,
                            env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf)})  # fmt: skip

    def swept(form, what):
        unfinished(form)
        wait_until(lambda: profile_state(form) == "done", what, 60)

    try:
        swept(forms[0], "a sweep")
        query("mysql", f"REVOKE SELECT ON {env.PBX_DB}.location FROM {user}", ())
        wait_until(lambda: sql("SELECT 1 FROM failed_step WHERE step = 'online phones'"), "presence fails", 60)
        swept(forms[1], "a sweep after it")
        query("mysql", f"GRANT SELECT ON {env.PBX_DB}.location TO {user}", ())
        wait_until(lambda: not sql("SELECT 1 FROM failed_step WHERE step = 'online phones'"), "presence again", 60)
        swept(forms[2], "a sweep with the right back")
    finally:
        query("mysql", f"GRANT SELECT ON {env.PBX_DB}.location TO {user}", ())
        ours.terminate()
        ours.wait(20)


def contact(user, address, agent="Linksys/SPA942-6.1.5(a)"):
    pbx("INSERT INTO location (ruid, username, domain, contact, expires, callid, user_agent, last_modified)"
        " VALUES (%s, %s, %s, %s, NOW() + INTERVAL 1 HOUR, 'x', %s, NOW())",
        f"test-{time.monotonic_ns()}", user, env.SIP_DOMAIN, f"sip:{user.strip()}@{address}:5060", agent)  # fmt: skip


def is_present(form):
    return bool(sql("SELECT 1 FROM online JOIN registration ON id = registration_id WHERE ref = %s AND missing IS NULL", form.ref))


def test_a_contact_with_a_blank_is_passed_over_and_no_other(scratch):
    odd, other = sorted([register(), register()], key=lambda form: form["line1_user"])
    contact(odd["line1_user"] + " ", "192.0.2.7")
    contact(other["line1_user"], "192.0.2.8")
    done = worker_once(scratch)
    assert is_present(other)
    assert done.stderr.count(b"contacts skipped") == 1, done.stderr
    assert not sql("SELECT 1 FROM failed_step WHERE step = 'online phones'")
    pbx("DELETE FROM location WHERE ruid LIKE 'test-%%'")


def test_contacts_with_a_blank_at_the_end_of_a_page_hide_no_phone(scratch):
    odd, later = sorted([register(), register()], key=lambda form: form["line1_user"])
    rows = ", ".join(f"('test-{n}', '{odd['line1_user']} ', '{env.SIP_DOMAIN}', 'sip:x@192.0.2.9:{n}', NOW() + INTERVAL 1 HOUR, 'x',"
                     f" 'Linksys/SPA942-6.1.5(a)', NOW())" for n in range(1, 1501))  # fmt: skip
    try:
        pbx("INSERT INTO location (ruid, username, domain, contact, expires, callid, user_agent, last_modified) VALUES " + rows)
        contact(later["line1_user"], "192.0.2.8")
        done = worker_once(scratch)
        assert is_present(later) and done.stderr.count(b"contacts skipped") == 1, done.stderr
        assert not sql("SELECT 1 FROM failed_step WHERE step = 'online phones'")
    finally:
        pbx("DELETE FROM location WHERE ruid LIKE 'test-%%'")


def test_more_contacts_of_one_user_than_fit_in_a_page_hide_no_phone(scratch):
    first, later = sorted([register(), register()], key=lambda form: form["line1_user"])
    rows = ", ".join(f"('test-{n}', '{first['line1_user']}', '{env.SIP_DOMAIN}', 'sip:x@192.0.2.9:{n}', NOW() + INTERVAL 1 HOUR, 'x',"
                     f" 'Linksys/SPA922-6.1.5(a)', NOW())" for n in range(1, 1501))  # fmt: skip
    pbx("INSERT INTO location (ruid, username, domain, contact, expires, callid, user_agent, last_modified) VALUES " + rows)
    contact(first["line1_user"], "192.0.2.7")
    contact(later["line1_user"], "192.0.2.8")
    worker_once(scratch)
    assert is_present(first) and is_present(later)
    pbx("DELETE FROM location WHERE ruid LIKE 'test-%%'")


def test_a_phone_that_is_off_is_not_online_because_its_sibling_is(scratch):
    who = person()
    first = register(login=who.login)
    second = register(login=who.login, line1_user=first["line1_user"], line1_password=first["line1_password"])
    for form, address in ((first, "192.0.2.7"), (second, "192.0.2.8")):
        sql("INSERT INTO profile_fetch (mac, source, at, address) VALUES (%s, 'tftp', UTC_TIMESTAMP(), %s)", form.mac, address)
    contact(first["line1_user"], "192.0.2.8")
    worker_once(scratch)
    assert is_present(second) and not is_present(first)
    pages = {form.ref: nginx().get(f"/phones/{form.ref}") for form in (first, second)}
    assert pages[second.ref].shown("status-label") == "online"
    assert pages[first.ref].shown("status-label") != "online"
    pbx("DELETE FROM location WHERE ruid LIKE 'test-%%'")


def test_a_log_line_of_the_year_0000_is_passed_over(scratch):
    form, log = register(), scratch / "syslog"
    line = f"%s tftp1 in.tftpd[7]: RRQ from 192.0.2.7 filename config/spa{form.mac}.cfg\n"
    log.write_text(line % "0000-11-23T10:32:07+01:00" + line % time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
    log.chmod(0o644)
    done = worker_once(scratch, phone__fetch_logs=[str(log)])
    assert sql("SELECT address FROM profile_fetch WHERE mac = %s", form.mac) == [{"address": "192.0.2.7"}]
    assert b"1 lines have no readable time" in done.stderr
    assert sql("SELECT position FROM log_position WHERE file = %s", str(log))[0]["position"] == log.stat().st_size


# --- files that are none --------------------------------------------------------------------


@pytest.mark.parametrize("put", [os.mkfifo, lambda path: (path / "sub").mkdir(parents=True),
                                 lambda path: path.symlink_to("/dev/zero")], ids=["pipe", "folder", "device"])  # fmt: skip
@pytest.mark.parametrize("who", ["reconcile", "regenerate", "worker"])
def test_what_is_no_file_among_the_profiles_holds_nothing_up(who, put, scratch):
    form, other = register(), register()
    path, owner = FOLDER / f"spa{form.mac}.cfg", FOLDER.stat()
    path.unlink()
    put(path)
    os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
    if who == "reconcile":
        found = reconcile("--repair", NEAR)
        assert [each["kind"] for each in found if names(each, form.ref)] == ["profile-damaged"]
    elif who == "regenerate":
        assert run(SPACONF, "regenerate").returncode == 0
    else:
        unfinished(form), unfinished(other)
        worker_once(scratch)
        assert profile_state(form) == profile_state(other) == "done"
    assert path.is_file() and not path.is_symlink() and profile(form.mac)


SLOW_TO_OPEN = r"""
#define open undeclared
#define open64 undeclared64
#include <fcntl.h>
#undef open
#undef open64
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
static int slow(const char *path, int flags, int mode) {
  const char *name = getenv("SLOW");
  if (name && strstr(path, name)) {
    close(syscall(SYS_openat, AT_FDCWD, getenv("MARK"), O_CREAT | O_WRONLY, 0666));
    for (int i = 0; i < 6000 && access(getenv("GO_ON"), F_OK) != 0; ++i) usleep(10000);
  }
  return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
int open(const char *path, int flags, int mode) { return slow(path, flags, mode); }
int open64(const char *path, int flags, int mode) { return slow(path, flags, mode); }
"""


def test_no_row_is_locked_while_a_profile_is_read(scratch):
    """A library makes the disk slow for one file, until the row was asked for."""
    form, source, library = register(), scratch / "slow.c", scratch / "slow.so"
    mark, go_on = scratch / "reading", scratch / "go-on"
    path = FOLDER / f"spa{form.mac}.cfg"
    source.write_text(SLOW_TO_OPEN)
    subprocess.run(["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", library, source], check=True)
    library.chmod(0o755)
    path.write_bytes(b"damaged")
    reading = threading.Thread(target=run, args=(SPACONF, "reconcile", NEAR), kwargs=dict(
        LD_PRELOAD=str(library), SLOW=path.name, MARK=str(mark), GO_ON=str(go_on), ASAN_OPTIONS="verify_asan_link_order=0"))  # fmt: skip
    reading.start()
    try:
        wait_until(mark.exists, "it reads the file", 60)
        assert sql("SELECT id FROM registration WHERE ref = %s FOR UPDATE NOWAIT", form.ref)
    finally:
        go_on.touch()
        reading.join()
        reconcile("--repair", NEAR)


def test_what_a_killed_process_staged_is_removed_at_the_next_round(scratch):
    left = STAGING / "staged-abcdef"
    left.write_bytes(b"<flat-profile>")
    worker_once(scratch)
    assert not left.exists()


def test_the_next_import_finishes_what_one_that_was_killed_left(scratch):
    rows = [{"login": person().login, "model": "spa942", "mac": mac(), "line1_user": number()}]
    assert imported(scratch, written(rows))[0] == 0
    ref = sql("SELECT ref FROM registration WHERE mac = %s", rows[0]["mac"])[0]["ref"]
    for table in written(rows), written([row_of(ref)]):
        sql("UPDATE registration SET profile_state = 'pending' WHERE ref = %s", ref)
        (FOLDER / f"spa{rows[0]['mac']}.cfg").unlink()
        code, said = imported(scratch, table, "--dry-run")
        assert code == 0 and registration(ref)["profile_state"] == "pending"
        code, said = imported(scratch, table)
        assert code == 0, said
        assert registration(ref)["profile_state"] == "done" and profile(rows[0]["mac"])


# --- locks ----------------------------------------------------------------------------------


def deadlocks():
    return int(sql("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")[0]["Value"])


def test_regenerating_publishing_and_creating_tickets_at_once_never_deadlock(scratch):
    forms = [register() for _ in range(12)]
    before = deadlocks()
    for value in "8511", "8512", "8513":
        for form in forms:
            unfinished(form)
            sql("UPDATE task SET state = 'due', not_before = UTC_TIMESTAMP(3) WHERE kind = 'ticket' AND registration_id ="
                " (SELECT id FROM registration WHERE ref = %s)", form.ref)  # fmt: skip
        conf = derive(scratch / f"{value}.conf", phone__settings__Voice_Mail_Number=value)
        crowd = [threading.Thread(target=run, args=(SPACONF, *words), kwargs={"conf": conf})
                 for words in (["regenerate"], ["worker", "--once"], ["worker", "--once"], ["regenerate"])]  # fmt: skip
        for each in crowd:
            each.start()
        for each in crowd:
            each.join()
    assert deadlocks() == before
    run(SPACONF, "regenerate")


# --- starting -------------------------------------------------------------------------------


@pytest.mark.parametrize("program", ["fcgi/form.fcgi", "fcgi/submit.fcgi", "fcgi/api.fcgi", "cli/spaconf"])
@pytest.mark.parametrize("damage", ["unreadable", "folder", "broken"])
def test_a_bad_template_ends_the_start_with_a_sentence(damage, program, scratch):
    folder = scratch / "templates"
    subprocess.run(["cp", "-r", config()["templates"], folder], check=True)
    file = folder / "pages" / "home.tpl"
    if damage == "unreadable":
        file.chmod(0)
        os.chown(file, 0, 0)
    else:
        file.unlink()
        file.mkdir() if damage == "folder" else file.write_text('{{%AUTOESCAPE context="HTML"}}{{#OPEN}}')
    conf = derive(scratch / "spaconf.conf", templates=str(folder))
    words = ["worker", "--once"] if program == "cli/spaconf" else []
    done = run(BUILD / program, *words, conf=conf, REQUEST_METHOD="GET", REQUEST_URI="/spaconf/healthz")
    assert done.returncode == 78, done
    # ctemplate says in its own words what is wrong, before our sentence.
    assert done.stderr.decode().splitlines()[-1].startswith(str(file)), done.stderr
