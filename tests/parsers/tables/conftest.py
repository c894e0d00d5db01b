"""Made-up tables as readers return them: rows of cells, spans written beside the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from budgetlib.parsers.identity import Identity
from budgetlib.parsers.tables import Tables, read_tables
from budgetlib.readers.document import Block, Cell, Document, Fragment, Grid, Paragraph

CellSpec = str | tuple[str, int, int] | None
"""Text; or text, colspan and rowspan; None where a cell from above or from the left covers the place."""


def grid(*rows: list[CellSpec], page: int = 1) -> Grid:
    """A ruled grid of a page."""
    cells = []
    for row, specs in enumerate(rows):
        for col, spec in enumerate(specs):
            if spec is None:
                continue
            text, colspan, rowspan = (spec, 1, 1) if isinstance(spec, str) else spec
            cells.append(Cell(text, row, col, rowspan, colspan, page, (0.0, 0.0, 1.0, 1.0)))
    return Grid(tuple(cells), len(rows), max(len(row) for row in rows), page)


def line(text: str, page: int = 1) -> Paragraph:
    """A paragraph of one line."""
    return Paragraph(text, (Fragment(0, page),))


@pytest.fixture
def tables() -> Callable[..., Tables]:
    """A function: blocks (lines of text and grids) to what is read of them."""

    def reading(*blocks: str | Block, report_type: str = "final", year: int = 2023) -> Tables:
        shown = tuple(line(block) if isinstance(block, str) else block for block in blocks)
        document = Document(Path("made-up.pdf"), "", "pdf", 1, shown)
        return read_tables(document, Identity("云岭市气象局", "云岭市气象局", year, report_type, "department", ""))

    return reading


def figures(read: Tables) -> dict[tuple[Any, ...], float | None]:
    """Value by side, code, name and column."""
    return {
        (row.values["side"], row.values["code"], row.values["name"], row.values["column"]): row.values["value"]
        for row in read.lines
    }


def sums(read: Tables, table: int = 1) -> dict[str, str]:
    """Of each row of a table that is part of a total, the name of that total."""
    names = {(row.keys["block"], row.values["row"]): row.values["name"] for row in read.lines}
    return {
        row.values["name"]: names[row.keys["row_up"]]
        for row in read.lines
        if row.values["table"] == table and row.keys["row_up"] is not None and not row.keys["of_which"]
    }
