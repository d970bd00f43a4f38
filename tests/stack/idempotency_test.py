"""Idempotency: a form sent often or by many at once is one registration, and one phone for one address."""
import concurrent.futures

import pytest

from fault_injection import stopped
from spaconf_stack import (
    Form, census, env, foreign_account, hashes, mac, nginx, number, pbx, person, phone_page, profile, register, registration,
    sip_register, sql, subscriber, tickets, wait_until)  # fmt: skip

CROWD = 64


def at_once(forms):
    with concurrent.futures.ThreadPoolExecutor(len(forms)) as crowd:
        return list(crowd.map(Form.post, forms))


def forms(count, address=None, **changes):
    """Forms of one administrator for one person, each with a number and, unless given, an address of its own."""
    who = person()
    with concurrent.futures.ThreadPoolExecutor(8) as crowd:
        opened = list(crowd.map(lambda _: Form(nginx(), who.login), range(count)))
    return [form.fill(model="spa921", mac=address or mac(), line1_user=number(), **changes) for form in opened]


def test_a_form_sent_twice_is_one_registration():
    form = register()
    before = census()
    again = form.post()
    assert (again.status, again.ref) == (303, form.ref)
    assert census() == before


def test_a_form_sent_again_the_next_time_the_page_is_opened_is_another():
    who = person()
    assert register(login=who.login).ref != register(login=who.login).ref


def test_a_task_is_deleted_a_day_after_it_was_done():
    kept, lately, parked = (registration(register().ref)["id"] for _ in range(3))
    about = "SELECT kind FROM task WHERE registration_id = %s"
    for each in kept, lately, parked:
        wait_until(lambda: not sql(f"{about} AND state <> 'done'", each), "its ticket is there", 180)
    old = "UPDATE task SET not_before = UTC_TIMESTAMP() - INTERVAL 25 HOUR WHERE registration_id = %s"
    with stopped("worker"):
        sql(old, kept)
        sql(old.replace("SET", "SET state = 'parked',"), parked)
    wait_until(lambda: not sql(about, kept), "the worker drops them")
    assert len(sql(about, lately)) == len(sql(f"{about} AND state = 'parked'", parked)) == 2
    sql("UPDATE task SET state = 'done' WHERE registration_id = %s", parked)


def test_a_form_with_another_content_under_the_same_key_is_refused():
    form = register(model="spa942", hostname="tel-1")
    before = census()
    for changes in dict(hostname="tel-2"), dict(mac=mac()), dict(permission=["int"]), dict(login=person().login):
        answer = Form.__new__(Form)
        answer.door, answer.action, answer.fields = form.door, form.action, list(form.fields)
        assert answer.fill(**changes).post().status == 422, changes
    assert census() == before


def test_one_form_sent_64_times_at_once_is_one_registration():
    form, = forms(1)
    answers = at_once([form] * CROWD)
    assert {a.status for a in answers} <= {303, 409}
    for answer in answers:
        assert answer.status == 303 or int(answer.headers["Retry-After"]) > 0
    refs = {a.ref for a in answers if a.status == 303} | {form.post().ref}
    assert len(refs) == 1
    assert [r["ref"] for r in sql("SELECT ref FROM registration WHERE mac = %s", form["mac"])] == list(refs)
    assert len(pbx("SELECT 1 FROM subscriber WHERE username = %s", form["line1_user"])) == 1
    ref, = refs
    wait_until(lambda: registration(ref)["ticket_state"] == "done", "the ticket", 120)
    assert len(tickets(ref)[ref]) == 1


def test_64_forms_for_one_address_give_one_winner_whom_the_others_name():
    address = mac()
    crowd = forms(CROWD, address)
    answers = at_once(crowd)
    assert sorted(a.status for a in answers) == [303] + [409] * (CROWD - 1)
    winner = next(a for a in answers if a.status == 303)
    for answer in answers:
        assert answer.status == 303 or answer.page.find("a", href="/spaconf/phones/" + winner.ref)
    assert [r["ref"] for r in sql("SELECT ref FROM registration WHERE mac = %s", address)] == [winner.ref]
    known = [form for form in crowd if subscriber(form["line1_user"])]
    assert [f["line1_user"] for f in known] == [crowd[answers.index(winner)]["line1_user"]], "losers left accounts"
    assert profile(address).accounts() == [(known[0]["line1_user"], known[0]["line1_password"])]


def test_64_forms_for_64_addresses_are_64_registrations():
    crowd = forms(CROWD)
    answers = at_once(crowd)
    assert [a.status for a in answers] == [303] * CROWD
    assert len({a.ref for a in answers}) == CROWD
    for form in crowd:
        (user, password), = profile(form["mac"]).accounts()
        assert (user, password) == (form["line1_user"], form["line1_password"])
        assert subscriber(user)["ha1"] == hashes(user, password)[0]


# --- accounts that are not ours -------------------------------------------------------------


@pytest.fixture
def foreign():
    """An account that was created on the exchange by hand."""
    user = number()
    foreign_account(user, ha1="h1")
    yield user
    pbx("DELETE FROM subscriber WHERE username = %s", user)


@pytest.mark.parametrize("line", ["line1_user", "line4_user"])
def test_an_account_that_is_not_ours_is_never_touched(foreign, line):
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac(), **{line: foreign})
    before, theirs = census(), subscriber(foreign)
    answer = form.post()
    assert answer.status == 409
    assert foreign in answer.words()
    assert subscriber(foreign) == theirs
    assert census() == before


def test_an_account_that_is_not_ours_is_taken_over_when_the_box_is_ticked(foreign):
    pbx("INSERT INTO grp (username, domain, grp) VALUES (%s, %s, 'int'), (%s, %s, 'ld')", foreign, env.SIP_DOMAIN, foreign, env.SIP_DOMAIN)
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac(), line1_user=foreign, permission=["local", "ld"])
    refused = form.post()
    assert refused.status == 409 and not refused.element("take_over").has_attr("checked")
    assert "take over the account" in refused.problems()["line1_user"]
    form.read(refused)
    ref = form.fill(take_over="yes").post().ref
    [(user, password)] = profile(form["mac"]).accounts()
    theirs = subscriber(foreign)
    assert (user, password, theirs["password"]) == (foreign, form["line1_password"], password)
    assert (theirs["ha1"], theirs["ha1b"]) == hashes(foreign, password)
    assert sorted(row["grp"] for row in pbx("SELECT grp FROM grp WHERE username = %s", foreign)) == ["ld", "local"]
    assert sip_register(foreign, password) and not sip_register(foreign, "theirs")
    [told] = sql("SELECT actor, detail FROM audit WHERE ref = %s AND action = 'take'", ref)
    assert told["actor"] == env.WEB_USER and foreign in told["detail"] and password not in told["detail"]
    assert "took over an account" in phone_page(ref).words()


def test_the_box_is_offered_at_once_to_whose_number_is_not_ours():
    who = person()
    foreign_account(who.number)
    form = Form(nginx(), who.login).fill(model="spa921", mac=mac())
    assert "take over the account" in form.opened.problems()["line1_user"]
    assert not form["take_over"] and form.post().status == 409
    assert form.fill(take_over="yes").post().status == 303
    assert sip_register(*profile(form["mac"]).accounts()[0])


def test_a_form_that_takes_over_sent_many_times_at_once_is_one_registration(foreign):
    form = Form(nginx(), person().login).fill(model="spa921", mac=mac(), line1_user=foreign, take_over="yes")
    answers = at_once([form] * 16)
    assert {answer.status for answer in answers} <= {303, 409}
    [ref] = {answer.ref for answer in answers if answer.status == 303}
    assert form.post().ref == ref
    assert len(sql("SELECT 1 FROM audit WHERE ref = %s AND action = 'take'", ref)) == 1
    assert sql("SELECT COUNT(*) n FROM registration WHERE mac = %s", form["mac"])[0]["n"] == 1


def test_a_box_that_is_ticked_without_need_does_no_harm():
    first = Form(nginx(), person().login).fill(model="spa921", mac=mac(), take_over="yes")
    ref = first.post().ref
    password = profile(first["mac"]).accounts()[0][1]
    assert password == first["line1_password"]
    second = Form(nginx(), first["login"]).fill(model="spa921", mac=mac(), take_over="yes")  # the same account
    assert second.post().status == 303
    assert profile(second["mac"]).accounts() == [(first["line1_user"], password)]
    other = Form(nginx(), person().login).fill(model="spa921", mac=mac(), line1_user=first["line1_user"], take_over="yes")
    refused = other.post()  # another person's, created here
    assert refused.status == 409 and "belongs to" in refused.problems()["line1_user"]
    assert profile(first["mac"]).accounts()[0][1] == password
    assert sql("SELECT 1 FROM audit WHERE ref = %s AND action = 'take'", ref) == ()


def test_a_tick_is_good_for_one_sending(foreign):
    """By the next the number may be another."""
    form = Form(nginx(), person().login).fill(model="spa921", mac="00:11", line1_user=foreign, take_over="yes")
    again = form.post()
    assert again.status == 422 and not again.element("take_over").has_attr("checked")
    form.read(again)
    assert form.fill(mac=mac()).post().status == 409
    assert subscriber(foreign)["password"] == "theirs"


def test_an_account_that_is_not_ours_is_not_touched_by_letter_case_either():
    """The exchange compares names without regard to case, SIP does not."""
    user = "Foreign" + number()
    foreign_account(user, ha1="h1")
    try:
        form = Form(nginx(), person().login).fill(model="spa942", mac=mac(), line1_user=user.lower())
        before = census()
        for take_over in None, "yes":
            refused = form.fill(take_over=take_over).post()
            assert refused.status == 409 and user in refused.problems()["line1_user"]
            assert subscriber(user)["password"] == "theirs"
        assert census() == before
    finally:
        pbx("DELETE FROM subscriber WHERE username = %s", user)


def test_permissions_that_a_former_account_left_are_named_as_such():
    user = number()
    pbx("INSERT INTO grp (username, domain, grp) VALUES (%s, %s, 'ld')", user, env.SIP_DOMAIN)
    try:
        # Also where the new account gets none: it must not inherit them.
        for permissions in ["local", "ld"], []:
            form = Form(nginx(), person().login).fill(model="spa942", mac=mac(), line1_user=user, permission=permissions)
            before = census()
            answer = form.post()
            assert answer.status == 409
            assert f"permissions of a former account {user}" in answer.words()
            assert census() == before
    finally:
        pbx("DELETE FROM grp WHERE username = %s", user)


def test_the_account_of_another_person_is_not_shared():
    theirs = register()
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac(), line1_user=theirs["line1_user"])
    before = census()
    answer = form.post()
    assert answer.status in (409, 422)
    assert theirs["line1_user"] in answer.words() or "line1_user" in answer.problems()
    assert census() == before
