"""Tables for reading: what a person sees, the same on every run. The rows are made up."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import budgetlib as bl
from budgetlib import schema

ROWS = [
    {"report_id": "a", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "statement": "income"}
    | {"name": "行政运行", "code": "2060101", "amount": 1234567.5, "page": 4},
    {"report_id": "a", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "statement": "income"}
    | {"name": "<合计>", "amount": -1983.0655, "page": 12},
    {"report_id": "a", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "statement": "income"}
    | {"name": "空白", "page": 12},
]


@pytest.fixture
def lines() -> pd.DataFrame:
    return schema.frame("lines", ROWS)


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]


def test_a_figure_that_is_no_money_has_the_decimals_it_needs_and_no_more() -> None:
    rows = schema.frame(
        "lines", [row | {"value": value} for row, value in zip(ROWS, (12.0, 12.5, 1200.0), strict=True)]
    )
    shown = cells(bl.table_view(rows, "lines", ["name", "value"])._repr_html_())
    assert [row[1] for row in shown[1:]] == ["12", "12.5", "1,200"]


def test_amounts_have_separators_and_all_their_decimals_and_blanks_are_dashes(lines: pd.DataFrame) -> None:
    assert cells(bl.table_view(lines, "lines", ["name", "amount", "page"])._repr_html_()) == [
        ["项目", "金额（万元）", "页码（文本报告为行号）"],
        ["行政运行", "1,234,567.50", "4"],
        ["&lt;合计&gt;", "−1,983.0655", "12"],
        ["空白", "—", "12"],
    ]


def test_english_labels(lines: pd.DataFrame) -> None:
    view = bl.table_view(lines, "lines", ["code", "amount"], lang="en")
    assert cells(view._repr_html_())[0] == ["Code", "Amount (万元)"]
    assert "lines: 3 rows" in view.caption


def test_blank_columns_and_a_key_that_is_the_same_in_every_row_are_left_out(lines: pd.DataFrame) -> None:
    shown = bl.table_view(lines, "lines")._columns
    assert shown == ["statement", "code", "name", "amount", "page"]


def test_a_long_table_says_how_much_of_it_is_shown(lines: pd.DataFrame) -> None:
    view = bl.table_view(lines, "lines", rows=2)
    assert view.caption == f"{schema.TABLES['lines'].zh}：3行，前2行"
    assert len(view.shown) == 2 and len(view.frame) == 3


def test_the_html_is_the_same_on_every_run_and_the_text_too(lines: pd.DataFrame) -> None:
    first, second = (bl.table_view(lines, "lines") for _ in range(2))
    assert first._repr_html_() == second._repr_html_() and repr(first) == repr(second)
    assert "0x" not in repr(first)


def test_flags_are_words_and_errors_stand_out() -> None:
    changes = schema.frame("changes", [{"item": "甲", "derived": True}, {"item": "乙", "derived": False}])
    assert bl.table_view(changes, "changes", ["derived"]).shown.iloc[:, 0].tolist() == ["是", ""]
    findings = schema.frame("findings", [{"rule": "r", "severity": "error"}, {"rule": "s", "severity": "note"}])
    html = bl.table_view(findings, "findings", ["severity"])._repr_html_()
    assert re.findall(r"#D55E00", html) == ["#D55E00"]


def test_columns_of_an_analysis_keep_their_names(lines: pd.DataFrame) -> None:
    view = bl.table_view(lines.assign(share=[12.5, float("nan"), 0.0]), "lines", ["share"])
    assert view.shown["share"].tolist() == ["12.50", "—", "0.00"]


def test_unknown_names_are_refused(lines: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match="no table 'line'"):
        bl.table_view(lines, "line")
    with pytest.raises(KeyError, match="no column amonut"):
        bl.table_view(lines, "lines", ["amonut"])


def test_a_report_and_a_dataset_show_their_tables() -> None:
    dataset = bl.Dataset({"lines": schema.frame("lines", ROWS)})
    assert dataset.view("lines", ["name"]).shown.iloc[:, 0].tolist() == ["行政运行", "<合计>", "空白"]
