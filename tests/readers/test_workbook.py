"""Workbooks: titles, units and prose apart from tables, spans, numbers as shown, hidden sheets named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from budgetlib.readers import read
from budgetlib.readers.document import Document, Grid, Paragraph, UnreadableReport


def saved(tmp_path: Path, *sheets: list[list[Any]], merges: tuple[str, ...] = (), **formats: str) -> Path:
    """A workbook of sheets of rows; ``merges`` and ``formats`` (cell=format) are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    for place, code in formats.items():
        book.worksheets[0][place].number_format = code
    path = tmp_path / "report.xlsx"
    book.save(path)
    return path


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [grid for _, grid in document.grids()]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


STATEMENT: list[list[Any]] = [
    ["收入决算表", None, None],
    [None, None, "公开02表"],
    ["部门：青石市档案局", None, "单位：万元"],
    ["项目", None, "本年收入合计"],
    ["科目编码", "科目名称", None],
    ["合计", None, 12.5],
    ["201", "一般公共服务支出", 12.5],
    ["注：本表反映部门本年度取得的各项收入情况。"],
]
MERGES = ("A1:C1", "A4:B4", "C4:C5", "A6:B6", "A8:C8")


def test_title_number_office_unit_and_note_stand_beside_the_table(tmp_path: Path) -> None:
    document = read(saved(tmp_path, STATEMENT, merges=MERGES))
    assert paragraphs(document) == [
        "收入决算表",
        "公开02表",
        "部门：青石市档案局　单位：万元",
        "注：本表反映部门本年度取得的各项收入情况。",
    ]
    (grid,) = grids(document)
    assert texts(grid) == [
        ["项目", "本年收入合计"],
        ["科目编码", "科目名称"],
        ["合计", "12.5"],
        ["201", "一般公共服务支出", "12.5"],
    ]
    assert [(cell.rowspan, cell.colspan) for cell in grid.cells[:2]] == [(1, 2), (2, 1)]
    assert grid.origin == (3, 0) and document.place == "sheet" and document.sheets == ("表1",)


def test_numbers_are_what_the_sheet_shows(tmp_path: Path) -> None:
    rows = [["项目", "金额", "率", "比", "零", "和"], ["甲", 1234.5, 0.95, 0.5, 0, 0.1 + 0.2]]
    path = saved(tmp_path, rows, B2="#,##0.00", C2="0.00%", E2='#,##0.00;-#,##0.00;"-"')
    assert texts(grids(read(path))[0])[1] == ["甲", "1,234.50", "95.00%", "0.5", "-", "0.3"]


def test_hidden_sheets_rows_and_formulas_without_result_are_named(tmp_path: Path) -> None:
    path = saved(tmp_path, [["项目", "金额"], ["甲", 1], ["乙", 2], ["合计", "=B2+B3"]], [["项目", "金额"], ["丙", 7]])
    book = openpyxl.load_workbook(path)
    book.worksheets[1].sheet_state = "hidden"
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(path)
    document = read(path)
    losses = " ".join(document.losses)
    assert "表2" in losses and "hidden" in losses and "1 formula" in losses
    shown = [cell.text for grid in grids(document) for cell in grid.cells]
    assert "丙" not in shown and "乙" not in shown and "甲" in shown


def test_prose_in_one_cell_is_paragraphs(tmp_path: Path) -> None:
    prose = "一、收入情况\n2024年收入总计5.00万元。\n二、支出情况\n2024年支出总计5.00万元。"
    assert paragraphs(read(saved(tmp_path, [["编制说明"], [None], [prose]]))) == [
        "编制说明",
        "一、收入情况",
        "2024年收入总计5.00万元。",
        "二、支出情况",
        "2024年支出总计5.00万元。",
    ]


def test_a_second_table_below_a_caption_is_a_grid_of_its_own(tmp_path: Path) -> None:
    rows = [["支出计划"], ["年度", "金额"], ["2024", 3], [], ["按用途"], ["用途", "金额"], ["印刷", 3]]
    document = read(saved(tmp_path, rows, merges=("A1:B1",)))
    assert paragraphs(document) == ["支出计划", "按用途"]
    assert [texts(grid)[0] for grid in grids(document)] == [["年度", "金额"], ["用途", "金额"]]


def test_a_group_row_inside_a_form_does_not_break_it(tmp_path: Path) -> None:
    rows = [["项目名称", "甲"], ["管理信息", None], ["负责人", "乙"]]
    assert len(grids(read(saved(tmp_path, rows, merges=("A2:B2",))))) == 1


def test_indentation_by_spaces_and_by_alignment(tmp_path: Path) -> None:
    path = saved(tmp_path, [["项目", "金额"], ["\u3000\u3000其中：甲", 1], ["乙", 2]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A3"].alignment = openpyxl.styles.Alignment(indent=2)
    book.save(path)
    (grid,) = grids(read(path))
    assert [(cell.text, cell.indent) for cell in grid.cells if cell.col == 0] == [
        ("项目", 0.0),
        ("其中：甲", 2.0),
        ("乙", 2.0),
    ]


def test_blank_columns_and_rows_around_are_cut_and_the_place_is_kept(tmp_path: Path) -> None:
    document = read(saved(tmp_path, [[], [None, "年度", "金额"], [None, "2024", 3]]))
    (grid,) = grids(document)
    assert (grid.origin, grid.n_rows, grid.n_cols) == ((1, 1), 2, 2)


def test_an_empty_workbook_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="empty"):
        read(saved(tmp_path, []))


def test_a_damaged_workbook_is_one_sentence(tmp_path: Path) -> None:
    path = saved(tmp_path, STATEMENT)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"sheetData", b"sheetDxta"))
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:200] if "sheet1" in name else old.read(name))
    with pytest.raises(UnreadableReport, match="damaged"):
        read(path)
