"""Offices side by side: a final account with statements, one with prose only, and a budget."""

from __future__ import annotations

import pytest

from budgetlib import analysis, schema
from budgetlib.analysis.officeanswer import _named, parts_sentence
from budgetlib.dataset import Dataset

YEARS = {"甲局": ("final", 2024), "乙局": ("final", 2024), "丙局": ("budget", 2025)}


def key(agency: str) -> dict:
    kind, year = YEARS[agency]
    return {"report_id": agency, "agency": agency, "fiscal_year": year, "report_type": kind, "page": 7}


def line(agency: str, statement: str, name: str, column: str, amount: float, code: str | None = None) -> dict:
    return key(agency) | {"statement": statement, "name": name, "column": column, "amount": amount, "code": code}


def claim(item: str, value: float, measure: str = "actual", unit: str = "万元") -> dict:
    return key("乙局") | {"item": item, "measure": measure, "value": value, "unit": unit}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    reports = [
        {name: value for name, value in key(agency).items() if name != "page"}
        | {"scope": "department", "edition": "typeset" if agency == "乙局" else "sample"}
        for agency in ("丙局", "乙局", "甲局")
    ]
    lines = [
        line("甲局", "general_public", "合计", "total", 100.0),
        line("甲局", "general_public", "合计", "project", 60.0),
        line("甲局", "basic", "人员经费合计", "amount", 30.0),
        line("甲局", "basic", "公用经费合计", "amount", 10.0),
        line("甲局", "general_public", "住房公积金", "total", 5.0, "2210201"),
        line("甲局", "general_public", "行政运行", "total", 5.0, "2060101"),
        line("丙局", "general_public", "合计", "total", 400.0),
        line("丙局", "general_public", "合计", "project", 100.0),
        line("丙局", "basic", "合计", "personnel", 250.0),
        line("丙局", "basic", "合计", "public", 50.0),
        line("丙局", "general_public", "住房公积金", "amount", 8.0, "2210201"),
    ]
    claims = [
        claim("一般公共预算财政拨款支出", 200.0),
        claim("人员经费", 90.0),
        claim("公用经费", 10.0),
        claim("在职人员", 30.0, "count", "人"),
        claim("退休人员", 60.0, "count", "人"),
        claim("实有人数", 90.0, "count", "人"),
    ]
    tables = {"reports": reports, "lines": lines, "claims": claims}
    return Dataset({name: schema.frame(name, rows) for name, rows in tables.items()})


def test_final_accounts_come_before_budgets(dataset):
    assert analysis.office_shares(dataset)["agency"].tolist() == ["乙局", "甲局", "丙局"]


def test_shares_of_statements_and_prose(dataset):
    shares = analysis.office_shares(dataset).set_index("agency")
    columns = ["personnel_share", "public_share", "project_share"]
    assert shares.loc["甲局", columns].tolist() == [30, 10, 60]
    assert shares.loc["乙局", columns].tolist() == [45, 5, 50]
    assert shares.loc["丙局", columns].tolist() == [62.5, 12.5, 25]


def test_heads_only_where_staff_is_stated(dataset):
    heads = analysis.per_head(dataset)
    assert heads["agency"].tolist() == ["乙局"]
    assert heads.iloc[0][["personnel_per_serving", "personnel_per_listed"]].tolist() == [3, 1]


def dataset_of(agency: str, lines: list[dict], claims: list[dict], **report: object) -> Dataset:
    key = {"report_id": "丁厅", "agency": agency, "fiscal_year": 2018, "report_type": "budget"} | report
    tables = {"reports": [key | {"scope": "department", "edition": "original"}]}
    tables |= {"lines": [key | row for row in lines], "claims": [key | row for row in claims]}
    return Dataset({name: schema.frame(name, rows) for name, rows in tables.items()})


def money(item: str, value: float) -> dict:
    return {"item": item, "value": value, "unit": "万元", "measure": "initial_budget", "page": 29}


def persons(item: str, value: float, **more: object) -> dict:
    return {"item": item, "value": value, "unit": "人", "measure": "count", "page": 9} | more


GENERAL = {"statement": "general_public", "name": "合计", "column": "amount", "amount": 15897.44, "page": 13}
RESERVED = {"statement": "expenditure", "column": "reserved", "amount": 1685.72, "page": 10}
SPENDING = [money("人员经费", 6298.38), money("公用经费", 1579.38), money("项目支出", 6333.96)]


def test_a_reserve_is_no_project() -> None:
    """人大办公厅 2018, pages 10 and 13: 7,877.76 basic, 6,333.96 projects, 1,685.72 in reserve of 15,897.44."""
    claims = [*SPENDING, money("本年支出", 15897.44)]
    row = analysis.office_shares(dataset_of("丁厅", [GENERAL, RESERVED], claims)).iloc[0]
    assert row[["personnel", "public", "project", "reserved"]].tolist() == [6298.38, 1579.38, 6333.96, 1685.72]
    assert row[["project_share", "reserved_share", "page"]].tolist() == [pytest.approx(39.84, abs=0.005),
        pytest.approx(10.60, abs=0.005), 13]  # fmt: skip
    (said,) = parts_sentence(analysis.office_shares(dataset_of("丁厅", [GENERAL, RESERVED], claims)))
    assert "1份另有单位预留；各部分之和与总额最多相差0.00万元" in said.zh


def test_projects_of_all_spending_are_not_those_of_a_part_of_it() -> None:
    claims = [*SPENDING, money("本年支出", 15897.45)]
    row = analysis.office_shares(dataset_of("丁厅", [GENERAL, RESERVED], claims)).iloc[0]
    assert row["project"] != row["project"] and row["reserved"] == 0.0


def test_the_rest_of_a_final_account_is_projects_that_of_a_budget_is_not() -> None:
    claims = [money("人员经费", 30.0), money("公用经费", 10.0)]
    budget = analysis.office_shares(dataset_of("丁厅", [GENERAL], claims))
    assert budget["project"].isna().all()
    claims = [claim | {"measure": "actual"} for claim in claims]
    final = analysis.office_shares(dataset_of("丁厅", [GENERAL], claims, report_type="final"))
    assert final["project"].tolist() == [15857.44]


@pytest.mark.parametrize(("listed", "serving"), [(119.0, [119.0]), (223.0, [])])
def test_persons_present_serve_where_they_are_the_staff_of_both_kinds(listed: float, serving: list[float]) -> None:
    """西安市审计局 2026, page 9: 119 present, 108 administrative and 11 of public service; 223 with the retired."""
    claims = [persons("实有人员", listed), persons("行政", 108.0), persons("事业", 11.0), persons("人员编制", 125.0)]
    claims.append(money("人员经费", 3155.84))
    heads = analysis.per_head(dataset_of("丁局", [GENERAL], claims))
    assert heads["serving"].tolist() == serving
    assert heads["personnel_per_serving"].round(2).tolist() == [26.52] * len(serving)
    assert heads["page"].tolist() == [9.0] * len(serving)


def test_the_staff_of_a_part_is_not_that_of_the_office() -> None:
    claims = [persons("在职人员", 7.0, item_scope="下属单位"), money("人员经费", 100.0)]
    assert analysis.per_head(dataset_of("丁局", [GENERAL], claims)).empty


def test_an_office_stands_once_with_its_last_year() -> None:
    reports = [
        {"report_id": f"{agency}-{year}", "agency": agency, "fiscal_year": year, "report_type": "budget",
         "scope": scope, "edition": "original"}
        for agency, scope, year in [("甲", "department", 2018), ("甲", "department", 2019), ("甲", "unit", 2017)]
    ]  # fmt: skip
    claims = [{"report_id": f"甲-{year}", "item": "支出"} for year in (2017, 2018, 2019)]
    dataset = Dataset({"reports": schema.frame("reports", reports), "claims": schema.frame("claims", claims)})
    latest = analysis.latest_reports(dataset)
    assert sorted(latest.reports["report_id"]) == ["甲-2017", "甲-2019"] == sorted(latest.claims["report_id"])


def test_items_in_common_have_the_same_code(dataset):
    items = analysis.shared_items(dataset)
    assert items["code"].unique().tolist() == ["2210201"]
    assert items[["agency", "share"]].values.tolist() == [["甲局", 5.0], ["丙局", 2.0]]


def test_sentences_keep_accounts_and_budgets_apart(dataset):
    first, second = analysis.office_sentences(analysis.office_shares(dataset))
    assert "最低乙局50.0%，最高甲局60.0%" in first.zh
    assert "丙局" not in first.zh
    assert second.en.startswith("Budgets (1)")


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        (("department", "final", 2024, "city"), "市级部门2024年决算", "City departments' final accounts 2024"),
        (("unit", "budget", float("nan"), "district"), "区县级单位预算", "District units' budgets"),
    ],
)
def test_a_group_of_reports_in_words_has_its_year_where_that_is_known(key: tuple[object, ...], zh: str, en: str):
    assert _named(key) == (zh, en)
