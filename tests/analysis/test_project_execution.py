from __future__ import annotations

import pytest

from budgetlib.years import execution


def test_sums_over_the_19_projects(projects):
    totals = execution.project_totals(projects)
    assert totals.projects == 19
    assert (totals.initial, totals.adjusted, totals.executed) == (2041.66, 1921.87, 1916.18)
    # 1916.18 / 2041.66 and / 1921.87, by hand
    assert totals.rate_initial == pytest.approx(93.854, abs=0.001)
    assert totals.rate_adjusted == pytest.approx(99.704, abs=0.001)


def test_what_a_full_rate_hides(projects):
    totals = execution.project_totals(projects)
    assert totals.full_rate == 16
    assert totals.cut_to_spending == 10
    assert totals.raised_to_spending == 1
    assert totals.below_half_of_initial == 6


def test_the_largest_project_carries_the_sum(projects):
    largest, others = execution.without_largest(projects)
    assert largest["adjusted_budget"] == 1674.94
    assert others.projects == 18
    assert (others.executed, others.initial) == (241.24, 1091.66)
    assert others.rate_initial == pytest.approx(22.098, abs=0.001)


def test_a_project_cut_to_its_spending(projects):
    table = execution.project_execution(projects)
    row = table[table["initial_budget"] == 750].iloc[0]
    assert row["cut"] == 740.84
    assert row["rate_initial"] == pytest.approx(1.2213, abs=0.0001)
    assert row["execution_rate"] == 100
    assert row["cut_to_spending"]


def test_printed_rates_agree_with_the_rounded_amounts(projects):
    table = execution.project_execution(projects)
    assert table["rate_agrees"].all()
    projects.loc[projects["execution_rate"] == 90.68, "execution_rate"] = 91.68
    assert execution.project_execution(projects)["rate_agrees"].sum() == 18


def test_the_department_is_no_project(projects):
    assert "乌鲁木齐市科学技术局" not in execution.project_execution(projects)["project"].tolist()


def test_no_project_no_largest(projects):
    with pytest.raises(ValueError, match="no project"):
        execution.without_largest(projects[projects["evaluation"] == "department"])


def test_short_names_leave_year_and_remark_out():
    assert execution.short_name("2024 年“两区”创新建设专项") == "“两区”创新建设专项"
    assert execution.short_name("企业平台运营项目经费(24年项目+23年结转资金)") == "企业平台运营项目经费"
    assert execution.short_name("（2024年）") == "（2024年）"
