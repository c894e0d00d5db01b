"""What every reader returns: a Document, an ordered stream of paragraphs and grids, whatever the file format was."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from budgetlib.text import Refusal, on_one_line

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points of the page as a reader sees it (rotation applied), y downwards."""


class UnreadableReport(Refusal):
    """A file that cannot be read as a report. The message is one sentence: file, what was expected, what to try."""


class Fragment(NamedTuple):
    """A piece of a paragraph that stands on one line of one page: where it starts in the text, and its place."""

    start: int
    page: int
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, joined across line and page breaks; ``fragments`` lead each character back to its place."""

    text: str
    fragments: tuple[Fragment, ...]
    file: int = 0
    """Number in ``Document.files`` of the file it stands in."""

    @property
    def page(self) -> int:
        """Page (line of a text, sheet of a workbook) on which the paragraph begins, from 1."""
        return self.fragments[0].page

    @property
    def bbox(self) -> Box | None:
        """Box of the first line."""
        return self.fragments[0].bbox

    def fragment_at(self, offset: int) -> Fragment:
        """The fragment that holds the character at ``offset`` of the text."""
        index = bisect_right(self.fragments, offset, key=lambda fragment: fragment.start) - 1
        return self.fragments[max(index, 0)]


class Cell(NamedTuple):
    """One cell of a grid, spans kept: its text, its top left row and column, how far it spans, and its place.

    ``indent`` is how far the text is moved in from the left of its column, in characters (em).
    """

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    page: int = 0
    bbox: Box | None = None
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: cells in reading order over ``n_rows`` by ``n_cols``; one that goes on over pages is one Grid."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_cols: int
    page: int
    bbox: Box | None = None
    file: int = 0
    """Number in ``Document.files`` of the file it stands in."""
    aligned: bool = False
    """Whether it has no rules, and its columns were told from the alignment of the text."""
    unclear: bool = False
    """Whether a row of its head stands over columns that nobody can tell, so that no heading is whole."""
    origin: tuple[int, int] = (0, 0)
    """In a workbook: row and column of the sheet, from 0, where the grid begins."""

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
Locator = Literal["page", "line", "sheet"]
"""What page numbers count: pages of a PDF, lines (paragraphs and table rows) of a text, sheets of a workbook."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a report: where it is, what it holds, what its page numbers count, and what its sheets are called."""

    source: Path
    sha256: str
    format: str
    pages: int
    place: Locator = "page"
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read: blocks in reading order. ``place`` says what page numbers count.

    A report in several files is one Document: what stands here is of the first file, ``files`` has them all.
    """

    source: Path
    sha256: str
    format: str
    pages: int
    blocks: tuple[Block, ...]
    place: Locator = "page"
    losses: tuple[str, ...] = field(default=())
    """What could not be read, one sentence each (a broken page, a page without a text layer)."""
    engine: str = ""
    """The engine that found the tables of a PDF; '' for other formats."""
    sheets: tuple[str, ...] = ()
    """Names of the sheets of a workbook, by their number from 1."""
    others: tuple[File, ...] = ()
    """The further files of a report in several files."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What a page says of itself: ``publisher`` and ``published``, as printed."""
    sure: Mapping[int, tuple[tuple[Box, float], ...]] = field(default_factory=dict)
    """Of pages read by OCR: where figures stand, and from 0 to 1 how sure the engine is of each."""

    @property
    def name(self) -> str:
        """The name of the file as it can be shown and written."""
        return on_one_line(self.source.name)

    @property
    def files(self) -> tuple[File, ...]:
        """Every file of the report; ``file`` of a block counts in here."""
        own = File(self.source, self.sha256, self.format, self.pages, self.place, self.sheets)
        return (own, *self.others)

    def file_of(self, block: int) -> File:
        """The file in which a block stands."""
        return self.files[self.blocks[block].file]

    def original(self, file: int = 0) -> Path:
        """The file that was read. Raises UnreadableReport when it is gone or holds something else by now."""
        read = self.files[file]
        if not read.source.is_file():
            raise UnreadableReport(
                f"{read.source}: the file that was read is no longer there; put it back and try again."
            )
        if hashlib.sha256(read.source.read_bytes()).hexdigest() != read.sha256:
            raise UnreadableReport(f"{read.source}: the file has changed since it was read; read the report again.")
        return read.source

    def paragraphs(self) -> Iterator[tuple[int, Paragraph]]:
        """Paragraphs with their block number."""
        return ((n, block) for n, block in enumerate(self.blocks) if isinstance(block, Paragraph))

    def grids(self) -> Iterator[tuple[int, Grid]]:
        """Grids with their block number."""
        return ((n, block) for n, block in enumerate(self.blocks) if isinstance(block, Grid))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class Mark(NamedTuple):
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

    def confidence(self, document: Document) -> float | None:
        """How sure OCR is of the figures in this cell or line: of the least sure one; None where text was read."""
        page, box = self.place(document)
        pages = document.sure if document.blocks[self.block].file == 0 else {}
        scores = [score for place, score in pages.get(page, ()) if box and _meet(place, box)]
        return round(min(scores), 3) if scores else None
