"""Imports a table of new phones, beside the same rows by array binding and as many durable files."""
import csv
import os
import re
import subprocess
import time

from batch import Batch
from harness import BUILD, ENVIRONMENT
from row import Row, in_turns, milliseconds, ratios

PHONES = int(os.environ.get("BENCH_IMPORT", 10_000))
SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
FORM, CLIENTS = "/main/form?login=", 16
COLUMNS = "login", "model", "mac", "inventory", "hostname", "line1_permission", "line1_user"


class ImportBench:
    def __init__(self, harness, measure):
        self.harness, self.measure = harness, measure
        self.work = Batch(harness, PHONES)
        self.table = harness.folder / "import.csv"
        self.peaks = []

    def prepare(self):
        with self.table.open("w") as file:
            out = csv.writer(file)
            out.writerow(COLUMNS)
            for phone in self.work.phones():
                out.writerow([*(phone[name] for name in COLUMNS[:5]), " ".join(phone["permissions"]), phone["lines"][0]["user"]])

    def command(self):
        return self.harness.ours("fresh", BUILD / "cli/spaconf", "import", self.table, "--skip-bad-rows")

    def ours(self):
        """Seconds from the start of the program to its end; each row is registered, its profile written."""
        self.work.empty("fresh")
        began = time.monotonic()
        said = self.harness.run(["/usr/bin/time", "-f", "peak %M", "-o", self.harness.folder / "peak", *self.command()])
        seconds = time.monotonic() - began
        if f"{PHONES} registered" not in said:
            raise SystemExit(f"bench: an import: {said[-2000:]}")
        self.peaks.append(int(re.search("peak ([0-9]+)", (self.harness.folder / "peak").read_text())[1]) / 1024)
        return seconds

    def p99(self):
        """The 99th percentile of the times, in seconds, of forms of another site."""
        return self.measure.get(FORM, CLIENTS, SECONDS)["p99"]

    def p99_beside(self):
        """The same during an import."""
        self.work.empty("fresh")
        with subprocess.Popen(list(map(str, self.command())), env=ENVIRONMENT, stdout=subprocess.DEVNULL) as program:
            while program.poll() is None and not self.harness.database("SELECT 1 FROM fresh.registration LIMIT 1"):
                time.sleep(0.02)
            p99 = self.p99()
            if program.poll() is not None:
                raise SystemExit("bench: the import ended before the forms: it failed, or BENCH_IMPORT is too small")
            program.terminate()
        return p99

    def forms_beside_it(self):
        found = in_turns(idle=self.p99, beside=self.p99_beside)
        yield Row(f"form p99, {CLIENTS} clients, during an import", "idle", milliseconds(found["beside"]),
                  milliseconds(found["idle"]), ratios(found["beside"], found["idle"]), most=1.5, unit=" ×")

    def rows(self):
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
