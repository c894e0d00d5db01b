"""Statements laid out as pages, Word files and workbooks of offices have them: each figure under its own heading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import budgetlib as bl
from budgetlib.report import Report

OFFICE = "甲县林草局"
INCOME = [["收入决算表"], ["公开02表"], [f"部门：{OFFICE}", "单位：万元"]]
INCOME_HEAD = [["科目编码", "科目名称", "合计", "财政拨款收入", "其他收入"]]
INCOME_ROWS = [["合计", "", "12.50", "10.00", "2.50"], ["2130201", "行政运行", "12.50", "10.00", "2.50"]]
EXPENDITURE = [["支出决算表"], ["公开03表"], [f"部门：{OFFICE}", "单位：万元"]]
EXPENDITURE_HEAD = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
EXPENDITURE_ROWS = [["合计", "", "11.00", "8.00", "3.00"], ["2130201", "行政运行", "11.00", "8.00", "3.00"]]
TABLES = ((INCOME, INCOME_HEAD, INCOME_ROWS), (EXPENDITURE, EXPENDITURE_HEAD, EXPENDITURE_ROWS))
READ = {
    ("income", "total", 12.5),
    ("income", "appropriation", 10.0),
    ("income", "other", 2.5),
    ("expenditure", "total", 11.0),
    ("expenditure", "basic", 8.0),
    ("expenditure", "project", 3.0),
}
SENTENCE = "2024年度收入总计12.50万元，支出总计12.50万元，其中本年支出11.00万元，年末结转和结余1.50万元。"


def figures(report: Report) -> set[tuple[str, str, float]]:
    lines = report.lines.dropna(subset="value")
    return {(row.statement, row.column, row.amount) for row in lines.itertuples()}


def row_of(cells: list[str], tag: str = "td") -> str:
    span = f" colspan={6 - len(cells)}" if len(cells) < 5 else ""
    first, *rest = cells
    return f"<tr><{tag}{span}>{first}</{tag}>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in rest) + "</tr>"


def page(tmp_path: Path, *parts: str) -> Path:
    path = tmp_path / "page.html"
    head = f"<h1>{OFFICE}2024年度部门决算</h1><p>一、收入支出决算总体情况</p><p>{SENTENCE}</p>"
    path.write_text(f'<meta charset="utf-8"><body>{head}{"".join(parts)}</body>', encoding="utf-8")
    return path


def whole(lead: list[list[str]], head: list[list[str]], rows: list[list[str]]) -> str:
    return "".join(map(row_of, [*lead, *head, *rows]))


def test_the_number_of_the_form_below_a_title_in_the_table_is_not_its_title(tmp_path: Path) -> None:
    report = bl.read_report(page(tmp_path, *(f"<table>{whole(*table)}</table>" for table in TABLES)))
    assert figures(report) == READ
    assert set(report.lines["statement_zh"]) == {"收入决算表", "支出决算表"}


def test_statements_in_one_table_of_a_page_are_taken_apart(tmp_path: Path) -> None:
    rows = "<tr><td colspan=5>&nbsp;</td></tr>".join(whole(*table) for table in TABLES)
    assert figures(bl.read_report(page(tmp_path, f"<table>{rows}</table>"))) == READ


def test_the_caption_of_a_table_is_its_title_and_its_foot_stands_below(tmp_path: Path) -> None:
    def captioned(lead: list[list[str]], head: list[list[str]], rows: list[list[str]]) -> str:
        foot = "<tfoot><tr><td colspan=5>注：本表反映部门本年度情况。</td></tr></tfoot>"
        body = "".join(map(row_of, [*head, *rows]))
        return f"<table><caption>{lead[0][0]}<br>单位：万元</caption>{foot}<tbody>{body}</tbody></table>"

    assert figures(bl.read_report(page(tmp_path, *(captioned(*table) for table in TABLES)))) == READ


def test_tables_that_a_page_hides_behind_its_tabs_are_named(tmp_path: Path) -> None:
    shown, hidden = (f"<table>{whole(*table)}</table>" for table in TABLES)
    report = bl.read_report(page(tmp_path, shown, f'<div style="display:none">{hidden}</div>'))
    assert figures(report) == {one for one in READ if one[0] == "income"}
    assert "1 table(s) that this page hides" in report.reports.iloc[0]["losses"]


def test_cells_pasted_as_paragraphs_are_no_empty_statement(tmp_path: Path) -> None:
    texts = (text for table in TABLES for part in table for row in part for text in row if text)
    report = bl.read_report(page(tmp_path, *(f"<p>{text}</p>" for text in texts)))
    assert report.lines.dropna(subset="value").empty
    assert report.findings.empty
    assert {"10.00", "8.00", "3.00"} <= set(report.unread["text"])


def word_file(tmp_path: Path) -> Any:
    package = docx.Document()
    for text in (f"{OFFICE}2024年度部门决算", "一、收入支出决算总体情况", SENTENCE):
        package.add_paragraph(text)
    return package


def saved(tmp_path: Path, package: Any) -> Path:
    path = tmp_path / "report.docx"
    package.save(str(path))
    return path


def add_rows(package: Any, rows: list[list[str]], width: int = 5) -> None:
    table = package.add_table(rows=len(rows), cols=width)
    for own, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(own.cells, texts, strict=False):
            cell.text = text


def test_tabs_between_office_and_unit_above_a_table_are_no_table(tmp_path: Path) -> None:
    package = word_file(tmp_path)
    for lead, head, rows in TABLES:
        for texts in lead:
            package.add_paragraph("\t\t".join(texts))
        add_rows(package, [*head, *rows])
    report = bl.read_report(saved(tmp_path, package))
    assert figures(report) == READ
    assert report.findings.empty


def test_statements_in_one_table_of_a_word_file_are_taken_apart(tmp_path: Path) -> None:
    package = word_file(tmp_path)
    add_rows(package, [row for lead, head, rows in TABLES for row in [*lead, *head, *rows, [""]]], width=6)
    assert figures(bl.read_report(saved(tmp_path, package))) == READ


@pytest.mark.parametrize("ends", [True, False])
def test_nothing_is_read_under_heads_that_lost_a_merged_cell(tmp_path: Path, ends: bool) -> None:
    """项目 stood over two columns, and as text the heads moved to the left by one: 合计 stands over the names."""
    rows = [
        ["项目", "合计", "财政拨款收入", "事业收入", "其他收入"],
        ["合计", "12.50", "10.00", "", "2.50"],
        ["2130201", "行政运行", "9.50", "9.50", "", ""],
        ["2130205", "森林资源培育", "3.00", "0.50", "", "2.50"],
    ]
    path = tmp_path / "report.txt"
    lines = ["\t".join(row) if ends else "\t".join(row).rstrip("\t") for row in rows]
    path.write_text(
        "\n".join([f"{OFFICE}2024年度部门决算", SENTENCE, "收入决算表", "单位：万元", *lines]), encoding="utf-8"
    )
    report = bl.read_report(path)
    assert report.lines.dropna(subset="value").empty
    assert {"9.50", "0.50", "10.00"} <= set(report.unread["text"])


def test_nothing_is_read_where_a_row_lost_a_merged_cell(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    head = "科目编码\t科目名称\t合计\t财政拨款收入\t其他收入"
    rows = ["合计\t12.50\t10.00", "2130201\t行政运行\t9.50\t\t9.50", "2130205\t森林资源培育\t3.00\t3.00"]
    path.write_text(
        "\n".join([f"{OFFICE}2024年度部门决算", SENTENCE, "收入决算表", "单位：万元", head, *rows]), encoding="utf-8"
    )
    report = bl.read_report(path)
    assert report.lines.dropna(subset="value").empty
    assert {"12.50", "10.00", "9.50", "3.00"} <= set(report.unread["text"])


def workbook(tmp_path: Path, *cells: tuple[int, int, str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, column, text in cells:
        sheet.cell(row, column, float(text) if "." in text else text)
    path = tmp_path / "report.xlsx"
    book.save(path)
    return path


def test_statements_beside_one_another_on_a_sheet_are_taken_apart(tmp_path: Path) -> None:
    cells = [(1, 1, f"{OFFICE}2024年度部门决算")]
    for start, (lead, head, rows) in zip((1, 7), TABLES, strict=True):
        cells += [
            (number, start + place, text)
            for number, row in enumerate([*lead, *head, *rows], start=3)
            for place, text in enumerate(row)
            if text
        ]
    assert figures(bl.read_report(workbook(tmp_path, *cells))) == READ


def test_a_formula_without_a_result_is_not_called_blank(tmp_path: Path) -> None:
    lead, head, rows = TABLES[1]
    texts = [[f"{OFFICE}2024年度部门决算"], *lead, *head, *rows]
    cells = [
        (number, place, text)
        for number, row in enumerate(texts, start=1)
        for place, text in enumerate(row, start=1)
        if text
    ]
    report = bl.read_report(
        workbook(tmp_path, *((row, column, "=D6+E6" if text == "11.00" else text) for row, column, text in cells))
    )
    assert figures(report) == {("expenditure", "basic", 8.0), ("expenditure", "project", 3.0)}
    assert report.findings[report.findings["severity"] != "note"].empty
    assert "formula(s) without a stored result" in report.reports.iloc[0]["losses"]


def budget(tmp_path: Path, *sheets: tuple[list[list[str]], tuple[str, ...]]) -> Report:
    """A budget of 2025; a sheet is its rows, and which of its cells are merged."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows, merged in sheets:
        sheet = book.create_sheet()
        for row, texts in enumerate(rows, start=1):
            for column, text in enumerate(texts, start=1):
                if text:
                    sheet.cell(row, column, float(text) if "." in text else text)
        for place in merged:
            sheet.merge_cells(place)
    path = tmp_path / f"{OFFICE}2025年部门预算.xlsx"
    book.save(path)
    return bl.read_report(path)


def test_years_side_by_side_over_the_columns_of_a_sheet_are_headings(tmp_path: Path) -> None:
    rows = [
        ["2025年一般公共预算“三公”经费支出表"],
        [f"部门：{OFFICE}", "", "", "", "", "单位：万元"],
        ["2024年预算数", "", "", "2025年预算数"],
        ["合计", "公务接待费", "因公出国（境）费", "合计", "公务接待费", "因公出国（境）费"],
        ["42.00", "31.00", "11.00", "40.00", "30.00", "10.00"],
    ]
    report = budget(tmp_path, (rows, ("A1:F1", "A3:C3", "D3:F3")))
    told = report.three_public.set_index("item")[["budget", "prior"]]
    assert told.loc["total"].tolist() == [40.0, 42.0]
    assert told.loc["reception"].tolist() == [30.0, 31.0]
    assert set(zip(report.lines["year"], report.lines["column"], strict=True)) == {(2024, "prior"), (2025, "budget")}
    assert report.findings[report.findings["severity"] == "warning"].empty


def test_what_is_left_at_the_end_of_the_year_is_in_one_total_of_appropriations_only(tmp_path: Path) -> None:
    """The statement of spending agrees with 一、本年支出; 支出总计 holds what is carried over as well."""
    whole = [
        ["2025年财政拨款收支总表"],
        [f"部门：{OFFICE}", "", "", "单位：万元"],
        ["收入", "", "支出"],
        ["项目", "预算数", "项目", "合计", "一般公共预算"],
        ["一、本年收入", "90.00", "一、本年支出", "90.00", "90.00"],
        ["二、上年结转", "5.00", "二、年终结转", "5.00", "5.00"],
        ["收入总计", "95.00", "支出总计", "95.00", "95.00"],
    ]
    own = [
        ["2025年一般公共预算支出表"],
        [f"部门：{OFFICE}", "", "", "单位：万元"],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["合计", "", "90.00", "60.00", "30.00"],
        ["2130201", "行政运行", "60.00", "60.00"],
        ["2130205", "森林资源培育", "30.00", "", "30.00"],
    ]
    report = budget(tmp_path, (whole, ("A1:E1", "A3:B3", "C3:E3")), (own, ("A1:E1", "A4:B4")))
    assert report.findings[report.findings["severity"] == "error"].empty
    own[3][2] = "120.00"
    assert "statements.tie" in set(budget(tmp_path, (whole, ("A1:E1", "A3:B3", "C3:E3")), (own, ())).findings["rule"])
