"""Tables of PDF pages without rules, of columns that are plain from alignment: laid out as text, and read as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from budgetlib.readers.document import Box, Cell, Grid
from budgetlib.readers.grids import Ruled
from budgetlib.readers.joining import ends_title, is_label_line, is_table_title, is_unit_line
from budgetlib.readers.pdf_lines import same_height
from budgetlib.readers.prose import Line
from budgetlib.readers.typed_cells import Typed
from budgetlib.readers.typed_tables import shown, spaced

_ABOVE = 4
"""Lines above a table among which its title or its unit stands: without either, text set in columns is no table."""
_GAP = 2
"""Least width of a gap between columns as laid out; a Chinese character is two wide."""

_TOUCHING = re.compile(r"(?<=\d\.\d\d)(?=[一-鿿(（])(?![%％百千万亿元])")
"""Between a figure and the label right of it, where columns stand close: 341,428.63本年支出合计."""

_DASHED = re.compile(r"(?<=^[-—])(?=[(（]?[一二三四五六七八九十]{1,3}[)）、])")
"""The same behind a dash that stands for no figure."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The pieces of text that stand at one height, from left to right."""

    pieces: tuple[Line, ...]

    @property
    def bbox(self) -> Box:
        x0, top, x1, bottom = zip(*(piece.bbox for piece in self.pieces), strict=True)
        return min(x0), min(top), max(x1), max(bottom)


def may_hold_tables(lines: Sequence[Line]) -> bool:
    """Whether any line of a page is the title or the unit of a table: only then is it worth to look at gaps."""
    return any(_announces(line.text) for line in lines)


def aligned_tables(pieces: Sequence[Line]) -> Iterator[Ruled]:
    """Tables among the pieces of text of one page, from top to bottom."""
    rows = list(_rows(pieces))
    if not rows:
        return
    wide = median((piece.bbox[2] - piece.bbox[0]) / max(shown(piece.text), 1) for piece in pieces)
    typed = [Typed(number, _laid_out(row, wide)) for number, row in enumerate(rows)]
    at = 0
    while at < len(rows):
        above = rows[max(0, at - _ABOVE) : at]
        announced = any(_announces("".join(piece.text for piece in row.pieces)) for row in above)
        found = spaced(typed, at, gaps_only=True) if announced and len(rows[at].pieces) > 1 else None
        if found is None:
            at += 1
            continue
        grid, behind = found
        boxed = _boxed(grid, rows[at:behind], at)
        if at and not _is_above(rows[at - 1]) and _over_figures(rows[at - 1], boxed):
            boxed = replace(boxed, unclear=True)  # a heading of some of the columns, alone in its line
        yield Ruled(boxed, (), rows[at].pieces[0].page)
        at = behind


def _announces(text: str) -> bool:
    squeezed = "".join(text.split())
    _, unit, named = squeezed.rpartition("单位")
    return is_table_title(squeezed) or is_unit_line(unit + named)


def _is_above(row: _Row) -> bool:
    """Whether a row is the title of a table, its unit, the office or the number of its form."""
    text = "".join(piece.text for piece in row.pieces)
    return _announces(text) or is_label_line(text) or ends_title(text)


def _over_figures(row: _Row, grid: Grid) -> bool:
    """Whether the middle of a row stands right of where the figures of a table begin."""
    x0, _, x1, _ = row.bbox
    figures = [cell.bbox[0] for cell in grid.cells if cell.bbox and cell.col and cell.text[:1].isdigit()]
    return (x0 + x1) / 2 > min(figures, default=0.0)


def _rows(pieces: Sequence[Line]) -> Iterator[_Row]:
    waiting: list[Line] = []
    for piece in sorted(pieces, key=lambda one: (one.bbox[1] + one.bbox[3]) / 2):
        if waiting and not same_height(waiting[-1].bbox, piece.bbox):
            yield _Row(tuple(sorted(waiting, key=lambda one: one.bbox[0])))
            waiting = []
        waiting.append(piece)
    if waiting:
        yield _Row(tuple(sorted(waiting, key=lambda one: one.bbox[0])))


def _laid_out(row: _Row, wide: float) -> str:
    """The pieces of a row at their places, as a typewriter would set them."""
    text, at = "", 0
    for piece in row.pieces:
        start = max(round(piece.bbox[0] / wide), at + _GAP if text else 0)
        printed = _TOUCHING.sub(" " * _GAP, _DASHED.sub(" " * _GAP, piece.text.replace(" ", "")))
        text += " " * (start - at) + printed
        at = start + shown(printed)
    return text


def _boxed(grid: Grid, rows: Sequence[_Row], first: int) -> Grid:
    """The grid with the page and the boxes of its cells, marked as one that has no rules."""
    cells: list[Cell] = []
    left = {number: list(row.pieces) for number, row in enumerate(rows, first)}
    for cell in sorted(grid.cells, key=lambda one: (one.row, one.col)):
        row = rows[cell.page - first]
        waiting = left[cell.page]
        own = next((piece for piece in waiting if piece.text.replace(" ", "") == cell.text), None)
        if own is not None:
            waiting.remove(own)
        cells.append(cell._replace(page=row.pieces[0].page, bbox=own.bbox if own else row.bbox))
    x0, top, x1, bottom = zip(*(row.bbox for row in rows), strict=True)
    box = min(x0), min(top), max(x1), max(bottom)
    return replace(grid, cells=tuple(cells), page=rows[0].pieces[0].page, bbox=box, aligned=True)
