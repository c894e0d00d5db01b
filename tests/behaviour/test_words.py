"""Verbs of movement: those known give the change its sign, those unknown leave their number unread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import claims, unread

Read = Callable[..., Any]
SECTION = "九、财政拨款“三公”经费支出决算情况说明\n\n"


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("比上年增支5.00万元", 5.0),
        ("比上年减支5.00万元", -5.0),
        ("比上年多5.00万元", 5.0),
        ("比上年度少5.00万元", -5.0),
        ("较上年净增5.00万元", 5.0),
        ("较上年净减少5.00万元", -5.0),
        ("较上年调增5.00万元", 5.0),
        ("较上年下浮5.00万元", -5.0),
        ("比上年超5.00万元", 5.0),
        ("较上年节约5.00万元", -5.0),
        ("与上年相比，增长额为5.00万元", 5.0),
        ("与上年相比，减少额5.00万元", -5.0),
    ],
)
def test_a_verb_of_movement_gives_the_change_and_its_sign(read: Read, words: str, change: float) -> None:
    report = read(f"{SECTION}公务接待费支出20.00万元，{words}。\n")
    assert claims(report, "公务接待") == [("actual", 20.0), ("change", change)]
    (row,) = report.changes.itertuples()
    assert (row.current, row.change, row.prior) == (20.0, change, 20.0 - change)


def test_income_that_came_in_beyond_last_years(read: Read) -> None:
    report = read("二、收入决算情况说明\n\n事业收入20.00万元，比上年增收5.00万元。\n")
    assert claims(report, "事业收入") == [("actual", 20.0), ("change", 5.0)]


@pytest.mark.parametrize(
    "words", ["较上年攀升5.00万元", "比上年蹿高5.00万元", "较上年，攀升5.00万元", "与上年决算数相比，回落5.00万元"]
)
def test_an_unknown_verb_leaves_its_number_unread(read: Read, words: str) -> None:
    report = read(f"{SECTION}公务接待费支出20.00万元，{words}。\n")
    assert ("actual", 20.0) in claims(report)
    assert not [one for one in claims(report) if abs(one[1]) == 5.0 and one[0] != "change"]
    assert "5.00" in unread(report) or any(measure == "change" for measure, _ in claims(report))
    three = report.three_public
    assert not (three["prior"] == 5.0).any()


def test_a_rate_behind_an_unknown_verb_is_no_share(read: Read) -> None:
    report = read(f"{SECTION}公务接待费支出20.00万元，较上年攀升33.33%。\n")
    assert [measure for measure, value in claims(report) if value == 33.33] in ([], ["change_pct"])


def test_the_amount_compared_with_stays_last_years(read: Read) -> None:
    report = read(f"{SECTION}公务接待费支出20.00万元，较上年决算数25.00万元减少5.00万元，下降20.00%。\n")
    assert claims(report) == [("actual", 20.0), ("prior", 25.0), ("change", -5.0), ("change_pct", -20.0)]


@pytest.mark.parametrize(
    ("words", "rate"), [("增幅25.00%", 25.0), ("增幅为25.00%", 25.0), ("降幅为25.00%", -25.0), ("降幅达25.00%", -25.0)]
)
def test_nouns_of_movement_give_rates(read: Read, words: str, rate: float) -> None:
    moved = "增加" if rate > 0 else "减少"
    report = read(f"{SECTION}公务接待费支出20.00万元，比上年{moved}4.00万元，{words}。\n")
    assert ("change_pct", rate) in claims(report, "公务接待")
    assert unread(report) == []


@pytest.mark.parametrize(("verb", "sign"), [("增加", 1), ("减少", -1)])
def test_totals_of_both_sides_move_each(read: Read, verb: str, sign: int) -> None:
    report = read(
        "一、收入支出决算总体情况说明\n\n"
        f"2023年度收、支总计各100.00万元。与上年相比，收、支总计各{verb}25.00万元，{verb}20.00%。\n"
    )
    values = claims(report)
    assert {("actual", 100.0), ("change", sign * 25.0), ("change_pct", sign * 20.0)} <= set(values)
    (row,) = report.changes.itertuples()
    assert (row.current, row.change, row.change_pct) == (100.0, sign * 25.0, sign * 20.0)


@pytest.mark.parametrize(
    "saving", ["压减会议费3.00万元", "节约培训费3.00万元", "本年节约接待支出3.00万元", "压缩公用经费3.00万元"]
)
def test_savings_in_a_reason_are_no_spending(read: Read, saving: str) -> None:
    report = read(f"{SECTION}公务接待费支出20.00万元，比上年减少5.00万元，下降20.00%，主要原因是厉行节约，{saving}。\n")
    assert [one for one in claims(report) if abs(one[1]) == 3.0] in ([], [("change", -3.0)])
    assert ("actual", 20.0) in claims(report)
    assert not (report.three_public["actual"] == 3.0).any()
