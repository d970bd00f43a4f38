"""What was read by TFTP during the run (I5, I9)."""
from node import of_node
from spaconf_stack import env
from violation import Violation


def every_read_was_committed(seen):
    """I5: every read is byte for byte a committed generation, or there was no such file."""
    generations = {(state["registration"], int(state["generation"])) for states in seen.committed.values() for state in states}
    names = {(state["mac"], state["hostname"]) for states in seen.committed.values() for state in states}
    for read in seen.reads:
        if read["sha256"] is None:
            continue
        unknown = [user for user, ha1 in read["lines"] if (user, ha1) not in seen.former_hashes]
        if unknown:
            yield Violation("I5", read["mac"], f"a profile had a password of {unknown} that the exchange never had")
        places = seen.rendered.get((read["mac"], read["sha256"]), [])
        # In a cluster the sum of a profile whose COMMIT never came is not known, only what it says.
        is_known = any(place in generations for place in places) or (
            env.EXCHANGE == "galera" and not places and (read["mac"], read["hostname"]) in names)  # fmt: skip
        if not is_known:
            yield Violation("I5", read["mac"], f"a profile was never committed: {read['sha256'][:12]}")


def no_generation_goes_back(seen):
    """I9: the generation that the TFTP server of one node shows never goes back.

    Some generations have the same bytes; a read shows at least the first and at most the last of them.
    """
    last = {}
    for read in sorted(seen.reads, key=lambda read: read["begun"]):
        places = seen.rendered.get((read["mac"], read["sha256"]))
        if not places:
            continue
        seen_before = last.setdefault((read["node"], read["mac"]), [])
        for ended, before in seen_before:
            if ended < read["begun"] and min(before) > max(places):
                yield Violation("I9", of_node(read["node"], read["mac"]), f"generation {max(places)} was read after {min(before)}")
        seen_before.append((read["ended"], places))
