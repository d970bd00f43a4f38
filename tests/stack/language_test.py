"""Pages in English and Czech: which language a user gets, how they change it, and that no English is left on a Czech page."""
import re

import pytest

from browser import Browser, browser, chromium
from browser_pages import PAGES, Given
from fault_injection import FORM, Cgi, Own, mend
from spaconf_stack import config, env, nginx, nobody, number, person, register, sql, wait_until

pytestmark = pytest.mark.changes


def language_of(answer):
    """As the page and its headers say, which agree."""
    assert answer.page.html["lang"] == answer.headers["Content-Language"]
    assert set(answer.headers["Vary"].split(", ")) >= {"Cookie", "Accept-Language"}
    return answer.page.html["lang"]


@pytest.mark.parametrize("accepted, language", [
    (None, "en"), ("en", "en"), ("cs", "cs"), ("cs-CZ,cs;q=0.9,en;q=0.8", "cs"), ("de,en;q=0.7,cs;q=0.3", "en"),
    ("de", "en"), ("*", "en"), ("cs;q=0", "en"), ("\u00e9;q=\u00e9,cs;q=9".encode("latin-1"), "en"), ("cs;q=0.1," * 500, "cs")])
def test_a_page_is_in_the_language_that_the_browser_accepts(accepted, language):
    answer = nginx().get("/phones", **({"Accept-Language": accepted} if accepted else {}))
    assert language_of(answer) == language
    assert answer.page.select_one(".search button").get_text() == {"en": "Find", "cs": "Hledat"}[language]


def test_one_user_s_language_is_not_the_next_one_s():
    for language in ["cs", "en"] * 10:
        assert language_of(nginx().get("/", **{"Accept-Language": language})) == language


def test_users_who_ask_for_nothing_get_the_language_of_the_site(scratch):
    with Own(FORM, scratch, web__language="cs") as own:
        for path in "/", "/phones", "/nosuchpage", "/form?login=nobody-here":
            assert language_of(own.get(path)) == "cs"
        assert language_of(own.get("/", Accept_Language="en;q=0.1")) == "en"


def switch(answer):
    form = answer.page.select_one("footer form.languages")
    return form["action"], form.select_one("[name=back]")["value"], {b["value"]: (b["lang"], b.get_text()) for b in form.select("button")}


@pytest.mark.parametrize("path", ["/", "/phones", "/phones?q=a+%22%3Cb%3E&state=live", "/scan", "/form?login=novak&x=%C5%99"])
def test_the_switch_keeps_the_language_in_a_cookie_and_comes_back(path):
    action, back, offered = switch(nginx().get(path))
    assert (action, back, offered) == ("/spaconf/language", path, {"cs": ("cs", "Čeština")})
    sent = nginx().post("/language", [("back", back), ("language", "cs")])
    assert (sent.status, sent.headers["Location"]) == (303, "/spaconf" + path)
    cookie, *attributes = sent.headers["Set-Cookie"].split("; ")
    assert {"Path=/spaconf/", "SameSite=Lax", "HttpOnly", "Max-Age=31536000"} <= set(attributes)
    answer = nginx().get(path, Cookie="other=1; " + cookie, **{"Accept-Language": "en"})
    assert language_of(answer) == "cs" and switch(answer)[2] == {"en": ("en", "English")}


def test_a_page_that_answers_a_form_has_no_switch_since_it_could_not_come_back():
    answer = nginx().post("/form", [("login", person().login)])
    assert answer.status == 200 and not answer.page.select("form.languages")


@pytest.mark.parametrize("fields", [
    [("language", "de"), ("back", "/")], [("language", ""), ("back", "/")], [("back", "/")], [("language", "cs")],
    [("language", "cs"), ("back", "")], [("language", "cs"), ("back", "//evil.example/")], [("language", "cs"), ("back", "/\\evil.example/")],
    [("language", "cs"), ("back", "https://evil.example/")], [("language", "cs"), ("back", "/\r\nSet-Cookie: x=y")],
    [("language", "cs"), ("back", "/" + "a" * 3000)], [("language", "cs\r\nx: y"), ("back", "/")], [("language", "cs"), ("back", "/ř")]])
def test_a_wrong_choice_is_refused(fields):
    answer = nginx().post("/language", fields)
    assert answer.status == 400 and "Set-Cookie" not in answer.headers and "Location" not in answer.headers


def test_another_site_cannot_change_the_language():
    answer = nginx().post("/language", [("language", "cs"), ("back", "/")], Origin="https://evil.example")
    assert answer.status == 403 and "Set-Cookie" not in answer.headers
    assert nginx().get("/language").status == 405
    assert nobody().post("/language", [("language", "cs"), ("back", "/")]).status == 401


def test_a_cookie_that_is_no_language_is_passed_over():
    for cookie in "spaconf_language=de", "spaconf_language=", "spaconf_language=../../etc", "=;=;", "spaconf_language=" + "c" * 3000:
        assert language_of(nginx().get("/", Cookie=cookie)) == "en"


def test_dates_and_numbers_of_things_are_czech():
    ref = register().ref
    page = nginx().get(f"/phones/{ref}", **{"Accept-Language": "cs"}).page
    assert re.fullmatch(r"\d{1,2}\. \d{1,2}\. \d{4} \d\d:\d\d:\d\d", page.select_one("time").get_text())
    assert page.select_one("time")["datetime"].endswith("Z")


def test_without_catalogues_everything_is_in_english(scratch):
    with Own(FORM, scratch, translations=str(scratch / "nowhere"), web__language="cs") as own:
        answer = own.get("/phones")
        assert answer.status == 200 and answer.page.select_one(".search button").get_text() == "Find"


# --- in the browser ---------------------------------------------------------------------------


def test_a_click_changes_the_language_without_scripts_too(browser):
    for scripts in True, False:
        browser.scripts(scripts).driver.delete_all_cookies()
        browser.open("/phones?state=live")
        for language in "cs", "en":
            browser.press("footer form.languages button")
            assert browser.path == "/phones?state=live"
            wait_until(lambda: browser.run("return document.documentElement?.lang") == language, f"the page in {language}")


@pytest.fixture(scope="module")
def given():
    return Given()


TEXTS = """const said = [];
const seen = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (seen.nextNode()) {
  const { parentElement: element, data } = seen.currentNode;
  if (!element.closest('script, style, code, .code, .login, .user, .name, .who, .home, .domain, .detail, time, .languages, ul[lang], p[lang], span[lang], textarea, pre, [name^=column], [aria-labelledby=columns-heading] td')) said.push(data);
}
for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-broken', 'data-moved', 'data-no-mac', 'data-silence', 'data-again', 'data-missing', 'data-stop']) {
  for (const element of document.querySelectorAll(`main [${name}]`)) said.push(element.getAttribute(name));
}
said.push(document.title);
return said.map(text => text.replace(/\\s+/g, ' ').trim()).filter(text => /[a-z]{2}/i.test(text));"""

# Names, values, names of columns, and words that both languages share. What the audit trail keeps is English.
SHARED = re.compile(r"""
    Linksys.* | SPA\d.* | .*Zkušební.* | .*Dlouhojmenná.* | .*Odešlá.* | .*Nováková.* | .*Zkoušková.*
    | [\w.+-]+@[\w.-]+ | [a-z0-9]{10} | ([0-9a-f]{2}:){5}[0-9a-f]{2} | UI-?\s?\d+ | KIV | ✓? | \W*
    | registrar | reader | worker | new | open | hostname:.* | [\w-]*\d?_\w+ | ref | version | login | model | mac | serial | inventory | setting | state
    | Ext\. | Patro | Typ | Uživatel | novak.* | spa9\d\d.*
    | Model | MAC | Server | Webhook | Resync.* | Online | TFTP | CSV | UTF-8 | Profil | CN=.* | [\w-]+\.csv
""", re.VERBOSE)


@pytest.mark.parametrize("name", PAGES)
def test_a_czech_page_has_no_english_sentence(chromium, given, name):
    """What is the same in both languages is a name, a value or a word of both."""
    said = {}
    for language in "en", "cs":
        browser = Browser(chromium, language)
        PAGES[name](browser, given)
        mend()
        assert browser.run("return document.documentElement.lang") == language
        said[language] = browser.run(TEXTS)
    # The labels of permissions are the institution's.
    named = {row["person_name"] for row in sql("SELECT DISTINCT person_name FROM registration WHERE person_name <> ''")}
    named |= {label for label in config()["account"]["permissions"].values()}
    shared = {text for text in said["cs"] if text in said["en"] and not SHARED.fullmatch(text) and not any(name in text for name in named)}
    assert not shared, "\n".join(sorted(shared))


@pytest.mark.parametrize("language, order", [("en", ["Čeněk", "Chalupa", "Cyril", "Hanuš"]), ("cs", ["Cyril", "Čeněk", "Hanuš", "Chalupa"])])
def test_people_are_in_the_order_of_the_alphabet(named_alike, language, order):
    list_of = lambda query: nginx().get(f"/phones?q={named_alike}&sort=person{query}", **{"Accept-Language": language}).page
    names = lambda page: [link.get_text().split()[0] for link in page.select("#found td.words a")]
    assert names(list_of("")) == order
    # From the third on, as a page begins.
    edge = sql("SELECT id, person_name FROM registration WHERE person_name = %s", f"{order[1]} {named_alike}")[0]
    assert names(list_of(f"&after={edge['id']}.{edge['person_name']}")) == order[2:]


@pytest.fixture(scope="module")
def named_alike():
    surname = "Abecední" + number()
    for name in "Hanuš", "Cyril", "Chalupa", "Čeněk":
        register(login=person(f"{name} {surname}").login)
    return surname
