from __future__ import annotations

import pandas as pd
import pytest

from budgetlib.years import threepublic


def test_prior_and_completion_of_the_total(three_public):
    row = threepublic.by_item(three_public)["total"]
    assert row["prior"] == pytest.approx(17.89)
    assert row["completion_pct"] == pytest.approx(99.94, abs=0.005)
    assert row["prior_derived"]


def test_the_budget_of_vehicles_is_purchase_and_operation(three_public):
    row = threepublic.by_item(three_public)["vehicles"]
    assert (row["budget"], row["budget_derived"]) == (10.65, True)


def test_what_is_not_stated_stays_missing(three_public):
    rows = threepublic.by_item(three_public)
    assert pd.isna(rows["vehicle_operation"]["prior"])
    assert rows["reception"]["prior"] == 0.0
    assert rows["reception"]["zero_base"]
    assert pd.isna(rows["reception"]["rate"])


def test_shares_recompute_to_the_printed_ones(three_public):
    table = threepublic.three_public_shares(three_public)
    now = table[table["fiscal_year"] == 2024]
    assert now["share_computed"].round(2).tolist() == now["share_printed"].tolist() == [31.53, 68.47, 0.0]
    assert table[table["fiscal_year"] == 2023]["share_computed"].sum() == pytest.approx(100)


def test_one_report_states_two_years(three_public):
    table = threepublic.three_public_years(three_public)
    total = table[table["item"] == "total"]
    assert total["fiscal_year"].tolist() == [2023, 2024]
    assert total["amount"].tolist() == pytest.approx([17.89, 15.54])
    assert total["derived"].tolist() == [True, False]


def test_a_restated_year_stays_visible_for_each_report(three_public):
    earlier = three_public.assign(report_id="earlier-2023-final", fiscal_year=2023)
    table = threepublic.three_public_years(pd.concat([earlier, three_public], ignore_index=True))
    total = table[(table["item"] == "total") & (table["fiscal_year"] == 2023)]
    assert sorted(total["amount"]) == pytest.approx([15.54, 17.89])


def test_the_rate_is_of_the_prior_year(three_public):
    """15.54 after 17.89 is 2.35 less: 13.14 % of the prior year (15.12 % of this one)."""
    assert threepublic.by_item(three_public)["total"]["rate"] == pytest.approx(-13.14, abs=0.005)
