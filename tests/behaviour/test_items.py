"""Names and keys of items: the vehicle items in the words of several places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("公务用车购置及运维费", "vehicles"),
        ("公务用车购置及运行维护费", "vehicles"),
        ("公务用车购置和运行费", "vehicles"),
        ("公务用车购置及运行费", "vehicles"),
        ("公车购置及运维费", "vehicles"),
        ("公务用车购置费", "vehicle_purchase"),
        ("公务用车运行维护费", "vehicle_operation"),
        ("公务用车运维费", "vehicle_operation"),
        ("因公出国（境）费", "abroad"),
        ("公务接待费", "reception"),
    ],
)
def test_an_item_of_the_three_public_expenses_by_its_name(read: Read, name: str, key: str) -> None:
    report = read(
        "九、财政拨款“三公”经费支出决算情况说明\n\n"
        f"“三公”经费支出决算为30.00万元。其中：{name}支出决算为12.50万元，比上年减少2.50万元。\n"
    )
    rows = {row.item: row for row in report.three_public.itertuples()}
    assert set(rows) == {"total", key}
    assert (rows[key].actual, rows[key].change, rows[key].prior) == (12.5, -2.5, 15.0)


def test_the_items_of_the_vehicles_are_kept_apart(read: Read) -> None:
    report = read(
        "九、财政拨款“三公”经费支出决算情况说明\n\n"
        "“三公”经费支出决算为30.00万元。其中：公务用车购置及运维费支出决算为30.00万元，其中：公务用车购置费支出决算为"
        "18.00万元，公务用车运维费支出决算为12.00万元。\n"
    )
    actual = {row.item: row.actual for row in report.three_public.itertuples()}
    assert actual == {"total": 30.0, "vehicles": 30.0, "vehicle_purchase": 18.0, "vehicle_operation": 12.0}


@pytest.mark.parametrize(
    "name", ["财政拨款收入", "事业收入", "经营收入", "其他收入", "项目支出", "基本支出", "公务接待费"]
)
def test_the_printed_name_of_an_item_stays(read: Read, name: str) -> None:
    report = read(f"二、决算情况说明\n\n{name}7.25万元。\n")
    assert [(row.item, row.value) for row in report.claims.itertuples()] == [(name, 7.25)]


FORM = """项目支出绩效自评表

项目名称\t新建图书馆
主管部门\t某市某局\t实施单位\t某市图书馆
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t50.00\t40.00\t30.00\t10\t75.00%\t7.50分
\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t座位数\t50\t40\t50\t40\t
\t数量指标\t书架数\t60\t55\t20\t18\t\t
总分\t\t\t\t\t\t100\t65.50分
"""


def test_points_of_an_indicator_whose_cells_have_moved_are_the_last_two_numbers(read: Read) -> None:
    """The second row lost its first level: target 60 and outcome 55 are no points, 20 and 18 are."""
    report = read(FORM)
    assert list(zip(report.indicators["weight"], report.indicators["score"], strict=True)) == [(50, 40), (20, 18)]


def test_of_two_names_of_one_item_each_comparison_has_its_own_amount(read: Read) -> None:
    """（事业单位）公用经费 and 公用经费 are one term; the change of the second is not one of the first's amount."""
    report = read(
        "五、一般公共预算财政拨款支出决算情况说明\n\n（事业单位）公用经费20.00万元。"
        "公用经费50.00万元，比上年增加10.00万元，增长25.00%。\n"
    )
    (row,) = report.changes.to_dict("records")
    assert (row["item"], row["current"], row["prior"]) == ("公用经费", 50.0, 40.0)


def test_money_is_not_counted_what_stands_behind_the_number_is(read: Read) -> None:
    report = read("七、预算绩效管理情况说明\n\n对公用经费等2个项目开展绩效评价，涉及预算资金75.00万元。\n")
    counted = report.claims[report.claims["measure"] == "count"]
    assert list(zip(counted["item"], counted["value"], strict=True)) == [("项目", 2.0)]
