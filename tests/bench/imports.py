"""Imports a table of new phones, beside the same rows by array binding and as many durable files."""
import csv
import os
import re
import time

from batch import Batch
from harness import BUILD
from row import Row, in_turns, milliseconds, ratios

PHONES = int(os.environ.get("BENCH_IMPORT", 10_000))
COLUMNS = "login", "model", "mac", "inventory", "hostname", "line1_permission", "line1_user"


class ImportBench:
    def __init__(self, harness):
        self.harness = harness
        self.work = Batch(harness, PHONES)
        self.table = harness.folder / "import.csv"
        self.peaks = []

    def prepare(self):
        with self.table.open("w") as file:
            out = csv.writer(file)
            out.writerow(COLUMNS)
            for phone in self.work.phones():
                out.writerow([*(phone[name] for name in COLUMNS[:5]), " ".join(phone["permissions"]), phone["lines"][0]["user"]])

    def ours(self):
        """Seconds from the start of the program to its end; each row is registered, its profile written."""
        self.work.empty("fresh")
        began = time.monotonic()
        said = self.harness.run(["/usr/bin/time", "-f", "peak %M", "-o", self.harness.folder / "peak",
                                 *self.harness.ours("fresh", BUILD / "cli/spaconf", "import", self.table, "--skip-bad-rows")])
        seconds = time.monotonic() - began
        if f"{PHONES} registered" not in said:
            raise SystemExit(f"bench: an import: {said[-2000:]}")
        self.peaks.append(int(re.search("peak ([0-9]+)", (self.harness.folder / "peak").read_text())[1]) / 1024)
        return seconds

    def measure(self):
        """Each begins without phones."""
        self.work.record(self.harness.token("same"))
        found = in_turns(ours=self.ours, rows=lambda: self.work.rows("arrays"),
                         each=lambda: self.work.files("each"), once=lambda: self.work.files("once"))
        self.work.require_same_rows()
        files = [min(pair) for pair in zip(found["each"], found["once"])]
        alone = [sum(pair) for pair in zip(found["rows"], files)]
        yield Row(f"import of {PHONES:,} new phones", "its rows in arrays, its files", milliseconds(found["ours"]),
                  f"{milliseconds(found['rows'])} + {milliseconds(files)}", ratios(found["ours"], alone), most=2, aim=1.3,
                  unit=" ×")
        yield Row("  its peak memory", "–", "", "", self.peaks, most=100, unit=" MB")
