"""One measurement each: load, the reference programs, Kamailio's own tool, a program's first answer."""
import collections
import concurrent.futures
import json
import pathlib
import resource
import socket
import statistics
import struct
import subprocess
import time

from harness import BUILD, ENVIRONMENT, HERE

# No machine registers more.
MOST_PER_SECOND = 4000


class Measure:
    def __init__(self, harness):
        self.harness = harness
        self.forms = harness.folder / "forms"
        self.collected = self.next_form = 0
        self.next_user = 0
        self.processor = collections.defaultdict(list)  # (path, clients): one of each measurement

    # HTTP

    def wrk(self, script, clients, seconds, *arguments, token=None):
        before, load_before = self.harness.processor_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        text = self.harness.run(["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / script,
                               *(["-H", f"Authorization: Bearer {token}"] if token else []),
                               f"http://127.0.0.1:{self.harness.port}", "--", *arguments])
        after, load_after = self.harness.processor_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        found = json.loads(text.splitlines()[-1])
        if found["bad"]:
            raise SystemExit(f"bench: {found['bad']} of {found['count']} answers of {arguments[0]} were wrong")
        self.processor[arguments[0], clients].append(
            {name: (after[name] - before.get(name, 0)) / 1000 / found["count"] for name in after}
            | {"wrk": (load_after.ru_utime + load_after.ru_stime - load_before.ru_utime - load_before.ru_stime)
               * 1e6 / found["count"]})
        return found | {"rate": found["count"] / found["seconds"]}

    def processor_per_request(self, path, clients):
        """Microseconds of processor that one request costs each server, the median of the rounds."""
        rounds = self.processor[path, clients]
        used = {name: statistics.median(each.get(name, 0) for each in rounds) for name in rounds[-1]}
        return {name: time for name, time in used.items() if time >= 1}

    def get(self, path, clients, seconds, forms=None):
        return self.wrk("get.lua", clients, seconds, path, self.harness.logins, *([forms] if forms else []))

    def register(self, site, clients, seconds):
        while self.collected - self.next_form < MOST_PER_SECOND * seconds:
            self.collected += self.get("/main/form?login=", 16, 2, self.forms)["count"]
        found = self.wrk("post.lua", clients, seconds, f"/{site}/submit/register", self.forms, self.next_form)
        self.next_form = found["next"]
        return found

    def collect(self, requests):
        """Asks the one form worker for that many forms, which the registrations then use up."""
        done = 0
        while done < requests:
            done += self.get("/one/form?login=", 4, 5, self.forms)["count"]
        self.collected += done
        return done

    # References

    def sql(self, clients, seconds):
        env = self.harness.env
        return float(self.harness.run([BUILD / "tests/bench/sql", env["DB_SOCKET"], env["DB_USER"], "bench", clients,
                                     seconds], DB_PASSWORD=env["DB_PASSWORD"]))

    def file(self, size, clients, seconds):
        for name in "staging", "config":
            (self.harness.folder / "file" / name).mkdir(parents=True, exist_ok=True)
        return float(self.harness.run([BUILD / "tests/bench/file", self.harness.folder / "file", size, clients, seconds]))

    def kamctl(self, clients, count):
        """Accounts per second that `kamctl add` makes."""
        env = self.harness.env
        (self.harness.folder / ".kamctlrc").write_text("".join(f"{key}={value}\n" for key, value in {
            "DBENGINE": "MYSQL", "DBHOST": "127.0.0.1", "DBPORT": env["DB_PORT"], "DBNAME": env["PBX_DB"],
            "DBRWUSER": env["SPACONF_DB_USER"], "DBRWPW": env["SPACONF_DB_PASSWORD"],
            "DBROUSER": env["SPACONF_DB_USER"], "DBROPW": env["SPACONF_DB_PASSWORD"],
            "SIP_DOMAIN": env["SIP_DOMAIN"]}.items()))

        def add(number):
            self.harness.run(["kamctl", "add", f"k{number}", "WhatANicePasswordItIs"], HOME=self.harness.folder)

        numbers = range(self.next_user, self.next_user + count)
        self.next_user += count
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            list(pool.map(add, numbers))
        seconds = time.monotonic() - began
        made = self.harness.database(f"SELECT COUNT(*) FROM {env['PBX_DB']}.subscriber WHERE username LIKE 'k%'")[0][0]
        if made != self.next_user:
            raise SystemExit(f"bench: kamctl made {made} accounts instead of {self.next_user}")
        return count / seconds

    # Processes

    def resident(self, pid):
        """Megabytes."""
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024

    def first_answer(self, login):
        """Seconds from exec of form.fcgi to the last byte of its first form."""
        path = self.harness.folder / "first.sock"
        path.unlink(missing_ok=True)
        real = BUILD / "fcgi/.libs/form.fcgi"  # what is installed; the one beside it is libtool's script
        with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as client:
            listening.bind(str(path))
            listening.listen()
            client.connect(str(path))
            client.sendall(fastcgi_request({
                "REQUEST_METHOD": "GET", "REQUEST_URI": f"/main/form?login={login}", "SERVER_PROTOCOL": "HTTP/1.1",
                "REMOTE_USER": self.harness.env["WEB_USER"], "SPACONF_AUTHENTICATED": "yes"}))
            began = time.monotonic()
            child = subprocess.Popen([str(real)], stdin=listening, stderr=subprocess.DEVNULL, env=ENVIRONMENT | {
                "SPACONF_CONFIG": str(self.harness.config("main")), "LD_LIBRARY_PATH": str(BUILD / "lib/.libs")})
            answer = b""
            while piece := client.recv(65536):
                answer += piece
            seconds = time.monotonic() - began
            child.terminate()
            child.wait()
        if b"Status: 200" not in answer:
            raise SystemExit("bench: form.fcgi did not answer")
        return seconds


def fastcgi_request(parameters):
    """A request without body, as the protocol's records; the connection is closed after the answer."""
    def record(kind, content):
        return struct.pack("!BBHHBx", 1, kind, 1, len(content), 0) + content

    pairs = b"".join(struct.pack("!BB", len(name), len(value)) + name.encode() + value.encode()
                     for name, value in parameters.items())
    begin, params, stdin = 1, 4, 5
    return b"".join((record(begin, struct.pack("!HB5x", 1, 0)), record(params, pairs), record(params, b""),
                     record(stdin, b"")))
