"""Of which year figures are where a heading and a paragraph name different years."""

from __future__ import annotations

from collections.abc import Callable

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]


def test_a_paragraph_that_names_the_reports_year_stays_in_it(prose: Read) -> None:
    read = prose(
        "二、2023年“三公”经费决算情况",
        "2024年度“三公”经费预算较2023年度增加2.00万元，其中公务接待费较上年减少1.00万元。公务用车运行维护费较上年增加3.00万元。",
        year=2024,
        report_type="budget",
    )
    assert {(row.values["value"], row.values["year"]) for row in read.claims} == {
        (2.0, 2024),
        (-1.0, 2024),
        (3.0, 2024),
    }


def test_a_paragraph_that_names_no_year_is_of_its_heading(prose: Read) -> None:
    read = prose("二、2023年“三公”经费决算情况", "公务接待费支出3.00万元。", year=2024, report_type="budget")
    assert [(row.values["value"], row.values["year"]) for row in read.claims] == [(3.0, 2023)]
