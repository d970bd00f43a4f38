"""Every service stopped, hung or cut off in turn: an answer in time, and nothing lost when it is back."""
import concurrent.futures
import contextlib
import os
import pathlib
import re
import subprocess

import pytest

from change_test import Change
from fault_injection import (
    FORM, SPACONF, Cgi, Own, as_program, between_database, between_ticket_system, between_directory, counting, cut_after, derive,
    hung, round_until, run, stopped, the_worker_is_idle, timed, worker_once)  # fmt: skip
from spaconf_stack import (
    Form, census, config, env, hashes, mac, nginx, nobody, number, person, phone_page, profile, query, register, registration,
    requestors, rt, sip_register, sql, subscriber, ticket, ticket_text, tickets, wait_until)  # fmt: skip

NAMES = {"slapd": r"\bLDAP\b|directory", "mariadb": r"\bMySQL\b|MariaDB|database"}
BOUND = 8


def names_the_service(answer, service):
    assert answer.status == 503, f"{answer.status}: {answer.words()[:400]}"
    main = answer.page.find("main") or answer.page
    words = " ".join(main.get_text(" ").split())
    assert re.search(NAMES[service], words, re.I), words
    assert re.search("nothing was lost", words, re.I), words
    assert not re.search(r"bind_dn|uid=|SELECT|INSERT", words)
    said = answer.page.select_one(".summary") or main  # the form below it has a field for a password
    assert "password" not in said.get_text(" ")


def both_at_once(*work):
    """Each piece of work in a thread, timed."""
    with concurrent.futures.ThreadPoolExecutor(len(work)) as crowd:
        return list(crowd.map(timed, work))


# --- directory and database -----------------------------------------------------------------


@pytest.mark.parametrize("fault", [stopped, hung])
@pytest.mark.parametrize("service", NAMES)
def test_a_service_that_is_away_is_named_in_time(service, fault):
    who = person()
    form = Form(nginx(), who.login).fill(model="spa922", mac=mac())
    with fault(service):
        for answer, seconds in both_at_once(lambda: nginx().get("/form?login=" + who.login), form.post):
            names_the_service(answer, service)
            assert seconds <= BOUND
        ready, seconds = timed(lambda: nobody().get("/readyz"))
        assert ready.status == 503 and seconds <= BOUND
        assert nobody().get("/healthz").status == 200
    # The same form, sent again when all is well: registered, and once.
    ref = wait_until(lambda: (a := form.post()).status == 303 and a.ref, "registered after the outage", 20)
    assert [r["ref"] for r in sql("SELECT ref FROM registration WHERE mac = %s", form["mac"])] == [ref]
    assert profile(form["mac"]).accounts() == [(form["line1_user"], form["line1_password"])]


@pytest.mark.parametrize("service", NAMES)
def test_a_service_that_was_restarted_is_found_again_by_the_first_request(service):
    who = person()
    for _ in range(12):
        assert nginx().get("/form?login=" + who.login).status == 200
    with stopped(service):
        pass
    for _ in range(12):
        assert nginx().get("/form?login=" + who.login).status == 200
    register(login=who.login)


def test_home_needs_no_directory():
    with stopped("slapd"):
        assert nginx().get("/").status == 200


def measured(service, scratch, work):
    """How many bytes of replies `work`, done with a door through the service, takes at most on one connection."""
    with through(service, scratch, reply=counting) as (door, between):
        work(door)
        return max(talk["bytes"] for talk in between.talks)


@contextlib.contextmanager
def through(service, scratch, **hooks):
    """A door whose program reaches the service only through us."""
    with between_directory(**hooks) if service == "slapd" else between_database(scratch, **hooks) as between:
        yield Cgi(conf=changed_to(between, service, scratch)), between


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_directory_cut_off_in_the_middle_is_a_service_that_is_away(share, scratch):
    who = person()
    form = Form(Cgi(), who.login).fill(model="spa922", mac=mac())
    whole = measured("slapd", scratch, lambda door: door.get("/form?login=" + who.login))
    before = census()
    with through("slapd", scratch, reply=cut_after(max(1, int(whole * share)))) as (door, _):
        form.door = door
        for answer, seconds in both_at_once(lambda: door.get("/form?login=" + who.login), form.post):
            names_the_service(answer, "slapd")
            assert seconds <= BOUND
    assert census() == before
    form.door = Cgi()
    assert form.post().status == 303


@pytest.mark.parametrize("share", [0.01, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
def test_a_database_cut_off_anywhere_leaves_all_or_nothing(share, scratch):
    """Every connection breaks at the same place. What was done by then may suffice, or the second try."""
    who = person()
    forms = [Form(Cgi(), who.login).fill(model="spa922", mac=mac(), line1_user=number()) for _ in range(2)]

    def post(form):
        return lambda door: setattr(form, "door", door) or form.post()

    whole = measured("mariadb", scratch, post(forms[0]))
    form, before = forms[1], census()
    with through("mariadb", scratch, reply=cut_after(max(1, int(whole * share)))) as (door, _):
        answer, seconds = timed(lambda: post(form)(door))
        assert seconds <= BOUND
    if answer.status != 303:
        names_the_service(answer, "mariadb")
        left = sql("SELECT ref FROM registration WHERE mac = %s", form["mac"])
        assert left or {**census(), "files": before["files"]} == before
    form.door = Cgi()
    ref = form.post().ref
    assert answer.status == 503 or answer.ref == ref
    assert [r["ref"] for r in sql("SELECT ref FROM registration WHERE mac = %s", form["mac"])] == [ref]
    wait_until(lambda: registration(ref)["profile_state"] == "done", "the profile", 60)
    assert profile(form["mac"]).accounts() == [(form["line1_user"], form["line1_password"])]
    assert subscriber(form["line1_user"])["ha1"] == hashes(form["line1_user"], form["line1_password"])[0]


def changed_to(between, service, scratch):
    """The configuration that goes through `between`."""
    path = scratch / "spaconf.conf"
    if service == "slapd":
        return derive(path, person__uri=re.sub(r":\d+$", f":{between.port}", config()["person"]["uri"]))
    return derive(path, database__socket=str(scratch / "database.sock"))


def test_a_commit_whose_answer_was_lost_is_looked_up_and_not_repeated(scratch):
    """The database has committed, and the connection breaks before it can say so."""
    lost = []

    def request(talk, data):
        # A command packet: three bytes of length, a number, 3 for a query, the text.
        if not lost and re.match(rb"...\0\x03commit", data, re.I | re.S) and talk.get("wrote"):
            talk["committing"] = True
            lost.append(talk)
        talk["wrote"] = talk.get("wrote") or b"INSERT" in data.upper()
        return data

    def reply(talk, data):
        talk["over"] = talk.get("committing")
        return b"" if talk["over"] else data

    form = Form(nginx(), person().login).fill(model="spa922", mac=mac())
    with through("mariadb", scratch, request=request, reply=reply) as (form.door, _):
        answer, seconds = timed(form.post)
    assert lost, "no COMMIT was seen"
    assert seconds <= BOUND
    assert answer.status == 303
    form.door = nginx()
    ref = form.post().ref
    assert answer.ref == ref
    assert len(sql("SELECT 1 FROM registration WHERE mac = %s", form["mac"])) == 1
    assert len(sql("SELECT 1 FROM task t JOIN registration r ON t.registration_id = r.id WHERE r.ref = %s", ref)) == 2
    wait_until(lambda: registration(ref)["profile_state"] == "done", "the profile")
    assert profile(form["mac"]).accounts() == [(form["line1_user"], form["line1_password"])]


def test_what_was_committed_is_acknowledged_though_the_database_goes_away_right_after(scratch):
    """503 is for what certainly did not happen; from the commit on, the profile may be late but not the answer."""
    seen = {}

    def request(talk, data):
        talk["over"] = "committed" in seen
        talk["wrote"] = talk.get("wrote") or b"INSERT INTO" in data.upper()
        if talk["wrote"] and re.match(rb"...\0\x03commit", data, re.I | re.S):
            seen["committed"] = True
        return b"" if talk["over"] else data

    form = Form(nginx(), person().login).fill(model="spa922", mac=mac())
    with through("mariadb", scratch, request=request) as (form.door, _):
        answer, seconds = timed(form.post)
    assert seen, "no COMMIT was seen"
    assert answer.status == 303 and seconds <= BOUND
    wait_until(lambda: registration(answer.ref)["profile_state"] == "done", "the profile", 60)
    assert profile(form["mac"]).accounts() == [(form["line1_user"], form["line1_password"])]


# What is about one connection for both, and a right on one server.
@pytest.mark.same_transaction
def test_a_right_that_the_exchange_takes_away_does_not_change_what_our_own_statements_mean(scratch):
    """The page asks for contacts, which fails; the next page of the same process is about our tables."""
    ref = register().ref
    user = f"'{env.SPACONF_DB_USER}'@'localhost'"
    query("mysql", f"REVOKE SELECT ON {env.PBX_DB}.location FROM {user}", ())
    try:
        with Own(FORM, scratch, web__form_workers=1) as door:
            door.get("/phones/" + ref)
            assert door.get("/phones?q=" + ref).status == 200
            query("mysql", f"GRANT SELECT ON {env.PBX_DB}.location TO {user}", ())
            assert door.get("/phones/" + ref).status == 200
    finally:
        query("mysql", f"GRANT SELECT ON {env.PBX_DB}.location TO {user}", ())


def test_what_was_written_without_an_answer_is_not_written_twice(scratch):
    """A line of the audit, outside of every transaction: the database has written it and is not heard."""
    form = register()
    seen = []

    def request(talk, data):
        if seen or b"INTO audit" in data:
            seen.append(talk)
        return data

    def reply(talk, data):
        # The answer to the preparation comes through, that to the execution does not.
        return b"" if len(seen) > 1 and talk is seen[0] else data

    with through("mariadb", scratch, request=request, reply=reply) as (door, _):
        page = nginx().get(f"/phones/{form.ref}/profile").page
        fields = {i["name"]: i.get("value", "") for i in page.select("main form input[name]")}
        names_the_service(door.post("/submit/show", list(fields.items())), "mariadb")
    assert len(sql("SELECT 1 FROM audit WHERE ref = %s AND action = 'show'", form.ref)) == 1


def test_kamailio_being_away_delays_no_request():
    with stopped("kamailio"):
        form = register()
        assert phone_page(form.ref).state("profile") == "done"
    assert sip_register(form["line1_user"], form["line1_password"])


# --- the TFTP folder ------------------------------------------------------------------------


@contextlib.contextmanager
def missing():
    own = pathlib.Path(env.TFTP_ROOT, config()["phone"]["directory"])
    away = own.rename(own.with_name("away"))
    try:
        yield "No such file|missing|not there|does not exist"
    finally:
        away.rename(own)


@contextlib.contextmanager
def read_only():
    own = pathlib.Path(env.TFTP_ROOT, config()["phone"]["directory"])
    was = own.stat()
    if os.getuid() == 0:
        os.chown(own, 0, was.st_gid)
    own.chmod(0o2555)
    try:
        yield "Permission denied|not permitted|Read-only|may not"
    finally:
        os.chown(own, was.st_uid, was.st_gid)
        own.chmod(was.st_mode & 0o7777)


@contextlib.contextmanager
def full():
    """A tiny full disk where profiles are prepared."""
    staging = config()["phone"]["staging"]
    was = os.stat(staging)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size=4k,mode=2770,uid={was.st_uid},gid={was.st_gid}", "spaconf-full", staging],
                   check=True)  # fmt: skip
    try:
        pathlib.Path(staging, "filler").write_bytes(b"x" * 4096)
        yield "No space left|full"
    finally:
        subprocess.run(["umount", staging], check=True)


@pytest.mark.parametrize("fault", [missing, read_only, full])
def test_a_profile_that_cannot_be_written_comes_later(fault):
    assert os.getuid() != 0 or as_program(), "the programs run as root, whom no mode stops"
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac())
    with fault() as reason:
        answer, seconds = timed(form.post)
        assert answer.status == 303 and seconds <= BOUND
        page = phone_page(answer.ref)
        assert page.state("profile") == "pending"
        assert re.search("pending", page.shown("profile"), re.I)
        assert re.search(reason, page.shown("profile"), re.I), page.shown("profile")
        assert registration(answer.ref)["state"] == "live"
        assert subscriber(form["line1_user"])
        waiting = nginx().get("/").element("waiting")
        assert waiting.find("a", href=re.compile(answer.ref + "$"))
    wait_until(lambda: phone_page(answer.ref).state("profile") == "done", "the worker writes the profile", 60)
    assert profile(form["mac"]).accounts() == [(form["line1_user"], form["line1_password"])]
    assert form.post().ref == answer.ref


def test_a_profile_that_waits_follows_what_becomes_of_its_account():
    """As the next generation, so that a process that is about to write the last one skips it."""
    who = person()
    first = register(login=who.login)
    with missing():
        waiting = register(login=who.login)
        done = run(SPACONF, "edit", first.ref, "line1_password=-", typed=b"ChangedForGood\n")
        assert done.returncode == 0, done.stderr
        assert registration(waiting.ref)["generation"] == 2
    for form in first, waiting:
        wait_until(lambda: registration(form.ref)["profile_state"] == "done", "the profile", 60)
        assert profile(form.mac).accounts() == [(who.number, "ChangedForGood")]


def test_readyz_of_the_program_that_writes_profiles_says_when_it_cannot():
    with missing():
        assert nobody().get("/submit/readyz").status == 503
        assert nobody().get("/readyz").status == 200
    assert nobody().get("/submit/readyz").status == 200


# --- Request Tracker ------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [stopped, hung])
def test_the_form_is_not_slowed_by_the_ticket_system(fault):
    login = person().login
    well = min(timed(lambda: register(login=login, line1_user=number()))[1] for _ in range(4))
    with fault("rt"):
        away = min(timed(lambda: register(login=login, line1_user=number()))[1] for _ in range(4))
    assert away < well * 2 + 0.1


def test_what_was_registered_while_the_ticket_system_was_away_gets_one_ticket_each():
    people = [person() for _ in range(3)]
    with stopped("rt"):
        forms = [register(login=people[i % 3].login, line1_user=number()) for i in range(12)]
        for form in forms:
            page = phone_page(form.ref)
            assert page.state("profile") == "done" and page.state("ticket") in ("pending", "unknown")
        ours = re.compile("/(" + "|".join(form.ref for form in forms) + ")$")
        wait_until(lambda: nginx().get("/").element("waiting").find("a", href=ours), "home says that a ticket waits", 45)
    refs = {form.ref: people[i % 3] for i, form in enumerate(forms)}
    pending = "SELECT COUNT(*) n FROM registration WHERE ticket_state <> 'done' AND ref IN (" + ",".join(["%s"] * len(refs)) + ")"
    wait_until(lambda: sql(pending, *refs)[0]["n"] == 0, "all tickets", 150)
    numbers = tickets()
    assert {ref: len(numbers.get(ref, [])) for ref in refs} == {ref: 1 for ref in refs}
    for ref, who in list(refs.items())[:3]:
        assert requestors(ticket(ref)) == [who.mail]


def swallowing():
    """Hooks for a ticket system whose answer to a ticket's creation never arrives, and the requests it got."""
    seen = []

    def request(talk, data):
        if re.match(rb"POST \S*/REST/2\.0/ticket[ ?]", data):
            talk["create"] = True
            seen.append(data)
        return data

    def reply(talk, data):
        talk["over"] = talk.get("create")
        return b"" if talk["over"] else data

    return seen, dict(request=request, reply=reply)


@contextlib.contextmanager
def created_and_not_told(scratch):
    """A registration whose ticket RT has made, without us having heard of it."""
    the_worker_is_idle()
    with stopped("worker"):
        who = person()
        form = register(login=who.login)
        seen, hooks = swallowing()
        with between_ticket_system(**hooks) as between:
            worker_once(scratch, ticket__url=re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"]), ticket__settle=1)
        assert len(seen) == 1
        wait_until(lambda: tickets(form.ref).get(form.ref), "RT has the ticket")
        assert registration(form.ref)["ticket_state"] in ("unknown", "pending")
        assert phone_page(form.ref).state("ticket") in ("unknown", "pending")
        yield form, who


def test_a_ticket_whose_answer_was_lost_is_adopted(scratch):
    with created_and_not_told(scratch) as (form, who):
        made, = tickets(form.ref)[form.ref]
        round_until(scratch, lambda: registration(form.ref)["ticket_state"] == "done", "adopted", ticket__settle=1)
        assert tickets(form.ref)[form.ref] == [made]
        assert int(registration(form.ref)["ticket_number"]) == made
        assert requestors(ticket(form.ref)) == [who.mail]


def test_a_ticket_whose_answer_was_lost_says_that_the_phone_is_retired(scratch):
    with created_and_not_told(scratch) as (form, _):
        made, = tickets(form.ref)[form.ref]
        assert Change(form.ref, "retire").apply().status == 303
        left = "SELECT 1 FROM task t JOIN registration r ON r.id = t.registration_id WHERE r.ref = %s AND t.state <> 'done'"
        round_until(scratch, lambda: not sql(left, form.ref), "told", ticket__settle=1)
        assert tickets(form.ref)[form.ref] == [made] and "take them back" in ticket_text(made)


def test_two_tickets_of_one_reference_are_merged_into_the_older(scratch):
    with created_and_not_told(scratch) as (form, _):
        made, = tickets(form.ref)[form.ref]
        twin = rt("POST", "ticket", json={"Queue": env.RT_QUEUE, "Subject": rt("GET", f"ticket/{made}")["Subject"],
                                          "CustomFields": {config()["ticket"]["field"]: form.ref}})  # fmt: skip
        assert sorted(tickets(form.ref)[form.ref]) == [made, int(twin["id"])]
        round_until(scratch, lambda: registration(form.ref)["ticket_state"] == "done", "merged", ticket__settle=1)
        assert tickets(form.ref)[form.ref] == [made]
        assert int(registration(form.ref)["ticket_number"]) == made
        assert int(rt("GET", f"ticket/{twin['id']}")["id"]) == made, "the twin leads to the older"


def test_a_ticket_system_that_cannot_search_makes_no_second_ticket(scratch):
    """Any doubt in the search means: do not create."""
    with created_and_not_told(scratch) as (form, _):
        searched, created = [], []

        def request(talk, data):
            talk["search"] = bool(re.match(rb"(GET|POST) \S*/REST/2\.0/tickets\b", data))
            searched.extend([data] if talk["search"] and form.ref.encode() in data else [])
            created.extend([data] if re.match(rb"POST \S*/REST/2\.0/ticket[ ?]", data) else [])
            return data

        def reply(talk, data):
            # Half an answer to every search.
            talk["over"] = talk["search"]
            return data[: len(data) // 2] if talk["search"] else data

        with between_ticket_system(request=request, reply=reply) as between:
            url = re.sub(r":\d+", f":{between.port}", config()["ticket"]["url"])
            round_until(scratch, lambda: searched, "a search", ticket__url=url, ticket__settle=1, ticket__timeout=4)
        assert created == []
        assert registration(form.ref)["ticket_state"] in ("unknown", "pending")
        assert len(tickets(form.ref)[form.ref]) == 1


def test_a_ticket_system_that_says_no_for_good_is_parked_and_shown(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        form = register()
        round_until(scratch, lambda: registration(form.ref)["ticket_state"] == "parked", "parked",
                    ticket__queue="No such queue", ticket__settle=1)  # fmt: skip
        waiting = nginx().get("/").element("waiting")
        assert waiting.find("a", href=re.compile(form.ref + "$"))
        assert "parked" in waiting.get_text().lower()
        assert re.search("permission|queue", waiting.get_text(), re.I), "no reason"
        assert phone_page(form.ref).state("ticket") == "parked"
    assert tickets(form.ref) == {}


def test_a_ticket_system_that_hangs_ends_in_time_and_holds_no_lease(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        form = register()
        with hung("rt"):
            _, seconds = timed(lambda: worker_once(scratch, ticket__timeout=3, ticket__connect_timeout=1, ticket__settle=1))
            assert seconds < 20
        assert registration(form.ref)["ticket_state"] in ("pending", "unknown")
        round_until(scratch, lambda: registration(form.ref)["ticket_state"] == "done", "the ticket after all", ticket__settle=1)
        assert len(tickets(form.ref)[form.ref]) == 1
        assert sql("SELECT COUNT(*) n FROM task t JOIN registration r ON r.id = t.registration_id "
                   "WHERE r.ref = %s AND t.state <> 'done'", form.ref)[0]["n"] == 0  # fmt: skip


def test_two_workers_at_once_make_one_ticket_each(scratch):
    the_worker_is_idle()
    with stopped("worker"):
        forms = [register(login=login, line1_user=number()) for login in [person().login] * 4]
        conf = derive(scratch / "worker.conf", ticket__settle=1)
        with concurrent.futures.ThreadPoolExecutor(3) as crowd:
            list(crowd.map(lambda _: run(SPACONF, "worker", "--once", conf=conf, timeout=120), range(3)))
    for form in forms:
        wait_until(lambda: registration(form.ref)["ticket_state"] == "done", "the ticket", 90)
    found = tickets()
    assert [len(found.get(form.ref, [])) for form in forms] == [1] * 4
