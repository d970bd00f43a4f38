"""What is killed: a service of the stack, or a program of another machine."""
import contextlib
import dataclasses
import functools
from collections.abc import Callable

import fault_injection
from spaconf_stack import wait_until


@dataclasses.dataclass(frozen=True)
class Victim:
    name: str        # in notes: "campus-b form"
    program: str     # "form"
    pid: Callable    # its process, while it runs
    start: Callable  # starts it unless it runs, and waits until it answers

    @property
    def has_workers(self):
        return self.program in fault_injection.WITH_WORKERS

    @property
    def is_ours(self):
        return self.program in (*fault_injection.WITH_WORKERS, "worker", "profiles")

    def runs(self):
        try:
            return bool(self.pid())
        except (AssertionError, ValueError):
            return False

    def bring_back(self):
        """Starts it unless it runs. A process that was forked while it was killed keeps its socket for a while."""
        wait_until(self.can_start, f"{self.name} starts again", 120)

    def can_start(self):
        with contextlib.suppress(AssertionError):
            self.start()
            return True


def of_stack(name):
    return Victim(name, name, functools.partial(fault_injection.pid, name), functools.partial(fault_injection.service, name, "start"))


def of_machine(node, programs, name):
    return Victim(f"{node} {name}", name, functools.partial(programs.pid, name), functools.partial(programs.start_again, name))
