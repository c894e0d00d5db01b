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
        FINAL
        | {"total": 100.0, "personnel_share": 30.0, "public_share": 10.0, "project_share": 60.0, "reserved_share": 0.0},
        BUDGET
        | {"total": 400.0, "personnel_share": 70.0, "public_share": 5.0, "project_share": 20.0, "reserved_share": 5.0},
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


def test_a_bar_that_ends_short_is_explained():
    short = SHARES.assign(project_share=[40.0, 20.0])
    assert any("条不到头的，其余未分到这几类" in text for text in words(charts.office_stacks(short)))
    assert not any("条不到头的" in text for text in words(charts.office_stacks(SHARES)))


def test_the_title_keeps_accounts_and_budgets_apart():
    assert "项目支出占比：决算60.0%，预算20.0%" in words(charts.office_stacks(SHARES))


def test_a_reserve_has_a_part_of_its_own_and_a_report_without_a_part_has_no_bar():
    fig = charts.office_stacks(SHARES)
    assert [bar.get_width() for bar in fig.axes[0].patches][-4:] == [70.0, 5.0, 20.0, 5.0]
    names = [text.get_text() for text in fig.axes[0].get_legend().get_texts()]
    assert names == ["人员经费", "公用经费", "项目支出", "单位预留"]
    lacking = SHARES.assign(personnel_share=[30.0, float("nan")])
    fig = charts.office_stacks(lacking)
    assert [bar.get_width() for bar in fig.axes[0].patches] == [30.0, 10.0, 60.0]


def test_heads_say_how_many_they_are_and_budgets_are_hollow():
    heads = pd.DataFrame(
        [
            FINAL | {"serving": 68.0, "personnel_per_serving": 20.46, "page": 3.0},
            BUDGET | {"serving": 119.0, "personnel_per_serving": 26.52, "page": 9.0},
        ]
    )
    fig = charts.office_heads(heads)
    filled, hollow = fig.axes[0].patches
    assert (filled.get_width(), hollow.get_width()) == (20.46, 26.52)
    assert filled.get_facecolor() != (1, 1, 1, 1) == hollow.get_facecolor()
    assert {"甲局2024年决算，在职68人", "乙局2025年预算（样本），在职119人"} <= set(words(fig))
    assert "写了在职人数的2份报告：人均人员经费20.46到26.52万元" in words(fig)
    assert any(
        "乙局, budget 2025 (sample), 119 serving" in text for text in words(charts.office_heads(heads, lang="en"))
    )


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


def test_the_item_of_the_title_differs_by_most_points_not_by_the_largest_ratio():
    """Made up: 1 to 2 % is a ratio of two and one point, 10 to 17 % seven points."""
    rows = [
        FINAL | {"report_id": one, "agency": one, "code": code, "name": name, "amount": share, "share": share}
        for code, name, pair in (("2080504", "退休", (1.0, 2.0)), ("2210202", "提租补贴", (10.0, 17.0)))
        for one, share in zip("甲乙", pair, strict=True)
    ]
    assert "共有的2项里，差别最大的是提租补贴：决算占10.00%到17.00%" in words(charts.item_dots(pd.DataFrame(rows)))


def test_nothing_to_draw_is_an_error():
    with pytest.raises(ValueError, match="no report"):
        charts.office_stacks(SHARES.assign(project_share=float("nan")))
    with pytest.raises(ValueError, match="serving staff"):
        charts.office_heads(SHARES.assign(personnel_per_serving=float("nan")))
    with pytest.raises(ValueError, match="there are 0"):
        charts.item_dots(ITEMS.iloc[:0])
