"""Two years beside each other as records of the public tables, each case worked by hand; amounts in 万元."""

from __future__ import annotations

from typing import Any

import pytest

from budgetlib.checks.years import Restatement, compare_years

Tables = dict[str, list[dict[str, Any]]]


def year(number: int, kind: str = "final", unit: str | None = "万元", **tables: list[dict[str, Any]]) -> Tables:
    """The tables of one report; a row says only what matters."""
    head = {"report_id": f"r{number}", "agency": "某市某局", "fiscal_year": number, "report_type": kind}
    blank: Tables = {"changes": [], "claims": [], "lines": [], "three_public": []}
    common = {"page": 3, "year": number}
    rows = {name: [common | row for row in found] for name, found in tables.items()}
    return {"reports": [head | {"scope": "department", "unit": unit}]} | blank | rows


def change(item: str, **more: Any) -> dict[str, Any]:
    return {"item": item, "base": "prior_year"} | more


def claim(item: str, value: float, **more: Any) -> dict[str, Any]:
    return {"item": item, "measure": "actual", "unit": "万元", "value": value, "text": f"{value:.2f}"} | more


def found(earlier: Tables, later: Tables) -> list[tuple[str, float, float, str]]:
    return [(one.item, one.printed, one.implied, one.status) for one in compare_years(earlier, later)]


THEN = year(2022, changes=[change("支出总计", current=80.0)])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"prior": 80.0}, [(80.0, "same")]),
        ({"prior": 80.01}, [(80.01, "restated")]),  # a cent is what both halves make, and no value has both roundings
        ({"prior": 80.005}, [(80.005, "same")]),
        # Computed from two figures, each half a cent: with that of the earlier year less than a cent and a half.
        ({"prior": 80.01, "current": 90.0, "change": 9.99, "derived": True}, [(80.01, "same")]),
        ({"prior": 80.02, "current": 90.0, "change": 9.98, "derived": True}, [(80.02, "restated")]),
        ({"prior": 90.0, "in_reason": True}, []),
        ({"prior": 90.0, "stage": "execution"}, []),
        ({"prior": 90.0, "item_scope": "局机关"}, []),
        ({"prior": 90.0, "year": 2021}, []),
        ({"prior": 90.0, "year": None}, [(90.0, "restated")]),
        ({"prior": None}, []),
        ({"prior": 90.0, "base": "prior_budget"}, []),
    ],
)
def test_a_prior_amount_against_the_one_printed_then(row: dict[str, Any], expected: list[tuple[float, str]]) -> None:
    later = year(2023, changes=[change("支出总计", **row)])
    assert found(THEN, later) == [("支出总计", 80.0, *one) for one in expected]


def test_a_restatement_says_its_difference_tolerance_and_pages() -> None:
    later = year(2023, changes=[change("支出总计", prior=75.5, page=7)])
    (one,) = compare_years(THEN, later)
    assert one == Restatement("支出总计", 80.0, 75.5, -4.5, 0.01, "restated", 3, 7)
    assert "75.50" in one.message_zh and "80.00" in one.message_zh and "-4.50" in one.message_zh
    assert "没有说明" not in one.message_zh and "not said" not in one.message_en


@pytest.mark.parametrize(
    ("base", "prior", "status"),
    [("prior_budget", 90.0, "restated"), ("prior_year", 90.0, "unclear"), ("prior_year", 80.0, "same")],
)
def test_a_budget_may_not_say_which_figure_of_last_year_it_means(base: str, prior: float, status: str) -> None:
    then = year(2022, "budget", changes=[change("支出总计", current=80.0)])
    later = year(2023, "budget", changes=[change("支出总计", prior=prior, base=base)])
    (one,) = compare_years(then, later)
    assert one.status == status
    assert ("没有说明" in one.message_zh) is ("not said" in one.message_en) is (status == "unclear")


@pytest.mark.parametrize(
    ("kind", "spent", "compared"),
    [
        ("budget", {"stage": "execution", "value": 70.0}, 0),
        ("budget", {"stage": "execution", "value": 700000.0, "unit": "元"}, 0),  # the same amount in yuan
        ("budget", {"stage": "execution", "value": 71.0}, 1),
        ("budget", {"stage": "execution", "value": 70.0, "unit": "人"}, 1),
        ("budget", {"stage": "initial", "value": 70.0}, 1),
        ("budget", {"stage": "execution", "value": 70.0, "measure": "actual"}, 1),
        ("final", {"stage": "execution", "value": 70.0}, 1),
    ],
)
def test_what_a_budget_calls_execution_is_compared_with_no_budget(
    kind: str, spent: dict[str, Any], compared: int
) -> None:
    then = year(2022, kind, changes=[change("支出总计", current=80.0)])
    said = claim("支出总计", 0.0) | {"measure": "prior"} | spent
    later = year(2023, kind, changes=[change("支出总计", prior=70.0)], claims=[said])
    assert len(found(then, later)) == compared


@pytest.mark.parametrize(
    ("texts", "prior", "expected"),
    [
        (("80.00", "81.00"), 80.0, [(80.0, "same")]),  # one of them is it
        (("80.00", "81.00"), 90.0, []),  # which of them is meant is not known
        (("80.00", "80.004"), 90.0, [(80.004, "restated")]),  # one amount, printed twice: the exacter one is told
    ],
)
def test_an_item_stated_several_times(texts: tuple[str, ...], prior: float, expected: list[tuple[float, str]]) -> None:
    then = year(2022, claims=[claim("支出总计", float(text), text=text) for text in texts])
    later = year(2023, changes=[change("支出总计", prior=prior)])
    assert [(one.printed, one.status) for one in compare_years(then, later)] == expected


@pytest.mark.parametrize(
    ("kind", "measure", "unit", "value", "compared"),
    [
        ("final", "actual", "万元", 80.0, True),
        ("final", "actual", "元", 800000.0, True),
        ("final", "actual", "%", 80.0, False),
        ("final", "initial_budget", "万元", 80.0, False),
        ("budget", "initial_budget", "万元", 80.0, True),
        ("budget", "budget", "万元", 80.0, True),
        ("budget", "actual", "万元", 80.0, False),
    ],
)
def test_what_a_claim_states_of_its_own_year(kind: str, measure: str, unit: str, value: float, compared: bool) -> None:
    then = year(2022, kind, claims=[claim("支出总计", value, measure=measure, unit=unit)])
    later = year(2023, kind, changes=[change("支出总计", prior=80.0)])
    assert found(then, later) == [("支出总计", 80.0, 80.0, "same")] * compared


@pytest.mark.parametrize(("text", "status"), [("80", "same"), ("80.0", "restated")])
def test_an_amount_printed_whole_stands_for_half_a_unit_more(text: str, status: str) -> None:
    """80 and 80.40: half of 80's last place covers them, a twentieth does not."""
    then = year(2022, claims=[claim("支出总计", 80.0, text=text)])
    assert found(then, year(2023, changes=[change("支出总计", prior=80.4)])) == [("支出总计", 80.0, 80.4, status)]


def test_an_amount_of_a_table_takes_the_precision_of_the_sentence_it_comes_from() -> None:
    """800,000元 is good to half a yuan, 80万元 to half a 万元; the roughest counts, and its sign does not."""
    later = year(2023, changes=[change("支出总计", prior=80.4)])
    rough = claim("收入总计", -80.0, text="80")
    exact = claim("结余", 800000.0, unit="元", text="800,000.00")
    then = year(2022, changes=[change("支出总计", current=80.0)], claims=[rough, exact])
    assert found(then, later) == [("支出总计", 80.0, 80.4, "same")]
    then = year(2022, changes=[change("支出总计", current=80.0)], claims=[exact])
    assert found(then, year(2023, changes=[change("支出总计", prior=80.004)])) == [
        ("支出总计", 80.0, 80.004, "same")  # 0.0000005 of 80.00 and half a cent of 80.004
    ]
    assert found(then, year(2023, changes=[change("支出总计", prior=80.0051)]))[0][3] == "restated"


@pytest.mark.parametrize(
    ("row", "implied"),
    [
        ({"prior": 6.0}, (6.0, 0.01)),
        ({"actual": 5.0, "change": -1.0}, (6.0, 0.015)),
        ({"actual": 5.0, "change": -1.0, "prior": 7.0}, (7.0, 0.01)),  # what is printed goes first
        ({"actual": 5.0, "change": None}, None),
        ({"change": -1.0, "actual": None}, None),
    ],
)
def test_the_three_public_expenses_of_two_years(row: dict[str, Any], implied: tuple[float, float] | None) -> None:
    then = year(2022, three_public=[{"item": "reception", "actual": 3.0}])
    later = year(2023, three_public=[{"item": "reception"} | row])
    compared = compare_years(then, later)
    assert [(one.item, one.implied, one.tolerance) for one in compared] == (
        [("公务接待费", *implied)] if implied else []
    )
    if implied:
        assert compared[0].difference == implied[0] - 3.0


def test_a_budget_does_not_say_with_what_its_three_public_expenses_compare() -> None:
    then = year(2022, "budget", three_public=[{"item": "reception", "actual": 3.0}])
    assert not found(then, year(2023, "budget", three_public=[{"item": "reception", "prior": 6.0}]))


def line(name: str, amount: float | None, **more: Any) -> dict[str, Any]:
    return {"name": name, "column": "amount", "amount": amount, "text": f"{amount:.2f}" if amount else None} | more


CLOSING, OPENING = "年末结转和结余", "年初结转和结余"
BOTH = f"{CLOSING} → {OPENING}"


@pytest.mark.parametrize(
    ("end", "start", "expected"),
    [
        (line(CLOSING, 12.0), line(OPENING, 12.0), [(12.0, 12.0, "same")]),
        (line(CLOSING, 12.0), line(OPENING, 11.5), [(12.0, 11.5, "restated")]),
        (line(CLOSING, 12.0, column="total"), line(OPENING, 12.0), [(12.0, 12.0, "same")]),
        (line(CLOSING, 12.0, column="basic"), line(OPENING, 12.0), []),
        (line(CLOSING, None), line(OPENING, 12.0), []),
        (line("结转", 12.0), line(OPENING, 12.0), []),
        # In yuan the last place is a hundredth of a yuan; the factor is that of the cell itself.
        (line(CLOSING, 12.0, text="120,000.00"), line(OPENING, 12.004), [(12.0, 12.004, "same")]),
        (line(CLOSING, 12.0, text="120,000.00"), line(OPENING, 12.006), [(12.0, 12.006, "restated")]),
        (line(CLOSING, 12.0, text="12"), line(OPENING, 12.4), [(12.0, 12.4, "same")]),
        (line(CLOSING, 12.0, text=None), line(OPENING, 12.006), [(12.0, 12.006, "same")]),
    ],
)
def test_what_one_year_leaves_the_next_begins_with(
    end: dict[str, Any], start: dict[str, Any], expected: list[tuple[float, float, str]]
) -> None:
    then, later = year(2022, lines=[end]), year(2023, lines=[start])
    assert found(then, later) == [(BOTH, *one) for one in expected]
    budgets = year(2022, "budget", lines=[end]), year(2023, "budget", lines=[start])
    assert not found(*budgets), "a budget closes nothing"


@pytest.mark.parametrize(
    ("unit", "after", "status"),
    [("元", 0.4, "restated"), ("万元", 0.4, "same"), (None, 0.4, "same"), (None, 0.6, "restated")],
)
def test_a_balance_of_zero_is_as_exact_as_the_unit_of_the_statements(
    unit: str | None, after: float, status: str
) -> None:
    """0 in yuan is good to half a yuan, in 万元 (and where nothing is said) to half a 万元."""
    then = year(2022, unit=unit, lines=[line(CLOSING, 0.0) | {"text": "0"}])
    assert found(then, year(2023, lines=[line(OPENING, after)])) == [(BOTH, 0.0, after, status)]


def test_of_several_pairs_the_most_exact_one_is_told() -> None:
    computed = change("支出总计", prior=90.0, current=95.0, change=5.0, derived=True)
    later = year(2023, changes=[computed, change("支出总计", prior=90.0)])
    assert [(one.status, one.tolerance) for one in compare_years(THEN, later)] == [("restated", 0.01)]


def test_an_amount_in_yuan_is_good_to_half_a_yuan() -> None:
    then = year(2022, claims=[claim("支出总计", 800000.0, unit="元", text="800,000")])
    later = year(2023, changes=[change("支出总计", prior=80.0051)])
    assert found(then, later) == [("支出总计", 80.0, 80.0051, "restated")]


OLD, NEW = "医疗卫生与计划生育支出/行政事业单位医疗/", "卫生健康支出/行政事业单位医疗/"


@pytest.mark.parametrize(
    ("code", "then", "now", "compared"),
    [
        ("2101101", f"{OLD}行政单位医疗", f"{NEW}行政单位医疗", True),
        (None, f"{OLD}行政单位医疗", f"{NEW}行政单位医疗", False),
        ("2101101", f"{OLD}事业单位医疗", f"{NEW}行政单位医疗", False),
        ("2999999", "甲/乙/丙", "丁/乙/丙", True),  # a code that nobody listed, with one name
        ("2999999", "甲/乙/丙", "丁/乙/戊", False),
    ],
)
def test_items_meet_by_their_name_or_by_their_code_and_name(
    code: str | None, then: str, now: str, compared: bool
) -> None:
    earlier = year(2022, changes=[change(then, current=8.0, code=code)])
    later = year(2023, changes=[change(now, prior=8.0, code=code)])
    assert found(earlier, later) == [(now, 8.0, 8.0, "same")] * compared


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"agency": "某市别局"}, "r2022"),
        ({"agency": None}, "r2022"),
        ({"scope": "unit"}, "unit"),
        ({"report_type": "budget"}, "r2023"),
        ({"fiscal_year": 2024}, "consecutive"),
        ({"fiscal_year": 2022}, "consecutive"),
        ({"fiscal_year": None}, "consecutive"),
    ],
)
def test_what_is_no_pair_is_refused_in_one_sentence(changed: dict[str, Any], words: str) -> None:
    later = year(2023)
    later["reports"][0] |= changed
    with pytest.raises(ValueError, match=words):
        compare_years(year(2022), later)


def test_two_offices_without_a_name_are_no_pair() -> None:
    earlier, later = year(2022), year(2023)
    for one in (earlier, later):
        one["reports"][0]["agency"] = None
    with pytest.raises(ValueError, match="consecutive"):
        compare_years(earlier, later)


def test_what_is_implied_is_told_to_the_hundredth_of_a_yuan() -> None:
    then = year(2022, three_public=[{"item": "reception", "actual": 1.0}])
    later = year(2023, three_public=[{"item": "reception", "actual": 2.2345678, "change": -1.0}])
    assert [(one.implied, one.difference) for one in compare_years(then, later)] == [(3.234568, 2.234568)]
