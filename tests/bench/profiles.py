"""Profiles: how fast they are filled, and how fast all of them are looked at and written anew."""
import contextlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time

import other_engines
from harness import BUILD, HERE, STACK, TOP, tftpd
from row import Row, in_turns, rates, ratios

SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
PHONES = int(os.environ.get("BENCH_PHONES", 100_000))
# Of ten phones one is a 962: those are changed, and nothing else.
MODEL = "IF(seq % 10 = 0, 'spa962', ELT(1 + seq % 4, 'spa921', 'spa922', 'spa941', 'spa942'))"
CHANGED = "spa962"
# FusionPBX's template of an SPA942 in its own process, on a machine like those that this was measured on.
FUSIONPBX = 19_000
BEGINNING_AND_MIDDLE = re.compile(rb"<(?:Primary_NTP_Server|Voice_Mail_Number)>([^<]*)</")


class ProfileBench:
    """Two configurations that differ in two parameters, far from one another in a profile."""

    def __init__(self, harness):
        self.harness = harness
        self.folder = harness.folder / "models"
        self.config = self.folder / "root/config"
        self.now = 0  # which of the two the files are by

    # In memory

    def filled(self, program, *arguments):
        return float(self.harness.run([*program, *arguments, SECONDS]).split()[0])

    def in_memory(self):
        templates = self.harness.folder / "other-engines"
        templates.mkdir()
        other_engines.write(templates)
        jinja, smarty = [sys.executable, HERE / "fill_jinja.py"], ["php", "-d", "opcache.enable_cli=1", HERE / "fill_smarty.php"]
        found = in_turns(
            ours=lambda: self.filled([BUILD / "tests/bench/profile"], "spa942", TOP / "spaconf.conf",
                                     TOP / "templates"),
            jinja=lambda: self.filled(jinja, templates / "jinja-loops"),
            smarty=lambda: self.filled(smarty, templates / "smarty-loops"),
            jinja_flat=lambda: self.filled(jinja, templates / "jinja-flat"),
            smarty_flat=lambda: self.filled(smarty, templates / "smarty-flat"))
        ours = found["ours"]
        yield Row("profile of a 942 in memory", "–", rates(ours), "", ours, least=100_000, unit="/s")
        for name, label, goal in (
                ("smarty", "Smarty 4, our template", 4), ("jinja", "Jinja2, our template", 4),
                ("smarty_flat", "Smarty 4, a text of the model", None),
                ("jinja_flat", "Jinja2, a text of the model", None)):
            yield Row("  the same", label, rates(ours), rates(found[name]), ratios(ours, found[name]), least=goal,
                      unit=" ×")
        yield Row("  the same", "FusionPBX's, seen elsewhere", rates(ours), f"{FUSIONPBX}/s",
                  [rate / FUSIONPBX for rate in ours], least=4, unit=" ×")

    # On the disk

    def prepare(self):
        """Phones whose files lie there, and a copy of those files that change."""
        env, first = self.harness.env, 5_000_001
        sealed = self.harness.run([BUILD / "tests/bench/sealed", STACK / "spaconf/database.key", env["SIP_DOMAIN"],
                                 first, PHONES])
        self.harness.database("CREATE TABLE bench.sealed (id INT PRIMARY KEY, secret VARBINARY(255))")
        rows = [f"({int(user) - first + 1}, x'{secret}')" for user, secret in map(str.split, sealed.splitlines())]
        for begin in range(0, len(rows), 1000):
            self.harness.database(f"INSERT INTO bench.sealed VALUES {','.join(rows[begin : begin + 1000])}")
        self.harness.fill("models", PHONES, MODEL, "(SELECT secret FROM bench.sealed WHERE id = seq)")
        self.configurations = [self.configuration(number) for number in range(2)]
        self.regenerate()
        self.reference = self.folder / "reference"
        for name in "config", "staging":
            (self.reference / name).mkdir(parents=True)
        for (mac,) in self.macs():
            shutil.copy(self.config / f"spa{mac}.cfg", self.reference / "config")
        self.harness.settle()

    def macs(self):
        return self.harness.database(f"SELECT mac FROM models.registration WHERE model = '{CHANGED}'")

    def configuration(self, number):
        path = self.harness.config(f"models-{number}")
        path.write_text(self.harness.run([
            TOP / "tests/stack/set-config", self.harness.config("models"),
            f"phone.settings.Voice_Mail_Number=850{number}", f"phone.settings.Primary_NTP_Server=ntp{number}.example.org"]))
        return path

    def regenerate(self, *options):
        """Seconds, and how many files it says that it wrote."""
        began = time.monotonic()
        told = self.harness.run(["env", f"SPACONF_CONFIG={self.configurations[self.now]}", BUILD / "cli/spaconf",
                               "regenerate", *options], as_web=True)
        return time.monotonic() - began, int(re.search(r"(\d+) files", told)[1])

    def stamps(self):
        return sorted((each.name, each.stat().st_ino, each.stat().st_ctime_ns) for each in os.scandir(self.config))

    def look_at_all(self):
        before = self.stamps()
        seconds, written = self.regenerate()
        if written or self.stamps() != before:
            raise SystemExit(f"bench: regenerate touched {written} files that were right")
        return PHONES / seconds

    def change(self):
        self.now = 1 - self.now
        seconds, written = self.regenerate("--model", CHANGED)
        if written != len(self.macs()):
            raise SystemExit(f"bench: regenerate wrote {written} files")
        return written / seconds

    def files(self, *arguments):
        return float(self.harness.run([BUILD / "tests/bench/files", *arguments]))

    def replace(self, how):
        return self.files("replace", self.reference / "config", self.reference / "staging", how)

    def on_disk(self):
        self.prepare()
        with self.readers() as seen:
            found = in_turns(ours=self.look_at_all, theirs=lambda: self.files("compare", self.config))
            yield Row(f"regenerate, {PHONES:,} unchanged", "open, read, compare", rates(found["ours"]),
                      rates(found["theirs"]), ratios(found["ours"], found["theirs"]), least=0.25)
            found = in_turns(ours=self.change, each=lambda: self.replace("each"), once=lambda: self.replace("once"))
            best = [max(pair) for pair in zip(found["each"], found["once"])]
            yield Row(f"  {len(self.macs()):,} changed", "fsync each ×4, or syncfs", rates(found["ours"]), rates(best),
                      ratios(found["ours"], best), least=0.7)
        yield Row("  meanwhile torn, read by TFTP", "–", f"of {seen['files']:,}", "", [seen["torn"]], most=0)

    # Who reads meanwhile

    @contextlib.contextmanager
    def readers(self):
        seen, stop = {"files": 0, "torn": 0}, threading.Event()
        with tftpd(self.folder / "root") as port:
            urls = [f"tftp://127.0.0.1:{port}/config/spa{mac}.cfg" for (mac,) in self.macs()[:200]]
            reader = threading.Thread(target=self.read, args=(urls, seen, stop))
            reader.start()
            try:
                yield seen
            finally:
                stop.set()
                reader.join()
        if not seen["files"]:
            raise SystemExit("bench: nothing could be read by TFTP")

    def read(self, urls, seen, stop):
        """Ten files a tenth of a second; of each both generations differ in the two values only."""
        first, known = 0, {}
        while not stop.wait(0.1):
            some = [urls[(first + i) % len(urls)] for i in range(10)]
            first += len(some)
            text = subprocess.run(["curl", "-sS", *some], capture_output=True).stdout
            for url, file in zip(some, text.split(b"<flat-profile>")[1:], strict=True):
                values = [value[-1:] if value[-1:].isdigit() else value[3:4] for value in BEGINNING_AND_MIDDLE.findall(file)]
                same = BEGINNING_AND_MIDDLE.sub(b"", file)
                seen["files"] += 1
                seen["torn"] += len(set(values)) != 1 or known.setdefault(url, same) != same
