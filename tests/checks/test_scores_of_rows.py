"""Points, targets and money of the self-evaluations, worked by hand case by case on rows."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.made import made, run, said

from budgetlib.checks.indicators import factor_between, turned, unit_group


def indicator(target: str, actual: str, weight: str = "10", score: str = "10", **more: Any) -> dict[str, Any]:
    """An indicator as the forms print it: ≥20场."""
    number = "0123456789."
    values = ["".join(one for one in text if one in number) or None for text in (target, actual)]
    row = {"indicator": "举办读书讲座", "target": target, "actual": actual, "target_operator": target[0]}
    row |= {"target_value": values[0], "actual_value": values[1], "weight": weight, "score": score}
    unit = target.lstrip("≥≤=><" + number)
    return row | {"unit": unit} | more


@pytest.mark.parametrize(
    ("score", "weight", "rate", "money", "expected"),
    [
        ("7.50", "10", "75.00", (), ("exact", 7.5)),
        ("7.52", "10", "75.00", (), ("rounded", 7.5)),  # two hundredths are a tail
        ("7.53", "10", "75.00", (), ("broken", 7.5)),
        ("7.48", "10", "75.00", (), ("rounded", 7.5)),
        ("7.47", "10", "75.00", (), ("broken", 7.5)),
        ("7.5", "10", "75.80", (), ("truncated", 7.58)),
        ("8", "10", "75.00", (), ("rounded", 7.5)),
        ("7", "10", "78.00", (), ("truncated", 7.8)),
        ("7", "10", "81.00", (), ("broken", 8.1)),
        ("10", "10", "120.00", (), ("exact", 10.0)),  # never more than all
        ("12", "10", "120.00", (), ("broken", 10.0)),
        ("0", "10", "59.99", (), None),  # a floor of the local rules
        ("0", "10", "60.00", (), ("broken", 6.0)),
        ("1", "10", "50.00", (), ("broken", 5.0)),
        ("7.50", "10", "70.00", ("30.00", "40.00"), ("rounded", 7.0)),  # by the amounts it is 75 %
        ("7.50", "10", "70.00", ("30.00", "50.00"), ("broken", 7.0)),
        ("7.50", "10", "70.00", ("30.00", "0.00"), ("broken", 7.0)),
        ("7.50", "10", None, (), None),
        ("7.50", None, "75.00", (), None),
        (None, "10", "75.00", (), None),
    ],
)
def test_points_for_the_rate(
    score: str | None, weight: str | None, rate: str | None, money: tuple[str, ...], expected: tuple[str, float] | None
) -> None:
    executed, adjusted = money or (None, None)
    row = {"rate_score": score, "rate_weight": weight, "execution_rate": rate, "executed": executed}
    found = run("performance.rate_score", made(projects=[row | {"adjusted_budget": adjusted}]))
    assert [(one.status, one.expected) for one in found] == [expected] * bool(expected)
    for one in found:
        assert score and rate and one.stated == float(score)
        assert one.difference == pytest.approx(float(score) - (one.expected or 0.0))
        assert len(one.figures) == (3 if one.status == "rounded" and money else 2)


def test_what_rounding_explains_of_points_for_the_rate() -> None:
    row = {"rate_score": "7.5", "rate_weight": "10", "execution_rate": "75.0"}
    (one,) = run("performance.rate_score", made(projects=[row]))
    assert one.tolerance == 0.055  # 0.05 of the points, and a tenth of 0.05 of the rate


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (indicator("≥20场", "20场"), ("exact", None, None)),
        (indicator("≥20场", "20场", "10", "9"), ("broken", 9.0, 10.0)),
        (indicator("≥20场", "25场", "10", "9"), ("broken", 9.0, 10.0)),
        (indicator("≥20场", "26场", "10", "9"), None),  # passed by 30 %: the target was low
        (indicator("≤20场", "15场", "10", "9"), ("broken", 9.0, 10.0)),
        (indicator("≤20场", "13场", "10", "9"), None),
        (indicator("=20场", "20场", "10", "9"), ("broken", 9.0, 10.0)),
        (indicator("=20场", "40场", "10", "9"), None),
        (indicator("≥50个", "40个", "40", "32"), ("rounded", None, None)),
        (indicator("≥50个", "40个", "40", "30"), ("broken", 30.0, 32.0)),
        (indicator("≥50个", "40个", "40", "34"), ("broken", 34.0, 32.0)),
        (indicator("≥50个", "40个", "40", "0"), ("broken", 0.0, 32.0)),
        (indicator("≥50个", "20个", "40", "0"), None),  # far off: no points at all
        (indicator("≥50个", "30个", "40", "0"), ("broken", 0.0, 24.0)),
        (indicator("≥15个", "14个", "5", "4.65"), ("rounded", None, None)),  # 93 % in whole percent
        (indicator("≤6小时", "8小时", "50", "37.5"), ("rounded", None, None)),  # 6/8
        (indicator("≤6小时", "8小时", "50", "33.3"), ("rounded", None, None)),  # a third of it over
        (indicator("≤6小时", "8小时", "50", "34.0"), ("broken", 34.0, 37.5)),
        (indicator("≤6小时", "8小时", "50", "35.0"), ("broken", 35.0, 37.5)),
        (indicator("≤6小时", "12小时", "50", "5.0"), ("broken", 5.0, 25.0)),
        (indicator("≤6小时", "18小时", "50", "0.0"), ("rounded", None, None)),  # twice of it over: nothing left
        (indicator("=20场", "18场", "10", "9"), None),
        (indicator("≥20场", "18场", "10", "11"), None),  # above all points: told elsewhere
        (indicator("≥20场", "18场", "10", "10"), None),  # full marks: told elsewhere
        (indicator("≤90%", "80%", "10", "9", indicator="读者满意度"), None),  # the comparator was turned
        (indicator("≥2小时", "90分钟", "10", "7.5"), ("rounded", None, None)),  # 90 of 120 minutes
        (indicator("≥2小时", "90个", "10", "7.5"), None),
        (indicator("≥20场", "≥18场", "10", "9"), ("rounded", None, None)),
        (indicator("≥20场", "≤18场", "10", "8"), None),  # it may be anything
        (indicator(">20场", "18场", "10", "9"), None),
    ],
)
def test_points_of_an_indicator(row: dict[str, Any], expected: tuple[str, float | None, float | None] | None) -> None:
    assert said("performance.indicator_score", made(indicators=[row])) == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (indicator("≥50个", "40个"), (40.0, 50.0)),
        (indicator("≤6小时", "8小时"), (8.0, 6.0)),
        (indicator("≥50个", "50个"), None),
        (indicator("=50个", "40个"), None),
        (indicator("≥50个", "40个", "10", "9"), None),
        (indicator("≥1000个", "960个"), None),  # 9.6 points are 10
        (indicator("≤5%", "8%", indicator="读者满意度"), None),
    ],
)
def test_missed_with_full_marks(row: dict[str, Any], expected: tuple[float, float] | None) -> None:
    assert said("performance.missed_full", made(indicators=[row])) == ([("broken", *expected)] if expected else [])


@pytest.mark.parametrize(("score", "wrong"), [("10", False), ("10.5", True), ("0", False), ("-0.5", True)])
def test_points_are_between_none_and_all(score: str, wrong: bool) -> None:
    expected = [("broken", float(score), 10.0)] * wrong
    assert said("performance.score_range", made(indicators=[indicator("≥5个", "5个", "10", score)])) == expected
    for name in ("rate", "total"):
        view = made(projects=[{f"{name}_score": score, f"{name}_weight": "10"}])
        assert said("performance.score_range", view) == expected


@pytest.mark.parametrize(
    ("actual", "score", "wrong"),
    [("完全达到预期", "9", True), ("完全达到预期", "10", False), ("基本达到", "9", False), ("", "9", False)],
)
def test_a_result_that_says_fully_met(actual: str, score: str, wrong: bool) -> None:
    view = made(indicators=[indicator("有效提升", actual, "10", score)])
    assert said("performance.words_score", view) == [("broken", 9.0, 10.0)] * wrong


@pytest.mark.parametrize(
    ("unit", "other", "factor"),
    [
        ("小时", "分钟", 60.0),
        ("分钟", "小时", 1 / 60),
        ("万元", "元", 10000.0),
        ("场", "次", 1.0),
        ("场", "小时", None),
        ("场", "某某", None),
        ("某某", "某某", 1.0),
        (None, "场", 1.0),
        ("场", "", 1.0),
    ],
)
def test_units_against_each_other(unit: str | None, other: str | None, factor: float | None) -> None:
    assert factor_between(unit, other) == factor
    assert unit_group("公顷") == ("area", 10000.0) and unit_group("某某") is None


@pytest.mark.parametrize(
    ("name", "operator", "wrong"),
    [
        ("读者满意度", "≤", True),
        ("读者满意度", "<", True),
        ("读者满意度（%）。", "≤", True),
        ("读者满意度", "≥", False),
        ("读者满意度", "=", False),
        ("读者满意度", None, False),
        ("读者不满意度", "≤", False),
        ("读者投诉率", "≥", True),
        ("读者投诉率", ">", True),
        ("读者投诉率", "≤", False),
        ("讲座场次", "≤", False),
    ],
)
def test_a_comparator_that_is_turned(name: str, operator: str | None, wrong: bool) -> None:
    assert turned(name, operator) is wrong


@pytest.mark.parametrize(
    ("target", "wrong"), [("≤90%", True), ("≤100%", False), ("≤99%", True), ("≤150%", False), ("≤100分", True)]
)
def test_a_limit_of_all_says_nothing(target: str, wrong: bool) -> None:
    view = made(indicators=[indicator(target, "80%", indicator="读者满意度")])
    assert len(run("performance.comparator", view)) == wrong


@pytest.mark.parametrize(
    ("name", "target", "actual", "kinds"),
    [
        ("讲座", "≥2小时", "90分钟", []),
        ("讲座", "≥2小时", "3场", [""]),
        ("讲座", "≥2人", "3人次", ["performance.unit_words"]),
        ("讲座", "≥2场", "3次", []),
        ("讲座", "≥2某某", "3场", []),  # a unit that nobody knows may be the other one
        ("系统更新率（%）", "≥4次", "4次", ["performance.unit_words"]),
        ("系统更新率（%）", "≥4%", "4%", []),
        ("系统更新（次）", "≥4场", "4场", []),  # both count
        ("系统更新（小时）", "≥4场", "4场", ["performance.unit_words"]),
        ("系统更新（第一期）", "≥4场", "4场", []),
    ],
)
def test_units_of_target_outcome_and_name(name: str, target: str, actual: str, kinds: list[str]) -> None:
    view = made(indicators=[indicator(target, actual, indicator=name)])
    assert [one.kind for one in run("performance.units", view)] == kinds


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (indicator("≥20场", "20场", reason="活动未开展，因此产生偏差"), True),
        (indicator("≥20场", "20场", reason="活动未开展"), False),
        (indicator("≥20场", "20场", reason="上年未开展，因此产生偏差"), False),
        (indicator("≥20场", "18场", reason="活动未开展，因此产生偏差"), False),
        (indicator("≥20场", "20场", score="9", reason="活动未开展，因此产生偏差"), False),
        (indicator("≥20场", "20场", reason="年初设置为≥25场,偏差"), True),
        (indicator("≥20场", "20场", reason="年初设置为≥20场,偏差"), False),
        (indicator("≥20场", "20场", reason="年初设置为≥25人,偏差"), False),
    ],
)
def test_a_reason_against_its_own_row(row: dict[str, Any], wrong: bool) -> None:
    assert len(run("performance.reason", made(indicators=[row]))) == wrong


def test_a_reason_that_names_another_target_says_both() -> None:
    view = made(indicators=[indicator("≥20场", "20场", reason="年初设置为≥25场,偏差")])
    assert said("performance.reason", view) == [("broken", 20.0, 25.0)]


# --- what is measured ---


def rate(actual: str, name: str = "举办读书讲座完成率", unit: str = "%") -> dict[str, Any]:
    return indicator(f"≥90{unit}", actual, indicator=name, unit=unit)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([rate("100%"), indicator("≥20场", "20场")], ("exact", None, None)),
        ([rate("90%"), indicator("≥20场", "20场")], ("broken", 90.0, 100.0)),
        ([rate("90%"), indicator("≥20场", "18场")], ("exact", None, None)),
        ([rate("100%"), indicator("≥20场", "30场")], ("exact", None, None)),  # no more than all
        ([rate("150%"), indicator("≥20场", "30场")], ("exact", None, None)),
        ([rate("120%"), indicator("≥20场", "30场")], ("broken", 120.0, 150.0)),
        ([rate("90%"), indicator("≤20场", "20场")], None),
        ([rate("90%"), indicator("=20场", "20场")], ("broken", 90.0, 100.0)),
        ([rate("90%"), indicator("≥2小时", "2小时")], None),
        ([rate("90%"), indicator("≥20场", "20场", indicator="购买图书册数")], None),
        ([rate("90"), indicator("≥20场", "20场")], None),  # no percent
        ([rate("90%", "举办读书讲座及时率"), indicator("≥20场", "20场")], None),
        ([rate("90%"), indicator("≥20场", "20场"), indicator("≥5场", "5场")], None),  # which of the two
        (
            [rate("90%"), indicator("≥20场", "20场"), indicator("≥5场", "2场", indicator="读书讲座")],
            ("broken", 90.0, 100.0),  # the nearest name
        ),
        ([rate("90%"), indicator("≥20场", "20场", form=2)], None),
    ],
)
def test_a_completion_rate_is_that_of_its_count(
    rows: list[dict[str, Any]], expected: tuple[str, float | None, float | None] | None
) -> None:
    assert said("performance.rate_of_counts", made(indicators=rows)) == [expected] * bool(expected)


COST = {"indicator": "印刷费", "level1": "成本指标", "level2": "经济成本指标"}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (indicator("=5万元", "4万元", "10", "8", **COST), True),
        (indicator("=5万元", "4万元", "10", "10", **COST), False),
        (indicator("=5万元", "6万元", "10", "8", **COST), False),
        (indicator("=5万元", "5万元", "10", "8", **COST), False),
        (indicator("≤5万元", "4万元", "10", "8", **COST), False),
        (indicator("=5场", "4场", "10", "8", **COST), False),
    ],
)
def test_a_saving_that_loses_points(row: dict[str, Any], wrong: bool) -> None:
    assert len(run("performance.saving_punished", made(indicators=[row]))) == wrong


@pytest.mark.parametrize(
    ("actual", "money", "status"),
    [
        ("75.00%", ("30.00", "40.00"), ["rounded"]),
        ("75.40%", ("30.00", "40.00"), ["rounded"]),  # half a percent is as good as the rate
        ("76.00%", ("30.00", "40.00"), ["broken"]),
        ("100.00%", ("30.00", "40.00"), ["broken"]),
        ("100.00", ("30.00", "40.00"), []),
        ("75.00%", ("30.00", "0.00"), []),
        ("75.00%", (None, "40.00"), []),
    ],
)
def test_an_indicator_that_repeats_the_execution_rate(
    actual: str, money: tuple[str | None, str | None], status: list[str]
) -> None:
    row = indicator("≥90%", actual, indicator="资金拨付率（%）")
    view = made(indicators=[row], projects=[{"executed": money[0], "adjusted_budget": money[1]}])
    found = run("performance.disbursed", view)
    assert [one.status for one in found] == status
    assert all(one.expected == 75.0 and one.difference == float(actual[:-1]) - 75.0 for one in found if one.difference)
    other = made(indicators=[row], projects=[{"executed": money[0], "adjusted_budget": money[1], "form": 2}])
    assert not run("performance.disbursed", other)


@pytest.mark.parametrize(
    ("actual", "score", "wrong"),
    [
        ("2025年3月", "10", True),
        ("2024年3月", "10", False),
        ("2025.3", "10", True),
        ("2025年3月", "9", False),
        ("2025年", "10", False),
    ],
)
def test_an_outcome_after_the_year(actual: str, score: str, wrong: bool) -> None:
    row = {"indicator": "上架时间", "target": "2024年", "actual": actual, "weight": "10", "score": score}
    assert len(run("performance.after_the_year", made(indicators=[row]))) == wrong


@pytest.mark.parametrize(
    ("totals", "wrong"),
    [(["90", "95", None], 1), (["90", None, None], 0), (["90", "95"], 0), (["90", None], 0), ([None, None], 0)],
)
def test_forms_without_their_total_where_more_have_one(totals: list[str | None], wrong: int) -> None:
    projects = [{"total_score": one, "rate_score": "10", "form": n} for n, one in enumerate(totals)]
    assert len(run("performance.no_total", made(projects=projects))) == wrong


@pytest.mark.parametrize(("count", "wrong"), [(2, 0), (3, 1)])
def test_full_marks_without_grounds_are_a_practice_from_three_on(count: int, wrong: int) -> None:
    rows = [
        {"indicator": f"氛围{n}", "target": "有效提升", "actual": "完全达到预期", "weight": "5", "score": "5"}
        for n in range(count)
    ]
    found = run("performance.no_evidence", made(indicators=rows))
    assert len(found) == wrong and all("15" in one.message_zh and "3" in one.message_zh for one in found)
    for spoilt in (
        {"score": "4"},
        {"target": "提升5次"},
        {"reason": "因为"},
        {"actual": "完全达到预期目标并且超出很多"},
    ):
        assert not run("performance.no_evidence", made(indicators=[rows[0] | spoilt, *rows[1:]]))


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        (indicator("≥30场", "30场"), True),
        (indicator("≥20场", "30场"), False),
        (indicator("≥30次", "30次"), False),
        (indicator("≥30场", "30场", level2="质量指标"), False),
        (indicator("≥30场", "30场", form=2), False),
    ],
)
def test_one_indicator_with_two_targets(other: dict[str, Any], wrong: bool) -> None:
    assert len(run("performance.two_targets", made(indicators=[indicator("≥20场", "20场"), other]))) == wrong


# --- money and points of a form ---


@pytest.mark.parametrize(
    ("rate", "weights", "total", "expected"),
    [
        ("10", ("50", "40"), None, ("exact", 100.0, 100.0)),
        ("10", ("50", "35"), None, ("broken", 95.0, 100.0)),
        ("10", ("50", "35.5"), None, ("broken", 95.5, 100.0)),
        ("10", ("50", "35"), "100", None),
        (None, ("50", "40"), None, None),
        ("10", (), None, None),
    ],
)
def test_weights_come_to_the_whole(
    rate: str | None, weights: tuple[str, ...], total: str | None, expected: tuple[str, float, float] | None
) -> None:
    view = made(
        projects=[{"rate_weight": rate, "total_weight": total}],
        indicators=[{"weight": one} for one in weights] + [{"weight": "7", "form": 2}],
    )
    assert said("performance.weights", view) == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("initial", "adjusted", "executed", "wrong"),
    [
        ("100.00", "80.00", "80.00", True),
        ("100.00", "90.00", "90.00", False),
        ("100.00", "89.99", "89.99", True),
        ("100.00", "80.00", "79.00", False),
        ("0.00", "-1.00", "-1.00", False),
        (None, "80.00", "80.00", False),
    ],
)
def test_a_budget_cut_to_what_was_spent(initial: str | None, adjusted: str, executed: str, wrong: bool) -> None:
    row = {"initial_budget": initial, "adjusted_budget": adjusted, "executed": executed}
    assert (
        said("performance.cut_to_spending", made(projects=[row]))
        == [("broken", float(adjusted), float(initial or 0))] * wrong
    )
    if wrong:
        share = f"{float(executed):.2f}"
        assert share in run("performance.cut_to_spending", made(projects=[row]))[0].message_zh
        assert "97" in run("performance.cut_to_spending", made(projects=[row | {"total_score": "97"}]))[0].message_zh


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"total_score": "95"}, True),
        ({"total_score": "94"}, False),
        ({"rate_score": "10", "rate_weight": "10"}, True),
        ({"rate_score": "9", "rate_weight": "10"}, False),
        ({"rate_score": "10"}, False),  # of how many is not said
        ({"rate_score": "100"}, True),
        ({"total_score": "95", "executed": "50.00"}, False),  # half is not far below
        ({"total_score": "95", "executed": "49.99"}, True),
        ({"total_score": "95", "adjusted_budget": "40.00"}, False),  # cut to what was spent: told elsewhere
        ({"total_score": "95", "adjusted_budget": "60.00"}, True),
        ({"total_score": "95", "initial_budget": "0.00"}, False),
        ({"total_score": "95", "executed": None}, False),
    ],
)
def test_little_spent_with_top_points(row: dict[str, Any], wrong: bool) -> None:
    found = run("performance.low_spending", made(projects=[{"executed": "40.00", "initial_budget": "100.00"} | row]))
    assert len(found) == wrong
    assert all((one.expected, one.difference) == (100.0, (one.stated or 0.0) - 100.0) for one in found)


PERFORMANCE = {"section": "十一、预算绩效的情况说明", "subsection": None, "unit": "个", "measure": "count"}


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([{"item": "预算绩效评价项目", "value": "2"}], []),
        ([{"item": "预算绩效评价项目", "value": "3"}], [("broken", 3.0, 2.0)]),
        ([{"item": "预算绩效评价项目", "value": "3", "section": "三、支出"}], []),
        ([{"item": "整体支出绩效自评", "value": "3"}], []),  # no such form is there
        (
            [{"item": "预算绩效评价项目", "value": "50.00", "unit": "万元", "measure": "annual_budget"}],
            [("exact", 50.0, 50.0)],
        ),
        (
            [{"item": "预算绩效评价项目", "value": "51.00", "unit": "万元", "measure": "annual_budget"}],
            [("broken", 51.0, 50.0)],
        ),
        ([{"item": "预算绩效评价项目", "value": "38.00", "unit": "万元", "measure": "actual"}], []),  # one is blank
    ],
)
def test_forms_against_the_prose(claims: list[dict[str, Any]], expected: list[tuple[str, float, float]]) -> None:
    projects = [{"adjusted_budget": "40.00", "executed": "30.00", "form": 1}, {"adjusted_budget": "10.00", "form": 2}]
    view = made(projects=projects, claims=[PERFORMANCE | one for one in claims])
    assert said("performance.prose", view) == expected


@pytest.mark.parametrize(
    ("said_of", "left", "kept"),
    [
        (("100.00", "100.00", "90.00"), 1, 1),
        (("100.00", "100.00", "100.00"), 0, 1),
        (("100.00", "110.00", "105.00"), 0, 0),
    ],
)
def test_a_reason_about_money_against_the_money(said_of: tuple[str, str, str], left: int, kept: int) -> None:
    money = dict(zip(("initial_budget", "adjusted_budget", "executed"), said_of, strict=True))
    for reason, wrong in (("由于经费有限", left), ("工作经费有所增加", kept), ("报名人数不多", 0)):
        view = made(projects=[money], indicators=[indicator("≥20场", "18场", reason=reason)])
        assert len(run("performance.reason_funds", view)) == wrong, reason
        other = made(projects=[money], indicators=[indicator("≥20场", "18场", reason=reason, form=2)])
        assert not run("performance.reason_funds", other)


EXPENDITURE = {"section": "三、支出决算情况说明", "subsection": None, "measure": "actual", "unit": "万元"}


@pytest.mark.parametrize(
    ("spent", "limit", "whole", "kind"),
    [
        (("30.00", "20.00"), "50.00", "90.00", None),
        (("30.00", "20.01"), "50.00", "90.00", None),  # three halves explain it
        (("30.00", "20.02"), "50.00", "90.00", "performance.project_money"),
        (("60.00", "30.02"), "50.00", "90.00", ""),  # more than all that was spent
        (("60.00", "30.01"), "50.00", "90.00", "performance.project_money"),
        (("60.00", "40.00"), "50.00", None, "performance.project_money"),
        (("60.00", "40.00"), None, "90.00", None),
        ((), "50.00", "90.00", None),
    ],
)
def test_evaluated_projects_are_part_of_what_projects_cost(
    spent: tuple[str, ...], limit: str | None, whole: str | None, kind: str | None
) -> None:
    claims = [EXPENDITURE | {"item": "项目支出", "value": limit}] * bool(limit)
    claims += [EXPENDITURE | {"item": "本年支出", "value": whole}] * bool(whole)
    projects = [{"executed": one} for one in spent]
    found = run("performance.project_expenditure", made(claims=claims, projects=projects))
    assert [one.kind for one in found] == [kind] * (kind is not None)
    for one in found:
        assert one.stated == pytest.approx(sum(map(float, spent))) and one.expected == 50.0
        assert one.tolerance == pytest.approx(0.005 * (len(spent) + 1))
    of_others = [one | {"project": "对下转移支付", "executed": "200.00"} for one in projects]
    kinds = [one.kind for one in run("performance.project_expenditure", made(claims=claims, projects=of_others))]
    assert kinds == ["performance.project_money"] * bool(limit and spent), "money that other offices spend"
    budgets = [one | {"measure": "annual_budget"} for one in claims]
    assert not run("performance.project_expenditure", made(claims=budgets, projects=projects))
    elsewhere = [one | {"section": "二、收入决算情况说明"} for one in claims]
    assert not run("performance.project_expenditure", made(claims=elsewhere, projects=projects))


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (indicator("≥60%", "65%", indicator="居民阅读率"), False),
        (indicator("有效提高", "完全达到预期", indicator="居民阅读率"), True),
        (indicator("有效提高", "完全达到预期", indicator="居民阅读率（%）"), True),
        (indicator("有效提高", "完全达到预期", indicator="办事效率"), False),
        (indicator("有效提高", "完全达到预期", indicator="阅读氛围"), False),
        (indicator("高", "完全达到预期", indicator="居民阅读率"), False),  # too short to say anything
        (indicator("百分之百", "完全达到预期", indicator="居民阅读率"), False),  # a number in words
        (indicator("≥2期", "2期", indicator="刊物出版及时性"), True),
        (indicator("≥2小时", "2小时", indicator="刊物出版及时性"), False),
        (indicator("≥2期", "2期", indicator="刊物出版"), False),
    ],
)
def test_what_cannot_be_measured_so(row: dict[str, Any], wrong: bool) -> None:
    assert len(run("performance.not_measurable", made(indicators=[row]))) == wrong


@pytest.mark.parametrize(
    ("project", "claim", "wrong"),
    [
        ({}, {}, 1),
        ({"evaluation": "project"}, {}, 0),
        ({"other_initial": "0.00"}, {}, 0),
        ({"other_initial": None}, {}, 0),
        ({}, {"item_id": "government_fund+expenditure"}, 0),
        ({}, {"item_id": "general_public+expenditure"}, 1),
        ({}, {"initial_budget": "101.00"}, 0),
    ],
)
def test_the_appropriations_that_are_all_funds(project: dict[str, Any], claim: dict[str, Any], wrong: int) -> None:
    form = {"evaluation": "department", "initial_budget": "100.00", "other_initial": "5.00"} | project
    stated = {"item": "财政拨款支出", "item_id": "appropriation+expenditure", "initial_budget": "100.00"} | claim
    assert len(run("performance.initial_scope", made(projects=[form], completions=[stated]))) == wrong


def test_a_missed_limit_of_none_leaves_no_points() -> None:
    view = made(indicators=[indicator("≤0次", "2次", "10", "5.0")])
    assert said("performance.indicator_score", view) == [("broken", 5.0, 0.0)]


@pytest.mark.parametrize(("length", "wrong"), [(39, False), (40, True)])
def test_forms_that_are_there_and_were_not_read_are_not_missed(length: int, wrong: bool) -> None:
    """Three are announced and two were read: a third title (no sentence, which would be longer) says where it is."""
    titles = ["项目支出绩效自评表", "项目支出绩效自评表", "项目支出绩效自评表".ljust(length, "一")]
    claims = [PERFORMANCE | {"item": "预算绩效评价项目", "value": "3"}]
    view = made("\n".join(titles), claims=claims, projects=[{"form": 1}, {"form": 2}])
    assert bool(run("performance.prose", view)) is wrong
