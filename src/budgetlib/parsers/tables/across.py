"""Which columns add up to which, from the tree of headings; where two readings are possible the figures decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from budgetlib.numbers import half_unit
from budgetlib.parsers.tables.cells import role
from budgetlib.parsers.tables.columns import Block, Column
from budgetlib.parsers.tables.rows import Placed, Row
from budgetlib.text import key

_MOST = 0.8
"""Share of the rows in which a reading has to hold."""
_LEFT_OUT = 3
"""Siblings at the end that may stand beside a total without being part of it."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A column (or row) is a part of the total ``up``; ``of_which`` where the parts need not be all."""

    up: int
    how: str
    of_which: bool = False
    block: int | None = None
    """The block of the total, where it is not the part's own."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total and the readings of what makes it, the likeliest first."""

    total: int
    readings: list[list[int]]
    named: list[int]
    """Parts that are called 其中."""


def columns_up(block: Block, rows: Sequence[Row]) -> dict[int, Link]:
    """For each column of a block that is part of a total: that total."""
    money = [column for column in block.figures if "增减" not in _text(column)]
    found: dict[int, Link] = {}
    for one in _sums(money, 0):
        parts = _decided(one, rows)
        for column in parts:
            found[column] = Link(one.total, "total")
        for column in one.named:
            found.setdefault(column, Link(one.total, "total", of_which=True))
    return found


def _text(column: Column) -> str:
    return "".join(key(cell.text) for cell in column.heads)


def _leaf(column: Column) -> str:
    return key(column.heads[-1].text) if column.heads else ""


def _sums(columns: Sequence[Column], depth: int) -> Iterator[_Sum]:
    """Totals among columns that share their headings down to ``depth``, outer ones first."""
    groups = [list(group) for _, group in groupby(columns, key=lambda column: _group(column, depth))]
    total: int | None = None
    parts: list[tuple[list[int], str]] = []
    inner: list[list[Column]] = []
    for members in groups:
        if len(members) > 1:
            own = _own_total(members, depth)
            alone = [member.index for member in members if not role("of_which").match(_leaf(member))]
            parts.append(([own] if own is not None else alone, key(members[0].heads[depth].text)))
            inner.append(members)
        elif total is None and role("sum_heading").fullmatch(_leaf(members[0])):
            total = members[0].index
        else:
            parts.append(([members[0].index], _leaf(members[0])))
    if total is not None and (len(parts) > 1 or (parts and len(parts[0][0]) > 1)):
        yield from _readings(total, parts)
    for members in inner:
        yield from _sums(members, depth + 1)


def _group(column: Column, depth: int) -> int | str:
    """What adjoining columns share: a heading over them, be it one wide cell or its words in the cell of each."""
    if depth >= len(column.heads):
        return -column.index - 1
    head = column.heads[depth]
    return key(head.text) or id(head) if depth < len(column.heads) - 1 else id(head)


def _own_total(members: Sequence[Column], depth: int) -> int | None:
    for member in members:
        if len(member.heads) == depth + 2 and role("sum_heading").fullmatch(_leaf(member)):
            return member.index
    return None


def _readings(total: int, parts: list[tuple[list[int], str]]) -> Iterator[_Sum]:
    named = [columns for columns, text in parts if role("of_which").match(text)]
    if len(named) == len(parts):
        yield _Sum(total, [], [column for columns in named for column in columns])
        return
    first_named = bool(role("of_which").match(parts[0][1]))
    own = parts if first_named else [part for part in parts if part[0] not in named]
    lengths = range(len(own), max(0, len(own) - _LEFT_OUT - 1), -1)
    readings = [[column for columns, _ in own[:length] for column in columns] for length in lengths]
    if len(own) != len(parts):
        readings.append([column for columns, _ in parts for column in columns])
    yield _Sum(total, [reading for reading in readings if len(reading) > 1], [c for columns in named for c in columns])


def _decided(one: _Sum, rows: Sequence[Row]) -> list[int]:
    """The first reading that holds in most rows; the likeliest where there are too few rows to tell."""
    for number, reading in enumerate(one.readings):
        judged = [holds for row in rows if (holds := _holds(row, one.total, reading)) is not None]
        if judged and sum(judged) >= _MOST * len(judged):
            return reading
        if number == 0 and len(judged) < _FEW and not _any_holds(one, rows):
            return reading
    return []


def _any_holds(one: _Sum, rows: Sequence[Row]) -> bool:
    return any(_holds(row, one.total, reading) for reading in one.readings for row in rows)


def _holds(row: Row, total: int, parts: Sequence[int]) -> bool | None:
    left = row.cells.get(total)
    right = [placed for n in parts if (placed := row.cells.get(n)) is not None and placed.value is not None]
    return adds_up(left, right) if left is not None and left.value is not None and right else None


def adds_up(total: Placed, parts: Sequence[Placed]) -> bool:
    """Whether the parts make the total within the rounding of the printed digits."""
    slack = sum(half_unit(placed.cell.text.strip()) for placed in (total, *parts)) + 1e-6
    return abs((total.value or 0.0) - sum(placed.value or 0.0 for placed in parts)) <= slack
