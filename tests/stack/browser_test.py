"""The pages in a real browser: scanned, typed, without a mouse, without scripts, on a narrow screen."""
import re

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import browser, chromium
from browser_pages import Given
from spaconf_stack import mac, person, register, registration, sql, wait_until

SERIALS = ["4MM00F903042", "FM500F100000"]


# --- scanning -------------------------------------------------------------------------------


def test_the_form_waits_for_the_first_scan(browser):
    assert browser.form().focus == "mac"


def test_a_scanned_address_moves_on_to_the_serial_and_sends_nothing(browser):
    before = sql("SELECT COUNT(*) n FROM registration")
    browser.form().scan("000E08" + mac()[6:].upper())
    assert browser.focus == "serial"
    assert browser.path.startswith("/form?")
    assert sql("SELECT COUNT(*) n FROM registration") == before


@pytest.mark.parametrize("serial", SERIALS)
def test_what_was_scanned_decides_not_where(browser, serial):
    """The serial first, into the field for the address; then the address, wherever the cursor went."""
    address = mac()
    browser.form().choose("spa942").click("mac").scan(serial)
    assert (browser.value("serial"), browser.value("mac"), browser.focus) == (serial, "", "mac")
    browser.scan(address.upper())
    assert re.sub("[^0-9a-f]", "", browser.value("mac").lower()) == address
    assert browser.value("serial") == serial
    assert browser.path.startswith("/form?")


def test_an_address_scanned_into_the_field_for_the_serial_finds_its_place(browser):
    address = mac()
    browser.form().click("serial").scan(address)
    assert re.sub("[^0-9a-f]", "", browser.value("mac").lower()) == address
    assert browser.value("serial") == ""


def test_a_serial_of_twelve_hex_digits_is_told_from_an_address_by_its_maker(browser):
    address = mac()
    browser.form().click("mac").scan("88019FA42805").scan(address)
    assert browser.value("serial").upper() == "88019FA42805"
    assert re.sub("[^0-9a-f]", "", browser.value("mac").lower()) == address


def test_enter_in_a_text_field_does_not_send_half_a_form(browser):
    before = sql("SELECT COUNT(*) n FROM registration")
    browser.form()
    for name in "mac", "serial", "hostname", "inventory", "line1_user", "line1_display":
        browser.click(name).type(Keys.ENTER)
        assert browser.path.startswith("/form?"), name
    assert sql("SELECT COUNT(*) n FROM registration") == before


def test_two_scans_and_the_button_register_a_phone(browser):
    address = mac()
    browser.form().choose("spa942").click("mac").scan(address.upper()).scan(SERIALS[0])
    ref = browser.register().arrived(r"/phones/(\w+)")[1]
    row = registration(ref)
    assert (row["mac"], row["serial"]) == (address, SERIALS[0])


def test_a_scanner_is_faster_than_any_hand(browser):
    """Three cartons' codes without a pause, each with Enter, as keys for whatever has the focus."""
    address = mac()
    browser.form().choose("spa942").click("mac")
    webdriver.ActionChains(browser.driver, duration=0).send_keys(
        address.upper(), Keys.ENTER, SERIALS[0], Keys.ENTER, "SPA-2026-1", Keys.ENTER).perform()
    row = registration(browser.arrived(r"/phones/(\w+)")[1])
    assert (row["mac"], row["serial"], row["inventory"]) == (address, SERIALS[0], "SPA-2026-1")


def test_a_double_click_on_the_button_registers_once(browser):
    address = mac()
    browser.form().choose("spa921").click("mac").scan(address)
    button = browser.driver.find_element(By.CSS_SELECTOR, "form[method=post] [type=submit]")
    webdriver.ActionChains(browser.driver).double_click(button).perform()
    browser.arrived(r"/phones/(\w+)")
    assert len(sql("SELECT 1 FROM registration WHERE mac = %s", address)) == 1


def test_going_back_and_sending_again_leads_to_the_same_phone(browser):
    address = mac()
    browser.form().choose("spa921").click("mac").scan(address)
    first = browser.register().arrived(r"/phones/(\w+)")[1]
    browser.driver.back()
    browser.arrived(r"/form\?.*")
    if re.sub("[^0-9a-f]", "", browser.value("mac").lower()) == address:
        assert browser.register().arrived(r"/phones/(\w+)")[1] == first
    assert len(sql("SELECT 1 FROM registration WHERE mac = %s", address)) == 1


# --- keyboard -------------------------------------------------------------------------------


def test_a_phone_can_be_registered_without_a_mouse(browser):
    who, address = person("Karel Bezmyšky"), mac()
    browser.open("/")
    assert browser.focus == "login"
    browser.type(who.login, Keys.ENTER).arrived(r"/form\?login=.*")
    seen = []
    browser.type(address)
    for _ in range(120):
        seen.append(browser.focus)
        kind = browser.driver.switch_to.active_element.get_attribute("type")
        if kind == "submit":
            break
        browser.type(Keys.TAB)
    else:
        pytest.fail(f"the button is out of reach: {seen}")
    assert seen.index("mac") < seen.index("serial") < seen.index("line1_user")
    assert {"hostname", "inventory", "line1_password", "line1_display"} <= set(seen)
    browser.type(Keys.ENTER).arrived(r"/phones/(\w+)")


def test_the_cursor_can_always_be_seen(browser):
    """Whatever the Tab key reaches is outlined or otherwise changed."""
    browser.form()
    for _ in range(8):
        browser.type(Keys.TAB)
        outline = browser.driver.execute_script(
            "const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth + s.boxShadow")
        assert outline not in ("none0pxnone",), browser.focus


# --- the list -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three():
    """Three phones of one person."""
    who = person("Xaver Trojtelefonní")
    return who, [register(login=who.login, model=model).ref for model in ("spa921", "spa942", "spa962")]


def found(browser):
    # In one piece, for the table may be replaced at any moment.
    links = browser.driver.execute_script("return [...document.querySelectorAll('#found tbody a')].map(a => a.href)")
    return sorted(link.rpartition("/")[2] for link in links)


def test_phones_are_found_while_typing(browser, three):
    who, refs = three
    browser.open("/phones")
    assert browser.focus == "q"
    said = browser.field("count")
    for letter in who.login:
        browser.type(letter)
    wait_until(lambda: found(browser) == sorted(refs), "the three phones")
    assert browser.focus == "q" and browser.value("q") == who.login
    assert said.text == "3 phones" and said.get_attribute("role") == "status"  # the same element, so it is read out
    assert browser.path == "/phones?q=" + who.login
    browser.field("model").send_keys("Linksys SPA942")
    wait_until(lambda: found(browser) == [refs[1]], "the one of the three")
    assert browser.path == f"/phones?q={who.login}&model=spa942"
    browser.click("q").type("x")
    wait_until(lambda: said.text == "No phones", "no phone")


def test_the_last_question_counts_whatever_is_answered_first(browser, three):
    """The answer to a question that was overtaken never comes onto the page."""
    who, refs = three
    browser.open("/phones")
    browser.driver.execute_script("""
        const real = window.fetch, waits = [4000];
        window.fetch = (url, options) => new Promise((done, failed) => {
          options.signal.addEventListener("abort", () => failed(options.signal.reason));
          setTimeout(() => real(url, options).then(done, failed), waits.shift() ?? 0);
        });""")
    browser.type("nosuchword", Keys.ENTER)
    browser.driver.execute_script("document.getElementById('q').value = ''")
    browser.type(who.login, Keys.ENTER)
    wait_until(lambda: found(browser) == sorted(refs), "the three phones")
    browser.driver.execute_async_script("setTimeout(arguments[0], 4500)")
    assert found(browser) == sorted(refs)
    assert browser.field("count").text == "3 phones" and browser.path == "/phones?q=" + who.login


def test_a_server_that_does_not_answer_is_told(browser):
    browser.open("/phones")
    browser.driver.execute_script("window.fetch = () => Promise.resolve(new Response('', {status: 503}))")
    browser.type("x")
    wait_until(lambda: "out of date" in browser.field("count").text, "the sentence")
    assert found(browser)  # what was there is still there
    browser.type(Keys.ENTER).arrived(r"/phones\?q=x.*")


def test_a_phone_is_found_without_a_mouse(browser, three):
    who, refs = three
    browser.open("/").click("q").type(who.login, Keys.ENTER).arrived("/phones.*")
    seen = []
    for _ in range(20):
        browser.type(Keys.TAB)
        seen.append(browser.focus or browser.driver.switch_to.active_element.get_attribute("href") or "button")
        if "/phones/" in seen[-1]:
            break
    assert seen[:3] == ["state", "model", "sort"] and "/phones/" in seen[-1], seen
    browser.type(Keys.ENTER).arrived(r"/phones/(\w+)")


def test_without_scripts_phones_are_found_by_the_button(browser, three):
    who, refs = three
    browser.scripts(False)
    browser.open("/phones")
    browser.field("q").send_keys(who.login)
    browser.choose("spa962")
    browser.driver.find_element(By.CSS_SELECTOR, "form.search button").click()
    wait_until(lambda: found(browser) == [refs[2]], "the one of the three")


# --- a change -------------------------------------------------------------------------------


def test_a_phone_of_a_person_who_has_left_is_retired_by_two_buttons(browser):
    ref = Given().gone
    browser.open(f"/review?after={registration(ref)['id'] - 1}").press("#found button").arrived("/submit/retire")
    assert "retired" in browser.field("rows").text and registration(ref)["state"] == "live"
    assert browser.press("main button").arrived(r"/phones/(\w+)")[1] == ref
    assert registration(ref)["state"] != "live"


def test_a_box_that_is_broken_is_replaced_from_the_page_of_its_phone(browser):
    form, address = register(), mac()
    browser.open("/phones/" + form.ref).press("#status nav a[href$=replace]")
    browser.click("mac").type(address.upper()).click("serial").type(SERIALS[1])
    browser.press("button[value=preview]").arrived("/submit/replace")
    assert "MAC" in browser.shown("#rows") and registration(form.ref)["mac"] == form.mac
    browser.press("button[value=apply]").arrived("/phones/" + form.ref)
    assert browser.field("mac").text.replace(":", "").lower() == address and browser.field("serial").text == SERIALS[1]
    assert registration(form.ref)["mac"] == address


def test_a_phone_is_retired_with_the_keyboard(browser):
    ref = register().ref
    browser.open("/phones/" + ref)
    browser.tab_to("Retire").type(Keys.ENTER).arrived(f"/phones/{ref}/retire")
    browser.tab_to("Preview").type(Keys.ENTER).arrived("/submit/retire")
    assert browser.focus == "rows"  # what will happen, not the button: another Enter has no effect
    browser.type(Keys.ENTER).tab_to("Retire").type(Keys.ENTER).arrived("/phones/" + ref)
    assert browser.shown("#status-label").lower() == "retired"
    assert not browser.driver.find_elements(By.ID, "path") and not browser.driver.find_elements(By.CSS_SELECTOR, ".next-step > *")
    assert [link.text for link in browser.driver.find_elements(By.CSS_SELECTOR, "#status nav a")] == ["Profile", "History", "Another phone for this person"]


# --- a phone's page -------------------------------------------------------------------------


@pytest.mark.parametrize("width, height", [(1200, 700), (375, 667)])
def test_the_next_step_is_in_sight(browser, width, height):
    """Beside the status, and on a telephone just below it."""
    browser.window(width, height, mobile=width < 600).open("/phones/" + register().ref)
    status, button, actions = (browser.driver.find_element(By.CSS_SELECTOR, each).rect
                               for each in ("#status h2", ".next-step > *", "#status nav"))  # fmt: skip
    assert button["y"] + button["height"] <= height and button["height"] >= 36
    assert actions["y"] + actions["height"] <= height
    if width > 600:
        assert abs(button["y"] - status["y"]) < 40 and button["x"] > width / 2


# --- without scripts ------------------------------------------------------------------------


def test_without_scripts_a_phone_is_registered_corrected_changed_and_retired(browser):
    who, address = person("Bez Skriptů"), mac()
    browser.scripts(False).open("/").field("login").send_keys(who.login)
    browser.press("form.look-up button").arrived(r"/form\?login=.*")
    browser.choose("spa962").field("mac").send_keys("00112233445")
    browser.register()
    wait_until(lambda: browser.driver.title.startswith("Error: "), "the form again")
    field = browser.field("mac")
    assert field.get_attribute("value") == "00112233445"
    field.clear()
    field.send_keys(address)
    ref = browser.register().arrived(r"/phones/(\w+)")[1]
    assert (registration(ref)["mac"], registration(ref)["model"]) == (address, "spa962")
    browser.press("#status nav a[href$=edit]").arrived(f"/phones/{ref}/edit")
    browser.field("hostname").send_keys("tel-noscript")
    browser.press("button[value=preview]").arrived("/submit/edit")
    browser.press("button[value=apply]").arrived("/phones/" + ref)
    assert browser.shown("#hostname") == "tel-noscript"
    browser.press("#status nav a[href$=history]").arrived(f"/phones/{ref}/history")
    browser.press(".history button").arrived("/submit/revert")
    browser.press("button[value=apply]").arrived("/phones/" + ref)
    assert registration(ref)["hostname"] == ""
    browser.press("#status nav a[href$=retire]").press("button[value=preview]").press("button[value=apply]").arrived("/phones/" + ref)
    assert registration(ref)["state"] != "live"


# --- errors ---------------------------------------------------------------------------------


@pytest.fixture
def errors(browser):
    browser.form().choose("spa921")
    browser.field("mac").send_keys("00112233445")
    browser.field("hostname").send_keys("-tel")
    browser.register()
    wait_until(lambda: browser.driver.title.startswith("Error: "), "the form again")
    return browser


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_fields(errors):
    assert "summary" in (errors.driver.switch_to.active_element.get_attribute("class") or "").split()
    links = errors.driver.find_elements(By.CSS_SELECTOR, "div.summary a")
    assert [link.get_attribute("href").partition("#")[2] for link in links] == ["mac", "hostname"]
    links[1].click()
    assert errors.focus == "hostname"


def test_errors_are_corrected_with_the_keyboard(errors):
    address = mac()
    errors.type(Keys.TAB, Keys.ENTER)
    assert errors.focus == "mac"
    errors.type(Keys.CONTROL + "a").type(address)
    errors.run("document.querySelector('.summary').focus()")
    errors.type(Keys.TAB).type(Keys.TAB, Keys.ENTER)
    assert errors.focus == "hostname"
    errors.type(Keys.CONTROL + "a").type("tel-corrected").tab_to("Register").type(Keys.ENTER)
    ref = errors.arrived(r"/phones/(\w+)")[1]
    assert (registration(ref)["mac"], registration(ref)["hostname"]) == (address, "tel-corrected")


def test_a_wrong_field_says_so_to_those_who_do_not_see_it(errors):
    for name in "mac", "hostname":
        field = errors.field(name)
        assert field.get_attribute("aria-invalid") == "true"
        said = field.get_attribute("aria-describedby").split()
        assert name + "-error" in said
        assert all(errors.field(each).text for each in said)
    assert errors.field("inventory").get_attribute("aria-invalid") in (None, "false")


# --- looks; accessibility_test.py has what holds for every page -----------------------------


@pytest.fixture(scope="module")
def pages():
    given = Given()
    return {"form": "/form?login=" + given.who.login, "edit": f"/phones/{given.phone}/edit", "move": f"/phones/{given.phone}/move"}


def test_what_will_happen_is_shown_line_by_line_and_does_not_scroll_sideways(browser, pages):
    browser.narrow(320).open(pages["edit"])
    browser.field("hostname").clear()
    browser.field("hostname").send_keys("tel-browser")
    browser.press("button[value=preview]")
    shown = {name: browser.field(name).find_element(By.TAG_NAME, "pre").text.splitlines() for name in ("profile", "note")}
    assert "+<HostName>tel-browser</HostName>" in shown["profile"]
    assert any(line.startswith("hostname: ") for line in shown["note"])
    assert browser.width() <= 320


def test_a_setting_is_offered_with_what_it_may_be(browser, pages):
    browser.open(pages["edit"])
    offered = browser.run(
        "return Object.fromEntries([...document.getElementById('setting1').list.options].map(o => [o.value, o.label]))")
    assert offered["Silence_Supp_Enable_1_ = "] == "Silence_Supp_Enable_1_ = Yes or No"
    assert offered["Dial_Plan_6_ = "].endswith("a dial plan in brackets, like (*xx|x.)")
    assert not [name for name in offered if name.startswith(("Password_", "User_ID_"))]


@pytest.mark.parametrize("page", ["form", "edit", "move"])
@pytest.mark.parametrize("width", [320, 1200])
def test_every_check_box_is_before_its_label_and_below_the_last(browser, pages, page, width):
    browser.narrow(width).open(pages[page])
    boxes = browser.driver.find_elements(By.CSS_SELECTOR, "#line1_permission .choice input")
    assert len({box.rect["x"] for box in boxes}) == 1
    assert all(25 <= below.rect["y"] - above.rect["y"] <= 40 for above, below in zip(boxes, boxes[1:]))
