"""Made-up reports read through the public face only: whatever parses them, these tests hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl

HEAD = "某市某局2023年度部门决算\n\n"

SENTENCE = "三、支出决算情况说明\n\n本年支出合计90.00万元。\n\n"
"""Something to read beside a table that is not understood."""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Any]:
    """A function: the text of a report (without its title line) to the report."""

    def reading(text: str, head: str = HEAD) -> Any:
        path = tmp_path / "report.md"
        path.write_text(head + text, encoding="utf-8")
        return bl.read_report(path)

    return reading


def claims(report: Any, item: str = "") -> list[tuple[str, float]]:
    """(measure, value in 万元 or the printed unit) of the claims of an item, or of all."""
    factor = {"亿元": 10_000.0, "元": 0.0001}
    return [
        (row.measure, round(row.value * factor.get(row.unit, 1.0), 6))
        for row in report.claims.itertuples()
        if item in (row.item or "")
    ]


def unread(report: Any) -> list[str]:
    """The numbers that reached no table."""
    return [one.text for one in report.coverage.unread]


def found(report: Any, severity: str = "error") -> list[str]:
    """The rules with findings of a severity."""
    return list(report.findings.loc[report.findings["severity"] == severity, "rule"])


def table(title: str, *rows: str, unit: str = "万元") -> str:
    """A table in Markdown under its title, the unit in its first row; "_" is a blank cell."""
    lines = [f"单位：{unit}", *rows]
    printed = [f"| {' | '.join(row.split())} |".replace("_", "") for row in lines]
    return "\n".join([title, "", *printed, "", ""])
