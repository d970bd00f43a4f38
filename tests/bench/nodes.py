"""A machine with a TFTP folder of its own, from nothing; and phones that all fetch their profiles after a power cut."""
import os
import shutil
import subprocess
import time

from harness import AS_WEB, BUILD, ENVIRONMENT, TOP, free_port, tftpd
from profiles import PHONES
from row import Row, in_turns, milliseconds, rates, ratios

SECONDS = int(os.environ.get("BENCH_SECONDS", 2))
# Resync_Random_Delay = 2: phones ask within 40 seconds after they have power.
SPREAD = 40
CLIENTS = 200
CHANGES = 20
GET = """
local paths = {}
for line in io.lines(os.getenv("FILES")) do paths[#paths + 1] = line end
function request() return wrk.format("GET", "/" .. paths[math.random(#paths)]) end
function done(summary)
  local errors = summary.errors
  print(("%.0f %d"):format(summary.requests / summary.duration * 1e6, errors.status + errors.connect + errors.read + errors.timeout))
end
"""


class NodeBench:
    """`profiles` has phones in the site models, and their files."""

    def __init__(self, harness, profiles):
        self.harness, self.profiles = harness, profiles
        self.folder = harness.folder / "node"

    def prepare(self):
        self.profiles.prepare()
        self.config = self.harness.config("node")
        # What is made in the root has its group.
        for path, mode in (self.folder, 0o755), (self.folder / "root", 0o2755), (self.folder / "staging", 0o2700):
            path.mkdir()
            shutil.chown(path, "www-data", self.harness.env["TFTP_GROUP"])
            path.chmod(mode)
        self.config.write_text(self.harness.run([
            TOP / "tests/stack/set-config", self.profiles.configurations[self.profiles.now], "phone.node=bench",
            f"phone.root={self.folder}/root", f"phone.staging={self.folder}/staging"]))  # fmt: skip

    # From nothing

    def fill(self):
        """Profiles in a second, by one process."""
        shutil.rmtree(self.folder / "root/config", ignore_errors=True)
        self.harness.forget_deleted_files()
        began = time.monotonic()
        told = self.spaconf("worker", "--profiles", "--once")
        seconds = time.monotonic() - began
        if not told.strip().endswith("0 behind"):
            raise SystemExit(f"bench: {told}")
        return PHONES / seconds

    def spaconf(self, *words):
        return self.harness.run(["env", f"SPACONF_CONFIG={self.config}", BUILD / "cli/spaconf", *words], as_web=True)

    def create(self, how):
        target = self.harness.folder / "created"
        shutil.rmtree(target, ignore_errors=True)
        self.harness.forget_deleted_files()
        for name in "config", "staging":
            (target / name).mkdir(parents=True)
        return self.profiles.files("replace", self.profiles.config, target / "staging", how)

    def from_nothing(self):
        self.prepare()
        found = in_turns(ours=self.fill, once=lambda: self.create("once"))
        yield Row(f"folder of {PHONES:,} profiles from nothing", "the files, syncfs", rates(found["ours"]), rates(found["once"]),
                  ratios(found["ours"], found["once"]))  # fmt: skip

    # A change

    def arrival(self):
        """From the moment when one machine has a new profile until the other has it."""
        here = self.harness.config("here")
        here.write_text(self.harness.run([TOP / "tests/stack/set-config", self.profiles.configurations[self.profiles.now], "phone.node=here"]))
        worker = subprocess.Popen([*AS_WEB, "env", f"SPACONF_CONFIG={self.config}", BUILD / "cli/spaconf", "worker", "--profiles"],
                                  env=ENVIRONMENT)  # fmt: skip
        try:
            times = [self.one_arrival(here, f"config/spa{mac}.cfg", mac) for (mac,) in self.profiles.macs()[:CHANGES]]
        finally:
            worker.terminate()
            worker.wait()
            for name in "here", "bench":
                self.spaconf("nodes", "--remove", name)
        yield Row(f"{CHANGES} changes, until another machine has each", "–", "", "", times, most=2000, unit=" ms")

    def one_arrival(self, here, path, mac):
        first, second = self.profiles.folder / "root" / path, self.folder / "root" / path
        before = second.stat().st_ctime_ns
        self.harness.database(
            f"UPDATE models.registration SET hostname = CONCAT('new-', id), profile_state = 'pending', generation = generation + 1 WHERE mac = '{mac}'",
            "INSERT INTO models.task (registration_id, kind, generation, not_before, created)"
            f" SELECT id, 'profile', generation, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM models.registration WHERE mac = '{mac}'")
        self.harness.run(["env", f"SPACONF_CONFIG={here}", BUILD / "cli/spaconf", "worker", "--once"], as_web=True)
        while second.stat().st_ctime_ns == before:
            time.sleep(0.01)
        return (second.stat().st_ctime_ns - first.stat().st_ctime_ns) / 1e6

    # After a power cut

    def files(self):
        path = self.harness.folder / "paths"
        path.write_text("".join(f"config/spa{mac}.cfg\n" for (mac,) in self.profiles.macs()[:10_000]))
        return path

    def storm(self):
        files, lost, slowest = self.files(), [], []
        with tftpd(self.folder / "root") as port:
            time.sleep(0.5)

            def by_tftp():
                with files.open() as names:
                    told = subprocess.run([BUILD / "tests/bench/tftp_clients", str(port), str(CLIENTS), str(SECONDS)], stdin=names,
                                          capture_output=True, text=True, check=True).stdout.split()  # fmt: skip
                lost.append(int(told[1]))
                slowest.append(float(told[2]) / 1000)
                return float(told[0])

            found = in_turns(tftp=by_tftp, http=lambda: self.by_http(files))
        yield Row(f"profiles by TFTP, {CLIENTS} phones at once", "nginx, the same files", rates(found["tftp"]), rates(found["http"]),
                  ratios(found["tftp"], found["http"]))  # fmt: skip
        yield Row("  never there, after five tries", "–", str(max(lost)), "", lost)
        yield Row("  the slowest of a hundred", "–", milliseconds(slowest), "", slowest)
        for name, label in ("tftp", "tftpd-hpa"), ("http", "nginx"):
            # A phone fetches two files: the initial profile only when it is new, else its own alone.
            yield Row(f"  phones that {label} serves in {SPREAD} s", "–", f"{SPREAD * min(found[name]):,.0f}", "", found[name])

    def by_http(self, files):
        port = free_port()
        folder = self.harness.folder / "storm"
        folder.mkdir(exist_ok=True)
        shutil.chown(folder, "www-data")
        (folder / "get.lua").write_text(GET)
        (folder / "nginx.conf").write_text(
            # Profiles belong to the group of the TFTP server.
            f"user www-data {self.harness.env['TFTP_GROUP']}; daemon off; pid {folder}/pid; error_log stderr; worker_processes 2; events {{ worker_connections 1024; }}\n"
            f"http {{ access_log {folder}/access.log; " + " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in (
                "client_body", "proxy", "fastcgi", "uwsgi", "scgi")) +
            f" server {{ listen 127.0.0.1:{port}; root {self.folder}/root; }} }}\n")  # fmt: skip
        server = subprocess.Popen([AS_WEB[0], "/usr/sbin/nginx", "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf"], env=ENVIRONMENT)
        time.sleep(0.5)
        try:
            told = subprocess.run(["wrk", "-t", "1", "-c", str(CLIENTS), "-d", f"{SECONDS}s", "-H", "Connection: close", "-s",
                                   folder / "get.lua", f"http://127.0.0.1:{port}/"], env=os.environ | {"FILES": str(files)},
                                  capture_output=True, text=True, check=True).stdout.split()  # fmt: skip
        finally:
            server.terminate()
            server.wait()
        if int(told[-1]):
            raise SystemExit(f"bench: nginx lost {told[-1]} requests")
        return float(told[-2])
