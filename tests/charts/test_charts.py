"""Every chart, in both languages: its words, its glyphs in every format, its text inside its edges."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from budgetlib import charts
from budgetlib.charts.figure import data_of

CHARTS = {
    "change_waterfall": "changes",
    "change_bars": "changes",
    "three_public_bars": "three_public",
    "three_public_shares": "three_public",
    "three_public_trend": "three_public",
    "budget_dumbbell": "projects",
    "score_scatter": "projects",
}


@pytest.fixture(scope="module", params=["zh", "en"])
def lang(request):
    return request.param


@pytest.fixture(scope="module", params=CHARTS)
def chart(request, lang, tables) -> Figure:
    """Each chart once; any warning while it is drawn is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return getattr(charts, request.param)(tables[CHARTS[request.param]], lang=lang)


@pytest.fixture(scope="module")
def saved(chart, tmp_path_factory):
    """The chart in every format; matplotlib warns "Glyph ... missing from font(s)", here an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return charts.save(chart, "chart", tmp_path_factory.mktemp("charts") / "new", formats=["pdf"])


def texts(fig: Figure) -> list[Text]:
    """Every text that is drawn; ticks beyond the limits of their axis exist but are not."""
    beyond = {label for ax in fig.axes for axis in (ax.xaxis, ax.yaxis) for label in _beyond(axis)}
    found = [text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [text for text in found if text not in beyond]


def _beyond(axis):
    low, high = sorted(axis.get_view_interval())
    ticks = zip(axis.get_major_ticks(), axis.get_majorticklocs(), strict=True)
    return [label for tick, at in ticks if not low <= at <= high for label in (tick.label1, tick.label2)]


def part(fig: Figure, gid: str) -> str:
    return next(text.get_text() for text in fig.texts if text.get_gid() == gid).replace("\n", "")


def test_the_title_states_a_finding_with_a_number(chart):
    assert any(char.isdigit() for char in part(chart, "title"))


def test_the_note_states_unit_source_place_and_year(chart, lang):
    note = part(chart, "note")
    unit, source, place = (
        ("单位：", "来源：乌鲁木齐市科学技术局2024年决算", "第") if lang == "zh" else ("Unit:", "source:", "page")
    )
    assert unit in note
    assert source in note
    assert place in note
    assert "2024" in note


def test_the_subtitle_opens_with_office_and_year(chart, lang):
    whose = "乌鲁木齐市科学技术局2024年决算" if lang == "zh" else "乌鲁木齐市科学技术局, final account 2024"
    assert part(chart, "subtitle").startswith(f"{whose} · ")


def test_no_glyph_is_missing_in_any_format(saved):
    assert sorted(saved) == ["csv", "pdf", "png", "svg"]
    assert all(saved[suffix].stat().st_size > 5000 for suffix in ("pdf", "png", "svg"))


def test_all_text_is_in_the_package_font(chart):
    assert {name for text in texts(chart) for name in text.get_fontfamily()} == {"Noto Sans SC"}


def test_no_sign_of_a_name_is_taken_for_a_formula(chart):
    """matplotlib sets what stands between two dollar signs as mathematics, and fails at what is none."""
    assert not [text.get_text() for text in texts(chart) if text.get_parse_math()]


def test_a_name_with_dollar_signs_is_drawn_as_it_is_printed(projects, tmp_path):
    projects["project"] = r"$\frac{甲}$ $x$"
    fig = charts.budget_dumbbell(projects)
    charts.save(fig, "chart", tmp_path)
    assert any(r"$\frac{甲}$" in text.get_text() for text in texts(fig))


def test_no_text_crosses_the_edge(chart):
    chart.canvas.draw()
    width, height = chart.canvas.get_width_height()
    for text in texts(chart):
        box = text.get_window_extent()
        inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
        assert inside, f"{text.get_text()!r} at {box.extents} leaves {width} x {height}"


def test_no_two_texts_overlap(chart):
    chart.canvas.draw()
    drawn = [(text, text.get_window_extent()) for text in texts(chart)]
    for (one, a), (other, b) in combinations(drawn, 2):
        across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert min(across, down) <= 3, f"{one.get_text()!r} runs into {other.get_text()!r}"


def test_the_csv_is_the_data_behind_the_chart(chart, saved):
    assert saved["csv"].read_bytes().startswith(b"\xef\xbb\xbf")  # Excel reads the Chinese
    assert len(pd.read_csv(saved["csv"])) == len(data_of(chart))


def test_a_saved_chart_is_the_same_bytes_again(three_public, tmp_path):
    fig = charts.three_public_shares(three_public)
    first, second = (charts.save(fig, name, tmp_path) for name in ("a", "b"))
    assert all(first[kind].read_bytes() == second[kind].read_bytes() for kind in first)


def test_own_title_and_note_are_used(changes):
    note = charts.Note("元", "某报告", "2020", (3,), remark="试用")
    fig = charts.change_bars(changes, title="自拟标题", note=note)
    assert part(fig, "title") == "自拟标题"
    assert part(fig, "note") == "单位：元。年度：2020。来源：某报告，第3页。试用。"


def test_a_minus_has_ink_in_a_picture():
    blank, minus = (_pixels(text) for text in ("\u3000", "\u2212"))
    assert blank.min() == 255
    assert minus.min() < 100


def _pixels(text: str) -> np.ndarray:
    import matplotlib.pyplot as plt

    with charts.chart_style():
        fig = plt.figure(figsize=(1, 1))
        fig.text(0.5, 0.5, text, size=40, ha="center")
        fig.canvas.draw()
        return np.asarray(fig.canvas.buffer_rgba())[..., :3].copy()


def test_the_pdf_holds_its_text(changes, tmp_path):
    import pypdfium2

    paths = charts.save(charts.change_waterfall(changes), "chart", tmp_path, formats=["pdf"])
    document = pypdfium2.PdfDocument(paths["pdf"])
    page = document[0]
    picture = np.asarray(page.render(scale=1, grayscale=True).to_numpy())
    title = picture[: picture.shape[0] // 14]
    document.close()
    assert (title < 128).sum() > 300  # font type 42 would leave this strip nearly white
