"""Layouts met in made-up reports of other provinces, as grids: what each figure is, by key, side, code and unit."""

from __future__ import annotations

from collections.abc import Callable

from budgetlib.parsers.tables import Tables

from .conftest import grid

Read = Callable[..., Tables]


def test_sides_that_only_their_totals_name(tables: Read) -> None:
    read = tables(
        "财政拨款收支预算总表",
        "单位：万元",
        grid(
            ["项目", "2023年预算数", "项目", "2023年预算数"],
            ["一、本年收入", "9.00", "一、本年支出", "8.00"],
            ["（一）一般公共预算拨款", "9.00", "（一）教育支出", "8.00"],
            ["", "", "二、年终结转结余", "1.00"],
            ["收入总计", "9.00", "支出总计", "9.00"],
        ),
        report_type="budget",
    )
    sides = {(row.values["name"], row.values["side"]) for row in read.lines}
    assert sides == {
        ("一、本年收入", "income"),
        ("（一）一般公共预算拨款", "income"),
        ("收入总计", "income"),
        ("一、本年支出", "expenditure"),
        ("（一）教育支出", "expenditure"),
        ("二、年终结转结余", "expenditure"),
        ("支出总计", "expenditure"),
    }
    assert {row.values["statement"] for row in read.lines} == {"appropriation"}


def test_totals_of_one_side_only_name_none(tables: Read) -> None:
    read = tables(
        "一般公共预算支出表",
        "单位：万元",
        grid(
            ["科目名称", "金额", "科目名称", "金额"],
            ["办公费", "2.00", "印刷费", "1.00"],
            ["支出合计", "2.00", "支出合计", "1.00"],
        ),
        report_type="budget",
    )
    assert {row.values["side"] for row in read.lines} == {None}


def test_the_subtotal_of_a_fund_is_the_fund_and_its_parts_are_not(tables: Read) -> None:
    read = tables(
        "部门收入总体情况表",
        "单位：万元",
        grid(
            [("单位名称", 1, 2), ("总计", 1, 2), ("一般公共预算", 2, 1), None, ("政府性基金预算", 1, 2)],
            [None, None, "小计", "经费拨款", None],
            ["合计", "9.00", "7.00", "6.00", "2.00"],
        ),
        report_type="budget",
    )
    assert {row.values["text"]: row.values["column"] for row in read.lines} == {
        "9.00": "total",
        "7.00": "general_public",
        "6.00": "general_public+appropriation",
        "2.00": "government_fund",
    }


def test_a_total_across_the_labels_in_the_first_row_is_no_heading(tables: Read) -> None:
    read = tables(
        "政府性基金预算财政拨款收入支出决算表",
        "单位：万元",
        grid(
            [("项目", 2, 1), None, ("本年收入", 1, 2), ("本年支出", 3, 1), None, None],
            ["功能分类科目编码", "科目名称", None, "小计", "基本支出", "项目支出"],
            [("栏次", 2, 1), None, "1", "2", "3", "4"],
            [("合计", 2, 1), None, "7.00", "6.00", "2.00", "4.00"],
        ),
    )
    assert {row.values["text"]: row.values["column"] for row in read.lines} == {
        "7.00": "income",
        "6.00": "total",
        "2.00": "basic",
        "4.00": "project",
    }


def test_codes_of_a_classification_beside_projects_are_no_amounts(tables: Read) -> None:
    read = tables(
        "项目支出表",
        "单位：万元",
        grid(
            ["项目名称", "功能科目", "金额"],
            ["系统运行维护", "2010302", "8.00"],
            ["乡村道路养护", "2010399", "6.00"],
            ["业务培训", "2010302", "4.00"],
        ),
        report_type="budget",
    )
    assert [(row.values["name"], row.values["code"], row.values["value"]) for row in read.lines] == [
        ("系统运行维护", "2010302", 8.0),
        ("乡村道路养护", "2010399", 6.0),
        ("业务培训", "2010302", 4.0),
    ]


def test_a_total_across_the_units_of_things_is_no_unit(tables: Read) -> None:
    read = tables(
        "政府采购预算表",
        "单位：万元",
        grid(
            ["采购项目名称", "计量单位", "数量", "金额"],
            [("合计", 2, 1), None, "30", "9.00"],
            ["台式计算机", "台", "30", "9.00"],
        ),
        report_type="budget",
    )
    assert [(row.values["text"], row.values["unit"]) for row in read.lines] == [
        ("30", None),
        ("9.00", "万元"),
        ("30", "台"),
        ("9.00", "万元"),
    ]


def test_figures_under_a_heading_of_labels_are_not_called_amounts(tables: Read) -> None:
    read = tables(
        "项目支出表",
        "单位：万元",
        grid(["科目编码", "科目名称", "项目"], ["205", "教育支出", "7.00"], ["206", "科学技术支出", "5.00"]),
        report_type="budget",
    )
    assert [(row.values["value"], row.values["column"]) for row in read.lines] == [(7.0, None), (5.0, None)]
