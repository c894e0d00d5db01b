"""Which comparisons a stated reason explains."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]


def reasons(prose: Prose) -> dict[tuple[str | None, str], str]:
    """The reason of each item and base that has one."""
    rows = [*prose.changes, *prose.completions]
    told = [(row.values["item_id"], row.values.get("base") or "budget", row.values["reason"]) for row in rows]
    return {(item, base): reason for item, base, reason in told if reason}


NAMED = (
    (
        "“三公”经费支出年初预算为20.00万元，支出决算为12.00万元，完成年初预算的60.00%。其中：公务接待费支出决算为2.00万元，"
        "完成年初预算的40.00%。“三公”经费支出决算数小于年初预算数的主要原因是公务用车减少。",
        {("three_public", "budget"): "公务用车减少"},
    ),
    (
        "“三公”经费比上年减少4.00万元。其中：公务用车运行维护费支出减少3.00万元；公务接待费支出减少1.00万元，下降9.00%。"
        "“三公”经费支出决算减少的主要原因是本年未购车。",
        {("three_public", "prior_year"): "本年未购车"},
    ),
    (
        "公务用车运行维护费5.00万元，比上年减少0.30万元，公务接待费3.00万元，比上年减少0.20万元。接待费减少的原因主要是来宾减少。",
        {("reception", "prior_year"): "来宾减少"},
    ),
    (
        "公务接待费3.00万元，比上年减少0.20万元，减少的主要原因是来宾减少。",
        {("reception", "prior_year"): "来宾减少"},
    ),
    (
        "本年收入合计300.00万元，比上年增加20.00万元。收入增加的主要原因是人员增加。",
        {("income+current", "prior_year"): "人员增加"},
    ),
    (
        "公务用车运行维护费5.00万元，比上年减少0.30万元。会议费减少的主要原因是会议合并召开。",
        {},
    ),
)


@pytest.mark.parametrize(("sentence", "expected"), NAMED, ids=[sentence[:12] for sentence, _ in NAMED])
def test_a_reason_explains_the_item_that_it_names(
    prose: Read, sentence: str, expected: dict[tuple[str | None, str], str]
) -> None:
    assert reasons(prose(sentence)) == expected


def test_what_a_reason_lists_belongs_to_it(prose: Read) -> None:
    read = prose("公务接待费3.00万元，较上年增加1.00万元，主要原因是机构合并，2023年决算包含了2个中心。")
    assert reasons(read) == {("reception", "prior_year"): "机构合并，2023年决算包含了2个中心"}


def test_spending_is_no_part_of_the_income_told_before_it(prose: Read) -> None:
    read = prose(
        "一般公共预算拨款90.00万元。支出包括：教育支出60.00万元、住房保障支出30.00万元。", report_type="budget"
    )
    assert [row.values["part_of"] for row in read.claims] == [None, None, None]


def test_a_reason_in_the_next_paragraph_explains_the_item_that_it_names(prose: Read) -> None:
    read = prose(
        "“三公”经费预算总额为40.00万元，较上年减少2.00万元。其中：公务接待费10.00万元，较上年减少1.00万元。",
        "“三公”经费预算下降的主要原因：从严控制。",
        report_type="budget",
    )
    assert reasons(read) == {("three_public", "prior_year"): "从严控制"}


def test_what_the_money_is_for_is_no_reason(prose: Read) -> None:
    read = prose(
        "公务用车运行维护费50.00万元，比上年减少10.00万元，下降原因主要是压缩开支，该项经费主要用于燃料费；"
        "公务用车购置费25.00万元，比上年减少35.00万元，下降原因主要是少购3辆。"
    )
    assert reasons(read) == {
        ("vehicle_operation", "prior_year"): "压缩开支",
        ("vehicle_purchase", "prior_year"): "少购3辆",
    }


def test_a_sentence_without_figures_does_not_name_what_the_next_heading_names(prose: Read) -> None:
    read = prose(
        "（二）公务接待费",
        "2023年预算安排2.00万元。",
        "2023年公务接待费计划用于审计工作。",
        "（三）公务用车购置及运行维护费",
        "2023年预算安排1.00万元。",
        report_type="budget",
    )
    assert [(row.values["item_id"], row.values["value"]) for row in read.claims] == [
        ("reception", 2.0),
        ("vehicles", 1.0),
    ]
