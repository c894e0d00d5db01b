"""Two years of one office: what the later report implies against what the earlier one printed. Figures made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import budgetlib as bl
from budgetlib.checks.years import compare_years

EARLIER = """某市某局2022年度部门决算

一、收入支出决算总体情况说明

2022年度收入总计100.00万元，其中：本年收入合计90.00万元，年初结转和结余10.00万元。

2022年度支出总计100.00万元，其中：本年支出合计88.00万元，年末结转和结余12.00万元。

九、财政拨款“三公”经费支出决算情况说明

公务接待费支出5.00万元，比上年减少1.00万元，下降16.67%。
"""
LATER = """某市某局2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计120.00万元，其中：本年收入合计108.00万元，年初结转和结余12.00万元。

收入总计比上年增加20.00万元，增长20.00%。

九、财政拨款“三公”经费支出决算情况说明

公务接待费支出4.00万元，比上年减少1.00万元，下降20.00%。
"""


def report(tmp_path: Path, name: str, text: str) -> dict[str, list[dict[str, Any]]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    read = bl.read_report(path)
    return {table: list(read.records(table)) for table in ("reports", "changes", "claims", "lines")}


def test_a_sound_pair_is_the_same(tmp_path: Path) -> None:
    compared = compare_years(report(tmp_path, "a.txt", EARLIER), report(tmp_path, "b.txt", LATER))
    assert {(one.item, one.implied, one.status) for one in compared} == {
        ("收入总计", 100.0, "same"),
        ("公务接待费支出", 5.0, "same"),
        ("年末结转和结余 → 年初结转和结余", 12.0, "same"),
    }


def test_a_restated_prior_and_a_lost_balance_are_told_with_their_numbers(tmp_path: Path) -> None:
    later = LATER.replace("减少1.00万元，下降20.00%", "减少2.00万元，下降33.33%").replace("结余12.00", "结余11.50")
    compared = compare_years(report(tmp_path, "a.txt", EARLIER), report(tmp_path, "b.txt", later))
    restated = {one.item: one for one in compared if one.status == "restated"}
    assert (restated["公务接待费支出"].printed, restated["公务接待费支出"].implied) == (5.0, 6.0)
    assert restated["年末结转和结余 → 年初结转和结余"].difference == -0.5
    assert "6.00" in restated["公务接待费支出"].message_zh and "5.00" in restated["公务接待费支出"].message_en


def test_a_tail_of_rounding_is_the_same(tmp_path: Path) -> None:
    later = LATER.replace("比上年减少1.00万元", "比上年减少1.01万元")
    compared = compare_years(report(tmp_path, "a.txt", EARLIER), report(tmp_path, "b.txt", later))
    assert all(one.status == "same" for one in compared)


@pytest.mark.parametrize("title", ["某市别局2023年度部门决算", "某市某局2024年度部门决算", "某市某局2023年度单位决算"])
def test_reports_that_are_no_pair_are_refused(tmp_path: Path, title: str) -> None:
    later = LATER.replace("某市某局2023年度部门决算", title)
    with pytest.raises(ValueError, match="consecutive"):
        compare_years(report(tmp_path, "a.txt", EARLIER), report(tmp_path, "b.txt", later))


def test_an_item_whose_class_was_renamed_is_found_by_its_code(tmp_path: Path) -> None:
    """医疗卫生与计划生育支出 became 卫生健康支出 in 2019: 10 printed, 12 less 3 implied."""
    earlier = """某市某局2018年度部门决算

四、一般公共预算财政拨款支出决算情况说明

1.医疗卫生与计划生育支出（类）行政事业单位医疗（款）行政单位医疗（项）：支出决算数为10.00万元，比上年增加1.00万元，增长11.11%。
"""
    later = """某市某局2019年度部门决算

四、一般公共预算财政拨款支出决算情况说明

1.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：支出决算数为12.00万元，比上年增加3.00万元，增长33.33%。
"""
    (one,) = compare_years(report(tmp_path, "a.txt", earlier), report(tmp_path, "b.txt", later))
    assert (one.printed, one.implied, one.difference, one.status) == (10.0, 9.0, -1.0, "restated")
