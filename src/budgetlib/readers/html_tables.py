"""Tables of a web page: their cells with what they span, and the text in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from budgetlib.readers.document import Cell, Grid
from budgetlib.readers.markup import indent_of, seen

_BLOCK = re.compile(
    "p|div|section|article|main|ul|ol|li|dl|dt|dd|h[1-6]|pre|blockquote|center|tr|td|th|table|tbody|thead|tfoot|body|"
    "figure|figcaption|address|hr"
)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_WIDEST, _TALLEST = 200, 2000
"""Spans beyond are mistakes (colspan=1000 for "the rest of the row")."""


def parts_of(element: Any) -> Iterator[Any]:
    """Texts and tables inside an element in order; a line break or the edge of a block is a new line."""
    if element.text:
        yield _SPACE.sub(" ", seen(element.text))
    for child in element:
        if child.tag == "table":
            yield child
        elif child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str):
            edge = "\n" if _BLOCK.fullmatch(child.tag) else ""
            yield edge
            yield from parts_of(child)
            yield edge
        if child.tail:
            yield _SPACE.sub(" ", seen(child.tail))


def rows_of(table: Any) -> Iterator[list[Any]]:
    """Cells of each row that is the table's own, not that of a table inside it."""
    for part in sorted(table, key=lambda part: part.tag == "tfoot"):  # shown last, wherever it stands
        if part.tag == "tr":
            yield [cell for cell in part if cell.tag in ("td", "th")]
        elif part.tag in ("tbody", "thead", "tfoot"):
            yield from ([cell for cell in row if cell.tag in ("td", "th")] for row in part if row.tag == "tr")


def is_layout(cells: Sequence[Any]) -> bool:
    """Whether a row only places text: a cell of a table is never so long."""
    return any(len(cell.text_content()) > 200 for cell in cells)


@dataclass(slots=True)
class _Span:
    """How many rows and columns a cell wants."""

    rows: int
    cols: int


def grid_of(rows: Sequence[Sequence[Any]], line: int) -> Grid:
    """Cells placed as a browser does: each in the next free column, reaching over what it spans."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        col = 0
        for element in row:
            while (number, col) in taken:
                col += 1
            span = _Span(_spanned(element, "rowspan", _TALLEST), _spanned(element, "colspan", _WIDEST))
            span.rows = min(span.rows or len(rows), len(rows) - number)
            taken |= {(number + down, col + right) for down in range(span.rows) for right in range(span.cols)}
            cells.append(_cell(element, number, col, span, line + number))
            col += span.cols
    width = max((cell.col + (cell.colspan if cell.colspan < 50 else 1) for cell in cells), default=1)
    fitted = tuple(cell._replace(colspan=min(cell.colspan, width - cell.col)) for cell in cells if cell.col < width)
    return Grid(fitted, len(rows), width, line)


def _spanned(element: Any, name: str, most: int) -> int:
    said = re.match(r"\s*(\d{1,5})", element.get(name) or "")
    return min(int(said.group(1)), most) if said else 1


def _cell(element: Any, row: int, col: int, span: _Span, line: int) -> Cell:
    text = "".join(part if isinstance(part, str) else part.text_content() for part in parts_of(element)).strip(" \n")
    return Cell(
        text="".join(piece.strip() for piece in text.split("\n")).strip(),
        row=row,
        col=col,
        rowspan=max(span.rows, 1),
        colspan=max(span.cols, 1),
        page=line,
        indent=indent_of(text),
    )
