"""Printed tables that were not read in full: nothing is held against a table of which a part is not known."""

from __future__ import annotations

from budgetlib.parsers.parsed import Parsed


def incomplete(report: Parsed) -> dict[int, str]:
    """Grid blocks of the tables that were not read in full, each with the reason."""
    return {grid: table.doubt for table in report.printed.printed if table.doubt for grid in table.grids}
