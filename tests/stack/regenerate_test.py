"""spaconf regenerate and spaconf profile on the real servers: what lies in the TFTP folder, and in the rows."""
import fcntl
import hashlib
import hmac
import os
import pathlib
import pty
import subprocess
import tomllib

import pytest

from fault_injection import SPACONF, as_program, derive, kill_when, run, stopped
from spaconf_stack import LINES, Profile, config, env, expand, register, sql, tftp

COUNT = 12


@pytest.fixture(scope="module")
def phones():
    return [register(model=list(LINES)[n % len(LINES)]) for n in range(COUNT)]


def file_of(phone):
    return expand("config/spa$MA.cfg", phone.mac)


def path_of(phone):
    return pathlib.Path(env.TFTP_ROOT) / file_of(phone)


def row(phone):
    """Generation, state and SHA-256 of the profile."""
    text = "SELECT generation, profile_state, profile_sha256 FROM registration WHERE ref = %s"
    return tuple(sql(text, phone.ref)[0].values())


def rows(phones):
    return {phone.ref: row(phone) for phone in phones}


def changed(scratch, value):
    """The stack's configuration with another number for voice mail."""
    return derive(scratch / "spaconf.conf", phone__settings__Voice_Mail_Number=value)


def regenerate(conf, *options):
    done = run(SPACONF, "regenerate", *options, conf=conf)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(autouse=True)
def as_it_was(phones):
    regenerate(None)
    yield
    regenerate(None)


def stamps(phones):
    """What would tell that a file was touched."""
    found = [path_of(phone).stat() for phone in phones]
    return [(each.st_ino, each.st_mtime_ns, each.st_ctime_ns) for each in found]


def test_a_file_that_is_right_is_not_touched(phones):
    before, written_down = stamps(phones), rows(phones)
    assert " 0 files written" in regenerate(None)
    assert stamps(phones) == before
    assert rows(phones) == written_down


def test_a_dry_run_names_what_would_change_and_changes_nothing(phones, scratch):
    before, written_down = stamps(phones), rows(phones)
    told = regenerate(changed(scratch, "8501"), "--dry-run")
    for phone in phones:
        assert file_of(phone) in told.splitlines()
    assert stamps(phones) == before
    assert rows(phones) == written_down


def test_what_differs_is_written_with_the_next_generation(phones, scratch):
    before = rows(phones)
    regenerate(changed(scratch, "8502"))
    after = rows(phones)
    for phone in phones:
        data = tftp(file_of(phone))
        assert Profile(data)["Voice_Mail_Number"] == "8502"
        assert after[phone.ref] == (before[phone.ref][0] + 1, "done", hashlib.sha256(data).hexdigest())


def test_only_the_model_that_was_asked_for(phones, scratch):
    told = regenerate(changed(scratch, "8503"), "--model", "spa962")
    assert " 0 files written" not in told
    for phone in phones:
        assert (Profile(tftp(file_of(phone)))["Voice_Mail_Number"] == "8503") == (phone["model"] == "spa962")


def test_a_missing_and_a_foreign_file_are_written_anew(phones):
    right = [tftp(file_of(phone)) for phone in phones[:2]]
    path_of(phones[0]).unlink()
    path_of(phones[1]).write_bytes(b"<flat-profile></flat-profile>\n")
    regenerate(None)
    assert [tftp(file_of(phone)) for phone in phones[:2]] == right


def test_what_a_killed_run_has_staged_is_removed_and_what_is_being_written_stays(phones):
    staging = pathlib.Path(tomllib.loads(pathlib.Path(env.SPACONF_CONFIG).read_text())["phone"]["staging"])
    left, in_use = staging / "staged-000000", staging / "staged-000001"
    with stopped("worker"):  # which removes such files too
        for path in left, in_use:
            path.write_bytes(b"<flat-profile>")
        with in_use.open("rb") as writer:
            fcntl.flock(writer, fcntl.LOCK_EX)
            regenerate(None, "--dry-run")
            assert left.exists()
            regenerate(None)
            assert (left.exists(), in_use.exists()) == (False, True)
    in_use.unlink(missing_ok=True)


def test_a_terminal_shows_how_far_it_is(phones):
    leader, follower = pty.openpty()
    done = subprocess.run([*as_program(), SPACONF, "regenerate"], stdout=subprocess.PIPE, stderr=follower, timeout=60,
                          env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": env.SPACONF_CONFIG})  # fmt: skip
    os.close(follower)
    shown = os.read(leader, 65536).decode()
    os.close(leader)
    phones_there = int(done.stdout.split()[0])
    assert f"[{'#' * 40}] {phones_there} of {phones_there}" in shown


@pytest.mark.parametrize("value, moment, count", [
    ("8600", "started", 0), ("8601", "staged", 1), ("8602", "staged", 4), ("8603", "staged", COUNT),
    ("8604", "renamed", 1), ("8605", "renamed", 6), ("8606", "renamed", COUNT), ("8607", "in the rows", 1)])  # fmt: skip
def test_killed_anywhere_it_leaves_whole_files_and_the_next_run_does_the_rest(phones, scratch, value, moment, count):
    conf = changed(scratch, value)
    before, files = rows(phones), {phone.ref: path_of(phone).stat().st_ino for phone in phones}
    far = {
        "started": lambda: 0,
        "staged": lambda: len(os.listdir(config()["phone"]["staging"])),
        "renamed": lambda: sum(path_of(phone).stat().st_ino != files[phone.ref] for phone in phones),
        "in the rows": lambda: sum(now != before[ref] for ref, now in rows(phones).items()),
    }[moment]
    process = subprocess.Popen(
        [*as_program(), SPACONF, "regenerate"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(conf)})  # fmt: skip
    kill_when(process, lambda: far() >= count)
    for phone in phones:
        assert tftp(file_of(phone)).endswith(b"</flat-profile>\n")
        assert row(phone)[0] in (before[phone.ref][0], before[phone.ref][0] + 1)
    regenerate(conf)
    for phone in phones:
        data = tftp(file_of(phone))
        assert Profile(data)["Voice_Mail_Number"] == value
        assert row(phone)[1:] == ("done", hashlib.sha256(data).hexdigest())
    assert " 0 files written" in regenerate(conf)
    assert not sql("SELECT 1 FROM task WHERE kind = 'profile' AND state = 'due'")


def test_profile_shows_passwords_only_when_asked(phones):
    phone = phones[0]
    password = Profile(tftp(file_of(phone)))["Password_1_"]
    for name in (phone.mac, phone.ref):
        masked = run(SPACONF, "profile", "show", name).stdout.decode()
        assert password not in masked
        assert Profile(masked.encode())["Password_1_"] == Profile(masked.encode())["Admin_Passwd"] == "********"
        assert run(SPACONF, "profile", "show", name, "--secrets").stdout == tftp(file_of(phone))
    assert run(SPACONF, "profile", "show", "000e08ffffff").returncode == 1


def test_profile_diff_shows_what_would_change(phones, scratch):
    conf = changed(scratch, "8504")
    assert run(SPACONF, "profile", "diff", phones[0].mac).returncode == 0
    done = run(SPACONF, "profile", "diff", phones[0].mac, conf=conf)
    assert done.returncode == 1
    lines = [line for line in done.stdout.decode().splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert lines == ["-<Voice_Mail_Number></Voice_Mail_Number>", "+<Voice_Mail_Number>8504</Voice_Mail_Number>"]
    everything = run(SPACONF, "profile", "diff", conf=conf, timeout=180).stdout.decode()
    assert all(file_of(phone) in everything for phone in phones)


def test_every_phone_has_web_passwords_of_its_own(phones):
    passwords = [Profile(tftp(file_of(phone)))[name] for phone in phones for name in ("Admin_Passwd", "User_Password")]
    assert len(set(passwords)) == 2 * len(phones)
    assert all(len(password) == 20 for password in passwords)


def test_web_passwords_come_from_a_key_of_their_own(phones):
    """HKDF-SHA256, RFC 5869, of the key file."""
    file = pathlib.Path(config()["database"]["key_file"]).read_bytes()
    key = hmac.digest(hmac.digest(b"\0" * 32, file, "sha256"), b"phones' web passwords\x01", "sha256")
    for phone in phones[:2]:
        words = hmac.new(key, f"web pages of {phone.mac}".encode(), "sha256").hexdigest()
        found = Profile(tftp(file_of(phone)))
        assert (found["Admin_Passwd"], found["User_Password"]) == (words[:20], words[20:40])
