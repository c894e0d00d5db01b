"""A grid on its way to a table: the rows above its head, its head, the rows that number the columns, its data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from budgetlib.parsers.tables.cells import figure, is_total, numbers_columns, numeric, role, tier, unit_of, without_unit
from budgetlib.parsers.tables.spans import spanned
from budgetlib.readers.document import Cell, Grid, Mark
from budgetlib.text import key

_HEAD_ROWS = 8
"""No head of a statement is deeper; more rows of words only are a text in a frame."""


class Piece:
    """One grid of a document: what its rows are. ``title`` and ``unit`` are those printed inside the grid."""

    def __init__(self, grid: Grid, block: int) -> None:
        grid, self._numbers = spanned(grid)
        self.grid = grid
        self.block = block
        self.matrix = grid.covering()
        self.rows = grid.rows()
        self.title, self.unit, self.office = "", "", ""
        self.start = self._preamble()
        self.first, self.placeholder = self._first()

    @property
    def last_page(self) -> int:
        """The page on which the grid ends."""
        return max((cell.page for cell in self.grid.cells), default=self.grid.page)

    @cached_property
    def heads(self) -> list[int]:
        """Numbers of the rows of the head."""
        return [row for row in range(self.start, self.first) if row not in self.placeholder]

    @cached_property
    def head(self) -> list[list[str]]:
        """Texts of the rows of the head, folded."""
        return [[key(cell.text) for cell in self.rows[row]] for row in self.heads]

    @cached_property
    def paths(self) -> list[tuple[Cell, ...]]:
        """Heading cells over each column, outer first."""
        return [tuple(self._path(column)) for column in range(self.grid.n_cols)]

    def mark(self, cell: Cell) -> Mark:
        """The place of a cell in the document."""
        return Mark(self.block, self._numbers[id(cell)], 0, len(cell.text))

    def texts(self, row: int) -> list[str]:
        """Texts that begin in a row, folded, without the empty ones."""
        return [key(cell.text) for cell in self.rows[row] if cell.text.strip()]

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        return self.matrix[row][column] if column < self.grid.n_cols else None

    def below(self, column: int) -> Iterator[Cell]:
        """Cells of the data that begin in a column."""
        return (cell for cell in self._columns.get(column, ()) if cell.row >= self.first)

    @cached_property
    def _columns(self) -> dict[int, list[Cell]]:
        """Cells by the column in which they begin."""
        columns: dict[int, list[Cell]] = {}
        for cell in chain.from_iterable(self.rows):
            columns.setdefault(cell.col, []).append(cell)
        return columns

    def numbers_columns(self, row: int) -> bool:
        """Whether a row only numbers the columns."""
        return numbers_columns(self.texts(row))

    def _preamble(self) -> int:
        """How many rows above the head hold a title, the unit or the office."""
        for row in range(self.grid.n_rows - 1):
            texts = self.texts(row)
            for text in texts:
                self.unit = self.unit or unit_of(text) or ""
                office = role("office_line").match(text)
                if office and not unit_of(text):
                    self.office = self.office or text[office.end() :]
                if len(texts) == 1 and self._is_title(text):
                    self.title = "".join(without_unit("".join(cell.text for cell in self.rows[row])).split())
            if not all(self._introduces(text) for text in texts):
                return row
        return 0

    @staticmethod
    def _is_title(text: str) -> bool:
        """Whether a row of its own names the table; the number of the form below a title (公开01表) does not."""
        return len(text) > 4 and bool(role("title").search(text)) and not role("furniture").fullmatch(text)

    def _introduces(self, text: str) -> bool:
        return bool(unit_of(text) or role("office_line").search(text) or role("furniture").fullmatch(text)) or (
            key(without_unit(text)) == key(self.title)
        )

    def _first(self) -> tuple[int, set[int]]:
        """First row of data, and the rows above it that number the columns.

        A row into which a spanning cell of the head still reaches is head, unless it holds a figure.
        """
        placeholder: set[int] = set()
        for row in range(self.start, self.grid.n_rows):
            if self.numbers_columns(row):
                placeholder.add(row)
                continue
            reached = any(cell and cell.row < row and cell.row not in placeholder for cell in self.matrix[row])
            if placeholder or (self._is_data(row) and (not reached or self._has_figure(row))):
                return row, placeholder
            if not self.texts(row) and not reached and row > self.start:
                return row, placeholder
        return self.grid.n_rows, placeholder

    def shares_first_row(self, column: int) -> bool:
        """Whether the last heading of a column stands in the first row of data, beside 合计."""
        if self.first >= self.grid.n_rows or self.first in self.placeholder or self.first == self.start:
            return False
        cell, above = self.matrix[self.first][column], self.matrix[self.first - 1][column]
        if cell is None or above is None or cell.row != self.first or above.colspan == 1:
            return False
        text = key(cell.text)
        beside_total = any(is_total(other.text) and other.col < column for other in self.rows[self.first][:2])
        return (
            beside_total and cell.col == column and len(text) > 1 and not any(character.isdigit() for character in text)
        )

    def _has_figure(self, row: int) -> bool:
        return any(figure(cell.text) is not None and cell.rowspan == 1 for cell in self.rows[row])

    def _is_data(self, row: int) -> bool:
        for cell in self.rows[row]:
            labelled = cell.col == 0 or self._labelled(row, cell.col)
            if numeric(cell.text) or figure(cell.text) is not None or (labelled and self._opens_list(cell.text)):
                return True
            if row > self.start and is_total(cell.text) and self._labelled(row, cell.col):
                return True
            if row > self.start and not cell.text.strip() and cell.colspan == 1 and self._under_leaf(row, cell.col):
                return True  # a head leaves no blank under a heading of one column
        return False

    @staticmethod
    def _opens_list(text: str) -> bool:
        return tier(text) is not None or bool(role("coded_name").match(key(text)))

    def _under_leaf(self, row: int, column: int) -> bool:
        above = self.matrix[row - 1][column]
        ends_here = above is not None and above.colspan == 1 and above.row + above.rowspan == row
        return ends_here and above is not None and bool(above.text.strip())

    def _labelled(self, row: int, column: int) -> bool:
        """Whether the nearest heading above is one of labels: 合计 below it is a row, not a heading."""
        above = [self.matrix[n][column] for n in range(self.start, row)]
        leaf = next((key(cell.text) for cell in reversed(above) if cell and cell.text.strip()), "")
        return bool(role("label").search(leaf) or role("code").search(leaf))

    def _path(self, column: int) -> Iterator[Cell]:
        before: Cell | None = None
        for row in [*self.heads, *([self.first] if self.shares_first_row(column) else [])]:
            cell = self.matrix[row][column]
            if cell and self.grid.unclear and cell.colspan == self.grid.n_cols:
                continue  # nobody can tell which of its words are of this column
            if cell and cell.text.strip() and cell is not before:
                before = cell
                yield cell
