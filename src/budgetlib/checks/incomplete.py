"""Printed statements that were not read in full: nothing is held against a table of which a part is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetlib.checks.model import Rule, Verdict, View
from budgetlib.numbers import parse_number
from budgetlib.parsers.parsed import Parsed
from budgetlib.parsers.statements import StatementInfo, is_total
from budgetlib.readers.document import Grid, Paragraph
from budgetlib.readers.joining import is_heading
from budgetlib.text import plain

_SILENCED = ("statement.", "form.empty_statement")
"""Rules on the rows, columns, trees and totals of one printed table, and on tables without figures."""
_LONGEST = 80
"""A paragraph longer than this between two grids is prose: what comes behind it does not go on with the table."""


def judged(view: View, rule: Rule) -> Iterator[Verdict]:
    """The verdicts of a rule, without accusations of tables that were not read in full."""
    for verdict in rule.run(view):
        broken = verdict.status in ("broken", "truncated")
        if not (broken and rule.id.startswith(_SILENCED) and _is_of_incomplete(view, verdict)):
            yield verdict


def incomplete(report: Parsed) -> dict[int, str]:
    """Blocks of the statements that were not read in full, each with the reason."""
    reasons: dict[int, str] = {}
    for info in report.read_statements.statements:
        reason = _not_placed(report, info) or _goes_on(report, info) or _in_two_parts(report, info)
        if reason:
            reasons |= dict.fromkeys(info.blocks, reason)
    return reasons


def _is_of_incomplete(view: View, verdict: Verdict) -> bool:
    if "incomplete" not in view.memo:
        view.memo["incomplete"] = incomplete(view.report)
    rows = view.report.rows["lines"]
    places = {rows[figure.row].marks["amount"].block for figure in verdict.figures if figure.table == "lines"}
    if verdict.place:
        places.add(int(verdict.place.removeprefix("block:")))
    return bool(places & view.memo["incomplete"].keys())


def _not_placed(report: Parsed, info: StatementInfo) -> str:
    for one in report.read_statements.unplaced:
        if one.mark.block in info.blocks if one.mark else one.statement == info.statement:
            return f"{one.text}: {one.reason}"
    return ""


def _goes_on(report: Parsed, info: StatementInfo) -> str:
    """Whether a grid with figures and without a title of its own follows, which no statement has taken up."""
    known = {block for one in report.read_statements.statements for block in one.blocks}
    for number in range(info.blocks[-1] + 1, len(report.document.blocks)):
        block = report.document.blocks[number]
        if isinstance(block, Grid):
            holds = any(parse_number(cell.text) is not None for cell in block.cells)
            return f"p.{block.page}: the table that follows may go on with it" if holds and number not in known else ""
        if _opens_another(block):
            return ""
    return ""


def _opens_another(paragraph: Paragraph) -> bool:
    text = plain(paragraph.text)
    return len(text) > _LONGEST or is_heading(paragraph.text) or bool(re.search(r"表(?:\([^()]*\))?$", text))


def _in_two_parts(report: Parsed, info: StatementInfo) -> str:
    """Whether the statement stands in the report again, and only one of the two has a total: one table, cut in two."""
    same = [one for one in report.read_statements.statements if one.statement == info.statement]
    if len(same) < 2:
        return ""
    totals = {row.marks["amount"].block for row in report.rows["lines"] if is_total(row)}
    with_total = [not totals.isdisjoint(one.blocks) for one in same]
    cut = any(with_total) and not all(with_total)
    return "it stands in several parts, and not all have a total" if cut else ""
