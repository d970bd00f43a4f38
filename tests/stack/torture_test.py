"""Half a minute of tests/torture for each kind of exchange, longer on a busy machine; make torture takes more time."""
import operator
import os
import random
import sys

from spaconf_stack import HERE

sys.path += [str(HERE.parent / "checker"), str(HERE.parent / "torture")]

import torture  # noqa: E402

MINUTES = float(os.environ.get("MINUTES", 0.5))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
# Requests acknowledged, processes killed, services disturbed: with less, a run means nothing.
ENOUGH = 10, 5, 2


def test_whatever_fails_no_invariant_is_broken(exchange_kind):
    row = torture.run(exchange_kind, SEED, MINUTES, ENOUGH)
    print(f"{torture.HEAD}\n{row}")
    assert list(map(str, row.violations)) == []
    assert all(map(operator.ge, (row.acknowledged, row.kills, row.faults), ENOUGH)) and row.reads > 0
