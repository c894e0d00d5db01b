"""How many planted errors the checks find: one at a time, over all families, in generated reports that have none.

Run by ``make bench``, or ``.venv/bin/python benchmarks/bench_checks.py [--quick] [--offices N] [--missed N]``. The same
seed plants the same errors. An error counts as caught when a new error or warning points at it; new findings that point
elsewhere only are counted apart.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

from kinds import ONCE
from kinds_forms import in_years
from kinds_words import KINDS
from planting import Base, judge

from budgetlib import report
from budgetlib.checks.years import compare_years
from budgetlib.parsers.parse import parse
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from tools.corpus import LAYOUTS, generate

SEED = 4


@dataclass
class Count:
    """What became of the errors of one kind."""

    planted: int = 0
    caught: int = 0
    elsewhere: int = 0
    missed: list[str] = field(default_factory=list)
    rules: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, rules: tuple[str, ...], elsewhere: int, told: str) -> None:
        self.planted += 1
        self.caught += bool(rules)
        self.elsewhere += bool(elsewhere)
        for rule in set(rules):
            self.rules[rule] += 1
        if not rules:
            self.missed.append(told)


Counts = dict[tuple[str, str], Count]


def bases(offices: int, folder: Path) -> Iterator[tuple[str, list[Base]]]:
    """Reports of each layout, two years of each office, as read from their PDFs."""
    for layout in LAYOUTS:
        reports = generate(offices, [2023, 2024], seed=SEED, layouts=[layout])
        yield layout, [Base(one, read_report(one.write(folder))) for one in reports]


def run(offices: int, folder: Path) -> tuple[Counts, int, int]:
    """Plant everything in every report; also the number of reports and of findings before anything was planted."""
    counts: Counts = defaultdict(Count)
    made = before = 0
    for layout, found in bases(offices, folder):
        for base in found:
            made += 1
            before += sum(one["severity"] != "note" for one in base.report.checked.findings)
            plant_all(counts, base, layout)
        for earlier, later in pairwise(found):
            if earlier.generated.agency == later.generated.agency:
                plant_years(counts, earlier, later, layout)
    return counts, made, before


def plant_all(counts: Counts, base: Base, layout: str) -> None:
    for kind in KINDS:
        chance = Random(f"{SEED}/{base.generated.report_id}/{kind.family}/{kind.name}")
        for planted in kind.plant(base, chance):
            result = judge(base, planted)
            counts[(kind.family, kind.name)].add(result.caught, len(result.elsewhere), f"[{layout}] {planted.told}")


def plant_years(counts: Counts, earlier: Base, later: Base, layout: str) -> None:
    chance = Random(f"{SEED}/{later.generated.report_id}/years")
    sound = len(restated(earlier.report, later.report))
    for name, planted, item in in_years(earlier, later, chance):
        read = Report(parse(planted.document))
        found = restated(earlier.report, read)
        caught = ("years.restated",) if any(item in one for one in found) else ()
        counts[("years", name)].add(caught, max(len(found) - sound - len(caught), 0), f"[{layout}] {planted.told}")


def restated(earlier: report.Report, later: report.Report) -> list[str]:
    tables = [
        {name: list(one.records(name)) for name in ("reports", "changes", "claims", "lines")}
        for one in (earlier, later)
    ]
    return [one.item for one in compare_years(*tables) if one.status == "restated"]


def table(counts: Counts) -> str:
    """One row a kind, the sum of each family first."""
    rows = [
        "| family | error | planted | caught | % | new findings elsewhere only or as well |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for family in dict.fromkeys(family for family, _ in counts):
        own = [(name, count) for (other, name), count in counts.items() if other == family]
        planted, caught = sum(count.planted for _, count in own), sum(count.caught for _, count in own)
        rows.append(_row(f"**{family}**", "", planted, caught, sum(count.elsewhere for _, count in own)))
        rows += [_row("", name, count.planted, count.caught, count.elsewhere) for name, count in own]
    return "\n".join(rows)


def _row(family: str, name: str, planted: int, caught: int, elsewhere: int) -> str:
    return f"| {family} | {name} | {planted:,} | {caught:,} | {caught / planted:.1%} | {elsewhere} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one office a layout")
    parser.add_argument("--offices", type=int, default=2, help="offices a layout, two years each")
    parser.add_argument("--missed", type=int, default=4, help="how many missed errors of a kind to list")
    options = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        counts, made, before = run(1 if options.quick else options.offices, Path(folder))
    known = [count for (family, _), count in counts.items() if family != ONCE]
    planted, caught = sum(count.planted for count in known), sum(count.caught for count in known)
    print(f"{made} reports in {len(LAYOUTS)} layouts, {before} findings before anything was planted;")
    print(f"{planted:,} errors planted one at a time, {caught:,} caught ({caught / planted:.1%}),")
    print(f"without the figures that nothing in the report contradicts ({ONCE});")
    print(f"{time.perf_counter() - start:.0f} s.\n")
    print(table(counts))
    for (family, name), count in counts.items():
        if count.missed and family != ONCE:
            print(f"\nmissed: {family}, {name} ({len(count.missed)})")
            for told in count.missed[: options.missed]:
                print(f"  {told}")


if __name__ == "__main__":
    main()
