"""A network that only phones are in: DHCP, TFTP and SIP are all they reach, and all they need."""
import pytest

from access_network import SERVER, AccessNetwork, said
from fault_injection import folder
from spaconf_stack import LINES, mac, phone_page, register
from virtual_phone import all_lines, contacts, users

pytestmark = pytest.mark.changes


@pytest.fixture(scope="module")
def network():
    with folder() as where, AccessNetwork(where) as network:
        yield network


def test_twenty_five_phones_of_all_models_come_online_at_once(network):
    forms = [register(network.door(), model=model, **all_lines(model)) for model in LINES for _ in range(5)]
    sockets = [network.plug_in(form.mac) for form in forms]
    phones = [network.boot(name, form["model"]) for name, form in zip(sockets, forms)]
    for form, phone in zip(forms, phones):
        events = said(phone)
        address = events.last("lease")["address"]
        assert events.last("lease")["tftp_server"] == SERVER
        assert events.registered() == users(form) and len(users(form)) == LINES[form["model"]], events
        for user in users(form).values():
            [contact] = contacts(user)
            assert f"@{address}:" in contact["contact"]
        assert "registered since" in phone_page(form.ref).shown("line1")
    assert network.vendor_classes() == {f"LINKSYS SPA-{model[3:]}" for model in LINES}


def test_a_phone_plugged_in_before_its_registration_is_online_within_90_seconds(network):
    address = mac()
    phone = network.boot(network.plug_in(address), "spa962", "--commands")
    phone.stdin.write("live 3600\n")
    phone.stdin.flush()
    while "done" not in (line := phone.stdout.readline()):
        assert '"registered"' not in line
    form = register(network.door(), model="spa962", mac=address)
    phone.stdin.write("live 90\n")
    events = said(phone)
    assert events.registered() == users(form)


def test_phones_reach_nothing_but_dhcp_tftp_and_sip(network):
    assert network.ports() == {67, 69, 5060}
    routes = network.inside(network.plug_in(mac()), "ip", "route")
    assert routes == ""
