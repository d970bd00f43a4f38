"""spaconf token: clients of the API, their tokens, and what is left of both."""
import datetime
import hashlib
import pathlib
import re
import subprocess

import pytest

from api_client import Client
from fault_injection import SPACONF, as_program, run
from spaconf_stack import STACK, env, sql

TOKEN = re.compile(r"spaconf_[A-Za-z0-9]{8}_[A-Za-z0-9]{32}\n")
SCOPE = "--scope", "read"


def day(days):
    """The date so many days from now, in UTC."""
    return str(datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=days))


def token(*words, code=0):
    """What the subcommand prints to standard output; `code` is its exit code."""
    done = run(SPACONF, "token", *words)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


def refused(*words):
    """The one sentence of a refusal."""
    done = run(SPACONF, "token", *words)
    assert done.returncode == 1 and not done.stdout, done
    sentence, end, rest = done.stderr.decode().partition("\n")
    assert sentence.startswith("spaconf: ") and end and not rest, done.stderr
    return sentence.removeprefix("spaconf: ")


@pytest.fixture
def name():
    """An unused name, whose client is gone after the test."""
    name = f"test-{sql('SELECT COALESCE(MAX(id), 0) + 1 n FROM client')[0]['n']}"
    yield name
    sql("DELETE FROM client_token WHERE client_id IN (SELECT id FROM client WHERE name = %s)", name)
    sql("DELETE FROM client_certificate WHERE client_id IN (SELECT id FROM client WHERE name = %s)", name)
    sql("DELETE FROM client WHERE name = %s", name)
    sql("DELETE FROM audit WHERE action LIKE 'token-%%' AND detail LIKE %s", name + "%")


def tokens_of(name):
    return sql("SELECT prefix, sha256, valid_until FROM client_token JOIN client ON client.id = client_id"
               " WHERE name = %s ORDER BY valid_until IS NULL", name)  # fmt: skip


def listed(name):
    """The lines of the list about this client."""
    found = re.search(rf"(?m)^{name}: (.*)\n((?:   .*\n)*)", token("list"))
    return [found[1], *(line.strip() for line in found[2].splitlines())] if found else None


def test_a_token_is_printed_alone_and_only_its_hash_is_stored(name):
    printed = token("add", name, *SCOPE)
    assert TOKEN.fullmatch(printed)
    secret = printed.strip()
    assert tokens_of(name) == [{"prefix": secret.split("_")[1], "valid_until": None,
                                "sha256": hashlib.sha256(secret.encode()).hexdigest()}]  # fmt: skip


def test_two_tokens_have_nothing_in_common(name):
    first, second = token("add", name, *SCOPE), token("rotate", name)
    assert len({*first.strip().split("_")[1:], *second.strip().split("_")[1:]}) == 4


def test_the_list_tells_everything_about_a_client(name):
    token("add", name, "--scope", "register,read", "--scope", "people", "--network", "192.0.2.7/24",
          "--network", "2001:DB8::/32", "--expires", day(30))  # fmt: skip
    assert listed(name) == [f"valid until {day(30)}, never used", "scopes read,register,people",
                            "network 192.0.2.0/24", "network 2001:db8::/32"]  # fmt: skip
    sql("UPDATE client SET last_used = '2026-01-02 03:04:05', expires = %s WHERE name = %s", day(-1), name)
    state = listed(name)[0]
    assert re.fullmatch(rf"expired {day(-1)}, last used 2026-01-0\d \d\d:\d\d:05", state), state
    token("revoke", name)
    assert re.match(r"revoked \d{4}-", listed(name)[0])


def test_the_token_is_nowhere(name):
    secrets = [token("add", name, *SCOPE).strip(), token("rotate", name).strip()]
    rows = sql("SELECT * FROM audit ORDER BY id DESC LIMIT 10") + sql("SELECT * FROM client") + sql("SELECT * FROM client_token")
    for secret in (part for each in secrets for part in (each, each.split("_")[2])):
        assert secret not in str(rows) + token("list")
        logs = [p for p in STACK.rglob("*.log") if p.is_file()]
        assert logs
        assert subprocess.run(["grep", "-qaF", secret, *logs]).returncode == 1


def test_every_change_is_in_the_audit(name):
    token("add", name, "--scope", "read,change", "--network", "192.0.2.7", "--expires", day(1))
    token("change", name, "--scope", "read", "--expires", day(2))
    token("rotate", name)
    token("revoke", name)
    entries = sql("SELECT actor, action, ref, detail FROM audit WHERE detail LIKE %s ORDER BY id", name + "%")
    actor = subprocess.run([*as_program(), "id", "-un"], capture_output=True, text=True).stdout.strip()
    assert all(actor in each.pop("actor") for each in entries)
    assert entries == [
        {"action": "token-add", "ref": "", "detail": f"{name}, scopes read,change, network 192.0.2.7/32, until {day(1)}"},
        {"action": "token-change", "ref": "", "detail": f"{name}, scopes read, network 192.0.2.7/32, until {day(2)}"},
        {"action": "token-rotate", "ref": "", "detail": name},
        {"action": "token-revoke", "ref": "", "detail": name},
    ]


def test_the_former_token_is_valid_for_a_day(name):
    first, second, third = token("add", name, *SCOPE), token("rotate", name), token("rotate", name)
    prefixes = [each.split("_")[1] for each in (first, second, third)]
    left = {row["prefix"]: row["valid_until"] for row in tokens_of(name)}
    assert set(left) == set(prefixes) and left[prefixes[2]] is None
    now = sql("SELECT UTC_TIMESTAMP(3) now")[0]["now"]
    for prefix in prefixes[:2]:
        assert datetime.timedelta(hours=23, minutes=55) < left[prefix] - now <= datetime.timedelta(days=1)
    sql("UPDATE client_token SET valid_until = %s WHERE prefix = %s", now - datetime.timedelta(seconds=1), prefixes[0])
    fourth = token("rotate", name)
    assert {row["prefix"] for row in tokens_of(name)} == {*prefixes[1:], fourth.split("_")[1]}


@pytest.mark.parametrize("end", ["revoked = UTC_TIMESTAMP(3)", "expires = UTC_DATE() - INTERVAL 1 DAY"])
def test_a_client_whose_tokens_are_over_gets_no_other(name, end):
    token("add", name, *SCOPE)
    sql(f"UPDATE client SET {end} WHERE name = %s", name)
    assert name in refused("rotate", name)
    assert len(tokens_of(name)) == 1


def test_a_name_is_used_once(name):
    token("add", name, *SCOPE)
    assert "choose another name" in refused("add", name, *SCOPE)
    token("revoke", name)
    assert "choose another name" in refused("add", name, *SCOPE)
    assert name in refused("revoke", name)
    assert len(tokens_of(name)) == 1


@pytest.mark.parametrize("words", [("revoke",), ("rotate",), ("change", "--expires", "never")], ids=lambda words: words[0])
@pytest.mark.parametrize("unknown", ["no-such-client", "Řehoř", "' OR '1", ""])
def test_an_unknown_client_is_named(words, unknown):
    assert f"there is no client {unknown}," in refused(*words, unknown)


def test_a_change_keeps_the_token_and_what_it_does_not_name(name):
    token("add", name, "--scope", "read", "--network", "192.0.2.0/24", "--expires", day(1))
    tokens = tokens_of(name)
    for option, value, state in [
        ("--expires", day(30), [f"valid until {day(30)}, never used", "scopes read", "network 192.0.2.0/24"]),
        ("--scope", "change,read", [f"valid until {day(30)}, never used", "scopes read,change", "network 192.0.2.0/24"]),
        ("--network", "2001:db8::/32", [f"valid until {day(30)}, never used", "scopes read,change", "network 2001:db8::/32"]),
        ("--network", "any", [f"valid until {day(30)}, never used", "scopes read,change"]),
        ("--expires", "never", ["valid, never used", "scopes read,change"]),
    ]:  # fmt: skip
        assert token("change", name, option, value) == ""
        assert listed(name) == state
    assert tokens_of(name) == tokens


def test_an_expired_client_is_valid_again_and_a_revoked_one_is_not(name):
    secret = token("add", name, *SCOPE).strip()
    client = Client(token=secret)
    sql("UPDATE client SET expires = %s WHERE name = %s", day(-1), name)
    assert client.get("/registrations?limit=1").status == 401
    token("change", name, "--expires", day(0))
    assert client.get("/registrations?limit=1").status == 200
    token("revoke", name)
    assert name in refused("change", name, "--expires", "never")
    assert client.get("/registrations?limit=1").status == 401


def test_a_change_has_something_to_change(name):
    token("add", name, *SCOPE)
    assert refused("change", name) == "nothing to change: give --scope, --network, --expires or --certificate"


WRONG = [
    ("--scope", "write", '"write" is not a scope: the scopes are read, register, change, profile, people, events'),
    ("--scope", "read,Events", '"Events" is not a scope'),
    ("--scope", "", '"" is not a scope'),
    ("--network", "192.0.2.0/33", '"192.0.2.0/33" is not a network: write 192.0.2.0/24'),
    ("--network", "", '"" is not a network'),
    ("--network", "portal.example.org", '"portal.example.org" is not a network'),
    ("--expires", "2027-02-29", '"2027-02-29" is not a date: write one such as 2027-01-31'),
    ("--expires", "31.1.2027", '"31.1.2027" is not a date'),
    ("--expires", "2027-1-31", '"2027-1-31" is not a date'),
    ("--expires", "tomorrow", '"tomorrow" is not a date'),
    ("--expires", "", '"" is not a date'),
    ("--expires", "2026-01-31", '"2026-01-31" is not a date to come'),
]


@pytest.mark.parametrize("option, value, sentence", WRONG, ids=[f"{option}={value}" for option, value, _ in WRONG])
def test_a_wrong_option_is_named_and_adds_nothing(name, option, value, sentence):
    scope = () if option == "--scope" else SCOPE
    assert refused("add", name, *scope, option, value).startswith(sentence)
    assert not sql("SELECT 1 FROM client WHERE name = %s", name)
    token("add", name, *SCOPE)
    before = sql("SELECT * FROM client WHERE name = %s", name)
    assert refused("change", name, option, value).startswith(sentence)
    assert sql("SELECT * FROM client WHERE name = %s", name) == before


@pytest.mark.parametrize("wrong", ["", "Portal", "2nd", "a b", "řehoř", "a" * 65])
def test_a_wrong_name_is_named(wrong):
    assert refused("add", wrong, *SCOPE).startswith(f'"{wrong}" is not a client\'s name')


def test_a_client_needs_a_scope_and_a_name():
    for words in ("add", "portal"), ("add", *SCOPE), ("change",), ("rotate",), ("revoke",), ():
        assert run(SPACONF, "token", *words).returncode > 100


def test_today_is_a_last_day(name):
    token("add", name, *SCOPE, "--expires", day(0))
    assert listed(name)[0].startswith("valid until")


def test_a_token_that_cannot_be_printed_is_replaced_by_another(name):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*as_program(), SPACONF, "token", "add", name, *SCOPE], stdout=full, stderr=subprocess.PIPE,
                              env={"PATH": "/bin", "SPACONF_CONFIG": env.SPACONF_CONFIG}, timeout=30)  # fmt: skip
    assert done.returncode == 1 and f"run spaconf token rotate {name}".encode() in done.stderr
    assert TOKEN.fullmatch(token("rotate", name))


COMPLETION = pathlib.Path(__file__).resolve().parents[2] / "debian/bash-completion/spaconf"


@pytest.mark.parametrize("words, offered", [
    ("to", {"token"}), ("token ", {"add", "change", "list", "revoke", "rotate"}), ("token re", {"revoke"}),
    ("token add portal --", {"--scope", "--network", "--expires", "--certificate", "--help"}), ("profile diff --s", {"--secrets"}),
    ("edit abc --d", {"--dry-run"}),
])  # fmt: skip
def test_the_shell_completes_subcommands_and_their_options(words, offered):
    script = f"""PATH={SPACONF.parent}:$PATH; . {COMPLETION}; IFS=' '
words=(spaconf {words}); [[ '{words}' == *' ' ]] && words+=('')
COMP_WORDS=("${{words[@]}}"); COMP_CWORD=$((${{#words[@]}} - 1)); IFS=$' \\t\\n'; _spaconf; printf '%s\\n' "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30)
    assert set(done.stdout.split()) == offered, done
