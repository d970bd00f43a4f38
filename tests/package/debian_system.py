"""A new Debian system in a folder, and the package's programs in it, started as systemd would start them.

systemd itself cannot run in a chroot. The tests take user, socket, secrets and command from the units.
"""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess

from spaconf_stack import BUILD

DEB = pathlib.Path(os.environ.get("PACKAGES", BUILD / "deb")).resolve()
BASE = DEB / "debian.tar"
SOURCES = [*pathlib.Path("/etc/apt/sources.list.d").glob("*.sources"), *pathlib.Path("/etc/apt").glob("sources.list")]
INCLUDED = "nginx-light,apache2,apache2-utils,libapache2-mod-fcgid,tftpd-hpa,openssl,ca-certificates,tzdata"


def packages():
    return sorted(DEB.glob("spaconf_*.deb"))


def read_unit(path):
    """The unit's settings, each with all of its values."""
    settings = {}
    for line in path.read_text().splitlines():
        if match := re.match(r"(\w+)=(.*)", line):
            settings.setdefault(match[1], []).append(match[2])
    return settings


class System:
    def __init__(self, root):
        self.root, self.running = root, {}

    def path(self, name):
        return self.root / str(name).lstrip("/")

    def run(self, *words, user=None, code=0, **options):
        """A command in the system; its whole output."""
        words = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *words] if user else words
        done = subprocess.run(["chroot", str(self.root), *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL if "input" not in options else None, text=True, timeout=600,
                              env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
                              **options)  # fmt: skip
        assert code is None or done.returncode == code, f"{words}: {done.returncode}\n{done.stdout[-3000:]}"
        return done.stdout

    def spaconf(self, *words, code=0):
        return self.run("spaconf", *words, user="spaconf", code=code)

    def ids(self, user):
        for line in self.path("/etc/passwd").read_text().splitlines():
            name, _, uid, gid, *_ = line.split(":")
            if name == user:
                return int(uid), int(gid)
        raise KeyError(user)

    def group(self, name):
        return int(next(line.split(":")[2] for line in self.path("/etc/group").read_text().splitlines() if line.startswith(name + ":")))

    def start(self, name, *words, user=None, descriptors=(), variables=()):
        """A program of the system, in the background; `descriptors` become 3 and so on."""
        uid, gid = self.ids(user) if user else (0, 0)
        log = os.open(self.root.parent / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                nothing = os.open("/dev/null", os.O_RDONLY)
                os.chroot(self.root)
                os.chdir("/")
                os.setsid()
                for source, target in zip([nothing, log, log], range(3), strict=True):
                    os.dup2(source, target)
                for target, source in enumerate(descriptors, 3):
                    if source != target:
                        os.dup2(source, target)
                    os.set_inheritable(target, True)
                os.closerange(3 + len(descriptors), 256)
                os.setgroups([])
                os.setgid(gid)
                os.setuid(uid)
                handed = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(descriptors))} if descriptors else {}
                os.execve(words[0], words, {"PATH": "/usr/bin:/bin", **dict(variables), **handed})
            os._exit(127)
        os.close(log)
        self.running[name] = pid
        return pid

    def start_unit(self, name):
        """A service with its socket and its credentials; ExecStartPre must succeed. Waits until it is ready."""
        service = read_unit(self.path(f"/lib/systemd/system/{name}.service"))
        user, descriptors, variables = service["User"][0], [], {}
        if credentials := service.get("LoadCredential"):
            folder = self.path(f"/run/credentials/{name}")
            folder.mkdir(parents=True, mode=0o755, exist_ok=True)
            for each in credentials:
                key, _, source = each.partition(":")
                default = f"{key}:"
                values = [value for value in service.get("SetCredential", []) if value.startswith(default)]
                if values and not self.path(source).exists():
                    (folder / key).write_text(values[0].removeprefix(default))
                else:
                    shutil.copy(self.path(source), folder / key)
                (folder / key).chmod(0o400)
                os.chown(folder / key, *self.ids(user))
            variables["CREDENTIALS_DIRECTORY"] = f"/run/credentials/{name}"
        unit = self.path(f"/lib/systemd/system/{name}.socket")
        if unit.exists():
            settings = read_unit(unit)
            path = self.path(settings["ListenStream"][0])
            path.unlink(missing_ok=True)
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            with short_path(path) as short:
                listener.bind(short)
            os.chown(path, 0, self.group(settings["SocketGroup"][0]))
            path.chmod(int(settings["SocketMode"][0], 8))
            listener.listen(int(settings["Backlog"][0]))
            descriptors.append(listener.fileno())
        for each in service["ExecStartPre"]:
            done = self.start(f"{name} before", *each.split(), user=user, variables=variables.items())
            assert os.waitstatus_to_exitcode(os.waitpid(done, 0)[1]) == 0, (self.root.parent / f"{name} before.log").read_text()
            del self.running[f"{name} before"]
        assert service["Type"] == ["notify"]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind(f"\0{self.root}/{name}")
            told.settimeout(60)
            variables["NOTIFY_SOCKET"] = f"@{self.root}/{name}"
            self.start(name, *service["ExecStart"][0].split(), user=user, descriptors=descriptors, variables=variables.items())
            while "READY=1" not in told.recv(4096).decode().splitlines():
                pass
        if unit.exists():
            listener.close()

    def stop(self, name):
        pid = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)

    def stop_all(self):
        for name in list(self.running):
            self.stop(name)


@contextlib.contextmanager
def short_path(path):
    """A UNIX socket's path has room for 107 characters."""
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        yield path.name
    finally:
        os.chdir(here)


def new_system(folder):
    """A minimal Debian with web servers and a TFTP server; made once, unpacked each time."""
    if not BASE.exists():
        subprocess.run(["mmdebstrap", "--variant=minbase", f"--include={INCLUDED}", "bookworm", f"{BASE}.new", "--format=tar",
                        *map(str, SOURCES)], check=True, capture_output=True)  # fmt: skip
        pathlib.Path(f"{BASE}.new").rename(BASE)
    root = folder / "root"
    delete(root)
    root.mkdir(parents=True)
    subprocess.run(["tar", "-xpf", str(BASE), "-C", str(root)], check=True)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    for each in ("proc", "dev"):
        mount(f"/{each}", root / each)
    return System(root)


def mount(source, target):
    """Shows it in the system, too; what is unmounted there stays mounted here."""
    subprocess.run(["mount", "--rbind", str(source), str(target)], check=True)
    subprocess.run(["mount", "--make-rslave", str(target)], check=True)


def mounts(root):
    """The last one first, so that none holds another."""
    points = (line.split()[1] for line in pathlib.Path("/proc/self/mounts").read_text().splitlines())
    return [point for point in points if point.startswith(f"{root}/")][::-1]


def delete(root):
    for point in mounts(root):
        subprocess.run(["umount", "--lazy", point], check=True)
    assert not mounts(root), "deleting it would delete what is mounted there"
    shutil.rmtree(root, ignore_errors=True)


def end(system):
    system.stop_all()
    delete(system.root)


def with_version(deb, version, folder, added=None):
    """The same package with another version, and with text `added` to files."""
    tree = folder / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-R", str(deb), str(tree)], check=True)
    control = tree / "DEBIAN/control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", control.read_text()))
    for name, text in (added or {}).items():
        with open(tree / name.lstrip("/"), "a") as file:
            file.write(text)
    subprocess.run(["dpkg-deb", "-b", str(tree), str(folder / f"spaconf_{version}.deb")], check=True, capture_output=True)
    shutil.rmtree(tree)
    return folder / f"spaconf_{version}.deb"
