"""What a report prints is text in every file written: no formula, no control code."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest

from budgetlib import export, schema
from budgetlib.dataset import Dataset
from budgetlib.output import sinks

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


def labelled(tables: dict[str, pd.DataFrame], path: Path) -> list[Any]:
    book = openpyxl.load_workbook(Dataset(tables).to_excel(path))
    assert [sheet.title for sheet in book] == [table.zh for table in schema.TABLES.values()]
    sheet, label = book[schema.TABLES["indicators"].zh], schema.TABLES["indicators"].column("target").zh
    head = [cell.value for cell in sheet[1]]
    return [row[head.index(label)] for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("zh", [False, True])
def test_a_printed_value_is_text_in_excel(tmp_path: Path, tables: dict[str, pd.DataFrame], zh: bool) -> None:
    if zh:
        found = labelled(tables, tmp_path / "报告.xlsx")
    else:
        export.write_tables(tables, tmp_path, ["xlsx"])
        found = cells(tmp_path / "tables.xlsx", "target")
    assert [cell.value for cell in found] == [*PRINTED[:7], "a␇b␛[2Jc", "第一行\n第二行"]
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell.quotePrefix for cell in found[:3]] == [True] * 3


def test_figures_stay_figures_and_blanks_stay_blank(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    export.write_tables(tables, tmp_path, ["xlsx"])
    path = next(tmp_path.glob("*.xlsx"))
    assert {(cell.value, cell.data_type) for cell in cells(path, "weight")} == {(10.5, "n")}
    assert {(cell.value, cell.data_type) for cell in cells(path, "fiscal_year")} == {(2023, "n")}
    assert {cell.value for cell in cells(path, "score")} == {None}


def test_csv_for_spreadsheets_has_no_formula_and_plain_csv_the_printed_text(
    tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    export.write_tables(tables, tmp_path / "plain", ["csv"])
    export.write_tables(tables, tmp_path / "safe", ["csv-safe"])
    plain = pd.read_csv(tmp_path / "plain" / "indicators.csv")["target"]
    safe = pd.read_csv(tmp_path / "safe" / "indicators.csv")["target"]
    assert list(plain[:7]) == PRINTED[:7]
    assert list(safe[:7]) == [*(f"'{text}" for text in PRINTED[:6]), PRINTED[6]]


def test_a_full_sheet_goes_on_in_the_next(
    tmp_path: Path, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "_LONGEST_SHEET", 6)
    export.write_tables(tables, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("indicators", 6), ("indicators 2", 5)]


def test_a_database_holds_every_table_with_its_figures(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    path = Dataset(tables).to_sqlite(tmp_path)
    with sqlite3.connect(path) as database:
        names = {name for (name,) in database.execute("select name from sqlite_master")}
        rows = database.execute("select target, weight, score from indicators").fetchall()
    assert names == set(schema.TABLES)
    assert rows[0] == ("=25人", 10.5, None) and len(rows) == len(PRINTED)


def test_a_query_touches_no_file_unless_asked(tmp_path: Path, tables: dict[str, pd.DataFrame]) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    ds, reading = Dataset(tables), f"select * from read_csv('{tmp_path / 'other.csv'}')"
    assert len(ds.sql("select * from indicators where weight > 10")) == len(PRINTED)
    for query in (reading, f"copy indicators to '{tmp_path / 'out.csv'}'", "set enable_external_access = true"):
        with pytest.raises(duckdb.Error):
            ds.sql(query)
    assert not (tmp_path / "out.csv").exists()
    assert len(ds.sql(reading, external_access=True)) == 1


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_no_control_code_reaches_a_file(tmp_path: Path, tables: dict[str, pd.DataFrame], ending: export.Format) -> None:
    export.write_tables(tables, tmp_path, [ending])
    data = (tmp_path / f"indicators.{ending}").read_bytes()
    assert "a␇b␛[2Jc".encode() in data and b"a\x07b" not in data and b"\\u0007" not in data
