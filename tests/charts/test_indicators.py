"""Charts of the indicators: what is drawn, and that it can be read."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest

from budgetlib import charts, schema
from budgetlib.charts.figure import data_of

KEY = {"report_id": "某局-2024-final", "agency": "某局", "fiscal_year": 2024, "report_type": "final", "page": 9}
ROWS = [
    (">=50家", "≥", 50, "=50家", 50, "家", 10, 10),
    (">=8亿元", "≥", 8, "=6亿元", 6, "亿元", 20, 15),
    (">=5家", "≥", 5, "11家", 11, "家", 20, 20),
    ("有效提升", None, None, "完全达到预期", None, None, 25, 24),
]
NAMES = ["target", "target_operator", "target_value", "actual", "actual_value", "unit", "weight", "score"]
TABLE = schema.frame(
    "indicators",
    [
        KEY | {"evaluation": "project", "project": "甲", "indicator": f"指标{n}"} | dict(zip(NAMES, row, strict=True))
        for n, row in enumerate(ROWS)
    ],
)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def texts(fig) -> str:
    return "\n".join(text.get_text() for text in [*fig.texts, *fig.axes[0].texts]).replace("\n", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bullets_show_missed_and_overshot_only(lang):
    fig = charts.target_bullets(TABLE, lang=lang)
    assert data_of(fig)["indicator"].tolist() == ["指标1", "指标2"]
    assert "≥8亿元 → 6亿元" in texts(fig)
    assert "220%" in texts(fig)


def test_bars_are_as_long_as_the_attainment():
    ax = charts.target_bullets(TABLE).axes[0]
    assert sorted(round(bar.get_width(), 6) for bar in ax.patches)[:2] == [75, 220]


def test_points_scored_and_lost_make_up_the_weight():
    fig = charts.outcome_bars(TABLE)
    assert sum(bar.get_width() for bar in fig.axes[0].patches) == pytest.approx(75)
    assert data_of(fig)["share"].sum() == pytest.approx(100)


def test_a_sample_copy_is_named_in_the_note():
    table = TABLE.copy()
    table.attrs["samples"] = tuple(set(table["report_id"]))
    assert "样本副本" in texts(charts.target_bullets(table))
    assert "样本副本" in texts(charts.outcome_bars(table))


def test_nothing_to_draw_is_an_error():
    with pytest.raises(ValueError, match="no target"):
        charts.target_bullets(TABLE.iloc[:1])
    with pytest.raises(ValueError, match="no indicator"):
        charts.outcome_bars(TABLE.iloc[:0])


def test_indicators_without_points_are_not_drawn():
    rows = [{"report_id": "r", "fiscal_year": 2024, "indicator": "甲", "target": "≥1个", "target_value": 1.0}]
    with pytest.raises(ValueError, match="no indicator with points"):
        charts.outcome_bars(schema.frame("indicators", rows))
