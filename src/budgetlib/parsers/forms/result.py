"""What the forms of a document yield: rows of ``projects``, ``indicators`` and ``goals``, and what found no place."""

from __future__ import annotations

from dataclasses import dataclass, field

from budgetlib.numbers import find_numbers
from budgetlib.parsers.facts import Row, Unread
from budgetlib.parsers.forms.labels import Placed
from budgetlib.readers.document import Mark


@dataclass(slots=True)
class Forms:
    """Rows for ``projects``, ``indicators`` and ``goals``; figures that found no place; the grids that are forms."""

    projects: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    unplaced: list[Unread] = field(default_factory=list)
    """Figures of a form that no column is known for, and why."""
    labels: list[Mark] = field(default_factory=list)
    """Cells that say something beside the figures (dates, remarks), so that their numbers are no unread figures."""
    taken: set[int] = field(default_factory=set)

    opened: int = 0
    """How many forms were begun; each has a number."""

    def begin(self, project: Row) -> int:
        """Take the row of a project or department that opens a form; the number of the form."""
        self.projects.append(project)
        self.opened += 1
        return self.opened

    def leave(self, placed: Placed, reason: str) -> None:
        """Note a figure that no column is known for; the number itself, not the signs around it."""
        marks = (
            Mark(placed.mark.block, placed.mark.cell, one.start, one.end) for one in find_numbers(placed.cell.text)
        )
        self.unplaced += [Unread(mark, reason) for mark in marks]

    def lay_aside(self, placed: Placed) -> None:
        """Note a cell as read that holds no figure of a table."""
        self.labels.append(placed.mark)
