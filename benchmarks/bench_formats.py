"""Format by format: how many figures of the same reports come back right, flagged, wrong and unflagged, and how fast.

The reports are fictional and their figures known (``tools/corpus``): statements, prose and self-evaluations, each
written as PDF, workbook, Word file, web page and text. Prints the table of docs/formats.md.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from tools.corpus import LAYOUTS, Generated, generate

FORMATS = {".pdf": "PDF", ".xlsx": "xlsx", ".docx": "docx", ".html": "HTML", ".txt": "text"}
FIGURES = {
    "lines": ("statement", "code", "name", "column", "value"),
    "claims": ("section", "item", "measure", "base", "value"),
    "projects": ("project", "initial_budget", "adjusted_budget", "executed", "execution_rate"),
    "indicators": ("project", "indicator", "target_value", "actual_value", "weight", "score"),
}
"""Of each table: what names a figure, and the columns that hold figures."""
NAMING = ("statement", "code", "name", "column", "section", "item", "measure", "base", "project", "indicator")

Figure = tuple[object, ...]


@dataclass
class Score:
    """Figures of one format; seconds, and pages, sheets or files without either."""

    right: int = 0
    flagged: int = 0
    wrong: int = 0
    seconds: float = 0.0
    places: int = 0


def figures(tables: dict[str, list[dict[str, object]]]) -> Iterator[Figure]:
    """Every figure with what names it."""
    for table, columns in FIGURES.items():
        for row in tables[table]:
            name = tuple(row.get(column) for column in columns if column in NAMING)
            for column in columns:
                value = row.get(column)
                if column not in NAMING and isinstance(value, int | float):
                    yield (table, *name, column, round(float(value), 6))


def judge(made: Generated, read: Report, score: Score) -> None:
    """Count what came back: as it is; marked as unread or as not understood; or otherwise, or not at all."""
    rows = {table: [row for row in read.rows[table] if row.keys.get("understood", True)] for table in FIGURES}
    truth = Counter(figures(made.records))
    found = Counter(figures({table: [row.values for row in own] for table, own in rows.items()}))
    lost, added = sum((truth - found).values()), sum((found - truth).values())
    marked = sum(len(read.rows[table]) - len(rows[table]) for table in FIGURES) + len(read.coverage.unread)
    flagged = min(lost, marked)
    score.right += sum((truth & found).values())
    score.flagged += flagged
    score.wrong += max(lost - flagged, added)


def run(offices: int) -> dict[str, Score]:
    scores = {name: Score() for name in FORMATS.values()}
    with tempfile.TemporaryDirectory() as folder:
        for made in generate(offices, [2024], layouts=LAYOUTS):
            for ending, name in FORMATS.items():
                path = made.write(Path(folder), ending)
                start = time.perf_counter()
                read = read_report(path)
                scores[name].seconds += time.perf_counter() - start
                scores[name].places += read.document.pages if ending in (".pdf", ".xlsx") else 1
                judge(made, read, scores[name])
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offices", type=int, default=8, help="fictional offices, one report each (8)")
    print("| format | figures right | flagged | wrong or lost, unflagged | seconds a page (PDF), sheet (xlsx), file |")
    print("|---|---:|---:|---:|---:|")
    for name, one in run(parser.parse_args().offices).items():
        each = one.seconds / max(one.places, 1)
        print(f"| {name} | {one.right:,} | {one.flagged} | {one.wrong} | {each:.3f} |")


if __name__ == "__main__":
    main()
