"""Errors planted one at a time in sound reports are found where they stand, and nothing is found elsewhere.

The list holds the kinds that the checks find without exception; ``benchmarks/bench_checks.py`` counts all kinds.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from budgetlib.running.pipeline import read_report
from budgetlib.typeset import typeset
from tools.corpus import LAYOUTS, generate

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
EACH = 2
"""Errors of one kind in one layout."""

CAUGHT = {
    "statements": (
        "digit of a figure, every kind of place",
        "figure in the wrong column",
        "statement left empty",
    ),
    "between statements": ("item and all its totals raised alike in one statement",),
    "prose": (
        "amount in the prose",
        "share",
        "completion or difference rate",
        "count",
        "增加 and 减少 flipped before the amount",
        "增长 and 下降 flipped before the rate",
        "大于, 小于 and 持平 flipped",
        "持平 said of what is above or below",
        "item and its change altered alike, so that only the statement contradicts",
    ),
    "three public": ("amount in the prose", "share", "budget in the statement below its spending"),
    "performance": (
        "count",
        "amount in the prose",
        "money of a project or of the office",
        "money by fund",
        "execution rate",
        "score of the execution rate",
        "total score",
        "weight of an indicator",
        "score of an indicator lowered, total alike",
        "score above its weight",
        "comparator turned",
        "outcome below the target with full marks",
        "budget cut to exactly the spending",
        "row of an indicator dropped",
        "form of a project removed",
    ),
    "form": ("leftover of the template", "doubled punctuation", "placeholder for a name"),
}


@pytest.fixture(scope="module")
def bench() -> Any:
    """The modules of the benchmark, which are scripts beside the package."""
    if not BENCHMARKS.is_dir():
        pytest.skip("the benchmarks are not part of a source distribution")
    sys.path.insert(0, str(BENCHMARKS))
    try:
        importlib.import_module("kinds_forms")
        return importlib.import_module("planting"), importlib.import_module("kinds")
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def bases(bench: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One report of each layout, of a kind of office that has everything: other money, a fund, cars, guests."""
    folder = tmp_path_factory.mktemp("recall")
    found = {}
    for layout in LAYOUTS:
        one = next(generate(1, [2024], seed=4, layouts=[layout]))
        found[layout] = bench[0].Base(one, read_report(one.write(folder)))
    return found


@pytest.mark.parametrize(("family", "name"), [(family, name) for family, names in CAUGHT.items() for name in names])
def test_planted_errors_are_found_where_they_stand(bench: Any, bases: dict[str, Any], family: str, name: str) -> None:
    planting, kinds = bench
    kind = next(one for one in kinds.KINDS if (one.family, one.name) == (family, name))
    planted_at_all = 0
    for layout, base in bases.items():
        chance = Random(f"{layout}/{family}/{name}")
        for planted in planting.choose(chance, list(kind.plant(base, chance)), EACH):
            planted_at_all += 1
            result = planting.judge(base, planted)
            assert result.caught, f"{layout}: {planted.told} was not found"
    assert planted_at_all


def test_an_error_in_the_tables_is_found_like_one_behind_the_reader(
    bench: Any, bases: dict[str, Any], tmp_path: Path
) -> None:
    """Typeset and read again, as a user would meet it: the same rules find it."""
    planting, _ = bench
    for table, column, wanted, find in CHANGED:
        base = bases["split"]
        number = next(n for n, row in enumerate(base.report.rows[table]) if find(row.values))
        row = base.report.rows[table][number]
        tables = {name: frame.copy() for name, frame in base.generated.tables.items()}
        tables[table].loc[number, column] = float(wanted.replace(",", ""))
        if table == "lines":
            tables[table].loc[number, "text"] = wanted
        read = read_report(typeset(tables, tmp_path / "planted.pdf", fictional=True, split_codes=True))
        behind = planting.judge(base, planting.edited(base, {row.marks[column]: wanted}, ""))
        rules = {one["rule"] for one in read.checked.findings if one["severity"] != "note"}
        assert rules == set(behind.caught) != set()


CHANGED: tuple[tuple[str, str, str, Callable[[dict[str, Any]], bool]], ...] = (
    (
        "lines",
        "amount",
        "9,999.99",
        lambda row: row["statement"] == "general_public" and row["level"] == 3 and row["column"] == "project",
    ),
    ("indicators", "score", "20", lambda row: row["evaluation"] == "project" and row["weight"] == 15.0),
    ("projects", "executed", "1.00", lambda row: row["evaluation"] == "project"),
)
