"""The contract of the API, templates/api/openapi.json: its operations, and whether an answer is as it says."""
import collections
import json

import jsonschema

from spaconf_stack import TOP

CONTRACT = json.loads((TOP / "templates" / "api" / "openapi.json").read_text())
HEADERS = "Location", "Content-Location", "ETag", "Idempotency-Replayed", "Retry-After", "WWW-Authenticate", "Allow"

# The members of each schema that answers had, by the schema's "properties".
seen = collections.defaultdict(set)


def followed(part):
    """A part of the contract, where it is written."""
    while "$ref" in part:
        found = CONTRACT
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def closed(part):
    """The same without leave for other members: what clients must tolerate, the tests must not."""
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    more = {"additionalProperties": False} if part.get("type") == "object" and "properties" in part else {}
    return {**more, **{name: closed(each) for name, each in part.items()}}


def noting(validator, properties, instance, schema):
    if validator.is_type(instance, "object"):
        seen[json.dumps(properties)].update(instance.keys() & properties.keys())
    return jsonschema.Draft202012Validator.VALIDATORS["properties"](validator, properties, instance, schema)


Noting = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"properties": noting})
CLOSED = closed(CONTRACT)


def check_value(value, schema):
    resolver = jsonschema.RefResolver("", CLOSED)
    errors = [f"{each.json_path}: {each.message}" for each in
              Noting(closed(schema), resolver=resolver, format_checker=jsonschema.FormatChecker()).iter_errors(value)]  # fmt: skip
    assert not errors, errors


class Operation:
    """One method of one path."""

    def __init__(self, path, method, shared, spec):
        self.path, self.method, self.spec, self.name = path, method.upper(), spec, spec["operationId"]
        self.parameters = [followed(each) for each in [*shared, *spec.get("parameters", ())]]
        self.scopes = [scope for each in spec["security"] for scope in each.get("token", ())]
        self.statuses = [int(each) for each in spec["responses"] if each != "default"]
        self.body_types = followed(spec.get("requestBody", {})).get("content", {})

    def __str__(self):
        return f"{self.method} {self.path}"

    def requires(self, parameter):
        return any(each["name"] == parameter and each.get("required") for each in self.parameters)

    def names(self, where):
        return [each["name"] for each in self.parameters if each["in"] == where]

    @property
    def body_type(self):
        """The first content type of its bodies; empty when it has none."""
        return next(iter(self.body_types), "")

    def members(self, body_type="application/json"):
        """The schemas of a body's members, by name."""
        return {name: followed(each) for name, each in followed(self.body_types[body_type]["schema"])["properties"].items()}

    def check(self, answer):
        """The answer's status, headers and body are in the contract, and nothing else is in them."""
        assert answer.status in self.statuses, f"{self} never answers {answer.status}: {answer.text[:400]}"
        check_response(answer, self.spec["responses"][str(answer.status)])


def check_response(answer, response):
    response = followed(response)
    headers = {name: followed(each) for name, each in response.get("headers", {}).items()}
    for name in HEADERS:
        if name in answer.headers:
            assert name in headers, f"the contract of {answer.status} has no {name}: {response['description']}"
            check_value(answer.headers[name], headers[name]["schema"])
        else:
            assert not headers.get(name, {}).get("required"), f"{answer.status} has no {name}"
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind in response["content"], kind
    check_value(json.loads(answer.text) if kind.endswith("json") else answer.text, response["content"][kind]["schema"])


OPERATIONS = [Operation(path, method, item.get("parameters", ()), spec) for path, item in CONTRACT["paths"].items()
              for method, spec in item.items() if method != "parameters"]  # fmt: skip


def objects_in_answers():
    """The members of every object that an answer may have."""
    waiting, done = [each.spec["responses"] for each in OPERATIONS], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict) and id(part := followed(part)) not in done:
            done.add(id(part))
            waiting += part.values()
            if "properties" in part:
                yield closed(part["properties"])


def unseen():
    """The members that no answer had until now."""
    return {name for members in objects_in_answers() for name in members.keys() - seen[json.dumps(members)]}
