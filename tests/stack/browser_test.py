"""The pages in a real browser: scanned, typed, without a mouse, without scripts, on a narrow screen."""
import base64
import re

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from spaconf_stack import env, ldap, mac, nginx, people, person, register, registration, sql, wait_until

PAGES = ["home", "form", "not found", "phone", "list", "nothing found", "edit", "replace", "move", "retire", "history", "profile",
         "review"]
SERIALS = ["4MM00F903042", "FM500F100000"]


@pytest.fixture(scope="module")
def chromium():
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900":
        options.add_argument(argument)
    options.accept_insecure_certs = True
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_page_load_timeout(30)
    login = base64.b64encode(f"{env.WEB_USER}:{env.WEB_PASSWORD}".encode()).decode()
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Authorization": "Basic " + login}})
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium):
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.get_log("browser")
    yield Browser(chromium)


class Browser:
    """What a person at the keyboard does and sees."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, path):
        self.driver.get(nginx().base + path)
        return self

    def form(self, login=None):
        return self.open("/form?login=" + (login or person().login))

    @property
    def focus(self):
        """The id of the field the cursor is in."""
        return self.driver.execute_script("return document.activeElement.id")

    def type(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)
        return self

    def scan(self, code):
        """A scanner types the code and Enter."""
        return self.type(code, Keys.ENTER)

    def field(self, name):
        return self.driver.find_element(By.ID, name)

    def value(self, name):
        return self.field(name).get_property("value")

    def click(self, name):
        self.field(name).click()
        return self

    def choose(self, model):
        """Picks the model, be it a list or buttons."""
        for element in self.driver.find_elements(By.CSS_SELECTOR, f"select[name=model] option[value={model}], input[name=model][value={model}]"):
            element.click()
        return self

    def register(self):
        self.driver.find_element(By.CSS_SELECTOR, "form[method=post] [type=submit]").click()
        return self

    @property
    def path(self):
        return re.sub(r"^https?://[^/]+/spaconf", "", self.driver.current_url)

    def arrived(self, pattern):
        return wait_until(lambda: re.fullmatch(pattern, self.path), f"{pattern}, not {self.path}", 10)

    def narrow(self, width):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": 640, "deviceScaleFactor": 1, "mobile": True})
        return self


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
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.open("/phones")
    browser.field("q").send_keys(who.login)
    browser.choose("spa962")
    browser.driver.find_element(By.CSS_SELECTOR, "form.search button").click()
    wait_until(lambda: found(browser) == [refs[2]], "the one of the three")


# --- a change -------------------------------------------------------------------------------


def gone():
    """A phone of a person who has left."""
    who = person("Anna " + "Odešlá-" * 8 + "Nováková")
    ref = register(login=who.login).ref
    ldap("ldapdelete", f"uid={who.login},{people()}")
    return ref


def test_a_phone_of_a_person_who_has_left_is_retired_by_two_buttons(browser):
    ref = gone()
    browser.open(f"/review?after={registration(ref)['id'] - 1}")
    browser.driver.find_element(By.CSS_SELECTOR, "#found button").click()
    browser.arrived("/submit/retire")
    assert "retired" in browser.field("rows").text and registration(ref)["state"] == "live"
    browser.driver.find_element(By.CSS_SELECTOR, "main button").click()
    assert browser.arrived(r"/phones/(\w+)")[1] == ref
    assert registration(ref)["state"] != "live"


# --- without scripts ------------------------------------------------------------------------


def test_without_scripts_the_form_does_its_work(browser):
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    address = mac()
    browser.form().choose("spa962").field("mac").send_keys("00112233445")
    browser.register()
    wait_until(lambda: browser.driver.title.startswith("Error: "), "the form again")
    field = browser.field("mac")
    assert field.get_attribute("value") == "00112233445"
    field.clear()
    field.send_keys(address)
    ref = browser.register().arrived(r"/phones/(\w+)")[1]
    assert registration(ref)["mac"] == address
    assert registration(ref)["model"] == "spa962"


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


def test_a_wrong_field_says_so_to_those_who_do_not_see_it(errors):
    for name in "mac", "hostname":
        field = errors.field(name)
        assert field.get_attribute("aria-invalid") == "true"
        said = field.get_attribute("aria-describedby").split()
        assert name + "-error" in said
        assert all(errors.field(each).text for each in said)
    assert errors.field("inventory").get_attribute("aria-invalid") in (None, "false")


# --- looks and structure --------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages():
    who = person("Anna " + "Dlouhojmenná-" * 6 + "Nováková")
    ref = register(login=who.login, model="spa962", hostname="x" * 63, inventory="I" * 40).ref
    return {"home": "/", "form": "/form?login=" + who.login, "not found": "/form?login=nobody-here", "phone": "/phones/" + ref,
            "list": "/phones", "nothing found": "/phones?q=" + "nobodyhasthis" * 6,
            "review": f"/review?after={registration(gone())['id'] - 1}",
            **{part: f"/phones/{ref}/{part}" for part in ("edit", "replace", "move", "retire", "history", "profile")}}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [320, 768])
def test_no_page_scrolls_sideways(browser, pages, page, width):
    browser.narrow(width).open(pages[page])
    wide = browser.driver.execute_script(
        "const w = document.documentElement.clientWidth; return [...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > w + 1 && !e.closest('[data-scrolls], .scroll'))"
        ".map(e => e.tagName + '#' + e.id + '.' + e.className)")
    assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= width, wide


def test_what_will_happen_is_shown_line_by_line_and_does_not_scroll_sideways(browser, pages):
    browser.narrow(320).open(pages["edit"])
    browser.field("hostname").clear()
    browser.field("hostname").send_keys("tel-browser")
    browser.driver.find_element(By.CSS_SELECTOR, "button[value=preview]").click()
    shown = {name: browser.field(name).find_element(By.TAG_NAME, "pre").text.splitlines() for name in ("profile", "note")}
    assert "+<HostName>tel-browser</HostName>" in shown["profile"]
    assert any(line.startswith("hostname: ") for line in shown["note"])
    assert browser.driver.execute_script("return document.documentElement.scrollWidth") <= 320


def test_a_setting_is_offered_with_what_it_may_be(browser, pages):
    browser.open(pages["edit"])
    offered = browser.driver.execute_script(
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


def test_the_page_of_errors_does_not_scroll_sideways(errors):
    errors.narrow(320)
    assert errors.driver.execute_script("return document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", PAGES)
def test_every_field_has_its_label(browser, pages, page):
    browser.open(pages[page])
    bare = browser.driver.execute_script(
        "return [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
        ".filter(e => !e.labels.length || !e.labels[0].textContent.trim()).map(e => e.name)")
    assert bare == []
    doubled = browser.driver.execute_script(
        "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((x, i) => ids.indexOf(x) < i)")
    assert doubled == []
    html = browser.driver.find_element(By.TAG_NAME, "html")
    assert html.get_attribute("lang") and browser.driver.title
    assert len(browser.driver.find_elements(By.TAG_NAME, "h1")) == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_light_and_dark(browser, pages, page, scheme):
    """Contrast of at least 4.5 to 1 (WCAG 1.4.3) for every piece of text."""
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    try:
        browser.open(pages[page])
        faint = browser.driver.execute_script(CONTRAST)
        canvas = browser.driver.execute_script("return getComputedStyle(document.documentElement).colorScheme")
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert faint == []
    assert "dark" in canvas


CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const numbers = c => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = c => { const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
const probe = document.createElement('div'); probe.style.backgroundColor = 'Canvas'; document.body.append(probe);
const ground = numbers(getComputedStyle(probe).backgroundColor); probe.remove();
const behind = e => { for (; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; } return ground; };
const faint = [];
for (const e of document.querySelectorAll('body *')) {
  const text = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || (e.tagName === 'INPUT' && e.value);
  if (!text || !e.checkVisibility() || e.tagName === 'OPTION' || e.type === 'hidden') continue;
  const a = light(numbers(getComputedStyle(e).color)), b = light(behind(e));
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) faint.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
}
return faint;
"""


@pytest.mark.parametrize("page", PAGES)
def test_the_browser_has_nothing_to_complain_about(browser, pages, page):
    """No script refused by the policy, no file missing."""
    browser.open(pages[page])
    said = [each["message"] for each in browser.driver.get_log("browser") if each["level"] in ("SEVERE", "WARNING")]
    expected = [line for line in said if page == "not found" and "404" in line and "form?login" in line]
    assert [line for line in said if line not in expected and "favicon" not in line] == []
