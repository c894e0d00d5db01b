"""人员经费合计 and 公用经费合计 at the foot of the basic expenditure, over classes in two or three blocks."""

from __future__ import annotations

from collections.abc import Callable

from budgetlib.parsers.tables import Tables

from .conftest import grid

Read = Callable[..., Tables]


def _basic(tables: Read, staff: str) -> dict[str, str]:
    read = tables(
        "一般公共预算财政拨款基本支出决算表",
        "金额单位：万元",
        grid(
            ["科目编码", "科目名称", "决算数"] * 3,
            ["301", "工资福利支出", "80.00", "302", "商品和服务支出", "9.00", "310", "资本性支出", "1.00"],
            ["30101", "基本工资", "80.00", "30201", "办公费", "9.00", "31002", "办公设备购置", "1.00"],
            ["303", "对个人和家庭的补助", "10.00", "", "", "", "", "", ""],
            [("人员经费合计", 2, 1), None, staff, ("公用经费合计", 5, 1), None, None, None, None, "10.00"],
        ),
    )
    names = {(row.keys["block"], row.values["row"]): row.values["name"] for row in read.lines}
    return {row.values["name"]: names[row.keys["row_up"]] for row in read.lines if row.keys["row_up"]}


def test_classes_add_up_to_the_totals_at_the_foot(tables: Read) -> None:
    up = _basic(tables, "90.00")
    assert up == {
        "工资福利支出": "人员经费合计",
        "对个人和家庭的补助": "人员经费合计",
        "商品和服务支出": "公用经费合计",
        "资本性支出": "公用经费合计",
        "基本工资": "工资福利支出",
        "办公费": "商品和服务支出",
        "办公设备购置": "资本性支出",
    }


def test_a_total_made_otherwise_accuses_nobody(tables: Read) -> None:
    """Some offices count items of 303 to the other total."""
    assert "工资福利支出" not in _basic(tables, "86.00")
