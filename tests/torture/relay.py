"""A relay before a server that resets connections, is silent or slow, or cuts off right after COMMIT, as long as it is told to."""
import contextlib
import re
import socket
import struct
import threading
import weakref

from fault_injection import Between, delayed

# A command packet of MariaDB: three bytes of length, a number, 3 for a query, the text.
COMMIT = re.compile(rb"...\0\x03commit", re.I | re.S)
RESET = struct.pack("ii", 1, 0)


class Relay(Between):
    """Passes everything on while `fault` is None."""

    def __init__(self, server, **listen):
        self.fault, self.ends, self.lock = None, weakref.WeakSet(), threading.Lock()
        super().__init__(server, request=self.hear_request, reply=self.hear_reply, **listen)

    def connect(self, near):
        with self.lock:
            self.ends.add(near)
        if self.fault == "resets":
            self.reset()
        else:
            super().connect(near)

    def reset(self):
        """Every connection breaks."""
        with self.lock:
            ends = list(self.ends)
            self.ends.clear()
        for near in ends:
            with contextlib.suppress(OSError):
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                near.shutdown(socket.SHUT_RDWR)
                near.close()

    @contextlib.contextmanager
    def failing(self, fault):
        """`fault` is resets, silent, cuts after COMMIT, or the seconds that each answer takes."""
        self.fault = fault
        if fault == "resets":
            self.reset()
        try:
            yield
        finally:
            self.fault = None
            if fault == "silent":  # what it swallowed would be missed
                self.reset()

    def hear_request(self, talk, data):
        talk["committing"] = self.fault == "cuts after COMMIT" and bool(COMMIT.match(data))
        if isinstance(self.fault, float):
            talk["delay"] = delayed(self.fault)
            return talk["delay"]["request"](talk, data)
        return data

    def hear_reply(self, talk, data):
        if self.fault == "silent":
            return b""
        if talk.get("committing"):
            talk["over"] = True
            return b""
        return talk.pop("delay")["reply"](talk, data) if "delay" in talk else data
