"""One number of several items, a number for each of a list, and numbers that are of none of the items told before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]
Said = list[tuple[str, str, float]]


def said(read: Prose) -> Said:
    return [(row.values["item"], row.values["measure"], row.values["value"]) for row in read.claims]


LISTS: tuple[tuple[str, Said], ...] = (
    (
        "因公出国（境）费、公务用车购置费均为0万元。",
        [("因公出国（境）费", "actual", 0.0), ("公务用车购置费", "actual", 0.0)],
    ),
    (
        "公务用车购置费均、公务接待费均为0万元。",
        [("公务用车购置费", "actual", 0.0), ("公务接待费", "actual", 0.0)],
    ),
    (
        "印刷费、差旅费、会议费分别较上年减少2.00万元、增加1.00万元、减少0.50万元。",
        [("印刷费", "change", -2.0), ("差旅费", "change", 1.0), ("会议费", "change", -0.5)],
    ),
    (
        "人员经费80.00万元、公用经费20.00万元，分别占80.00%、20.00%。",
        [
            ("人员经费", "actual", 80.0),
            ("公用经费", "actual", 20.0),
            ("人员经费", "share_pct", 80.0),
            ("公用经费", "share_pct", 20.0),
        ],
    ),
    (
        "人员经费和公用经费各占基本支出的80.00%、20.00%。",
        [("人员经费", "share_pct", 80.0), ("公用经费", "share_pct", 20.0)],
    ),
    (
        "收入总计70.00万元，支出总计70.00万元，较上年各减少5.00万元，下降6.67%。",
        [
            ("收入总计", "actual", 70.0),
            ("支出总计", "actual", 70.0),
            ("收入总计", "change", -5.0),
            ("支出总计", "change", -5.0),
            ("收入总计", "change_pct", -6.67),
            ("支出总计", "change_pct", -6.67),
        ],
    ),
    (
        "固定资产原值30.00万元、净值12.00万元。",
        [("固定资产原值", "actual", 30.0), ("固定资产净值", "actual", 12.0)],
    ),
)


@pytest.mark.parametrize(("sentence", "answers"), LISTS, ids=[sentence[:12] for sentence, _ in LISTS])
def test_each_item_has_its_own_number(prose: Read, sentence: str, answers: Said) -> None:
    read = prose(sentence)
    assert said(read) == answers
    assert read.unread == []


OF_NONE: tuple[tuple[str, Said, int], ...] = (
    # lists whose lengths differ, and names that share a word
    (
        "收入总计70.00万元，人员经费50.00万元、公用经费20.00万元，分别占71.43%、28.57%。",
        [("收入总计", "actual", 70.0), ("人员经费", "actual", 50.0), ("公用经费", "actual", 20.0)],
        2,
    ),
    ("政府性基金预算收入、支出均为0万元。", [], 1),
    ("国内公务接待批次、人次分别为3批次、20人次。", [], 2),
    # a head or a car is no item, the rest is not the last item's
    ("公务接待费3.00万元，人均公务接待费85元，车均运行费1.20万元。", [("公务接待费", "actual", 3.0)], 2),
    ("商品和服务支出6.00万元；其余4.00万元为资本性支出，占40.00%。", [("商品和服务支出", "actual", 6.0)], 2),
    # a stage said before a list, whose later amounts may be spent
    ("年初预算安排会议费2.00万元、培训费5.00万元、差旅费3.00万元。", [("会议费", "initial_budget", 2.0)], 2),
    # a sum behind its parts
    (
        "财政拨款60.00万元；其他收入4.00万元；合计64.00万元。",
        [("财政拨款", "actual", 60.0), ("其他收入", "actual", 4.0)],
        1,
    ),
    # a verb whose subject was not understood
    ("岚峭下达12.00亿元，本部门仅支出0.10亿元。", [], 2),
    # a minus or a dash
    ("年末结转和结余-12.40万元。", [], 1),
    # money is not counted
    ("一般公共预算财政拨款3个。", [], 1),
)


@pytest.mark.parametrize(("sentence", "answers", "unread"), OF_NONE, ids=[sentence[:12] for sentence, *_ in OF_NONE])
def test_a_number_of_no_certain_item_is_unread(prose: Read, sentence: str, answers: Said, unread: int) -> None:
    read = prose(sentence)
    assert said(read) == answers
    assert len(read.unread) == unread


def test_a_slip_of_one_character_hides_no_item(prose: Read) -> None:
    read = prose("公务用车运行维护费支出16.00万元；公务接待费费支出1.50万元，比上年减少0.10万元，下降6.25%。")
    rows = [(row.values["item_id"], row.values["measure"], row.values["value"]) for row in read.claims]
    assert rows == [
        ("vehicle_operation", "actual", 16.0),
        ("reception", "actual", 1.5),
        ("reception", "change", -0.1),
        ("reception", "change_pct", -6.25),
    ]


def test_what_was_counted_is_no_subject_of_the_next_amount(prose: Read) -> None:
    read = prose(
        "本部门房屋120平方米，其中：办公用房80平方米。本年拟购置车辆1辆，计划支出25.00万元。", report_type="budget"
    )
    assert [row.values["item"] for row in read.claims if row.values["value"] == 25.0] == ["购置车辆"]


def test_no_prior_is_derived_that_would_be_less_than_nothing(prose: Read) -> None:
    read = prose("“三公”经费支出6.00万元，较上年增加9.00万元。")
    (change,) = read.changes
    assert (change.values["current"], change.values["prior"], change.values["change"]) == (6.0, None, 9.0)
    read = prose("公务接待费支出6.00万元，较上年增加2.00万元。")
    assert [row.values["prior"] for row in read.changes] == [4.0]
