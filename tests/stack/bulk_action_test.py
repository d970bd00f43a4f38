"""Actions on all phones that a search finds: checked, confirmed and carried out as jobs."""
import os
import pathlib
import re
import signal

import pytest

from change_test import change
from fault_injection import disturbed, pid, service
from import_job_test import Job, administrator
from spaconf_stack import (
    census, controls, env, ldap_modify, nginx, number, person, pbx, profile, register, registration, sql, tftp, wait_until)  # fmt: skip


def phones(count, **fields):
    """A person with so many phones, which share the account of line 1."""
    who = person("Hromada Telefonů")
    return who, [register(login=who.login, **fields) for _ in range(count)]


class Bulk:
    """The page of a search's actions."""

    def __init__(self, query, door=None):
        self.door = door or nginx()
        self.opened = self.door.get("/bulk?" + query)
        assert self.opened.status == 200, f"{self.opened.status}: {self.opened.words()[:400]}"
        self.fields = dict(controls(self.opened.page.find("form", attrs={"action": "/spaconf/submit/bulk"})))

    def send(self, action, **changes):
        return self.door.post("/submit/bulk", {**self.fields, "action": action, **changes}.items())

    def job(self, action, *states, **changes):
        return Job(self.send(action, **changes), self.door).reaches(*(states or ["checked"]))


def test_the_list_leads_to_the_actions_on_what_it_found():
    who, made = phones(3)
    link = nginx().get(f"/phones?q={who.login}&model=spa942").page.find("a", string="Change all 3 phones")
    assert link["href"] == f"/spaconf/bulk?q={who.login}&model=spa942&"
    bulk = Bulk(link["href"].partition("?")[2])
    assert bulk.opened.title.startswith("Change 3 phones")
    reader = nginx(env.READER_USER, env.READER_PASSWORD)
    assert "Change all" not in reader.get(f"/phones?q={who.login}").words() and reader.get(f"/bulk?q={who.login}").status == 403


@pytest.mark.parametrize("query, status", [("q=nobodyhasthis", 404), ("state=liev", 400), ("model=spa999", 400), ("q=%00", 400)])
def test_a_search_that_is_not_clear_finds_nothing_to_change(query, status):
    assert nginx().get("/bulk?" + query).status == status


def test_a_form_without_an_action_is_shown_again_and_one_with_a_wrong_token_is_refused():
    who, made = phones(1)
    bulk, jobs = Bulk("q=" + who.login), sql("SELECT COUNT(*) n FROM job")
    for action, field in ("", "action"), ("retire'", "action"), ("add-permission", "permission"), ("set-parameter", "setting1"):
        answer = bulk.send(action)
        assert answer.status == 422 and answer.summary() == [field], action
    assert bulk.send("retire", csrf="0-" + "0" * 64).status == 403
    assert administrator().post("/submit/bulk", {**bulk.fields, "action": "retire"}.items()).status == 403
    assert sql("SELECT COUNT(*) n FROM job") == jobs
    assert {Job(bulk.send("refresh")).ref for _ in range(2)} == {Job(bulk.send("refresh")).ref}, "one job of one form"


def test_phones_are_retired_after_their_number_is_typed():
    who, made = phones(4)
    before = census()
    job = Bulk("q=" + who.login).job("retire")
    assert census() == before
    assert [verdict for _, verdict, _ in job.rows()] == ["changes"] * 4
    assert "Retire: 4 phones" in [b.get_text() for b in job.page().page.find_all("button")]
    for typed in "", "3", "four":
        answer = job.send(job.form("confirm"), typed=typed)
        assert answer.status == 422 and "Type the number of phones, 4, to confirm." in answer.words()
    changed, later = made[1], register(login=who.login)
    change(changed.ref, "edit", inventory="by hand")
    job.confirm(typed="4", mode="skip").reaches("done")
    states = [registration(form.ref)["state"] for form in made]
    assert [state for form, state in zip(made, states) if form is not changed] == ["retired"] * 3
    assert (registration(changed.ref)["state"], registration(later.ref)["state"]) == ("live", "live")
    verdicts = {ref: (row["data-verdict"], row.get_text(" ")) for row in job.page().page.select("#rows tbody tr")
                for ref in [row.a.get_text()]}  # fmt: skip
    assert verdicts[changed.ref][0] == "overtaken" and "was changed after this job was made" in verdicts[changed.ref][1]
    assert job.rejected().splitlines()[0] == "ref,reason" and job.rejected().splitlines()[1].startswith(changed.ref)
    assert all(tftp(f"/config/spa{form.mac}.cfg") is None for form in made if form is not changed)


def test_a_permission_is_added_and_taken_away_also_from_phones_with_one_account():
    who, made = phones(3, permission=["local"])
    granted = "SELECT grp FROM grp WHERE username = %s ORDER BY grp"
    job = Bulk("q=" + who.login).job("add-permission", permission="ld").confirm().reaches("done")
    assert [row["grp"] for row in pbx(granted, who.number)] == ["ld", "local"], job.rows()
    assert "overtaken" not in [verdict for _, verdict, _ in job.rows()]
    Bulk("q=" + who.login).job("remove-permission", permission="local").confirm().reaches("done")
    assert [row["grp"] for row in pbx(granted, who.number)] == ["ld"]
    again = Bulk("q=" + who.login).job("remove-permission", "done", permission="local")
    assert "nothing to do for any of these phones" in again.page().words()


def test_a_parameter_is_set_and_removed_and_the_others_stay():
    who, made = phones(2, setting="Cfwd_All_Dest = 1234")
    Bulk("q=" + who.login).job("set-parameter", setting="Dial_Plan_1_ = (xx.)").confirm().reaches("done")
    for form in made:
        found = profile(form.mac)
        assert (found["Dial_Plan_1_"], found["Cfwd_All_Dest"]) == ("(xx.)", "1234")
    job = Bulk("q=" + who.login).job("set-parameter", "done", setting="No_Such_Parameter = 1")
    assert [verdict for _, verdict, _ in job.rows()] == ["refused"] * 2 and "No_Such_Parameter" in job.rows()[0][2]
    Bulk("q=" + who.login).job("unset-parameter", setting="Cfwd_All_Dest").confirm().reaches("done")
    assert all("Cfwd_All_Dest" not in registration(form.ref)["settings"] for form in made)
    assert all("Dial_Plan_1_" in registration(form.ref)["settings"] for form in made)


def test_only_an_administrator_may_lead_many_phones_away():
    who, made = phones(1)
    setting = "Profile_Rule = tftp://evil.example.org/x.cfg"
    mine = Bulk("q=" + who.login).job("set-parameter", "done", setting=setting)
    assert mine.rows()[0][1] == "refused" and "Only an administrator can set it" in mine.rows()[0][2]
    Bulk("q=" + who.login, administrator()).job("set-parameter", setting=setting).cancel()


def test_people_are_updated_from_the_directory():
    who, made = phones(2)
    assert Bulk("q=" + who.login).job("refresh", "done").counts() == {"unchanged": 2}
    ldap_modify(who.login, roomNumber="UI-999")
    Bulk("q=" + who.login).job("refresh").confirm().reaches("done")
    assert [registration(form.ref)["person_room"] for form in made] == ["UI-999"] * 2


def test_profiles_are_written_again():
    who, made = phones(2)
    good = {form.mac: tftp(f"/config/spa{form.mac}.cfg") for form in made}
    for address in good:
        (pathlib.Path(env.TFTP_ROOT) / f"config/spa{address}.cfg").write_bytes(b"damaged")
    Bulk("q=" + who.login).job("regenerate").confirm().reaches("done")
    wait_until(lambda: {address: tftp(f"/config/spa{address}.cfg") for address in good} == good, "the profiles as they were")


def test_phones_are_resynced_one_a_second_and_each_answer_is_told():
    who, made = phones(3)
    job = Bulk("q=" + who.login).job("resync").confirm().reaches("done")
    assert all("online" in said for _, _, said in job.rows()), job.rows()
    times = [row["at"] for form in made for row in sql("SELECT at FROM audit WHERE ref = %s AND action = 'resync'", form.ref)]
    assert len(times) == 3 and (max(times) - min(times)).total_seconds() > 1.5


def test_a_killed_worker_changes_each_phone_once():
    """Phones with accounts of their own, so that a version is a change of the phone itself."""
    mark = "I-" + number()
    for _ in range(40):
        register(inventory=mark)
    bulk = Bulk("q=" + mark)
    assert bulk.opened.title.startswith("Change 40 phones")
    job = bulk.job("set-parameter", setting="Dial_Plan_1_ = (xx.)").confirm()
    disturbed.add("worker")
    process, changed = pid("worker"), "SELECT COUNT(*) n FROM registration WHERE inventory = %s AND version = 2"
    wait_until(lambda: sql(changed, mark)[0]["n"] > max(job.done(), 3), "a phone in between", 30)
    os.kill(process, signal.SIGKILL)
    assert job.done() < 40
    service("worker", "start")
    job.reaches("done")
    assert job.counts() == {"changed": 40} and sql(changed, mark)[0]["n"] == 40
    assert not re.search("refused|overtaken", job.page().text)
