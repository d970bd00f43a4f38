"""spaconf check-dialect: a sentence with file and line for each fault, and nothing left on the exchange."""
import re

import pytest

import exchange_tables
from exchange_tables import EXCHANGES, OPENSER, exchange_database
from fault_injection import SPACONF, derive, run
from spaconf_stack import TOP, pbx

PBX = TOP / "templates" / "pbx"
DATABASE = "checked_exchange"


def check(file, conf=None):
    """The command's exit code and what it printed."""
    done = run(SPACONF, "check-dialect", file, conf=conf)
    return done.returncode, (done.stdout + done.stderr).decode()


def changed(scratch, old, new):
    """Kamailio's dialect with one mistake."""
    text = (PBX / "kamailio-5.sql").read_text()
    assert old in text
    path = scratch / "mine.sql"
    path.write_text(text.replace(old, new, 1))
    path.chmod(0o644)
    return path


def place(path, statement):
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if text.startswith(f"-- {statement}:"))
    return f"{path}:{line}: "


def test_a_good_dialect_leaves_nothing_on_the_exchange():
    count = "SELECT COUNT(*) n FROM subscriber"
    before = pbx(count)
    code, told = check(PBX / "kamailio-5.sql")
    assert (code, told) == (0, f"{PBX}/kamailio-5.sql: ok, 14 statements\n")
    assert pbx(count) == before
    assert not pbx("SELECT * FROM subscriber WHERE username LIKE 'spaconf-check%%'")
    assert not pbx("SELECT * FROM grp WHERE username LIKE 'spaconf-check%%'")


@pytest.mark.parametrize("store", ["both", "password", "hashes"])
@pytest.mark.parametrize(("dialect", "tables"), EXCHANGES)
def test_every_dialect_fits_the_tables_that_its_exchange_publishes(scratch, dialect, tables, store):
    conf = derive(scratch / "spaconf.conf", account__database=DATABASE, account__store=store)
    with exchange_database(DATABASE, getattr(exchange_tables, tables)):
        code, told = check(PBX / f"{dialect}.sql", conf)
    assert code == 0 and ": ok, " in told, told


@pytest.mark.parametrize(("old", "new", "statement", "sentence"), [
    ("VALUES (:user, :domain, :password", "VALUES (:user, :domain, :pasword", "add", "unknown value :pasword"),
    ("-- online: the", "-- onlin: the", "onlin", "unknown statement onlin"),
])  # fmt: skip
def test_a_file_that_is_no_dialect_is_refused_with_its_line(scratch, old, new, statement, sentence):
    path = changed(scratch, old, new)
    code, told = check(path)
    assert code == 78 and told.startswith(place(path, statement) + sentence), told


def test_a_missing_statement_is_named(scratch):
    path = changed(scratch, "-- online: the", "-- The")
    assert check(path) == (78, f"{path}:1: lacks the statement online\n")


@pytest.mark.parametrize(("old", "new", "statement", "sentence"), [
    ("SELECT username FROM subscriber", "SELECT usrname FROM subscriber", "find", "Unknown column 'usrname'"),
    ("SELECT username FROM subscriber", "SELECT 'other' FROM subscriber", "find", "does not find the account"),
    ("INSERT INTO subscriber (", "INSERT INTO subscribers (", "add", "subscribers, which the line -- tables: does not"),
    ("INSERT INTO subscriber (username, domain,", "INSERT INTO subscriber (domain, username,", "find", "does not find"),
    ("VALUES (:user, :domain, :password", "VALUES (CONCAT(:user, RAND()), :domain, :password", "add", "that exists"),
    ("SET password = :password, ha1 = :ha1,", "SET password = :password, ha1 = '',", "account", "other passwords or hash"),
    ("UPDATE subscriber SET", "UPDATE subscriber SET realm = '',", "change", "Unknown column 'realm'"),
    ("WHERE username = :user AND domain = :domain;\n\n-- remove", "WHERE username = ''\n\n-- remove", "change", "does not"),
    ("DELETE FROM subscriber", "TRUNCATE subscriber; --", "remove", "TRUNCATE cannot be rolled back"),
    ("DELETE FROM subscriber WHERE username", "DELETE FROM subscriber WHERE 'x'", "remove", "does not delete"),
    (":permission, UTC_TIMESTAMP", "'x', UTC_TIMESTAMP", "grant", "duplicate"),
    ("DELETE FROM grp WHERE", "DELETE FORM grp WHERE", "revoke", "SQL syntax"),
    ("SELECT contact, CONVERT_TZ(last_modified, 'SYSTEM', '+00:00'),", "SELECT contact,", "online", "fewer than 4 columns"),
    ("SELECT username, contact,", "SELECT username,", "contacts", "fewer than 5 columns"),
    ("SEPARATOR ' '", "SEPARATOR ','", "account", "returns other permissions"),
    ("WHERE username > :after AND domain = :domain\nORDER BY username LIMIT :count;\n\n-- name", "WHERE username = :after LIMIT :count;\n\n-- name",
     "accounts", "does not return the account"),
    ("'account', username FROM subscriber WHERE username IN (:users)", "'account', username FROM subscriber WHERE username IN (:users) AND CONCAT(username, 'x') NOT IN (:users)",
     "conflicts", "does not return the account if :users has several"),
    ("SELECT domain FROM", "SELECT domains FROM", "namesakes", "Unknown column"),
    ("SELECT username, domain FROM", "SELECT username FROM", "all_namesakes", "fewer than 2 columns"),
    ("FROM location;", "FROM locations;", "clock", "locations"),
])  # fmt: skip
def test_a_statement_that_fails_is_reported_with_its_line(scratch, old, new, statement, sentence):
    before = pbx("SELECT COUNT(*) n FROM subscriber")
    path = changed(scratch, old, new)
    code, told = check(path)
    lines = [line for line in told.splitlines() if line.startswith(place(path, statement) + statement)]
    assert code == 1 and len(lines) == 1 and sentence in lines[0], told
    assert pbx("SELECT COUNT(*) n FROM subscriber") == before


def test_several_faults_are_reported_at_once(scratch):
    path = changed(scratch, "SELECT username FROM subscriber", "SELECT usrname FROM subscriber")
    path.write_text(path.read_text().replace("DELETE FROM grp", "DELETE FORM grp"))
    code, told = check(path)
    assert code == 1 and re.findall(r": (find|revoke): ", told) == ["find", "revoke"], told


@pytest.mark.parametrize(("column", "narrow", "sentence"), [
    ("password VARCHAR(25)", "password VARCHAR(8)", "room for only 8"),
    ("ha1b VARCHAR(64)", "ha1b VARCHAR(16)", "add: database: Data too long for column 'ha1b'"),
])  # fmt: skip
def test_a_column_that_is_too_narrow_is_reported(scratch, column, narrow, sentence):
    conf = derive(scratch / "spaconf.conf", account__database=DATABASE)
    with exchange_database(DATABASE, {**OPENSER, "subscriber": OPENSER["subscriber"].replace(column, narrow)}):
        code, told = check(PBX / "openser-1.3.sql", conf)
    assert code == 1 and sentence in told and told.startswith(f"{PBX}/openser-1.3.sql:"), told


def test_tables_that_cannot_be_rolled_back_are_not_touched(scratch):
    conf = derive(scratch / "spaconf.conf", account__database=DATABASE)
    with exchange_database(DATABASE, OPENSER, engine="MyISAM"):
        code, told = check(PBX / "openser-1.3.sql", conf)
    assert code == 1 and "nothing could be rolled back" in told and "ENGINE=InnoDB" in told and told.count("\n") == 1


def test_a_database_that_does_not_answer_is_worth_another_try(scratch):
    code, told = check(PBX / "kamailio-5.sql", derive(scratch / "spaconf.conf", database__socket="/nowhere/mysql.sock"))
    assert code == 75 and "database" in told
