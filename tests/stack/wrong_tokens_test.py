"""Wrong tokens: how many an address may send, what counts as one address, and that nobody waits for their bodies."""
import json
import random
import socket

import pytest

from api_client import API, WRONG_TOKEN, Client
from fault_injection import Own, converse, fastcgi_answer, fastcgi_request, folder, pieces
from spaconf_stack import sql

PATH = "/api/v1/registrations?limit=1"


@pytest.fixture(scope="module")
def api():
    """A program that runs, since eleven tokens have to come within six seconds."""
    with folder() as where, Own(API, where, web__api_workers=1) as own:
        yield own


def ask(api, address, token=WRONG_TOKEN):
    return api.ask("GET", PATH, REMOTE_ADDR=address, **({"HTTP_AUTHORIZATION": "Bearer " + token} if token else {}))


@pytest.fixture
def network():
    """The first three groups of IPv6 networks that no other test uses."""
    return f"2001:db8:{random.randrange(1 << 16):x}"


def statuses(api, address, count):
    return [ask(api, address).status for _ in range(count)]


def ipv4_address():
    """An IPv4 address that no other test uses."""
    return f"198.18.{random.randrange(256)}.{random.randrange(256)}"


@pytest.mark.parametrize("kind", ["IPv4", "IPv6"])
def test_an_address_may_send_ten_wrong_tokens_a_minute(api, kind, network):
    address = f"{network}::7" if kind == "IPv6" else ipv4_address()
    assert statuses(api, address, 10) == [401] * 10
    late = ask(api, address)
    assert late.status == 429 and 0 < int(late.headers["Retry-After"]) <= 6
    assert "Too many wrong tokens" in json.loads(late.text)["detail"]


def test_a_network_of_64_bits_is_one_address(api, network):
    assert statuses(api, f"{network}:1::7", 10) == [401] * 10
    assert statuses(api, f"{network}:1:ffff:ffff:ffff:ffff", 1) == [429]
    assert statuses(api, f"{network}:2::7", 1) == [401]


def test_an_ipv4_address_is_the_same_in_ipv6(api, network):
    address = ipv4_address()
    assert statuses(api, address, 10) == [401] * 10
    assert statuses(api, f"::ffff:{address}", 1) == [429]
    assert statuses(api, "198.19.0.1", 1) == [401]


def test_a_right_token_is_accepted_after_too_many_wrong_ones(api, network):
    assert statuses(api, f"{network}::7", 11)[-1] == 429
    assert ask(api, f"{network}::7", Client("read").token).status == 200


def test_a_missing_token_is_not_a_wrong_one(api, network):
    assert {ask(api, f"{network}::7", token="").status for _ in range(12)} == {401}
    assert not sql("SELECT 1 FROM request_limit WHERE subject LIKE %s", f"address {network}:%")


def test_clients_behind_a_local_socket_share_one_limit(api, network):
    sql("DELETE FROM request_limit WHERE subject = 'address unknown'")
    assert statuses(api, "unix:", 5) + statuses(api, "", 5) == [401] * 10
    assert statuses(api, "unix:", 1) == [429]


@pytest.mark.parametrize("token", ["", "Bearer " + WRONG_TOKEN])
def test_a_large_body_of_a_wrong_token_is_not_waited_for(token, network, scratch):
    """It announces a megabyte and sends a part."""
    head = fastcgi_request("POST", "/api/v1/registrations", CONTENT_LENGTH="1000000", REMOTE_ADDR=f"{network}::7", HTTP_AUTHORIZATION=token)
    part = head.removesuffix(pieces(5, b"")) + pieces(5, b"[" * 20_000).removesuffix(pieces(5, b""))
    with Own(API, scratch, web__api_workers=1) as own:
        assert fastcgi_answer(converse(own.socket, part, 5)).status == 401
        assert own.get("/api/v1/readyz").status == 200


def test_a_body_that_does_not_come_keeps_no_worker_waiting(network, scratch):
    """The only worker answers others meanwhile, and the request is answered when its body comes."""
    whole = fastcgi_request("POST", "/api/v1/registrations", b"{}", REMOTE_ADDR=f"{network}::7", HTTP_AUTHORIZATION="Bearer " + WRONG_TOKEN)
    body = pieces(5, b"{}")
    with Own(API, scratch, web__api_workers=1) as own, socket.socket(socket.AF_UNIX) as slow:
        slow.settimeout(5)
        slow.connect(str(own.socket))
        slow.sendall(whole.removesuffix(body))
        assert own.get("/api/v1/readyz").status == 200
        slow.sendall(body)
        assert fastcgi_answer(slow.makefile("rb").read()).status == 401
