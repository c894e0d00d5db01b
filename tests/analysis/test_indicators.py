"""Targets against outcomes: each case by hand, with the comparator as printed."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from budgetlib import analysis, schema

KEY = {"report_id": "某局-2024-final", "agency": "某局", "fiscal_year": 2024, "report_type": "final"}


def indicators(*rows: tuple) -> pd.DataFrame:
    """Rows of (target, operator, value, actual, value, unit, weight, score)."""
    names = ["target", "target_operator", "target_value", "actual", "actual_value", "unit", "weight", "score"]
    records = [
        KEY
        | {"evaluation": "project", "project": "甲", "indicator": f"指标{number}", "page": 9}
        | dict(zip(names, row, strict=True))
        for number, row in enumerate(rows)
    ]
    return schema.frame("indicators", records)


TABLE = indicators(
    (">=50家", "≥", 50, "=50家", 50, "家", 10, 10),
    (">=8亿元", "≥", 8, "=6亿元", 6, "亿元", 20, 15),
    (">= 5家", "≥", 5, "11家", 11, "家", 20, 20),
    ("<=5%", "≤", 5, "=0%", 0, "%", 10, 10),
    ("<=6小时", "≤", 6, "=8小时", 8, "小时", 5, 5),
    ("=2.85万元", "=", 2.85, "2.45万元", 2.45, "万元", 10, 8.6),
    ("有效提升", None, None, "完全达到预期", None, None, 25, 25),
    (">=1次", "≥", 1, "=1%", 1, "次", 10, 10),
    ("=0", "=", 0, "=0", 0, None, 5, 5),
    (">=1亿元", "≥", 1, "=12000万元", 12000, "亿元", 5, 5),
)


def test_outcomes_follow_the_comparator_as_printed():
    found = analysis.indicator_outcomes(TABLE)["outcome"].tolist()
    assert found == [
        "exact", "missed", "above", "below", "missed", "missed", "words", "unclear", "exact", "above",
    ]  # fmt: skip


def test_attainment_is_outcome_over_target_and_never_infinite():
    found = analysis.indicator_outcomes(TABLE)["attainment"]
    assert found[1] == 75
    assert found[2] == pytest.approx(220)
    assert found[9] == pytest.approx(120)  # 12,000 万元 over 1 亿元
    assert math.isnan(found[7])  # 次 and % cannot be compared
    assert math.isnan(found[8])  # a target of zero


def test_texts_are_for_reading():
    row = analysis.indicator_outcomes(TABLE).loc[2]
    assert (row["target_text"], row["actual_text"]) == ("≥5家", "11家")


def test_totals():
    totals = analysis.indicator_totals(TABLE)
    assert (totals.forms, totals.indicators, totals.numeric, totals.exact, totals.missed) == (1, 10, 9, 2, 3)
    assert (totals.weight, totals.numeric_weight) == (120, 95)
    assert (totals.full, totals.words_full, totals.missed_full) == (8, 1, 1)
    assert totals.numeric_share == pytest.approx(95 / 120 * 100)


def test_weights_add_up_and_keep_their_order():
    table = analysis.outcome_weights(TABLE)
    assert table["outcome"].tolist() == ["words", "exact", "above", "below", "missed", "unclear"]
    assert table["weight"].sum() == 120
    assert table.set_index("outcome").loc["missed", "lost"] == pytest.approx(6.4)
    assert (table["weight"] - table["score"] - table["lost"]).abs().max() == pytest.approx(0)


def test_the_most_overshot_comes_first():
    assert analysis.most_overshot(TABLE, 2)["indicator"].tolist() == ["指标2", "指标9"]


def test_sentences_hold_the_figures():
    text = "\n".join(map(str, analysis.indicator_sentences(TABLE)))
    assert "79.2%" in text  # of the weight is numeric
    assert "220.0%" in text
    assert "page 9" in text


def test_an_empty_table_says_so():
    with pytest.raises(ValueError, match="no indicator"):
        analysis.indicator_sentences(schema.frame("indicators"))
    assert math.isnan(analysis.indicator_totals(schema.frame("indicators")).numeric_share)
