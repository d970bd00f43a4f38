"""The tables of exchanges, in the shape that each of them publishes, as far as spaconf's dialects use them.

    tests/stack/exchange_tables.py OPENSER MyISAM subscriber grp    # prints the statements that create them
"""
import contextlib
import sys

from spaconf_stack import env, query

ID = "id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL"
LONG_AGO = "DATETIME NOT NULL DEFAULT '1900-01-01 00:00:01'"
ACCOUNT = "UNIQUE KEY account_idx (username, domain), KEY (username)"


def text(*names, size=64, kind="VARCHAR"):
    """Columns that are never NULL."""
    return ", ".join(f"{name} {kind}({size}) NOT NULL DEFAULT ''" for name in names)


def groups(kind="VARCHAR"):
    return f"""{ID}, {text("username", "domain", "grp", kind=kind)}, last_modified {LONG_AGO},
        UNIQUE KEY account_group_idx (username, domain, grp)"""


def location(expires="DATETIME NOT NULL DEFAULT '2020-05-28 21:32:15'", kind="VARCHAR"):
    return f"""{ID}, {text("username", kind=kind)}, domain {kind}(64), {text("contact", size=255, kind=kind)},
        expires {expires}, last_modified {LONG_AGO}, {text("user_agent", size=255, kind=kind)}"""


# Subscriber version 6, grp version 2, location version 1004.
OPENSER = {
    "subscriber": f"""{ID}, {text("username", "domain")}, {text("password", size=25)},
        {text("first_name", "last_name", "email_address")}, datetime_created {LONG_AGO}, {text("ha1", "ha1b")},
        timezone VARCHAR(64), rpid VARCHAR(64), {ACCOUNT}""",
    "grp": groups(),
    "location": location(),
}
OPENSER_1_2 = OPENSER | {
    "subscriber": f"""{ID}, {text("username")}, {text("domain", size=128)}, {text("password", "first_name", size=25)},
        {text("last_name", size=45)}, {text("email_address", size=50)}, datetime_created {LONG_AGO},
        {text("ha1", "ha1b", size=128)}, timezone VARCHAR(128), rpid VARCHAR(128), {ACCOUNT}""",
}
# Subscriber version 6, as also OpenSIPS 1; version 7 lacks the mail address and rpid.
KAMAILIO_4 = OPENSER | {
    "subscriber": f"""{ID}, {text("username", "domain")}, {text("password", size=25)}, {text("email_address", "ha1", "ha1b")},
        rpid VARCHAR(64), {ACCOUNT}""",
}
# Subscriber version 7, grp version 3, location version 1013.
OPENSIPS_3_0 = {
    "subscriber": f"""{ID}, {text("username", "domain", kind="CHAR")}, {text("password", size=25, kind="CHAR")},
        {text("email_address", "ha1", "ha1b", kind="CHAR")}, rpid CHAR(64), {ACCOUNT}""",
    "grp": groups(kind="CHAR"),
    "location": location(expires="INT(10) UNSIGNED NOT NULL", kind="CHAR").replace(ID, ID.replace("id INT", "contact_id BIGINT")),
}
# Subscriber version 8.
OPENSIPS_3_2 = OPENSIPS_3_0 | {
    "subscriber": f"""{ID}, {text("username", "domain", kind="CHAR")}, {text("password", size=25, kind="CHAR")},
        {text("email_address", "ha1", "ha1_sha256", "ha1_sha512t256", kind="CHAR")}, rpid CHAR(64), {ACCOUNT}""",
}
# The first schema, with what its later revisions add to these columns.
ASTERISK_PJSIP = {
    "ps_endpoints": """id VARCHAR(40) NOT NULL UNIQUE, transport VARCHAR(40), aors VARCHAR(200), auth VARCHAR(40),
        context VARCHAR(40), disallow VARCHAR(200), allow VARCHAR(200), set_var TEXT""",
    "ps_auths": """id VARCHAR(40) NOT NULL UNIQUE, auth_type ENUM('md5','userpass'), nonce_lifetime INT, md5_cred VARCHAR(40),
        password VARCHAR(80), realm VARCHAR(40), username VARCHAR(40)""",
    "ps_aors": """id VARCHAR(40) NOT NULL UNIQUE, contact VARCHAR(255), default_expiration INT, mailboxes VARCHAR(80),
        max_contacts INT, minimum_expiration INT, remove_existing ENUM('yes','no'), qualify_frequency INT""",
    "ps_contacts": """id VARCHAR(255) UNIQUE, uri VARCHAR(255), expiration_time BIGINT, user_agent VARCHAR(255),
        reg_server VARCHAR(20), endpoint VARCHAR(40)""",
}
ASTERISK_SIP = {
    "sippeers": """id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE, ipaddr VARCHAR(45), port INT,
        regseconds INT, defaultuser VARCHAR(40), fullcontact VARCHAR(80), regserver VARCHAR(20), useragent VARCHAR(255),
        lastms INT, host VARCHAR(40), type ENUM('friend','user','peer'), context VARCHAR(40), secret VARCHAR(40),
        md5secret VARCHAR(40), disallow VARCHAR(200), allow VARCHAR(200), setvar VARCHAR(200)""",
}
# Each dialect with the tables of an exchange that it is for.
EXCHANGES = [
    ("openser-1.3", "OPENSER"), ("openser-1.3", "OPENSER_1_2"), ("kamailio-5", "KAMAILIO_4"), ("opensips-3", "OPENSIPS_3_0"),
    ("opensips-3", "OPENSIPS_3_2"), ("asterisk-pjsip", "ASTERISK_PJSIP"), ("asterisk-sip", "ASTERISK_SIP")]  # fmt: skip


def created(table, columns, engine):
    return f"CREATE TABLE {table} ({columns}) ENGINE={engine}"


@contextlib.contextmanager
def exchange_database(name, tables, engine="InnoDB"):
    """A database with these tables, which spaconf's user may use."""
    query(None, f"DROP DATABASE IF EXISTS {name}", ())
    query(None, f"CREATE DATABASE {name} CHARACTER SET latin1", ())
    try:
        for table, columns in tables.items():
            query(name, created(table, columns, engine), ())
            query(name, f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {env.SPACONF_DB_USER}@localhost", ())
        yield
    finally:
        query(None, f"DROP DATABASE {name}", ())


if __name__ == "__main__":
    exchange, engine, *tables = sys.argv[1:]
    for table in tables:
        print(created(table, globals()[exchange][table], engine) + ";")
