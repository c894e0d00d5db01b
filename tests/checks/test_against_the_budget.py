"""A change against the budget, and its rate, follow from what was spent and planned."""

from __future__ import annotations

from pathlib import Path

import pytest

import budgetlib as bl

TITLE = "云岭市档案馆2023年度部门决算\n\n二、“三公”经费支出决算具体情况\n\n"
RIGHT = (
    "公务接待费支出2.14万元，与2023年度预算相比，增加1.14万元，增长114.00%。",
    "公务接待费年初预算20.00万元，全年预算30.00万元，支出25.00万元，比年初预算增加5.00万元，增长25.00%。",
    "公务接待费支出12.00万元，年初预算20.00万元，比年初预算减少8.00万元，下降40.00%。",
    "公务接待费年初预算20.00万元，支出12.00万元，比上年减少1.00万元，下降7.69%。",
    "公务接待费支出12.00万元。\n\n公务接待费支出决算数比预算数减少8.00万元，下降40.00%。",
    "“三公”经费支出9.00万元，其中公务接待费支出2.00万元，比预算减少2.00万元，下降50.00%。",
)
WRONG = (
    ("公务接待费支出2.14万元，与2023年度预算相比，增加1.14万元，增长1.14%。", 114.0),
    ("公务接待费支出12.00万元，年初预算20.00万元，比年初预算减少9.00万元。", -8.0),
    ("公务接待费支出12.00万元。\n\n公务接待费支出决算数比预算数减少8.00万元，下降30.00%。", -40.0),
)


def accused(tmp_path: Path, text: str) -> list[float]:
    path = tmp_path / "report.txt"
    path.write_text(TITLE + text + "\n", encoding="utf-8")
    found = bl.read_report(path).findings
    return [round(value, 2) for value in found[found["rule"] == "prose.budget_rate"]["expected"]]


@pytest.mark.parametrize("text", RIGHT)
def test_what_follows_is_not_accused(tmp_path: Path, text: str) -> None:
    assert accused(tmp_path, text) == []


@pytest.mark.parametrize(("text", "should"), WRONG)
def test_what_does_not_follow_is(tmp_path: Path, text: str, should: float) -> None:
    assert accused(tmp_path, text) == [should]
