"""In what a figure is: of its heading, its row, its table, a note below; never assumed where it may differ."""

from __future__ import annotations

from collections.abc import Callable

from budgetlib.parsers.tables import Tables

from .conftest import grid

Read = Callable[..., Tables]


def _units(read: Tables) -> list[tuple[str | None, float | None, str | None]]:
    return [(row.values["column_zh"], row.values["value"], row.values["unit"]) for row in read.lines]


def test_a_note_below_states_the_unit(tables: Read) -> None:
    read = tables(
        "收入决算表",
        grid(["科目编码", "科目名称", "本年收入合计"], ["201", "一般公共服务支出", "30000.00"]),
        "注：本表反映本年度取得的各项收入情况，以“元”为金额单位。",
    )
    assert _units(read) == [("本年收入合计", 3.0, "万元")]


def test_yuan_is_not_assumed_of_another_table(tables: Read) -> None:
    """A budget in 元 prints its three public expenses in 万元: where that table says nothing, nothing is known."""
    read = tables(
        "收入预算总表",
        "单位：元",
        grid(["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "5000000"]),
        "“三公”经费预算表",
        grid(["项目", "预算数"], ["合计", "5.00"], ["公务接待费", "5.00"]),
        report_type="budget",
    )
    assert _units(read) == [("合计", 500.0, "万元"), ("预算数", 5.0, None), ("预算数", 5.0, None)]
    assert not any(row.values["amount"] for row in read.lines if row.values["statement"] == "three_public")


def test_a_percentage_without_sign_is_no_money(tables: Read) -> None:
    read = tables(
        "支出决算表",
        "单位：万元",
        grid(["项目", "决算数", "决算数为预算数的%"], ["一、一般公共服务支出", "60.00", "60.00"]),
    )
    assert _units(read) == [("决算数", 60.0, "万元"), ("决算数为预算数的%", 60.0, "%")]


def test_what_a_counted_thing_is_worth_is_money(tables: Read) -> None:
    read = tables(
        "新增资产配置表",
        "单位：万元",
        grid(
            ["项目", "计量单位", "数量", "单价（元）", "金额"],
            ["便携式计算机", "台", "5", "6000", "3.00"],
            ["房屋（平方米）", "", "1200.50", "", "300.00"],
        ),
        report_type="budget",
    )
    assert _units(read) == [
        ("数量", 5.0, "台"),
        ("单价（元）", 0.6, "万元"),
        ("金额", 3.0, "万元"),
        ("数量", 1200.5, "平方米"),
        ("单价（元）", None, "万元"),
        ("金额", 300.0, "万元"),
    ]


def test_a_change_is_of_no_stage(tables: Read) -> None:
    """2023年预算数比2022年执行数 names two stages, and the change is of neither."""
    read = tables(
        "一般公共预算支出表",
        "单位：万元",
        grid(
            *[["科目编码", "科目名称", "2022年执行数", "2023年预算数", "2023年预算数比2022年执行数增减额"]],
            ["201", "一般公共服务支出", "90.00", "100.00", "10.00"],
        ),
        report_type="budget",
    )
    assert [(row.values["column"], row.values["stage"]) for row in read.lines] == [
        ("prior", "execution"),
        ("amount", "initial"),
        ("change", None),
    ]


def test_a_change_named_by_both_years(tables: Read) -> None:
    read = tables(
        "财政拨款“三公”经费支出预算表",
        "单位：万元",
        grid(["项目", "上年预算数", "本年预算数", "本年比上年增减"], ["公务接待费", "3.00", "2.00", "-1.00"]),
        report_type="budget",
    )
    assert [row.values["column"] for row in read.lines] == ["prior", "budget", "change"]
