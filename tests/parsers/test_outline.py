"""Parts, sections and subsections as reports number them, in the body and in the table of contents."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.counting import lines_run

from budgetlib.parsers.outline import Section, enter, headings
from budgetlib.readers.document import Document, Fragment, Paragraph

HERE = Section("第二部分情况说明", "一、总体情况", "（一）收入")


def document(*lines: str) -> Document:
    return Document(Path("x.pdf"), "", "pdf", 1, tuple(Paragraph(text, (Fragment(0, 1),)) for text in lines))


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("第三部分 名词解释", Section("第三部分名词解释")),
        ("第三部分：名词解释", Section("第三部分：名词解释")),
        ("第三章 收支情况", Section("第三章收支情况")),
        ("二、支出决算情况说明", Section(HERE.part, "二、支出决算情况说明")),
        ("十一、 其他重要事项", Section(HERE.part, "十一、其他重要事项")),
        ("二、支出决算表（单位：万元）", Section(HERE.part, "二、支出决算表")),
        ("（二）支出情况", Section(HERE.part, HERE.section, "（二）支出情况")),
        (
            "二、机构设置......................................................................12",
            Section(HERE.part, "二、机构设置"),
        ),
        ("（三）职责…………………………………………………………………………3", Section(HERE.part, HERE.section, "（三）职责")),
        ("部门概况", Section("部门概况")),
        ("支出决算情况说明。", Section("支出决算情况说明")),
        ("二、支出合计3.00万元", None),
        ("（二）人员经费30元", None),
        ("二、全年完成任务。", None),
        ("2024年度收入12.00万元。", None),
        ("", None),
    ],
)
def test_what_a_line_opens(text: str, opens: Section | None) -> None:
    assert enter(HERE, text) == opens


def test_headings_know_where_they_stand() -> None:
    report = document("第一部分 概况", "一、职责", "负责水利。", "第二部分 决算", "（一）收入", "收入3.00万元。")
    assert [(paragraph.text, section) for _, paragraph, section in headings(report)] == [
        ("第一部分 概况", Section("第一部分概况")),
        ("一、职责", Section("第一部分概况", "一、职责")),
        ("第二部分 决算", Section("第二部分决算")),
        ("（一）收入", Section("第二部分决算", "", "（一）收入")),
    ]


@pytest.mark.parametrize("piece", ["一、情况", "....", "第一部分", "（一）说明", "-"])
def test_a_long_line_costs_nothing(piece: str) -> None:
    short, long = (lines_run(lambda n=n: enter(HERE, piece * n)) for n in (100, 20_000))
    assert long <= short + 20
