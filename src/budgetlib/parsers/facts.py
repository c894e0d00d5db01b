"""Facts: one record a printed figure, the rows that carry them, and numbers that stayed unread. Pure data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from budgetlib.intervals import Interval, around
from budgetlib.numbers import decimals, half_unit
from budgetlib.readers.document import Mark

PARSED = ("lines", "claims", "changes", "completions", "three_public", "projects", "indicators", "goals")
"""Tables whose figures come out of the document; the others (``findings``, ``unread`` …) come from looking at these."""


class Fact(NamedTuple):
    """One printed figure: its value in the unit of the public table, how it was printed, and where it stands.

    Money is in 万元, everything else keeps its own ``unit`` ("" where the document names none). ``half`` is half a unit
    of the last printed place, in the same unit as ``value``; ``factor`` is 万元 for one printed unit (0.0001 for 元),
    1.0 for what is no money. The keys of a fact are the values of its row.
    """

    value: float
    unit: str
    half: float
    text: str
    mark: Mark
    page: int
    factor: float = 1.0

    @property
    def interval(self) -> Interval:
        """The values that the printed figure can stand for."""
        return around(self.value, self.half)

    @property
    def places(self) -> int:
        """Digits printed after the decimal point."""
        return decimals(self.text)


def fact(
    number: float, text: str, mark: Mark, page: int, *, unit: str = "万元", factor: float = 1.0, places: int = 8
) -> Fact:
    """A fact from a printed ``number``; ``factor`` turns the printed unit into ``unit``; ``places`` decimals stay."""
    return Fact(round(number * factor, places) + 0.0, unit, half_unit(text) * factor, text, mark, page, factor)


@dataclass(slots=True)
class Row:
    """A row of a public table: ``values`` by column; ``facts`` are the figures among them that the document prints.

    ``marks`` has the place of everything that was read for the row, by column: of figures, of blank cells, of words.
    ``keys`` holds what checks need and no public table shows: the geometry of a printed table (``block``, ``col``,
    ``row_up`` and ``col_up``: the block and row, and the column, of which the figure is a part), the passage of a
    sentence (``part``, ``paragraph``, ``clause``), ``in_reason``, the ``form`` of a project and its indicators.
    """

    values: dict[str, Any]
    marks: dict[str, Mark] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)

    def put(self, column: str, one: Fact, *, printed: bool = False) -> None:
        """Take up a printed figure: its value (``printed``: in the printed unit, as claims show it), its place."""
        self.values[column] = round(one.value / one.factor, 8) if printed else one.value
        self.marks[column] = one.mark
        self.facts[column] = one


@dataclass(frozen=True, slots=True)
class Unread:
    """A number of the document that reached no table, with the reason in words that a person can act on."""

    mark: Mark
    reason: str


class Place(NamedTuple):
    """The address of a fact: public table, row number, column."""

    table: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.table}:{self.row}:{self.column}"


def facts(rows: dict[str, list[Row]]) -> Iterator[tuple[Place, Fact, Row]]:
    """Every fact of the public tables with its address and its row."""
    for table in PARSED:
        for number, row in enumerate(rows[table]):
            for column, one in row.facts.items():
                yield Place(table, number, column), one, row
