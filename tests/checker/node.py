"""A machine with our programs and a TFTP folder, as the checker and tests/torture know it."""
import contextlib
import dataclasses
import pathlib
from collections.abc import Callable

from fault_injection import pid
from spaconf_stack import STACK, env

PROGRAMS = "form", "submit", "api", "worker", "nginx", "apache"


@dataclasses.dataclass(frozen=True)
class Node:
    name: str                # empty where only one machine has a folder
    conf: str                # the configuration of its programs
    root: pathlib.Path       # the folder that its TFTP server shows
    staging: pathlib.Path    # where its profiles are prepared
    tftp: tuple[str, int]    # the address of its TFTP server
    logs: pathlib.Path       # the folder of what its programs say, NAME.log
    pids: Callable           # gives the processes of its programs that run now, by name

    def of(self, what):
        """The name of something of this node, for a violation."""
        return of_node(self.name, what)


def of_node(name, what):
    return f"{name} {what}".lstrip()


def stack_node(name="", more=dict):
    """The stack's own programs and folder; `more` gives processes of other programs."""
    return Node(name, env.SPACONF_CONFIG, pathlib.Path(env.TFTP_ROOT), STACK / "tftp/staging", (env.TFTP_HOST, int(env.TFTP_PORT)),
                STACK / "log", lambda: running(pid, PROGRAMS) | more())  # fmt: skip


def running(pid, names):
    """The processes of those that were not killed."""
    found = {}
    for name in names:
        with contextlib.suppress(AssertionError, ValueError):
            found[name] = pid(name)
    return found
