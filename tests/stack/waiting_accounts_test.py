"""Accounts that wait for an exchange on another server, while more is done with them: nothing is skipped, given away or claimed."""
import contextlib
import time

import pytest

from change_test import Change
from exchange_state import FORGOTTEN, permissions, the_next_file_finds_it_back, unfinished  # noqa: F401
from fault_injection import stopped
from spaconf_stack import (
    Form, env, foreign_account, hashes, mac, nginx, number, pbx, person, phone_page, register, registration, sql, subscriber, tftp,
    wait_until)  # fmt: skip

SERVER = "exchange-mariadb"
pytestmark = pytest.mark.usefixtures("the_next_file_finds_it_back")


def waiting(login, user, **more):
    """A phone whose account could not be written."""
    with stopped(SERVER):
        return register(login=login, line1_user=user, **more)


def foreign(form):
    wait_until(lambda: phone_page(form.ref).state("account1") == "foreign", "the page shows the conflict", 10)


def try_again(form):
    controls = phone_page(form.ref).page.select("#status form input")
    fields = {each["name"]: each.get("value", "") for each in controls}
    assert fields["kind"] == "account"
    assert nginx().post("/submit/retry", fields.items()).status == 303


def test_a_waiting_account_is_written_although_another_phone_gets_it_too():
    login, user, other = person().login, number(), number()
    with stopped("worker"):
        first = waiting(login, user)
        time.sleep(FORGOTTEN)
        second = register(login=login, line1_user=user, line2_user=other, line1_password="", line2_password="")
    wait_until(lambda: not unfinished(first.ref) and not unfinished(second.ref), "both are whole", 10)
    assert subscriber(user) and subscriber(other)


def test_no_profile_of_a_second_phone_comes_before_the_account():
    login, user = person().login, number()
    with stopped("worker"):
        first, second = waiting(login, user), waiting(login, user, line1_password="")
        assert tftp(f"config/spa{second.mac}.cfg") is None and registration(second.ref)["profile_state"] == "pending"
    wait_until(lambda: not unfinished(first.ref) and not unfinished(second.ref), "both are whole", 10)


def test_a_second_phone_makes_an_account_that_the_exchange_has_lost_again():
    form = register(login=(who := person().login))
    pbx("DELETE FROM subscriber WHERE username = %s", form["line1_user"])
    second = register(login=who, line1_user=form["line1_user"], line1_password="")
    wait_until(lambda: not unfinished(form.ref) and not unfinished(second.ref), "whole", 10)


@contextlib.contextmanager
def permission_left(user):
    """As a deleted account leaves it, and found only after the answer."""
    pbx("INSERT INTO grp (username, domain, grp) VALUES (%s, %s, 'int')", user, env.SIP_DOMAIN)
    try:
        yield
    finally:
        pbx("DELETE FROM grp WHERE username = %s", user)


def test_trying_again_looks_at_everything_again():
    user = number()
    with stopped("worker"):
        form = waiting(person().login, user)
        left = permission_left(user)
        left.__enter__()
    foreign(form)
    try_again(form)
    foreign(form)
    assert subscriber(user) is None and permissions(user) == ["int"]
    left.__exit__(None, None, None)
    try_again(form)
    wait_until(lambda: not unfinished(form.ref), "whole", 10)


def test_a_phone_whose_account_is_not_ours_can_be_changed_and_retired():
    user = number()
    with stopped("worker"):
        form = waiting(person().login, user)
        theirs = foreign_account(user)
    foreign(form)
    for action, typed in ("edit", {"hostname": "phone-of-two"}), ("replace", {"mac": mac()}), ("password", {}), ("retire", {}):
        assert Change(form.ref, action, **typed).apply().status == 303, action
        assert subscriber(user) == theirs
    wait_until(lambda: registration(form.ref)["state"] == "retired", "retired", 10)
    assert subscriber(user) == theirs


def test_permission_to_take_over_deletes_nothing_that_was_not_taken_over():
    user, who = number(), person().login
    theirs = foreign_account(user)
    with stopped("worker"):
        form = waiting(who, user, take_over="yes")
        time.sleep(FORGOTTEN)
        with stopped(SERVER):
            assert Change(form.ref, "retire").apply().status == 303
    wait_until(lambda: registration(form.ref)["state"] == "retired", "retired", 10)
    assert subscriber(user) == theirs


def test_an_account_is_taken_over_once_the_exchange_is_back():
    user, who = number(), person().login
    foreign_account(user)
    with stopped("worker"):
        form = waiting(who, user, take_over="yes")
    wait_until(lambda: not unfinished(form.ref), "whole", 10)
    assert sql("SELECT actor FROM audit WHERE ref = %s AND action = 'take'", form.ref)[0]["actor"] == "worker"


def test_an_account_with_the_typed_password_is_not_ours():
    user, who, password = number(), person().login, "TheirsAndTyped7"
    pbx("INSERT INTO subscriber (username, domain, password, ha1, ha1b) VALUES (%s, %s, %s, %s, %s)",
        user, env.SIP_DOMAIN, password, *hashes(user, password))  # fmt: skip
    pbx("INSERT INTO grp (username, domain, grp) VALUES (%s, %s, 'int')", user, env.SIP_DOMAIN)
    with stopped("worker"):
        form = waiting(who, user, line1_password=password)
    foreign(form)
    assert permissions(user) == ["int"]
    assert Change(form.ref, "retire").apply().status == 303
    wait_until(lambda: registration(form.ref)["state"] == "retired", "retired", 10)
    assert subscriber(user)["password"] == password


def test_a_phone_without_a_shared_account_does_not_wait_for_it():
    login, user = person().login, number()
    with stopped("worker"):
        first, second = waiting(login, user), waiting(login, user, line1_password="")
        foreign_account(user)
    foreign(first)
    assert Change(second.ref, "retire").apply().status == 303
    wait_until(lambda: registration(second.ref)["state"] == "retired", "retired", 10)
    assert phone_page(first.ref).state("account1") == "foreign"
    assert Change(first.ref, "edit", take_over="yes").apply().ref == first.ref
    wait_until(lambda: not unfinished(first.ref), "whole", 10)


def test_a_number_is_not_given_to_another_person_before_the_exchange_has_removed_its_account():
    form, other = register(), person().login
    with stopped(SERVER):
        assert Change(form.ref, "retire").apply().status == 303
        answer = Form(nginx(), other).fill(model="spa942", mac=form.mac, line1_user=form["line1_user"]).post()
        assert answer.status == 409 and "still to be removed" in answer.problems()["line1_user"]
    wait_until(lambda: registration(form.ref)["state"] == "retired" and subscriber(form["line1_user"]) is None, "gone", 10)
    register(login=other, line1_user=form["line1_user"])
