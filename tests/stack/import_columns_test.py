"""Tables whose columns have the names of another system: the job's page asks for their meaning."""
import pytest

from export_import_test import written
from fault_injection import SPACONF, run
from import_job_test import Job, administrator, new_rows
from spaconf_stack import census, controls, sql


def foreign_table(count=2):
    """The table, and what is in it."""
    rows = new_rows(count)
    names = {"login": "Uživatel", "model": "Typ telefonu", "mac": "MAC Address", "line1_user": "Ext.", "hat": "Hat size"}
    table = written([{names[name]: value for name, value in ({**row, "hat": "58"}).items()} for row in rows], list(names.values()))
    return table, rows


def naming_form(job):
    form = job.page().page.find("input", attrs={"name": "step", "value": "columns"}).find_parent("form")
    return list(controls(form))


def named(job):
    return [value for name, value in naming_form(job) if name.startswith("column")]


def send(job, names):
    fields = [(name, value) for name, value in naming_form(job) if not name.startswith("column")]
    return job.door.post("/submit/job", [*fields, *((f"column{n}", name) for n, name in enumerate(names, 1))])


def test_columns_of_another_system_are_guessed_and_their_table_is_imported():
    table, rows = foreign_table()
    job = Job.of(table.replace(",", ";")).reaches("naming")
    assert named(job) == ["login", "model", "mac", "line1_user", "-"]
    assert rows[0]["mac"] in job.page().words()
    assert send(job, named(job)).status == 303
    job.reaches("checked").confirm().reaches("done")
    assert job.counts() == {"registered": 2}
    for row in rows:
        assert sql("SELECT login FROM registration WHERE mac = %s", row["mac"]) == [{"login": row["login"]}]


def test_the_rejected_rows_of_a_named_table_can_be_corrected_and_imported():
    table, rows = foreign_table()
    job = Job.of(table.replace(rows[1]["model"], "spa999")).reaches("naming")
    assert send(job, named(job)).status == 303
    rejected = job.reaches("done", "checked").rejected()
    again = Job.of(rejected.replace("spa999", "spa942")).reaches("checked")
    assert again.counts() == {"would be registered": 2}
    again.cancel()


@pytest.mark.parametrize("names, sentence", [
    (["login", "mac", "mac", "line1_user", "-"], "Two columns cannot have the same meaning: mac."),
    (["login", "model", "mac", "line1_user", "hat"], "There is no column of this name: hat."),
    (["-", "model", "mac", "line1_user", "-"], "Choose the column with the login"),
    (["login", "model"], "does not match the table"),
    ([], "does not match the table")])  # fmt: skip
def test_names_that_cannot_be_are_refused_and_kept(names, sentence):
    job = Job.of(foreign_table()[0]).reaches("naming")
    before = census()
    answer = send(job, names)
    assert answer.status == 422 and sentence in answer.words()
    if len(names) == 5 and "hat" not in names:
        form = answer.page.find("input", attrs={"name": "step", "value": "columns"}).find_parent("form")
        assert [value for name, value in controls(form) if name.startswith("column")] == names
    assert job.state == "naming" and census() == before
    job.cancel()


def test_only_the_owner_sees_what_is_in_the_columns():
    rows = new_rows(1)
    job = Job.of(written([{"uid": rows[0]["login"], "Secret": "TopSecret1"}], ["uid", "Secret"])).reaches("naming")
    assert "TopSecret1" in job.page().words()
    theirs = job.page(door=administrator())
    assert "TopSecret1" not in theirs.text and not theirs.page.find("input", attrs={"value": "columns"})
    assert administrator().post("/submit/job", naming_form(job)).status == 403
    job.cancel()
    assert "TopSecret1" not in job.page().text


def test_names_that_come_after_the_end_of_the_job_change_nothing():
    job = Job.of(foreign_table()[0]).reaches("naming")
    form, names = naming_form(job), named(job)
    job.cancel()
    assert job.door.post("/submit/job", form).status == 303
    assert len(names) == 5 and job.state == "cancelled"


def test_the_command_takes_names_of_columns(scratch):
    table, rows = foreign_table()
    file = scratch / "foreign.csv"
    file.write_text(table)
    file.chmod(0o644)
    refused = run(SPACONF, "import", str(file))
    assert refused.returncode == 1 and 'unknown column "Uživatel"' in refused.stderr.decode()
    few = run(SPACONF, "import", str(file), "--columns", "login,model")
    assert few.returncode == 1 and "the first row has 5 columns, and 2 were named" in few.stderr.decode()
    done = run(SPACONF, "import", str(file), "--columns", "login,model,mac,line1_user,-")
    assert done.returncode == 0 and b"2 registered" in done.stdout, done.stderr
