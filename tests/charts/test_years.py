"""Lines over years: where a line is drawn and where it is not, hollow and pointed marks, labels, fictional figures."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import budgetlib as bl
from budgetlib import charts, schema
from budgetlib.charts.figure import Note, data_of
from tools.corpus import generate

NOTE = Note("万元", "某单位", "2015–2020", ())


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def table(*amounts: float | None, status: str = "printed", name: str = "甲", strength: str = "two") -> pd.DataFrame:
    rows = [
        {"line": name, "fiscal_year": 2015 + place, "amount": amount, "strength": strength}
        | {"status": "missing" if amount is None else status}
        for place, amount in enumerate(amounts)
    ]
    return pd.DataFrame(rows).astype({"amount": "float64"})


def drawn(fig: plt.Figure) -> list[tuple[list[float], list[float]]]:
    """The solid lines of the first axes."""
    lines = [line for line in fig.axes[0].lines if line.get_linestyle() == "-"]
    return [(list(line.get_xdata()), list(line.get_ydata())) for line in lines]


def texts(fig: plt.Figure) -> list[str]:
    return [text.get_text() for ax in fig.axes for text in ax.texts] + [text.get_text() for text in fig.texts]


def test_no_line_crosses_a_gap_and_the_gap_is_named() -> None:
    fig = charts.year_lines(table(5, 4, None, 2, 1), line="line", title="降", note=NOTE)
    assert drawn(fig) == [([2015, 2016], [5, 4]), ([2018, 2019], [2, 1])]
    assert "无数" in texts(fig)


def test_no_line_crosses_a_break() -> None:
    fig = charts.year_lines(table(5, 4, 3), line="line", title="降", note=NOTE, breaks={2017: "口径变了"})
    assert drawn(fig) == [([2015, 2016], [5, 4])]
    assert "2017年起口径变了" in texts(fig)


def test_derived_points_are_hollow_and_single_sources_are_diamonds() -> None:
    two = pd.concat([table(5, 4), table(3, 2, status="derived", name="乙", strength="one")])
    fig = charts.year_lines(two, line="line", title="降", note=NOTE)
    marks = [mark for mark in fig.axes[0].collections if len(mark.get_offsets())]
    faces = {tuple(mark.get_facecolors()[0][:3]) for mark in marks}
    assert len(marks) == 2 and (1.0, 1.0, 1.0) in faces
    assert any("推算" in text and "一个来源" in text for text in texts(fig))
    assert not any("推算" in text for text in texts(charts.year_lines(table(5, 4), line="line", title="降", note=NOTE)))


def test_both_ends_carry_their_figure_and_the_last_its_name() -> None:
    found = texts(charts.year_lines(table(5, 4, 3.5), line="line", title="降", note=NOTE))
    assert "5.00" in found and "3.50 甲" in found


def test_panels_share_one_scale() -> None:
    both = pd.concat([table(5, 4).assign(office="甲局"), table(50, 40).assign(office="乙局")])
    fig = charts.year_panels(both, panel="office", line="line", title="降", note=NOTE)
    assert fig.axes[0].get_ylim() == fig.axes[1].get_ylim() and fig.axes[0].get_ylim()[1] > 50
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["甲局", "乙局"]


def test_a_chart_of_fictional_figures_says_so_itself(tmp_path: Path) -> None:
    """Budget and final account of one made-up office in one year: the total of the budget is the same in both."""
    (budget,) = generate(1, [2024], layouts=["yuan"])
    (final,) = generate(1, [2024], layouts=["shanghai"])
    dataset = bl.read_reports([budget.write(tmp_path), final.write(tmp_path)], workers=0, progress=False)
    assert set(dataset.reports["edition"]) == {"fictional"} and dataset.reports["agency"].nunique() == 1
    rows = dataset.three_public
    planned = rows[rows["report_type"] == "budget"].set_index("item")["budget"]
    held = rows[rows["report_type"] == "final"].set_index("item")["budget"]
    assert planned["total"] == held["total"]
    trend = dataset.three_public_trend().set_index(["report_type", "item"])
    assert trend.loc[("final", "total"), ["budget_status", "prior_status"]].tolist() == ["printed", "derived"]
    fig = charts.three_public_bars(rows[rows["report_type"] == "final"])
    assert any(text.startswith("虚构") or "。虚构：" in text for text in texts(fig)) and "虚构" in texts(fig)


def test_in_a_trend_a_printed_year_counts_before_one_that_follows_from_a_change() -> None:
    """2023 is printed in its own report, and implied by the next; only 2022 is derived."""
    key = {"agency": "甲局", "report_type": "final", "item": "total", "page": 1}
    rows = [
        key
        | {"report_id": "a", "fiscal_year": 2023, "actual": 8.0, "change": -2.0, "prior": 10.0, "prior_derived": True},
        key
        | {"report_id": "b", "fiscal_year": 2024, "actual": 9.0, "change": 1.0, "prior": 8.0, "prior_derived": True},
    ]
    fig = charts.three_public_trend(schema.frame("three_public", rows))
    data = data_of(fig)
    assert data[["fiscal_year", "amount", "status"]].values.tolist() == [
        [2022, 10.0, "derived"], [2023, 8.0, "printed"], [2024, 9.0, "printed"],
    ]  # fmt: skip
    assert any("由10.00降到9.00万元，其间1年上升" in text.replace("\n", "") for text in texts(fig))
