"""The status on a phone's page: what servers, logs and the exchange really saw."""
import datetime
import pathlib
import time

import pytest

from change_test import Change
from fault_injection import SPACONF, run, worker_once
from spaconf_stack import env, mac, pbx, person, phone_page, register, rt, sql, tftp, ticket, wait_until
from virtual_phone import Plugged

pytestmark = pytest.mark.changes


def status(ref):
    """The word of the badge, and all that the page says with it."""
    page = phone_page(ref)
    return page.shown("status-label"), page.shown("status")


def path(ref):
    """The steps on the page, each with its state and what the page says of it."""
    return {step.strong.get_text(): (step["data-state"], " ".join(step.get_text(" ").split()))
            for step in phone_page(ref).element("path").find_all("li")}  # fmt: skip


def states(ref):
    return [state for state, _ in path(ref).values()]


def next_step(ref):
    """What the first button says."""
    return phone_page(ref).element("status").select_one(".next-step > *").get_text(strip=True)


def wait_for_status(ref, word, seconds=30):
    return wait_until(lambda: (found := status(ref))[0] == word and found[1], f"{word}, not {status(ref)}", seconds)


def fetched(address):
    return sql("SELECT source, at, address FROM profile_fetch WHERE mac = %s", address)


def test_a_phone_s_way_from_ticket_to_online_and_away(scratch):
    form = register()
    number = int(ticket(form.ref)["id"])
    assert f"Ticket {number} is new" in wait_for_status(form.ref, "waiting for the ticket")
    assert phone_page(form.ref).element("status").find("a")["href"].endswith(f"id={number}")
    assert states(form.ref) == ["done", "done", "done", "waiting", "waiting"] and next_step(form.ref) == "Open the ticket"
    assert f"Ticket Waiting Ticket {number} is new" in path(form.ref)["Ticket"][1]
    rt("PUT", f"ticket/{number}", json={"Status": "resolved"})
    sql("UPDATE registration SET ticket_checked_at = '2000-01-01' WHERE ref = %s", form.ref)
    assert "Plug it in" in wait_for_status(form.ref, "waiting for the phone")
    assert path(form.ref)["Phone"] == ("waiting", "Phone Waiting Plug it in") and next_step(form.ref) == "Check again"
    assert phone_page(form.ref).page.select("#path [aria-current=step]")[0].strong.get_text() == "Phone"
    with Plugged("spa942", form.mac) as phone:
        assert phone.do("live 300").named("registered")
        assert "from 127.0.0.1" in wait_for_status(form.ref, "online")
        assert states(form.ref) == ["done"] * 5 and next_step(form.ref) == "Resync now"
        wait_until(lambda: fetched(form.mac), "the worker has read the log of the TFTP server")
        worker_once(scratch)
        assert sql("SELECT missing FROM online JOIN registration ON id = registration_id WHERE ref = %s", form.ref) == [{"missing": None}]
    pbx("DELETE FROM location WHERE username = %s", form["line1_user"])
    wait_for_status(form.ref, "lost")
    assert states(form.ref)[-1] == "failed" and next_step(form.ref) == "Check again"

    def is_noted():
        worker_once(scratch)
        return "Lost since" in wait_for_status(form.ref, "lost")

    wait_until(is_noted, "a worker has noted since when; the two look at the same time")


def test_a_profile_that_was_fetched_is_seen_and_others_are_not():
    form, other, unknown = register(), register(), mac()
    assert tftp(f"config/spa{unknown}.cfg") is None
    assert tftp(f"config/spa{form.mac}.cfg")
    assert "from 127.0.0.1" in wait_for_status(form.ref, "fetched its profile")
    assert [row["source"] for row in fetched(form.mac)] == ["tftp"] and not fetched(other.mac)
    assert status(other.ref)[0].startswith("waiting for")
    assert not fetched(unknown)


def test_asking_for_a_file_that_is_not_there_is_no_fetch():
    address = mac()
    assert tftp(f"config/spa{address}.cfg") is None
    form = register(mac=address)
    log = pathlib.Path(env.STACK, "tftp", "syslog")
    position = "SELECT position FROM log_position WHERE file = %s"
    wait_until(lambda: sql(position, str(log))[0]["position"] >= log.stat().st_size, "the log is read")
    assert not fetched(form.mac)


def test_a_former_phone_is_not_this_registration():
    address = mac()
    former = register(mac=address)
    tftp(f"config/spa{address}.cfg")
    wait_for_status(former.ref, "fetched its profile")
    sql("UPDATE registration SET state = 'retired', active_mac = NULL WHERE ref = %s", former.ref)
    assert status(former.ref)[0] == "retired"
    sql("UPDATE profile_fetch SET at = at - INTERVAL 1 MINUTE WHERE mac = %s", address)
    later = register(mac=address)
    assert status(later.ref)[0].startswith("waiting for")


def test_of_two_phones_with_one_account_each_has_its_own_status():
    who = person()
    first = register(login=who.login)
    second = register(login=who.login, model="spa922", line1_password=first["line1_password"])
    with Plugged("spa942", first.mac) as phone:
        assert phone.do("live 300").named("registered")
        wait_for_status(first.ref, "online")
        assert status(second.ref)[0] != "online"


def test_logs_of_web_servers_and_phones_are_read_too(scratch):
    """They contain names that any client may send."""
    form, access, syslog = register(), scratch / "access.log", scratch / "syslog"
    now = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
    agent = '"-" "Linksys/SPA-942-6.1.5(a) (4MM00F000001)"'
    access.write_bytes(
        b"\xff\x00 garbage\n" + f'192.0.2.66 - - [{now}] "GET /config/spa{mac()}.cfg HTTP/1.1" 200 1 {agent}\n'
        f'192.0.2.7 - - [{now}] "GET /config/spa{form.mac}.cfg HTTP/1.1" 200 41000 {agent}\n'.encode())  # fmt: skip
    syslog.write_text(f"{time.strftime('%b %e %H:%M:%S')} 192.0.2.8 SPA942 {form.mac} -- Successful resync "
                      f"tftp://127.0.0.1:69/config/spa{form.mac}.cfg\nhalf a li")  # fmt: skip
    conf = scratch / "worker.conf"
    # The zone of pages is not that of other servers' logs.
    text = pathlib.Path(env.SPACONF_CONFIG).read_text().replace('time_zone = ""', 'time_zone = "Asia/Kathmandu"')
    assert "Kathmandu" in text
    line = next(line for line in text.splitlines() if line.startswith("fetch_logs"))
    conf.write_text(text.replace(line, f'fetch_logs = ["{access}", "{scratch}/missing", "{syslog}"]'))
    conf.chmod(0o644)
    for log in access, syslog:
        log.chmod(0o644)
    for _ in range(2):
        assert run(SPACONF, "worker", "--once", conf=conf).returncode == 0
    assert {(row["source"], row["address"]) for row in fetched(form.mac)} == {("http", "192.0.2.7"), ("phone", "192.0.2.8")}
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    assert all(abs(now - row["at"]) < datetime.timedelta(minutes=2) for row in fetched(form.mac))
    assert wait_for_status(form.ref, "fetched its profile")


def test_the_page_tells_what_happened_newest_first():
    form = register()
    ticket(form.ref)
    told = wait_until(lambda: len(found := phone_page(form.ref).element("audit-trail").find_all("li")) == 2 and found, "the ticket in the story")
    words = [" ".join(each.get_text(" ").split()) for each in told]
    assert "worker created the ticket ticket" in words[0] and f"{env.WEB_USER} registered the phone" in words[1]


def test_another_box_has_not_been_online_yet(scratch):
    form = register()
    ticket(form.ref)
    with Plugged("spa942", form.mac) as phone:
        assert phone.do("live 300").named("registered")
        wait_for_status(form.ref, "online")
        worker_once(scratch)
    pbx("DELETE FROM location WHERE username = %s", form["line1_user"])
    wait_for_status(form.ref, "lost")
    Change(form.ref, "replace", model="spa942", mac=mac()).apply()
    # The change has opened the ticket again.
    wait_for_status(form.ref, "waiting for the ticket")
