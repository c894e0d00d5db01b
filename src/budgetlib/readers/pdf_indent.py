"""How far labels are moved in from the left of their column, in tables of a PDF whose levels nothing else tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from budgetlib.readers.document import Box, Cell, Grid

_NUMBERED = re.compile(r"\d[\d.]*")
_WORDS = re.compile(r"[一-鿿]")
_LEAST = 0.1
"""A label that was measured is never quite at the left; 0 is one that was not."""

Offset = Callable[[Box], float | None]
"""How far, in characters, the first character of a cell stands from the left of its box."""


def indented(grid: Grid, offset: Offset) -> Grid:
    """The grid with the indentation of its labels; as it is where codes tell the levels."""
    columns: dict[int, list[tuple[int, Cell]]] = defaultdict(list)
    for number, cell in enumerate(grid.cells):
        columns[cell.col].append((number, cell))
    if any(_is_coded([cell for _, cell in column]) for column in columns.values()):
        return grid
    cells = list(grid.cells)
    for column in columns.values():
        labels = [(number, cell) for number, cell in column if cell.colspan == 1 and _WORDS.search(cell.text)]
        if 2 * len(labels) < len(column):
            continue
        measured = {n: off for n, cell in labels if cell.bbox and (off := offset(cell.bbox)) is not None}
        if len(measured) < len(labels):  # in part would tell a wrong tree
            continue
        for number, off in measured.items():
            cells[number] = cells[number]._replace(indent=max(round(off, 1), _LEAST))
    return replace(grid, cells=tuple(cells))


def _is_coded(column: list[Cell]) -> bool:
    """Whether a column holds codes: then they say which row is part of which."""
    filled = [cell.text for cell in column if cell.text.strip()]
    return 2 * sum(bool(_NUMBERED.fullmatch(text) and "." not in text) for text in filled) > len(filled)
