"""One property: the same random report as PDF, workbook, Word file, web page and text gives the same tables."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetlib import schema
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from budgetlib.typeset import typeset

from .test_random import cents, evaluations, reports

Row = dict[str, Any]
ENDINGS = (".pdf", ".xlsx", ".docx", ".html", ".txt")
READ = ("reports", "lines", "claims", "changes", "completions", "three_public", "projects", "indicators")
TREE = (("205", "教育支出", 1), ("20502", "普通教育", 2), ("2050202", "小学教育", 3), ("2050203", "初中教育", 3))
COLUMNS = (("total", "合计"), ("basic", "基本支出"), ("project", "项目支出"))
SIDES = (
    ("income", (("一、一般公共预算财政拨款收入", "二、事业收入", "本年收入合计"))),
    ("expenditure", (("一、教育支出", "二、卫生健康支出", "本年支出合计"))),
)


def cell(amount: Decimal | None) -> Row:
    return {"amount": None if amount is None else float(amount), "text": "" if amount is None else f"{amount:,.2f}"}


@st.composite
def statements(draw: st.DrawFn) -> list[Row]:
    """The summary with its two sides, and a statement by item: every row has an amount, others may be blank."""
    two_sided: Row = {"statement": "income_expenditure", "statement_zh": "收入支出决算总表"}
    rows = [
        {**two_sided, "row": number, "side": side, "name": names[number - 1], "column": "amount",
         "column_zh": "决算数", **cell(draw(cents))}
        for number in (1, 2, 3)
        for side, names in SIDES
    ]  # fmt: skip
    general: Row = {"statement": "general_public", "statement_zh": "一般公共预算财政拨款支出决算表"}
    items = [TREE[0], *draw(st.lists(st.sampled_from(TREE[1:]), unique=True).map(sorted))]
    for number, (code, name, level) in enumerate(items, start=1):
        own = {**general, "row": number, "code": code, "name": name, "level": level}
        amounts = [draw(cents), draw(cents), draw(st.one_of(st.none(), cents))]
        rows += [
            {**own, "column": column, "column_zh": heading, **cell(amount)}
            for (column, heading), amount in zip(COLUMNS, amounts, strict=True)
        ]
    return rows


def unlike(one: Report, other: Report) -> list[str]:
    """Every cell that two readings have otherwise, apart from places."""
    found = []
    for table in READ:
        left, right = one.table(table), other.table(table)
        if len(left) != len(right):
            found.append(f"{table}: {len(left)} and {len(right)} rows")
            continue
        for column in left.columns.difference([*schema.READING]):
            for row, (a, b) in enumerate(zip(left[column], right[column], strict=True)):
                if not (pd.isna(a) and pd.isna(b)) and not (pd.notna(a) and pd.notna(b) and a == b):
                    found.append(f"{table}[{row}].{column}: {a!r} and {b!r}")
    return found


@settings(max_examples=15, deadline=None, derandomize=True)
@given(lines=statements(), stated=reports(), evaluated=evaluations())
def test_the_same_report_through_every_format_gives_the_same_tables(
    made: Callable[..., dict[str, pd.DataFrame]],
    lines: list[Row],
    stated: tuple[list[Row], list[Row]],
    evaluated: tuple[list[Row], list[Row]],
) -> None:
    (claims, changes), (projects, indicators) = stated, evaluated
    given_tables = made(lines=lines, claims=claims, changes=changes, projects=projects, indicators=indicators)
    with tempfile.TemporaryDirectory() as folder:
        read = {ending: read_report(typeset(given_tables, Path(folder) / f"report{ending}")) for ending in ENDINGS}
    assert {ending: unlike(read[".pdf"], other) for ending, other in read.items()} == {ending: [] for ending in ENDINGS}


def test_another_ending_is_one_sentence(made: Callable[..., dict[str, pd.DataFrame]], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no format '\.doc'; there are \.pdf, \.xlsx"):
        typeset(made(lines=[]), tmp_path / "report.doc")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_has_the_forms_of_the_official_one(
    made: Callable[..., dict[str, pd.DataFrame]], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    row: Row = {"statement": "income", "statement_zh": "收入决算表", "row": 1, "name": "合计", "column": "total"}
    given_tables = made(lines=[{**row, "column_zh": "本年收入合计", **cell(Decimal("1234.50"))}])
    book = load_workbook(typeset(given_tables, tmp_path / "report.xlsx"))
    sheet = book["公开01表"]
    assert sheet["A1"].value == "收入决算表" and "A1:B1" in map(str, sheet.merged_cells.ranges)
    assert sheet[2][1].value == "公开01表"
    assert (sheet[3][0].value, sheet[3][1].value) == ("编制单位：云岭市气象局（部门）", "单位：万元")
    assert (sheet[5][1].value, sheet[5][1].number_format) == (1234.5, "#,##0.00")
