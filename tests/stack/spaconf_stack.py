"""The running stack as seen from outside: pages, TFTP, SQL, SIP, LDAP and Request Tracker.

Shares no code with spaconf: what it knows of the programs is what an administrator knows.
"""
import base64
import functools
import hashlib
import json
import os
import pathlib
import random
import re
import shlex
import socket
import subprocess
import time
import tomllib
import types
import urllib.parse
import xml.parsers.expat

import bs4
import lxml.etree
import pymysql
import requests

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("BUILD", TOP / "build")).resolve()


def own_stack():
    """The stack of this test process: tests/run starts several, and each has one of its own."""
    stack = os.environ.get("STACK", BUILD / "stack")
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return pathlib.Path(stack if number == 1 else f"{stack}-{number}").resolve()


STACK = own_stack()
# The passwords of `issued`, each as JSON, for secrets_test.py, which may run in another process.
ISSUED = STACK.with_name(STACK.name + ".issued")

# The kinds of exchanges, see tests/stack/exchange; the last is the stack's own.
KINDS = ["galera", "openser", "other-server", "same-transaction"]

# The report's Table 1.
LINES = {"spa921": 1, "spa922": 1, "spa941": 4, "spa942": 4, "spa962": 6}
MODELS = [*LINES, "software"]

# Every password that a form of this run offered or was given.
issued = set()


class Env:
    """The names of stack.env as attributes, read when first asked for."""

    @functools.cached_property
    def names(self):
        text = (STACK / "stack.env").read_text()
        pairs = (word.partition("=") for word in shlex.split(text, comments=True) if "=" in word)
        return {name: value for name, _, value in pairs}

    def __getattr__(self, name):
        return self.names[name]


env = Env()


@functools.cache
def config():
    """The configuration the stack runs with, as a dictionary."""
    return tomllib.loads(pathlib.Path(env.SPACONF_CONFIG).read_text())


def forget_settings():
    """What the stack is, is read again: it has another exchange."""
    vars(env).pop("names", None)
    config.cache_clear()


def wait_until(claim, what, seconds=15):
    """Asks `claim` until it gives something true, and returns that."""
    end = time.monotonic() + seconds
    while True:
        found = claim()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def listens(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


# --- pages ----------------------------------------------------------------------------------


class Answer:
    """What came back: status, headers, text, and the page as a tree."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = requests.structures.CaseInsensitiveDict(headers)
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @functools.cached_property
    def page(self):
        return bs4.BeautifulSoup(self.text, "lxml")

    @property
    def title(self):
        return self.page.title.get_text(" ", strip=True) if self.page.title else ""

    @property
    def ref(self):
        """The registration that a 303 leads to."""
        assert self.status == 303, f"{self.status}: {self.words()[:600]}"
        return self.headers["Location"].rstrip("/").rpartition("/phones/")[2]

    def words(self):
        """What a person reads, with runs of blanks made one."""
        return " ".join(self.page.get_text(" ").split())

    def element(self, name):
        found = self.page.find(id=name)
        assert found is not None, f"no element with id {name} in: {self.words()[:400]}"
        return found

    def shown(self, name):
        return " ".join(self.element(name).get_text(" ").split())

    def state(self, name):
        return self.element(name)["data-state"]

    def problems(self):
        """Field -> sentence, as written beside each field."""
        return {
            mark["id"].removesuffix("-error"): mark.get_text(" ", strip=True)
            for mark in self.page.select("p.error[id$=-error]")
        }

    def summary(self):
        """The fields that the summary at the top of the page links to."""
        return [a["href"].removeprefix("#") for a in self.page.select("div.summary[role=alert] a")]


class Web:
    """One front end, asked by one person."""

    def __init__(self, url, user=None, password=None):
        self.origin = "/".join(url.split("/")[:3])
        self.base = self.origin + "/spaconf"
        self.login = (user, password) if user is not None else None

    def ask(self, method, path, body=None, headers=None, timeout=30):
        headers = {"User-Agent": "stack tests", **(headers or {})}
        with requests.Session() as session:
            session.trust_env = False
            if self.login:
                session.auth = tuple(part.encode() for part in self.login)
            reply = session.request(
                method, self.base + path, data=body, headers=headers,
                allow_redirects=False, timeout=timeout, verify=False)  # fmt: skip
        return Answer(reply.status_code, reply.headers, reply.content)

    def get(self, path, **headers):
        return self.ask("GET", path, headers=dashed(headers))

    def post(self, path, fields, **headers):
        return self.ask("POST", path, urlencoded(fields),
                        {"Content-Type": "application/x-www-form-urlencoded", **dashed(headers)})


def dashed(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}


def urlencoded(fields):
    """Pairs as a browser sends them; bytes go through as they are."""
    return urllib.parse.urlencode(list(fields)).encode()


def nginx(user=None, password=None):
    """The registrar, unless another user is named, through nginx."""
    return front("WEB_URL", user, password)


def front(url, user=None, password=None):
    """As nginx(), through the front end that stack.env calls `url`."""
    if user is None:
        user, password = env.WEB_USER, env.WEB_PASSWORD
    return Web(getattr(env, url), user, password)


def nobody(url="WEB_URL"):
    """A client without a login."""
    return Web(getattr(env, url))


class Form:
    """The registration form of one person: opened, filled in, sent."""

    def __init__(self, door, login):
        self.door = door
        self.opened = door.get("/form?" + urllib.parse.urlencode({"login": login}))
        assert self.opened.status == 200, f"{self.opened.status}: {self.opened.words()[:600]}"
        self.read(self.opened)

    def read(self, answer):
        form = answer.page.find("form", attrs={"method": re.compile("post", re.I)})
        assert form is not None, "no form that posts"
        self.action = urllib.parse.urlparse(form["action"]).path.removeprefix("/spaconf")
        self.fields = list(controls(form))
        self.note_passwords()

    def note_passwords(self):
        issued.update(v for n, v in self.fields if re.fullmatch(r"line\d_password", n) and v)

    def __getitem__(self, name):
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name):
        return [value for key, value in self.fields if key == name]

    def fill(self, **changes):
        """Types over fields; a list ticks several boxes of one name, None removes the field."""
        for name, value in changes.items():
            values = [] if value is None else value if isinstance(value, list) else [value]
            if name == "permission":  # as where nothing is said of line 1 alone
                self.fields = [pair for pair in self.fields if pair != ("line1_permission", "")]
            place = next((i for i, pair in enumerate(self.fields) if pair[0] == name), len(self.fields))
            self.fields = [pair for pair in self.fields if pair[0] != name]
            self.fields[place:place] = [(name, each) for each in values]
        self.note_passwords()
        return self

    def post(self, **headers):
        return self.door.post(self.action, self.fields, **headers)


def controls(form):
    """The fields that a browser would send of an unchanged form."""
    for box in form.find_all(["input", "select", "textarea"]):
        name, kind = box.get("name"), box.get("type", "text").lower()
        if not name or box.has_attr("disabled") or kind in ("submit", "button", "reset", "image"):
            continue
        if box.name == "select":
            options = box.find_all("option")
            chosen = [o for o in options if o.has_attr("selected")] or options[:1]
            yield from ((name, o.get("value", o.get_text(strip=True))) for o in chosen)
        elif kind in ("checkbox", "radio"):
            if box.has_attr("checked"):
                yield name, box.get("value", "on")
        elif box.name == "textarea":
            yield name, box.get_text()
        else:
            yield name, box.get("value", "")


def register(door=None, login=None, model="spa942", **changes):
    """Registers one phone the usual way and returns the form as sent, with .ref and .mac."""
    form = Form(door or nginx(), login or person().login)
    form.mac = None if model == "software" else changes.pop("mac", None) or mac()
    form.fill(model=model, mac=form.mac or "", **changes)
    form.ref = form.post().ref
    return form


def names(finding, *words):
    """Does this finding of reconcile name one of the words? Account 0410 is not a part of SPA-2026-00410."""
    text = finding["what"] + " " + finding["sentence"]
    return any(re.search(rf"(?<![0-9A-Za-z-])(spa)?{re.escape(word)}(?![0-9A-Za-z-])", text) for word in words)


def phone_page(ref, door=None):
    answer = (door or nginx()).get("/phones/" + ref)
    assert answer.status == 200, f"{answer.status}: {answer.words()[:400]}"
    return answer


# --- addresses, numbers and people of one's own ---------------------------------------------

_octets = random.SystemRandom().randrange(1 << 24)
_number = random.SystemRandom().randrange(10**7)
_given = set()


def mac():
    """An unregistered address of the phones' vendor, 12 lower-case digits."""
    global _octets
    while True:
        _octets = (_octets + 1) % (1 << 24)
        address = f"000e08{_octets:06x}"
        if not sql("SELECT 1 FROM registration WHERE mac = %s", address):
            return address


def number():
    """A SIP user that the exchange does not know: eight digits, so no telephone's last four."""
    global _number
    while True:
        _number = (_number + 1) % 10**7
        user = f"7{_number:07d}"
        if not pbx("SELECT 1 FROM subscriber WHERE username = %s", user):
            return user


def person(name="Jan Zkušební", mail=True, telephone=True, room="UI-101", department="KIV"):
    """Adds one person to the directory; their number is one the exchange does not know."""
    login = "t" + number()
    given, _, surname = name.rpartition(" ")
    who = types.SimpleNamespace(login=login, name=name, room=room, department=department,
                                mail=f"{login}@example.org" if mail is True else mail, number=None)
    entry = {"uid": login, "cn": name, "sn": surname or name, "givenName": given, "mail": who.mail,
             "roomNumber": room, "departmentNumber": department}
    if telephone:
        taken = _given | {row["username"] for row in pbx("SELECT username FROM subscriber")}
        who.number = random.choice([n for n in (f"{i:04d}" for i in range(10**4)) if n not in taken])
        _given.add(who.number)
        entry["telephoneNumber"] = f"+420 377 63{who.number[0]} {who.number[1:]}"
    ldap_add(f"uid={login},{people()}", "inetOrgPerson", entry)
    return who


@functools.cache
def people():
    """The folder of the directory that novak is in."""
    found = ldap("ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-b", env.LDAP_BASE, "(uid=novak)", "dn")
    return re.search(r"^dn: [^,]+,(.*)$", found, re.M)[1]


def ldap_add(dn, kind, attributes):
    """Adds an entry; values may be lists, empty ones are left out."""
    lines = [f"dn: {dn}", f"objectClass: {kind}"]
    for name, value in attributes.items():
        for each in value if isinstance(value, list) else [value]:
            lines += ldif(name, each)
    ldap("ldapadd", stdin="\n".join(lines) + "\n")
    return dn


def ldap_modify(login, **attributes):
    """Replaces attributes of a person; an empty value removes one."""
    lines = [f"dn: uid={login},{people()}", "changetype: modify"]
    for name, value in attributes.items():
        lines += [f"replace: {name}", *ldif(name, value), "-"]
    ldap("ldapmodify", stdin="\n".join(lines) + "\n")


def ldif(name, value):
    """One line, none for an empty value."""
    return [f"{name}:: {base64.b64encode(value.encode()).decode()}"] if value else []


def ldap(program, *arguments, stdin=None):
    tls = ["-ZZ"] if env.LDAP_URI.startswith("ldap://") else []
    done = subprocess.run(
        [program, "-x", *tls, "-H", env.LDAP_URI, "-D", env.LDAP_ADMIN_DN, "-w",
         env.LDAP_ADMIN_PASSWORD, *arguments],
        input=stdin, capture_output=True, text=True, timeout=20,
        env={**os.environ, "LDAPTLS_CACERT": env.LDAP_CA_FILE})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- databases ------------------------------------------------------------------------------


def query(database, text, values, server=None):
    """Rows of a database of the server with this socket, which is ours unless another is given.

    Of a cluster, a node shows what was committed on any other before.
    """
    with pymysql.connect(unix_socket=server or env.DB_SOCKET, user=env.DB_USER, password=env.DB_PASSWORD,
                         database=database, charset="utf8mb4", autocommit=True, read_timeout=20,
                         init_command="SET SESSION wsrep_sync_wait = 15", cursorclass=pymysql.cursors.DictCursor) as connection:  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            return cursor.fetchall()


def sql(text, *values):
    """Rows of spaconf's own tables."""
    return query(env.DB_NAME, text, values)


def insert(table, row, ask=None):
    """Adds a row, all of whose columns are given; the server computes generated ones itself."""
    ask = ask or sql
    generated = {each["column_name"] for each in ask("SELECT column_name AS column_name FROM information_schema.columns"
                 " WHERE table_schema = DATABASE() AND table_name = %s AND is_generated = 'ALWAYS'", table)}  # fmt: skip
    row = {name: value for name, value in row.items() if name not in generated}
    ask(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())


def pbx(text, *values):
    """Rows of the exchange's tables."""
    return query(env.PBX_DB, text, values, env.PBX_SOCKET)


def foreign_account(user, domain=None, ha1=""):
    """Creates an account on the exchange by hand, and returns its row."""
    domain = domain or env.SIP_DOMAIN
    pbx("INSERT INTO subscriber (username, domain, password, ha1) VALUES (%s, %s, 'theirs', %s)", user, domain, ha1)
    return pbx("SELECT * FROM subscriber WHERE username = %s AND domain = %s", user, domain)[0]


def registration(ref):
    rows = sql("SELECT * FROM registration WHERE ref = %s", ref)
    assert len(rows) == 1, f"{len(rows)} registrations {ref}"
    return rows[0]


def subscriber(user):
    rows = pbx("SELECT * FROM subscriber WHERE username = %s AND domain = %s", user, env.SIP_DOMAIN)
    assert len(rows) <= 1
    return rows[0] if rows else None


def hashes(user, password):
    """ha1 and ha1b as Kamailio's auth_db documents them."""
    realm = env.SIP_DOMAIN
    plain = f"{user}:{realm}:{password}", f"{user}@{realm}:{realm}:{password}"
    return tuple(hashlib.md5(text.encode()).hexdigest() for text in plain)


def census():
    """Everything a registration leaves behind, counted: equal before and after means no effect.

    Of the tasks those made last are compared, because the worker deletes old ones."""
    ours = {t: sql(f"SELECT COUNT(*) n FROM {t}")[0]["n"] for t in ("registration", "account", "line")}
    ours["task"] = sql("SELECT MAX(id) n FROM task")[0]["n"]
    theirs = {t: pbx(f"SELECT COUNT(*) n FROM {t}")[0]["n"] for t in ("subscriber", "grp")}
    return ours | theirs | {"files": tree()}


# --- the TFTP server ------------------------------------------------------------------------


def tree():
    """Every file of the TFTP folder, by its path below the root."""
    root = pathlib.Path(env.TFTP_ROOT)
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if not p.is_dir())


def tftp(path):
    """The bytes of a file as a phone gets them, None when the server has no such file."""
    url = path if "://" in path else f"tftp://{env.TFTP_HOST}:{env.TFTP_PORT}/{path.lstrip('/')}"
    done = subprocess.run(["curl", "-sS", "-m", "10", url], capture_output=True, timeout=20)
    if done.returncode == 68:
        return None
    assert done.returncode == 0, f"curl {url}: {done.returncode} {done.stderr.decode()}"
    return done.stdout


class Profile:
    """A profile as a phone reads it: parameters by name, stripped of blanks."""

    def __init__(self, data):
        assert data is not None, "there is no such profile"
        xml.parsers.expat.ParserCreate().Parse(data, True)
        self.data = data
        self.parameters = {}
        for element in lxml.etree.fromstring(data).iter(lxml.etree.Element):
            if len(element) == 0:
                self.parameters[element.tag] = (element.text or "").strip()

    def __getitem__(self, name):
        assert name in self.parameters, f"the profile has no {name}"
        return self.parameters[name]

    def accounts(self):
        """(user, password) of every line that is switched on."""
        return [(self[f"User_ID_{n}_"], self[f"Password_{n}_"]) for n in range(1, 7)
                if self.parameters.get(f"Line_Enable_{n}_") == "Yes"]


def expand(rule, address):
    """The macros of a Profile_Rule, as the phone with this address puts them in."""
    colons = ":".join(address[i : i + 2] for i in range(0, 12, 2))
    for macro, value in ("$MAU", address.upper()), ("$MAC", colons), ("$MA", address):
        rule = rule.replace(macro, value)
    return rule


def profile(address):
    """The phone's own profile, found as the phone finds it: by the rule of an initial profile."""
    initial = Profile(tftp("/spa942.cfg"))
    return Profile(tftp(expand(initial["Profile_Rule"], address)))


# --- the exchange ---------------------------------------------------------------------------


def sip_register(user, password, expires=120):
    """Whether Kamailio lets a real SIP client register so."""
    # As a file, because sipsak's own REGISTER insists on finding the domain in DNS; -H, because it
    # insists on finding this machine there too.
    message = (
        f"REGISTER sip:{env.SIP_DOMAIN} SIP/2.0\nFrom: <sip:{user}@{env.SIP_DOMAIN}>;tag={random.randrange(10**9)}\n"
        f"To: <sip:{user}@{env.SIP_DOMAIN}>\nCall-ID: {random.randrange(10**12)}@127.0.0.1\nCSeq: 1 REGISTER\n"
        f"Contact: <sip:{user}@127.0.0.1:5999>\nExpires: {expires}\nMax-Forwards: 70\nContent-Length: 0\n\n")  # fmt: skip
    done = subprocess.run(
        ["sipsak", "-H", "127.0.0.1", "-f", "-", "-s", f"sip:{user}@{env.SIP_HOST}:{env.SIP_PORT}", "-u", user, "-a", password],
        input=message, capture_output=True, text=True, timeout=30)  # fmt: skip
    assert done.returncode in (0, 2), f"sipsak: {done.returncode} {done.stdout}{done.stderr}"
    return done.returncode == 0


# --- Request Tracker ------------------------------------------------------------------------


def rt(method, path, **arguments):
    """One call of RT's own REST 2 as RT's administrator, who sees everything."""
    reply = requests.request(method, f"{env.RT_URL.rstrip('/')}/REST/2.0/{path}", timeout=30,
                             auth=("root", env.RT_ROOT_PASSWORD), **arguments)  # fmt: skip
    assert reply.ok, f"RT: {method} {path}: {reply.status_code} {reply.text[:300]}"
    return reply.json()


def tickets(ref=None):
    """Reference -> numbers of the tickets, not merged away, whose subject ends in it."""
    found, page, pages = {}, 1, 1
    while page <= pages:
        hits = rt("GET", "tickets", params={
            "query": f"Queue = '{env.RT_QUEUE}' AND Subject LIKE '[spaconf {ref or ''}'",
            "fields": "Subject", "per_page": 100, "page": page})  # fmt: skip
        pages, page = int(hits.get("pages") or 1), page + 1
        for item in hits["items"]:
            mark = re.search(r"\[spaconf ([^\]\s]+)\]$", item["Subject"])
            if mark:
                found.setdefault(mark[1], []).append(int(item["id"]))
    return found


def ticket(ref):
    """The one ticket of a registration, whole, waiting for it to come."""
    wait_until(lambda: (row := registration(ref))["ticket_state"] == "done" and row["ticket_number"], f"ticket of {ref} done", 120)
    numbers = tickets(ref).get(ref, [])
    assert len(numbers) == 1, f"tickets of {ref}: {numbers}"
    return rt("GET", f"ticket/{numbers[0]}")


def ticket_text(number):
    """Everything written in a ticket."""
    parts = rt("GET", f"ticket/{number}/attachments", params={"fields": "ContentType", "per_page": 50})
    whole = (rt("GET", f"attachment/{item['id']}") for item in parts["items"])
    return "\n".join(base64.b64decode(part.get("Content") or "").decode("utf-8", "replace") for part in whole)


def requestors(found):
    return sorted(who["id"] for who in found["Requestor"])


def custom_field(found, name="spaconf"):
    return [value for field in found["CustomFields"] if field["name"] == name for value in field["values"]]


def ready():
    """Whether every service is well, by the program's own word."""
    try:
        answers = [nobody().get(path) for path in ("/readyz", "/submit/readyz")]
        return all(answer.status == 200 and all(s["ok"] for s in json.loads(answer.text)["services"].values())
                   for answer in answers) and nobody().get("/api/v1/registrations").status == 401
    except (requests.RequestException, ValueError):
        return False
