"""Random requests of each operation, made from the contract: every answer is as it says, and tells all that was done.

API_FUZZ_SEED gives other requests, API_FUZZ_REQUESTS another number of them for each operation.
"""
import json
import os
import random

import jsonschema
import pytest

from api_client import Client
from contract import CONTRACT, OPERATIONS, check_response, followed
from openapi_test import FORM, FRONT_ENDS, VALUES, Asker, new_phone
from spaconf_stack import env, mac, number, sql, urlencoded

SEED = os.environ.get("API_FUZZ_SEED", "1")
REQUESTS = int(os.environ.get("API_FUZZ_REQUESTS", "40"))
# Behind Apache less may differ.
SHARES = {"WEB_URL": 1, "WEB_URL_APACHE": 5, "WEB_URL_FCGID": 5}

RIGHT = {**VALUES, "user": number, "password": lambda: "abcDEF-23456", "domain": lambda: env.SIP_DOMAIN, "display": lambda: "Jana"}
OTHER_ERROR = CONTRACT["components"]["responses"]["OtherError"]
TEXTS = ["", " ", "x", "0", "-1", "Jana Malá", "Ж" * 40, "😀", "a\tb", "a\r\nb", "\0", "\x7f", "\u202e", "\ufeff", "%s%n", "'\"`\\",
         "<b>&amp;", "../../etc", "${x}", "{{X}}", "a=b;c&d", "*", "12345678", "x" * 30, "x" * 70, "x" * 300, "ř" * 20_000]  # fmt: skip
DEEP = json.loads("[" * 9 + "]" * 9)
OTHERS = [None, True, 0, -1, 7, 1.5, 1e300, 10**18, 10**400, [], {}, [[]], [{}] * 7, ["x"] * 7, {"": None}, {"x": "y"}, DEEP, *TEXTS]
PLACES = ["nosuch", "%20", "%25", "%00", "%0a", "%ff", "%zz", "a%2fb", "%C5%99", "x" * 3000, "batch", "-", "a;b", "a+b", "0" * 12]
# Web servers may refuse these by themselves.
OF_WEB_SERVERS = "%00", "a%2fb"
QUERIES = ["", "dry_run=true", "dry_run=false", "dry_run=", "dry_run", "dry_run=true&dry_run=true", "nosuch=1", "=", "&", "&&;=", "%00=1",
           "limit=%00", "limit=0", "limit=1e2", "limit=99999999999999999999", "limit=-1", "%ff=1", "q=%ff", "q=%C5%99+%25", "mac=x",
           "state=x", "cursor=x", "cursor=1.2.3", "after=-1", "after=99999999999999999999", "&".join("q=1" for _ in range(1500)),
           "login=" + "x" * 3000]  # fmt: skip
HEADERS = {
    "Authorization": [None, "Bearer", "Bearer x", "Basic eDp4", b"Bearer \xff"],
    "If-Match": [None, "*", '"1"', '"1", "2"', 'W/"1"', '"99999999999999999999"', "1", '"', ",", "*, *", b"\xff", "x" * 2000],
    "If-None-Match": ["*", '"1"', "x", b"\xff"],
    "Idempotency-Key": ["k", '"k"', '""', '"', "a b", "k" * 64, "k" * 65, b"\xc5\x99"],
    "Content-Type": [None, "text/xml", "application/json; charset=iso-8859-1", "Application/JSON ;charset=UTF-8", ";", FORM, FORM + ";x",
                     "application/json, text/xml", "multipart/form-data; boundary=x", b"\xff"],
    "Accept": ["text/html", "x" * 2000],
}  # fmt: skip


class Maker:
    """Makes values of the contract's schemas by chance, and wrong ones of these."""

    def __init__(self, chance):
        self.chance = chance

    def does(self, probability):
        return self.chance.random() < probability

    def value(self, schema, name=""):
        schema = followed(schema)
        if name in RIGHT and self.does(0.9):
            return RIGHT[name]()
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else self.chance.choice(kinds)
        few = schema.get("enum") or {"null": [None], "boolean": [True, False]}.get(kind)
        return self.chance.choice(few) if few else getattr(self, "any_" + kind)(schema)

    def any_integer(self, schema):
        return self.chance.randint(schema["minimum"], schema["maximum"])

    def any_string(self, schema):
        return self.chance.choice(TEXTS).ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]

    def any_array(self, schema):
        return [self.value(schema["items"]) for _ in range(self.chance.randint(schema.get("minItems", 0), 3))]

    def any_object(self, schema):
        if "properties" not in schema:
            return {self.any_string({}): self.any_string({}) for _ in range(self.chance.randint(0, 2))}
        share = self.chance.choice([0, 0.3, 1])
        return {name: self.value(each, name) for name, each in schema["properties"].items()
                if name in schema.get("required", ()) or self.does(share)}  # fmt: skip

    def spoiled(self, value):
        """The same with something else at one place."""
        if not value or not isinstance(value, (dict, list)) or self.does(0.1):
            return self.chance.choice(OTHERS)
        copy = value.copy()
        place = self.chance.choice(list(copy) if isinstance(copy, dict) else range(len(copy)))
        if self.does(0.1):
            del copy[place]
        elif isinstance(copy, dict) and self.does(0.1):
            copy[self.chance.choice(TEXTS)] = self.chance.choice(OTHERS)
        else:
            copy[place] = self.spoiled(copy[place])
        return copy

    def broken(self, text):
        at = self.chance.randrange(len(text) + 1)
        twice = text.replace(b"{", b'{"login": "x", "login": "y", ')
        whole = [text[:at], b"", b"\xef\xbb\xbf" + text, text + b"{}", text + b"\0x", text * 2, twice, b"[" * 50_000]
        inserted = [b"\xff", b"\0", b"\xed\xa0\x80", b'"', b"\\ud800", b"1e999", b"9" * 400, b"/**/"]
        return self.chance.choice([*whole, *(text[:at] + each + text[at:] for each in inserted)])

    def form(self, schema):
        value = self.any_object(followed(schema))
        if "patternProperties" in followed(schema):
            value |= {"line1_user": number(), "line2_display": self.any_string({}), "line6_permission": ["local", "ld"]}
        return urlencoded((name, each) for name, one in value.items() for each in (one if isinstance(one, list) else [one]))


def without_doubles(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a member is there twice")
    return dict(pairs)


class Fuzzer(Asker):
    """Sends random requests of one operation."""

    def __init__(self, url, operation, token):
        super().__init__(url, operation, token)
        self.maker = Maker(random.Random(f"{SEED} {url} {operation}"))
        self.phone = new_phone()

    def request(self):
        chance, does = self.maker.chance, self.maker.does
        kind = chance.choice(list(self.operation.body_types) or [None])
        odd = {name: chance.choice(values) for name, values in HEADERS.items() if does(0.07)}
        query = "?" + chance.choice(QUERIES) if does(0.2) else ""
        return {"place": self.some_place(), "query": query, "body": self.body(kind), "Content-Type": kind, **odd}

    def some_place(self):
        if self.maker.does(0.1):
            return self.maker.chance.choice(PLACES)
        if self.operation.name == "put" and self.maker.does(0.5):
            return mac()
        return self.place_of(new_phone() if self.operation.name == "retire" else self.phone)

    def body(self, kind):
        if not kind or self.maker.does(0.02):
            return b""
        schema = followed(self.operation.body_types[kind]["schema"])
        if kind == FORM:
            text = self.maker.form(schema)
        else:
            value = self.maker.any_object(schema)
            value = self.maker.spoiled(value) if self.maker.does(0.4) else value
            text = json.dumps(value, ensure_ascii=self.maker.does(0.5)).encode()
        return self.maker.broken(text) if self.maker.does(0.1) else text

    def is_against_contract(self, request):
        """Is the body one that no values of other phones and people make right?"""
        kind = request["Content-Type"]
        if kind not in self.operation.body_types or kind == FORM or not request["body"]:
            return False
        try:
            value = json.loads(request["body"], object_pairs_hook=without_doubles)
        except (ValueError, RecursionError):
            return True
        if self.operation.name == "batch" and isinstance(value, dict) and value.get("partial") is True and value.get("registrations"):
            value["registrations"] = [{"login": "left-out", "model": "software"}]  # rows are refused one by one
        schema = {**CONTRACT, **self.operation.body_types[kind]["schema"]}
        return not jsonschema.Draft202012Validator(schema).is_valid(value)

    def check(self, request, answer):
        try:
            assert answer.status < 500
            if request["place"] in OF_WEB_SERVERS and "X-Request-Id" not in answer.headers:
                assert answer.status in (400, 404)
                return
            assert answer.headers["X-Request-Id"]
            if request["place"] in PLACES and answer.status == 405:
                check_response(answer, OTHER_ERROR)  # it leads to another address
            else:
                self.operation.check(answer)
            assert answer.status >= 400 or not self.is_against_contract(request), "the contract has no such body"
        except AssertionError as error:
            raise AssertionError(f"{error}\nAPI_FUZZ_SEED={SEED}: {request}\n{answer.status} {answer.text[:600]}") from None

    def registered(self, answer):
        """How many phones the answer says it registered."""
        if answer.status not in (200, 201, 202) or "Idempotency-Replayed" in answer.headers:
            return 0
        if self.operation.name == "batch":
            return sum(each["status"] in (201, 202) for each in json.loads(answer.text)["registrations"])
        return "Location" in answer.headers


@pytest.fixture(scope="module")
def client():
    return Client()


@pytest.mark.parametrize("url", FRONT_ENDS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_whatever_is_asked_is_answered_as_the_contract_says(url, operation, client):
    def registrations():
        return sql("SELECT COUNT(*) n FROM registration WHERE actor LIKE %s", f"client:{client.name}%")[0]["n"]

    sql("DELETE FROM request_limit")
    fuzzer, before, told = Fuzzer(url, operation, client.token), registrations(), 0
    for _ in range(REQUESTS // SHARES[url]):
        request = fuzzer.request()
        answer = fuzzer.ask(**request)
        fuzzer.check(request, answer)
        told += fuzzer.registered(answer)
    assert registrations() - before == told
