"""Offices side by side: a final account with statements, one with prose only, and a budget."""

from __future__ import annotations

import pytest

from budgetlib import analysis, schema
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
        line("丙局", "general_public", "住房公积金", "total", 8.0, "2210201"),
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


def test_items_in_common_have_the_same_code(dataset):
    items = analysis.shared_items(dataset)
    assert items["code"].unique().tolist() == ["2210201"]
    assert items[["agency", "share"]].values.tolist() == [["甲局", 5.0], ["丙局", 2.0]]


def test_sentences_keep_accounts_and_budgets_apart(dataset):
    first, second = analysis.office_sentences(analysis.office_shares(dataset))
    assert "最低乙局50.0%，最高甲局60.0%" in first.zh
    assert "丙局" not in first.zh
    assert second.en.startswith("Budgets (1)")
