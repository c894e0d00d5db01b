"""Economic classes folded into blocks side by side: a class is summed with what the block beside has of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import budgetlib as bl

HEAD = "云岭市气象局2024年度部门决算\n\n一般公共预算财政拨款基本支出决算表\n\n| 单位：万元 |\n"
TWO = """科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t50.00\t302\t商品和服务支出\t{services}
30101\t基本工资\t30.00\t30201\t办公费\t4.00
30102\t津贴补贴\t20.00\t30202\t印刷费\t3.00
30229\t福利费\t{welfare}\t30211\t差旅费\t2.00
30231\t公务用车运行维护费\t5.00\t310\t资本性支出\t8.00
303\t对个人和家庭的补助\t1.50\t31002\t办公设备购置\t8.00
30302\t退休费\t1.50\t31003\t专用设备购置\t
"""
THREE = """科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t50.00\t302\t商品和服务支出\t15.00\t30231\t公务用车运行维护费\t5.00
30101\t基本工资\t30.00\t30201\t办公费\t4.00\t310\t资本性支出\t8.00
30102\t津贴补贴\t20.00\t30202\t印刷费\t3.00\t31002\t办公设备购置\t8.00
\t\t\t30211\t差旅费\t2.00\t\t\t
\t\t\t30229\t福利费\t1.00\t\t\t
"""
OTHER_COLUMNS = """科目编码\t科目名称\t预算数\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t60.00\t50.00\t302\t商品和服务支出\t{services}
30101\t基本工资\t40.00\t30.00\t30201\t办公费\t4.00
30102\t津贴补贴\t20.00\t20.00\t30202\t印刷费\t3.00
30229\t福利费\t1.00\t1.00\t30211\t差旅费\t2.00
"""
TOTAL_FIRST = """科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
\t合计\t{total}\t30211\t差旅费\t2.00
301\t工资福利支出\t50.00\t30229\t福利费\t1.00
30101\t基本工资\t30.00\t310\t资本性支出\t8.00
30102\t津贴补贴\t20.00\t31002\t办公设备购置\t8.00
302\t商品和服务支出\t10.00\t\t\t
30201\t办公费\t4.00\t\t\t
30202\t印刷费\t3.00\t\t\t
"""

Read = Callable[..., bl.Report]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(table: str, **figures: str) -> bl.Report:
        path = tmp_path / "report.md"
        path.write_text(HEAD + table.format(**figures), encoding="utf-8")
        return bl.read_report(path)

    return reading


def raised(report: bl.Report) -> list[tuple[float | None, float | None]]:
    """What is stated and what it would have to be, of each error."""
    return [(one["stated"], one["expected"]) for one in report.checked.findings if one["severity"] == "error"]


def confirmed(report: bl.Report) -> set[str]:
    lines = report.lines
    return set(lines[lines["confirmed_by"].fillna("") != ""]["code"])


def test_items_that_go_on_in_the_block_before(read: Read) -> None:
    # 302: 4 + 3 + 2 in its own block, 福利费 1 and 公务用车运行维护费 5 at the foot of the other: 15.
    report = read(TWO, services="15.00", welfare="1.00")
    assert raised(report) == []
    assert {"301", "302", "30201", "30229", "30231"} <= confirmed(report)
    assert "310" not in confirmed(report), "one part other than blank proves nothing"


def test_items_that_go_on_in_the_block_behind(read: Read) -> None:
    report = read(THREE)
    assert raised(report) == []
    assert {"301", "302", "30229", "30231"} <= confirmed(report)


def test_an_error_in_an_item_of_the_other_block_is_found(read: Read) -> None:
    assert raised(read(TWO, services="15.00", welfare="11.00")) == [(15.0, 25.0)]


def test_where_the_columns_differ_nothing_is_said(read: Read) -> None:
    report = read(OTHER_COLUMNS, services="10.00")
    assert raised(report) == []
    assert "302" not in confirmed(report)


def test_a_total_that_opens_the_first_block_is_of_all_of_them(read: Read) -> None:
    # 50 + 10 in the first block, 8 in the second: 68.
    report = read(TOTAL_FIRST, total="68.00")
    assert raised(report) == []
    assert {"302", "30229"} <= confirmed(report)


def test_an_error_in_such_a_total_is_found(read: Read) -> None:
    assert raised(read(TOTAL_FIRST, total="86.00")) == [(86.0, 68.0)]
