"""OpenSER's tables as it shipped them, and a connection that breaks between two of their rows: the next try completes it."""
import pytest

from change_test import Change
from exchange_state import permissions, remains, unfinished
from fault_injection import Cgi, between_database, derive, stopped
from reconcile_test import NEAR, about, reconcile
from spaconf_stack import Form, mac, nginx, number, person, phone_page, register, registration, subscriber, wait_until

NEW_PERMISSION, NEW_PASSWORD, LAST_ROW = b"INTO `openser`.`grp`", b"UPDATE `openser`.`subscriber`", b"DELETE FROM `openser`.`subscriber`"


def cut_before(statement):
    """Hooks that hang up when the program wants to run this statement."""
    seen = []

    def request(talk, data):
        if statement in data:
            talk["over"] = True
            seen.append(statement)
        return b"" if talk.get("over") else data

    return seen, dict(request=request)


def cut_short(form, statement, scratch):
    """Sends a form to a program that loses its connection there; no worker goes on. It was accepted."""
    seen, hooks = cut_before(statement)
    with between_database(scratch, **hooks):
        form.door = Cgi(conf=derive(scratch / "spaconf.conf", database__socket=str(scratch / "database.sock")))
        answer = form.post()
    assert seen, "the statement was not seen"
    assert answer.status == 303, answer.words()[:400]
    return answer.ref


def test_a_new_account_without_its_permissions_gets_them(scratch):
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac(), permission=["ld", "local"])
    with stopped("worker"):
        ref = cut_short(form, NEW_PERMISSION, scratch)
        assert subscriber(form["line1_user"]) and permissions(form["line1_user"]) == []
        assert phone_page(ref).state("account1") == "pending"
    wait_until(lambda: not unfinished(ref), "whole", 5)
    assert permissions(form["line1_user"]) == ["ld", "local"]
    assert about(reconcile("--check", NEAR), ref, form["line1_user"]) == []


@pytest.mark.parametrize("action, typed, statement", [
    ("edit", {"line1_permission": ["int", "ld"]}, NEW_PERMISSION), ("password", {}, NEW_PASSWORD),
    ("replace", {"mac": mac}, NEW_PASSWORD), ("retire", {}, LAST_ROW), ("edit", {"line1_user": number}, LAST_ROW),
    ("edit", {"line1_user": number}, NEW_PERMISSION)],
    ids=["permissions", "password", "device", "retired", "number gone", "number new"])  # fmt: skip
def test_a_change_that_was_cut_short_is_completed(action, typed, statement, scratch):
    form = register(permission=["local"])
    changes = {name: value() if callable(value) else value for name, value in typed.items()}
    edit = Change(form.ref, action, **changes).fill(step="apply")
    with stopped("worker"):
        assert cut_short(edit, statement, scratch) == form.ref
        assert unfinished(form.ref) or remains(form["line1_user"])
    goes = action == "retire" or "line1_user" in changes
    wait_until(lambda: not unfinished(form.ref) and not (goes and remains(form["line1_user"])), "whole", 5)
    assert registration(form.ref)["state"] == ("retired" if action == "retire" else "live")
    assert about(reconcile("--check", NEAR), form.ref, form["line1_user"]) == []
