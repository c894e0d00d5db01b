"""Every table of a report: grids to pieces to tables, titles and headings to keys, figures to rows of ``lines``.

cells, pieces      what a cell says; which rows of a grid are its head, which are data
columns, rows      which columns are codes, labels, figures; what names a row
lead, assembly     what stands above a grid; grids that go on over pages put together
wording            a title or a heading as the set of terms in it
titles, headings   which statement, which column a set of terms is
across, down       which columns and rows add up to which
lines, goals       its figures and the goals beside them as rows
printed            the result
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from budgetlib.parsers.facts import Row
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.tables.assembly import Assembled, assembled
from budgetlib.parsers.tables.cells import role, unit_of
from budgetlib.parsers.tables.doubts import ALIGNED, doubt_of_rows, doubts_of
from budgetlib.parsers.tables.goals import goals_of, words_of
from budgetlib.parsers.tables.headings import Scope
from budgetlib.parsers.tables.lines import TableReading, lines_of, read_table, unread_of
from budgetlib.parsers.tables.printed import FormGrids, PrintedTable, Tables
from budgetlib.parsers.tables.titles import read_title
from budgetlib.readers.document import Document
from budgetlib.text import key

_AMOUNT = re.compile(r"\d[.,．，]\d")

__all__ = ["FormGrids", "PrintedTable", "Tables", "read_tables"]


def read_tables(document: Document, identity: Identity) -> Tables:
    """Read every table of a document. Forms are recognised and left to their own parser (``Tables.forms``)."""
    result = Tables()
    found = assembled(document)
    plain = [table for table in found if not table.is_form]
    offices = _offices(plain, identity)
    usual = _usual_unit(plain, identity)
    doubts = doubts_of(found)
    for table in found:
        result.labels += table.ordinals()
        if table.is_form:
            grids = tuple(piece.block for piece in table.pieces)
            unit = table.pieces[0].unit or table.lead.unit or None
            result.forms.append(FormGrids(table.title, unit, grids, table.pieces[0].grid.page))
            continue
        if table.blocks:
            table.number = len(result.printed) + 1
            doubt = doubts.get(table.pieces[0].block, "")
            _add(result, _understood(table, identity, offices, usual), doubt)
    return result


def _offices(tables: Sequence[Assembled], identity: Identity) -> tuple[str, ...]:
    """Names of the office as the report gives them, longest first."""
    names = {*identity.names(), *(table.lead.office for table in tables if table.lead.office)}
    return tuple(sorted(names, key=len, reverse=True))


def _usual_unit(tables: Sequence[Assembled], identity: Identity) -> str | None:
    """The unit of statements that state none: 万元, prescribed for final accounts, where no other table has its own.

    Budgets in 元 print their three public expenses in 万元: 元 is never assumed.
    """
    units = {table.unit for table in tables if table.unit}
    return "万元" if units == {"万元"} or (not units and identity.report_type == "final") else None


def _noted_unit(table: Assembled) -> str | None:
    """The unit that a note below states (本表以“万元”为金额单位), where nothing above does."""
    return next((unit for note in table.notes if (unit := unit_of(note))), None)


def _understood(table: Assembled, identity: Identity, offices: Sequence[str], usual: str | None) -> TableReading:
    title = read_title(table.title, identity.fiscal_year, offices)
    cut = bool(role("cut_title").search(key(table.lead.above)))
    if (title.statement is None or cut) and table.lead.above and not table.pieces[0].title:
        both = read_title(table.lead.above + table.title, identity.fiscal_year, offices)
        title = both if both.statement or cut else title
    year = identity.fiscal_year or title.year
    scope = Scope(title.statement, identity.report_type, year, title.terms, title.printed)
    unit = table.unit or _noted_unit(table) or (usual if title.statement else None)
    reading = read_table(table, title, scope, unit)
    sides = {block.side for block in reading.blocks}
    if {"income", "expenditure"} <= sides and "both" not in title.terms:  # the title is not that of this table
        return replace(reading, title=replace(title, statement=None))
    return reading


def _add(result: Tables, reading: TableReading, doubt: str) -> None:
    rows = list(lines_of(reading))
    unread = list(unread_of(reading))
    result.lines += rows
    result.goals += goals_of(reading.table)
    result.unread += [*unread, *words_of(reading.table)]
    result.taken |= {piece.block for piece in reading.table.pieces}
    result.labels += reading.table.words
    aligned = any(piece.grid.aligned for piece in reading.table.pieces)
    doubt = doubt or doubt_of_rows(rows, unread) or (ALIGNED if aligned else "")
    result.printed.append(_printed(reading, rows, doubt))


def _printed(reading: TableReading, rows: Sequence[Row], doubt: str) -> PrintedTable:
    table, title = reading.table, reading.title
    columns = [heading for block in reading.blocks for heading in block.headings.values()]
    return PrintedTable(
        number=table.number,
        title=title.printed,
        statement=title.statement,
        terms=title.terms,
        unit=reading.unit,
        pages=_pages(table),
        grids=tuple(piece.block for piece in table.pieces),
        head=tuple(tuple(texts) for texts in table.head),
        notes=tuple(table.notes),
        empty=not any(row.facts for row in rows) and not _holds_amounts(table),
        unknown=(*title.unknown, *(word for heading in columns for word in heading.unknown)),
        doubt=doubt,
        headings=tuple("/".join("".join(c.text.split()) for c in path) for path in table.pieces[0].paths),
        spans=tuple((piece.block, piece.first) for piece in table.pieces),
    )


def _holds_amounts(table: Assembled) -> bool:
    """Whether an amount stands in it that was not read: then it is no empty statement."""
    return any(_AMOUNT.search(cell.text) for piece in table.pieces for cell in piece.grid.cells)


def _pages(table: Assembled) -> tuple[int, int]:
    pages = [cell.page for piece in table.pieces for cell in piece.grid.cells]
    return min(pages, default=0), max(pages, default=0)
