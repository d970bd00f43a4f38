#!/usr/bin/python3
"""Registers a phone for a person and prints its reference.

    export SPACONF_URL=https://phones.example.org/spaconf/api/v1 SPACONF_TOKEN=spaconf_...
    ./register.py novak spa942 000e08112233
"""
import os
import sys
import time
import uuid

import requests


def with_token(request):
    """As `auth`, so that requests takes no password from ~/.netrc instead."""
    request.headers["Authorization"] = "Bearer " + os.environ["SPACONF_TOKEN"]
    return request


def call(method, path, **arguments):
    """The answer to a call, which is repeated while spaconf asks for that or does not answer."""
    for _ in range(6):
        wait = 5
        try:
            answer = requests.request(method, os.environ["SPACONF_URL"] + path, auth=with_token, timeout=20, **arguments)
            if "Retry-After" not in answer.headers:
                return answer
            wait = int(answer.headers["Retry-After"])
        except (requests.ConnectionError, requests.Timeout):
            pass
        time.sleep(wait)
    sys.exit("spaconf does not answer now; try again later.")


def register(phone):
    # The key is the same in each attempt, so that the phone is registered once.
    answer = call("POST", "/registrations", json=phone, headers={"Idempotency-Key": str(uuid.uuid4())})
    if not answer.ok:
        problem = answer.json()
        for error in problem.get("errors", [problem]):
            print(error.get("pointer", ""), error["detail"], file=sys.stderr)
        sys.exit(1)
    return answer.json()


def with_profile(phone):
    """The phone when its profile is written, which is at once or a little later."""
    while phone["profile"]["state"] == "pending":
        time.sleep(2)
        phone = call("GET", "/registrations/" + phone["ref"]).json()
    return phone


login, model, mac = sys.argv[1:]
phone = with_profile(register({"login": login, "model": model, "mac": mac}))
print(phone["ref"])
