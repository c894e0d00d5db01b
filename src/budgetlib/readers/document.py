"""What every reader returns: a Document, an ordered stream of paragraphs and grids, whatever the file format was."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from budgetlib.text import on_one_line

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points of the page as a reader sees it (rotation applied), y downwards."""


class UnreadableReport(Exception):
    """A file that cannot be read as a report. The message is one sentence: file, what was expected, what to try."""

    def __init__(self, message: str) -> None:
        super().__init__(on_one_line(message))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a paragraph that stands on one line of one page: where it starts in the text, and its place."""

    start: int
    page: int
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, joined across line and page breaks; ``fragments`` lead each character back to its place."""

    text: str
    fragments: tuple[Fragment, ...]

    @property
    def page(self) -> int:
        """Page (line, in a text file) on which the paragraph begins, from 1."""
        return self.fragments[0].page

    @property
    def bbox(self) -> Box | None:
        """Box of the first line."""
        return self.fragments[0].bbox

    def fragment_at(self, offset: int) -> Fragment:
        """The fragment that holds the character at ``offset`` of the text."""
        index = bisect_right(self.fragments, offset, key=lambda fragment: fragment.start) - 1
        return self.fragments[max(index, 0)]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, spans kept: its text, its top left row and column, how far it spans, and its place."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    page: int = 0
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: cells in reading order over ``n_rows`` by ``n_cols``; one that goes on over pages is one Grid."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    page: int
    bbox: Box | None = None

    def rows(self) -> list[list[Cell]]:
        """Cells that *begin* in each row, left to right; a cell merged from above stands in its first row only."""
        result: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            result[cell.row].append(cell)
        for row in result:
            row.sort(key=lambda cell: cell.col)
        return result

    def covering(self) -> list[list[Cell | None]]:
        """A matrix of the cell that covers each place, spans expanded; None where the table has a hole."""
        matrix: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rowspan, self.n_rows)):
                for col in range(cell.col, min(cell.col + cell.colspan, self.n_cols)):
                    matrix[row][col] = cell
        return matrix


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read: blocks in reading order. ``place`` says whether page numbers are pages or lines of a text."""

    source: Path
    sha256: str
    format: str
    pages: int
    blocks: tuple[Block, ...]
    place: Literal["page", "line"] = "page"
    losses: tuple[str, ...] = field(default=())
    """What could not be read, one sentence each (a broken page, a page without a text layer)."""
    engine: str = ""
    """The engine that found the tables of a PDF; '' for other formats."""

    @property
    def name(self) -> str:
        """The name of the file as it can be shown and written."""
        return on_one_line(self.source.name)

    def original(self) -> Path:
        """The file that was read. Raises UnreadableReport when it is gone or holds something else by now."""
        if not self.source.is_file():
            raise UnreadableReport(
                f"{self.source}: the file that was read is no longer there; put it back and try again."
            )
        if hashlib.sha256(self.source.read_bytes()).hexdigest() != self.sha256:
            raise UnreadableReport(f"{self.source}: the file has changed since it was read; read the report again.")
        return self.source

    def paragraphs(self) -> Iterator[tuple[int, Paragraph]]:
        """Paragraphs with their block number."""
        return ((n, block) for n, block in enumerate(self.blocks) if isinstance(block, Paragraph))

    def grids(self) -> Iterator[tuple[int, Grid]]:
        """Grids with their block number."""
        return ((n, block) for n, block in enumerate(self.blocks) if isinstance(block, Grid))


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a figure stands: block number, cell number within a grid (None in a paragraph), characters from, to."""

    block: int
    cell: int | None
    start: int
    end: int

    def place(self, document: Document) -> tuple[int, Box | None]:
        """Page (or line) and box of the figure's line or cell."""
        block = document.blocks[self.block]
        if isinstance(block, Grid):
            cell = block.cells[self.cell or 0]
            return cell.page, cell.bbox
        fragment = block.fragment_at(self.start)
        return fragment.page, fragment.bbox
