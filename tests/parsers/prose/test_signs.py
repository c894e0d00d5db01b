"""A minus behind words of movement: 增减-20.00万元 is as printed, 减少（增加）-20.00万元 as the arithmetic proves.

What a sum of counts and what is added is of.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("年初预算120.00万元，增减-20.00万元", [("initial_budget", -20.0)]),
        ("年初预算120.00万元，差额-20.00万元", [("initial_budget", -20.0)]),
        ("比上年增减-20.00万元，增减率-16.67%", [("prior_year", -20.0), ("prior_year", -16.67)]),
        ("比上年减少20.00万元，增减率为-16.67%", [("prior_year", -20.0), ("prior_year", -16.67)]),
        ("比上年增加（减少）-20.00万元", [("prior_year", -20.0)]),
        ("比上年增加5.00万元，增减率5.26%", [("prior_year", 5.0), ("prior_year", 5.26)]),
        ("上年120.00万元，比上年减少（增加）-20.00万元", [("prior_year", -20.0)]),
        ("比上年减少（增加）-20.00万元", []),
        ("比上年增减20.00万元", []),
        ("比上年减少-20.00万元，减幅-16.67%", []),
    ],
)
def test_a_printed_minus(prose: Read, words: str, changes: list[tuple[str, float]]) -> None:
    rows = [row.values for row in prose(f"基本支出100.00万元，{words}。").claims]
    assert [(row["base"], row["value"]) for row in rows if row["measure"].startswith("change")] == changes


def test_the_parts_behind_an_unread_change_are_read(prose: Read) -> None:
    read = prose("收入100.00万元，比上年减少（增加）-5.00万元，其中：财政拨款收入90.00万元。")
    assert [(row.values["item"], row.values["value"]) for row in read.claims] == [("收入", 100), ("财政拨款收入", 90)]
    assert len(read.unread) == 1


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("共有一级项目3个，二级项目11个，共涉及资金250.00万元。", ["一级项目", "二级项目", "项目资金"]),
        ("共有项目11个，其中重点项目3个，涉及资金250.00万元。", ["项目", "重点项目", "重点项目资金"]),
        ("实有车辆12台、设备5台，金额2.50万元。", ["车辆", "设备"]),
        ("本年新增固定资产30.00万元。", ["新增固定资产"]),
        ("全年新增人员5名。", ["新增人员"]),
        ("全年安排出国团组1个，参加其他单位组织团组2个，累计3人次。", ["出国团组", "参加其他单位组织团组"]),
    ],
)
def test_of_what_a_figure_is(prose: Read, sentence: str, items: list[str]) -> None:
    assert [row.values["item"] for row in prose(sentence).claims] == items


def test_an_amount_before_its_own_budget_is_spent(prose: Read) -> None:
    read = prose("支出270.00万元，年初预算248.00万元，其中：培训费196.00万元，年初预算180.00万元；会议费74.00万元。")
    rows = [(row.values["item"], row.values["measure"], row.values["value"]) for row in read.claims]
    assert rows[2:] == [("培训费", "actual", 196), ("培训费", "initial_budget", 180)]


def test_a_numbered_part_behind_a_reason_is_no_point_of_it(prose: Read) -> None:
    text = "1.会议费预算20.00万元，比上年增加2.00万元，原因是标准上调；2.培训费预算10.00万元，与上年持平。"
    read = prose(text, report_type="budget")
    assert [(row.values["item"], row.values["in_reason"]) for row in read.claims][-1] == ("培训费", False)


def test_a_point_of_a_reason_in_points_stays_in_it(prose: Read) -> None:
    points = "一是人员经费增加8.00万元，主要是调资；二是公用经费增加1.00万元。"
    read = prose(f"基本支出100.00万元，比上年增加9.00万元，原因是：{points}")
    assert [row.values["in_reason"] for row in read.claims] == [False, False, True, True]
