"""Every page, and how a person comes to it. A new page is a new row of PAGES, and all tests of pages take it."""
import functools

from change_test import change
from fault_injection import stopped
from import_job_test import Job, new_rows
from spaconf_stack import env, foreign_account, ldap, mac, number, people, person, register, registration, ticket, wait_until

LONG_NAME = "Anna " + "Dlouhojmenná-" * 6 + "Nováková"
PREVIEW = "main form[method=post] button[value=preview]"


class Given:
    """What the pages are about: made when first asked for."""

    @functools.cached_property
    def who(self):
        return person(LONG_NAME)

    @functools.cached_property
    def phone(self):
        """A phone whose words are as long as they may be, in its second version."""
        ref = register(login=self.who.login, model="spa962", hostname="x" * 63, inventory="I" * 40, serial="4MM00F903042").ref
        ticket(ref)
        change(ref, "edit", hostname="y" * 63)
        return ref

    @functools.cached_property
    def software(self):
        return register(model="software").ref

    @functools.cached_property
    def retired(self):
        ref = register().ref
        change(ref, "retire")
        return ref

    @functools.cached_property
    def gone(self):
        """A phone of a person who has left."""
        who = person("Anna " + "Odešlá-" * 8 + "Nováková")
        ref = register(login=who.login).ref
        ldap("ldapdelete", f"uid={who.login},{people()}")
        return ref

    @functools.cached_property
    def job(self):
        """An import that waits for its confirmation, with a good row and two bad ones."""
        rows = new_rows(1)
        return Job.of([*rows, {**rows[0], "login": "nobody-here"}, {**rows[0], "mac": "no address"}]).reaches("checked").ref

    @functools.cached_property
    def foreign_job(self):
        """An import whose table has the names of another system."""
        return Job.of("Uživatel;Typ;MAC;Ext.;Patro\nnovak;spa942;000e08000000;1001;3\nsvoboda;spa941;000e08000001;1002;2\n").reaches("naming").ref


def at(path, user=None):
    """The page with this address. It may name `given`, and be that of another user of stack.env."""

    def come(browser, given):
        if user:
            browser.log_in(getattr(env, user + "_USER"), getattr(env, user + "_PASSWORD"))
        browser.open(path.format(given=given))

    return come


def preview(action, **typed):
    """What an action would do, after these fields were typed."""

    def come(browser, given):
        browser.open(f"/phones/{given.phone}/{action}")
        for name, value in typed.items():
            browser.field(name).clear()
            browser.field(name).send_keys(value() if callable(value) else value)
        browser.press(PREVIEW)

    return come


def fill(browser, given, **typed):
    browser.form(given.who.login).choose("spa921")
    for name, value in typed.items():
        browser.field(name).clear()
        browser.field(name).send_keys(value)


def wrong_registration(browser, given):
    fill(browser, given, mac="00112233445", hostname="-tel", line1_user="a b")
    browser.register()


def foreign_number(browser, given):
    """The number is an account's that spaconf did not create, so taking it over is offered."""
    user = number()
    foreign_account(user)
    fill(browser, given, mac=mac(), line1_user=user)
    browser.register()


def sent_without_directory(browser, given):
    """The form keeps what was typed."""
    fill(browser, given, mac=mac())
    with stopped("slapd"):
        browser.register()


def with_passwords(browser, given):
    browser.open(f"/phones/{given.phone}/profile").press("main form button")


def begin_to_scan(browser, *logins):
    browser.open("/scan").choose("spa942")
    browser.field("people").send_keys("\n".join(logins))
    browser.press(".scan-start button")
    browser.arrived(r"/scan/\w{10}")


def scan(browser, code):
    """Scans a code and waits for the answer to it, whatever its language."""
    reply = "return document.getElementById('reply').textContent"
    before = browser.run(reply)
    browser.scan(code)
    wait_until(lambda: browser.run(reply) not in ("", before), f"an answer to {code}")


def scanning(browser, given):
    """The first of three people has a phone, and the address of the second box was scanned."""
    begin_to_scan(browser, person(LONG_NAME).login, person().login, person().login)
    for code in mac(), "4MM00F903042", mac():
        scan(browser, code)


def wrong_scan(browser, given):
    begin_to_scan(browser, person(LONG_NAME).login)
    scan(browser, registration(given.phone)["mac"])


def wrong_list(browser, given):
    browser.open("/scan")
    browser.field("people").send_keys("nobody-here\n" * 3)
    browser.press(".scan-start button")


def labels(end):
    """The labels of a roll-out; its address ends so."""
    def come(browser, given):
        scanning(browser, given)
        browser.press(f"#more a[href$='{end}']")

    return come


def without_database(browser, given):
    with stopped("mariadb"):
        browser.open("/")


PAGES = {
    "home": at("/"),
    "home of a reader": at("/", user="READER"),
    "unknown login": at("/form?login=nobody-here"),
    "form": at("/form?login={given.who.login}"),
    "form with errors": wrong_registration,
    "form with a foreign number": foreign_number,
    "form sent without directory": sent_without_directory,
    "list": at("/phones"),
    "nothing found": at("/phones?q=" + "nobodyhasthis" * 6),
    "phone": at("/phones/{given.phone}"),
    "phone for a reader": at("/phones/{given.phone}", user="READER"),
    "software phone": at("/phones/{given.software}"),
    "retired phone": at("/phones/{given.retired}"),
    "history": at("/phones/{given.phone}/history"),
    "profile": at("/phones/{given.phone}/profile"),
    "profile with passwords": with_passwords,
    "edit": at("/phones/{given.phone}/edit"),
    "edit with errors": preview("edit", hostname="-tel", serial="1"),
    "preview of edit": preview("edit", hostname="tel-browser"),
    "replace": at("/phones/{given.phone}/replace"),
    "preview of replace": preview("replace", mac=mac),
    "move": at("/phones/{given.phone}/move"),
    "preview of move": preview("move", login=lambda: person().login),
    "password": at("/phones/{given.phone}/password"),
    "preview of password": preview("password"),
    "refresh": at("/phones/{given.phone}/refresh"),
    "preview of refresh": preview("refresh"),
    "retire": at("/phones/{given.phone}/retire"),
    "preview of retire": preview("retire"),
    "import": at("/import"),
    "job": at("/jobs/{given.job}"),
    "job that asks for columns": at("/jobs/{given.foreign_job}"),
    "jobs": at("/jobs"),
    "bulk action": lambda browser, given: browser.open(f"/bulk?q={registration(given.phone)['login']}"),
    "review": lambda browser, given: browser.open(f"/review?after={registration(given.gone)['id'] - 1}"),
    "scan": at("/scan"),
    "scan with errors": wrong_list,
    "scanning": scanning,
    "scanning with an error": wrong_scan,
    "label": at("/phones/{given.phone}/label"),
    "labels on a roll": labels("/labels"),
    "labels on sheets": labels("paper=a4"),
    "403": at("/", user="NOROLE"),
    "404": at("/nosuchpage"),
    "409": at("/phones/{given.retired}/edit"),
    "503": without_database,
}
