"""Digits planted in real reports, one at a time: what share the checks catch, by kind, and why not the rest.

Run by ``make bench``, or ``.venv/bin/python benchmarks/bench_real.py [--reports N] [--each N] [--missed N]``. It takes
one report a place (a folder of ``BUDGETLIB_CORPUS/reports/cities``, else of ``../shared/reports/cities``), alters a
digit of an extracted cell or sentence in the document, and parses and checks it again. A figure *can be contradicted*
where something else in the report proved it before; the others stand alone, and no check can know. Caught is an error
or warning, that was not there before, at the figure.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from planting import Base, Planted, edited, judge, other_digit

from budgetlib.checks.model import Verdict
from budgetlib.parsers.facts import Fact, Place, facts
from budgetlib.parsers.parse import parse
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report

SEED = 11
TABLES = ("lines", "claims", "three_public", "projects", "indicators")
ENOUGH = 150
"""Figures that a report must have to be taken."""


@dataclass
class Count:
    """What became of the digits of one kind."""

    planted: int = 0
    caught: int = 0
    missed: list[str] = field(default_factory=list)


def cities() -> Path:
    """The folder with one folder a place."""
    return Path(os.environ.get("BUDGETLIB_CORPUS", "../shared")) / "reports" / "cities"


def places() -> Iterator[list[Path]]:
    """The reports of each place, the smallest first."""
    for folder in sorted(one for one in cities().glob("*") if one.is_dir()):
        yield sorted(folder.rglob("*.pdf"), key=lambda path: path.stat().st_size)


def chosen(count: int) -> Iterator[tuple[str, Base]]:
    """One report a place: the smallest with enough figures."""
    found = 0
    for several in places():
        for path in several[:4]:
            report = read_report(path)
            if sum(len(report.rows[table]) for table in TABLES) >= ENOUGH and not report.document.losses:
                yield path.relative_to(cities()).parts[0], Base(None, report)
                found += 1
                break
        if found == count:
            return


def figures(base: Base) -> dict[str, list[tuple[Place, Fact, bool]]]:
    """Figures other than zero by table, with whether something proves them."""
    proved = base.report.checked.confirmations
    found: dict[str, list[tuple[Place, Fact, bool]]] = defaultdict(list)
    for place, one, _ in facts(base.report.rows):
        if place.table in TABLES and one.value and sum(character.isdigit() for character in one.text) > 1:
            found[place.table].append((place, one, place in proved))
    return found


def why_alone(base: Base, place: Place) -> str:
    """Why nothing contradicts a figure: its meaning is not known, its table was not read in full, or it stands once."""
    row = base.report.rows[place.table][place.row]
    if place.table == "lines":
        if not row.keys.get("understood", True):
            return "its statement, row, column or unit is not understood"
        doubts = {table.number: table.doubt for table in base.report.parsed.printed.printed}
        if doubts.get(row.values["table"]):
            return "its table was not read in full"
        return "it is stated once, and no sum goes over it"
    return "it is stated once"


def excuse(base: Base, planted: Planted, one: Fact, after: str) -> str:
    """Why a digit that was proved before is not contradicted: rounding allows it, or a proof that may not accuse."""
    proofs = {rule for rule, verdict in verdicts(base.report, one, one.text) if verdict.status in ("exact", "rounded")}
    own = [(rule, verdict) for rule, verdict in verdicts(Report(parse(planted.document)), one, after) if rule in proofs]
    if any(verdict.status in ("exact", "rounded") for _, verdict in own):
        return "rounding allows the other digit, too"
    doubts = [verdict.reason[1] for _, verdict in own if verdict.status == "unchecked"]
    return f"what proved it may not accuse: {doubts[0]}" if doubts else ""


def verdicts(report: Report, one: Fact, text: str) -> Iterator[tuple[str, Verdict]]:
    """The verdicts of a report over a figure, with their rules."""
    for judged in report.checked.judged:
        for figure in judged.verdict.figures:
            mark = figure.mark
            if mark and (mark.block, mark.cell) == (one.mark.block, one.mark.cell) and figure.text == text:
                yield judged.rule.id, judged.verdict


def run(reports: int, each: int) -> tuple[dict[str, Count], Counter[str], list[str]]:
    counts: dict[str, Count] = defaultdict(Count)
    alone: Counter[str] = Counter()
    names: list[str] = []
    for name, base in chosen(reports):
        names.append(name)
        chance = Random(f"{SEED}/{name}")
        for table, found in figures(base).items():
            for place, one, proved in found if len(found) <= each else chance.sample(found, each):
                if not proved:
                    alone[f"{table}: {why_alone(base, place)}"] += 1
                    continue
                after = other_digit(one.text, chance, clear=True)
                row = base.report.rows[place.table][place.row].values
                words = [row.get(key) for key in ("statement", "item", "project", "code", "name", "column", "measure")]
                said = " ".join(str(word) for word in words if word)
                told = f"[{name}] {table} p. {one.page} {said}: {one.text} → {after}"
                planted = edited(base, {one.mark: after}, told)
                caught = judge(base, planted).caught
                excused = "" if caught else excuse(base, planted, one, after)
                if excused:
                    alone[f"{table}: {excused}"] += 1
                    continue
                count = counts[table]
                count.planted += 1
                count.caught += bool(caught)
                if not caught:
                    count.missed.append(told)
    return counts, alone, names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10, help="places")
    parser.add_argument("--each", type=int, default=12, help="figures of each table of a report")
    parser.add_argument("--missed", type=int, default=4, help="how many missed digits of a table to list")
    options = parser.parse_args()
    start = time.perf_counter()
    counts, alone, names = run(options.reports, options.each)
    planted, caught = sum(one.planted for one in counts.values()), sum(one.caught for one in counts.values())
    print(f"{len(names)} reports of {len(names)} places ({', '.join(names)});")
    print(f"{planted} digits that can be contradicted, {caught} caught ({caught / max(planted, 1):.1%});")
    print(f"{sum(alone.values())} figures drawn stand alone; {time.perf_counter() - start:.0f} s.\n")
    print("| table | planted | caught | % |\n|---|---:|---:|---:|")
    for table, count in counts.items():
        print(f"| {table} | {count.planted} | {count.caught} | {count.caught / count.planted:.1%} |")
    print("\nwhy the others cannot be contradicted:")
    for why, number in alone.most_common():
        print(f"  {number:4} {why}")
    for count in counts.values():
        for told in count.missed[: options.missed]:
            print(f"missed: {told}")


if __name__ == "__main__":
    main()
