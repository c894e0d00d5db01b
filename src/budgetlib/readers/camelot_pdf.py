"""The second reading of tables: camelot, which stands on playa and not on the engines of the first reading."""

from __future__ import annotations

import contextlib
import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from budgetlib.readers.document import Box, Document
from budgetlib.readers.grids import BoxedText
from budgetlib.readers.pdf import read_pdf

_SETTINGS = {"flavor": "lattice", "split_text": True, "suppress_stdout": True}
"""Without ``split_text`` camelot puts the text of two neighbouring cells into one."""


def read_pdf_camelot(path: Path) -> Document:
    """Read a PDF report with tables by camelot alone; the prose is read as in ``read_pdf``, whose errors it raises.

    Slower than the first reading by about ten times, and without nearly empty tables, which camelot drops.
    """
    return read_pdf(path, finder=Camelot)


class Camelot:
    """Tables by camelot: from the drawn rules, and from the picture of the page where the rules are images.

    Only turning a page upright is left to pdfium; rules and characters are read by playa.
    """

    name: ClassVar[str] = "camelot"

    def __init__(self, data: bytes) -> None:
        # camelot opens the file again for each call; given bytes it would write them out each time
        with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
            file.write(data)
        self._path = Path(file.name)

    def cells(self, page: Any, index: int) -> list[list[BoxedText]]:
        """Cells of each table of an upright page, merged cells as one, from top to bottom."""
        tables = self._tables(index, "vector")
        if not tables and _has_images(page):
            tables = self._tables(index, "raster")
        left, top = _visible_corner(page)
        found = [list(_merged(table.cells, left, top)) for table in tables]
        kept = [cells for cells in found if len(cells) > 1]
        return sorted(kept, key=lambda cells: min(cell.bbox[1] for cell in cells))

    def close(self) -> None:
        """Remove the copy of the file."""
        with contextlib.suppress(OSError):  # still held open on Windows; the system clears its temporary folder
            self._path.unlink()

    def _tables(self, index: int, engine: str) -> list[Any]:
        from camelot.io import read_pdf as find_tables

        logging.getLogger("camelot").setLevel(logging.ERROR)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "no tables found on page 7" is an answer, not a warning
            return list(find_tables(str(self._path), pages=str(index + 1), engine=engine, **_SETTINGS))


def _has_images(page: Any) -> bool:
    return any(item.type == 3 for item in page.get_objects(max_depth=3))  # FPDF_PAGEOBJ_IMAGE


def _visible_corner(page: Any) -> tuple[float, float]:
    """Left and top of the visible page as camelot counts: from the lower left of the whole sheet."""
    sheet, crop = page.get_mediabox(), page.get_cropbox()
    return crop[0] - sheet[0], crop[3] - sheet[1]


def _merged(rows: list[list[Any]], left: float, top: float) -> Iterator[BoxedText]:
    """Each cell once: neighbours without a rule between them are one, their texts put together in reading order."""
    seen: set[tuple[int, int]] = set()
    for row in range(len(rows)):
        for col in range(len(rows[row])):
            if (row, col) in seen:
                continue
            places = _reached(rows, row, col)
            seen |= places
            cells = [rows[place[0]][place[1]] for place in sorted(places)]
            text = "\n".join(cell.text.strip() for cell in cells if cell.text.strip())
            yield BoxedText(text, _outer_box(cells, left, top))


def _reached(rows: list[list[Any]], row: int, col: int) -> set[tuple[int, int]]:
    """Places of the cell that begins here: rightwards and downwards as far as no rule stands between."""
    reached = {(row, col)}
    waiting = [(row, col)]
    while waiting:
        at_row, at_col = waiting.pop()
        cell = rows[at_row][at_col]
        right = (at_row, at_col + 1) if at_col + 1 < len(rows[at_row]) and not cell.right else None
        below = (at_row + 1, at_col) if at_row + 1 < len(rows) and not cell.bottom else None
        for place in (right, below):
            if place and place not in reached:
                reached.add(place)
                waiting.append(place)
    return reached


def _outer_box(cells: list[Any], left: float, top: float) -> Box:
    """Box around camelot cells, turned to y downwards from the top of the visible page."""
    return (
        min(cell.x1 for cell in cells) - left,
        top - max(cell.y2 for cell in cells),
        max(cell.x2 for cell in cells) - left,
        top - min(cell.y1 for cell in cells),
    )
