#!/usr/bin/python3
"""Fills a Jinja2 template for SECONDS of processor time; prints how often per second, and the bytes of one.

    fill_jinja.py TEMPLATE SECONDS
"""
import re
import sys
import time

import jinja2


def main(path, seconds):
    with open(path, encoding="ascii") as file:
        text = file.read()
    names = set(re.findall(r"\{\{ (?:part\.)?(\w+) \}\}", text))
    template = jinja2.Environment(autoescape=True, keep_trailing_newline=True).from_string(text)
    phones = []
    for number in range(1000):
        one = {name: f"{name.lower()} {number}" for name in names}
        parts = [one | {"N": n} for n in range(1, 5)]
        phones.append(one | {"lines": parts, "keys": parts})
    count, start = 0, time.process_time()
    while (passed := time.process_time() - start) < float(seconds):
        for phone in phones:
            profile = template.render(phone)
        count += len(phones)
    print(count / passed, len(profile))


main(*sys.argv[1:])
