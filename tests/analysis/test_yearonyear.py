from __future__ import annotations

import pytest

from budgetlib.analysis import yearonyear
from budgetlib.intervals import compare_sum, percent, percent_interval
from budgetlib.years import functional


def test_prior_year_is_current_less_change_and_marked(changes):
    row = yearonyear.total_change(changes)
    # 3,381.51 + 1,807.21, by hand
    assert row["prior"] == pytest.approx(5188.72)
    assert row["derived"]


def test_totals_are_the_three_wholes(changes):
    assert yearonyear.totals(changes)["current"].tolist() == [3628.92, 3391.36, 3381.51]


def test_growth_holds_ten_items_largest_change_first(changes):
    table = yearonyear.growth(changes)
    assert len(table) == 10
    assert table["name"].tolist()[:3] == ["其他科技条件与服务支出", "科技成果转化与扩散", "行政运行"]
    assert table["prior"].tolist()[:3] == pytest.approx([1598.03, 2615.56, 607.85])


def test_recomputed_rates_round_to_the_printed_ones_except_on_a_zero_base(changes):
    table = yearonyear.growth(changes)
    stated = table[~table["zero_base"]]
    assert stated["rate"].round(2).tolist() == stated["change_pct"].tolist()
    zero = table[table["zero_base"]]
    assert sorted(zero["name"]) == sorted(["自然科学基金", "科技人才队伍建设", "其他科学技术支出"])
    assert zero["rate"].isna().all()
    assert (zero["change_pct"] == 100).all()


def test_a_zero_base_never_leads_the_gains(changes):
    gains, falls = yearonyear.movers(changes, 2)
    assert gains["change"].tolist() == [68.47, 9.89]
    assert falls["change"].tolist() == [-949.64, -925.12]


def test_contributions_add_up_to_a_hundred(changes):
    assert yearonyear.growth(changes)["contribution_pct"].sum() == pytest.approx(100)


def test_items_miss_the_total_by_a_cent_which_rounding_explains(changes):
    result = yearonyear.reconcile(changes)
    assert result.items == 10
    assert result.comparison.computed == -1807.22
    assert result.comparison.printed == -1807.21
    assert result.comparison.difference == -0.01
    assert result.rest == 0.01
    assert result.comparison.status == "rounding"


def test_a_slip_of_six_cents_is_not_rounding(changes):
    changes.loc[changes["current"] == 676.32, "change"] += 0.06
    assert yearonyear.reconcile(changes).comparison.status == "rounding"  # 0.05 inside 0.055
    changes.loc[changes["current"] == 676.32, "change"] += 0.01
    assert yearonyear.reconcile(changes).comparison.status == "broken"


def test_comparisons_with_a_budget_are_not_year_on_year(changes):
    changes["base"] = "initial_budget"
    assert yearonyear.growth(changes).empty
    with pytest.raises(LookupError, match="no total"):
        yearonyear.total_change(changes)


@pytest.mark.parametrize(
    ("item", "levels"),
    [
        ("科学技术支出/基础研究/自然科学基金", ["科学技术支出", "基础研究", "自然科学基金"]),
        ("科学技术支出(类)基础研究(款)自然科学基金(项)", ["科学技术支出", "基础研究", "自然科学基金"]),
        ("科学技术支出（类）基础研究（款）自然科学基金（项）", ["科学技术支出", "基础研究", "自然科学基金"]),
        ("收入支出总体", ["收入支出总体"]),
    ],
)
def test_levels_of_an_item(item, levels):
    assert functional.item_levels(item) == levels


def test_printed_sums_stand_for_intervals():
    # Urumqi procurement: 1.68 + 0.00 + 10.53 = 12.21, printed 12.20
    assert compare_sum([1.68, 0.0, 10.53], 12.20).status == "rounding"
    assert compare_sum([1.68, 10.53], 12.21).status == "exact"
    assert compare_sum([1.68, 10.53], 12.19).status == "broken"


def test_a_zero_base_gives_no_percentage():
    assert percent(9.89, 0.0) != percent(9.89, 0.0)  # NaN
    with pytest.raises(ValueError, match="may be zero"):
        percent_interval(9.89, 0.0)
    low, high = percent_interval(3.89, 4.29)
    assert low < 90.68 < high
