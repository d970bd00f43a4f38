"""What survives a power cut (I7): whether a registration waits for the disk before it is acknowledged, by its system calls."""
import re
import tempfile

from fault_injection import Cgi
from spaconf_stack import Form, env, mac, number, person, sql
from violation import Violation

CALLS = "write,fsync,fdatasync,rename,renameat,renameat2,openat"
CALL = re.compile(r'^\d+ +(\w+)\((.*)')


def violations():
    """Registers one phone with submit.fcgi under strace, and judges what it did."""
    with tempfile.NamedTemporaryFile("r") as trace:
        form = Form(Cgi(), person().login).fill(model="spa921", mac=mac(), line1_user=number())
        form.door = Cgi(under=("strace", "-f", "-y", "-s", "64", "-o", trace.name, "-e", f"trace={CALLS}"))
        answer = form.post()
        calls = [found.groups() for line in trace if (found := CALL.match(line))]
    if answer.status != 303:
        yield Violation("I7", form["mac"], f"was not registered: {answer.status}")
        return
    yield from of_file(form["mac"], calls)
    if int(sql("SELECT @@innodb_flush_log_at_trx_commit n")[0]["n"]) != 1:
        yield Violation("I7", "database", "a COMMIT does not wait for the disk")


def of_file(address, calls):
    """Written, synced, renamed, the folder synced, and then the answer."""
    name = f"spa{address}.cfg"
    folder = re.escape(f"{env.TFTP_ROOT}/config") + ">"
    renamed = [i for i, (call, words) in enumerate(calls) if call.startswith("rename") and f'/{name}"' in words]
    answered = [i for i, (call, words) in enumerate(calls) if call == "write" and "Status: 303" in words]
    if any(call == "openat" and f'/{name}"' in words and re.search("O_WRONLY|O_RDWR", words) for call, words in calls):
        yield Violation("I7", name, "was written in place")
    if len(renamed) != 1 or not answered:
        yield Violation("I7", name, f"was renamed {len(renamed)} times before {len(answered)} answers")
        return
    [at] = renamed
    staged = re.search(r'"([^"]+)"', calls[at][1])[1]
    if not any(call in ("fsync", "fdatasync") and f"<{staged}>" in words for call, words in calls[:at]):
        yield Violation("I7", name, "was renamed before its content was on the disk")
    if not any(call == "fsync" and re.search(folder, words) for call, words in calls[at:answered[0]]):
        yield Violation("I7", name, "was acknowledged before its name was on the disk")
