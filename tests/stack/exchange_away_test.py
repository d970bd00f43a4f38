"""An exchange on another server that is away, slow or cut off: each action is answered in time, and done when it is back."""
import concurrent.futures
import contextlib

import pytest

from api_client import Client
from change_test import Change
from exchange_state import remains, the_next_file_finds_it_back, unfinished  # noqa: F401
from fault_injection import FORM, SUBMIT, Door, Own, between_exchange, counting, cut_after, delayed, derive, hung, stopped, timed
from reconcile_test import NEAR, about, reconcile
from spaconf_stack import (
    Form, foreign_account, mac, nginx, number, person, phone_page, profile, register, registration, sip_register, sql, subscriber,
    tftp, ticket, wait_until)  # fmt: skip

BOUND = 8.5
SERVER = "exchange-mariadb"
pytestmark = pytest.mark.usefixtures("the_next_file_finds_it_back")


# --- faults ---------------------------------------------------------------------------------


@contextlib.contextmanager
def through(scratch, **hooks):
    """A door whose programs reach the exchange only through us; meanwhile no worker tries."""
    with stopped("worker"), between_exchange(**hooks) as between:
        with Own(FORM, scratch, account__port=between.port) as form, Own(SUBMIT, scratch, account__port=between.port) as submit:
            yield Door(form, submit), between


@contextlib.contextmanager
def is_stopped(_):
    with stopped(SERVER):
        yield nginx()


@contextlib.contextmanager
def is_hung(_):
    with hung(SERVER):
        yield nginx()


@contextlib.contextmanager
def is_slow(scratch):
    with through(scratch, **delayed(1.5)) as (door, _):
        yield door


@contextlib.contextmanager
def hangs_up(scratch):
    with through(scratch, reply=cut_after(0)) as (door, _):
        yield door


# --- every action ---------------------------------------------------------------------------


def actions():
    """What is done to one phone each: the action, and what is typed."""
    return {"another password": ("password", {}), "a typed password": ("edit", {"line1_password": "TypedWhileAway7"}),
            "other permissions": ("edit", {"line1_permission": ["int", "ld"]}), "another number": ("edit", {"line1_user": number()}),
            "one more line": ("edit", {"line2_user": number()}), "another device": ("replace", {"mac": mac()}),
            "another person": ("move", {"login": person().login}), "retired": ("retire", {})}  # fmt: skip


GOES = "another number", "another person", "retired"  # the account that the phone had


def sent(open_form, send):
    """The answer to a form, and the longer of the times that it took to open and to send it."""
    form, opening = timed(open_form)
    answer, seconds = timed(lambda: send(form))
    return answer, max(opening, seconds)


def changed(form, action, typed, door):
    return sent(lambda: Change(form.ref, action, door, **typed), Change.apply)


def registered(login, door):
    return sent(lambda: Form(door, login).fill(model="spa942", mac=mac(), permission=["local"]), Form.post)


@pytest.mark.parametrize("fault", [is_stopped, is_hung, is_slow, hangs_up])
def test_every_action_is_answered_in_time_and_done_when_the_exchange_is_back(fault, scratch):
    login, typed = person().login, actions()
    phones = {name: register(permission=["local"]) for name in typed}
    with fault(scratch) as door, concurrent.futures.ThreadPoolExecutor(3) as crowd:
        work = {name: crowd.submit(changed, phones[name], *typed[name], door) for name in typed}
        work["new"] = crowd.submit(registered, login, door)
        refs = {}
        for name, each in work.items():
            answer, seconds = each.result()
            assert answer.status == 303, f"{name}: {answer.words()[:400]}"
            assert seconds <= BOUND, f"{name}: {seconds:.1f} s"
            refs[name] = answer.ref
        if fault is not is_slow:
            says_that_it_waits(refs["new"])
            assert tftp(f"config/spa{registration(refs['new'])['mac']}.cfg") is None, "a password that the exchange does not have"
    wait_until(lambda: not any(map(unfinished, refs.values())) and not any(remains(phones[name]["line1_user"]) for name in GOES),
               "everything is whole", 5)  # fmt: skip
    assert sip_register(*profile(registration(refs["new"])["mac"]).accounts()[0])
    users = [form["line1_user"] for form in phones.values()]
    assert about(reconcile("--check", NEAR), *refs.values(), *users) == []


def says_that_it_waits(ref):
    page = phone_page(ref)
    assert page.state("account1") == "pending" and "exchange" in page.shown("account1")
    assert "waiting for the exchange" in page.shown("status").lower()
    assert "exchange" in wait_until(lambda: waiting_for(ref), "home says that it waits", 40)


def waiting_for(ref):
    """What home says about the pending tasks of a phone."""
    links = nginx().get("/").element("waiting").find_all("a", href=lambda href: href.endswith(ref))
    return " ".join(link.find_parent("tr").get_text(" ") for link in links)


@pytest.mark.parametrize("fault", [is_stopped, is_hung])
def test_what_does_not_need_the_exchange_goes_on(fault, scratch):
    well, login = register(), person().login
    wait_until(lambda: not unfinished(well.ref), "it does not wait for what the test before took away", 10)
    with fault(scratch) as door:
        new = register(door, login)
        for path in "/", "/phones", f"/phones/{well.ref}", f"/phones/{well.ref}/history", f"/form?login={login}":
            answer, seconds = timed(lambda: door.get(path))
            assert answer.status == 200 and seconds <= BOUND, path
        assert Change(well.ref, "edit", hostname="tel-meanwhile").apply().ref == well.ref
        wait_until(lambda: profile(well.mac)["HostName"] == "tel-meanwhile", "the profile of another phone", 30)
        assert ticket(new.ref)
    wait_until(lambda: not unfinished(new.ref), "whole", 5)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97])
def test_an_exchange_cut_off_anywhere_gets_the_whole_account_later(share, scratch):
    """Every connection breaks at the same place."""
    with through(scratch, reply=counting) as (door, between):
        assert registered(person().login, door)[0].status == 303
        whole = max(talk["bytes"] for talk in between.talks)
    login = person().login
    with through(scratch, reply=cut_after(int(whole * share))) as (door, _):
        answer, seconds = registered(login, door)
        assert answer.status == 303 and seconds <= BOUND
    wait_until(lambda: not unfinished(answer.ref), "whole", 5)
    assert about(reconcile("--check", NEAR), answer.ref) == []


@pytest.mark.parametrize("wait", [0.2, 0.4, 0.8])
def test_a_slow_exchange_takes_a_part_of_the_time_however_many_accounts_there_are(wait, scratch):
    lines = {f"line{n}_{field}": value for n in range(1, 5) for field, value in {"user": number(), "permission": ["local"]}.items()}
    phone = register(model="spa942", **lines)
    with through(scratch, **delayed(wait)) as (door, between):
        edited = {f"line{n}_user": number() for n in range(1, 5)}
        for form, action, typed in (phone, "edit", edited), (phone, "edit", {"line1_permission": ["int"]}), (phone, "retire", {}):
            answer, seconds = changed(form, action, typed, door)
            assert answer.status == 303 and seconds <= BOUND, f"{action}: {seconds:.1f} s"
        answer, seconds = timed(lambda: door.get(f"/phones/{phone.ref}"))
        assert answer.status == 200 and seconds <= BOUND
        rows = [dict(login=person().login, model="spa942", mac=mac(), hostname=f"slow-{number()}", lines=[{"user": number(), "permissions": ["local"]}])
                for _ in range(40)]  # fmt: skip
        answer, seconds = timed(lambda: Client().call("POST", "/registrations/batch", {"registrations": rows},
                                                      conf=derive(scratch / "slow.conf", account__port=between.port)))  # fmt: skip
        assert answer.status in (200, 201, 202) and seconds <= BOUND, f"{answer.status}, {seconds:.1f} s: {answer.text[:300]}"
    refs = [each["ref"] for each in answer.json["registrations"]]
    wait_until(lambda: not any(map(unfinished, [phone.ref, *refs])), "whole", 10)


# --- an account that appears meanwhile --------------------------------------------------------


def taken_over(ref, user):
    assert Change(ref, "edit", take_over="yes").apply().ref == ref
    wait_until(lambda: not unfinished(ref), "whole", 5)
    [(same, password)] = profile(registration(ref)["mac"]).accounts()
    assert same == user and sip_register(user, password) and not sip_register(user, "theirs")
    assert user in sql("SELECT detail FROM audit WHERE ref = %s AND action = 'take'", ref)[0]["detail"]
    return None


def given_another_number(ref, user):
    other, theirs = number(), subscriber(user)
    assert Change(ref, "edit", line1_user=other).apply().ref == ref
    wait_until(lambda: not unfinished(ref), "whole", 5)
    assert [each for each, _ in profile(registration(ref)["mac"]).accounts()] == [other]
    return theirs


@pytest.mark.parametrize("resolve", [taken_over, given_another_number])
def test_an_account_that_appears_before_ours_is_written_is_left_to_a_person(resolve, scratch):
    login = person().login
    with hangs_up(scratch) as door:
        form = register(door, login)
        user = form["line1_user"]
        theirs = foreign_account(user, ha1="h1")
    wait_until(lambda: phone_page(form.ref).state("account1") == "foreign", "the page shows the conflict", 10)
    page = phone_page(form.ref)
    assert "did not create" in page.shown("account1") and "pending" not in page.shown("account1") and "conflict" in page.shown("status").lower()
    assert "did not create" in waiting_for(form.ref)
    assert subscriber(user) == theirs and tftp(f"config/spa{form.mac}.cfg") is None
    left = resolve(form.ref, user)
    assert left is None or subscriber(user) == theirs == left
    assert about(reconcile("--check", NEAR), form.ref, user) == []
