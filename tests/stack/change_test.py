"""What is done to a phone after its registration, on the real servers: pages, command line, races."""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess

import pytest

from fault_injection import SPACONF, run
from spaconf_stack import (
    BUILD, Form, controls, env, foreign_account, mac, nginx, nobody, number, pbx, person, phone_page, profile, register,
    registration, sip_register, sql, subscriber, tftp, ticket, ticket_text, tree, wait_until)  # fmt: skip
from virtual_phone import boot


class Change(Form):
    """The form of one action, opened and filled in; look() shows what it would do, do() does it."""

    def __init__(self, ref, action, door=None, **changes):
        self.door, self.ref = door or nginx(), ref
        self.opened = self.door.get(f"/phones/{ref}/{action}")
        assert self.opened.status == 200, f"{self.opened.status}: {self.opened.words()[:400]}"
        self.read(self.opened)
        self.fill(**changes)

    @classmethod
    def on(cls, answer):
        """The form of a page that is open already."""
        form = cls.__new__(cls)
        form.door = nginx()
        form.read(answer)
        return form

    def preview(self):
        return self.fill(step="preview").post()

    def apply(self):
        return self.fill(step="apply").post()


def change(ref, action, **changes):
    answer = Change(ref, action, **changes).apply()
    assert answer.ref == ref
    return answer


def accounts_on_file(address):
    data = tftp(f"config/spa{address}.cfg")
    return None if data is None else profile(address).accounts()


def audit(ref):
    return [row["action"] for row in sql("SELECT action FROM audit WHERE ref = %s ORDER BY id", ref)]


def wanted(ref):
    """What is written down of a phone; its ticket goes its own way."""
    return {name: value for name, value in registration(ref).items() if not name.startswith("ticket")}


def spaconf(*words):
    return subprocess.run([BUILD / "cli/spaconf", *words], capture_output=True, text=True, timeout=30,
                          env={**os.environ, "SPACONF_CONFIG": env.SPACONF_CONFIG})  # fmt: skip


# --- one action each ------------------------------------------------------------------------


def test_a_preview_shows_everything_and_changes_nothing():
    form = register(hostname="tel-one")
    before = sql("SELECT version, generation, hostname FROM registration WHERE ref = %s", form.ref), audit(form.ref)
    looked = Change(form.ref, "edit", hostname="tel-two").preview()
    assert looked.status == 200
    assert "hostname: tel-one → tel-two" in looked.shown("rows")
    assert "hostname: tel-one → tel-two" in looked.shown("note")
    difference = looked.element("profile").get_text()
    assert "-<HostName>tel-one</HostName>" in difference and "+<HostName>tel-two</HostName>" in difference
    assert form["line1_password"] not in looked.text
    assert (sql("SELECT version, generation, hostname FROM registration WHERE ref = %s", form.ref), audit(form.ref)) == before
    # The page that shows it carries it out, with what was typed and nothing else.
    done = Change.on(looked)
    assert done.fill(step="apply").post().ref == form.ref
    assert registration(form.ref)["hostname"] == "tel-two"


def test_an_edit_reaches_file_exchange_ticket_and_audit():
    form = register(hostname="tel-a", permission=["local"])
    number_of_ticket = ticket(form.ref)["id"]
    other = number()
    change(form.ref, "edit", hostname="tel-b", inventory="INV 9", line2_user=other, line2_display="Dveře",
           line1_permission=["ld"], line2_permission=["ld"], setting=["Dial_Plan_1_ = (xx.)"])  # fmt: skip
    row = registration(form.ref)
    assert (row["hostname"], row["inventory"], row["version"]) == ("tel-b", "INV 9", 2)
    found = profile(form.mac)
    assert found["HostName"] == "tel-b" and found["Dial_Plan_1_"] == "(xx.)"
    assert [user for user, _ in found.accounts()] == [form["line1_user"], other]
    assert found["Display_Name_2_"] == "Dvere"
    assert all(sip_register(*account) for account in found.accounts())
    for user in form["line1_user"], other:
        assert [g["grp"] for g in pbx("SELECT grp FROM grp WHERE username = %s", user)] == ["ld"]
    assert audit(form.ref)[-1] == "edit" or "edit" in audit(form.ref)
    wait_until(lambda: "tel-a → tel-b" in ticket_text(number_of_ticket), "the ticket has the comment", 60)
    page = phone_page(form.ref)
    assert page.shown("hostname") == "tel-b"


def test_a_line_that_goes_takes_its_account_along():
    other = number()
    form = register(line2_user=other)
    assert subscriber(other)
    change(form.ref, "edit", line2_user="", line2_display="")
    assert subscriber(other) is None
    assert [user for user, _ in profile(form.mac).accounts()] == [form["line1_user"]]


def test_a_phone_is_replaced():
    form, new = register(), mac()
    number_of_ticket = ticket(form.ref)["id"]
    former = profile(form.mac).accounts()
    change(form.ref, "replace", mac=new, serial="4MM00F900001", model="spa962")
    assert tftp(f"config/spa{form.mac}.cfg") is None
    account = profile(new).accounts()
    assert [user for user, _ in account] == [user for user, _ in former]
    assert sip_register(*account[0]) and not sip_register(*former[0])
    row = registration(form.ref)
    assert (row["mac"], row["model"], row["serial"]) == (new, "spa962", "4MM00F900001")
    colons = lambda m: ":".join(m[i : i + 2] for i in range(0, 12, 2))  # noqa: E731
    wait_until(lambda: f"{colons(form.mac)} → {colons(new)}" in ticket_text(number_of_ticket), "old and new MAC", 60)
    # The old device can be registered again at once.
    again = register(mac=form.mac)
    assert [user for user, _ in profile(form.mac).accounts()] == [again["line1_user"]]


def test_the_former_box_is_refused_wherever_it_is_plugged_in(tmp_path):
    form, new, flash = register(), mac(), tmp_path / "flash"
    assert boot("spa942", form.mac, "--leave", flash=flash).named("registered")
    change(form.ref, "replace", mac=new)
    former = boot("spa942", form.mac, flash=flash)
    assert former.named("not found") and not former.named("registered")
    assert former.last("register failed")["why"].startswith("401")
    assert boot("spa942", new).registered() == {1: form["line1_user"]}


def test_a_phone_is_moved_to_another_person():
    form, who = register(line2_user=number()), person("Řehoř Nový")
    password = form["line1_password"]
    change(form.ref, "move", login=who.login)
    [(user, new_password)] = profile(form.mac).accounts()
    assert user == who.number and new_password != password
    assert subscriber(form["line1_user"]) is None and subscriber(form["line2_user"]) is None
    found = profile(form.mac)
    assert found["User_ID_2_"] == "" and found["Password_2_"] == "" and found["Display_Name_2_"] == ""
    assert found["Display_Name_1_"] == "Rehor Novy"
    assert not sip_register(form["line1_user"], password)


def test_a_number_moves_along_with_another_password():
    form, who = register(), person(telephone=False)
    user = form["line1_user"]
    change(form.ref, "move", login=who.login, line1_user=user)
    [(same, password)] = profile(form.mac).accounts()
    assert same == user and password != form["line1_password"]
    assert sip_register(user, password) and not sip_register(user, form["line1_password"])
    assert sql("SELECT owner FROM account WHERE user = %s", user)[0]["owner"] == who.login


def test_a_phone_is_retired():
    form = register(hostname="tel-r")
    number_of_ticket = ticket(form.ref)["id"]
    change(form.ref, "retire")
    assert registration(form.ref)["state"] == "retired"
    assert subscriber(form["line1_user"]) is None
    assert pbx("SELECT * FROM grp WHERE username = %s", form["line1_user"]) == ()
    assert f"config/spa{form.mac}.cfg" not in tree() and tftp(f"config/spa{form.mac}.cfg") is None
    wait_until(lambda: "take them back" in ticket_text(number_of_ticket), "the ticket asks for the address back", 60)
    assert phone_page(form.ref).status == 200
    assert register(mac=form.mac).ref != form.ref


def test_the_account_stays_while_another_phone_has_it():
    first = register()
    second = register(login=first["login"])
    user = first["line1_user"]
    assert profile(first.mac).accounts() == profile(second.mac).accounts()
    change(first.ref, "retire")
    assert subscriber(user) and sip_register(*profile(second.mac).accounts()[0])
    change(second.ref, "retire")
    assert subscriber(user) is None


def test_a_new_password_reaches_every_phone_of_the_account():
    first = register()
    second = register(login=first["login"])
    old = profile(first.mac).accounts()[0]
    change(first.ref, "password")
    new = profile(first.mac).accounts()[0]
    assert new[0] == old[0] and new[1] != old[1]
    wait_until(lambda: profile(second.mac).accounts() == [new], "the other phone's profile")
    assert sip_register(*new) and not sip_register(*old)


def test_a_version_is_gone_back_to():
    form = register(hostname="tel-first")
    change(form.ref, "edit", hostname="tel-second", setting=["GPP_A = x"])
    history = nginx().get(f"/phones/{form.ref}/history")
    assert "hostname: tel-first → tel-second" in history.shown("version1")
    back = Change.on(history)
    assert back.fill(step="apply").post().ref == form.ref
    assert registration(form.ref)["hostname"] == "tel-first"
    assert profile(form.mac)["HostName"] == "tel-first" and profile(form.mac)["GPP_A"] == ""
    assert registration(form.ref)["version"] == 3
    old = nginx().get(f"/phones/{form.ref}/profile?version=2")
    assert "tel-second" in old.text and form["line1_password"] not in old.text


def test_going_back_to_another_box_refuses_the_present_one():
    form = register()
    user, first = profile(form.mac).accounts()[0]
    other = mac()
    change(form.ref, "replace", model="spa942", mac=other)
    [(_, present)] = profile(other).accounts()[:1]
    assert Change.on(nginx().get(f"/phones/{form.ref}/history")).fill(step="apply").post().ref == form.ref
    [(_, new)] = profile(form.mac).accounts()[:1]
    assert tftp(f"config/spa{other}.cfg") is None
    assert sip_register(user, new) and not sip_register(user, present) and not sip_register(user, first)


def test_a_program_s_account_can_be_looked_at():
    form = register(model="software")
    page = nginx().get(f"/phones/{form.ref}/profile")
    assert page.title.startswith("Account of ") and form["line1_user"] in page.text
    assert form["line1_password"] not in page.text
    change(form.ref, "password")
    shown = Change.on(nginx().get(f"/phones/{form.ref}/profile")).post()
    password = re.search(r"Password  (\S+)", shown.page.pre.get_text())[1]
    assert password != form["line1_password"] and sip_register(form["line1_user"], password)
    assert audit(form.ref)[-1] == "show"
    assert "********" in run(SPACONF, "profile", "show", form.ref).stdout.decode()
    assert password in run(SPACONF, "profile", "show", form.ref, "--secrets").stdout.decode()


def test_passwords_are_shown_to_registrars_and_written_down():
    form = register()
    page = nginx().get(f"/phones/{form.ref}/profile")
    assert form["line1_password"] not in page.text and "User_ID_1_" in page.text
    show = Change.on(page)
    shown = show.post()
    assert shown.status == 200 and form["line1_password"] in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert audit(form.ref)[-1] == "show"
    reader = nginx(env.READER_USER, env.READER_PASSWORD)
    assert "Show the passwords" not in reader.get(f"/phones/{form.ref}/profile").text
    show.door = reader
    assert show.post().status == 403


def test_a_foreign_account_is_taken_over_only_when_asked():
    form, user = register(), number()
    pbx(f"INSERT INTO subscriber (username, domain, password) VALUES (%s, '{env.SIP_DOMAIN}', 'secret')", user)
    edit = Change(form.ref, "edit", line2_user=user)
    refused = edit.apply()
    assert refused.status == 409 and "did not create" in refused.problems()["line2_user"]
    assert subscriber(user)["password"] == "secret"
    edit.read(refused)
    looked = edit.fill(take_over="yes").preview()
    assert f"account {user}: taken over" in looked.shown("rows")
    assert subscriber(user)["password"] == "secret"
    assert edit.apply().ref == form.ref
    assert sip_register(*profile(form.mac).accounts()[1])


# --- what goes wrong ------------------------------------------------------------------------


@pytest.mark.parametrize("action, changes, field", [
    ("edit", {"hostname": "-no"}, "hostname"),
    ("edit", {"setting": ["Dial_Pln_1_ = x"]}, "setting"),
    ("edit", {"setting": ["Line_Enable_1_ = Perhaps"]}, "setting"),
    ("edit", {"setting": ["LDAP_Password = tiger"]}, "setting"),
    ("edit", {"line1_user": ""}, "line1_user"),
    ("replace", {"mac": "01005e000001"}, "mac"),
    ("replace", {"mac": ""}, "mac"),
    ("move", {"login": "*"}, "login"),
    ("move", {"login": "nobody-at-all"}, "login"),
    ("move", {"login": ""}, "login"),
])  # fmt: skip
def test_a_mistake_is_told_beside_its_field_and_nothing_changes(action, changes, field):
    form = register()
    before = wanted(form.ref)
    answer = Change(form.ref, action, **changes).apply()
    assert answer.status == 422, answer.words()[:300]
    assert field in answer.problems()
    assert answer.title.startswith("Error: ")
    assert wanted(form.ref) == before


def test_a_phone_that_is_registered_cannot_replace_another():
    first, second = register(), register()
    answer = Change(first.ref, "replace", mac=second.mac).apply()
    assert answer.status == 409 and second.ref in answer.text
    assert registration(first.ref)["mac"] == first.mac


def test_a_user_who_was_overtaken_loses_nothing_typed():
    form = register(hostname="tel-0")
    late = Change(form.ref, "edit", inventory="LATE")
    change(form.ref, "edit", hostname="tel-1")
    answer = late.apply()
    assert answer.status == 409
    assert "hostname: tel-0 → tel-1" in answer.shown("meanwhile")
    assert answer.element("inventory")["value"] == "LATE"
    assert registration(form.ref)["inventory"] == ""


def test_what_is_retired_cannot_be_changed():
    form = register()
    late = Change(form.ref, "edit", hostname="tel-9")
    change(form.ref, "retire")
    assert late.apply().status == 409
    asked = nginx().get(f"/phones/{form.ref}/edit")
    assert asked.status == 409 and "was retired" in asked.words() and not asked.page.find("form")
    assert nginx().get(f"/phones/{form.ref}/history").status == 200


@pytest.mark.parametrize("action", ["edit", "replace", "move", "password", "retire", "revert", "refresh"])
def test_only_registrars_with_a_form_of_ours_change_phones(action):
    form = register()
    reader = nginx(env.READER_USER, env.READER_PASSWORD)
    assert reader.get(f"/phones/{form.ref}/{action}").status == 403
    mine = Change(form.ref, action) if action != "revert" else Change(form.ref, "retire")
    mine.action = f"/submit/{action}"
    for broken in {"csrf": "1-0"}, {"csrf": None}, {"ref": register().ref}:
        kept = list(mine.fields)
        assert mine.fill(**broken, step="apply").post().status == 403
        mine.fields = kept
    mine.door = nobody()
    assert mine.fill(step="apply").post().status in (401, 403)
    assert registration(form.ref)["version"] == 1


# --- races ----------------------------------------------------------------------------------


def all_at_once(forms):
    with concurrent.futures.ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(lambda form: form.apply(), forms))


def test_of_64_edits_at_once_one_wins():
    form = register(hostname="tel-0")
    forms = [Change(form.ref, "edit", hostname=f"tel-{n}") for n in range(1, 65)]
    statuses = [answer.status for answer in all_at_once(forms)]
    assert sorted(statuses) == [303] + [409] * 63, statuses
    assert registration(form.ref)["version"] == 2
    assert profile(form.mac)["HostName"] == registration(form.ref)["hostname"] != "tel-0"


def test_one_form_sent_64_times_is_one_change():
    form = register()
    edit = Change(form.ref, "edit", hostname="tel-once")
    statuses = {answer.status for answer in all_at_once([edit] * 64)}
    assert statuses <= {303, 409}
    assert registration(form.ref)["version"] == 2 and edit.apply().status == 303


def test_edit_and_retire_at_once_end_whole():
    for _ in range(5):
        form = register()
        forms = [Change(form.ref, "edit", hostname=f"tel-{n}") for n in range(8)]
        forms += [Change(form.ref, "retire") for _ in range(8)]
        statuses = [answer.status for answer in all_at_once(forms)]
        assert statuses.count(303) == 1 and set(statuses) == {303, 409}, statuses
        row = registration(form.ref)
        if row["state"] == "live":
            assert accounts_on_file(form.mac) and subscriber(form["line1_user"])
        else:
            assert accounts_on_file(form.mac) is None and not subscriber(form["line1_user"])


def test_replace_and_register_of_one_address_have_one_winner():
    for _ in range(5):
        form, wanted = register(), mac()
        replace = Change(form.ref, "replace", mac=wanted)
        fresh = Form(nginx(), person().login).fill(model="spa942", mac=wanted)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            one, two = pool.submit(replace.apply), pool.submit(fresh.post)
            statuses = sorted([one.result().status, two.result().status])
        assert statuses == [303, 409]
        [winner] = sql("SELECT ref FROM registration WHERE active_mac = %s", wanted)
        users = [row["user"] for row in sql(
            "SELECT user FROM line JOIN account ON account.id = account_id JOIN registration r"
            " ON r.id = registration_id WHERE ref = %s", winner["ref"])]  # fmt: skip
        assert [user for user, _ in profile(wanted).accounts()] == users


def test_two_phones_of_one_account_retired_at_once_take_it_along():
    for _ in range(5):
        first = register()
        second = register(login=first["login"])
        answers = all_at_once([Change(first.ref, "retire"), Change(second.ref, "retire")])
        assert {answer.status for answer in answers} == {303}
        assert subscriber(first["line1_user"]) is None
        assert sql("SELECT * FROM account WHERE user = %s", first["line1_user"]) == ()


# --- at a shell -----------------------------------------------------------------------------


def test_the_shell_does_what_the_pages_do():
    form = register(hostname="tel-s")
    tried = spaconf("edit", form.ref, "hostname=tel-t", "--dry-run", "--json")
    assert tried.returncode == 0, tried.stderr
    assert json.loads(tried.stdout)["rows"] == ["hostname: tel-s → tel-t"]
    assert registration(form.ref)["hostname"] == "tel-s"
    assert spaconf("edit", form.mac.upper(), "hostname=tel-t").returncode == 0
    assert registration(form.ref)["hostname"] == "tel-t"
    wrong = spaconf("edit", form.ref, "hostname=-", "serial=" + 65 * "1")
    assert wrong.returncode == 1 and wrong.stderr.count("\n") == 2 and "hostname:" in wrong.stderr
    new = mac()
    assert spaconf("replace", form.ref, "mac=" + new).returncode == 0
    assert json.loads(spaconf("show", form.ref, "--json").stdout)["mac"] == new
    # What root wrote is the programs' own to read and replace.
    folder = pathlib.Path(env.TFTP_ROOT, "config")
    assert (folder / f"spa{new}.cfg").stat().st_uid == folder.stat().st_uid
    [first, *_] = json.loads(spaconf("history", form.ref, "--json").stdout)
    assert first["how"] == "replace" and first["version"] == 2
    assert spaconf("retire", form.ref).returncode == 0
    assert registration(form.ref)["state"] == "retired"
    assert spaconf("retire", form.ref).returncode == 1
    assert spaconf("show", "nothing-here").returncode == 1


def test_what_is_printed_holds_no_password():
    form = register()
    for words in ("password", form.ref), ("show", form.ref), ("history", form.ref):
        done = spaconf(*words)
        assert done.returncode == 0
        for secret in form["line1_password"], profile(form.mac).accounts()[0][1]:
            assert secret not in done.stdout + done.stderr


# --- a phone that was retired -----------------------------------------------------------------

RETIRED = "This phone was retired"


@pytest.fixture(scope="module")
def retired(exchange_kind):
    ref = register(hostname="r-" + number()).ref
    # As they were opened before.
    forms = {action: Change(ref, action) for action in ("edit", "replace", "move", "password", "refresh", "retire")}
    change(ref, "retire")
    return ref, forms


@pytest.mark.parametrize("action", ["edit", "replace", "move", "password", "refresh", "revert", "retire"])
def test_no_action_of_a_retired_phone_opens_a_form(retired, action):
    ref, forms = retired
    opened = nginx().get(f"/phones/{ref}/{action}")
    if action != "revert":  # which the history opens
        assert opened.status == 409 and RETIRED in opened.words(), opened.words()
        for post in forms[action].preview, forms[action].apply:
            answer = post()
            assert answer.status == 409 and RETIRED in answer.words(), answer.words()
            assert "Enter the number" not in answer.words() and "<input" not in answer.text
    fields = {"move": ["login=" + person().login], "replace": ["mac=" + mac()], "edit": ["hostname=x"], "revert": ["from=1"]}
    done = run(SPACONF, action, ref, *fields.get(action, []))
    assert done.returncode == 1 and RETIRED in done.stderr.decode(), done.stderr
    assert len([each for each in audit(ref) if each == "retire"]) == 1


def test_a_retirement_that_is_sent_twice_is_answered_twice():
    ref = register().ref
    form = Change(ref, "retire").fill(step="apply")
    assert form.post().ref == form.post().ref == ref


# --- settings that lead a phone away ----------------------------------------------------------

AWAY = ["Profile_Rule = tftp://192.0.2.9/x.cfg", "Upgrade_Rule = http://192.0.2.9/x.bin", "Provision_Enable = No"]


@pytest.mark.parametrize("setting", AWAY)
def test_only_an_administrator_sets_what_leads_a_phone_away(setting):
    form, name = register(), setting.split(" ")[0]
    for step in "preview", "apply":
        answer = getattr(Change(form.ref, "edit", setting=[setting]), step)()
        assert answer.status == 422 and f"{name} decides" in answer.words(), answer.words()
        assert "Only an administrator" in answer.words()
    assert registration(form.ref)["version"] == 1
    looked = Change(form.ref, "edit", nginx(env.ADMIN_USER, env.ADMIN_PASSWORD), setting=[setting]).preview()
    assert looked.status == 200 and f"{name} decides" in looked.words() and "stops taking its profile" in looked.words()
    done = Change.on(looked)
    done.door = nginx(env.ADMIN_USER, env.ADMIN_PASSWORD)
    assert done.apply().ref == form.ref
    # What an administrator has set stays when others edit something else, and goes when they take it away.
    assert Change(form.ref, "edit", hostname="t-" + number()).apply().ref == form.ref
    assert profile(form.mac)[name] == setting.split(" = ")[1]
    assert Change(form.ref, "edit", setting=[""]).apply().ref == form.ref
    # Neither by the way back.
    back = nginx().get(f"/phones/{form.ref}/history")
    way, = [each for each in back.page.find_all("form") if each.find("input", {"name": "from", "value": "2"})]
    answer = nginx().post("/submit/revert", [*controls(way), ("step", "apply")])
    assert answer.status == 422 and "Only an administrator" in answer.words()


def test_an_earlier_version_takes_no_account_over():
    """Edit does, when its box is ticked, and that is an audit entry of its own."""
    form = register()
    was, other = form["line1_user"], number()
    foreign_account(other)
    mine = Change(form.ref, "edit", line1_user=other)
    mine.read(mine.apply())
    assert mine.fill(take_over="yes").apply().ref == form.ref
    [told] = sql("SELECT detail FROM audit WHERE ref = %s AND action = 'take'", form.ref)
    assert other in told["detail"]
    foreign_account(was)
    back = nginx().get(f"/phones/{form.ref}/history")
    way, = [each for each in back.page.find_all("form") if each.find("input", {"name": "from", "value": "1"})]
    answer = nginx().post("/submit/revert", [*controls(way), ("step", "apply"), ("take_over", "yes")])
    assert answer.status == 409 and was in answer.words() and not answer.page.find("input", {"name": "take_over"})
    assert subscriber(was)["password"] == "theirs"


def test_a_software_phone_is_not_replaced_by_a_device():
    who = person()
    form = register(login=who.login, model="software", setting=AWAY[0])
    assert nginx().get(f"/phones/{form.ref}/replace").status == 409
    done = spaconf("replace", form.ref, "model=spa942", f"mac={mac()}")
    assert done.returncode == 1 and "software phone" in done.stderr
    assert registration(form.ref)["model"] == "software"


def test_settings_as_long_as_a_row_can_be_changed_and_longer_ones_are_refused():
    form = register()
    for letter in "ab":
        assert Change(form.ref, "edit", setting=f"GPP_A = {letter * 33000}").apply().ref == form.ref
    done = spaconf("edit", form.ref, f"setting=GPP_A = {'a' * 33000}", f"setting=GPP_B = {'b' * 33000}")
    assert done.returncode == 1 and "These settings are too long" in done.stderr, done.stderr[-300:]


def test_a_new_phone_is_not_led_away_either():
    who = person()
    answer = Form(nginx(), who.login).fill(model="spa921", mac=mac(), line1_user=who.number, setting=AWAY[0]).post()
    assert answer.status == 422 and "Only an administrator" in answer.words()
    assert not sql("SELECT 1 FROM registration WHERE login = %s", who.login)


@pytest.mark.parametrize("rule, setting, is_refused", [
    ("tftp://$A/x.cfg", "GPP_A = 192.0.2.9", True), ("tftp://$(B:0:9)/x.cfg", "GPP_B = 192.0.2.9", True),
    ("tftp://$A/x.cfg", "GPP_B = 192.0.2.9", False)])  # fmt: skip
def test_what_a_phones_own_rule_is_made_of_is_set_by_an_administrator_only(rule, setting, is_refused):
    form, own = register(), f"Profile_Rule = {rule}"
    administrator = nginx(env.ADMIN_USER, env.ADMIN_PASSWORD)
    assert Change(form.ref, "edit", administrator, setting=[own]).apply().ref == form.ref
    answer = Change(form.ref, "edit", setting=[own, setting]).apply()
    assert (answer.status == 422) == is_refused, answer.words()
    assert ("Only an administrator" in answer.words()) == is_refused
    assert (profile(form.mac)[setting.split(" ")[0]] == "") == is_refused


def test_the_command_line_says_that_a_setting_leads_a_phone_away():
    form = register()
    done = run(SPACONF, "edit", form.ref, "setting=" + AWAY[0], "--dry-run")
    assert done.returncode == 0 and b"Profile_Rule decides where" in done.stdout
