"""Another exchange: OpenSER 1.3 in its own tables, which are MyISAM until somebody changes that."""
import json

import pytest

from fault_injection import SPACONF, Cgi, derive, run
from spaconf_stack import Form, env, hashes, mac, number, person, query

DATABASE = "openser"

# The shape of OpenSER 1.3's own tables: subscriber version 6, grp version 2, location version 1004.
TABLES = {
    "subscriber": """
        id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL,
        username VARCHAR(64) NOT NULL DEFAULT '', domain VARCHAR(64) NOT NULL DEFAULT '',
        password VARCHAR(25) NOT NULL DEFAULT '', first_name VARCHAR(64) NOT NULL DEFAULT '',
        last_name VARCHAR(64) NOT NULL DEFAULT '', email_address VARCHAR(64) NOT NULL DEFAULT '',
        datetime_created DATETIME NOT NULL DEFAULT '1900-01-01 00:00:01',
        ha1 VARCHAR(64) NOT NULL DEFAULT '', ha1b VARCHAR(64) NOT NULL DEFAULT '',
        timezone VARCHAR(64), rpid VARCHAR(64), UNIQUE KEY account_idx (username, domain), KEY (username)""",
    "grp": """
        id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL,
        username VARCHAR(64) NOT NULL DEFAULT '', domain VARCHAR(64) NOT NULL DEFAULT '',
        grp VARCHAR(64) NOT NULL DEFAULT '', last_modified DATETIME NOT NULL DEFAULT '1900-01-01 00:00:01',
        UNIQUE KEY account_group_idx (username, domain, grp)""",
    "location": """
        id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL,
        username VARCHAR(64) NOT NULL DEFAULT '', domain VARCHAR(64), contact VARCHAR(255) NOT NULL DEFAULT '',
        expires DATETIME NOT NULL DEFAULT '2020-05-28 21:32:15',
        last_modified DATETIME NOT NULL DEFAULT '1900-01-01 00:00:01', user_agent VARCHAR(255) NOT NULL DEFAULT ''""",
}


@pytest.fixture
def exchange(scratch):
    """A door into spaconf with OpenSER 1.3 as its exchange."""
    query(None, f"CREATE DATABASE {DATABASE} CHARACTER SET latin1", ())
    for name, columns in TABLES.items():
        query(DATABASE, f"CREATE TABLE {name} ({columns}) ENGINE=MyISAM", ())
        query(DATABASE, f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {env.SPACONF_DB_USER}@localhost", ())
    yield Cgi(conf=derive(scratch / "spaconf.conf", account__dialect="openser-1.3", account__database=DATABASE))
    query(None, f"DROP DATABASE {DATABASE}", ())


def on_innodb():
    for table in "subscriber", "grp":
        query(DATABASE, f"ALTER TABLE {table} ENGINE=InnoDB", ())


def test_tables_that_no_transaction_covers_are_refused_with_their_remedy(exchange):
    checked = run(SPACONF, "check-config", "--live", conf=exchange.conf)
    assert checked.returncode == 1
    assert b"MyISAM" in checked.stdout and b"ALTER TABLE subscriber ENGINE=InnoDB" in checked.stdout
    assert exchange.get("/form?login=novak").status == 503
    ready = exchange.get("/readyz")
    assert ready.status == 503 and not json.loads(ready.text)["services"]["exchange"]["ok"]


def test_a_phone_is_registered_with_openser(exchange):
    on_innodb()
    who, user = person(), number()
    form = Form(exchange, who.login).fill(model="spa942", mac=mac(), line1_user=user, permission=["local", "int"])
    password = form["line1_password"]
    assert form.post().ref
    [row] = query(DATABASE, "SELECT * FROM subscriber WHERE username = %s", (user,))
    assert (row["domain"], row["password"]) == (env.SIP_DOMAIN, password)
    assert (row["ha1"], row["ha1b"]) == hashes(user, password)
    groups = query(DATABASE, "SELECT grp FROM grp WHERE username = %s ORDER BY grp", (user,))
    assert [g["grp"] for g in groups] == ["int", "local"]


def test_an_account_of_openser_is_never_overwritten(exchange):
    on_innodb()
    who, user = person(), number()
    query(DATABASE, "INSERT INTO subscriber (username, domain, password) VALUES (%s, %s, 'theirs')", (user, env.SIP_DOMAIN))
    answer = Form(exchange, who.login).fill(model="spa922", mac=mac(), line1_user=user).post()
    assert answer.status == 409 and "line1_user" in answer.problems()
    [row] = query(DATABASE, "SELECT * FROM subscriber WHERE username = %s", (user,))
    assert row["password"] == "theirs"
