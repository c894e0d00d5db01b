"""What a report prints is text in every file written: no formula, no control code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from budgetlib import export, schema

PRINTED = ["=25人", "=100%", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "≥95%", "a\x07b\x1b[2Jc", "第一行\n第二行"]


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    rows = [
        {"report_id": "r", "fiscal_year": 2023, "indicator": f"指标{n}", "target": printed, "weight": 10.5}
        for n, printed in enumerate(PRINTED)
    ]
    return {"indicators": schema.frame("indicators", rows)}


def cells(path: Path, column: str) -> list[Any]:
    sheet = openpyxl.load_workbook(path)["indicators"]
    head = [cell.value for cell in sheet[1]]
    return [row[head.index(column)] for row in sheet.iter_rows(min_row=2)]


def test_a_printed_value_is_text_in_excel(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    export.write_tables(tables, tmp_path, ["xlsx"])
    found = cells(next(tmp_path.glob("*.xlsx")), "target")
    assert [cell.value for cell in found] == [*PRINTED[:7], "a␇b␛[2Jc", "第一行\n第二行"]
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell.quotePrefix for cell in found[:3]] == [True] * 3


def test_figures_stay_figures_and_blanks_stay_blank(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    export.write_tables(tables, tmp_path, ["xlsx"])
    path = next(tmp_path.glob("*.xlsx"))
    assert {(cell.value, cell.data_type) for cell in cells(path, "weight")} == {(10.5, "n")}
    assert {(cell.value, cell.data_type) for cell in cells(path, "fiscal_year")} == {(2023, "n")}
    assert {cell.value for cell in cells(path, "score")} == {None}


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_no_control_code_reaches_a_file(tmp_path: Path, tables: dict[str, pd.DataFrame], ending: export.Format) -> None:
    export.write_tables(tables, tmp_path, [ending])
    data = (tmp_path / f"indicators.{ending}").read_bytes()
    assert "a␇b␛[2Jc".encode() in data and b"a\x07b" not in data and b"\\u0007" not in data
