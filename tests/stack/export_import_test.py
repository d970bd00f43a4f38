"""Export and import: the table of all phones, opened by a spreadsheet, changed there, and imported again."""
import concurrent.futures
import csv
import io
import os
import random
import re
import subprocess

import pymysql
import pytest

from change_test import Change
from fault_injection import SPACONF, run, stopped
from spaconf_stack import (
    Form, Profile, census, env, foreign_account, mac, nginx, number, pbx, person, profile, register, registration, sip_register,
    sql, subscriber, tftp, wait_until)  # fmt: skip

FIELDS = ["ref", "version", "login", "model", "mac", "serial", "hostname", "inventory", "setting",
          *(f"line{n}_{part}" for n in range(1, 7) for part in ("user", "display", "permission")), "state"]  # fmt: skip


def page(query="", door=None):
    answer = (door or nginx()).get("/phones.csv" + query)
    assert answer.status == 200, answer.status
    return answer


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def row_of(ref):
    return next(row for row in table(page(f"?q={registration(ref)['login']}").text) if row["ref"] == ref)


def written(rows, columns=None):
    text = io.StringIO()
    out = csv.DictWriter(text, columns or FIELDS, lineterminator="\r\n")
    out.writeheader()
    out.writerows(rows)
    return text.getvalue()


def imported(scratch, text, *options):
    """Exit code and what was said."""
    path = scratch / "phones.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(0o644)
    done = run(SPACONF, "import", str(path), *options)
    return done.returncode, (done.stdout or done.stderr).decode()


@pytest.fixture(scope="module")
def phone():
    who = person('Eva "Evička" Čárková, Ph.D.')
    sent = register(login=who.login, model="spa942", hostname=f"t-{who.login}", inventory="=1+1",
                    permission=["local", "ld"], line2_user=number(), line2_display="'@SUM(A1), \"x\"")  # fmt: skip
    return sent.ref


# --- the page -------------------------------------------------------------------------------


def test_the_table_has_the_forms_fields_and_what_was_registered(phone):
    answer = page()
    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert "phones.csv" in answer.headers["Content-Disposition"]
    assert answer.text.partition("\r\n")[0] == ",".join(FIELDS)
    row, there = row_of(phone), registration(phone)
    assert row["login"] == there["login"] and row["hostname"] == there["hostname"] and row["model"] == "spa942"
    assert row["mac"].replace(":", "") == there["mac"]
    assert sorted(row["line1_permission"].split()) == ["ld", "local"]
    assert row["line1_display"] == 'Eva "Evička" Čárková, Ph.D.'
    assert row["state"] == "live"


def test_no_cell_is_a_formula(phone):
    row = row_of(phone)
    assert (row["inventory"], row["line2_display"]) == ("'=1+1", "''@SUM(A1), \"x\"")
    for each in table(page().text):
        assert not any(value[:1] in ("=", "+", "-", "@") for value in each.values() if value)


def test_the_filters_are_those_of_the_list(phone):
    login = registration(phone)["login"]
    assert [row["ref"] for row in table(page(f"?q={login}").text)] == [phone]
    assert table(page(f"?q={login}&model=spa921").text) == []
    assert table(page("?q=***").text) == []
    link = nginx().get(f"/phones?q={login}&model=spa942").page.select_one("#found a[download]")["href"]
    assert [row["ref"] for row in table(page(link.removeprefix("/spaconf/phones.csv")).text)] == [phone]


def test_no_password_is_in_it(phone):
    text = page().text
    assert "password" not in text
    assert Profile(profile(registration(phone)["mac"]).data)["Password_1_"] not in text


def test_a_reader_may_have_it():
    page("?q=nobody", nginx(env.READER_USER, env.READER_PASSWORD))
    assert nginx(env.NOROLE_USER, env.NOROLE_PASSWORD).get("/phones.csv").status == 403


# --- export and import ----------------------------------------------------------------------


def test_the_command_writes_what_the_page_shows(phone, scratch):
    done = run(SPACONF, "export")
    assert done.returncode == 0, done.stderr
    assert table(done.stdout.decode()) == table(page().text)
    scratch.chmod(0o777)
    assert run(SPACONF, "export", "-o", str(scratch / "out.csv")).returncode == 0
    assert (scratch / "out.csv").read_bytes() == done.stdout
    assert run(SPACONF, "export", "-o", str(scratch / "no/such")).returncode == 1


def test_what_was_exported_is_imported_again_unchanged(phone, scratch):
    text = run(SPACONF, "export").stdout
    rows, before = len(table(text.decode())), census()
    code, said = imported(scratch, text)
    assert (code, said) == (0, f"{rows} rows: {rows} unchanged, 0 registered, 0 changed, 0 refused\n")
    assert census() == before


def test_what_a_spreadsheet_made_of_it_is_unchanged_too(phone, scratch):
    """Every cell quoted, semicolons, a byte order mark, columns moved."""
    row = row_of(phone)
    columns = ["state", *FIELDS[:-1]]
    lines = [columns, [row[name] for name in columns]]
    text = "\ufeff" + "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    code, said = imported(scratch, text.replace('"state"', "state", 1))
    assert (code, said) == (0, "1 row: 1 unchanged, 0 registered, 0 changed, 0 refused\n")


def test_rows_without_reference_are_registered_once(scratch):
    first, second = person("Adam První"), person("Běta Druhá")
    rows = [{"login": first.login, "model": "spa941", "mac": mac().upper(), "hostname": f"i-{first.login}", "line1_permission": "local",
             "line1_user": first.number, "line2_user": number(), "line2_display": "'=dílna"},
            {"login": second.login, "model": "software", "line1_user": second.number}]  # fmt: skip
    before = census()
    code, said = imported(scratch, written(rows), "--dry-run")
    assert (code, said.splitlines()[-1]) == (0, "2 rows: 0 unchanged, 2 to be registered, 0 to be changed, 0 refused")
    assert census() == before
    code, said = imported(scratch, written(rows))
    assert (code, said.splitlines()[-1]) == (0, "2 rows: 0 unchanged, 2 registered, 0 changed, 0 refused"), said
    refs = re.findall(r"^line \d+: registered as (\w+)$", said, re.M)
    made = registration(refs[0])
    assert (made["login"], made["person_name"], made["hostname"]) == (first.login, "Adam První", f"i-{first.login}")
    assert subscriber(first.number) and Profile(profile(made["mac"]).data)["User_ID_1_"] == first.number
    assert row_of(refs[0])["line2_display"] == "'=dílna"
    assert sql("SELECT 1 FROM audit WHERE ref = %s AND action = 'register'", refs[0])
    after = census()
    code, said = imported(scratch, written(rows))
    assert (code, said) == (0, "2 rows: 2 unchanged, 0 registered, 0 changed, 0 refused\n")
    assert census() == after


def test_bad_rows_are_told_with_line_and_sentence_and_keep_no_other_from_its_phone(phone, scratch):
    who, taken = person(), registration(phone)
    good = {"login": who.login, "model": "spa921", "mac": mac(), "line1_user": who.number}
    rows = [good | {"login": "nobody-here"}, good | {"mac": "00:11"}, good | {"mac": taken["mac"]}, good,
            good | {"ref": "nosuchref0"}, row_of(phone) | {"hostname": "-other"}, good | {"state": "retired", "mac": mac()},
            good | {"model": "spa999", "serial": "x" * 65}, good | {"hostname": "two\nlines"}]  # fmt: skip
    code, said = imported(scratch, written(rows), "--skip-bad-rows")
    assert code == 1
    for line, sentence in [
        (2, "login: There is no user nobody-here in the directory."), (3, "mac: This is not the MAC address"),
        (4, f"mac: The phone .* is registered already. See {phone}."), (5, "registered as "), (6, "ref: There is no such registration."),
        (7, "hostname: A hostname is one DNS label"), (8, "state: Only live phones"), (9, "model: Choose one"), (9, "serial: A serial number"),
        (10, "hostname: This contains a control character, such as a tab or a line end. Delete it."),
    ]:  # fmt: skip
        assert re.search(rf"^line {line}: {sentence}", said, re.M), (line, sentence, said)
    assert said.endswith("9 rows: 0 unchanged, 1 registered, 0 changed, 8 refused\n")
    assert registration(phone)["hostname"] == taken["hostname"]


@pytest.mark.parametrize("text, sentence", [
    ("login,colour\n", 'line 1: unknown column "colour"'), ("login,login\n", "line 1: duplicate column login"),
    ("", "line 1: the file is empty"), (b"login\n\xff\n", "line 2, column login: the file is not UTF-8"),
    ('login\n"novak\n', "line 2, column login: a quotation mark is never closed"),
])  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused_whole(scratch, text, sentence):
    before = census()
    code, said = imported(scratch, text)
    assert code == 1 and sentence in said
    assert census() == before


def test_a_row_with_too_many_cells_is_refused(scratch):
    code, said = imported(scratch, "login,model\nnovak,spa942,extra\n")
    assert code == 1 and "line 2: the row has more cells than the first row" in said


def test_a_password_may_be_brought_along_and_is_not_told(scratch):
    who, password = person(), f"Brought{random.randrange(10**8):08d}"
    row = {"login": who.login, "model": "spa921", "mac": mac(), "line1_user": who.number, "line1_password": password}
    code, said = imported(scratch, written([row], [*FIELDS, "line1_password"]))
    assert code == 0 and password not in said
    assert Profile(profile(row["mac"]).data)["Password_1_"] == password


# --- rows that differ -----------------------------------------------------------------------


def changed(scratch, row, *options, columns=None):
    """Imports one row that is about a phone; its changes as they were told."""
    code, said = imported(scratch, written([row], columns), *options)
    *told, last = said.splitlines()
    will = "to be " if "--dry-run" in options else ""
    assert (code, last) == (0, f"1 row: 0 unchanged, 0 {will}registered, 1 {will}changed, 0 refused"), said
    mark = f"line 2: {row['ref']}, "
    assert all(line.startswith(mark) for line in told), said
    assert will or is_unchanged(scratch, row, columns)
    return [line.removeprefix(mark) for line in told]


def is_unchanged(scratch, row, columns=None):
    before = registration(row["ref"])["version"], len(story(row["ref"]))
    code, said = imported(scratch, written([row], columns))
    assert (code, said) == (0, "1 row: 1 unchanged, 0 registered, 0 changed, 0 refused\n")
    return (registration(row["ref"])["version"], len(story(row["ref"]))) == before


def refused(scratch, row, sentence, columns=None):
    """The row is refused with this sentence and changes nothing."""
    before = registration(row["ref"])["version"], census()
    for options in ["--dry-run"], []:
        code, said = imported(scratch, written([row], columns), *options)
        assert code == 1 and re.search(rf"^line 2: {sentence}", said, re.M), said
    assert (registration(row["ref"])["version"], census()) == before


def story(ref):
    """What was done to a phone; its ticket goes its own way."""
    return [row["action"] for row in sql("SELECT action FROM audit WHERE ref = %s AND action <> 'ticket' ORDER BY id", ref)]


@pytest.fixture
def known():
    """A phone of its own, as registered."""
    return register(hostname="r-" + number(), permission=["local", "ld"], line2_user=number(), line2_display="Dílna")


def test_a_row_that_differs_edits_its_phone(known, scratch):
    other = number()
    row = row_of(known.ref) | {"hostname": "r-" + other, "inventory": "'=7", "line2_user": other, "line2_permission": "local",
                               "setting": "GPP_A = x\nGPP_B = y"}  # fmt: skip
    before = registration(known.ref)
    told = changed(scratch, row, "--dry-run")
    assert registration(known.ref)["version"] == 1 and story(known.ref) == ["register"]
    assert changed(scratch, row) == told
    assert f"hostname: {before['hostname']} → r-{other}" in told and "parameter GPP_A: new, x" in told
    now = registration(known.ref)
    assert (now["hostname"], now["inventory"], now["version"]) == ("r-" + other, "=7", 2)
    assert story(known.ref).count("edit") == 1
    found = profile(known.mac)
    assert (found["GPP_A"], found["GPP_B"], found["User_ID_2_"]) == ("x", "y", other)
    assert found.accounts()[0] == (known["line1_user"], known["line1_password"])
    assert all(sip_register(*account) for account in found.accounts())
    assert subscriber(known["line2_user"]) is None
    assert [g["grp"] for g in pbx("SELECT grp FROM grp WHERE username = %s", other)] == ["local"]


def test_an_emptied_cell_empties_and_a_missing_column_does_not(known, scratch):
    row = row_of(known.ref) | {"permission": "", "line2_user": "", "line2_display": ""}
    columns = ["line2_user", "permission", "line2_display", "ref", "version"]  # the short name of line 1's
    row = {name: row[name] for name in columns}
    told = changed(scratch, row, columns=columns)
    assert f"account {known['line2_user']}: deleted from the exchange" in told
    assert [user for user, _ in profile(known.mac).accounts()] == [known["line1_user"]]
    assert registration(known.ref)["hostname"] == known["hostname"]
    assert pbx("SELECT 1 FROM grp WHERE username = %s", known["line1_user"]) == ()


def test_another_box_in_a_row_replaces_the_phone(known, scratch):
    new = mac()
    row = row_of(known.ref) | {"mac": new.upper(), "model": "spa962", "serial": "4mm00f900077", "hostname": "r-new-" + new}
    changed(scratch, row)
    assert story(known.ref).count("replace") == 1 and registration(known.ref)["version"] == 2
    assert tftp(f"config/spa{known.mac}.cfg") is None
    user, password = profile(new).accounts()[0]
    assert user == known["line1_user"] and sip_register(user, password)
    assert not sip_register(user, known["line1_password"])  # which the former box still has
    assert registration(known.ref)["serial"] == "4MM00F900077"


def test_another_serial_alone_is_no_other_box(known, scratch):
    changed(scratch, row_of(known.ref) | {"serial": "4MM00F900078"})
    assert story(known.ref) == ["register", "edit"]
    assert profile(known.mac).accounts()[0] == (known["line1_user"], known["line1_password"])


def test_another_login_in_a_row_moves_the_phone_and_its_number(known, scratch):
    who = person("Řehoř Nový")
    # Permissions were given to the former person, so the row has none.
    row = row_of(known.ref) | {"login": who.login, "line1_display": "", "line1_permission": "", "line2_permission": ""}
    told = changed(scratch, row)
    assert f"account {known['line1_user']}: given to {who.login}" in told
    assert story(known.ref).count("move") == 1
    found = profile(known.mac)
    assert found["User_ID_1_"] == known["line1_user"] and found["Display_Name_1_"] == "Rehor Novy"
    assert found["Password_1_"] != known["line1_password"]
    assert registration(known.ref)["person_name"] == "Řehoř Nový"


def test_another_login_without_number_gets_the_person_s_own(known, scratch):
    who, new = person("Řehoř Nový"), mac()
    row = row_of(known.ref) | {"login": who.login.upper(), "line1_user": "", "line1_display": "", "line2_user": "",
                               "line2_display": "", "line1_permission": "", "line2_permission": "", "mac": new}  # fmt: skip
    changed(scratch, row)
    assert story(known.ref).count("move") == 1 and registration(known.ref)["version"] == 2
    assert [user for user, _ in profile(new).accounts()] == [who.number]
    assert subscriber(known["line1_user"]) is None and tftp(f"config/spa{known.mac}.cfg") is None


def test_other_spellings_of_the_same_are_no_change(known, scratch):
    row = row_of(known.ref)
    assert is_unchanged(scratch, row | {
        "mac": known.mac.upper(), "hostname": row["hostname"].upper(), "line1_permission": "ld  local", "login": row["login"].upper(),
        "line1_user": "", "line1_display": "", "state": ""})  # fmt: skip


def test_a_password_in_a_row_changes_and_none_does_not(known, scratch):
    columns, password = ["ref", "version", "line1_password", "line2_password"], f"Brought{random.randrange(10**8):08d}"
    row = {"ref": known.ref, "version": "1", "line1_password": "", "line2_password": ""}
    assert is_unchanged(scratch, row, columns)
    told = changed(scratch, row | {"line1_password": password}, columns=columns)
    assert told == [f"account {known['line1_user']}: a new password"]
    assert profile(known.mac)["Password_1_"] == password and sip_register(known["line1_user"], password)
    assert not sql("SELECT 1 FROM audit WHERE detail LIKE %s", f"%{password}%")


def test_what_cannot_be_is_refused_with_the_form_s_sentences(known, scratch):
    row, taken, other = row_of(known.ref), register(), register()
    refused(scratch, row | {"mac": taken.mac}, rf"mac: The phone .* is registered already. See {taken.ref}\.$")
    refused(scratch, row | {"line2_user": other["line1_user"]}, "line2_user: .* belongs to " + other["login"])
    refused(scratch, row | {"login": "nobody-here"}, "login: There is no user")
    refused(scratch, row | {"hostname": "-"}, "hostname: A hostname is one DNS label")
    refused(scratch, row | {"setting": "Dial_Pln = x"}, "setting: ")
    refused(scratch, row | {"inventory": "two\nlines"}, "inventory: This contains a control character")
    refused(scratch, row | {"state": "retired"}, rf"state: .* spaconf retire {known.ref}\.")


def test_a_foreign_account_in_a_row_is_taken_over_only_when_asked(known, scratch):
    user = number()
    foreign_account(user)
    row = row_of(known.ref) | {"line2_user": user}
    refused(scratch, row, "line2_user: The exchange has an account")
    assert subscriber(user)["password"] == "theirs"
    told = changed(scratch, row, "--take-over")
    assert any(line.startswith(f"account {user}: taken over") for line in told)
    assert sip_register(*profile(known.mac).accounts()[1])


def test_what_was_retired_stays_so(known, scratch):
    row = row_of(known.ref)
    Change(known.ref, "retire").apply()
    refused(scratch, row, "ref: This phone was retired")
    exported = row_of(known.ref)
    assert exported["state"] in ("retiring", "retired") and is_unchanged(scratch, exported)


def test_a_row_whose_phone_was_retired_since_is_told_and_left(scratch):
    row = {"login": person().login, "model": "spa921", "mac": mac(), "line1_user": number()}
    text = written([row], list(row))
    assert imported(scratch, text)[0] == 0
    [found] = sql("SELECT ref FROM registration WHERE active_mac = %s", row["mac"])
    Change(found["ref"], "retire").apply()
    code, said = imported(scratch, text)
    assert code == 1 and found["ref"] in said and "retired" in said
    assert not sql("SELECT ref FROM registration WHERE active_mac = %s", row["mac"])


def test_a_table_that_is_half_done_is_handed_in_again(known, scratch):
    other = register(hostname="h-" + number())
    rows = [row_of(known.ref) | {"inventory": "A1"}, row_of(other.ref) | {"hostname": "-"}, row_of(other.ref) | {"inventory": "A2"}]
    code, said = imported(scratch, written(rows), "--skip-bad-rows")
    assert (code, said.splitlines()[-1]) == (1, "3 rows: 0 unchanged, 0 registered, 2 changed, 1 refused")
    rows[1]["hostname"] = rows[2]["hostname"]
    code, said = imported(scratch, written(rows))
    assert (code, said.splitlines()[-1]) == (3, "3 rows: 2 unchanged, 0 registered, 0 changed, 0 refused, 1 overtaken")  # by the other
    assert registration(other.ref)["inventory"] == "A2"


def overtaken(scratch, row, sentence, *options, columns=None):
    """The row is named, by a verdict and an exit code of its own, and changes nothing."""
    before = registration(row["ref"])["version"], census()
    for more in ["--dry-run"], []:
        code, said = imported(scratch, written([row], columns), *options, *more)
        assert code == 3, (code, said)
        assert re.search(rf"^line 2: {row['ref']}, {sentence}", said, re.M) and said.endswith(" 0 refused, 1 overtaken\n"), said
    assert (registration(row["ref"])["version"], census()) == before


def test_a_table_that_is_older_than_its_phone_does_not_undo_what_was_done_since(known, scratch):
    row, new = row_of(known.ref) | {"inventory": "of monday"}, mac()
    Change(known.ref, "replace", model="spa942", mac=new).apply()
    overtaken(scratch, row, "the phone is at version 2, but the row is from version 1")
    assert profile(new).accounts() and tftp(f"config/spa{known.mac}.cfg") is None
    overtaken(scratch, row, "the phone is at version 2", "--force")
    changed(scratch, row_of(known.ref) | {"inventory": "of wednesday"})


def test_a_row_that_says_what_is_so_already_is_not_overtaken(known, scratch):
    row = row_of(known.ref)
    Change(known.ref, "edit", inventory="A7").apply()
    assert is_unchanged(scratch, row | {"inventory": "A7"})


def test_a_row_without_version_changes_a_phone_only_when_that_is_asked_for(known, scratch):
    row = row_of(known.ref) | {"inventory": "A8"}
    columns = [name for name in FIELDS if name != "version"]
    for each, of in (row | {"version": ""}, FIELDS), ({name: row[name] for name in columns}, columns):
        overtaken(scratch, each, "the row has no version", columns=of)
    assert is_unchanged(scratch, {"ref": known.ref}, ["ref"])
    refused(scratch, row | {"version": "one"}, "version: ")
    changed(scratch, {name: row[name] for name in columns}, "--force", columns=columns)
    assert registration(known.ref)["inventory"] == "A8"


def test_a_change_while_the_table_is_being_imported_is_not_undone(known, scratch):
    text = written([row_of(known.ref) | {"inventory": "A9"}])
    with pymysql.connect(unix_socket=env.DB_SOCKET, user=env.DB_USER, password=env.DB_PASSWORD, database=env.DB_NAME) as other, \
            concurrent.futures.ThreadPoolExecutor(1) as crowd:  # fmt: skip
        other.cursor().execute("UPDATE registration SET version = version + 1, inventory = 'A10' WHERE ref = %s", (known.ref,))
        job = crowd.submit(imported, scratch, text)
        try:
            wait_until(lambda: sql("SELECT 1 FROM information_schema.processlist WHERE info LIKE '%%FOR UPDATE' AND time_ms > 200"),
                       "it waits for the row", 10)  # fmt: skip
        finally:
            other.commit()
        code, said = job.result()
    assert code == 3 and "1 overtaken" in said, said
    assert registration(known.ref)["inventory"] == "A10"


# --- the same table, by two administrators ---------------------------------------------------


def imported_by_root(scratch, text):
    path = scratch / "of-root.csv"
    path.write_text(text)
    done = subprocess.run([SPACONF, "import", str(path)], capture_output=True, timeout=60,
                          env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": env.SPACONF_CONFIG})  # fmt: skip
    return done.returncode, (done.stdout or done.stderr).decode()


def software_phones(login):
    return [row["ref"] for row in sql("SELECT ref FROM registration WHERE login = %s AND state = 'live'", login)]


def test_a_software_phone_is_registered_once_by_any_importer(scratch):
    who = person()
    text = written([{"login": who.login, "model": "software", "line1_user": who.number}])
    assert imported_by_root(scratch, text)[0] == 0
    [ref], before = software_phones(who.login), census()
    for options in ["--dry-run"], []:
        code, said = imported(scratch, text, *options)
        assert (code, said.splitlines()) == (0, [f"line 2: already registered as {ref}", said.splitlines()[-1]]), said
        assert said.splitlines()[-1].startswith("1 row: 1 unchanged, 0 ")
    assert census() == before


def test_two_imports_at_once_register_a_software_phone_once(scratch):
    people = [person() for _ in range(8)]
    text = written([{"login": who.login, "model": "software", "line1_user": who.number} for who in people])
    with concurrent.futures.ThreadPoolExecutor(2) as crowd:
        found = list(crowd.map(lambda each: each(scratch, text), [imported_by_root, imported]))
    assert [code for code, _ in found] == [0, 0], found
    for who in people:
        assert len(software_phones(who.login)) == 1, (who, found)


def test_a_form_for_a_software_phone_that_there_is_names_it():
    first = register(model="software")
    again = Form(nginx(), first["login"]).fill(model="software", line1_user=first["line1_user"]).post()
    assert again.status == 409 and first.ref in again.text
    assert software_phones(first["login"]) == [first.ref]
    other = Form(nginx(), first["login"]).fill(model="software", line1_user=number()).post()
    assert other.status == 303


def test_a_directory_that_is_away_ends_it_and_loses_nothing(known, scratch):
    row = row_of(known.ref) | {"login": person().login}
    with stopped("slapd"):
        code, said = imported(scratch, written([row]))
    assert code == 75 and "directory" in said
    assert registration(known.ref)["version"] == 1
