"""Printed statements that were not read in full: nothing is held against a table of which a part is not known."""

from __future__ import annotations

from collections.abc import Iterator

from budgetlib.checks.model import Rule, Verdict, View
from budgetlib.parsers.parsed import Parsed

_SILENCED = ("statement.", "form.empty_statement")
"""Rules on the rows, columns, trees and totals of one printed table, and on tables without figures."""


def judged(view: View, rule: Rule) -> Iterator[Verdict]:
    """The verdicts of a rule, without accusations of tables that were not read in full."""
    for verdict in rule.run(view):
        broken = verdict.status in ("broken", "truncated")
        if not (broken and rule.id.startswith(_SILENCED) and _is_of_incomplete(view, verdict)):
            yield verdict


def incomplete(report: Parsed) -> dict[int, str]:
    """Grid blocks of the tables that were not read in full, each with the reason."""
    return {grid: table.doubt for table in report.printed.printed if table.doubt for grid in table.grids}


def _is_of_incomplete(view: View, verdict: Verdict) -> bool:
    if "incomplete" not in view.memo:
        view.memo["incomplete"] = incomplete(view.report)
    rows = view.report.rows["lines"]
    places = {rows[figure.row].keys["grid"] for figure in verdict.figures if figure.table == "lines"}
    if verdict.place:
        places.add(int(verdict.place.removeprefix("block:")))
    return bool(places & view.memo["incomplete"].keys())
