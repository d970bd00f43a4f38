"""Reads files as phones do, by TFTP (RFC 1350), and may take its time in the middle of one."""
import socket
import struct
import time

READ, DATA, ACKNOWLEDGE, ERROR = 1, 3, 4, 5
NOT_FOUND = 1
BLOCK = 512


class NoAnswer(Exception):
    """The server is away, or refused the file."""


def fetch(server, path, **how):
    """The bytes of a file, None when the server, an address, has no such file."""
    try:
        return transfer(server, path, **how)
    except FileNotFoundError:
        return None


def transfer(server, path, pause=0.0, timeout=1.0, tries=3):
    """After the first blocks the reader rests for `pause` seconds."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(timeout)
        to, data, number = server, b"", 1
        message = struct.pack(">H", READ) + path.encode() + b"\0octet\0"
        while True:
            packet, to = answer(s, message, to, number, tries)
            data += packet
            message = struct.pack(">HH", ACKNOWLEDGE, number & 0xFFFF)
            if len(packet) < BLOCK:
                s.sendto(message, to)
                return data
            if number == 3 and pause:
                time.sleep(pause)
            number += 1


def answer(s, message, to, number, tries):
    """The content of the block with this number, and the port that the server uses for this file."""
    for _ in range(tries):
        s.sendto(message, to)
        try:
            while True:
                packet, sender = s.recvfrom(4 + BLOCK)
                kind, which = struct.unpack_from(">HH", packet)
                if kind == ERROR and which == NOT_FOUND:
                    raise FileNotFoundError
                if kind == ERROR:
                    raise NoAnswer(packet[4:].decode(errors="replace"))
                if kind == DATA and which == number & 0xFFFF:
                    return packet[4:], sender
        except TimeoutError:
            pass
    raise NoAnswer("no answer")
