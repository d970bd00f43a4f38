"""A new site, as README has it made: from the shipped configuration to a phone that the exchange lets in."""
import secrets

import pytest

from fault_injection import Cgi
from grants_test import carry_out, grants
from setup_test import answers, give, setup, site  # noqa: F401
from spaconf_stack import Form, env, mac, number, person, profile, query, sip_register

USER = "new_site"


@pytest.fixture
def exchange(exchange_kind):
    """Answers about the exchange, and the server that has its tables."""
    told = {"account.dialect": "openser-1.3" if exchange_kind == "openser" else "kamailio-5", "account.database": env.PBX_DB}
    if exchange_kind == "other-server":
        told |= {"account.host": "127.0.0.1", "account.port:": env.EXCHANGE_DB_PORT, "account.ca_file": env.LDAP_CA_FILE, "account.user": USER}
    yield told
    for socket in {env.DB_SOCKET, env.PBX_SOCKET}:
        for host in "localhost", "127.0.0.1":
            query("mysql", f"DROP USER IF EXISTS {USER}@{host}", (), socket)


def test_from_nothing_to_a_phone_that_the_exchange_lets_in(site, exchange, exchange_kind):  # noqa: F811
    give(site, "person.password", env.LDAP_BIND_PASSWORD)
    for name in "database.password", "account.password":
        give(site, name, secrets.token_hex(8))
    told = answers(**{"database.user": USER, "web.roles.registrar": env.WEB_USER} | exchange)
    if exchange_kind == "other-server":
        told.append(f"account.password_file={site.parent}/secrets/account.password")
    assert setup(site, "--untried", *told).returncode == 0
    refused = setup(site, "--no-questions")
    assert refused.returncode != 0 and "spaconf grants --with-passwords" in refused.stdout
    carry_out(grants(site, "--with-passwords"))
    if exchange_kind == "other-server":
        carry_out(grants(site, "--with-passwords", "--exchange", "--host", "127.0.0.1"), env.PBX_SOCKET)
    done = setup(site, "--no-questions")
    assert done.returncode == 0 and "FAIL" not in done.stdout, done.stdout + done.stderr
    mode = {"openser": "(MyISAM), changed after spaconf's transaction, because not all tables support transactions",
            "other-server": "because [account] names a server of its own",
            "same-transaction": "changed in one transaction"}[exchange_kind]  # fmt: skip
    assert mode in done.stdout
    form = Form(Cgi(conf=site), person().login).fill(model="spa942", mac=mac(), line1_user=number(), permission=["int"])
    assert form.post().status == 303
    assert sip_register(*profile(form["mac"]).accounts()[0])
