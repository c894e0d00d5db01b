"""Content as a Word file: headings, paragraphs, tables with merged cells."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from budgetlib.typeset.placing import Content, around, opening, placed

_LEVELS = {"part": 1, "section": 2, "subsection": 3}


def word_file(content: Content) -> bytes:
    """The file (OOXML)."""
    import docx

    package = docx.Document()
    title, *notes = opening(content)
    package.add_heading(title, 0)
    for note in notes:
        package.add_paragraph(note)
    for block in content["blocks"]:
        if block["kind"] == "sheet":
            _table(package, block)
        elif block["kind"] == "paragraph":
            package.add_paragraph(block["text"])
        else:
            package.add_heading(block["text"], _LEVELS[block["kind"]])
    file = BytesIO()
    package.save(file)
    return file.getvalue()


def _table(package: Any, sheet: Content) -> None:
    above, below = around(sheet)
    for text in above:
        package.add_paragraph(text)
    cells = placed(sheet)
    table = package.add_table(rows=max(cell.row + cell.rowspan for cell in cells), cols=len(sheet["widths"]))
    grid = [row.cells for row in table.rows]  # looked up once: each access walks the whole table
    for cell in cells:
        corner = grid[cell.row][cell.col]
        if cell.rowspan > 1 or cell.colspan > 1:
            corner = corner.merge(grid[cell.row + cell.rowspan - 1][cell.col + cell.colspan - 1])
        corner.text = cell.text
    for text in below:
        package.add_paragraph(text)
