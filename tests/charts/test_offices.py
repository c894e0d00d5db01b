"""Charts of several offices: each report with its kind, sample copies marked."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from budgetlib import charts

BASE = {"scope": "department", "page": 7}
FINAL = BASE | {"report_id": "甲", "agency": "甲局", "report_type": "final", "fiscal_year": 2024, "edition": "typeset"}
BUDGET = BASE | {"report_id": "乙", "agency": "乙局", "report_type": "budget", "fiscal_year": 2025, "edition": "sample"}
SHARES = pd.DataFrame(
    [
        FINAL | {"total": 100.0, "personnel_share": 30.0, "public_share": 10.0, "project_share": 60.0},
        BUDGET | {"total": 400.0, "personnel_share": 70.0, "public_share": 5.0, "project_share": 25.0},
    ]
)
ITEMS = pd.DataFrame(
    [
        FINAL | {"code": "2210201", "name": "住房公积金", "amount": 5.0, "share": 5.0},
        BUDGET | {"code": "2210201", "name": "住房公积金", "amount": 8.0, "share": 2.0},
    ]
)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def words(fig) -> list[str]:
    return [text.get_text().replace("\n", "") for text in [*fig.texts, *fig.axes[0].texts]]


def test_every_bar_is_whole_and_says_which_report_it_is():
    fig = charts.office_stacks(SHARES)
    assert sum(bar.get_width() for bar in fig.axes[0].patches) == pytest.approx(200)
    assert "甲局2024年决算" in words(fig)
    assert "乙局2025年预算（样本）" in words(fig)


def test_the_title_keeps_accounts_and_budgets_apart():
    assert "项目支出占比：决算60.0%到60.0%，预算25.0%到25.0%" in words(charts.office_stacks(SHARES))


def test_a_unit_is_marked():
    shares = SHARES.assign(scope="unit")
    assert "乙局2025年预算（单位、样本）" in words(charts.office_stacks(shares))
    assert "乙局, budget 2025 (unit, sample)" in words(charts.office_stacks(shares, lang="en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_dots_stand_at_their_share(lang):
    fig = charts.item_dots(ITEMS, lang=lang)
    marks = [tuple(offset) for dots in fig.axes[0].collections for offset in dots.get_offsets()]
    assert {5.0, 2.0} <= {round(float(x), 6) for x, _ in marks}


@pytest.mark.parametrize("table", [SHARES, ITEMS])
def test_the_note_says_what_a_sample_is_only_where_there_is_one(table):
    chart = charts.office_stacks if table is SHARES else charts.item_dots
    assert any("样本副本" in text for text in words(chart(table)))
    assert not any("样本副本" in text for text in words(chart(table[table["edition"] != "sample"])))


def test_nothing_to_draw_is_an_error():
    with pytest.raises(ValueError, match="no report"):
        charts.office_stacks(SHARES.assign(project_share=float("nan")))
    with pytest.raises(ValueError, match="there are 0"):
        charts.item_dots(ITEMS.iloc[:0])
