"""Checks of what is blank: an amount in the prose where the statement has an empty cell, or no figure at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from typing import Any

from budgetlib.checks.figures import Figure
from budgetlib.checks.index import Entry
from budgetlib.checks.messages import quoted, say
from budgetlib.checks.model import Run, Verdict, View

_SPENT = {"final": ("actual", "total", "amount"), "budget": ("budget", "initial_budget", "total", "amount")}
"""Columns of the amount that a statement of each kind of report is about."""
_FUNDS = {"government_fund": "government_fund", "state_capital": "state_capital", "three_public": "three_public"}
"""Statements of one kind of money, and the term that names it in the id of an item."""


def _blank_cell(view: View) -> Iterator[Verdict]:
    """An item of which the prose states an amount and the one row of the statement is blank."""
    columns = _SPENT.get(view.report.identity.report_type or "", ())
    for statement, key in (("three_public", "item"), ("general_public", "path")):
        cells: dict[Hashable, list[Entry]] = defaultdict(list)
        for entry in view.index.select("lines", {"statement": statement}):
            if entry.keys.get(key) and entry.keys["column"] in columns:
                cells[entry.keys[key]].append(entry)
        filled = any(entry.figure and entry.figure.value for found in cells.values() for entry in found)
        for claim, name in _claims(view, statement):
            found = cells.get(name, []) if filled else []
            if found and not any(entry.figure or entry.doubt for entry in found):
                zh, en = quoted(claim)
                said = {"item": str(found[0].keys["name"]), "title": str(found[0].keys["statement_zh"]), "said": zh}
                yield Verdict("broken", (claim,), *say("blank_cell", said, {"said": en}), claim.value)


def _claims(view: View, statement: str) -> Iterator[tuple[Figure, Hashable]]:
    """Amounts other than zero that the prose states of its own year, with the key of their item; each item once."""
    seen: set[Hashable] = set()
    key = "three_public" if statement == "three_public" else "path"
    for entry in view.index.select("claims", {"standing": "main", "money": True}):
        name = entry.keys.get(key)
        if not name or (key == "path" and not entry.keys["detail"]) or entry.keys["in_reason"] or name in seen:
            continue
        if entry.figure and entry.figure.value:
            seen.add(name)
            yield entry.figure, name


def _emptied(view: View) -> Iterator[Verdict]:
    """A statement without any figure, while the prose states its total."""
    infos = {info.statement: info for info in view.report.printed.standard}
    for statement, term in _FUNDS.items():
        info = infos.get(statement)
        if info is None or not info.empty or info.doubt:
            continue
        stated = next((figure for figure, row in _totals(view) if term in str(row.get("item_id")).split("+")), None)
        if stated:
            zh, en = quoted(stated)
            title = str(info.title or info.statement)
            told = say("emptied", {"title": title, "said": zh}, {"said": en})
            yield Verdict("broken", (stated,), *told, stated.value, place=f"block:{info.grids[0]}")


def _totals(view: View) -> Iterator[tuple[Figure, dict[str, Any]]]:
    """Amounts of the own year, other than zero, that are no part of another item."""
    for entry in view.index.select("claims", {"standing": "main", "money": True, "in_reason": False}):
        if entry.figure and entry.figure.value and not entry.keys.get("part_of") and not entry.keys.get("item_scope"):
            yield entry.figure, entry.keys


RULES: dict[str, Run] = {"prose.blank_cell": _blank_cell, "prose.emptied": _emptied}
