"""Budget to final account: the budget behind a printed rate, items without an initial budget, the way of projects."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetlib import analysis, schema

KEY = {"report_id": "甲局-2024-final", "agency": "甲局", "fiscal_year": 2024, "report_type": "final", "page": 5}


def completions(*rows: dict) -> pd.DataFrame:
    return schema.frame("completions", [KEY | {"item": "甲类/甲款/甲项"} | row for row in rows])


def evaluations(*amounts: tuple[float | None, float | None, float | None]) -> pd.DataFrame:
    """Initial budget, adjusted budget and spending of each project, and a department's own evaluation beside them."""
    names = ("initial_budget", "adjusted_budget", "executed")
    rows = [{"project": f"{n}号"} | dict(zip(names, values, strict=True)) for n, values in enumerate(amounts, 1)]
    own = {"evaluation": "department", "project": "甲局"} | dict.fromkeys(names, 1000.0)
    return schema.frame("projects", [KEY | own, *[KEY | {"evaluation": "project"} | row for row in rows]])


@pytest.mark.parametrize(
    ("stated", "basis"),
    [
        ({"initial_budget": 200.0, "annual_budget": 100.0, "completion_pct": 45.0}, "initial"),
        ({"initial_budget": 200.0, "annual_budget": 100.0, "completion_pct": 90.0}, "annual"),
        ({"initial_budget": 100.0, "annual_budget": 100.0, "completion_pct": 90.0}, "either"),
        ({"initial_budget": 200.0, "annual_budget": 100.0, "completion_pct": 50.0}, "none"),
        ({"initial_budget": 200.0, "difference_pct": -55.0}, "initial"),
        ({"annual_budget": 100.0, "difference_pct": -55.0}, "none"),
        ({"initial_budget": 0.0, "annual_budget": 100.0, "completion_pct": 90.0}, "annual"),
        ({"initial_budget": 0.0, "difference_pct": 0.0}, None),
        ({"initial_budget": 200.0}, None),
        ({"completion_pct": 90.0}, None),
    ],
)
def test_the_budget_behind_a_rate(stated, basis):
    """90 were spent: 45 % of 200, 90 % of 100."""
    (found,) = analysis.budget_comparisons(completions({"actual": 90.0} | stated))["basis"]
    assert found == basis or (basis is None and found != found)


@pytest.mark.parametrize(("printed", "basis"), [(66.67, "initial"), (66.66, "initial"), (66.64, "none")])
def test_digits_cut_off_still_say_which_budget(printed, basis):
    """2 of 3 is 66.666… %."""
    stated = {"actual": 2000.0, "initial_budget": 3000.0, "completion_pct": printed}
    assert analysis.budget_comparisons(completions(stated))["basis"].tolist() == [basis]


def test_both_rates_are_recomputed_and_a_zero_budget_gives_none():
    row = analysis.budget_comparisons(completions({"initial_budget": 0.0, "annual_budget": 40.0, "actual": 30.0})).iloc[
        0
    ]
    assert row["rate_initial"] != row["rate_initial"]
    assert (row["rate_annual"], bool(row["new"]), row["name"]) == (75.0, True, "甲项")


def test_a_budget_that_is_not_stated_is_not_zero():
    assert analysis.budget_comparisons(completions({"annual_budget": 40.0, "actual": 30.0}))["new"].tolist() == [False]


def test_the_way_of_the_projects():
    """100 → 60 → 60, 50 → 80 → 70, 10 → 10 → 10: cut 40, raised 30, 10 left."""
    path = analysis.budget_path(evaluations((100, 60, 60), (50, 80, 70), (10, 10, 10), (5, None, 5)))
    assert (path.projects, path.initial, path.adjusted, path.executed) == (3, 160, 150, 140)
    assert (path.cut, path.raised, path.moved, path.unspent) == (40, 30, 70, 10)


def test_the_largest_movement_comes_first():
    steps = analysis.budget_steps(evaluations((10, 10, 10), (50, 80, 70), (100, 60, 60)))
    assert steps["project"].tolist() == ["2号", "3号", "1号"]  # 30 + 10 and 40 + 0 tie: the order of the report
    assert steps["adjustment"].tolist() == [30, -40, 0]


def test_sentences():
    table = completions(
        {"initial_budget": 0.0, "annual_budget": 40.0, "actual": 30.0, "completion_pct": 75.0},
        {"initial_budget": 50.0, "actual": 30.0, "completion_pct": 60.0},
    )
    found = analysis.completion_sentences(table, evaluations((100, 60, 60), (50, 80, 70)))
    assert found[0].zh == "印出的比率是对哪个预算算的：年初预算1条，全年预算1条。"
    assert found[1].zh.startswith("“甲项”年初预算为零，对它算不出完成率；印出的75.00%，对全年预算40.00万元重算为75.00%")
    assert "年中调减40.00万元、调增30.00万元，成为全年预算140.00万元；支出130.00万元，只剩10.00万元" in found[2].zh
    assert found[2].en.endswith("130.00 spent, 10.00 left.")
    assert analysis.completion_sentences(completions(), evaluations()) == []


def test_the_published_projects(projects):
    path = analysis.budget_path(projects)
    assert (path.projects, path.initial, path.adjusted, path.executed) == (19, 2041.66, 1921.87, 1916.18)
    assert round(path.initial - path.cut + path.raised, 2) == 1921.87
