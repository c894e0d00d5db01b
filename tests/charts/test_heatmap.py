"""The heat map of checks. Verdicts are made up, counts worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from budgetlib import charts, schema
from budgetlib.analysis import verdict_matrix
from budgetlib.charts.figure import data_of

REPORTS = schema.frame(
    "reports",
    [
        {"report_id": "a", "agency": "甲局", "fiscal_year": 2023, "report_type": "final"}
        | {"scope": "department", "edition": "original"},
        {"report_id": "b", "agency": "乙局", "fiscal_year": 2024, "report_type": "budget"}
        | {"scope": "unit", "edition": "sample"},
    ],
)


def verdicts(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Report, family and severity (blank for one that holds) of each."""
    return pd.DataFrame(rows, columns=["report_id", "family", "severity"])


TWO = verdicts(
    *[("a", "statement", "")] * 3,
    *[("a", "prose", ""), ("a", "prose", "note"), ("a", "prose", "error"), ("a", "prose", "note")],
    *[("b", "prose", "warning"), ("b", "form", "warning"), ("b", "form", "note")],
)


def text(fig, part: str) -> str:
    return next(one.get_text().replace("\n", "") for one in fig.texts if one.get_gid() == part)


def test_findings_are_counted_by_report_and_family():
    rows = verdict_matrix(TWO)[["report_id", "family", "verdicts", "findings", "error", "worst", "label"]]
    assert rows.values.tolist() == [
        ["a", "statement", 3, 0, 0, "", "0/3"],
        ["a", "prose", 4, 3, 1, "error", "3/4"],
        ["a", "form", 0, 0, 0, "", "0"],
        ["b", "prose", 1, 1, 0, "warning", "1/1"],
        ["b", "form", 2, 2, 0, "warning", "2"],
    ]


def test_a_cell_says_what_its_colour_says_and_is_blank_where_nothing_was_checked():
    fig = charts.check_heatmap(TWO, REPORTS)
    ax = fig.axes[0]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["表内", "文字与数字", "形式"]
    assert [label.get_text().replace("\n", "") for label in ax.get_yticklabels()] == [
        "甲局2023年决算",
        "样本副本1·2024年预算（单位、样本）",
    ]
    ranks = np.ma.asarray(ax.collections[0].get_array()).reshape(2, 3)
    assert ranks.tolist() == [[0.0, 3.0, 0.0], [None, 2.0, 2.0]]
    assert sorted(one.get_text() for one in ax.texts) == ["0", "0/3", "1/1", "2", "3/4\n错误1"]


def test_title_and_note_are_computed():
    """3 + 4 + 1 + 2 comparisons; a: 2 notes and an error, b: 2 warnings and a note."""
    fig = charts.check_heatmap(TWO, REPORTS)
    assert text(fig, "title") == "2份报告核对10处，1处错误，5处提示或备注"
    assert "年度：2023–2024" in text(fig, "note") and "样本副本" in text(fig, "note")
    assert len(data_of(fig)) == 5
    english = charts.check_heatmap(TWO, REPORTS, lang="en")
    assert text(english, "title") == "10 comparisons in 2 reports:1 errors, 5 warnings or notes"


def test_nothing_to_show_is_refused():
    with pytest.raises(ValueError, match="no verdict"):
        charts.check_heatmap(verdicts(), REPORTS)


def test_a_family_with_a_long_name_stands_in_lines_of_six_characters():
    fig = charts.check_heatmap(verdicts(("a", "prose", "note"), ("a", "years", "")), REPORTS, lang="en")
    assert [label.get_text() for label in fig.axes[0].get_xticklabels()] == [
        "Prose and\nfigures",
        "Form",
        "Between\nyears",
    ]
