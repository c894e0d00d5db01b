"""Spending against the budget, item by item. Wording after its description, figures made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import budgetlib as bl

TITLE = "某市某局2023年度部门决算\n\n（三）一般公共预算财政拨款支出决算具体情况\n\n"


def rows(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    path = tmp_path / "report.txt"
    path.write_text(TITLE + text + "\n", encoding="utf-8")
    table = bl.read_report(path).completions
    columns = ["item", "initial_budget", "annual_budget", "actual", "completion_pct", "difference_pct", "direction"]
    return [
        {name: value for name, value in row.items() if value == value and value is not None}
        for row in table[columns].to_dict("records")
    ]


def test_shanghai_budget_spending_rate_and_words(tmp_path: Path) -> None:
    text = (
        "1、教育支出（类）普通教育（款）小学教育（项）。主要用于：学校运转。年初预算为50.00万元，支出决算为46.00万元，"
        "完成年初预算的92.00%。决算数小于预算数的主要原因：人员变动。\n\n"
        "2、教育支出（类）普通教育（款）初中教育（项）。主要用于：学校运转。年初预算为8.00万元，支出决算为8.00万元，"
        "完成年初预算的100.00%。决算数同预算数持平。"
    )
    assert rows(tmp_path, text) == [
        {
            "item": "教育支出/普通教育/小学教育",
            "initial_budget": 50.0,
            "actual": 46.0,
            "completion_pct": 92.0,
            "direction": "down",
        },
        {
            "item": "教育支出/普通教育/初中教育",
            "initial_budget": 8.0,
            "actual": 8.0,
            "completion_pct": 100.0,
            "direction": "flat",
        },
    ]


def test_a_new_office_with_both_budgets(tmp_path: Path) -> None:
    text = (
        "一般公共预算财政拨款支出年初预算为0万元，全年预算为320.00万元，支出决算为304.00万元，完成年初预算的95.00%。"
        "决算数大于预算数的主要原因：新成立。"
    )
    (row,) = rows(tmp_path, text)
    assert (row["initial_budget"], row["annual_budget"], row["actual"], row["direction"]) == (0.0, 320.0, 304.0, "up")


def test_xinjiang_spending_first_then_budget_spending_and_difference(tmp_path: Path) -> None:
    text = (
        "财政拨款支出90.00万元，比上年减少10.00万元，下降10.00%。与年初预算相比，年初预算数100.00万元，决算数90.00万元，"
        "预决算差异率-10.00%，主要原因是：压减开支。"
    )
    (row,) = rows(tmp_path, text)
    assert (row["initial_budget"], row["actual"], row["difference_pct"]) == (100.0, 90.0, -10.0)


def test_guangdong_spending_completes_a_budget(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "“三公”经费支出决算为61.5万元，完成全年预算100.0万元的61.5%。")
    assert (row["annual_budget"], row["actual"], row["completion_pct"]) == (100.0, 61.5, 61.5)


def test_a_change_against_the_budget_is_a_comparison_with_it(tmp_path: Path) -> None:
    text = "公务接待费支出决算数比预算数减少4.82万元，下降9.64%。主要原因是来宾减少。"
    assert rows(tmp_path, text) == [{"item": "公务接待费", "direction": "down"}]
