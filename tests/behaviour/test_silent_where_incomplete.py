"""A table that was not read in full accuses nobody: its rows, columns, trees, totals and emptiness are not judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from budgetlib.cli import app

from .conftest import HEAD, SENTENCE, table

Read = Callable[..., Any]
TITLE = "支出决算表"
HEADING = "科目编码 科目名称 本年支出合计 基本支出 项目支出"
GOOD = (
    HEADING,
    "_ 合计 90.00 60.00 30.00",
    "201 一般公共服务支出 90.00 60.00 30.00",
    "20103 政府办公 90.00 60.00 30.00",
)
WRONG_ROW = (HEADING, "_ 合计 90.00 60.00 20.00", "201 一般公共服务支出 90.00 60.00 20.00")
UNKNOWN_COLUMN = (
    "科目编码 科目名称 本年支出合计 基本支出 项目支出 星际支出",
    "_ 合计 90.00 60.00 20.00 10.00",
    "201 一般公共服务支出 90.00 60.00 20.00 10.00",
)
UNPLACED_ROW = (
    HEADING,
    "_ 合计 90.00 60.00 30.00",
    "201 一般公共服务支出 70.00 50.00 20.00",
    "_ _ 20.00 10.00 10.00",
)
LOST_FIGURE = (
    HEADING,
    "_ 合计 90.00 60.00 30.00",
    "201 一般公共服务支出 90.00 60.00 30.00",
    "20103 政府办公 50.00 40.00 10.00",
    "20104 发展改革 40.00/41.00 20.00 20.00",
)
CONTINUED = table(TITLE, HEADING, "_ 合计 90.00 60.00 30.00", "201 一般公共服务支出 50.00 40.00 10.00") + table(
    "第3页", "205 教育支出 40.00 20.00 20.00"
)


def statement_findings(report: Any) -> list[str]:
    rules = report.findings["rule"]
    return [rule for rule in rules if rule.startswith("statement.") or rule == "form.empty_statement"]


def test_a_whole_table_is_judged(read: Read) -> None:
    assert statement_findings(read(table(TITLE, *GOOD))) == []
    assert statement_findings(read(table(TITLE, *WRONG_ROW))) != []


@pytest.mark.parametrize(
    "text",
    [
        table(TITLE, *UNKNOWN_COLUMN),
        table(TITLE, *UNPLACED_ROW),
        table(TITLE, *LOST_FIGURE),
        CONTINUED,
        SENTENCE + table(TITLE, "科目编码 科目名称 星际支出", "_ 合计 90.00", "201 一般公共服务支出 90.00"),
    ],
    ids=["unknown column", "unplaced row", "lost figure", "lost continuation", "only unknown columns"],
)
def test_a_table_not_read_in_full_is_not_accused(read: Read, text: str) -> None:
    assert statement_findings(read(text)) == []


def test_another_table_of_the_report_is_judged_all_the_same(read: Read) -> None:
    other = table(
        "一般公共预算财政拨款支出决算表",
        "科目编码 科目名称 合计 基本支出 项目支出",
        "_ 合计 90.00 60.00 30.00",
        "201 一般公共服务支出 90.00 60.00 20.00",
    )
    assert statement_findings(read(table(TITLE, *UNKNOWN_COLUMN) + other)) != []


@pytest.mark.parametrize(("rows", "told"), [(UNKNOWN_COLUMN, True), (GOOD, False)])
def test_the_summary_says_what_was_not_judged(tmp_path: Path, rows: tuple[str, ...], told: bool) -> None:
    path = tmp_path / "report.md"
    path.write_text(HEAD + table(TITLE, *rows), encoding="utf-8")
    result = CliRunner().invoke(app, ["parse", str(path), "--out", str(tmp_path / "out")])
    assert ("不作判断" in result.output) is told
