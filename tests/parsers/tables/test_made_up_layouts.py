"""Layouts met in made-up reports of other provinces, as grids: what each figure is, by key, side, code and unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from budgetlib.parsers.tables import Tables
from budgetlib.readers.document import Cell

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


def test_the_subtotal_of_a_group_of_rows_is_called_by_the_group(tables: Read) -> None:
    read = tables(
        "收入预算总表",
        "单位：万元",
        grid(
            [("项目", 2, 1), None, "金额"],
            [("合计", 2, 1), None, "9.00"],
            [("一般公共预算资金", 1, 3), "小计", "7.00"],
            [None, "财政拨款", "6.00"],
            [None, "专项收入", "1.00"],
            [("政府性基金", 1, 2), "小计", "2.00"],
            [None, "土地出让收入", "2.00"],
        ),
        report_type="budget",
    )
    assert [(row.values["name"], row.values["value"]) for row in read.lines] == [
        ("合计", 9.0),
        ("一般公共预算资金", 7.0),
        ("财政拨款", 6.0),
        ("专项收入", 1.0),
        ("政府性基金", 2.0),
        ("土地出让收入", 2.0),
    ]


def test_codes_before_names_with_a_space_between_them(tables: Read) -> None:
    read = tables(
        "支出总表（单位：亿元）",
        grid(
            ["功能分类科目", "合计", "基本支出", "项目支出"],
            ["合计", "9.00", "5.00", "4.00"],
            ["205 教育支出", "6.00", "4.00", "2.00"],
            ["20502 普通教育", "6.00", "4.00", "2.00"],
            ["2050299 某地所称的教育", "6.00", "4.00", "2.00"],
            ["206科学技术支出", "3.00", "1.00", "2.00"],
        ),
        report_type="budget",
    )
    found = [(row.values["code"], row.values["name"], row.values["amount"]) for row in read.lines][::3]
    assert found == [
        (None, "合计", 90000.0),
        ("205", "教育支出", 60000.0),
        ("20502", "普通教育", 60000.0),
        ("2050299", "某地所称的教育", 60000.0),
        ("206", "科学技术支出", 30000.0),
    ]
    assert {(row.values["statement"], row.values["statement_zh"]) for row in read.lines} == {
        ("expenditure", "支出总表")
    }


def test_projects_whose_names_begin_with_digits_have_no_codes(tables: Read) -> None:
    read = tables(
        "项目支出表",
        "单位：万元",
        grid(
            ["项目名称", "金额"],
            ["211工程建设", "3.00"],
            ["12345热线运行", "2.00"],
            ["110指挥中心维护", "1.00"],
        ),
        report_type="budget",
    )
    assert [(row.values["code"], row.values["name"]) for row in read.lines] == [
        (None, "211工程建设"),
        (None, "12345热线运行"),
        (None, "110指挥中心维护"),
    ]


def test_a_name_cut_by_a_page_break_within_a_grid(tables: Read) -> None:
    """Readers put the pages of a table together: the rest of the name stands in a row of its own, without a code."""
    upper = grid(
        ["科目编码", "科目名称", "合计"],
        ["206", "科学技术支出", "6.00"],
        ["20601", "科学技术", "6.00"],
        ["", "", ""],
        ["2060199", "其他科学技术管理事务支出", "6.00"],
        ["", "某局下属单位", ""],
    )
    rest = Cell("管理事务", 3, 1, page=2)
    cells = [rest if (cell.row, cell.col) == (3, 1) else cell for cell in upper.cells]
    cells = [cell._replace(page=2) if cell.row > 2 else cell for cell in cells]
    read = tables("支出总表", "单位：万元", replace(upper, cells=tuple(cells)), report_type="budget")
    assert [row.values["name"] for row in read.lines] == [
        "科学技术支出",
        "科学技术管理事务",
        "其他科学技术管理事务支出",
        "某局下属单位",
    ]
