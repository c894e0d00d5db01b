"""What the charts draw is what the report prints, and bad input is refused with a reason."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from budgetlib import charts, schema
from budgetlib.charts.figure import data_of
from budgetlib.charts.spread import apart
from budgetlib.charts.style import wrap, wrap_title
from budgetlib.charts.waterfall import waterfall_steps
from budgetlib.reference.wording import width_in_ems


def test_the_waterfall_ends_where_the_year_ends(changes):
    steps = waterfall_steps(changes)
    assert steps["kind"].tolist() == ["total", *["item"] * 10, "rest", "total"]
    assert steps["amount"].iloc[[0, -1]].tolist() == pytest.approx([5188.72, 3381.51])
    assert steps["end"].iloc[-2] == pytest.approx(3381.51)
    assert steps[steps["kind"] == "rest"]["amount"].tolist() == [0.01]


def test_items_that_add_up_need_no_rest(changes):
    changes.loc[changes["current"] == 676.32, "change"] += 0.01
    assert "rest" not in waterfall_steps(changes)["kind"].tolist()


def test_a_rest_beyond_rounding_is_not_called_rounding(changes):
    changes.loc[changes["current"] == 676.32, "change"] += 10
    rest = waterfall_steps(changes).query("kind == 'rest'").iloc[0]
    assert "舍" not in rest["label"]


def test_the_dumbbell_begins_with_the_smallest_part_of_the_initial_budget(projects):
    table = data_of(charts.budget_dumbbell(projects))
    assert table["initial_budget"].tolist()[:2] == [750, 55]
    assert table["executed"].tolist()[-1] == 1674.94


def test_a_zero_survives_the_logarithm(projects):
    projects.loc[0, ["adjusted_budget", "executed"]] = 0.0
    fig = charts.budget_dumbbell(projects)
    offsets = np.concatenate([collection.get_offsets() for collection in fig.axes[0].collections[1:4]])
    assert np.isfinite(offsets).all()
    assert (offsets[:, 0] > 0).all()


def test_a_figure_not_stated_is_not_drawn_as_zero(three_public):
    fig = charts.three_public_bars(three_public, items=["vehicle_operation"], title="题")
    labels = [text.get_text() for text in fig.axes[0].texts]
    assert labels == ["未列", "10.65", "10.64"]


def test_an_unknown_place_is_a_line_in_a_text_report(changes):
    assert "第125–177行" in charts.source_note(changes, locator="line").text()
    changes.attrs["locator"] = "line"
    assert "行" in charts.source_note(changes).text()
    assert "lines 125" in charts.source_note(changes).text("en")


def test_a_chart_without_rows_is_refused(projects, changes):
    with pytest.raises(ValueError, match="no project"):
        charts.budget_dumbbell(projects.iloc[:0])
    with pytest.raises(ValueError, match="no project"):
        charts.score_scatter(projects.iloc[:0])
    with pytest.raises(ValueError, match="no functional item"):
        charts.change_bars(changes.iloc[:3])
    with pytest.raises(ValueError, match="no functional item"):
        charts.change_waterfall(changes.iloc[:3])
    for draw in (charts.three_public_bars, charts.three_public_shares):
        with pytest.raises(ValueError, match="holds 0 reports"):
            draw(schema.frame("three_public"))
    with pytest.raises(ValueError, match="no source"):
        charts.source_note(schema.frame("changes"))


def test_a_budget_is_compared_with_the_budget_before_and_has_no_spending():
    """Made up: 22 planned before, 47 now; a budget says nothing of spending, so no bar is kept for it."""
    key = {"report_id": "a", "agency": "某局", "fiscal_year": 2024, "report_type": "budget", "page": 3}
    rows = [key | {"item": "total", "prior": 22.0, "budget": 47.0, "change": 25.0}]
    fig = charts.three_public_bars(schema.frame("three_public", rows))
    panel = fig.axes[0]
    assert [label.get_text() for label in panel.get_xticklabels()] == ["上年预算", "本年预算"]
    assert [bar.get_height() for bar in panel.patches] == [22.0, 47.0]
    texts = [text.get_text() for text in fig.texts]
    assert (
        "“三公”经费预算比上年增加25.00万元" in texts and "某局2024年预算 · “三公”经费各项：上年预算、本年预算" in texts
    )


def test_a_trend_is_of_one_agency(three_public):
    three_public.loc[0, "agency"] = "另一单位"
    with pytest.raises(ValueError, match="one agency"):
        charts.three_public_trend(three_public)


@pytest.mark.parametrize("missing", ["unit", "source", "year"])
def test_no_note_without_unit_source_and_year(missing):
    parts = {"unit": "万元", "source": "报告", "year": "2024"} | {missing: " "}
    with pytest.raises(ValueError, match=missing):
        charts.Note(**parts, pages=(1,))


def test_no_chart_without_title_or_data(changes, tmp_path):
    note = charts.source_note(changes)
    with pytest.raises(ValueError, match="title"):
        charts.finish(plt.figure(), title=" ", note=note, data=changes)
    with pytest.raises(ValueError, match="no data"):
        charts.save(plt.figure(), "bare", tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_style_leaves_no_trace(changes):
    before = dict(mpl.rcParams)
    charts.change_bars(changes)
    assert dict(mpl.rcParams) == before


def test_wrapping_keeps_numbers_whole_and_lines_in_bounds():
    text = "支出比上年减少1,807.21万元，其中“两区”建设专项减少925.12万元"
    for ems in range(8, 30):
        lines = wrap(text, ems).split("\n")
        assert "".join(lines) == text
        assert all(width_in_ems(line) <= ems + 1 for line in lines)  # a closing mark may hang over
        assert not any(line[0] in "，。”" for line in lines)
        assert any("1,807.21" in line for line in lines)


def test_a_title_breaks_after_punctuation():
    assert wrap_title("科目甲减少949.64万元，科目乙增加68.47万元", 20) == "科目甲减少949.64万元，\n科目乙增加68.47万元"


def test_labels_keep_their_distance():
    assert apart([1.0, 1.1, 5.0], [0.5] * 3) == pytest.approx([0.8, 1.3, 5.0])
    assert apart([5.0, 1.1, 1.0], [0.5] * 3, floor=1.0) == pytest.approx([5.0, 1.5, 1.0])


def test_a_single_project_stands_where_its_figures_put_it(projects):
    left = charts.score_scatter(projects).axes[0]
    spots = [tuple(collection.get_offsets()[0]) for collection in left.collections]
    assert (14.2, 90.07) in spots
    assert (90.68, 97.67) in spots
    numbers = sorted(int(text.get_text()) for text in left.texts)
    assert sum(numbers) + len(spots) - len(numbers) == 19


def test_groups_at_one_point_stand_beside_each_other_and_on_its_level(projects):
    """Two kinds of project with one rate and one score: 15 points apart on the paper, at the same height."""
    amounts = {"initial_budget": [20.0, 20.0], "adjusted_budget": [10.0, 20.0], "executed": [10.0, 10.0]}  # one is cut
    rows = projects.iloc[:2].assign(execution_rate=50.0, total_score=95.0, **amounts)
    fig = charts.score_scatter(rows)
    left = fig.axes[0]
    (a, b) = (one.get_offset_transform().transform(one.get_offsets()[0]) for one in left.collections)
    level = left.transData.transform((50.0, 95.0))[1]
    assert (a[1], b[1]) == pytest.approx((level, level)) and abs(a[0] - b[0]) == pytest.approx(15 / 72 * fig.dpi)


def test_only_the_figures_of_sample_copies_are_called_so():
    key = {"agency": "某局", "fiscal_year": 2024, "report_type": "final", "page": 1}
    rows = schema.frame("changes", [key | {"report_id": name, "item": "甲"} for name in ("a", "b")])
    rows.attrs["samples"] = ("b",)
    assert "样本副本" not in charts.source_note(rows[rows["report_id"] == "a"]).text()
    assert charts.source_note(rows[rows["report_id"] == "b"]).text().endswith("页。样本副本，可能是公布前的稿本。")
    assert "部分为样本副本" in charts.source_note(rows).text()
    assert "样本副本" in charts.source_note(rows.drop(columns="report_id")).text()


def test_pages_of_an_edition_are_said_to_be_its_own(three_public):
    three_public.attrs["typeset"] = tuple(set(three_public["report_id"]))
    assert "重新排印本，页码不是原件的" in charts.source_note(three_public).text()
    three_public.attrs["typeset"] = ()
    assert "排印本" not in charts.source_note(three_public).text()


def test_a_rate_that_is_a_slip_stands_at_the_edge_and_leaves_the_others_their_room(projects):
    """Made up: 1,000 % printed for one project. The axis ends at 300 %, and the note says what the triangle is."""
    projects.loc[projects.index[0], "execution_rate"] = 1000.0
    fig = charts.score_scatter(projects)
    left = fig.axes[0]
    assert left.get_xlim()[1] < 400 and max(left.get_xticks()) <= 400
    marks = [one for one in left.collections if one.get_offsets()[0][0] >= 300]
    assert len(marks) == 1 and marks[0].get_offsets()[0][0] == 300.0
    assert "右缘三角为超过300%" in note_of(fig)
    assert "右缘三角" not in note_of(charts.score_scatter(projects.assign(execution_rate=100.0)))


def test_shares_without_a_prior_year_have_no_row_and_no_word_for_it():
    key = {"report_id": "a", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "page": 3}
    rows = [key | {"item": "total", "actual": 10.0}, key | {"item": "vehicles", "actual": 9.0}]
    fig = charts.three_public_shares(schema.frame("three_public", [*rows, key | {"item": "reception", "actual": 1.0}]))
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == ["2024"]
    assert "公务用车占“三公”经费的90.0%" in [text.get_text() for text in fig.texts]


def test_shares_of_nothing_are_no_chart():
    key = {"report_id": "a", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "page": 3}
    rows = [key | {"item": item, "actual": 0.0} for item in ("total", "vehicles")]
    with pytest.raises(ValueError, match="share"):
        charts.three_public_shares(schema.frame("three_public", rows))


def test_a_report_that_names_no_office_has_a_chart_all_the_same():
    key = {"report_id": "a", "fiscal_year": 2024, "report_type": "budget", "page": 3}
    table = schema.frame("three_public", [key | {"item": "total", "budget": 47.0, "prior": 22.0}])
    assert "来源：单位未写明，2024年预算，第3页" in note_of(charts.three_public_bars(table))


def test_an_opening_quotation_mark_does_not_indent_a_text(three_public):
    """The mark of the Chinese font is as wide as a character, and empty in its first half."""
    fig = charts.three_public_bars(three_public)
    title = next(text for text in fig.texts if text.get_gid() == "title")
    assert title.get_text().startswith("“")
    begins = _first_ink(fig, title)
    title.set_fontfeatures(None)
    assert _first_ink(fig, title) - begins > 0.25 * title.get_fontsize()


def _first_ink(fig, text) -> int:
    """The column of pixels in which a text begins to be seen."""
    fig.canvas.draw()
    box = text.get_window_extent()
    pixels = np.asarray(fig.canvas.buffer_rgba())[:, :, 0]
    high = pixels.shape[0]
    dark = pixels[int(high - box.y1) : int(high - box.y0)].min(axis=0) < 128
    return int(dark.argmax())


def note_of(fig) -> str:
    return next(text.get_text() for text in fig.texts if text.get_gid() == "note").replace("\n", "")
