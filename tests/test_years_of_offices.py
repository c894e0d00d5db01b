"""Offices over years: units of money, names of items, unknown offices, renamed ones, one year read twice. Made up."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import budgetlib as bl
from budgetlib import export, schema
from budgetlib.checks.years import compare_years
from budgetlib.reference.items import item_key

Row = dict[str, Any]


def key(agency: str | None, year: int | None, kind: str = "final", report_id: str = "") -> Row:
    own = report_id or f"{agency}-{year}-{kind}"
    return {"report_id": own, "agency": agency, "fiscal_year": year, "report_type": kind}


def claim(report: Row, item: str, value: float, unit: str = "万元", measure: str = "actual", **more: Any) -> Row:
    own = {name: report[name] for name in ("report_id", "agency", "fiscal_year", "report_type")}
    return own | {"item": item, "value": value, "unit": unit, "measure": measure, "page": 1} | more


def change(report: Row, item: str, current: float, prior: float, base: str = "prior_year", **more: Any) -> Row:
    row = {"item": item, "current": current, "prior": prior, "change": current - prior, "base": base}
    return report | row | {"derived": True, "page": 1} | more


def dataset(reports: list[Row], **tables: list[Row]) -> bl.Dataset:
    rows = [{"scope": "department"} | report for report in reports]
    frames = {name: schema.frame(name, found) for name, found in tables.items()}
    return bl.Dataset({"reports": schema.frame("reports", rows)} | frames)


def records(report: Row, **tables: list[Row]) -> dict[str, list[Row]]:
    empty: dict[str, list[Row]] = {name: [] for name in ("changes", "claims", "lines", "three_public")}
    return empty | {"reports": [{"scope": "department"} | report]} | tables


@pytest.mark.parametrize(("unit", "factor"), [("元", 1e4), ("万元", 1.0), ("亿元", 1e-4)])
def test_comparisons_and_trends_are_in_wan_whatever_was_printed(unit: str, factor: float) -> None:
    """11,000 万元 spent, 6,600 basic (60 %), 22 persons: 500 a head; basic stays in 万元."""
    one = key("甲局", 2024)
    claims = [claim(one, "本年支出合计", 11000 * factor, unit), claim(one, "基本支出", 6600.0)]
    claims.append(claim(one, "在职人员", 22, "人", "count"))
    ds = dataset([one], claims=claims)
    row = ds.compare().iloc[0]
    assert row["expenditure"] == pytest.approx(11000.0) and row["basic_share"] == pytest.approx(60.0)
    assert row["expenditure_per_head"] == pytest.approx(500.0)
    assert ds.trend("本年支出")["amount"].tolist() == pytest.approx([11000.0])


def test_an_amount_is_no_percentage() -> None:
    one = key("甲局", 2024)
    ds = dataset([one], claims=[claim(one, "基本支出", 60.0, "%"), claim(one, "基本支出", 80.0)])
    assert ds.compare()["basic"].tolist() == [80.0]


NAMES = ["“三公”经费", "三公经费支出", "财政拨款“三公”经费", "一般公共预算财政拨款“三公”经费支出决算数"]


@pytest.mark.parametrize("asked", NAMES)
def test_three_public_expenses_are_found_under_any_name(asked: str) -> None:
    reports = [key("甲局", 2020 + place) for place in range(len(NAMES))]
    claims = [claim(one, name, 5.0) for one, name in zip(reports, NAMES, strict=True)]
    assert dataset(reports, claims=claims).trend(asked)["amount"].tolist() == [5.0] * 4


def test_other_money_makes_another_item() -> None:
    assert item_key("政府性基金预算“三公”经费") != item_key("“三公”经费") == "three_public"
    assert item_key("财政拨款支出") == "财政拨款支出" and item_key("收入总计") == "收入总计"
    assert item_key("公务用车购置及运行费") == "vehicles" and item_key("公务用车购置费") == "vehicle_purchase"


def test_offices_without_a_name_are_not_one_office() -> None:
    """96 and 380 are of two unknown offices; nothing crashes beside a known one."""
    reports = [key(None, 2021, report_id="a"), key(None, 2022, report_id="b"), key("甲局", 2022)]
    claims = [claim(reports[0], "“三公”经费", 96.0)]
    ds = dataset(reports, claims=claims, changes=[change(reports[1], "“三公”经费", 470.0, 380.0)])
    assert ds.restatements().empty and ds.drift().empty and ds.read_twice().empty
    assert ds.trend("“三公”经费")["amount"].tolist() == [96.0, 470.0]


def test_two_unknown_offices_of_one_year_are_two() -> None:
    reports = [key(None, 2022, report_id="a"), key(None, 2022, report_id="b")]
    ds = dataset(reports, claims=[claim(one, "收入总计", 5.0) for one in reports])
    assert ds.trend("收入总计")["report_id"].tolist() == ds.compare()["report_id"].tolist() == ["a", "b"]


@pytest.mark.parametrize("name", NAMES)
def test_the_table_of_the_three_public_expenses_is_found_by_every_wording(name: str) -> None:
    one = key("甲局", 2023)
    ds = dataset([one], three_public=[one | {"item": "total", "actual": 9.0, "page": 1}])
    assert ds.trend(name)["amount"].tolist() == [9.0]


def test_half_a_unit_is_of_what_was_printed() -> None:
    """1.23亿元 stands for 12,250 to 12,350 万元, whichever table has it."""
    a, b = key("甲局", 2022), key("甲局", 2023)
    earlier = records(
        a, changes=[change(a, "收入总计", 12300.0, 11000.0)], claims=[claim(a, "收入", 1.23, "亿元", text="1.23")]
    )
    for prior, status in ((12340.0, "same"), (12360.0, "restated")):
        later = records(b, changes=[change(b, "收入总计", 13000.0, prior, derived=False)])
        assert [one.status for one in compare_years(earlier, later)] == [status]


def test_the_name_of_an_item_is_no_office() -> None:
    """What stands where a title names nobody."""
    a, b = key("“三公”经费支出", 2021), key("“三公”经费支出", 2022)
    changes = [change(b, "“三公”经费", 470.0, 380.0)]
    ds = dataset([a, b], claims=[claim(a, "“三公”经费", 96.0)], changes=changes)
    assert ds.restatements().empty and len(ds.trend("“三公”经费")) == 2


def test_an_office_year_read_twice_is_named_and_counted_once() -> None:
    read = (("s", "sample", 9), ("x", "original", 3), ("y", "original", 5))
    reports = [
        key("甲局", 2023, report_id=name) | {"edition": edition, "confirmed": confirmed, "figures": 9}
        for name, edition, confirmed in read
    ]
    claims = [claim(one, "本年支出", value) for one, value in zip(reports, (1.0, 2.0, 3.0), strict=True)]
    ds = dataset(reports, claims=claims)
    assert ds.read_twice()[["report_id", "choice"]].values.tolist() == [["y", 1], ["x", 2], ["s", 3]]
    assert ds.trend("本年支出")[["report_id", "amount"]].values.tolist() == [["y", 3.0]]
    assert ds.compare()["report_id"].tolist() == ["y"]


def test_a_renamed_office_is_one_series() -> None:
    reports = [key("市科技局", 2022), key("市科学技术局", 2023)]
    changes = [change(reports[1], "收入总计", 12.0, 10.0)]
    apart = dataset(reports, claims=[claim(reports[0], "收入总计", 10.0)], changes=changes)
    one = bl.rename_offices(apart, {"市 科技局": "市科学技术局"})
    assert apart.restatements().empty and one.restatements()["status"].tolist() == ["same"]
    assert set(one.trend("收入总计")["agency"]) == {"市科学技术局"}
    assert one.renamed[["report_id", "before", "agency"]].values.tolist() == [
        ["市科技局-2022-final", "市科技局", "市科学技术局"]
    ]
    with pytest.raises(ValueError, match="circle"):
        bl.rename_offices(apart, {"甲": "乙", "乙": "甲"})


def test_frames_handed_out_may_be_changed() -> None:
    ds = dataset([key("甲局", 2023)])
    for frame, name in ((ds.tables()["reports"], "乙局"), (ds.reports, "丙局")):
        frame.loc[0, "agency"] = name
    assert ds.reports["agency"].tolist() == ["甲局"]


def test_a_panel_tells_printed_derived_and_missing_apart() -> None:
    """2021 is 9 less 2; no report of 2022 nor of the unit counts; 乙局 has only 2023."""
    a, b, unit = key("甲局", 2022), key("乙局", 2024), key("甲局", 2023, report_id="u") | {"scope": "unit"}
    changes = [change(a, "“三公”经费", 9.0, 7.0)]
    claims = [claim(b, "三公经费", 4.0), claim(unit, "“三公”经费", 1.0), claim(a, "“三公”经费", 9.0)]
    ds = dataset([a, b, unit], claims=claims, changes=changes)
    panel = ds.panel("“三公”经费")
    assert panel[["agency", "fiscal_year", "status"]].values.tolist() == [
        ["乙局", 2021, "missing"], ["乙局", 2022, "missing"], ["乙局", 2024, "printed"],
        ["甲局", 2021, "derived"], ["甲局", 2022, "printed"], ["甲局", 2024, "missing"],
    ]  # fmt: skip
    assert panel["amount"].dropna().tolist() == [4.0, 7.0, 9.0]
    assert set(ds.panel("“三公”经费", scope="both")["scope"]) == {"department", "unit"}
    with pytest.raises(ValueError, match="budget"):
        ds.panel("“三公”经费", report_type="budget")


def test_accounts_and_budgets_share_no_panel() -> None:
    final, budget = key("甲局", 2022), key("甲局", 2023, "budget")
    ds = dataset(
        [final, budget],
        claims=[claim(final, "“三公”经费", 9.0), claim(budget, "“三公”经费", 8.0, measure="initial_budget")],
    )
    assert ds.panel("“三公”经费")["amount"].tolist() == [9.0]
    assert ds.panel("“三公”经费", report_type="budget")["amount"].tolist() == [8.0]


def test_the_trend_of_three_public_expenses_says_where_its_points_come_from() -> None:
    one = key("甲局", 2023) | {"source": "a.pdf"}
    row = {"item": "total", "actual": 8.0, "change": -2.0, "budget_basis": "initial", "page": 7}
    ds = dataset([one], three_public=[{name: one[name] for name in key("", 0)} | row])
    (point,) = ds.three_public_trend().to_dict("records")
    assert (point["prior"], point["prior_status"], point["budget_status"]) == (10.0, "derived", "missing")
    assert (point["source"], point["page"], point["budget_basis"]) == ("a.pdf", 7, "initial")


def test_an_item_without_a_code_is_not_any_other_item_without_one() -> None:
    """20.00 of last year's three public expenses against 1,500.00 of income: two items."""
    a, b = key("甲局", 2021), key("甲局", 2022)
    nan = float("nan")
    earlier = records(a, changes=[change(a, "收入总计", 1500.0, 1400.0, code=nan)])
    assert compare_years(earlier, records(b, changes=[change(b, "“三公”经费", 18.0, 20.0, code=nan)])) == []


@pytest.mark.parametrize(
    ("unit", "printed", "text", "current", "status"),
    [
        ("亿元", 1.23, "1.23", "1.50", "same"),  # 12,300 ± 50 against 15,000 ± 50 less 2,740 ± 50
        ("万元", 12300.0, "12,300.00", "15,000.00", "restated"),
        ("元", 123000000.0, "123,000,000.00", "150,000,000.00", "restated"),
    ],
)
def test_half_a_unit_is_that_of_the_printed_unit(
    unit: str, printed: float, text: str, current: str, status: str
) -> None:
    a, b = key("甲局", 2021), key("甲局", 2022)
    now = float(current.replace(",", ""))
    moved = {"亿元": (0.274, "0.27"), "万元": (2740.0, "2,740.00"), "元": (27400000.0, "27,400,000.00")}[unit]
    claims = [claim(b, "支出", now, unit, text=current), claim(b, "支出", moved[0], unit, "change", text=moved[1])]
    later = records(b, changes=[change(b, "支出", 15000.0, 12260.0)], claims=claims)
    (one,) = compare_years(records(a, claims=[claim(a, "支出", printed, unit, text=text)]), later)
    assert (one.printed, one.implied, one.status) == (pytest.approx(12300.0), 12260.0, status)


@pytest.mark.parametrize(
    ("base", "prior", "statuses"),
    [
        ("prior_budget", 12.0, ["same"]),
        ("prior_budget", 11.0, ["restated"]),
        ("prior_year", 9.5, ["unclear"]),
        ("initial_budget", 9.5, []),
    ],
)
def test_a_budget_is_compared_with_the_budget(base: str, prior: float, statuses: list[str]) -> None:
    a, b = key("甲局", 2024, "budget"), key("甲局", 2025, "budget")
    earlier = records(a, claims=[claim(a, "“三公”经费", 12.0, measure="initial_budget", text="12.00")])
    later = records(b, changes=[change(b, "“三公”经费", 11.0, prior, base)])
    assert [one.status for one in compare_years(earlier, later)] == statuses


def test_an_execution_in_a_budget_is_no_budget() -> None:
    a, b = key("甲局", 2024, "budget"), key("甲局", 2025, "budget")
    earlier = records(a, claims=[claim(a, "支出", 12.0, measure="initial_budget")])
    assert compare_years(earlier, records(b, changes=[change(b, "支出", 11.0, 9.5, stage="execution")])) == []


def test_amounts_that_exclude_each_other_prove_nothing() -> None:
    a, b = key("甲局", 2021), key("甲局", 2022)
    earlier = records(a, claims=[claim(a, "支出", 12.0, text="12.00"), claim(a, "支出", 7.0, text="7.00")])
    assert compare_years(earlier, records(b, changes=[change(b, "支出", 11.0, 9.5)])) == []
    (one,) = compare_years(earlier, records(b, changes=[change(b, "支出", 11.0, 7.0)]))
    assert one.status == "same"


def test_a_department_and_its_own_office_keep_apart_by_scope() -> None:
    both = [{name: [] for name in schema.TABLES} | {"reports": [key("甲局", 2023) | {"scope": scope}]}
            for scope in ("department", "unit", "unit")]  # fmt: skip
    ids = [records["reports"][0]["report_id"] for records in export.with_unique_ids(both)]
    assert ids == ["甲局-2023-final", "甲局-2023-final-unit", "甲局-2023-final-2"]


def test_reports_of_no_year_make_no_pair() -> None:
    with pytest.raises(ValueError, match="consecutive"):
        compare_years(records(key(None, 2021, report_id="a")), records(key(None, 2022, report_id="b")))
    assert isinstance(dataset([key("甲局", None)]).restatements(), pd.DataFrame)


@pytest.mark.parametrize(
    ("opening", "text", "status"),
    [(123.46, "1,234,600.00", "restated"), (123.4567, "1,234,567.00", "same"), (123.46, "123.46", "same")],
)
def test_a_balance_is_as_exact_as_its_cell(opening: float, text: str, status: str) -> None:
    """1,234,567.00 元 closing: 33 元 more at opening is no rounding, 123.46 万元 is."""
    a, b = key("甲局", 2021), key("甲局", 2022)
    line = {"statement": "income_expenditure", "column": "amount", "page": 1}
    end = a | line | {"name": "年末结转和结余", "amount": 123.4567, "text": "1,234,567.00"}
    start = b | line | {"name": "年初结转和结余", "amount": opening, "text": text}
    assert [one.status for one in compare_years(records(a, lines=[end]), records(b, lines=[start]))] == [status]
    budgets = [{**row, "report_type": "budget"} for row in (a, b)]
    assert compare_years(records(budgets[0], lines=[end]), records(budgets[1], lines=[start])) == []


def test_the_execution_that_a_budget_names_is_no_restated_budget() -> None:
    """65.69 were budgeted, 60.79 executed: the next budget says so, and nothing was restated."""
    one, two = key("甲局", 2023, "budget"), key("甲局", 2024, "budget")
    said = claim(two, "组织事务", 60.79, measure="prior", stage="execution", year=2023)
    printed = claim(one, "组织事务", 65.69, measure="initial_budget")
    later = change(two, "组织事务", 88.87, 60.79)
    assert dataset([one, two], claims=[printed, said], changes=[later]).restatements().empty
    unsaid = dataset([one, two], claims=[printed], changes=[later]).restatements()
    assert unsaid["status"].tolist() == ["unclear"]


def test_the_total_of_a_statement_may_stand_under_the_name_of_the_office() -> None:
    """9,206.23 basic and 1,531.45 projects of 10,737.68; the unit below it is no total."""
    one = key("甲局", 2026, "budget")
    amounts = {"total": 10737.68, "basic": 9206.23, "project": 1531.45}
    rows = [{"statement": "expenditure", "column": column, "amount": value} for column, value in amounts.items()]
    lines = [one | {"name": name} | row for name in ("乙中心", "甲局") for row in rows]
    for row in lines[:3]:
        row["amount"] = 1.0
    row = dataset([one], lines=lines).compare().iloc[0]
    assert row[["expenditure", "basic", "project"]].tolist() == [10737.68, 9206.23, 1531.45]
