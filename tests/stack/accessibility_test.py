"""Everybody can use every page (WCAG 2.2 AA): with a keyboard, a screen reader, on a small or a large screen, in the dark.

The pages are the rows of browser_pages.py. Each is opened once, and all tests look at it.
"""
import functools
import os
import re
import subprocess

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import Browser, browser, chromium
from browser_pages import PAGES, Given
from fault_injection import mend
from spaconf_stack import BUILD, HERE

pytestmark = pytest.mark.changes
WIDTHS = [320, 375, 768, 1024, 1200, 1920, 3840]


@pytest.fixture(scope="module")
def given():
    return Given()


# What a page says in its language.
WORDS = {"en": {"Skip": "Skip", "Error": "Error", "Line": "Line"}, "cs": {"Skip": "Přejít", "Error": "Chyba", "Line": "Linka"}}


@pytest.fixture(scope="module", params=[(name, language) for language in ("en", "cs") for name in PAGES], ids=" ".join)
def opened(request, chromium, given):
    name, language = request.param
    browser = Browser(chromium, language)
    PAGES[name](browser, given)
    mend()
    browser.name, browser.said, browser.words = f"{name} {language}", browser.complaints(), WORDS[language]
    return browser


@pytest.fixture
def page(opened):
    yield opened.window(1200, 900).media()


# --- axe-core ---------------------------------------------------------------------------------


@functools.cache
def axe():
    """The text of axe-core, which npm brings."""
    done = subprocess.run([HERE.parent / "axe-core", BUILD], capture_output=True, text=True, timeout=600, env=os.environ)
    assert done.returncode == 0, done.stderr
    with open(done.stdout.strip(), encoding="utf-8") as file:
        return file.read()


def violations(browser):
    """The rules of axe-core that the page breaks, each with the elements that break it."""
    if not browser.run("return typeof axe === 'object'"):
        browser.run(axe())
    found = browser.driver.execute_async_script("""
        const done = arguments[0];
        axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
          .then(all => done(all.violations), error => done([{ id: String(error), help: "", nodes: [] }]));""")
    return [f"{rule['id']} ({rule['help']}): {' '.join(map(str, node['target']))}: {node['failureSummary']}"
            for rule in found for node in rule["nodes"] or [{"target": [], "failureSummary": ""}]]


def assert_none(found):
    """Fails with each of them on a line of its own."""
    assert not found, "\n" + "\n".join(map(str, found))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(page, scheme):
    assert_none(violations(page.media(prefers_color_scheme=scheme)))


def test_axe_finds_no_barrier_on_a_telephone(page):
    assert_none(violations(page.narrow(320)))


def test_axe_would_find_one(browser):
    browser.open("/").run("document.getElementById('login').labels[0].remove();"
                          "document.querySelector('h1').style.color = '#b0b0b0'")
    found = violations(browser)
    assert any(each.startswith("label ") and "#login" in each for each in found)
    assert any(each.startswith("color-contrast ") and "h1" in each for each in found)


# --- what axe-core does not look at -----------------------------------------------------------


def test_no_page_scrolls_sideways(page):
    for width in WIDTHS:
        page.window(width, 900)
        wide = page.run(
            "const w = document.documentElement.clientWidth; return [...document.querySelectorAll('body *')]"
            ".filter(e => e.getBoundingClientRect().right > w + 1 && !e.closest('.table, pre'))"
            ".map(e => e.tagName + '#' + e.id + '.' + e.className)")
        assert page.width() <= width, f"at {width} px: {wide}"


def test_letters_twice_as_large_and_spaced_out_fit(page):
    """WCAG 1.4.4 and 1.4.12: nothing is cut off, and nothing scrolls sideways."""
    page.run("""const sheet = new CSSStyleSheet();
        sheet.replaceSync(`html { font-size: 200% } * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }`);
        document.adoptedStyleSheets = [sheet]""")
    try:
        assert page.window(1280, 900).width() <= 1280
        cut = page.run("return [...document.querySelectorAll('a, button, .button, label, h1, h2, p, td, dd')]"
                       ".filter(e => e.checkVisibility() && getComputedStyle(e).overflow === 'hidden' && e.scrollHeight > e.clientHeight + 1)"
                       ".map(e => e.outerHTML)")
        assert_none(cut)
    finally:
        page.run("document.adoptedStyleSheets = []")


@pytest.mark.parametrize("width", [320, 1200])
def test_what_is_clicked_has_24_pixels(page, width):
    """WCAG 2.5.8; a link within a sentence may be smaller."""
    small = page.narrow(width).run("""return [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')].filter(e => {
        const box = e.getBoundingClientRect();
        const isInSentence = e.matches('p a, dd a, li a') && getComputedStyle(e).display === 'inline';
        return e.checkVisibility() && !e.matches('.skip') && !isInSentence && (box.width < 24 || box.height < 24);
      }).map(e => e.outerHTML.slice(0, 120) + ' ' + e.getBoundingClientRect().width + ' × ' + e.getBoundingClientRect().height)""")
    assert_none(small)


def test_every_field_has_its_label(page):
    bare = page.run("return [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
                    ".filter(e => !e.labels.length || !e.labels[0].textContent.trim()).map(e => e.name)")
    assert_none(bare)
    doubled = page.run("const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((x, i) => ids.indexOf(x) < i)")
    assert_none(doubled)
    missing = page.run("return [...document.querySelectorAll('[aria-describedby], [aria-labelledby]')].flatMap(e => "
                       "(e.getAttribute('aria-describedby') ?? e.getAttribute('aria-labelledby')).split(' ')).filter(id => !document.getElementById(id))")
    assert_none(missing)
    html = page.driver.find_element(By.TAG_NAME, "html")
    assert html.get_attribute("lang") and page.driver.title
    assert len(page.driver.find_elements(By.TAG_NAME, "h1")) == 1


def test_no_two_links_of_one_name_lead_to_two_places(page):
    """To those who hear only the names of links and buttons."""
    names = page.run("return [...document.querySelectorAll('a')].map(e => [e.ariaLabel || e.textContent.trim(), e.href])")
    places = {}
    for name, place in names:
        places.setdefault(name, set()).add(place.partition("#")[0])
    assert_none([(name, found) for name, found in places.items() if len(found) > 1])


def test_a_page_of_errors_says_so_first(page):
    """Its title begins with the word, and its summary leads to each field, with the sentence that is beside it."""
    links = page.run("return [...document.querySelectorAll('.summary a[href^=\"#\"]')].map(e => [e.hash.slice(1), e.textContent])")
    has_summary = bool(page.driver.find_elements(By.CSS_SELECTOR, ".summary"))
    # In scan mode the cursor stays where the next code goes.
    has_reply = bool(page.driver.find_elements(By.CSS_SELECTOR, ".reply[data-tone=error]"))
    assert page.driver.title.startswith(page.words["Error"] + ": ") == (has_summary or has_reply)
    beside = page.run("return [...document.querySelectorAll('p.error, ul.error > li')]"
                      ".map(e => [(e.id || e.parentElement.id).replace(/-error$/, ''), e.textContent])")
    # Of a phone's lines only the summary has to say which one a sentence is about.
    in_place = [[field, re.sub(rf"^{page.words['Line']} \d: ", "", sentence) if field.startswith("line") else sentence] for field, sentence in links]
    assert sorted(in_place) == sorted(beside)
    if has_summary:
        assert "summary" in page.run("return document.activeElement.className").split()


def test_nothing_moves_for_those_who_do_not_want_it(page):
    moving = page.media(prefers_reduced_motion="reduce").run(
        "return [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || s.scrollBehavior === 'smooth' || parseFloat(s.transitionDuration) > 0 }).map(e => e.outerHTML)")
    assert_none(moving)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_light_and_dark(page, scheme):
    """Contrast of at least 4.5 to 1 (WCAG 1.4.3) for every piece of text."""
    page.media(prefers_color_scheme=scheme)
    assert_none(page.run(CONTRAST))
    assert "dark" in page.run("return getComputedStyle(document.documentElement).colorScheme")


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


def test_the_browser_has_nothing_to_complain_about(page):
    """No script refused by the policy, no file missing. The page's own status may be that of a failure."""
    own = page.driver.current_url.partition("?")[0]
    assert_none([line for line in page.said if not ((own in line or "/submit/" in line) and "status of" in line)])


@pytest.mark.parametrize("size", ["narrow", "wide", "dark", "4k"])
def test_a_picture_is_kept(page, size):
    width = {"narrow": 320, "4k": 3840}.get(size, 1200)
    page.window(width, 900, mobile=width == 320).media(prefers_color_scheme="dark" if size == "dark" else "light")
    assert page.screenshot(f"{page.name.replace(' ', '-')}.{size}").stat().st_size > 1000


# --- a keyboard only --------------------------------------------------------------------------

# What has the focus: its name, whether it is outlined, whether it can be seen, and where it is in the page's text.
FOCUSED = """
const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
const order = [...document.querySelectorAll('*')].indexOf(e);
// A point of it that is in the window, if there is one.
const top = document.elementFromPoint(box.x + box.width / 2, Math.min(Math.max(box.y + box.height / 2, 4), innerHeight - 4));
return { name: (e.id || e.name || e.textContent.trim() || e.tagName).slice(0, 60), isBody: e === document.body, order,
         isOutlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
         isSeen: box.width > 0 && top !== null && (e.contains(top) || top.contains(e)) };
"""


def test_the_tab_key_goes_through_the_page_as_it_is_read(page):
    """Each stop is outlined and in sight (WCAG 2.4.7, 2.4.11), in the order of the text (2.4.3), and there is a way out (2.1.2)."""
    page.run("document.activeElement.blur(); window.scrollTo(0, 0); getSelection().removeAllRanges()")
    page.driver.find_element(By.TAG_NAME, "html").send_keys(Keys.HOME)
    page.run("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    stops = []
    for _ in range(400):
        # Not to the element itself: keys that a field for files gets are the name of a file.
        webdriver.ActionChains(page.driver).send_keys(Keys.TAB).perform()
        stop = page.run(FOCUSED)
        if stop["isBody"] or (stops and stop["order"] <= stops[0]["order"]):
            break
        stops.append(stop)
    else:
        pytest.fail(f"no way out: {[each['name'] for each in stops[-5:]]}")
    assert stops[0]["name"].startswith(page.words["Skip"])
    assert_none([each["name"] for each in stops if not each["isOutlined"]])
    assert_none([each["name"] for each in stops if not each["isSeen"]])
    orders = [each["order"] for each in stops]
    assert orders == sorted(orders)
    reachable = page.run("return [...document.querySelectorAll('a[href], button, select, summary, input:not([type=hidden])')]"
                         ".filter(e => e.checkVisibility() && !e.disabled)"
                         # A group of radio buttons is one stop; the arrow keys go through it.
                         ".filter((e, i, all) => e.type !== 'radio' || all.findIndex(o => o.name === e.name) === i).length")
    assert len(stops) >= reachable
