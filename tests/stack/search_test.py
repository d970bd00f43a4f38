"""Search, filters, orders and pages of the list of phones."""
import random
import urllib.parse

import pytest

from spaconf_stack import env, insert, mac, nginx, person, register, registration, sql

SORTS = ["newest", "person", "mac", "room"]
# Nothing is left to do for such a row, so the worker queues no task that would outlive it.
WITHOUT_TASKS = {"state": "retired", "profile_state": "none", "ticket_state": "none"}


def found(**asked):
    """The references on the page of phones that the address gives, in its order."""
    return refs(nginx().get("/phones?" + urllib.parse.urlencode(asked)))


def refs(answer):
    assert answer.status == 200, f"{answer.status}: {answer.words()[:600]}"
    return [a["href"].rpartition("/")[2] for a in answer.page.select("#found tbody a")]


def pages(answer, way="next"):
    """The answer and all that its links lead on to."""
    while True:
        yield answer
        link = answer.page.select_one(f"#found nav a[rel={way}]")
        if link is None:
            return
        answer = nginx().get(link["href"].removeprefix("/spaconf"))


@pytest.fixture(scope="module")
def phone():
    """One phone that has everything, of a person with accents."""
    tag = f"{random.randrange(10**6):06d}"
    who = person(f"Řehoř Nováček-Krátký{tag}", room=f"UX-{tag}")
    serial = f"4MM0{tag}42"[:12].ljust(12, "0")
    sent = register(login=who.login, model="spa942", hostname=f"telefon-{tag}", inventory=f"PC-{tag}/7", serial=serial)
    return {"ref": sent.ref, "who": who, "mac": sent.mac, "tag": tag, "serial": serial}


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [
    "{login}", "Řehoř Nováček-Krátký{tag}", "rehor krátký{tag}", "KRATKY{tag}", "kratky{tag} rehor", "novacekkratky{tag}",
    "{number} {login}", "{mac}", "{MAC}", "{colons}", "{dashes}", "{dots}", "{colons_end}", "{serial}", "{serial_small}",
    "telefon-{tag}", "telefon{tag}", "ux-{tag}", "UX{tag}", "PC {tag}", "pc{tag}", "{tag}/7 ux", "{login} spa942", "  {login}  ",
])  # fmt: skip
def test_a_phone_is_found_by(phone, typed):
    address = phone["mac"]
    pairs = [address[i : i + 2] for i in range(0, 12, 2)]
    spelling = {"login": phone["who"].login, "number": phone["who"].number, "tag": phone["tag"], "mac": address,
                "MAC": address.upper(), "colons": ":".join(pairs), "dashes": "-".join(pairs).upper(),
                "dots": ".".join(address[i : i + 4] for i in (0, 4, 8)), "colons_end": ":".join(pairs[2:]),
                "serial": phone["serial"], "serial_small": phone["serial"].lower()}  # fmt: skip
    assert phone["ref"] in found(q=typed.format(**spelling))


@pytest.mark.parametrize("typed", ["{tag} nosuchword", "xrehor{tag}", "***", "{tag}' OR 1=1 -- ", "{tag}%", "_{tag}x"])
def test_what_does_not_match_is_not_found(phone, typed):
    answer = nginx().get("/phones?" + urllib.parse.urlencode({"q": typed.format(tag=phone["tag"])}))
    if typed == "{tag}%":  # separators do not count
        assert refs(answer) == [phone["ref"]]
        return
    assert refs(answer) == []
    assert answer.shown("count") == "No phones"
    assert answer.page.select_one("#q")["value"] == typed.format(tag=phone["tag"]).strip()


def test_what_is_typed_comes_back_as_text(phone):
    typed = '"><script>alert(1)</script>'
    answer = nginx().get("/phones?" + urllib.parse.urlencode({"q": typed}))
    assert answer.page.select_one("#q")["value"] == typed
    assert not answer.page.find("script", string=True)


@pytest.mark.parametrize("query", ["q=a%00b", "q=a&q=b", "q=%ff", "sort=" + "x" * 70000])
def test_an_address_that_no_form_makes_is_refused(query):
    assert nginx().get("/phones?" + query).status in (400, 413, 414)


@pytest.mark.parametrize("query", ["sort=nosuch", "state=nosuch", "model=nosuch", "after=x", "before=.", "after=99999999999999999999.x"])
def test_what_there_is_not_is_left_out(phone, query):
    assert nginx().get(f"/phones?q={phone['tag']}&{query}").status == 200
    assert found(q=phone["who"].login, **dict([query.split("=")])) == [phone["ref"]]


# --- filters --------------------------------------------------------------------------------


def set_state(ref, **columns):
    for name, value in columns.items():
        sql(f"UPDATE registration SET {name} = %s WHERE ref = %s", value, ref)


STANDINGS = {
    "profile-pending": {"profile_state": "pending"},
    "adopted": {"profile_state": "adopted"},
    "ticket-pending": {"profile_state": "done", "ticket_state": "unknown"},
    "ticket-parked": {"ticket_state": "parked"},
    "registered": {"ticket_state": "done"},
    "retiring": {"state": "retiring"},
    "retired": {"state": "retired"},
}


def test_the_filter_by_state_agrees_with_the_badge():
    sent = register(login=person().login, model="spa921")
    before = registration(sent.ref)
    # The worker leaves tasks that are due later alone, and queues missing tasks again.
    sql("UPDATE task SET state = 'due', attempts = 1, not_before = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR"
        " WHERE registration_id = %s", before["id"])  # fmt: skip
    for name, columns in STANDINGS.items():
        set_state(sent.ref, **columns)
        answer = nginx().get(f"/phones?q={sent.mac}&state={name}")
        assert refs(answer) == [sent.ref], name
        badge = answer.page.select_one("#found tbody .state").get_text(strip=True)
        assert badge.replace(" ", "-") == name
        for other in set(STANDINGS) - {name}:
            assert found(q=sent.mac, state=other) == [], (name, other)
        assert (found(q=sent.mac, state="live") == [sent.ref]) == (name not in ("retiring", "retired"))
    sql("DELETE FROM task WHERE registration_id = %s", before["id"])


def test_the_filter_by_model_leaves_the_others_out(phone):
    assert found(q=phone["tag"], model="spa942") == [phone["ref"]]
    assert found(q=phone["tag"], model="spa941") == []


def test_a_software_phone_is_found_too():
    ref = register(login=person("Pavla Programová").login, model="software").ref
    login = registration(ref)["login"]
    for sort in SORTS:
        assert found(q=login, sort=sort) == [ref]


# --- pages ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(phone):
    """128 retired phones that have one word in common; names, rooms and addresses repeat."""
    word = f"w{phone['tag']}"
    row = registration(phone["ref"])
    made = []
    for number in range(128):
        ref = f"{number:03d}{random.randrange(10**7):07d}"
        made.append(ref)
        clone = row | WITHOUT_TASKS | {"ref": ref, "active_mac": None, "search_terms": f" {word} ",
                       "person_name": f"Opakovaná {number % 7}", "person_room": f"UX-{number % 5}" if number % 3 else "",
                       "mac": None if number % 4 == 0 else f"000e08{number % 16:06x}"}  # fmt: skip
        del clone["id"]
        insert("registration", clone)
    sql(f"INSERT INTO search_term SELECT '{word}', id FROM registration WHERE search_terms = ' {word} '")
    yield word, made
    sql("DELETE FROM search_term WHERE term = %s", word)
    sql("DELETE FROM registration WHERE search_terms = %s", f" {word} ")


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("asked, rows", [("q={word}", "search_terms = ' {word} '"), ("state=retired", "state = 'retired'"), ("", "TRUE")],
                         ids=["by word", "by state", "all"])  # fmt: skip
def test_pages_hold_each_phone_once_in_order_and_lead_back(many, sort, asked, rows):
    word, made = many
    asked = asked.format(word=word)
    column = {"newest": "id DESC", "person": "person_name, id", "mac": "mac, id", "room": "person_room, id"}[sort]
    wanted = [row["ref"] for row in sql(f"SELECT ref FROM registration WHERE {rows.format(word=word)} ORDER BY {column}")]
    there = list(pages(nginx().get(f"/phones?{asked}&sort={sort}")))
    assert [ref for page in there for ref in refs(page)] == wanted
    assert all(len(refs(page)) == 50 for page in there[:-1])
    back = list(pages(there[-1], "prev"))
    assert [refs(page) for page in reversed(back)] == [refs(page) for page in there]
    counted = f"{len(wanted)} phones" if len(wanted) <= 1000 else "More than 1000 phones"
    assert {page.shown("count") for page in there + back} == {counted}


def test_pages_do_not_shift_when_phones_come_in_between(many):
    word, made = many
    first = nginx().get(f"/phones?q={word}&sort=newest")
    second = first.page.select_one("#found nav a[rel=next]")["href"].removeprefix("/spaconf")
    before = refs(nginx().get(second))
    sql("UPDATE registration SET search_terms = '' WHERE ref = %s", made[-1])  # one of the first page goes
    sql("DELETE FROM search_term WHERE term = %s AND registration_id = %s", word, registration(made[-1])["id"])
    try:
        assert refs(nginx().get(second)) == before
    finally:
        sql("UPDATE registration SET search_terms = %s WHERE ref = %s", f" {word} ", made[-1])
        sql("INSERT INTO search_term VALUES (%s, %s)", word, registration(made[-1])["id"])


@pytest.fixture(scope="module")
def crowd(phone):
    """8,000 retired phones with one word in common, and a second one that the oldest have: behind more than are looked at
    on the way through an index. Some of those have a third word that begins alike. Some have no MAC."""
    word = f"c{phone['tag']}"
    columns = "model, login, person_name, person_mail, person_telephone, person_room, person_department, actor, created, updated, inventory"
    states, values = ", ".join(WITHOUT_TASKS), ", ".join(f"'{value}'" for value in WITHOUT_TASKS.values())
    sql(f"INSERT INTO registration (ref, {states}, serial, hostname, mac, search_terms, {columns})"
        f" SELECT CONCAT('c', LPAD(seq, 5, '0'), LEFT(MD5(RAND()), 4)), {values}, '', '', IF(seq %% 20 = 0, NULL, LPAD(HEX(seq * 7919 %% 65536), 12, '0')),"
        f" CONCAT(' {word} ', IF(seq <= 2500, 'old{word} ', ''), IF(seq <= 1000, 'old{word}er ', '')), {columns} FROM seq_1_to_8000 JOIN registration WHERE ref = %s", phone["ref"])
    sql(f"INSERT INTO search_term SELECT '{word}', id FROM registration WHERE search_terms LIKE ' {word} %%'")
    for other in f"old{word}", f"old{word}er":
        sql(f"INSERT INTO search_term SELECT '{other}', id FROM registration WHERE search_terms LIKE '%% {other} %%'")
    yield word
    sql(f"DELETE search_term FROM search_term JOIN registration ON id = registration_id WHERE search_terms LIKE ' {word} %%'")
    sql(f"DELETE FROM registration WHERE search_terms LIKE ' {word} %%'")


@pytest.mark.parametrize("sort, column", [("newest", "id DESC"), ("mac", "mac, id"), ("person", "person_name, id")])
@pytest.mark.parametrize("typed", ["{word}", "old{word}", "old{word} {word}", "{word} old"])
def test_what_many_have_is_found_in_order_wherever_it_lies(crowd, sort, column, typed):
    old = "old" in typed
    wanted = [row["ref"] for row in sql(f"SELECT ref FROM registration WHERE search_terms LIKE ' {crowd} {'old' if old else ''}%%' ORDER BY {column}")]
    asked = nginx().get("/phones?" + urllib.parse.urlencode({"q": typed.format(word=crowd), "sort": sort}))
    there = []
    for page in pages(asked):
        there += [page]
        if len(there) == 4:
            break
    assert [ref for page in there for ref in refs(page)] == wanted[:200]
    assert [refs(page) for page in pages(there[-1], "prev")][::-1] == [refs(page) for page in there]
    assert {page.shown("count") for page in there} == {"More than 1000 phones"}


def test_a_phone_with_several_words_that_begin_alike_counts_once(crowd):
    """700 phones of the crowd get three more words each: more rows of words than are read at once."""
    word = f"x{crowd}"
    sql(f"INSERT INTO search_term SELECT CONCAT('{word}', seq), id FROM seq_1_to_3 JOIN"
        f" (SELECT id FROM registration WHERE search_terms LIKE ' {crowd} %%' ORDER BY id LIMIT 700) AS some")  # fmt: skip
    sql(f"UPDATE registration SET search_terms = CONCAT(search_terms, '{word}1 ') WHERE id IN"
        f" (SELECT registration_id FROM search_term WHERE term = '{word}1')")  # fmt: skip
    try:
        assert nginx().get(f"/phones?q={word}").shown("count") == "700 phones"
    finally:
        sql(f"DELETE FROM search_term WHERE term LIKE '{word}%%'")


@pytest.fixture(scope="module")
def awkward(phone):
    """60 retired phones whose rooms are full of what addresses and pages give a meaning to."""
    word, room = f"a{phone['tag']}", 'UX <b>&"\'+%2B#?;=ř&sort=newest'
    row = registration(phone["ref"])
    for number in range(60):
        clone = row | WITHOUT_TASKS | {"ref": f"a{number:02d}{random.randrange(10**7):07d}", "active_mac": None, "mac": None,
                       "search_terms": f" {word} ", "person_room": f"{room}{number // 30}"}  # fmt: skip
        del clone["id"]
        insert("registration", clone)
    sql(f"INSERT INTO search_term SELECT '{word}', id FROM registration WHERE search_terms = ' {word} '")
    yield word
    sql("DELETE FROM search_term WHERE term = %s", word)
    sql("DELETE FROM registration WHERE search_terms = %s", f" {word} ")


def test_links_carry_whatever_was_typed_and_whatever_is_on_the_edge(awkward):
    """Separators do not count in the words, but they do in an address."""
    typed = f'{awkward} &+#"<'
    wanted = [row["ref"] for row in sql("SELECT ref FROM registration WHERE search_terms = %s ORDER BY person_room, id", f" {awkward} ")]
    there = list(pages(nginx().get("/phones?" + urllib.parse.urlencode({"q": typed, "sort": "room"}))))
    assert [ref for page in there for ref in refs(page)] == wanted
    assert {page.page.select_one("#q")["value"] for page in there} == {typed}
    table = there[0].page.select_one("#found a[download]")["href"].removeprefix("/spaconf")
    assert nginx().get(table).text.count("\r\n") == 61


# --- who ------------------------------------------------------------------------------------


def test_only_a_reader_may_look(phone):
    assert nginx(env.READER_USER, env.READER_PASSWORD).get("/phones").status == 200
    assert nginx(env.NOROLE_USER, env.NOROLE_PASSWORD).get("/phones").status == 403
    assert nginx().post("/phones", [("q", "x")]).status == 405


def test_no_password_is_on_the_page(phone):
    assert "password" not in nginx().get(f"/phones?q={phone['tag']}").text.lower()
