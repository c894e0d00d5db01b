"""Goals in words against indicators and outcomes, on texts and rows of our own, each case worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.made import made, run

from budgetlib.readers.document import Mark


def goal(block: int, text: str, number: str, **more: Any) -> dict[str, Any]:
    """A number of a goal text, which is the block of that number: expected in the first, achieved in the second."""
    start = text.index(number)
    behind = text[start + len(number) :]
    unit = next((one for one in ("万元", *"场本家个次月") if behind.startswith(one)), "")
    item = text[:start].split("，")[-1]
    row = {"kind": ("expected", "achieved")[block], "item": item, "unit": unit, "operator": None, "value": number}
    return row | {"mark": Mark(block, None, start, start + len(number))} | more


def indicator(name: str, target: str, actual: str, **more: Any) -> dict[str, Any]:
    digits = ["".join(one for one in text if one.isdigit() or one == ".") for text in (target, actual)]
    row = {"indicator": name, "target": target, "actual": actual, "unit": None, "target_operator": target[0]}
    return row | {"target_value": digits[0], "actual_value": digits[1] or None} | more


LECTURES = indicator("举办读书讲座场次", "≥20场", "20场")


@pytest.mark.parametrize(
    ("planned", "number", "row", "status"),
    [
        ("举办读书讲座20场。", "20", LECTURES, ["exact"]),
        ("举办读书讲座18场。", "18", LECTURES, ["broken"]),
        ("举办读书讲座25场。", "25", LECTURES, []),  # a target of at least 20 keeps that
        ("举办读书讲座18场。", "18", LECTURES | {"target_operator": "≤"}, []),
        ("举办读书讲座25场。", "25", LECTURES | {"target_operator": "≤"}, ["broken"]),
        ("举办读书讲座25场。", "25", LECTURES | {"target_operator": "="}, ["broken"]),
        ("举办读书讲座20场。", "20", LECTURES | {"target_operator": ">"}, ["exact"]),
        ("举办读书讲座18次。", "18", LECTURES, ["broken"]),  # 场 and 次 count alike
        ("举办读书讲座18家。", "18", LECTURES, []),
        ("每月举办读书讲座4场。", "4", LECTURES, []),  # not of the whole year
        ("11月举办读书讲座18场。", "11", LECTURES, []),  # a date
        ("购买图书18场。", "18", LECTURES, []),
        ("举办读书讲座不少于18场。", "18", LECTURES | {"target_operator": "="}, ["broken"]),
        ("全年18场读书讲座。", "18", LECTURES, ["broken"]),  # the noun behind
    ],
)
def test_a_goal_against_the_indicator_of_its_noun(
    planned: str, number: str, row: dict[str, Any], status: list[str]
) -> None:
    found = run("performance.goals", made(planned, goals=[goal(0, planned, number)], indicators=[row]))
    assert [one.status for one in found] == status
    for one in found:
        broken = (20.0, float(number), 20.0 - float(number)) if one.status == "broken" else (None, None, None)
        assert (one.stated, one.expected, one.difference) == broken


@pytest.mark.parametrize(
    ("came", "operator", "actual", "status"),
    [
        ("举办读书讲座20场。", None, "20场", ["exact"]),
        ("举办读书讲座18场。", None, "20场", ["broken"]),
        ("举办读书讲座18场。", "≥", "20场", ["exact"]),  # more than 18: 20 is
        ("举办读书讲座18场。", "≤", "20场", ["broken"]),
        ("举办读书讲座25场。", "≤", "20场", ["exact"]),
        ("举办读书讲座25场。", ">", "20场", ["broken"]),
        ("举办读书讲座18场。", None, "完成", []),  # the outcome is in words
    ],
)
def test_an_outcome_in_words_against_that_of_the_indicator(
    came: str, operator: str | None, actual: str, status: list[str]
) -> None:
    number = "".join(one for one in came if one.isdigit())
    stated = goal(1, came, number, operator=operator)
    row = indicator("举办读书讲座场次", "≥20场", actual)
    found = run("performance.goals", made(f"其他。\n{came}", goals=[stated], indicators=[row]))
    assert [one.status for one in found] == status


def test_two_indicators_or_another_number_of_the_goals_leave_a_goal_alone() -> None:
    planned = "举办读书讲座18场。"
    twice = [LECTURES, LECTURES | {"indicator": "读书讲座场次（二）举办读书讲座"}]
    assert not run("performance.goals", made(planned, goals=[goal(0, planned, "18")], indicators=twice))
    planned = "举办读书讲座18场，读书讲座共20场。"
    both = [goal(0, planned, "18"), goal(0, planned, "20")]
    found = run("performance.goals", made(planned, goals=both, indicators=[LECTURES]))
    assert [one.status for one in found] == ["exact"], "the 20 of the goals is the indicator's"


@pytest.mark.parametrize(
    ("planned", "came", "rows", "wrong"),
    [
        ("签约捐赠金额300万元。", "签约捐赠金额90万元。", [LECTURES], 1),
        ("签约捐赠金额300万元。", "签约捐赠金额300万元。", [LECTURES], 0),
        ("签约捐赠金额300万元。", "签约捐赠金额310万元。", [LECTURES], 0),
        ("签约捐赠金额300万元。", "签约捐赠金额90场。", [LECTURES], 0),
        ("签约捐赠金额300万元。", "收到赞助款项90万元。", [LECTURES], 0),
        ("每年签约捐赠金额300万元。", "签约捐赠金额90万元。", [LECTURES], 0),
        ("签约捐赠金额300万元。", "每年签约捐赠金额90万元。", [LECTURES], 0),
        # An indicator measures it: by its number, by half of its words.
        ("签约捐赠金额300万元。", "签约捐赠金额90万元。", [indicator("其他收入", "≥300万元", "95万元")], 0),
        ("签约捐赠金额300万元。", "签约捐赠金额90万元。", [indicator("其他收入", "≥301万元", "90万元")], 0),
        ("签约捐赠金额300万元。", "签约捐赠金额90万元。", [indicator("其他收入", "≥301万元", "95万元")], 1),
        ("签约捐赠金额300万元。", "签约捐赠金额90万元。", [indicator("其他收入", "≥300个", "90个")], 1),
        ("签约捐赠金额300万元。", "签约捐赠金额90万元。", [indicator("捐赠金额", "≥500场", "80场")], 0),
        ("签约捐赠金额300万元。", "签约捐赠金额90万元。", [indicator("捐赠", "≥500场", "80场")], 1),
    ],
)
def test_a_goal_that_was_missed_and_nobody_measures(
    planned: str, came: str, rows: list[dict[str, Any]], wrong: int
) -> None:
    numbers = ["".join(one for one in text if one.isdigit()) for text in (planned, came)]
    goals = [goal(0, planned, numbers[0]), goal(1, came, numbers[1])]
    view = made(f"{planned}\n{came}", goals=goals, indicators=rows)
    found = run("performance.goal_missed", view)
    assert len(found) == wrong
    at_most = made(f"{planned}\n{came}", goals=[goals[0] | {"operator": "≤"}, goals[1]], indicators=rows)
    assert not run("performance.goal_missed", at_most), "less than a limit is no miss"


@pytest.mark.parametrize(
    ("item", "wrong"),
    [("实现签约捐赠金额", 1), ("全面达成签约捐赠金额", 1), ("签约捐赠金额实现", 0), ("签约捐赠金额", 0)],
)
def test_a_goal_that_is_called_reached_and_is_not(item: str, wrong: int) -> None:
    planned, came = "签约捐赠金额300万元。", "签约捐赠金额90万元。"
    goals = [goal(0, planned, "300"), goal(1, came, "90", item=item)]
    rows = [indicator("签约捐赠金额", "≥300万元", "90万元")]
    assert len(run("performance.goal_missed", made(f"{planned}\n{came}", goals=goals, indicators=rows))) == wrong


@pytest.mark.parametrize(
    ("planned", "came", "rows", "wrong"),
    [
        ("编印阅读手册300本。", "取得了较好的成效20场。", [LECTURES], 1),
        ("编印阅读手册300本。", "编印阅读手册，共20场。", [LECTURES], 0),  # the words come again
        ("编印阅读手册300本。", "取得了较好的成效20场。", [indicator("印数", "≥300本", "300本")], 0),
        ("编印阅读手册300本。", "取得了较好的成效20场。", [indicator("阅读手册", "≥30份", "30份")], 0),
        ("编印阅读手册300本。", "取得了较好的成效20场。", [], 0),
        ("编印阅读手册300万元。", "取得了较好的成效20场。", [LECTURES], 0),
        ("每年编印阅读手册300本。", "取得了较好的成效20场。", [LECTURES], 0),
        ("手册300本。", "取得了较好的成效20场。", [LECTURES], 0),  # too few words to miss
    ],
)
def test_a_goal_of_which_nothing_is_said_any_more(
    planned: str, came: str, rows: list[dict[str, Any]], wrong: int
) -> None:
    goals = [goal(0, planned, "300"), goal(1, came, "20")]
    found = run("performance.goal_passed_over", made(f"{planned}\n{came}", goals=goals, indicators=rows))
    assert len(found) == wrong and all("300" in one.message_zh for one in found)
    alone = made(f"{planned}\n{came}", goals=goals[:1], indicators=rows)
    assert not run("performance.goal_passed_over", alone), "no outcome is stated at all"


def staff(*stated: tuple[str, str, str]) -> list[dict[str, Any]]:
    rows = (("实有人数", "5", "人"), *stated)
    return [{"item": item, "value": value, "unit": unit, "measure": "count"} for item, value, unit in rows]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([("在职人员", "2", "人"), ("退休人员", "3", "人")], ("exact", 5.0)),
        ([("在职人员", "2", "人"), ("退休人员", "4", "人")], ("broken", 6.0)),
        ([("在职人员", "2", "人"), ("设备", "9", "台"), ("退休人员", "3", "人")], ("exact", 5.0)),
        ([("在职人员", "2", "人"), ("退休人员", "3", "人"), ("借调人员", "9", "人")], ("exact", 5.0)),
        ([("在职人员", "2", "人"), ("借调人员", "9", "人"), ("退休人员", "3", "人")], None),  # the list is over
        ([("在职人员", "2", "人")], None),
    ],
)
def test_a_count_and_its_kinds(kinds: list[tuple[str, str, str]], expected: tuple[str, float] | None) -> None:
    found = run("prose.counts", made(claims=staff(*kinds)))
    assert [(one.status, one.expected, one.tolerance) for one in found] == ([(*expected, 0.0)] if expected else [])


@pytest.mark.parametrize(
    ("planned", "target", "actual", "status"),
    [
        ("20", "≥20场", "15场", ["broken"]),
        ("20", "≥20场", "18场", ["exact"]),
        ("21", "≥20场", "15场", []),  # the indicator has another target: it is not the goal's
        ("20", "≥20家", "15家", []),
    ],
)
def test_an_outcome_under_other_words_is_that_of_the_goal_with_the_target_of_the_indicator(
    planned: str, target: str, actual: str, status: list[str]
) -> None:
    texts = f"组织读书志愿者活动{planned}场。", "举办志愿者培训18场。"
    goals = [goal(0, texts[0], planned), goal(1, texts[1], "18")]
    view = made("\n".join(texts), goals=goals, indicators=[indicator("志愿者服务", target, actual)])
    found = [one for one in run("performance.goals", view) if one.figures[1].row == 1]
    assert [one.status for one in found] == status
    assert all((one.stated, one.expected) == (15.0, 18.0) for one in found if one.status == "broken")
