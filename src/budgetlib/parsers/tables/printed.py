"""The result of reading the tables: printed tables, rows of ``lines``, forms, and what stayed unread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.facts import Row, Unread
from budgetlib.parsers.tables.titles import standard_statements
from budgetlib.readers.document import Document, Grid, Mark


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it is printed: what it says it is, where it stands, and what of it was not understood."""

    number: int
    title: str
    statement: str | None
    terms: frozenset[str]
    unit: str | None
    pages: tuple[int, int]
    grids: tuple[int, ...]
    head: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    empty: bool
    unknown: tuple[str, ...]
    """Words of the title and the headings that no term covers."""
    doubt: str
    """Why it was not read in full: an unknown word, an unread figure, a part that may be lost; "" where it was."""
    headings: tuple[str, ...] = ()
    """Headings of all its columns as printed, those over one another joined with "/"."""
    spans: tuple[tuple[int, int], ...] = ()
    """Grid block and its first row of data, for each piece."""

    @property
    def complete(self) -> bool:
        """Whether it was read in full and every column and row of it is understood."""
        return not self.doubt

    @property
    def page_first(self) -> int:
        """The page on which it begins."""
        return self.pages[0]

    @property
    def page_last(self) -> int:
        """The page on which it ends."""
        return self.pages[1]

    def rows(self, document: Document) -> Iterator[tuple[int, list[str]]]:
        """Page and texts of each row of data as it stands, a spanning cell's text in each place that it covers."""
        for block, first in self.spans:
            grid = document.blocks[block]
            assert isinstance(grid, Grid)
            for line in grid.covering()[first:]:
                page = next((cell.page for cell in line if cell), grid.page)
                yield page, [cell.text if cell else "" for cell in line]


@dataclass(frozen=True, slots=True)
class FormGrids:
    """A form (self-evaluation, target form) that is read elsewhere: its title, its grids in order.

    ``unit`` is the one stated above it: 元 in a label of the form itself is that of the label.
    """

    title: str
    unit: str | None
    grids: tuple[int, ...]
    page: int


@dataclass(slots=True)
class Tables:
    """All tables of a report."""

    printed: list[PrintedTable] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    """Figures of goals that stand beside the figures of a list."""
    unread: list[Unread] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    """Numbers of the grid blocks that were read."""
    labels: list[Mark] = field(default_factory=list)
    """Places of heads, labels, codes and ordinals, whose numbers are no figures."""
    forms: list[FormGrids] = field(default_factory=list)

    @property
    def standard(self) -> list[PrintedTable]:
        """The printed tables that are one of the statements that every report has."""
        return [table for table in self.printed if table.statement in standard_statements()]

    @property
    def missing(self) -> list[str]:
        """Keys of the statements that every report has and this one has not."""
        present = {table.statement for table in self.printed}
        return [key for key in standard_statements() if key not in present]

    def by_number(self, number: int) -> PrintedTable:
        """The table of a number. Raises KeyError where there is none."""
        for table in self.printed:
            if table.number == number:
                return table
        raise KeyError(f"no table {number}; the report has {', '.join(str(table.number) for table in self.printed)}")

    def factors(self) -> dict[int, float]:
        """万元 for one printed unit, by grid block."""
        return {grid: TO_WAN[table.unit] for table in self.printed if table.unit in TO_WAN for grid in table.grids}

    @property
    def statements(self) -> list[PrintedTable]:
        """The printed tables whose title is understood."""
        return [table for table in self.printed if table.statement]
