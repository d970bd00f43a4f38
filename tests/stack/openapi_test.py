"""The contract: each operation, status and member of it is as the programs have it, behind each web server."""
import functools
import json
import re

import pytest

from api_client import ALL_SCOPES, Client
from contract import CONTRACT, OPERATIONS, check_response, followed, seen, unseen
from fault_injection import lossy_commits, stopped
from identity_test import raw
from outage_test import missing
from spaconf_stack import TOP, env, front, issued, mac, nobody, number, person, sql, tftp, ticket, urlencoded

FRONT_ENDS = ["WEB_URL", "WEB_URL_APACHE", "WEB_URL_FCGID"]
each_front_end = pytest.mark.parametrize("url", FRONT_ENDS)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)
with_bodies = pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.body_types], ids=str)
FORM = "application/x-www-form-urlencoded"
# A right value for each member, instead of that of the contract's examples where it must be new.
VALUES = {
    "login": lambda: person().login, "model": lambda: "spa942", "mac": mac, "serial": lambda: "FM5" + number(),
    "hostname": lambda: "phone-" + number(), "inventory": lambda: "4711", "permissions": lambda: ["local"],
    "settings": lambda: {"Cfwd_All_Dest": "1234"}, "take_over": lambda: False, "keep_password": lambda: True,
    "lines": lambda: [{"user": number(), "password": "abcDEF-23456", "display": "Jana"}],
    "on_behalf_of": lambda: "Jana Malá", "registrations": lambda: [phone()], "partial": lambda: True, "ticket_per_phone": lambda: True}  # fmt: skip
# Those that the examples cannot have, because they may be used once.
FRESH = "login", "mac", "registrations"


ROUTE_TABLE = (TOP / "lib" / "api" / "api_program.cc").read_text().partition("Route routes[] = {")[2].partition("\n};")[0]
# Method, path and scope of each; the scope is empty where the call itself requires one, or none.
ROUTES = re.findall(r'"([A-Z]+)",\s+(?:\.path = )?"(/[^"]*)",\s+(?:\.scope = )?(?:\{\}|Scope::(\w+))', ROUTE_TABLE)


class Asker:
    """Sends an operation's request, or that with something else instead, through one web server.

    `place` is the part of the path that names a registration, a phone or a person.
    """

    def __init__(self, url, operation, token=None):
        self.url, self.operation, self.token = url, operation, env.API_TOKEN if token is None else token

    @functools.cached_property
    def mac(self):
        return mac()

    def value(self, name):
        return self.mac if name == "mac" else VALUES[name]()

    def example(self):
        """Empty when the operation has no body."""
        body = self.operation.body_types[self.operation.body_type]["example"] if self.operation.body_types else {}
        return {name: self.value(name) if name in FRESH else value for name, value in body.items()}

    def headers(self, **changes):
        right = {"Authorization": f"Bearer {self.token}" if self.token else None, "Content-Type": self.operation.body_type or None,
                 "If-Match": "*" if self.operation.requires("If-Match") else None}  # fmt: skip
        return {name: value for name, value in {**right, **{n.replace("_", "-"): v for n, v in changes.items()}}.items() if value}

    def path(self, place="", query=""):
        return "/api/v1" + re.sub(r"\{\w+\}", place, self.operation.path) + query

    def ask(self, place="nosuch", query="", body={}, method=None, **headers):
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        return nobody(self.url).ask(method or self.operation.method, self.path(place, query),
                                    text if method or self.operation.body_types else None, self.headers(**headers))  # fmt: skip

    def place(self):
        """Of a phone of its own, which PUT is to register."""
        if self.operation.method == "PUT":
            return self.mac
        return self.place_of(new_phone()) if self.operation.names("path") else ""

    def place_of(self, phone):
        return "".join(phone[name] for name in self.operation.names("path"))

    def ask_rightly(self, **changes):
        """With the body of the contract's example, about a phone of its own where the operation is about one."""
        return self.ask(self.place(), **{"body": self.example(), **changes})

    def ask_in_vain(self, **changes):
        """About a live phone that stays as it is."""
        return self.ask(self.place_of(untouched_phone()), **{"body": self.example(), **changes})


@pytest.fixture(autouse=True)
def rested():
    """The walk asks more often than a client may."""
    sql("DELETE FROM request_limit")


@functools.cache
def someone():
    return person().login


def phone(**members):
    return {"login": someone(), "model": "spa942", "mac": mac(), "lines": [{"user": number()}], **members}


def new_phone():
    reply = nobody().ask("POST", "/api/v1/registrations", json.dumps(phone()),
                         {"Authorization": "Bearer " + env.API_TOKEN, "Content-Type": "application/json"})  # fmt: skip
    assert reply.status in (201, 202), reply.text
    return json.loads(reply.text)


@functools.cache
def untouched_phone():
    return new_phone()


@functools.cache
def retired_phone():
    there = new_phone()
    reply = nobody().ask("POST", f"/api/v1/registrations/{there['ref']}/retire", b"",
                         {"Authorization": "Bearer " + env.API_TOKEN, "If-Match": "*"})  # fmt: skip
    assert reply.status == 200, reply.text
    return there


# --- each status ----------------------------------------------------------------------------


def replayed(asker):
    place, body, key = asker.place(), asker.example(), number()
    return [asker.ask(place, body=body, Idempotency_Key=key) for _ in range(2)][1]


def while_the_folder_is_missing(asker):
    place = asker.place()
    with missing():
        return asker.ask(place, body=asker.example())


def of_a_phone_that_waits(asker):
    with missing():
        return asker.ask(new_phone()["ref"])


def of_a_retired_phone(asker):
    return asker.ask(asker.place_of(retired_phone()))


def with_a_number_of_another_person(asker):
    lines = [{"user": new_phone()["lines"][0]["user"]}]
    return asker.ask_rightly(body=phone(login=person().login, mac=asker.mac, lines=lines))


@functools.cache
def token_without(scopes):
    return Client(",".join(each for each in ALL_SCOPES.split(",") if each not in scopes)).token


def without_scope(asker):
    return Asker(asker.url, asker.operation, token_without(tuple(asker.operation.scopes))).ask()


@functools.cache
def eager_client():
    return Client()


def too_often(asker):
    sql("REPLACE INTO request_limit (subject, full_at, is_refused) SELECT CONCAT('client ', id),"
        " UTC_TIMESTAMP(6) + INTERVAL 10 SECOND, FALSE FROM client WHERE name = %s", eager_client().name)  # fmt: skip
    eager = Asker(asker.url, asker.operation, eager_client().token)
    # A token is gained in 0.1 s.
    return next(answer for answer in (eager.ask() for _ in range(20)) if answer.status == 429)


def without_length(asker):
    # mod_fcgid tells the program of a body without length that it is empty.
    more = {"Transfer-Encoding": "chunked"} if asker.url == "WEB_URL_FCGID" else {}
    return raw(asker.url, "/spaconf" + asker.path("nosuch"), asker.headers() | more, asker.operation.method)


def replayed_or_asked_rightly(asker):
    return replayed(asker) if 201 in asker.operation.statuses else asker.ask_rightly()


# How each status is provoked: of an operation, or of all others.
PROVOKED = {
    (202, "profile"): of_a_phone_that_waits,
    (409, "register"): with_a_number_of_another_person,
    (409, "put"): with_a_number_of_another_person,
    (413, "batch"): lambda asker: asker.ask(body=b" " * (5 << 20)),
    (422, "batch"): lambda asker: asker.ask(body={"registrations": [phone(hostname="-")]}),
    200: replayed_or_asked_rightly,
    201: Asker.ask_rightly,
    202: while_the_folder_is_missing,
    400: lambda asker: asker.ask_in_vain(body=b"{") if asker.operation.body_types else asker.ask(query="?limit=0"),
    401: lambda asker: Asker(asker.url, asker.operation, "").ask(),
    403: without_scope,
    404: Asker.ask,
    409: of_a_retired_phone,
    411: without_length,
    412: lambda asker: asker.ask_in_vain(If_Match='"99"'),
    413: lambda asker: asker.ask(body=b" " * 70_000),
    415: lambda asker: asker.ask_in_vain(body=b"<a/>", Content_Type="text/xml"),
    422: lambda asker: asker.ask_in_vain(body={"nosuch": "x"}),
    428: lambda asker: asker.ask_in_vain(If_Match=None),
    429: too_often,
}
# Those that need more than a request.
PROVOKED_ELSEWHERE = {
    (409, "batch"),  # the same batch is being carried out: tests/api/problem_test.cc
    (410, "events"),  # events are purged: events_test.py
}
STATUSES = [(each, status) for each in OPERATIONS for status in each.statuses
            if status != 503 and (status, each.name) not in PROVOKED_ELSEWHERE]  # fmt: skip


@each_front_end
@pytest.mark.parametrize("operation, status", STATUSES, ids=str)
def test_every_status_of_every_operation_is_as_the_contract_says(url, operation, status):
    provoke = PROVOKED.get((status, operation.name)) or PROVOKED[status]
    answer = provoke(Asker(url, operation))
    assert answer.status == status, answer.text[:600]
    operation.check(answer)


def test_without_its_database_every_operation_says_so():
    with stopped("mariadb"):
        for url in FRONT_ENDS:
            for operation in OPERATIONS:
                answer = Asker(url, operation).ask()
                assert answer.status == (503 if 503 in operation.statuses else 200), (url, str(operation), answer.text)
                operation.check(answer)


@each_front_end
@pytest.mark.parametrize("path", CONTRACT["paths"])
def test_a_path_has_the_methods_of_the_contract_and_no_others(url, path):
    methods = {each.method for each in OPERATIONS if each.path == path}
    # An address such as /registrations/batch is also that of a registration that there is not.
    routed = {method for method, route, _ in ROUTES if re.fullmatch(route.replace("*", "[^/]+"), path)}
    asker = Asker(url, next(each for each in OPERATIONS if each.path == path))
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
        answer = asker.ask(method=method)
        check_response(answer, CONTRACT["components"]["responses"]["OtherError"])
        if method not in routed:
            assert answer.status == 405, (method, answer.text)
            assert sorted(answer.headers["Allow"].split(", ")) == sorted(routed)
        else:
            assert answer.status in (404, 428), (method, answer.text)
    if "GET" in methods:
        answer = asker.ask(method="HEAD")
        assert answer.body == b"" and answer.status in asker.operation.statuses


# --- each member ----------------------------------------------------------------------------


@with_bodies
def test_a_body_may_have_every_member_of_the_contract(operation):
    asker = Asker("WEB_URL", operation)
    answer = asker.ask_rightly(body={name: asker.value(name) for name in operation.members()})
    issued.add("abcDEF-23456")
    assert answer.status in (200, 201), answer.text
    operation.check(answer)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if FORM in each.body_types], ids=str)
def test_a_form_may_have_every_member_of_the_contract(operation):
    asker = Asker("WEB_URL", operation)
    given = {"permission": "local", "setting": "Cfwd_All_Dest = 1234", "take_over": "", "keep_password": "yes"}
    fields = {name: given[name] if name in given else asker.value(name) for name in operation.members(FORM)}
    if "patternProperties" in followed(operation.body_types[FORM]["schema"]):
        fields |= {"line1_user": number(), "line1_password": "abcDEF-23456", "line1_display": "Jana"}
    answer = asker.ask_rightly(body=urlencoded(fields.items()), Content_Type=FORM)
    assert answer.status in (200, 201), answer.text
    operation.check(answer)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.body_types and "lines" in each.members()], ids=str)
def test_a_line_may_have_every_member_of_the_contract(operation):
    line = {"position": 1, "domain": env.SIP_DOMAIN, "user": number(), "password": "abcDEF-23456", "display": "Jana", "permissions": ["ld"]}
    assert line.keys() == followed(CONTRACT["components"]["schemas"]["NewLine"])["properties"].keys()
    asker = Asker("WEB_URL", operation)
    answer = asker.ask_rightly(body={**asker.example(), "lines": [line]})
    assert answer.status in (200, 201), answer.text
    operation.check(answer)
    shown = json.loads(answer.text)["lines"]
    assert [each["permissions"] for each in shown] == [["ld"]] and shown[0]["user"] == line["user"]


@with_bodies
def test_a_member_of_another_type_is_named(operation):
    names = list(operation.members())
    answer = Asker("WEB_URL", operation).ask_rightly(body={**dict.fromkeys(names, 7), "nosuch": ""})
    assert answer.status == 422, answer.text
    operation.check(answer)
    assert {each["pointer"] for each in json.loads(answer.text)["errors"]} == {"/" + name for name in [*names, "nosuch"]}


def test_a_patch_empties_what_may_be_null():
    patch = next(each for each in OPERATIONS if each.method == "PATCH")
    nullable = [name for name, schema in patch.members().items() if "null" in schema.get("type", ()) or None in schema.get("enum", ())]
    for name in nullable:
        answer = Asker("WEB_URL", patch).ask_rightly(body={name: None})
        patch.check(answer)
        assert answer.status in (200, 422), (name, answer.text)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.names("query")], ids=str)
def test_a_parameter_of_the_contract_is_known_and_no_other(operation):
    values = {"state": "live", "limit": "1", "cursor": "", "after": "", "mac": mac(), "dry_run": "true"}
    for name in operation.names("query"):
        answer = Asker("WEB_URL", operation).ask_rightly(query=f"?{name}={values.get(name, 'x')}")
        assert answer.status == 200, answer.text
        operation.check(answer)
    answer = Asker("WEB_URL", operation).ask_rightly(query="?nosuch=1")
    assert answer.status == 400
    operation.check(answer)


def told(name, place="", status=200, **changes):
    """The checked answer of an operation through nginx."""
    asker = Asker("WEB_URL", next(each for each in OPERATIONS if each.name == name))
    answer = asker.ask(place, **{"body": asker.example(), **changes})
    assert answer.status == status, answer.text
    asker.operation.check(answer)
    return json.loads(answer.text)


def test_every_member_of_the_answers_is_there_at_some_time():
    seen.clear()
    software = told("register", status=201, body={"login": person().login, "model": "software"})
    issued.update(line["password"] for line in software["lines"])
    with missing():
        told("register", status=202)
    made = told("register", status=201)
    tftp(f"config/spa{made['mac']}.cfg")
    ticket(made["ref"])
    told("show", made["ref"])
    told("show", software["ref"])
    told("list")
    told("contract")
    told("register", query="?dry_run=true")
    told("change", made["ref"], query="?dry_run=true")
    told("change", made["ref"])
    told("change", made["ref"], status=412, If_Match='"1"')
    told("register", status=409, body=phone(mac=made["mac"]))
    told("resync", made["ref"])
    rows = [phone(model="software", mac=""), phone(mac=made["mac"])]
    verdicts = told("batch", body={"registrations": rows, "partial": True})["registrations"]
    issued.update(line["password"] for line in verdicts[0]["lines"])
    told("batch", status=422, body={"registrations": rows})
    told("person", made["login"])
    after = told("events")["next"]
    told("events", query=f"?after={after}")
    with lossy_commits(2):
        told("ready")
    # Only an account that waits for an exchange on another server has it, and a phone of several machines.
    assert unseen() == {"account_reason", "nodes_behind"}


# --- what the program has -------------------------------------------------------------------


def test_every_route_is_in_the_contract_and_has_its_scope():
    assert len(ROUTES) == len(re.findall(r"\w+_call\b", ROUTE_TABLE))
    matched = set()
    for operation in OPERATIONS:
        method, path, scope = next(each for each in ROUTES if each[0] == operation.method and
                                   re.fullmatch(each[1].replace("*", "[^/]+"), operation.path))  # fmt: skip
        if scope:
            assert operation.scopes == [scope.removesuffix("_phones")], str(operation)
        else:
            assert operation.scopes == [] or operation.name == "put", str(operation)
        matched.add((method, path))
    assert matched == {route[:2] for route in ROUTES}


def test_what_takes_a_token_takes_a_certificate():
    for operation in OPERATIONS:
        ways = [(kind, *scopes) for each in operation.spec["security"] for kind, scopes in each.items()]
        assert ways == [(kind, scope) for scope in operation.scopes for kind in ("token", "certificate")], str(operation)


def test_every_action_of_the_phones_page_is_in_the_contract_or_not_an_address():
    actions = re.findall(r'\{\.name = "(\w+)"', (TOP / "lib" / "registration" / "actions.h").read_text())
    assert len(actions) > 5
    paths = {path.rpartition("/")[2] for path in CONTRACT["paths"] if path.startswith("/registrations/{ref}/")}
    ref, admin = new_phone()["ref"], {"Authorization": "Bearer " + env.API_TOKEN}
    for action in actions:
        answer = nobody().ask("POST", f"/api/v1/registrations/{ref}/{action}", b"", admin)
        assert (answer.status != 404) == (action in paths), (action, answer.text)


@each_front_end
def test_everybody_may_read_the_contract(url):
    answer = nobody(url).get("/api/v1/openapi.json")
    assert answer.status == 200 and json.loads(answer.text) == CONTRACT
    assert front(url).get("/api/v1/openapi.json").status == 200
