"""Benchmarks an exchange on another server: a registration beside one whose account is in the same transaction."""
import os
import time

import pymysql

from row import Row, in_turns, milliseconds, rates, ratios

SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
INSERTS = 50


class ExchangeBench:
    """The sites "fresh", with its exchange beside its own tables, and "far", with one on the second MariaDB."""

    def __init__(self, harness, measure):
        self.harness, self.measure = harness, measure
        self.next_phone = dict.fromkeys(("fresh", "far"), 0)

    def prepare(self):
        env = self.harness.env
        other = self.other_server("root", env["DB_PASSWORD"])
        with other, other.cursor() as cursor:
            cursor.execute("CREATE DATABASE far_pbx CHARACTER SET latin1")
            for table in "subscriber", "grp", "location":
                [(_, text)] = self.harness.database(f"SHOW CREATE TABLE fresh_pbx.{table}")
                cursor.execute("USE far_pbx")
                cursor.execute(text)
            cursor.execute("CREATE TABLE far_pbx.one_row (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(64)) ENGINE=InnoDB")
            cursor.execute(f"GRANT ALL ON far_pbx.* TO {env['SPACONF_DB_USER']}@127.0.0.1")
        self.harness.configure(
            "far", "account.host=127.0.0.1", f"account.port:={env['EXCHANGE_DB_PORT']}", f"account.ca_file={env['LDAP_CA_FILE']}",
            f"account.user={env['SPACONF_DB_USER']}", "account.password_file=" + str(self.harness.config("far").with_name("account.password")))
        for site in self.next_phone:
            self.harness.start(site, "api")
        self.tokens = {site: self.harness.token(site) for site in self.next_phone}
        for site in self.next_phone:
            self.register(site, 1)
        self.link = self.other_server(env["SPACONF_DB_USER"], env["EXCHANGE_DB_PASSWORD"], over_tls=True)
        self.harness.settle()

    def other_server(self, user, password, over_tls=False):
        env = self.harness.env
        where = {"host": "127.0.0.1", "port": int(env["EXCHANGE_DB_PORT"]), "ssl": {"ca": env["LDAP_CA_FILE"]}}
        return pymysql.connect(**where if over_tls else {"unix_socket": env["EXCHANGE_DB_SOCKET"]}, user=user, password=password,
                               autocommit=True)  # fmt: skip

    def register(self, site, seconds):
        """Without permissions: with them the account is a transaction of its server's own, of two statements more."""
        found = self.measure.wrk("register.lua", 1, seconds, f"/{site}/api/v1/registrations", self.harness.logins,
                                 self.next_phone[site], "[]", token=self.tokens[site])
        self.next_phone[site] = found["next"]
        return found["rate"]

    def insert(self):
        """The seconds of one round trip and one durable write on the other server."""
        with self.link.cursor() as cursor:
            began = time.monotonic()
            for number in range(INSERTS):
                cursor.execute("INSERT INTO far_pbx.one_row (name) VALUES (%s)", (str(number),))
            return (time.monotonic() - began) / INSERTS

    def registration(self):
        found = in_turns(far=lambda: self.register("far", SECONDS), near=lambda: self.register("fresh", SECONDS), insert=self.insert)
        times = {site: [1 / rate for rate in found[site]] for site in ("far", "near")}
        more = [far - near for far, near in zip(times["far"], times["near"])]
        yield Row("registration, exchange on another server", "in one transaction", rates(found["far"]), rates(found["near"]),
                  ratios(times["far"], times["near"]), unit=" ×")
        yield Row("  the time that it takes more", "a durable INSERT there", milliseconds(more), milliseconds(found["insert"]),
                  ratios(more, found["insert"]), most=1.5, unit=" ×")
