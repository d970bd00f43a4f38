"""Keeps every committed state of phones and of the exchange's accounts, by triggers in the databases.

A row is written by the transaction that it tells of, so it is there exactly if that was committed. Only the sums of profiles
are kept also if it was not: a file is renamed before COMMIT, and shows a committed generation even if that never comes.
"""
from spaconf_stack import env, query

PHONE = "ref", "state", "mac", "version", "generation", "profile_state", "profile_sha256", "hostname"


def keep():
    """From now on, after forgetting what was kept before."""
    forget()
    on_our_server("CREATE DATABASE checker")
    on_our_server(f"""CREATE TABLE checker.phone (id BIGINT AUTO_INCREMENT PRIMARY KEY, at DATETIME(6), registration BIGINT,
        {", ".join(f"{name} VARCHAR(64)" for name in PHONE)}, KEY (ref), KEY (mac)) ENGINE=InnoDB CHARACTER SET ascii""")
    # A cluster copies no MyISAM table, so there a sum is kept only if it was committed.
    on_our_server(f"""CREATE TABLE checker.profile (registration BIGINT, mac CHAR(12), generation INT, sha256 CHAR(64))
        ENGINE={"InnoDB" if env.EXCHANGE == "galera" else "MyISAM"} CHARACTER SET ascii""")
    kept = (f"INSERT INTO checker.phone (at, registration, {', '.join(PHONE)})"
            f" VALUES (SYSDATE(6), NEW.id, {', '.join('NEW.' + name for name in PHONE)})")  # fmt: skip
    differs = " OR ".join(f"NOT NEW.{name} <=> OLD.{name}" for name in PHONE)
    on_our_server(f"CREATE TRIGGER {env.DB_NAME}.checker_added AFTER INSERT ON {env.DB_NAME}.registration FOR EACH ROW {kept}")
    on_our_server(f"""CREATE TRIGGER {env.DB_NAME}.checker_changed AFTER UPDATE ON {env.DB_NAME}.registration FOR EACH ROW
        BEGIN IF {differs} THEN {kept}; END IF;
        IF NEW.profile_state = 'done' AND NOT NEW.profile_sha256 <=> OLD.profile_sha256 THEN
            INSERT INTO checker.profile VALUES (NEW.id, NEW.mac, NEW.generation, NEW.profile_sha256); END IF; END""")
    # What a transaction does not cover must not be forgotten with it.
    engine = "MyISAM" if env.EXCHANGE == "openser" else "InnoDB"
    on_exchange("CREATE DATABASE IF NOT EXISTS checker")
    on_exchange(f"""CREATE TABLE checker.account (id BIGINT AUTO_INCREMENT PRIMARY KEY, at DATETIME(6), username VARCHAR(64),
        domain VARCHAR(64), ha1 VARCHAR(128), KEY (username)) ENGINE={engine} CHARACTER SET ascii""")
    for event in "INSERT", "UPDATE":
        on_exchange(f"""CREATE TRIGGER {env.PBX_DB}.checker_{event} AFTER {event} ON {env.PBX_DB}.subscriber FOR EACH ROW
            INSERT INTO checker.account (at, username, domain, ha1) VALUES (SYSDATE(6), NEW.username, NEW.domain, NEW.ha1)""")


def forget():
    """Nothing is kept any more."""
    for name in "added", "changed":
        on_our_server(f"DROP TRIGGER IF EXISTS {env.DB_NAME}.checker_{name}")
    for event in "INSERT", "UPDATE":
        on_exchange(f"DROP TRIGGER IF EXISTS {env.PBX_DB}.checker_{event}")
    for on_server in on_our_server, on_exchange:
        on_server("DROP DATABASE IF EXISTS checker")


def phones():
    """Committed states in their order."""
    return on_our_server(f"SELECT id, UNIX_TIMESTAMP(at) at, registration, {', '.join(PHONE)} FROM checker.phone ORDER BY id")


def profiles():
    """What was rendered and written for each generation."""
    return on_our_server("SELECT registration, mac, generation, sha256 FROM checker.profile")


def accounts():
    """Each password's hash that the exchange has had."""
    return on_exchange("SELECT UNIX_TIMESTAMP(at) at, username, domain, ha1 FROM checker.account ORDER BY id")


def on_our_server(text):
    return query(None, text, ())


def on_exchange(text):
    return query(None, text, (), env.PBX_SOCKET)
