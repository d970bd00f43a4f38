"""Two machines with a TFTP folder each, and one database: what one does, the other has within two seconds."""
import concurrent.futures
import contextlib
import hashlib
import json
import random
import signal
import subprocess
import threading
import time

import pytest

from api_client import Client as Portal
from change_test import Change
from fault_injection import SPACONF, as_program, folder, hung, stopped, worker_once
from machine import two_machines
from spaconf_stack import Form, mac, number, person, register, registration, sql, tftp, wait_until
from virtual_phone import boot

# On a quiet machine a change arrives within two seconds, which `tests/bench/run nodes` measures.
SOON = 15

# A worker that met another program at the same phone tries again 5 to 15 seconds later.
AFTER_ANOTHER_TRY = 40


@pytest.fixture(scope="module")
def machines():
    with folder() as where, two_machines(where, registration__interval=1) as both:
        yield both


@pytest.fixture(autouse=True)
def the_stacks_worker_rests(machines):
    """It has no node name, so it fails at every profile. After each test all services are started again."""
    with stopped("worker"):
        yield


@pytest.fixture
def a(machines):
    return machines[0]


@pytest.fixture
def b(machines):
    return machines[1]


def registered(door, **changes):
    form = register(door, login=person().login, **changes)
    assert registration(form.ref)["profile_state"] == "done"
    return form


def have_the_same(machines, address):
    files = [each.file(address) for each in machines]
    return files[0] is not None and files.count(files[0]) == len(files)


def soon_the_same(machines, address, seconds=SOON):
    wait_until(lambda: have_the_same(machines, address), f"both machines have the profile of {address}", seconds)
    row, = sql("SELECT profile_sha256 FROM registration WHERE active_mac = %s", address)
    assert hashlib.sha256(machines[0].file(address)).hexdigest() == row["profile_sha256"]


def nodes_behind(machine, ref):
    return [note.get_text(" ", strip=True) for note in machine.get(f"/phones/{ref}").page.select(".node-behind")]


def edited(machine, ref, **changes):
    assert Change(ref, "edit", machine, **changes).apply().ref == ref


@contextlib.contextmanager
def without_profiles(machine, number=signal.SIGTERM):
    """Its worker of profiles is off."""
    machine.end("profiles", number)
    try:
        yield
    finally:
        if "profiles" not in machine.running:
            machine.start_profiles()


# --- one database ---------------------------------------------------------------------------


def test_the_same_key_on_both_machines_is_one_registration(a, b):
    address, key, portal = mac(), "k-" + number(), Portal("register")
    body = json.dumps({"login": person().login, "model": "spa942", "mac": address, "lines": [{"user": number()}]}).encode()

    def ask(machine):
        return machine.api.ask("POST", "/api/v1/registrations", body, CONTENT_TYPE="application/json",
                               CONTENT_LENGTH=str(len(body)), HTTP_AUTHORIZATION="Bearer " + portal.token, HTTP_IDEMPOTENCY_KEY=key)  # fmt: skip

    with concurrent.futures.ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(ask, [a, b] * 4))
    refs = {json.loads(each.text)["ref"] for each in answers if each.status in (200, 201, 202)}
    assert len(refs) == 1 and all(each.status in (200, 201, 202, 409) for each in answers), [each.status for each in answers]
    assert len(sql("SELECT 1 FROM registration WHERE mac = %s", address)) == 1
    soon_the_same([a, b], address)


def test_a_form_of_one_machine_is_sent_to_the_other_and_once_more_to_the_first(a, b):
    address = mac()
    form = Form(a, person().login).fill(model="spa942", mac=address)
    form.door = b
    first = form.post()
    form.door = a
    assert form.post().ref == first.ref
    soon_the_same([a, b], address)


def test_a_token_revoked_on_one_machine_is_refused_by_the_other(a, b):
    portal = Portal("read")
    asked = dict(HTTP_AUTHORIZATION="Bearer " + portal.token)
    assert b.api.ask("GET", "/api/v1/registrations", **asked).status == 200
    assert a.command("token", "revoke", portal.name).returncode == 0
    assert b.api.ask("GET", "/api/v1/registrations", **asked).status == 401


# --- the folders ----------------------------------------------------------------------------


def test_a_registration_a_change_and_a_retirement_arrive_within_two_seconds(a, b):
    form = registered(a)
    soon_the_same([a, b], form.mac)
    before = b.file(form.mac)
    assert b.fetched(form.mac) == before
    edited(b, form.ref, line1_display="Jinak")
    soon_the_same([a, b], form.mac)
    assert a.file(form.mac) != before
    other = mac()
    assert Change(form.ref, "replace", a, mac=other, serial="").apply().ref == form.ref
    soon_the_same([a, b], other)
    wait_until(lambda: b.file(form.mac) is None, "the former address has no profile", SOON)
    assert Change(form.ref, "retire", a).apply().ref == form.ref
    wait_until(lambda: registration(form.ref)["state"] == "retired", "it is retired")
    wait_until(lambda: b.file(other) is None, "the retired phone has no profile", SOON)
    assert a.file(other) is None and a.fetched(other) is None and b.fetched(other) is None


def test_modes_and_owners_are_the_same_on_both(a, b):
    form = registered(b)
    soon_the_same([a, b], form.mac)
    for each in a, b:
        status = (each.root / "config" / f"spa{form.mac}.cfg").stat()
        assert status.st_mode & 0o7777 == 0o640 and status.st_gid == (a.root / "config").stat().st_gid


def test_initial_profiles_are_on_both_and_list_both_servers(a, b):
    for model in "spa921", "spa942", "spa962":
        found = (a.root / f"{model}.cfg").read_text()
        assert (b.root / f"{model}.cfg").read_text() == found
        assert f"tftp://127.0.0.1:{a.tftp_port}" in found and f"http://127.0.0.1:{b.http_port}" in found


def test_a_machine_that_is_behind_is_named_and_catches_up(a, b):
    with without_profiles(b):
        form = registered(a)
        gone = registered(a)
        soon_the_same([a], form.mac)
        [note] = nodes_behind(a, form.ref)
        assert "campus-b" in note and "does not have this profile yet" in note
        found = json.loads(a.api.ask("GET", f"/api/v1/registrations/{form.ref}",
                                     HTTP_AUTHORIZATION="Bearer " + Portal("read").token).text)  # fmt: skip
        assert found["profile"]["nodes_behind"] == ["campus-b"]
        edited(a, form.ref, line1_display="Druhé jméno")
        assert Change(gone.ref, "retire", a).apply().ref == gone.ref
        assert b.file(form.mac) is None
        row = a.get("/").page.select_one("#nodes tbody").get_text(" ", strip=True)
        assert "campus-b" in row and "profiles behind" in a.command("nodes").stdout.decode()
        assert 'spaconf_profile_node_behind{node="campus-b"}' in a.get("/metrics").text
    soon_the_same([a, b], form.mac)
    wait_until(lambda: nodes_behind(a, form.ref) == [], "no machine is behind")
    assert b.file(gone.mac) is None


def test_the_other_machine_writes_the_profile_first_if_the_folder_of_one_is_not_available(a, b):
    config = a.root / "config"
    config.rename(a.root / "config.away")
    try:
        form = register(a, login=person().login)
        wait_until(lambda: registration(form.ref)["profile_state"] == "done", "one machine has it", 40)
        assert b.file(form.mac)
        wait_until(lambda: [note.split()[0] for note in nodes_behind(b, form.ref)] == ["campus-a"], "only the first is named")
        wait_until(lambda: "campus-a: profiles" in a.get("/").words(), "the home page names the failed step", 20)
    finally:
        (a.root / "config.away").rename(config)
    soon_the_same([a, b], form.mac, 20)


def test_a_lost_folder_is_filled_again(a, b):
    forms = [registered(a) for _ in range(3)]
    for form in forms:
        soon_the_same([a, b], form.mac)
    with without_profiles(b):
        for path in (b.root / "config").iterdir():
            path.unlink()
        (b.root / "config").rmdir()
        for path in b.root.glob("spa*.cfg"):
            path.unlink()
    for form in forms:
        soon_the_same([a, b], form.mac, 20)
    assert (b.root / "spa942.cfg").read_bytes() == (a.root / "spa942.cfg").read_bytes()


def test_a_file_that_no_phone_has_is_left_to_reconcile(a, b):
    stray = b.root / "config" / f"spa{mac()}.cfg"
    with without_profiles(b):
        stray.write_text("<flat-profile/>")
    soon_the_same([a, b], registered(a).mac)
    assert stray.exists()
    b.command("reconcile", "--repair", "--without-tickets")
    assert not stray.exists() and list((b.where / "staging/quarantine").glob(stray.name + "*"))


def test_a_machine_that_was_forgotten_begins_anew(a, b):
    form = registered(a)
    soon_the_same([a, b], form.mac)
    with without_profiles(b):
        assert b.command("nodes", "--remove", "campus-b").returncode == 0
        edited(a, form.ref, line1_display="Bez b")
        assert nodes_behind(a, form.ref) == []
    soon_the_same([a, b], form.mac, 20)


def test_another_configuration_does_not_make_another_profile(a, b):
    form = registered(a)
    soon_the_same([a, b], form.mac)
    before = b.file(form.mac)
    text = b.conf.read_text()
    with without_profiles(b):
        edited(a, form.ref, line1_display="Podle a")
        b.conf.write_text(text.replace("[phone.settings]\n", '[phone.settings]\nResync_Periodic = "7200"\n', 1))
    try:
        wait_until(lambda: any("another configuration" in note for note in nodes_behind(a, form.ref)), "the reason is shown")
        assert b.file(form.mac) == before
    finally:
        with without_profiles(b):
            b.conf.write_text(text)
    soon_the_same([a, b], form.mac, 20)


def test_two_machines_of_one_name_are_refused(a, b):
    done = subprocess.run(
        ["unshare", "--uts", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh", *as_program(), SPACONF, "worker", "--profiles",
         "--once"], env={"PATH": "/usr/bin:/bin:/usr/sbin", "SPACONF_CONFIG": str(b.conf)}, capture_output=True, timeout=60)  # fmt: skip
    assert b"campus-b is also the name of" in done.stderr, done.stderr


def test_a_machine_without_a_name_leaves_profiles_to_the_others(a, b):
    """They would miss what it writes to its own folder."""
    form = register(login=person().login)
    soon_the_same([a, b], form.mac, AFTER_ANOTHER_TRY)
    assert tftp(f"config/spa{form.mac}.cfg") is None


def test_the_worker_of_a_machine_without_a_name_keeps_no_profile_from_the_others(a, b, scratch):
    with without_profiles(a), without_profiles(b):
        form = register(login=person().login)
        worker_once(scratch)
    soon_the_same([a, b], form.mac, AFTER_ANOTHER_TRY)


def test_reconcile_looks_at_the_folder_of_its_own_machine(a, b):
    form = registered(a)
    soon_the_same([a, b], form.mac)
    generation = registration(form.ref)["generation"]
    (b.root / "config" / f"spa{form.mac}.cfg").write_text("rubbish")
    assert f"spa{form.mac}" not in a.command("reconcile", "--without-tickets").stdout.decode()
    found = b.command("reconcile", "--without-tickets").stdout.decode()
    assert "profile-damaged" in found and f"spa{form.mac}" in found, found
    with without_profiles(b):
        b.command("reconcile", "--repair", "--without-tickets")
        assert have_the_same([a, b], form.mac)
    assert registration(form.ref)["generation"] == generation


def test_what_a_machine_does_not_have_yet_is_no_difference(a, b):
    form = registered(a)
    soon_the_same([a, b], form.mac)
    with without_profiles(b):
        edited(a, form.ref, line1_display="Zatím jen a")
        assert f"spa{form.mac}" not in b.command("reconcile", "--without-tickets").stdout.decode()


# --- faults ---------------------------------------------------------------------------------


def test_no_reader_of_the_other_machine_sees_a_torn_or_older_profile(a, b):
    """While both machines change the phone in turns, and the worker of profiles is killed."""
    random.seed(seed := random.randrange(1 << 32))
    print(f"seed {seed}")
    form = registered(a)
    soon_the_same([a, b], form.mac)
    names, seen, ends = [f"Verze {i:03}" for i in range(16)], [], threading.Event()

    def read():
        while not ends.is_set():
            data = b.fetched(form.mac)
            assert data and data.rstrip().endswith(b"</flat-profile>"), "torn"
            shown = data.split(b"<Display_Name_1_>")[1].split(b"<")[0].decode()
            if not seen or seen[-1] != shown:
                seen.append(shown)

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        reader = pool.submit(read)
        for i, name in enumerate(names):
            edited(random.choice([a, b]), form.ref, line1_display=name)
            if i % 4 == 3:
                time.sleep(random.random())
                with without_profiles(b, signal.SIGKILL):
                    pass
        soon_the_same([a, b], form.mac, 15)
        wait_until(lambda: seen and seen[-1] == names[-1], "the last version is read")
        ends.set()
        reader.result()
    assert seen[1:] == sorted(seen[1:]), seen


@pytest.mark.parametrize("fault", [stopped, hung])
def test_changes_are_there_after_the_database_was_away(a, b, fault):
    form = registered(a)
    soon_the_same([a, b], form.mac)
    with without_profiles(b):
        edited(a, form.ref, line1_display=f"Po výpadku {fault.__name__}")
    with fault("mariadb"):
        time.sleep(5)
    soon_the_same([a, b], form.mac, 20)


def test_a_long_backlog_keeps_no_change_waiting_and_survives_a_kill(a, b):
    """A thousand files of retired phones are to be removed, and a phone is registered meanwhile."""
    known = [registered(a) for _ in range(3)]
    for form in known:
        soon_the_same([a, b], form.mac)
    addresses = [mac() for _ in range(1000)]
    files = [b.root / "config" / f"spa{each}.cfg" for each in addresses]
    with without_profiles(b):
        for path in files:
            path.write_text("<flat-profile/>")
        values = ", ".join(f"('campus-b', '{each}', '2026-01-01')" for each in addresses)
        sql(f"INSERT INTO node_backlog (node, mac, since) VALUES {values}")
    wait_until(lambda: not all(path.exists() for path in files), "it has begun")
    with without_profiles(b, signal.SIGKILL):
        form = registered(a)
    wait_until(lambda: have_the_same([a, b], form.mac), "the new phone's profile", SOON)
    assert any(path.exists() for path in files), "too few for this test"
    wait_until(lambda: not any(path.exists() for path in files), "all are gone", 60)
    assert all(have_the_same([a, b], form.mac) for form in known)
    log = (b.where / "profiles.log").read_text()
    assert "catching up" in log and "behind=" in log


def test_a_file_that_cannot_be_written_keeps_no_other_waiting(a, b):
    bad, good = registered(a), None
    soon_the_same([a, b], bad.mac)
    path = b.root / "config" / f"spa{bad.mac}.cfg"
    subprocess.run(["chattr", "+i", path], check=True)
    try:
        edited(a, bad.ref, line1_display="Nejde zapsat")
        good = registered(a)
        soon_the_same([a, b], good.mac)
        wait_until(lambda: any("not permitted" in note for note in nodes_behind(a, bad.ref)), "the reason is shown")
    finally:
        subprocess.run(["chattr", "-i", path], check=True)
    sql("UPDATE node_backlog SET not_before = UTC_TIMESTAMP()")
    soon_the_same([a, b], bad.mac)


def test_an_address_that_moved_to_another_phone_has_that_phones_profile(a, b):
    """Both changes come while the machine is off, and others while it works."""
    first, second = registered(a), mac()
    with without_profiles(b):
        assert Change(first.ref, "replace", a, mac=second, serial="").apply().ref == first.ref
        other = registered(b, mac=first.mac)
    soon_the_same([a, b], first.mac)
    soon_the_same([a, b], second)
    assert other["line1_user"].encode() in b.file(first.mac) and first["line1_user"].encode() in b.file(second)


# --- phones ---------------------------------------------------------------------------------


def test_a_phone_boots_from_either_machine(a, b):
    form = registered(a)
    soon_the_same([a, b], form.mac)
    by_tftp = boot("spa942", form.mac, "--tftp-server", f"127.0.0.1:{b.tftp_port}", tftp=False)
    assert by_tftp.registered() and by_tftp.last("fetched")["url"].startswith(f"tftp://127.0.0.1:{a.tftp_port}/")
    a.end("tftpd")
    by_http = boot("spa942", form.mac, "--tftp-server", f"127.0.0.1:{b.tftp_port}", "--until", 600, tftp=False)
    assert by_http.registered() and by_http.last("fetched")["url"].startswith(f"http://127.0.0.1:{b.http_port}/")
