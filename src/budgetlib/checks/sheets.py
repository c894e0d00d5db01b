"""A statement as the rules see it: entries (rows of one block) with a figure per column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from budgetlib.checks.model import Figure, View
from budgetlib.parsers.tables.titles import standard_statements

_ORDINAL = re.compile(r"^(?:(?P<zh>[一二三四五六七八九十]+)[、.．]|(?P<digit>\d+)[、.．]|[（(]\d+[)）])")


@dataclass(slots=True)
class Entry:
    """One named row of a statement, or of one of its sides: figures by column, blanks left out."""

    name: str
    code: str | None
    side: str | None
    row: int
    ordinal: str | None
    figures: dict[str, Figure] = field(default_factory=dict)

    @property
    def is_total(self) -> bool:
        """Whether the row is a total of the whole statement or side (合计, 总计, 收入总计, …)."""
        return self.code is None and bool(re.fullmatch(r"(?:本年)?(?:收入|支出)?(?:合计|总计)", self.name))


@dataclass(slots=True)
class Sheet:
    """One statement: its key and its entries in printed order."""

    statement: str
    entries: list[Entry] = field(default_factory=list)

    def side(self, side: str) -> list[Entry]:
        """Entries of one side in printed order."""
        return [entry for entry in self.entries if entry.side == side]

    def named(self, pattern: str, side: str | None = None) -> Entry | None:
        """The first entry whose name matches the whole pattern (on ``side``, where given)."""
        for entry in self.entries:
            if (side is None or entry.side == side) and re.fullmatch(pattern, entry.name):
                return entry
        return None

    def total(self) -> Entry | None:
        """The row 合计 of a statement by code."""
        return self.named("合计|总计")

    def by_code(self) -> dict[str, Entry]:
        """Entries by code; a code printed twice keeps its first row."""
        codes: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.code:
                codes.setdefault(entry.code, entry)
        return codes


def sheets(view: View) -> dict[str, Sheet]:
    """The statements of a report that hold figures, by key; of one that is printed twice the first."""
    if "sheets" not in view.memo:
        view.memo["sheets"] = _sheets(view)
    found: dict[str, Sheet] = view.memo["sheets"]
    return found


def _sheets(view: View) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    blocks: dict[str, int] = {}
    starts = {grid: table.grids[0] for table in view.report.printed.printed for grid in table.grids}
    for number, row in view.rows("lines"):
        block = view.report.rows["lines"][number].keys["grid"]
        block = starts.get(block, block)
        if row["statement"] in standard_statements() and blocks.setdefault(row["statement"], block) == block:
            sheet = found.setdefault(row["statement"], Sheet(row["statement"]))
            _add(sheet, view, number)
    return {key: sheet for key, sheet in found.items() if any(entry.figures for entry in sheet.entries)}


def _add(sheet: Sheet, view: View, number: int) -> None:
    row = view.report.rows["lines"][number].values
    ordinal = _ORDINAL.match(row["name"])
    name = row["name"][ordinal.end() :] if ordinal and not row["code"] else row["name"]
    last = sheet.entries[-1] if sheet.entries else None
    same = last and (last.side, last.code, last.name, last.row) == (row["side"], row["code"], name, row["row"])
    if not same or last is None:
        kind = None if not ordinal or row["code"] else ("zh" if ordinal["zh"] else "digit")
        last = Entry(name, row["code"], row["side"], row["row"], kind)
        sheet.entries.append(last)
    figure = view.figure("lines", number, "amount")
    if figure:
        last.figures.setdefault(row["column"], figure)


def children(entries: dict[str, Entry], code: str) -> list[Entry]:
    """Entries one level below ``code`` (类→款→项)."""
    return [entry for other, entry in entries.items() if len(other) == len(code) + 2 and other.startswith(code)]


def top_level(entries: dict[str, Entry]) -> list[Entry]:
    """The entries on the highest level (类)."""
    return [entry for code, entry in entries.items() if len(code) == 3]


def columns(entries: list[Entry]) -> Iterator[str]:
    """Every column in which one of the entries has a figure, once, in order."""
    yield from dict.fromkeys(column for entry in entries for column in entry.figures)
