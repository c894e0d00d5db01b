"""Persons are the office's staff only where the sentence or its section says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from budgetlib.parsers.prose import Prose

Read = Callable[..., Prose]
Counted = list[tuple[str, float, str | None]]


def counted(read: Prose) -> Counted:
    rows = [row.values for row in read.claims]
    return [(row["item"], row["value"], row["part_of"]) for row in rows if row["unit"] in ("人", "名")]


@pytest.mark.parametrize(
    "sentence",
    [
        "预算还包括甲市联谊俱乐部8名在职人员的经费。",
        "乙站为本部门所属事业单位，核定编制12人，在职人员10人。",
        "下设丙服务中心1个事业单位，在职人员9人。",
        "拟新增编制2名，退休3名。",
    ],
)
def test_the_staff_of_a_body_under_it_is_not_the_offices(prose: Read, sentence: str) -> None:
    for paragraphs in ((sentence,), ("二、部门机构设置及人员情况", sentence)):
        read = prose(*paragraphs, report_type="budget")
        assert counted(read) == []
        assert read.unread


def test_where_the_sentence_or_the_section_says_so_it_is(prose: Read) -> None:
    assert counted(prose("本部门在职人员48人。")) == [("在职人员", 48.0, None)]
    assert counted(prose("三、人员情况", "在职人员48人。")) == [("在职人员", 48.0, None)]
    assert counted(prose("四、机关运行经费支出说明", "在职人员48人。")) == []
    assert counted(prose("四、机关运行经费支出说明", "我局在职人员48人。")) == [("在职人员", 48.0, None)]


def test_a_split_by_bodies_ends_at_the_semicolon_and_posts_hold_no_persons(prose: Read) -> None:
    read = prose("三、人员情况", "人员编制30人，其中丁岭馆事业编制10人；实有人员27人，其中行政20人、事业7人。")
    assert [one for one in counted(read) if one[0] != "丁岭馆事业编制"] == [
        ("人员编制", 30.0, None),
        ("实有人员", 27.0, None),
        ("行政", 20.0, "实有人员"),
        ("事业", 7.0, "实有人员"),
    ]


def test_persons_of_a_part_carry_its_scope(prose: Read) -> None:
    read = prose("本部门在职人员22人，其中机关8人。")
    assert [(row.values["value"], row.values["item_scope"]) for row in read.claims] == [(22.0, None), (8.0, "机关")]


def test_guests_are_no_staff(prose: Read) -> None:
    read = prose("五、公务接待费", "国内公务接待3批次，接待人次20人。")
    assert ("接待人次", 20.0, None) in counted(read)
