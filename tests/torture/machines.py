"""The machines of a run: the stack with a second worker, or, on a cluster, campus-a, which is the stack, and campus-b."""
import contextlib
import dataclasses
import shutil

from fault_injection import SPACONF, as_program, folder, run
from machine import Machine, Processes
from node import Node, running, stack_node
from spaconf_stack import env
from victim import Victim, of_machine, of_stack

# How often each program is killed, relative to the others.
OURS = {"form": 3, "submit": 5, "api": 5, "worker": 4}
PROFILES, SERVERS = {"profiles": 4}, {"tftpd": 1, "nginx": 1}
NAMES = "campus-a", "campus-b"


@dataclasses.dataclass
class Machines:
    """What takes part in a run."""
    nodes: list[Node]             # which the checker looks at
    urls: list[str]               # of their web servers, which clients use at random
    victims: dict[Victim, int]    # our programs and what else there is on a second machine, with their weights


@contextlib.contextmanager
def one_machine(where):
    """A second worker has the same tasks."""
    with processes(where, "second") as second:
        second.begin("worker", *as_program(), SPACONF, "worker")
        yield Machines([stack_node()], [env.WEB_URL], weighed(of_stack, OURS))


def settings_of_two(ports):
    """What the stack's configuration must have besides; campus-b lists the same servers."""
    servers = [f"tftp://{env.TFTP_HOST}:{env.TFTP_PORT}", f"tftp://127.0.0.1:{ports[0]}"]
    return {("phone", "node"): NAMES[0], ("phone", "server"): servers}


@contextlib.contextmanager
def two_machines(where, ports):
    """`ports` are those of campus-b's TFTP server and web server."""
    one, other = NAMES
    with processes(where, one) as a, place(where, other) as there, Machine(other, there, ports) as b:
        a.start_profiles()
        # What is there already is to list both servers, too.
        spaconf("regenerate")
        victims = weighed(of_stack, OURS) | weighed(lambda name: of_machine(one, a, name), PROFILES)
        victims |= weighed(lambda name: of_machine(other, b, name), OURS | PROFILES | SERVERS)
        yield Machines(
            [stack_node(one, lambda: running(a.pid, PROFILES)),
             Node(other, str(b.conf), b.root, there / "staging", ("127.0.0.1", b.tftp_port), there,
                  lambda: running(b.pid, [*OURS, *PROFILES, "nginx"]))],
            [env.WEB_URL, b.url], victims)  # fmt: skip


def forget():
    """The stack has the only folder again, with profiles that name no other."""
    for name in NAMES:
        spaconf("nodes", "--remove", name)
    spaconf("initial-profiles")
    spaconf("regenerate")


def spaconf(*words):
    done = run(SPACONF, *words, timeout=300)
    assert done.returncode == 0, f"spaconf {' '.join(words)}: {done.stderr.decode()}"


def weighed(victim_of, weights):
    return {victim_of(name): weight for name, weight in weights.items()}


@contextlib.contextmanager
def place(where, name):
    """A folder of the stack, for a machine; its logs stay in `where`."""
    with folder() as path:
        try:
            yield path
        finally:
            for log in path.glob("*.log"):
                shutil.copy(log, where / f"{name}-{log.name}")


@contextlib.contextmanager
def processes(where, name):
    """Programs with the stack's configuration."""
    with place(where, name) as path:
        begun = Processes(path, env.SPACONF_CONFIG)
        try:
            yield begun
        finally:
            begun.end_all()
