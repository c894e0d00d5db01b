"""Year on year of a budget: items by their names, one base for items and total, nothing said where it cannot be."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetlib import analysis, schema
from budgetlib.analysis import yearonyear

KEY = {"report_id": "甲局-2026-budget", "agency": "甲局", "fiscal_year": 2026, "report_type": "budget", "year": 2026}


def budget(rows: list[tuple[str, float, float, str, str | None]]) -> pd.DataFrame:
    """Comparisons of an invented budget: item, this year, change, base, id."""
    names = ("item", "current", "change", "base", "item_id")
    return schema.frame("changes", [KEY | dict(zip(names, row, strict=True)) | {"page": 3} for row in rows])


ITEMS = [
    ("审计事务/行政运行", 70.0, 10.0, "prior_year", None),
    ("住房改革支出/住房公积金", 30.0, -4.0, "prior_year", None),
]
TOTAL = ("一般公共预算支出", 100.0, 6.0, "prior_year", "general_public+expenditure")


def test_items_of_a_budget_are_known_by_section_and_name():
    table = yearonyear.growth(budget([*ITEMS, TOTAL]))
    assert table["name"].tolist() == ["行政运行", "住房公积金"]
    assert table["prior"].tolist() == [60.0, 34.0]


def test_items_are_held_against_the_total_that_they_add_up_to():
    result = yearonyear.reconcile(budget([*ITEMS, TOTAL]))
    assert (result.items, result.comparison.computed, result.comparison.status) == (2, 6.0, "exact")


@pytest.mark.parametrize(
    "total",
    [
        ("一般公共预算支出", 120.0, 6.0, "prior_year", "general_public+expenditure"),  # an item is missing
        (
            "一般公共预算支出",
            100.0,
            9.0,
            "prior_budget",
            "general_public+expenditure",
        ),  # compared with another year's figure
    ],
)
def test_no_total_is_accused_where_items_are_not_all_of_it_or_compared_with_something_else(total):
    table = budget([*ITEMS, total])
    assert yearonyear.whole_of_items(table) is None
    assert "不与总额核对" in analysis.reconciliation_sentences(table)[0].zh
    assert analysis.movement_sentences(table) == []


def test_the_leading_sentence_names_the_items_that_moved_with_the_total():
    rows = [
        ("审计事务/行政运行", 70.0, -30.0, "prior_year", None),
        ("审计事务/审计业务", 20.0, -20.0, "prior_year", None),
        ("住房改革支出/住房公积金", 10.0, 5.0, "prior_year", None),
        ("一般公共预算支出", 100.0, -45.0, "prior_year", "general_public+expenditure"),
    ]
    (said,) = analysis.movement_sentences(budget(rows))
    assert "合计减少50.00万元，超过总降幅" in said.zh
    assert "其余1项净增加5.00万元" in said.zh


def test_nothing_is_said_of_an_empty_table():
    empty = budget([])
    assert analysis.year_on_year_answer(empty, schema.frame("completions", [])) == []
    assert analysis.three_public_answer(schema.frame("three_public", []), schema.frame("claims", [])) == []
    assert analysis.execution_answer(schema.frame("projects", [])) == []
    assert analysis.indicator_answer(schema.frame("indicators", [])) == []
    assert analysis.say([]).data.startswith("- 报告里没有")
