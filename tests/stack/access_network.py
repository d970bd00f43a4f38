"""A building's network in namespaces: one for the servers, one for each phone, a bridge in the first.

The servers are dhcpd, in.tftpd on port 69 and Kamailio on port 5060, all of this network only;
nothing else is there. Kamailio keeps its users in the stack's database, by a socket in the file
system, which no namespace hides.
"""
import contextlib
import json
import os
import pathlib
import re
import secrets
import shutil
import subprocess

from fault_injection import SPACONF, Cgi, derive, run
from spaconf_stack import STACK, env, query, wait_until
from virtual_phone import PROGRAM, Events

SERVER = "10.99.0.1"

# The report's section 5, with an address range.
DHCPD = f"""
authoritative;
default-lease-time 3600;
subnet 10.99.0.0 netmask 255.255.255.0 {{
  option tftp-server-name "{SERVER}";
  range 10.99.0.10 10.99.0.250;
}}
"""

root = [] if os.getuid() == 0 else ["sudo", "-n"]


def ip(*arguments):
    done = subprocess.run([*root, "ip", *map(str, arguments)], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, f"ip {arguments}: {done.stderr}"
    return done.stdout


class AccessNetwork:
    """Namespaces and servers below `where`, and the configuration of spaconf that fits them."""

    def __init__(self, where):
        self.where = pathlib.Path(where)
        self.name = f"site{os.getpid()}"
        self.phones, self.servers = 0, []
        self.user, self.password = f"site{os.getpid()}", secrets.token_hex(8)

    def __enter__(self):
        with contextlib.ExitStack() as undo:
            undo.callback(self.tear_down)
            ip("netns", "add", self.name)
            self.inside(self.name, "ip", "link", "set", "lo", "up")
            self.inside(self.name, "ip", "link", "add", "phones", "type", "bridge")
            self.inside(self.name, "ip", "addr", "add", f"{SERVER}/24", "dev", "phones")
            self.inside(self.name, "ip", "link", "set", "phones", "up")
            self.conf = self.configure()
            self.serve_dhcp()
            self.serve_tftp()
            self.serve_sip()
            self.undo = undo.pop_all()
        return self

    def __exit__(self, *_):
        self.undo.close()

    def tear_down(self):
        for server in self.servers:
            server.terminate()
        for server in self.servers:
            server.wait(20)
        for name in [*(self.phone_name(n) for n in range(self.phones)), self.name]:
            subprocess.run([*root, "ip", "netns", "delete", name], capture_output=True, timeout=20)
        query(None, f"DROP USER IF EXISTS {self.user}@localhost", ())

    # --- spaconf ----------------------------------------------------------------------------

    def configure(self):
        """Phones are led to this network's servers, and find their files in a folder of its own."""
        for name in "root", "root/config", "staging":
            folder = self.where / name
            folder.mkdir()
            subprocess.run([*root, "chown", f"www-data:{env.TFTP_GROUP}", folder], check=True)
            subprocess.run([*root, "chmod", "2755" if name == "root" else "2750", folder], check=True)
        conf = derive(self.where / "spaconf.conf", phone__root=str(self.where / "root"),
                      phone__staging=str(self.where / "staging"), phone__server=f"tftp://{SERVER}",
                      account__proxy=SERVER)  # fmt: skip
        done = run(SPACONF, "initial-profiles", conf=conf)
        assert done.returncode == 0, done.stderr.decode()
        return conf

    def door(self):
        """The form and what it submits to, as they are with that configuration."""
        return Cgi(conf=self.conf)

    # --- servers ----------------------------------------------------------------------------

    def inside(self, name, *command):
        return ip("netns", "exec", name, *command)

    def launch(self, *command, **variables):
        with (self.where / "servers.log").open("ab") as log:
            words = [*root, "env", *(f"{k}={v}" for k, v in variables.items()), "ip", "netns", "exec", self.name]
            self.servers.append(subprocess.Popen([*words, *map(str, command)], stdin=subprocess.DEVNULL,
                                                 stdout=log, stderr=log))  # fmt: skip

    def listens(self, port):
        wait_until(lambda: port in self.ports(), f"a program listens on port {port}; see {self.where}/servers.log")

    def ports(self):
        """Ports of the network's servers on which anything from outside can arrive."""
        lines = self.inside(self.name, "ss", "-Hltun").splitlines()
        return {int(line.split()[4].rpartition(":")[2]) for line in lines}

    def serve_dhcp(self):
        (self.where / "dhcpd.conf").write_text(DHCPD)
        (self.where / "dhcpd.leases").touch()
        # A copy, because AppArmor lets the program at its place read nothing but /etc/dhcp.
        shutil.copy("/usr/sbin/dhcpd", self.where / "dhcpd")
        self.launch(self.where / "dhcpd", "-4", "-f", "--no-pid", "-cf", self.where / "dhcpd.conf", "-lf",
                    self.where / "dhcpd.leases", "phones")  # fmt: skip
        self.listens(67)

    def serve_tftp(self):
        self.launch("in.tftpd", "--foreground", "--ipv4", "--address", f"{SERVER}:69", "--secure",
                    "--permissive", "--user", "tftp", self.where / "root")  # fmt: skip
        self.listens(69)

    def serve_sip(self):
        query(None, f"CREATE USER {self.user}@localhost IDENTIFIED BY '{self.password}'", ())
        query(None, f"GRANT SELECT, INSERT, UPDATE, DELETE ON {env.PBX_DB}.* TO {self.user}@localhost", ())
        text = (STACK / "kamailio" / "kamailio.cfg").read_text()
        text = text.replace(f"127.0.0.1:{env.SIP_PORT}", f"{SERVER}:5060")
        text = text.replace(str(STACK / "kamailio"), str(self.where))
        text = re.sub(r"mysql://[^/]*/", f"mysql://{self.user}:{self.password}@localhost/", text)
        (self.where / "kamailio.cfg").write_text(text)
        self.launch("kamailio", "-f", self.where / "kamailio.cfg", "-Y", self.where, "-m", "32", "-M", "4", "-DD", "-E",
                    MYSQL_UNIX_PORT=env.DB_SOCKET)  # fmt: skip
        self.listens(5060)

    # --- phones -----------------------------------------------------------------------------

    def phone_name(self, n):
        return f"{self.name}-{n}"

    def plug_in(self, address):
        """A namespace with one interface that has this address, on the bridge; gives its name."""
        name, port, self.phones = self.phone_name(self.phones), f"port{self.phones}", self.phones + 1
        colons = ":".join(address[i : i + 2] for i in range(0, 12, 2))
        ip("netns", "add", name)
        ip("-n", self.name, "link", "add", port, "type", "veth", "peer", "name", "eth0", "address", colons, "netns", name)
        ip("-n", self.name, "link", "set", port, "master", "phones", "up")
        ip("-n", name, "link", "set", "eth0", "up")
        return name

    def boot(self, name, model, *options):
        """Switches the phone on in its namespace; it asks DHCP for everything."""
        return subprocess.Popen(
            [*root, "ip", "netns", "exec", name, str(PROGRAM), "--json", "--model", model, "--dhcp", "eth0",
             *map(str, options)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip

    def vendor_classes(self):
        """What phones have called themselves in option 60."""
        return set(re.findall(r'vendor-class-identifier = "([^"]*)"', (self.where / "dhcpd.leases").read_text()))


def said(process, timeout=120):
    """All that a phone said until it was unplugged."""
    return Events(map(json.loads, process.communicate(timeout=timeout)[0].splitlines()))
