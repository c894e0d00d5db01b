"""Tables in the forms of five places, made up and worked by hand: what each figure is, and what adds up to what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from budgetlib.parsers.tables import Tables

from .conftest import figures, grid, sums

Read = Callable[..., Tables]


def test_final_account_of_the_national_form(tables: Read) -> None:
    """行次 and 栏次, two sides, balances below the total of the year."""
    read = tables(
        "收入支出决算总表",
        "公开01表",
        "部门：云岭市气象局 金额单位：万元",
        grid(
            [("收入", 3, 1), None, None, ("支出", 3, 1), None, None],
            ["项目", "行次", "金额", "项目", "行次", "金额"],
            ["栏次", "", "1", "栏次", "", "2"],
            ["一、一般公共预算财政拨款收入", "1", "90.00", "一、一般公共服务支出", "8", "80.50"],
            ["二、其他收入", "2", "4.50", "二、住房保障支出", "9", "13.00"],
            ["本年收入合计", "3", "94.50", "本年支出合计", "10", "93.50"],
            ["使用非财政拨款结余", "4", "0.50", "结余分配", "11", ""],
            ["年初结转和结余", "5", "2.00", "年末结转和结余", "12", "3.50"],
            ["总计", "6", "97.00", "总计", "13", "97.00"],
        ),
    )
    known = figures(read)
    assert known["income", None, "一、一般公共预算财政拨款收入", "amount"] == 90.0
    assert known["expenditure", None, "二、住房保障支出", "amount"] == 13.0
    assert known["expenditure", None, "结余分配", "amount"] is None
    assert len(known) == 12, "行次 and 栏次 are no figures"
    assert {row.values["statement"] for row in read.lines} == {"income_expenditure"}
    assert all(row.keys["understood"] for row in read.lines)
    assert sums(read) == {
        "一、一般公共预算财政拨款收入": "本年收入合计",
        "二、其他收入": "本年收入合计",
        "本年收入合计": "总计",
        "使用非财政拨款结余": "总计",
        "年初结转和结余": "总计",
        "一、一般公共服务支出": "本年支出合计",
        "二、住房保障支出": "本年支出合计",
        "本年支出合计": "总计",
        "结余分配": "总计",
        "年末结转和结余": "总计",
    }
    balances = {row.values["name"]: row.keys["balance"] for row in read.lines if row.keys["balance"]}
    assert balances["年初结转和结余"] == "opening" and balances["年末结转和结余"] == "closing"


def test_budget_of_shanghai_with_codes_in_three_columns(tables: Read) -> None:
    read = tables(
        "2025年部门支出预算总表",
        "编制部门：云岭市气象局 单位：元",
        grid(
            [("项目", 4, 1), None, None, None, ("支出预算", 3, 1), None, None],
            [
                *[("功能分类科目编码", 3, 1), None, None, ("功能分类科目名称", 1, 2)],
                *[("合计", 1, 2), ("基本支出", 1, 2), ("项目支出", 1, 2)],
            ],
            ["类", "款", "项", None, None, None, None],
            ["201", "", "", "一般公共服务支出", "3,000,000", "2,000,000", "1,000,000"],
            ["201", "13", "", "商贸事务", "3,000,000", "2,000,000", "1,000,000"],
            ["201", "13", "01", "行政运行", "2,000,000", "2,000,000", ""],
            ["201", "13", "02", "一般行政管理事务", "1,000,000", "", "1,000,000"],
            [("合计", 4, 1), None, None, None, "3,000,000", "2,000,000", "1,000,000"],
        ),
        report_type="budget",
        year=2025,
    )  # fmt: skip
    known = figures(read)
    assert known[None, "2011301", "行政运行", "basic"] == 200.0
    assert known[None, "2011301", "行政运行", "project"] is None
    assert known[None, None, "合计", "total"] == 300.0
    assert sums(read) == {
        "一般公共服务支出": "合计",
        "商贸事务": "一般公共服务支出",
        "行政运行": "商贸事务",
        "一般行政管理事务": "商贸事务",
    }
    assert {row.keys["col_up"] for row in read.lines if row.values["column"] != "total"} == {4}
    fact = next(row.facts["amount"] for row in read.lines if row.values["code"] == "201")
    assert (fact.half, fact.factor, fact.text) == (0.00005, 0.0001, "3,000,000")


def test_budget_of_jiangsu_with_a_tree_of_headings(tables: Read) -> None:
    """本年收入 and 上年结转结余 each with a 小计 of their own: the outer total is the sum of the two."""
    read = tables(
        "公开02表",
        "收入总表",
        "单位：万元",
        grid(
            [
                *[("部门代码", 1, 2), ("部门名称", 1, 2), ("合计", 1, 2)],
                *[("本年收入", 3, 1), None, None, ("上年结转结余", 3, 1), None, None],
            ],
            [None, None, None, "小计", "一般公共预算", "事业收入", "小计", "一般公共预算", "单位资金"],
            [("合计", 2, 1), None, "100.00", "90.00", "60.00", "30.00", "10.00", "4.00", "6.00"],
            ["117", "云岭市气象局", "100.00", "90.00", "60.00", "30.00", "10.00", "4.00", "6.00"],
            ["117001", "云岭市气象局本级", "70.00", "60.00", "40.00", "20.00", "10.00", "4.00", "6.00"],
            ["117002", "云岭市气象台", "30.00", "30.00", "20.00", "10.00", "", "", ""],
        ),
        report_type="budget",
    )  # fmt: skip
    columns = {row.keys["col"]: (row.values["column"], row.keys["col_up"]) for row in read.lines}
    assert columns[2] == ("total", None)
    assert columns[3][1] == 2 and columns[6][1] == 2
    assert columns[4] == ("general_public", 3) and columns[5] == ("operating", 3)
    assert columns[7] == ("general_public+carryover", 6) and columns[8] == ("own_funds+carryover", 6)
    assert len({name for name, _ in columns.values()}) == len(columns), "two columns of one key"
    assert sums(read) == {"云岭市气象局": "合计", "云岭市气象局本级": "云岭市气象局", "云岭市气象台": "云岭市气象局"}
    assert {row.values["unit_name"] for row in read.lines if row.values["code"] == "117002"} == {"云岭市气象台"}


def test_three_public_of_xian_with_stages_as_rows(tables: Read) -> None:
    read = tables(
        "财政拨款“三公”经费及会议费、培训费支出决算表",
        "金额单位：万元",
        grid(
            [("项目", 1, 2), ("财政拨款安排的“三公”经费", 3, 1), None, None, ("会议费", 1, 2), ("培训费", 1, 2)],
            [None, "小计", "公务用车运行维护费", "公务接待费", None, None],
            ["栏次", "1", "2", "3", "4", "5"],
            ["预算数", "5.00", "4.00", "1.00", "2.00", "3.00"],
            ["决算数", "4.20", "3.50", "0.70", "1.00", ""],
        ),
    )
    known = {(row.keys["item"], row.values["column"]): row.values["value"] for row in read.lines}
    assert known["three_public", "budget"] == 5.0 and known["three_public", "actual"] == 4.2
    assert known["vehicle_operation", "actual"] == 3.5 and known["reception", "budget"] == 1.0
    assert known["meetings", "actual"] == 1.0 and known["training", "actual"] is None
    assert {row.keys["col"]: row.keys["col_up"] for row in read.lines} == {1: None, 2: 1, 3: 1, 4: None, 5: None}


def test_budget_of_fujian_with_rates_and_last_year(tables: Read) -> None:
    read = tables(
        "一般公共预算支出表",
        "单位：万元",
        grid(
            [("功能分类科目", 2, 1), None, ("2025年执行数", 1, 2), ("2026年预算数", 2, 1), None, ("2026年预算数比2025年执行数", 2, 1), None],  # noqa: E501
            ["科目编码", "科目名称", None, "小计", "基本支出", "增减额", "增减(%)"],
            ["201", "一般公共服务支出", "80.00", "100.00", "100.00", "20.00", "25.00%"],
            ["20140", "信访事务", "80.00", "100.00", "100.00", "20.00", "25.00%"],
            [("合计", 2, 1), None, "80.00", "100.00", "100.00", "20.00", "25.00%"],
        ),
        report_type="budget",
        year=2026,
    )  # fmt: skip
    by_column = {row.values["column"]: row for row in read.lines if row.values["code"] == "20140"}
    assert by_column["prior"].values | {"year": 2025, "stage": "execution", "value": 80.0} == by_column["prior"].values
    assert by_column["change"].values["value"] == 20.0
    rate = by_column["change_pct"]
    assert (rate.values["value"], rate.values["unit"], rate.values["amount"]) == (25.0, "%", None)
    assert rate.keys["row_up"] is None, "rates do not add up"
    assert by_column["total"].values["year"] == 2026


def test_a_code_that_is_not_whole_takes_part_in_no_sum(tables: Read) -> None:
    read = tables(
        "支出决算表",
        "单位：万元",
        grid(
            [("科目编码", 3, 1), None, None, "科目名称", "合计"],
            ["210", "", "", "卫生健康支出", "8.00"],
            ["210", "11", "", "行政事业单位医疗", "8.00"],
            ["7", "11", "02", "事业单位医疗", "8.00"],
            [("合计", 4, 1), None, None, None, "8.00"],
        ),
    )
    assert "事业单位医疗" not in sums(read)
    assert sums(read)["卫生健康支出"] == "合计"


def test_every_cell_of_words_and_ordinals_is_accounted_for(tables: Read) -> None:
    read: Any = tables(
        "支出决算表",
        "单位：万元",
        grid(
            ["序号", "科目编码", "科目名称", "合计"], ["1", "201", "一般公共服务支出", "9.00"], ["", "", "合计", "9.00"]
        ),
    )
    marked = {(mark.block, mark.cell) for mark in read.labels}
    assert (2, 4) in marked and (2, 5) in marked, "ordinal and code are no figures"
    assert [row.values["value"] for row in read.lines] == [9.0, 9.0]


def test_balances_of_basic_and_project_money_in_yunnan(tables: Read) -> None:
    """基本支出结转 is of the basic expenditure, 项目支出结转和结余 of the projects, under the opening balance."""
    read = tables(
        "一般公共预算财政拨款收入支出决算表",
        "金额单位：万元",
        grid(
            [("科目编码", 1, 2), ("科目名称", 1, 2), ("年初结转和结余", 3, 1), None, None],
            [None, None, "合计", "基本支出结转", "项目支出结转和结余"],
            ["201", "一般公共服务支出", "1.50", "0.50", "1.00"],
        ),
    )
    assert [(row.values["column"], row.values["value"]) for row in read.lines] == [
        ("opening", 1.5),
        ("opening_basic", 0.5),
        ("opening_project", 1.0),
    ]
