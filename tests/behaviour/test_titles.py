"""Titles of statements: an office's name is no fiscal word, a two-sided table is two-sided, 类款项 are headings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl

from .conftest import SENTENCE, found, table

Read = Callable[..., Any]
ROWS = (
    "科目编码 科目名称 本年支出合计 基本支出 项目支出",
    "_ 合计 90.00 60.00 30.00",
    "201 一般公共服务支出 90.00 60.00 30.00",
)
OFFICES = ("某市国有资产管理局", "某市政府采购中心", "某市预算评审中心", "某市社会保险基金管理中心", "预算单位")


@pytest.mark.parametrize("before", [*OFFICES, "2023年部门决算表"])
def test_what_stands_before_a_title_does_not_hide_it(read: Read, before: str) -> None:
    report = read(table(f"{before}支出决算表", *ROWS))
    assert set(report.lines["statement"]) == {"expenditure"}
    assert list(report.lines.loc[report.lines["code"] == "201", "amount"]) == [90.0, 60.0, 30.0]


@pytest.mark.parametrize("before", ["政府采购", "项目", "国有资产", "债务"])
def test_another_subject_before_a_title_is_another_table(read: Read, before: str) -> None:
    report = read(SENTENCE + table(f"某市某局{before}支出决算表", *ROWS))
    assert "expenditure" not in set(report.lines["statement"].dropna())


@pytest.mark.parametrize("title", ["收入决算表", "支出决算表", "一般公共预算财政拨款基本支出决算表"])
def test_a_two_sided_table_is_never_one_sided(read: Read, title: str) -> None:
    report = read(
        SENTENCE
        + table(
            f"{title}",
            "收入 收入 支出 支出",
            "项目 决算数 项目 决算数",
            "一、财政拨款收入 90.00 一、一般公共服务支出 90.00",
            "本年收入合计 90.00 本年支出合计 90.00",
        )
    )
    assert not set(report.lines["statement"].dropna()) & {"income", "expenditure", "basic", "general_public"}


def test_levels_beside_the_total_are_headings(read: Read) -> None:
    report = read(
        table(
            "支出决算表",
            "科目编码 科目编码 科目编码 科目名称 本年支出合计 基本支出 项目支出",
            "类 款 项 合计 90.00 60.00 30.00",
            "201 _ _ 一般公共服务支出 90.00 60.00 30.00",
            "201 03 _ 政府办公 90.00 60.00 30.00",
            "201 03 01 行政运行 90.00 60.00 30.00",
        )
    )
    totals = report.lines[report.lines["name"] == "合计"]
    assert list(totals["amount"]) == [90.0, 60.0, 30.0]
    assert list(totals["code"].isna()) == [True] * 3
    assert list(report.lines["code"].dropna().unique()) == ["201", "20103", "2010301"]
    assert "statement.no_total" not in set(report.findings["rule"])


def test_a_total_beside_levels_is_checked(read: Read) -> None:
    report = read(
        table(
            "支出决算表",
            "科目编码 科目编码 科目编码 科目名称 本年支出合计 基本支出 项目支出",
            "类 款 项 合计 95.00 65.00 30.00",
            "201 _ _ 一般公共服务支出 90.00 60.00 30.00",
        )
    )
    assert found(report) != []


def test_two_centred_lines_far_apart_are_not_one_title(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    cells = ", ".join(f"[{cell.replace('_', '')}]" for row in ROWS for cell in row.split())
    source = f"""#set text(font: "Noto Sans SC", size: 12pt)
#align(center)[某市某局2023年度部门决算]
#pagebreak()
#align(center, text(size: 16pt)[第二部分 某市国有资产管理局部门决算表])
#v(107pt)
#align(center, text(size: 16pt)[支出决算表])
单位：万元
#table(columns: 5, {cells})
"""
    path = tmp_path / "report.pdf"
    folder = str(fonts.sans_path().parent)
    path.write_bytes(typst.compile(source.encode(), font_paths=[folder], ignore_system_fonts=True))
    report = bl.read_report(path)
    assert set(report.lines["statement_zh"]) == {"支出决算表"}
    assert list(report.lines.loc[report.lines["code"] == "201", "amount"]) == [90.0, 60.0, 30.0]


def test_a_two_sided_table_without_a_title_is_not_taken_for_basic_expenditure(read: Read) -> None:
    report = read(
        SENTENCE
        + table(
            "",
            "收入 收入 支出 支出 支出 支出",
            "项目 决算数 项目 合计 人员经费 公用经费",
            "一、财政拨款收入 90.00 一、一般公共服务支出 90.00 60.00 30.00",
            "总计 90.00 总计 90.00 60.00 30.00",
        )
    )
    assert not set(report.lines["statement"].dropna()) & {"income", "expenditure", "basic", "general_public"}


@pytest.mark.parametrize(("spent", "wrong"), [("95.00", 0), ("96.00", 1)])
def test_a_heading_repeated_over_its_columns_is_one_heading(read: Read, spent: str, wrong: int) -> None:
    """本年支出 printed over each of three columns: 小计 is of those three, not of what stands beside them."""
    report = read(
        table(
            "政府性基金预算财政拨款收入支出决算表",
            "科目编码 科目名称 年初结转和结余 本年收入 本年支出 本年支出 本年支出 年末结转和结余",
            "科目编码 科目名称 年初结转和结余 本年收入 小计 基本支出 项目支出 年末结转和结余",
            f"212 城乡社区支出 10.00 90.00 {spent} 60.00 35.00 5.00",
        )
    )
    assert list(report.findings["rule"]).count("statement.row") == wrong
