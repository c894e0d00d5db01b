"""The table of contents against the body: every line finds its heading, in its own part, under other words too."""

from __future__ import annotations

import pytest
from tests.counting import lines_run

from budgetlib.parsers.contents import Contents, numbered, read_contents, value
from budgetlib.readers.document import Document, Fragment, Paragraph


def read(contents: str, body: str) -> Contents:
    lines = ["某市某局2023年度部门预算", "目 录", *contents.split("/"), *body.split("/")]
    blocks = tuple(Paragraph(text, (Fragment(0, 1, None),)) for text in lines)
    document = Document(None, "", "text", 1, blocks)  # type: ignore[arg-type]
    found = read_contents(numbered(document), ["某市某局"])
    assert found is not None
    return found


def headings(table: Contents) -> dict[str, str | None]:
    return {
        entry.text: heading.text if heading else None for entry, heading in zip(table.entries, table.found, strict=True)
    }


PARTS = (
    "第一部分 部门概况/一、主要职能/二、机构设置/第二部分 部门预算表/一、收入总表/二、支出总表/第三部分 情况说明"
    "/第四部分 名词解释"
)
BODY = (
    "第一部分 部门概况/一、主要职责/本局负责某事。/二、机构设置/本局有三个科室。/第二部分 部门预算表/表格附后。"
    "/第三部分 情况说明/一、收入总表情况说明/收入若干。/二、支出总表情况说明/支出若干。/第四部分 名词解释"
)


def test_a_heading_under_other_words_is_found_by_its_number() -> None:
    found = headings(read(PARTS, BODY))
    assert found["一、主要职能"] == "一、主要职责" and found["第四部分名词解释"] == "第四部分名词解释"


def test_a_table_is_not_the_section_of_its_name_in_another_part() -> None:
    """The tables are published apart: what explains them is no table."""
    found = headings(read(PARTS, BODY))
    assert found["一、收入总表"] is None and found["二、支出总表"] is None


def test_an_entry_broken_over_two_lines_is_one_entry() -> None:
    contents = "一、收入预算情况说明/二、财政拨款安排的因公出国经费支出情/况说明/三、其他事项的情况说明"
    found = headings(read(contents, contents.replace("情/况", "情况") + "/完。"))
    assert list(found.values()) == [
        "一、收入预算情况说明",
        "二、财政拨款安排的因公出国经费支出情况说明",
        "三、其他事项的情况说明",
    ]


@pytest.mark.parametrize("heading", ["某市某局（单位）机构设置", "机构设置", "某市某局机构设置情况"])
def test_a_heading_with_the_name_of_the_office_and_without_number_is_found(heading: str) -> None:
    contents = "一、单位主要职能/二、单位机构设置/三、名词解释"
    found = headings(read(contents, f"主要职能/本局负责某事。/{heading}/科室三个。/名词解释"))
    assert found["二、单位机构设置"] == heading


def test_what_is_not_there_is_not_found() -> None:
    contents = "一、收入预算情况说明/二、支出预算情况说明/三、其他事项的情况说明"
    found = headings(read(contents, "一、收入预算情况说明/收入若干。/三、其他事项的情况说明/无。"))
    assert found["二、支出预算情况说明"] is None


@pytest.mark.parametrize(("numerals", "number"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21)])
def test_numerals_of_headings(numerals: str, number: int) -> None:
    assert value(numerals) == number


def test_a_heading_of_the_same_number_with_other_words_is_another_section() -> None:
    contents = "一、收入预算情况说明/二、政府采购情况说明/三、其他事项的情况说明"
    body = "一、收入预算情况说明/收入若干。/二、人员编制/若干。/三、其他事项的情况说明/无。"
    assert headings(read(contents, body))["二、政府采购情况说明"] is None


@pytest.mark.parametrize("heading", ["第{}项收入决算情况说明", "关于{}的介绍"], ids=["found", "missing"])
def test_four_times_the_entries_are_about_four_times_the_work(heading: str) -> None:
    """Each line was held against all lines before it, and each heading against all lines."""

    def work(count: int) -> int:
        entries = [f"{n % 9 + 1}、第{n}项收入决算情况说明" for n in range(count)]
        text = "/".join(f"{n % 9 + 1}、{heading.format(n)}/收入若干。" for n in range(count))
        return lines_run(lambda: read("/".join(entries), text))

    one, four = work(100), work(400)
    assert four <= 5 * one, (one, four)


def test_a_list_of_very_many_lines_is_no_table_of_contents() -> None:
    lines = ["目 录", *(f"{n % 9 + 1}、第{n}项收入决算情况说明" for n in range(1_001)), "第一部分 概况"]
    blocks = tuple(Paragraph(text, (Fragment(0, 1, None),)) for text in lines)
    document = Document(None, "", "text", 1, blocks)  # type: ignore[arg-type]
    assert read_contents(numbered(document), []) is None
