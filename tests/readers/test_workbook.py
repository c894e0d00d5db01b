"""Workbooks: titles, units and prose apart from tables, spans, numbers as shown, hidden sheets named."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import budgetlib
from budgetlib.machine.limits import Limits, within
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


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (12_345_678, r"0\.0,", "1234.6"),
        (1_234_567, "#,##0.00,", "1,234.57"),
        (1234.565, "#,##0.00", "1,234.57"),
        (12.3, '0.00"万元"', "12.30万元"),
        (12_345.6, '[>=10000]0.00,"千";0.00', "12.35千"),
        (45.6, '[>=10000]0.00,"千";0.00', "45.60"),
        (-3, "#,##0.00;(#,##0.00)", "-3.00"),
        (0, "0.00;-0.00;", ""),
        (5, ";;;", ""),
        (38, "@", "38"),
    ],
)
def test_a_format_may_divide_hide_or_name_a_unit(tmp_path: Path, value: float, code: str, shown: str) -> None:
    """A sheet of yuan shown in ten thousands (0.0 with a comma) was read in yuan, and halves were rounded down."""
    rows = [["项目", "金额"], ["甲", value], ["乙", 1]]
    assert texts(grids(read(saved(tmp_path, rows, B2=code)))[0])[1] == ["甲", shown]


def test_a_hidden_column_is_not_read_and_a_title_merged_over_it_is(tmp_path: Path) -> None:
    rows = [["收入决算表", None, None], ["编码", "项目", "金额"], ["201", "甲", 2], ["202", "乙", 3]]
    path = saved(tmp_path, rows, merges=("A1:C1",))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].column_dimensions["A"].hidden = True
    book.save(path)
    document = read(path)
    assert paragraphs(document) == ["收入决算表"]
    assert texts(grids(document)[0]) == [["项目", "金额"], ["甲", "2"], ["乙", "3"]]


ROWS_OF_RATES: list[tuple[Any, str, str]] = [
    (0.15, "0.00%", "15.00%"),
    (0.15, "0%", "15%"),
    (0.15, "General", "0.15"),
    (-1234.5, "#,##0.00", "-1,234.50"),
    (0.9812, "0.0%", "98.1%"),
]
"""Value as stored, its format, and what a sheet shows for it."""


def old_workbook(path: Path) -> Path:
    """A workbook of the old kind, whose second row is hidden."""
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1 ")
    sheet.write(0, 0, "项目")
    sheet.write(0, 1, "数")
    for row, (value, code, _) in enumerate([(7, "General", ""), *ROWS_OF_RATES], start=1):
        sheet.write(row, 0, f"甲{row}", xlwt.easyxf("alignment: indent 2"))
        sheet.write(row, 1, value, xlwt.easyxf(num_format_str=code))
    sheet.row(1).hidden = True
    book.save(str(path))
    return path


@pytest.mark.parametrize("name", ["report.xls", "report.et"])
def test_an_old_workbook_shows_percentages_as_such(tmp_path: Path, name: str) -> None:
    """15 % is stored as 0.15: without the format of the cell it is silently another figure."""
    (grid,) = grids(read(old_workbook(tmp_path / name)))
    assert [row[1] for row in texts(grid)] == ["数", "", *(shown for _, _, shown in ROWS_OF_RATES)]
    assert grid.rows()[2][0].indent > 0


def test_an_old_workbook_whose_formats_cannot_be_read_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xlrd

    def fails(**_: object) -> None:
        raise AssertionError("a record of unknown length")

    path = old_workbook(tmp_path / "report.xls")
    monkeypatch.setattr(xlrd, "open_workbook", fails)
    with pytest.raises(UnreadableReport, match="save it again"):
        read(path)


OPEN = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="表1">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def test_an_open_document_spreadsheet_shows_percentages_as_such(tmp_path: Path) -> None:
    word = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = (
        '<table:table-cell table:number-columns-repeated="2" office:value-type="{}" office:value="{}">'
        "<text:p>{}</text:p></table:table-cell>"
    )
    rows = [word.format(text) * 3 for text in ("项目",)]
    rows += [
        word.format("甲") + number.format("percentage" if "%" in code else "float", value, shown)
        for value, code, shown in ROWS_OF_RATES
    ]
    rows.append(word.format("乙") + number.format("percentage", 0.15, "百分之十五"))
    content = OPEN.format("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    path = tmp_path / "report.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    (grid,) = grids(read(path))
    shown = [shown for _, _, shown in ROWS_OF_RATES] + ["15.00%"]
    assert [row[1:] for row in texts(grid)[1:]] == [[one, one] for one in shown]


def test_a_binary_workbook_is_not_read_for_want_of_its_formats(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    with pytest.raises(UnreadableReport, match=r"15 % cannot be told from 0.15; save it as .xlsx"):
        read(path)


def test_a_workbook_that_unpacks_to_more_than_it_may_is_one_sentence(tmp_path: Path) -> None:
    path = saved(tmp_path, STATEMENT)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.emf", b"\0" * (3 << 20))
    with within(Limits(size=2)), pytest.raises(UnreadableReport, match=r"asks for more size .*--limit size=NUMBER"):
        read(path)


@pytest.mark.parametrize(
    ("limits", "name"),
    [(Limits(cells=40), "cells"), (Limits(characters=60), "characters"), (Limits(columns=2), "columns")],
)
def test_limits_hold_over_all_sheets(tmp_path: Path, limits: Limits, name: str) -> None:
    path = saved(tmp_path, *[[["项目", "金额", "数"], ["甲", 1, 2]] for _ in range(8)])
    with within(limits), pytest.raises(UnreadableReport, match=rf"asks for more {name} .*--limit {name}=NUMBER"):
        read(path)


def test_a_sheet_with_a_cell_at_the_far_end_is_left_out_and_named(tmp_path: Path) -> None:
    """Two cells, one in the last row and column that there are: the engine ended the process for want of memory."""
    path, far = saved(tmp_path, [["项目", "金额"], ["合计", 5]]), tmp_path / "far.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("远")
    sheet["A1"], sheet["XFD1048576"] = 1, 2
    book.save(far)
    document = read(far)
    assert texts(grids(document)[0]) == [["项目", "金额"], ["合计", "5"]]
    assert [loss for loss in document.losses if "'远' claims 1048576 rows" in loss]


def test_an_old_workbook_whose_directory_bites_its_tail_is_one_sentence(tmp_path: Path) -> None:
    """The sector of the directory is said to follow itself: the engine read it again until there was no memory left."""
    path = old_workbook(tmp_path / "report.xls")
    data = bytearray(path.read_bytes())
    sector, table = (int.from_bytes(data[at : at + 4], "little") for at in (48, 76))
    entry = 512 * (1 + table) + 4 * sector
    data[entry : entry + 4] = data[48:52]
    path.write_bytes(data)
    with pytest.raises(UnreadableReport, match="damaged; save it again"):
        read(path)


def test_an_old_workbook_with_a_password_is_one_sentence(tmp_path: Path) -> None:
    path = old_workbook(tmp_path / "report.xls")
    data = bytearray(path.read_bytes())
    begin = data.index(bytes.fromhex("0908100000060500"))  # the first record; the one behind it becomes FILEPASS
    data[begin + 20 : begin + 22] = (0x2F).to_bytes(2, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableReport, match="save a copy without password"):
        read(path)


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


@pytest.mark.parametrize("gap", [[[]], []])
def test_a_second_table_whose_title_is_not_merged_is_a_grid_of_its_own(tmp_path: Path, gap: list[list[Any]]) -> None:
    """Its title and unit became rows of the first table."""
    first = [["支出决算表"], [None, None, "单位：万元"], ["科目编码", "科目名称", "合计"], ["201", "公共服务", 5]]
    second = [["收入决算表"], [None, None, "单位：元"], ["科目编码", "科目名称", "合计"], ["201", "公共服务", 6]]
    document = read(saved(tmp_path, [*first, *gap, *second]))
    assert paragraphs(document) == ["支出决算表", "单位：万元", "收入决算表", "单位：元"]
    assert [texts(grid)[-1] for grid in grids(document)] == [["201", "公共服务", "5"], ["201", "公共服务", "6"]]


@pytest.mark.parametrize(
    ("name", "rows", "above"),
    [
        ("收入决算表 ", [["科目", "合计"], ["公共服务", 5]], ["收入决算表"]),
        ("收入决算表", [["部门：档案局"], ["科目", "合计"], ["公共服务", 5]], ["收入决算表", "部门：档案局"]),
        ("表1", [["科目", "合计"], ["公共服务", 5]], []),
        ("收支总表", [["收入支出决算总表"], ["科目", "合计"], ["公共服务", 5]], ["收入支出决算总表"]),
    ],
)  # fmt: skip
def test_a_sheet_without_a_title_is_called_by_its_name(
    tmp_path: Path, name: str, rows: list[list[Any]], above: list[str]
) -> None:
    path = saved(tmp_path, rows)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].title = name
    book.save(path)
    assert paragraphs(read(path)) == above


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


def test_forms_of_two_years_in_one_workbook_are_no_slip(tmp_path: Path) -> None:
    """Plan and self-evaluation of a project are of two years; the workbook calls itself neither budget nor account."""
    plan = [["序号", "预算年度", "年初预算", None], [None, None, "小计", "财政拨款"], ["1", "2019", 190, 190]]
    name: list[list[Any]] = [["项目名称", "校园足球"], ["项目单位", "青石大学"]]
    sheets = [[["项目支出绩效目标执行监控表"], [f"（{year}年度）"], *name] for year in (2020, 2020, 2020, 2019)]
    path = saved(tmp_path, [["支出计划"], *plan], *sheets)
    report = budgetlib.read_report(path)
    assert (report.identity.fiscal_year, report.identity.report_type) == (2020, None)
    assert not report.findings.shape[0]
