"""Debian's Chromium, and what a person at the keyboard does and sees; `browser` is a fixture for tests."""
import base64
import pathlib
import re

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from spaconf_stack import BUILD, env, nginx, person, wait_until

# What tests leave for people to look at.
SCREENSHOTS = BUILD / "screenshots"


@pytest.fixture(scope="module")
def chromium():
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars":
        options.add_argument(argument)
    options.accept_insecure_certs = True
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_page_load_timeout(30)
    driver.execute_cdp_cmd("Network.enable", {})
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium):
    yield Browser(chromium)


class Browser:
    """What a person at the keyboard does and sees. Begins as the registrar, with scripts, at a desk."""

    def __init__(self, driver, language="en"):
        self.driver, self.language = driver, language
        self.log_in(env.WEB_USER, env.WEB_PASSWORD).scripts(True).window(1200, 900).media()
        driver.delete_all_cookies()
        self.complaints()

    # --- who looks, and on what ---

    def log_in(self, user, password):
        login = base64.b64encode(f"{user}:{password}".encode()).decode()
        headers = {"Authorization": "Basic " + login, "Accept-Language": self.language}
        self.driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": headers})
        return self

    def scripts(self, run):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not run})
        return self

    def window(self, width, height, mobile=False):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile})
        return self

    def narrow(self, width):
        return self.window(width, 640, mobile=True)

    def media(self, **features):
        """media(prefers_color_scheme="dark"); without any as the browser has them."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": named})
        return self

    # --- where they are ---

    def open(self, path):
        self.driver.get(nginx().base + path)
        return self

    def form(self, login=None):
        return self.open("/form?login=" + (login or person().login))

    @property
    def path(self):
        return re.sub(r"^https?://[^/]+/spaconf", "", self.driver.current_url)

    def arrived(self, pattern):
        return wait_until(lambda: re.fullmatch(pattern, self.path), f"{pattern}, not {self.path}", 10)

    def run(self, script, *arguments):
        """What a script gives that is no part of the page."""
        return self.driver.execute_script(script, *arguments)

    # --- what they do ---

    def type(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)
        return self

    def scan(self, code):
        """A scanner types the code and Enter."""
        return self.type(code, Keys.ENTER)

    def click(self, name):
        self.field(name).click()
        return self

    def press(self, selector):
        """Clicks, and waits until a page is loaded. If that can still be the old one, wait for something of the new one."""
        self.driver.find_element(By.CSS_SELECTOR, selector).click()
        wait_until(lambda: self.run("return document.readyState") == "complete", "a loaded page", 30)
        return self

    def tab_to(self, name):
        """Presses Tab until what is called so has the focus."""
        seen = []
        for _ in range(200):
            self.type(Keys.TAB)
            seen.append(self.run("return (document.activeElement.ariaLabel || document.activeElement.textContent).trim()"))
            if seen[-1] == name:
                return self
        pytest.fail(f"Tab does not come to {name}: {seen}")

    def choose(self, model):
        """Picks the model, be it a list or buttons."""
        for element in self.driver.find_elements(By.CSS_SELECTOR, f"select[name=model] option[value={model}], input[name=model][value={model}]"):
            element.click()
        return self

    def register(self):
        return self.press("form[method=post] [type=submit]")

    # --- what they see ---

    @property
    def focus(self):
        """The id of the field the cursor is in."""
        return self.run("return document.activeElement.id")

    def field(self, name):
        return self.driver.find_element(By.ID, name)

    def value(self, name):
        return self.field(name).get_property("value")

    def shown(self, selector):
        """The text of the first such element."""
        return self.driver.find_element(By.CSS_SELECTOR, selector).text

    def are_shown(self, selector):
        """The texts of all such elements, of which there are none while a page is loaded."""
        return self.run("return [...document.querySelectorAll(arguments[0])].map(each => each.innerText.trim())", selector)

    def complaints(self):
        """What the browser's console has said since it was asked last."""
        return [each["message"] for each in self.driver.get_log("browser") if each["level"] in ("SEVERE", "WARNING")]

    def width(self):
        """How wide the page is, which is more than the window when it scrolls sideways."""
        return self.run("return document.documentElement.scrollWidth")

    def screenshot(self, name):
        """Of the whole page, down to 4000 pixels, in build/screenshots."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        width, height = self.run("const e = document.documentElement; return [e.clientWidth, Math.min(Math.max(e.scrollHeight, innerHeight), 4000)]")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        path = pathlib.Path(SCREENSHOTS, name + ".png")
        path.write_bytes(base64.b64decode(shot["data"]))
        return path
