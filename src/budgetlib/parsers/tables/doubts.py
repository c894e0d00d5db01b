"""Why a table was not read in full: nothing may be held against a table of which a part is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from budgetlib.parsers.facts import Row, Unread
from budgetlib.parsers.tables.assembly import Assembled

ALIGNED = "没有表格线，各栏按对齐读出 (it has no rules; its columns were told from the alignment of the text)"


def doubts_of(tables: Sequence[Assembled]) -> dict[int, str]:
    """Reasons by the first grid block of a table: what follows may be the rest of it, or it stands in two parts."""
    doubts: dict[int, str] = {}
    for table, following in pairwise(tables):
        if not table.is_form and not following.is_form and not following.title and following.holds_figures:
            page = following.pieces[0].grid.page
            doubts[table.pieces[0].block] = (
                f"p.{page}: 其后的表格可能是它的续表 (the table that follows may go on with it)"
            )
    times = Counter(table.title for table in tables if table.title and table.holds_figures)
    for title in (title for title, count in times.items() if count > 1):
        parts = [table for table in tables if table.title == title and table.holds_figures and not table.is_form]
        with_total = [any(row.is_total for row in table.rows) for table in parts]
        if any(with_total) and not all(with_total):
            reason = "分成几部分，其中有的没有合计 (it stands in several parts, and not all have a total)"
            doubts |= {table.pieces[0].block: reason for table in parts}
    return doubts


def doubt_of_rows(rows: Sequence[Row], unread: Sequence[Unread]) -> str:
    """What of the rows of a table is not understood, the first of it."""
    if unread:
        return unread[0].reason
    strange = next((row for row in rows if row.facts and not row.keys["understood"]), None)
    if strange is None:
        return ""
    values = strange.values
    if not values["statement"]:
        return f"表名未理解 (the title is not understood): {values['statement_zh']}"
    if not values["column"]:
        return f"栏目未理解 (the column is not understood): {values['column_zh']}"
    if not values["unit"]:
        return f"计量单位不明 (the unit is not known): {values['column_zh']}"
    return f"第 {values['row']} 行没有名称 (row {values['row']} has no label)"
