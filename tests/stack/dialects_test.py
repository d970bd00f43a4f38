"""Every dialect that spaconf comes with, on the tables that its exchange publishes: from register to retire."""
import hashlib
import json
import time

import pytest

import exchange_tables
from exchange_tables import EXCHANGES, exchange_database
from fault_injection import SPACONF, Cgi, derive, folder, run
from spaconf_stack import TOP, Form, env, mac, names, number, person, phone_page, query

DATABASE = "dialect_exchange"

STORED = {
    "asterisk-pjsip": "SELECT ps_auths.*, ps_endpoints.set_var groups FROM ps_auths JOIN ps_endpoints USING (id) JOIN ps_aors USING (id) WHERE id = %s",
    "asterisk-sip": "SELECT sippeers.*, secret password, setvar groups FROM sippeers WHERE name = %s",
}
IN_SUBSCRIBER = "SELECT *, (SELECT GROUP_CONCAT(grp ORDER BY grp SEPARATOR ' ') FROM grp WHERE username = %s) groups FROM subscriber WHERE username = %s"
# The table with the account, its key there, and the column of its MD5 hash.
KEYS = {"asterisk-pjsip": ("ps_auths", "id", "md5_cred"), "asterisk-sip": ("sippeers", "name", "md5secret")}
KEY_OF_SUBSCRIBER = ("subscriber", "username", "ha1")
# {0} is the account's name, {1} the end of its contact in seconds since 1970.
CONTACTS = {
    "OPENSIPS": "INSERT INTO location (username, domain, contact, expires, last_modified, user_agent)"
                " VALUES ('{0}', '{2}', 'sip:{0}@192.0.2.7:5060', {1}, NOW(), 'Linksys/SPA942-6.1.5(a)')",
    "ASTERISK_PJSIP": "INSERT INTO ps_contacts (id, uri, expiration_time, user_agent, endpoint)"
                      " VALUES ('{0}^3B@1', 'sip:{0}@192.0.2.7:5060', {1}, 'Linksys/SPA942-6.1.5(a)', '{0}')",
    "ASTERISK_SIP": "UPDATE sippeers SET fullcontact = 'sip:{0}@192.0.2.7:5060', regseconds = {1}, useragent = 'Linksys/SPA942-6.1.5(a)'"
                    " WHERE name = '{0}'",
    "": "INSERT INTO location (username, domain, contact, expires, last_modified, user_agent)"
        " VALUES ('{0}', '{2}', 'sip:{0}@192.0.2.7:5060', FROM_UNIXTIME({1}), NOW(), 'Linksys/SPA942-6.1.5(a)')",
}  # fmt: skip


class Exchange:
    def __init__(self, dialect, tables, conf):
        self.dialect, self.tables, self.conf = dialect, tables, conf
        self.door = Cgi(conf=conf)

    def spaconf(self, *words, code=0):
        done = run(SPACONF, *words, conf=self.conf, timeout=120)
        assert done.returncode == code, (words, done.returncode, done.stdout.decode(), done.stderr.decode())
        return done.stdout.decode()

    def stored(self, user):
        text = STORED.get(self.dialect, IN_SUBSCRIBER)
        rows = query(DATABASE, text, (user,) * text.count("%s"))
        assert len(rows) <= 1
        return rows[0] if rows else None

    def expected(self, user, password):
        """What its columns hold, computed here."""
        text, long = f"{user}:{env.SIP_DOMAIN}:{password}", f"{user}@{env.SIP_DOMAIN}:{env.SIP_DOMAIN}:{password}"
        md5 = hashlib.md5(text.encode()).hexdigest()
        return {
            "password": password, "ha1": md5, "md5_cred": md5, "md5secret": md5, "ha1b": hashlib.md5(long.encode()).hexdigest(),
            "ha1_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "ha1_sha512t256": hashlib.new("sha512_256", text.encode()).hexdigest()}  # fmt: skip

    def assert_stored(self, user, password, *groups):
        row = self.stored(user)
        for column, value in self.expected(user, password).items():
            assert row.get(column, value) == value, column
        assert (row["groups"] or "").removeprefix("groups=").split() == list(groups)

    def connect(self, user, seconds):
        kind = next(each for each in CONTACTS if self.tables.startswith(each))
        query(DATABASE, CONTACTS[kind].format(user, int(time.time()) + seconds, env.SIP_DOMAIN), ())


@pytest.fixture(scope="module", params=EXCHANGES, ids=lambda each: each[1].lower())
def exchange(request):
    dialect, tables = request.param
    with folder() as path, exchange_database(DATABASE, getattr(exchange_tables, tables)):
        yield Exchange(dialect, tables, derive(path / "spaconf.conf", account__dialect=dialect, account__database=DATABASE))


@pytest.fixture
def phone(exchange):
    """A registered phone with two permissions."""
    form = Form(exchange.door, person().login).fill(model="spa942", mac=mac(), line1_user=number(), permission=["int", "local"])
    form.ref = form.post().ref
    form.user, form.password = form["line1_user"], form["line1_password"]
    return form


def test_its_dialect_has_no_fault(exchange):
    assert ": ok, " in exchange.spaconf("check-dialect", TOP / "templates" / "pbx" / f"{exchange.dialect}.sql")
    assert "exchange" in exchange.spaconf("check-config", "--live")


def test_a_phone_s_account_is_created_changed_and_deleted(exchange, phone):
    exchange.assert_stored(phone.user, phone.password, "int", "local")
    exchange.spaconf("edit", phone.ref, "line1_permission=ld")
    exchange.assert_stored(phone.user, phone.password, "ld")
    before = exchange.stored(phone.user)["password"]
    exchange.spaconf("password", phone.ref)
    after = exchange.stored(phone.user)["password"]
    assert after != before and len(after) == 20
    exchange.assert_stored(phone.user, after, "ld")
    exchange.spaconf("retire", phone.ref)
    assert exchange.stored(phone.user) is None


def test_reconcile_reads_its_accounts(exchange, phone):
    def about():
        done = run(SPACONF, "reconcile", "--check", "--without-tickets", "--json", conf=exchange.conf, timeout=120)
        assert done.returncode in (0, 1), done.stderr
        return [each["kind"] for each in json.loads(done.stdout) if names(each, phone.user)]

    assert about() == []
    exchange.spaconf("check-config")
    table, key, column = KEYS.get(exchange.dialect, KEY_OF_SUBSCRIBER)
    query(DATABASE, f"UPDATE {table} SET {column} = 'another' WHERE {key} = %s", (phone.user,))
    assert about() == ["account-differs"]
    exchange.spaconf("retire", phone.ref)


def test_its_contacts_say_whether_a_phone_is_online(exchange, phone):
    assert phone_page(phone.ref, exchange.door).shown("status-label") != "online"
    exchange.connect(phone.user, 600)
    page = phone_page(phone.ref, exchange.door)
    assert "192.0.2.7" in page.words()
    exchange.spaconf("retire", phone.ref)


def test_an_account_of_its_own_is_never_overwritten(exchange, phone):
    before = exchange.stored(phone.user)
    other = Form(exchange.door, person().login).fill(model="spa922", mac=mac(), line1_user=number())
    theirs = other["line1_user"]
    table, key, _ = KEYS.get(exchange.dialect, KEY_OF_SUBSCRIBER)
    domain = ", domain" if table == "subscriber" else ""
    query(DATABASE, f"INSERT INTO {table} ({key}{domain}) VALUES (%s{', %s' if domain else ''})",
          (theirs, env.SIP_DOMAIN) if domain else (theirs,))  # fmt: skip
    answer = other.post()
    assert answer.status == 409 and "line1_user" in answer.problems()
    assert exchange.stored(phone.user) == before
    exchange.spaconf("retire", phone.ref)


def test_an_account_in_several_tables_needs_transactions():
    with folder() as path, exchange_database("dialect_myisam", exchange_tables.ASTERISK_PJSIP, engine="MyISAM"):
        conf = derive(path / "spaconf.conf", account__dialect="asterisk-pjsip", account__database="dialect_myisam")
        checked = run(SPACONF, "check-config", "--live", conf=conf)
        refused = Cgi(conf=conf).get(f"/form?login={person().login}")
    assert checked.returncode != 0 and b"half of one could not be recognised: ALTER TABLE" in checked.stdout + checked.stderr
    assert refused.status == 503, refused.words()[:300]
