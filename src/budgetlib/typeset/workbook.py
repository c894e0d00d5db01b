"""Content as a workbook in the form of 公开01 to 公开09: a statement a sheet, the prose on sheets of its own."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from budgetlib.typeset.placing import Content, opening, placed

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")
_STATEMENT = re.compile(r"表$")


def workbook(content: Content) -> bytes:
    """The file (OOXML)."""
    import openpyxl

    book = openpyxl.Workbook()
    prose = book.active
    prose.title = "封面"
    for text in opening(content):
        _write(prose.cell(prose.max_row + 1, 1), text, "left")
    number = 0
    for block in content["blocks"]:
        if block["kind"] != "sheet":
            prose = prose or book.create_sheet(f"说明{len(book.sheetnames)}")
            _write(prose.cell(prose.max_row + 1, 1), block["text"], "left")
            continue
        prose = None
        public = bool(block["left"]) and bool(_STATEMENT.search(block["title"]))
        number += public
        _sheet(book.create_sheet(f"公开{number:02}表" if public else f"附表{len(book.sheetnames)}"), block, public)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(sheet: Any, block: Content, public: bool) -> None:
    """Title over the whole width, office and unit below it, the table, the note."""
    width = len(block["widths"])
    at = 1
    for text in (block["title"], block["subtitle"]):
        if text:
            _write(sheet.cell(at, 1), text, "left")
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
            at += 1
    if public:
        _write(sheet.cell(at, width), sheet.title, "left")
        at += 1
    if block["left"] or block["right"]:
        _write(sheet.cell(at, 1), block["left"], "left")
        _write(sheet.cell(at, width), block["right"], "left")
        at += 1
    cells = placed(block)
    for cell in cells:
        row, col = at + cell.row, 1 + cell.col
        _write(sheet.cell(row, col), cell.text, cell.align)
        if cell.rowspan > 1 or cell.colspan > 1:
            end_row, end_column = row + cell.rowspan - 1, col + cell.colspan - 1
            sheet.merge_cells(start_row=row, end_row=end_row, start_column=col, end_column=end_column)
    if block["note"]:
        _write(sheet.cell(at + max(cell.row + cell.rowspan for cell in cells), 1), block["note"], "left")


def _write(cell: Any, text: str, align: str) -> None:
    """An amount becomes a number that is shown as it was printed; all else stays text, also what begins with "="."""
    if align == "right" and _NUMBER.fullmatch(text):
        cell.value = float(text.replace(",", ""))
        places = len(text.partition(".")[2])
        cell.number_format = ("#,##0" if "," in text else "0") + ("." + "0" * places if places else "")
    elif text:
        cell.value = text
        cell.data_type = "s"
