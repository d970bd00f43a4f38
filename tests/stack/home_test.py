"""The home page: how many phones are in each state, what is pending for how long and why, and its retry."""
import re

import pytest

from fault_injection import stopped
from spaconf_stack import controls, env, nginx, person, register, registration, sql, ticket


@pytest.fixture
def parked():
    """A phone whose ticket is parked, while the worker rests."""
    with stopped("worker"):
        ref = register(login=person().login, model="spa921").ref
        row = registration(ref)
        sql("UPDATE task SET state = 'parked', attempts = 12, reason = 'rt: no such <queue>', created = created - INTERVAL 200 SECOND"
            " WHERE registration_id = %s AND kind = 'ticket'", row["id"])
        sql("UPDATE registration SET ticket_state = 'parked' WHERE ref = %s", ref)
        yield ref
        sql("UPDATE task SET state = 'due', attempts = 0, not_before = UTC_TIMESTAMP(3) WHERE registration_id = %s AND kind = 'ticket'", row["id"])


def task(ref, kind="ticket"):
    return sql("SELECT * FROM task WHERE registration_id = %s AND kind = %s", registration(ref)["id"], kind)[0]


def waiting(ref, door=None):
    """The row of the first page about a phone's task."""
    page = (door or nginx()).get("/").page
    return next((row for row in page.select("#waiting tbody tr") if row.find("a", string=ref)), None)


def again(ref):
    """The fields of the button."""
    return dict(controls(waiting(ref).form))


def counts():
    """What the first page says of each list, by the list's address."""
    return {
        link["href"].removeprefix("/spaconf"): int(link.strong.get_text().replace(",", ""))
        for link in nginx().get("/").page.select(".counts a")
    }


def test_each_count_is_that_of_the_list_it_leads_to():
    """The worker goes on writing what it sees of phones, so a count is that of before or of after."""
    before = counts()
    assert len(before) == 8
    told = {path: nginx().get(path).shown("count") for path in before}
    after = counts()
    for path, words in told.items():
        said = [{0: "No phones", 1: "1 phone"}.get(n, f"{n} phones") for n in (before[path], after[path])]
        assert words.startswith(tuple(said)), (path, words, said)


def test_what_is_parked_is_shown_with_its_age_and_reason(parked):
    words = " ".join(waiting(parked).get_text(" ").split())
    assert re.search(r"ticket parked 3 minutes rt: no such <queue> Try again", words), words
    assert nginx().get("/phones?state=ticket-parked").page.find("a", href=re.compile(parked))


def test_a_retry_makes_it_due_and_the_worker_does_it(parked):
    answer = nginx().post("/submit/retry", again(parked).items())
    assert (answer.status, answer.headers["Location"]) == (303, "/spaconf/")
    row = task(parked)
    assert (row["state"], row["attempts"]) == ("due", 0)
    assert sql("SELECT not_before <= UTC_TIMESTAMP(3) due FROM task WHERE id = %s", row["id"])[0]["due"]
    story = sql("SELECT actor, detail FROM audit WHERE ref = %s AND action = 'retry'", parked)
    assert [each["actor"] for each in story] == [env.WEB_USER]


def test_a_retried_task_is_done():
    with stopped("worker"):
        ref = register(login=person().login, model="spa921").ref
        row = registration(ref)
        sql("UPDATE task SET state = 'parked', reason = 'x' WHERE registration_id = %s AND kind = 'ticket'", row["id"])
        sql("UPDATE registration SET ticket_state = 'parked' WHERE ref = %s", ref)
        fields = again(ref)
        assert nginx().post("/submit/retry", fields.items()).status == 303
    assert ticket(ref)
    before = sql("SELECT COUNT(*) n FROM audit WHERE ref = %s", ref)
    assert nginx().post("/submit/retry", fields.items()).status == 303  # there is nothing left to do
    assert task(ref)["state"] == "done"
    assert sql("SELECT COUNT(*) n FROM audit WHERE ref = %s", ref) == before


def test_a_ticket_that_rt_may_still_be_making_is_left_its_time(parked):
    sql("UPDATE task SET not_before = UTC_TIMESTAMP(3) + INTERVAL 5 MINUTE WHERE id = %s", task(parked)["id"])
    assert nginx().post("/submit/retry", again(parked).items()).status == 303
    row = sql("SELECT state, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(3), not_before) rest FROM task WHERE id = %s", task(parked)["id"])[0]
    assert row["state"] == "due" and row["rest"] > 200


def test_a_retry_from_the_phones_page_leads_back_there(parked):
    answer = nginx().post("/submit/retry", (again(parked) | {"from": "phone"}).items())
    assert answer.headers["Location"] == f"/spaconf/phones/{parked}"


@pytest.mark.parametrize("change", [{"csrf": ""}, {"kind": "profile"}, {"ref": "aaaaaaaaaa"}, {"key": "x" * 32}])
def test_a_button_is_good_for_what_it_says_only(parked, change):
    assert nginx().post("/submit/retry", (again(parked) | change).items()).status == 403
    assert task(parked)["state"] == "parked"


def test_a_reader_sees_it_and_may_not_do_it(parked):
    reader = nginx(env.READER_USER, env.READER_PASSWORD)
    assert waiting(parked, reader) is not None
    assert waiting(parked, reader).form is None
    assert reader.post("/submit/retry", again(parked).items()).status == 403
    assert task(parked)["state"] == "parked"


def test_another_site_cannot_press_the_button(parked):
    answer = nginx().post("/submit/retry", again(parked).items(), Origin="https://elsewhere.example")
    assert answer.status == 403
    assert task(parked)["state"] == "parked"
