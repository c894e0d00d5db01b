"""Heads of tables that came as text: a blank cell beside or below a heading belongs to it, as a ruled head shows it."""

from __future__ import annotations

from dataclasses import replace

from budgetlib.parsers.tables.cells import blank, figure, is_total, numbers_columns, role, unit_of
from budgetlib.readers.document import Cell, Grid
from budgetlib.text import key


def spanned(grid: Grid) -> tuple[Grid, dict[int, int]]:
    """The grid with the spans of its head, and for each of its cells (by identity) the number of the original cell."""
    numbers = {id(cell): number for number, cell in enumerate(grid.cells)}
    depth = _depth(grid)
    if depth < 2 or any(cell.colspan > 1 or cell.rowspan > 1 for cell in grid.cells):
        return grid, numbers
    start = _preamble(grid)
    owners = _owners(grid, start, depth)
    cells = [
        (_grown(cell, owners) if cell in owners else cell, numbers[id(cell)])
        for cell in grid.cells
        if cell in owners or not start <= cell.row < depth
    ]
    return replace(grid, cells=tuple(cell for cell, _ in cells)), {id(cell): number for cell, number in cells}


def _preamble(grid: Grid) -> int:
    """How many rows at the top state the office or the unit only."""
    for number, row in enumerate(grid.rows()):
        texts = [key(cell.text) for cell in row if cell.text.strip()]
        if not all(unit_of(text) or role("office_line").match(text) for text in texts):
            return number
    return 0


def _depth(grid: Grid) -> int:
    """How many rows at the top hold no figure and open no list; 合计 beside other words is a heading."""
    for number, row in enumerate(grid.rows()):
        texts = [key(cell.text) for cell in row if cell.text.strip()]
        if numbers_columns(texts) or any(figure(cell.text) is not None for cell in row):
            return number
        if number and texts and is_total(texts[0]) and all(is_total(text) or blank(text) for text in texts):
            return number
    return grid.n_rows


def _owners(grid: Grid, start: int, depth: int) -> dict[Cell, set[tuple[int, int]]]:
    """Each heading with the places that it covers: to the right below one heading, else downwards."""
    covers: dict[tuple[int, int], Cell] = {}
    for row in grid.rows()[start:depth]:
        for cell in row:
            place, left, above = (cell.row, cell.col), (cell.row, cell.col - 1), (cell.row - 1, cell.col)
            if cell.text.strip():
                covers[place] = cell
            elif left in covers and (
                cell.row == start or covers.get(above) is covers.get((cell.row - 1, cell.col - 1))
            ):
                covers[place] = covers[left]
            elif above in covers:
                covers[place] = covers[above]
    owners: dict[Cell, set[tuple[int, int]]] = {}
    for place, owner in covers.items():
        owners.setdefault(owner, set()).add(place)
    return owners


def _grown(cell: Cell, owners: dict[Cell, set[tuple[int, int]]]) -> Cell:
    rows, cols = zip(*owners[cell], strict=True)
    return cell._replace(rowspan=max(rows) - cell.row + 1, colspan=max(cols) - cell.col + 1)
