"""Records what the server is asked during one form and one registration, for same_work.cc to ask the same."""
import re
import urllib.error
import urllib.parse
import urllib.request

# As the log writes what was bound.
VALUE = r"""((?:_binary ?)?'(?:[^'\\]|\\.|'')*'|NULL|-?[\d.]+|[xX]'[0-9A-Fa-f]*')"""
REGISTRATIONS, ACCOUNTS = 7_000_001, 8_000_001  # numbers that are nothing else


class Recorder:
    """Statements of the site `same`, from the database's general log: one worker each, so one connection each."""

    def __init__(self, stand):
        self.stand = stand
        self.login = None

    def record(self, login):
        """Writes the scripts; gives the paths of the form's and the registration's."""
        stand, self.login = self.stand, login
        stand.database("SET GLOBAL log_output = 'TABLE'", "TRUNCATE mysql.general_log",
                       f"ALTER TABLE same.registration AUTO_INCREMENT = {REGISTRATIONS - 2}",
                       f"ALTER TABLE same.account AUTO_INCREMENT = {ACCOUNTS - 2}", "SET GLOBAL general_log = ON")
        try:
            for kind in "form", "submit":
                stand.start("same", kind)
            for number in range(3):  # the first of each prepares
                self.register(number)
            form = self.logged(lambda: self.form())
            registration = self.logged(lambda: self.register(3))
        finally:
            stand.database("SET GLOBAL general_log = OFF", "SET GLOBAL log_output = DEFAULT")
        [(key, ref)] = stand.database("SELECT request_key, ref FROM same.request ORDER BY created DESC LIMIT 1")
        [(row, account)] = stand.database(f"SELECT registration_id, account_id FROM same.line"
                                          f" WHERE registration_id = (SELECT id FROM same.registration WHERE ref = '{ref}')")
        words = {key: "same{hex10}", ref: "{hex10}", "000e08fffff3": "02{hex10}", "8999993": "9{dec9}",
                 "phone-999993": "phone-{dec9}"}
        return (self.write("form", form, {}),
                self.write("registration", with_file(registration), words, {row: "registration", account: "account"}))

    # What is asked

    def get(self, path, data=None):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        try:
            return urllib.request.build_opener(Stay).open(f"http://127.0.0.1:{self.stand.port}{path}", data).read().decode()
        except urllib.error.HTTPError as answer:
            if answer.code != 303:
                raise SystemExit(f"bench: {path}: {answer.code} {answer.read().decode()[:2000]}")

    def form(self):
        return self.get(f"/same/form?login={self.login}")

    def register(self, number):
        """As post.lua does."""
        page = self.form()

        def value(name):
            return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]

        number += 999_990
        self.get("/same/submit/register", urllib.parse.urlencode([
            ("login", self.login), ("key", value("key")), ("csrf", value("csrf")), ("model", "spa942"),
            ("mac", f"000e08{0xfffff0 + number - 999_990:06x}"), ("serial", ""), ("inventory", f"PC{number}"),
            ("hostname", f"phone-{number}"), ("permission", "local"), ("permission", "ld"), ("line1_user", f"8{number}"),
            ("line1_password", "WhatANicePasswordItIs"), ("line1_display", "")]).encode())

    # What was logged

    def log(self):
        return self.stand.database("SELECT thread_id, command_type, CONVERT(argument USING utf8mb4) FROM mysql.general_log"
                                   f" WHERE user_host LIKE '{self.stand.env['SPACONF_DB_USER']}[%'")

    def logged(self, act):
        """The steps of the connection that is used last; what it prepared before is known."""
        before = len(self.log())
        act()
        rows = self.log()
        thread = rows[-1][0]
        schema, templates = "same", {}  # a statement: in which schema it was prepared
        for owner, kind, text in rows:
            if owner == thread and kind == "Init DB":
                schema = text
            if owner == thread and kind == "Prepare":
                templates.setdefault(text, schema)
        return [step for owner, kind, text in rows[before:] if owner == thread
                for step in [step_of(kind, text, templates)] if step]

    def write(self, name, steps, words, ids=None):
        """`words`: what is another each time, by its value now; `ids`: a table by the number that its row has now."""
        inserted, lines, schema = {}, [], "same"
        for number, (kind, text, values, of) in enumerate(steps):
            if of != schema:
                schema = of
                lines.append(f"schema {schema}")
            lines.append(f"{kind} {text}".rstrip())
            for value in values:
                table = (ids or {}).get(value)
                if table:
                    value = f"{{id {inserted[table]}}}"
                elif isinstance(value, str):
                    for now, word in words.items():
                        value = value.replace(now, word)
                lines.append("null" if value is None else f"value {value}")
            if match := re.match(r"INSERT INTO (registration|account) ", text):
                inserted[match[1]] = number
        path = self.stand.folder / f"{name}.script"
        path.write_text("\n".join(lines) + "\n")
        return path


def step_of(kind, text, templates):
    if kind == "Query":
        return "query", one_line(text), [], "same"
    if kind != "Execute":
        return None
    for template, schema in templates.items():
        match = re.fullmatch(VALUE.join(re.escape(part) for part in template.split("?")), text, re.S)
        if match:
            return "statement", one_line(template), [value_of(each) for each in match.groups()], schema
    raise SystemExit(f"bench: this statement was not prepared: {text}")


def one_line(text):
    return " ".join(text.split())


def value_of(text):
    if text == "NULL":
        return None
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    match = re.fullmatch(r"'(.*)'", text, re.S)
    plain = match and re.sub(r"\\(.)", r"\1", match[1])
    # What is sealed is no text: anything as long will do.
    return plain if plain is not None and plain.isprintable() else "s" * 48


def with_file(steps):
    """The file is written and renamed at the end of the transaction that marks it done."""
    ends = max(number for number, step in enumerate(steps) if step[1].upper() == "COMMIT")
    return [*steps[:ends], ("file", "", [], "same"), *steps[ends:]]
