"""Clients that register phones and change them, by pages and by the API, and repeat a request that was not answered."""
import concurrent.futures
import contextlib
import itertools
import json
import random
import threading
import time
import uuid

import requests

from change_test import Change
from client_log import ClientLog, Request
from spaconf_stack import Form, Web, env, number, person, urlencoded

# How often a client sends a request that was not answered, or answered with 503, and how long it waits for an answer.
TRIES, TIMEOUT = 6, 12
ASK_AGAIN = 429, 500, 502, 503, 504
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# With more tickets waiting than this, clients only do what creates none.
MOST_TICKETS = 12
PERMISSIONS = "local", "ld", "int"


class Phones:
    """The phones that are there, known to all clients, who therefore meet on them."""

    def __init__(self):
        self.refs, self.lock = [], threading.Lock()

    def add(self, ref):
        with self.lock:
            self.refs.append(ref)

    def some(self, chance):
        with self.lock:
            return chance.choice(self.refs[-40:])

    def remove(self, ref):
        with self.lock, contextlib.suppress(ValueError):
            self.refs.remove(ref)


class Material:
    """Addresses, numbers, names and people that nobody else uses, made before anything fails."""

    def __init__(self, clients):
        first = random.SystemRandom().randrange(1 << 23)
        self.addresses = (f"000e08{(first + n) % (1 << 24):06x}" for n in itertools.count())
        start = int(number()) + 10**7 // 2  # far from those of tests in this process
        self.numbers = (f"7{(start + n) % 10**7:07d}" for n in itertools.count())
        self.run = uuid.uuid4().hex[:6]
        self.names = (f"t-{self.run}-{n}" for n in itertools.count())
        self.people = [person().login for _ in range(clients * 2)]
        self.lock = threading.Lock()

    def next(self, kind):
        with self.lock:
            return next(getattr(self, kind))


class Client:
    """One administrator or portal. `tickets_due` tells how many tickets wait; each request goes to any of `urls`."""

    def __init__(self, log: ClientLog, material, phones, seed, tickets_due, urls=()):
        self.log, self.material, self.phones, self.tickets_due = log, material, phones, tickets_due
        self.random = random.Random(seed)
        self.urls = list(urls) or [env.WEB_URL]

    @property
    def door(self):
        return Web(self.random.choice(self.urls), env.WEB_USER, env.WEB_PASSWORD)

    def run(self, stop, pause):
        while not stop.wait(self.random.uniform(0, 2 * pause)):
            # A page that was not answered is asked for again later, by another action.
            with contextlib.suppress(requests.RequestException, AssertionError, IndexError, KeyError, ValueError):
                self.random.choice(self.choices())()

    def choices(self):
        quiet = [self.password, self.display, self.inventory_by_api, self.twice_at_once]
        if self.tickets_due() > MOST_TICKETS:
            return quiet
        return quiet + [self.register, self.register, self.register_by_api, self.register_by_api, self.register_at_once,
                        self.register_together, self.edit, self.edit_by_api, self.replace, self.move, self.retire]  # fmt: skip

    # --- sending ----------------------------------------------------------------------------

    def until_answered(self, request, send):
        """Sends a request, and again with the same key if there is no answer. Sometimes the client gives up."""
        for _ in range(self.random.choice([1, TRIES, TRIES, TRIES])):
            with contextlib.suppress(requests.RequestException):
                sent = self.log.sent(request, send)
                if sent.status not in ASK_AGAIN:
                    return sent
            time.sleep(self.random.uniform(0.3, 1.5))
        return None

    def by_page(self, form, action, **more):
        request = Request(action, key=form["key"], version=int(form["version"] or 0), ref=getattr(form, "ref", ""), asked=more)

        def send():
            answer = answered(self.door.ask("POST", form.action, urlencoded(form.fields), FORM, TIMEOUT))
            return answer.status, answer.ref if answer.status == 303 else ""

        return request, send

    def by_api(self, action, method, path, body, ref="", version=0, **more):
        request = Request(action, key=uuid.uuid4().hex, ref=ref, version=version, asked=more)
        kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
        headers = {"Content-Type": kind, "Idempotency-Key": request.key, **({"If-Match": f'"{version}"'} if version else {})}

        def send():
            answer = answered(self.api(method, path, json.dumps(body), headers))
            return answer.status, json.loads(answer.text)["ref"] if answer.status < 300 else ""

        return request, send

    def api(self, method, path, body=None, headers=()):
        door = Web(self.random.choice(self.urls))
        return door.ask(method, "/api/v1" + path, body, {"Authorization": "Bearer " + env.API_TOKEN, **dict(headers)}, TIMEOUT)

    # --- new phones -------------------------------------------------------------------------

    def new(self, by_page, address=None):
        """A request for a new phone, and how it is sent."""
        asked = {"mac": address or self.material.next("addresses"), "hostname": self.material.next("names"),
                 "users": [self.material.next("numbers")]}  # fmt: skip
        login, permission = self.random.choice(self.material.people), self.random.choice(PERMISSIONS)
        if by_page:
            form = Form(self.door, login).fill(model="spa921", mac=asked["mac"], hostname=asked["hostname"], line1_user=asked["users"][0],
                                               permission=[permission])  # fmt: skip
            return self.by_page(form, "register", **asked)
        return self.by_api("register", "POST", "/registrations", {
            "login": login, "model": "spa942", "mac": asked["mac"], "hostname": asked["hostname"],
            "lines": [{"user": asked["users"][0], "permissions": [permission]}]}, **asked)  # fmt: skip

    def note(self, sent):
        if sent and sent.is_acknowledged:
            self.phones.add(sent.answered)

    def register(self):
        self.note(self.until_answered(*self.new(by_page=True)))

    def register_by_api(self):
        self.note(self.until_answered(*self.new(by_page=False)))

    def register_at_once(self):
        """One address twice, and one request twice: of the first only one succeeds, the second is one registration."""
        address = self.material.next("addresses")
        one, other = self.new(self.random.random() < 0.5, address), self.new(self.random.random() < 0.5, address)
        for sent in self.at_once(one, other, one):
            self.note(sent)

    def register_together(self):
        """Phones that have one ticket, by one request. They are not in the log, but are looked at as all phones are."""
        rows = [{"login": self.random.choice(self.material.people), "model": "spa942", "mac": self.material.next("addresses"),
                 "hostname": self.material.next("names"), "lines": [{"user": self.material.next("numbers")}]} for _ in range(3)]  # fmt: skip
        headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        for _ in range(TRIES):
            with contextlib.suppress(requests.RequestException):
                answer = answered(self.api("POST", "/registrations/batch", json.dumps({"registrations": rows}), headers))
                if answer.status == 200:
                    for each in json.loads(answer.text)["registrations"]:
                        self.phones.add(each["ref"])
                if answer.status not in ASK_AGAIN:
                    return
            time.sleep(self.random.uniform(0.3, 1.5))

    def at_once(self, *work):
        barrier = threading.Barrier(len(work), timeout=30)

        def begin(each):
            barrier.wait()
            return self.until_answered(*each)

        with concurrent.futures.ThreadPoolExecutor(len(work)) as crowd:
            return [each.result() for each in [crowd.submit(begin, each) for each in work]]

    # --- changes ----------------------------------------------------------------------------

    def change(self, action, asked=(), **typed):
        """A change by a page of a phone that any client has registered."""
        form = Change(self.phones.some(self.random), action, self.door, **typed).fill(step="apply")
        return self.by_page(form, action, **dict(asked))

    def change_by_api(self, body, **asked):
        ref = self.phones.some(self.random)
        version = json.loads(self.api("GET", f"/registrations/{ref}").text)["version"]
        return self.by_api("edit", "PATCH", f"/registrations/{ref}", body, ref, version, **asked)

    def password(self):
        self.until_answered(*self.change("password"))

    def display(self):
        self.until_answered(*self.change("edit", line1_display=f"Jan {self.random.randrange(10**6)}"))

    def inventory_by_api(self):
        self.until_answered(*self.change_by_api({"inventory": f"INV {self.random.randrange(10**6)}"}))

    def twice_at_once(self):
        """Two changes of one version: one of them is refused."""
        ref, versions = self.phones.some(self.random), []
        for action in "edit", "password":
            form = Change(ref, action, self.door).fill(step="apply")
            if action == "edit":
                form.fill(line1_display=f"Eva {self.random.randrange(10**6)}")
            versions.append(self.by_page(form, action))
        self.at_once(*versions)

    def edit(self):
        name, user = self.material.next("names"), self.material.next("numbers")
        self.until_answered(*self.change("edit", {"hostname": name, "users": [user]}, hostname=name, line1_user=user, line1_password=""))

    def edit_by_api(self):
        name = self.material.next("names")
        self.until_answered(*self.change_by_api({"hostname": name}, hostname=name))

    def replace(self):
        address = self.material.next("addresses")
        self.until_answered(*self.change("replace", {"mac": address}, mac=address))

    def move(self):
        user = self.material.next("numbers")
        self.until_answered(*self.change("move", {"users": [user]}, login=self.random.choice(self.material.people), line1_user=user))

    def retire(self):
        request, send = self.change("retire")
        self.phones.remove(request.ref)
        self.until_answered(request, send)


def answered(answer):
    """An answer that is one: not that the same request is still being carried out."""
    if answer.status == 409 and "Retry-After" in answer.headers:
        raise requests.RequestException("in progress")
    return answer
