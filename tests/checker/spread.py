"""Where issued passwords and their hashes are that must not be there (I11)."""
import pathlib
import subprocess
import tempfile

from fault_injection import family
from snapshot import lines_of
from spaconf_stack import STACK, Profile, env, pbx, sql
from violation import Violation


def issued(seen):
    """Passwords and hashes of the profiles and of the exchange, and all that were read before."""
    words = {row[name] for row in pbx("SELECT password, ha1, ha1b FROM subscriber") for name in ("password", "ha1", "ha1b")}
    words |= seen.passwords | {ha1 for read in seen.reads for _, ha1 in read["lines"]}
    for profiles in seen.profiles.values():
        for data in profiles.values():
            words |= {word for _, password, both in lines_of(data) for word in (password, *both)}
            profile = Profile(data)
            words |= {profile["Admin_Passwd"], profile["User_Password"]}
    return {word for word in words if len(word) >= 12}


def in_processes(passwords, node):
    """On command lines and in environments."""
    words = [word.encode() for word in list(passwords)]
    for name, program in node.pids().items():
        for process in family(program):
            for kind in "cmdline", "environ":
                try:
                    text = pathlib.Path(f"/proc/{process}/{kind}").read_bytes()
                except OSError:
                    continue
                if any(word in text for word in words):
                    yield Violation("I11", node.of(name), f"a password in its {kind}")


def in_files(words, nodes):
    """Of the stack and of other nodes, which are in its folder: logs of every server, RT's store and mails, temporary files. Elsewhere are the exchange and the profiles."""
    allowed = [place for node in nodes for place in (node.root, node.staging)]
    with tempfile.NamedTemporaryFile("w", dir=STACK, prefix="words-") as patterns:
        patterns.write("".join(f"{word}\n" for word in sorted(words)))
        patterns.flush()
        # The databases' own files hold the exchange's table; what is in tables is looked at by itself.
        done = subprocess.run(["grep", "-raFl", "-f", patterns.name, "--exclude=words-*", "--exclude-dir=data", STACK],
                              capture_output=True, text=True, timeout=300)  # fmt: skip
    # A file may be gone by now.
    failed = [line for line in done.stderr.splitlines() if "No such file" not in line]
    assert not failed, failed
    for name in done.stdout.splitlines():
        path = pathlib.Path(name)
        if not any(path.is_relative_to(place) for place in allowed):
            yield Violation("I11", str(path.relative_to(STACK)), "has an issued password")


def in_tables(words):
    """Of ours, and of the exchange's all but that of its accounts."""
    for database, allowed in (env.DB_NAME, ()), (env.PBX_DB, ("subscriber",)):
        ask = sql if database == env.DB_NAME else pbx
        for name in [next(iter(row.values())) for row in ask(f"SHOW FULL TABLES FROM `{database}` WHERE Table_type = 'BASE TABLE'")]:
            if name in allowed:
                continue
            text = "\n".join(str(value) for row in ask(f"SELECT * FROM `{database}`.`{name}`") for value in row.values())
            if any(word in text for word in words):
                yield Violation("I11", f"{database}.{name}", "has an issued password")


def passwords_are_only_where_they_may_be(seen):
    """I11: issued passwords are in the exchange, in profiles and sealed in our own column, and nowhere else."""
    words = issued(seen)
    yield from in_files(words, seen.nodes)
    yield from in_tables(words)
    for node in seen.nodes:
        yield from in_processes(words, node)
