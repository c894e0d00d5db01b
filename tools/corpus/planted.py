"""The fictional report of exercise 3, with errors planted in it: ``python -m tools.corpus.planted FOLDER``.

The report is sound as the generator makes it; every cell that was changed afterwards is named in ``PLANTED``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from budgetlib.typeset.tables import Record
from tools.corpus.reports import Generated, generate

NAME = "fictional-planted-2024.pdf"
YEAR = 2024
_SEED, _OFFICE = 110, 6
"""A sports bureau with all three public expenses and three projects."""


@dataclass(frozen=True)
class Cell:
    """One cell of a public table and what is printed in it instead."""

    table: str
    row: dict[str, Any]
    """Values of columns that only this row has together."""
    column: str
    before: float
    after: float


@dataclass(frozen=True)
class Planted:
    """One error: what was done, and the cells that say it. ``seen`` is whether a rule can know of it."""

    zh: str
    en: str
    cells: tuple[Cell, ...] = field(repr=False)
    seen: bool = True


_HOUSING = "住房保障支出/住房改革支出/住房公积金"
_RETIRED = "社会保障和就业支出/行政事业单位养老支出/行政单位离退休"
PLANTED = (
    Planted(
        "基本支出表：办公费两个数字颠倒，各款之和不等于商品和服务支出",
        "basic spending: two digits of 办公费 swapped, so that the items miss their class",
        (Cell("lines", {"statement": "basic", "code": "30201"}, "amount", 44.90, 49.40),),
    ),
    Planted(
        "文字：人员经费两个数字颠倒，与报表不一致",
        "prose: two digits of 人员经费 swapped, unlike the statement",
        (Cell("claims", {"item": "人员经费", "measure": "actual"}, "value", 2538.70, 2583.70),),
    ),
    Planted(
        "文字：住房公积金的增长率抄错",
        "prose: the rate of growth of 住房公积金 is wrong",
        (
            Cell("claims", {"item": _HOUSING, "measure": "change_pct"}, "value", 28.48, 24.84),
            Cell("changes", {"item": _HOUSING}, "change_pct", 28.48, 24.84),
        ),
    ),
    Planted(
        "文字：行政单位离退休的金额减少，增减率却写“增长”",
        "prose: 行政单位离退休 falls in amount and grows in percent",
        (
            Cell("claims", {"item": _RETIRED, "measure": "change_pct"}, "value", -14.04, 14.04),
            Cell("changes", {"item": _RETIRED}, "change_pct", -14.04, 14.04),
        ),
    ),
    Planted(
        "“三公”经费表：公务用车预算数两个数字颠倒，各项之和不等于合计",
        "three public expenses: two digits of the budget for vehicles swapped, so that the parts miss the total",
        (
            Cell(
                "lines",
                {"statement": "three_public", "name": "公务用车购置及运行维护费", "column": "budget"},
                "amount",
                23.60,
                26.30,
            ),
            Cell("three_public", {"item": "vehicles"}, "budget", 23.60, 26.30),
        ),
    ),
    Planted(
        "自评表：体育场地维护经费的执行率不等于执行数除以全年预算数",
        "self-evaluation: an execution rate that is not executed over adjusted budget",
        (Cell("projects", {"project": "2024年体育场地维护经费"}, "execution_rate", 91.69, 96.19),),
    ),
    Planted(
        "自评表：青少年训练专项一个指标的分值多5分，分值合计超过100",
        "self-evaluation: one weight is 5 too high, so that the weights exceed 100",
        (
            Cell(
                "indicators",
                {"project": "2024年青少年训练专项", "indicator": "受益群众人次"},
                "weight",
                20.0,
                25.0,
            ),
        ),
    ),
    Planted(
        "文字：房屋面积多写一个0，报告中没有可比对的数字",
        "prose: a zero too many in the floor area, with nothing in the report to compare it with",
        (Cell("claims", {"item": "房屋", "measure": "count"}, "value", 1816.0, 18160.0),),
        seen=False,
    ),
)


def sound() -> Generated:
    """The fictional report before anything was planted in it: no rule has anything to say but notes."""
    *_, report = generate(_OFFICE + 1, [YEAR], seed=_SEED, layouts=["split"])
    return report


def planted() -> Generated:
    """The same report with every error of ``PLANTED``."""
    report = sound()
    records = {table: [dict(row) for row in rows] for table, rows in report.records.items()}
    for error in PLANTED:
        for cell in error.cells:
            _put(records[cell.table], cell)
    return replace(report, records=records)


def _put(rows: list[Record], cell: Cell) -> None:
    """Change the cell; raises ValueError unless exactly one row is meant and holds the figure before."""
    found = [row for row in rows if all(row[name] == value for name, value in cell.row.items())]
    if len(found) != 1 or found[0][cell.column] != cell.before:
        raise ValueError(f"{cell.table}: {len(found)} rows for {cell.row}, expected one with {cell.before}")
    row = found[0]
    if cell.table in ("lines", "claims"):
        row["text"] = row["text"].replace(_printed(cell.before, row["text"]), _printed(cell.after, row["text"]))
    row[cell.column] = cell.after
    if cell.table == "lines":
        row["value"] = cell.after


def _printed(value: float, like: str) -> str:
    """An amount without its sign, with as many decimals as ``like``."""
    return f"{abs(value):,.2f}" if "." in like else f"{abs(value):,.0f}"


def write(folder: str | Path) -> Path:
    """Set the planted report as ``fictional-planted-2024.pdf`` in ``folder``, marked as fictional on every page."""
    made = planted().write(folder)
    return made.replace(Path(folder) / NAME)


if __name__ == "__main__":
    print(write(sys.argv[1]))
