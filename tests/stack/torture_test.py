"""Half a minute of tests/torture for each kind of exchange that conftest.py names; make torture takes longer, and has all kinds."""
import os
import random
import sys

from spaconf_stack import HERE

sys.path += [str(HERE.parent / "checker"), str(HERE.parent / "torture")]

import torture  # noqa: E402

MINUTES = float(os.environ.get("MINUTES", 0.5))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))


def test_whatever_fails_no_invariant_is_broken(exchange_kind):
    row = torture.run(exchange_kind, SEED, MINUTES)
    print(f"{torture.HEAD}\n{row}")
    assert list(map(str, row.violations)) == []
    assert row.acknowledged >= 10 and row.kills >= 5 and row.faults >= 2, "too little for this to mean anything"
