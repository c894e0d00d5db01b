"""Two digits of a figure swapped, one figure at a time, in real reports: what the checks say, and why they say nothing.

    .venv/bin/python benchmarks/bench_swaps.py FOLDER [--reports N] [--cells N] [--missed N]

FOLDER holds reports (by default ``cities`` of BUDGETLIB_CORPUS/reports). Ten reports of different subfolders are taken,
and of each twenty cells that are understood, at random over its tables; the same seed takes the same cells. A swap is
caught when a new error or warning points at the cell. What is not caught is counted by what there is to contradict it.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from planting import Base, edited, judge

from budgetlib import readers
from budgetlib.parsers.facts import Row
from budgetlib.parsers.parse import parse
from budgetlib.readers.document import Mark, UnreadableReport
from budgetlib.report import Report

SEED = 7
_PAGES = 100


def swapped(text: str, random: Random) -> str | None:
    """The text with two neighbouring digits of it changed about; None where it has no two different ones."""
    places = [n for n in range(len(text) - 1) if text[n : n + 2].isdigit() and text[n] != text[n + 1]]
    places = [n for n in places if not (n == 0 and text[1] == "0")]
    if not places:
        return None
    n = random.choice(places)
    return text[:n] + text[n + 1] + text[n] + text[n + 2 :]


def chosen(folder: Path, count: int, random: Random) -> Iterator[tuple[Path, Report]]:
    """Reports of different places in turn, of those with statements and not too many pages."""
    places: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*.pdf")):
        places[path.relative_to(folder).parts[0]].append(path)
    for paths in places.values():
        random.shuffle(paths)
    found = 0
    while places and found < count:
        for place in list(places):
            path = places[place].pop()
            if not places[place]:
                del places[place]
            report = readable(path)
            if report is not None and found < count:
                found += 1
                yield path, report


def readable(path: Path) -> Report | None:
    """The report, where it is one with tables."""
    try:
        report = Report(parse(readers.read(path)))
    except UnreadableReport:
        return None
    return report if report.document.pages <= _PAGES and report.rows["lines"] else None


def cells(report: Report, count: int, random: Random) -> Iterator[tuple[Row, Mark, str]]:
    """Understood figures of tables with the text that each is to have instead."""
    rows = [row for row in report.rows["lines"] if row.facts and row.keys["understood"]]
    random.shuffle(rows)
    for row in rows:
        mark = next(iter(row.marks.values()))
        text = swapped(report.text_at(mark), random)
        if text is not None and count:
            count -= 1
            yield row, mark, text


def why_not(report: Report, row: Row) -> str:
    """What there is that could contradict a figure of a table."""
    table = report.printed.by_number(row.values["table"])
    same = [one for one in report.rows["lines"] if one.values["table"] == table.number]
    own = (row.keys["block"], row.values["row"])
    parts_down = [one for one in same if one.keys["row_up"] == own and one.keys["col"] == row.keys["col"]]
    parts_across = [
        one for one in same if (one.keys["block"], one.values["row"]) == own and one.keys["col_up"] == row.keys["col"]
    ]
    sums = bool(row.keys["row_up"] or row.keys["col_up"] is not None or parts_down or parts_across)
    if table.doubt:
        return f"table not read in full: {table.doubt[:40]}"
    if not sums:
        return "in no sum of its table"
    of_which = [one.keys["of_which"] for one in [row, *parts_down]] + [
        one.keys["of_which_col"] for one in [row, *parts_across]
    ]
    return "only a part (其中) that need not be all" if any(of_which) else "in a sum"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    corpus = Path(os.environ.get("BUDGETLIB_CORPUS", "../shared")) / "reports" / "cities"
    asked.add_argument("folder", type=Path, nargs="?", default=corpus)
    asked.add_argument("--reports", type=int, default=10)
    asked.add_argument("--cells", type=int, default=20)
    asked.add_argument("--missed", type=int, default=0, help="show so many of what was missed")
    options = asked.parse_args()
    random = Random(SEED)
    caught: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    shown: list[str] = []
    for path, report in chosen(options.folder, options.reports, random):
        base = Base(None, report)
        here: Counter[bool] = Counter()
        for row, mark, text in cells(report, options.cells, random):
            found = judge(base, edited(base, {mark: text}, text)).caught
            here[bool(found)] += 1
            caught.update(set(found))
            if not found:
                reason = why_not(report, row)
                missed[reason] += 1
                shown.append(f"{path.name} p.{row.values['page']} {told(row.values)} -> {text}: {reason}")
        print(f"{here[True]:3} of {here.total():3} caught  {path.relative_to(options.folder)}", flush=True)
    total = options.reports * options.cells
    print(f"caught {total - missed.total()} of {total} ({100 * (1 - missed.total() / total):.1f} %)")
    print("by rule:", dict(caught.most_common()))
    print("not caught:", dict(missed.most_common()))
    print("\n".join(shown[: options.missed]))


def told(values: dict[str, Any]) -> str:
    return f"{values['statement']} {values['name']} {values['column']} {values['text']}"


if __name__ == "__main__":
    main()
