"""Phones of all models, registered through the form and plugged in: what each hears, does and becomes."""
import gzip
import json
import re
import subprocess

import pytest

from spaconf_stack import LINES, mac, person, phone_page, register, sql
from virtual_phone import Plugged, all_lines, boot, contacts, notify, profile, users, web_server

pytestmark = pytest.mark.changes

FIRMWARE = {"spa921": "5.1.8", "spa922": "6.1.5(a)", "spa941": "5.1.8", "spa942": "6.1.5(a)", "spa962": "6.1.5(a)"}
DAY = 86400


def retire(address):
    """Takes a phone from its owner; there is no page for that yet."""
    sql("UPDATE registration SET state = 'retired', active_mac = NULL WHERE mac = %s", address)


# --- from the form to the exchange ----------------------------------------------------------


@pytest.mark.parametrize("model", LINES)
def test_every_line_of_a_registered_phone_comes_online(model):
    form = register(model=model, **all_lines(model))
    events = boot(model, form.mac)
    assert events.registered() == users(form) and len(users(form)) == LINES[model]
    for n, user in users(form).items():
        [contact] = contacts(user)
        assert contact["user_agent"] == f"Linksys/{model.upper()}-{FIRMWARE[model]}"
        assert "registered since" in phone_page(form.ref).shown(f"line{n}")
    assert [one["url"].rpartition("/")[2] for one in events.named("fetched")] == [f"{model}.cfg", f"spa{form.mac}.cfg"]


@pytest.mark.parametrize("model", LINES)
def test_no_parameter_is_strange_to_its_model(model):
    """But for the earlier spelling of one, which later phones ignore and their first firmware needs."""
    form = register(model=model, **all_lines(model))
    initial, own = boot(model, form.mac).named("applied")
    earlier = [f"Default_Ring_{n}_" for n in range(1, LINES[model] + 1)] if FIRMWARE[model].startswith("6") else []
    assert (initial["unknown"], own["unknown"]) == ([], earlier)
    for applied in initial, own:
        assert (applied["twice"], applied["not_ascii"]) == ([], [])


def test_names_of_people_arrive_as_they_can_be_shown(tmp_path):
    form = register(login=person("Žaneta O'Žluťoučká & <syn>").login)
    assert boot("spa942", form.mac, flash=tmp_path / "flash").registered()
    settings = json.loads((tmp_path / "flash").read_text())
    assert settings["Display_Name_1_"] == "Zaneta O'Zlutoucka & <syn>"
    assert settings["Password_1_"] == form["line1_password"]


@pytest.mark.parametrize("name", ['Jan "Honza" Novák', "Jan \\ Novák, ml.; <x>"])
def test_a_name_that_sip_has_to_escape_registers(name):
    form = register(login=person(name).login)
    assert boot("spa942", form.mac).registered() == users(form)


def test_a_name_that_is_not_escaped_never_registers():
    """The exchange drops such a request without a word, which is why the template says Yes."""
    who = person('Jan "Honza" Novák')
    form = register(login=who.login, setting=["Escape_Display_Name = No", "SIP_Timer_F = 2"])
    events = boot("spa942", form.mac, "--until", 120)
    failed = events.named("register failed")
    assert len(failed) >= 3 and {one["why"] for one in failed} == {"no answer"}
    assert events.registered() == {} and not contacts(form["line1_user"])


def test_a_phone_that_comes_before_its_registration_is_online_within_90_seconds():
    address = mac()
    with Plugged("spa942", address) as phone:
        early = phone.do("live 7200")
        assert early.named("not found") and not early.named("registered")
        form = register(mac=address)
        assert [one["user"] for one in phone.do("live 90").named("registered")] == [form["line1_user"]]


def test_a_phone_with_another_address_gets_nothing():
    register()
    events = boot("spa942", mac(), "--until", 3600)
    assert len(events.named("not found")) > 10 and events.registered() == {}


def test_a_phone_of_another_model_than_registered_takes_what_it_can():
    form = register(model="spa942", **all_lines("spa942"))
    events = boot("spa922", form.mac)
    assert events.registered() == {1: form["line1_user"]}
    assert "User_ID_2_" in events.last("applied")["unknown"]


def test_the_page_says_that_a_phone_of_another_model_is_there():
    form = register(model="spa942", **all_lines("spa942"))
    assert "was registered" not in phone_page(form.ref).words()
    boot("spa922", form.mac, "--firmware", "6.1.3")
    page = phone_page(form.ref)
    assert "(Linksys/SPA922-6.1.3)" in page.shown("line1")
    assert "This is a Linksys SPA922, but a Linksys SPA942 was registered" in page.shown("line1")
    assert page.words().count("was registered") == 1


def test_a_phone_comes_to_rest(tmp_path):
    form = register()
    first = boot("spa942", form.mac, "--until", DAY, flash=tmp_path / "flash").last("end")
    assert first["reboots"] == 2 and first["requests"] <= 30
    again = boot("spa942", form.mac, "--until", DAY, flash=tmp_path / "flash")
    assert again.last("end")["reboots"] == 0 and again.last("end")["requests"] <= 30
    assert not again.named("not found")


def test_a_phone_moved_to_another_person_forgets_the_former(tmp_path):
    flash, address = tmp_path / "flash", mac()
    former = register(mac=address, **all_lines("spa942"))
    assert boot("spa942", address, flash=flash).registered() == users(former)
    retire(address)
    later = register(mac=address)
    # The power has been off meanwhile; what the phone does first it does by what it keeps.
    events = boot("spa942", address, flash=flash)
    assert events.registered() == {1: later["line1_user"]}
    kept = flash.read_text()
    for n, user in users(former).items():
        assert user not in re.findall(r"\d+", kept), f"line {n}"
        assert former[f"line{n}_password"] not in kept
    assert not [one for one in events.named("registered") if one["user"] != later["line1_user"]]


def test_two_phones_of_one_person_are_one_account_with_two_contacts():
    who = person()
    first = register(login=who.login)
    second = register(login=who.login, model="spa922", line1_password=first["line1_password"])
    assert first["line1_user"] == second["line1_user"]
    with Plugged("spa942", first.mac) as office, Plugged("spa922", second.mac) as door:
        assert office.do("live 300").named("registered") and door.do("live 300").named("registered")
        assert len(contacts(first["line1_user"])) == 2
        for ref in first.ref, second.ref:
            line = phone_page(ref).shown("line1")
            assert line.count("Online") == 2 and "was registered" not in line


# --- resync by SIP --------------------------------------------------------------------------


def test_notify_wants_the_password_of_the_line():
    form = register()
    user = form["line1_user"]
    with Plugged("spa942", form.mac) as phone:
        assert phone.do("live 300").named("registered")
        for password, statuses, fetched in [(None, [401], 0), ("wrong", [401, 401], 0), (form["line1_password"], [401, 200], 1)]:
            phone.begin("stay 1.5")
            assert notify(user, password=password) == statuses
            assert len(phone.finish().named("fetched")) == fetched


def test_notify_without_password_where_the_profile_says_so():
    form = register()
    with Plugged("spa942", form.mac) as phone:
        phone.do("live 300")
        phone.do("set Auth_Resync-Reboot_1_=No")
        phone.begin("stay 1.5")
        assert notify(form["line1_user"]) == [200]
        assert phone.finish().named("fetched")


# --- what phones are said to do with profiles -----------------------------------------------


def test_empty_elements_keep_or_clear(tmp_path):
    text = b"<flat-profile><Station_Name/><HostName></HostName><Domain> x </Domain><Domain>y</Domain></flat-profile>"
    with web_server({"/x": text}) as server:
        boot("spa942", mac(), "--set", "Station_Name=kept", "--set", "HostName=gone",
             "--set", f"Profile_Rule={server.url}/x", flash=tmp_path / "flash")  # fmt: skip
    settings = json.loads((tmp_path / "flash").read_text())
    assert (settings["Station_Name"], settings.get("HostName"), settings["Domain"]) == ("kept", None, "y")


def test_a_profile_that_leaves_resync_periodic_at_5_makes_a_phone_that_never_stops_asking():
    with web_server({"/x": profile(Resync_Periodic=5)}) as server:
        events = boot("spa942", mac(), "--until", 3600, "--set", f"Profile_Rule={server.url}/x")
        assert len(server.asked) > 700 and events.last("end")["reboots"] == 1
        assert server.asked[0][1] == "Linksys/SPA-942-6.1.5(a) (4MM00F000001)"


@pytest.mark.parametrize("delays, times", [
    ("600,1800", [600, 1800, 1800]), ("30", [30, 30, 30]), ("0", []), ("", [])])  # fmt: skip
def test_a_missing_file_is_asked_for_again_by_the_error_delay(delays, times):
    with web_server({}) as server:
        events = boot("spa942", mac(), "--set", f"Profile_Rule={server.url}/x", "--set", "Resync_Random_Delay=0",
                      "--set", f"Resync_Error_Retry_Delay={delays}", "--until", 10000)  # fmt: skip
    seen = [one["time"] for one in events.named("not found")]
    assert [round(b - a) for a, b in zip(seen, seen[1:])][:3] == times


def test_a_missing_file_may_be_no_failure():
    with web_server({}) as server:
        events = boot("spa942", mac(), "--set", f"Profile_Rule={server.url}/x", "--set", "Resync_Fails_On_FNF=No",
                      "--set", "Resync_Periodic=1000+500", "--until", 10000)  # fmt: skip
    seen = [one["time"] for one in events.named("not found")]
    assert all(1000 <= b - a <= 1500.1 for a, b in zip(seen, seen[1:])) and 6 <= len(seen) <= 11


def test_rules_choose_by_model_and_firmware():
    rule = '("$PN" eq "SPA962")? {0}/a | ($SWVER < 6.1)? {0}/$(MA:0:6) | {0}/spa$MAU.cfg'
    with web_server({}) as server:
        for model, path in [("spa962", "/a"), ("spa941", "/000e08"), ("spa942", "/spa000E08ABCDEF.cfg")]:
            boot(model, "000e08abcdef", "--set", "Profile_Rule=" + rule.format(server.url))
            assert server.asked.pop()[0] == path


def test_compressed_and_encrypted_profiles_are_opened(tmp_path):
    plain = gzip.compress(profile(Station_Name="opened"))
    closed = subprocess.run(["openssl", "enc", "-aes-256-cbc", "-md", "md5", "-k", "tiger"], input=plain,
                            capture_output=True).stdout  # fmt: skip
    with web_server({"/x": closed}) as server:
        rule = f"[--key $SA] {server.url}/x"
        for key, name in ("lion", None), ("tiger", "opened"):
            boot("spa942", mac(), "--set", f"Profile_Rule={rule}", "--set", f"GPP_SA={key}", flash=tmp_path / key)
            assert json.loads((tmp_path / key).read_text()).get("Station_Name") == name


def test_a_corrupt_profile_changes_nothing(tmp_path):
    with web_server({"/x": b"<flat-profile><Station_Name>new</Station_Name><A>a & b</A></flat-profile>"}) as server:
        events = boot("spa942", mac(), "--set", f"Profile_Rule={server.url}/x", flash=tmp_path / "flash")
    assert events.named("corrupt") and "new" not in (tmp_path / "flash").read_text()


def test_a_wrong_password_is_not_tried_over_and_over():
    form = register()
    with Plugged("spa942", form.mac) as phone:
        phone.do("live 300")
        phone.do("set Password_1_=wrong")
        phone.do("set Profile_Rule=")
        tried = phone.do("live 100") + phone.do("power") + phone.do("live 3700")
        failed = [one for one in tried if one["event"] == "register failed"]
        assert 3 <= len(failed) <= 5 and failed[0]["why"].startswith("401")
