"""Benchmarks the API: one registration beside the form's, a batch beside its rows and files, pages of the list."""
import os

from batch import BATCH, Batch
from harness import FEW, MANY
from row import Row, after_another, in_turns, milliseconds, rates, ratios

SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
CLIENTS = 1, 16
READERS = 4


class ApiBench:
    """A client and its token for each site. Of the site "main" are the form's registrations, too."""

    def __init__(self, harness, measure):
        self.harness, self.measure = harness, measure
        self.batch_work = Batch(harness)
        self.next_phone = 0

    def prepare(self):
        for site, phones in ("few", FEW), ("many", MANY):
            self.harness.fill_once(site, phones)
        self.harness.start("fresh", "api")
        self.tokens = {site: self.harness.token(site) for site in ("main", "few", "many", "fresh")}
        for site in "main", "few", "many":
            self.harness.start(site, "api")
        self.harness.settle()

    # One phone after another

    def register(self, clients, seconds):
        found = self.measure.wrk("register.lua", clients, seconds, "/main/api/v1/registrations", self.harness.logins,
                                 self.next_phone, token=self.tokens["main"])
        self.next_phone = found["next"]
        return found["rate"]

    def registration(self):
        for clients in CLIENTS:
            self.register(clients, 1)
            self.measure.register("main", clients, 1)
            found = in_turns(api=lambda: self.register(clients, SECONDS),
                             page=lambda: self.measure.get("/main/form?login=", clients, SECONDS)["rate"],
                             post=lambda: self.measure.register("main", clients, SECONDS)["rate"])
            form = after_another(found["page"], found["post"])
            what = f"registration by the API, {clients} client{'s' * (clients > 1)}"
            yield Row(what, "by the form: page, then POST", rates(found["api"]), rates(form), ratios(found["api"], form),
                      least=1)
            yield Row(what, "the POST alone", rates(found["api"]), rates(found["post"]), ratios(found["api"], found["post"]))

    # Many at once

    def batch(self):
        """Each begins without phones."""
        self.batch_work.record(self.harness.token("same"))
        found = in_turns(ours=lambda: self.batch_work.ours(self.tokens["fresh"]), rows=self.batch_work.rows,
                         each=lambda: self.batch_work.files("each"), once=lambda: self.batch_work.files("once"))
        self.batch_work.require_same_rows()
        files = [min(pair) for pair in zip(found["each"], found["once"])]
        alone = [sum(pair) for pair in zip(found["rows"], files)]
        yield Row(f"batch of {BATCH:,} registrations", "its rows and files alone", milliseconds(found["ours"]),
                  f"{milliseconds(found['rows'])} + {milliseconds(files)}", ratios(found["ours"], alone), most=2,
                  unit=" ×")

    # The list

    def asked(self, site, phones):
        """The p99 of pages at the beginning and in the middle."""
        file = self.harness.folder / f"{site}-api-list"
        file.write_text(f"?limit=50\n?limit=50&cursor={phones // 2}.\n")
        return self.measure.wrk("get.lua", READERS, SECONDS, f"/{site}/api/v1/registrations", file,
                                token=self.tokens[site])["p99"]

    def list(self):
        found = in_turns(few=lambda: self.asked("few", FEW), many=lambda: self.asked("many", MANY))
        yield Row(f"API list of 50, p99, {MANY:,} phones", f"with {FEW:,}", milliseconds(found["many"]),
                  milliseconds(found["few"]), ratios(found["many"], found["few"]), most=1.2, unit=" ×")

    @staticmethod
    def measured():
        """(label, path, clients) of each load."""
        for clients in CLIENTS:
            yield f"registration, {clients}, API", "/main/api/v1/registrations", clients
            yield f"registration, {clients}, form", "/main/submit/register", clients
        for site in "few", "many":
            yield f"list, {READERS}, {site}", f"/{site}/api/v1/registrations", READERS
