"""The work that a paragraph costs grows with its length, from the file to the tables.

Counted are lines of code that run: what grows quadratically runs sixteen times as many for four times the text, what is
exponential never comes back. Patterns run outside of lines; ``tests/parsers/prose/test_linear.py`` looks at their
structure, and ``benchmarks/bench_linear.py`` at the time.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.counting import lines_run

from budgetlib import read_report

HEAD = (
    "某市某局2023年度部门决算\n\n一、收入支出决算总体情况说明\n\n"
    "2023年度收入总计120.00万元，其中：本年收入合计100.00万元，年初结转和结余20.00万元。\n\n"
)
SHORT = 1_000
CHARACTERS = ["其中", "占", "比", "与", "的", "（", "收入12.34万元，"]
MORE = [
    "1 ",
    "(1)",
    "年与上年",
    "）",
    "…",
    "12%",
    "2023年",
    "万元",
    "（其中",
    "情况说明",
    "主要原因是",
    "（类）",
    "a b",
    "1,",
    "“",
    "-",
    "、",
]


def work(folder: Path, text: str) -> int:
    """Lines of code that run while a report with this paragraph is read."""
    path = folder / "report.txt"
    path.write_text(f"{HEAD}{text}\n", encoding="utf-8")
    list(read_report(path).records("reports"))  # what is loaded and remembered once
    return lines_run(lambda: list(read_report(path).records("reports")))


@pytest.mark.parametrize("piece", CHARACTERS + MORE)
def test_four_times_the_text_is_about_four_times_the_work(tmp_path: Path, piece: str) -> None:
    base = work(tmp_path, "")
    short, long = (work(tmp_path, (piece * n)[:n]) - base for n in (SHORT, 4 * SHORT))
    assert long <= 5 * max(short, 200), (short, long)


def test_many_comparisons_in_a_paragraph(tmp_path: Path) -> None:
    """Each copied the rest of the paragraph."""
    base = work(tmp_path, "")
    short, long = (work(tmp_path, "年与上年" * count) - base for count in (250, 1_000))
    assert long <= 5 * max(short, 200), (short, long)


def names(count: int) -> str:
    joined = "、".join(f"第{number}办公室（党委第{number}办公室）" for number in range(count))
    return f"{joined}支出5.00万元，比上年增加1.00万元。"


def test_names_with_brackets_do_not_double_the_time_each(tmp_path: Path) -> None:
    """Twenty took ten seconds, twenty-four three minutes."""
    base = work(tmp_path, "")
    few, many = (work(tmp_path, names(count)) - base for count in (5, 20))
    assert many <= 5 * max(few, 200), (few, many)


def test_empty_brackets_do_not_hang(tmp_path: Path) -> None:
    base = work(tmp_path, "")
    short, long = (work(tmp_path, "（）" * count) - base for count in (250, 1_000))
    assert long <= 5 * max(short, 200), (short, long)


def test_a_path_keeps_the_brackets_of_its_names(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    sentence = "一般公共服务（示范）支出（类）甲（本级）事务（款）行政运行（项）支出决算5.00万元。"
    path.write_text(f"{HEAD}{sentence}\n", encoding="utf-8")
    claims = read_report(path).claims
    (item,) = claims.loc[claims["value"] == 5.0, "item"]
    assert item == "一般公共服务（示范）支出/甲（本级）事务/行政运行"
