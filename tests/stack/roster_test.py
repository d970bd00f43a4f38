"""All phones as a table: exported, opened by a spreadsheet, and imported again."""
import csv
import io
import random
import re

import pytest

from spaconf_stack import Profile, census, env, mac, nginx, number, person, profile, register, registration, sql, subscriber
from trouble import SPACONF, run

FIELDS = ["ref", "login", "model", "mac", "serial", "hostname", "inventory", "permission", "setting",
          *(f"line{n}_{part}" for n in range(1, 7) for part in ("user", "display")), "state"]  # fmt: skip


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
    assert sorted(row["permission"].split()) == ["ld", "local"]
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
    assert (code, said) == (0, f"{rows} rows: {rows} unchanged, 0 registered, 0 refused\n")
    assert census() == before


def test_what_a_spreadsheet_made_of_it_is_unchanged_too(phone, scratch):
    """Every cell quoted, semicolons, a byte order mark, columns moved."""
    row = row_of(phone)
    columns = ["state", *FIELDS[:-1]]
    lines = [columns, [row[name] for name in columns]]
    text = "\ufeff" + "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    code, said = imported(scratch, text.replace('"state"', "state", 1))
    assert (code, said) == (0, "1 rows: 1 unchanged, 0 registered, 0 refused\n")


def test_rows_without_reference_are_registered_once(scratch):
    first, second = person("Adam První"), person("Běta Druhá")
    rows = [{"login": first.login, "model": "spa941", "mac": mac().upper(), "hostname": f"i-{first.login}", "permission": "local",
             "line1_user": first.number, "line2_user": number(), "line2_display": "'=dílna"},
            {"login": second.login, "model": "software", "line1_user": second.number}]  # fmt: skip
    before = census()
    code, said = imported(scratch, written(rows), "--dry-run")
    assert (code, said.splitlines()[-1]) == (0, "2 rows: 0 unchanged, 2 to be registered, 0 refused")
    assert census() == before
    code, said = imported(scratch, written(rows))
    assert (code, said.splitlines()[-1]) == (0, "2 rows: 0 unchanged, 2 registered, 0 refused"), said
    refs = re.findall(r"^line \d+: registered as (\w+)$", said, re.M)
    made = registration(refs[0])
    assert (made["login"], made["person_name"], made["hostname"]) == (first.login, "Adam První", f"i-{first.login}")
    assert subscriber(first.number) and Profile(profile(made["mac"]).data)["User_ID_1_"] == first.number
    assert row_of(refs[0])["line2_display"] == "'=dílna"
    assert sql("SELECT 1 FROM audit WHERE ref = %s AND action = 'register'", refs[0])
    after = census()
    code, said = imported(scratch, written(rows))
    assert (code, said) == (0, "2 rows: 2 unchanged, 0 registered, 0 refused\n")
    assert census() == after


def test_bad_rows_are_told_with_line_and_sentence_and_keep_no_other_from_its_phone(phone, scratch):
    who, taken = person(), registration(phone)
    good = {"login": who.login, "model": "spa921", "mac": mac(), "line1_user": who.number}
    rows = [good | {"login": "nobody-here"}, good | {"mac": "00:11"}, good | {"mac": taken["mac"]}, good,
            good | {"ref": "nosuchref0"}, row_of(phone) | {"hostname": "other"}, good | {"state": "retired", "mac": mac()},
            good | {"model": "spa999", "serial": "x"}, good | {"hostname": "two\nlines"}]  # fmt: skip
    code, said = imported(scratch, written(rows))
    assert code == 1
    for line, sentence in [
        (2, "login: The directory knows nobody with the login nobody-here."), (3, "mac: This is no MAC address"),
        (4, f"mac: The phone .* is registered already. See {phone}."), (5, "registered as "), (6, "ref: There is no such registration."),
        (7, "differs in hostname: use spaconf edit"), (8, "state: Only what is live"), (9, "model: Choose one"), (9, "serial: A serial number"),
        (10, "hostname: It holds a line end."),
    ]:  # fmt: skip
        assert re.search(rf"^line {line}: {sentence}", said, re.M), (line, sentence, said)
    assert said.endswith("9 rows: 0 unchanged, 1 registered, 8 refused\n")
    assert registration(phone)["hostname"] == taken["hostname"]


@pytest.mark.parametrize("text, sentence", [
    ("login,colour\n", 'line 1: there is no column "colour"'), ("login,login\n", "line 1: the column login is there twice"),
    ("", "line 1: the file is empty"), (b"login\n\xff\n", "line 1: the file is not UTF-8"),
    ('login\n"novak\n', "line 2: a quotation mark is never closed"),
])  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused_whole(scratch, text, sentence):
    before = census()
    code, said = imported(scratch, text)
    assert code == 1 and sentence in said
    assert census() == before


def test_a_row_with_too_many_cells_is_refused(scratch):
    code, said = imported(scratch, "login,model\nnovak,spa942,extra\n")
    assert code == 1 and "line 2: it has more cells than the first row" in said


def test_a_password_may_be_brought_along_and_is_not_told(scratch):
    who, password = person(), f"Brought{random.randrange(10**8):08d}"
    row = {"login": who.login, "model": "spa921", "mac": mac(), "line1_user": who.number, "line1_password": password}
    code, said = imported(scratch, written([row], [*FIELDS, "line1_password"]))
    assert code == 0 and password not in said
    assert Profile(profile(row["mac"]).data)["Password_1_"] == password
