"""What directories really hold: attributes that are missing, hidden, tagged or respelled, and several values of one."""
import contextlib
import re
import subprocess

import pytest

from change_test import Change
from export_import_test import imported, written
from review_test import said
from fault_injection import SPACONF, Cgi, derive, run
from spaconf_stack import (
    STACK, Form, env, free_port, ldap, ldap_add, listens, mac, nginx, number, people, person, phone_page, query, register,
    registration, sql, subscriber, wait_until)  # fmt: skip

NAMELESS = ("line1_display", "The directory gives no name for this person. Enter the name for the display.")


def entry(**attributes):
    """Adds a person with these attributes; returns the login and the number derived from the telephone."""
    login, user = "d" + number(), number()[-4:]
    while sql("SELECT 1 FROM account WHERE user = %s", user):
        user = number()[-4:]
    ldap_add(f"uid={login},{people()}", "inetOrgPerson",
             {"uid": login, "cn": "Ota Řídký", "sn": "Řídký", "telephoneNumber": "+420 377 63" + user, **attributes})  # fmt: skip
    return login, user


@contextlib.contextmanager
def own_slapd(scratch, extra, entries):
    """A directory of our own with a rule before the usual ones; gives its URI. It ends with the block."""
    port = free_port()
    (scratch / "data").mkdir()
    conf = scratch / "slapd.conf"
    schema = "".join(f"include /etc/ldap/schema/{name}.schema\n" for name in ("core", "cosine", "inetorgperson"))
    conf.write_text(f"""{schema}modulepath /usr/lib/ldap
moduleload back_mdb
TLSCACertificateFile {env.LDAP_CA_FILE}
TLSCertificateFile {STACK}/tls/server.crt
TLSCertificateKeyFile {STACK}/tls/server.key
database mdb
suffix "{env.LDAP_BASE.partition(",")[2]}"
directory {scratch}/data
access to attrs=userPassword by anonymous auth by * none
{extra}
access to * by * read
""")
    base = env.LDAP_BASE.partition(",")[2]
    ldif = [f"dn: {base}\nobjectClass: dcObject\nobjectClass: organization\no: o\n",
            f"dn: {env.LDAP_BASE}\nobjectClass: organizationalUnit\n"]  # fmt: skip
    service = env.LDAP_BIND_DN.partition(",")[2]
    ldif += [f"dn: {service}\nobjectClass: organizationalUnit\n",
             f"dn: {env.LDAP_BIND_DN}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: spaconf\n"
             f"userPassword: {env.LDAP_BIND_PASSWORD}\n", *entries]  # fmt: skip
    subprocess.run(["/usr/sbin/slapadd", "-q", "-f", conf], input="\n".join(ldif), text=True, check=True, timeout=30)
    uri = f"ldap://127.0.0.1:{port}"
    server = subprocess.Popen(["/usr/sbin/slapd", "-f", conf, "-h", uri, "-d", "none"], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(port), f"slapd listens on port {port}")
        yield uri
    finally:
        server.terminate()
        server.wait(20)


def account(login, **attributes):
    """As Active Directory has people: no uid."""
    values = {"cn": "Eva První", "sn": "První", **attributes}
    return (f"dn: cn={login},{env.LDAP_BASE}\nobjectClass: inetOrgPerson\nemployeeNumber: {login}\n" +
            "".join(f"{name}: {value}\n" for name, value in values.items()))  # fmt: skip


# --- logins ---------------------------------------------------------------------------------


def test_the_typed_login_replaces_a_missing_attribute(scratch):
    login, user = entry(employeeNumber="e" + number())
    typed = ldap_value(login, "employeeNumber")
    conf = derive(scratch / "spaconf.conf", person__filter="(employeeNumber={login})",
                  person__attributes__login="carLicense")  # fmt: skip
    door = Cgi(conf=conf)
    form = Form(door, typed).fill(model="spa942", mac=mac())
    assert (form["login"], form["line1_user"]) == (typed, user)
    ref = form.post().ref
    assert registration(ref)["login"] == typed
    assert sql("SELECT owner FROM account WHERE user = %s", user) == [{"owner": typed}]
    # The same for what comes later: another phone, the directory again, a table.
    assert Form(door, typed.upper()).fill(model="spa942", mac=mac()).post().ref
    assert run(SPACONF, "refresh", ref, conf=conf).returncode == 0
    table = scratch / "table.csv"
    table.write_text(f"login,model,mac,line1_user\n{typed},spa942,{mac()},{number()}\n")
    table.chmod(0o644)
    done = run(SPACONF, "import", str(table), conf=conf)
    assert done.returncode == 0, done.stdout + done.stderr
    assert b"1 registered" in done.stdout + done.stderr
    assert run(SPACONF, "review", conf=conf).stdout.decode().count(typed) == 0
    checked = run(SPACONF, "check-config", "--live", conf=conf)
    assert checked.returncode == 0
    assert re.search(rb"ok +directory .*warning.*carLicense", checked.stdout), checked.stdout


def ldap_value(login, name):
    found = ldap("ldapsearch", "-LLL", "-b", env.LDAP_BASE, f"(uid={login})", name)
    return re.search(rf"^{name}: (.*)$", found, re.M)[1]


def test_a_good_configuration_is_not_warned_of():
    """Of the exchange's accounts, which other tests leave behind, it may be."""
    lines = run(SPACONF, "check-config", "--live").stdout.decode().splitlines()
    assert len(lines) > 5
    assert [line for line in lines if "warning" in line and not line.startswith("exchange: the account ")] == []


def test_a_login_and_a_name_that_are_hidden_by_the_directory(scratch):
    """The ACL lets the filter match and hides the values."""
    login = "e" + number()
    hidden = "access to attrs=employeeNumber by * search\naccess to attrs=cn by * search"
    with own_slapd(scratch, hidden, [account(login, telephoneNumber="+420 377 63" + number()[-4:])]) as uri:
        conf = derive(scratch / "spaconf.conf", person__uri=uri, person__filter="(employeeNumber={login})",
                      person__attributes__login="employeeNumber")  # fmt: skip
        form = Form(Cgi(conf=conf), login)
        assert form["login"] == login
        assert form.opened.problems() == dict([NAMELESS])
        form.fill(model="spa942", mac=mac(), line1_display="")
        assert (form.post().status, form.post().problems()) == (422, dict([NAMELESS]))
        ref = form.fill(line1_display="Eva První").post().ref
        assert (registration(ref)["login"], registration(ref)["person_name"]) == (login, "Eva První")
        # An attribute that is hidden later is not a change, and a refresh removes nothing.
        assert run(SPACONF, "refresh", ref, conf=conf).returncode == 0
        assert registration(ref)["person_name"] == "Eva První"
        assert ref not in run(SPACONF, "review", conf=conf).stdout.decode()
        checked = run(SPACONF, "check-config", "--live", conf=conf).stdout.decode()
        assert re.search("ok +directory .*warning.*employeeNumber, cn", checked), checked


def test_a_directory_may_respell_a_login():
    who = person()
    first = register(login=who.login)
    dn = f"uid={who.login},{people()}"
    ldap("ldapmodify", stdin=f"dn: {dn}\nchangetype: modify\nreplace: uid\nuid: {who.login.upper()}\n-\n")
    form = Form(nginx(), who.login)
    assert form["login"] == who.login, "as it is written down"
    second = form.fill(model="spa942", mac=mac()).post().ref
    assert registration(second)["login"] == who.login
    assert subscriber(who.number)["username"] == who.number
    assert [said(ref) for ref in (first.ref, second)] == [None, None]
    assert "Has the phone" in Form(nginx(), who.login.upper()).opened.words()


def test_a_directory_may_list_another_login_first():
    who, other = person(), "a" + number()
    first = register(login=who.login)
    ldap("ldapmodify", stdin=f"dn: uid={who.login},{people()}\nchangetype: modify\nreplace: uid\nuid: {other}\nuid: {who.login}\n-\n")
    second = register(login=who.login)
    third = register(login=other)
    assert [registration(ref)["login"] for ref in (second.ref, third.ref)] == [who.login] * 2
    assert [said(one.ref) for one in (first, second, third)] == [None] * 3
    assert Change(third.ref, "edit", hostname=f"tel-{other}").apply().status == 303


def test_each_person_of_a_table_has_the_login_of_their_first_phone(scratch):
    respelled, first, second, new = (person() for _ in range(4))
    plain, others = "dvorak" + number(), ["a" + number(), "a" + number()]
    accented = plain.replace("orak", "ořák")
    for login in plain, accented:
        ldap_add(f"cn={login},{people()}", "inetOrgPerson", {"uid": login, "cn": login, "sn": login})
    for login in respelled.login, first.login, first.login, second.login, second.login, plain:
        register(login=login, line1_user=number())
    # Of the two phones of each the older one decides.
    sql("UPDATE registration SET login = %s WHERE login = %s ORDER BY id DESC LIMIT 1", others[0], first.login)
    sql("UPDATE registration SET login = %s WHERE login = %s ORDER BY id LIMIT 1", others[1], second.login)
    for who, logins in (respelled, [respelled.login.upper()]), (first, [first.login, others[0]]), (second, [second.login, others[1]]):
        ldap("ldapmodify", stdin=f"dn: uid={who.login},{people()}\nchangetype: modify\nreplace: uid\n"
             + "".join(f"uid: {login}\n" for login in logins) + "-\n")  # fmt: skip
    right = [(respelled.login.upper(), respelled.login), (first.login, first.login), (others[0], first.login),
             (second.login, others[1]), (others[1], others[1]), (plain, plain), (accented, accented), (new.login, new.login)]
    rows = [{"login": typed, "model": "spa942", "mac": mac(), "line1_user": number()} for typed, _ in right]
    code, told = imported(scratch, written(rows))
    assert code == 0, told
    refs = re.findall("registered as (.*)", told)
    assert [registration(ref)["login"] for ref in refs] == [login for _, login in right]


def test_a_login_of_another_person_is_another_persons(scratch):
    """Accents tell people apart, for which our tables' collation does not care."""
    plain = "dvorak" + number()
    accented = plain.replace("orak", "ořák")
    for login in plain, accented:
        ldap_add(f"cn={login},{people()}", "inetOrgPerson", {"uid": login, "cn": login, "sn": login})
    user = number()
    ref = register(login=plain, line1_user=user).ref
    answer = Form(nginx(), accented).fill(model="spa942", mac=mac(), line1_user=user)
    assert ref not in answer.opened.text
    assert answer.post().status == 409


# --- other attributes -----------------------------------------------------------------------


@pytest.mark.parametrize("values, mail", [
    (["novak", "J.N@example.cz"], "J.N@example.cz"),
    (["mailto:a@b.cz"], "a@b.cz"),
    (["a@b.cz", "c@d.cz"], "a@b.cz"),
    (["novak"], ""),
])  # fmt: skip
def test_the_first_address_is_the_mail(values, mail):
    login, _ = entry(mail=values)
    ref = register(login=login).ref
    assert registration(ref)["person_mail"] == mail
    assert said(ref) is None


def test_a_name_may_carry_a_language(scratch):
    login = "e" + number()
    tagged = account(login, telephoneNumber="+420 377 63" + number()[-4:]).replace("cn: Eva První", "cn;lang-cs: Eva Tagová")
    with own_slapd(scratch, "", [tagged.replace(f"dn: cn={login}", f"dn: employeeNumber={login}")]) as uri:
        conf = derive(scratch / "spaconf.conf", person__uri=uri, person__filter="(employeeNumber={login})",
                      person__attributes__login="employeeNumber")  # fmt: skip
        form = Form(Cgi(conf=conf), login)
        assert (form["line1_display"], form.opened.problems()) == ("Eva Tagová", {})
        ref = form.fill(model="spa942", mac=mac()).post().ref
        assert registration(ref)["person_name"] == "Eva Tagová"


def test_a_telephone_that_does_not_tell_the_number_is_said():
    login, _ = entry(telephoneNumber="377 631 001-5")
    form = Form(nginx(), login)
    assert form["line1_user"] == ""
    sentence = form.opened.problems()["line1_user"]
    assert sentence == "The number cannot be derived from the telephone 377 631 001-5 in the directory. Enter it."


def test_blanks_of_the_directory_are_plain():
    login, _ = entry(cn="Ota\u00a0Řídký\u200b", roomNumber="\ufeffUI-305")
    ref = register(login=login).ref
    row = registration(ref)
    assert (row["person_name"], row["person_room"]) == ("Ota Řídký", "UI-305")


# --- a number that is the login -------------------------------------------------------------


def test_a_login_that_can_be_no_number_is_a_sentence_beside_the_field(scratch):
    """With tables in latin1, whose server cannot even compare such a number."""
    login = "dvořák" + number()
    ldap_add(f"cn={login},{people()}", "inetOrgPerson", {"uid": login, "cn": "Jan Dvořák", "sn": "Dvořák"})
    database = "latin_" + number()
    query(None, f"CREATE DATABASE {database} CHARACTER SET latin1", ())
    try:
        for table in "subscriber", "grp", "location":
            query(database, f"CREATE TABLE {table} LIKE {env.PBX_DB}.{table}", ())
            query(database, f"ALTER TABLE {table} CONVERT TO CHARACTER SET latin1", ())
            query(database, f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {env.SPACONF_DB_USER}@localhost", ())
        conf = derive(scratch / "spaconf.conf", person__number="login", account__database=database)
        form = Form(Cgi(conf=conf), login)
        assert form["line1_user"] == login
        assert form.opened.problems()["line1_user"].startswith("A number has at most 63 letters without diacritics")
        form.fill(model="spa942", mac=mac())
        assert form.post().status == 422
        assert form.fill(line1_user=number()).post().status == 303
    finally:
        query(None, f"DROP DATABASE {database}", ())


@pytest.mark.parametrize("path", ["/phones/%C5%99", "/phones/%C5%99/edit", "/phones?q=%C5%99%F0%9F%98%80", "/phones?sort=mac&after=%C5%99", "/phones?sort=mac&after=5.%C5%99",
                                  "/phones?sort=person&before=%F0%9F%98%80", "/review?after=%C5%99"])  # fmt: skip
def test_letters_that_a_column_cannot_hold_are_no_error_of_ours(path):
    assert nginx().get(path).status in (200, 404)


# --- what is typed and scanned --------------------------------------------------------------


@pytest.mark.parametrize("around", ["\u00a0", "\u200b", "\ufeff", "\t", "\r\n"])
def test_nothing_invisible_is_stored(around):
    who, user, address = person(), number(), mac()
    form = Form(nginx(), who.login)
    form.fill(model="spa942", mac=address, serial="4MM00F903042", inventory="I-17", hostname=f"tel-{user}", line1_user=user,
              line1_display="Jan")  # fmt: skip
    form.fields = [(name, around + value + around if name in ("mac", "serial", "inventory", "hostname", "login", "line1_user",
                                                              "line1_display") else value) for name, value in form.fields]  # fmt: skip
    row = registration(form.post().ref)
    assert (row["mac"], row["serial"], row["inventory"], row["hostname"], row["login"]) == (
        address, "4MM00F903042", "I-17", f"tel-{user}", who.login)  # fmt: skip
    assert sql("SELECT display FROM line WHERE registration_id = %s", row["id"]) == [{"display": "Jan"}]


def test_a_scanner_may_send_control_characters():
    form = Form(nginx(), person().login).fill(model="spa942", serial="\x024MM00F903042\x03", inventory="I-17\x1d")
    address = mac()
    row = registration(form.fill(mac="\x02" + address + "\r").post().ref)
    assert (row["mac"], row["serial"], row["inventory"]) == (address, "4MM00F903042", "I-17")


def test_a_control_character_elsewhere_is_a_sentence_and_nothing_typed_is_lost():
    form = Form(nginx(), person().login).fill(model="spa942", mac=mac(), hostname="tel\x1b-1", inventory="I\t17", serial="4MM00F903042")
    answer = form.post()
    assert answer.status == 422
    assert list(answer.problems()) == ["inventory", "hostname"]
    again = Form(nginx(), person().login)
    again.read(answer)
    assert (again["mac"], again["serial"], again["line1_user"]) == (form["mac"], "4MM00F903042", form["line1_user"])
    assert "17" in again["inventory"] and "tel" in again["hostname"]
    assert again.fill(hostname="", inventory="I 17").post().status == 303


def test_a_change_with_a_control_character_keeps_what_was_typed():
    form = register()
    answer = Change(form.ref, "edit", hostname="tel\x1b-1", inventory="I-17").preview()
    assert (answer.status, list(answer.problems())) == (422, ["hostname"])
    assert answer.page.find("input", id="inventory")["value"] == "I-17"


def test_a_serial_number_is_never_what_stops_a_registration():
    for serial, is_doubtful in [("CCQ162306EA", False), ("4MM00F-03042/7 ř", True)]:
        form = register(serial=serial)
        assert registration(form.ref)["serial"] == serial
        assert bool(phone_page(form.ref).page.find(id="serial-warning")) == is_doubtful


def test_a_number_may_have_a_star():
    user = "0616*" + number()
    form = register(line1_user=user)
    assert subscriber(user)["username"] == user
    assert user in phone_page(form.ref).shown("line1")
