"""Benchmarks the list: as fast with 100,000 phones as with 1,000, whatever is searched for, and the page of a phone."""
import os
import random
import urllib.parse

from harness import FEW, MANY
from row import Row, in_turns, milliseconds, ratios

SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
CLIENTS = 4
# A phone as Harness.fill() makes it.
FIELDS = {
    "login": lambda n: f"osoba{n}",
    "name": lambda n: f"Česká {n}",
    "number": lambda n: f"5{n:06d}",
    "MAC": lambda n: f"00:12:17:{n * 7919 % (1 << 24):06x}",
    "end of the MAC": lambda n: f"{n * 7919 % (1 << 24):06X}",
    "hostname": lambda n: f"telefon-{n}",
    "inventory": lambda n: f"PC{n}",
    "room": lambda n: "UI-305",
}
SORTS = {"newest": "", "person": "Osoba Česká {0}", "mac": "001217000000", "room": "UI-305"}


class SearchBench:
    def __init__(self, harness, measure):
        self.harness, self.measure = harness, measure

    def prepare(self):
        for site, phones in ("few", FEW), ("many", MANY):
            self.harness.fill_once(site, phones)
            self.harness.start(site, "form")
            self.asked(site, "first", [""], 1)
        self.harness.settle()

    def asked(self, site, name, queries, seconds=SECONDS):
        """The p99 of pages of the list, drawn from these."""
        file = self.harness.folder / f"{site}-{name}"
        file.write_text("".join("?" + urllib.parse.urlencode(query) + "\n" for query in queries))
        return self.measure.wrk("get.lua", CLIENTS, seconds, f"/{site}/phones", file)["p99"]

    def list(self):
        """First pages and pages in the middle, in every order."""
        def pages(phones):
            for sort, value in SORTS.items():
                yield {"sort": sort}
                yield {"sort": sort, "after": f"{phones // 2}.{value.format(phones // 2)}"}

        found = in_turns(few=lambda: self.asked("few", "list", pages(FEW)),
                         many=lambda: self.asked("many", "list", pages(MANY)))
        yield Row(f"list page p99, {MANY:,} phones", f"with {FEW:,}", milliseconds(found["many"]),
                  milliseconds(found["few"]), ratios(found["many"], found["few"]), most=1.2, unit=" ×")

    def search(self):
        def whole():
            return [{"q": field(random.randint(1, MANY))} for _ in range(200) for field in FIELDS.values()]

        def begun():
            for query in whole():
                yield {"q": query["q"][: random.randint(1, len(query["q"]))]}

        found = in_turns(whole=lambda: self.asked("many", "whole", whole()),
                         begun=lambda: self.asked("many", "begun", begun()))
        for name, label, goal in ("whole", f"search by any field, p99, {MANY:,} phones", 50), ("begun", "  while it is typed", None):
            yield Row(label, "–", "", "", [1000 * each for each in found[name]], most=goal, unit=" ms")

    def phone(self):
        """A phone's page with its status and its audit trail, beside a form, which asks the directory."""
        refs = self.harness.folder / "many-refs"
        refs.write_text("".join(f"{ref}\n" for ref, in self.harness.database(
            "SELECT ref FROM many.registration ORDER BY RAND(1) LIMIT 1000")))
        found = in_turns(phone=lambda: self.measure.wrk("get.lua", CLIENTS, SECONDS, "/many/phones/", refs)["p99"],
                         form=lambda: self.measure.get("/many/form?login=", CLIENTS, SECONDS)["p99"])
        yield Row(f"a phone's page, p99, {MANY:,} phones", "form?login=", milliseconds(found["phone"]),
                  milliseconds(found["form"]), ratios(found["phone"], found["form"]), most=1.5, unit=" ×")
