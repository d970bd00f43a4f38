"""Another exchange: OpenSER 1.3 in its own tables, which are MyISAM until somebody changes that."""
import json

import pytest

from change_test import Change
from exchange_tables import OPENSER, exchange_database
from fault_injection import SPACONF, Cgi, derive, run, stopped
from spaconf_stack import STACK, Form, env, hashes, mac, number, person, profile, query

DATABASE = "openser"


@pytest.fixture
def exchange(scratch):
    """A door into spaconf with OpenSER 1.3 as its exchange."""
    with exchange_database(DATABASE, OPENSER, engine="MyISAM"):
        yield Cgi(conf=derive(scratch / "spaconf.conf", account__dialect="openser-1.3", account__database=DATABASE))


def on_innodb():
    for table in "subscriber", "grp":
        query(DATABASE, f"ALTER TABLE {table} ENGINE=InnoDB", ())


def as_shipped():
    """The tables stay MyISAM."""


def test_the_check_says_why_accounts_are_written_after_the_transaction(exchange):
    checked = run(SPACONF, "check-config", "--live", conf=exchange.conf)
    assert b"(MyISAM), changed after spaconf's transaction, because not all tables support transactions" in checked.stdout, checked.stdout
    on_innodb()
    assert b"(InnoDB), changed in one transaction" in run(SPACONF, "check-config", "--live", conf=exchange.conf).stdout


def test_a_view_is_refused_with_the_tables_below_it(exchange):
    on_innodb()
    query(DATABASE, "RENAME TABLE subscriber TO people", ())
    query(DATABASE, "CREATE VIEW subscriber AS SELECT * FROM people", ())
    spaconf = f"{env.SPACONF_DB_USER}@localhost"

    def refused(words):
        checked = run(SPACONF, "check-config", "--live", conf=exchange.conf)
        assert checked.returncode == 1 and words in checked.stdout and b"ENGINE" not in checked.stdout, checked.stdout

    refused(b"subscriber is a view: ")
    query(DATABASE, f"GRANT SHOW VIEW ON subscriber TO {spaconf}", ())
    try:
        refused(b"subscriber is a view of openser.people: ")
    finally:
        # A privilege outlives its table.
        query(DATABASE, f"REVOKE SHOW VIEW ON subscriber FROM {spaconf}", ())
    assert exchange.get("/form?login=novak").status == 503


def test_a_damaged_table_loses_no_phone(exchange):
    """As a power cut leaves it."""
    for name in range(200):
        query(DATABASE, "INSERT INTO subscriber (username, password) VALUES (%s, 'theirs')", (name,))
    query(DATABASE, "FLUSH TABLES subscriber", ())
    index = STACK / "mariadb" / "data" / DATABASE / "subscriber.MYI"
    index.write_bytes(index.read_bytes()[:2048])
    # The stack's worker would create the account on the stack's exchange.
    with stopped("worker"):
        form = Form(exchange, person().login).fill(model="spa942", mac=mac(), line1_user=number(), permission=["local"])
        answer = form.post()
        form.ref = answer.ref
        assert answer.status == 303, answer.words()[:400]
        assert exchange.get(f"/phones/{form.ref}").state("account1") == "pending"
        query(DATABASE, "REPAIR TABLE subscriber", ())
        assert Change(form.ref, "edit", exchange, hostname="repaired").apply().ref == form.ref
        stored, = query(DATABASE, "SELECT password FROM subscriber WHERE username = %s", form["line1_user"])
        assert profile(form["mac"]).accounts()[0][1] == stored["password"]


@pytest.mark.parametrize("change_engine", [on_innodb, as_shipped])
def test_a_phone_is_registered_with_openser(exchange, change_engine):
    change_engine()
    who, user = person(), number()
    form = Form(exchange, who.login).fill(model="spa942", mac=mac(), line1_user=user, permission=["local", "int"])
    password = form["line1_password"]
    assert form.post().ref
    [row] = query(DATABASE, "SELECT * FROM subscriber WHERE username = %s", (user,))
    assert (row["domain"], row["password"]) == (env.SIP_DOMAIN, password)
    assert (row["ha1"], row["ha1b"]) == hashes(user, password)
    groups = query(DATABASE, "SELECT grp FROM grp WHERE username = %s ORDER BY grp", (user,))
    assert [g["grp"] for g in groups] == ["int", "local"]


@pytest.mark.parametrize("change_engine", [on_innodb, as_shipped])
def test_an_account_of_openser_is_never_overwritten(exchange, change_engine):
    change_engine()
    who, user = person(), number()
    query(DATABASE, "INSERT INTO subscriber (username, domain, password) VALUES (%s, %s, 'theirs')", (user, env.SIP_DOMAIN))
    answer = Form(exchange, who.login).fill(model="spa922", mac=mac(), line1_user=user).post()
    assert answer.status == 409 and "line1_user" in answer.problems()
    [row] = query(DATABASE, "SELECT * FROM subscriber WHERE username = %s", (user,))
    assert row["password"] == "theirs"
