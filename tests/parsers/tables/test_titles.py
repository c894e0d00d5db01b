"""Titles as sets of terms: what each announces, with the office, the year and the number of the form in front."""

from __future__ import annotations

import pytest

from budgetlib.parsers.tables.titles import read_title


@pytest.mark.parametrize(
    ("printed", "statement"),
    [
        ("收入支出决算总表", "income_expenditure"),
        ("2025年预算单位收入预算总表", "income"),
        ("云岭市国有资产管理局2026年部门支出预算总表", "expenditure"),
        ("表3：2026年市级部门支出预算总表", "expenditure"),
        ("部门综合预算财政拨款收支总表", "appropriation"),
        ("一般公共预算支出情况表（按功能分类科目）", "general_public"),
        ("一般公共预算支出表（按经济分类）", "expenditure_economic"),
        ("一般公共预算（基本）支出经济分类情况表", "basic"),
        ("一般公共预算基本支出部门预算经济分类预算表", "basic"),
        ("政府性基金预算财政拨款收入支出决算表", "government_fund"),
        ("国有资本经营预算支出情况表", "state_capital"),
        ("一般公共预算“三公”经费、会议费、培训费支出表", "three_public"),
        ("市级部门项目支出预算表", "project_list"),
        ("政府采购支出预算表", "procurement"),
        ("一般公共预算机关运行经费支出预算表", "running_costs"),
        ("财政拨款支出预算表（功能科目）", "appropriation+expenditure+functional"),
        ("一般公共预算项目支出情况表", "general_public+project"),
        ("云岭市政府债务余额情况表", None),
        ("某类星云支出决算表", None),
    ],
)
def test_statement(printed: str, statement: str | None) -> None:
    assert read_title(printed, 2025).statement == statement


def test_the_name_of_the_office_is_no_word_of_the_title() -> None:
    name = "云岭市政府采购中心"
    assert read_title(f"{name}支出决算表", 2023, (name,)).statement == "expenditure"


def test_the_unknown_word_is_named() -> None:
    assert read_title("星云支出决算表", 2023).unknown == ("星云",)
