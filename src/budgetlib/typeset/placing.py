"""Where each cell of a typeset table stands, and what a block of the report says, for writers of office formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Put:
    """A cell with its row and column, counted from 0, and the rows and columns that it covers."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    align: str


def placed(sheet: Content) -> list[Put]:
    """Every cell of a table: cells fill what the spans from above leave free, row after row."""
    width = len(sheet["widths"])
    taken: set[tuple[int, int]] = set()
    found: list[Put] = []
    place = 0
    for box in (box for part in sheet["parts"] for box in part["cells"]):
        while divmod(place, width) in taken:
            place += 1
        row, col = divmod(place, width)
        found.append(Put(row, col, box["rowspan"], box["colspan"], box["text"], box["align"]))
        taken |= {(row + down, col + right) for down in range(box["rowspan"]) for right in range(box["colspan"])}
    return found


def rows_of(cells: Sequence[Put]) -> list[list[Put]]:
    """The cells by the row in which they begin; a row that is covered from above alone is empty."""
    rows: list[list[Put]] = [[] for _ in range(max((cell.row + cell.rowspan for cell in cells), default=0))]
    for cell in cells:
        rows[cell.row].append(cell)
    return rows


def opening(content: Content) -> Iterator[str]:
    """What stands before the first part: the title, and the notes."""
    yield content["title"]
    yield from content["note"]


def around(sheet: Content) -> tuple[list[str], list[str]]:
    """What stands above a table (title, subtitle, office, unit) and below it."""
    above = [sheet[name] for name in ("title", "subtitle", "left", "right") if sheet[name]]
    return above, [sheet["note"]] if sheet["note"] else []
