"""Texts beside the figures of a list: those of a column of goals (绩效目标) to rows of ``goals``, the others unread."""

from __future__ import annotations

from collections.abc import Iterator

from budgetlib.numbers import find_numbers
from budgetlib.parsers.facts import Row, Unread
from budgetlib.parsers.forms.goals import read_goal
from budgetlib.parsers.forms.labels import placed
from budgetlib.parsers.tables.assembly import Assembled
from budgetlib.parsers.tables.cells import role
from budgetlib.readers.document import Mark
from budgetlib.text import key

_REASON = "表格的文字栏中的数字 (a number in a column of words of a table)"


def goals_of(table: Assembled) -> Iterator[Row]:
    """A row for each figure of a goal; the row of the table says whose goal it is."""
    for row in table.rows:
        for column, one in row.remarks:
            if _states_goals(table, column):
                keys = {"evaluation": "target", "project": row.name}
                yield from read_goal(placed(one.cell, one.mark.block, one.mark.cell or 0), keys, "expected")


def words_of(table: Assembled) -> Iterator[Unread]:
    """Numbers of the other texts, and why they are no rows."""
    for row in table.rows:
        for column, one in row.remarks:
            if not _states_goals(table, column):
                for number in find_numbers(one.cell.text):
                    yield Unread(Mark(one.mark.block, one.mark.cell, number.start, number.end), _REASON)


def _states_goals(table: Assembled, column: int) -> bool:
    path = table.pieces[0].paths[column]
    return bool(path and role("goal").search(key(path[-1].text)))
