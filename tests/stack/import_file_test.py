"""Tables as spreadsheets and people make them: what a spreadsheet changes, bad rows, large files, an import that is killed."""
import csv
import io
import os
import re
import subprocess
import time

import pytest

from change_test import Change
from export_import_test import imported, imported_by_root, row_of, software_phones, table, written
from fault_injection import SPACONF, as_program, env, run
from spaconf_stack import (
    census, foreign_account, mac, number, person, profile, register, registration, sql, subscriber, wait_until,
)  # fmt: skip

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


# --- a spreadsheet --------------------------------------------------------------------------


def shown(cell, keeps_mark=True):
    """What a spreadsheet with Czech settings writes for a cell that it read in a file."""
    text = cell.strip()
    if cell[:1] == "'":
        return cell if keeps_mark else cell[1:]
    if cell[:1] in "=+-@" and cell:
        return "#NAME?"
    if re.fullmatch(r"\d+", text):
        return str(int(text)) if len(str(int(text))) <= 8 else f"{int(text):.2E}".replace(".", ",")
    if re.fullmatch(r"\d+[eE]\d{1,3}", text):
        return f"{float(text):.2E}".replace(".", ",") if float(text) < 1e308 else cell
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})\.?", text):
        return f"{int(found[1]):02d}.{'I' * int(found[2])}"
    if found := re.fullmatch(r"([a-z]{3})-?(\d{1,2})", text.lower()):
        return f"{found[2]}-{found[1].title()}" if found[1] in MONTHS else cell
    return text.upper() if text.lower() in ("true", "false") else cell


def saved(text, keeps_mark=True):
    """A table that a spreadsheet opened and saved."""
    rows = [[shown(cell, keeps_mark) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))]
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([*rows, [""] * len(rows[0])])
    return "\ufeff" + out.getvalue()


def without_own_marks(text):
    """A value with an apostrophe of its own before what looks like a formula loses it, if a spreadsheet drops marks. No name has that."""
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if not any(cell.startswith("''") for cell in row)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


HOSTILE = {"serial": "880190000805", "inventory": "0012", "line2_display": "3-12"}


@pytest.fixture(scope="module")
def phone():
    """A phone whose values a spreadsheet would destroy, one by one."""
    return register(hostname="mar-12", line2_user="0" + number(), **HOSTILE)


@pytest.mark.parametrize("keeps_mark", [True, False])
def test_a_spreadsheet_that_opens_and_saves_an_export_changes_nothing(phone, scratch, keeps_mark):
    text, before = run(SPACONF, "export").stdout.decode(), census()
    if not keeps_mark:
        text = without_own_marks(text)
    rows = len(table(text))
    assert saved(text, keeps_mark) != text
    code, said = imported(scratch, saved(text, keeps_mark))
    assert (code, said) == (0, f"{rows} rows: {rows} unchanged, 0 registered, 0 changed, 0 refused\n")
    assert census() == before


def test_each_value_that_a_spreadsheet_destroys_is_marked(phone):
    row = row_of(phone.ref)
    values = HOSTILE | {"hostname": "mar-12", "line2_user": phone["line2_user"]}
    assert {name: row[name] for name in values} == {name: "'" + value for name, value in values.items()}
    assert not row["mac"].startswith("'") and row["version"] == "1"


def test_what_a_spreadsheet_has_destroyed_is_named_with_line_and_column(phone, scratch):
    row, before = {name: cell.removeprefix("'") for name, cell in row_of(phone.ref).items()}, census()
    for column, sentence in [("serial", "serial: A spreadsheet has made the number 8,80E+11 of this"),
                             ("line2_user", "line2_user: A spreadsheet has removed the leading zeros of " + phone["line2_user"]),
                             ("hostname", "hostname: A spreadsheet has made the date 12-Mar of this")]:  # fmt: skip
        code, said = imported(scratch, written([row | {column: shown(row[column])}]))
        assert code == 1 and f"line 2: {sentence}" in said, said
    who = person()
    for address, sentence in [("0,00E+00", "made the number 0,00E+00"), ("1217112233", "It was probably 001217112233.")]:
        code, said = imported(scratch, written([{"login": who.login, "model": "spa942", "mac": address}]))
        assert code == 1 and re.search("^line 2: mac: .*" + re.escape(sentence), said, re.M), said
    assert census() == before


# --- files that are no table ------------------------------------------------------------------


@pytest.mark.parametrize("content, sentence", [
    ("login;line1_display\nzel;Železný\n".encode("cp1250"), "line 2, column line1_display: the file is not UTF-8, but probably Windows-1250"),
    ("login\tmodel\n".encode("utf-16"), "line 1: the file is in UTF-16"),
    ("login\tmodel\n".encode("utf-16-le"), "line 1: the file is in UTF-16"),
    (b"PK\x03\x04\x14\0[Content_Types].xml", "line 1: the file is an Excel workbook (.xlsx)"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100), "line 1: the file is an Excel workbook (.xls)"),
    (b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "line 1: the file is an OpenDocument table (.ods)"),
])  # fmt: skip
def test_a_file_that_is_no_csv_is_named_and_says_what_to_do(scratch, content, sentence):
    code, said = imported(scratch, content)
    assert code == 1 and sentence in said and 'Save As and the type "CSV UTF-8"' in said, said


def test_a_file_of_100_mb_is_refused_before_it_is_read(scratch):
    path = scratch / "large.csv"
    path.touch(0o644)
    with path.open("r+b") as file:
        file.truncate(100 << 20)
    begun = time.monotonic()
    done = run(SPACONF, "import", str(path))
    assert done.returncode == 1 and b"the file has 100 MB, and a table may have 48" in done.stderr
    assert time.monotonic() - begun < 2
    piped = subprocess.run([*as_program(), "sh", "-c", f'head -c 60M /dev/zero | "{SPACONF}" import /dev/stdin'],
                           capture_output=True, timeout=30)  # fmt: skip
    assert piped.returncode == 1 and b"large" in piped.stderr


def test_a_list_of_people_gets_their_numbers_from_the_directory(scratch):
    people = [person() for _ in range(3)]
    text = "sep=;\r\nLOGIN;MAC;Model\r\n" + "".join(f'{who.login};="{mac()}";SPA942\r\n' for who in people) + ";;\r\n"
    code, said = imported(scratch, text)
    assert (code, said.splitlines()[-1]) == (0, "3 rows: 0 unchanged, 3 registered, 0 changed, 0 refused"), said
    refs = re.findall("^line ([345]): registered as (.*)$", said, re.M)
    assert [line for line, _ in refs] == ["3", "4", "5"]
    for who, (_, ref) in zip(people, refs):
        assert profile(registration(ref)["mac"]).accounts()[0][0] == who.number


# --- bad rows -----------------------------------------------------------------------------------


@pytest.fixture
def rows():
    """Two new phones and, between them, one of nobody's."""
    people = [person(), person()]
    good = [{"login": who.login, "model": "spa942", "mac": mac(), "line1_user": who.number} for who in people]
    return [good[0], {"login": "nobody-here", "model": "spa942", "mac": mac(), "line1_user": number()}, good[1]]


def test_nothing_is_done_if_a_row_is_refused(scratch, rows):
    before = census()
    code, said = imported(scratch, written(rows))
    assert code == 1
    assert said.splitlines() == [
        "line 3: login: There is no user nobody-here in the directory.",
        "3 rows: 0 unchanged, 2 to be registered, 0 to be changed, 1 refused",
        "Nothing was changed. Correct the refused rows, or leave them out with --skip-bad-rows.",
    ]
    assert census() == before


def test_rejected_rows_are_written_to_be_corrected_and_imported_again(scratch, rows):
    rows[1] |= {"inventory": "'=7", "serial": "'0012", "mac": ":".join(re.findall("..", mac()))}
    rejected, columns = scratch / "rejected.csv", ["line1_user", "login", "model", "mac", "inventory", "serial"]
    scratch.chmod(0o777)
    code, said = imported(scratch, written(rows, columns), "--skip-bad-rows", "--rejected", str(rejected))
    assert (code, said.splitlines()[-1]) == (1, "3 rows: 0 unchanged, 2 registered, 0 changed, 1 refused")
    assert rejected.stat().st_mode & 0o777 == 0o600  # it may have passwords
    [row] = table(rejected.read_text())
    assert row == rows[1] | {"reason": "line 3: login: There is no user nobody-here in the directory."}
    row["login"] = person().login
    code, said = imported(scratch, written([row], [*columns, "reason"]))
    assert (code, said.splitlines()[-1]) == (0, "1 row: 0 unchanged, 1 registered, 0 changed, 0 refused"), said
    ref = re.search("registered as (.*)", said)[1]
    assert (registration(ref)["inventory"], registration(ref)["serial"]) == ("=7", "0012")


def test_the_table_itself_is_not_overwritten_by_its_rejected_rows(scratch, rows):
    path = scratch / "phones.csv"
    code, said = imported(scratch, written(rows), "--rejected", str(path))
    assert code == 1 and "is the imported table itself" in said
    assert path.read_bytes().decode() == written(rows)


def test_the_dry_run_finds_all_that_the_run_finds(scratch):
    who, other, theirs = person(), person(), register()
    foreign_account(foreign := number())
    good = {"login": who.login, "model": "spa942", "line1_user": who.number}
    rows = [good | {"mac": (twice := mac())}, good | {"mac": twice, "line2_user": number()},
            good | {"mac": mac(), "line1_user": foreign}, good | {"mac": mac(), "line1_user": theirs["line1_user"]},
            {"login": other.login, "model": "spa942", "mac": mac(), "line1_user": who.number},
            good | {"mac": mac(), "line1_password": "short"}, good | {"mac": twice}]  # fmt: skip
    columns, before = ["login", "model", "mac", "line1_user", "line2_user", "line1_password"], census()
    code, said = imported(scratch, written(rows, columns), "--dry-run")
    assert code == 1 and census() == before
    for line, sentence in [
        (2, "would be registered"), (3, "mac: Line 2 has the same MAC address."), (4, "line1_user: The exchange has an account"),
        (5, f"line1_user: {theirs['line1_user']} belongs to {theirs['login']}."), (6, "line1_user: Line 2 has the same number for another person."),
        (7, "line1_password: "), (8, "the same as line 2"),
    ]:  # fmt: skip
        assert re.search(f"^line {line}: {re.escape(sentence)}", said, re.M), (line, said)
    code, again = imported(scratch, written(rows, columns), "--skip-bad-rows")
    assert code == 1
    assert [line for line in again.splitlines() if "registered" not in line] == [
        line for line in said.splitlines() if "registered" not in line]  # fmt: skip


def test_the_same_table_by_another_person_is_unchanged(scratch, rows):
    text = written([rows[0], rows[2]])
    assert imported_by_root(scratch, text)[0] == 0
    before = census()
    code, said = imported(scratch, text)
    assert (code, said.splitlines()[-1]) == (0, "2 rows: 2 unchanged, 0 registered, 0 changed, 0 refused"), said
    assert re.fullmatch(r"(line [23]: already registered as \w{10}\n){2}.*\n", said)
    assert census() == before


def test_a_row_whose_phone_was_replaced_since_is_not_called_unchanged(scratch, rows):
    text = written(rows[:1])
    assert imported(scratch, text)[0] == 0
    [found] = sql("SELECT ref FROM registration WHERE active_mac = %s", rows[0]["mac"])
    Change(found["ref"], "replace", model="spa942", mac=mac()).apply()
    code, said = imported(scratch, text)
    assert code == 1 and f"has been replaced by another. To register the phone again, use the form. See {found['ref']}." in said


# --- many rows, and an import that is killed ----------------------------------------------------


def test_an_import_that_is_killed_is_run_again_and_leaves_each_phone_once(scratch):
    who = person()
    rows = [{"login": who.login, "model": "spa942", "mac": mac(), "line1_user": number(), "inventory": f"K{each}"} for each in range(400)]
    path = scratch / "many.csv"
    path.write_text(written(rows))
    path.chmod(0o644)
    command = [*as_program(), SPACONF, "import", str(path), "--skip-bad-rows"]
    settings = {"PATH": os.environ["PATH"], "SPACONF_CONFIG": env.SPACONF_CONFIG}

    def count():
        return sql("SELECT COUNT(*) AS count FROM registration WHERE login = %s", who.login)[0]["count"]

    killed = []
    for _ in range(2):
        process, there = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE), count()
        wait_until(lambda: count() > there or process.poll() is not None, "some rows")
        process.kill()
        told = process.communicate()[0].decode()
        killed.append(count())
        # What it has told is durable, with its profile.
        for ref in re.findall(r"registered as (\w{10})\n", told):
            assert profile(registration(ref)["mac"]).accounts()
    assert 0 < killed[0] <= killed[1] < len(rows), killed
    done = subprocess.run(command, env=settings, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout[-500:]
    refs = {row["mac"]: row["ref"] for row in sql("SELECT mac, ref FROM registration WHERE login = %s", who.login)}
    assert count() == len(rows) and set(refs) == {row["mac"] for row in rows}
    for row in rows:
        assert profile(row["mac"]).accounts()[0][0] == row["line1_user"] and subscriber(row["line1_user"])
    assert not sql("SELECT ref FROM registration WHERE login = %s AND profile_state <> 'done'", who.login)
    assert sql("SELECT COUNT(*) AS count FROM task JOIN registration ON registration.id = registration_id"
               " WHERE login = %s AND kind = 'ticket'", who.login)[0]["count"] == len(rows)  # fmt: skip
    sql("UPDATE task JOIN registration ON registration.id = registration_id SET task.state = 'done'"
        " WHERE login = %s AND kind = 'ticket'", who.login)  # fmt: skip


def test_two_imports_of_one_table_register_each_phone_once(scratch):
    who = person()
    text = written([{"login": who.login, "model": "spa942", "mac": mac(), "line1_user": number()} for _ in range(150)])
    path = scratch / "both.csv"
    path.write_text(text)
    path.chmod(0o644)
    both = [subprocess.Popen([*as_program(), SPACONF, "import", str(path), "--skip-bad-rows"], stdout=subprocess.PIPE,
                             env={"PATH": os.environ["PATH"], "SPACONF_CONFIG": env.SPACONF_CONFIG}) for _ in range(2)]  # fmt: skip
    told = [process.communicate(timeout=120)[0].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert len(software_phones(who.login)) == 150  # live ones, of any model
    assert sum(text.count("registered as ") for text in told) >= 150
    sql("UPDATE task JOIN registration ON registration.id = registration_id SET task.state = 'done'"
        " WHERE login = %s AND kind = 'ticket'", who.login)  # fmt: skip
