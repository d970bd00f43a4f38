"""A phone from the form to the exchange, the TFTP server and the ticket, on the real servers."""
import concurrent.futures
import grp
import hashlib
import os
import pathlib
import re
import stat
import types

import pytest

from spaconf_stack import (
    LINES, MODELS, Form, Profile, config, custom_field, env, expand, front, hashes, mac, nginx, number, pbx,
    person, phone_page, profile, register, registration, requestors, sip_register, sql, subscriber, tftp,
    ticket, ticket_text, tree, wait_until)  # fmt: skip

HARDWARE = list(LINES)


@pytest.fixture(scope="module")
def phones(exchange_kind):
    """One phone of each model, registered only by this test."""
    found = {}
    for index, model in enumerate(MODELS):
        who = person("Přemysl Žluťoučký")
        form = register(
            login=who.login, model=model, hostname=f"tel-{who.login}", inventory=f"INV {index}/2",
            serial="" if model == "software" else f"4MM00F9{index:05d}", permission=["local", "ld"])  # fmt: skip
        found[model] = types.SimpleNamespace(
            who=who, form=form, ref=form.ref, mac=form.mac, model=model, user=form["line1_user"],
            password=form["line1_password"])  # fmt: skip
    return found


@pytest.fixture
def phone(phones, request):
    return phones[request.param]


each_model = pytest.mark.parametrize("phone", MODELS, indirect=True)
each_hardware = pytest.mark.parametrize("phone", HARDWARE, indirect=True)


# The other tests here are through nginx.
@pytest.mark.parametrize("url", ["WEB_URL_APACHE", "WEB_URL_FCGID"])
@pytest.mark.parametrize("model", MODELS)
def test_every_front_end_registers_every_model(url, model):
    form = register(front(url), model=model)
    row = registration(form.ref)
    assert (row["model"], row["mac"], row["state"]) == (model, form.mac, "live")
    if form.mac:
        assert profile(form.mac).accounts() == [(form["line1_user"], form["line1_password"])]
    page = phone_page(form.ref, front(url))
    assert form.ref in page.shown("ref")


# --- the form -------------------------------------------------------------------------------


def test_the_form_is_filled_from_the_directory():
    who = person("Šárka Vaňková")
    form = Form(nginx(), who.login)
    assert form["login"] == who.login
    assert form["line1_user"] == who.number
    assert "Šárka Vaňková" in form.opened.text
    for known in who.mail, who.room:
        assert known in form.opened.text


def test_a_form_offers_strong_passwords_never_the_same_twice():
    login = person().login
    offered = {Form(nginx(), login)["line1_password"] for _ in range(10)}
    assert len(offered) == 10
    for password in offered:
        assert re.fullmatch(r"[A-Za-z0-9]{20}", password)
        assert not set(password) & set("0O1lI"), "letters that look alike"


def test_a_person_without_telephone_gets_a_form_without_number():
    form = Form(nginx(), person(telephone=False).login)
    assert form["line1_user"] == ""


# --- the exchange ---------------------------------------------------------------------------


@each_model
def test_the_exchange_has_the_account(phone):
    row = subscriber(phone.user)
    assert phone.user == phone.who.number
    assert (row["ha1"], row["ha1b"]) == hashes(phone.user, phone.password)
    store = config()["account"]["store"]
    # Random text, since an exchange that computes hashes itself would let an empty password in.
    assert row["password"].startswith("!") if store == "hashes" else row["password"] == phone.password


@each_model
def test_the_exchange_has_the_permissions_that_were_ticked(phone):
    rows = pbx("SELECT grp FROM grp WHERE username = %s AND domain = %s", phone.user, env.SIP_DOMAIN)
    assert sorted(row["grp"] for row in rows) == ["ld", "local"]


@each_model
def test_the_exchange_lets_the_account_in_and_refuses_a_wrong_password(phone):
    assert not sip_register(phone.user, phone.password[:-1] + "0")
    assert not sip_register(phone.user, "")
    assert sip_register(phone.user, phone.password)


# --- the profile ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", HARDWARE)
def test_the_initial_profile_leads_a_phone_to_its_own(phones, model):
    phone = phones[model]
    initial = Profile(tftp(f"/{model}.cfg"))
    assert initial["Profile_Rule"].startswith("tftp://") and "$MA" in initial["Profile_Rule"]
    own = tftp(expand(initial["Profile_Rule"], phone.mac))
    assert own == tftp(f"/config/spa{phone.mac}.cfg")
    assert Profile(own)["User_ID_1_"] == phone.user


@each_hardware
def test_the_profile_registers_the_phone(phone):
    """What a phone does: user and password out of the XML, REGISTER, and then the page knows."""
    (user, password), = profile(phone.mac).accounts()
    assert (user, password) == (phone.user, phone.password)
    assert sip_register(user, password)
    assert "registered since" in phone_page(phone.ref).shown("line1")


def test_a_phone_that_never_registered_is_not_online():
    form = register()
    assert "not online" in phone_page(form.ref).shown("line1").lower()


@each_hardware
def test_the_profile_is_what_a_phone_can_read(phone):
    own = profile(phone.mac)
    assert own.data.isascii()
    assert len(own.data) < 60_000
    assert not re.search(rb"<[\w-]+(\s[^<>]*)?/>", own.data), "an <X/> keeps the old value"
    assert own["Display_Name_1_"].isascii() and "Zlutoucky" in own["Display_Name_1_"]


@each_hardware
def test_the_profile_keeps_its_rule_and_stops_the_hurry_of_the_initial_one(phone):
    own, initial = profile(phone.mac), Profile(tftp(f"/{phone.model}.cfg"))
    assert own["Profile_Rule"] == initial["Profile_Rule"]
    assert seconds(own["Resync_Periodic"]) >= 3600
    assert seconds(own["Resync_Error_Retry_Delay"]) > seconds(initial["Resync_Error_Retry_Delay"]) > 0


def seconds(text):
    """The shortest time of a phone's time setting: "3600", "3600+600" with a random part, "1800,3600" a list."""
    return int(re.match(r"\d+", text)[0])


@each_hardware
def test_the_profile_switches_unused_lines_off_and_blanks_them(phone):
    own = profile(phone.mac)
    for line in range(2, LINES[phone.model] + 1):
        assert own[f"Line_Enable_{line}_"] == "No"
        for name in "User_ID", "Password", "Display_Name":
            assert own[f"{name}_{line}_"] == ""
    beyond = [name for name in own.parameters if (n := re.search(r"_(\d)_$", name))
              and name.startswith(("User_ID", "Password")) and int(n[1]) > LINES[phone.model]]
    assert beyond == []


@pytest.mark.parametrize("model", HARDWARE)
def test_a_phone_gets_all_the_lines_it_has(model):
    form = Form(nginx(), person().login)
    address = mac()
    form.fill(model=model, mac=address)
    for line in range(2, LINES[model] + 1):
        form.fill(**{f"line{line}_user": number(), f"line{line}_display": f"Line {line}"})
    ref = form.post().ref
    accounts = profile(address).accounts()
    assert [user for user, _ in accounts] == [form[f"line{n}_user"] for n in range(1, LINES[model] + 1)]
    for line, (user, password) in enumerate(accounts, 1):
        assert subscriber(user)["ha1"] == hashes(user, password)[0]
        assert user in phone_page(ref).shown(f"line{line}")
    assert len({password for _, password in accounts}) == LINES[model]
    assert sip_register(*accounts[-1])


def test_a_profile_is_of_the_generation_that_its_row_is_at():
    """Another user changes the registration between its commit and its profile: the form is outdated."""
    address = mac()
    sql("CREATE TRIGGER overtaken AFTER INSERT ON audit FOR EACH ROW UPDATE registration"
        f" SET generation = 2, hostname = 'by-then' WHERE ref = NEW.ref AND mac = '{address}'")  # fmt: skip
    try:
        form = register(mac=address, hostname="as-typed")
    finally:
        sql("DROP TRIGGER overtaken")
    wait_until(lambda: registration(form.ref)["profile_state"] == "done", "the profile", 30)
    assert profile(address)["HostName"] == "by-then"


def test_a_password_is_kept_or_refused_but_never_mangled():
    for typed in "Ab3&<>\"'x/y;z", "with a blank in", "percent%41plus+", "back\\slash{{x}}", "a" * 25:
        form = Form(nginx(), person().login).fill(model="spa921", mac=(address := mac()), line1_password=typed)
        answer = form.post()
        if answer.status == 422:
            assert "line1_password" in answer.problems()
            continue
        assert answer.status == 303
        assert profile(address).accounts() == [(form["line1_user"], typed)]
        assert subscriber(form["line1_user"])["ha1"] == hashes(form["line1_user"], typed)[0]
        assert sip_register(form["line1_user"], typed)


def test_a_software_phone_has_an_account_and_no_file(phones):
    before = tree()
    form = register(model="software")
    assert tree() == before
    row = registration(form.ref)
    assert (row["mac"], row["active_mac"], row["profile_state"]) == (None, None, "none")
    assert phone_page(form.ref).state("profile") == "none"
    assert sip_register(form["line1_user"], form["line1_password"])


def test_the_form_names_a_person_s_other_phones_and_counts_the_rest():
    who = person()
    forms = [register(login=who.login) for _ in range(5)]
    opened = Form(nginx(), who.login).opened
    listed = opened.page.select_one(".person").get_text(" ")
    for form in forms[2:]:
        address = ":".join(form.mac[i:i + 2] for i in range(0, 12, 2))
        assert address.upper() in listed.upper()
    assert "and 2 more" in " ".join(listed.split())


@pytest.mark.parametrize("spelling, case", [
    ("{0}:{1}:{2}:{3}:{4}:{5}", str.upper), ("{0}-{1}-{2}-{3}-{4}-{5}", str.lower), ("{0}{1}.{2}{3}.{4}{5}", str.lower),
    ("{0}{1}{2}{3}{4}{5}", str.upper), ("  {0}:{1}:{2}:{3}:{4}:{5} ", str.lower)])  # fmt: skip
def test_an_address_is_read_however_it_is_typed_or_scanned(spelling, case):
    address = mac()
    typed = case(spelling.format(*(address[i : i + 2] for i in range(0, 12, 2))))
    form = Form(nginx(), person().login).fill(model="spa941", mac=typed)
    assert registration(form.post().ref)["mac"] == address
    assert tftp(f"/config/spa{address}.cfg") is not None


# --- the page and the ticket ----------------------------------------------------------------


@each_model
def test_the_phone_page_shows_what_was_registered(phone):
    page = phone_page(phone.ref)
    row = registration(phone.ref)
    assert page.shown("login") == phone.who.login
    assert phone.model.removeprefix("spa") in page.shown("model").lower()
    assert row["hostname"] in page.shown("hostname")
    assert row["inventory"] in page.shown("inventory")
    assert phone.user in page.shown("line1")
    if phone.mac:
        assert re.sub("[^0-9a-f]", "", page.shown("mac").lower()) == phone.mac
        assert row["serial"] in page.shown("serial")
        assert page.state("profile") == "done"
        assert f"spa{phone.mac}.cfg" in page.shown("profile")
        assert phone.password not in page.text


@each_model
def test_the_ticket_asks_for_the_phone_in_the_name_of_its_person(phone):
    found = ticket(phone.ref)
    assert found["Subject"].endswith(f"[spaconf {phone.ref}]")
    assert custom_field(found) == [phone.ref]
    assert requestors(found) == [phone.who.mail]
    text = ticket_text(found["id"])
    for said in phone.who.name, phone.who.room, f"tel-{phone.who.login}", registration(phone.ref)["inventory"]:
        assert said in text
    assert phone.model.removeprefix("spa") in text.lower()
    if phone.mac:
        assert phone.mac in re.sub("[:.-]", "", text.lower())
    assert phone.password not in text


def test_the_phone_page_follows_the_ticket(phones):
    phone = phones["spa942"]
    found = ticket(phone.ref)
    page = phone_page(phone.ref)
    assert page.state("ticket") == "done"
    assert re.search(rf"\b{found['id']}\b", page.shown("ticket"))
    assert found["Status"] in page.shown("ticket")


def test_a_person_without_mail_gets_a_ticket_without_requestor_and_the_page_says_so():
    form = register(login=person(mail=None).login)
    found = ticket(form.ref)
    assert requestors(found) == []
    assert custom_field(found) == [form.ref]
    assert "no requestor" in phone_page(form.ref).shown("ticket").lower()


def test_a_mail_address_that_is_none_makes_no_requestor():
    form = register(login=person(mail="not a mail address").login)
    assert requestors(ticket(form.ref)) == []


def test_home_lists_what_was_registered_lately():
    form = register()
    latest = nginx().get("/").element("latest")
    assert latest.find("a", href=re.compile(re.escape("/phones/" + form.ref) + "$"))


# --- accounts that two phones share ---------------------------------------------------------


def test_a_second_phone_of_the_same_person_shares_the_account():
    who = person()
    first, second = register(login=who.login), register(login=who.login, model="spa962")
    assert first.ref != second.ref
    assert profile(first.mac).accounts() == profile(second.mac).accounts()
    (user, password), = profile(second.mac).accounts()
    assert user == who.number
    assert len(pbx("SELECT 1 FROM subscriber WHERE username = %s", user)) == 1
    assert len(sql("SELECT 1 FROM account WHERE user = %s", user)) == 1
    assert sip_register(user, password)


def test_two_phones_registered_at_once_agree_about_the_password():
    who = person()
    forms = [Form(nginx(), who.login).fill(model="spa921", mac=mac()) for _ in range(6)]
    with concurrent.futures.ThreadPoolExecutor(6) as crowd:
        statuses = [a.status for a in crowd.map(Form.post, forms)]
    # Each form proposes a password; the account has that of the first.
    assert set(statuses) <= {303, 409, 422} and 303 in statuses
    stored = subscriber(who.number)["ha1"]
    for form, status in zip(forms, statuses):
        if status == 303:
            (user, password), = profile(form["mac"]).accounts()
            assert stored == hashes(user, password)[0]


# --- names that try to break out ------------------------------------------------------------

NAMES = [
    ("Jiří Ďáblík Ňouma", "Jiri Dablik Nouma"),
    ("Siobhán O'Hara & Sons <test>", "Siobhan O'Hara & Sons <test>"),
    ('Zoë "Quote" ]]> </flat-profile>', 'Zoe "Quote" ]]> </flat-profile>'),
    ("</Display_Name_1_><Profile_Rule>tftp://evil/</Profile_Rule> X", "</Display_Name_1_>"),
    ("{{LOGIN}} {{#LINE}} %s $MA \\", "{{LOGIN}}"),
    ("<script>alert(1)</script> Ŧest", "<script>alert(1)</script>"),
    ("Łukasz Ærø Straße İstanbul", "Lukasz"),
    ("Иван Петров", ""),
    ("Jana " + "Dlouhá" * 32 + " Xyz", "Jana Dlouha"),
]


@pytest.mark.parametrize("name, ascii_start", NAMES, ids=range(len(NAMES)))
def test_any_name_is_right_in_page_profile_ticket_and_database(name, ascii_start):
    who = person(name, room="<b>&\"'", department="Ž&<")
    form = Form(nginx(), who.login)
    assert name in form.opened.words() or name in [b.get("value") for b in form.opened.page.find_all("input")]
    form.fill(model="spa962", mac=mac())
    ref = form.post().ref
    assert registration(ref)["person_name"] == name
    page = phone_page(ref)
    assert name in page.words()
    assert not page.page.select("script:not([src])") and not page.page.find("b", string="&\"'")
    own = profile(form["mac"])
    assert own.data.isascii()
    assert own["Display_Name_1_"].startswith(ascii_start[:20])
    assert own["Profile_Rule"] == Profile(tftp("/spa962.cfg"))["Profile_Rule"]
    # Mail programs and RT fold long lines and runs of blanks.
    found = ticket(ref)
    assert name in " ".join(ticket_text(found["id"]).split())
    assert requestors(found) == [who.mail]


# --- files ----------------------------------------------------------------------------------


def test_the_tftp_folder_holds_nothing_but_profiles(phones):
    initial = {f"{model}.cfg" for model in LINES}
    wanted = re.compile(r"config/spa[0-9a-f]{12}\.cfg")
    names = tree()
    assert initial <= set(names)
    assert [name for name in names if name not in initial and not wanted.fullmatch(name)] == []


def test_profiles_are_readable_only_by_the_tftp_server(phones):
    root = pathlib.Path(env.TFTP_ROOT)
    for phone in phones.values():
        if phone.mac:
            file = (root / "config" / f"spa{phone.mac}.cfg").lstat()
            assert stat.filemode(file.st_mode) == "-rw-r-----"
            assert grp.getgrgid(file.st_gid).gr_name == env.TFTP_GROUP
    for place in root, root / "config":
        assert not place.stat().st_mode & stat.S_IWOTH


def test_staging_lies_outside_the_folder_and_keeps_nothing():
    staging = pathlib.Path(config()["phone"]["staging"])
    before = set(staging.iterdir())
    register()
    assert not staging.is_relative_to(env.TFTP_ROOT)
    assert staging.stat().st_dev == os.stat(env.TFTP_ROOT).st_dev
    assert set(staging.iterdir()) <= before


def test_the_profile_in_the_database_is_the_one_on_the_server(phones):
    for phone in phones.values():
        if phone.mac:
            served = tftp(f"/config/spa{phone.mac}.cfg")
            assert registration(phone.ref)["profile_sha256"] in (
                hashlib.sha256(served).hexdigest(), hashlib.sha256(served).digest())  # fmt: skip


def test_every_registration_leaves_an_audit_row_with_its_actor(phones):
    for phone in phones.values():
        rows = sql("SELECT actor, action FROM audit WHERE ref = %s", phone.ref)
        assert env.WEB_USER in [row["actor"] for row in rows]
