"""Retention: the worker purges what is older than the configuration allows, and nothing else."""
import pytest

from change_test import change, spaconf
from fault_injection import stopped, worker_once
from spaconf_stack import census, nginx, register, registration, sql


@pytest.fixture(autouse=True)
def the_worker_is_ours():
    with stopped("worker"):
        yield


# For each key how a row of a test is written, so many days old, with its reference, and how it is found.
ROWS = {
    "keep_audit": (
        "INSERT INTO audit (at, actor, action, ref, detail) VALUES (UTC_TIMESTAMP(3) - INTERVAL %s DAY, %s, 'edit', 'retention', '')",
        "SELECT actor mark FROM audit WHERE ref = 'retention'",
        "DELETE FROM audit WHERE ref = 'retention'"),
    "keep_requests": (
        "INSERT INTO request (created, request_key, actor, fingerprint, ref)"
        " VALUES (UTC_TIMESTAMP(3) - INTERVAL %s DAY, %s, 'a test', '', 'retention')",
        "SELECT request_key mark FROM request WHERE ref = 'retention'",
        "DELETE FROM request WHERE ref = 'retention'"),
    "keep_revisions": (
        "INSERT INTO revision (registration_id, version, since, until, actor, action, content)"
        " SELECT 0, COALESCE(MAX(version), 0) + 1, '2000-01-01', UTC_TIMESTAMP(3) - INTERVAL %s DAY, %s, 'edit', '{}'"
        " FROM revision WHERE registration_id = 0",
        "SELECT actor mark FROM revision WHERE registration_id = 0",
        "DELETE FROM revision WHERE registration_id = 0"),
}  # fmt: skip


@pytest.fixture(params=ROWS)
def rows(request):
    """A key, and functions that add a row and tell which are left."""
    add, find, delete = ROWS[request.param]
    yield request.param, lambda days, mark: sql(add, days, mark), lambda: sorted(row["mark"] for row in sql(find))
    sql(delete)


KEYS = {"audit": "id", "request": "actor, request_key", "revision": "registration_id, version"}


def present():
    """The keys of all rows of the tables that are purged."""
    return {(table, *row.values()) for table, key in KEYS.items() for row in sql(f"SELECT {key} FROM {table}")}


def test_exactly_what_is_older_is_purged(rows, scratch):
    key, add, left = rows
    form = register()
    change(form.ref, "edit", hostname="tel-second")
    before = present()
    for mark, days in ("older", 11), ("oldest", 4000), ("younger", 9):
        add(days, mark)
    done = worker_once(scratch, **{f"registration__{key}": 10})
    assert left() == ["younger"] and before <= present()
    assert b"purged" in done.stderr and b'count="2"' in done.stderr, done.stderr


def test_nothing_is_purged_when_it_is_kept_for_ever(rows, scratch):
    key, add, left = rows
    add(36000, "oldest")
    worker_once(scratch, **{f"registration__{key}": 0})
    assert left() == ["oldest"]


def test_a_round_purges_at_most_a_thousand_rows(scratch):
    values = ", ".join(f"(UTC_TIMESTAMP(3) - INTERVAL {days} DAY, 'a test', 'edit', 'retention', '')" for days in range(3000, 4100))
    sql(f"INSERT INTO audit (at, actor, action, ref, detail) VALUES {values}")
    left = "SELECT COUNT(*) n, DATEDIFF(UTC_TIMESTAMP(), MIN(at)) oldest FROM audit WHERE ref = 'retention'"
    worker_once(scratch)
    assert sql(left) == [{"n": 100, "oldest": 3099}], "the oldest go first"
    worker_once(scratch)
    assert sql(left)[0]["n"] == 0


def test_a_form_whose_request_is_purged_still_makes_no_second_phone(scratch):
    form = register()
    sql("UPDATE request SET created = UTC_TIMESTAMP(3) - INTERVAL 2 DAY WHERE ref = %s", form.ref)
    worker_once(scratch, registration__keep_requests=1)
    assert not sql("SELECT 1 FROM request WHERE ref = %s", form.ref)
    before = census()
    answer = form.post()
    assert answer.status == 409 and answer.page.find("a", href="/spaconf/phones/" + form.ref)
    assert census() == before


def test_a_version_that_was_purged_is_named_as_missing(scratch):
    form = register()
    for hostname in "tel-second", "tel-third", "tel-fourth":
        change(form.ref, "edit", hostname=hostname)
    sql("UPDATE revision SET until = UTC_TIMESTAMP(3) - INTERVAL 2 DAY WHERE version < 3 AND registration_id = %s",
        registration(form.ref)["id"])  # fmt: skip
    worker_once(scratch, registration__keep_revisions=1)
    history = nginx().get(f"/phones/{form.ref}/history")
    assert history.status == 200 and history.shown("missing") == "Versions 1 to 2 are no longer available."
    assert history.page.find(id="version3") and not history.page.find(id="version2")
    printed = spaconf("history", form.ref)
    assert printed.returncode == 0 and printed.stdout.endswith("Versions 1 to 2 are no longer available.\n")
    for version, sentence in (1, "Version 1 is no longer available."), (9, "This phone has no version 9."):
        answer = nginx().get(f"/phones/{form.ref}/profile?version={version}")
        assert answer.status == 404 and sentence in answer.words()
        done = spaconf("revert", form.ref, f"from={version}")
        assert done.returncode == 1 and sentence in done.stderr, done.stderr
    assert registration(form.ref)["version"] == 4
    assert spaconf("revert", form.ref, "from=3").returncode == 0
    assert registration(form.ref)["hostname"] == "tel-third"
