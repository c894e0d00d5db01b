"""An assembled table to rows of the public table ``lines``, each with its fact and its place in the table's sums."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.facts import Row as LineRow
from budgetlib.parsers.facts import Unread, fact
from budgetlib.parsers.tables.across import Link, columns_up
from budgetlib.parsers.tables.assembly import Assembled
from budgetlib.parsers.tables.beside import Folded, joined
from budgetlib.parsers.tables.cells import blank, is_of_which, own_unit, role
from budgetlib.parsers.tables.columns import Block
from budgetlib.parsers.tables.down import rows_up
from budgetlib.parsers.tables.headings import (
    Heading,
    Scope,
    column_key,
    counts,
    fund_of,
    headings_of,
    is_rate,
    item_of,
    side_of,
    sides_by_totals,
    values_money,
)
from budgetlib.parsers.tables.rows import Placed, Row
from budgetlib.parsers.tables.titles import Title
from budgetlib.parsers.tables.wording import wording
from budgetlib.schema import AMOUNT
from budgetlib.text import key

_DECIMALS = 6
"""Amounts in 万元 keep this many decimals: 0.01 元 is 0.000001 万元, and binary dust is cut off."""
_LEVELS = {3: 1, 5: 2, 7: 3}
_BRACKETED_UNIT = re.compile(r"\(([^()]{1,4})\)$|/([百千万亿]?万?元)$")
_MEASURES = frozenset(
    ("人", "人次", "批次", "批", "个", "辆", "台", "套", "台(套)", "次", "平方米", "%", "天", "项", "家")
)
_STAGES = {"initial": "initial", "annual_budget": "annual", "actual": "actual", "budget": "unstated"}
_YEARS = {"year_current": 0, "year_prior": -1}


@dataclass(frozen=True, slots=True)
class BlockReading:
    """What a block of a table means: side, headings by column, sums across and down."""

    block: Block
    side: str | None
    headings: Mapping[int, Heading]
    across: Mapping[int, Link]
    down: Mapping[int, Link]
    heads: frozenset[int]
    """Its heading cells (by identity): one in the first row of data leaves the figure beside 合计 blank."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table and what it means."""

    table: Assembled
    title: Title
    scope: Scope
    unit: str | None
    blocks: tuple[BlockReading, ...]

    @property
    def only_row(self) -> bool:
        """Whether the table has one row of data, which needs no label."""
        rows = self.table.rows
        return bool(rows) and rows[0].number == rows[-1].number


def read_table(table: Assembled, title: Title, scope: Scope, unit: str | None) -> TableReading:
    """What the title, the headings and the structure of a table mean."""
    blocks = [_block(table, block, scope, side) for block, side in zip(table.blocks, _sides(table), strict=True)]
    folded = [_folded(table, block) for block in blocks]
    down = joined(folded)
    told = (_told_apart(replace(block, down=own), blocks) for block, own in zip(blocks, down, strict=True))
    return TableReading(table, title, scope, unit, tuple(told))


def _told_apart(block: BlockReading, blocks: Sequence[BlockReading]) -> BlockReading:
    """Of blocks of one side (expenditure by function, by economic class) the heading of the labels says which it is."""
    beside = [other for other in blocks if other.side == block.side]
    name = block.block.label_heading
    if block.side is None or len(beside) < 2 or not name:
        return block
    headings = {n: replace(heading, printed=f"{name}/{heading.printed}") for n, heading in block.headings.items()}
    return replace(block, headings=headings)


def _sides(table: Assembled) -> list[str | None]:
    """Which side each block is: its headings say it, or where none of them does, the totals of both."""
    if len(table.blocks) < 2:
        return [None for _ in table.blocks]
    sides = [side_of(block) for block in table.blocks]
    names = [[row.name for row in _rows_of(table, block)] for block in table.blocks]
    return sides if any(sides) else sides_by_totals(names)


def _rows_of(table: Assembled, block: Block) -> list[Row]:
    return [row for row in table.rows if row.block == block.number]


def _block(table: Assembled, block: Block, scope: Scope, side: str | None) -> BlockReading:
    rows = _rows_of(table, block)
    heads = frozenset(id(cell) for column in block.figures for cell in column.heads)
    headings = headings_of(block, scope)
    if table.pieces[0].grid.unclear:
        headings = {n: replace(heading, column=None) for n, heading in headings.items()}
    return BlockReading(block, side, headings, columns_up(block, rows), rows_up(rows), heads)


def _folded(table: Assembled, block: BlockReading) -> Folded:
    rows = _rows_of(table, block.block)
    columns = tuple(heading.column for heading in block.headings.values())
    return Folded(block.block.number, (block.side, columns), block.side, rows, block.down)


def lines_of(reading: TableReading) -> Iterator[LineRow]:
    """One row for each cell of figures, in the order in which they are printed; a blank one has no value."""
    of_heading: dict[tuple[int, Heading], dict[str, Any]] = {}
    for row in reading.table.rows:
        block = reading.blocks[row.block]
        of_row = _row_keys(block, row)
        for column, placed in row.cells.items():
            if placed.value is not None or blank(placed.cell.text) or id(placed.cell) in block.heads:
                heading = _with_row_stage(block.headings[column], row, reading.scope)
                place = (row.block, heading)
                words = of_heading.get(place) or of_heading.setdefault(place, _heading_words(reading, block, heading))
                yield _line(reading, block, row, column, placed, heading, words, of_row)


def _place(block: BlockReading, column: int) -> int:
    """Which of the columns of figures of a block, which stand from left to right, a column is."""
    return bisect_left(block.block.figures, column, key=lambda own: own.index)


def unread_of(reading: TableReading) -> Iterator[Unread]:
    """Cells with more than one number, or a number among words, in a column of figures."""
    for row in reading.table.rows:
        for placed in row.cells.values():
            if placed.value is None and not blank(placed.cell.text) and any(map(str.isdigit, placed.cell.text)):
                yield Unread(placed.mark, "表格中不是一个数 (not one number, in a cell of a table)")


def _line(
    reading: TableReading,
    block: BlockReading,
    row: Row,
    column: int,
    placed: Placed,
    heading: Heading,
    words: dict[str, Any],
    of_row: dict[str, Any],
) -> LineRow:
    percent = placed.cell.text.strip().endswith(("%", "％"))
    unit = "%" if percent and placed.value is not None else own_unit(placed.cell.text) or _unit(reading, heading, row)
    text = "" if id(placed.cell) in block.heads else placed.cell.text.strip()
    value = placed.value
    known = None
    if value is not None:
        money = unit in TO_WAN
        factor = TO_WAN[unit or ""] if money else 1.0
        own = AMOUNT if money else unit or ""
        known = fact(value, text, placed.mark, placed.cell.page, unit=own, factor=factor, places=_DECIMALS)
        value = known.value
    place = {"page": placed.cell.page, "table": reading.table.number, "row": row.number}
    values = {**words, **_row_words(row, heading), **_measured(value, unit, text), **place}
    facts = {("amount" if unit in TO_WAN else "value"): known} if known else {}
    marks = {("amount" if unit in TO_WAN or not known else "value"): placed.mark}
    return LineRow(values, marks, facts, of_row | _keys(reading, block, row, column, placed, values))


def _measured(value: float | None, unit: str | None, text: str) -> dict[str, Any]:
    money = unit in TO_WAN
    return {
        "amount": value if money else None,
        "value": value,
        "unit": AMOUNT if money else unit,
        "text": text,
    }


def _heading_words(reading: TableReading, block: BlockReading, heading: Heading) -> dict[str, Any]:
    """What holds for every figure under a heading."""
    title, scope = reading.title, reading.scope
    return {
        "statement": title.statement,
        "statement_zh": title.printed,
        "side": block.side,
        "column": heading.column,
        "column_zh": heading.printed,
        "fund": fund_of(heading.terms, title.terms),
        "stage": _stage(heading, scope),
        "year": _year(heading, scope),
        "file": None,
    }


def _row_words(row: Row, heading: Heading) -> dict[str, Any]:
    by_item = bool(heading.item)
    return {
        "code": row.code or None,
        "name": heading.item if by_item else row.group or row.name,
        "level": None if row.unit_coded else _LEVELS.get(len(row.code)),
        "unit_name": row.unit_name or (row.name if by_item and not _says_nothing(row) else None),
    }


def _says_nothing(row: Row) -> bool:
    """Whether the label of a row is a total, a stage or an item, so that the row is no unit's."""
    return not row.name or row.is_total or not wording(row.name).unknown


def _with_row_stage(heading: Heading, row: Row, scope: Scope) -> Heading:
    """Of the three public expenses a row may say the stage or the year (预算数, 上年, 增减额) of all its figures."""
    if not heading.item or not row.name or heading.column is None:
        return heading
    words = wording(row.name, scope.year)
    stage = words.terms & {*_STAGES, *_YEARS, "year_other", "change", "change_pct"}
    if words.unknown or not stage:
        return heading
    own = stage - {"year_current"}
    bare = replace(scope, report_type=None, title_terms=frozenset())
    column = column_key(replace(words, terms=frozenset(own)), bare) if own else heading.column
    return replace(heading, column=column, terms=heading.terms | stage)


def _unit(reading: TableReading, heading: Heading, row: Row) -> str | None:
    """The unit of a figure: of its row, of its heading, else of the table."""
    own, counted, money = _heading_unit(heading.printed)
    if "change_pct" in heading.terms:
        return own or "%"
    if own:
        return own
    counted = counted or "count" in heading.terms
    if row.measure and not money:
        return row.measure if counted else reading.unit
    return (None if money else _bracketed(row.name)) or (None if counted else reading.unit)


@lru_cache(maxsize=1024)
def _heading_unit(printed: str) -> tuple[str | None, bool, bool]:
    """The unit that a heading states, whether it is of a number of things, and whether of what they are worth."""
    return _bracketed(printed) or ("%" if is_rate(printed) else None), counts(printed), values_money(printed)


def _bracketed(text: str) -> str | None:
    """The unit at the end of a label or a heading, in brackets or behind a stroke: 单价（元）, 金额/万元."""
    found = _BRACKETED_UNIT.search(key(text))
    unit = found and (found[1] or found[2])
    return unit if unit in _MEASURES or unit in TO_WAN else None


def _stage(heading: Heading, scope: Scope) -> str | None:
    if {"change", "change_pct"} & heading.terms:
        return None
    for term, stage in _STAGES.items():
        if term in heading.terms and not (term == "budget" and scope.report_type == "budget"):
            return "execution" if stage == "actual" and scope.report_type == "budget" else stage
    return {"final": "actual", "budget": "initial"}.get(scope.report_type or "")


def _year(heading: Heading, scope: Scope) -> int | None:
    if scope.year is None or {"year_other", "change", "change_pct"} & heading.terms:
        return None
    return scope.year + next((shift for term, shift in _YEARS.items() if term in heading.terms), 0)


def _row_keys(block: BlockReading, row: Row) -> dict[str, Any]:
    """What holds for every figure of a row."""
    down = block.down.get(row.number)
    return {
        "block": block.block.number,
        "row_up": ((block.block.number if down.block is None else down.block), down.up) if down else None,
        "sum": ("ordinal" if down.how == "balance" else down.how) if down else None,
        "of_which": bool(is_of_which(row.name) or (down and down.of_which)),
        "other_code": row.other_code or None,
        "balance": _balance(row),
    }


def _keys(
    reading: TableReading, block: BlockReading, row: Row, column: int, placed: Placed, values: Mapping[str, Any]
) -> dict[str, Any]:
    down, across = block.down.get(row.number), block.across.get(column)
    rate: dict[str, Any] = {"row_up": None, "sum": None} if values["unit"] == "%" else {}
    if rate:  # rates do not add up
        down = across = None
    return {
        **rate,
        "col": column,
        "col_of_up": _column_beside(reading, block, down.block, column) if down else None,
        "col_up": across.up if across else None,
        "sum_col": across.how if across else None,
        "of_which_col": bool(across and across.of_which),
        "item": _item(reading, block.headings[column], row),
        "grid": placed.mark.block,
        "cell": placed.mark.cell,
        "understood": bool(
            values["statement"]
            and values["column"]
            and values["unit"]
            and (values["name"] or values["code"] or reading.only_row)
        ),
    }


def _column_beside(reading: TableReading, block: BlockReading, other: int | None, column: int) -> int:
    """The column in which the total of a row stands: the same one, or that of the same place in another block."""
    if other is None:
        return column
    return reading.blocks[other].block.figures[_place(block, column)].index


def _item(reading: TableReading, heading: Heading, row: Row) -> str | None:
    """Of a table of the three public expenses: which of them a figure is of, by its heading or by its row."""
    if reading.title.statement != "three_public":
        return None
    return item_of(heading.terms if heading.item else wording(row.name).terms, reading.title.terms)


def _balance(row: Row) -> str | None:
    """Which balance a row is, where it is one: opening, carryover, closing, balance_used, balance_distributed."""
    if not role("balance").search(key(row.name)):
        return None
    found = wording(row.name).terms & {"opening", "carryover", "closing", "balance_used", "balance_distributed"}
    return next(iter(found)) if len(found) == 1 else None
