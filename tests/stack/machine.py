"""One of several machines: a complete set of our programs with a TFTP folder, a TFTP server and a web server of its own.

All machines have the stack's databases, directory and exchange. `where` is a folder of the test's for their files.
"""
import contextlib
import grp
import os
import shutil
import signal
import subprocess

from fault_injection import API, FORM, SPACONF, SUBMIT, WITH_WORKERS, Door, Own, as_program, family, run, send
from spaconf_stack import HERE, STACK, env, free_port, listens, tftp, wait_until

NGINX = """daemon off; pid {where}/nginx.pid; error_log stderr; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log {where}/access.log;
  client_body_temp_path {where}/n1; proxy_temp_path {where}/n2; fastcgi_temp_path {where}/n3; uwsgi_temp_path {where}/n4; scgi_temp_path {where}/n5;
  server {{ listen 127.0.0.1:{port}; root {root}; include {where}/site.conf; }}
}}
"""  # fmt: skip


class Processes:
    """Programs of the test's own with one configuration, by name; what each says is appended to NAME.log in `where`."""

    def __init__(self, where, conf):
        self.where, self.conf, self.running, self.commands = where, conf, {}, {}

    def begin(self, name, *command):
        self.commands[name] = command
        self.running[name] = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=(self.where / f"{name}.log").open("ab"), start_new_session=True,
            env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": str(self.conf)})  # fmt: skip

    def start_profiles(self):
        self.begin("profiles", *as_program(), SPACONF, "worker", "--profiles")

    def pid(self, name):
        """The process of one that runs."""
        process = self.process(name)
        assert process.poll() is None, f"{name} is not running"
        return process.pid

    def process(self, name):
        return self.running[name]

    def start_again(self, name):
        """Starts one that has ended, and waits until it answers."""
        if self.running[name].poll() is not None:
            self.begin(name, *self.commands[name])

    def end(self, name, number=signal.SIGTERM):
        process = self.running.pop(name)
        if process.poll() is None:
            send(family(process.pid), number)
            process.wait(30)

    def end_all(self):
        for name in list(self.running):
            self.end(name)


class Programs(Door, Processes):
    """form.fcgi, submit.fcgi, api.fcgi and a worker; pages are a door without a web server."""

    def __init__(self, where, user=None, **changes):
        with contextlib.ExitStack() as started:
            Door.__init__(self, *(started.enter_context(Own(program, where, user=user, **changes)) for program in (FORM, SUBMIT)))
            self.api = started.enter_context(Own(API, where, user=user, **changes))
            Processes.__init__(self, where, self.form.conf)
            started.callback(self.end_all)
            self.begin("worker", *as_program(), SPACONF, "worker")
            self.started = started.pop_all()

    def process(self, name):
        return getattr(self, name).process if name in WITH_WORKERS else super().process(name)

    def start_again(self, name):
        if name in WITH_WORKERS:
            getattr(self, name).start()
        else:
            super().start_again(name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.started.close()


def tftp_folder(where):
    """An empty TFTP folder and its staging folder, with the owners and modes that the README has."""
    group, owner = grp.getgrnam(env.TFTP_GROUP).gr_gid, where.stat().st_uid
    where.chmod(0o755)
    for name, mode in ("root", 0o2755), ("staging", 0o2700):
        path = where / name
        path.mkdir()
        os.chown(path, owner, group)
        path.chmod(mode)
    return {"phone__root": str(where / "root"), "phone__staging": str(where / "staging")}


def site(where):
    """The site file of the stack's nginx, with the programs of another machine."""
    text = (STACK / "nginx/spaconf.conf").read_text()
    for name in WITH_WORKERS:
        text = text.replace(f"{STACK}/web/{name}.sock", f"{where}/{name}.sock")
    return text


class Machine(Programs):
    """Such a set behind nginx, whose TFTP folder is served by TFTP and HTTP."""

    def __init__(self, node, where, servers, **changes):
        self.node, self.root = node, where / "root"
        self.tftp_port, self.http_port = servers
        super().__init__(where, phone__node=node, **tftp_folder(where), **changes)
        self.begin("tftpd", HERE / "with-syslog", where / "syslog", "/usr/sbin/in.tftpd", "--foreground", "--ipv4", "--address",
                   f"127.0.0.1:{self.tftp_port}", "--secure", "--permissive", "--verbose", "--verbose", "--user", "tftp", self.root)  # fmt: skip
        (where / "site.conf").write_text(site(where))
        (where / "nginx.conf").write_text(NGINX.format(where=where, port=self.http_port, root=self.root))
        self.begin("nginx", *as_program(), "/usr/sbin/nginx", "-e", "stderr", "-p", where, "-c", where / "nginx.conf")
        self.start_profiles()
        self.url = f"http://127.0.0.1:{self.http_port}"
        wait_until(lambda: listens(self.http_port), "nginx")

    def start_again(self, name):
        super().start_again(name)
        if name == "nginx":
            wait_until(lambda: listens(self.http_port), "nginx")

    def command(self, *words):
        return run(SPACONF, *words, conf=self.conf)

    def file(self, address):
        """What the folder has for a phone, None for nothing."""
        path = self.root / "config" / f"spa{address}.cfg"
        return path.read_bytes() if path.exists() else None

    def fetched(self, address):
        """The same by TFTP."""
        return tftp(f"tftp://127.0.0.1:{self.tftp_port}/config/spa{address}.cfg")


@contextlib.contextmanager
def two_machines(where, **changes):
    """campus-a and campus-b; each phone asks the first by TFTP, and the second by HTTP when that fails."""
    ports = [(free_port(), free_port()) for _ in range(2)]
    servers = [f"tftp://127.0.0.1:{ports[0][0]}", f"http://127.0.0.1:{ports[1][1]}"]
    with contextlib.ExitStack() as started:
        machines = []
        for name, pair in zip(("campus-a", "campus-b"), ports):
            folder = where / name
            folder.mkdir()
            shutil.copystat(where, folder)
            os.chown(folder, where.stat().st_uid, where.stat().st_gid)
            # After its programs have ended, which would add the name again.
            started.callback(lambda name=name: run(SPACONF, "nodes", "--remove", name))
            machines.append(started.enter_context(Machine(name, folder, pair, phone__server=servers, **changes)))
        yield machines
