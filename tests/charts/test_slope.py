"""Slope charts: lines from amount to amount, labels beside their ends, and what is left out is named."""

from __future__ import annotations

from itertools import combinations, pairwise

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from budgetlib import charts, schema
from budgetlib.charts.figure import data_of
from budgetlib.charts.spread import apart
from budgetlib.charts.style import FALL, SUBJECT

KEY = {"report_id": "甲局-2024-final", "agency": "甲局", "fiscal_year": 2024, "report_type": "final", "page": 5}
ITEMS = [
    # name, code, prior, current: by hand 甲 +20, 乙 -70, 丙 0, 丁 from zero +30, 戊 without a prior year
    ("甲类/甲款/甲项", "2010101", 100.0, 120.0),
    ("甲类/甲款/乙项", "2010102", 90.0, 20.0),
    ("甲类/甲款/丙项", "2010103", 10.0, 10.0),
    ("甲类/甲款/丁项", "2010104", 0.0, 30.0),
    ("甲类/甲款/戊项", "2010105", None, 7.0),
]


def table(rows: list[tuple] = ITEMS) -> pd.DataFrame:
    records = [
        KEY
        | {"item": item, "code": code, "prior": prior, "current": current, "base": "prior_year"}
        | ({} if prior is None else {"change": current - prior})
        for item, code, prior, current in rows
    ]
    return schema.frame("changes", records)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def part(fig, gid: str) -> str:
    return next(text.get_text() for text in fig.texts if text.get_gid() == gid)


def slopes(fig) -> dict[tuple[float, ...], str]:
    """The drawn lines: their amounts and their colour."""
    lines = [line for line in fig.axes[0].lines if line.get_gid() == "slope"]
    return {tuple(float(value) for value in line.get_ydata()): line.get_color() for line in lines}


def words(fig) -> list[str]:
    return [text.get_text().replace("\n", "") for text in fig.axes[0].texts]


def no_text_overlaps(fig) -> None:
    fig.canvas.draw()
    width, height = fig.canvas.get_width_height()
    ticks = {*fig.axes[0].get_xticklabels(), *fig.axes[0].get_yticklabels()}
    texts = [text for text in fig.findobj(Text) if text.get_text().strip() and text not in ticks]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts]
    for text, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        assert min(min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)) <= 3, (one, other)


def test_a_line_runs_from_the_prior_year_to_this_one():
    drawn = slopes(charts.change_slope(table()))
    assert set(drawn) == {(100.0, 120.0), (90.0, 20.0), (10.0, 10.0), (0.0, 30.0)}
    assert (drawn[100.0, 120.0], drawn[90.0, 20.0], drawn[0.0, 30.0]) == (SUBJECT, FALL, SUBJECT)
    assert drawn[10.0, 10.0] not in (SUBJECT, FALL)


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("zh", "4个科目2增1减1平，变动最大的是乙项：由90.00降到20.00万元"),
        ("en", "2 of 4 items grew, 1 fell; most: 乙项, 90.00 to 20.00"),
    ],
)
def test_the_title_counts_and_names_the_largest_change(lang, title):
    drawn = part(charts.change_slope(table(), lang=lang), "title")
    assert drawn.replace("\n", "" if lang == "zh" else " ") == title


def test_each_end_says_amount_and_change():
    ends = {"120.00（+20.00）", "20.00（\u221270.00）", "10.00（0.00）"}
    assert {"2023年", "2024年", "100.00", *ends} <= set(words(charts.change_slope(table())))
    assert {"2023", "2024", "20.00 (\u221270.00)"} <= set(words(charts.change_slope(table(), lang="en")))


@pytest.mark.parametrize(("lang", "remark"), [("zh", "缺一年的数，未画：戊项"), ("en", "drawn: 戊项")])
def test_an_item_without_a_prior_year_is_named_and_not_drawn(lang, remark):
    fig = charts.change_slope(table(), lang=lang)
    assert "戊项" not in words(fig)
    assert remark in part(fig, "note").replace("\n", "")


def test_a_start_at_zero_has_an_empty_mark_and_no_rate():
    fig = charts.change_slope(table())
    faces = [marks.get_facecolors()[0].tolist() for marks in fig.axes[0].collections]
    assert faces.count([1.0, 1.0, 1.0, 1.0]) == 1
    assert "空心圆" in part(fig, "note")
    assert "空心圆" not in part(charts.change_slope(table(ITEMS[:3])), "note")


def test_the_smaller_changes_are_counted_not_drawn():
    fig = charts.change_slope(table(), n=2)
    assert set(slopes(fig)) == {(90.0, 20.0), (0.0, 30.0)}
    assert "另有2个变动较小的科目未画" in part(fig, "note").replace("\n", "")
    assert part(fig, "title").startswith("4个科目")


def test_the_data_behind_are_the_items_drawn(tmp_path):
    fig = charts.change_slope(table())
    assert data_of(fig)["change"].tolist() == [-70.0, 30.0, 20.0, 0.0]
    assert len(pd.read_csv(charts.save(fig, "slope", tmp_path)["csv"])) == 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_labels_of_ends_in_one_place_do_not_overlap(lang):
    long = "类/款/机关事业单位基本养老保险缴费支出和其他名称很长的科目"
    rows = [(f"{long}{number}", f"20101{number:02}", 1.0 + number / 9, 2.0) for number in range(9)]
    no_text_overlaps(charts.change_slope(table([*rows, ("类/款/大项", "2019999", 900.0, 1000.0)]), lang=lang))


def test_labels_move_apart_by_as_little_as_can_be():
    assert apart([0.0, 10.0, 5.0], [1.0, 1.0, 1.0]) == [0.0, 10.0, 5.0]
    assert apart([4.0, 4.0], [2.0, 2.0]) == [3.0, 5.0]
    assert apart([4.0, 4.0, 4.0], [2.0, 2.0, 2.0]) == [2.0, 4.0, 6.0]
    assert apart([0.0, 0.0, 2.5], [2.0, 2.0, 2.0]) == pytest.approx([-7 / 6, 5 / 6, 17 / 6])
    assert apart([], []) == []


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0.1, 50)), max_size=20))
def test_labels_never_lie_on_each_other_and_keep_their_order(labels):
    wanted, sizes = [one for one, _ in labels], [size for _, size in labels]
    found = apart(wanted, sizes)
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    for below, above in pairwise(order):
        assert found[above] - found[below] >= (sizes[above] + sizes[below]) / 2 - 1e-6


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="no functional item states both years"):
        charts.change_slope(table(ITEMS[4:]))
    two = pd.concat([table(), table().assign(report_id="乙局-2024-final")])
    with pytest.raises(ValueError, match="2 reports"):
        charts.change_slope(two)


def test_all_flat_is_said_in_words():
    assert part(charts.change_slope(table(ITEMS[2:3])), "title") == "1个科目都与上年持平"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_published_figures(changes, lang):
    fig = charts.change_slope(changes, lang=lang)
    assert part(fig, "title").startswith("10个科目6增4减" if lang == "zh" else "6 of 10 items grew, 4 fell")
    assert (1598.03, 648.39) in slopes(fig)
    no_text_overlaps(fig)


def evaluations(*amounts: tuple[float | None, ...]) -> pd.DataFrame:
    names = ("initial_budget", "adjusted_budget", "executed")
    rows = [{"project": f"2024年{n}号项目"} | dict(zip(names, values, strict=True)) for n, values in enumerate(amounts)]
    return schema.frame("projects", [KEY | {"evaluation": "project"} | row for row in rows])


def test_a_project_has_a_line_over_three_stops_and_the_rest_one_together():
    """Movements 40, 40 (30 + 10), 0 and 1; the last two have 10 and 4 initially, 10 and 5 then."""
    fig = charts.budget_slope(evaluations((100, 60, 60), (50, 80, 70), (10, 10, 10), (4, 5, 5)), n=2)
    drawn = slopes(fig)
    assert drawn == {(100, 60, 60): FALL, (50, 80, 70): SUBJECT, (14, 15, 15): SUBJECT}
    assert {"0号项目", "其余2个项目合计", "60.00（年初的60.0%）", "70.00（年初的140.0%）"} <= set(words(fig))
    assert part(fig, "title").replace("\n", "") == "4个项目：预算调整动了71.00万元，执行率只看得见剩下的10.00万元"
    assert len(data_of(fig)) == 3


def test_a_project_that_lacks_an_amount_is_counted_and_one_without_a_plan_has_no_share():
    fig = charts.budget_slope(evaluations((0, 60, 60), (50, None, 70)), lang="en")
    assert slopes(fig) == {(0, 60, 60): SUBJECT}
    assert "60.00 (none planned)" in words(fig)
    assert "not drawn, figures missing: 1" in part(fig, "note").replace("\n", " ")


def test_without_a_whole_project_there_is_no_chart():
    with pytest.raises(ValueError, match="no project states"):
        charts.budget_slope(evaluations((1, None, 1)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_published_projects(projects, lang):
    fig = charts.budget_slope(projects, lang=lang)
    assert (950, 1674.94, 1674.94) in slopes(fig)
    assert "1,569.67" in part(fig, "title") and "5.69" in part(fig, "title")
    no_text_overlaps(fig)
