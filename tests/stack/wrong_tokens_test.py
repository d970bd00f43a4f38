"""Wrong tokens: how many an address may send, and what counts as one address."""
import random

import pytest

from api_client import Client
from spaconf_stack import sql

PATH = "/registrations?limit=1"


@pytest.fixture(scope="module")
def client():
    return Client("read")


@pytest.fixture
def network():
    """The first three groups of IPv6 networks that no other test uses."""
    return f"2001:db8:{random.randrange(1 << 16):x}"


def answers(address, count):
    wrong = Client(token="spaconf_00000000_" + "0" * 32)
    return [wrong.get(PATH, web_server={"REMOTE_ADDR": address}) for _ in range(count)]


def statuses(address, count):
    return [answer.status for answer in answers(address, count)]


def ipv4_address():
    """An IPv4 address that no other test uses."""
    return f"198.18.{random.randrange(256)}.{random.randrange(256)}"


@pytest.mark.parametrize("kind", ["IPv4", "IPv6"])
def test_an_address_may_send_ten_wrong_tokens_a_minute(kind, network):
    address = f"{network}::7" if kind == "IPv6" else ipv4_address()
    *first, late = answers(address, 11)
    assert [answer.status for answer in first] == [401] * 10
    assert late.status == 429 and 0 < int(late.headers["Retry-After"]) <= 6
    assert "Too many wrong tokens" in late.json["detail"]


def test_a_network_of_64_bits_is_one_address(network):
    assert statuses(f"{network}:1::7", 10) == [401] * 10
    assert statuses(f"{network}:1:ffff:ffff:ffff:ffff", 1) == [429]
    assert statuses(f"{network}:2::7", 1) == [401]


def test_an_ipv4_address_is_the_same_in_ipv6(network):
    address = ipv4_address()
    assert statuses(address, 10) == [401] * 10
    assert statuses(f"::ffff:{address}", 1) == [429]
    assert statuses("198.19.0.1", 1) == [401]


def test_a_right_token_is_accepted_after_too_many_wrong_ones(client, network):
    assert statuses(f"{network}::7", 11)[-1] == 429
    assert client.get(PATH, web_server={"REMOTE_ADDR": f"{network}::7"}).status == 200


def test_a_missing_token_is_not_a_wrong_one(network):
    without = Client(token="")
    assert {without.get(PATH, web_server={"REMOTE_ADDR": f"{network}::7"}).status for _ in range(12)} == {401}
    assert not sql("SELECT 1 FROM request_limit WHERE subject LIKE %s", f"address {network}:%")


def test_clients_behind_a_local_socket_share_one_limit(network):
    sql("DELETE FROM request_limit WHERE subject = 'address unknown'")
    assert statuses("unix:", 5) + statuses("", 5) == [401] * 10
    assert statuses("unix:", 1) == [429]
