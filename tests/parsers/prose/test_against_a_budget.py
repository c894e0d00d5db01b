"""What a sentence says of spending above or below a budget: by how much, of which budget, and which way."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl


@pytest.mark.parametrize(
    ("sentence", "base", "value"),
    [
        ("会议费支出决算数大于年初预算数10.00万元。", "initial_budget", 10.0),
        ("会议费支出决算数小于年初预算数10.00万元。", "initial_budget", -10.0),
        ("会议费支出决算数小于全年预算数3.00万元。", "annual_budget", -3.0),
        ("会议费支出决算数大于预算数3.00万元。", "budget", 3.0),
    ],
)
def test_above_and_below_a_budget(tmp_path: Path, sentence: str, base: str, value: float) -> None:
    path = tmp_path / "report.txt"
    head = "某市某局2024年度部门决算\n\n五、一般公共预算财政拨款支出决算情况说明\n\n"
    path.write_text(head + sentence, encoding="utf-8")
    (one,) = bl.read_report(path).records("claims")
    assert (one["item"], one["measure"], one["base"], one["value"]) == ("会议费", "change", base, value)
