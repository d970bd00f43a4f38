"""Records what our form and our registration ask of directory and database, for same_work to ask the same.

It is recorded in every run, so the reference is always the work that our programs do now.
"""
import re
import urllib.error
import urllib.parse
import urllib.request

from relay import Relay, commands

# The phone that is recorded; nothing else that it writes has these digits.
NUMBER = 974_010
HEX = f"{NUMBER:06x}"  # 0edcba
WARMING = 3  # registrations until everything is prepared
FIRST_ID = 7_000_001  # of registrations and accounts, so that no other number looks like one


def alone(word):
    return rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Recording:
    """Of the site "same", which has one worker of each kind and no phones."""

    def __init__(self, harness):
        self.harness = harness
        path = harness.folder / "recorded.sock"
        self.database = Relay(harness.env["DB_SOCKET"], path)
        host, port = urllib.parse.urlsplit(harness.env["LDAP_URI"]).netloc.split(":")
        self.directory = Relay((host, int(port)))
        harness.configure("same", f"database.socket={path}", f"person.uri=ldap://127.0.0.1:{self.directory.port}")
        harness.database(f"ALTER TABLE same.registration AUTO_INCREMENT = {FIRST_ID}",
                       f"ALTER TABLE same.account AUTO_INCREMENT = {2 * FIRST_ID}")
        for kind in "form", "submit":
            harness.start("same", kind)

    def record(self, login, other):
        """Writes a script for each of the two; gives their paths, and how long the profile is."""
        for number in range(NUMBER - WARMING, NUMBER):
            self.form(other)
            self.register(other, number)
        session, form, _ = self.recorded(lambda: self.form(login))
        _, registration, (ref, key) = self.recorded(lambda: self.register(login, NUMBER))
        # Another one asks the same: nothing of it happens but now and then.
        require_equal(form, self.recorded(lambda: self.form(login))[1])
        require_equal(registration, self.recorded(lambda: self.register(login, NUMBER + 1))[1])
        [profile] = (self.harness.folder / "same/root/config").glob(f"*{HEX}*")
        patterns = {"login": alone(login), "ref": ref, "key": key, "number": str(NUMBER), "hex6": HEX,
                    "colons": ":".join(re.findall("..", HEX)), "hex4": alone(HEX[2:]), "hex2": alone(HEX[4:])}
        return (self.write("form", session, lines_of(form, {"login": patterns["login"]})),
                self.write("registration", session,
                           with_file(lines_of(registration, patterns), "file " + pieces(profile.name.encode(), patterns))),
                profile.stat().st_size)

    def recorded(self, act):
        """What the connection was set up with, what was asked over it during `act`, and what `act` gave."""
        sizes = [len(heard) for heard in self.database.connections]
        questions = self.directory.questions()
        result = act()
        if (count := self.directory.questions() - questions) != 1:
            raise SystemExit(f"bench: same_work asks the directory once, and our program {count} times")
        used = [heard for heard, size in zip(self.database.connections, sizes) if len(heard) > size]
        if len(used) != 1 or len(sizes) != len(self.database.connections):
            raise SystemExit("bench: our program did not use one kept connection to the database")
        before, everything = commands(used[0][:sizes[self.database.connections.index(used[0])]]), commands(used[0])
        return before[0].text, everything[len(before):], result

    def write(self, name, session, lines):
        path = self.harness.folder / f"{name}.script"
        path.write_text("\n".join([f"session {session}", *lines]) + "\n")
        return path

    # What is recorded

    def get(self, path, data=None):
        """The page, or where the answer sends the browser."""
        try:
            return urllib.request.build_opener(Stay).open(f"http://127.0.0.1:{self.harness.port}{path}", data).read().decode()
        except urllib.error.HTTPError as answer:
            if answer.code == 303:
                return answer.headers["Location"]
            raise SystemExit(f"bench: {path}: {answer.code} {answer.read().decode()[:2000]}") from None

    def form(self, login):
        return self.get(f"/same/form?login={login}")

    def register(self, login, number):
        """As post.lua does, with a form of the site "main": they share the key of the tokens. Gives reference and key."""
        page = self.get(f"/main/form?login={login}")
        key, csrf = (re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in ("key", "csrf"))
        path = self.get("/same/submit/register", urllib.parse.urlencode([
            ("login", login), ("key", key), ("csrf", csrf), ("model", "spa942"), ("mac", f"000e08{number:06x}"),
            ("serial", ""), ("inventory", f"PC{number}"), ("hostname", f"phone-{number}"), ("permission", "local"),
            ("permission", "ld"), ("line1_user", f"8{number}"), ("line1_password", "WhatANicePasswordItIs"),
            ("line1_display", "")]).encode())
        return path.rpartition("/")[2], key


def require_equal(some, others):
    for one, other in zip(some, others, strict=True):
        if one.text != other.text or one.changed != other.changed:
            raise SystemExit(f"bench: asked once and not again: {one.text}\n{other.text}")


def lines_of(asked, patterns):
    """A line for each command, and one for each value of it."""
    lines, inserted = [], {}  # the number that a row got: the command that made it
    for place, command in enumerate(asked):
        text = " ".join(command.text.split())
        if command.values is None:
            lines.append(f"query {text}")
            continue
        lines.append(f"statement {-1 if command.changed is None else command.changed} {text}")
        for value in command.values:
            if value is None:
                lines.append("null")
            elif isinstance(value, bytes):
                lines.append("text " + pieces(value, patterns))
            else:
                lines.append(f"id {inserted[value]}" if value in inserted else f"number {value}")
        if command.inserted >= FIRST_ID:
            inserted[command.inserted] = place
    return lines


def pieces(value, patterns):
    """What stays as it is in hexadecimal, and between it the names of what is another each time, with a dot."""
    if not patterns:
        return value.hex()
    text = value.decode("latin1")
    words, end = [], 0
    for found in re.finditer("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()), text):
        words += [text[end:found.start()].encode("latin1").hex(), "." + found.lastgroup]
        end = found.end()
    return " ".join(filter(None, [*words, text[end:].encode("latin1").hex()]))


def with_file(lines, file):
    """The file is written last of all in the transaction that marks it as done: registration/publisher.cc."""
    if [line for line in lines if line.startswith("query ")] != ["query START TRANSACTION", "query COMMIT"] * 2:
        raise SystemExit("bench: a registration is not two transactions")
    return [*lines[:-1], file, lines[-1]]
