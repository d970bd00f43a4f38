"""The shape of a page: its elements and the names of their attributes, as a browser reads them.

Whatever a page shows may change its texts and the values of attributes, and nothing else.
"""
import re
import xml.etree.ElementTree

import html5lib

from spaconf_stack import env

# Depends on which field is empty.
CHANGES = {"autofocus"}

# An address that a page of ours may lead to: its own, and a ticket.
OURS = re.compile(r"/spaconf/|#|$")
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "srcset", "ping", "xlink:href"}


def parsed(answer):
    return html5lib.parse(answer.body, transport_encoding="utf-8", namespaceHTMLElements=False)


def is_about_a_problem(element):
    """The sentence beside a field, and the list of them at the top, which a value may cause or not."""
    kinds = (element.get("class") or "").split()
    return (element.tag, "error" in kinds) == ("p", True) or (element.tag, "summary" in kinds) == ("div", True)


def shape(answer):
    """Without problems, whose elements are checked here."""

    def walk(element):
        kind = "comment" if element.tag is xml.etree.ElementTree.Comment else element.tag
        names = {str(name) for name in element.attrib if not str(name).startswith("aria-")} - CHANGES
        check(kind, element.attrib)
        if is_about_a_problem(element):
            for each in list(element.iter())[1:]:
                assert each.tag in ("p", "ul", "li", "a", "h2"), f"<{each.tag}> in a sentence"
                assert set(each.attrib) <= {"href"}, f"{each.attrib} in a sentence"
                check(each.tag, each.attrib)
            return None
        return kind, tuple(sorted(names)), tuple(filter(None, map(walk, element)))

    return walk(parsed(answer))


def check(kind, attributes):
    """No script but ours, and no address that a value chose."""
    for name, value in attributes.items():
        assert not re.match("on|style$|srcdoc$", str(name), re.I), f"<{kind} {name}={value!r}>"
        if str(name).lower() in ADDRESSES:
            assert OURS.match(value) or value == "data:," or value.startswith(env.RT_URL), f"<{kind} {name}={value!r}>"
    assert kind != "script" or attributes.get("src", "").startswith("/spaconf/static/"), "a script"


def differences(one, other, where=""):
    """What the first shape has otherwise, for a message."""
    if one is None or other is None or one[:2] != other[:2]:
        return f"{where}: {one and one[:2]} instead of {other and other[:2]}"
    where += "/" + one[0]
    if len(one[2]) != len(other[2]):
        return f"{where}: has {[(c[0], *c[1]) for c in one[2]]} instead of {[(c[0], *c[1]) for c in other[2]]}"
    return next(filter(None, (differences(a, b, where) for a, b in zip(one[2], other[2]))), "")
