"""Scan mode, as a browser without JavaScript sends it: each code is sent with those before it."""
import re

import pytest

from fault_injection import hung, stopped
from spaconf_stack import (
    Form, controls, env, ldap_modify, mac, nginx, nobody, number, person, profile, register, registration, sql, subscriber, tickets,
    wait_until)  # fmt: skip


class Scanner:
    """A person with a scanner in front of one list of boxes."""

    def __init__(self, logins="", model="spa942", door=None):
        self.door = door or nginx()
        begun = self.begin(logins, model)
        assert begun.status == 303, begun.words()[:400]
        self.path = begun.headers["Location"].removeprefix("/spaconf")
        self.answer = self.door.get(self.path)

    def begin(self, logins, model):
        form = self.door.get("/scan").page.select_one("form.scan-start")
        fields = [(name, {"people": logins, "model": model}.get(name, value)) for name, value in controls(form)]
        return self.door.post("/submit/scan", fields)

    def fields(self, code):
        form = self.answer.page.select_one("form.scan")
        inputs = [pair for pair in controls(form) if pair != ("code", "")]
        return [*inputs, ("code", code)]

    def scan(self, code):
        """The page that follows, after its redirection."""
        self.answer = self.door.post("/submit/box", self.fields(code))
        if self.answer.status == 303:
            self.answer = self.door.get(self.answer.headers["Location"].removeprefix("/spaconf"))
        return self.answer

    def box(self, *codes):
        for code in codes:
            self.scan(code)
        return self.answer

    @property
    def reply(self):
        return self.answer.shown("reply")

    @property
    def who(self):
        return self.answer.page.select_one(".who").get_text(" ", strip=True)

    def ref(self):
        return self.answer.element("reply").a["href"].rpartition("/")[2]


def serial():
    return "4MM" + number() + "A"


def phones_of(login):
    return sql("SELECT ref, mac, serial, model FROM registration WHERE login = %s AND state = 'live' ORDER BY id", login)


@pytest.fixture
def two():
    return person("Eva Čárková"), person("Petr Říha", room="")


def test_boxes_for_a_list_of_people(two):
    scanner = Scanner("\n".join(each.login for each in two))
    assert "Eva Čárková" in scanner.who
    for who in two:
        address, number_ = mac(), serial()
        scanner.box(address.upper(), number_)
        assert "Registered: Linksys SPA942" in scanner.reply and who.name in scanner.reply, scanner.reply
        [phone] = phones_of(who.login)
        assert (phone["mac"], phone["serial"], phone["model"]) == (address, number_, "spa942")
        assert profile(address).accounts()[0][0] == who.number and subscriber(who.number)
    assert "2 of 2" in scanner.answer.words()
    assert "Everybody on this list has a phone" in scanner.who
    assert scanner.answer.page.find(id="code") is None


def test_codes_come_in_any_order_and_the_serial_may_be_missing(two):
    scanner = Scanner(" ".join(each.login for each in two))
    first, second = mac(), mac()
    scanner.box(serial(), first)
    assert "Petr Říha" in scanner.who
    scanner.box(second, "")
    assert [phones_of(each.login)[0]["mac"] for each in two] == [first, second]
    assert phones_of(two[1].login)[0]["serial"] == ""


@pytest.mark.parametrize("shape", ["MAC: {}", "*{}*", "23S{}", "~{}", "\x1d{}\x04", "]C1{}"])
def test_what_scanners_add_is_removed(shape):
    scanner, address = Scanner(person().login), mac()
    scanner.box(shape.format(address.upper()), "S/N " + serial())
    assert "Registered" in scanner.reply, scanner.reply
    assert sql("SELECT 1 FROM registration WHERE mac = %s", address)


def test_a_scanner_on_a_czech_keyboard_layout():
    who, address = person(), mac()
    scanner = Scanner(who.login)
    typed = address.upper().translate(str.maketrans("1234567890", "+ěščřžýáíé"))
    scanner.box(typed, "")
    assert phones_of(who.login)[0]["mac"] == address


def test_without_a_list_each_login_is_typed():
    who, other = person(), person()
    scanner = Scanner()
    assert "Login" in scanner.answer.page.select_one("label[for=code]").get_text()
    scanner.scan(mac())
    assert scanner.answer.status == 422 and "Type the person's login first" in scanner.reply
    scanner.scan("nobody-of-this-name")
    assert scanner.answer.status == 404 and "There is no user nobody-of-this-name" in scanner.reply
    for each in who, other:
        scanner.box(each.login, mac(), serial())
        assert "Registered" in scanner.reply and len(phones_of(each.login)) == 1


def test_the_cartons_model_code_decides():
    who, other = person(), person()
    scanner = Scanner(f"{who.login},{other.login}", model="")
    scanner.box(mac(), serial())
    assert scanner.answer.status == 422 and "model code" in scanner.reply
    scanner.box("SPA962-EU")
    assert phones_of(who.login)[0]["model"] == "spa962"
    scanner.box("SPA921", mac(), "")
    assert phones_of(other.login)[0]["model"] == "spa921"


def test_a_box_that_is_scanned_twice_is_harmless(two):
    scanner, address, number_ = Scanner("\n".join(each.login for each in two)), mac(), serial()
    scanner.box(address, number_)
    scanner.scan(address)
    assert scanner.answer.status == 200 and "done already" in scanner.reply
    assert "Petr Říha" in scanner.who and not phones_of(two[1].login)
    scanner.box(mac(), serial())
    assert len(phones_of(two[1].login)) == 1


def test_the_serial_of_a_box_that_is_scanned_twice_is_not_the_next_ones(two):
    scanner, (first, its_serial), (second, other) = Scanner("\n".join(each.login for each in two)), (mac(), serial()), (mac(), serial())
    scanner.box(first, its_serial)
    scanner.box(first, its_serial)
    assert "done" in scanner.reply and not scanner.answer.page.select(".codes li")
    scanner.box(second, other)
    assert [(row["mac"], row["serial"]) for each in two for row in phones_of(each.login)] == [(first, its_serial), (second, other)]


@pytest.mark.parametrize("stored", [True, False])
def test_nor_is_that_of_a_box_of_somebody_else(stored):
    code = serial()
    there, who = register(serial=code if stored else ""), person()
    scanner, address, other = Scanner(who.login), mac(), serial()
    scanner.box(there["mac"], code)
    assert not scanner.answer.page.select(".codes li")
    scanner.box(address, other)
    assert [(row["mac"], row["serial"]) for row in phones_of(who.login)] == [(address, other)]


def test_two_pages_of_one_list_give_each_person_one_phone(two):
    scanner = Scanner("\n".join(each.login for each in two))
    other, address, code = Scanner(person().login), mac(), serial()
    other.path, other.answer = scanner.path, scanner.answer
    scanner.box(mac(), serial())
    other.box(address, code)
    assert other.answer.status == 409 and "In the meantime" in other.reply and "Petr Říha" in other.who
    other.scan("")
    assert [len(phones_of(each.login)) for each in two] == [1, 1]
    assert phones_of(two[1].login)[0]["serial"] == code


def test_the_phone_of_another_person_is_named():
    there, who = register(login=person("Jana Horáková").login), person()
    scanner = Scanner(who.login)
    scanner.scan(there["mac"])
    assert scanner.answer.status == 409 and scanner.answer.title.startswith("Error: ")
    assert "already registered" in scanner.reply and "Jana Horáková" in scanner.reply and scanner.ref() == there.ref
    scanner.box(mac(), serial())
    assert len(phones_of(who.login)) == 1


def test_a_wrong_code_is_named_and_the_right_ones_are_kept():
    who, address = person(), mac()
    scanner = Scanner(who.login)
    scanner.box(address, "745883558148")
    assert scanner.answer.status == 422 and "article's number" in scanner.reply
    assert address.upper() in scanner.answer.page.select_one(".codes").get_text().upper()
    scanner.scan(mac())
    assert scanner.answer.status == 422 and "two MAC addresses" in scanner.reply
    scanner.scan(serial())
    assert phones_of(who.login)[0]["mac"] == address


def test_another_person_of_the_list_may_be_next(two):
    scanner = Scanner("\n".join(each.login for each in two))
    link = scanner.answer.page.find("a", string="Scan now")["href"].removeprefix("/spaconf")
    scanner.answer = scanner.door.get(link)
    assert "Petr Říha" in scanner.who
    scanner.box(mac(), serial())
    assert len(phones_of(two[1].login)) == 1 and "Eva Čárková" in scanner.who


def test_a_list_with_mistakes_is_not_begun(two):
    silent = person(telephone=False)
    before = sql("SELECT COUNT(*) n FROM rollout")
    lines = [two[0].login, "nobody-there", silent.login, two[0].login, "a\tb"]
    answer = Scanner.begin(type("At", (), {"door": nginx()})(), "\n".join(lines), "spa942")
    assert answer.status == 422 and answer.title.startswith("Error: ")
    said = answer.shown("people-error")
    for part in ("Line 2: There is no user nobody-there", "Line 3: The directory has no number", "Line 4:", "twice", "Line 5:"):
        assert part in said, said
    assert answer.element("people").get_text().split() == "\n".join(lines).split()
    assert sql("SELECT COUNT(*) n FROM rollout") == before
    many = Scanner.begin(type("At", (), {"door": nginx()})(), "\n".join(f"p{i}" for i in range(501)), "spa942")
    assert many.status == 422 and "at most 500" in many.words()


def test_the_list_is_there_after_a_restart_and_for_a_colleague(two):
    scanner = Scanner("\n".join(each.login for each in two))
    scanner.box(mac(), serial())
    with stopped("form"):
        pass
    later = nginx()
    wait_until(lambda: later.get("/healthz").status == 200, "form.fcgi is back")
    page = later.get(scanner.path)
    assert "1 of 2" in page.words() and "Petr Říha" in page.page.select_one(".who").get_text()
    assert scanner.path in later.get("/scan").text


@pytest.mark.parametrize("service", ["slapd", "mariadb"])
def test_while_a_service_is_away_the_codes_are_kept(service):
    who, address, number_ = person(), mac(), serial()
    scanner = Scanner(who.login)
    scanner.scan(address)
    with (stopped if service == "slapd" else hung)(service):
        scanner.answer = scanner.door.post("/submit/box", scanner.fields(number_))
    assert scanner.answer.status == 503 and "othing was lost" in scanner.reply
    assert dict(controls(scanner.answer.page.select_one("form.scan")))["code"] == number_
    again = list(controls(scanner.answer.page.select_one("form.scan")))
    wait_until(lambda: scanner.door.post("/submit/box", again).status in (200, 303), "registered", 30)
    [phone] = phones_of(who.login)
    assert (phone["mac"], phone["serial"]) == (address, number_)


def test_sent_twice_a_box_is_registered_once():
    who = person()
    scanner = Scanner(who.login)
    scanner.scan(mac())
    fields = scanner.fields(serial())
    assert [scanner.door.post("/submit/box", fields).status for _ in range(2)] == [303, 200]
    assert len(phones_of(who.login)) == 1


def test_rights_and_tokens():
    reader = nginx(env.READER_USER, env.READER_PASSWORD)
    scanner = Scanner(person().login)
    fields = scanner.fields(mac())
    for door in reader, nobody():
        assert door.get("/scan").status in (401, 403)
        assert door.get(scanner.path).status in (401, 403)
        assert door.post("/submit/box", fields).status in (401, 403)
    forged = [(name, "0" * 64 if name == "csrf" else value) for name, value in fields]
    assert nginx().post("/submit/box", forged).status == 403
    other = Scanner(person().login)
    mixed = [(name, other.path.rpartition("/")[2] if name == "rollout" else value) for name, value in fields]
    assert nginx().post("/submit/box", mixed).status == 403
    assert nginx().get("/scan/abcdefghjk").status == 404 and nginx().get("/scan/%C5%99").status == 404


def test_the_directory_may_have_changed_since_the_list_was_made():
    who = person()
    scanner = Scanner(who.login)
    ldap_modify(who.login, telephoneNumber="+420 377 639 " + number()[-3:])
    scanner.box(mac(), serial())
    assert scanner.answer.status in (200, 409, 422)
    assert len(phones_of(who.login)) <= 1


# --- labels ---------------------------------------------------------------------------------


def bars(svg):
    """The modules of a bar code that is drawn as a path."""
    width = int(svg["viewbox"].split()[2]) - 20
    modules = [0] * width
    for begin, length in re.findall(r"M(\d+) 0h(\d+)", svg.path["d"]):
        modules[int(begin):int(begin) + int(length)] = [1] * int(length)
    return modules


def test_labels_of_a_list(two):
    scanner = Scanner("\n".join(each.login for each in two))
    addresses = [mac(), mac()]
    for address in addresses:
        scanner.box(address, "")
    for paper, sheet in ("", "label_roll.css"), ("?paper=a4", "label_a4.css"):
        page = scanner.door.get(scanner.path + "/labels" + paper)
        assert page.status == 200 and sheet in page.text
        labels = page.page.select(".label")
        assert len(labels) == 2
        for label, who, address in zip(labels, two, addresses):
            words = label.get_text(" ", strip=True)
            assert who.number in words and who.name in words and "SPA942" in words
            assert address in words.replace(":", "").lower()
            assert ("Room" in words) == bool(who.room)
            modules = bars(label.svg)
            # Code 128: a start and a check character, and a stop of 13 modules.
            assert len(modules) % 11 == 2 and modules[:2] == [1, 1] and modules[-2:] == [1, 1]


def test_the_label_of_one_phone():
    who = person("Anna <b>Nováková</b>")
    phone = register(login=who.login)
    page = nginx().get(f"/phones/{phone.ref}/label")
    assert f"/phones/{phone.ref}/label" in nginx().get(f"/phones/{phone.ref}").text
    assert who.name in page.words() and not page.page.select(".label b")
    assert page.headers["Content-Security-Policy"]
    [password] = [phone["line1_password"]]
    assert not password or password not in page.text


def test_a_retired_phone_has_no_label():
    from change_test import Change
    phone = register()
    Change(phone.ref, "retire").apply()
    assert nginx().get(f"/phones/{phone.ref}/label").status == 404
