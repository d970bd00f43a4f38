"""What a request asks the directory and the database: a number of questions, which no slow machine changes."""
import re

import pytest

from export_import_test import written
from fault_injection import FORM, SPACONF, SUBMIT, Door, Own, between_database, between_directory, derive, run
from spaconf_stack import Form, config, mac, number, person, registration, sql

# The protocol's numbers of the commands that run a statement, but not of the one that prepares it, once a process.
QUERY, EXECUTE, EXECUTE_EACH = 0x03, 0x17, 0xFA


class Questions:
    """Programs of our own, and what they ask. A command is one write, whose fifth byte is its number."""

    def __init__(self, scratch):
        self.directory, self.database = [], []
        self.to_directory = between_directory(request=lambda talk, data: self.directory.append(data) or data)
        self.to_database = between_database(scratch, request=lambda talk, data: self.seen(data) or data)
        changes = {"person__uri": re.sub(r":\d+$", f":{self.to_directory.port}", config()["person"]["uri"]),
                   "database__socket": str(scratch / "database.sock")}  # fmt: skip
        self.programs = (Own(FORM, scratch, web__form_workers=1, **changes),
                         Own(SUBMIT, scratch, web__submit_workers=1, **changes))  # fmt: skip
        self.door = Door(*self.programs)

    def seen(self, data):
        if data[4] in (QUERY, EXECUTE, EXECUTE_EACH):
            self.database.append(data[5:])

    def of(self, work):
        """(of the directory, of the database) during `work`."""
        self.directory.clear()
        self.database.clear()
        answer = work()
        return answer, len(self.directory), len(self.database)


@pytest.fixture
def asked(scratch):
    questions = Questions(scratch)
    with questions.to_directory, questions.to_database, questions.programs[0], questions.programs[1]:
        # Connections are made, and statements prepared.
        assert Form(questions.door, person().login).fill(mac=mac(), model="spa942").post().status == 303
        yield questions


def test_a_form_asks_each_service_once(asked):
    new = person()
    answer, *counts = asked.of(lambda: asked.door.get("/form?login=" + new.login))
    assert answer.status == 200 and counts == [1, 1]
    assert Form(asked.door, new.login).fill(mac=mac(), model="spa942").post().status == 303
    answer, *counts = asked.of(lambda: asked.door.get("/form?login=" + new.login))
    assert answer.status == 200 and counts == [1, 1]


def test_a_registration_asks_no_more_than_it_needs(asked):
    """Of the database: who the person is; a transaction of ten; with the profile another one of three."""
    form = Form(asked.door, person().login).fill(mac=mac(), model="spa942", line1_user=number())
    answer, *counts = asked.of(form.post)
    assert answer.status == 303 and counts == [1, 1 + 12 + 5]
    assert registration(answer.headers["Location"].rpartition("/")[2])["profile_state"] == "done"


def asked_by_import(scratch, rows, *options):
    """How many statements an import of these new phones runs, and how often it says something to the directory."""
    said, asked, path = {}, [], scratch / "phones.csv"
    path.write_text(written(rows))
    path.chmod(0o644)

    def keep(talk, data):
        said[id(talk)] = said.get(id(talk), b"") + data
        return data

    with (between_directory(request=lambda talk, data: asked.append(data) or data) as directory,
          between_database(scratch, request=keep)):  # fmt: skip
        conf = derive(scratch / "import.conf", database__socket=str(scratch / "database.sock"),
                      person__uri=re.sub(r":\d+$", f":{directory.port}", config()["person"]["uri"]))  # fmt: skip
        done = run(SPACONF, "import", str(path), *options, conf=conf)
    assert done.returncode == 0, done.stdout + done.stderr
    return sum(map(statements_in, said.values())), len(asked)


def statements_in(said):
    """How many statements there are in all that a program has said to the database."""
    count = 0
    while said:
        # Each packet has its size and its number; that of a command is 0.
        size, place = int.from_bytes(said[:3], "little"), said[3]
        count += place == 0 and said[4] in (QUERY, EXECUTE, EXECUTE_EACH)
        said = said[4 + size:]
    return count


def test_an_import_asks_for_many_rows_at_once(scratch):
    """256 rows are two batches. To check one takes about 20 statements, to import it another 25."""
    people = [person() for _ in range(4)]
    rows = [{"login": people[each % 4].login, "model": "spa942", "mac": mac(), "line1_user": number(), "line1_permission": "local"}
            for each in range(256)]  # fmt: skip
    statements, searches = asked_by_import(scratch, rows, "--dry-run")
    assert 20 <= statements <= 50 and 1 <= searches <= 12, (statements, searches)
    # It checks all rows first.
    statements, searches = asked_by_import(scratch, rows)
    assert 50 <= statements <= 110 and 1 <= searches <= 18, (statements, searches)
