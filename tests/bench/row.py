"""A row of the table, and how its figures come about."""
import dataclasses
import os
import statistics

ROUNDS = int(os.environ.get("BENCH_ROUNDS", 5))


@dataclasses.dataclass
class Row:
    what: str
    against: str
    ours: str
    theirs: str
    figures: list  # one of each round
    least: float = None  # the goal: at least this,
    aim: float = None    # better this,
    most: float = None   # or at most that; a row without one is there to be compared
    unit: str = ""

    @property
    def figure(self):
        return statistics.median(self.figures)

    @property
    def is_goal(self):
        return self.least is not None or self.most is not None

    @property
    def reached(self):
        return self.figure >= self.least if self.most is None else self.figure <= self.most

    def number(self, value):
        return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f}"

    def cells(self):
        spread = f" ({self.number(min(self.figures))}–{self.number(max(self.figures))})"
        goal = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}" if self.is_goal else ""
        if self.aim:
            goal += f", aim {self.aim:g}"
        verdict = ("reached" if self.reached else "SHORT") if self.is_goal else ""
        return [self.what, self.against, self.ours, self.theirs,
                self.number(self.figure) + self.unit + (spread if len(self.figures) > 1 else ""),
                goal, verdict]


def in_turns(**measurements):
    """Each of them once a round, the other way round in every second; name → one figure per round."""
    found = {name: [] for name in measurements}
    for number in range(ROUNDS):
        for name in list(measurements)[:: -1 if number % 2 else 1]:
            found[name].append(measurements[name]())
    return found


def ratios(ours, theirs):
    return [a / b for a, b in zip(ours, theirs)]


def after_another(*parts):
    """The rate of doing these parts one after the other, of each round."""
    return [1 / sum(1 / rate for rate in round) for round in zip(*parts)]


def rates(figures):
    """The median of the rates, for people."""
    return f"{statistics.median(figures):.0f}/s"


def milliseconds(figures):
    return f"{1000 * statistics.median(figures):.1f} ms"


def table(rows):
    cells = [["what", "against", "ours", "theirs", "median (min–max)", "goal", ""], *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
