"""Whose report it is, from title pages in several styles. Names made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetlib.parsers.identity import identify, normalise_agency
from budgetlib.readers.document import Document, Fragment, Paragraph


def document(*lines: tuple[int, str]) -> Document:
    blocks = tuple(Paragraph(text, (Fragment(0, page),)) for page, text in lines)
    return Document(Path("x.pdf"), "", "pdf", 9, blocks)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["某市科技局（部门）2024年度部门 决算公开说明"], ("某市科技局", 2024, "final", "department")),
        (["某市某区规划", "局", "2024 年度部门决算"], ("某市某区规划局", 2024, "final", "department")),
        (
            ["某市某区2025年区级部门预算", "预算主管部门：某市某区商务委"],
            ("某市某区商务委", 2025, "budget", "department"),
        ),
        (["2023年度某县教育局单位决算"], ("某县教育局", 2023, "final", "unit")),
        (["某县教育局（本级）2022年度单位决算公开"], ("某县教育局", 2022, "final", "unit")),
        (["2024年某市环保局部门预算"], ("某市环保局", 2024, "budget", "department")),
        (["某某部2024年度部门决算"], ("某某部", 2024, "final", "department")),
        (["2024年度某某署部门决算"], ("某某署", 2024, "final", "department")),
        (["某某局2024年部门预算", "九、“三公”经费预算说明"], ("某某局", 2024, "budget", "department")),
    ],
)
def test_title_pages(lines: list[str], expected: tuple[str, int, str, str]) -> None:
    identity = identify(document(*[(1, line) for line in lines], (2, "目录"), (2, "第一部分 概况")))
    assert (identity.agency, identity.fiscal_year, identity.report_type, identity.scope) == expected


def test_without_a_title_page_the_body_speaks() -> None:
    identity = identify(
        document((2, "第一部分某市水务局概况"), (5, "某市水务局2021年度收入支出总计5.00万元，完成部门决算。"))
    )
    assert (identity.agency, identity.fiscal_year) == ("某市水务局", 2021)


def test_brackets_of_scope_go_and_others_stay() -> None:
    assert normalise_agency("某局(部门)") == "某局"
    assert normalise_agency("某 局（本级）") == "某局"
    assert normalise_agency("某局（市知识产权局）") == "某局（市知识产权局）"
