"""The source of a figure in a file without pages: its sentence, or its cell among its neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from budgetlib.readers.document import Document, Grid, Mark, Paragraph

_HEAD, _DEEPEST = 3, 8
"""Rows at the top of a table that are shown above a figure's own row: so many, and all above the first figures."""
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")

Span = tuple[int, int, int]
"""Cell of a row (0 in a sentence), characters from, to."""
Row = tuple[int | str, tuple[str, ...], tuple[Span, ...]]
"""Where it stands, its cells (one in a sentence), and the figures in them."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Lines of a report with figures marked. In a notebook it shows itself; ``str()`` puts 【】 round figures.

    ``lines`` holds for each line its number (of a workbook its sheet and cell), its cells (a sentence is one), and
    the cell, from and to of its figures.
    """

    lines: tuple[Row, ...]

    def __str__(self) -> str:
        return "\n".join(f"{place}: {' | '.join(_marked(row, '【', '】'))}" for row in self.lines for place in row[:1])

    def _repr_html_(self) -> str:
        return "".join(
            _table(rows) if in_table else "".join(map(_sentence, rows))
            for in_table, rows in groupby(self.lines, lambda row: len(row[1]) > 1)
        )


def _sentence(row: Row) -> str:
    return f"<p><small>{escape(str(row[0]))}</small> {''.join(_in_html(row))}</p>"


def _table(rows: Iterator[Row]) -> str:
    printed = (
        f"<tr><th><small>{escape(str(row[0]))}</small></th>{''.join(f'<td>{cell}</td>' for cell in _in_html(row))}</tr>"
        for row in rows
    )
    return f"<table>{''.join(printed)}</table>"


def _in_html(row: Row) -> list[str]:
    return _marked(row, "<mark>", "</mark>", escape)


def _marked(row: Row, opening: str, closing: str, clean: Callable[[str], str] = str) -> list[str]:
    """The cells of a row with marks round their figures; ``clean`` makes the text fit for its surroundings."""
    _, texts, spans = row
    result = []
    for number, text in enumerate(texts):
        parts, at = [], 0
        for start, end in (span[1:] for span in spans if span[0] == number):
            if start >= at:
                parts += [clean(text[at:start]), opening, clean(text[start:end]), closing]
                at = end
        result.append("".join(parts) + clean(text[at:]))
    return result


def source_line(document: Document, marks: Sequence[Mark]) -> SourceLine:
    """The lines of figures: of a table its head, the row of the figure, and those above and below."""
    rows: dict[tuple[int, int], list[Span]] = defaultdict(list)
    places: dict[tuple[int, int], Mark] = {}
    for mark in marks:
        block = document.blocks[mark.block]
        if isinstance(block, Grid):
            cell = block.cells[mark.cell or 0]
            around = {*range(_head(block)), *range(cell.row - 1, cell.row + 2)} & set(range(block.n_rows))
            for row in around:
                rows.setdefault((mark.block, row), [])
            rows[mark.block, cell.row].append((cell.col, mark.start, mark.end))
            places.setdefault((mark.block, cell.row), mark)
        else:
            at = block.fragment_at(mark.start).start
            rows[mark.block, at].append((0, mark.start - at, min(mark.end, _stop(block, at)) - at))
    order = list(dict.fromkeys(mark.block for mark in marks))
    ordered = sorted(rows, key=lambda key: (order.index(key[0]), key[1]))
    return SourceLine(tuple(_row(document, *key, places.get(key), rows[key]) for key in ordered))


def _head(grid: Grid) -> int:
    """How many rows are the head of a table, with its title and unit where these stand inside it."""
    figures = (cell.row for cell in grid.cells if cell.col and _FIGURE.fullmatch(cell.text.strip()))
    return min(max(min(figures, default=0), _HEAD), _DEEPEST)


def _row(document: Document, number: int, at: int, mark: Mark | None, spans: list[Span]) -> Row:
    """A row of a table with a cell for each of its columns, blank where one from the left or above reaches; a line."""
    block, file = document.blocks[number], document.file_of(number)
    figures = tuple(sorted(spans))
    if not isinstance(block, Grid):
        page = block.fragment_at(at).page
        return file.sheets[page - 1] if file.sheets else page, (block.text[at : _stop(block, at)],), figures
    texts = {cell.col: cell.text for cell in block.rows()[at]}
    cells = tuple(texts.get(col, "") for col in range(block.n_cols))
    if not file.sheets:
        return next((cell.page for cell in block.rows()[at]), block.page + at), cells, figures
    from openpyxl.utils import get_column_letter

    col = block.cells[mark.cell or 0].col if mark else 0
    name = f"{get_column_letter(block.origin[1] + col + 1)}{block.origin[0] + at + 1}"
    return f"{file.sheets[block.page - 1]}!{name}", cells, figures


def _stop(paragraph: Paragraph, at: int) -> int:
    """Where the line that begins at ``at`` ends."""
    return min((other.start for other in paragraph.fragments if other.start > at), default=len(paragraph.text))
