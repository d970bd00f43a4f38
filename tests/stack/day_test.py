"""A day in the storeroom, in a real browser: import, scan, replace, move, retire, resync, a setting for all.

In the end all phones are plugged in, and nothing disagrees with anything.
"""
import concurrent.futures

import pytest
from selenium.webdriver.common.by import By

from browser import browser, chromium  # noqa: F401
from fault_injection import SPACONF, derive, run
from reconcile_test import reconcile
from scan_browser_test import begin, serial
from spaconf_stack import mac, names, person, profile, registration, sql, wait_until
from virtual_phone import Plugged, boot

TABLE, BOXES = 200, 40
VOICE_MAIL = "*9876"


@pytest.fixture(autouse=True)
def setting_of_the_stack():
    """Other tests find the profiles with the stack's own settings."""
    yield
    assert run(SPACONF, "regenerate", timeout=120).returncode == 0


def test_a_day_in_the_storeroom(browser, tmp_path, scratch):
    started = sql("SELECT COALESCE(MAX(id), 0) id FROM registration")[0]["id"]
    imported = import_table(browser, tmp_path / "phones.csv", [person("Hromada Nových") for _ in range(TABLE)])
    scanned = scan_boxes(browser, [person("Jana Nováková") for _ in range(BOXES)])
    phones = [*imported, *scanned]
    assert len(phones) == len(set(phones)) == TABLE + BOXES

    replaced, moved, retired, waiting = imported[0], imported[1], scanned[0], scanned[1]
    replace(browser, replaced)
    move(browser, moved)
    retire(browser, retired)
    resync(browser, waiting)
    set_for_all(scratch, phones)

    live = sql("SELECT ref, mac FROM registration WHERE id > %s AND state = 'live'", started)
    assert {row["ref"] for row in live} == set(phones) - {retired}
    assert all_online(row["mac"] for row in live) == len(live)
    conf = scratch / "spaconf.conf"
    wait_until(lambda: tickets_wait(started) == 0, "the tickets", 300)
    words = [word for row in live for word in row.values()]
    assert [each for each in reconcile("--check", conf=conf) if names(each, *words)] == []
    assert not browser.complaints()


def import_table(browser, file, people):
    """Uploads a table in the Windows fashion, confirms it, and gives the references."""
    rows = [(who.login, "spa942", mac(), who.number) for who in people]
    file.write_text("sep=;\r\nUživatel;Model;MAC;Číslo\r\n" + "".join(";".join(row) + "\r\n" for row in rows))
    browser.open("/").driver.find_element(By.LINK_TEXT, "Import phones").click()
    browser.field("table").send_keys(str(file))
    browser.press("form.upload [type=submit]").arrived(r"/jobs/\w+")
    assert browser.value("column1") == "login" and browser.value("column4") == "line1_user"
    browser.press("form.confirm [type=submit]")
    wait_until(lambda: browser.driver.find_elements(By.ID, "mode-all"), "the form that confirms", 60)
    assert browser.shown("form.confirm [type=submit]") == f"Import {len(rows)} rows"
    browser.press("form.confirm [type=submit]")
    wait_until(lambda: browser.are_shown("#said") == ["This job is done."], "the end of the import", 120)
    return [ref_of(row[2]) for row in rows]


def scan_boxes(browser, people):
    """All boxes one after another, as fast as a scanner types."""
    begin(browser, [who.login for who in people])
    boxes = [mac() for _ in people]
    for address in boxes:
        browser.scan(address.upper()).scan(serial())
    said = "return document.getElementById('box').textContent"
    wait_until(lambda: "Everybody on this list has a phone" in browser.run(said), "all boxes", 120)
    return [ref_of(address) for address in boxes]


def ref_of(address):
    return sql("SELECT ref FROM registration WHERE mac = %s AND state = 'live'", address)[0]["ref"]


def applied(browser, ref, action, **typed):
    """Types into the form of an action on a phone, looks at the preview, and applies it."""
    browser.open("/phones/" + ref).press(f"#status nav a[href$={action}]")
    for name, value in typed.items():
        browser.field(name).clear()
        browser.click(name).type(value)
    browser.press("button[value=preview]").arrived("/submit/" + action)
    browser.press("button[value=apply]").arrived("/phones/" + ref)


def replace(browser, ref):
    address = mac()
    applied(browser, ref, "replace", mac=address.upper())
    assert registration(ref)["mac"] == address


def move(browser, ref):
    who = person("Nová Majitelka")
    applied(browser, ref, "move", login=who.login)
    assert registration(ref)["login"] == who.login and who.name in browser.shown("h1")


def retire(browser, ref):
    applied(browser, ref, "retire")
    assert browser.shown("#status-label").lower() == "retired"


def resync(browser, ref):
    """The phone is plugged in, and fetches its profile again when the button is pressed."""
    address = registration(ref)["mac"]
    wait_until(lambda: registration(ref)["profile_state"] == "done", "the profile", 60)
    with Plugged("spa942", address) as phone:
        assert phone.do("live 300").named("registered")
        wait_until(lambda: browser.open("/phones/" + ref).driver.find_elements(By.ID, "resync"), "the button", 30)
        phone.begin("stay 10")
        browser.press("#resync button")
        wait_until(lambda: "it fetches its profile now" in browser.open("/phones/" + ref).shown("#resynced"), "the answer", 30)


def set_for_all(scratch, refs):
    """Another number for voice mail: the differences first, then the profiles."""
    conf = derive(scratch / "spaconf.conf", phone__settings__Voice_Mail_Number=VOICE_MAIL)
    shown = run(SPACONF, "profile", "diff", refs[0], conf=conf)
    assert VOICE_MAIL.encode() in shown.stdout and profile(registration(refs[0])["mac"])["Voice_Mail_Number"] != VOICE_MAIL
    assert run(SPACONF, "regenerate", conf=conf, timeout=120).returncode == 0
    assert {profile(registration(ref)["mac"])["Voice_Mail_Number"] for ref in refs if registration(ref)["state"] == "live"} == {VOICE_MAIL}


def all_online(addresses):
    """How many of these phones register all their lines when they are plugged in."""
    with concurrent.futures.ThreadPoolExecutor(8) as crowd:
        return sum(bool(events.registered()) for events in crowd.map(lambda address: boot("spa942", address), addresses))


def tickets_wait(started):
    return sql("SELECT COUNT(*) n FROM registration WHERE id > %s AND ticket_state = 'pending'", started)[0]["n"]
