"""What the words say against the figures, on rows and paragraphs of our own, each case worked by hand."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.made import made, run, said

from budgetlib.checks.criteria import _wrong
from budgetlib.checks.figures import Figure
from budgetlib.checks.goals import _two_numbers, _value
from budgetlib.checks.likeness import longest_shared, pairs
from budgetlib.checks.reasons import _meant, _says_direction
from budgetlib.checks.slips import left_out
from budgetlib.readers.document import Mark


@pytest.mark.parametrize(
    ("direction", "actual", "initial", "annual", "status"),
    [
        ("up", "12.00", None, "10.00", "exact"),
        ("up", "10.00", None, "10.00", "broken"),
        ("up", "9.99", None, "10.00", "broken"),
        ("down", "9.99", None, "10.00", "exact"),
        ("down", "10.00", None, "10.00", "broken"),
        ("flat", "10.00", None, "10.00", "exact"),
        ("flat", "10.01", None, "10.00", "broken"),
        ("up", "12.00", "11.00", "13.00", "exact"),  # one of the budgets may be meant
        ("up", "12.00", "13.00", "14.00", "broken"),
        (None, "9.99", None, "10.00", None),
        ("up", None, None, "10.00", None),
        ("up", "9.99", None, None, None),
    ],
)
def test_more_less_and_equal_to_the_budget(
    direction: str | None, actual: str | None, initial: str | None, annual: str | None, status: str | None
) -> None:
    row = {"direction": direction, "actual": actual, "initial_budget": initial, "annual_budget": annual}
    found = run("wording.direction", made(completions=[row]))
    assert [one.status for one in found] == [status] * bool(status)
    assert all((one.stated, one.expected) == (float(actual or 0), float(annual or 0)) for one in found if one.stated)


@pytest.mark.parametrize(
    ("change", "rate", "wrong"),
    [
        ("5.00", "-3.0", True),
        ("-5.00", "3.0", True),
        ("5.00", "3.0", False),
        ("-5.00", "-3.0", False),
        ("0.00", "-3.0", False),
    ],
)
def test_an_amount_that_rises_with_a_rate_that_falls(change: str, rate: str, wrong: bool) -> None:
    found = said("wording.sign", made(changes=[{"change": change, "change_pct": rate}]))
    assert found == [("broken", float(change), -float(change))] * wrong


@pytest.mark.parametrize(
    ("row", "stated"),
    [
        ({"zero_base": True, "change": "5.00", "change_pct": "100.0"}, [100.0]),
        ({"zero_base": True, "change": None, "current": "5.00", "change_pct": "100.0"}, [100.0]),
        ({"zero_base": True, "change": "0.00", "change_pct": "100.0"}, []),
        ({"zero_base": False, "change": "5.00", "change_pct": "100.0"}, []),
        ({"zero_base": True, "change": "5.00", "change_pct": None}, []),
    ],
)
def test_growth_from_nothing(row: dict[str, Any], stated: list[float]) -> None:
    assert [one.stated for one in run("wording.zero_base", made(changes=[row]))] == stated


@pytest.mark.parametrize(
    ("current", "change", "rate", "wrong"),
    [("0.00", "0.00", "5.0", 1), ("0.00", "0.00", "0.0", 0), ("1.00", "0.00", "5.0", 0), ("0.00", "1.00", "5.0", 0)],
)
def test_a_rate_of_no_change(current: str, change: str, rate: str, wrong: int) -> None:
    row = {"current": current, "change": change, "change_pct": rate}
    assert said("prose.change_rate", made(changes=[row])) == [("broken", 5.0, 0.0)] * wrong


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("会议费12.00万元，与上年15.00万元持平。", "3.00"),
        ("会议费12.00万元，与上年12万元持平。", ""),
        ("会议费１，２００万元，与2023年决算1,201万元相比，持平。", "1"),
        ("会议费12.00万元。培训费与上年15.00万元持平。", ""),
    ],
)
def test_flat_between_two_amounts_that_differ(text: str, off: str) -> None:
    found = run("wording.flat", made(text))
    assert len(found) == bool(off) and all(f"{off} " in one.message_zh or off in one.message_zh for one in found)
    assert all(one.difference == -float(off) and one.place == "block:0" and one.page == 1 for one in found)


@pytest.mark.parametrize(
    ("count", "actual", "wrong"),
    [("0", "5.00", 1), ("2", "5.00", 0), ("0", "0.00", 0), (None, "5.00", 0), ("0", None, 0)],
)
def test_nobody_received_and_money_spent_on_it(count: str | None, actual: str | None, wrong: int) -> None:
    row = {"item": "reception", "count": count, "count_unit": "批次", "actual": actual}
    for one in run("wording.three_public_count", made(three_public=[row])):
        assert "0批次" in one.message_zh.replace(" ", "") and "5.00万元" in one.message_zh
        assert "5.00 (10,000 yuan)" in one.message_en
    assert said("wording.three_public_count", made(three_public=[row])) == [("broken", 0.0, None)] * wrong


def claim(item: str, measure: str, value: str, **more: Any) -> dict[str, Any]:
    unit = "%" if measure.endswith("pct") else "万元"
    return {
        "item": item,
        "measure": measure,
        "value": value,
        "unit": unit,
        "section": "三、支出",
        "subsection": None,
    } | more


@pytest.mark.parametrize(
    ("initial", "annual", "rate", "found"),
    [
        ("100.00", "80.00", "75.00", [(75.0, 75.0, "wording.other_base")]),  # 60 of 80, not of 100
        ("100.00", "80.00", "60.00", []),
        ("100.00", "80.00", "70.00", []),  # of neither: told elsewhere
        ("100.00", "100.00", "75.00", []),
        ("0.00", "80.00", "75.00", [(75.0, 75.0, "")]),
    ],
)
def test_a_rate_of_the_other_budget(
    initial: str, annual: str, rate: str, found: list[tuple[float, float, str]]
) -> None:
    claims = [claim("支出", "initial_budget", initial), claim("支出", "annual_budget", annual)]
    claims += [claim("支出", "actual", "60.00"), claim("支出", "completion_pct", rate, base="initial_budget")]
    got = run("prose.budget_rate", made(claims=claims))
    assert [(one.stated, one.expected, one.kind) for one in got] == found
    claims[-1]["base"] = "annual_budget"
    assert not run("prose.budget_rate", made(claims=claims))
    claims[-1] |= {"base": "initial_budget", "section": "四、其他"}
    assert not run("prose.budget_rate", made(claims=claims)), "another section has other amounts"


# --- counted and measured ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总建筑面积5000平方米，其中地上建筑面积3200平方米，地下建筑面积1800平方米。", None),
        ("总建筑面积5000平方米，其中地上建筑面积3200平方米，地下建筑面积1801平方米。", (5000.0, 5001.0, -1.0)),
        ("总建筑面积5001.5平方米，地上建筑面积3200平方米，地下建筑面积1800平方米。", (5001.5, 5000.0, 1.5)),
        ("总建筑面积5000.0平方米，地上建筑面积3200平方米，地下建筑面积1800.05平方米。", None),  # 0.055 explained
        ("总建筑面积5000.0平方米，地上建筑面积3200平方米，地下建筑面积1800.06平方米。", (5000.0, 5000.06, -0.06)),
        ("用地面积5000平方米，地上建筑面积3200平方米，地下建筑面积1900平方米。", None),  # of another thing
        ("总建筑面积5000平方米，地上建筑面积3200平方米。", None),
        ("地上建筑面积3200平方米，地下建筑面积1801平方米。", None),
        ("总建筑面积5000平方米，计容建筑面积3200平方米，不计容建筑面积1801平方米。", (5000.0, 5001.0, -1.0)),
        ("总建筑面积5000平方米，地上建筑面积3200平方米，地下建筑面积900平方米，地下车库建筑面积900平方米。", None),
    ],
)
def test_two_parts_of_an_area_that_are_all_of_it(text: str, expected: tuple[float, float, float] | None) -> None:
    found = run("prose.areas", made(text))
    assert [(one.stated, one.expected, one.difference) for one in found] == (
        [pytest.approx(expected)] if expected else []
    )
    for one in found:
        assert one.difference is not None and ("多" if one.difference > 0 else "少") in one.message_zh
        assert ("more" if one.difference > 0 else "less") in one.message_en and one.place == "block:0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("离退休人员78人，其中：离休3人，退休75人。", None),
        ("离退休人员78人，其中：离休3人，退休72人。", (78.0, 75.0, 3.0)),
        ("离退休人员78人，其中：离休3人、退休80人。", (78.0, 83.0, -5.0)),
        ("职工78人，其中：行政3人，离休72人。", None),  # not two kinds of one thing
        ("职工78人，其中：男30人，女47人，借调1人。", None),  # a third kind follows
    ],
)
def test_two_kinds_of_people_that_are_all(text: str, expected: tuple[float, float, float] | None) -> None:
    found = run("prose.kinds_of_people", made(text))
    assert [(one.stated, one.expected, one.difference) for one in found] == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("经费26.00万元，较上年减少14.00万元（35.00%）。", None),  # 14 of 40
        ("经费26.00万元，较上年减少14.00万元（53.85%）。", (53.85, 35.0, 18.85)),  # 14 of 26
        ("经费26.00万元，比上年预算增加6.00万元（30.00%）。", None),  # 6 of 20
        ("经费26.00万元，比上年预算增加6.00万元（增长23.08%）。", (23.08, 30.0, -6.92)),  # 6 of 26
        ("经费26万元，较上年减少14万元（36%）。", None),  # 13.5 to 14.5 of 39 to 41: 32.9 to 37.2
        ("经费26万元，较上年减少14万元（32%）。", (32.0, 35.0, -3.0)),
        ("经费6.00万元，比上年增加6.00万元（100.00%）。", None),  # of nothing
        ("经费6.00万元，比上年增加7.00万元（100.00%）。", None),
    ],
)
def test_a_rate_in_brackets_behind_its_change(text: str, expected: tuple[float, float, float] | None) -> None:
    found = run("prose.bracket_rate", made(text))
    assert [(one.stated, one.expected, one.difference) for one in found] == [expected] * bool(expected)
    assert all("35.00%" in one.message_zh or "30.00%" in one.message_zh for one in found)


def test_a_rate_in_brackets_that_a_claim_has_is_judged_with_its_change() -> None:
    text = "经费26.00万元，较上年减少14.00万元（53.85%）。"
    row = claim("经费", "change_pct", "53.85", text="53.85", mark=Mark(0, None, 22, 27))
    assert not run("prose.bracket_rate", made(text, claims=[row]))
    assert run("prose.bracket_rate", made(text, claims=[row | {"mark": Mark(1, None, 22, 27)}]))
    assert run("prose.bracket_rate", made(text, claims=[row | {"text": "53.84"}]))


@pytest.mark.parametrize(
    ("people", "wrong"),
    [
        ("行政20人、事业20人", []),
        ("行政21人、事业20人", [(21.0, 20.0)]),
        ("行政19人", []),
        ("行政23人、事业25人", [(23.0, 20.0), (25.0, 20.0)]),
    ],
)
def test_more_people_than_posts(people: str, wrong: list[tuple[float, float]]) -> None:
    text = f"人员编制40人，其中：事业编制20人、行政编制20人；实有人员40人，其中：{people}。"
    assert sorted((one.stated, one.expected) for one in run("prose.posts", made(text))) == wrong


LISTED = (
    "（1）行政运行（2010401）30.00万元，较上年增加3.00万元。\n（2）事业运行（2010450）20.00万元，较上年减少1.00万元。\n"
)


@pytest.mark.parametrize(
    ("total", "third", "expected"),
    [
        ("60.00", "（3）项目（2010499）10.00万元，较上年增加2.00万元。", []),
        ("60.02", "（3）项目（2010499）10.00万元，较上年增加2.00万元。", []),  # four halves explain it
        ("60.03", "（3）项目（2010499）10.00万元，较上年增加2.00万元。", [(60.03, 60.0)]),
        ("60.00", "（3）项目（2010499）9.00万元，较上年增加2.00万元。", [(60.0, 59.0)]),
        ("60.00", "（3）项目（2010499）10.00万元，较上年增加7.00万元。", [(4.0, 9.0)]),
        ("60.00", "（3）项目（2010499）10.00万元。", []),  # one change is not stated
        ("60.00", "（3）项目（201）9.00万元。", []),  # another level
        ("60.00", "", []),  # two are examples
        ("60.00", "另有项目9.00万元。", []),
    ],
)
def test_items_behind_their_total(total: str, third: str, expected: list[tuple[float, float]]) -> None:
    text = f"一般公共预算支出{total}万元，其中：\n{LISTED}{third}\n"
    change = {"item": "支出", "current": total, "change": "4.00"}
    found = run("prose.list_short", made(text, changes=[change]))
    assert [(one.stated, one.expected) for one in found] == expected


@pytest.mark.parametrize(
    ("codes", "odd"),
    [
        (("501", "502", "505", "599"), None),
        (("501", "502", "505", "399"), "399"),
        (("301", "302", "303", "599"), "599"),
        (("501", "502", "399"), None),  # too few to be a list
        (("501", "502", "301", "302"), None),
    ],
)
def test_a_code_of_the_other_list(codes: tuple[str, ...], odd: str | None) -> None:
    text = "其中：" + "，".join(f"某项支出（{code}）20.00万元" for code in codes) + "。"
    found = run("form.other_code", made(text))
    assert len(found) == bool(odd) and all(odd and odd in one.message_zh for one in found)


@pytest.mark.parametrize(
    ("groups", "people", "wrong"),
    [("3", "2", [(2.0, 3.0)]), ("3", "3", []), ("3", "4", []), ("1", "0", [(0.0, 1.0)])],
)
def test_fewer_people_than_groups(groups: str, people: str, wrong: list[tuple[float, float]]) -> None:
    rows = [
        {"item": "因公出国（境）团组", "measure": "count", "value": groups, "unit": "个"},
        {"item": "因公出国（境）", "measure": "count", "value": people, "unit": "人次"},
    ]
    assert [(one.stated, one.expected) for one in run("prose.people", made(claims=rows))] == wrong
    for spoilt in ({"measure": "actual"}, {"unit": "人"}, {"in_reason": True}):
        assert not run("prose.people", made(claims=[rows[0], rows[1] | spoilt])), spoilt
    assert not run("prose.people", made(claims=[*rows, rows[1] | {"value": "9"}])), "two numbers: which is meant"


# --- reasons ---


@pytest.mark.parametrize(
    ("reason", "direction"),
    [("新增图书采购", "up"), ("压减图书采购", "down"), ("压减图书采购，新增图书采购", None), ("其他", None)],
)
def test_the_direction_of_a_reason(reason: str, direction: str | None) -> None:
    assert _says_direction(reason) == direction


@pytest.mark.parametrize(
    ("moved", "change", "reason", "wrong"),
    [
        ("up", "5.00", "压减图书采购", True),
        ("up", "5.00", "新增图书采购", False),
        ("down", "-5.00", "新增图书采购", True),
        ("flat", "0.00", "新增图书采购", True),
        ("up", "0.00", "压减图书采购", False),
        (None, "5.00", "压减图书采购", False),
        ("up", None, "压减图书采购", False),
        ("up", "5.00", None, False),
    ],
)
def test_a_reason_that_goes_the_other_way(
    moved: str | None, change: str | None, reason: str | None, wrong: bool
) -> None:
    row = {"item": "图书费", "direction": moved, "change": change, "reason": reason}
    assert len(run("wording.reason_direction", made(changes=[row]))) == wrong
    if change:
        rate = row | {"change": None, "change_pct": change}
        assert len(run("wording.reason_direction", made(changes=[rate]))) == wrong, "or only a rate is stated"


@pytest.mark.parametrize(
    ("kept", "reason", "wrong"),
    [
        (("10.00", "10.00"), "减少公务接待费", True),
        (("10.00", "9.00"), "减少公务接待费", False),
        (("0.00", "0.00"), "减少公务接待费", False),
        (("10.00", "10.00"), "增加公务接待费", False),
        (("10.00", "10.00"), "减少会议费", False),
    ],
)
def test_saving_on_an_item_that_kept_to_its_budget(kept: tuple[str, str], reason: str, wrong: bool) -> None:
    rows = [
        {"item": "公务接待费", "annual_budget": kept[0], "actual": kept[1], "reason": "减少公务接待费"},
        {"item": "三公经费", "annual_budget": "30.00", "actual": "20.00", "reason": reason},
    ]
    assert len(run("wording.reason_item", made(completions=rows))) == wrong


@pytest.mark.parametrize(
    ("change", "text", "wrong"),
    [
        ("增加2.00", "对公务接待费预算进行了压缩；", True),
        ("减少2.00", "对公务接待费预算进行了压缩；", False),
        ("增加0.00", "对公务接待费预算进行了压缩；", False),
        ("增加2.00", "对公务接待费预算进行了测算；", False),
        ("增加2.00", "对会议费预算进行了压缩；", False),
    ],
)
def test_an_item_cut_back_in_the_paragraph_of_its_rise(change: str, text: str, wrong: bool) -> None:
    assert len(run("wording.cut_and_risen", made(f"{text}公务接待费4.00万元，较上年{change}万元。"))) == wrong


ROWS = [{"indicator": "新增图书册数"}, {"indicator": "志愿服务人次"}]


@pytest.mark.parametrize(
    ("reason", "meant"),
    [
        ("志愿服务有所增加", "志愿服务人次"),
        ("新增图书有所增加", None),
        ("图书和志愿服务有所增加", None),  # its own, too
        ("天气炎热", None),
        ("因志愿服务人次安排", "志愿服务人次"),
        ("因志愿者安排", None),
    ],
)
def test_the_indicator_that_a_reason_speaks_of(reason: str, meant: str | None) -> None:
    assert _meant(reason, ROWS[0], ROWS) == meant
    rows = [row | {"reason": reason if row is ROWS[0] else None, "actual_value": "5"} for row in ROWS]
    assert len(run("performance.reason_of_another", made(indicators=rows))) == bool(meant)


def test_how_alike_two_names_are() -> None:
    assert pairs("新增图书") == {"新增", "增图", "图书"} and pairs("书") == frozenset()
    assert pairs("图书数量册架") == {"图书", "册架"}, "words that any indicator has are cut out"
    assert pairs("图书A册架") == {"图书", "册架"}
    assert longest_shared("新增图书册数", "购买图书册") == "图书册" and longest_shared("甲", "乙") == ""


# --- how points are given ---


@pytest.mark.parametrize(
    ("row", "criterion", "target", "kinds"),
    [
        ({"weight": "8"}, "完成得8分", 90.0, []),
        ({"weight": "8"}, "完成得8.5分", 90.0, ["points_above_weight"]),
        ({"weight": "8"}, "完成得5分，超额得9分", None, ["points_above_weight"]),
        ({"reason": "8"}, "完成得9分", None, ["points_above_weight"]),
        ({"weight": "八"}, "完成得9分", None, []),
        ({}, "达到90%得满分", 90.0, []),
        ({}, "达到80%及以上，得满分", 90.0, ["full_marks_off_target"]),
        ({"target_operator": "≥"}, "每下降1%扣1分", 90.0, []),
        ({"target_operator": "≥"}, "每提高1%扣1分", 90.0, ["points_off_for_good"]),
        ({"target_operator": "≤"}, "每下降1%扣1分", 90.0, ["points_off_for_good"]),
        ({"target_operator": "≤"}, "每提高1%扣1分", 90.0, []),
        ({"target_operator": "="}, "每下降1%扣1分", 90.0, []),
        ({"explanation": "读者投诉率"}, "", 90.0, ["explained_by_opposite"]),
        ({"explanation": "读者投诉率"}, "", 50.0, []),
        ({"explanation": "读者投诉率"}, "", 50.5, ["explained_by_opposite"]),
        ({"explanation": "读者满意率"}, "", 90.0, []),
        ({"explanation": "读者投诉率", "indicator": "读者不满意率"}, "", 90.0, []),
        ({"explanation": "读者投诉率", "indicator": "讲座"}, "", 90.0, []),
    ],
)
def test_marking_against_its_indicator(
    row: dict[str, Any], criterion: str, target: float | None, kinds: list[str]
) -> None:
    figure = Figure("indicators", 0, "target_value", target, 0.5, f"{target:g}", 1, "%") if target else None
    assert [kind for kind, _ in _wrong({"indicator": "读者满意率"} | row, criterion, figure, 50.0)] == kinds


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({}, True),
        ({"unit": "场"}, False),
        ({"indicator": "讲座"}, False),
        ({"level2": "经济成本指标"}, False),
        ({"target_value": None}, False),
    ],
)
def test_spending_among_the_costs_that_others_bear(row: dict[str, Any], wrong: bool) -> None:
    base = {"indicator": "印刷费", "unit": "万元", "level2": "社会成本指标", "target_value": "5"}
    assert len(run("performance.kind_of_cost", made(indicators=[base | row]))) == wrong


# --- goals ---


@pytest.mark.parametrize(
    ("text", "value"), [("3", 3), ("两", 2), ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21)]
)
def test_numbers_of_goals(text: str, value: int) -> None:
    assert _value(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("走访3个乡镇，走访五个乡镇,", [("走访3个乡镇", "走访五个乡镇")]),
        ("走访3个乡镇,走访三个乡镇,", []),
        ("走访3个乡镇。走访五个乡镇。", []),
        ("走访3个乡镇;走访五个乡镇。", []),
        ("走访3个乡镇,走访五个街道,", []),
        (f"走访3个乡镇,{'甲' * 28},走访五个乡镇,", []),
        (f"走访3个乡镇,{'甲' * 27},走访五个乡镇,", [("走访3个乡镇", "走访五个乡镇")]),
    ],
)
def test_one_thing_with_two_numbers_in_one_sentence(text: str, found: list[tuple[str, str]]) -> None:
    assert list(_two_numbers(text.replace("，", ","))) == found


@pytest.mark.parametrize(
    ("short", "name", "found"),
    [
        ("市青少年中心", "市青少年服务中心", True),
        ("市青少年服中心", "市青少年服务中心", True),
        ("市青少年服务中心", "市青少年服务中心", False),
        ("市青年中心", "市青少年服务中心", False),  # three characters
        ("青少年服务中心", "市青少年服务中心", False),  # the first is no slip
        ("市青少年服务中", "市青少年服务中心", False),
        ("市年服务中心", "市青少年服务中心", False),
    ],
)
def test_a_name_with_a_character_left_out(short: str, name: str, found: bool) -> None:
    assert left_out(short, name) is found


@pytest.mark.parametrize(("criterion", "count"), [("达标得8分", 1), ("达标得7分", 0)])
def test_marking_that_gives_more_than_the_weight(criterion: str, count: int) -> None:
    row = {"indicator": "读者满意率", "target": "≥90%", "weight": "7", "criterion": criterion}
    assert len(run("performance.criterion", made(indicators=[row]))) == count
