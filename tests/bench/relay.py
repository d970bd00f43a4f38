"""Relays what a program and a server say to each other, records it, and reads it as the protocol of MariaDB."""
import dataclasses
import os
import select
import shutil
import socket
import struct
import threading

QUIT, QUERY, PREPARE, EXECUTE, CLOSE_STATEMENT, EXECUTE_BULK = 0x01, 0x03, 0x16, 0x17, 0x19, 0xFA
SENDS_TYPES, NO_VALUE = 128, 1  # of EXECUTE_BULK: a flag, and what stands for NULL
# Types of bound values.
TYPE_LONGLONG, TYPE_NULL = 8, 6
TEXTS = 253, 254, 252, 15


class Relay:
    """Passes on what comes over `path`, a UNIX socket, or over a port of its own on loopback."""

    def __init__(self, to, path=None):
        self.to = to  # where the server listens: a path, or (host, port)
        self.connections = []  # of each: [(is the program's, bytes), …]
        if path:
            self.listening = socket.socket(socket.AF_UNIX)
            self.listening.bind(str(path))
            shutil.chown(path, "www-data")
        else:
            self.listening = socket.create_server(("127.0.0.1", 0))
            self.port = self.listening.getsockname()[1]
        self.listening.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            program, _ = self.listening.accept()
            server = socket.socket(socket.AF_UNIX if isinstance(self.to, (str, os.PathLike)) else socket.AF_INET)
            server.connect(self.to)
            heard = []
            self.connections.append(heard)
            threading.Thread(target=self.pass_on, args=(program, server, heard), daemon=True).start()

    @staticmethod
    def pass_on(program, server, heard):
        with program, server:
            while True:
                for source in select.select([program, server], [], [])[0]:
                    piece = source.recv(65536)
                    if not piece:
                        return
                    heard.append((source is program, piece))
                    (server if source is program else program).sendall(piece)

    def questions(self):
        """How often a program has begun to say something."""
        return sum(is_program for heard in self.connections for is_program, _ in heard)


@dataclasses.dataclass
class Command:
    """What a program asked of the database."""
    text: str
    values: list = None      # of a prepared statement; None for a plain query
    changed: int = None      # rows, where there is no result
    inserted: int = 0        # the number that the row got


def packets(stream):
    """(sequence number, content) of each."""
    while stream:
        size = int.from_bytes(stream[:3], "little")
        yield stream[3], stream[4:4 + size]
        stream = stream[4 + size:]


def turns(heard):
    """(what the program said, what the server answered), each as a whole."""
    said = answered = b""
    for is_program, piece in heard:
        if is_program and answered:
            yield said, answered
            said = answered = b""
        if is_program:
            said += piece
        else:
            answered += piece
    yield said, answered


def commands(heard):
    """The commands of one connection, in their order."""
    found, prepared = [], {}
    for said, answered in turns(heard):
        answers = [content for _, content in packets(answered)]
        for sequence, content in packets(said):
            if sequence != 0:  # the program is still logging in
                continue
            kind = content[0]
            if kind == PREPARE:
                number, _, count = struct.unpack_from("<IHH", answers[0], 1)
                prepared[number] = content[1:].decode(), count
            elif kind == QUERY:
                found.append(with_answer(Command(content[1:].decode()), answers[0]))
            elif kind == EXECUTE:
                text, count = prepared[struct.unpack_from("<I", content, 1)[0]]
                found.append(with_answer(Command(text, values_of(content, count)), answers[0]))
            elif kind == EXECUTE_BULK:
                text, count = prepared[struct.unpack_from("<I", content, 1)[0]]
                found += one_by_one(text, rows_of(content, count), answers[0])
            elif kind not in (QUIT, CLOSE_STATEMENT):
                raise SystemExit(f"bench: a command that the recording does not know: {kind:#x}")
    return found


def one_by_one(text, rows, answer):
    """The same command for each row of values."""
    changed = with_answer(Command(text), answer).changed
    if changed != len(rows):
        raise SystemExit(f"bench: {text}: {changed} changes by {len(rows)} rows of values")
    return [Command(text, values, changed=1) for values in rows]


def rows_of(content, count):
    """What was bound for each row, as values_of() gives it."""
    if not struct.unpack_from("<H", content, 5)[0] & SENDS_TYPES:
        raise SystemExit("bench: a statement came without its values' types")
    types, begin = [content[7 + 2 * i] for i in range(count)], 7 + 2 * count
    rows = []
    while begin < len(content):
        rows.append([])
        for kind in types:
            has_value = content[begin] != NO_VALUE
            begin += 1
            if not has_value:
                rows[-1].append(None)
            elif kind == TYPE_LONGLONG:
                rows[-1].append(struct.unpack_from("<q", content, begin)[0])
                begin += 8
            else:
                size, begin = number_at(content, begin)
                rows[-1].append(content[begin:begin + size])
                begin += size
    return rows


def with_answer(command, answer):
    if answer[0] == 0xFF:
        raise SystemExit(f"bench: while recording, {command.text}: {answer[9:].decode()}")
    if answer[0] == 0:
        command.changed, begin = number_at(answer, 1)
        command.inserted, _ = number_at(answer, begin)
    return command


def number_at(content, begin):
    """A number of variable length, and where it ends."""
    first = content[begin]
    if first < 0xFB:
        return first, begin + 1
    size = {0xFC: 2, 0xFD: 3, 0xFE: 8}[first]
    return int.from_bytes(content[begin + 1:begin + 1 + size], "little"), begin + 1 + size


def values_of(content, count):
    """What was bound: int, bytes or None."""
    if count == 0:
        return []
    begin = 10  # the command, the statement, flags, and a count of rows
    nulls = content[begin:begin + (count + 7) // 8]
    begin += len(nulls)
    if content[begin] != 1:
        raise SystemExit("bench: a statement came without its values' types")
    begin += 1
    types = [content[begin + 2 * i] for i in range(count)]
    begin += 2 * count
    values = []
    for i, kind in enumerate(types):
        if kind == TYPE_NULL or nulls[i // 8] >> i % 8 & 1:
            values.append(None)
        elif kind == TYPE_LONGLONG:
            values.append(struct.unpack_from("<q", content, begin)[0])
            begin += 8
        elif kind in TEXTS:
            size, begin = number_at(content, begin)
            values.append(content[begin:begin + size])
            begin += size
        else:
            raise SystemExit(f"bench: a value of a type that the recording does not know: {kind}")
    return values
