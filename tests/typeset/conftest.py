"""What the tests of the typesetter share: tables from a few facts, and the comparison of two reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pytest

from budgetlib import schema
from budgetlib.pipeline import read_report
from budgetlib.report import Report
from budgetlib.typeset import typeset

AGENCY = "云岭市气象局"
KEY = {"report_id": f"{AGENCY}-2024-final", "agency": AGENCY, "fiscal_year": 2024, "report_type": "final"}

UNDERSTOOD = {"fund", "table", "unit_name"}
"""Columns of lines that follow from the titles, from the order of the tables and from the row."""


def tables(**rows: Iterable[Mapping[str, Any]]) -> dict[str, pd.DataFrame]:
    """Public tables of a made-up final account; the key is filled in."""
    own = {
        "agency_printed": f"{AGENCY}（部门）",
        "scope": "department",
        "unit": "万元",
        "title": f"{AGENCY}（部门）2024年度部门决算",
    }
    given: dict[str, Iterable[Mapping[str, Any]]] = {"reports": [own], **rows}
    return {name: schema.frame(name, [{**KEY, **row} for row in given[name]]) for name in given}


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
