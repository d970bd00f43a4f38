"""Times on pages and at the shell are the institution's; what machines read is UTC."""
import json

import pytest

from fault_injection import FORM, SPACONF, Own, run
from spaconf_stack import register, sql

pytestmark = pytest.mark.changes
UTC, THERE = "2026-07-23 22:33:07", "2026-07-24 04:18:07"


@pytest.fixture
def phone():
    """A phone that was registered before midnight in UTC and after it in Nepal."""
    ref = register().ref
    sql("UPDATE registration SET created = %s WHERE ref = %s", UTC, ref)
    return ref


def test_pages_have_the_time_of_the_zone_and_tell_browsers_utc(phone, scratch):
    with Own(FORM, scratch, web__time_zone="Asia/Kathmandu") as own:
        for path in f"/phones/{phone}", f"/phones/{phone}/history", "/phones", "/":
            answer = own.get(path)
            times = answer.page.select("time")
            assert answer.status == 200 and times and "UTC" not in answer.words()
            for time in times:
                assert time["datetime"].endswith("Z") and time["datetime"][:-1] != time.get_text()
        first = own.get(f"/phones/{phone}").page.select_one("time")
        assert (first["datetime"], first.get_text()) == (UTC + "Z", THERE)


def test_the_command_has_the_zone_for_people_and_utc_for_programs(phone, scratch):
    with Own(FORM, scratch, web__time_zone="Asia/Kathmandu") as own:
        assert f"registered     {THERE}\n" in run(SPACONF, "show", phone, conf=own.conf).stdout.decode()
        assert json.loads(run(SPACONF, "show", phone, "--json", conf=own.conf).stdout)["registered"] == UTC
    assert f"registered     {UTC}\n" in run(SPACONF, "show", phone, TZ="UTC").stdout.decode(), "the system's zone"
