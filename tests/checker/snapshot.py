"""Reads everything that the invariants speak of, once: databases, TFTP, Request Tracker and the log of the clients."""
import collections
import concurrent.futures
import functools
import json
import pathlib

import client_log
import committed
import crashes
from node import stack_node
from spaconf_stack import STACK, Profile, env, hashes, nginx, pbx, rt, sql, ticket_text
from tftp_reader import fetch

# Of our tables everything but the sealed passwords.
PHONE = ("id, ref, state, model, mac, active_mac, hostname, login, person_mail, version, generation, profile_state, profile_sha256,"
         " ticket_state, ticket_number, ticket_batch, actor")  # fmt: skip
LINE = ("SELECT registration_id, position, user, domain, permissions, exchange_state, is_ours FROM line"
        " JOIN account ON account.id = account_id")  # fmt: skip


def begin(folder):
    """Before a run: notes what the checker has to know of the time before."""
    (folder / "began.json").write_text(json.dumps({"last_ticket": last_ticket(), "logs": crashes.sizes(STACK / "log")}))


class Snapshot:
    """What there is at one moment when nothing changes; each part is read when it is first asked for."""

    def __init__(self, folder, nodes=(), passwords=()):
        """`nodes` are the machines with a TFTP folder, if there are more than the stack itself; `passwords` were read from profiles."""
        self.passwords = set(passwords)
        self.folder = pathlib.Path(folder)
        self.nodes = list(nodes) or [stack_node()]
        self.began = json.loads((self.folder / "began.json").read_text())

    @functools.cached_property
    def requests(self):
        return client_log.read(self.folder / "requests.log")

    @functools.cached_property
    def reads(self):
        """What the reader of the TFTP servers has seen: node, time, MAC address, SHA-256, users with the hashes of their passwords."""
        with open(self.folder / "reads.log", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    # --- our tables -------------------------------------------------------------------------

    @functools.cached_property
    def phones(self):
        return {row["ref"]: row for row in sql(f"SELECT {PHONE} FROM registration")}

    @functools.cached_property
    def batches(self):
        """Of phones that have one ticket together, by the reference in it."""
        return {row["ref"]: row for row in sql("SELECT ref, ticket_number, ticket_mail, is_to_be_checked,"
                                               " COALESCE(lease_until > UTC_TIMESTAMP(3), 0) is_leased FROM ticket_batch")}  # fmt: skip

    @property
    def live(self):
        return [phone for phone in self.phones.values() if phone["state"] == "live"]

    @functools.cached_property
    def lines(self):
        """Of each phone, by the number of its row."""
        return grouped(sql(LINE), "registration_id")

    @functools.cached_property
    def accounts(self):
        return sql("SELECT id, user, domain, permissions, exchange_state, is_ours FROM account")

    @functools.cached_property
    def request_keys(self):
        return grouped(sql("SELECT actor, request_key, ref FROM request"), "request_key")

    @functools.cached_property
    def tasks(self):
        return sql("SELECT ref, kind, task.state, lease_until, reason FROM task LEFT JOIN registration ON registration.id = registration_id"
                   " WHERE task.state <> 'done' OR lease_until > UTC_TIMESTAMP(3)")  # fmt: skip

    @functools.cached_property
    def audit(self):
        return grouped(sql("SELECT ref, actor, action, detail FROM audit"), "ref")

    @functools.cached_property
    def committed(self):
        """The states that each phone had, by its reference."""
        return grouped(committed.phones(), "ref")

    @functools.cached_property
    def rendered(self):
        """(MAC address, SHA-256) -> registrations and generations that had this profile."""
        found = collections.defaultdict(list)
        for row in committed.profiles():
            found[row["mac"], row["sha256"]].append((row["registration"], row["generation"]))
        return found

    # --- the exchange -----------------------------------------------------------------------

    @functools.cached_property
    def subscribers(self):
        return grouped(pbx("SELECT username, domain, password, ha1, ha1b FROM subscriber"), "username")

    @functools.cached_property
    def permissions(self):
        found = grouped(pbx("SELECT username, grp FROM grp ORDER BY grp"), "username")
        return {user: [row["grp"] for row in rows] for user, rows in found.items()}

    @functools.cached_property
    def former_hashes(self):
        """(user, HA1) of every password that the exchange ever had."""
        return {(row["username"], row["ha1"]) for row in committed.accounts()}

    # --- the TFTP servers -------------------------------------------------------------------

    @functools.cached_property
    def profiles(self):
        """By node and by MAC address: of every phone that there is or was, and of every file that has such a name."""
        return {node.name: self.profiles_of(node) for node in self.nodes}

    def profiles_of(self, node):
        addresses = {row["mac"] for rows in self.committed.values() for row in rows if row["mac"]}
        addresses |= {path.name[len("spa"):-len(".cfg")] for path in node.root.glob("config/spa*")}
        with concurrent.futures.ThreadPoolExecutor(4) as readers:
            found = readers.map(lambda address: (address, fetch(node.tftp, path_of(address), tries=15)), sorted(addresses))
            return {address: data for address, data in found if data is not None}

    # --- Request Tracker --------------------------------------------------------------------

    @functools.cached_property
    def tickets(self):
        """Those of this run that were not merged into others, with subject, requestors and reference, by the reference."""
        found, page, pages = [], 1, 1
        while page <= pages:
            hits = rt("GET", "tickets", params={
                "query": f"Queue = '{env.RT_QUEUE}' AND id > {self.began['last_ticket']}", "fields": "Subject,Requestor,CustomFields",
                "fields[CustomFields]": "name,values", "per_page": 100, "page": page})  # fmt: skip
            pages, page = int(hits.get("pages") or 1), page + 1
            found += hits["items"]
        return grouped([ticket_of(item) for item in found], "ref")

    def text_of(self, number):
        """Everything written in a ticket, oldest first."""
        return ticket_text(number)

    @functools.cached_property
    def home(self):
        return nginx().get("/").element("waiting")


def grouped(rows, name):
    found = collections.defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return dict(found)


def path_of(address):
    return f"config/spa{address}.cfg"


def ticket_of(item):
    values = [value for field in item["CustomFields"] if field.get("name") == "spaconf" for value in field["values"]]
    return {"number": int(item["id"]), "subject": item["Subject"], "ref": values[0] if len(values) == 1 else f"{values}",
            "requestors": sorted(who["id"].lower() for who in item["Requestor"])}  # fmt: skip


def lines_of(data):
    """(user, password, (ha1, ha1b)) of every line of a profile that is switched on."""
    profile = Profile(data)
    for number in range(1, 7):
        if profile.parameters.get(f"Line_Enable_{number}_") == "Yes":
            user, password = profile[f"User_ID_{number}_"], profile[f"Password_{number}_"]
            yield user, password, hashes(user, password)


def last_ticket():
    found = rt("GET", "tickets", params={"query": f"Queue = '{env.RT_QUEUE}'", "orderby": "id", "order": "DESC", "per_page": 1})
    return max((int(item["id"]) for item in found["items"]), default=0)
