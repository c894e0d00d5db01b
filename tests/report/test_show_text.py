"""The source of a figure in files without pages: the cell with its head and neighbours, or the sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt

from budgetlib.output.show_text import SourceLine
from budgetlib.running.pipeline import read_report

ABOVE = ["青石市档案局2024年度部门决算", "支出决算表", "单位：万元"]
HEAD = [["项目", "", "本年支出合计", "基本支出"], ["科目编码", "科目名称", "", ""]]
BODY = [
    ["201", "一般公共服务支出", "500.00", "300.00"],
    ["20126", "档案事务", "500.00", "300.00"],
    ["2012601", "行政运行", "301.00", "<300.00>"],
    ["2012604", "档案馆", "199.00", ""],
    ["", "合计", "500.00", "300.00"],
]
SENTENCE = "本年支出合计500.00万元，其中：基本支出300.00万元，占60.00%。"
MERGES = [(0, 0, 0, 1), (0, 2, 1, 2), (0, 3, 1, 3)]
"""Row and column, from and to, of what is merged in the head."""


def as_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "公开03表"
    for row in [*([line] for line in ABOVE), *HEAD, *BODY]:
        sheet.append(row)
    for number in (1, 2, 3):
        sheet.merge_cells(f"A{number}:D{number}")
    for top, left, bottom, right in MERGES:
        sheet.merge_cells(start_row=top + 4, end_row=bottom + 4, start_column=left + 1, end_column=right + 1)
    book.create_sheet("说明")["A1"] = "支出决算情况说明\n\n" + SENTENCE
    book.save(path)


def as_old_workbook(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("公开03表")
    for number, text in enumerate(ABOVE):
        sheet.write_merge(number, number, 0, 3, text)
    merged = {(top, left): (bottom, right) for top, left, bottom, right in MERGES}
    for row, texts in enumerate(HEAD + BODY):
        for col, text in enumerate(texts):
            bottom, right = merged.get((row, col), (row, col))
            if text:
                sheet.write_merge(row + 3, bottom + 3, col, right, text)
    book.add_sheet("说明").write(0, 0, "支出决算情况说明\n\n" + SENTENCE)
    book.save(str(path))


def as_word(path: Path) -> None:
    package = docx.Document()
    for text in ABOVE:
        package.add_paragraph(text)
    table = package.add_table(rows=7, cols=4)
    for top, left, bottom, right in MERGES:
        table.cell(top, left).merge(table.cell(bottom, right))
    for row, texts in enumerate(HEAD + BODY):
        for col, text in enumerate(texts):
            if text:
                table.cell(row, col).text = text
    package.add_paragraph("支出决算情况说明")
    package.add_paragraph(SENTENCE)
    package.save(str(path))


def as_page(path: Path) -> None:
    head = (
        "<tr><td colspan=2>项目</td><td rowspan=2>本年支出合计</td><td rowspan=2>基本支出</td></tr>"
        "<tr><td>科目编码</td><td>科目名称</td></tr>"
    )
    escaped = [[cell.replace("<", "&lt;") for cell in row] for row in BODY]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in escaped)
    lines = "".join(f"<p>{text}</p>" for text in ABOVE)
    path.write_text(
        f"<html><body>{lines}<table>{head}{body}</table><p>支出决算情况说明</p><p>{SENTENCE}</p></body></html>",
        encoding="utf-8",
    )


def as_text(path: Path) -> None:
    rows = ["\t".join(row) for row in HEAD + BODY]
    path.write_text("\n".join([*ABOVE, *rows, "", "支出决算情况说明", "", SENTENCE]), encoding="utf-8")


SHOWN = [
    " | ".join(["项目", "", "本年支出合计", "基本支出"]),
    " | ".join(["科目编码", "科目名称", "", ""]),
    " | ".join(BODY[0]),
    " | ".join(BODY[1]),
    "2012601 | 行政运行 | 【301.00】 | <300.00>",
    " | ".join(BODY[3]),
]
"""The head of three rows, the row above, the row of the figure, the row below; the total is not shown."""
WRITERS: dict[str, tuple[Callable[[Path], None], list[str], str]] = {
    "xlsx": (as_workbook, [f"公开03表!{cell}" for cell in ("A4", "A5", "A6", "A7", "C8", "A9")], "说明"),
    "xls": (as_old_workbook, [f"公开03表!{cell}" for cell in ("A4", "A5", "A6", "A7", "C8", "A9")], "说明"),
    "docx": (as_word, ["4", "5", "6", "7", "8", "9"], "12"),
    "html": (as_page, ["4", "5", "6", "7", "8", "9"], "12"),
    "txt": (as_text, ["4", "5", "6", "7", "8", "9"], "14"),
}


@pytest.mark.parametrize("ending", WRITERS)
def test_a_cell_stands_among_its_head_and_its_neighbours(tmp_path: Path, ending: str) -> None:
    write, places, _ = WRITERS[ending]
    write(tmp_path / f"report.{ending}")
    report = read_report(tmp_path / f"report.{ending}")
    shown = report.show_source(report.lines[report.lines["value"] == 301.0].iloc[0])
    assert isinstance(shown, SourceLine)
    assert str(shown).split("\n") == [f"{place}: {row}" for place, row in zip(places, SHOWN, strict=True)]
    page = shown._repr_html_()
    assert page.startswith("<table>") and page.count("<tr>") == 6 and page.count("<td>") == 24
    assert "<td><mark>301.00</mark></td><td>&lt;300.00&gt;</td>" in page


@pytest.mark.parametrize("ending", WRITERS)
def test_a_figure_of_a_sentence_is_marked_in_it(tmp_path: Path, ending: str) -> None:
    write, _, place = WRITERS[ending]
    write(tmp_path / f"report.{ending}")
    report = read_report(tmp_path / f"report.{ending}")
    share = report.claims[report.claims["value"] == 60.0].iloc[0]
    assert str(report.show_source(share)) == f"{place}: {SENTENCE.replace('60.00', '【60.00】')}"


def test_a_cell_and_a_sentence_are_shown_one_below_the_other(tmp_path: Path) -> None:
    as_page(tmp_path / "report.html")
    report = read_report(tmp_path / "report.html")
    row = report.lines.index[report.lines["value"] == 301.0][0]
    claim = report.claims.index[report.claims["value"] == 60.0][0]
    page = report.show_source(f"claims:{claim}:value lines:{row}:amount")._repr_html_()
    assert page.startswith("<p><small>12</small>") and page.endswith("</table>") and page.count("<mark>") == 2


def test_the_head_is_shown_below_a_title_and_a_unit_inside_the_table(tmp_path: Path) -> None:
    rows = [
        "收入决算表",
        "公开02表",
        "部门：甲县林草局|单位：万元",
        "科目编码|科目名称|合计",
        "合计||12.50",
        "2130201|行政运行|12.50",
    ]
    cells = ("".join(f"<td>{text}</td>" for text in row.split("|")) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    path = tmp_path / "page.html"
    path.write_text(
        f"<meta charset='utf-8'><h1>甲县林草局2024年度部门决算</h1><p>{SENTENCE}</p><table>{table}</table>",
        encoding="utf-8",
    )
    report = read_report(path)
    shown = str(report.show_source(report.lines.iloc[-1]))
    assert "科目编码 | 科目名称 | 合计" in shown
    assert "行政运行 | 【12.50】" in shown
