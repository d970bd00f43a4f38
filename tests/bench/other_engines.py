"""Rewrites our template of an SPA942 for other template engines, which others provision phones with.

Once as their users write it, with loops over the lines; once with our trick, a text of the
model with nothing left in it but each phone's own.
"""
import re

from harness import TOP

ELEMENT = re.compile(r"<([^<> ]+)([^<>]*)>([^<>]*)</\1>")
OURS = TOP / "tests/golden/spa942-two-lines.cfg"
LOOPS = {"LINE": "lines", "KEY": "keys"}


class Jinja:
    name = "jinja"

    def placeholder(self, variable, part=None):
        return f"{{{{ {part + '.' if part else ''}{variable} }}}}"

    def loop(self, parts):
        return f"{{% for part in {parts} %}}"

    end = "{% endfor %}"


class Smarty:
    name = "smarty"

    def placeholder(self, variable, part=None):
        return f"{{${part + '.' if part else ''}{variable}}}"

    def loop(self, parts):
        return f"{{foreach ${parts} as $part}}"

    end = "{/foreach}"


def family():
    """The rows of the template between its head and its end."""
    text = (TOP / "templates/phones/spa9xx.tpl").read_text()
    return text[text.index("}}<flat-profile>") + 2 :].splitlines()


def with_loops(engine):
    """What an SPA942 has of the family's template."""
    ours = [(found[1], found[0]) for found in ELEMENT.finditer(OURS.read_text())]
    lines, part = [], None
    for row in family():
        if loop := re.fullmatch(r"\{\{#(LINE|KEY)\}\}", row):
            part = "part"
            lines.append(engine.loop(LOOPS[loop[1]]))
        elif row.startswith("{{/"):
            part = None
            lines.append(engine.end)
        elif not (found := ELEMENT.fullmatch(row)):
            lines.append(re.sub(r"\{\{(\w+)\}\}", lambda variable: engine.placeholder(variable[1], part), row))
        elif "{{N}}" in found[1] or "{{" in found[3]:
            if any(name == found[1].replace("{{N}}", "1") for name, _ in ours):
                lines.append(re.sub(r"\{\{(\w+)\}\}", lambda variable: engine.placeholder(variable[1], part), row))
        else:
            # GPP_{A-P} is sixteen.
            pattern = re.sub(r"\\\{[^{}]*\\\}", r"\\w+", re.escape(found[1]))
            lines += [element for name, element in ours if re.fullmatch(pattern, name)]
    return "\n".join(lines) + "\n"


def without_loops(engine):
    """A profile of ours with a placeholder in the place of each value that is a phone's own."""
    placeholders = {found[1]: found[3][2:-2] for row in family()
                    if (found := ELEMENT.fullmatch(row)) and found[3].startswith("{{")}

    def placeholder(found):
        name = found[1]
        number = re.search(r"_(\d)_?_$", name)
        pattern = re.sub(r"_\d_(_?)$", r"_{{N}}_\1", name)
        if placeholders.get(pattern, "RULE") == "RULE":
            return found[0]
        return f"<{name}>{engine.placeholder(placeholders[pattern] + (f'_{number[1]}' if number else ''))}</{name}>"

    return ELEMENT.sub(placeholder, OURS.read_text())


def write(folder):
    """All of them: folder/jinja-loops, folder/smarty-flat, …"""
    for engine in Jinja(), Smarty():
        (folder / f"{engine.name}-loops").write_text(with_loops(engine))
        (folder / f"{engine.name}-flat").write_text(without_loops(engine))
