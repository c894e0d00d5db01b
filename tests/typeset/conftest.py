"""What the tests of the typesetter share: tables from a few facts, and the comparison of two reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pytest

from budgetlib import schema
from budgetlib.report import Report
from budgetlib.running.pipeline import read_report
from budgetlib.typeset import typeset

AGENCY = "云岭市气象局"
KEY = {"report_id": f"{AGENCY}-2024-final", "agency": AGENCY, "fiscal_year": 2024, "report_type": "final"}

UNDERSTOOD = {"fund", "table", "unit_name"}
"""Columns of lines that follow from the titles, from the order of the tables and from the row."""


ITEM_IDS = {
    "收入支出总体": "both+total",
    "收入总计": "income+total",
    "支出总计": "expenditure+total",
    "本年支出": "expenditure+current",
    "财政拨款收入": "appropriation+income",
    "财政拨款支出": "appropriation+expenditure",
    "一般公共预算财政拨款支出": "general_public+appropriation+expenditure",
    "使用非财政拨款结余（含专用结余）": "balance_used",
    "年末结转和结余": "closing",
    "事业收入": "operating",
    "基本支出": "basic",
    "项目支出": "project",
    "人员经费": "personnel",
    "公用经费": "public",
    "（事业单位）公用经费": "public",
    "对附属单位补助支出": "to_affiliated",
    "机关运行经费": "running_costs",
    "政府采购货物支出": "procurement+goods",
    "授予小微企业合同金额": "procurement+sme_small",
    "科学技术支出/基础研究/自然科学基金": "2060203",
    "“三公”经费": "three_public",
    "公务接待": "reception",
    "公务接待费": "reception",
    "公务用车运行维护费": "vehicle_operation",
    "房屋": "buildings",
    "单价100万元（含）以上设备": "equipment",
    "total": "three_public",
    "reception": "reception",
    "vehicle_operation": "vehicle_operation",
}
"""What joins the names of one item, in the terms of the vocabulary; counts and names of projects have none."""
STAGES = {
    "actual": "actual",
    "initial_budget": "initial",
    "annual_budget": "annual",
    "budget": "unstated",
    "prior": "actual",
}


def complete(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with what its words say besides: of which year, stage and item the figure is."""
    if table == "lines":
        stage = "unstated" if row["column"] == "budget" else "actual"
        return {"year": 2024, "stage": stage, "unit": "万元", "value": row["amount"], **row}
    if table not in ("claims", "changes", "completions", "three_public"):
        return dict(row)
    stages = {
        "claims": STAGES.get(row.get("measure", "")),
        "changes": "actual",
        "completions": next((STAGES[name] for name in ("initial_budget", "annual_budget") if name in row), None),
        "three_public": row.get("budget_basis"),
    }
    told: dict[str, Any] = {"in_reason": False}
    if table == "three_public":  # the prior year follows from the change
        told = {"prior_derived": True} if "prior" in row else {}
    year = 2023 if row.get("measure") == "prior" else 2024
    return {"year": year, "stage": stages[table], "item_id": ITEM_IDS.get(row["item"]), **told, **row}


def tables(**rows: Iterable[Mapping[str, Any]]) -> dict[str, pd.DataFrame]:
    """Public tables of a made-up final account; the key is filled in."""
    own = {
        "agency_printed": f"{AGENCY}（部门）",
        "scope": "department",
        "unit": "万元",
        "title": f"{AGENCY}（部门）2024年度部门决算",
    }
    given: dict[str, Iterable[Mapping[str, Any]]] = {"reports": [own], **rows}
    return {name: schema.frame(name, [{**KEY, **complete(name, row)} for row in given[name]]) for name in given}


def differences(given: Mapping[str, pd.DataFrame], read: Report, left_out: set[str]) -> list[str]:
    """Every cell that came back otherwise, apart from places and the columns left out."""
    found = []
    for name, before in given.items():
        after = read.table(name)
        if len(before) != len(after):
            found.append(f"{name}: {len(before)} rows became {len(after)}")
        for column in set(before.columns) - schema.READING - left_out - (UNDERSTOOD if name == "lines" else set()):
            for row, (one, other) in enumerate(zip(before[column], after[column], strict=False)):
                if not ((pd.isna(one) and pd.isna(other)) or (pd.notna(one) and pd.notna(other) and one == other)):
                    found.append(f"{name}[{row}].{column}: {one!r} became {other!r}")
    return found


@pytest.fixture(scope="session")
def made() -> Callable[..., dict[str, pd.DataFrame]]:
    return tables


@pytest.fixture(scope="session")
def comes_back(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Report]:
    """Typeset, read, compare every cell: the report that was read."""
    out = tmp_path_factory.mktemp("typeset") / "report.pdf"

    def check(given: dict[str, pd.DataFrame], left_out: Iterable[str] = ("reason",), **options: Any) -> Report:
        read = read_report(typeset(given, out, **options))
        assert differences(given, read, set(left_out)) == []
        return read

    return check
