"""Modes and owners in the TFTP folder and where profiles are prepared (I12)."""
import grp
import pwd
import re
import stat

from spaconf_stack import env
from violation import Violation

OWNER = "www-data"
# The profile of a phone, and what a new phone of each model asks for first.
NAMES = re.compile(r"config/spa[0-9a-f]{12}\.cfg|spa(921|922|941|942|962)\.cfg")


def wrong_modes(node):
    """Nothing but profiles, and those as promised."""
    group = grp.getgrnam(env.TFTP_GROUP).gr_gid
    for path in node.root.rglob("*"):
        name = str(path.relative_to(node.root))
        try:
            status = path.lstat()
        except FileNotFoundError:
            continue
        if stat.S_ISDIR(status.st_mode):
            if name != "config" or stat.S_IMODE(status.st_mode) & 0o7:
                yield Violation("I12", node.of(name), f"a folder with the mode {status.st_mode:o}")
        elif not NAMES.fullmatch(name):
            yield Violation("I12", node.of(name), "is not a profile")
        elif not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) != 0o640:
            yield Violation("I12", node.of(name), f"has the mode {status.st_mode:o}")
        elif status.st_gid != group or pwd.getpwuid(status.st_uid).pw_name != OWNER:
            yield Violation("I12", node.of(name), f"belongs to {status.st_uid}:{status.st_gid}")
    if node.staging.stat().st_mode & 0o007:
        yield Violation("I12", node.of("staging"), "others may read it")


def modes_are_as_promised(seen):
    """I12: modes and owners as promised, and nothing but profiles in the TFTP folder."""
    for node in seen.nodes:
        yield from wrong_modes(node)
