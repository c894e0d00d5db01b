"""A figure as the checks see it: a fact with its address in the public tables."""

from __future__ import annotations

from typing import NamedTuple

from budgetlib.intervals import Interval, around
from budgetlib.numbers import TO_WAN
from budgetlib.parsers.facts import Fact, Place
from budgetlib.readers.document import Mark


class Figure(NamedTuple):
    """A figure of a public table: money in 万元, anything else in its own ``unit``; ``half`` of its last place."""

    table: str
    row: int
    column: str
    value: float
    half: float
    text: str
    page: int | None
    unit: str = ""
    factor: float = 1.0
    mark: Mark | None = None

    @property
    def place(self) -> Place:
        """The address of the figure."""
        return Place(self.table, self.row, self.column)

    @property
    def ref(self) -> str:
        """``table:row:column``, as in the evidence of a finding."""
        return str(self.place)

    @property
    def interval(self) -> Interval:
        """The values that the printed figure can stand for."""
        return around(self.value, self.half)

    @property
    def printed_unit(self) -> str:
        """The unit in which the document prints the figure (元 where a table is in yuan)."""
        return (
            next((unit for unit, factor in TO_WAN.items() if factor == self.factor), self.unit)
            if self.money
            else (self.unit)
        )

    @property
    def money(self) -> bool:
        """Whether the figure is an amount of money."""
        return self.unit == "万元"


def figure_of(one: Fact, table: str, row: int, column: str, page: int | None) -> Figure:
    """A fact with its address."""
    return Figure(table, row, column, one.value, one.half, one.text, page, one.unit, one.factor, one.mark)
