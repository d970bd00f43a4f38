"""spaconf review, its page and its buttons: phones whose person left the directory or changed there."""
import json
import random
import re
import time
import types
import urllib.parse

import pytest

from change_test import Change
from fault_injection import SPACONF, Cgi, between_directory, cut_after, derive, hung, run, stopped, timed
from spaconf_stack import (
    config, env, ldap, ldap_add, ldap_modify, nginx, number, people, person, profile, register, registration, sql, subscriber)  # fmt: skip


def reviewed(*options, conf=None, codes=(0, 1)):
    """Reference -> what the command says of it."""
    done = run(SPACONF, "review", "--json", *options, conf=conf)
    assert done.returncode in codes, done.stderr
    return {each["ref"]: each for each in json.loads(done.stdout)["phones"]}


def said(ref):
    """Kind and sentences, None when there is nothing to be said."""
    found = reviewed().get(ref)
    return found and (found["kind"], found["sentences"])


def page(query="", door=None):
    answer = (door or nginx()).get("/review" + query)
    assert answer.status == 200, f"{answer.status}: {answer.words()[:400]}"
    return answer


def rows(door=None):
    """Reference -> row of the page, over as many pages as it takes."""
    found, query = {}, ""
    while True:
        answer = page(query, door)
        for row in answer.page.select("#found tbody tr"):
            found[row.a["href"].rpartition("/")[2]] = row
        link = answer.page.select_one("nav a[rel=next]")
        if link is None:
            return found
        query = "?" + link["href"].partition("?")[2]


def shown_in(answer):
    """The references of the phones on a page, in its order."""
    return [row.a["href"].rpartition("/")[2] for row in answer.page.select("#found tbody tr")]


def button(ref):
    """The form of a phone's button, as Change takes it."""
    return Change.on(types.SimpleNamespace(page=rows()[ref]))


def leave(login):
    ldap("ldapdelete", f"uid={login},{people()}")


# --- what is said ---------------------------------------------------------------------------


def test_an_unchanged_person_is_not_mentioned():
    who = person()
    assert said(register(login=who.login).ref) is None


def test_a_person_who_left_is_found_with_all_phones():
    who = person()
    refs = [register(login=who.login).ref for _ in range(2)]
    leave(who.login)
    sentence = f"There is no user {who.login} in the directory."
    assert [said(ref) for ref in refs] == [("left", [sentence])] * 2
    assert reviewed()[refs[0]]["action"] == "retire"
    plain = run(SPACONF, "review")
    assert plain.returncode == 1
    assert f"{refs[0]}  {who.login}: {sentence}\n{refs[0]}  spaconf retire {refs[0]}\n" in plain.stdout.decode()


@pytest.mark.parametrize("change, sentence", [
    ({"cn": "Jana Nova"}, "person: Jan Zkušební ({login}) → Jana Nova ({login})"),
    ({"roomNumber": "UX-9"}, "room: UI-101 → UX-9"),
    ({"roomNumber": None}, "room: no longer UI-101"),
    ({"telephoneNumber": None}, "telephone: no longer +420 377 63{first} {rest}"),
])  # fmt: skip
def test_a_person_who_changed_is_found_with_the_change(change, sentence):
    who = person()
    ref = register(login=who.login).ref
    ldap_modify(who.login, **change)
    assert said(ref) == ("changed", [sentence.format(login=who.login, first=who.number[0], rest=who.number[1:])])


def test_another_telephone_tells_which_number_it_would_give():
    who, other = person(), f"{random.randrange(10**4):04d}"
    ref = register(login=who.login).ref
    ldap_modify(who.login, telephoneNumber=f"+420 377 99{other[0]} {other[1:]}")
    kind, sentences = said(ref)
    assert kind == "changed" and sentences[0].startswith("telephone: ")
    assert sentences[1] == (f"With this telephone line 1 would be {other}; it keeps the account {who.number} "
                            "until the phone is edited.")  # fmt: skip


def test_what_is_retired_is_not_looked_at():
    who = person()
    ref = register(login=who.login).ref
    Change(ref, "retire").apply()
    leave(who.login)
    assert said(ref) is None


@pytest.mark.parametrize("end", [".-x", "*", "(a)", "\\5c", "'\""])
def test_a_login_is_never_a_pattern(end):
    """With another person whom the login would match as a pattern, and one whom it spoils as a filter."""
    login = "t" + number()
    dn = f"cn={number()},{people()}"
    ldap_add(dn, "inetOrgPerson", {"uid": login + end, "cn": "Ota Zvláštní", "sn": "Zvláštní", "roomNumber": "UI-101"})
    ldap_add(f"uid={login}zzz,{people()}", "inetOrgPerson", {"uid": login + "zzz", "cn": "Jiný", "sn": "Jiný"})
    ref = register(login=login + end, line1_user=number()).ref
    assert said(ref) is None
    ldap("ldapdelete", dn)
    assert said(ref) == ("left", [f"There is no user {login + end} in the directory."])


def test_letter_case_is_the_directorys_affair():
    who = person()
    ref = register(login=who.login).ref
    sql("UPDATE registration SET login = UPPER(login) WHERE ref = %s", ref)
    assert said(ref) is None


def test_two_of_one_login_are_told_and_not_chosen_between():
    who = person()
    ref = register(login=who.login).ref
    twin = ldap_add(f"cn=twin {who.login},{people()}", "inetOrgPerson", {"uid": who.login, "cn": "Twin", "sn": "Twin"})
    try:
        kind, [sentence] = said(ref)
        assert kind == "several" and "several people" in sentence
        row = rows()[ref]
        assert row["data-kind"] == "several" and row.form is None
    finally:
        ldap("ldapdelete", twin)


def test_a_person_is_found_by_any_of_their_logins():
    """The directory may name another of them first."""
    who = person()
    ref = register(login=who.login).ref
    ldap("ldapmodify", stdin=f"dn: uid={who.login},{people()}\nchangetype: modify\nreplace: uid\nuid: a{who.login}\nuid: {who.login}\n-\n")
    assert said(ref) is None


def test_of_many_none_is_forgotten():
    """More than are asked for at once, so that the edges of the questions lie among them."""
    crowd = [(who := person(), register(login=who.login, model="spa921").ref) for _ in range(64)]
    left, moved = crowd[::2], crowd[1::2]
    for who, _ in left:
        leave(who.login)
    for who, _ in moved:
        ldap_modify(who.login, roomNumber="UX-64")
    kinds = {ref: "left" for _, ref in left} | {ref: "changed" for _, ref in moved}
    told, shown = reviewed(), rows()
    assert {ref: told[ref]["kind"] for ref in kinds if ref in told} == kinds
    assert {ref: shown[ref]["data-kind"] for ref in kinds if ref in shown} == kinds


# --- the directory is away ------------------------------------------------------------------


def through(between, scratch):
    """A configuration that asks the directory through `between`."""
    return derive(scratch / "spaconf.conf",
                  person__uri=re.sub(r":\d+$", f":{between.port}", config()["person"]["uri"]))  # fmt: skip


@pytest.mark.parametrize("fault", [stopped, hung])
def test_a_directory_that_is_away_says_nothing(fault):
    register(login=person().login)
    with fault("slapd"):
        answer, seconds = timed(lambda: nginx().get("/review"))
        assert answer.status == 503 and seconds <= 8
        assert "directory" in answer.words() and "Nothing was lost" in answer.words()
        done = run(SPACONF, "review")
        assert done.returncode == 75 and b"directory" in done.stderr and not done.stdout


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9])
def test_a_directory_cut_off_in_the_middle_says_nothing_wrong(share, scratch):
    """Each connection breaks at the same place; if a second one succeeds, the result is right."""
    who = person()
    register(login=who.login)
    leave(who.login)
    sizes = []

    def measured(talk, data):
        talk["bytes"] += len(data)
        sizes.append(talk["bytes"])
        return data

    with between_directory(reply=measured) as between:
        whole = reviewed(conf=through(between, scratch))
    with between_directory(reply=cut_after(int(max(sizes) * share))) as between:
        done = run(SPACONF, "review", "--json", conf=through(between, scratch))
    if done.returncode == 75:
        assert not done.stdout
    else:
        assert {each["ref"]: each for each in json.loads(done.stdout)["phones"]} == whole


def test_a_slow_directory_gets_a_page_that_goes_on_where_time_was_over(scratch):
    refs = []
    for _ in range(24):
        who = person()
        refs.append(register(login=who.login, model="spa921").ref)
        leave(who.login)

    def slow(talk, data):
        time.sleep(0.2)
        return data

    with between_directory(reply=slow) as between:
        conf = through(between, scratch)
        answer, seconds = timed(lambda: page(f"?after={registration(refs[0])['id'] - 1}", Cgi(conf=conf)))
    assert 3 <= seconds <= 8 and "so far" in answer.shown("count")
    found = shown_in(answer)
    assert 0 < len(found) < 24 and found == refs[: len(found)]
    link = answer.page.select_one("nav a[rel=next]")["href"]
    assert shown_in(page("?" + link.partition("?")[2]))[: 24 - len(found)] == refs[len(found) :]


def test_a_missing_subtree_of_people_says_nothing(scratch):
    register(login=person().login)
    conf = derive(scratch / "spaconf.conf", person__base="ou=elsewhere," + env.LDAP_BASE.partition(",")[2])
    done = run(SPACONF, "review", conf=conf)
    assert done.returncode == 75 and b"No such object" in done.stderr


# --- the page -------------------------------------------------------------------------------


def test_the_first_page_leads_there():
    assert nginx().get("/").page.find("a", href="/spaconf/review")


def test_a_reader_sees_it_and_has_no_buttons():
    who = person()
    ref = register(login=who.login).ref
    leave(who.login)
    row = rows(nginx(env.READER_USER, env.READER_PASSWORD))[ref]
    assert "There is no user" in row.get_text() and row.form is None
    assert nginx(env.NOROLE_USER, env.NOROLE_PASSWORD).get("/review").status == 403


def test_the_button_of_a_person_who_left_retires_the_phone_after_a_preview():
    who = person()
    form = register(login=who.login)
    leave(who.login)
    looked = button(form.ref).preview()
    assert looked.status == 200 and "retired" in looked.shown("rows")
    assert registration(form.ref)["state"] == "live"
    assert Change.on(looked).apply().ref == form.ref
    assert registration(form.ref)["state"] in ("retiring", "retired") and subscriber(who.number) is None
    assert said(form.ref) is None


def test_the_button_of_a_person_who_changed_updates_the_person():
    who = person()
    form = register(login=who.login, line2_user=number(), line2_display="Dveře")
    ldap_modify(who.login, cn="Jana Nova", roomNumber="UX-2", telephoneNumber="+420 377 111 222")
    looked = button(form.ref).preview()
    assert looked.status == 200
    for sentence in "room: UI-101 → UX-2", "→ +420 377 111 222", "→ Jana Nova":
        assert sentence in looked.shown("rows")
    assert Change.on(looked).apply().ref == form.ref
    row = registration(form.ref)
    assert (row["person_name"], row["person_room"], row["person_telephone"]) == ("Jana Nova", "UX-2", "+420 377 111 222")
    # A line that showed the name shows the new one; a chosen display name stays.
    found = profile(form.mac)
    assert (found["Display_Name_1_"], found["Display_Name_2_"]) == ("Jana Nova", "Dvere")
    assert found["User_ID_1_"] == who.number
    assert said(form.ref) is None


def test_a_button_of_a_page_that_was_overtaken_does_nothing():
    who = person()
    form = register(login=who.login)
    leave(who.login)
    late = button(form.ref)
    Change(form.ref, "edit", inventory="I").apply()
    assert late.preview().status == 409
    assert registration(form.ref)["state"] == "live"


def test_pages_follow_one_another_to_the_end():
    refs = []
    for _ in range(52):
        who = person(telephone=False)
        refs.append(register(login=who.login, model="spa921", line1_user=number()).ref)
        leave(who.login)
    first = registration(refs[0])["id"]
    answer = page(f"?after={first - 1}")
    assert shown_in(answer) == refs[:50]
    assert "so far" in answer.shown("count")
    link = answer.page.select_one("nav a[rel=next]")["href"]
    rest = page("?" + link.partition("?")[2])
    assert shown_in(rest)[:2] == refs[50:]


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=1e9", "after=99999999999999999999", "after="])
def test_a_number_that_is_none_is_the_beginning(query):
    assert page("?" + query).shown("count") == page().shown("count")


def test_behind_the_last_phone_there_are_no_more():
    answer = page("?" + urllib.parse.urlencode({"after": 10**12}))
    assert answer.shown("count") == "No more phones"
    assert answer.page.select_one("nav a[rel=next]") is None
