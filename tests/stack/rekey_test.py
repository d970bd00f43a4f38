"""spaconf rekey: another [database] key_file while phones are registered, and what each key then opens."""
import os
import pathlib
import re
import subprocess

import pytest

from fault_injection import SPACONF, Cgi, as_program, derive, kill_when, run, stopped
from spaconf_stack import Profile, config, register, sql

COUNT = 8
LONG = 600


class Keys:
    """Configurations with each key: as the stack has it, with both, with the new one alone."""

    def __init__(self, scratch):
        self.old_file, self.new_file = config()["database"]["key_file"], str(self.file(scratch, "new.key"))
        self.both = derive(scratch / "both.conf", database__key_file=self.new_file, database__former_key_file=self.old_file)
        self.new = derive(scratch / "new.conf", database__key_file=self.new_file)
        self.back = derive(scratch / "back.conf", database__key_file=self.old_file, database__former_key_file=self.new_file)

    @staticmethod
    def file(scratch, name, text=None):
        path = scratch / name
        path.write_bytes(text or os.urandom(32))
        path.chmod(0o640)
        os.chown(path, -1, scratch.stat().st_gid)
        return path


@pytest.fixture
def keys(scratch):
    """In the end every password is encrypted with the stack's own key again."""
    keys = Keys(scratch)
    with stopped("worker"):  # it has the old key only
        yield keys
        done = run(SPACONF, "rekey", conf=keys.back, timeout=LONG)
        assert done.returncode == 0, done.stderr.decode()
        assert run(SPACONF, "regenerate", timeout=LONG).returncode == 0


def rekeyed(conf):
    """How many passwords were encrypted again, and how many were already."""
    done = run(SPACONF, "rekey", conf=conf, timeout=LONG)
    assert done.returncode == 0, done.stderr.decode()
    return tuple(map(int, re.match(r"(\d+) passwords? encrypted again; (\d+) w(?:ere|as) already\n", done.stdout.decode()).groups()))


def accounts(phone, conf):
    """The accounts of the phone's profile, as a program with this configuration opens them."""
    done = run(SPACONF, "profile", "show", phone.ref, "--secrets", conf=conf)
    assert done.returncode == 0, done.stderr.decode()
    return Profile(done.stdout).accounts()


def sealed():
    return {row["id"]: row["secret"] for row in sql("SELECT id, secret FROM account")}


def count():
    return sql("SELECT (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM former_password) n")[0]["n"]


def warning(conf):
    """What check-config says about the former key."""
    told = run(SPACONF, "check-config", "--live", conf=conf, timeout=LONG).stdout.decode()
    return "".join(line for line in told.splitlines() if line.startswith("former_key_file"))


def test_the_key_is_replaced_while_phones_are_registered_and_changed(keys):
    first, changed = register(), register()
    with_both = Cgi(conf=keys.both)
    second = register(door=with_both)
    assert accounts(second, keys.new) == [(second["line1_user"], second["line1_password"])]
    assert run(SPACONF, "password", changed.ref, conf=keys.both).returncode == 0
    shown = {phone: accounts(phone, keys.both) for phone in (first, changed, second)}
    assert shown[first] == [(first["line1_user"], first["line1_password"])]
    # The new password is sealed with the new key, the one before still with the old.
    assert shown[changed] == accounts(changed, keys.new) != [(changed["line1_user"], changed["line1_password"])]
    assert re.search(r"\d+ passwords? needs? it; run `spaconf rekey`", warning(keys.both))
    there = count()
    again, already = rekeyed(keys.both)
    assert again >= 2 and already >= 2 and again + already == there
    assert "no password needs it" in warning(keys.both)
    # A program that still has only the old key goes on: the next run finds what it sealed.
    late = register()
    assert warning(keys.both).startswith("former_key_file: 1 password needs it")
    assert rekeyed(keys.both)[0] == 1
    assert rekeyed(keys.both) == (0, count())
    assert {phone: accounts(phone, keys.new) for phone in shown} == shown
    assert accounts(late, keys.new) == [(late["line1_user"], late["line1_password"])]
    assert run(SPACONF, "regenerate", conf=keys.new, timeout=LONG).returncode == 0


@pytest.mark.parametrize("far", [0, 1, COUNT // 2])
def test_killed_anywhere_it_loses_no_password_and_the_next_run_does_the_rest(keys, far):
    phones = [register() for _ in range(COUNT)]
    shown, before = [accounts(phone, None) for phone in phones], sealed()
    process = subprocess.Popen(
        [*as_program(), SPACONF, "rekey"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(keys.both)})  # fmt: skip
    kill_when(process, lambda: sum(secret != before[account] for account, secret in sealed().items()) >= far)
    assert [accounts(phone, keys.both) for phone in phones] == shown
    rekeyed(keys.both)
    assert [accounts(phone, keys.new) for phone in phones] == shown


def test_accounts_whose_key_is_lost_are_listed_and_the_others_encrypted_again(keys):
    lost, good = register(), register()
    row = sql("SELECT id, user, domain, secret FROM account WHERE user = %s", lost["line1_user"])[0]
    sql("UPDATE account SET secret = %s WHERE id = %s", b"x" * 48, row["id"])
    try:
        done = run(SPACONF, "rekey", conf=keys.both, timeout=LONG)
        assert done.returncode == 2
        listed = [line for line in done.stderr.decode().splitlines() if "neither key" in line]
        assert listed == [f"spaconf: {row['user']}@{row['domain']}: neither key decrypts the password"]
        assert accounts(good, keys.new) == [(good["line1_user"], good["line1_password"])]
    finally:
        sql("UPDATE account SET secret = %s WHERE id = %s", row["secret"], row["id"])


def test_it_refuses_without_a_former_key_and_with_the_same_key_twice(scratch):
    before = sealed()
    same = Keys.file(scratch, "same.key", pathlib.Path(config()["database"]["key_file"]).read_bytes())
    for conf, sentence in ((None, b"lacks former_key_file"),
                           (derive(scratch / "same.conf", database__former_key_file=str(same)), b"hold the same key")):  # fmt: skip
        done = run(SPACONF, "rekey", conf=conf)
        assert done.returncode == 78 and re.search(rb"\.conf:\d+: .*" + sentence, done.stderr), done.stderr
    assert sealed() == before
