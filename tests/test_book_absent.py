"""Pages of a book: what a report does not hold leaves no heading, prose, table or picture behind, and is named."""

from __future__ import annotations

from typing import Any

import nbformat.v4 as v4

from budgetlib.analysis.notebook import ABSENT_MARK
from budgetlib.book.absent import without_absent

NOTHING = v4.new_output(
    "execute_result",
    {"text/markdown": "- nothing here"},
    metadata={"text/markdown": {ABSENT_MARK: True}},
)
EMPTY_TABLE = v4.new_output("execute_result", {"text/html": "<table><thead><tr><th>a</th></tr></thead></table>"})
TABLE = v4.new_output("execute_result", {"text/html": "<table><tr><td>1</td></tr></table>"})
BROKEN = v4.new_output("error", ename="KeyError", evalue="x", traceback=[])


def code(*outputs: Any, source: str = "x") -> Any:
    return v4.new_code_cell(source, outputs=list(outputs))


def text(source: str) -> Any:
    return v4.new_markdown_cell(source)


def sources(cells: list[Any]) -> list[str]:
    return [cell.source for cell in without_absent(cells, "zh") if cell.cell_type == "markdown"]


def test_a_section_without_an_answer_goes_and_is_named():
    cells = [text("# 题"), text("## 甲\n\n说明"), code(NOTHING), text("评语"), text("## 乙\n\n说明"), code(TABLE)]
    kept = sources(cells)
    assert kept[:2] == ["# 题", "## 乙\n\n说明"]
    assert "甲" in kept[-1] and "乙" not in kept[-1] and "评语" not in "".join(kept)


def test_in_a_section_only_what_is_empty_goes_with_its_prose():
    cells = [text("## 甲\n\n先看表"), code(EMPTY_TABLE), text("再看图"), code(TABLE), text("末了"), code(NOTHING)]
    assert sources(cells) == ["## 甲", "再看图"]


def test_a_remark_on_what_is_shown_stays_and_code_without_output_shows_nothing():
    cells = [text("## 甲\n\n先看表"), code(TABLE), text("评语\n\n## 乙\n\n图"), code()]
    kept = sources(cells)
    assert kept[:2] == ["## 甲\n\n先看表", "评语"]
    assert "乙" in kept[-1]


def test_input_answer_errors_and_closing_words_always_stay():
    answer = code(NOTHING)
    answer.metadata["tags"] = ["answer"]
    cells = [
        text("## 输入"),
        code(source="report = analysis.open_report(reports)"),
        text("## 回答"),
        answer,
        text("## 甲"),
        code(BROKEN),
        text("## 限度\n\n只有文字"),
    ]
    assert sources(cells) == ["## 输入", "## 回答", "## 甲", "## 限度\n\n只有文字"]
