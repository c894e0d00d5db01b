"""The parsed result: what checks, second reading, source display, summary and export see; ``Report`` wraps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from budgetlib.machine.limits import uncollected
from budgetlib.parsers.coverage import Coverage, measure_coverage
from budgetlib.parsers.facts import PARSED, Place, Row, Unread, facts
from budgetlib.parsers.identity import Identity
from budgetlib.parsers.tables.printed import Tables
from budgetlib.readers.document import Document, Grid, Mark


@dataclass(eq=False)
class Parsed:
    """A document as parsed: the rows of the public tables with their facts, the printed tables, and what stayed unread.

    ``rows`` has the tables named in ``PARSED``.
    """

    document: Document
    identity: Identity
    rows: dict[str, list[Row]]
    printed: Tables
    unread: list[Unread] = field(default_factory=list)
    """Why numbers were not read, where a parser knows."""
    labels: list[Mark] = field(default_factory=list)
    """Cells that were read as labels, codes, dates or remarks, so that their numbers are no unread figures."""

    @cached_property
    @uncollected()
    def coverage(self) -> Coverage:
        """Which numbers of the document reached a table, and which did not."""
        marks = [mark for name in PARSED for row in self.rows[name] for mark in row.marks.values()]
        reasons = {one.mark: one.reason for one in self.unread}
        return measure_coverage(self.document, marks + self.labels, reasons)

    @property
    def key(self) -> dict[str, Any]:
        """The columns that every public table begins with."""
        identity = self.identity
        return {
            "report_id": identity.report_id,
            "agency": identity.agency,
            "fiscal_year": identity.fiscal_year,
            "report_type": identity.report_type,
        }

    def figures(self) -> Iterator[Place]:
        """The address of every figure read from the document."""
        return (place for place, _, _ in facts(self.rows))

    def text_at(self, mark: Mark) -> str:
        """The printed text at a mark."""
        block = self.document.blocks[mark.block]
        text = block.cells[mark.cell or 0].text if isinstance(block, Grid) else block.text
        return text[mark.start : mark.end]
