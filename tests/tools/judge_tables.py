"""Judge the cells that were read from pictures of pages: what the library reads for each, and whether it is right.

    python tests/tools/judge_tables.py [FOLDER]    fill the columns ours and verdict of tests/corpus/tables-read.csv

FOLDER has the reports in ``reports``; without it BUDGETLIB_CORPUS names it. The other columns are a person's reading
and are never written to.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import budgetlib as bl

READ = Path(__file__).parents[1] / "corpus" / "tables-read.csv"
RIGHT, WRONG, UNREAD, NOT_UNDERSTOOD = "right", "wrong", "unread", "placed but not understood"

Cell = dict[str, str]
Line = dict[str, Any]

_WIDTH = str.maketrans("（）：，．“”", '():,.""')
_ORDINAL = re.compile(r"^(?:其中:)?(?:\(?[一二三四五六七八九十]+[)、.]|\(?\d+[)、.])?")
_CODE = re.compile(r"\d+")
_YEAR = re.compile(r"\d{4}年")
_SIDES = {"收入": "income", "支出": "expenditure"}
_MONEY = {"元": ("万元", 1e-4), "万元": ("万元", 1.0)}


def cells_read() -> list[Cell]:
    """The cells of the CSV, in its order."""
    with READ.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_report(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """The cells of each report."""
    reports: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        reports[cell["report"]].append(cell)
    return dict(reports)


def lines_of(report: Path) -> list[Line]:
    """The public rows of the report's tables, None where a value is missing, in printed order."""
    lines = bl.read_report(report).lines
    return [
        {str(column): None if missing(value) else value for column, value in line.items()}
        for line in lines.to_dict("records")
    ]


def missing(value: object) -> bool:
    """Whether a value is NA of any sort: it is then not equal to itself, or not comparable."""
    try:
        return value is None or bool(value != value)
    except TypeError:
        return True


def judged(cells: list[Cell], lines: list[Line]) -> Iterator[tuple[Cell, str, str]]:
    """Each cell of one report with what the library reads there and the verdict."""
    for cell in cells:
        here = [line for line in lines if line["page"] == int(cell["page"])]
        found = candidates(cell, here)
        elsewhere = [] if found else astray(cell, here)
        yield cell, " | ".join(shown(line) for line in found or elsewhere), verdict(cell, found, elsewhere)


def candidates(cell: Cell, here: list[Line]) -> list[Line]:
    """The lines of a page in the row and under the heading of the cell, of rows of one name the nth from the top."""
    in_row = closest(here, lambda line: row_likeness(cell, line))
    found = closest(in_row, lambda line: heading_likeness(cell["heading"], line))
    nth = int(cell["nth"] or 0)
    return found[nth - 1 : nth] if nth else found


def astray(cell: Cell, here: list[Line]) -> list[Line]:
    """The lines under the heading of the cell with its figure, in rows of other names."""
    return [line for line in here if line["text"] == cell["printed"] and heading_likeness(cell["heading"], line)]


def closest(lines: list[Line], likeness: Callable[[Line], int]) -> list[Line]:
    """The lines that are most like what is sought, none where none is like it at all."""
    best = max(map(likeness, lines), default=0)
    return [line for line in lines if best and likeness(line) == best]


def row_likeness(cell: Cell, line: Line) -> int:
    """0 where the line is of another row; more where its code or its name is the printed one and no part of it.

    A row is printed as a code, a name, the unit whose row it is, a year, or several of them in several columns.
    """
    if cell["unit_name"] and line["unit_name"] is not None and cell["unit_name"] != line["unit_name"]:
        return 0
    code, *_ = cell["row"].split() or [""]
    words = [word for word in cell["row"].split() if not _CODE.fullmatch(word)]
    if _CODE.fullmatch(code) and line["code"] is not None:
        last = line["code"].endswith(code) and words and word_likeness(words[0], line)  # class and group stand above
        return 9 * bool(line["code"] == code) or int(last or 0)
    return max((word_likeness(word, line) for word in words), default=1)


def word_likeness(word: str, line: Line) -> int:
    """How well one printed word of a row says which row it is."""
    if _YEAR.fullmatch(word):
        return 4 * bool(line["year"] == int(word[:4]) and line["column"] != "change")
    if word == "增减变化金额":
        return 4 * bool(line["column"] == "change")
    name, unit = (squeezed(line[field] or "") for field in ("name", "unit_name"))
    exact = 6 * (squeezed(word) == name) or 4 * (bare(word) == bare(name))  # a row of its own before those of the unit
    return exact or 3 * (squeezed(word) == unit) or 2 * (bare(word) == bare(unit))


def heading_likeness(heading: str, line: Line) -> int:
    """0 where the innermost heading is not in the path of the line; then how many steps of the two paths agree."""
    theirs, ours = squeezed(heading).split("/"), squeezed(line["column_zh"] or "").split("/")
    if theirs[-1] not in ours[-1]:
        return 0
    side = _SIDES.get(theirs[0])
    if side and line["side"] not in (None, side):
        return 0
    return 1 + 20 * (theirs[-1] == ours[-1]) + 2 * len(set(theirs) & set(ours)) + (len(theirs) == len(ours))


def verdict(cell: Cell, found: list[Line], elsewhere: list[Line]) -> str:
    """Right only where text, value and unit are the printed ones, and statement and department's unit are the row's."""
    if not found:
        return WRONG if elsewhere else UNREAD
    line = found[0]
    if len(found) > 1 or not same_figure(cell, line) or not same_unit_name(cell, line):
        return WRONG
    known = [line["statement"], line["column"], line["unit"], *([line["unit_name"]] if cell["unit_name"] else [])]
    if None in known:
        return NOT_UNDERSTOOD
    return RIGHT if cell["statement"] == line["statement"] else WRONG


def same_unit_name(cell: Cell, line: Line) -> bool:
    """Whether the row is said to be of the unit it is of; none is said, or the row of all units is called 合计."""
    return line["unit_name"] in (None, cell["unit_name"]) or line["unit_name"] == cell["row"] == "合计"


def same_figure(cell: Cell, line: Line) -> bool:
    """Whether text, value and unit are the printed ones: money in 万元; a cell that is printed empty has no figure."""
    unit, factor = _MONEY.get(cell["unit"], (cell["unit"], 1.0))
    if line["unit"] not in (None, unit):
        return False
    if not cell["printed"]:
        return line["text"] is None and line["value"] is None
    value = float(cell["printed"].replace(",", "").rstrip("%")) * factor
    return line["text"] == cell["printed"] and line["value"] is not None and abs(line["value"] - value) < 1e-7


def shown(line: Line) -> str:
    """A line as the CSV shows it: name, statement, column, printed figure and unit of the value."""
    parts = (line["name"], line["statement"], line["column"], line["text"], line["unit"])
    return " ".join("-" if part is None else str(part) for part in parts)


def bare(name: str) -> str:
    """A name without its ordinal and the word that says it is a part."""
    return _ORDINAL.sub("", squeezed(name)) or squeezed(name)


def squeezed(text: str) -> str:
    return "".join(text.split()).translate(_WIDTH)


def main(folder: Path) -> None:
    """Write the verdicts beside the cells and print how many there are of each."""
    done: list[Cell] = []
    for report, cells in by_report(cells_read()).items():
        for cell, ours, said in judged(cells, lines_of(folder / "reports" / report)):
            done.append(cell | {"ours": ours, "verdict": said})
    with READ.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(done[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(done)
    print(Counter(cell["verdict"] for cell in done))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["BUDGETLIB_CORPUS"]))
