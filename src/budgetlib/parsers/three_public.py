"""The three public expenses (“三公”经费): statement and prose put together, one row an item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from budgetlib.numbers import TO_WAN
from budgetlib.parsers.changes import YEAR_BASES
from budgetlib.parsers.claims import Claim, Worded
from budgetlib.parsers.facts import Row
from budgetlib.schema import THREE_PUBLIC_ITEMS

_BOTH = re.compile(
    r"(?:公务用?车)?购置[及和与、](?:公务用?车)?(?:运[行维营]|使用|维护)|公务用?车运[行维营](?:维护)?费?[及和与、]购置"
)
_ITEMS = (
    ("vehicles", _BOTH),
    ("vehicle_purchase", re.compile(r"公务用?车购置|^购置费?$|^车辆购置")),
    ("vehicle_operation", re.compile(r"公务用?车(?:运[行维营]|保有|使用|维护)|^运[行维](?:维护)?费$|汽车保有量")),
    ("abroad", re.compile(r"因公出国|出国（境）")),
    ("reception", re.compile(r"公务接待|国内接待|^接待$")),
    ("total", re.compile(r"三公")),
)
_SPECIAL = re.compile(r"外宾|国（境）外|机关运行经费(?!.*三公)|会议费|培训费")
_BUDGETS = {"initial_budget": "initial", "annual_budget": "annual"}


def item_key(name: str) -> str | None:
    """The key of ``three_public`` that a printed item belongs to; None for anything else (外宾接待 is only a part)."""
    if _SPECIAL.search(name):
        return None
    found = [key for key, pattern in _ITEMS if pattern.search(name)]
    if (
        len({key.partition("_")[0].rstrip("s") for key in found if key != "total"}) > 1
    ):  # several in one name: the whole
        return "total" if "total" in found else None
    return found[0] if found else None


def parse_three_public(statements: Iterable[Claim | Worded], lines: Iterable[Row], report_type: str) -> list[Row]:
    """One row per item that the report states, in the order of the schema.

    The statement's figures come first, the prose adds what the statement does not have (prior year, change, shares,
    counts). Where the two differ the statement stands and the checks report the difference.
    """
    rows: dict[str, Row] = {}
    _from_statement(rows, lines)
    stated = list(statements)
    about = {one.section for one in stated if _is_about_them(one)}
    for one in stated:
        if one.section not in about:
            continue
        if isinstance(one, Claim) and not one.in_reason:
            _from_claim(rows, one, report_type)
        elif isinstance(one, Worded) and one.direction == "flat" and one.base in YEAR_BASES:
            _from_flat(rows, one)
    for row in rows.values():
        _complete(row.values)
    return [rows[key] for key in THREE_PUBLIC_ITEMS if key in rows]


def _is_about_them(one: Claim | Worded) -> bool:
    """Whether the section speaks of the three public expenses: by its heading, or by a total stated in it."""
    named = "三公" in one.section.name or "三公" in one.section.subsection
    return named or (isinstance(one, Claim) and not one.in_reason and item_key(one.item) == "total")


def _row(rows: dict[str, Row], key: str, page: int) -> Row:
    return rows.setdefault(key, Row({"item": key, "page": page}))


def _set(row: Row, column: str, value: Any, claim: Claim) -> None:
    """Take the first statement of a figure; a later one is a repetition that confirms or contradicts it."""
    if row.values.get(column) is None:
        row.values[column] = value
        row.marks[column] = claim.mark


def _from_statement(rows: dict[str, Row], lines: Iterable[Row]) -> None:
    for line in lines:
        values = line.values
        key = item_key(str(values["name"])) if values["statement"] == "three_public" else None
        if key and values["column"] in ("budget", "actual") and values["amount"] is not None:
            row = _row(rows, key, values["page"])
            row.values[values["column"]] = values["amount"]
            row.marks[values["column"]] = line.marks["amount"]


def _from_claim(rows: dict[str, Row], claim: Claim, report_type: str) -> None:
    key = item_key(claim.item)
    if key is None:
        return
    if claim.measure == "count":
        _count(rows, key, claim)
    elif claim.measure in ("change_pct", "share_pct"):
        if claim.measure == "share_pct" or claim.base in YEAR_BASES:
            _set(_row(rows, key, claim.page), claim.measure, claim.value, claim)
    elif claim.unit in TO_WAN:
        _amount(_row(rows, key, claim.page), claim)


def _amount(row: Row, claim: Claim) -> None:
    value = round(claim.value * TO_WAN[claim.unit], 6)
    if claim.measure in _BUDGETS:
        if row.values.get("budget_basis") is None:
            row.values["budget_basis"] = "unstated" if claim.base == "budget" else _BUDGETS[claim.measure]
        _set(row, "budget", value, claim)
    elif claim.measure in ("actual", "prior") or (claim.measure == "change" and claim.base in YEAR_BASES):
        _set(row, claim.measure, value, claim)


def _count(rows: dict[str, Row], key: str, claim: Claim) -> None:
    persons = claim.unit in ("人次", "人")
    if claim.unit == "人" and key not in ("reception", "abroad"):
        return
    row = _row(rows, key, claim.page)
    _set(row, "persons" if persons else "count", claim.value, claim)
    if not persons:
        row.values.setdefault("count_unit", claim.unit)


def _from_flat(rows: dict[str, Row], flat: Worded) -> None:
    key = item_key(flat.item)
    if key and key in rows and rows[key].values.get("change") is None:
        rows[key].values["change"] = 0.0


def _complete(values: dict[str, Any]) -> None:
    """The prior year follows from actual and change where it is not printed."""
    current = values.get("actual") if values.get("actual") is not None else values.get("budget")
    if values.get("prior") is None and values.get("change") is not None and current is not None:
        values["prior"] = round(current - values["change"], 6)
