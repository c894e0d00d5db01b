"""A total of the three public expenses accuses only where no other part of it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl

TEXT = """云岭市财政局2024年部门预算

三、“三公”经费预算情况说明

2024年“三公”经费预算为300.00万元，其中，公务接待费100.00万元，因公出国（境）费20.00万元，公务用车购置及运行维护费180.00万元{}。
"""


@pytest.mark.parametrize(
    ("parts", "accused"),
    [
        ("（其中，公务用车购置费30.00万元，公务用车运行维护费150.00万元）", False),
        ("（其中，公务用车购置费30.00万元，公务用车运行维护费140.00万元）", True),
        ("（其中，公务用车购置费30.00万元，公务用车运行维护费140.00万元，其他交通费用10.00万元）", False),
    ],
)
def test_a_part_that_is_none_of_the_usual(tmp_path: Path, parts: str, accused: bool) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT.format(parts), encoding="utf-8")
    found = bl.read_report(path).findings
    assert bool((found["rule"] == "prose.three_public").any()) is accused
