"""Accounts: what each may call, who shares it, and what happens when the exchange has lost it."""
import json
import os
import pathlib
import re
import subprocess

import pytest

from change_test import Change, accounts_on_file, audit, change, spaconf
from export_import_test import imported, row_of, written
from fault_injection import Cgi
from spaconf_stack import (
    BUILD, Form, env, mac, names, nginx, number, pbx, person, phone_page, profile, register, registration, sip_register, sql, subscriber,
    wait_until)  # fmt: skip


def may_call(user):
    """What the exchange lets an account call."""
    return sorted(row["grp"] for row in pbx("SELECT grp FROM grp WHERE username = %s", user))


def on_file(user):
    """The same, as spaconf has it."""
    return sorted(sql("SELECT permissions FROM account WHERE user = %s", user)[0]["permissions"].split())


def details(ref):
    return [row["detail"] for row in sql("SELECT detail FROM audit WHERE ref = %s ORDER BY id", ref)]


@pytest.fixture
def two():
    """One person's phones: A has 1001 (local); B has 1002 (local ld int) and 1001 on its second line."""
    who, other = person(), number()
    first = register(login=who.login, permission=["local"])
    second = register(login=who.login, line1_user=other, line1_password="", line1_permission=["local", "ld", "int"],
                      line2_user=first["line1_user"])  # fmt: skip
    return first, second


# --- permissions belong to an account -------------------------------------------------------


def test_an_edit_of_a_name_changes_no_permissions(two):
    first, second = two
    change(second.ref, "edit", hostname="tel-x")
    assert spaconf("edit", second.ref, "hostname=tel-y").returncode == 0
    assert may_call(first["line1_user"]) == on_file(first["line1_user"]) == ["local"]
    assert may_call(second["line1_user"]) == ["int", "ld", "local"]


@pytest.mark.parametrize("action", ["refresh", "password", "replace"])
def test_no_other_action_changes_permissions(two, action):
    first, second = two
    for form in first, second:
        change(form.ref, action, **({"mac": mac()} if action == "replace" else {}))
    assert may_call(first["line1_user"]) == ["local"]
    assert may_call(second["line1_user"]) == ["int", "ld", "local"]


def test_a_move_carries_no_permissions_over():
    form, who = register(permission=["local", "int"]), person()
    theirs = register(login=who.login, permission=["local"])
    assert spaconf("move", form.ref, "login=" + who.login).returncode == 0
    assert may_call(theirs["line1_user"]) == ["local"]
    # An account that is new with the move may call what was ticked for it, and nothing else.
    other, newcomer = register(permission=["local", "int"]), person()
    change(other.ref, "move", login=newcomer.login)
    assert may_call(newcomer.number) == []
    third, newcomer = register(permission=["local", "int"]), person()
    change(third.ref, "move", login=newcomer.login, line1_permission=["ld"])
    assert may_call(newcomer.number) == on_file(newcomer.number) == ["ld"]


def test_a_number_that_moves_along_loses_its_permissions():
    form, who = register(permission=["local", "int"]), person(telephone=False)
    user = form["line1_user"]
    looked = Change(form.ref, "move", login=who.login, line1_user=user).preview()
    assert f"account {user} may call: int, local → nothing" in looked.shown("rows")
    change(form.ref, "move", login=who.login, line1_user=user)
    assert may_call(user) == on_file(user) == []


def test_each_account_of_a_phone_has_its_own_boxes(two):
    first, second = two
    edit = Change(second.ref, "edit")
    assert sorted(filter(None, edit.all("line1_permission"))) == ["int", "ld", "local"]
    assert list(filter(None, edit.all("line2_permission"))) == ["local"]
    looked = edit.fill(line2_permission=["local", "voicemail"]).preview()
    assert f"account {first['line1_user']} may call: local → local, voicemail" in looked.shown("rows")
    assert first.ref in looked.shown("rows")  # which shares the account
    assert edit.apply().ref == second.ref
    assert may_call(first["line1_user"]) == ["local", "voicemail"]
    assert may_call(second["line1_user"]) == ["int", "ld", "local"]
    page = phone_page(second.ref)
    assert "Voice mail" in page.shown("line2") and "Voice mail" not in page.shown("line1")
    change(second.ref, "edit", line2_permission=[""])
    assert may_call(first["line1_user"]) == []


def test_a_change_of_an_account_is_a_version_of_each_phone_that_has_it(two):
    first, second = two
    late = Change(first.ref, "edit", inventory="LATE")
    change(second.ref, "edit", line2_permission=["ld"])
    assert registration(first.ref)["version"] == 2 and audit(first.ref)[-1] == "account"
    assert second.ref in details(first.ref)[-1]
    answer = late.apply()  # its boxes still say "local"
    assert answer.status == 409 and f"account {first['line1_user']} may call: local → ld" in answer.shown("meanwhile")
    assert may_call(first["line1_user"]) == ["ld"]
    history = nginx().get(f"/phones/{first.ref}/history")
    assert f"account {first['line1_user']} may call: local → ld" in history.shown("version1")


def test_the_short_field_is_the_first_line_s(two):
    first, second = two
    assert spaconf("edit", second.ref, "permission=ld").returncode == 0
    assert may_call(second["line1_user"]) == ["ld"] and may_call(first["line1_user"]) == ["local"]
    assert spaconf("edit", second.ref, "permission=").returncode == 0
    assert may_call(second["line1_user"]) == []


def test_an_account_that_is_put_on_another_line_keeps_what_it_may(two):
    first, second = two
    third = register(login=first["login"], line1_user=number(), line1_password="", line1_permission=["int"])
    # The boxes of the line were those of the account before.
    answer = Change(third.ref, "edit", line1_user=first["line1_user"]).apply()
    assert answer.status == 422 and "may call local" in answer.problems()["line1_permission"]
    assert spaconf("edit", third.ref, "line2_user=" + first["line1_user"]).returncode == 0
    assert may_call(first["line1_user"]) == ["local"]


def test_an_export_has_the_permissions_of_each_account(two, scratch):
    first, second = two
    row = row_of(second.ref)
    assert sorted(row["line1_permission"].split()) == ["int", "ld", "local"] and row["line2_permission"] == "local"
    code, said = imported(scratch, written([row], list(row)))
    assert code == 0 and "1 unchanged" in said
    code, said = imported(scratch, written([row | {"line2_permission": "ld"}], list(row)))
    assert code == 0, said
    assert may_call(first["line1_user"]) == ["ld"] and may_call(second["line1_user"]) == ["int", "ld", "local"]


def test_rows_that_disagree_about_an_account_are_refused(two, scratch):
    first, second = two
    rows = [row_of(first.ref) | {"line1_permission": "ld"}, row_of(second.ref)]
    code, said = imported(scratch, written(rows, list(rows[0])))
    assert code == 1 and "2 refused" in said and f"{first['line1_user']}" in said
    assert may_call(first["line1_user"]) == ["local"]


# --- an account that exists -----------------------------------------------------------------


def test_a_typed_password_of_an_account_that_exists_is_not_dropped():
    first = register()
    form = Form(nginx(), first["login"]).fill(model="spa942", mac=mac(), line1_password="Typed-by-hand-42")
    answer = form.post()
    assert answer.status == 422 and "another password" in answer.problems()["line1_password"]
    assert "Typed-by-hand-42" in answer.text
    assert form.fill(line1_password="").post().status == 303
    form = Form(nginx(), first["login"]).fill(model="spa942", mac=mac(), line1_password=first["line1_password"])
    assert form.post().status == 303  # it is that


@pytest.mark.parametrize("field", ["line1_permission", "permission"])
def test_ticked_permissions_of_an_account_that_exists_are_not_dropped(field):
    first = register(permission=["local"])
    form = Form(nginx(), first["login"])
    assert form.all("line1_permission") == ["local", ""]
    form.fill(line1_permission=None).fill(model="spa942", mac=mac(), **{field: ["local", "int"]})
    answer = form.post()
    assert answer.status == 422 and "may call local" in answer.problems()["line1_permission"]
    assert may_call(first["line1_user"]) == ["local"]
    assert form.fill(**{field: ["local"]}).post().status == 303
    unticked = Form(nginx(), first["login"]).fill(model="spa942", mac=mac(), line1_permission="").post()
    assert unticked.status == 422 and "may call local" in unticked.problems()["line1_permission"]
    again = Form(nginx(), first["login"]).fill(model="spa942", mac=mac(), line1_permission=None)
    assert again.post().status == 303
    assert may_call(first["line1_user"]) == ["local"]


def test_the_short_field_is_for_each_new_account():
    first = register(permission=["local"])
    new = number()
    register(login=first["login"], line2_user=new, permission=["int"])  # line 1 has boxes of its own
    assert may_call(new) == ["int"] and may_call(first["line1_user"]) == ["local"]


def test_a_row_with_an_account_that_exists_is_refused_when_it_differs(scratch):
    first = register(permission=["local"])
    row = {"login": first["login"], "model": "spa921", "mac": mac(), "line1_user": first["line1_user"]}
    for more, sentence in ({"line1_password": "Typed-by-hand-42"}, "line1_password: "), ({"permission": "int"}, "line1_permission: "):
        code, said = imported(scratch, written([row | more], [*row, *more]))
        assert code == 1 and sentence in said, said
    assert imported(scratch, written([row | {"permission": "local"}], [*row, "permission"]))[0] == 0
    assert may_call(first["line1_user"]) == ["local"]


# --- an account that the exchange has lost --------------------------------------------------


def lose(user):
    pbx("DELETE FROM subscriber WHERE username = %s", user)
    pbx("DELETE FROM grp WHERE username = %s", user)


@pytest.mark.parametrize("action, changes", [("password", {}), ("edit", {"hostname": "tel-lost"}), ("refresh", {}),
                                             ("replace", {"mac": True})])  # fmt: skip
def test_an_account_that_the_exchange_lost_is_created_again(action, changes):
    changes = {name: mac() if value is True else value for name, value in changes.items()}
    form = register(permission=["local", "ld"])
    user = form["line1_user"]
    lose(user)
    looked = Change(form.ref, action, **changes).preview()
    assert f"account {user}: missing on the exchange, created again" in looked.shown("rows")
    assert subscriber(user) is None
    change(form.ref, action, **changes)
    assert sip_register(*profile(registration(form.ref)["mac"]).accounts()[0])
    assert may_call(user) == ["ld", "local"]


def test_a_second_phone_makes_a_lost_account_again():
    form = register(permission=["local"])
    lose(form["line1_user"])
    second = register(login=form["login"])
    assert sip_register(*profile(second.mac).accounts()[0]) and profile(second.mac).accounts() == profile(form.mac).accounts()
    assert may_call(form["line1_user"]) == ["local"]
    assert "missing on the exchange, created again" in details(second.ref)[0]


def test_a_lost_account_leaves_with_a_word():
    form = register()
    lose(form["line1_user"])
    assert f"account {form['line1_user']}: was missing on the exchange" in Change(form.ref, "retire").preview().shown("rows")
    change(form.ref, "retire")
    assert registration(form.ref)["state"] == "retired"


# --- accounts that phones share -------------------------------------------------------------


def test_the_box_that_leaves_a_shared_account_is_refused():
    first = register()
    second = register(login=first["login"])
    old = profile(second.mac).accounts()[0]
    looked = Change(first.ref, "retire").preview()
    assert f"account {old[0]}: a new password" in looked.shown("rows") and second.ref in looked.shown("rows")
    change(first.ref, "retire")
    wait_until(lambda: profile(second.mac).accounts()[0][1] != old[1], "the other phone's profile")
    assert sip_register(*profile(second.mac).accounts()[0]) and not sip_register(*old)
    assert audit(second.ref)[-1] == "account" and first.ref in details(second.ref)[-1]


def test_a_moved_box_is_refused_for_its_former_account():
    first, who = register(), person()
    second = register(login=first["login"])
    old = profile(second.mac).accounts()[0]
    change(first.ref, "move", login=who.login)
    wait_until(lambda: profile(second.mac).accounts()[0][1] != old[1], "the other phone's profile")
    assert not sip_register(*old) and audit(second.ref)[-1] == "account"


def test_a_replaced_box_is_refused_and_the_other_phone_follows():
    first = register()
    second = register(login=first["login"])
    old, new = profile(second.mac).accounts()[0], mac()
    change(first.ref, "replace", mac=new)
    wait_until(lambda: profile(second.mac).accounts() == profile(new).accounts(), "the other phone's profile")
    assert not sip_register(*old) and audit(second.ref)[-1] == "account"


def test_a_box_that_is_gone_back_from_is_refused_and_the_other_phone_follows():
    first = register()
    second = register(login=first["login"])
    change(first.ref, "replace", mac=mac(), keep_password="yes")
    old = profile(second.mac).accounts()[0]
    back = Change.on(nginx().get(f"/phones/{first.ref}/history"))
    assert f"account {old[0]}: a new password" in back.preview().shown("rows")
    assert back.fill(step="apply").post().ref == first.ref
    wait_until(lambda: profile(second.mac).accounts() == profile(first.mac).accounts(), "the other phone's profile")
    assert not sip_register(*old) and audit(second.ref)[-1] == "account"


def test_a_change_gives_no_person_a_second_software_phone_with_one_number():
    first = register(model="software")
    second = register(model="software", login=first["login"], line1_user=number())
    answer = Change(second.ref, "edit", line1_user=first["line1_user"]).preview()
    assert answer.status == 409 and "one registration serves" in answer.words()
    assert Change(second.ref, "edit", hostname="").apply().status == 303


@pytest.mark.parametrize("action", ["retire", "replace", "move"])
def test_the_new_password_can_be_declined(action):
    first = register()
    second = register(login=first["login"])
    old = profile(second.mac).accounts()
    changes = {"replace": {"mac": mac()}, "move": {"login": person().login}}.get(action, {})
    form = Change(first.ref, action, **changes)
    box = form.opened.page.find("input", attrs={"name": "keep_password"})
    assert box and box["type"] == "checkbox" and second.ref in form.opened.words()
    looked = form.fill(keep_password="yes").preview()
    assert f"account {old[0][0]}: a new password" not in looked.shown("rows")
    assert Change.on(looked).fill(step="apply").post().ref == first.ref
    assert profile(second.mac).accounts() == old and sip_register(*old[0])
    assert "account" not in audit(second.ref)


def test_the_new_password_can_be_declined_at_a_shell():
    first = register()
    second = register(login=first["login"])
    old = profile(second.mac).accounts()
    assert spaconf("retire", first.ref, "keep_password=yes").returncode == 0
    assert profile(second.mac).accounts() == old and sip_register(*old[0])


def test_a_phone_of_its_own_account_is_not_asked():
    form = register()
    assert not Change(form.ref, "retire").opened.page.find("input", attrs={"name": "keep_password"})


def test_a_password_that_changes_elsewhere_is_in_the_other_phone_s_audit():
    first = register()
    second = register(login=first["login"])
    change(first.ref, "password")
    [*_, (action, detail)] = zip(audit(second.ref), details(second.ref))
    assert action == "account" and first.ref in detail and f"account {first['line1_user']}: a new password" in detail


# --- what the configuration has no more -----------------------------------------------------


@pytest.fixture
def outdated():
    """A phone whose account has a permission that is in the configuration no more."""
    form = register(permission=["local"])
    user = form["line1_user"]
    sql("UPDATE account SET permissions = 'local former' WHERE user = %s", user)
    pbx("INSERT INTO grp (username, domain, grp, last_modified) VALUES (%s, %s, 'former', UTC_TIMESTAMP())", user, env.SIP_DOMAIN)
    return form


@pytest.mark.parametrize("action, changes", [
    ("password", {}), ("refresh", {}), ("edit", {"hostname": "tel-former"}), ("replace", {"mac": True})])  # fmt: skip
def test_a_permission_that_is_no_more_configured_is_kept(outdated, action, changes):
    changes = {name: mac() if value is True else value for name, value in changes.items()}
    change(outdated.ref, action, **changes)
    assert may_call(outdated["line1_user"]) == on_file(outdated["line1_user"]) == ["former", "local"]


def test_a_permission_that_is_no_more_configured_is_marked_and_can_go(outdated):
    edit = Change(outdated.ref, "edit")
    assert "former (no longer configured)" in edit.opened.words()
    assert "former (no longer configured)" in phone_page(outdated.ref).shown("line1")
    change(outdated.ref, "edit", line1_permission=["local"])
    assert may_call(outdated["line1_user"]) == ["local"]
    assert Change(outdated.ref, "edit", line1_permission=["local", "former"]).apply().status == 422
    second = register(login=outdated["login"])  # whose form offers what the account may
    assert may_call(second["line1_user"]) == ["local"]


def test_a_second_phone_leaves_a_permission_that_is_no_more_configured(outdated):
    register(login=outdated["login"])
    assert may_call(outdated["line1_user"]) == ["former", "local"]


def test_going_back_grants_what_was_and_is_still_configured(outdated):
    user = outdated["line1_user"]
    change(outdated.ref, "edit", line1_permission=["ld"])
    back = Change.on(nginx().get(f"/phones/{outdated.ref}/history"))
    looked = back.preview()
    assert f"account {user} may call: ld → local" in looked.shown("rows")
    assert "former" in looked.shown("rows") and "no longer configured" in looked.shown("rows")
    assert back.fill(step="apply").post().ref == outdated.ref
    assert may_call(user) == on_file(user) == ["local"]


def test_a_setting_that_no_phone_takes_any_more_is_kept(two):
    first, _ = two
    sql("UPDATE registration SET settings = 'Dial_Pln_1_ x' WHERE ref = %s", first.ref)
    for action in "password", "refresh":
        answer = Change(first.ref, action).preview()
        assert answer.status == 200, answer.words()[:300]


# --- the domain -----------------------------------------------------------------------------


def test_an_account_is_opened_by_its_own_row_s_domain():
    """Passwords are bound to the row's spelling; a configuration that spells the domain otherwise finds them too."""
    form = register(permission=["local"])
    user = form["line1_user"]
    text = pathlib.Path(env.SPACONF_CONFIG).read_text()
    domain = env.SIP_DOMAIN.upper()
    changed = re.sub(rf'(?m)^(domain\s*=\s*)"{re.escape(env.SIP_DOMAIN)}"', rf'\1"{domain}"', text)
    assert changed != text
    path = pathlib.Path(env.SPACONF_CONFIG).with_name("capitals.conf")
    path.write_text(changed)
    try:
        for words in ("password", form.ref), ("reconcile", "--without-tickets", "--json"), ("edit", form.ref, "hostname=capitals"):
            done = subprocess.run([BUILD / "cli/spaconf", *words], capture_output=True, text=True, timeout=60,
                                  env={**os.environ, "SPACONF_CONFIG": str(path)})  # fmt: skip
            assert "key_file" not in done.stdout + done.stderr
            if words[0] == "reconcile":
                found = json.loads(done.stdout)
                assert not [each for each in found if names(each, form.ref, user)], found
            else:
                assert done.returncode == 0, done.stderr
        second = Form(Cgi(conf=path), form["login"]).fill(model="spa942", mac=mac())
        assert second.post().status == 303 and accounts_on_file(second["mac"]) == accounts_on_file(form.mac)
    finally:
        path.unlink()
    assert change(form.ref, "password").ref == form.ref
    assert accounts_on_file(form.mac)[0][0] == user
