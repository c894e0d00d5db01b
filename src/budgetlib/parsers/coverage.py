"""Coverage: which numbers of the document reached a table, and which did not. The conscience of the product."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from budgetlib.numbers import find_numbers
from budgetlib.parsers.outline import Section, enter
from budgetlib.parsers.prose.nonfigures import nonfigure
from budgetlib.readers.document import Document, Grid, Mark

NOT_STATED = "没有读懂的表格或句子包含这个数字 / no table and no sentence that was understood states it"
_ORDINALS = re.compile(r"序号|行次|栏次|编号|页码|页次|所在页码?")


Read = dict[tuple[int, int | None], list[tuple[int, int]]]
"""What was read, by block and cell: from which character to which."""


class Seen(NamedTuple):
    """A number of the document: as printed, its place, the words around it, and what became of it.

    ``status`` is ``read``, ``unread`` or why it does not count (``year``, ``date``, ``list``, ``reference``, ``name``).
    """

    text: str
    page: int
    section: str
    context: str
    status: str
    mark: Mark
    reason: str = ""
    """Why an unread figure was not read, in words that a person can act on."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every number of a document with its status. ``len(coverage.unread)`` figures reached no table."""

    numbers: tuple[Seen, ...]

    @property
    def figures(self) -> list[Seen]:
        """Numbers that count: not years, dates, ordinals, document numbers or parts of a name."""
        return [seen for seen in self.numbers if seen.status in ("read", "unread")]

    @property
    def unread(self) -> list[Seen]:
        """Figures that reached no table."""
        return [seen for seen in self.numbers if seen.status == "unread"]

    @property
    def share(self) -> float:
        """Share of the figures that were read, 0 to 1; 1.0 for a document without figures."""
        figures = self.figures
        return 1.0 - len(self.unread) / len(figures) if figures else 1.0


def measure_coverage(document: Document, marks: Iterable[Mark], reasons: Mapping[Mark, str]) -> Coverage:
    """Compare all numbers of the document with the places that the parsers read; ``reasons`` of the others."""
    read: Read = {}
    for mark in marks:
        read.setdefault((mark.block, mark.cell), []).append((mark.start, mark.end))
    return Coverage(tuple(_numbers(document, read, reasons)))


def _numbers(document: Document, read: Read, reasons: Mapping[Mark, str]) -> Iterator[Seen]:
    section = Section()
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            ordinals = _ordinal_columns(block)
            for cell_index, cell in enumerate(block.cells):
                if cell.text:
                    for seen in _of_text(cell.text, document, (index, cell_index), section.name, read, reasons):
                        listed = seen.status == "unread" and cell.col in ordinals
                        yield seen._replace(status="list", reason="") if listed else seen
        else:
            section = enter(section, block.text) or section
            yield from _of_text(block.text, document, (index, None), section.name, read, reasons)


def _ordinal_columns(grid: Grid) -> set[int]:
    """Columns that only number the rows (序号, 行次)."""
    words = ((cell.col, "".join(cell.text.split())) for cell in grid.cells if not cell.text.isascii())
    return {col for col, text in words if _ORDINALS.fullmatch(text)}


def _of_text(
    text: str,
    document: Document,
    at: tuple[int, int | None],
    section: str,
    read: Read,
    reasons: Mapping[Mark, str],
) -> Iterator[Seen]:
    numbers = list(find_numbers(text))
    if not numbers:
        return
    spans = sorted(read.get(at, ()))
    reach = list(accumulate((end for _, end in spans), max))  # how far the places read up to here go
    for number in numbers:
        mark = Mark(*at, number.start, number.end)
        before = bisect_right(spans, number.start, key=itemgetter(0))
        known = bool(before) and number.end <= reach[before - 1]
        status = "read" if known else nonfigure(text, number) or "unread"
        yield Seen(
            text=number.text,
            page=mark.place(document)[0],
            section=section,
            context=text[max(0, number.start - 12) : number.end + 6],
            status=status,
            mark=mark,
            reason=reasons.get(mark, NOT_STATED) if status == "unread" else "",
        )
