"""Virtual phones, plugged in by tests, and a web server that gives them what a test wrote."""
import contextlib
import hashlib
import http.server
import json
import re
import socket
import subprocess
import threading

from spaconf_stack import BUILD, LINES, env, number, pbx

PROGRAM = BUILD / "tests" / "virtual-phone" / "virtual-phone"


def words(model, mac, *options, flash=None, tftp=True):
    """The command that plays this phone; option 66 names the stack's TFTP server."""
    command = [PROGRAM, "--json", "--model", model, "--mac", mac, *options]
    if tftp:
        command += ["--tftp-server", f"{env.TFTP_HOST}:{env.TFTP_PORT}"]
    return [str(word) for word in command + (["--flash", flash] if flash else [])]


class Events(list):
    """What a phone said, one dictionary for each step."""

    def named(self, event):
        return [one for one in self if one["event"] == event]

    def last(self, event):
        assert self.named(event), f"no {event} in {self}"
        return self.named(event)[-1]

    def registered(self):
        """Line -> user, of the lines that are online in the end."""
        assert self.last("end")
        return {one["line"]: one["user"] for one in self.named("line") if one["state"] == "registered"}


def boot(model, mac, *options, **settings):
    """Plugs a phone in, lets it live for a while and pulls the plug."""
    done = subprocess.run(words(model, mac, *options, **settings), capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1) and not done.stderr, f"{done.returncode} {done.stderr}"
    return Events(map(json.loads, done.stdout.splitlines()))


class Plugged:
    """A phone that stays plugged in and obeys commands."""

    def __init__(self, model, mac, *options, **settings):
        self.process = subprocess.Popen(words(model, mac, "--commands", *options, **settings), text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        self.events = Events()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.wait(30)

    def begin(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def finish(self):
        """What was said since the command began."""
        said = Events()
        for line in self.process.stdout:
            said.append(json.loads(line))
            if said[-1]["event"] == "done":
                break
        self.events += said
        return said

    def do(self, command):
        self.begin(command)
        return self.finish()


def all_lines(model):
    """Form fields that give every line of a model an account of its own."""
    fields = {}
    for n in range(2, LINES[model] + 1):
        fields |= {f"line{n}_user": number(), f"line{n}_password": f"Dlouhe.Heslo-{n}", f"line{n}_display": f"Linka {n}"}
    return fields


def users(form):
    """Line -> user, as typed into the form."""
    return {n: form[f"line{n}_user"] for n in range(1, 7) if form[f"line{n}_user"]}


def contacts(user):
    """What Kamailio knows of where a user is."""
    return pbx("SELECT * FROM location WHERE username = %s AND domain = %s", user, env.SIP_DOMAIN)


@contextlib.contextmanager
def web_server(files):
    """Serves a dictionary of path -> bytes; .asked says who asked for what, .url is where."""
    asked = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers["User-Agent"]))
            body = files.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.url, server.asked = f"http://127.0.0.1:{server.server_port}", asked
        yield server
        server.shutdown()


def profile(**parameters):
    """A profile with these parameters; names that are no Python names go as a dictionary."""
    body = "".join(f"<{name}>{value}</{name}>\n" for name, value in parameters.items())
    return f"<flat-profile>\n{body}</flat-profile>\n".encode()


def md5(*words):
    return hashlib.md5(":".join(words).encode()).hexdigest()


def notify(user, event="resync", password=None, timeout=5):
    """Asks the phone of a user for something, through Kamailio; gives the final status codes seen."""
    uri, statuses, authorization = f"sip:{user}@{env.SIP_DOMAIN}", [], ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip:
        sip.settimeout(timeout)
        sip.connect((env.SIP_HOST, int(env.SIP_PORT)))
        host, port = sip.getsockname()
        for sequence in 1, 2:
            branch = md5(user, event, str(port), str(sequence))
            sip.send(
                f"NOTIFY {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{branch};rport\r\n"
                f"From: <{uri}>;tag={port}\r\nTo: <{uri}>\r\nCall-ID: {port}@{host}\r\nCSeq: {sequence} NOTIFY\r\n"
                f"Contact: <sip:{host}:{port}>\r\nMax-Forwards: 70\r\nEvent: {event}\r\n"
                f"Subscription-State: active\r\n{authorization}Content-Length: 0\r\n\r\n".encode())  # fmt: skip
            while not statuses or len(statuses) < sequence:
                answer = sip.recv(65536).decode()
                status = int(answer.split()[1])
                if status >= 200 and f"CSeq: {sequence} " in answer:
                    statuses.append(status)
            if statuses[-1] != 401 or password is None:
                break
            challenge = re.search(r"WWW-Authenticate: Digest (.*)", answer)[1]
            realm, nonce = (re.search(rf'{name}="([^"]*)"', challenge)[1] for name in ("realm", "nonce"))
            response = md5(md5(user, realm, password), nonce, "00000001", "c0ffee", "auth", md5("NOTIFY", uri))
            authorization = (
                f'Authorization: Digest username="{user}",realm="{realm}",nonce="{nonce}",uri="{uri}",'
                f'qop=auth,nc=00000001,cnonce="c0ffee",response="{response}"\r\n')  # fmt: skip
    return statuses
